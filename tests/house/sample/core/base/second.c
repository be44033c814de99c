#include "base/first.h"

int lm_second(const char *text)
{
    return text ? lm_first(1, 2) : 0;
}

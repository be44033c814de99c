#include "base/first.h"
#include "map/map.h"

const char *lm_words[1], lm_letter;
const int bare_numbers[4];

int lm_first(int a, int b)
{
    return lm_second("two") + a + b + lm_map_count();
}

#include "map/map.h"

int lm_map_hidden(void)
{
    return lm_map_both();
}

#include "map/map.h"

int lq_map(void)
{
    return lm_map_count();
}

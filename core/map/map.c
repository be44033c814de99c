/* Allocates and destroys maps. */
#include "map/map.h"

lm_status lm_map_allocate(lm_host *host, bool live, lm_map **map)
{
    void *memory;
    LM_TRY(lm_allocate(host, sizeof(lm_map), &memory));
    *map = memory;
    (*map)->live = live;
    return LM_OK;
}

void lm_map_destroy(lm_host *host, lm_map *map)
{
    if (!map)
        return;
    if (map->live)
        lm_replay_free(host, &map->replay);
    else
        lm_sum_free(host, &map->sum);
    lm_release(host, map, sizeof *map);
}

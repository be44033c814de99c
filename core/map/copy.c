/* Copies maps. */
#include "map/map.h"

/* A sum is copied through its bytes: sums are small, and their parts have pointers. */
static lm_status copy_sum(lm_host *host, const lm_map *map, lm_map **copy)
{
    lm_buffer encoded = {0};
    lm_status status = lm_map_encode(host, map, &encoded);
    if (status == LM_OK)
        status = lm_map_decode(host, (lm_bytes){encoded.data, encoded.size}, copy);
    lm_buffer_free(host, &encoded);
    return status;
}

lm_status lm_map_copy(lm_host *host, const lm_map *map, lm_map **copy)
{
    lm_map *made;
    if (!map->live)
        return copy_sum(host, map, copy);
    LM_TRY(lm_map_allocate(host, true, &made));
    const lm_status status = lm_replay_copy(host, &map->replay, &made->replay);
    if (status != LM_OK) {
        lm_map_destroy(host, made);
        return status;
    }
    *copy = made;
    return LM_OK;
}

/* The map object: a replay or a sum. Internal to core/map. */
#ifndef LM_MAP_MAP_H
#define LM_MAP_MAP_H

#include "map/replay.h"
#include "map/sum.h"

struct lm_map {
    bool live;
    lm_replay replay; /* of a live map */
    lm_sum sum;       /* of a sum */
};

lm_status lm_map_allocate(lm_host *host, bool live, lm_map **map);

/* Finds the quote of a map: as it was given, else as the symbol says; "" if unknown. */
void lm_map_quote(const lm_map *map, char quote[LM_QUOTE_SIZE]);

#endif

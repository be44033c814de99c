/* A map is a replay or a sum. Internal to the map room. */
#ifndef LM_MAP_MAP_H
#define LM_MAP_MAP_H

#include "map/replay.h"
#include "map/sum.h"

struct lm_map {
    bool live;
    replay replay; /* of a live map */
    sum sum;       /* of a sum */
};

lm_status lm_map_allocate(lm_host *host, bool live, lm_map **map);

/* Fraction of a full map that a tape as old as this one can show. */
double lm_replay_coverage(const replay *state);
/* Root of the summed squared returns of the last day's closes, scaled to a day; NaN under an hour. */
double lm_replay_daily_sigma(const replay *state);

#endif

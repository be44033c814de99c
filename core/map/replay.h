/*
 * The replay: what each frame of a tape opens, sweeps and lets decay. Internal to the map room; the rules are section
 * "Replay" of docs/semantics.md.
 */
#ifndef LM_MAP_REPLAY_H
#define LM_MAP_REPLAY_H

#include "liqmap/map.h"
#include "liqmap/tape.h"
#include "map/exposure_grid.h"

typedef struct lm_replay_close {
    int64_t start; /* of the frame */
    double close;
} lm_replay_close;

/* The closes of the last day, oldest first: items[first .. first + count). */
typedef struct lm_replay_closes {
    lm_replay_close *items;
    size_t capacity, first, count;
} lm_replay_closes;

typedef enum lm_open_interest_source {
    LM_OPEN_INTEREST_NONE = 0,
    LM_OPEN_INTEREST_GAUGE = 1,
    LM_OPEN_INTEREST_GIVEN = 2
} lm_open_interest_source;

typedef struct lm_replay {
    lm_model model;
    lm_tape_options options;
    /* From the model: liquidation price at entry 1, and whether there is one. */
    double ratio[2][LM_MAX_CLASSES];
    bool liquidatable[2][LM_MAX_CLASSES];

    /* Frames seen, of any kind, and frames with trades. */
    bool begun;
    int64_t as_of;
    bool traded;
    int64_t first_start, last_start;
    double close;
    lm_replay_closes closes;

    lm_open_interest_source open_interest_source;
    double open_interest;
    int64_t open_interest_time;

    /*
     * Weights are stored over the multiplier of their class, so that decay costs one product a class. `stored` are the
     * sums of what is stored.
     */
    lm_exposure_grid outstanding[2];
    double multiplier[LM_MAX_CLASSES];
    double stored[2][LM_MAX_CLASSES];
    double opened[2], swept[2], decayed[2];
} lm_replay;

void lm_replay_init(lm_replay *state, const lm_model *model, const lm_tape_options *options);
/* The ratios from the model; done by lm_replay_init. */
void lm_replay_prepare(lm_replay *state);
void lm_replay_free(lm_host *host, lm_replay *state);

/* One frame, later than all before. `moves` (may be NULL) receives what it did, but for open interest. */
lm_status lm_replay_frame(lm_host *host, lm_replay *state, const lm_frame *frame, lm_frame_ledger *moves);
lm_status lm_replay_push_close(lm_host *host, lm_replay_closes *closes, int64_t start, double close);

/* Sum of the weights that stand on a side, in order of class. */
double lm_replay_outstanding(const lm_replay *state, lm_side side);

/* Fraction of a full map that a tape as old as this one can show. */
double lm_replay_coverage(const lm_replay *state);
/* Root of the summed squared returns of the last day's closes, scaled to a day; NaN under an hour. */
double lm_replay_daily_sigma(const lm_replay *state);

#endif

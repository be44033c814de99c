/*
 * The replay: what opens, is swept and decays in each frame of a tape. The rules are in section "Replay" of
 * docs/semantics.md. Internal to core/map.
 */
#ifndef LM_MAP_REPLAY_H
#define LM_MAP_REPLAY_H

#include "liqmap/map.h"
#include "liqmap/tape.h"
#include "map/adaptive.h"
#include "map/exposure_grid.h"
#include "map/recent.h"

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
    /* From the model, by side and class: the liquidation price at entry 1, and whether one exists. */
    double ratio[2][LM_MAX_CLASSES];
    bool has_ratio[2][LM_MAX_CLASSES];

    /* begun and as_of: of all frames; traded, first_start, last_start and close: of frames with trades. */
    bool begun;
    int64_t as_of;
    bool traded;
    int64_t first_start, last_start;
    double close;
    lm_replay_closes closes;
    /* Of a map whose first frames were wider: their width, 0 if there were none, and the end of the last of them. */
    int64_t burn_in_frame, burn_in_until;

    lm_open_interest_source open_interest_source;
    double open_interest;
    int64_t open_interest_time;

    /*
     * A weight is stored divided by the multiplier of its class, so that decay takes one product per class. `stored`
     * has the sums of the stored weights.
     */
    lm_exposure_grid outstanding[2];
    double multiplier[LM_MAX_CLASSES];
    double stored[2][LM_MAX_CLASSES];
    double opened[2], swept[2], decayed[2];
    lm_adaptive adaptive;
    bool keeps_recent; /* of an adaptive model; a map that was stored without it has none */
    lm_recent recent;
    bool interrupted; /* within a frame, which was finished nevertheless */
} lm_replay;

void lm_replay_init(lm_replay *state, const lm_model *model, const lm_tape_options *options);
/* Computes `ratio` and `has_ratio` from the model; lm_replay_init calls it. */
void lm_replay_prepare(lm_replay *state);
void lm_replay_free(lm_host *host, lm_replay *state);
/* Sets *to, which is not initialised, to a copy. After a failure lm_replay_free frees the part that was copied. */
lm_status lm_replay_copy(lm_host *host, const lm_replay *from, lm_replay *to);

/*
 * Replays one frame, which must be later than all before. Sets all of `ledger` (may be NULL) except open_interest.
 * After a failure the frame can be replayed again.
 */
lm_status lm_replay_frame(lm_host *host, lm_replay *state, const lm_frame *frame, lm_frame_ledger *ledger);
/* Goes on with frames of a smaller width, which divides the width so far. */
void lm_replay_refine(lm_replay *state, int64_t frame);
/* Appends the close of a frame, and removes closes that are more than a day older. */
lm_status lm_replay_push_close(lm_host *host, lm_replay_closes *closes, int64_t start, double close);

/* The sum of the outstanding weights of a side, in order of class. */
double lm_replay_outstanding(const lm_replay *state, lm_side side);

/* Says whether frames of another width than the tape's would have given other weights. */
static inline bool lm_replay_frame_differs(const lm_replay *state)
{
    return state->model.frame != state->options.frame && state->model.volume_power != 1;
}

/* The coverage: the part of the outstanding positions that the tape is long enough to have seen, a fraction. */
double lm_replay_coverage(const lm_replay *state);
/* The root of the summed squared returns of the last day's closes, scaled to a day; NaN for less than an hour. */
double lm_replay_daily_sigma(const lm_replay *state);

#endif

/* The instants of a heatmap or a series: multiples of an interval within a tape. Internal to core/map. */
#ifndef LM_MAP_INSTANTS_H
#define LM_MAP_INSTANTS_H

#include "liqmap/tape.h"
#include "map/map.h"
#include "map/steps.h"

/* The instants, and what is known of a tape before its replay. */
typedef struct lm_instants {
    bool traded;
    int64_t since, until;       /* bounds of the instants; since is not before the end of the first frame with trades */
    int64_t end;                /* of the last frame by `until` */
    double reference_price;     /* last close by `until` */
    int64_t every, first, last; /* first above last if there are none */
    size_t count;
} lm_instants;

static inline int64_t lm_instant_at(const lm_instants *instants, size_t number)
{
    return instants->first + (int64_t)number * instants->every;
}

/* Checks the arguments: LM_E_ARGUMENT for an `every` that is no whole multiple of the frame, and for since > until. */
lm_status lm_instants_check(lm_host *host, int64_t every, int64_t since, int64_t until, int64_t frame);

/*
 * Finds the instants in one pass over the tape, which costs a fraction of a replay: the multiples of `every` since 1970
 * with since <= time <= until, from the end of the first frame with trades to the first that is not before the end of
 * the tape. An `every` of 0 is the least round interval that gives at most 300 instants. LM_E_LIMIT over LM_MAX_ROWS;
 * `of` and `what` ("heatmap", "columns") are words for this error.
 */
lm_status lm_instants_plan(lm_host *host, lm_tape_reader *reader, int64_t every, int64_t since, int64_t until,
                           const char *of, const char *what, lm_instants *plan);

#endif

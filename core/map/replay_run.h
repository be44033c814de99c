/* A cursor that replays the frames of a tape into a map, one at a time. Internal to core/map. */
#ifndef LM_MAP_REPLAY_RUN_H
#define LM_MAP_REPLAY_RUN_H

#include "map/map.h"

typedef struct lm_replay_cursor {
    lm_map *map;
    lm_tape_reader *reader;
    int gauge;     /* number of open_interest among the gauges of the tape, -1 without */
    bool pending;  /* `frame` was read and not replayed */
    int64_t width; /* of the frames of the tape, which may be narrower than those of the map so far */
    lm_frame frame;
} lm_replay_cursor;

/* Begins with a new map, which the caller must destroy. After a failure there is nothing to end. */
lm_status lm_replay_cursor_begin(lm_host *host, lm_bytes tape, const lm_model *model, double open_interest,
                                 lm_replay_cursor *cursor);
/* Begins with an existing map, and skips frames that the map has seen. After a failure there is nothing to end. */
lm_status lm_replay_cursor_resume(lm_host *host, lm_map *map, lm_bytes tape, lm_replay_cursor *cursor);

/*
 * Replays the next frame, leaves it in `frame`, and sets `ledger` (may be NULL). LM_DONE if no frame is left that ends
 * by as_of; a later call may have a later as_of.
 */
lm_status lm_replay_cursor_next(lm_host *host, lm_replay_cursor *cursor, int64_t as_of, lm_frame_ledger *ledger);

/* Frees the reader of the tape. The map stays valid. */
void lm_replay_cursor_end(lm_host *host, lm_replay_cursor *cursor);

#endif

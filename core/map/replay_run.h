/* A tape's frames into a replay, one at a time. Internal to the map room. */
#ifndef LM_MAP_REPLAY_RUN_H
#define LM_MAP_REPLAY_RUN_H

#include "map/map.h"

typedef struct lm_replay_cursor {
    lm_map *map;
    lm_tape_reader *reader;
    int gauge;    /* number of open_interest among the tape's names, -1 without */
    bool waiting; /* `frame` was read and not counted */
    lm_frame frame;
} lm_replay_cursor;

/* A new map that has seen nothing of the tape. On failure there is nothing to end. */
lm_status lm_replay_cursor_begin(lm_host *host, lm_bytes tape, const lm_model *model, double open_interest,
                                 lm_replay_cursor *cursor);
/* The same for a map that may have seen some of it. */
lm_status lm_replay_cursor_resume(lm_host *host, lm_map *map, lm_bytes tape, lm_replay_cursor *cursor);

/*
 * Counts the next frame, which stays in `frame`, and writes its `moves` (may be NULL); LM_DONE if no frame is left that
 * ends by as_of. Further frames may be asked for by a later as_of.
 */
lm_status lm_replay_cursor_next(lm_host *host, lm_replay_cursor *cursor, int64_t as_of, lm_frame_ledger *moves);

/* Leaves the map. */
void lm_replay_cursor_end(lm_host *host, lm_replay_cursor *cursor);

#endif

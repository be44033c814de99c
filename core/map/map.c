/* Tape and model to map: which frames count, and what they are replayed into. */
#include "map/feed.h"

lm_status lm_map_allocate(lm_host *host, bool live, lm_map **map)
{
    void *memory;
    LM_TRY(lm_allocate(host, sizeof(lm_map), &memory));
    *map = memory;
    (*map)->live = live;
    return LM_OK;
}

void lm_map_free(lm_host *host, lm_map *map)
{
    if (!map)
        return;
    if (map->live)
        lm_replay_free(host, &map->replay);
    else
        lm_sum_free(host, &map->sum);
    lm_release(host, map, sizeof *map);
}

/* ---- feeding frames */

/* Frames of gauges alone are nothing to see. */
static bool worth_a_visit(const lm_frame *frame)
{
    return frame->prints || frame->forced_count[LM_LONG] || frame->forced_count[LM_SHORT] || frame->unplaced[LM_LONG] ||
           frame->unplaced[LM_SHORT];
}

static lm_status run(lm_host *host, lm_feed *feed, int64_t as_of, lm_frame_visit each, void *context)
{
    lm_frame_ledger moves;
    lm_status status;
    while ((status = lm_feed_next(host, feed, as_of, each ? &moves : NULL)) == LM_OK)
        if (each && worth_a_visit(&feed->frame))
            LM_TRY(each(context, feed->map, &moves));
    return status == LM_DONE ? LM_OK : status;
}

static lm_status check_as_of(lm_host *host, int64_t as_of)
{
    if (as_of < -LM_TIME_MAX)
        return lm_fail(host, LM_E_TIME, NULL, "as_of must lie within 146,000 years of 1970");
    return LM_OK;
}

lm_status lm_map_replay_each(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest,
                             lm_frame_visit each, void *context, lm_map **map)
{
    lm_feed feed;
    LM_TRY(check_as_of(host, as_of));
    LM_TRY(lm_feed_begin(host, tape, model, open_interest, &feed));
    lm_status status = run(host, &feed, as_of, each, context);
    lm_feed_end(host, &feed);
    if (status != LM_OK) {
        lm_map_free(host, feed.map);
        return status;
    }
    *map = feed.map;
    return LM_OK;
}

lm_status lm_map_replay(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest,
                        lm_map **map)
{
    return lm_map_replay_each(host, tape, model, as_of, open_interest, NULL, NULL, map);
}

lm_status lm_map_advance(lm_host *host, lm_map *map, lm_bytes tape, int64_t as_of)
{
    lm_feed feed;
    if (!map->live)
        return lm_fail(host, LM_E_MISSING, "Advance the maps that were added, and add them again.",
                       "a sum of maps cannot be advanced: it keeps no replay");
    LM_TRY(check_as_of(host, as_of));
    LM_TRY(lm_feed_resume(host, map, tape, &feed));
    lm_status status = run(host, &feed, as_of, NULL, NULL);
    lm_feed_end(host, &feed);
    return status;
}

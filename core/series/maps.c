/* Steps through the maps of a tape as of each instant of a series, in one replay. */
#include "base/parameters.h"
#include "liqmap/series.h"
#include "map/instants.h"
#include "map/replay_run.h"

void lm_series_options_init(lm_series_options *options)
{
    *options = (lm_series_options){.since = INT64_MIN, .until = INT64_MAX};
}

#define OPTIONS lm_series_options
static const lm_parameter parameters[] = {
    LM_PARAMETER_AS(every, int64_t, LM_PARAMETER_DURATION),
    LM_PARAMETER_AS(since, int64_t, LM_PARAMETER_TIME),
    LM_PARAMETER_AS(until, int64_t, LM_PARAMETER_TIME),
    LM_PARAMETER(open_interest),
};
LM_PARAMETER_LIST(lm_series_parameters, lm_series_options_init, parameters, "maps density");
#undef OPTIONS

struct lm_maps {
    lm_instants instants;
    lm_replay_cursor cursor;
    size_t next; /* number of the instant */
};

static lm_status plan_series(lm_host *host, lm_bytes tape, const lm_series_options *options, lm_instants *plan)
{
    lm_tape_reader *reader;
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    lm_status status =
        lm_instants_check(host, options->every, options->since, options->until, lm_tape_reader_options(reader)->frame);
    if (status == LM_OK)
        status =
            lm_instants_plan(host, reader, options->every, options->since, options->until, "series", "instants", plan);
    lm_tape_reader_destroy(host, reader);
    return status;
}

lm_status lm_maps_create(lm_host *host, lm_bytes tape, const lm_model *model, const lm_series_options *options,
                         lm_maps **maps)
{
    void *memory;
    lm_instants instants;
    LM_TRY(plan_series(host, tape, options, &instants));
    LM_TRY(lm_allocate(host, sizeof(lm_maps), &memory));
    lm_maps *created = memory;
    created->instants = instants;
    const lm_status status = lm_replay_cursor_begin(host, tape, model, options->open_interest, &created->cursor);
    if (status != LM_OK) {
        lm_release(host, memory, sizeof(lm_maps));
        return status;
    }
    *maps = created;
    return LM_OK;
}

void lm_maps_destroy(lm_host *host, lm_maps *maps)
{
    if (!maps)
        return;
    lm_replay_cursor_end(host, &maps->cursor);
    lm_map_destroy(host, maps->cursor.map);
    lm_release(host, maps, sizeof(lm_maps));
}

lm_series_about lm_maps_about(const lm_maps *maps)
{
    const lm_replay *state = &maps->cursor.map->replay;
    const size_t count = maps->instants.count;
    return (lm_series_about){.every = maps->instants.every,
                             .instants = count,
                             .as_of = count > 0 ? lm_instant_at(&maps->instants, count - 1) : LM_TIME_UNKNOWN,
                             .frame = state->options.frame,
                             .frame_differs = lm_replay_frame_differs(state)};
}

lm_status lm_maps_next(lm_host *host, lm_maps *maps, int64_t *as_of, const lm_map **map)
{
    if (maps->next == maps->instants.count)
        return LM_DONE;
    const int64_t instant = lm_instant_at(&maps->instants, maps->next);
    lm_status status;
    LM_TRY(lm_check_interrupt(host));
    while ((status = lm_replay_cursor_next(host, &maps->cursor, instant, NULL)) == LM_OK)
        ;
    if (status != LM_DONE)
        return status;
    maps->next++;
    *as_of = instant;
    *map = maps->cursor.map;
    return LM_OK;
}

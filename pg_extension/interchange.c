/* Maps and heatmaps as JSON that other programs read. */
#include "liqmap_pg.h"

lm_heatmap_options liqmap_view_arguments(FunctionCallInfo fcinfo, int first)
{
    return (lm_heatmap_options){
        .every = liqmap_microseconds(PG_GETARG_INTERVAL_P(first)),
        .step = PG_GETARG_FLOAT8(first + 1),
        .since = liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(first + 2)),
        .until = liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(first + 3)),
        .low = PG_GETARG_FLOAT8(first + 4),
        .high = PG_GETARG_FLOAT8(first + 5),
        .open_interest = PG_GETARG_FLOAT8(first + 6),
    };
}

/* interchange(map, layout, step) */
LIQMAP_FUNCTION(liqmap_map_interchange)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *layout = liqmap_utf8(PG_GETARG_TEXT_PP(1), &length);
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_buffer json = {0};
    liqmap_check(&host, lm_map_interchange(&host, map, layout, length, PG_GETARG_FLOAT8(2), &json));
    lm_map_free(&host, map);
    return liqmap_jsonb(liqmap_from_utf8(&json));
}

/* interchange(tape, layout, model, every, step, since, until, low, high, open_interest) */
LIQMAP_FUNCTION(liqmap_tape_interchange)
{
    lm_host host = liqmap_host();
    const lm_heatmap_options view = liqmap_view_arguments(fcinfo, 3);
    size_t length, model_length;
    const char *layout = liqmap_utf8(PG_GETARG_TEXT_PP(1), &length);
    const char *document = liqmap_json_text(PG_GETARG_DATUM(2), &model_length);
    lm_model model;
    lm_buffer json = {0};
    liqmap_check(&host, lm_model_read(&host, document, model_length, &model));
    liqmap_check(&host, lm_tape_interchange(&host, LIQMAP_GETARG_BYTES(0), &model, &view, layout, length, &json));
    return liqmap_jsonb(liqmap_from_utf8(&json));
}

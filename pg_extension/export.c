/* Exports maps and heatmaps as JSON for other programs. */
#include "arguments.h"
#include "object.h"

/* export(map, layout, step) */
LIQMAP_FUNCTION(liqmap_map_export)
{
    lm_host host = liqmap_host();
    const lm_text layout = liqmap_text_argument(fcinfo, 1);
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_buffer json = {0};
    liqmap_check(&host, lm_map_export(&host, map, layout, PG_GETARG_FLOAT8(2), &json));
    lm_map_destroy(&host, map);
    return liqmap_jsonb_from_buffer(&host, &json);
}

static Datum export_tape(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model, int layout_argument)
{
    const lm_text layout = liqmap_text_argument(fcinfo, layout_argument);
    lm_heatmap_options view;
    lm_buffer json = {0};
    liqmap_read_arguments(fcinfo, host, 3, &lm_heatmap_view_parameters, &view);
    const lm_bytes tape = LIQMAP_GETARG_BYTES(0);
    liqmap_check(host, lm_tape_export(host, tape, model, &view, layout, &json));
    liqmap_notice_stale_tape(host, &model->margin, tape, view.until);
    return liqmap_jsonb_from_buffer(host, &json);
}

static Datum tape_export(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    return export_tape(fcinfo, host, model, 1);
}

/* export(tape, layout, model, every, step, since, until, low, high, open_interest) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_export, 2, tape_export);

/* export(tape, model, layout, every, step, since, until, low, high, open_interest) */
LIQMAP_FUNCTION(liqmap_tape_export_named)
{
    lm_host host = liqmap_host();
    const lm_model model = liqmap_model_text_argument(fcinfo, &host, 1);
    return export_tape(fcinfo, &host, &model, 2);
}

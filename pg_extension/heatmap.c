/* Maps over time: heatmaps, and the ledger of each frame of a replay. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

static Datum tape_heatmap(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    lm_heatmap_options options;
    lm_heatmap heatmap;
    liqmap_read_arguments(fcinfo, host, 2, &lm_heatmap_parameters, &options);
    liqmap_check(host, lm_tape_heatmap(host, LIQMAP_GETARG_BYTES(0), model, &options, &heatmap));
    liqmap_notice_frame(heatmap.frame_differs);
    liqmap_notice_stale_on(&model->margin, heatmap.as_of);
    liqmap_rows_result(fcinfo, &lm_heatmap_row_columns, heatmap.rows, heatmap.row_count);
    lm_heatmap_free(host, &heatmap);
    return (Datum)0;
}

/* heatmap(tape, model, every, step, since, until, low, high, open_interest, by_leverage, zero_cells) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_heatmap, 1, tape_heatmap);

static lm_status add_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    liqmap_rows_add(context, frame);
    return LM_OK;
}

static Datum tape_replay(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    lm_map *map;
    lm_map_info info;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo, &lm_frame_ledger_columns);
    liqmap_check(host, lm_tape_replay(host, LIQMAP_GETARG_BYTES(0), model, liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)),
                                      PG_GETARG_FLOAT8(3), add_frame, &row, &map));
    liqmap_check(host, lm_map_describe(host, map, &info));
    liqmap_notice_frame(info.frame_differs);
    liqmap_notice_stale_on(&model->margin, info.as_of);
    lm_map_destroy(host, map);
    return (Datum)0;
}

/* replay(tape, model, as_of, open_interest) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_replay, 1, tape_replay);

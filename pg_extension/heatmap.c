/* A map through time: in columns of a heatmap, and frame by frame. */
#include "liqmap_pg.h"

static lm_model model_argument(lm_host *host, Datum jsonb)
{
    size_t length;
    const char *json = liqmap_json_text(jsonb, &length);
    lm_model model;
    liqmap_check(host, lm_model_read(host, json, length, &model));
    return model;
}

/* heatmap(tape, model, every, step, since, until, low, high, by_leverage, zero_cells, open_interest) */
LIQMAP_FUNCTION(liqmap_tape_heatmap)
{
    lm_host host = liqmap_host();
    const lm_model model = model_argument(&host, PG_GETARG_DATUM(1));
    const lm_heatmap_options options = {
        .every = liqmap_microseconds(PG_GETARG_INTERVAL_P(2)),
        .step = PG_GETARG_FLOAT8(3),
        .since = liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(4)),
        .until = liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(5)),
        .low = PG_GETARG_FLOAT8(6),
        .high = PG_GETARG_FLOAT8(7),
        .by_leverage = PG_GETARG_BOOL(8),
        .zero_cells = PG_GETARG_BOOL(9),
        .open_interest = PG_GETARG_FLOAT8(10),
    };
    lm_heatmap heatmap;
    liqmap_check(&host, lm_tape_heatmap(&host, LIQMAP_GETARG_BYTES(0), &model, &options, &heatmap));
    liqmap_notice_frame(heatmap.frame_differs);

    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    for (size_t i = 0; i < heatmap.row_count; i++) {
        const lm_heatmap_row *cell = &heatmap.rows[i];
        liqmap_put_time(&row, heatmap.columns[cell->column].time);
        liqmap_put_number(&row, cell->price_low);
        liqmap_put_number(&row, cell->price_high);
        liqmap_put_number(&row, cell->leverage);
        for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
            liqmap_put_number(&row, cell->share[side]);
        for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
            liqmap_put_number(&row, cell->notional[side]);
        liqmap_rows_next(&row);
    }
    lm_heatmap_free(&host, &heatmap);
    return (Datum)0;
}

/* ---- replay */

static void put_sides(liqmap_row *row, const double values[2])
{
    for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
        liqmap_put_number(row, values[side]);
}

static lm_status write_ledger(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    liqmap_row *row = context;
    liqmap_put_time(row, frame->start);
    liqmap_put_number(row, frame->low);
    liqmap_put_number(row, frame->high);
    liqmap_put_number(row, frame->close);
    put_sides(row, frame->opened);
    put_sides(row, frame->swept);
    put_sides(row, frame->decayed);
    put_sides(row, frame->standing);
    liqmap_put_number(row, frame->open_interest);
    put_sides(row, frame->predicted_size);
    put_sides(row, frame->predicted_notional);
    put_sides(row, frame->forced);
    liqmap_rows_next(row);
    return LM_OK;
}

/* replay(tape, model, as_of, open_interest) */
LIQMAP_FUNCTION(liqmap_tape_replay)
{
    lm_host host = liqmap_host();
    const lm_model model = model_argument(&host, PG_GETARG_DATUM(1));
    lm_map *map;
    lm_map_info info;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    liqmap_check(&host,
                 lm_map_replay_each(&host, LIQMAP_GETARG_BYTES(0), &model, liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)),
                                    PG_GETARG_FLOAT8(3), write_ledger, &row, &map));
    liqmap_check(&host, lm_map_describe(&host, map, &info));
    liqmap_notice_frame(info.frame_differs);
    lm_map_free(&host, map);
    return (Datum)0;
}

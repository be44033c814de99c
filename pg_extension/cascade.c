/* Markets as documents, and what a move sets off. */
#include "liqmap_pg.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

lm_market *liqmap_market_argument(lm_host *host, Datum jsonb)
{
    size_t length;
    const char *json = liqmap_json_text(jsonb, &length);
    lm_market *market = palloc(sizeof *market);
    liqmap_check(host, lm_market_read(host, json, length, market));
    return market;
}

LIQMAP_FUNCTION(liqmap_check_market)
{
    lm_host host = liqmap_host();
    lm_buffer json = {0};
    liqmap_check(&host, lm_market_print(&host, liqmap_market_argument(&host, PG_GETARG_DATUM(0)), &json));
    char *text = pnstrdup((const char *)json.data, json.size);
    lm_buffer_free(&host, &json);
    return liqmap_jsonb(text);
}

/* ---- one cascade */

static void put_cascade(liqmap_row *row, const lm_cascade *cascade)
{
    liqmap_put_number(row, cascade->final_price);
    liqmap_put_number(row, cascade->move_pct);
    liqmap_put_number(row, cascade->size);
    liqmap_put_number(row, cascade->notional);
    liqmap_put_number(row, cascade->amplification);
    liqmap_put_number(row, cascade->branching_at_stop);
    liqmap_put_number(row, cascade->branching_max);
    liqmap_put_number(row, cascade->branching_max_price);
    liqmap_put_number(row, cascade->critical_shock);
    liqmap_put_number(row, cascade->landing_price);
    liqmap_put_number(row, cascade->jump_notional);
    liqmap_put_number(row, cascade->shortfall);
    liqmap_put_number(row, cascade->adl_notional);
    liqmap_put_number(row, cascade->move_pct_least);
    liqmap_put_number(row, cascade->move_pct_most);
    liqmap_put_number(row, cascade->notional_least);
    liqmap_put_number(row, cascade->notional_most);
    liqmap_put_number(row, cascade->critical_shock_least);
    liqmap_put_number(row, cascade->critical_shock_most);
    liqmap_put_number(row, cascade->shortfall_least);
    liqmap_put_number(row, cascade->shortfall_most);
    liqmap_put_number(row, cascade->worst_shock);
    liqmap_put_number(row, cascade->worst_landing_price);
    liqmap_put_number(row, cascade->worst_jump_notional);
}

/* cascade(map, shock, market) */
LIQMAP_FUNCTION(liqmap_cascade)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_market *market = liqmap_market_argument(&host, PG_GETARG_DATUM(2));
    lm_cascade cascade;
    liqmap_check(&host, lm_cascade_run(&host, map, PG_GETARG_FLOAT8(1), market, &cascade));

    liqmap_row *row = liqmap_row_of(fcinfo);
    liqmap_row_begin(row, fcinfo);
    put_cascade(row, &cascade);
    return liqmap_row_end(row);
}

/* cascade_by_leverage(map, shock, market) */
LIQMAP_FUNCTION(liqmap_cascade_by_leverage)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_market *market = liqmap_market_argument(&host, PG_GETARG_DATUM(2));
    lm_cascade_classes classes;
    liqmap_check(&host, lm_cascade_by_leverage(&host, map, PG_GETARG_FLOAT8(1), market, &classes));

    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    for (size_t i = 0; i < classes.count; i++) {
        const lm_cascade_class *class = &classes.rows[i];
        liqmap_put_number(&row, class->leverage);
        liqmap_put_number(&row, class->size);
        liqmap_put_number(&row, class->notional);
        liqmap_put_number(&row, class->standing_notional);
        liqmap_put_number(&row, class->shortfall);
        liqmap_put_number(&row, class->adl_notional);
        liqmap_put_number(&row, class->notional_least);
        liqmap_put_number(&row, class->notional_most);
        liqmap_rows_next(&row);
    }
    lm_cascade_classes_free(&host, &classes);
    return (Datum)0;
}

/* ---- the grid */

/* The numbers of a float8[] of one dimension. */
static double *numbers(Datum datum, const char *name, size_t *count)
{
    ArrayType *array = DatumGetArrayTypeP(datum);
    Datum *elements;
    int length;
    if (ARR_NDIM(array) > 1)
        ereport(ERROR, errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR), errmsg("%s must have one dimension", name));
    if (array_contains_nulls(array))
        ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not contain NULL", name));
    deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &elements, NULL, &length);
    double *values = palloc(length * sizeof(double) + 1);
    for (int i = 0; i < length; i++)
        values[i] = DatumGetFloat8(elements[i]);
    *count = length;
    return values;
}

/* cascades(map, shocks, market, depth_multipliers) */
LIQMAP_FUNCTION(liqmap_cascades)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_market *market = liqmap_market_argument(&host, PG_GETARG_DATUM(2));
    size_t shock_count, multiplier_count;
    const double *shocks = numbers(PG_GETARG_DATUM(1), "shocks", &shock_count);
    const double *multipliers = numbers(PG_GETARG_DATUM(3), "depth_multipliers", &multiplier_count);
    lm_cascades grid;
    liqmap_check(&host, lm_cascades_run(&host, map, shocks, shock_count, multipliers, multiplier_count, market, &grid));

    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    for (size_t i = 0; i < grid.count; i++) {
        liqmap_put_number(&row, grid.rows[i].shock);
        liqmap_put_number(&row, grid.rows[i].depth_multiplier);
        put_cascade(&row, &grid.rows[i].cascade);
        liqmap_rows_next(&row);
    }
    lm_cascades_free(&host, &grid);
    return (Datum)0;
}

/* ---- fragility */

/* fragility(map, market, step, within, empty_steps) */
LIQMAP_FUNCTION(liqmap_map_fragility)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_market *market = liqmap_market_argument(&host, PG_GETARG_DATUM(1));
    const lm_fragility_options options = {
        .step = PG_GETARG_FLOAT8(2),
        .within = PG_GETARG_FLOAT8(3),
        .empty_steps = PG_GETARG_BOOL(4),
    };
    lm_fragility fragility;
    liqmap_check(&host, lm_map_fragility(&host, map, market, &options, &fragility));

    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    for (size_t i = 0; i < fragility.count; i++) {
        const lm_fragility_row *step = &fragility.rows[i];
        liqmap_put_side(&row, step->side);
        liqmap_put_number(&row, step->price_low);
        liqmap_put_number(&row, step->price_high);
        liqmap_put_number(&row, step->distance_pct);
        liqmap_put_number(&row, step->liquidation_per_pct);
        liqmap_put_number(&row, step->depth_per_pct);
        liqmap_put_number(&row, step->branching);
        liqmap_put_bool(&row, step->critical);
        liqmap_put_number(&row, step->branching_least);
        liqmap_put_number(&row, step->branching_most);
        liqmap_rows_next(&row);
    }
    lm_fragility_free(&host, &fragility);
    return (Datum)0;
}

/* Impact models as documents; cascades and fragility. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

LIQMAP_FUNCTION(liqmap_check_impact)
{
    lm_host host = liqmap_host();
    lm_buffer json = {0};
    liqmap_check(&host, lm_impact_model_print(&host, liqmap_impact_argument(&host, PG_GETARG_DATUM(0)), &json));
    return liqmap_jsonb_from_buffer(&host, &json);
}

/* ---- one cascade */

/* cascade(map, shock, impact) */
LIQMAP_FUNCTION(liqmap_map_cascade)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_impact_model *model = liqmap_impact_argument(&host, PG_GETARG_DATUM(2));
    lm_cascade cascade;
    liqmap_check(&host, lm_map_cascade(&host, map, PG_GETARG_FLOAT8(1), model, &cascade));
    return liqmap_row_result(fcinfo, &lm_cascade_columns, &cascade);
}

/* cascade_by_leverage(map, shock, impact) */
LIQMAP_FUNCTION(liqmap_map_cascade_by_leverage)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_impact_model *model = liqmap_impact_argument(&host, PG_GETARG_DATUM(2));
    lm_cascade_classes classes;
    liqmap_check(&host, lm_map_cascade_by_leverage(&host, map, PG_GETARG_FLOAT8(1), model, &classes));
    liqmap_rows_result(fcinfo, &lm_cascade_class_columns, classes.rows, classes.count);
    lm_cascade_classes_free(&host, &classes);
    return (Datum)0;
}

/* ---- the grid */

/* cascades(map, shocks, impact, depth_multipliers) */
LIQMAP_FUNCTION(liqmap_map_cascades)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_impact_model *model = liqmap_impact_argument(&host, PG_GETARG_DATUM(2));
    int shock_count, multiplier_count;
    const double *shocks = liqmap_numbers_argument(fcinfo, 1, "shocks", &shock_count);
    const double *multipliers = liqmap_numbers_argument(fcinfo, 3, "depth_multipliers", &multiplier_count);
    lm_cascades grid;
    liqmap_check(&host, lm_map_cascades(&host, map, shocks, shock_count, multipliers, multiplier_count, model, &grid));
    liqmap_rows_result(fcinfo, &lm_cascades_columns, grid.rows, grid.count);
    lm_cascades_free(&host, &grid);
    return (Datum)0;
}

/* ---- fragility */

/* fragility(map, impact, step, within, empty_steps) */
LIQMAP_FUNCTION(liqmap_map_fragility)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_impact_model *model = liqmap_impact_argument(&host, PG_GETARG_DATUM(1));
    lm_fragility_options options;
    lm_fragility fragility;
    liqmap_read_arguments(fcinfo, &host, 2, &lm_fragility_parameters, &options);
    liqmap_check(&host, lm_map_fragility(&host, map, model, &options, &fragility));
    liqmap_rows_result(fcinfo, &lm_fragility_columns, fragility.rows, fragility.count);
    lm_fragility_free(&host, &fragility);
    return (Datum)0;
}

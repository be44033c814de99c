/* Monte Carlo simulation of cascades, cascades in time steps, and cascades on several venues. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

/* A map, an impact model, and a document of options as text. */
typedef struct cascade_inputs {
    const lm_map *map;
    const lm_impact_model *model;
    const char *options;
    size_t length;
} cascade_inputs;

static cascade_inputs read_inputs(lm_host *host, Datum map, Datum model, Datum options)
{
    cascade_inputs inputs = {liqmap_map_argument(host, map), liqmap_impact_argument(host, model), NULL, 0};
    inputs.options = liqmap_json_text(options, &inputs.length);
    return inputs;
}

/* simulate(map, impact, draws, seed, options) */
LIQMAP_FUNCTION(liqmap_map_simulate)
{
    lm_host host = liqmap_host();
    const cascade_inputs in = read_inputs(&host, PG_GETARG_DATUM(0), PG_GETARG_DATUM(1), PG_GETARG_DATUM(4));
    lm_simulate_options parameters, options;
    lm_simulation simulation;
    liqmap_read_arguments(fcinfo, &host, 2, &lm_simulate_parameters, &parameters);
    liqmap_check(&host, lm_simulate_options_read(&host, in.options, in.length, &options));
    options.draws = parameters.draws;
    options.seed = parameters.seed;
    liqmap_check(&host, lm_map_simulate(&host, in.map, in.model, &options, &simulation));
    return liqmap_rows_result(fcinfo, &lm_simulated_columns, simulation.rows, simulation.count);
}

/* cascade_path(map, shock, impact, options) */
LIQMAP_FUNCTION(liqmap_map_cascade_path)
{
    lm_host host = liqmap_host();
    const cascade_inputs in = read_inputs(&host, PG_GETARG_DATUM(0), PG_GETARG_DATUM(2), PG_GETARG_DATUM(3));
    lm_path_options options;
    lm_path path;
    liqmap_check(&host, lm_path_options_read(&host, in.options, in.length, &options));
    liqmap_check(&host, lm_map_cascade_path(&host, in.map, PG_GETARG_FLOAT8(1), in.model, &options, &path));
    liqmap_rows_result(fcinfo, &lm_path_columns, path.rows, path.count);
    lm_path_free(&host, &path);
    return (Datum)0;
}

/* ---- several venues */

/* cascade_venues(maps, impact models, shock) */
LIQMAP_FUNCTION(liqmap_cascade_venues)
{
    lm_host host = liqmap_host();
    int count, impact_count;
    const Datum *map_data = liqmap_array_argument(fcinfo, 0, "maps", &count);
    const Datum *impact_data = liqmap_array_argument(fcinfo, 1, "impacts", &impact_count);
    lm_venues venues;
    if (count != impact_count)
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%d maps and %d impact models", count, impact_count),
                 errhint("Give each venue's map its own impact model, in the same order.")));
    const lm_map **maps = palloc((count + 1) * sizeof *maps);
    lm_impact_model *models = palloc((count + 1) * sizeof *models);
    for (int i = 0; i < count; i++) {
        maps[i] = liqmap_map_argument(&host, map_data[i]);
        models[i] = *liqmap_impact_argument(&host, impact_data[i]);
    }
    liqmap_check(&host, lm_cascade_venues(&host, maps, models, count, PG_GETARG_FLOAT8(2), &venues));
    return liqmap_rows_result(fcinfo, &lm_venues_row_columns, venues.rows, venues.count);
}

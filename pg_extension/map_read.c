/* Reads maps: info, levels, clusters, ledger. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

LIQMAP_FUNCTION(liqmap_map_info)
{
    lm_host host = liqmap_host();
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_map_info info;
    liqmap_check(&host, lm_map_describe(&host, map, &info));
    return liqmap_row_result(fcinfo, &lm_map_info_columns, &info);
}

/* notices(map, tape) */
LIQMAP_FUNCTION(liqmap_map_notices)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_notices notices;
    liqmap_check(&host, lm_map_notices(&host, map, LIQMAP_GETARG_BYTES(1), &notices));
    return liqmap_rows_result(fcinfo, &lm_notice_columns, notices.rows, notices.count);
}

/* levels(map, step, within, by_leverage, empty_steps) */
LIQMAP_FUNCTION(liqmap_map_levels)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_levels_options options;
    lm_levels levels;
    liqmap_read_arguments(fcinfo, &host, 1, &lm_levels_parameters, &options);
    liqmap_check(&host, lm_map_levels(&host, map, &options, &levels));
    liqmap_rows_result(fcinfo, &lm_level_columns, levels.rows, levels.count);
    lm_levels_free(&host, &levels);
    return (Datum)0;
}

LIQMAP_FUNCTION(liqmap_map_notional_between)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    double notional;
    liqmap_check(&host, lm_map_notional_between(&host, map, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2),
                                                liqmap_side_from_label(PG_GETARG_OID(3)), &notional));
    PG_RETURN_FLOAT8(notional);
}

LIQMAP_FUNCTION(liqmap_map_liquidation_quantile)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    double price;
    liqmap_check(&host, lm_map_liquidation_quantile(&host, map, liqmap_side_from_label(PG_GETARG_OID(1)),
                                                    PG_GETARG_FLOAT8(2), &price));
    if (isnan(price))
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(price);
}

/* clusters(map, half_width, min_prominence) */
LIQMAP_FUNCTION(liqmap_map_clusters)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_clusters_options options;
    lm_clusters clusters;
    liqmap_read_arguments(fcinfo, &host, 1, &lm_clusters_parameters, &options);
    liqmap_check(&host, lm_map_clusters(&host, map, &options, &clusters));
    liqmap_rows_result(fcinfo, &lm_cluster_columns, clusters.rows, clusters.count);
    lm_clusters_free(&host, &clusters);
    return (Datum)0;
}

LIQMAP_FUNCTION(liqmap_map_ledger)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_ledger ledger[2];
    liqmap_check(&host, lm_map_ledger(&host, map, ledger));
    return liqmap_rows_result(fcinfo, &lm_ledger_columns, ledger, 2);
}

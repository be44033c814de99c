/* What can be read off a map. */
#include "liqmap_pg.h"

/* ---- info */

static void put_time_or_null(liqmap_row *row, bool known, int64 time)
{
    if (known)
        liqmap_put_time(row, time);
    else
        liqmap_put_null(row);
}

LIQMAP_FUNCTION(liqmap_map_info)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_map_info info;
    liqmap_check(&host, lm_map_describe(&host, map, &info));

    liqmap_row *row = liqmap_row_of(fcinfo);
    liqmap_row_begin(row, fcinfo);
    liqmap_put_bool(row, info.live);
    put_time_or_null(row, info.dated, info.as_of_first);
    put_time_or_null(row, info.dated, info.as_of);
    liqmap_put_number(row, info.reference_price);
    liqmap_put_number(row, info.open_interest);
    put_time_or_null(row, !isnan(info.open_interest) && !info.open_interest_given, info.open_interest_time);
    liqmap_put_bool(row, info.open_interest_given);
    liqmap_put_number(row, info.standing_notional[LM_LONG]);
    liqmap_put_number(row, info.standing_notional[LM_SHORT]);
    liqmap_put_number(row, info.coverage);
    liqmap_put_number(row, info.daily_sigma);
    if (info.frame > 0)
        liqmap_put_interval(row, info.frame);
    else
        liqmap_put_null(row);
    liqmap_put_bool(row, info.frame_differs);
    liqmap_put_int(row, info.models);
    liqmap_put_bigint(row, info.positions);
    liqmap_put_int(row, info.precision);
    liqmap_put_number(row, info.unit);
    liqmap_put_text(row, info.symbol, strlen(info.symbol));
    return liqmap_row_end(row);
}

/* ---- levels */

LIQMAP_FUNCTION(liqmap_map_levels)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_levels_options options = {
        .step = PG_GETARG_FLOAT8(1),
        .within = PG_GETARG_FLOAT8(2),
        .by_leverage = PG_GETARG_BOOL(3),
        .empty_steps = PG_GETARG_BOOL(4),
    };
    lm_levels levels;
    liqmap_check(&host, lm_map_levels(&host, map, &options, &levels));

    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    for (size_t i = 0; i < levels.count; i++) {
        const lm_level *level = &levels.rows[i];
        liqmap_put_number(&row, level->price_low);
        liqmap_put_number(&row, level->price_high);
        liqmap_put_number(&row, level->leverage);
        for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
            liqmap_put_number(&row, level->share[side]);
        for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
            liqmap_put_number(&row, level->size[side]);
        for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
            liqmap_put_number(&row, level->notional[side]);
        for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
            liqmap_put_number(&row, level->cumulative[side]);
        liqmap_put_number(&row, level->distance_pct);
        liqmap_rows_next(&row);
    }
    lm_levels_free(&host, &levels);
    return (Datum)0;
}

LIQMAP_FUNCTION(liqmap_map_notional_between)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    double notional;
    liqmap_check(&host, lm_map_notional_between(&host, map, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2),
                                                liqmap_side_of(PG_GETARG_OID(3)), &notional));
    PG_RETURN_FLOAT8(notional);
}

/* ---- clusters */

LIQMAP_FUNCTION(liqmap_map_clusters)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_clusters_options options = {
        .half_width = PG_GETARG_FLOAT8(1),
        .min_prominence = PG_GETARG_FLOAT8(2),
    };
    lm_clusters clusters;
    liqmap_check(&host, lm_map_clusters(&host, map, &options, &clusters));

    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    for (size_t i = 0; i < clusters.count; i++) {
        const lm_cluster *cluster = &clusters.rows[i];
        liqmap_put_int(&row, cluster->rank);
        liqmap_put_side(&row, cluster->side);
        liqmap_put_number(&row, cluster->price_low);
        liqmap_put_number(&row, cluster->price_peak);
        liqmap_put_number(&row, cluster->price_high);
        liqmap_put_number(&row, cluster->size);
        liqmap_put_number(&row, cluster->notional);
        liqmap_put_number(&row, cluster->share);
        liqmap_put_number(&row, cluster->distance_pct);
        liqmap_put_number(&row, cluster->distance_sigmas);
        liqmap_put_number(&row, cluster->prominence);
        liqmap_rows_next(&row);
    }
    lm_clusters_free(&host, &clusters);
    return (Datum)0;
}

/* ---- ledger */

LIQMAP_FUNCTION(liqmap_map_ledger)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_ledger ledger[2];
    liqmap_check(&host, lm_map_ledger(&host, map, ledger));

    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    for (int i = 0; i < 2; i++) {
        liqmap_put_side(&row, ledger[i].side);
        liqmap_put_number(&row, ledger[i].opened);
        liqmap_put_number(&row, ledger[i].swept);
        liqmap_put_number(&row, ledger[i].decayed);
        liqmap_put_number(&row, ledger[i].standing);
        liqmap_put_number(&row, ledger[i].standing_size);
        liqmap_put_number(&row, ledger[i].standing_notional);
        liqmap_put_bigint(&row, ledger[i].positions);
        liqmap_put_number(&row, ledger[i].never_notional);
        liqmap_put_number(&row, ledger[i].already_notional);
        liqmap_rows_next(&row);
    }
    return (Datum)0;
}

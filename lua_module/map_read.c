/* Reads maps: levels, clusters, ledger. A userdata owns the rows while they become tables. */
#include "topics.h"

static void release_levels(lm_host *host, void *payload)
{
    lm_levels_free(host, payload);
}

/* m:notices(tape) */
static int map_notices(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    lq_tape *tape = lq_check_tape(L, 2);
    lm_bytes bytes;
    lm_notices notices;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_map_notices(&host.core, map->map, bytes, &notices);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_notice_columns, notices.rows, notices.count, false);
    return 1;
}

/* m:levels{step, within, by_leverage, empty_steps, columns} */
static int map_levels(lua_State *L)
{
    static const lq_part parts[] = {LQ_LIST(lm_levels_parameters), LQ_NAME("columns"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const bool columns = lq_flag(L, &in, lm_levels_parameters.count);
    lm_levels_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_parameters(L, &host, &in, 0, &lm_levels_parameters, &options);
    lm_levels *levels = lq_new_scoped(L, sizeof *levels, release_levels);
    if (status == LM_OK)
        status = lm_map_levels(&host.core, map->map, &options, levels);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_level_columns, levels->rows, levels->count, columns);
    lq_free_scoped(L, -2);
    return 1;
}

/* m:notional_between{low, high, side} */
static int map_notional_between(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("low"), LQ_NAME("high"), LQ_NAME("side"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const double low = lq_number(L, &in, 0), high = lq_number(L, &in, 1);
    const lm_side side = lq_side(L, &in, 2);
    double notional;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_map_notional_between(&host.core, map->map, low, high, side, &notional);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lua_pushnumber(L, notional);
    return 1;
}

/* m:liquidation_quantile{side, share} */
static int map_liquidation_quantile(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("side"), LQ_NAME("share"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const lm_side side = lq_side(L, &in, 0);
    const double share = lq_number(L, &in, 1);
    double price;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_map_liquidation_quantile(&host.core, map->map, side, share, &price);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    if (isnan(price))
        lua_pushnil(L);
    else
        lua_pushnumber(L, price);
    return 1;
}

static void release_clusters(lm_host *host, void *payload)
{
    lm_clusters_free(host, payload);
}

/* m:clusters{half_width, min_prominence, columns} */
static int map_clusters(lua_State *L)
{
    static const lq_part parts[] = {LQ_LIST(lm_clusters_parameters), LQ_NAME("columns"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const bool columns = lq_flag(L, &in, lm_clusters_parameters.count);
    lm_clusters_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_parameters(L, &host, &in, 0, &lm_clusters_parameters, &options);
    lm_clusters *clusters = lq_new_scoped(L, sizeof *clusters, release_clusters);
    if (status == LM_OK)
        status = lm_map_clusters(&host.core, map->map, &options, clusters);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_cluster_columns, clusters->rows, clusters->count, columns);
    lq_free_scoped(L, -2);
    return 1;
}

/* m:ledger() */
static int map_ledger(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    lm_ledger ledger[2];
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_map_ledger(&host.core, map->map, ledger);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lua_createtable(L, 0, 2);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        lq_push_row(L, &lm_ledger_columns, &ledger[side]);
        lua_setfield(L, -2, lq_side_names[side]);
    }
    return 1;
}

const luaL_Reg lq_map_read_methods[] = {
    {"notices", map_notices},
    {"levels", map_levels},
    {"notional_between", map_notional_between},
    {"liquidation_quantile", map_liquidation_quantile},
    {"clusters", map_clusters},
    {"ledger", map_ledger},
    {NULL, NULL},
};

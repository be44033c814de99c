/* Reading a map: levels, clusters, the books. The rows are owned by a userdata while they become tables. */
#include "glue.h"

/* ---- levels */

static void release_levels(lm_host *host, void *payload)
{
    lm_levels_free(host, payload);
}

static void push_level(lua_State *L, const lm_level *level)
{
    lua_createtable(L, 0, 12);
    lq_set_number(L, "price_low", level->price_low);
    lq_set_number(L, "price_high", level->price_high);
    lq_set_number(L, "leverage", level->leverage);
    lq_set_number(L, "long_share", level->share[LM_LONG]);
    lq_set_number(L, "short_share", level->share[LM_SHORT]);
    lq_set_number(L, "long_size", level->size[LM_LONG]);
    lq_set_number(L, "short_size", level->size[LM_SHORT]);
    lq_set_number(L, "long_notional", level->notional[LM_LONG]);
    lq_set_number(L, "short_notional", level->notional[LM_SHORT]);
    lq_set_number(L, "long_cumulative", level->cumulative[LM_LONG]);
    lq_set_number(L, "short_cumulative", level->cumulative[LM_SHORT]);
    lq_set_number(L, "distance_pct", level->distance_pct);
}

/* m:levels{step, within, by_leverage, empty_steps} */
int lq_map_levels(lua_State *L)
{
    static const char *const names[] = {"step", "within", "by_leverage", "empty_steps", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    const lm_levels_options options = {
        .step = lq_number_or(L, &in, 0, 0),
        .within = lq_number_or(L, &in, 1, 0),
        .by_leverage = lq_flag(L, &in, 2),
        .empty_steps = lq_flag(L, &in, 3),
    };
    lq_host host;
    lq_host_init(L, &host);
    lm_levels *levels = lq_own(L, sizeof *levels, release_levels);
    const lm_status status = lm_map_levels(&host.core, map->map, &options, levels);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, (int)levels->count, 0);
    for (size_t i = 0; i < levels->count; i++) {
        push_level(L, &levels->rows[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lq_disown(L, -2);
    return 1;
}

/* m:notional_between(low, high, side) */
int lq_map_notional_between(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    const double low = luaL_checknumber(L, 2), high = luaL_checknumber(L, 3);
    const lm_side side = lq_check_side(L, 4);
    double notional;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_map_notional_between(&host.core, map->map, low, high, side, &notional);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_pushnumber(L, notional);
    return 1;
}

/* ---- clusters */

static void release_clusters(lm_host *host, void *payload)
{
    lm_clusters_free(host, payload);
}

static void push_cluster(lua_State *L, const lm_cluster *cluster)
{
    lua_createtable(L, 0, 11);
    lq_set_count(L, "rank", cluster->rank);
    lq_set_text(L, "side", lq_side_names[cluster->side]);
    lq_set_number(L, "price_low", cluster->price_low);
    lq_set_number(L, "price_peak", cluster->price_peak);
    lq_set_number(L, "price_high", cluster->price_high);
    lq_set_number(L, "size", cluster->size);
    lq_set_number(L, "notional", cluster->notional);
    lq_set_number(L, "share", cluster->share);
    lq_set_number(L, "distance_pct", cluster->distance_pct);
    lq_set_number(L, "distance_sigmas", cluster->distance_sigmas);
    lq_set_number(L, "prominence", cluster->prominence);
}

/* m:clusters{half_width, min_prominence} */
int lq_map_clusters(lua_State *L)
{
    static const char *const names[] = {"half_width", "min_prominence", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    const lm_clusters_options options = {
        .half_width = lq_number_or(L, &in, 0, 0),
        .min_prominence = lq_number_or(L, &in, 1, 0.1),
    };
    lq_host host;
    lq_host_init(L, &host);
    lm_clusters *clusters = lq_own(L, sizeof *clusters, release_clusters);
    const lm_status status = lm_map_clusters(&host.core, map->map, &options, clusters);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, (int)clusters->count, 0);
    for (size_t i = 0; i < clusters->count; i++) {
        push_cluster(L, &clusters->rows[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lq_disown(L, -2);
    return 1;
}

/* ---- the books */

static void push_ledger(lua_State *L, const lm_ledger *ledger)
{
    lua_createtable(L, 0, 9);
    lq_set_number(L, "opened", ledger->opened);
    lq_set_number(L, "swept", ledger->swept);
    lq_set_number(L, "decayed", ledger->decayed);
    lq_set_number(L, "standing", ledger->standing);
    lq_set_number(L, "standing_size", ledger->standing_size);
    lq_set_number(L, "standing_notional", ledger->standing_notional);
    lq_set_count(L, "positions", ledger->positions);
    lq_set_number(L, "never_notional", ledger->never_notional);
    lq_set_number(L, "already_notional", ledger->already_notional);
}

/* m:ledger() */
int lq_map_ledger(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    lm_ledger ledger[2];
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_map_ledger(&host.core, map->map, ledger);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, 0, 2);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        push_ledger(L, &ledger[side]);
        lua_setfield(L, -2, lq_side_names[side]);
    }
    return 1;
}

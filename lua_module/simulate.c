/* Cascades under what is not known, in time, and on several venues. */
#include "glue.h"

/* ---- m:simulate */

static void push_simulated(lua_State *L, const lm_simulated *row)
{
    lua_createtable(L, 0, 8);
    lq_set_number(L, "quantile", row->quantile);
    lq_set_number(L, "shock_pct", row->shock_pct);
    lq_set_number(L, "price", row->price);
    lq_set_number(L, "move_pct", row->move_pct);
    lq_set_number(L, "size", row->size);
    lq_set_number(L, "notional", row->notional);
    lq_set_number(L, "shortfall", row->shortfall);
    lq_set_number(L, "adl_notional", row->adl_notional);
}

static void push_simulation(lua_State *L, const lm_simulation *simulation)
{
    lua_createtable(L, simulation->count, 4);
    for (int i = 0; i < simulation->count; i++) {
        push_simulated(L, &simulation->rows[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lq_set_count(L, "draws", simulation->draws);
    lq_set_number(L, "jump_probability", simulation->jump_probability);
    lq_set_number(L, "reported_least", simulation->reported[0]);
    lq_set_number(L, "reported_most", simulation->reported[1]);
}

static lm_status read_simulate_options(lua_State *L, lq_host *host, int index, lm_simulate_options *options)
{
    size_t length;
    const char *json = lq_push_document(L, index, &length);
    const lm_status status = lm_simulate_options_read(&host->core, json, length, options);
    lua_pop(L, 1);
    return status;
}

/* m:simulate{market, draws, seed, options} */
int lq_map_simulate(lua_State *L)
{
    static const char *const names[] = {"market", "draws", "seed", "options", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take_market(L, names);
    const int64_t draws = lq_whole_or(L, &in, 1, 10000, (int64_t)1 << 53);
    const int64_t seed = lq_whole_or(L, &in, 2, 1, (int64_t)1 << 53);
    lm_market market;
    lm_simulate_options options;
    lm_simulation simulation;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_market(L, &host, &in, 0, &market);
    if (status == LM_OK)
        status = read_simulate_options(L, &host, in.first + 3, &options);
    if (status == LM_OK)
        status = lm_simulate(&host.core, map->map, &market, draws, seed, &options, &simulation);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    push_simulation(L, &simulation);
    return 1;
}

/* ---- m:cascade_path */

static void release_path(lm_host *host, void *payload)
{
    lm_path_free(host, payload);
}

static void push_path_row(lua_State *L, const lm_path_row *row)
{
    lua_createtable(L, 0, 6);
    lq_set_number(L, "t", row->t);
    lq_set_number(L, "price", row->price);
    lq_set_number(L, "liquidated", row->liquidated);
    lq_set_number(L, "cumulative", row->cumulative);
    lq_set_number(L, "pending", row->pending);
    lq_set_number(L, "taken_over", row->taken_over);
}

lm_status lq_read_path_options(lua_State *L, lq_host *host, int index, lm_path_options *options)
{
    size_t length;
    const char *json = lq_push_document(L, index, &length);
    const lm_status status = lm_path_options_read(&host->core, json, length, options);
    lua_pop(L, 1);
    return status;
}

/* m:cascade_path{shock, market, options} */
int lq_map_cascade_path(lua_State *L)
{
    static const char *const names[] = {"shock", "market", "options", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take_market(L, names);
    const double shock = lq_number(L, &in, 0);
    lm_market market;
    lm_path_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_market(L, &host, &in, 1, &market);
    if (status == LM_OK)
        status = lq_read_path_options(L, &host, in.first + 2, &options);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_path *path = lq_own(L, sizeof *path, release_path);
    status = lm_cascade_path(&host.core, map->map, shock, &market, &options, path);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, (int)path->count, 0);
    for (size_t i = 0; i < path->count; i++) {
        push_path_row(L, &path->rows[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lq_disown(L, -2);
    return 1;
}

/* ---- liqmap.cascade_venues */

static void push_venues(lua_State *L, const lm_venues *venues)
{
    lua_createtable(L, venues->count, 7);
    for (int i = 0; i < venues->count; i++) {
        lua_createtable(L, 0, 5);
        lq_set_number(L, "final_price", venues->rows[i].final_price);
        lq_set_number(L, "size", venues->rows[i].size);
        lq_set_number(L, "notional", venues->rows[i].notional);
        lq_set_number(L, "depth_share", venues->rows[i].depth_share);
        lq_set_number(L, "branching", venues->rows[i].branching);
        lua_rawseti(L, -2, i + 1);
    }
    lq_set_number(L, "move_pct", venues->move_pct);
    lq_set_number(L, "amplification", venues->amplification);
    lq_set_number(L, "size", venues->size);
    lq_set_number(L, "notional", venues->notional);
    lq_set_number(L, "spectral_radius", venues->spectral_radius);
    lq_set_number(L, "move_pct_least", venues->move_pct_least);
    lq_set_number(L, "move_pct_most", venues->move_pct_most);
}

/* Lists of as many maps as markets. */
static int check_lists(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TTABLE);
    const size_t count = lq_rawlen(L, 1);
    if (lq_rawlen(L, 2) != count)
        luaL_argerror(L, 2, "as many markets as maps expected");
    if (count > LM_MAX_VENUES)
        luaL_argerror(L, 1, "too many venues");
    return (int)count;
}

static lm_status read_markets(lua_State *L, lq_host *host, int count, lm_market *markets)
{
    lm_status status = LM_OK;
    for (int i = 0; i < count && status == LM_OK; i++) {
        size_t length;
        lua_rawgeti(L, 2, i + 1);
        if (lua_isnil(L, -1))
            luaL_argerror(L, 2, "a list of markets without holes expected");
        const char *json = lq_push_document(L, lua_gettop(L), &length);
        status = lm_market_read(&host->core, json, length, &markets[i]);
        lua_pop(L, 2);
    }
    return status;
}

/* liqmap.cascade_venues(maps, markets, shock): a list of venues, and what they have in common beside it */
static int cascade_venues(lua_State *L)
{
    const lm_map *maps[LM_MAX_VENUES];
    const int count = check_lists(L);
    const double shock = luaL_checknumber(L, 3);
    lm_venues venues;
    lq_host host;
    lq_host_init(L, &host);
    lua_settop(L, 3);
    for (int i = 0; i < count; i++) {
        lua_rawgeti(L, 1, i + 1);
        maps[i] = lq_check_map(L, lua_gettop(L))->map;
        lua_pop(L, 1); /* the list keeps it */
    }
    lm_market *markets = lq_newuserdata(L, (LM_MAX_VENUES + 1) * sizeof *markets);
    lm_status status = read_markets(L, &host, count, markets);
    if (status == LM_OK)
        status = lm_cascade_venues(&host.core, maps, markets, (size_t)count, shock, &venues);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    push_venues(L, &venues);
    return 1;
}

void lq_simulate_open(lua_State *L)
{
    lua_pushcfunction(L, cascade_venues);
    lua_setfield(L, -2, "cascade_venues");
}

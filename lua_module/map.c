/* The map: where positions stand as of one instant. levels.c reads it price by price. */
#include "glue.h"

#include <stdio.h>

lq_map *lq_new_map(lua_State *L)
{
    lq_map *map = lq_newuserdata(L, sizeof *map);
    map->map = NULL;
    luaL_getmetatable(L, LQ_MAP);
    lua_setmetatable(L, -2);
    return map;
}

lq_map *lq_test_map(lua_State *L, int index)
{
    return lq_test_class(L, index, LQ_MAP);
}

lq_map *lq_check_map(lua_State *L, int index)
{
    lq_map *map = luaL_checkudata(L, index, LQ_MAP);
    luaL_argcheck(L, map->map, index, "the map is closed");
    return map;
}

static int map_close(lua_State *L)
{
    lq_map *map = luaL_checkudata(L, 1, LQ_MAP);
    lq_host host;
    lq_host_init(L, &host);
    if (map->map)
        lm_map_free(&host.core, map->map);
    map->map = NULL;
    return 0;
}

/* ---- from tapes */

/* t:map(model, as_of, open_interest) */
int lq_tape_map(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    const int64_t as_of = lq_opt_as_of(L, 3);
    const double open_interest = luaL_optnumber(L, 4, 0);
    lm_bytes bytes;
    lm_model model;
    size_t length;
    lq_host host;
    lq_host_init(L, &host);
    lua_settop(L, 4);
    const char *json = lq_push_document(L, 2, &length);
    lm_status status = lm_model_read(&host.core, json, length, &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_map *map = lq_new_map(L);
    status = lm_map_replay(&host.core, bytes, &model, as_of, open_interest, &map->map);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_weigh(L, &host);
    return 1;
}

/* m:advance(tape, as_of) */
static int map_advance(lua_State *L)
{
    lq_map *map = lq_check_map(L, 1);
    lq_tape *tape = lq_check_tape(L, 2);
    const int64_t as_of = lq_opt_as_of(L, 3);
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_map_advance(&host.core, map->map, bytes, as_of);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_weigh(L, &host);
    lua_settop(L, 1);
    return 1;
}

/* ---- from maps */

/* Pushes a + b. */
static lm_status sum(lua_State *L, lq_host *host, const lq_map *a, const lq_map *b)
{
    lq_map *sum = lq_new_map(L);
    const lm_status status = lm_map_add(&host->core, &sum->map, a->map);
    return status == LM_OK ? lm_map_add(&host->core, &sum->map, b->map) : status;
}

/* m:merge(n) */
static int map_merge(lua_State *L)
{
    const lq_map *a = lq_check_map(L, 1), *b = lq_check_map(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = sum(L, &host, a, b);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_weigh(L, &host);
    return 1;
}

/* m + n */
static int map_add(lua_State *L)
{
    const lq_map *a = lq_check_map(L, 1), *b = lq_check_map(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = sum(L, &host, a, b);
    if (status != LM_OK)
        return lq_raise(L, &host, status);
    lq_weigh(L, &host);
    return 1;
}

/* ---- looking at one */

static lm_status push_encoded(lua_State *L, lq_host *host, const lq_map *map)
{
    lm_buffer *buffer = lq_own_buffer(L);
    const lm_status status = lm_map_encode(&host->core, map->map, buffer);
    if (status == LM_OK)
        lq_buffer_to_string(L);
    return status;
}

/* m:encode() */
static int map_encode(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = push_encoded(L, &host, map);
    return status == LM_OK ? 1 : lq_refuse(L, &host, status);
}

static int map_eq(lua_State *L)
{
    const lq_map *a = lq_test_map(L, 1), *b = lq_test_map(L, 2);
    if (!a || !b || !a->map || !b->map) {
        lua_pushboolean(L, a == b);
        return 1;
    }
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = push_encoded(L, &host, a);
    if (status == LM_OK)
        status = push_encoded(L, &host, b);
    if (status != LM_OK)
        return lq_raise(L, &host, status);
    lua_pushboolean(L, lua_rawequal(L, -1, -2));
    return 1;
}

/* m:info() */
static int map_info(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    lm_map_info info;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_map_describe(&host.core, map->map, &info);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);

    lua_createtable(L, 0, 19);
    lq_set_text(L, "symbol", info.symbol);
    lq_set_flag(L, "live", info.live);
    if (info.dated) {
        lq_set_time(L, "as_of_first", info.as_of_first);
        lq_set_time(L, "as_of", info.as_of);
    }
    lq_set_number(L, "reference_price", info.reference_price);
    lq_set_number(L, "open_interest", info.open_interest);
    if (!isnan(info.open_interest) && !info.open_interest_given)
        lq_set_time(L, "open_interest_ts", info.open_interest_time);
    lq_set_flag(L, "open_interest_given", info.open_interest_given);
    lq_set_number(L, "coverage", info.coverage);
    lq_set_number(L, "daily_sigma", info.daily_sigma);
    if (info.frame > 0)
        lq_set_number(L, "frame", lq_seconds(info.frame));
    lq_set_flag(L, "frame_differs", info.frame_differs);
    lq_set_count(L, "models", info.models);
    lq_set_count(L, "positions", info.positions);
    lq_set_count(L, "precision", info.precision);
    lq_set_number(L, "unit", info.unit);
    lq_set_number(L, "long_notional", info.standing_notional[LM_LONG]);
    lq_set_number(L, "short_notional", info.standing_notional[LM_SHORT]);
    return 1;
}

/* m:model(): of a sum of several models, all of them */
static int map_model(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    lm_map_info info;
    lm_model model;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lm_map_describe(&host.core, map->map, &info);
    if (status == LM_OK)
        luaL_checkstack(L, info.models + 8, "too many models");
    for (int i = 0; status == LM_OK && i < info.models; i++) {
        status = lm_map_model(&host.core, map->map, i, &model);
        if (status == LM_OK)
            lq_push_model(L, &model);
    }
    return status == LM_OK ? info.models : lq_refuse(L, &host, status);
}

static int map_tostring(lua_State *L)
{
    const lq_map *map = luaL_checkudata(L, 1, LQ_MAP);
    if (!map->map) {
        lua_pushliteral(L, "liqmap.map (closed)");
        return 1;
    }
    lm_map_info info;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_map_describe(&host.core, map->map, &info);
    if (status != LM_OK)
        return lq_raise(L, &host, status);

    char clock[LQ_CLOCK_SIZE], price[LM_NUMBER_SIZE], notional[96] = "";
    lua_pushfstring(L, "liqmap.map%s%s", info.symbol[0] ? " " : "", info.symbol);
    if (info.empty) {
        lua_pushliteral(L, ": empty");
    } else {
        if (!isnan(info.standing_notional[LM_LONG]))
            snprintf(notional, sizeof notional, ", long %.4g, short %.4g", info.standing_notional[LM_LONG],
                     info.standing_notional[LM_SHORT]);
        if (info.dated)
            lua_pushfstring(L, " as of %s UTC", lq_clock(info.as_of, clock));
        else
            lua_pushliteral(L, "");
        lua_pushfstring(L, ": price %s%s", lm_number_text(info.reference_price, price), notional);
        lua_concat(L, 2);
    }
    lua_concat(L, 2);
    return 1;
}

void lq_map_open(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"advance", map_advance},
        {"merge", map_merge},
        {"levels", lq_map_levels},
        {"notional_between", lq_map_notional_between},
        {"clusters", lq_map_clusters},
        {"ledger", lq_map_ledger},
        {"vega", lq_map_vega},
        {"interchange", lq_map_interchange},
        {"cascade", lq_map_cascade},
        {"cascade_by_leverage", lq_map_cascade_by_leverage},
        {"cascades", lq_map_cascades},
        {"simulate", lq_map_simulate},
        {"cascade_path", lq_map_cascade_path},
        {"fragility", lq_map_fragility},
        {"svg", lq_map_svg},
        {"cascade_svg", lq_map_cascade_svg},
        {"info", map_info},
        {"model", map_model},
        {"encode", map_encode},
        {"close", map_close},
        {NULL, NULL},
    };
    static const luaL_Reg metamethods[] = {
        {"__add", map_add},  {"__eq", map_eq},       {"__tostring", map_tostring},
        {"__gc", map_close}, {"__close", map_close}, {NULL, NULL},
    };
    lq_new_class(L, LQ_MAP, methods, metamethods);
}

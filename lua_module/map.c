/* Creates, advances, adds and encodes maps; map_read.c reads their rows. */
#include "topics.h"

#include <stdio.h>

/* ---- from tapes */

/* t:map{model, as_of, open_interest}: no key of a model has one of these names */
static int tape_map(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("model"), LQ_NAME("as_of"), LQ_NAME("open_interest"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    const int64_t as_of = lq_time_or(L, &in, 1, INT64_MAX);
    const double open_interest = lq_number_or(L, &in, 2, 0);
    lm_bytes bytes;
    lm_model model;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_model(L, &host, lq_item(&in, 0), &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_map *map = lq_new_map(L);
    status = lm_tape_map(&host.core, bytes, &model, as_of, open_interest, &map->map);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    return 1;
}

/* m:advance{tape, as_of} */
static int map_advance(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("tape"), LQ_NAME("as_of"), LQ_END};
    lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    lq_tape *tape = lq_check_tape(L, in.first);
    const int64_t as_of = lq_time_or(L, &in, 1, INT64_MAX);
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_map_advance(&host.core, map->map, bytes, as_of);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    lua_settop(L, 1);
    return 1;
}

/* ---- from maps */

/* Pushes a + b. */
static lm_status push_sum(lua_State *L, lq_host *host, const lq_map *a, const lq_map *b)
{
    lq_map *sum = lq_new_map(L);
    const lm_status status = lm_map_merge_into(&host->core, &sum->map, a->map);
    return status == LM_OK ? lm_map_merge_into(&host->core, &sum->map, b->map) : status;
}

/* m:merge(n) */
static int map_merge(lua_State *L)
{
    const lq_map *a = lq_check_map(L, 1), *b = lq_check_map(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = push_sum(L, &host, a, b);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    return 1;
}

/* m + n */
static int map_add(lua_State *L)
{
    const lq_map *a = lq_check_map(L, 1), *b = lq_check_map(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = push_sum(L, &host, a, b);
    if (status != LM_OK)
        return lq_throw(L, &host, status);
    lq_report_memory(L, &host);
    return 1;
}

/* ---- encoding and info */

static lm_status push_encoded(lua_State *L, lq_host *host, const lq_map *map)
{
    lm_buffer *buffer = lq_new_buffer(L);
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
    return status == LM_OK ? 1 : lq_push_error(L, &host, status);
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
        return lq_throw(L, &host, status);
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
        return lq_push_error(L, &host, status);
    lq_push_row(L, &lm_map_info_columns, &info);
    return 1;
}

/* m:model(): for a sum of maps with several models, one result for each */
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
        if (status == LM_OK && lq_push_model(L, &host, &model) != 1)
            return 3; /* nil, message, code */
    }
    return status == LM_OK ? info.models : lq_push_error(L, &host, status);
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
        return lq_throw(L, &host, status);

    char time[LM_TIME_TEXT_SIZE], price[LM_NUMBER_SIZE], notional[96] = "";
    lua_pushfstring(L, "liqmap.map%s%s", info.symbol[0] ? " " : "", info.symbol);
    if (info.empty) {
        lua_pushliteral(L, ": empty");
    } else {
        if (!isnan(info.outstanding_notional[LM_LONG]))
            snprintf(notional, sizeof notional, ", long %.4g, short %.4g", info.outstanding_notional[LM_LONG],
                     info.outstanding_notional[LM_SHORT]);
        if (info.dated)
            lua_pushfstring(L, " as of %s", lm_time_text(info.as_of, time));
        else
            lua_pushliteral(L, "");
        lua_pushfstring(L, ": price %s%s", lm_number_text(info.reference_price, price), notional);
        lua_concat(L, 2);
    }
    lua_concat(L, 2);
    return 1;
}

const luaL_Reg lq_map_tape_methods[] = {{"map", tape_map}, {NULL, NULL}};

const luaL_Reg lq_map_methods[] = {
    {"advance", map_advance}, {"merge", map_merge},    {"info", map_info}, {"model", map_model},
    {"encode", map_encode},   {"close", lq_map_close}, {NULL, NULL},
};

const luaL_Reg lq_map_metamethods[] = {
    {"__add", map_add},
    {"__eq", map_eq},
    {"__tostring", map_tostring},
    {NULL, NULL},
};

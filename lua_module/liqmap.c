/* The registration of the module, and the functions ts, decode and rollup. */
#include "topics.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Reads a whole number. Integers of Lua are read as such, because nanoseconds do not fit into a double. */
static int64_t check_epoch(lua_State *L)
{
    if (lq_isinteger(L, 1))
        return lua_tointeger(L, 1);
    const double epoch = luaL_checknumber(L, 1);
    luaL_argcheck(L, epoch == floor(epoch), 1, "an epoch is a whole number");
    luaL_argcheck(L, fabs(epoch) < 0x1p63, 1, "an epoch is less than 2^63");
    return (int64_t)epoch;
}

/* liqmap.ts(epoch) */
static int ts(lua_State *L)
{
    lua_pushnumber(L, lq_seconds(lm_time_from_epoch(check_epoch(L))));
    return 1;
}

/* ---- decode */

static int decode_tape(lua_State *L, lm_bytes bytes)
{
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_tape_validate(&host.core, bytes);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_tape_options options;
    lm_tape_options_init(&options);
    options.candle = 0;
    lua_pushvalue(L, 1);
    lq_tape_from_string(L, &options);
    return 1;
}

static int decode_map(lua_State *L, lm_bytes bytes)
{
    lq_host host;
    lq_host_init(L, &host);
    lq_map *map = lq_new_map(L);
    const lm_status status = lm_map_decode(&host.core, bytes, &map->map);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    return 1;
}

/* liqmap.decode(bytes): the first three bytes are the type */
static int decode(lua_State *L)
{
    lm_bytes bytes;
    luaL_checktype(L, 1, LUA_TSTRING);
    lua_settop(L, 1);
    bytes.data = (const uint8_t *)lua_tolstring(L, 1, &bytes.size);
    if (bytes.size >= 3 && memcmp(bytes.data, "LMT", 3) == 0)
        return decode_tape(L, bytes);
    if (bytes.size >= 3 && memcmp(bytes.data, "LMM", 3) == 0)
        return decode_map(L, bytes);
    return lq_push_error_message(L, LM_E_CORRUPT, "neither a tape nor a map");
}

/* ---- rollup */

/* Copies the first tape into `sum`, and merges the others into it. */
static lm_status add_tape(lua_State *L, lq_host *host, lq_tape *sum, lq_tape *tape)
{
    if (sum->building)
        return lq_tape_merge_into(L, host, sum, tape);
    lm_bytes bytes;
    sum->options = tape->options;
    lm_status status = lq_tape_encoded(L, host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_decode(&host->core, bytes, &sum->building);
    lua_pop(L, 1);
    return status;
}

static void check_item(lua_State *L, int item, const char *class, int number)
{
    if (lq_test_class(L, item, class))
        return;
    const bool is_first = number == 1; /* the first item decides of what class the others must be */
    luaL_argerror(L, 1,
                  lua_pushfstring(L, "item %d: %s expected, got %s", number, is_first ? LQ_TAPE " or " LQ_MAP : class,
                                  luaL_typename(L, item)));
}

static lm_status add_item(lua_State *L, lq_host *host, void *sum, bool are_tapes, int item)
{
    if (are_tapes)
        return add_tape(L, host, sum, lq_check_tape(L, item));
    return lm_map_merge_into(&host->core, &((lq_map *)sum)->map, lq_check_map(L, item)->map);
}

/* liqmap.rollup(list): all tapes or all maps */
static int rollup(lua_State *L)
{
    enum { LIST = 1, ITEM, SUM };
    luaL_checktype(L, LIST, LUA_TTABLE);
    lua_settop(L, LIST);
    const int count = (int)lq_rawlen(L, LIST);
    if (count == 0)
        return lq_push_error_message(L, LM_E_MISSING, "nothing to roll up");
    lua_rawgeti(L, LIST, 1);
    const bool are_tapes = lq_test_tape(L, ITEM) != NULL;
    void *sum = are_tapes ? (void *)lq_new_tape(L) : (void *)lq_new_map(L);
    lq_host host;
    lq_host_init(L, &host);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, LIST, i);
        lua_replace(L, ITEM);
        check_item(L, ITEM, are_tapes ? LQ_TAPE : LQ_MAP, i);
        const lm_status status = add_item(L, &host, sum, are_tapes, ITEM);
        if (status != LM_OK)
            return lq_push_error(L, &host, status);
        lua_settop(L, SUM);
    }
    lq_report_memory(L, &host);
    return 1;
}

/* ---- registration */

static const luaL_Reg functions[] = {{"ts", ts}, {"decode", decode}, {"rollup", rollup}, {NULL, NULL}};

static const luaL_Reg *const function_sets[] = {
    functions,
    lq_tape_functions,
    lq_feed_functions,
    lq_files_functions,
    lq_feed_rows_functions,
    lq_demo_functions,
    lq_margin_functions,
    lq_venue_functions,
    lq_model_functions,
    lq_positions_functions,
    lq_simulate_functions,
    lq_impact_functions,
    lq_charts_functions,
    lq_account_functions,
    NULL,
};

static const luaL_Reg *const tape_sets[] = {
    lq_tape_methods,
    lq_trades_methods,
    lq_merge_methods,
    lq_inspect_methods,
    lq_feed_tape_methods,
    lq_map_tape_methods,
    lq_heatmap_tape_methods,
    lq_series_tape_methods,
    lq_impact_tape_methods,
    lq_charts_tape_methods,
    lq_export_tape_methods,
    lq_score_tape_methods,
    NULL,
};

static const luaL_Reg *const map_sets[] = {
    lq_map_methods,
    lq_map_read_methods,
    lq_cascade_map_methods,
    lq_simulate_map_methods,
    lq_charts_map_methods,
    lq_export_map_methods,
    NULL,
};

static const luaL_Reg tape_metamethods[] = {{"__gc", lq_tape_close}, {"__close", lq_tape_close}, {NULL, NULL}};
static const luaL_Reg map_metamethods[] = {{"__gc", lq_map_close}, {"__close", lq_map_close}, {NULL, NULL}};

static void add_metamethods(lua_State *L, const char *class, const luaL_Reg *metamethods)
{
    luaL_getmetatable(L, class);
    lq_setfuncs(L, metamethods);
    lua_pop(L, 1);
}

EXPORT int luaopen_liqmap(lua_State *L)
{
    lq_host_open(L);
    lq_new_class(L, LQ_TAPE, tape_sets, tape_metamethods);
    add_metamethods(L, LQ_TAPE, lq_merge_metamethods);
    add_metamethods(L, LQ_TAPE, lq_inspect_metamethods);
    lq_new_class(L, LQ_MAP, map_sets, map_metamethods);
    add_metamethods(L, LQ_MAP, lq_map_metamethods);
    lq_positions_open(L);
    lq_book_open(L);

    lua_newtable(L);
    for (const luaL_Reg *const *set = function_sets; *set; set++)
        lq_setfuncs(L, *set);
    lua_pushliteral(L, "liqmap");
    lua_setfield(L, -2, "_NAME");
    lua_pushstring(L, lm_version());
    lua_setfield(L, -2, "_VERSION");
    return 1;
}

/* The module itself, and what belongs to no single noun: ts, bar, decode, rollup. */
#include "glue.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

void lq_new_class(lua_State *L, const char *name, const luaL_Reg *methods, const luaL_Reg *metamethods)
{
    luaL_newmetatable(L, name);
    lq_setfuncs(L, metamethods);
    lua_newtable(L);
    lq_setfuncs(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

void *lq_test_class(lua_State *L, int index, const char *name)
{
    void *object = lua_touserdata(L, index);
    if (!object || !lua_getmetatable(L, index))
        return NULL;
    luaL_getmetatable(L, name);
    const int same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same ? object : NULL;
}

/* liqmap.ts(epoch) */
static int ts(lua_State *L)
{
    const double epoch = luaL_checknumber(L, 1);
    luaL_argcheck(L, epoch == floor(epoch), 1, "an epoch is a whole number");
    int64_t time;
    lq_host host;
    lq_host_init(L, &host);
    const int64_t whole = epoch < -9.2e18 ? INT64_MIN : epoch > 9.2e18 ? INT64_MAX : (int64_t)epoch;
    const lm_status status = lm_time_from_epoch(&host.core, whole, &time);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_pushnumber(L, lq_seconds(time));
    return 1;
}

/* liqmap.bar(value, greatest, width) */
static int bar(lua_State *L)
{
    const double value = luaL_optnumber(L, 1, NAN), greatest = luaL_checknumber(L, 2);
    const int width = (int)luaL_optinteger(L, 3, 30);
    char text[1024];
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_bar(&host.core, value, greatest, width, true, text);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_pushstring(L, text);
    return 1;
}

/* ---- decode */

static int decode_tape(lua_State *L, lm_bytes bytes)
{
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_tape_validate(&host.core, bytes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
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
        return lq_refuse(L, &host, status);
    lq_weigh(L, &host);
    return 1;
}

/* liqmap.decode(bytes): the first three say what the rest is */
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
    return lq_refuse_with(L, LM_E_CORRUPT, "neither a tape nor a map");
}

/* ---- rollup */

/* Makes the first tape a building copy of itself, and adds the others to it. */
static lm_status add_tape(lua_State *L, lq_host *host, lq_tape *sum, lq_tape *tape)
{
    if (sum->building)
        return lq_tape_absorb(L, host, sum, tape);
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
    if (!lq_test_class(L, item, class))
        luaL_argerror(L, 1, lua_pushfstring(L, "item %d: %s expected", number, class));
}

static lm_status add_item(lua_State *L, lq_host *host, void *sum, bool of_tapes, int item)
{
    if (of_tapes)
        return add_tape(L, host, sum, lq_check_tape(L, item));
    return lm_map_add(&host->core, &((lq_map *)sum)->map, lq_check_map(L, item)->map);
}

/* liqmap.rollup(list): all tapes or all maps */
static int rollup(lua_State *L)
{
    enum { LIST = 1, ITEM, SUM };
    luaL_checktype(L, LIST, LUA_TTABLE);
    lua_settop(L, LIST);
    const int count = (int)lq_rawlen(L, LIST);
    if (count == 0)
        return lq_refuse_with(L, LM_E_MISSING, "nothing to roll up");
    lua_rawgeti(L, LIST, 1);
    const bool of_tapes = lq_test_tape(L, ITEM) != NULL;
    void *sum = of_tapes ? (void *)lq_new_tape(L) : (void *)lq_new_map(L);
    lq_host host;
    lq_host_init(L, &host);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, LIST, i);
        lua_replace(L, ITEM);
        check_item(L, ITEM, of_tapes ? LQ_TAPE : LQ_MAP, i);
        const lm_status status = add_item(L, &host, sum, of_tapes, ITEM);
        if (status != LM_OK)
            return lq_refuse(L, &host, status);
        lua_settop(L, SUM);
    }
    lq_weigh(L, &host);
    return 1;
}

EXPORT int luaopen_liqmap(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"ts", ts}, {"bar", bar}, {"decode", decode}, {"rollup", rollup}, {NULL, NULL},
    };
    lua_newtable(L);
    lq_setfuncs(L, functions);
    lq_set_text(L, "_NAME", "liqmap");
    lq_set_text(L, "_VERSION", lm_version());
    lq_host_open(L);
    lq_tape_open(L);
    lq_map_open(L);
    lq_positions_open(L);
    lq_model_open(L);
    lq_margin_open(L);
    lq_venue_open(L);
    lq_cascade_open(L);
    lq_simulate_open(L);
    lq_estimate_open(L);
    lq_demo_open(L);
    lq_feed_open(L);
    lq_page_open(L);
    return 1;
}

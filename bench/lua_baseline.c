/*
 * The yardstick of bench/lua.lua: C functions that read the same trades from Lua in the same ways and only sum them, so
 * that the compiler cannot remove the loops. The additional time of liqmap is its own cost.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdint.h>
#include <string.h>

/* one(tape, ts, price, qty, is_buy) */
static int one(lua_State *L)
{
    luaL_checkudata(L, 1, "liqmap.tape");
    lua_pushnumber(L, luaL_checknumber(L, 2) + luaL_checknumber(L, 3) + luaL_checknumber(L, 4) + lua_toboolean(L, 5));
    return 1;
}

/* columns{ts, price, qty, is_buy} */
static int columns(lua_State *L)
{
    static const char *const names[] = {"ts", "price", "qty", "is_buy"};
    double sum = 0;
    for (int i = 0; i < 4; i++)
        lua_getfield(L, 1, names[i]);
    lua_len(L, 2);
    const int rows = (int)lua_tointeger(L, -1);
    lua_settop(L, 5);
    for (int row = 1; row <= rows; row++) {
        for (int column = 2; column <= 5; column++)
            lua_rawgeti(L, column, row);
        sum += lua_tonumber(L, 6) + lua_tonumber(L, 7) + lua_tonumber(L, 8) + lua_toboolean(L, 9);
        lua_settop(L, 5);
    }
    lua_pushnumber(L, sum);
    return 1;
}

/* packed(string) */
static int packed(lua_State *L)
{
    size_t size;
    const char *rows = luaL_checklstring(L, 1, &size);
    double sum = 0, row[4];
    for (size_t at = 0; at + sizeof row <= size; at += sizeof row) {
        memcpy(row, rows + at, sizeof row);
        sum += row[0] + row[1] + row[2] + row[3];
    }
    lua_pushnumber(L, sum);
    return 1;
}

__attribute__((visibility("default"))) int luaopen_lua_baseline(lua_State *L)
{
    static const luaL_Reg functions[] = {{"one", one}, {"columns", columns}, {"packed", packed}, {NULL, NULL}};
    luaL_newlib(L, functions);
    return 1;
}

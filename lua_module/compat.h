/* The differences between Lua 5.1 (and LuaJIT), 5.2, 5.3 and 5.4. The rest of the module uses what they share. */
#ifndef LQ_COMPAT_H
#define LQ_COMPAT_H

#include <lua.h>
#include <lauxlib.h>

#if LUA_VERSION_NUM < 502
#define lq_setfuncs(L, functions) luaL_register(L, NULL, functions)
#define lq_rawlen(L, index) lua_objlen(L, index)
#define lq_tonumber(L, index, is_number) (*(is_number) = lua_isnumber(L, index), lua_tonumber(L, index))
#else
#define lq_setfuncs(L, functions) luaL_setfuncs(L, functions, 0)
#define lq_rawlen(L, index) lua_rawlen(L, index)
#define lq_tonumber(L, index, is_number) lua_tonumberx(L, index, is_number)
#endif

#if LUA_VERSION_NUM < 503
#define lq_isinteger(L, index) 0
#define lq_pushcount(L, count) lua_pushnumber(L, (lua_Number)(count))
#else
#define lq_isinteger(L, index) lua_isinteger(L, index)
#define lq_pushcount(L, count) lua_pushinteger(L, (lua_Integer)(count))
#endif

#if LUA_VERSION_NUM < 504
#define lq_newuserdata(L, size) lua_newuserdata(L, size)
#else
#define lq_newuserdata(L, size) lua_newuserdatauv(L, size, 0)
#endif

#ifdef LUA_GCISRUNNING
#define lq_collects(L) lua_gc(L, LUA_GCISRUNNING, 0)
#else
#define lq_collects(L) 1
#endif

#endif

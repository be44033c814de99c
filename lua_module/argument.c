/* Arguments in: by place or by name, with errors that say which and why. */
#include "glue.h"

const char *const lq_side_names[] = {"long", "short", NULL};
const char *const lq_contract_names[] = {"linear", "inverse", NULL};

static bool known(const char *const *names, const char *name)
{
    while (*names)
        if (strcmp(*names++, name) == 0)
            return true;
    return false;
}

static void check_names(lua_State *L, int index, const char *const *names)
{
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_argerror(L, index, "fields by name expected");
        const char *name = lua_tostring(L, -2);
        if (!known(names, name))
            luaL_argerror(L, index, lua_pushfstring(L, "unknown field '%s'", name));
    }
}

lq_arguments lq_take(lua_State *L, int first, const char *const *names)
{
    int count = 0;
    while (names[count])
        count++;
    const bool named = lua_istable(L, first);
    if (named) {
        lua_settop(L, first);
        check_names(L, first, names);
        for (int item = 0; item < count; item++)
            lua_getfield(L, first, names[item]);
        lua_remove(L, first);
    }
    lua_settop(L, first + count - 1);
    return (lq_arguments){first, named, names};
}

lq_arguments lq_take_named(lua_State *L, int first, const char *const *names)
{
    if (!lua_isnoneornil(L, first))
        luaL_checktype(L, first, LUA_TTABLE);
    lua_settop(L, first);
    return lq_take(L, first, names);
}

static void refuse(lua_State *L, const lq_arguments *in, int item, const char *expected)
{
    const int index = in->first + item;
    luaL_argerror(L, in->named ? in->first : index,
                  lua_pushfstring(L, "%s: %s expected, got %s", in->names[item], expected, luaL_typename(L, index)));
}

double lq_number(lua_State *L, const lq_arguments *in, int item)
{
    if (!lua_isnumber(L, in->first + item))
        refuse(L, in, item, "number");
    return lua_tonumber(L, in->first + item);
}

double lq_number_or(lua_State *L, const lq_arguments *in, int item, double otherwise)
{
    return lua_isnil(L, in->first + item) ? otherwise : lq_number(L, in, item);
}

int64_t lq_whole_or(lua_State *L, const lq_arguments *in, int item, int64_t otherwise, int64_t most)
{
    const double number = lq_number_or(L, in, item, (double)otherwise);
    if (!(fabs(number) <= (double)most) || number != floor(number))
        refuse(L, in, item, "whole number");
    return (int64_t)number;
}

bool lq_flag(lua_State *L, const lq_arguments *in, int item)
{
    const int type = lua_type(L, in->first + item);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        refuse(L, in, item, "boolean");
    return lua_toboolean(L, in->first + item);
}

const char *lq_text(lua_State *L, const lq_arguments *in, int item, size_t *length)
{
    if (lua_type(L, in->first + item) != LUA_TSTRING)
        refuse(L, in, item, "text");
    return lua_tolstring(L, in->first + item, length);
}

int lq_test_side(lua_State *L, int index)
{
    if (lua_type(L, index) == LUA_TSTRING)
        for (int side = 0; lq_side_names[side]; side++)
            if (strcmp(lua_tostring(L, index), lq_side_names[side]) == 0)
                return side;
    return -1;
}

lm_side lq_side(lua_State *L, const lq_arguments *in, int item)
{
    const int side = lq_test_side(L, in->first + item);
    if (side < 0)
        refuse(L, in, item, "'long' or 'short'");
    return (lm_side)side;
}

lm_side lq_check_side(lua_State *L, int index)
{
    return (lm_side)luaL_checkoption(L, index, NULL, lq_side_names);
}

int64_t lq_time(lua_State *L, const lq_arguments *in, int item)
{
    const double seconds = lq_number(L, in, item);
    if (seconds != seconds)
        refuse(L, in, item, "time in seconds");
    return lq_microseconds(seconds);
}

int64_t lq_time_or(lua_State *L, const lq_arguments *in, int item, int64_t otherwise)
{
    return lua_isnil(L, in->first + item) ? otherwise : lq_time(L, in, item);
}

int64_t lq_opt_as_of(lua_State *L, int index)
{
    const double seconds = luaL_optnumber(L, index, HUGE_VAL);
    luaL_argcheck(L, seconds == seconds, index, "time in seconds expected, got nan");
    return lq_microseconds(seconds);
}

lm_taker lq_check_taker(lua_State *L, int index)
{
    if (lua_isnoneornil(L, index))
        return LM_TAKER_UNKNOWN;
    luaL_checktype(L, index, LUA_TBOOLEAN);
    return lua_toboolean(L, index) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
}

/* Reads arguments by position or by name; errors name the argument and the expected type. */
#include "args.h"

const char *const lq_side_names[] = {"long", "short", NULL};

static void add_name(lq_arguments *in, const char *name)
{
    in->names[in->count++] = name;
}

static lq_arguments list_names(int first, const lq_part *parts)
{
    lq_arguments in = {.first = first};
    for (; parts->name || parts->list; parts++) {
        if (parts->name)
            add_name(&in, parts->name);
        for (int i = 0; parts->list && i < parts->list->count; i++)
            add_name(&in, parts->list->parameters[i].name);
    }
    return in;
}

static bool is_known(const lq_arguments *in, const char *name)
{
    for (int item = 0; item < in->count; item++)
        if (strcmp(in->names[item], name) == 0)
            return true;
    return false;
}

static void check_names(lua_State *L, const lq_arguments *in)
{
    for (lua_pushnil(L); lua_next(L, in->first); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_argerror(L, in->first, "fields by name expected");
        const char *name = lua_tostring(L, -2);
        if (!is_known(in, name))
            luaL_argerror(L, in->first, lua_pushfstring(L, "unknown field '%s'", name));
    }
}

/* Moves each argument to its stack slot, first + item. */
static void fill_items(lua_State *L, lq_arguments *in, bool named)
{
    in->named = named;
    if (named) {
        lua_settop(L, in->first);
        luaL_checkstack(L, in->count + 8, "too many arguments");
        check_names(L, in);
        for (int item = 0; item < in->count; item++)
            lua_getfield(L, in->first, in->names[item]);
        lua_remove(L, in->first);
    }
    lua_settop(L, in->first + in->count - 1);
    for (int index = in->first; index < in->first + in->count; index++)
        if (lq_is_json_null(L, index)) {
            lua_pushnil(L);
            lua_replace(L, index);
        }
}

lq_arguments lq_get_args(lua_State *L, int first, const lq_part *parts)
{
    lq_arguments in = list_names(first, parts);
    fill_items(L, &in, lua_istable(L, first));
    return in;
}

lq_arguments lq_get_named_args(lua_State *L, int first, const lq_part *parts)
{
    if (!lua_isnoneornil(L, first))
        luaL_checktype(L, first, LUA_TTABLE);
    lua_settop(L, first);
    return lq_get_args(L, first, parts);
}

static bool has_field(lua_State *L, int index, const char *name)
{
    if (!lua_istable(L, index))
        return false;
    lua_getfield(L, index, name);
    const bool has = !lua_isnil(L, -1);
    lua_pop(L, 1);
    return has;
}

lq_arguments lq_get_args_if_named(lua_State *L, int first, const lq_part *parts)
{
    lq_arguments in = list_names(first, parts);
    bool named = false;
    for (int item = 0; item < in.count && !named; item++)
        named = has_field(L, first, in.names[item]);
    fill_items(L, &in, named);
    return in;
}

lq_arguments lq_get_args_if_field(lua_State *L, int first, const char *field, const lq_part *parts)
{
    lq_arguments in = list_names(first, parts);
    fill_items(L, &in, has_field(L, first, field));
    return in;
}

int lq_argument_of(const lq_arguments *in, int item)
{
    return in->named ? in->first : in->first + item;
}

static void throw_type_error(lua_State *L, const lq_arguments *in, int item, const char *expected)
{
    const int index = in->first + item;
    const char *advice = lua_isuserdata(L, index) ? " (give nil where a JSON library has its null)" : "";
    luaL_argerror(
        L, lq_argument_of(in, item),
        lua_pushfstring(L, "%s: %s expected, got %s%s", in->names[item], expected, luaL_typename(L, index), advice));
}

double lq_number(lua_State *L, const lq_arguments *in, int item)
{
    if (!lua_isnumber(L, in->first + item))
        throw_type_error(L, in, item, "number");
    return lua_tonumber(L, in->first + item);
}

double lq_number_or(lua_State *L, const lq_arguments *in, int item, double default_value)
{
    return lua_isnil(L, in->first + item) ? default_value : lq_number(L, in, item);
}

int64_t lq_whole_or(lua_State *L, const lq_arguments *in, int item, int64_t default_value, int64_t max)
{
    const double number = lq_number_or(L, in, item, (double)default_value);
    if (!(fabs(number) <= (double)max) || number != floor(number))
        throw_type_error(L, in, item, "whole number");
    return (int64_t)number;
}

bool lq_flag(lua_State *L, const lq_arguments *in, int item)
{
    const int type = lua_type(L, in->first + item);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        throw_type_error(L, in, item, "boolean");
    return lua_toboolean(L, in->first + item);
}

const char *lq_text(lua_State *L, const lq_arguments *in, int item, size_t *length)
{
    if (lua_type(L, in->first + item) != LUA_TSTRING)
        throw_type_error(L, in, item, "text");
    return lua_tolstring(L, in->first + item, length);
}

lm_text lq_text_or(lua_State *L, const lq_arguments *in, int item, const char *default_value)
{
    lm_text value = {default_value, strlen(default_value)};
    if (!lua_isnil(L, in->first + item))
        value.text = lq_text(L, in, item, &value.length);
    return value;
}

const double *lq_numbers(lua_State *L, const lq_arguments *in, int item, size_t *count)
{
    const int index = in->first + item, argument = lq_argument_of(in, item);
    if (!lua_istable(L, index))
        throw_type_error(L, in, item, "list of numbers");
    *count = lq_rawlen(L, index);
    double *values = lq_newuserdata(L, (*count + 1) * sizeof(double));
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, index, (int)i + 1);
        if (lua_type(L, -1) != LUA_TNUMBER)
            luaL_argerror(L, argument,
                          lua_pushfstring(L, "%s: a list without holes and of numbers only expected", in->names[item]));
        values[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    lua_replace(L, index);
    return values;
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
        throw_type_error(L, in, item, "'long' or 'short'");
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
        luaL_argerror(L, lq_argument_of(in, item),
                      lua_pushfstring(L, "%s: time in seconds expected, got nan", in->names[item]));
    return lq_microseconds(seconds);
}

int64_t lq_time_or(lua_State *L, const lq_arguments *in, int item, int64_t default_value)
{
    return lua_isnil(L, in->first + item) ? default_value : lq_time(L, in, item);
}

lm_taker lq_check_taker(lua_State *L, int index)
{
    if (lq_is_nil(L, index))
        return LM_TAKER_UNKNOWN;
    luaL_checktype(L, index, LUA_TBOOLEAN);
    return lua_toboolean(L, index) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
}

/* ---- parameters of a list */

static lm_status read_theme(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_theme *theme)
{
    size_t length;
    const char *name = lq_text(L, in, item, &length);
    return lm_theme_named(&host->core, name, length, theme);
}

static lm_status read_parameter(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_parameter_type type,
                                void *member)
{
    switch (type) {
    case LM_PARAMETER_NUMBER:
        *(double *)member = lq_number(L, in, item);
        break;
    case LM_PARAMETER_INTEGER:
        *(int *)member = (int)lq_whole_or(L, in, item, 0, INT32_MAX);
        break;
    case LM_PARAMETER_COUNT:
        *(int64_t *)member = lq_whole_or(L, in, item, 0, (int64_t)1 << 53);
        break;
    case LM_PARAMETER_FLAG:
        *(bool *)member = lq_flag(L, in, item);
        break;
    case LM_PARAMETER_DURATION:
    case LM_PARAMETER_TIME:
        *(int64_t *)member = lq_time(L, in, item);
        break;
    case LM_PARAMETER_TEXT:
        *(lm_text *)member = lq_text_or(L, in, item, "");
        break;
    case LM_PARAMETER_THEME:
        return read_theme(L, host, in, item, member);
    }
    return LM_OK;
}

lm_status lq_read_parameters(lua_State *L, lq_host *host, const lq_arguments *in, int item,
                             const lm_parameter_list *list, void *options)
{
    lm_status status = LM_OK;
    list->init(options);
    for (int i = 0; i < list->count && status == LM_OK; i++)
        if (!lua_isnil(L, in->first + item + i))
            status = read_parameter(L, host, in, item + i, list->parameters[i].type,
                                    (char *)options + list->parameters[i].offset);
    return status;
}

/*
 * Documents (options, models, rules) reach the core as JSON, whatever the host: so a Lua table is written as JSON text,
 * and the core's checks and messages are the same everywhere. What the core prints comes back as a table.
 */
#include "json.h"

#include <stdio.h>

#include <cjson/cJSON.h>

/* ---- in */

enum { DEEPEST = 16 };

/* The text as it grows: an array of pieces, since a luaL_Buffer would be in the way on the stack. */
typedef struct text {
    int argument;
    int pieces; /* stack index of the array */
    int count;
} text;

/* Moves the string on top of the stack to the end of the text. */
static void add_top(lua_State *L, text *text)
{
    lua_rawseti(L, text->pieces, ++text->count);
}

static void add(lua_State *L, text *text, const char *piece)
{
    lua_pushstring(L, piece);
    add_top(L, text);
}

static void add_number(lua_State *L, text *text, double number)
{
    char digits[LM_NUMBER_SIZE];
    /* JSON has no word for these: a literal beyond every double lets the core refuse them with their path. */
    const bool finite = number - number == 0;
    add(L, text, finite ? lm_number_text(number, digits) : "1e999");
}

static void add_quoted(lua_State *L, text *text, int index)
{
    size_t length;
    const char *at = lua_tolstring(L, index, &length);
    luaL_Buffer quoted;
    luaL_buffinit(L, &quoted);
    luaL_addchar(&quoted, '"');
    for (const char *end = at + length; at < end; at++) {
        const unsigned char byte = (unsigned char)*at;
        if (byte < 0x20) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", byte);
            luaL_addstring(&quoted, escape);
        } else {
            if (byte == '"' || byte == '\\')
                luaL_addchar(&quoted, '\\');
            luaL_addchar(&quoted, *at);
        }
    }
    luaL_addchar(&quoted, '"');
    luaL_pushresult(&quoted);
    add_top(L, text);
}

static void add_value(lua_State *L, text *text, int index, int depth);

static void add_array(lua_State *L, text *text, int table, int length, int depth)
{
    int count = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        count++;
    if (count != length)
        luaL_argerror(L, text->argument, "a table is either a list without holes or has names only");
    add(L, text, "[");
    for (int i = 1; i <= length; i++) {
        if (i > 1)
            add(L, text, ",");
        lua_rawgeti(L, table, i);
        add_value(L, text, lua_gettop(L), depth);
        lua_pop(L, 1);
    }
    add(L, text, "]");
}

static void add_object(lua_State *L, text *text, int table, int depth)
{
    bool first = true;
    add(L, text, "{");
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_argerror(L, text->argument, "a table is either a list without holes or has names only");
        if (!first)
            add(L, text, ",");
        first = false;
        add_quoted(L, text, lua_gettop(L) - 1);
        add(L, text, ":");
        add_value(L, text, lua_gettop(L), depth);
    }
    add(L, text, "}");
}

static void add_table(lua_State *L, text *text, int table, int depth)
{
    if (depth > DEEPEST)
        luaL_argerror(L, text->argument, "tables nested too deeply, perhaps one within itself");
    luaL_checkstack(L, 8, "tables nested too deeply");
    const int length = (int)lq_rawlen(L, table);
    if (length > 0)
        add_array(L, text, table, length, depth);
    else
        add_object(L, text, table, depth);
}

static void add_value(lua_State *L, text *text, int index, int depth)
{
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        add(L, text, lua_toboolean(L, index) ? "true" : "false");
        break;
    case LUA_TNUMBER:
        add_number(L, text, lua_tonumber(L, index));
        break;
    case LUA_TSTRING:
        add_quoted(L, text, index);
        break;
    case LUA_TTABLE:
        add_table(L, text, index, depth + 1);
        break;
    default:
        luaL_argerror(L, text->argument, lua_pushfstring(L, "a %s has no place in it", luaL_typename(L, index)));
    }
}

static void join(lua_State *L, const text *text)
{
    luaL_Buffer whole;
    luaL_buffinit(L, &whole);
    for (int i = 1; i <= text->count; i++) {
        lua_rawgeti(L, text->pieces, i);
        luaL_addvalue(&whole);
    }
    luaL_pushresult(&whole);
}

const char *lq_push_document(lua_State *L, int index, size_t *length)
{
    if (lua_isnoneornil(L, index)) {
        lua_pushliteral(L, "{}");
    } else if (lua_type(L, index) == LUA_TSTRING) {
        lua_pushvalue(L, index);
    } else {
        if (!lua_istable(L, index))
            luaL_argerror(L, index, lua_pushfstring(L, "table or JSON text expected, got %s", luaL_typename(L, index)));
        lua_newtable(L);
        text text = {.argument = index, .pieces = lua_gettop(L)};
        add_table(L, &text, index, 1);
        join(L, &text);
        lua_replace(L, text.pieces);
    }
    return lua_tolstring(L, -1, length);
}

/* ---- out */

static void release_tree(lm_host *host, void *payload)
{
    cJSON **tree = payload;
    (void)host;
    cJSON_Delete(*tree);
}

static void push_value(lua_State *L, const cJSON *value)
{
    luaL_checkstack(L, 4, "JSON nested too deeply");
    if (cJSON_IsNumber(value)) {
        lua_pushnumber(L, value->valuedouble);
    } else if (cJSON_IsString(value)) {
        lua_pushstring(L, value->valuestring);
    } else if (cJSON_IsBool(value)) {
        lua_pushboolean(L, cJSON_IsTrue(value));
    } else if (cJSON_IsArray(value) || cJSON_IsObject(value)) {
        int index = 1;
        lua_newtable(L);
        for (const cJSON *item = value->child; item; item = item->next) {
            push_value(L, item);
            if (cJSON_IsArray(value))
                lua_rawseti(L, -2, index++);
            else
                lua_setfield(L, -2, item->string);
        }
    } else {
        lua_pushnil(L);
    }
}

void lq_json_to_value(lua_State *L)
{
    const lm_buffer *json = lq_to_scoped(L, -1);
    cJSON **tree = lq_new_scoped(L, sizeof *tree, release_tree);
    *tree = cJSON_ParseWithLength((const char *)json->data, json->size);
    if (!*tree)
        luaL_error(L, "not enough memory");
    push_value(L, *tree);
    lq_free_scoped(L, -2);
    lq_free_scoped(L, -3);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

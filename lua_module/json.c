/*
 * Documents (options, models, rules). The core reads and prints them as JSON, so that checks and messages are the same
 * in all bindings: Lua tables are converted to JSON text, and JSON text of the core to Lua tables.
 */
#include "json.h"

#include <stdio.h>

#include <cjson/cJSON.h>

/* ---- tables to JSON */

enum { MAX_DEPTH = 16 };

int lq_value_error(lua_State *L, const lq_value *value, const char *message)
{
    if (value->name)
        message = lua_pushfstring(L, "%s: %s", value->name, message);
    return luaL_argerror(L, value->argument, message);
}

/* JSON text while it is written: a Lua array of pieces, because a luaL_Buffer needs the top of the stack. */
typedef struct text {
    const lq_value *value; /* for error messages */
    int pieces;            /* stack index of the array */
    int count;
} text;

/* Pops a string from the stack and appends it. */
static void append_top(lua_State *L, text *text)
{
    lua_rawseti(L, text->pieces, ++text->count);
}

static void append(lua_State *L, text *text, const char *piece)
{
    lua_pushstring(L, piece);
    append_top(L, text);
}

static void append_number(lua_State *L, text *text, double number)
{
    char digits[LM_NUMBER_SIZE];
    /* JSON has no infinity and no NaN: with a literal beyond every double the core reports an error with its path. */
    const bool finite = number - number == 0;
    append(L, text, finite ? lm_number_text(number, digits) : "1e999");
}

static void append_quoted(lua_State *L, text *text, int index)
{
    size_t length;
    const char *byte = lua_tolstring(L, index, &length);
    luaL_Buffer quoted;
    luaL_buffinit(L, &quoted);
    luaL_addchar(&quoted, '"');
    for (const char *end = byte + length; byte < end; byte++) {
        const unsigned char code = (unsigned char)*byte;
        if (code < 0x20) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", code);
            luaL_addstring(&quoted, escape);
        } else {
            if (code == '"' || code == '\\')
                luaL_addchar(&quoted, '\\');
            luaL_addchar(&quoted, *byte);
        }
    }
    luaL_addchar(&quoted, '"');
    luaL_pushresult(&quoted);
    append_top(L, text);
}

static void append_value(lua_State *L, text *text, int index, int depth);

static void append_array(lua_State *L, text *text, int table, int length, int depth)
{
    int count = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        count++;
    if (count != length)
        lq_value_error(L, text->value, "a table is either a list without holes or has names only");
    append(L, text, "[");
    for (int i = 1; i <= length; i++) {
        if (i > 1)
            append(L, text, ",");
        lua_rawgeti(L, table, i);
        append_value(L, text, lua_gettop(L), depth);
        lua_pop(L, 1);
    }
    append(L, text, "]");
}

static void append_object(lua_State *L, text *text, int table, int depth)
{
    bool first = true;
    append(L, text, "{");
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            lq_value_error(L, text->value, "a table is either a list without holes or has names only");
        if (!first)
            append(L, text, ",");
        first = false;
        append_quoted(L, text, lua_gettop(L) - 1);
        append(L, text, ":");
        append_value(L, text, lua_gettop(L), depth);
    }
    append(L, text, "}");
}

static void append_table(lua_State *L, text *text, int table, int depth)
{
    if (depth > MAX_DEPTH)
        lq_value_error(L, text->value, "tables nested too deeply, perhaps one within itself");
    luaL_checkstack(L, 8, "tables nested too deeply");
    const int length = (int)lq_rawlen(L, table);
    if (length > 0)
        append_array(L, text, table, length, depth);
    else
        append_object(L, text, table, depth);
}

static void append_value(lua_State *L, text *text, int index, int depth)
{
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        append(L, text, lua_toboolean(L, index) ? "true" : "false");
        break;
    case LUA_TNUMBER:
        append_number(L, text, lua_tonumber(L, index));
        break;
    case LUA_TSTRING:
        append_quoted(L, text, index);
        break;
    case LUA_TTABLE:
        append_table(L, text, index, depth + 1);
        break;
    default:
        if (lq_is_json_null(L, index))
            append(L, text, "null");
        else
            lq_value_error(L, text->value,
                           lua_pushfstring(L, "a document cannot hold a %s; for null give the document as JSON text",
                                           luaL_typename(L, index)));
    }
}

/* Pushes the whole text. */
static void join(lua_State *L, const text *text)
{
    luaL_Buffer joined;
    luaL_buffinit(L, &joined);
    for (int i = 1; i <= text->count; i++) {
        lua_rawgeti(L, text->pieces, i);
        luaL_addvalue(&joined);
    }
    luaL_pushresult(&joined);
}

const char *lq_push_document(lua_State *L, lq_value value, size_t *length)
{
    const int index = value.index;
    if (lq_is_nil(L, index)) {
        lua_pushliteral(L, "{}");
    } else if (lua_type(L, index) == LUA_TSTRING) {
        lua_pushvalue(L, index);
    } else {
        if (!lua_istable(L, index))
            lq_value_error(L, &value,
                           lua_pushfstring(L, "table or JSON text expected, got %s", luaL_typename(L, index)));
        lua_newtable(L);
        text text = {.value = &value, .pieces = lua_gettop(L)};
        append_table(L, &text, index, 1);
        join(L, &text);
        lua_replace(L, text.pieces);
    }
    return lua_tolstring(L, -1, length);
}

/* ---- JSON to tables */

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

void lq_push_json(lua_State *L, const char *text, size_t length)
{
    cJSON **tree = lq_new_scoped(L, sizeof *tree, release_tree);
    *tree = cJSON_ParseWithLength(text, length);
    if (!*tree)
        luaL_error(L, "not enough memory");
    push_value(L, *tree);
    lq_free_scoped(L, -2);
    lua_remove(L, -2);
}

void lq_json_to_value(lua_State *L)
{
    const lm_buffer *json = lq_to_scoped(L, -1);
    lq_push_json(L, (const char *)json->data, json->size);
    lq_free_scoped(L, -2);
    lua_remove(L, -2);
}

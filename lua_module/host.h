/*
 * Lua as the host of the core: memory, the collector, errors, and memory that a raised error frees. This is the lowest
 * layer of the module. Each layer uses only the ones before it:
 *
 *   host  args, json  rows  object  one file for each topic  liqmap
 *
 * Misuse (wrong types, a closed object) raises an error. An error of the core is returned as nil, message, code.
 * Raising is a longjmp, so a userdata with __gc must own each object of the core before Lua is called.
 */
#ifndef LQ_HOST_H
#define LQ_HOST_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "compat.h"
#include "liqmap.h"

typedef struct lq_host {
    lm_host core;
    lua_Alloc allocate;
    void *context;
    size_t grown; /* bytes allocated and not yet reported to the collector */
} lq_host;

void lq_host_init(lua_State *L, lq_host *host);

/* Runs the collector for the memory that the core allocated, which Lua does not count, as for strings of that size. */
void lq_report_memory(lua_State *L, lq_host *host);

/* Tells whether a value is the null of a JSON library, a null pointer such as cjson.null. It counts as nil. */
static inline bool lq_is_json_null(lua_State *L, int index)
{
    return lua_islightuserdata(L, index) && !lua_touserdata(L, index);
}

static inline bool lq_is_nil(lua_State *L, int index)
{
    return lua_isnoneornil(L, index) || lq_is_json_null(L, index);
}

/* Pushes nil, message with hint, code, and returns 3; raises if the host is out of memory. */
int lq_push_error(lua_State *L, const lq_host *host, lm_status status);
int lq_push_error_message(lua_State *L, lm_status status, const char *message);
/* Pushes an error for the row after `added` good ones: its number begins the message, result 4 is `added`. */
int lq_push_row_error(lua_State *L, const lq_host *host, lm_status status, size_t added);

/* Raises the error, for operators, which can return only one result. */
int lq_throw(lua_State *L, const lq_host *host, lm_status status);

/* Pushes a userdata with a zeroed payload. `release` is called once, by the collector or by lq_free_scoped(). */
typedef void (*lq_release)(lm_host *host, void *payload);
void *lq_new_scoped(lua_State *L, size_t size, lq_release release);
void *lq_to_scoped(lua_State *L, int index);
void lq_free_scoped(lua_State *L, int index);

/* Push a scoped buffer, and replace it on top of the stack by a Lua string. */
lm_buffer *lq_new_buffer(lua_State *L);
void lq_buffer_to_string(lua_State *L);

/* Creates a metatable; its __index has the methods of all these sets, which end with NULL. */
void lq_new_class(lua_State *L, const char *name, const luaL_Reg *const *methods, const luaL_Reg *metamethods);
/* Returns the userdata if it has the metatable `name`, else NULL. */
void *lq_test_class(lua_State *L, int index, const char *name);

void lq_host_open(lua_State *L);

#endif

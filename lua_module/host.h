/*
 * Lua as the core's host: memory, the collector, errors, results that survive a raised error. The lowest layer of the
 * module; the others, each on the ones before it:
 *
 *   host  args, json  rows  object  a file a topic  liqmap
 *
 * Misuse (wrong types, a closed object) raises; what the core refuses comes back as nil, message, code. Raising is a
 * longjmp, so nothing of the core is ever held by a C variable alone while Lua runs: it belongs to a userdata with a __gc
 * first.
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
    size_t grown; /* bytes taken in this call, for the collector to know of */
} lq_host;

void lq_host_init(lua_State *L, lq_host *host);

/* What the core took is invisible to Lua's collector, so it is told: the same pressure as a string of that size. */
void lq_report_memory(lua_State *L, lq_host *host);

/* Pushes nil, message with hint, code, and returns 3; raises where the host is out of memory. */
int lq_push_error(lua_State *L, const lq_host *host, lm_status status);
int lq_push_error_message(lua_State *L, lm_status status, const char *message);
/* The same for the row behind `added` good ones: the message begins with its number, and the fourth result is theirs. */
int lq_push_row_error(lua_State *L, const lq_host *host, lm_status status, size_t added);

/* For operators, which have no room for a second result. */
int lq_throw(lua_State *L, const lq_host *host, lm_status status);

/* A zeroed payload inside of a new userdata on the stack, released by the collector or by lq_free_scoped, once. */
typedef void (*lq_release)(lm_host *host, void *payload);
void *lq_new_scoped(lua_State *L, size_t size, lq_release release);
void *lq_to_scoped(lua_State *L, int index);
void lq_free_scoped(lua_State *L, int index);

/* An owned buffer, and its end: replaced on top of the stack by a Lua string. */
lm_buffer *lq_new_buffer(lua_State *L);
void lq_buffer_to_string(lua_State *L);

/* A metatable whose __index has the methods of all these sets, which end with NULL; an object of that class, or NULL. */
void lq_new_class(lua_State *L, const char *name, const luaL_Reg *const *methods, const luaL_Reg *metamethods);
void *lq_test_class(lua_State *L, int index, const char *name);

void lq_host_open(lua_State *L);

#endif

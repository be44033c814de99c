/* Lua as the host of the core: memory, the collector, errors, and memory that a raised error frees. */
#include "host.h"

#include <stdio.h>

#define SCOPED "liqmap.scoped"

static void *allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    lq_host *host = context;
    if (!block)
        old_size = 0;
    void *resized = host->allocate(host->context, block, old_size, new_size);
    if (resized && new_size > old_size)
        host->grown += new_size - old_size;
    return resized;
}

void lq_host_init(lua_State *L, lq_host *host)
{
    host->core.allocate = allocate;
    host->core.interrupt = NULL;
    host->core.context = host;
    host->core.error.status = LM_OK;
    host->allocate = lua_getallocf(L, &host->context);
    host->grown = 0;
}

void lq_report_memory(lua_State *L, lq_host *host)
{
    const size_t kilobytes = host->grown >> 10;
    host->grown &= 1023;
    if (kilobytes > 0 && lq_collects(L))
        lua_gc(L, LUA_GCSTEP, kilobytes < 1 << 20 ? (int)kilobytes : 1 << 20);
}

static void push_message(lua_State *L, const lq_host *host, lm_status status)
{
    const lm_error *error = &host->core.error;
    if (error->status != status)
        lua_pushstring(L, lm_status_meaning(status));
    else if (error->hint[0])
        lua_pushfstring(L, "%s\nhint: %s", error->message, error->hint);
    else
        lua_pushstring(L, error->message);
}

int lq_push_error(lua_State *L, const lq_host *host, lm_status status)
{
    if (status == LM_E_MEMORY)
        return luaL_error(L, "not enough memory");
    lua_pushnil(L);
    push_message(L, host, status);
    lua_pushstring(L, lm_status_code(status));
    return 3;
}

int lq_push_error_message(lua_State *L, lm_status status, const char *message)
{
    lua_pushnil(L);
    lua_pushstring(L, message);
    lua_pushstring(L, lm_status_code(status));
    return 3;
}

int lq_push_row_error(lua_State *L, const lq_host *host, lm_status status, size_t added)
{
    char prefix[96];
    lq_push_error(L, host, status);
    snprintf(prefix, sizeof prefix, "row %llu: ", (unsigned long long)added + 1);
    lua_pushstring(L, prefix);
    lua_pushvalue(L, -3);
    lua_concat(L, 2);
    lua_replace(L, -3);
    lq_pushcount(L, added);
    return 4;
}

int lq_throw(lua_State *L, const lq_host *host, lm_status status)
{
    if (status == LM_E_MEMORY)
        return luaL_error(L, "not enough memory");
    luaL_where(L, 1);
    push_message(L, host, status);
    lua_concat(L, 2);
    return lua_error(L);
}

typedef struct scoped {
    lq_release release; /* NULL after the call */
    union {
        double number;
        void *pointer;
        int64_t count;
        unsigned char bytes[8];
    } payload;
} scoped;

void *lq_new_scoped(lua_State *L, size_t size, lq_release release)
{
    scoped *box = lq_newuserdata(L, offsetof(scoped, payload) + size);
    memset(box, 0, offsetof(scoped, payload) + size);
    luaL_getmetatable(L, SCOPED);
    lua_setmetatable(L, -2);
    box->release = release;
    return box->payload.bytes;
}

void *lq_to_scoped(lua_State *L, int index)
{
    scoped *box = lua_touserdata(L, index);
    return box->payload.bytes;
}

void lq_free_scoped(lua_State *L, int index)
{
    scoped *box = lua_touserdata(L, index);
    const lq_release release = box->release;
    box->release = NULL;
    if (release) {
        lq_host host;
        lq_host_init(L, &host);
        release(&host.core, box->payload.bytes);
    }
}

static int gc_scoped(lua_State *L)
{
    lq_free_scoped(L, 1);
    return 0;
}

static void release_buffer(lm_host *host, void *payload)
{
    lm_buffer_free(host, payload);
}

lm_buffer *lq_new_buffer(lua_State *L)
{
    return lq_new_scoped(L, sizeof(lm_buffer), release_buffer);
}

void lq_buffer_to_string(lua_State *L)
{
    const lm_buffer *buffer = lq_to_scoped(L, -1);
    lua_pushlstring(L, (const char *)buffer->data, buffer->size);
    lq_free_scoped(L, -2);
    lua_replace(L, -2);
}

/* ---- metatables */

void lq_new_class(lua_State *L, const char *name, const luaL_Reg *const *methods, const luaL_Reg *metamethods)
{
    luaL_newmetatable(L, name);
    lq_setfuncs(L, metamethods);
    lua_newtable(L);
    while (*methods)
        lq_setfuncs(L, *methods++);
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

void lq_host_open(lua_State *L)
{
    luaL_newmetatable(L, SCOPED);
    lua_pushcfunction(L, gc_scoped);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
}

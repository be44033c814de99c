/* Converts documents: Lua tables to JSON text, and JSON text of the core to Lua tables. */
#ifndef LQ_JSON_H
#define LQ_JSON_H

#include "host.h"

/* A value on the stack, and what errors call it: the number of its argument, and its name there, or NULL. */
typedef struct lq_value {
    int index;
    int argument;
    const char *name;
} lq_value;

/* Returns argument `index`, which has no name. */
static inline lq_value lq_value_at(int index)
{
    return (lq_value){index, index, NULL};
}

/* Raises an error about the value. */
int lq_value_error(lua_State *L, const lq_value *value, const char *message);

/* Pushes a document as JSON text. The value is a table, JSON text, or nil, which means {}. */
const char *lq_push_document(lua_State *L, lq_value value, size_t *length);

/* Pushes the value of JSON text of the core; null becomes nil. */
void lq_push_json(lua_State *L, const char *text, size_t length);

/* Replaces a scoped buffer of JSON on top of the stack by its value. */
void lq_json_to_value(lua_State *L);

#endif

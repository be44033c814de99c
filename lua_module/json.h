/* Converts documents: Lua tables to JSON text, and JSON text of the core to Lua tables. */
#ifndef LQ_JSON_H
#define LQ_JSON_H

#include "host.h"

/* Pushes a document argument as JSON text. The argument is a table, JSON text, or nil, which means {}. */
const char *lq_push_document(lua_State *L, int index, size_t *length);

/* Replaces a scoped buffer of JSON on top of the stack by its value; null becomes nil. */
void lq_json_to_value(lua_State *L);

#endif

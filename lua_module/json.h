/* Documents: Lua tables in as JSON text, JSON text of the core out as Lua tables. */
#ifndef LQ_JSON_H
#define LQ_JSON_H

#include "host.h"

/* Pushes a document argument as JSON text: a table, JSON text itself, or nothing, which is {}. */
const char *lq_push_document(lua_State *L, int index, size_t *length);

/* Replaces the owned buffer on top of the stack, which holds JSON, by the value it says; null is nil. */
void lq_json_to_value(lua_State *L);

#endif

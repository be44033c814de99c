/* Lists the built-in venues, and prints margin rules as the table that margin() and models read. */
#include "topics.h"

/* liqmap.venue(name or document, symbol, as_of) */
static int venue(lua_State *L)
{
    size_t length, symbol_length;
    const char *symbol = luaL_checklstring(L, 2, &symbol_length);
    const int64_t as_of = lq_opt_as_of(L, 3);
    luaL_checkany(L, 1);
    const char *name_or_document = lq_push_document(L, lq_value_at(1), &length);
    lm_rules rules;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_venue_rules(&host.core, name_or_document, length, symbol, symbol_length, as_of, &rules);
    return status == LM_OK ? lq_push_rules(L, &host, &rules) : lq_push_error(L, &host, status);
}

/* liqmap.venues() */
static int venues(lua_State *L)
{
    lm_venue_reader reader = {0};
    lm_venue_entry entry;
    lm_status status;
    lq_host host;
    lq_host_init(L, &host);
    lua_newtable(L);
    for (int i = 1; (status = lm_venue_next(&host.core, &reader, &entry)) == LM_OK; i++) {
        lq_push_row(L, &lm_venue_columns, &entry);
        lua_rawseti(L, -2, i);
    }
    return status == LM_DONE ? 1 : lq_push_error(L, &host, status);
}

const luaL_Reg lq_venue_functions[] = {{"venue", venue}, {"venues", venues}, {NULL, NULL}};

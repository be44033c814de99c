/* Lists the built-in venues, and prints margin rules as the table that margin() and models read. */
#include "topics.h"

/*
 * liqmap.venue{venue, symbol, as_of}: the first one is a name or a document. A document has a key "venue" too but no key
 * "symbol", which is an argument that every call needs.
 */
static int venue(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("venue"), LQ_NAME("symbol"), LQ_NAME("as_of"), LQ_END};
    luaL_checkany(L, 1);
    const lq_arguments in = lq_get_args_if_field(L, 1, "symbol", parts);
    size_t length, symbol_length;
    const char *symbol = lq_text(L, &in, 1, &symbol_length);
    const int64_t as_of = lq_time_or(L, &in, 2, INT64_MAX);
    const char *name_or_document = lq_push_document(L, lq_item(&in, 0), &length);
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

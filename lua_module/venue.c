/* Venues: what there is, and the rules of one, as the table that margin() and models read. */
#include "glue.h"

static const char *const basis_names[] = {"mark", "entry"};
static const char *const rounding_names[] = {"unknown", "exact", "up", "down", "nearest"};

static void set_stated(lua_State *L, const char *name, double value)
{
    if (value > 0)
        lq_set_number(L, name, value);
}

static void push_tiers(lua_State *L, const lm_rules *rules)
{
    lua_createtable(L, rules->tier_count, 0);
    for (int i = 0; i < rules->tier_count; i++) {
        const lm_tier *tier = &rules->tiers[i];
        lua_createtable(L, 0, 4);
        lq_set_number(L, "floor", tier->floor);
        lq_set_number(L, "rate", tier->rate);
        lq_set_number(L, "deduct", tier->deduct);
        set_stated(L, "max_leverage", tier->max_leverage);
        lua_rawseti(L, -2, i + 1);
    }
}

/* What is not so by default. */
static void set_unusual(lua_State *L, const lm_rules *rules)
{
    if (rules->by_size)
        lq_set_text(L, "tiers_by", "size");
    if (rules->contract_size != 1)
        lq_set_number(L, "contract_size", rules->contract_size);
    set_stated(L, "rate_per_size", rules->rate_per_size);
    set_stated(L, "cap", rules->cap);
    set_stated(L, "known_to", rules->known_to);
    set_stated(L, "tick", rules->tick);
    if (rules->rounding[LM_LONG] == LM_ROUND_UNKNOWN && rules->rounding[LM_SHORT] == LM_ROUND_UNKNOWN)
        return;
    lua_createtable(L, 0, 2);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        lq_set_text(L, lq_side_names[side], rounding_names[rules->rounding[side]]);
    lua_setfield(L, -2, "rounding");
}

void lq_push_rules(lua_State *L, const lm_rules *rules)
{
    lua_createtable(L, 0, 7);
    lq_set_text(L, "contract", lq_contract_names[rules->contract]);
    lq_set_text(L, "basis", basis_names[rules->basis]);
    lq_set_number(L, "fee", rules->fee);
    lq_set_text(L, "fee_basis", basis_names[rules->fee_basis]);
    lq_set_number(L, "fixed", rules->fixed);
    lq_set_flag(L, "steps", rules->steps);
    set_unusual(L, rules);
    push_tiers(L, rules);
    lua_setfield(L, -2, "tiers");
}

/* liqmap.venue(name or document, symbol, as_of) */
static int venue(lua_State *L)
{
    size_t venue_length, symbol_length;
    const char *symbol = luaL_checklstring(L, 2, &symbol_length);
    const int64_t as_of = lq_opt_as_of(L, 3);
    luaL_checkany(L, 1);
    const char *named = lq_push_document(L, 1, &venue_length);
    lm_rules rules;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_venue_rules(&host.core, named, venue_length, symbol, symbol_length, as_of, &rules);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_push_rules(L, &rules);
    return 1;
}

static void push_entry(lua_State *L, const lm_venue_entry *entry)
{
    const lm_rules *rules = &entry->rules;
    lua_createtable(L, 0, 10);
    lq_set_text(L, "venue", entry->venue);
    lq_set_text(L, "symbol", entry->symbol);
    lq_set_text(L, "contract", lq_contract_names[rules->contract]);
    lq_set_number(L, "contract_size", rules->contract_size);
    lq_set_time(L, "since", entry->since);
    lq_set_count(L, "tiers", rules->tier_count);
    set_stated(L, "max_leverage", rules->tiers[0].max_leverage);
    set_stated(L, "cap", rules->cap);
    set_stated(L, "known_to", rules->known_to);
    lq_set_text(L, "source", entry->source);
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
        push_entry(L, &entry);
        lua_rawseti(L, -2, i);
    }
    return status == LM_DONE ? 1 : lq_refuse(L, &host, status);
}

void lq_venue_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"venue", venue},
        {"venues", venues},
        {NULL, NULL},
    };
    lq_setfuncs(L, functions);
}

/* Exact margin arithmetic of one position. */
#include "glue.h"

lm_status lq_read_rules(lua_State *L, lq_host *host, int index, lm_rules *rules)
{
    size_t length;
    lm_rules_init(rules);
    if (lua_isnil(L, index))
        return LM_OK;
    const char *json = lq_push_document(L, index, &length);
    return lm_rules_read(&host->core, json, length, rules);
}

/* liqmap.margin{side, entry, qty, rules, leverage, collateral} */
static int margin(lua_State *L)
{
    static const char *const names[] = {"side", "entry", "qty", "rules", "leverage", "collateral", NULL};
    const lq_arguments in = lq_take(L, 1, names);
    const lm_position position = {
        .side = lq_side(L, &in, 0),
        .entry = lq_number(L, &in, 1),
        .qty = lq_number(L, &in, 2),
        .leverage = lq_number_or(L, &in, 4, 0),
        .collateral = lq_number_or(L, &in, 5, 0),
    };
    lm_rules rules;
    lm_margin margin;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_rules(L, &host, in.first + 3, &rules);
    if (status == LM_OK)
        status = lm_margin_solve(&host.core, &rules, &position, &margin);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);

    lua_createtable(L, 0, 8);
    lq_set_text(L, "status", lm_margin_status_word(margin.status));
    lq_set_number(L, "liquidation_price", margin.liquidation_price);
    lq_set_number(L, "bankruptcy_price", margin.bankruptcy_price);
    lq_set_count(L, "tier_at_entry", margin.tier_at_entry);
    if (margin.tier_at_liquidation >= 0)
        lq_set_count(L, "tier_at_liquidation", margin.tier_at_liquidation);
    lq_set_number(L, "initial_margin", margin.initial_margin);
    lq_set_number(L, "maintenance_margin", margin.maintenance_margin);
    lq_set_number(L, "distance_pct", margin.distance_pct);
    return 1;
}

/* liqmap.liquidation_price{side, entry, leverage, rules, qty, collateral} */
static int liquidation_price(lua_State *L)
{
    static const char *const names[] = {"side", "entry", "leverage", "rules", "qty", "collateral", NULL};
    const lq_arguments in = lq_take(L, 1, names);
    const lm_position position = {
        .side = lq_side(L, &in, 0),
        .entry = lq_number(L, &in, 1),
        .leverage = lq_number_or(L, &in, 2, 0),
        .qty = lq_number_or(L, &in, 4, 0),
        .collateral = lq_number_or(L, &in, 5, 0),
    };
    lm_rules rules;
    lm_margin_status outcome;
    double price;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_rules(L, &host, in.first + 3, &rules);
    if (status == LM_OK)
        status = lm_liquidation_price(&host.core, &rules, &position, &outcome, &price);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    if (outcome == LM_MARGIN_PRICE)
        lua_pushnumber(L, price);
    else
        lua_pushnil(L);
    lua_pushstring(L, lm_margin_status_word(outcome));
    return 2;
}

static const char *const hedge_names[] = {"entry_long", "qty_long", "entry_short", "qty_short",
                                          "wallet",     "rules",    "mark",        NULL};

/* The arguments of a hedged position from the first place on; a refusal is pushed by the caller. */
static lm_status solve_hedge(lua_State *L, lq_host *host, lm_hedge_margin *margin)
{
    const lq_arguments in = lq_take(L, 1, hedge_names);
    const lm_hedge hedge = {
        .entry = {lq_number(L, &in, 0), lq_number(L, &in, 2)},
        .qty = {lq_number(L, &in, 1), lq_number(L, &in, 3)},
        .wallet = lq_number(L, &in, 4),
        .mark = lq_number_or(L, &in, 6, 0),
    };
    lm_rules rules;
    lq_host_init(L, host);
    const lm_status status = lq_read_rules(L, host, in.first + 5, &rules);
    return status == LM_OK ? lm_hedge_solve(&host->core, &rules, &hedge, margin) : status;
}

/* liqmap.hedged_margin{entry_long, qty_long, entry_short, qty_short, wallet, rules, mark} */
static int hedged_margin(lua_State *L)
{
    lm_hedge_margin margin;
    lq_host host;
    const lm_status status = solve_hedge(L, &host, &margin);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, 0, 6);
    lq_set_text(L, "status", lm_margin_status_word(margin.status));
    lq_set_number(L, "liquidation_price", margin.liquidation_price);
    lq_set_number(L, "price_below", margin.price_below);
    lq_set_number(L, "price_above", margin.price_above);
    lq_set_number(L, "equity", margin.equity);
    lq_set_number(L, "maintenance_margin", margin.maintenance_margin);
    return 1;
}

/* liqmap.hedged_liquidation_price{...}, the same arguments */
static int hedged_liquidation_price(lua_State *L)
{
    lm_hedge_margin margin;
    lq_host host;
    const lm_status status = solve_hedge(L, &host, &margin);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    if (margin.status == LM_MARGIN_PRICE)
        lua_pushnumber(L, margin.liquidation_price);
    else
        lua_pushnil(L);
    lua_pushstring(L, lm_margin_status_word(margin.status));
    return 2;
}

/* liqmap.round_liquidation_price{side, price, rules, tick} */
static int round_liquidation_price(lua_State *L)
{
    static const char *const names[] = {"side", "price", "rules", "tick", NULL};
    const lq_arguments in = lq_take(L, 1, names);
    const lm_side side = lq_side(L, &in, 0);
    const double price = lq_number(L, &in, 1), tick = lq_number_or(L, &in, 3, 0);
    double rounded;
    lm_rules rules;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_rules(L, &host, in.first + 2, &rules);
    if (status == LM_OK)
        status = lm_round_liquidation_price(&host.core, &rules, side, price, tick, &rounded);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_pushnumber(L, rounded);
    return 1;
}

void lq_margin_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"margin", margin},
        {"liquidation_price", liquidation_price},
        {"hedged_margin", hedged_margin},
        {"hedged_liquidation_price", hedged_liquidation_price},
        {"round_liquidation_price", round_liquidation_price},
        {NULL, NULL},
    };
    lq_setfuncs(L, functions);
}

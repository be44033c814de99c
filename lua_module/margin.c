/* Margin of single and hedged positions. */
#include "topics.h"

/* liqmap.margin{side, entry, qty, rules, leverage, collateral, mark} */
static int margin(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("side"),     LQ_NAME("entry"),      LQ_NAME("qty"),  LQ_NAME("rules"),
                                    LQ_NAME("leverage"), LQ_NAME("collateral"), LQ_NAME("mark"), LQ_END};
    const lq_arguments in = lq_get_args(L, 1, parts);
    const lm_position position = {
        .side = lq_side(L, &in, 0),
        .entry = lq_number(L, &in, 1),
        .qty = lq_number(L, &in, 2),
        .leverage = lq_number_or(L, &in, 4, 0),
        .collateral = lq_number_or(L, &in, 5, 0),
        .mark = lq_number_or(L, &in, 6, 0),
    };
    lm_rules rules;
    lm_margin margin;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_rules(L, &host, lq_item(&in, 3), &rules);
    if (status == LM_OK)
        status = lm_margin_solve(&host.core, &rules, &position, &margin);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_row(L, &lm_margin_columns, &margin);
    return 1;
}

/* Pushes how many days before the day that was asked the table of the rules was last known; nil if it is not stale. */
static void push_stale_days(lua_State *L, const lm_rules *rules)
{
    if (rules->origin.stale_days >= 0)
        lua_pushinteger(L, rules->origin.stale_days);
    else
        lua_pushnil(L);
}

/* liqmap.liquidation_price{side, entry, leverage, rules, qty, collateral, mark} */
static int liquidation_price(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("side"), LQ_NAME("entry"),      LQ_NAME("leverage"), LQ_NAME("rules"),
                                    LQ_NAME("qty"),  LQ_NAME("collateral"), LQ_NAME("mark"),     LQ_END};
    const lq_arguments in = lq_get_args(L, 1, parts);
    const lm_position position = {
        .side = lq_side(L, &in, 0),
        .entry = lq_number(L, &in, 1),
        .leverage = lq_number_or(L, &in, 2, 0),
        .qty = lq_number_or(L, &in, 4, 0),
        .collateral = lq_number_or(L, &in, 5, 0),
        .mark = lq_number_or(L, &in, 6, 0),
    };
    lm_rules rules;
    lm_margin_status outcome;
    double price;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_rules(L, &host, lq_item(&in, 3), &rules);
    if (status == LM_OK)
        status = lm_liquidation_price(&host.core, &rules, &position, &outcome, &price);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    if (outcome == LM_MARGIN_PRICE)
        lua_pushnumber(L, price);
    else
        lua_pushnil(L);
    lua_pushstring(L, lm_margin_status_word(outcome));
    push_stale_days(L, &rules);
    return 3;
}

static const lq_part hedge_parts[] = {
    LQ_NAME("entry_long"), LQ_NAME("qty_long"), LQ_NAME("entry_short"), LQ_NAME("qty_short"),
    LQ_NAME("wallet"),     LQ_NAME("rules"),    LQ_NAME("mark"),        LQ_END};

/* Reads the arguments of a hedged position and solves it; texts of *margin are those of *rules. The caller pushes the error. */
static lm_status solve_hedge(lua_State *L, lq_host *host, lm_rules *rules, lm_hedged_margin *margin)
{
    const lq_arguments in = lq_get_args(L, 1, hedge_parts);
    const lm_hedge hedge = {
        .entry = {lq_number(L, &in, 0), lq_number(L, &in, 2)},
        .qty = {lq_number(L, &in, 1), lq_number(L, &in, 3)},
        .wallet = lq_number(L, &in, 4),
        .mark = lq_number_or(L, &in, 6, 0),
    };
    lq_host_init(L, host);
    const lm_status status = lq_read_rules(L, host, lq_item(&in, 5), rules);
    return status == LM_OK ? lm_hedged_margin_solve(&host->core, rules, &hedge, margin) : status;
}

/* liqmap.hedged_margin{entry_long, qty_long, entry_short, qty_short, wallet, rules, mark} */
static int hedged_margin(lua_State *L)
{
    lm_rules rules;
    lm_hedged_margin margin;
    lq_host host;
    const lm_status status = solve_hedge(L, &host, &rules, &margin);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_row(L, &lm_hedged_margin_columns, &margin);
    return 1;
}

/* liqmap.hedged_liquidation_price{entry_long, qty_long, entry_short, qty_short, wallet, rules, mark} */
static int hedged_liquidation_price(lua_State *L)
{
    lm_rules rules;
    lm_hedged_margin margin;
    lq_host host;
    const lm_status status = solve_hedge(L, &host, &rules, &margin);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    if (margin.status == LM_MARGIN_PRICE)
        lua_pushnumber(L, margin.liquidation_price);
    else
        lua_pushnil(L);
    lua_pushstring(L, lm_margin_status_word(margin.status));
    push_stale_days(L, &rules);
    return 3;
}

/* liqmap.round_liquidation_price{side, price, rules, tick} */
static int round_liquidation_price(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("side"), LQ_NAME("price"), LQ_NAME("rules"), LQ_NAME("tick"), LQ_END};
    const lq_arguments in = lq_get_args(L, 1, parts);
    const lm_side side = lq_side(L, &in, 0);
    const double price = lq_number(L, &in, 1), tick = lq_number_or(L, &in, 3, 0);
    double rounded;
    lm_rules rules;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_rules(L, &host, lq_item(&in, 2), &rules);
    if (status == LM_OK)
        status = lm_round_liquidation_price(&host.core, &rules, side, price, tick, &rounded);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lua_pushnumber(L, rounded);
    return 1;
}

const luaL_Reg lq_margin_functions[] = {
    {"margin", margin},
    {"liquidation_price", liquidation_price},
    {"hedged_margin", hedged_margin},
    {"hedged_liquidation_price", hedged_liquidation_price},
    {"round_liquidation_price", round_liquidation_price},
    {NULL, NULL},
};

/* Exact margin arithmetic of one position. */
#include "glue.h"

static const char *const status_names[] = {"price", "never", "already"};

/* Without a quantity the position is so small that the first tier holds it; a power of two keeps every digit. */
#define TINY_QTY 0x1p-40

static lm_status solve(lua_State *L, lq_host *host, int rules_index, const lm_position *position, lm_margin *margin)
{
    lm_rules rules;
    lm_rules_init(&rules);
    if (!lua_isnil(L, rules_index)) {
        size_t length;
        const char *json = lq_push_document(L, rules_index, &length);
        const lm_status status = lm_rules_read(&host->core, json, length, &rules);
        if (status != LM_OK)
            return status;
    }
    return lm_margin_solve(&host->core, &rules, position, margin);
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
    lm_margin margin;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = solve(L, &host, in.first + 3, &position, &margin);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);

    lua_createtable(L, 0, 8);
    lq_set_text(L, "status", status_names[margin.status]);
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
    const double qty = lq_number_or(L, &in, 4, 0);
    const lm_position position = {
        .side = lq_side(L, &in, 0),
        .entry = lq_number(L, &in, 1),
        .leverage = lq_number_or(L, &in, 2, 0),
        .qty = qty == 0 ? TINY_QTY : qty,
        .collateral = lq_number_or(L, &in, 5, 0),
    };
    if (qty == 0 && position.collateral != 0)
        return lq_refuse_with(L, LM_E_ARGUMENT, "collateral needs a quantity");
    lm_margin margin;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = solve(L, &host, in.first + 3, &position, &margin);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    if (margin.status == LM_MARGIN_PRICE)
        lua_pushnumber(L, margin.liquidation_price);
    else
        lua_pushnil(L);
    lua_pushstring(L, status_names[margin.status]);
    return 2;
}

void lq_margin_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"margin", margin},
        {"liquidation_price", liquidation_price},
        {NULL, NULL},
    };
    lq_setfuncs(L, functions);
}

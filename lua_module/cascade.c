/* Markets as documents, and what a move sets off. The rows are owned by a userdata while they become tables. */
#include "glue.h"

/*
 * A market and a list of shocks are tables as well: only one that has a field `market` holds arguments by name. The
 * market is then read, once the arguments stand in their places.
 */
lq_arguments lq_take_market(lua_State *L, const char *const *names)
{
    bool named = false;
    if (lua_istable(L, 2)) {
        lua_getfield(L, 2, "market");
        named = !lua_isnil(L, -1);
        lua_pop(L, 1);
    }
    if (named)
        return lq_take(L, 2, names);
    int count = 0;
    while (names[count])
        count++;
    lua_settop(L, 1 + count);
    return (lq_arguments){2, false, names};
}

lm_status lq_read_market(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_market *market)
{
    size_t length;
    const int index = in->first + item;
    if (lua_isnil(L, index))
        luaL_argerror(L, in->named ? in->first : index, "market: table or JSON text expected, got nil");
    const char *json = lq_push_document(L, index, &length);
    const lm_status status = lm_market_read(&host->core, json, length, market);
    lua_pop(L, 1);
    return status;
}

/* ---- the document */

static void push_depths(lua_State *L, const lm_market *market, lm_side side)
{
    lua_createtable(L, market->depth_count[side], 0);
    for (int i = 0; i < market->depth_count[side]; i++) {
        lua_createtable(L, 2, 0);
        lua_pushnumber(L, market->depths[side][i].pct);
        lua_rawseti(L, -2, 1);
        lua_pushnumber(L, market->depths[side][i].notional);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, -2, i + 1);
    }
}

static void push_impact(lua_State *L, const lm_market *market)
{
    static const char *const impacts[] = {"linear", "sqrt", "saturating", "book"};
    lq_set_text(L, "impact", impacts[market->impact]);
    switch (market->impact) {
    case LM_IMPACT_SQRT:
        lq_set_number(L, "sigma", market->sigma);
        lq_set_number(L, "volume", market->volume);
        lq_set_number(L, "y", market->y);
        break;
    case LM_IMPACT_BOOK:
        push_depths(L, market, LM_LONG);
        lua_setfield(L, -2, lm_market_one_book(market) ? "levels" : "bids");
        if (lm_market_one_book(market))
            break;
        push_depths(L, market, LM_SHORT);
        lua_setfield(L, -2, "asks");
        break;
    case LM_IMPACT_SATURATING:
        lq_set_number(L, "limit_pct", market->limit_pct);
        /* fall through */
    default:
        lq_set_number(L, "depth_per_pct", market->depth_per_pct);
    }
}

static void push_engine(lua_State *L, const lm_engine *engine)
{
    lua_createtable(L, 0, 8);
    lq_set_number(L, "maintenance", engine->maintenance);
    lq_set_number(L, "partial", engine->partial);
    lq_set_number(L, "partial_above", engine->partial_above);
    lq_set_number(L, "cooldown", engine->cooldown);
    lq_set_number(L, "takeover", engine->takeover);
    lq_set_text(L, "order", engine->order == LM_ORDER_MARKET ? "market" : "bankruptcy");
    lq_set_number(L, "fund", engine->fund);
    lq_set_flag(L, "adl", engine->adl);
}

void lq_push_market(lua_State *L, const lm_market *market)
{
    lua_createtable(L, 0, 12);
    push_impact(L, market);
    lq_set_number(L, "multiplier", market->multiplier);
    lua_createtable(L, 0, 2);
    lq_set_number(L, "eta", market->eta);
    lq_set_number(L, "floor", market->evaporation_floor);
    lua_setfield(L, -2, "evaporation");
    lq_set_number(L, "share", market->share);
    if (market->reported[0] > 0) {
        lua_createtable(L, 2, 0);
        lua_pushnumber(L, market->reported[0]);
        lua_rawseti(L, -2, 1);
        lua_pushnumber(L, market->reported[1]);
        lua_rawseti(L, -2, 2);
        lua_setfield(L, -2, "reported");
    }
    lq_set_number(L, "jump_pct", market->jump_pct);
    if (market->reference_price > 0)
        lq_set_number(L, "reference_price", market->reference_price);
    push_engine(L, &market->engine);
    lua_setfield(L, -2, "engine");
}

/* liqmap.check_market(document) */
static int market_check(lua_State *L)
{
    luaL_checkany(L, 1);
    size_t length;
    const char *json = lq_push_document(L, 1, &length);
    lm_market market;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_market_read(&host.core, json, length, &market);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_push_market(L, &market);
    return 1;
}

/* ---- one cascade */

static void set_cascade(lua_State *L, const lm_cascade *cascade)
{
    lq_set_number(L, "final_price", cascade->final_price);
    lq_set_number(L, "move_pct", cascade->move_pct);
    lq_set_number(L, "size", cascade->size);
    lq_set_number(L, "notional", cascade->notional);
    lq_set_number(L, "amplification", cascade->amplification);
    lq_set_number(L, "branching_at_stop", cascade->branching_at_stop);
    lq_set_number(L, "branching_max", cascade->branching_max);
    lq_set_number(L, "branching_max_price", cascade->branching_max_price);
    lq_set_number(L, "critical_shock", cascade->critical_shock);
    lq_set_number(L, "landing_price", cascade->landing_price);
    lq_set_number(L, "jump_notional", cascade->jump_notional);
    lq_set_number(L, "shortfall", cascade->shortfall);
    lq_set_number(L, "adl_notional", cascade->adl_notional);
    lq_set_number(L, "move_pct_least", cascade->move_pct_least);
    lq_set_number(L, "move_pct_most", cascade->move_pct_most);
    lq_set_number(L, "notional_least", cascade->notional_least);
    lq_set_number(L, "notional_most", cascade->notional_most);
    lq_set_number(L, "critical_shock_least", cascade->critical_shock_least);
    lq_set_number(L, "critical_shock_most", cascade->critical_shock_most);
    lq_set_number(L, "shortfall_least", cascade->shortfall_least);
    lq_set_number(L, "shortfall_most", cascade->shortfall_most);
    lq_set_number(L, "worst_shock", cascade->worst_shock);
    lq_set_number(L, "worst_landing_price", cascade->worst_landing_price);
    lq_set_number(L, "worst_jump_notional", cascade->worst_jump_notional);
}

/* What two functions take, by place or by name. */
static lm_status read_shock(lua_State *L, lq_host *host, double *shock, lm_market *market)
{
    static const char *const names[] = {"shock", "market", NULL};
    const lq_arguments in = lq_take_market(L, names);
    *shock = lq_number(L, &in, 0);
    lq_host_init(L, host);
    return lq_read_market(L, host, &in, 1, market);
}

/* m:cascade{shock, market} */
int lq_map_cascade(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    double shock;
    lm_market market;
    lm_cascade cascade;
    lq_host host;
    lm_status status = read_shock(L, &host, &shock, &market);
    if (status == LM_OK)
        status = lm_cascade_run(&host.core, map->map, shock, &market, &cascade);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, 0, 24);
    set_cascade(L, &cascade);
    return 1;
}

static void release_classes(lm_host *host, void *payload)
{
    lm_cascade_classes_free(host, payload);
}

/* m:cascade_by_leverage{shock, market} */
int lq_map_cascade_by_leverage(lua_State *L)
{
    const lq_map *map = lq_check_map(L, 1);
    double shock;
    lm_market market;
    lq_host host;
    lm_status status = read_shock(L, &host, &shock, &market);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_cascade_classes *classes = lq_own(L, sizeof *classes, release_classes);
    status = lm_cascade_by_leverage(&host.core, map->map, shock, &market, classes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, (int)classes->count, 0);
    for (size_t i = 0; i < classes->count; i++) {
        const lm_cascade_class *class = &classes->rows[i];
        lua_createtable(L, 0, 8);
        lq_set_number(L, "leverage", class->leverage);
        lq_set_number(L, "size", class->size);
        lq_set_number(L, "notional", class->notional);
        lq_set_number(L, "standing_notional", class->standing_notional);
        lq_set_number(L, "shortfall", class->shortfall);
        lq_set_number(L, "adl_notional", class->adl_notional);
        lq_set_number(L, "notional_least", class->notional_least);
        lq_set_number(L, "notional_most", class->notional_most);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lq_disown(L, -2);
    return 1;
}

/* ---- the grid */

/* A list of numbers, replaced on the stack by a userdata that holds them; nil is `otherwise` alone. */
static const double *numbers(lua_State *L, const lq_arguments *in, int item, double otherwise, size_t *count)
{
    const int index = in->first + item, argument = in->named ? in->first : index;
    const bool left_out = lua_isnil(L, index) && otherwise != 0;
    if (!left_out && !lua_istable(L, index))
        luaL_argerror(
            L, argument,
            lua_pushfstring(L, "%s: list of numbers expected, got %s", in->names[item], luaL_typename(L, index)));
    *count = left_out ? 1 : lq_rawlen(L, index);
    double *values = lq_newuserdata(L, (*count + 1) * sizeof(double));
    values[0] = otherwise;
    for (size_t i = 0; !left_out && i < *count; i++) {
        lua_rawgeti(L, index, (int)i + 1);
        if (lua_type(L, -1) != LUA_TNUMBER)
            luaL_argerror(L, argument,
                          lua_pushfstring(L, "%s: a list without holes and of numbers only expected", in->names[item]));
        values[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    lua_replace(L, index);
    return values;
}

static void release_cascades(lm_host *host, void *payload)
{
    lm_cascades_free(host, payload);
}

/* m:cascades{shocks, market, depth_multipliers} */
int lq_map_cascades(lua_State *L)
{
    static const char *const names[] = {"shocks", "market", "depth_multipliers", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take_market(L, names);
    size_t shock_count, multiplier_count;
    const double *shocks = numbers(L, &in, 0, 0, &shock_count);
    const double *multipliers = numbers(L, &in, 2, 1, &multiplier_count);
    lm_market market;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_market(L, &host, &in, 1, &market);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_cascades *grid = lq_own(L, sizeof *grid, release_cascades);
    status = lm_cascades_run(&host.core, map->map, shocks, shock_count, multipliers, multiplier_count, &market, grid);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, (int)grid->count, 0);
    for (size_t i = 0; i < grid->count; i++) {
        lua_createtable(L, 0, 26);
        lq_set_number(L, "shock", grid->rows[i].shock);
        lq_set_number(L, "depth_multiplier", grid->rows[i].depth_multiplier);
        set_cascade(L, &grid->rows[i].cascade);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lq_disown(L, -2);
    return 1;
}

/* ---- fragility */

static void release_fragility(lm_host *host, void *payload)
{
    lm_fragility_free(host, payload);
}

static void push_step(lua_State *L, const lm_fragility_row *row)
{
    lua_createtable(L, 0, 10);
    lq_set_text(L, "side", lq_side_names[row->side]);
    lq_set_number(L, "price_low", row->price_low);
    lq_set_number(L, "price_high", row->price_high);
    lq_set_number(L, "distance_pct", row->distance_pct);
    lq_set_number(L, "liquidation_per_pct", row->liquidation_per_pct);
    lq_set_number(L, "depth_per_pct", row->depth_per_pct);
    lq_set_number(L, "branching", row->branching);
    lq_set_flag(L, "critical", row->critical);
    lq_set_number(L, "branching_least", row->branching_least);
    lq_set_number(L, "branching_most", row->branching_most);
}

/* m:fragility{market, step, within, empty_steps} */
int lq_map_fragility(lua_State *L)
{
    static const char *const names[] = {"market", "step", "within", "empty_steps", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take_market(L, names);
    const lm_fragility_options options = {
        .step = lq_number_or(L, &in, 1, 0),
        .within = lq_number_or(L, &in, 2, 0),
        .empty_steps = lq_flag(L, &in, 3),
    };
    lm_market market;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_market(L, &host, &in, 0, &market);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_fragility *fragility = lq_own(L, sizeof *fragility, release_fragility);
    status = lm_map_fragility(&host.core, map->map, &market, &options, fragility);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lua_createtable(L, (int)fragility->count, 0);
    for (size_t i = 0; i < fragility->count; i++) {
        push_step(L, &fragility->rows[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lq_disown(L, -2);
    return 1;
}

void lq_cascade_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"check_market", market_check},
        {NULL, NULL},
    };
    lq_setfuncs(L, functions);
}

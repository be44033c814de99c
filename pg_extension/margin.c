/* Margin arithmetic for single positions. */
#include "rows.h"

#include "nodes/primnodes.h"

/* Kept in fn_extra, as rules are mostly the same in every row. */
typedef struct solver {
    lm_host host;
    lm_rules rules;
    liqmap_arg_cache note;
    bool constant; /* the rules are written in the query: read once */
    Oid labels[2]; /* of the enum, as far as they were met */
    liqmap_row row;
} solver;

/* A parameter would not do: PL/pgSQL changes it under an expression that it keeps. */
static bool is_constant(FunctionCallInfo fcinfo, int argument)
{
    const Node *call = fcinfo->flinfo->fn_expr;
    return call && IsA(call, FuncExpr) && IsA(list_nth(((const FuncExpr *)call)->args, argument), Const);
}

static solver *new_solver(FunctionCallInfo fcinfo, int rules)
{
    solver *solve = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof *solve);
    solve->host = liqmap_host();
    solve->constant = is_constant(fcinfo, rules);
    fcinfo->flinfo->fn_extra = solve;
    return solve;
}

static void read_rules(FunctionCallInfo fcinfo, solver *solve, Datum rules)
{
    size_t length;
    const char *json = liqmap_json_text(rules, &length);
    liqmap_check(&solve->host, lm_rules_read(&solve->host, json, length, &solve->rules));
    liqmap_arg_cache_store(&solve->note, rules, fcinfo->flinfo->fn_mcxt);
}

static inline solver *solver_of(FunctionCallInfo fcinfo, int argument)
{
    solver *solve = fcinfo->flinfo->fn_extra;
    if (unlikely(solve == NULL))
        solve = new_solver(fcinfo, argument);
    if (unlikely(solve->note.bytes == NULL) ||
        (!solve->constant && !liqmap_arg_cache_is_current(&solve->note, PG_GETARG_DATUM(argument))))
        read_rules(fcinfo, solve, PG_GETARG_DATUM(argument));
    return solve;
}

static inline lm_side side_of(solver *solve, Oid label)
{
    if (likely(label == solve->labels[LM_LONG]))
        return LM_LONG;
    if (likely(label == solve->labels[LM_SHORT]))
        return LM_SHORT;
    const lm_side side = liqmap_side_of(label);
    solve->labels[side] = label;
    return side;
}

/* margin(side, entry, qty, rules, leverage, collateral) */
LIQMAP_FUNCTION(liqmap_margin)
{
    solver *solve = solver_of(fcinfo, 3);
    const lm_position position = {
        .side = side_of(solve, PG_GETARG_OID(0)),
        .entry = PG_GETARG_FLOAT8(1),
        .qty = PG_GETARG_FLOAT8(2),
        .leverage = PG_GETARG_FLOAT8(4),
        .collateral = PG_GETARG_FLOAT8(5),
    };
    lm_margin margin;
    liqmap_check(&solve->host, lm_margin_solve(&solve->host, &solve->rules, &position, &margin));
    return liqmap_row_result_in(&solve->row, fcinfo, &lm_margin_columns, &margin);
}

/* liquidation_price(side, entry, leverage, rules, qty, collateral) */
LIQMAP_FUNCTION(liqmap_liquidation_price)
{
    solver *solve = solver_of(fcinfo, 3);
    const lm_position position = {
        .side = side_of(solve, PG_GETARG_OID(0)),
        .entry = PG_GETARG_FLOAT8(1),
        .leverage = PG_GETARG_FLOAT8(2),
        .qty = PG_GETARG_FLOAT8(4),
        .collateral = PG_GETARG_FLOAT8(5),
    };
    lm_margin_status outcome;
    double price;
    liqmap_check(&solve->host, lm_liquidation_price(&solve->host, &solve->rules, &position, &outcome, &price));
    if (outcome != LM_MARGIN_PRICE)
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(price);
}

static lm_hedged_margin hedge_of(FunctionCallInfo fcinfo, solver *solve)
{
    const lm_hedge hedge = {
        .entry = {PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(2)},
        .qty = {PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(3)},
        .wallet = PG_GETARG_FLOAT8(4),
        .mark = PG_GETARG_FLOAT8(6),
    };
    lm_hedged_margin margin;
    liqmap_check(&solve->host, lm_hedged_margin_solve(&solve->host, &solve->rules, &hedge, &margin));
    return margin;
}

/* hedged_margin(entry_long, qty_long, entry_short, qty_short, wallet, rules, mark) */
LIQMAP_FUNCTION(liqmap_hedged_margin)
{
    solver *solve = solver_of(fcinfo, 5);
    const lm_hedged_margin margin = hedge_of(fcinfo, solve);
    return liqmap_row_result_in(&solve->row, fcinfo, &lm_hedged_margin_columns, &margin);
}

/* hedged_liquidation_price(entry_long, qty_long, entry_short, qty_short, wallet, rules, mark) */
LIQMAP_FUNCTION(liqmap_hedged_liquidation_price)
{
    const lm_hedged_margin margin = hedge_of(fcinfo, solver_of(fcinfo, 5));
    if (margin.status != LM_MARGIN_PRICE)
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(margin.liquidation_price);
}

/* round_liquidation_price(side, price, rules, tick) */
LIQMAP_FUNCTION(liqmap_round_liquidation_price)
{
    solver *solve = solver_of(fcinfo, 2);
    double rounded;
    liqmap_check(&solve->host, lm_round_liquidation_price(&solve->host, &solve->rules, side_of(solve, PG_GETARG_OID(0)),
                                                          PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(3), &rounded));
    PG_RETURN_FLOAT8(rounded);
}

/* Margin of single and hedged positions. */
#include "object.h"
#include "rows.h"

#include "nodes/primnodes.h"

/* The parsed rules, kept in fn_extra because most calls have the same rules in every row. */
typedef struct solver {
    lm_host host;
    lm_rules rules;
    liqmap_arg_cache rules_cache;
    bool constant; /* the rules are a constant of the query: read once */
    Oid labels[2]; /* enum labels seen so far, by lm_side */
    liqmap_row row;
} solver;

/* Tells whether an argument is a constant. A parameter is none: PL/pgSQL changes its value between calls. */
static bool is_constant(FunctionCallInfo fcinfo, int argument)
{
    const Node *call = fcinfo->flinfo->fn_expr;
    return call && IsA(call, FuncExpr) && IsA(list_nth(((const FuncExpr *)call)->args, argument), Const);
}

static solver *create_solver(FunctionCallInfo fcinfo, int rules)
{
    solver *solver = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof *solver);
    solver->host = liqmap_host();
    solver->constant = is_constant(fcinfo, rules);
    fcinfo->flinfo->fn_extra = solver;
    return solver;
}

static void read_rules(FunctionCallInfo fcinfo, solver *solver, Datum rules)
{
    size_t length;
    const char *json = liqmap_json_text(rules, &length);
    liqmap_check(&solver->host, lm_rules_read(&solver->host, json, length, &solver->rules));
    liqmap_notice_stale(&solver->rules);
    liqmap_arg_cache_store(&solver->rules_cache, rules, fcinfo->flinfo->fn_mcxt);
}

/* Returns the solver of this call, with the rules of this row. */
static inline solver *get_solver(FunctionCallInfo fcinfo, int argument)
{
    solver *solver = fcinfo->flinfo->fn_extra;
    if (unlikely(solver == NULL))
        solver = create_solver(fcinfo, argument);
    if (unlikely(solver->rules_cache.bytes == NULL) ||
        (!solver->constant && !liqmap_arg_cache_is_current(&solver->rules_cache, PG_GETARG_DATUM(argument))))
        read_rules(fcinfo, solver, PG_GETARG_DATUM(argument));
    return solver;
}

static inline lm_side get_side(solver *solver, Oid label)
{
    if (likely(label == solver->labels[LM_LONG]))
        return LM_LONG;
    if (likely(label == solver->labels[LM_SHORT]))
        return LM_SHORT;
    const lm_side side = liqmap_side_from_label(label);
    solver->labels[side] = label;
    return side;
}

/* margin(side, entry, qty, rules, leverage, collateral, mark) */
LIQMAP_FUNCTION(liqmap_margin)
{
    solver *solver = get_solver(fcinfo, 3);
    const lm_position position = {
        .side = get_side(solver, PG_GETARG_OID(0)),
        .entry = PG_GETARG_FLOAT8(1),
        .qty = PG_GETARG_FLOAT8(2),
        .leverage = PG_GETARG_FLOAT8(4),
        .collateral = PG_GETARG_FLOAT8(5),
        .mark = PG_GETARG_FLOAT8(6),
    };
    lm_margin margin;
    liqmap_check(&solver->host, lm_margin_solve(&solver->host, &solver->rules, &position, &margin));
    return liqmap_row_result_in(&solver->row, fcinfo, &lm_margin_columns, &margin);
}

/* liquidation_price(side, entry, leverage, rules, qty, collateral, mark) */
LIQMAP_FUNCTION(liqmap_liquidation_price)
{
    solver *solver = get_solver(fcinfo, 3);
    const lm_position position = {
        .side = get_side(solver, PG_GETARG_OID(0)),
        .entry = PG_GETARG_FLOAT8(1),
        .leverage = PG_GETARG_FLOAT8(2),
        .qty = PG_GETARG_FLOAT8(4),
        .collateral = PG_GETARG_FLOAT8(5),
        .mark = PG_GETARG_FLOAT8(6),
    };
    lm_margin_status outcome;
    double price;
    liqmap_check(&solver->host, lm_liquidation_price(&solver->host, &solver->rules, &position, &outcome, &price));
    if (outcome != LM_MARGIN_PRICE)
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(price);
}

static lm_hedged_margin solve_hedge(FunctionCallInfo fcinfo, solver *solver)
{
    const lm_hedge hedge = {
        .entry = {PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(2)},
        .qty = {PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(3)},
        .wallet = PG_GETARG_FLOAT8(4),
        .mark = PG_GETARG_FLOAT8(6),
    };
    lm_hedged_margin margin;
    liqmap_check(&solver->host, lm_hedged_margin_solve(&solver->host, &solver->rules, &hedge, &margin));
    return margin;
}

/* hedged_margin(entry_long, qty_long, entry_short, qty_short, wallet, rules, mark) */
LIQMAP_FUNCTION(liqmap_hedged_margin)
{
    solver *solver = get_solver(fcinfo, 5);
    const lm_hedged_margin margin = solve_hedge(fcinfo, solver);
    return liqmap_row_result_in(&solver->row, fcinfo, &lm_hedged_margin_columns, &margin);
}

/* hedged_liquidation_price(entry_long, qty_long, entry_short, qty_short, wallet, rules, mark) */
LIQMAP_FUNCTION(liqmap_hedged_liquidation_price)
{
    const lm_hedged_margin margin = solve_hedge(fcinfo, get_solver(fcinfo, 5));
    if (margin.status != LM_MARGIN_PRICE)
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(margin.liquidation_price);
}

/* round_liquidation_price(side, price, rules, tick) */
LIQMAP_FUNCTION(liqmap_round_liquidation_price)
{
    solver *solver = get_solver(fcinfo, 2);
    double rounded;
    liqmap_check(&solver->host,
                 lm_round_liquidation_price(&solver->host, &solver->rules, get_side(solver, PG_GETARG_OID(0)),
                                            PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(3), &rounded));
    PG_RETURN_FLOAT8(rounded);
}

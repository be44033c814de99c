/* Margin arithmetic for single positions. */
#include "liqmap_pg.h"

/* Kept in fn_extra, as rules are mostly the same in every row. */
typedef struct solver {
    lm_host host;
    lm_rules rules;
    liqmap_note note;
    liqmap_row row;
} solver;

static solver *solver_of(FunctionCallInfo fcinfo, Datum rules)
{
    solver *solve = fcinfo->flinfo->fn_extra;
    if (solve == NULL) {
        solve = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof *solve);
        solve->host = liqmap_host();
        fcinfo->flinfo->fn_extra = solve;
    }
    if (!liqmap_noted(&solve->note, rules)) {
        size_t length;
        const char *json = liqmap_json_text(rules, &length);
        liqmap_check(&solve->host, lm_rules_read(&solve->host, json, length, &solve->rules));
        liqmap_take_note(&solve->note, rules, fcinfo->flinfo->fn_mcxt);
    }
    return solve;
}

static void put_tier(liqmap_row *row, int tier)
{
    if (tier < 0)
        liqmap_put_null(row);
    else
        liqmap_put_int(row, tier);
}

/* margin(side, entry, qty, rules, leverage, collateral) */
LIQMAP_FUNCTION(liqmap_margin)
{
    solver *solve = solver_of(fcinfo, PG_GETARG_DATUM(3));
    const lm_position position = {
        .side = liqmap_side_of(PG_GETARG_OID(0)),
        .entry = PG_GETARG_FLOAT8(1),
        .qty = PG_GETARG_FLOAT8(2),
        .leverage = PG_GETARG_FLOAT8(4),
        .collateral = PG_GETARG_FLOAT8(5),
    };
    lm_margin margin;
    liqmap_check(&solve->host, lm_margin_solve(&solve->host, &solve->rules, &position, &margin));

    const char *status = lm_margin_status_word(margin.status);
    liqmap_row *row = &solve->row;
    liqmap_row_begin(row, fcinfo);
    liqmap_put_text(row, status, strlen(status));
    liqmap_put_number(row, margin.liquidation_price);
    liqmap_put_number(row, margin.bankruptcy_price);
    put_tier(row, margin.tier_at_entry);
    put_tier(row, margin.tier_at_liquidation);
    liqmap_put_number(row, margin.initial_margin);
    liqmap_put_number(row, margin.maintenance_margin);
    liqmap_put_number(row, margin.distance_pct);
    return liqmap_row_end(row);
}

/* liquidation_price(side, entry, leverage, rules, qty, collateral) */
LIQMAP_FUNCTION(liqmap_liquidation_price)
{
    solver *solve = solver_of(fcinfo, PG_GETARG_DATUM(3));
    const lm_position position = {
        .side = liqmap_side_of(PG_GETARG_OID(0)),
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

/* Accounts under cross margin. */
#include "account.h"
#include "object.h"
#include "rows.h"

#include "utils/jsonb.h"

/* ---- positions as jsonb */

static const Jsonb *positions_of(Datum datum)
{
    const Jsonb *positions = DatumGetJsonbP(datum);
    if (!JB_ROOT_IS_ARRAY(positions) || JB_ROOT_IS_SCALAR(positions))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("positions must be an array of objects"),
                        errhint("jsonb_agg() makes one from rows: jsonb_agg(jsonb_build_object('side', side, ...)).")));
    return positions;
}

lm_account *liqmap_account_argument(lm_host *host, Datum datum)
{
    const Jsonb *positions = positions_of(datum);
    const uint32 count = JB_ROOT_COUNT(positions);
    lm_account *account;
    liqmap_check(host, lm_account_create(host, &account));
    for (uint32 i = 0; i < count; i++) {
        size_t length;
        Jsonb *element = JsonbValueToJsonb(getIthJsonbValueFromContainer((JsonbContainer *)&positions->root, i));
        char *text = liqmap_json_text(JsonbPGetDatum(element), &length);
        CHECK_FOR_INTERRUPTS();
        liqmap_check(host, lm_account_read(host, account, text, length));
        pfree(text);
        pfree(element);
    }
    const lm_rules *rules;
    for (size_t i = 0; (rules = lm_account_rules_at(account, i)) != NULL; i++)
        liqmap_notice_stale(rules);
    return account;
}

/* Solves the account of argument 0, with the equity of argument 1 or, without it, from listed prices. */
static lm_account *solve(FunctionCallInfo fcinfo, lm_host *host, lm_account_margin *margin)
{
    lm_account *account = liqmap_account_argument(host, PG_GETARG_DATUM(0));
    liqmap_check(host, PG_NARGS() < 2 ? lm_account_solve_listed(host, account, margin)
                                      : lm_account_solve(host, account, PG_GETARG_FLOAT8(1), margin));
    return account;
}

/* cross_account(positions [, equity]) */
LIQMAP_FUNCTION(liqmap_cross_account)
{
    lm_host host = liqmap_host();
    lm_account_margin margin;
    size_t count;
    lm_account *account = solve(fcinfo, &host, &margin);
    const lm_account_row *rows = lm_account_rows(account, &count);
    liqmap_rows_result(fcinfo, &lm_account_row_columns, rows, count);
    lm_account_destroy(&host, account);
    return (Datum)0;
}

/* account_margin(positions [, equity]) */
LIQMAP_FUNCTION(liqmap_account_margin)
{
    lm_host host = liqmap_host();
    lm_account_margin margin;
    lm_account_destroy(&host, solve(fcinfo, &host, &margin));
    return liqmap_row_result(fcinfo, &lm_account_margin_columns, &margin);
}

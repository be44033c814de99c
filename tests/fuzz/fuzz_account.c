/*
 * Reads each line of any text as a position of an account, and solves the account with several equities and from its
 * listed prices. Every result must make sense, and must not depend on the order of the positions.
 */
#include "fixture.h"

#define MOST 64

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void check_row(const lm_account_row *row, const lm_account_margin *margin)
{
    const bool priced = !isnan(row->liquidation_price);
    demand(priced == (row->status == LM_MARGIN_PRICE));
    demand(!priced ||
           (row->side == LM_LONG ? row->liquidation_price <= row->mark : row->liquidation_price >= row->mark));
    demand(!priced || (row->liquidation_price > 0 && isfinite(row->liquidation_price)));
    demand(isnan(row->price_down) || (row->price_down >= 0 && row->price_down <= row->mark));
    demand(isnan(row->price_up) || (row->price_up >= row->mark && isfinite(row->price_up)));
    demand(row->isolated || (row->status == LM_MARGIN_UNKNOWN) == (margin->status == LM_MARGIN_UNKNOWN));
    demand(row->isolated || (row->status == LM_MARGIN_LIQUIDATABLE) == (margin->status == LM_MARGIN_LIQUIDATABLE));
}

static void check_margin(const lm_account_margin *margin)
{
    const bool moves = !isnan(margin->u_down) || !isnan(margin->u_up);
    demand(moves == (margin->status == LM_MARGIN_PRICE));
    demand(isnan(margin->u_down) || (margin->u_down > -1 && margin->u_down <= 0));
    demand(isnan(margin->u_up) || margin->u_up >= 0);
    demand(isnan(margin->equity) == (margin->status == LM_MARGIN_UNKNOWN));
    demand(margin->agrees <= margin->listed && margin->listed <= margin->held && margin->isolated <= margin->held);
}

/* Solves an account; a NaN equity means from its listed prices. False if the core refuses it. */
static bool solve(lm_account *account, double equity, lm_account_margin *margin)
{
    size_t count;
    if ((isnan(equity) ? lm_account_solve_listed(&host, account, margin)
                       : lm_account_solve(&host, account, equity, margin)) != LM_OK)
        return false;
    check_margin(margin);
    const lm_account_row *rows = lm_account_rows(account, &count);
    demand((int64_t)count == margin->held);
    for (size_t i = 0; i < count; i++)
        check_row(&rows[i], margin);
    return true;
}

static void check_order(lm_account *account, lm_account *turned, double equity)
{
    lm_account_margin margin, again;
    size_t count;
    const bool solved = solve(account, equity, &margin);
    demand(solve(turned, equity, &again) == solved);
    if (!solved)
        return;
    demand(memcmp(&margin, &again, sizeof margin) == 0);
    const lm_account_row *rows = lm_account_rows(account, &count), *others = lm_account_rows(turned, &count);
    for (size_t i = 0; i < count; i++)
        demand(memcmp(&rows[i], &others[count - 1 - i], sizeof *rows) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double equities[] = {NAN, -1, 0, 1, 20, 1000, 1e6, 1e300};
    struct line {
        const char *text;
        size_t length;
    } lines[MOST];
    int count = 0;
    lm_account *account, *turned;
    lm_host_init(&host);
    must(lm_account_create(&host, &account));
    must(lm_account_create(&host, &turned));
    for (const uint8_t *at = data, *end = data + size; at < end && count < MOST;) {
        const uint8_t *next = memchr(at, '\n', (size_t)(end - at));
        const size_t length = (size_t)((next ? next : end) - at);
        if (lm_account_read(&host, account, (const char *)at, length) == LM_OK)
            lines[count++] = (struct line){(const char *)at, length};
        at = next ? next + 1 : end;
    }
    for (int i = count; i-- > 0;)
        must(lm_account_read(&host, turned, lines[i].text, lines[i].length));
    for (size_t i = 0; i < sizeof equities / sizeof *equities; i++)
        check_order(account, turned, equities[i]);
    lm_account_destroy(&host, account);
    lm_account_destroy(&host, turned);
    return 0;
}

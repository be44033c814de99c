/*
 * An account under cross margin: the price of each position with the others at their marks, the equity from listed
 * prices, and what listed prices say about each position.
 */
#include "base/bytes.h"
#include "base/number.h"
#include "base/sort.h"
#include "margin/account.h"

#define INTERRUPT_EVERY 4096

/* ---- one position */

/*
 * Returns the price at which a position is liquidated that has `available` beside its requirement at the mark; NaN if
 * there is none.
 */
static double price_of(const lm_account_leg *leg, double available, double mark)
{
    lm_margin_position position = leg->position;
    int tier;
    double price;
    position.collateral = available + leg->maintenance - position.direction * (position.at_mark - position.value);
    if (lm_margin_position_exit(&position, leg->tier, &tier, &price) != LM_MARGIN_PRICE)
        return NAN;
    const bool falls = (position.direction > 0) == (position.rules->contract == LM_LINEAR);
    return falls ? fmin(price, mark) : fmax(price, mark); /* rounding may put it on the other side of the mark */
}

/* Returns what the collateral of an isolated position leaves at the mark. */
static double available_isolated(const lm_account_leg *leg, double collateral)
{
    const lm_margin_position *position = &leg->position;
    return collateral + position->direction * (position->at_mark - position->value) - leg->maintenance;
}

static bool liquidatable(double available, double notional)
{
    return available <= LM_MARGIN_ROUNDING * notional;
}

static lm_status set_price(lm_host *host, const lm_account_leg *leg, double available, bool gone, lm_account_row *row)
{
    if (gone) {
        row->status = LM_MARGIN_LIQUIDATABLE;
        return LM_OK;
    }
    row->liquidation_price = price_of(leg, available, row->mark);
    row->status = isnan(row->liquidation_price) ? LM_MARGIN_NEVER : LM_MARGIN_PRICE;
    row->distance_pct = (row->liquidation_price / row->mark - 1) * 100;
    if (leg->known_rules && row->status == LM_MARGIN_PRICE)
        return lm_margin_check_known(host, leg->known_rules,
                                     leg->position.qty * lm_account_y(leg, row->liquidation_price));
    return LM_OK;
}

/* ---- listed prices */

static bool near(double price, double listed)
{
    return fabs(price - listed) <= LM_ACCOUNT_TOLERANCE * listed;
}

/* Returns the flat maintenance rate with which a cross position dies at its listed price; NaN if there is none. */
static double implied_rate(const lm_account_leg *leg, double available)
{
    const lm_margin_position *position = &leg->position;
    const double change = position->qty * lm_account_y(leg, leg->listed_price) - position->at_mark;
    const double rate = (available + position->direction * change) / change;
    return rate > 0 && rate < 1 ? rate : NAN;
}

/* How far a listed price may be from that of an isolated position without added margin: funding changes the margin. */
#define ISOLATED_TOLERANCE 0.01
/* The greatest maximum leverage whose rate is looked for, and how near the rate must be. */
#define GREATEST_LEVERAGE 100
#define RATE_TOLERANCE 1e-3

static bool seems_isolated(const lm_account_leg *leg, const lm_account_row *row, double entry_value)
{
    lm_account_leg alone = *leg;
    alone.position.value = entry_value;
    const double available = available_isolated(&alone, leg->default_collateral);
    if (!(available > 0))
        return false;
    const double price = price_of(&alone, available, row->mark);
    return fabs(price - row->listed_price) <= ISOLATED_TOLERANCE * fabs(row->listed_price - row->mark);
}

/* Tells whether a rate is half of one over a whole leverage, as venues derive maintenance rates. */
static bool of_leverage(double rate)
{
    const double leverage = 0.5 / rate;
    const double whole = floor(leverage + 0.5);
    return whole >= 1 && whole <= GREATEST_LEVERAGE && fabs(leverage - whole) <= RATE_TOLERANCE * whole;
}

static const char *likely_reason(const lm_account_leg *leg, const lm_account_row *row)
{
    if (leg->isolated || isnan(row->listed_price))
        return NULL;
    if (row->leverage > 0 && seems_isolated(leg, row, leg->default_collateral * row->leverage))
        return "isolated";
    return of_leverage(row->implied_rate) ? "rate" : NULL;
}

/* Compares the price of a row with its listed one. */
static void check_listed(const lm_account_leg *leg, double available, lm_account_row *row)
{
    const bool lists_never = leg->listed && isnan(leg->listed_price);
    row->counted_price = leg->listed ? leg->listed_price : row->liquidation_price;
    if (!leg->listed || row->status == LM_MARGIN_UNKNOWN)
        return;
    row->difference = (row->liquidation_price - row->listed_price) / row->listed_price;
    const bool agrees = lists_never ? row->status == LM_MARGIN_NEVER : near(row->liquidation_price, row->listed_price);
    row->listed = agrees ? "agrees" : "differs";
    if (!leg->isolated && !lists_never)
        row->implied_rate = implied_rate(leg, available);
    if (!agrees)
        row->likely = likely_reason(leg, row);
}

/* ---- the account */

static void clear_row(lm_account_row *row)
{
    row->status = LM_MARGIN_UNKNOWN;
    row->listed = row->likely = NULL;
    row->gives_equity = false;
    row->liquidation_price = row->distance_pct = row->price_down = row->price_up = row->difference = row->implied_rate =
        row->counted_price = NAN;
}

static lm_status solve_row(lm_host *host, const lm_account_leg *leg, const lm_account_margin *margin,
                           lm_account_row *row)
{
    clear_row(row);
    if (leg->isolated) {
        const double available = available_isolated(leg, leg->position.collateral);
        LM_TRY(set_price(host, leg, available, liquidatable(available, leg->position.value), row));
    } else if (margin->status != LM_MARGIN_UNKNOWN) {
        LM_TRY(set_price(host, leg, margin->margin_available, margin->status == LM_MARGIN_LIQUIDATABLE, row));
        row->price_down = row->mark * (1 + margin->u_down);
        row->price_up = row->mark * (1 + margin->u_up);
        if (!lm_finite(row->price_up))
            row->price_up = NAN;
    }
    check_listed(leg, margin->margin_available, row);
    return LM_OK;
}

static lm_status solve_rows(lm_host *host, lm_account *account, lm_account_margin *margin)
{
    for (size_t i = 0; i < account->count; i++) {
        lm_account_row *row = &account->rows[i];
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        LM_TRY(solve_row(host, &account->legs[i], margin, row));
        margin->isolated += account->legs[i].isolated;
        margin->listed += account->legs[i].listed;
        margin->agrees += row->listed && row->listed[0] == 'a';
    }
    return LM_OK;
}

/* Finds the state of the account from `available`, NaN if it is unknown. */
static lm_status solve_margin(lm_host *host, const lm_account *account, const lm_account_total *total, double available,
                              lm_account_margin *margin)
{
    margin->maintenance_margin = total->maintenance;
    margin->notional = total->notional;
    margin->margin_available = available;
    margin->held = (int64_t)account->count;
    margin->u_down = margin->u_up = NAN;
    if (isnan(available))
        margin->status = LM_MARGIN_UNKNOWN;
    else if (total->notional > 0 && liquidatable(available, total->notional))
        margin->status = LM_MARGIN_LIQUIDATABLE;
    else {
        LM_TRY(lm_account_joint(host, account, total, available, &margin->u_down, &margin->u_up));
        margin->status = isnan(margin->u_down) && isnan(margin->u_up) ? LM_MARGIN_NEVER : LM_MARGIN_PRICE;
    }
    return LM_OK;
}

lm_status lm_account_solve(lm_host *host, lm_account *account, double equity, lm_account_margin *margin)
{
    char text[LM_NUMBER_SIZE];
    lm_account_total total;
    lm_account_margin solved = {.equity = equity};
    if (!lm_finite(equity))
        return lm_fail(host, LM_E_RANGE, NULL, "equity must be finite, not %s", lm_number_text(equity, text));
    LM_TRY(lm_account_sum(host, account, &total));
    const double available = equity - total.maintenance;
    if (!lm_finite(available))
        return lm_fail(host, LM_E_RANGE, NULL, "the sum of the positions is too large for a number");
    LM_TRY(solve_margin(host, account, &total, available, &solved));
    LM_TRY(solve_rows(host, account, &solved));
    *margin = solved;
    return LM_OK;
}

lm_status lm_account_solve_listed(lm_host *host, lm_account *account, lm_account_margin *margin)
{
    lm_account_total total;
    lm_account_margin solved = {.equity = NAN};
    double available;
    LM_TRY(lm_account_sum(host, account, &total));
    LM_TRY(lm_account_available(host, account, &available));
    LM_TRY(solve_margin(host, account, &total, available, &solved));
    solved.equity = available + total.maintenance;
    LM_TRY(solve_rows(host, account, &solved));
    for (size_t i = 0; i < account->count; i++) {
        const lm_account_leg *leg = &account->legs[i];
        account->rows[i].gives_equity = !leg->isolated && leg->listed && !isnan(leg->listed_price) &&
                                        lm_account_available_at(leg, lm_account_y(leg, leg->listed_price)) == available;
    }
    *margin = solved;
    return LM_OK;
}

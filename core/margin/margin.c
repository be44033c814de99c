/*
 * The closed form of docs/margin.md. Linear and inverse contracts share it: in y = price, or 1 / price for an inverse
 * contract, where a long position then stands like a short one, profit is linear in y and notional is qty * y.
 */
#include <math.h>

#include "base/host.h"
#include "base/number.h"

/* A position in y. */
typedef struct stake {
    const lm_rules *rules;
    double money; /* what the amounts in the rules are multiplied by */
    double turn;  /* +1 loses as y falls, -1 as it rises */
    double qty;
    double value;      /* notional at entry */
    double collateral; /* at entry */
} stake;

static double floor_of(const stake *stake, int tier)
{
    return stake->rules->tiers[tier].floor * stake->money;
}

static double deduct_of(const stake *stake, int tier)
{
    return stake->rules->tiers[tier].deduct * stake->money;
}

static int tier_of(const stake *stake, double notional)
{
    int tier = 0;
    while (tier + 1 < stake->rules->tier_count && notional >= floor_of(stake, tier + 1))
        tier++;
    return tier;
}

/* What must be left of the collateral at this notional. */
static double requirement(const stake *stake, int tier, double notional)
{
    const lm_rules *rules = stake->rules;
    const double maintained = rules->basis == LM_BASIS_MARK ? notional : stake->value;
    const double charged = rules->fee_basis == LM_BASIS_MARK ? notional : stake->value;
    return rules->tiers[tier].rate * maintained - deduct_of(stake, tier) + rules->fee * charged +
           rules->fixed * stake->money;
}

/* Equity less requirement. */
static double surplus(const stake *stake, int tier, double notional)
{
    return stake->collateral + stake->turn * (notional - stake->value) - requirement(stake, tier, notional);
}

/*
 * Where the surplus is 0 if this tier holds. A replay multiplies the result onto dyadic prices, where one ulp moves
 * whole cells: the order of operations is part of the contract.
 */
static double closed_form(const stake *stake, int tier)
{
    const lm_rules *rules = stake->rules;
    const double q = stake->qty, t = stake->turn;
    double at_mark = 0, at_entry = 0;
    *(rules->basis == LM_BASIS_MARK ? &at_mark : &at_entry) += rules->tiers[tier].rate;
    *(rules->fee_basis == LM_BASIS_MARK ? &at_mark : &at_entry) += rules->fee;
    return (stake->collateral + deduct_of(stake, tier) - rules->fixed * stake->money - at_entry * stake->value -
            t * stake->value) /
           (q * at_mark - t * q);
}

/*
 * The tier that holds where the position is liquidated. Tiers are walked from the one at entry in the direction of the
 * loss and never back, by the sign of the surplus where the price leaves them, so a solution at a floor cannot make it
 * oscillate.
 */
static int tier_of_liquidation(const stake *stake, int tier)
{
    if (stake->rules->basis == LM_BASIS_ENTRY)
        return tier;
    if (stake->turn > 0)
        while (tier > 0 && surplus(stake, tier, floor_of(stake, tier)) > 0)
            tier--;
    else
        while (tier + 1 < stake->rules->tier_count && surplus(stake, tier, floor_of(stake, tier + 1)) >= 0)
            tier++;
    return tier;
}

/* NaN where there is no price, or none that a double holds. */
static double price_of(const lm_rules *rules, double y)
{
    if (!(y >= 0x1p-1022 && y <= 0x1p1022))
        return NAN;
    return rules->contract == LM_INVERSE ? 1 / y : y;
}

/* Collateral that exceeds the requirement by rounding alone does not hold a position. */
#define ROUNDING 4e-16

static lm_margin_status liquidate(const stake *stake, int tier_at_entry, int *tier, double *price)
{
    if (surplus(stake, tier_at_entry, stake->value) <= ROUNDING * stake->value)
        return LM_MARGIN_ALREADY;
    const int at = tier_of_liquidation(stake, tier_at_entry);
    double solution = closed_form(stake, at);
    if (at != tier_at_entry) {
        /* Where the requirement jumps over the equity as the price enters this tier, that is the place. */
        const double gate = floor_of(stake, at > tier_at_entry ? at : at + 1) / stake->qty;
        if (stake->turn * (solution - gate) > 0)
            solution = gate;
    }
    const double found = price_of(stake->rules, solution);
    if (found != found)
        return LM_MARGIN_NEVER;
    *tier = at;
    *price = found;
    return LM_MARGIN_PRICE;
}

static double turn_of(const lm_rules *rules, lm_side side)
{
    return (side == LM_LONG) == (rules->contract == LM_LINEAR) ? 1 : -1;
}

lm_margin_status lm_margin_ratio(const lm_rules *rules, double position, double reference_price, lm_side side, double x,
                                 double *ratio)
{
    const bool scaled = rules->contract == LM_INVERSE && reference_price > 0;
    /* Entered at 1, an inverse position is worth as many coins as quote: amounts in coin move to that scale. */
    const stake stake = {.rules = rules,
                         .money = scaled ? reference_price : 1,
                         .turn = turn_of(rules, side),
                         .qty = position,
                         .value = position,
                         .collateral = position / x};
    int tier;
    return liquidate(&stake, tier_of(&stake, position), &tier, ratio);
}

static lm_status check_number(lm_host *host, const char *name, double value, bool may_be_zero)
{
    char text[LM_NUMBER_SIZE];
    if (lm_finite(value) && (value > 0 || (may_be_zero && value == 0)))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be finite and %s 0, not %s", name,
                   may_be_zero ? "at least" : "above", lm_number_text(value, text));
}

static lm_status check_position(lm_host *host, const lm_rules *rules, const lm_position *position)
{
    if (rules->tier_count < 1 || rules->tier_count > LM_MAX_TIERS)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "margin rules need 1 to %d tiers", LM_MAX_TIERS);
    LM_TRY(check_number(host, "entry", position->entry, false));
    LM_TRY(check_number(host, "qty", position->qty, false));
    LM_TRY(check_number(host, "leverage", position->leverage, true));
    if (!lm_finite(position->collateral))
        return lm_fail(host, LM_E_RANGE, NULL, "collateral must be finite");
    if (position->leverage == 0 && position->collateral == 0)
        return lm_fail(host, LM_E_ARGUMENT, "Give a leverage (isolated margin), the collateral, or both.",
                       "a position needs a leverage or collateral");
    return LM_OK;
}

/* A venue would not open it: more leverage than the tier at entry allows. */
static lm_status check_leverage(lm_host *host, const lm_tier *tier, double leverage)
{
    char given[LM_NUMBER_SIZE], allowed[LM_NUMBER_SIZE];
    if (tier->max_leverage == 0 || leverage <= tier->max_leverage)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Lower the leverage or the quantity, or leave max_leverage out of the tiers.",
                   "leverage %s is above %s, the most that the tier of this notional allows",
                   lm_number_text(leverage, given), lm_number_text(tier->max_leverage, allowed));
}

lm_status lm_margin_solve(lm_host *host, const lm_rules *rules, const lm_position *position, lm_margin *margin)
{
    LM_TRY(check_position(host, rules, position));
    stake stake = {.rules = rules, .money = 1, .turn = turn_of(rules, position->side), .qty = position->qty};
    stake.value = rules->contract == LM_INVERSE ? position->qty / position->entry : position->qty * position->entry;
    stake.collateral = (position->leverage > 0 ? stake.value / position->leverage : 0) + position->collateral;
    if (!lm_finite(stake.value) || !(stake.value > 0) || !lm_finite(stake.collateral))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of the position is not a number that can be held");

    lm_margin solved = {.tier_at_entry = tier_of(&stake, stake.value), .tier_at_liquidation = -1};
    LM_TRY(check_leverage(host, &rules->tiers[solved.tier_at_entry], position->leverage));
    solved.initial_margin = stake.collateral;
    solved.maintenance_margin = requirement(&stake, solved.tier_at_entry, stake.value);
    solved.liquidation_price = NAN;
    solved.bankruptcy_price =
        price_of(rules, (stake.collateral - stake.turn * stake.value) / (-stake.turn * stake.qty));
    solved.status = liquidate(&stake, solved.tier_at_entry, &solved.tier_at_liquidation, &solved.liquidation_price);
    solved.distance_pct = (solved.liquidation_price / position->entry - 1) * 100;
    *margin = solved;
    return LM_OK;
}

/* A power of two keeps every digit. */
#define TINY_QTY 0x1p-40

lm_status lm_liquidation_price(lm_host *host, const lm_rules *rules, const lm_position *position,
                               lm_margin_status *status, double *price)
{
    lm_position held = *position;
    lm_margin margin;
    if (position->qty == 0 && position->collateral != 0)
        return lm_fail(host, LM_E_ARGUMENT, "Give the quantity of the position behind which the collateral stands.",
                       "collateral needs a quantity");
    if (position->qty == 0)
        held.qty = TINY_QTY;
    LM_TRY(lm_margin_solve(host, rules, &held, &margin));
    *status = margin.status;
    *price = margin.liquidation_price;
    return LM_OK;
}

const char *lm_margin_status_word(lm_margin_status status)
{
    static const char *const words[] = {"price", "never", "already"};
    return words[status];
}

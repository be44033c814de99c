/* The closed form of docs/margin.md for one position. */
#include "base/host.h"
#include "base/number.h"
#include "margin/rules.h"
#include "margin/margin_position.h"

/* Equity less requirement. */
static double surplus(const lm_margin_position *stake, int tier, double notional)
{
    return stake->collateral + stake->turn * (notional - stake->value) -
           lm_margin_position_requirement(stake, tier, notional);
}

/*
 * Where the surplus is 0 if this tier holds. A replay multiplies the result onto dyadic prices, where one ulp moves
 * whole cells: the order of operations is part of the contract.
 */
static double closed_form(const lm_margin_position *stake, int tier)
{
    const lm_rules *rules = stake->rules;
    const double q = stake->qty, t = stake->turn;
    double at_mark = 0, at_entry = 0;
    *(rules->basis == LM_BASIS_MARK ? &at_mark : &at_entry) += rules->tiers[tier].rate;
    *(rules->fee_basis == LM_BASIS_MARK ? &at_mark : &at_entry) += rules->fee;
    return (stake->collateral + lm_margin_position_deduct(stake, tier) - rules->fixed * stake->money -
            at_entry * stake->value - t * stake->value) /
           (q * at_mark - t * q);
}

/*
 * The tier that holds where the position is liquidated. Tiers are walked from the one at entry in the direction of the
 * loss and never back, by the sign of the surplus where the price leaves them, so a solution at a floor cannot make it
 * oscillate.
 */
static int tier_of_liquidation(const lm_margin_position *stake, int tier)
{
    if (stake->rules->basis == LM_BASIS_ENTRY)
        return tier;
    if (stake->turn > 0)
        while (tier > 0 && surplus(stake, tier, lm_margin_position_floor(stake, tier)) > 0)
            tier--;
    else
        while (tier + 1 < stake->rules->tier_count &&
               surplus(stake, tier, lm_margin_position_floor(stake, tier + 1)) >= 0)
            tier++;
    return tier;
}

static lm_margin_status liquidate(const lm_margin_position *stake, int tier_at_entry, int *tier, double *price)
{
    if (surplus(stake, tier_at_entry, stake->value) <= LM_MARGIN_ROUNDING * stake->value)
        return LM_MARGIN_LIQUIDATABLE;
    const int at = tier_of_liquidation(stake, tier_at_entry);
    double solution = closed_form(stake, at);
    if (at != tier_at_entry) {
        /* Where the requirement jumps over the equity as the price enters this tier, that is the place. */
        const double gate = lm_margin_position_floor(stake, at > tier_at_entry ? at : at + 1) / stake->qty;
        if (stake->turn * (solution - gate) > 0)
            solution = gate;
    }
    const double found = lm_margin_price(stake->rules, solution);
    if (found != found)
        return LM_MARGIN_NEVER;
    *tier = at;
    *price = found;
    return LM_MARGIN_PRICE;
}

lm_margin_status lm_margin_ratio(const lm_rules *rules, double position, double reference_price, lm_side side, double x,
                                 double *ratio)
{
    lm_rules picked;
    if (rules->by_size) {
        lm_rules_at_size(rules, lm_rules_size(rules, position, reference_price), &picked);
        rules = &picked;
    }
    const bool scaled = rules->contract == LM_INVERSE && reference_price > 0;
    /* Entered at 1, an inverse position is worth as many coins as quote: amounts in coin move to that scale. */
    const lm_margin_position stake = {.rules = rules,
                                      .money = scaled ? reference_price : 1,
                                      .turn = lm_margin_direction(rules, side),
                                      .qty = position,
                                      .value = position,
                                      .collateral = position / x};
    int tier;
    return liquidate(&stake, lm_margin_position_tier(&stake, position), &tier, ratio);
}

lm_status lm_margin_check_number(lm_host *host, const char *name, double value, bool may_be_zero)
{
    char text[LM_NUMBER_SIZE];
    if (lm_finite(value) && (value > 0 || (may_be_zero && value == 0)))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be finite and %s 0, not %s", name,
                   may_be_zero ? "at least" : "above", lm_number_text(value, text));
}

static inline bool is_sound(const lm_rules *rules, const lm_position *position)
{
    return rules->tier_count >= 1 && rules->tier_count <= LM_MAX_TIERS && rules->contract_size > 0 &&
           position->entry > 0 && position->qty > 0 && position->leverage >= 0 &&
           (position->leverage != 0 || position->collateral != 0) &&
           lm_finite(position->entry + position->qty + position->leverage + position->collateral);
}

/* What is wrong with it. */
static lm_status refuse_position(lm_host *host, const lm_rules *rules, const lm_position *position)
{
    if (rules->tier_count < 1 || rules->tier_count > LM_MAX_TIERS)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "margin rules need 1 to %d tiers", LM_MAX_TIERS);
    if (!(rules->contract_size > 0))
        return lm_fail(host, LM_E_ARGUMENT, "Begin with lm_rules_init().", "margin rules need a contract size above 0");
    LM_TRY(lm_margin_check_number(host, "entry", position->entry, false));
    LM_TRY(lm_margin_check_number(host, "qty", position->qty, false));
    LM_TRY(lm_margin_check_number(host, "leverage", position->leverage, true));
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
    if (LM_LIKELY(tier->max_leverage == 0 || leverage <= tier->max_leverage))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE,
                   "Lower the leverage or the quantity; \"any_leverage\": true in the rules allows it.",
                   "leverage %s is above %s, the most that the tier of this notional allows",
                   lm_number_text(leverage, given), lm_number_text(tier->max_leverage, allowed));
}

static lm_status check_known(lm_host *host, const lm_rules *rules, double measure)
{
    char given[LM_NUMBER_SIZE], most[LM_NUMBER_SIZE];
    if (rules->known_to == 0 || measure <= rules->known_to)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Give the tiers beyond. Without known_to in the rules the last one holds for all.",
                   "a position of %s is beyond %s, up to which the tiers are known", lm_number_text(measure, given),
                   lm_number_text(rules->known_to, most));
}

lm_status lm_margin_check_measure(lm_host *host, const lm_rules *rules, double measure)
{
    char given[LM_NUMBER_SIZE], most[LM_NUMBER_SIZE];
    if (rules->cap > 0 && measure > rules->cap)
        return lm_fail(host, LM_E_RANGE, "Lower the quantity, or leave cap out of the rules.",
                       "a position of %s is above %s, the largest that the venue opens", lm_number_text(measure, given),
                       lm_number_text(rules->cap, most));
    return check_known(host, rules, measure);
}

/* Price can carry a position out of the tiers that are known. */
static lm_status check_end(lm_host *host, const lm_rules *rules, const lm_margin_position *stake, double price)
{
    if (rules->known_to == 0 || rules->by_size || rules->basis == LM_BASIS_ENTRY)
        return LM_OK;
    return check_known(host, rules, stake->qty * (rules->contract == LM_INVERSE ? 1 / price : price));
}

/* Rates that grow with size reach 1 somewhere. */
static lm_status check_rate(lm_host *host, const lm_rules *rules, double qty)
{
    char rate[LM_NUMBER_SIZE], size[LM_NUMBER_SIZE];
    if (rules->tiers[0].rate >= 0 && rules->tiers[0].rate + rules->fee < 1)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "a quantity of %s has a maintenance rate of %s, which is not from 0 to 1",
                   lm_number_text(qty, size), lm_number_text(rules->tiers[0].rate, rate));
}

/* A position and the rules that hold for it, checked. */
typedef struct holding {
    lm_margin_position stake;
    int tier; /* at entry, of the rules of the stake */
    int tier_of_size;
    lm_rules picked; /* where tiers are by size */
} holding;

static lm_status take_position(lm_host *host, const lm_rules *rules, const lm_position *position, holding *held)
{
    if (LM_UNLIKELY(!is_sound(rules, position)))
        LM_TRY(refuse_position(host, rules, position));
    held->tier_of_size = -1;
    held->stake = (lm_margin_position){.rules = rules,
                                       .money = 1,
                                       .turn = lm_margin_direction(rules, position->side),
                                       .qty = position->qty * rules->contract_size};
    if (rules->by_size) {
        held->tier_of_size = lm_rules_at_size(rules, position->qty, &held->picked);
        held->stake.rules = &held->picked;
        LM_TRY(check_rate(host, &held->picked, position->qty));
    }
    lm_margin_position *stake = &held->stake;
    stake->value = rules->contract == LM_INVERSE ? stake->qty / position->entry : stake->qty * position->entry;
    stake->collateral = (position->leverage > 0 ? stake->value / position->leverage : 0) + position->collateral;
    if (!lm_finite(stake->value) || !(stake->value > 0) || !lm_finite(stake->collateral))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of the position is not a number that can be held");
    held->tier = lm_margin_position_tier(stake, stake->value);
    LM_TRY(check_leverage(host, &stake->rules->tiers[held->tier], position->leverage));
    return lm_margin_check_measure(host, rules, rules->by_size ? position->qty : stake->value);
}

static lm_status find_price(lm_host *host, const lm_rules *rules, const holding *held, lm_margin_status *status,
                            int *tier, double *price)
{
    *tier = -1;
    *price = NAN;
    *status = liquidate(&held->stake, held->tier, tier, price);
    return *status == LM_MARGIN_PRICE ? check_end(host, rules, &held->stake, *price) : LM_OK;
}

lm_status lm_margin_solve(lm_host *host, const lm_rules *rules, const lm_position *position, lm_margin *margin)
{
    holding held;
    lm_margin solved;
    LM_TRY(take_position(host, rules, position, &held));
    LM_TRY(find_price(host, rules, &held, &solved.status, &solved.tier_at_liquidation, &solved.liquidation_price));
    const lm_margin_position *stake = &held.stake;
    solved.tier_at_entry = held.tier;
    solved.initial_margin = stake->collateral;
    solved.maintenance_margin = lm_margin_position_requirement(stake, held.tier, stake->value);
    solved.bankruptcy_price =
        lm_margin_price(rules, (stake->collateral - stake->turn * stake->value) / (-stake->turn * stake->qty));
    solved.distance_pct = (solved.liquidation_price / position->entry - 1) * 100;
    if (held.tier_of_size >= 0) {
        solved.tier_at_entry = held.tier_of_size;
        solved.tier_at_liquidation = solved.status == LM_MARGIN_PRICE ? held.tier_of_size : -1;
    }
    *margin = solved;
    return LM_OK;
}

/* A power of two keeps every digit. */
#define TINY_QTY 0x1p-40

lm_status lm_liquidation_price(lm_host *host, const lm_rules *rules, const lm_position *position,
                               lm_margin_status *status, double *price)
{
    lm_position sized = *position;
    holding held;
    lm_margin_status found;
    double found_price;
    int tier;
    if (position->qty == 0 && position->collateral != 0)
        return lm_fail(host, LM_E_ARGUMENT, "Give the quantity of the position behind which the collateral stands.",
                       "collateral needs a quantity");
    if (position->qty == 0)
        sized.qty = TINY_QTY;
    LM_TRY(take_position(host, rules, &sized, &held));
    LM_TRY(find_price(host, rules, &held, &found, &tier, &found_price));
    *status = found;
    *price = found_price;
    return LM_OK;
}

const char *lm_margin_status_word(lm_margin_status status)
{
    static const char *const words[] = {"price", "never", "liquidatable"};
    return words[status];
}

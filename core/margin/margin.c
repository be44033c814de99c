/* The closed form of docs/margin.md for one position. */
#include "base/host.h"
#include "base/number.h"
#include "margin/margin_position.h"
#include "margin/origin.h"
#include "margin/rules.h"

/* Returns the equity less the requirement, in margin currency. */
static double excess_margin(const lm_margin_position *position, int tier, double notional)
{
    return position->collateral + position->direction * (notional - position->value) -
           lm_margin_position_requirement(position, tier, notional);
}

/*
 * Returns y where the excess margin is 0 if this tier holds. A replay multiplies the result by dyadic prices, where one
 * ulp may change the cell, so the order of operations must not change.
 */
static double closed_form(const lm_margin_position *position, int tier)
{
    const lm_rules *rules = position->rules;
    const double q = position->qty, t = position->direction;
    double at_mark = 0, at_entry = 0;
    *(rules->basis == LM_BASIS_MARK ? &at_mark : &at_entry) += rules->tiers[tier].rate;
    *(rules->fee_basis == LM_BASIS_MARK ? &at_mark : &at_entry) += rules->fee;
    return (position->collateral + lm_margin_position_deduct(position, tier) - rules->fixed * position->unit_value -
            at_entry * position->value - t * position->value) /
           (q * at_mark - t * q);
}

static inline bool exceeds(double excess, bool or_equals)
{
    return or_equals ? excess >= 0 : excess > 0;
}

/*
 * Returns the tier in which the position is liquidated. Goes from the tier at the mark in the direction of the loss and
 * never back, by the sign of the excess margin at the boundary of tiers, so that a solution at a floor cannot
 * oscillate.
 */
static int tier_of_liquidation(const lm_margin_position *position, int tier)
{
    const bool inclusive = position->rules->top_inclusive;
    if (position->rules->basis == LM_BASIS_ENTRY)
        return tier;
    if (position->direction > 0)
        while (tier > 0 && exceeds(excess_margin(position, tier, lm_margin_position_floor(position, tier)), inclusive))
            tier--;
    else
        while (tier + 1 < position->rules->tier_count &&
               exceeds(excess_margin(position, tier, lm_margin_position_floor(position, tier + 1)), !inclusive))
            tier++;
    return tier;
}

/* Returns the tier at the mark. Where maintenance is fixed at entry, the tier is the one at entry. */
static inline int tier_at_mark(const lm_margin_position *position, int tier_at_entry)
{
    if (position->at_mark == position->value || position->rules->basis == LM_BASIS_ENTRY)
        return tier_at_entry;
    return lm_margin_position_tier(position, position->at_mark);
}

lm_margin_status lm_margin_position_exit(const lm_margin_position *position, int from, int *tier, double *price)
{
    const int at = tier_of_liquidation(position, from);
    double solution = closed_form(position, at);
    if (at != from) {
        /*
         * Where the requirement exceeds the equity as soon as the price enters this tier, the boundary is the solution.
         */
        const double boundary = lm_margin_position_floor(position, at > from ? at : at + 1) / position->qty;
        if (position->direction * (solution - boundary) > 0)
            solution = boundary;
    }
    const double found = lm_margin_price(position->rules, solution);
    if (found != found)
        return LM_MARGIN_NEVER;
    *tier = at;
    *price = found;
    return LM_MARGIN_PRICE;
}

static lm_margin_status find_liquidation(const lm_margin_position *position, int tier_at_entry, int *tier,
                                         double *price)
{
    const int from = tier_at_mark(position, tier_at_entry);
    if (excess_margin(position, from, position->at_mark) <= LM_MARGIN_ROUNDING * position->value)
        return LM_MARGIN_LIQUIDATABLE;
    return lm_margin_position_exit(position, from, tier, price);
}

/*
 * Returns the price that the mark of a liquidatable position has passed, by a search from its tier at the mark in the
 * direction of profit; NaN if there is none. A requirement that jumps, or a deduction with a gap, can end the search at
 * the boundary of two tiers.
 */
static double passed_price(const lm_margin_position *position, int tier)
{
    const lm_rules *rules = position->rules;
    const int step = rules->basis == LM_BASIS_ENTRY ? 0 : position->direction > 0 ? 1 : -1;
    double from = position->at_mark / position->qty;
    for (;; tier += step) {
        const double solution = closed_form(position, tier);
        const int boundary = step > 0 ? tier + 1 : tier;
        const bool last = step == 0 || (step > 0 ? boundary == rules->tier_count : boundary == 0);
        const double end = last ? 0 : lm_margin_position_floor(position, boundary) / position->qty;
        /* At the mark, or at a boundary, rounding may find a solution that lies before it. */
        const double found = position->direction * (solution - from) > 0 ? solution : from;
        if (last || position->direction * (end - found) > 0)
            return lm_margin_price(rules, found);
        from = end;
    }
}

lm_margin_status lm_margin_ratio(const lm_rules *rules, double notional, double reference_price, lm_side side, double x,
                                 double *ratio)
{
    lm_rules rules_at_size;
    if (rules->by_size) {
        lm_rules_at_size(rules, lm_rules_size(rules, notional, reference_price), &rules_at_size);
        rules = &rules_at_size;
    }
    const bool scaled = rules->contract == LM_INVERSE && reference_price > 0;
    /*
     * At an entry of 1 an inverse position has the same value in coins and in quote currency, so amounts in coins are
     * scaled to that.
     */
    const lm_margin_position position = {.rules = rules,
                                         .unit_value = scaled ? reference_price : 1,
                                         .direction = lm_margin_direction(rules, side),
                                         .qty = notional,
                                         .value = notional,
                                         .at_mark = notional,
                                         .collateral = notional / x};
    int tier;
    return find_liquidation(&position, lm_margin_position_tier(&position, notional), &tier, ratio);
}

lm_status lm_margin_check_number(lm_host *host, const char *name, double value, bool may_be_zero)
{
    char text[LM_NUMBER_SIZE];
    if (lm_finite(value) && (value > 0 || (may_be_zero && value == 0)))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be finite and %s 0, not %s", name,
                   may_be_zero ? "at least" : "above", lm_number_text(value, text));
}

lm_status lm_margin_check_rules(lm_host *host, const lm_rules *rules)
{
    static const char *const hint = "Begin with lm_rules_init().";
    if (rules->tier_count < 1 || rules->tier_count > LM_MAX_TIERS)
        return lm_fail(host, LM_E_ARGUMENT, hint, "margin rules must have 1 to %d tiers, not %d", LM_MAX_TIERS,
                       rules->tier_count);
    if (!(rules->contract_size > 0))
        return lm_fail(host, LM_E_ARGUMENT, hint, "margin rules need a contract size above 0");
    return LM_OK;
}

static inline bool is_valid(const lm_rules *rules, const lm_position *position)
{
    return rules->tier_count >= 1 && rules->tier_count <= LM_MAX_TIERS && rules->contract_size > 0 &&
           position->entry > 0 && position->qty > 0 && position->leverage >= 0 && position->mark >= 0 &&
           lm_finite(position->entry + position->qty + position->leverage + position->collateral + position->mark);
}

/* Reports the first error of a position that is not valid. */
static lm_status position_error(lm_host *host, const lm_rules *rules, const lm_position *position)
{
    LM_TRY(lm_margin_check_rules(host, rules));
    LM_TRY(lm_margin_check_number(host, "entry", position->entry, false));
    LM_TRY(lm_margin_check_number(host, "qty", position->qty, false));
    LM_TRY(lm_margin_check_number(host, "leverage", position->leverage, true));
    LM_TRY(lm_margin_check_number(host, "mark", position->mark, true));
    if (!lm_finite(position->collateral))
        return lm_fail(host, LM_E_RANGE, NULL, "collateral must be finite");
    return LM_OK;
}

/* Checks that the tier at entry allows the leverage. */
static lm_status check_leverage(lm_host *host, const lm_tier *tier, double leverage)
{
    char given[LM_NUMBER_SIZE], allowed[LM_NUMBER_SIZE];
    if (LM_LIKELY(tier->max_leverage == 0 || leverage <= tier->max_leverage))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE,
                   "Lower the leverage or the quantity; \"any_leverage\": true in the rules allows it.",
                   "leverage %s is above %s, the maximum leverage of the tier of this notional",
                   lm_number_text(leverage, given), lm_number_text(tier->max_leverage, allowed));
}

lm_status lm_margin_check_known(lm_host *host, const lm_rules *rules, double measure)
{
    char given[LM_NUMBER_SIZE], most[LM_NUMBER_SIZE];
    if (rules->known_to == 0 || measure <= rules->known_to)
        return LM_OK;
    return lm_fail(
        host, LM_E_RANGE,
        "Add the tiers above this size, or leave known_to out: the last tier then holds for all larger positions.",
        "a position of %s is above %s, up to which the tiers are known", lm_number_text(measure, given),
        lm_number_text(rules->known_to, most));
}

lm_status lm_margin_check_measure(lm_host *host, const lm_rules *rules, double measure)
{
    char given[LM_NUMBER_SIZE], most[LM_NUMBER_SIZE];
    if (rules->cap > 0 && measure > rules->cap)
        return lm_fail(host, LM_E_RANGE, "Lower the quantity, or leave cap out of the rules.",
                       "a position of %s is above %s, the largest position that the venue opens",
                       lm_number_text(measure, given), lm_number_text(rules->cap, most));
    return lm_margin_check_known(host, rules, measure);
}

/* Checks that the tiers at the liquidation price are known: a move of the price can change the tier. */
static lm_status check_liquidation_price(lm_host *host, const lm_rules *rules, const lm_margin_position *position,
                                         double price)
{
    if (rules->known_to == 0 || rules->by_size || rules->basis == LM_BASIS_ENTRY)
        return LM_OK;
    return lm_margin_check_known(host, rules, position->qty * (rules->contract == LM_INVERSE ? 1 / price : price));
}

/* Returns the price that the mark has passed; NaN also where its tier is not known. */
static double known_passed_price(const lm_rules *rules, const lm_margin_position *position, int tier)
{
    const double price = passed_price(position, tier);
    const double notional = position->qty * (rules->contract == LM_INVERSE ? 1 / price : price);
    const bool moves_tier = !rules->by_size && rules->basis == LM_BASIS_MARK;
    return moves_tier && rules->known_to > 0 && notional > rules->known_to ? NAN : price;
}

/* Checks that the maintenance rate is below 1: a rate that grows with size can reach it. */
static lm_status check_rate(lm_host *host, const lm_rules *rules, double qty)
{
    char rate[LM_NUMBER_SIZE], size[LM_NUMBER_SIZE];
    if (rules->tiers[0].rate >= 0 && rules->tiers[0].rate + rules->fee < 1)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "a quantity of %s has a maintenance rate of %s, which is not from 0 to 1",
                   lm_number_text(qty, size), lm_number_text(rules->tiers[0].rate, rate));
}

/* A checked position and the rules that apply to it. */
typedef struct holding {
    lm_margin_position margin_position;
    int tier; /* tier at entry in margin_position.rules */
    int tier_of_size;
    lm_rules rules_at_size; /* used if tiers are by size */
} holding;

static inline double value_at(const lm_rules *rules, double qty, double price)
{
    return rules->contract == LM_INVERSE ? qty / price : qty * price;
}

static lm_status check_value(lm_host *host, double value)
{
    if (LM_LIKELY(lm_finite(value) && value > 0))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "the value of the position is too small or too large for a number");
}

/* Sets the notional at the mark, and checks that its tier is known. */
static lm_status init_mark(lm_host *host, const lm_rules *rules, const lm_position *position,
                           lm_margin_position *margin_position)
{
    margin_position->at_mark = margin_position->value;
    if (position->mark == 0 || position->mark == position->entry)
        return LM_OK;
    margin_position->at_mark = value_at(rules, margin_position->qty, position->mark);
    LM_TRY(check_value(host, margin_position->at_mark));
    return rules->by_size || rules->basis == LM_BASIS_ENTRY
               ? LM_OK
               : lm_margin_check_known(host, rules, margin_position->at_mark);
}

static lm_status init_holding(lm_host *host, const lm_rules *rules, const lm_position *position, holding *held)
{
    if (LM_UNLIKELY(!is_valid(rules, position)))
        LM_TRY(position_error(host, rules, position));
    held->tier_of_size = -1;
    held->margin_position = (lm_margin_position){.rules = rules,
                                                 .unit_value = 1,
                                                 .direction = lm_margin_direction(rules, position->side),
                                                 .qty = position->qty * rules->contract_size};
    if (rules->by_size) {
        held->tier_of_size = lm_rules_at_size(rules, position->qty, &held->rules_at_size);
        held->margin_position.rules = &held->rules_at_size;
        LM_TRY(check_rate(host, &held->rules_at_size, position->qty));
    }
    lm_margin_position *margin_position = &held->margin_position;
    margin_position->value = value_at(rules, margin_position->qty, position->entry);
    margin_position->collateral =
        (position->leverage > 0 ? margin_position->value / position->leverage : 0) + position->collateral;
    LM_TRY(check_value(host, lm_finite(margin_position->collateral) ? margin_position->value : NAN));
    held->tier = lm_margin_position_tier(margin_position, margin_position->value);
    LM_TRY(check_leverage(host, &margin_position->rules->tiers[held->tier], position->leverage));
    LM_TRY(lm_margin_check_measure(host, rules, rules->by_size ? position->qty : margin_position->value));
    return init_mark(host, rules, position, margin_position);
}

static lm_status find_price(lm_host *host, const lm_rules *rules, const holding *held, lm_margin_status *status,
                            int *tier, double *price)
{
    *tier = -1;
    *price = NAN;
    *status = find_liquidation(&held->margin_position, held->tier, tier, price);
    return *status == LM_MARGIN_PRICE ? check_liquidation_price(host, rules, &held->margin_position, *price) : LM_OK;
}

/* Returns the price at which the equity is only the closing fee of the rules: without one, the price without equity. */
static double bankruptcy_price(const lm_rules *rules, const lm_margin_position *position)
{
    return lm_margin_price(rules, (position->collateral - position->direction * position->value) /
                                      (position->qty * (rules->bankruptcy_fee - position->direction)));
}

lm_status lm_margin_solve(lm_host *host, const lm_rules *rules, const lm_position *position, lm_margin *margin)
{
    holding held;
    lm_margin solved;
    LM_TRY(init_holding(host, rules, position, &held));
    LM_TRY(find_price(host, rules, &held, &solved.status, &solved.tier_at_liquidation, &solved.liquidation_price));
    const lm_margin_position *margin_position = &held.margin_position;
    const int tier = tier_at_mark(margin_position, held.tier);
    const double mark = position->mark > 0 ? position->mark : position->entry;
    solved.tier_at_entry = held.tier;
    solved.initial_margin = margin_position->collateral;
    solved.maintenance_margin = lm_margin_position_requirement(margin_position, tier, margin_position->at_mark);
    solved.bankruptcy_price = bankruptcy_price(rules, margin_position);
    if (solved.status == LM_MARGIN_LIQUIDATABLE)
        solved.liquidation_price = known_passed_price(rules, margin_position, tier);
    solved.distance_pct = (solved.liquidation_price / mark - 1) * 100;
    solved.past_pct = solved.status == LM_MARGIN_LIQUIDATABLE ? fabs(solved.distance_pct) : NAN;
    lm_rules_origin_copy(&rules->origin, &solved.since, &solved.seen, &solved.source, &solved.checked,
                         &solved.stale_days);
    if (held.tier_of_size >= 0) {
        solved.tier_at_entry = held.tier_of_size;
        solved.tier_at_liquidation = solved.status == LM_MARGIN_PRICE ? held.tier_of_size : -1;
    }
    *margin = solved;
    return LM_OK;
}

/* The quantity that replaces 0. A power of two changes no digit of the result. */
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
        return lm_fail(host, LM_E_ARGUMENT, "Give the quantity of the position that the collateral backs.",
                       "collateral is given without a quantity");
    if (position->qty == 0 && position->leverage == 0)
        return lm_fail(host, LM_E_ARGUMENT, "Give a leverage, or the quantity and the collateral of the position.",
                       "a position needs a leverage or a quantity");
    if (position->qty == 0)
        sized.qty = TINY_QTY;
    LM_TRY(init_holding(host, rules, &sized, &held));
    LM_TRY(find_price(host, rules, &held, &found, &tier, &found_price));
    *status = found;
    *price = found_price;
    return LM_OK;
}

const char *lm_margin_status_word(lm_margin_status status)
{
    static const char *const words[] = {"price", "never", "liquidatable", "unknown"};
    return words[status];
}

/*
 * Two legs of a hedged position under cross margin. Their profits and requirements add up, so the surplus is linear in
 * y between the floors of either leg's tiers: from the mark outward, piece by piece, to the first one in which it ends.
 */
#include "base/host.h"
#include "base/number.h"
#include "margin/rules.h"
#include "margin/margin_position.h"

typedef struct pair {
    const lm_rules *rules;
    lm_rules picked[2]; /* by size every leg has a tier for good */
    lm_margin_position legs[2];
    double wallet;
} pair;

typedef struct tiers {
    int of[2];
} tiers;

static bool moves(const pair *pair)
{
    return pair->rules->basis == LM_BASIS_MARK;
}

static double requirement(const pair *pair, const tiers *tiers, double y)
{
    double sum = -pair->rules->fixed; /* asked once of the account, not of every leg */
    for (int i = 0; i < 2; i++)
        sum += lm_margin_position_requirement(&pair->legs[i], tiers->of[i], pair->legs[i].qty * y);
    return sum;
}

static double equity(const pair *pair, double y)
{
    double sum = pair->wallet;
    for (int i = 0; i < 2; i++)
        sum += pair->legs[i].turn * (pair->legs[i].qty * y - pair->legs[i].value);
    return sum;
}

static double surplus(const pair *pair, const tiers *tiers, double y)
{
    return equity(pair, y) - requirement(pair, tiers, y);
}

/* Where the surplus is 0 if these tiers hold. */
static double closed_form(const pair *pair, const tiers *tiers)
{
    const lm_rules *rules = pair->rules;
    double slope = 0;
    for (int i = 0; i < 2; i++) {
        const lm_margin_position *leg = &pair->legs[i];
        const double rate = rules->basis == LM_BASIS_MARK ? leg->rules->tiers[tiers->of[i]].rate : 0;
        const double fee = rules->fee_basis == LM_BASIS_MARK ? rules->fee : 0;
        slope += leg->turn * leg->qty - leg->qty * (rate + fee);
    }
    return -surplus(pair, tiers, 0) / slope;
}

static tiers tiers_at(const pair *pair, double y)
{
    tiers found;
    for (int i = 0; i < 2; i++) {
        const lm_margin_position *leg = &pair->legs[i];
        found.of[i] = lm_margin_position_tier(leg, moves(pair) ? leg->qty * y : leg->value);
    }
    return found;
}

/* The y at which a leg leaves its tier downward or upward; none: 0 or infinity. */
static double leaves_at(const pair *pair, const tiers *tiers, int leg, int way)
{
    const lm_margin_position *stake = &pair->legs[leg];
    const int next = tiers->of[leg] + (way > 0);
    if (!moves(pair) || next == 0 || next >= stake->rules->tier_count)
        return way > 0 ? INFINITY : 0;
    return lm_margin_position_floor(stake, next) / stake->qty;
}

/* A solution belongs into the piece it was found for, whatever its last bits say. */
static double within(double solution, double from, double to, int way)
{
    if (solution != solution || (solution - from) * way < 0)
        return from;
    return (solution - to) * way > 0 ? to : solution;
}

/* From y downward (way -1) or upward (+1) the first y at which the surplus is gone; NaN if there is none. */
static double first_without_surplus(const pair *pair, double y, int way)
{
    tiers tiers = tiers_at(pair, y);
    for (;;) {
        const double leaves[2] = {leaves_at(pair, &tiers, 0, way), leaves_at(pair, &tiers, 1, way)};
        const double end = way > 0 ? fmin(leaves[0], leaves[1]) : fmax(leaves[0], leaves[1]);
        if (end == 0 || end == INFINITY) {
            const double solution = closed_form(pair, &tiers);
            return lm_finite(solution) && solution > 0 && (solution - y) * way >= 0 ? solution : NAN;
        }
        if (surplus(pair, &tiers, end) <= 0)
            return within(closed_form(pair, &tiers), y, end, way);
        for (int i = 0; i < 2; i++)
            if (leaves[i] == end)
                tiers.of[i] += way;
        if (surplus(pair, &tiers, end) <= 0)
            return end;
        y = end;
    }
}

static lm_status check_hedge(lm_host *host, const lm_rules *rules, const lm_hedge *hedge)
{
    static const char *const entries[] = {"entry of the long leg", "entry of the short leg"};
    static const char *const quantities[] = {"quantity of the long leg", "quantity of the short leg"};
    if (rules->tier_count < 1 || rules->tier_count > LM_MAX_TIERS || !(rules->contract_size > 0))
        return lm_fail(host, LM_E_ARGUMENT, "Begin with lm_rules_init().", "margin rules without tiers or size");
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        LM_TRY(lm_margin_check_number(host, entries[side], hedge->entry[side], false));
        LM_TRY(lm_margin_check_number(host, quantities[side], hedge->qty[side], false));
    }
    LM_TRY(lm_margin_check_number(host, "mark", hedge->mark, true));
    if (!lm_finite(hedge->wallet))
        return lm_fail(host, LM_E_RANGE, NULL, "wallet must be finite");
    return LM_OK;
}

static lm_status make_leg(lm_host *host, const lm_hedge *hedge, lm_side side, pair *pair)
{
    const lm_rules *rules = pair->rules;
    lm_margin_position *leg = &pair->legs[side];
    *leg = (lm_margin_position){.rules = rules,
                                .money = 1,
                                .turn = lm_margin_direction(rules, side),
                                .qty = hedge->qty[side] * rules->contract_size};
    if (rules->by_size) {
        lm_rules_at_size(rules, hedge->qty[side], &pair->picked[side]);
        leg->rules = &pair->picked[side];
    }
    leg->value = rules->contract == LM_INVERSE ? leg->qty / hedge->entry[side] : leg->qty * hedge->entry[side];
    if (!lm_finite(leg->value) || !(leg->value > 0))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of the position is not a number that can be held");
    return lm_margin_check_measure(host, rules, rules->by_size ? hedge->qty[side] : leg->value);
}

lm_status lm_hedged_margin_solve(lm_host *host, const lm_rules *rules, const lm_hedge *hedge, lm_hedged_margin *margin)
{
    pair pair = {.rules = rules, .wallet = hedge->wallet};
    LM_TRY(check_hedge(host, rules, hedge));
    LM_TRY(make_leg(host, hedge, LM_LONG, &pair));
    LM_TRY(make_leg(host, hedge, LM_SHORT, &pair));

    const bool inverse = rules->contract == LM_INVERSE;
    /* Values and quantities of both legs: their quotient is the mean entry, for an inverse contract that in 1 / price.
     */
    const double value = pair.legs[0].value + pair.legs[1].value, qty = pair.legs[0].qty + pair.legs[1].qty;
    const double y = hedge->mark == 0 ? value / qty : inverse ? 1 / hedge->mark : hedge->mark;
    const tiers tiers = tiers_at(&pair, y);
    lm_hedged_margin solved = {.equity = equity(&pair, y),
                               .maintenance_margin = requirement(&pair, &tiers, y),
                               .liquidation_price = NAN,
                               .price_below = NAN,
                               .price_above = NAN};
    solved.status = LM_MARGIN_LIQUIDATABLE;
    if (solved.equity - solved.maintenance_margin > LM_MARGIN_ROUNDING * value) {
        const double down = lm_margin_price(rules, first_without_surplus(&pair, y, -1));
        const double up = lm_margin_price(rules, first_without_surplus(&pair, y, 1));
        solved.price_below = inverse ? up : down;
        solved.price_above = inverse ? down : up;
        const bool net_long = pair.legs[LM_LONG].qty > pair.legs[LM_SHORT].qty;
        const double likely = net_long ? solved.price_below : solved.price_above;
        const double other = net_long ? solved.price_above : solved.price_below;
        solved.liquidation_price = likely == likely ? likely : other;
        solved.status = solved.liquidation_price == solved.liquidation_price ? LM_MARGIN_PRICE : LM_MARGIN_NEVER;
    }
    *margin = solved;
    return LM_OK;
}

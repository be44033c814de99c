/*
 * The margin of a hedged position: two legs under cross margin. Profits and requirements of the legs sum, so the excess
 * margin is linear in y between the floors of both legs' tiers. The search goes from the mark outward, segment by
 * segment, to the first segment in which the excess margin ends.
 */
#include "base/host.h"
#include "base/number.h"
#include "margin/margin_position.h"
#include "margin/origin.h"
#include "margin/rules.h"

typedef struct leg_pair {
    const lm_rules *rules;
    lm_rules rules_at_size[2]; /* if tiers are by size, each leg keeps its tier */
    lm_margin_position legs[2];
    double wallet;
} leg_pair;

typedef struct tiers {
    int of[2];
} tiers;

static bool tiers_depend_on_mark(const leg_pair *leg_pair)
{
    return leg_pair->rules->basis == LM_BASIS_MARK;
}

static double requirement(const leg_pair *leg_pair, const tiers *tiers, double y)
{
    double sum = -leg_pair->rules->fixed; /* counted once for the account, not for each leg */
    for (int i = 0; i < 2; i++)
        sum += lm_margin_position_requirement(&leg_pair->legs[i], tiers->of[i], leg_pair->legs[i].qty * y);
    return sum;
}

static double equity(const leg_pair *leg_pair, double y)
{
    double sum = leg_pair->wallet;
    for (int i = 0; i < 2; i++)
        sum += leg_pair->legs[i].direction * (leg_pair->legs[i].qty * y - leg_pair->legs[i].value);
    return sum;
}

static double excess_margin(const leg_pair *leg_pair, const tiers *tiers, double y)
{
    return equity(leg_pair, y) - requirement(leg_pair, tiers, y);
}

/* Returns y where the excess margin is 0 if these tiers hold. */
static double zero_of_excess(const leg_pair *leg_pair, const tiers *tiers)
{
    const lm_rules *rules = leg_pair->rules;
    double slope = 0;
    for (int i = 0; i < 2; i++) {
        const lm_margin_position *leg = &leg_pair->legs[i];
        const double rate = rules->basis == LM_BASIS_MARK ? leg->rules->tiers[tiers->of[i]].rate : 0;
        const double fee = rules->fee_basis == LM_BASIS_MARK ? rules->fee : 0;
        slope += leg->direction * leg->qty - leg->qty * (rate + fee);
    }
    return -excess_margin(leg_pair, tiers, 0) / slope;
}

static tiers tiers_at(const leg_pair *leg_pair, double y)
{
    tiers found;
    for (int i = 0; i < 2; i++) {
        const lm_margin_position *leg = &leg_pair->legs[i];
        found.of[i] = lm_margin_position_tier(leg, tiers_depend_on_mark(leg_pair) ? leg->qty * y : leg->value);
    }
    return found;
}

/* Returns the y at which a leg leaves its tier downward or upward; 0 or infinity if it never does. */
static double tier_end(const leg_pair *leg_pair, const tiers *tiers, int leg, int step)
{
    const lm_margin_position *position = &leg_pair->legs[leg];
    const int next = tiers->of[leg] + (step > 0);
    if (!tiers_depend_on_mark(leg_pair) || next == 0 || next >= position->rules->tier_count)
        return step > 0 ? INFINITY : 0;
    return lm_margin_position_floor(position, next) / position->qty;
}

/* Clamps a solution to its segment, which rounding may have moved it out of. */
static double clamp_to_segment(double solution, double from, double to, int step)
{
    if (solution != solution || (solution - from) * step < 0)
        return from;
    return (solution - to) * step > 0 ? to : solution;
}

/*
 * Returns the first y without excess margin, from y downward (step -1) or upward (+1); NaN if there is
 * none.
 */
static double first_liquidation(const leg_pair *leg_pair, double y, int step)
{
    tiers tiers = tiers_at(leg_pair, y);
    for (;;) {
        const double ends[2] = {tier_end(leg_pair, &tiers, 0, step), tier_end(leg_pair, &tiers, 1, step)};
        const double end = step > 0 ? fmin(ends[0], ends[1]) : fmax(ends[0], ends[1]);
        if (end == 0 || end == INFINITY) {
            const double solution = zero_of_excess(leg_pair, &tiers);
            return lm_finite(solution) && solution > 0 && (solution - y) * step >= 0 ? solution : NAN;
        }
        if (excess_margin(leg_pair, &tiers, end) <= 0)
            return clamp_to_segment(zero_of_excess(leg_pair, &tiers), y, end, step);
        for (int i = 0; i < 2; i++)
            if (ends[i] == end)
                tiers.of[i] += step;
        if (excess_margin(leg_pair, &tiers, end) <= 0)
            return end;
        y = end;
    }
}

static lm_status check_hedge(lm_host *host, const lm_rules *rules, const lm_hedge *hedge)
{
    static const char *const entries[] = {"entry of the long leg", "entry of the short leg"};
    static const char *const quantities[] = {"quantity of the long leg", "quantity of the short leg"};
    LM_TRY(lm_margin_check_rules(host, rules));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        LM_TRY(lm_margin_check_number(host, entries[side], hedge->entry[side], false));
        LM_TRY(lm_margin_check_number(host, quantities[side], hedge->qty[side], false));
    }
    LM_TRY(lm_margin_check_number(host, "mark", hedge->mark, true));
    if (!lm_finite(hedge->wallet))
        return lm_fail(host, LM_E_RANGE, NULL, "wallet must be finite");
    return LM_OK;
}

static lm_status init_leg(lm_host *host, const lm_hedge *hedge, lm_side side, leg_pair *leg_pair)
{
    const lm_rules *rules = leg_pair->rules;
    lm_margin_position *leg = &leg_pair->legs[side];
    *leg = (lm_margin_position){.rules = rules,
                                .unit_value = 1,
                                .direction = lm_margin_direction(rules, side),
                                .qty = hedge->qty[side] * rules->contract_size};
    if (rules->by_size) {
        lm_rules_at_size(rules, hedge->qty[side], &leg_pair->rules_at_size[side]);
        leg->rules = &leg_pair->rules_at_size[side];
    }
    leg->value = rules->contract == LM_INVERSE ? leg->qty / hedge->entry[side] : leg->qty * hedge->entry[side];
    if (!lm_finite(leg->value) || !(leg->value > 0))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of the position is too small or too large for a number");
    return lm_margin_check_measure(host, rules, rules->by_size ? hedge->qty[side] : leg->value);
}

lm_status lm_hedged_margin_solve(lm_host *host, const lm_rules *rules, const lm_hedge *hedge, lm_hedged_margin *margin)
{
    leg_pair leg_pair = {.rules = rules, .wallet = hedge->wallet};
    LM_TRY(check_hedge(host, rules, hedge));
    LM_TRY(init_leg(host, hedge, LM_LONG, &leg_pair));
    LM_TRY(init_leg(host, hedge, LM_SHORT, &leg_pair));

    const bool inverse = rules->contract == LM_INVERSE;
    /*
     * The quotient of the legs' values and quantities is the mean entry, for an inverse contract the mean of 1 / price.
     */
    const double value = leg_pair.legs[0].value + leg_pair.legs[1].value,
                 qty = leg_pair.legs[0].qty + leg_pair.legs[1].qty;
    const double y = hedge->mark == 0 ? value / qty : inverse ? 1 / hedge->mark : hedge->mark;
    const tiers tiers = tiers_at(&leg_pair, y);
    lm_hedged_margin solved = {.equity = equity(&leg_pair, y),
                               .maintenance_margin = requirement(&leg_pair, &tiers, y),
                               .liquidation_price = NAN,
                               .price_below = NAN,
                               .price_above = NAN};
    solved.status = LM_MARGIN_LIQUIDATABLE;
    if (solved.equity - solved.maintenance_margin > LM_MARGIN_ROUNDING * value) {
        const double down = lm_margin_price(rules, first_liquidation(&leg_pair, y, -1));
        const double up = lm_margin_price(rules, first_liquidation(&leg_pair, y, 1));
        solved.price_below = inverse ? up : down;
        solved.price_above = inverse ? down : up;
        const bool net_long = leg_pair.legs[LM_LONG].qty > leg_pair.legs[LM_SHORT].qty;
        const double preferred = net_long ? solved.price_below : solved.price_above;
        const double other = net_long ? solved.price_above : solved.price_below;
        solved.liquidation_price = preferred == preferred ? preferred : other;
        solved.status = solved.liquidation_price == solved.liquidation_price ? LM_MARGIN_PRICE : LM_MARGIN_NEVER;
    }
    lm_rules_origin_copy(&rules->origin, &solved.since, &solved.seen, &solved.source, &solved.checked,
                         &solved.stale_days);
    *margin = solved;
    return LM_OK;
}

/*
 * A position as a function of y = price, or y = 1 / price for an inverse contract, where a long loses as y rises.
 * Profit is linear in y, and notional is qty * y. Internal to the core.
 */
#ifndef LM_MARGIN_MARGIN_POSITION_H
#define LM_MARGIN_MARGIN_POSITION_H

#include <math.h>

#include "base/host.h"
#include "margin/rules.h"

typedef struct lm_margin_position {
    const lm_rules *rules;
    double unit_value; /* factor for the amounts in the rules */
    double direction;  /* +1: loses as y falls; -1: loses as y rises */
    double qty;
    double value;      /* notional at entry */
    double collateral; /* at entry */
    double at_mark;    /* notional at the mark, from which the search for the price starts */
} lm_margin_position;

static inline double lm_margin_position_floor(const lm_margin_position *position, int tier)
{
    return position->rules->tiers[tier].floor * position->unit_value;
}

static inline double lm_margin_position_deduct(const lm_margin_position *position, int tier)
{
    return position->rules->tiers[tier].deduct * position->unit_value;
}

static inline int lm_margin_position_tier(const lm_margin_position *position, double notional)
{
    return lm_rules_tier(position->rules, notional, position->unit_value);
}

/* Returns the requirement at this notional, in margin currency. */
static inline double lm_margin_position_requirement(const lm_margin_position *position, int tier, double notional)
{
    const lm_rules *rules = position->rules;
    const double maintained = rules->basis == LM_BASIS_MARK ? notional : position->value;
    const double charged = rules->fee_basis == LM_BASIS_MARK ? notional : position->value;
    return rules->tiers[tier].rate * maintained - lm_margin_position_deduct(position, tier) + rules->fee * charged +
           rules->fixed * position->unit_value;
}

static inline double lm_margin_direction(const lm_rules *rules, lm_side side)
{
    return (side == LM_LONG) == (rules->contract == LM_LINEAR) ? 1 : -1;
}

/* Returns the price of y; NaN if y is not positive or out of the range of a double. */
static inline double lm_margin_price(const lm_rules *rules, double y)
{
    if (!(y >= 0x1p-1022 && y <= 0x1p1022))
        return NAN;
    return rules->contract == LM_INVERSE ? 1 / y : y;
}

/* The relative excess margin that rounding can cause. A position with no more is liquidatable. */
#define LM_MARGIN_ROUNDING 4e-16

/*
 * Finds the price at which a position that is not liquidatable at its mark is liquidated, going from tier `from`, that of
 * the mark, in the direction of the loss. *tier and *price are set for LM_MARGIN_PRICE only.
 */
lm_margin_status lm_margin_position_exit(const lm_margin_position *position, int from, int *tier, double *price);

/*
 * Check a position without regard to its margin: LM_E_RANGE for a `measure`, in the unit of the floors, above `cap` or
 * `known_to`; LM_E_RANGE for a number that is not finite or not above (at least) 0.
 */
lm_status lm_margin_check_measure(lm_host *host, const lm_rules *rules, double measure);
/* Checks rules that a caller in C may have filled by hand: LM_E_ARGUMENT. */
lm_status lm_margin_check_rules(lm_host *host, const lm_rules *rules);
/* Checks that a quantity is within `known_to` of the rules. */
lm_status lm_margin_check_known(lm_host *host, const lm_rules *rules, double measure);
lm_status lm_margin_check_number(lm_host *host, const char *name, double value, bool may_be_zero);

#endif

/*
 * A position in y = price, or 1 / price for an inverse contract, where a long position then stands like a short one:
 * profit is linear in y, and notional is qty * y. Internal to the core.
 */
#ifndef LM_MARGIN_MARGIN_POSITION_H
#define LM_MARGIN_MARGIN_POSITION_H

#include <math.h>

#include "base/host.h"
#include "liqmap/margin.h"

typedef struct lm_margin_position {
    const lm_rules *rules;
    double money; /* what the amounts in the rules are multiplied by */
    double turn;  /* +1 loses as y falls, -1 as it rises */
    double qty;
    double value;      /* notional at entry */
    double collateral; /* at entry */
} lm_margin_position;

static inline double lm_margin_position_floor(const lm_margin_position *stake, int tier)
{
    return stake->rules->tiers[tier].floor * stake->money;
}

static inline double lm_margin_position_deduct(const lm_margin_position *stake, int tier)
{
    return stake->rules->tiers[tier].deduct * stake->money;
}

static inline int lm_margin_position_tier(const lm_margin_position *stake, double notional)
{
    int tier = 0;
    while (tier + 1 < stake->rules->tier_count && notional >= lm_margin_position_floor(stake, tier + 1))
        tier++;
    return tier;
}

/* What must be left of the collateral at this notional. */
static inline double lm_margin_position_requirement(const lm_margin_position *stake, int tier, double notional)
{
    const lm_rules *rules = stake->rules;
    const double maintained = rules->basis == LM_BASIS_MARK ? notional : stake->value;
    const double charged = rules->fee_basis == LM_BASIS_MARK ? notional : stake->value;
    return rules->tiers[tier].rate * maintained - lm_margin_position_deduct(stake, tier) + rules->fee * charged +
           rules->fixed * stake->money;
}

static inline double lm_margin_direction(const lm_rules *rules, lm_side side)
{
    return (side == LM_LONG) == (rules->contract == LM_LINEAR) ? 1 : -1;
}

/* NaN where there is no price, or none that a double holds. */
static inline double lm_margin_price(const lm_rules *rules, double y)
{
    if (!(y >= 0x1p-1022 && y <= 0x1p1022))
        return NAN;
    return rules->contract == LM_INVERSE ? 1 / y : y;
}

/* Collateral that exceeds the requirement by rounding alone does not hold a position. */
#define LM_MARGIN_ROUNDING 4e-16

/*
 * What a position may not be, whatever its margin. `measure` is in the unit of the floors. LM_E_RANGE above the cap or
 * beyond what is known of the tiers.
 */
lm_status lm_margin_check_measure(lm_host *host, const lm_rules *rules, double measure);
lm_status lm_margin_check_number(lm_host *host, const char *name, double value, bool may_be_zero);

#endif

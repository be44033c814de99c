/* Searches for the liquidation price by bisection, from the definitions of docs/margin.md alone. */
#ifndef REFERENCE_MARGIN_H
#define REFERENCE_MARGIN_H

#include <math.h>
#include <stdlib.h>

#include "liqmap.h"

typedef struct trial {
    const lm_rules *rules;
    const lm_position *position;
} trial;

static inline double notional_at(const trial *trial, double price)
{
    const double qty = trial->position->qty * trial->rules->contract_size;
    return trial->rules->contract == LM_LINEAR ? qty * price : qty / price;
}

/* Returns the maintenance requirement of a notional. Tiers by size depend on the size alone, at any price. */
static inline double maintenance_of(const trial *trial, double notional)
{
    const lm_rules *rules = trial->rules;
    const double qty = trial->position->qty, measure = rules->by_size ? qty : notional;
    const lm_tier *tier = rules->tiers;
    while (tier + 1 < rules->tiers + rules->tier_count &&
           (measure > tier[1].floor || (measure == tier[1].floor && !rules->top_inclusive)))
        tier++;
    if (rules->by_size)
        return ((tier->rate + rules->rate_per_size * qty) * qty - tier->deduct) * (notional / qty);
    return tier->rate * notional - tier->deduct;
}

static inline bool liquidated_at(const trial *trial, double price)
{
    const lm_rules *rules = trial->rules;
    const lm_position *position = trial->position;
    const double entry_value = notional_at(trial, position->entry), value = notional_at(trial, price);
    const double side = position->side == LM_LONG ? 1 : -1;
    const double profit = side * (rules->contract == LM_LINEAR ? value - entry_value : entry_value - value);
    const double collateral = position->collateral + (position->leverage > 0 ? entry_value / position->leverage : 0);
    const double base = rules->basis == LM_BASIS_MARK ? value : entry_value;
    const double fee = rules->fee * (rules->fee_basis == LM_BASIS_MARK ? value : entry_value);
    return collateral + profit <= maintenance_of(trial, base) + fee + rules->fixed;
}

/* Bisects between `near`, which does not liquidate, and `far`, which does, to the price of the only change. */
static inline double bisect(const trial *trial, double near, double far)
{
    for (int i = 0; i < 220; i++) {
        const double middle = near + (far - near) / 2;
        *(liquidated_at(trial, middle) ? &far : &near) = middle;
    }
    return far;
}

static inline int by_distance(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return (left[1] > right[1]) - (left[1] < right[1]);
}

/* Searches one tier after the other, because within a tier the excess margin is monotone in the price. */
static inline lm_margin_status search(const trial *trial, double *price)
{
    const double way = trial->position->side == LM_LONG ? -1 : 1;
    const double from = trial->position->mark > 0 ? trial->position->mark : trial->position->entry;
    double stops[LM_MAX_TIERS + 1][2]; /* price, distance */
    int count = 0;
    const double qty = trial->position->qty * trial->rules->contract_size;
    if (liquidated_at(trial, from))
        return LM_MARGIN_LIQUIDATABLE;
    for (int i = 1; !trial->rules->by_size && i < trial->rules->tier_count; i++) {
        const double floor = trial->rules->tiers[i].floor;
        const double at = trial->rules->contract == LM_LINEAR ? floor / qty : qty / floor;
        if ((at - from) * way > 0) {
            stops[count][0] = at;
            stops[count++][1] = fabs(at - from);
        }
    }
    qsort(stops, (size_t)count, sizeof stops[0], by_distance);
    stops[count++][0] = way < 0 ? from * 1e-30 : from * 1e30;
    double near = from;
    for (int i = 0; i < count; i++) {
        const double begin = i == 0 ? from : near * (1 + way * 1e-13), end = stops[i][0] * (1 - way * 1e-13);
        if (liquidated_at(trial, begin)) {
            *price = near;
            return LM_MARGIN_PRICE;
        }
        if ((end - begin) * way > 0 && liquidated_at(trial, end)) {
            *price = bisect(trial, begin, end);
            return LM_MARGIN_PRICE;
        }
        near = stops[i][0];
    }
    return LM_MARGIN_NEVER;
}

#endif

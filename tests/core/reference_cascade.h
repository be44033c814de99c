/*
 * A slow and simple cascade, computed from the definitions of the impact model, which uses only the structs of
 * core/cascade. It iterates from below, generation by generation of liquidations: x = s, then s + g(s), ... It never
 * exceeds the least fixed point.
 */
#ifndef REFERENCE_CASCADE_H
#define REFERENCE_CASCADE_H

#include "fixture.h"

#include "cascade/solve.h"

/* Returns the coins that a move of length x liquidates. */
static inline double reference_flow(const lm_ladder *ladder, double x)
{
    double sum = 0;
    for (size_t i = 0; i < ladder->count; i++) {
        const lm_rung *rung = &ladder->rungs[i];
        if (x >= rung->high)
            sum += rung->size;
        else if (x > rung->low)
            sum += rung->size * (x - rung->low) / (rung->high - rung->low);
    }
    return sum;
}

/* Returns the coins of an order book within the distance x. */
static inline double reference_book(const lm_impact_model *model, lm_side side, double price, double x)
{
    double coins = 0, from_x = 0, from_pct = 0, from_notional = 0;
    for (int i = 0; i < model->depth_count[side]; i++) {
        const lm_depth depth = model->depths[side][i];
        const double to_x = fabs(log(side == LM_LONG ? 1 - depth.pct / 100 : 1 + depth.pct / 100));
        const double middle = price * (1 + (side == LM_LONG ? -1 : 1) * (from_pct + depth.pct) / 200);
        const double band = (depth.notional - from_notional) / middle;
        const bool last = i == model->depth_count[side] - 1;
        coins += band * (x >= to_x && !last ? 1 : x > from_x ? (x - from_x) / (to_x - from_x) : 0);
        from_x = to_x;
        from_pct = depth.pct;
        from_notional = depth.notional;
    }
    return coins;
}

/* Returns the displacement by a cumulative flow q; that of an order book by bisection. */
static inline double reference_impact(const lm_impact_model *model, lm_side side, double price, double q)
{
    const double d = model->depth_per_pct / price * 100, limit = model->limit_pct / 100;
    double low = 0, high = 1;
    switch (model->kind) {
    case LM_IMPACT_LINEAR:
        return q / d;
    case LM_IMPACT_SQRT:
        return model->y * model->sigma * sqrt(q / (model->volume / price));
    case LM_IMPACT_SATURATING:
        return limit * (1 - exp(-q / (d * limit)));
    default:
        while (reference_book(model, side, price, high) < q)
            high *= 2;
        for (int i = 0; i < 200; i++) {
            const double middle = (low + high) / 2;
            *(reference_book(model, side, price, middle) < q ? &low : &high) = middle;
        }
        return high;
    }
}

static inline double reference_answer(const lm_impact_model *model, const lm_ladder *ladder, double x)
{
    const double left = fmax(model->evaporation_floor, exp(-model->eta * 100 * x));
    const double reported = model->reported[0] > 0 ? sqrt(model->reported[0] * model->reported[1]) : 1;
    const double q = reference_flow(ladder, x) / reported * model->share / (model->multiplier * left);
    return reference_impact(model, ladder->side, ladder->reference_price, q);
}

/* Returns false if the iteration has not converged after so many generations: x is then below the fixed point. */
static inline bool reference_cascade(const lm_impact_model *model, const lm_ladder *ladder, double s, int generations,
                                     double *x)
{
    *x = s;
    for (int i = 0; i < generations; i++) {
        const double next = s + reference_answer(model, ladder, *x);
        if (next <= *x * (1 + 1e-15))
            return true;
        *x = next;
    }
    return false;
}

#endif

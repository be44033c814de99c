#include "cascade/solve.h"

#include <math.h>

lm_limits lm_limits_of(const lm_impact_model *model, lm_side side)
{
    const double buffer = model->engine.maintenance;
    return (lm_limits){
        .least_jump = model->jump_pct / 100,
        .buffer = buffer,
        .buffer_x = side == LM_LONG ? -log1p(-buffer) : log1p(buffer),
        .fund = model->engine.fund,
        .adl = model->engine.adl,
    };
}

/*
 * Returns the loss beyond the bankruptcy price, as a fraction of notional; `slippage` is beyond the liquidation price.
 */
static double loss_fraction(lm_side side, const lm_limits *limits, double slippage)
{
    const double loss = (side == LM_LONG ? -expm1(-slippage) : expm1(slippage)) - limits->buffer;
    return loss > 0 ? loss : 0;
}

/* Adds the loss of an amount of flow that is sold beyond its liquidation price. */
static void add_loss(double flow, double slippage, lm_side side, const lm_limits *limits, lm_rung_outcome *outcome,
                     lm_cascade_end *end)
{
    const double loss = flow * loss_fraction(side, limits, slippage);
    const double fund_left = limits->fund > end->shortfall ? limits->fund - end->shortfall : 0;
    const double unfunded = !limits->adl || loss <= fund_left ? 0 : flow * (1 - fund_left / loss);
    end->shortfall += loss;
    end->deleveraged += unfunded;
    if (outcome) {
        outcome->loss += loss;
        outcome->unfunded += unfunded;
    }
}

/* Adds what is liquidated on a segment up to x1, where the shock is h1. */
static void add_liquidated(const lm_ladder *ladder, const lm_impact *impact, const lm_segment *segment, double x1,
                           double h1, const lm_peak *peak, const lm_limits *limits, lm_rung_outcome *outcomes,
                           lm_cascade_end *end)
{
    const lm_rung *rung = segment->rung;
    if (!rung)
        return;
    const bool whole = segment->x0 == rung->low && x1 == rung->high;
    const double part = whole ? 1 : (x1 - segment->x0) / (rung->high - rung->low);
    const double flow = rung->notional * part * impact->flow_per_notional;
    const double slippage = peak->h - (segment->h0 + h1) / 2;
    lm_rung_outcome *outcome = outcomes ? &outcomes[rung - ladder->rungs] : NULL;
    if (outcome)
        outcome->liquidated += part;
    if (slippage > limits->buffer_x)
        add_loss(flow, slippage, ladder->side, limits, outcome, end);
}

/* Returns the notional liquidated up to x on this segment: on a rung, in a gap before one, or beyond the last. */
static double notional_reached(const lm_walk *walk, const lm_segment *segment, double x)
{
    const lm_ladder *ladder = walk->ladder;
    const lm_rung *rung = segment->rung;
    if (rung)
        return rung->notional_before + rung->notional * ((x - rung->low) / (rung->high - rung->low));
    return walk->rung < ladder->count ? ladder->rungs[walk->rung].notional_before : ladder->notional;
}

void lm_cascade_solve(const lm_ladder *ladder, const lm_impact *impact, const lm_limits *limits, double s,
                      lm_rung_outcome *outcomes, lm_cascade_end *end)
{
    lm_walk walk;
    lm_segment segment;
    lm_peak peak = {0, 0};
    double landing;
    *end = (lm_cascade_end){0};
    lm_walk_begin(&walk, ladder, impact);
    for (;;) {
        if (!outcomes)
            lm_walk_skip(&walk, s, limits->buffer_x, limits->least_jump, &peak);
        if (!lm_walk_next(&walk, &segment))
            return;
        const lm_peak before = peak;
        end->jumped |= lm_walk_jumps(&walk, &segment, limits->least_jump, &peak, &landing);
        if (segment.h1 >= s) {
            end->x = fmax(s, lm_walk_reach(&walk, &segment, s));
            end->coins = segment.coins + segment.rate * (end->x - segment.x0);
            end->notional = notional_reached(&walk, &segment, end->x);
            end->flow = end->notional * impact->flow_per_notional;
            add_liquidated(ladder, impact, &segment, end->x, s, &before, limits, outcomes, end);
            return;
        }
        add_liquidated(ladder, impact, &segment, segment.x1, segment.h1, &before, limits, outcomes, end);
    }
}

void lm_find_jumps(const lm_ladder *ladder, const lm_impact *impact, double least_jump, lm_jump *first, lm_jump *worst)
{
    lm_walk walk;
    lm_segment segment;
    lm_peak peak = {0, 0};
    lm_walk_begin(&walk, ladder, impact);
    *first = (lm_jump){NAN, NAN, NAN};
    if (worst)
        *worst = *first;
    for (;;) {
        double landing;
        lm_walk_skip(&walk, INFINITY, INFINITY, least_jump, &peak);
        if (!lm_walk_next(&walk, &segment))
            return;
        const lm_peak before = peak;
        if (lm_walk_jumps(&walk, &segment, least_jump, &peak, &landing)) {
            const lm_jump jump = {before.h, before.x, landing};
            if (isnan(first->s))
                *first = jump;
            if (!worst)
                return;
            if (isnan(worst->s) || jump.to - jump.from > worst->to - worst->from)
                *worst = jump;
            least_jump = worst->to - worst->from; /* shorter jumps no longer matter */
        }
    }
}

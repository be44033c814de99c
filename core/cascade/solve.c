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

/* Loss beyond the bankruptcy price, per notional, of a position that is sold `late` behind its liquidation price. */
static double loss_of(lm_side side, const lm_limits *limits, double late)
{
    const double loss = (side == LM_LONG ? -expm1(-late) : expm1(late)) - limits->buffer;
    return loss > 0 ? loss : 0;
}

/* What a stretch of a rung loses, between x0 and x1, where the price has run ahead under the crest. */
static void lose(double notional, double late, lm_side side, const lm_limits *limits, lm_rung_outcome *fate,
                 lm_cascade_end *settlement)
{
    const double loss = notional * loss_of(side, limits, late);
    const double fund_left = limits->fund > settlement->shortfall ? limits->fund - settlement->shortfall : 0;
    const double unfunded = !limits->adl || loss <= fund_left ? 0 : notional * (1 - fund_left / loss);
    settlement->shortfall += loss;
    settlement->deleveraged += unfunded;
    if (fate) {
        fate->loss += loss;
        fate->unfunded += unfunded;
    }
}

/* Takes what stands on a stretch up to x1, where the shock is h1. */
static void take(const lm_ladder *ladder, const lm_impact *impact, const lm_segment *stretch, double x1, double h1,
                 const lm_peak *crest, const lm_limits *limits, lm_rung_outcome *outcomes, lm_cascade_end *settlement)
{
    const lm_rung *rung = stretch->rung;
    if (!rung)
        return;
    const bool whole = stretch->x0 == rung->low && x1 == rung->high;
    const double part = whole ? 1 : (x1 - stretch->x0) / (rung->high - rung->low);
    const double notional = rung->notional * part * impact->gross;
    const double late = crest->h - (stretch->h0 + h1) / 2;
    lm_rung_outcome *fate = outcomes ? &outcomes[rung - ladder->rungs] : NULL;
    if (fate)
        fate->taken += part;
    if (late > limits->buffer_x)
        lose(notional, late, ladder->side, limits, fate, settlement);
}

/* The walk knows where it is: behind the rungs, in a gap before one, or on it. */
static double notional_reached(const lm_walk *walk, const lm_segment *stretch, double x)
{
    const lm_ladder *ladder = walk->ladder;
    const lm_rung *rung = stretch->rung;
    if (rung)
        return rung->notional_before + rung->notional * ((x - rung->low) / (rung->high - rung->low));
    return walk->rung < ladder->count ? ladder->rungs[walk->rung].notional_before : ladder->notional;
}

void lm_cascade_solve(const lm_ladder *ladder, const lm_impact *impact, const lm_limits *limits, double s,
                      lm_rung_outcome *outcomes, lm_cascade_end *settlement)
{
    lm_walk walk;
    lm_segment stretch;
    lm_peak crest = {0, 0};
    double landing;
    *settlement = (lm_cascade_end){0};
    lm_walk_begin(&walk, ladder, impact);
    for (;;) {
        if (!outcomes)
            lm_walk_skip(&walk, s, limits->buffer_x, limits->least_jump, &crest);
        if (!lm_walk_next(&walk, &stretch))
            return;
        const lm_peak before = crest;
        settlement->jumped |= lm_walk_jumps(&walk, &stretch, limits->least_jump, &crest, &landing);
        if (stretch.h1 >= s) {
            settlement->x = fmax(s, lm_walk_reach(&walk, &stretch, s));
            settlement->coins = stretch.coins + stretch.rate * (settlement->x - stretch.x0);
            settlement->notional = notional_reached(&walk, &stretch, settlement->x);
            settlement->flow = settlement->notional * impact->gross;
            take(ladder, impact, &stretch, settlement->x, s, &before, limits, outcomes, settlement);
            return;
        }
        take(ladder, impact, &stretch, stretch.x1, stretch.h1, &before, limits, outcomes, settlement);
    }
}

void lm_find_jumps(const lm_ladder *ladder, const lm_impact *impact, double least_jump, lm_jump *first, lm_jump *worst)
{
    lm_walk walk;
    lm_segment stretch;
    lm_peak crest = {0, 0};
    lm_walk_begin(&walk, ladder, impact);
    *first = (lm_jump){NAN, NAN, NAN};
    if (worst)
        *worst = *first;
    for (;;) {
        double landing;
        lm_walk_skip(&walk, INFINITY, INFINITY, least_jump, &crest);
        if (!lm_walk_next(&walk, &stretch))
            return;
        const lm_peak before = crest;
        if (lm_walk_jumps(&walk, &stretch, least_jump, &crest, &landing)) {
            const lm_jump tip = {before.h, before.x, landing};
            if (isnan(first->s))
                *first = tip;
            if (!worst)
                return;
            if (isnan(worst->s) || tip.to - tip.from > worst->to - worst->from)
                *worst = tip;
            least_jump = worst->to - worst->from; /* no lesser one matters any more */
        }
    }
}

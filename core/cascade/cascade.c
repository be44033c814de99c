/* What a move sets off: one row of figures, and the same by leverage. */
#include "cascade/cascade.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

lm_status lm_check_shock(lm_host *host, double shock)
{
    char text[LM_NUMBER_SIZE];
    if (shock > -1 && shock < 1 && shock != 0)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "-0.03 is a fall by 3 %, 0.03 a rise.",
                   "shock must be a fraction between -1 and 1 and not 0, not %s", lm_number_text(shock, text));
}

double lm_shock_distance(double shock)
{
    return fabs(log1p(shock));
}

double lm_shock_of(double distance, lm_side side)
{
    return (side == LM_LONG ? expm1(-distance) : expm1(distance)) + 0.0; /* no -0 */
}

/* ---- the greatest branching ratio on the way */

/* g at places that only move outward. */
typedef struct follower {
    const lm_ladder *ladder;
    const lm_impact *impact;
    size_t rung;
    int piece;
} follower;

static double answer_at(follower *follow, double x)
{
    const lm_ladder *ladder = follow->ladder;
    double coins = ladder->size;
    while (follow->rung < ladder->count && ladder->rungs[follow->rung].high <= x)
        follow->rung++;
    if (follow->rung < ladder->count) {
        const lm_rung *rung = &ladder->rungs[follow->rung];
        coins = x > rung->low ? rung->before + rung->rate * (x - rung->low) : rung->before;
    }
    const double q = follow->impact->flow * coins / lm_depth_remaining(follow->impact, x);
    while (q > lm_impact_piece_end(follow->impact, follow->piece))
        follow->piece++;
    return lm_impact_move_in(follow->impact, follow->piece, q);
}

typedef struct steepest {
    double branching, x;
} steepest;

/*
 * The mean branching ratio over a window is piecewise smooth in where it begins, with kinks where either end of it meets
 * an end of a rung: there the greatest is looked for. `at_end` says which end of the window.
 */
static void look_at_windows(const lm_ladder *ladder, const lm_impact *impact, double x, double width, bool at_end,
                            steepest *found)
{
    follower near = {ladder, impact, 0, 0}, far = near;
    for (size_t i = 0; i < 2 * ladder->count; i++) {
        const lm_rung *rung = &ladder->rungs[i / 2];
        const double edge = i % 2 ? rung->high : rung->low, from = at_end ? edge - width : edge;
        if (i % 2 == 0 && i > 0 && rung->low == rung[-1].high)
            continue;
        if (from > x)
            return;
        if (from < 0)
            continue;
        const double rise = answer_at(&far, from + width) - answer_at(&near, from);
        if (rise / width > found->branching)
            *found = (steepest){rise / width, from};
    }
}

static void look_at_points(const lm_ladder *ladder, const lm_impact *impact, double x, steepest *found)
{
    for (size_t i = 0; i < ladder->count && ladder->rungs[i].low <= x; i++) {
        const double branching = lm_impact_slope_at(ladder, impact, ladder->rungs[i].low);
        if (branching > found->branching)
            *found = (steepest){branching, ladder->rungs[i].low};
    }
}

static steepest find_steepest(const lm_ladder *ladder, const lm_impact *impact, double x, double width)
{
    steepest found = {lm_branching(ladder, impact, 0, width), 0};
    const double last = lm_branching(ladder, impact, x, width);
    if (last > found.branching)
        found = (steepest){last, x};
    if (width == 0) {
        look_at_points(ladder, impact, x, &found);
        return found;
    }
    look_at_windows(ladder, impact, x, width, false, &found);
    look_at_windows(ladder, impact, x, width, true, &found);
    return found;
}

/* ---- one cascade */

static double notional_between(const lm_ladder *ladder, double from, double to)
{
    double below, above;
    lm_ladder_reached(ladder, from, &below);
    lm_ladder_reached(ladder, to, &above);
    return above - below;
}

static void say_tip(const lm_ladder *ladder, const lm_impact *impact, const lm_jump *tip, double *shock,
                    double *landing, double *flow)
{
    const bool jumps = !isnan(tip->s);
    *shock = jumps ? lm_shock_of(tip->s, ladder->side) : NAN;
    *landing = jumps ? lm_ladder_price(ladder, tip->to) : NAN;
    *flow = jumps ? notional_between(ladder, tip->from, tip->to) * impact->gross : NAN;
}

static void say_where_it_tips(const lm_ladder *ladder, const lm_impact *impact, double least_jump, lm_cascade *cascade)
{
    lm_jump first, worst;
    lm_find_jumps(ladder, impact, least_jump, &first, &worst);
    say_tip(ladder, impact, &first, &cascade->critical_shock, &cascade->landing_price, &cascade->jump_flow);
    say_tip(ladder, impact, &worst, &cascade->worst_shock, &cascade->worst_landing_price, &cascade->worst_jump_flow);
}

/* What it comes to where feeds report so much. */
typedef struct range_end {
    double move_pct, flow, shortfall, critical_shock;
} range_end;

static range_end end_at(const lm_ladder *ladder, const lm_impact *central, const lm_limits *limits, double s,
                        double reported)
{
    lm_cascade_end settled;
    lm_jump tip;
    const lm_impact impact = lm_impact_reporting(central, reported);
    lm_cascade_solve(ladder, &impact, limits, s, NULL, &settled);
    lm_find_jumps(ladder, &impact, limits->least_jump, &tip, NULL);
    return (range_end){lm_shock_of(settled.x, ladder->side) * 100, settled.flow, settled.shortfall,
                       isnan(tip.s) ? NAN : lm_shock_of(tip.s, ladder->side)};
}

/* The two ends of the range of what feeds report; the row itself where it is none. */
static void say_range(const lm_ladder *ladder, lm_reported reported, const lm_impact *central, const lm_limits *limits,
                      double s, lm_cascade *cascade)
{
    range_end least = {cascade->move_pct, cascade->flow, cascade->shortfall, cascade->critical_shock}, most = least;
    if (reported.least < reported.most) {
        least = end_at(ladder, central, limits, s, reported.most);
        most = end_at(ladder, central, limits, s, reported.least);
    }
    cascade->move_pct_least = least.move_pct;
    cascade->move_pct_most = most.move_pct;
    cascade->flow_least = least.flow;
    cascade->flow_most = most.flow;
    cascade->critical_shock_least = least.critical_shock;
    cascade->critical_shock_most = most.critical_shock;
    cascade->shortfall_least = least.shortfall;
    cascade->shortfall_most = most.shortfall;
}

static void open_impact(const lm_ladder *ladder, const lm_impact_model *model, double depth, lm_impact *impact)
{
    lm_impact_open(model, ladder->side, ladder->reference_price,
                   lm_reported_middle(lm_reported_of(model, ladder->replayed)), impact);
    impact->flow /= depth;
}

void lm_cascade_on(const lm_ladder *ladder, const lm_impact_model *model, double shock, double depth,
                   lm_cascade *cascade)
{
    lm_impact impact;
    lm_cascade_end settled;
    const lm_limits limits = lm_limits_of(model, ladder->side);
    const double s = lm_shock_distance(shock);
    open_impact(ladder, model, depth, &impact);
    lm_cascade_solve(ladder, &impact, &limits, s, NULL, &settled);
    memset(cascade, 0, sizeof *cascade);
    cascade->final_price = lm_ladder_price(ladder, settled.x);
    cascade->move_pct = lm_shock_of(settled.x, ladder->side) * 100;
    cascade->size = settled.coins;
    cascade->notional = settled.notional;
    cascade->flow = settled.flow;
    cascade->amplification = settled.x / s;
    cascade->branching_at_stop = lm_branching(ladder, &impact, settled.x, limits.least_jump);
    const steepest steepest = find_steepest(ladder, &impact, settled.x, limits.least_jump);
    cascade->branching_max = steepest.branching;
    cascade->branching_max_price = lm_ladder_price(ladder, steepest.x);
    say_where_it_tips(ladder, &impact, limits.least_jump, cascade);
    cascade->shortfall = settled.shortfall;
    cascade->deleveraged = settled.deleveraged;
    say_range(ladder, lm_reported_of(model, ladder->replayed), &impact, &limits, s, cascade);
}

lm_status lm_map_cascade(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                         lm_cascade *cascade)
{
    lm_ladder ladder;
    LM_TRY(lm_check_shock(host, shock));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_open(host, map, lm_side_of_shock(shock), model->reference_price, false, &ladder));
    lm_ladder_evaporate(&ladder, model);
    lm_cascade_on(&ladder, model, shock, 1, cascade);
    lm_ladder_close(host, &ladder);
    return LM_OK;
}

/* ---- by leverage */

static void name_classes(const lm_ladder *ladder, lm_cascade_class *rows)
{
    for (size_t i = 0; i < ladder->class_count; i++)
        rows[i].leverage = ladder->leverage[i] > 0 ? ladder->leverage[i] : NAN;
}

static void share_out(const lm_ladder *ladder, const lm_rung_outcome *outcomes, double gross, lm_cascade_class *rows)
{
    for (size_t i = 0; i < ladder->class_part_count; i++) {
        const lm_class_part *lot = &ladder->class_parts[i];
        const lm_rung_outcome *fate = &outcomes[lot->rung];
        const double part =
            ladder->rungs[lot->rung].notional > 0 ? lot->notional / ladder->rungs[lot->rung].notional : 0;
        lm_cascade_class *row = &rows[lot->class];
        row->size += lot->size * fate->taken;
        row->notional += lot->notional * fate->taken;
        row->flow += lot->notional * fate->taken * gross;
        row->outstanding_notional += lot->notional;
        row->shortfall += fate->loss * part;
        row->deleveraged += fate->unfunded * part;
    }
}

/* Runs it where feeds report so much. */
static void settle_at(const lm_ladder *ladder, const lm_impact_model *model, double s, double reported,
                      lm_rung_outcome *outcomes, lm_impact *impact)
{
    lm_cascade_end settled;
    const lm_limits limits = lm_limits_of(model, ladder->side);
    memset(outcomes, 0, ladder->count * sizeof *outcomes);
    lm_impact_open(model, ladder->side, ladder->reference_price, reported, impact);
    lm_cascade_solve(ladder, impact, &limits, s, outcomes, &settled);
}

/* What is liquidated of each class at the two ends of the range. */
static void share_range(const lm_ladder *ladder, const lm_impact_model *model, double s, lm_rung_outcome *outcomes,
                        lm_cascade_class *rows)
{
    lm_impact impact;
    const lm_reported reported = lm_reported_of(model, ladder->replayed);
    settle_at(ladder, model, s, reported.most, outcomes, &impact);
    for (size_t i = 0; i < ladder->class_part_count; i++)
        rows[ladder->class_parts[i].class].flow_least +=
            ladder->class_parts[i].notional * outcomes[ladder->class_parts[i].rung].taken * impact.gross;
    settle_at(ladder, model, s, reported.least, outcomes, &impact);
    for (size_t i = 0; i < ladder->class_part_count; i++)
        rows[ladder->class_parts[i].class].flow_most +=
            ladder->class_parts[i].notional * outcomes[ladder->class_parts[i].rung].taken * impact.gross;
}

static lm_status run_by_leverage(lm_host *host, const lm_ladder *ladder, const lm_impact_model *model, double shock,
                                 lm_cascade_classes *classes)
{
    lm_impact impact;
    void *outcomes, *rows;
    const double s = lm_shock_distance(shock);
    const size_t fates_size = ladder->count * sizeof(lm_rung_outcome) + 1;
    LM_TRY(lm_allocate(host, ladder->class_count * sizeof(lm_cascade_class) + 1, &rows));
    const lm_status status = lm_allocate(host, fates_size, &outcomes);
    if (status != LM_OK) {
        lm_release(host, rows, ladder->class_count * sizeof(lm_cascade_class) + 1);
        return status;
    }
    name_classes(ladder, rows);
    settle_at(ladder, model, s, lm_reported_middle(lm_reported_of(model, ladder->replayed)), outcomes, &impact);
    share_out(ladder, outcomes, impact.gross, rows);
    share_range(ladder, model, s, outcomes, rows);
    lm_release(host, outcomes, fates_size);
    *classes = (lm_cascade_classes){rows, ladder->class_count};
    return LM_OK;
}

lm_status lm_map_cascade_by_leverage(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                     lm_cascade_classes *classes)
{
    lm_ladder ladder;
    LM_TRY(lm_check_shock(host, shock));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_open(host, map, lm_side_of_shock(shock), model->reference_price, true, &ladder));
    const lm_status status = run_by_leverage(host, &ladder, model, shock, classes);
    lm_ladder_close(host, &ladder);
    return status;
}

/* Allocated with a byte more, so that none is no error. */
void lm_cascade_classes_free(lm_host *host, lm_cascade_classes *classes)
{
    lm_release(host, classes->rows, classes->count * sizeof(lm_cascade_class) + 1);
    classes->rows = NULL;
    classes->count = 0;
}

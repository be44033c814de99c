/* Computes the figures of one cascade, and its parts by leverage class. */
#include "cascade/cascade.h"

#include <math.h>
#include <string.h>

lm_status lm_check_shock(lm_host *host, double shock)
{
    char text[LM_NUMBER_SIZE];
    if (shock > -1 && shock < 1 && shock != 0)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Give -0.03 for a fall of 3 %, or 0.03 for a rise.",
                   "shock must be a fraction between -1 and 1 and not 0, not %s", lm_number_text(shock, text));
}

double lm_shock_distance(double shock)
{
    return fabs(log1p(shock));
}

double lm_shock_from_distance(double distance, lm_side side)
{
    return (side == LM_LONG ? expm1(-distance) : expm1(distance)) + 0.0; /* no -0 */
}

/* ---- the greatest branching ratio between the reference price and the final price */

/* Computes g(x) for values of x that only grow. */
typedef struct impact_cursor {
    const lm_ladder *ladder;
    const lm_impact *impact;
    size_t rung;
    int piece;
} impact_cursor;

static double impact_at_cursor(impact_cursor *cursor, double x)
{
    const lm_ladder *ladder = cursor->ladder;
    double coins = ladder->size;
    while (cursor->rung < ladder->count && ladder->rungs[cursor->rung].high <= x)
        cursor->rung++;
    if (cursor->rung < ladder->count) {
        const lm_rung *rung = &ladder->rungs[cursor->rung];
        coins = x > rung->low ? rung->before + rung->rate * (x - rung->low) : rung->before;
    }
    const double q = lm_impact_flow(cursor->impact, coins, x);
    while (q > lm_impact_piece_end(cursor->impact, cursor->piece))
        cursor->piece++;
    return lm_impact_move_in(cursor->impact, cursor->piece, q);
}

typedef struct max_branching {
    double branching, x;
} max_branching;

/*
 * The mean branching ratio over a window is piecewise smooth in the start of the window, with kinks where an end of the
 * window meets an end of a rung. The maximum is searched at these kinks. `far_end`: those of the far end of the window.
 */
static void max_over_windows(const lm_ladder *ladder, const lm_impact *impact, double x, double width, bool far_end,
                             max_branching *best)
{
    impact_cursor near = {ladder, impact, 0, 0}, far = near;
    for (size_t i = 0; i < 2 * ladder->count; i++) {
        const lm_rung *rung = &ladder->rungs[i / 2];
        const double edge = i % 2 ? rung->high : rung->low, from = far_end ? edge - width : edge;
        if (i % 2 == 0 && i > 0 && rung->low == rung[-1].high)
            continue;
        if (from > x)
            return;
        if (from < 0)
            continue;
        const double rise = impact_at_cursor(&far, from + width) - impact_at_cursor(&near, from);
        if (rise / width > best->branching)
            *best = (max_branching){rise / width, from};
    }
}

static void max_over_points(const lm_ladder *ladder, const lm_impact *impact, double x, max_branching *best)
{
    for (size_t i = 0; i < ladder->count && ladder->rungs[i].low <= x; i++) {
        const double branching = lm_impact_slope_at(ladder, impact, ladder->rungs[i].low);
        if (branching > best->branching)
            *best = (max_branching){branching, ladder->rungs[i].low};
    }
}

static max_branching find_max_branching(const lm_ladder *ladder, const lm_impact *impact, double x, double width)
{
    max_branching best = {lm_branching(ladder, impact, 0, width), 0};
    const double last = lm_branching(ladder, impact, x, width);
    if (last > best.branching)
        best = (max_branching){last, x};
    if (width == 0) {
        max_over_points(ladder, impact, x, &best);
        return best;
    }
    max_over_windows(ladder, impact, x, width, false, &best);
    max_over_windows(ladder, impact, x, width, true, &best);
    return best;
}

/* ---- one cascade */

static double notional_within(const lm_ladder *ladder, double from, double to)
{
    double below, above;
    lm_ladder_reached(ladder, from, &below);
    lm_ladder_reached(ladder, to, &above);
    return above - below;
}

static void set_jump(const lm_ladder *ladder, const lm_impact *impact, const lm_jump *jump, double *shock,
                     double *landing, double *flow)
{
    const bool jumps = !isnan(jump->s);
    *shock = jumps ? lm_shock_from_distance(jump->s, ladder->side) : NAN;
    *landing = jumps ? lm_ladder_price(ladder, jump->to) : NAN;
    *flow = jumps ? notional_within(ladder, jump->from, jump->to) * impact->flow_per_notional : NAN;
}

static void set_jumps(const lm_ladder *ladder, const lm_impact *impact, double least_jump, lm_cascade *cascade)
{
    lm_jump first, worst;
    lm_find_jumps(ladder, impact, least_jump, &first, &worst);
    set_jump(ladder, impact, &first, &cascade->critical_shock, &cascade->landing_price, &cascade->jump_flow);
    set_jump(ladder, impact, &worst, &cascade->worst_shock, &cascade->worst_landing_price, &cascade->worst_jump_flow);
}

/* The figures at one end of the range of what feeds report. */
typedef struct range_end {
    double move_pct, flow, shortfall, critical_shock;
} range_end;

static range_end compute_range_end(const lm_ladder *ladder, const lm_impact *central, const lm_limits *limits, double s,
                                   double reported)
{
    lm_cascade_end end;
    lm_jump jump;
    const lm_impact impact = lm_impact_reporting(central, reported);
    lm_cascade_solve(ladder, &impact, limits, s, NULL, &end);
    lm_find_jumps(ladder, &impact, limits->least_jump, &jump, NULL);
    return (range_end){lm_shock_from_distance(end.x, ladder->side) * 100, end.flow, end.shortfall,
                       isnan(jump.s) ? NAN : lm_shock_from_distance(jump.s, ladder->side)};
}

/* Sets the figures at both ends of the range of what feeds report; without a range those of the row itself. */
static void set_range(const lm_ladder *ladder, lm_reported reported, const lm_impact *central, const lm_limits *limits,
                      double s, lm_cascade *cascade)
{
    range_end least = {cascade->move_pct, cascade->flow, cascade->shortfall, cascade->critical_shock}, most = least;
    if (reported.least < reported.most) {
        least = compute_range_end(ladder, central, limits, s, reported.most);
        most = compute_range_end(ladder, central, limits, s, reported.least);
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

void lm_cascade_on(const lm_ladder *ladder, const lm_impact_model *model, double shock, double depth,
                   lm_cascade *cascade)
{
    lm_impact impact;
    lm_cascade_end end;
    const lm_limits limits = lm_limits_of(model, ladder->side);
    const double s = lm_shock_distance(shock);
    const lm_reported reported = lm_ladder_impact(ladder, model, &impact);
    impact.book_coins_per_coin /= depth;
    lm_cascade_solve(ladder, &impact, &limits, s, NULL, &end);
    memset(cascade, 0, sizeof *cascade);
    cascade->final_price = lm_ladder_price(ladder, end.x);
    cascade->move_pct = lm_shock_from_distance(end.x, ladder->side) * 100;
    cascade->size = end.coins;
    cascade->notional = end.notional;
    cascade->flow = end.flow;
    cascade->amplification = end.x / s;
    cascade->branching_at_stop = lm_branching(ladder, &impact, end.x, limits.least_jump);
    const max_branching max_branching = find_max_branching(ladder, &impact, end.x, limits.least_jump);
    cascade->branching_max = max_branching.branching;
    cascade->branching_max_price = lm_ladder_price(ladder, max_branching.x);
    set_jumps(ladder, &impact, limits.least_jump, cascade);
    cascade->shortfall = end.shortfall;
    cascade->deleveraged = end.deleveraged;
    set_range(ladder, reported, &impact, &limits, s, cascade);
}

lm_status lm_map_cascade(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                         lm_cascade *cascade)
{
    lm_ladder ladder;
    LM_TRY(lm_check_shock(host, shock));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_init(host, map, lm_side_of_shock(shock), model->reference_price, false, &ladder));
    lm_ladder_evaporate(&ladder, model);
    lm_cascade_on(&ladder, model, shock, 1, cascade);
    lm_ladder_free(host, &ladder);
    return LM_OK;
}

/* ---- by leverage */

static void init_classes(const lm_ladder *ladder, lm_cascade_class *rows)
{
    for (size_t i = 0; i < ladder->class_count; i++)
        rows[i].leverage = ladder->leverage[i] > 0 ? ladder->leverage[i] : NAN;
}

static void attribute_to_classes(const lm_ladder *ladder, const lm_rung_outcome *outcomes, double flow_per_notional,
                                 lm_cascade_class *rows)
{
    for (size_t i = 0; i < ladder->class_part_count; i++) {
        const lm_class_part *part = &ladder->class_parts[i];
        const lm_rung_outcome *outcome = &outcomes[part->rung];
        const double fraction =
            ladder->rungs[part->rung].notional > 0 ? part->notional / ladder->rungs[part->rung].notional : 0;
        lm_cascade_class *row = &rows[part->class];
        row->size += part->size * outcome->liquidated;
        row->notional += part->notional * outcome->liquidated;
        row->flow += part->notional * outcome->liquidated * flow_per_notional;
        row->outstanding_notional += part->notional;
        row->shortfall += outcome->loss * fraction;
        row->deleveraged += outcome->unfunded * fraction;
    }
}

/* Solves the cascade where feeds report this share. */
static void solve_reported(const lm_ladder *ladder, const lm_impact_model *model, double s, double reported,
                           lm_rung_outcome *outcomes, lm_impact *impact)
{
    lm_cascade_end end;
    const lm_limits limits = lm_limits_of(model, ladder->side);
    memset(outcomes, 0, ladder->count * sizeof *outcomes);
    lm_impact_init(model, ladder->side, ladder->reference_price, reported, impact);
    lm_cascade_solve(ladder, impact, &limits, s, outcomes, &end);
}

/* Sets the flow of each class at both ends of the range of what feeds report. */
static void attribute_range(const lm_ladder *ladder, const lm_impact_model *model, double s, lm_rung_outcome *outcomes,
                            lm_cascade_class *rows)
{
    const lm_reported reported = lm_ladder_reported(ladder, model);
    for (int most = 0; most < 2; most++) {
        lm_impact impact;
        solve_reported(ladder, model, s, most ? reported.least : reported.most, outcomes, &impact);
        for (size_t i = 0; i < ladder->class_part_count; i++) {
            const lm_class_part *part = &ladder->class_parts[i];
            lm_cascade_class *row = &rows[part->class];
            *(most ? &row->flow_most : &row->flow_least) +=
                part->notional * outcomes[part->rung].liquidated * impact.flow_per_notional;
        }
    }
}

static lm_status run_by_leverage(lm_host *host, const lm_ladder *ladder, const lm_impact_model *model, double shock,
                                 lm_cascade_classes *classes)
{
    lm_impact impact;
    void *outcomes, *rows;
    const double s = lm_shock_distance(shock);
    const size_t outcomes_size = ladder->count * sizeof(lm_rung_outcome) + 1;
    LM_TRY(lm_allocate(host, ladder->class_count * sizeof(lm_cascade_class) + 1, &rows));
    const lm_status status = lm_allocate(host, outcomes_size, &outcomes);
    if (status != LM_OK) {
        lm_release(host, rows, ladder->class_count * sizeof(lm_cascade_class) + 1);
        return status;
    }
    init_classes(ladder, rows);
    solve_reported(ladder, model, s, lm_reported_middle(lm_ladder_reported(ladder, model)), outcomes, &impact);
    attribute_to_classes(ladder, outcomes, impact.flow_per_notional, rows);
    attribute_range(ladder, model, s, outcomes, rows);
    lm_release(host, outcomes, outcomes_size);
    *classes = (lm_cascade_classes){rows, ladder->class_count};
    return LM_OK;
}

lm_status lm_map_cascade_by_leverage(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                     lm_cascade_classes *classes)
{
    lm_ladder ladder;
    LM_TRY(lm_check_shock(host, shock));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_init(host, map, lm_side_of_shock(shock), model->reference_price, true, &ladder));
    const lm_status status = run_by_leverage(host, &ladder, model, shock, classes);
    lm_ladder_free(host, &ladder);
    return status;
}

/* The rows were allocated with one byte more, as an allocation of 0 bytes would be an error. */
void lm_cascade_classes_free(lm_host *host, lm_cascade_classes *classes)
{
    lm_release(host, classes->rows, classes->count * sizeof(lm_cascade_class) + 1);
    classes->rows = NULL;
    classes->count = 0;
}

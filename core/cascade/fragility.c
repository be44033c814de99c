/* Computes fragility: liquidation, depth and branching ratio for each step of price. */
#include <math.h>
#include <string.h>

#include "base/parameters.h"
#include "cascade/ladder.h"
#include "liqmap/cascade.h"
#include "map/steps.h"

typedef struct fragility_scan {
    lm_steps steps;
    double within;
    bool empty_steps;
    double share;
    lm_impact central, least, most; /* for the middle and the ends of what feeds report */
    lm_fragility_row *rows;
    size_t count, capacity;
} fragility_scan;

/*
 * The depth that the flow between x0 and x1 meets: the flow over the displacement that it adds, with the evaporation of
 * the middle. Where nothing is liquidated, the depth that the next coin would meet.
 */
static double depth_per_pct(const lm_ladder *ladder, const lm_impact *impact, double share, double x0, double x1,
                            double flow)
{
    const double middle = (x0 + x1) / 2, unit = impact->book_coins_per_coin / lm_depth_remaining(impact, middle);
    const double from = unit * lm_ladder_reached(ladder, x0, NULL), to = unit * lm_ladder_reached(ladder, x1, NULL);
    if (to > from)
        return flow * share / (lm_impact_move(impact, to) - lm_impact_move(impact, from)) / 100;
    return share * impact->flow_per_notional / (unit * lm_impact_slope(impact, from)) *
           lm_ladder_price(ladder, middle) / 100;
}

/* The mean branching ratio between the log distances x0 and x1, given the coins up to each. */
static double branching_between(const lm_impact *impact, double x0, double coins0, double x1, double coins1)
{
    const double from = lm_impact_move(impact, lm_impact_flow(impact, coins0, x0));
    const double to = lm_impact_move(impact, lm_impact_flow(impact, coins1, x1));
    return (to - from) / (x1 - x0);
}

static void fill_row(const lm_ladder *ladder, const fragility_scan *scan, lm_fragility_row *row)
{
    const lm_impact *impact = &scan->central;
    const double share = scan->share;
    const bool down = ladder->side == LM_LONG;
    const double x0 = lm_ladder_distance(ladder, down ? row->price_high : row->price_low);
    const double x1 = lm_ladder_distance(ladder, down ? row->price_low : row->price_high);
    double before, after;
    const double coins0 = lm_ladder_reached(ladder, x0, &before), coins1 = lm_ladder_reached(ladder, x1, &after);
    const double flow = (after - before) * impact->flow_per_notional;
    row->side = ladder->side;
    row->distance_pct = ((row->price_low + row->price_high) / 2 / ladder->reference_price - 1) * 100;
    row->liquidation_per_pct = flow * share / (x1 - x0) / 100;
    row->depth_per_pct = depth_per_pct(ladder, impact, share, x0, x1, flow);
    row->branching = branching_between(impact, x0, coins0, x1, coins1);
    row->branching_least = branching_between(&scan->least, x0, coins0, x1, coins1);
    row->branching_most = branching_between(&scan->most, x0, coins0, x1, coins1);
    row->critical = row->branching >= 1;
}

static lm_status append_row(lm_host *host, fragility_scan *scan, const lm_fragility_row *row)
{
    if (scan->count == LM_MAX_ROWS)
        return lm_fail(host, LM_E_LIMIT, "Use a larger step or a smaller `within`.",
                       "fragility would have more than %d rows", LM_MAX_ROWS);
    LM_TRY(LM_RESERVE(host, scan->rows, scan->capacity, scan->count + 1));
    scan->rows[scan->count++] = *row;
    return LM_OK;
}

/* The bounds of step `number`, cut at the reference price. */
static lm_fragility_row bounds_of_step(const fragility_scan *scan, const lm_ladder *ladder, int64_t number)
{
    lm_fragility_row row;
    memset(&row, 0, sizeof row);
    row.price_low = lm_step_price(&scan->steps, number);
    row.price_high = lm_step_price(&scan->steps, number + 1);
    if (ladder->side == LM_LONG)
        row.price_high = fmin(row.price_high, ladder->reference_price);
    else
        row.price_low = fmax(row.price_low, ladder->reference_price);
    return row;
}

/* Appends the row of a step, if it has one; *near is false where the step lies beyond `within`. */
static lm_status add_step(lm_host *host, const lm_ladder *ladder, int64_t number, fragility_scan *scan, bool *near)
{
    lm_fragility_row row = bounds_of_step(scan, ladder, number);
    if (!(row.price_low < row.price_high)) /* the step begins at the reference price */
        return LM_OK;
    fill_row(ladder, scan, &row);
    *near = fabs(row.distance_pct) <= scan->within * 100;
    return *near && (scan->empty_steps || row.liquidation_per_pct > 0) ? append_row(host, scan, &row) : LM_OK;
}

/* Appends the steps of one side, outward: those with rungs, and with empty_steps those in between. */
static lm_status scan_side(lm_host *host, const lm_ladder *ladder, fragility_scan *scan)
{
    const int64_t outward = ladder->side == LM_LONG ? -1 : 1;
    int64_t next = lm_step_at(&scan->steps, ladder->reference_price);
    bool near = true;
    for (size_t i = 0; near && i < ladder->count; i++) {
        const int64_t first = lm_step_at(&scan->steps, lm_ladder_price(ladder, ladder->rungs[i].low));
        const int64_t last = lm_step_at(&scan->steps, lm_ladder_price(ladder, ladder->rungs[i].high));
        if (!scan->empty_steps && outward * first > outward * next)
            next = first;
        for (; near && outward * next <= outward * last; next += outward) {
            LM_TRY(lm_check_interrupt(host));
            LM_TRY(add_step(host, ladder, next, scan, &near));
        }
    }
    return LM_OK;
}

static lm_status scan_map(lm_host *host, const lm_ladder ladders[2], const lm_impact_model *model,
                          const lm_fragility_options *options, fragility_scan *scan)
{
    const double reference_price = ladders[LM_LONG].reference_price;
    const double step = options->step > 0 ? options->step : lm_default_step(reference_price);
    LM_TRY(lm_check_step_at(host, step, ladders[LM_LONG].greatest_price));
    scan->steps = lm_steps_from_width(step);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const lm_reported reported = lm_ladder_impact(&ladders[side], model, &scan->central);
        scan->least = lm_impact_reporting(&scan->central, reported.most);
        scan->most = lm_impact_reporting(&scan->central, reported.least);
        LM_TRY(scan_side(host, &ladders[side], scan));
        for (size_t i = 0; side == LM_LONG && i < scan->count / 2; i++) { /* longs come in descending order */
            const lm_fragility_row row = scan->rows[i];
            scan->rows[i] = scan->rows[scan->count - 1 - i];
            scan->rows[scan->count - 1 - i] = row;
        }
    }
    return LM_OK;
}

void lm_fragility_options_init(lm_fragility_options *options)
{
    *options = (lm_fragility_options){.within = INFINITY};
}

#define OPTIONS lm_fragility_options
static const lm_parameter parameters[] = {
    LM_PARAMETER(step),
    LM_PARAMETER(within),
    LM_PARAMETER(empty_steps),
};
LM_PARAMETER_LIST(lm_fragility_parameters, lm_fragility_options_init, parameters, "fragility");
#undef OPTIONS

static lm_status check_options(lm_host *host, const lm_fragility_options *options)
{
    char text[LM_NUMBER_SIZE];
    LM_TRY(lm_check_step(host, options->step));
    if (options->within >= 0)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Give 0.05 for 5 % on each side of the reference price.",
                   "within must be a fraction of 0 or more, not %s", lm_number_text(options->within, text));
}

lm_status lm_map_fragility(lm_host *host, const lm_map *map, const lm_impact_model *model,
                           const lm_fragility_options *options, lm_fragility *fragility)
{
    lm_ladder ladders[2];
    void *rows = NULL;
    fragility_scan scan = {.within = options->within > 0 ? options->within : INFINITY,
                           .empty_steps = options->empty_steps,
                           .share = model->share};
    LM_TRY(check_options(host, options));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_init_both(host, map, model->reference_price, ladders));
    lm_status status = scan_map(host, ladders, model, options, &scan);
    if (status == LM_OK)
        status = lm_allocate_raw(host, scan.count * sizeof(lm_fragility_row) + 1, &rows);
    if (status == LM_OK) {
        if (scan.count > 0)
            memcpy(rows, scan.rows, scan.count * sizeof(lm_fragility_row));
        *fragility = (lm_fragility){rows, scan.count, scan.steps.width};
    }
    lm_release(host, scan.rows, scan.capacity * sizeof(lm_fragility_row));
    lm_ladder_free(host, &ladders[LM_LONG]);
    lm_ladder_free(host, &ladders[LM_SHORT]);
    return status;
}

/* The rows were allocated with one byte more, as an allocation of 0 bytes would be an error. */
void lm_fragility_free(lm_host *host, lm_fragility *fragility)
{
    lm_release(host, fragility->rows, fragility->count * sizeof(lm_fragility_row) + 1);
    fragility->rows = NULL;
    fragility->count = 0;
}

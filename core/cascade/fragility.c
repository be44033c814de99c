/* How near each step of price is to setting off more than it takes. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/parameters.h"
#include "cascade/walk.h"
#include "liqmap/cascade.h"
#include "map/steps.h"

typedef struct survey {
    lm_steps steps;
    double within;
    bool empty_steps;
    double share;
    lm_impact central, least, most; /* in the middle and at the ends of what feeds report */
    lm_fragility_row *rows;
    size_t count, capacity;
} survey;

/*
 * The depth that what is liquidated between x0 and x1 meets: its notional over the displacement it adds, the evaporation
 * of the middle held. Where nothing is liquidated, that of the next coin.
 */
static double depth_per_pct(const lm_ladder *ladder, const lm_impact *impact, double share, double x0, double x1,
                            double notional)
{
    const double middle = (x0 + x1) / 2, unit = impact->flow / lm_depth_remaining(impact, middle);
    const double from = unit * lm_ladder_reached(ladder, x0, NULL), to = unit * lm_ladder_reached(ladder, x1, NULL);
    if (to > from)
        return notional * share / (lm_impact_move(impact, to) - lm_impact_move(impact, from)) / 100;
    return share * impact->gross / (unit * lm_impact_slope(impact, from)) * lm_ladder_price(ladder, middle) / 100;
}

/* The mean branching ratio between two distances, by the coins that are reached there. */
static double branching_between(const lm_impact *impact, double x0, double coins0, double x1, double coins1)
{
    const double from = lm_impact_move(impact, impact->flow * coins0 / lm_depth_remaining(impact, x0));
    const double to = lm_impact_move(impact, impact->flow * coins1 / lm_depth_remaining(impact, x1));
    return (to - from) / (x1 - x0);
}

static void look(const lm_ladder *ladder, const survey *survey, lm_fragility_row *row)
{
    const lm_impact *impact = &survey->central;
    const double share = survey->share;
    const bool down = ladder->side == LM_LONG;
    const double x0 = lm_ladder_distance(ladder, down ? row->price_high : row->price_low);
    const double x1 = lm_ladder_distance(ladder, down ? row->price_low : row->price_high);
    double before, after;
    const double coins0 = lm_ladder_reached(ladder, x0, &before), coins1 = lm_ladder_reached(ladder, x1, &after);
    const double notional = (after - before) * impact->gross;
    row->side = ladder->side;
    row->distance_pct = ((row->price_low + row->price_high) / 2 / ladder->reference_price - 1) * 100;
    row->liquidation_per_pct = notional * share / (x1 - x0) / 100;
    row->depth_per_pct = depth_per_pct(ladder, impact, share, x0, x1, notional);
    row->branching = branching_between(impact, x0, coins0, x1, coins1);
    row->branching_least = branching_between(&survey->least, x0, coins0, x1, coins1);
    row->branching_most = branching_between(&survey->most, x0, coins0, x1, coins1);
    row->critical = row->branching >= 1;
}

static lm_status push(lm_host *host, survey *survey, const lm_fragility_row *row)
{
    if (survey->count == LM_MAX_ROWS)
        return lm_fail(host, LM_E_LIMIT, "Take a larger step, or look within a smaller distance.",
                       "fragility would have more than %d rows", LM_MAX_ROWS);
    LM_TRY(LM_RESERVE(host, survey->rows, survey->capacity, survey->count + 1));
    survey->rows[survey->count++] = *row;
    return LM_OK;
}

/* Step number `number`, as far as it lies on this side of the reference price. */
static lm_fragility_row row_of(const survey *survey, const lm_ladder *ladder, int64_t number)
{
    lm_fragility_row row;
    memset(&row, 0, sizeof row);
    row.price_low = lm_step_price(&survey->steps, number);
    row.price_high = lm_step_price(&survey->steps, number + 1);
    if (ladder->side == LM_LONG)
        row.price_high = fmin(row.price_high, ladder->reference_price);
    else
        row.price_low = fmax(row.price_low, ladder->reference_price);
    return row;
}

/* False where the step lies beyond `within`. */
static lm_status add_step(lm_host *host, const lm_ladder *ladder, int64_t number, survey *survey, bool *near)
{
    lm_fragility_row row = row_of(survey, ladder, number);
    if (!(row.price_low < row.price_high)) /* the reference price is where a step begins */
        return LM_OK;
    look(ladder, survey, &row);
    *near = fabs(row.distance_pct) <= survey->within * 100;
    return *near && (survey->empty_steps || row.liquidation_per_pct > 0) ? push(host, survey, &row) : LM_OK;
}

/* The steps of one side, outward: those that rungs lie in, and if wanted those between. */
static lm_status survey_side(lm_host *host, const lm_ladder *ladder, survey *survey)
{
    const int64_t outward = ladder->side == LM_LONG ? -1 : 1;
    int64_t next = lm_step_at(&survey->steps, ladder->reference_price);
    bool near = true;
    for (size_t i = 0; near && i < ladder->count; i++) {
        const int64_t first = lm_step_at(&survey->steps, lm_ladder_price(ladder, ladder->rungs[i].low));
        const int64_t last = lm_step_at(&survey->steps, lm_ladder_price(ladder, ladder->rungs[i].high));
        if (!survey->empty_steps && outward * first > outward * next)
            next = first;
        for (; near && outward * next <= outward * last; next += outward) {
            LM_TRY(lm_check_interrupt(host));
            LM_TRY(add_step(host, ladder, next, survey, &near));
        }
    }
    return LM_OK;
}

static lm_status survey_map(lm_host *host, const lm_ladder ladders[2], const lm_impact_model *model,
                            const lm_fragility_options *options, survey *survey)
{
    const double reference_price = ladders[LM_LONG].reference_price;
    const double step = options->step > 0 ? options->step : lm_default_step(reference_price);
    LM_TRY(lm_check_step_at(host, step, ladders[LM_LONG].greatest_price));
    survey->steps = lm_steps_of(step);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const lm_reported reported = lm_reported_of(model, ladders[side].replayed);
        lm_impact_open(model, (lm_side)side, reference_price, lm_reported_middle(reported), &survey->central);
        survey->least = lm_impact_reporting(&survey->central, reported.most);
        survey->most = lm_impact_reporting(&survey->central, reported.least);
        LM_TRY(survey_side(host, &ladders[side], survey));
        for (size_t i = 0; side == LM_LONG && i < survey->count / 2; i++) { /* outward was downward */
            const lm_fragility_row row = survey->rows[i];
            survey->rows[i] = survey->rows[survey->count - 1 - i];
            survey->rows[survey->count - 1 - i] = row;
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
    return lm_fail(host, LM_E_RANGE, "0.05 looks 5 % around the reference price.",
                   "within must be a fraction of 0 or more, not %s", lm_number_text(options->within, text));
}

lm_status lm_map_fragility(lm_host *host, const lm_map *map, const lm_impact_model *model,
                           const lm_fragility_options *options, lm_fragility *fragility)
{
    lm_ladder ladders[2];
    void *rows = NULL;
    survey survey = {.within = options->within > 0 ? options->within : INFINITY,
                     .empty_steps = options->empty_steps,
                     .share = model->share};
    LM_TRY(check_options(host, options));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_open_both(host, map, model->reference_price, ladders));
    lm_status status = survey_map(host, ladders, model, options, &survey);
    if (status == LM_OK)
        status = lm_allocate_raw(host, survey.count * sizeof(lm_fragility_row) + 1, &rows);
    if (status == LM_OK) {
        if (survey.count > 0)
            memcpy(rows, survey.rows, survey.count * sizeof(lm_fragility_row));
        *fragility = (lm_fragility){rows, survey.count, survey.steps.width};
    }
    lm_release(host, survey.rows, survey.capacity * sizeof(lm_fragility_row));
    lm_ladder_close(host, &ladders[LM_LONG]);
    lm_ladder_close(host, &ladders[LM_SHORT]);
    return status;
}

/* Allocated with a byte more, so that none is no error. */
void lm_fragility_free(lm_host *host, lm_fragility *fragility)
{
    lm_release(host, fragility->rows, fragility->count * sizeof(lm_fragility_row) + 1);
    fragility->rows = NULL;
    fragility->count = 0;
}

#include "truth/score.h"

#include <math.h>
#include <string.h>

#include "base/host.h"
#include "base/sort.h"
#include "truth/metrics.h"
#include "truth/score_forecasts.h"
#include "truth/score_options.h"

#define BOTH_SIDES (-1)

/* The bars that are scored, each twice, in order of time: longs, shorts. */
typedef struct score_run {
    const lm_score_board *board;
    const lm_candidate *candidate; /* NULL: of the nulls alone */
    lm_score_visit visit;
    void *context;
    size_t count; /* of the items */
    lm_scored_bar *items;
    uint32_t *bar;                       /* by item */
    lm_metric_sums *days;                /* room for one metric */
    lm_keyed *order;                     /* room to sort the items */
    double *extra[2], *mean[2], *log[2]; /* by side and bar of the tape */
    void *memory;
    size_t size;
} score_run;

static lm_status begin_run(lm_host *host, score_run *run)
{
    const lm_score_board *board = run->board;
    run->count = 2 * board->scored;
    run->size = run->count * (sizeof *run->items + sizeof *run->order + sizeof *run->bar) +
                board->days * sizeof *run->days + 6 * board->count * sizeof(double);
    LM_TRY(lm_allocate(host, run->size, &run->memory));
    run->items = run->memory;
    run->order = (lm_keyed *)(run->items + run->count);
    run->days = (lm_metric_sums *)(run->order + run->count);
    double *numbers = (double *)(run->days + board->days);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        run->extra[side] = numbers + (size_t)side * board->count;
        run->mean[side] = numbers + (size_t)(2 + side) * board->count;
        run->log[side] = numbers + (size_t)(4 + side) * board->count;
    }
    run->bar = (uint32_t *)(numbers + 6 * board->count);
    size_t item = 0;
    for (size_t i = 0; i < board->usable_count; i++) {
        const uint32_t bar = board->usable[i];
        for (int side = LM_LONG; side <= LM_SHORT && board->split[bar] >= 0; side++, item++) {
            run->bar[item] = bar;
            run->items[item].observed = board->observed[side][bar];
            run->items[item].log_observed = board->log_observed[side][bar];
        }
    }
    return LM_OK;
}

static void end_run(lm_host *host, score_run *run)
{
    lm_release(host, run->memory, run->size);
}

/* ---- rows */

/* The first instant of the month of a time. */
static int64_t month_of(int64_t time)
{
    /* Days from civil dates, H. Hinnant, public domain: years begin in March. */
    const int64_t day = time / LM_DAY - (time % LM_DAY < 0) + 719468;
    const int64_t era = (day >= 0 ? day : day - 146096) / 146097, of_era = day - era * 146097;
    const int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    return (day - (of_year - (153 * month + 2) / 5) - 719468) * LM_DAY;
}

/* What a row is about: a metric over the items of a side and a month. */
typedef struct row_request {
    lm_metric metric;
    const char *null_name;
    int side;
    int64_t period;
} row_request;

/* Sums the metric by day, days without an item left out; returns the number of days. */
static size_t sum_days(const score_run *run, const row_request *request, double *observed)
{
    const lm_score_board *board = run->board;
    size_t days = 0;
    uint32_t day = UINT32_MAX;
    for (size_t i = 0; i < run->count; i++) {
        const uint32_t bar = run->bar[i];
        if (request->side != BOTH_SIDES && (int)(i % 2) != request->side)
            continue;
        if (request->period != LM_TIME_UNKNOWN && month_of(board->bars->items[bar].start) != request->period)
            continue;
        if (board->day[bar] != day) {
            day = board->day[bar];
            run->days[days++] = (lm_metric_sums){{0}};
        }
        lm_metric_add(request->metric, &run->items[i], &run->days[days - 1]);
        *observed += run->items[i].observed;
    }
    return days;
}

static lm_status give_row(lm_host *host, const score_run *run, const row_request *request)
{
    const lm_score_options *options = &run->board->options;
    double observed = 0;
    lm_estimate estimate;
    const size_t days = sum_days(run, request, &observed);
    LM_TRY(lm_metric_estimate(host, request->metric, run->days, days, options->draws, options->seed, &estimate));
    const lm_score_row row = {.model = run->candidate ? run->candidate->model : -1,
                              .forecast = run->candidate ? run->candidate->forecast : NULL,
                              .metric = lm_metric_name(request->metric),
                              .null_name = request->null_name,
                              .one_side = request->side != BOTH_SIDES,
                              .side = request->side == LM_SHORT ? LM_SHORT : LM_LONG,
                              .horizon = run->board->bars->width,
                              .period = request->period,
                              .value = estimate.value,
                              .low = estimate.low,
                              .high = estimate.high,
                              .placebo = NAN,
                              .n_blocks = (int64_t)days,
                              .n_notional = observed * options->unit};
    return run->visit(run->context, &row);
}

/* Gives a metric for both sides and for each. */
static lm_status give_sides(lm_host *host, const score_run *run, lm_metric metric, const char *null_name)
{
    for (int side = BOTH_SIDES; side <= LM_SHORT; side++)
        LM_TRY(give_row(host, run, &(row_request){metric, null_name, side, LM_TIME_UNKNOWN}));
    return LM_OK;
}

static lm_status give_months(lm_host *host, const score_run *run, lm_metric metric)
{
    int64_t last = LM_TIME_UNKNOWN;
    for (size_t i = 0; i < run->count; i++) {
        const int64_t month = month_of(run->board->bars->items[run->bar[i]].start);
        if (month != last)
            LM_TRY(give_row(host, run, &(row_request){metric, NULL, BOTH_SIDES, month}));
        last = month;
    }
    return LM_OK;
}

/* ---- the nulls alone */

static void set_null(const score_run *run, int null)
{
    const lm_score_board *board = run->board;
    for (size_t i = 0; i < run->count; i++) {
        run->items[i].null_mean = board->mean[null][i % 2][run->bar[i]];
        run->items[i].null_log = board->log[null][i % 2][run->bar[i]];
    }
}

static lm_status give_ridge(const score_run *run, int null, const char *metric, double ridge)
{
    const lm_score_row row = {.model = -1,
                              .metric = metric,
                              .null_name = lm_null_name((lm_null)null),
                              .horizon = run->board->bars->width,
                              .period = LM_TIME_UNKNOWN,
                              .value = ridge,
                              .low = NAN,
                              .high = NAN,
                              .placebo = NAN};
    return run->visit(run->context, &row);
}

static lm_status give_nulls(lm_host *host, const score_run *run)
{
    for (int null = 0; null < LM_NULL_COUNT; null++) {
        if (!(run->board->options.nulls >> null & 1))
            continue;
        set_null(run, null);
        LM_TRY(give_ridge(run, null, "ridge", run->board->ridge[null]));
        LM_TRY(give_ridge(run, null, "r2_ridge", run->board->ridge_log[null]));
        LM_TRY(give_sides(host, run, LM_METRIC_NULL_R2, lm_null_name((lm_null)null)));
    }
    return LM_OK;
}

lm_status lm_score_nulls(lm_host *host, const lm_score_board *board, lm_score_visit visit, void *context)
{
    score_run run = {.board = board, .visit = visit, .context = context};
    LM_TRY(begin_run(host, &run));
    const lm_status status = give_nulls(host, &run);
    end_run(host, &run);
    return status;
}

/* ---- one forecast */

static lm_status check_predicted(lm_host *host, const score_run *run)
{
    const lm_score_board *board = run->board;
    size_t missing = 0;
    for (size_t i = 0; i < board->usable_count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            const double value = run->candidate->predicted[side][board->usable[i]];
            missing += isnan(value);
            if (value < 0 || isinf(value))
                return lm_fail(host, LM_E_RANGE, NULL, "a forecast must be a finite number of 0 or more");
        }
    if (missing > 0)
        return lm_fail(host, LM_E_MISSING,
                       "Add the gauge \"open_interest\" to the tape, or give open_interest, or a longer warm_up.",
                       "open interest is not known in %zu of the %zu forecasts", missing, 2 * board->usable_count);
    return LM_OK;
}

/* A small part of the median forecast of the training part, which keeps logarithms finite; never 0. */
static lm_status forecast_floor(lm_host *host, const score_run *run, const double *predicted, double *floor)
{
    const lm_rows rows = lm_score_fitted(run->board, run->board->options.folds > 0 ? -1 : 0);
    void *memory;
    double sum = 0;
    LM_TRY(lm_allocate_raw(host, rows.count * sizeof(lm_keyed), &memory));
    lm_keyed *order = memory;
    for (size_t i = 0; i < rows.count; i++) {
        order[i] = (lm_keyed){lm_number_key(predicted[rows.items[i]]), rows.items[i]};
        sum += predicted[rows.items[i]];
    }
    const lm_status status = lm_sort_keyed(host, order, rows.count);
    const double median = status == LM_OK ? predicted[order[rows.count / 2].value] : 0;
    *floor = 0.05 * (median > 0 ? median : sum > 0 ? sum / (double)rows.count : 1);
    lm_release(host, memory, rows.count * sizeof(lm_keyed));
    return status;
}

static lm_status set_forecast(lm_host *host, score_run *run)
{
    const double unit = run->board->options.unit;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double *predicted = run->candidate->predicted[side];
        double floor;
        LM_TRY(forecast_floor(host, run, predicted, &floor));
        for (size_t i = 0; i < run->board->count; i++)
            run->extra[side][i] = isnan(predicted[i]) ? 0 : log((predicted[i] + floor) / unit);
    }
    for (size_t i = 0; i < run->count; i++) {
        run->items[i].predicted = run->candidate->predicted[i % 2][run->bar[i]] / unit;
        run->items[i].log_predicted = run->extra[i % 2][run->bar[i]];
    }
    return LM_OK;
}

/* Marks the tenth of the items whose number at `value` is greatest, in the flag at `flag` (offsets in the item). */
static lm_status mark_top(lm_host *host, const score_run *run, size_t value, size_t flag)
{
    for (size_t i = 0; i < run->count; i++) {
        const char *item = (const char *)&run->items[i];
        run->order[i] = (lm_keyed){~lm_number_key(*(const double *)(item + value)), (int64_t)i};
    }
    LM_TRY(lm_sort_keyed(host, run->order, run->count));
    for (size_t i = 0; i < run->count; i++)
        *(bool *)((char *)&run->items[run->order[i].value] + flag) = i < run->count / 10;
    return LM_OK;
}

#define MARK_TOP(host, run, value, flag) \
    mark_top(host, run, offsetof(lm_scored_bar, value), offsetof(lm_scored_bar, flag))

static lm_status compare_with(lm_host *host, score_run *run, int null)
{
    const char *name = lm_null_name((lm_null)null);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        LM_TRY(
            lm_score_predict(host, run->board, (lm_null)null, (lm_side)side, run->extra[side], false, run->mean[side]));
        LM_TRY(
            lm_score_predict(host, run->board, (lm_null)null, (lm_side)side, run->extra[side], true, run->log[side]));
    }
    set_null(run, null);
    for (size_t i = 0; i < run->count; i++) {
        run->items[i].mean = run->mean[i % 2][run->bar[i]];
        run->items[i].log = run->log[i % 2][run->bar[i]];
    }
    LM_TRY(MARK_TOP(host, run, null_mean, null_top));
    LM_TRY(MARK_TOP(host, run, mean, map_top));
    LM_TRY(give_sides(host, run, LM_METRIC_INFORMATION_GAIN, name));
    LM_TRY(give_sides(host, run, LM_METRIC_R2_GAIN, name));
    LM_TRY(give_sides(host, run, LM_METRIC_CAPTURE_GAIN, name));
    return give_sides(host, run, LM_METRIC_KL_LEFT, name);
}

static lm_status score_run_candidate(lm_host *host, score_run *run)
{
    LM_TRY(check_predicted(host, run));
    LM_TRY(set_forecast(host, run));
    for (int null = 0; null < LM_NULL_COUNT; null++)
        if (run->board->options.nulls >> null & 1)
            LM_TRY(compare_with(host, run, null));
    LM_TRY(MARK_TOP(host, run, predicted, top));
    LM_TRY(give_sides(host, run, LM_METRIC_LEVEL, NULL));
    LM_TRY(give_months(host, run, LM_METRIC_LEVEL));
    LM_TRY(give_sides(host, run, LM_METRIC_CAPTURE, NULL));
    return give_sides(host, run, LM_METRIC_SLOPE, NULL);
}

lm_status lm_score_candidate(lm_host *host, const lm_score_board *board, const lm_candidate *candidate,
                             lm_score_visit visit, void *context)
{
    score_run run = {.board = board, .candidate = candidate, .visit = visit, .context = context};
    LM_TRY(begin_run(host, &run));
    const lm_status status = score_run_candidate(host, &run);
    end_run(host, &run);
    return status;
}

/* ---- models */

static lm_status score_model(lm_host *host, lm_bytes tape, const lm_model *model, int number,
                             const lm_score_board *board, lm_score_visit visit, void *context)
{
    lm_forecasts forecasts;
    lm_status status = LM_OK;
    LM_TRY(lm_forecasts_create(host, tape, model, board->options.open_interest, board->bars, &forecasts));
    for (int kind = 0; kind < LM_FORECAST_KINDS && status == LM_OK; kind++) {
        const lm_candidate candidate = {number,
                                        lm_forecast_name((lm_forecast_kind)kind),
                                        {lm_forecasts_of(&forecasts, (lm_forecast_kind)kind, LM_LONG),
                                         lm_forecasts_of(&forecasts, (lm_forecast_kind)kind, LM_SHORT)}};
        status = lm_score_candidate(host, board, &candidate, visit, context);
    }
    lm_forecasts_free(host, &forecasts);
    return status;
}

lm_status lm_tape_score(lm_host *host, lm_bytes tape, const lm_model *models, size_t count,
                        const lm_score_options *options, lm_score_visit visit, void *context)
{
    lm_bars bars;
    lm_score_board board;
    if (count > LM_MAX_SCORED_MODELS)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "a score takes at most %d models, not %zu", LM_MAX_SCORED_MODELS,
                       count);
    LM_TRY(lm_score_options_check(host, options));
    LM_TRY(lm_bars_create(host, tape, options->bar, &bars));
    lm_status status = lm_score_board_create(host, &bars, options, &board);
    if (status == LM_OK) {
        status = lm_score_nulls(host, &board, visit, context);
        for (size_t i = 0; i < count && status == LM_OK; i++)
            status = score_model(host, tape, &models[i], (int)i + 1, &board, visit, context);
        lm_score_board_free(host, &board);
    }
    lm_bars_free(host, &bars);
    return status;
}

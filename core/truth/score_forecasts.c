#include "truth/score_forecasts.h"

#include <math.h>

#include "base/cell.h"
#include "map/replay_run.h"

#define HOUR (60 * LM_MINUTE)

const char *lm_forecast_name(lm_forecast_kind kind)
{
    static const char *const names[] = {"frozen", "expected", "running"};
    return names[kind];
}

/* ---- what opened in the last hour */

/* The weights that opened, by frame: a frame of a minute is one of 60 places, whose number is that of the frame. */
typedef struct recent_openings {
    int64_t frame, span; /* width of a frame; the time that is looked back on: an hour, or a wider frame */
    size_t places;
    int64_t *start;
    double *weight[2];
} recent_openings;

static lm_status begin_openings(lm_host *host, int64_t frame, recent_openings *recent)
{
    void *memory;
    const int64_t span = frame > HOUR ? frame : HOUR;
    const size_t places = (size_t)(span / frame) + 1;
    LM_TRY(lm_allocate(host, places * (sizeof(int64_t) + 2 * sizeof(double)), &memory));
    *recent = (recent_openings){.frame = frame, .span = span, .places = places, .start = memory};
    for (size_t i = 0; i < places; i++)
        recent->start[i] = INT64_MIN;
    recent->weight[LM_LONG] = (double *)(recent->start + places);
    recent->weight[LM_SHORT] = recent->weight[LM_LONG] + places;
    return LM_OK;
}

static void end_openings(lm_host *host, recent_openings *recent)
{
    lm_release(host, recent->start, recent->places * (sizeof(int64_t) + 2 * sizeof(double)));
}

static void note_opening(recent_openings *recent, const lm_frame_ledger *ledger)
{
    const uint64_t number = (uint64_t)(ledger->start / recent->frame) % recent->places;
    recent->start[number] = ledger->start;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        recent->weight[side][number] = ledger->opened[side];
}

/* The weight that opened on a side in the span before `time`, for each us of it. */
static double opening_pace(const recent_openings *recent, lm_side side, int64_t time)
{
    double sum = 0;
    for (size_t i = 0; i < recent->places; i++)
        if (recent->start[i] >= time - recent->span && recent->start[i] < time)
            sum += recent->weight[side][i];
    return sum / (double)recent->span;
}

/* ---- one bar */

/* Notional per weight at a price of 1 (linear) or at any price (inverse), as of the start of a bar. */
static double factor_of(const lm_replay *state, lm_side side)
{
    const double outstanding = lm_replay_outstanding(state, side);
    if (!state->open_interest_source)
        return NAN;
    return outstanding > 0 ? state->open_interest * state->model.exposure * lm_replay_coverage(state) / outstanding : 0;
}

static double cell_weight(const lm_replay *state, const double *weights)
{
    double sum = 0;
    for (int k = 0; k < state->model.class_count; k++)
        sum += weights[k] * state->multiplier[k];
    return sum;
}

/* The outstanding weight of a side that the range of a bar sweeps, times the price for linear contracts. */
static double swept_by(const lm_replay *state, const lm_price_bar *bar, lm_side side)
{
    const int precision = state->options.precision;
    const int32_t last = side == LM_LONG ? INT32_MAX : lm_cell(bar->high, precision);
    int32_t cell = side == LM_LONG ? lm_cell(bar->low, precision) : INT32_MIN;
    double sum = 0;
    const double *weights;
    for (; (weights = lm_exposure_grid_next(&state->outstanding[side], &cell)) && cell <= last; cell++) {
        const double weight = cell_weight(state, weights);
        sum += state->options.contract == LM_LINEAR ? weight * lm_cell_mid(cell, precision) : weight;
    }
    return sum;
}

/*
 * The part of the weight that opens evenly over a bar, which the bar then sweeps: a position of class k is swept if the
 * price moves on by its distance d_k. W is the way of the price, and evenly in time is taken as evenly along the way.
 */
static double births_share(const lm_replay *state, const lm_price_bar *bar, lm_side side)
{
    const lm_side other = side == LM_LONG ? LM_SHORT : LM_LONG;
    const double way = lm_bar_excursion(bar, side) + lm_bar_excursion(bar, other) / 2;
    double sum = 0;
    for (int k = 0; k < state->model.class_count; k++) {
        const double distance = state->has_ratio[side][k] ? fabs(log(state->ratio[side][k])) : INFINITY;
        if (distance < way)
            sum += state->model.classes[k].share * (1 - distance / way);
    }
    return sum;
}

/* Sets the frozen and the expected forecast of a bar from the map as of its start. */
static void forecast_start(const lm_replay *state, const lm_price_bar *bar, int64_t width,
                           const recent_openings *recent, const double factors[2], double *out[2][LM_FORECAST_KINDS])
{
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double swept = swept_by(state, bar, (lm_side)side);
        const double opening = opening_pace(recent, (lm_side)side, bar->start) * (double)width;
        const double births = opening * births_share(state, bar, (lm_side)side);
        const double price = state->options.contract == LM_LINEAR ? state->close : 1;
        *out[side][LM_FORECAST_FROZEN] = factors[side] * swept;
        *out[side][LM_FORECAST_EXPECTED] = factors[side] * (swept + price * births);
    }
}

/* What a frame swept, in the unit of swept_by(): the ledger has it scaled by the factor of the frame. */
static double swept_in(const lm_replay *state, const lm_frame_ledger *ledger, int side)
{
    if (state->options.contract != LM_LINEAR)
        return ledger->swept[side];
    return ledger->predicted_size[side] > 0
               ? ledger->swept[side] * (ledger->predicted_notional[side] / ledger->predicted_size[side])
               : 0;
}

static lm_status forecast_bar(lm_host *host, lm_replay_cursor *cursor, const lm_price_bar *bar, int64_t width,
                              recent_openings *recent, double *out[2][LM_FORECAST_KINDS])
{
    const lm_replay *state = &cursor->map->replay;
    lm_frame_ledger ledger;
    double factors[2] = {NAN, NAN}, swept[2] = {0, 0};
    lm_status status;
    if (state->traded) {
        factors[LM_LONG] = factor_of(state, LM_LONG);
        factors[LM_SHORT] = factor_of(state, LM_SHORT);
        forecast_start(state, bar, width, recent, factors, out);
    }
    while ((status = lm_replay_cursor_next(host, cursor, bar->start + width, &ledger)) == LM_OK) {
        note_opening(recent, &ledger);
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            swept[side] += swept_in(state, &ledger, side);
    }
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        *out[side][LM_FORECAST_RUNNING] = factors[side] * swept[side];
    return status == LM_DONE ? LM_OK : status;
}

/* ---- all bars */

static lm_status forecast_bars(lm_host *host, lm_replay_cursor *cursor, const lm_bars *bars,
                               const lm_forecasts *forecasts)
{
    recent_openings recent;
    lm_status status;
    while ((status = lm_replay_cursor_next(host, cursor, bars->items[0].start, NULL)) == LM_OK)
        ; /* frames before the first trade, which may have gauges */
    if (status != LM_DONE)
        return status;
    LM_TRY(begin_openings(host, cursor->map->replay.options.frame, &recent));
    status = LM_OK;
    for (size_t i = 0; i < bars->count && status == LM_OK; i++) {
        double *out[2][LM_FORECAST_KINDS];
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            for (int kind = 0; kind < LM_FORECAST_KINDS; kind++) {
                out[side][kind] = lm_forecasts_of(forecasts, (lm_forecast_kind)kind, (lm_side)side) + i;
                *out[side][kind] = NAN;
            }
        status = lm_check_interrupt_at(host, (uint64_t)i * 4096 + 4095);
        if (status == LM_OK)
            status = forecast_bar(host, cursor, &bars->items[i], bars->width, &recent, out);
    }
    end_openings(host, &recent);
    return status;
}

lm_status lm_forecasts_create(lm_host *host, lm_bytes tape, const lm_model *model, double open_interest,
                              const lm_bars *bars, lm_forecasts *forecasts)
{
    lm_replay_cursor cursor;
    void *memory;
    lm_forecasts made = {NULL, bars->count};
    if (bars->count == 0) {
        *forecasts = made;
        return LM_OK;
    }
    LM_TRY(lm_allocate_raw(host, 2 * LM_FORECAST_KINDS * bars->count * sizeof(double), &memory));
    made.numbers = memory;
    lm_status status = lm_replay_cursor_begin(host, tape, model, open_interest, &cursor);
    if (status == LM_OK) {
        status = forecast_bars(host, &cursor, bars, &made);
        lm_replay_cursor_end(host, &cursor);
        lm_map_destroy(host, cursor.map);
    }
    if (status != LM_OK) {
        lm_forecasts_free(host, &made);
        return status;
    }
    *forecasts = made;
    return LM_OK;
}

void lm_forecasts_free(lm_host *host, lm_forecasts *forecasts)
{
    lm_release(host, forecasts->numbers, 2 * LM_FORECAST_KINDS * forecasts->bars * sizeof(double));
    *forecasts = (lm_forecasts){NULL, 0};
}

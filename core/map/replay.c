#include "map/replay.h"

#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "base/number.h"

/*
 * Below this a multiplier is worked into its class, and what is then this far below the greatest cell of the class is
 * let go as decayed: nothing else bounds a map in time.
 */
#define LEAST_MULTIPLIER 0x1p-32
#define NEGLIGIBLE 0x1p-64

void lm_replay_prepare(lm_replay *state)
{
    const lm_model *model = &state->model;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int k = 0; k < model->class_count; k++)
            state->liquidatable[side][k] =
                lm_margin_ratio(&model->margin, model->position, model->reference_price, (lm_side)side,
                                model->classes[k].x, &state->ratio[side][k]) == LM_MARGIN_PRICE;
}

void lm_replay_init(lm_replay *state, const lm_model *model, const lm_tape_options *options)
{
    memset(state, 0, sizeof *state);
    state->model = *model;
    state->options = *options;
    for (int k = 0; k < model->class_count; k++)
        state->multiplier[k] = 1;
    lm_exposure_grid_init(&state->outstanding[LM_LONG], model->class_count);
    lm_exposure_grid_init(&state->outstanding[LM_SHORT], model->class_count);
    lm_replay_prepare(state);
}

void lm_replay_free(lm_host *host, lm_replay *state)
{
    lm_exposure_grid_free(host, &state->outstanding[LM_LONG]);
    lm_exposure_grid_free(host, &state->outstanding[LM_SHORT]);
    lm_release(host, state->closes.items, state->closes.capacity * sizeof(lm_replay_close));
}

/* ---- sweep */

static double take_cell(lm_replay *state, lm_side side, double *weights)
{
    double taken = 0;
    for (int k = 0; k < state->model.class_count; k++) {
        if (weights[k] == 0)
            continue;
        double rest = state->stored[side][k] - weights[k];
        state->stored[side][k] = rest > 0 ? rest : 0;
        taken += weights[k] * state->multiplier[k];
        weights[k] = 0;
    }
    return taken;
}

/* A weight times the other unit of size at a cell: linear weights are coins, inverse ones quote. */
static double in_other_unit(const lm_replay *state, double weight, int32_t cell)
{
    const double mid = lm_cell_mid(cell, state->options.precision);
    return state->options.contract == LM_LINEAR ? weight * mid : weight / mid;
}

/*
 * Empties the cells of a side that a price at `limit` liquidates: longs at or above it, shorts at or below. `other`
 * (may be NULL) grows by what is taken, in the other unit.
 */
static double sweep(lm_replay *state, lm_side side, int32_t limit, double *other)
{
    lm_exposure_grid *stand = &state->outstanding[side];
    double taken = 0;
    double *weights;
    int32_t cell;
    while ((weights = side == LM_LONG ? lm_exposure_grid_greatest(stand, limit, &cell)
                                      : lm_exposure_grid_least(stand, limit, &cell))) {
        const double weight = take_cell(state, side, weights);
        taken += weight;
        if (other)
            *other += in_other_unit(state, weight, cell);
    }
    state->swept[side] += taken;
    return taken;
}

/* ---- decay */

/* Works the multiplier into the weights of a class and drops what no longer counts. */
static void renormalise(lm_replay *state, int k, double decayed[2])
{
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        lm_exposure_grid *stand = &state->outstanding[side];
        double greatest = 0, kept = 0, dropped = 0;
        double *weights;
        int32_t cell;
        for (cell = INT32_MIN; (weights = (double *)lm_exposure_grid_next(stand, &cell)); cell++)
            greatest = weights[k] > greatest ? weights[k] : greatest;
        for (cell = INT32_MIN; (weights = (double *)lm_exposure_grid_next(stand, &cell)); cell++) {
            double weight = weights[k] * state->multiplier[k];
            if (weights[k] <= greatest * NEGLIGIBLE) {
                dropped += weight;
                weight = 0;
            }
            weights[k] = weight;
            kept += weight;
        }
        state->stored[side][k] = kept;
        decayed[side] += dropped;
    }
    state->multiplier[k] = 1;
}

static void decay(lm_replay *state, double elapsed, double decayed[2])
{
    double seconds = elapsed / (double)LM_SECOND;
    for (int k = 0; k < state->model.class_count; k++) {
        double kept = state->multiplier[k] * lm_exp2_neg(seconds / state->model.classes[k].half_life);
        double lost = state->multiplier[k] - kept;
        decayed[LM_LONG] += state->stored[LM_LONG][k] * lost;
        decayed[LM_SHORT] += state->stored[LM_SHORT][k] * lost;
        state->multiplier[k] = kept;
        if (kept < LEAST_MULTIPLIER)
            renormalise(state, k, decayed);
    }
    state->decayed[LM_LONG] += decayed[LM_LONG];
    state->decayed[LM_SHORT] += decayed[LM_SHORT];
}

/* ---- open */

static double size_of(const lm_tape_options *options, const lm_cell_count *print)
{
    double notional = (double)print->count * options->unit;
    return options->contract == LM_LINEAR ? notional / lm_cell_mid(print->cell, options->precision) : notional;
}

/* Where a class that opens at `mid` is liquidated; false where it never is. */
static bool liquidation_cell(const lm_replay *state, lm_side side, int k, double mid, int32_t *cell)
{
    double price = mid * state->ratio[side][k];
    if (!state->liquidatable[side][k] || !lm_price_ok(price))
        return false;
    *cell = lm_cell(price, state->options.precision);
    return true;
}

/* A class takes `weight` of what opens at `mid`; `stored` is the same over its multiplier. */
static lm_status open_class(lm_host *host, lm_replay *state, lm_side side, int k, double mid, double weight,
                            double stored, double opened[2])
{
    int32_t cell;
    double *weights;
    if (!liquidation_cell(state, side, k, mid, &cell))
        return LM_OK;
    LM_TRY(lm_exposure_grid_at(host, &state->outstanding[side], cell, &weights));
    weights[k] += stored;
    state->stored[side][k] += stored;
    opened[side] += weight;
    return LM_OK;
}

/* Each trade has a buyer and a seller, and both may be opening. */
static lm_status open_positions(lm_host *host, lm_replay *state, const lm_frame *frame, double opened[2])
{
    const lm_model *model = &state->model;
    double minutes = (double)state->options.frame / (double)LM_MINUTE, volume = 0;
    for (size_t i = 0; i < frame->cell_count; i++)
        volume += size_of(&state->options, &frame->cells[i]);
    if (!(volume > 0))
        return LM_OK;
    double moved = model->volume_power == 1 ? volume : minutes * sqrt(volume / minutes);
    double stored[LM_MAX_CLASSES];
    for (int k = 0; k < model->class_count; k++)
        stored[k] = model->classes[k].share / state->multiplier[k];
    for (size_t i = 0; i < frame->cell_count; i++) {
        double mid = lm_cell_mid(frame->cells[i].cell, state->options.precision);
        double opens = moved * size_of(&state->options, &frame->cells[i]) / volume;
        for (int k = 0; k < model->class_count; k++)
            for (int side = LM_LONG; side <= LM_SHORT; side++)
                LM_TRY(open_class(host, state, (lm_side)side, k, mid, opens * model->classes[k].share,
                                  opens * stored[k], opened));
    }
    state->opened[LM_LONG] += opened[LM_LONG];
    state->opened[LM_SHORT] += opened[LM_SHORT];
    return LM_OK;
}

/* ---- memory first: a frame that stopped half way for want of it could not be gone on with */

static lm_status reserve_close(lm_host *host, lm_replay_closes *closes)
{
    if (closes->first > 0 && closes->first + closes->count == closes->capacity) {
        memmove(closes->items, closes->items + closes->first, closes->count * sizeof *closes->items);
        closes->first = 0;
    }
    LM_TRY(LM_RESERVE(host, closes->items, closes->capacity, closes->first + closes->count + 1));
    return LM_OK;
}

static lm_status make_room_for(lm_host *host, lm_replay *state, lm_side side, int k, const lm_frame *frame)
{
    for (size_t i = 0; i < frame->cell_count; i++) {
        int32_t cell;
        if (liquidation_cell(state, side, k, lm_cell_mid(frame->cells[i].cell, state->options.precision), &cell))
            LM_TRY(lm_exposure_grid_reserve(host, &state->outstanding[side], cell));
    }
    return LM_OK;
}

/* Prints ascend: where the first and the last of them open on one page, or on two in a row, so do all between. */
static lm_status make_room(lm_host *host, lm_replay *state, const lm_frame *frame)
{
    LM_TRY(reserve_close(host, &state->closes));
    if (frame->cell_count == 0)
        return LM_OK;
    double lowest = lm_cell_mid(frame->cells[0].cell, state->options.precision);
    double highest = lm_cell_mid(frame->cells[frame->cell_count - 1].cell, state->options.precision);
    for (int k = 0; k < state->model.class_count; k++)
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            int32_t first, last;
            if (liquidation_cell(state, (lm_side)side, k, lowest, &first) &&
                liquidation_cell(state, (lm_side)side, k, highest, &last) &&
                lm_grid_page_of(last) - lm_grid_page_of(first) <= 1 &&
                lm_exposure_grid_find(&state->outstanding[side], first) &&
                lm_exposure_grid_find(&state->outstanding[side], last))
                continue;
            LM_TRY(make_room_for(host, state, (lm_side)side, k, frame));
        }
    return LM_OK;
}

/* ---- what it did */

/* Units of size per weight of a side; 0 where nothing stands. */
static double factor(const lm_replay *state, lm_side side)
{
    const double outstanding = lm_replay_outstanding(state, side);
    if (!state->open_interest_source)
        return NAN;
    return outstanding > 0 ? state->open_interest * state->model.exposure * lm_replay_coverage(state) / outstanding : 0;
}

/* As nothing happened: what a frame without trades does. */
static void begin_moves(const lm_replay *state, const lm_frame *frame, lm_frame_ledger *moves)
{
    memset(moves, 0, sizeof *moves);
    moves->start = frame->start;
    moves->low = moves->high = moves->close = NAN;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        moves->outstanding[side] = lm_replay_outstanding(state, (lm_side)side);
        moves->liquidations[side] = lm_frame_liquidated_notional(frame, &state->options, (lm_side)side);
        moves->predicted_size[side] = moves->predicted_notional[side] = state->open_interest_source ? 0 : NAN;
    }
}

static void predict(const lm_replay *state, const double factors[2], const double swept[2], const double other[2],
                    lm_frame_ledger *moves)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double weighed = swept[side] * factors[side], priced = other[side] * factors[side];
        moves->predicted_size[side] = state->options.contract == LM_LINEAR ? weighed : priced;
        moves->predicted_notional[side] = state->options.contract == LM_LINEAR ? priced : weighed;
    }
}

/* ---- a frame */

lm_status lm_replay_push_close(lm_host *host, lm_replay_closes *closes, int64_t start, double close)
{
    LM_TRY(reserve_close(host, closes));
    closes->items[closes->first + closes->count++] = (lm_replay_close){start, close};
    while (closes->items[closes->first].start < start - LM_DAY) {
        closes->first++;
        closes->count--;
    }
    return LM_OK;
}

double lm_replay_outstanding(const lm_replay *state, lm_side side)
{
    double sum = 0;
    for (int k = 0; k < state->model.class_count; k++)
        sum += state->stored[side][k] * state->multiplier[k];
    return sum;
}

static lm_status trade(lm_host *host, lm_replay *state, const lm_frame *frame, lm_frame_ledger *moves)
{
    int precision = state->options.precision;
    double low = state->traded && state->close < frame->low ? state->close : frame->low;
    double high = state->traded && state->close > frame->high ? state->close : frame->high;
    double opened[2] = {0, 0}, decayed[2] = {0, 0}, swept[2], other[2] = {0, 0}, factors[2] = {0, 0};
    LM_TRY(make_room(host, state, frame));
    for (int side = LM_LONG; moves && side <= LM_SHORT; side++)
        factors[side] = factor(state, (lm_side)side);

    swept[LM_LONG] = sweep(state, LM_LONG, lm_cell(low, precision), moves ? &other[LM_LONG] : NULL);
    swept[LM_SHORT] = sweep(state, LM_SHORT, lm_cell(high, precision), moves ? &other[LM_SHORT] : NULL);
    if (state->traded)
        decay(state, (double)frame->start - (double)state->last_start, decayed);
    LM_TRY(open_positions(host, state, frame, opened));
    /* What was born beyond the close is dead already: a map is one-sided by construction. */
    int32_t close = lm_cell(frame->close, precision);
    swept[LM_LONG] += sweep(state, LM_LONG, close, moves ? &other[LM_LONG] : NULL);
    swept[LM_SHORT] += sweep(state, LM_SHORT, close, moves ? &other[LM_SHORT] : NULL);

    if (!state->traded)
        state->first_start = frame->start;
    state->traded = true;
    state->last_start = frame->start;
    state->close = frame->close;
    if (moves) {
        moves->low = low;
        moves->high = high;
        moves->close = frame->close;
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            moves->opened[side] = opened[side];
            moves->swept[side] = swept[side];
            moves->decayed[side] = decayed[side];
            moves->outstanding[side] = lm_replay_outstanding(state, (lm_side)side);
        }
        predict(state, factors, swept, other, moves);
    }
    return lm_replay_push_close(host, &state->closes, frame->start, frame->close);
}

lm_status lm_replay_frame(lm_host *host, lm_replay *state, const lm_frame *frame, lm_frame_ledger *moves)
{
    if (moves)
        begin_moves(state, frame, moves);
    if (frame->rows)
        LM_TRY(trade(host, state, frame, moves));
    state->begun = true;
    state->as_of = frame->start + state->options.frame;
    return LM_OK;
}

/* ---- what a replay says of itself */

double lm_replay_coverage(const lm_replay *state)
{
    double coverage = 0;
    double age = state->traded ? ((double)state->as_of - (double)state->first_start) / (double)LM_SECOND : 0;
    for (int k = 0; k < state->model.class_count; k++)
        coverage += state->model.classes[k].share * (1 - lm_exp2_neg(age / state->model.classes[k].half_life));
    return coverage;
}

double lm_replay_daily_sigma(const lm_replay *state)
{
    size_t count = state->closes.count;
    if (count < 2)
        return NAN;
    const lm_replay_close *closes = state->closes.items + state->closes.first;
    for (; count > 0 && closes->start < state->as_of - state->options.frame - LM_DAY; count--)
        closes++;
    if (count < 2 || closes[count - 1].start - closes[0].start < 60 * LM_MINUTE)
        return NAN;
    double squares = 0;
    for (size_t i = 1; i < count; i++) {
        double gain = closes[i].close / closes[i - 1].close - 1;
        squares += gain * gain;
    }
    return sqrt(squares * ((double)LM_DAY / (double)(closes[count - 1].start - closes[0].start)));
}

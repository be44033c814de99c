#include "map/replay.h"

#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "base/number.h"
#include "margin/origin.h"

/*
 * A multiplier below the least is multiplied into the weights of its class. Weights that are then negligible beside the
 * greatest weight of the class are removed and counted as decayed: nothing else limits the size of a map over time.
 */
#define LEAST_MULTIPLIER 0x1p-32
#define NEGLIGIBLE 0x1p-64

void lm_replay_prepare(lm_replay *state)
{
    const lm_model *model = &state->model;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int k = 0; k < model->class_count; k++)
            state->has_ratio[side][k] =
                lm_margin_ratio(&model->margin, model->position, model->reference_price, (lm_side)side,
                                model->classes[k].x, &state->ratio[side][k]) == LM_MARGIN_PRICE;
}

void lm_replay_init(lm_replay *state, const lm_model *model, const lm_tape_options *options)
{
    memset(state, 0, sizeof *state);
    state->model = *model;
    lm_rules_origin_init(&state->model.margin.origin); /* not stored, so a map that is read again has none either */
    state->options = *options;
    state->keeps_recent = model->adaptive;
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

lm_status lm_replay_copy(lm_host *host, const lm_replay *from, lm_replay *to)
{
    const lm_replay_closes *closes = &from->closes;
    *to = *from;
    to->closes = (lm_replay_closes){0};
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        lm_exposure_grid_init(&to->outstanding[side], from->model.class_count);
    LM_TRY(LM_RESERVE(host, to->closes.items, to->closes.capacity, closes->count));
    if (closes->count > 0)
        memcpy(to->closes.items, closes->items + closes->first, closes->count * sizeof *closes->items);
    to->closes.count = closes->count;
    LM_TRY(lm_exposure_grid_copy(host, &from->outstanding[LM_LONG], &to->outstanding[LM_LONG]));
    return lm_exposure_grid_copy(host, &from->outstanding[LM_SHORT], &to->outstanding[LM_SHORT]);
}

/* ---- sweep */

/* Sets the weights of a cell to 0, and returns their sum. */
static double clear_cell(lm_replay *state, lm_side side, double *weights)
{
    double removed = 0;
    for (int k = 0; k < state->model.class_count; k++) {
        if (weights[k] == 0)
            continue;
        double rest = state->stored[side][k] - weights[k];
        state->stored[side][k] = rest > 0 ? rest : 0;
        removed += weights[k] * state->multiplier[k];
        weights[k] = 0;
    }
    return removed;
}

/* Converts a weight at a cell: from coins to quote (linear), or from quote to coins (inverse). */
static double in_other_unit(const lm_replay *state, double weight, int32_t cell)
{
    const double mid = lm_cell_mid(cell, state->options.precision);
    return state->options.contract == LM_LINEAR ? weight * mid : weight / mid;
}

/*
 * Empties the cells of a side that a price in cell `limit` liquidates: longs at or above it, shorts at or below it.
 * Returns the weight removed, and adds it in the other unit (see in_other_unit) to *other, unless `other` is NULL.
 */
static double sweep(lm_replay *state, lm_side side, int32_t limit, double *other)
{
    lm_exposure_grid *grid = &state->outstanding[side];
    double removed = 0;
    double *weights;
    int32_t cell;
    while ((weights = side == LM_LONG ? lm_exposure_grid_greatest(grid, limit, &cell)
                                      : lm_exposure_grid_least(grid, limit, &cell))) {
        const double weight = clear_cell(state, side, weights);
        removed += weight;
        if (other)
            *other += in_other_unit(state, weight, cell);
    }
    state->swept[side] += removed;
    return removed;
}

/* ---- decay */

/* Multiplies the weights of some classes by their multipliers, and removes negligible weights: dropped[side][k]. */
static void renormalise(lm_host *host, lm_replay *state, uint64_t classes, double dropped[2][LM_MAX_CLASSES])
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        lm_exposure_grid_scale(host, &state->outstanding[side], classes, state->multiplier, NEGLIGIBLE,
                               state->stored[side], dropped[side], &state->interrupted);
    for (int k = 0; k < state->model.class_count; k++)
        if (classes >> k & 1)
            state->multiplier[k] = 1;
}

/* Decays all classes by `elapsed` us. Tells whether weights were renormalised. */
static bool decay(lm_host *host, lm_replay *state, double elapsed, double decayed[2])
{
    const double seconds = elapsed / (double)LM_SECOND;
    const int count = state->model.class_count;
    double lost[LM_MAX_CLASSES], dropped[2][LM_MAX_CLASSES], stored[2][LM_MAX_CLASSES];
    uint64_t small = 0;
    for (int k = 0; k < count; k++) {
        const double kept = state->multiplier[k] * lm_exp2_neg(seconds / state->model.classes[k].half_life);
        lost[k] = state->multiplier[k] - kept;
        state->multiplier[k] = kept;
        small |= (uint64_t)(kept < LEAST_MULTIPLIER) << k;
    }
    double(*before)[LM_MAX_CLASSES] = state->stored;
    if (LM_UNLIKELY(small)) {
        before = memcpy(stored, state->stored, sizeof stored);
        renormalise(host, state, small, dropped);
    }
    for (int k = 0; k < count; k++) {
        decayed[LM_LONG] += before[LM_LONG][k] * lost[k];
        decayed[LM_SHORT] += before[LM_SHORT][k] * lost[k];
        if (LM_UNLIKELY(small >> k & 1)) {
            decayed[LM_LONG] += dropped[LM_LONG][k];
            decayed[LM_SHORT] += dropped[LM_SHORT][k];
        }
    }
    state->decayed[LM_LONG] += decayed[LM_LONG];
    state->decayed[LM_SHORT] += decayed[LM_SHORT];
    return small != 0;
}

/* ---- open */

static double trade_size(const lm_tape_options *options, const lm_cell_count *volume_at_cell)
{
    double notional = (double)volume_at_cell->count * options->unit;
    return options->contract == LM_LINEAR ? notional / lm_cell_mid(volume_at_cell->cell, options->precision) : notional;
}

/* Finds the cell in which a class that opens at `mid` is liquidated; false where no price liquidates it. */
static bool liquidation_cell(const lm_replay *state, lm_side side, int k, double mid, int32_t *cell)
{
    double price = mid * state->ratio[side][k];
    if (!state->has_ratio[side][k] || !lm_price_ok(price))
        return false;
    *cell = lm_cell(price, state->options.precision);
    return true;
}

/* Adds `weight` that opens at `mid` to a class; `stored` is `weight` divided by the multiplier of the class. */
static inline void open_class(lm_replay *state, lm_side side, int k, double mid, double weight, double stored,
                              double opened[2])
{
    int32_t cell;
    if (!liquidation_cell(state, side, k, mid, &cell))
        return;
    lm_exposure_grid_at(&state->outstanding[side], cell)[k] += stored;
    state->stored[side][k] += stored;
    opened[side] += weight;
}

/* What opens at one cell, on each side. */
typedef struct opening {
    double mid, size;
} opening;

static opening opening_at(const lm_replay *state, const lm_cell_count *volume_at_cell, double opened_total,
                          double volume)
{
    return (opening){lm_cell_mid(volume_at_cell->cell, state->options.precision),
                     opened_total * trade_size(&state->options, volume_at_cell) / volume};
}

/* Frames of at least so many cells open class by class. A page of the grid has as many cells. */
#define MANY_CELLS 64

/*
 * Opens many adjacent cells class by class, because what a class writes then lies close together. What opens is summed
 * by cell, then by class, as for few cells, so that both give the same bits.
 */
static void open_many(lm_replay *state, const opening *cells, size_t count, const double *stored, double opened[2])
{
    const lm_model *model = &state->model;
    double ignored[2] = {0, 0};
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < model->class_count; k++)
            for (int side = LM_LONG; side <= LM_SHORT; side++)
                if (state->has_ratio[side][k] && lm_price_ok(cells[i].mid * state->ratio[side][k]))
                    opened[side] += cells[i].size * model->classes[k].share;
    for (int k = 0; k < model->class_count; k++)
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            for (size_t i = 0; i < count; i++)
                open_class(state, (lm_side)side, k, cells[i].mid, 0, cells[i].size * stored[k], ignored);
}

static void open_large_frame(lm_host *host, lm_replay *state, const lm_frame *frame, double opened_total, double volume,
                             const double *stored, double opened[2])
{
    opening cells[MANY_CELLS];
    for (size_t first = 0, count; first < frame->cell_count; first += count) {
        for (count = 0; count < MANY_CELLS && first + count < frame->cell_count; count++)
            cells[count] = opening_at(state, &frame->cells[first + count], opened_total, volume);
        open_many(state, cells, count, stored, opened);
        state->interrupted |= lm_check_interrupt(host) != LM_OK;
    }
}

/* Opens the volume of a frame on both sides: each trade has a buyer and a seller, and both may open a position. */
static void open_positions(lm_host *host, lm_replay *state, const lm_frame *frame, double opened[2])
{
    const lm_model *model = &state->model;
    double minutes = (double)state->options.frame / (double)LM_MINUTE, volume = 0;
    for (size_t i = 0; i < frame->cell_count; i++)
        volume += trade_size(&state->options, &frame->cells[i]);
    if (!(volume > 0))
        return;
    double opened_total = model->volume_power == 1 ? volume : minutes * sqrt(volume / minutes);
    if (state->keeps_recent)
        lm_recent_add(&state->recent, frame->start, opened_total);
    double stored[LM_MAX_CLASSES];
    for (int k = 0; k < model->class_count; k++)
        stored[k] = model->classes[k].share / state->multiplier[k];
    if (frame->cell_count >= MANY_CELLS)
        open_large_frame(host, state, frame, opened_total, volume, stored, opened);
    else
        for (size_t i = 0; i < frame->cell_count; i++) {
            const opening here = opening_at(state, &frame->cells[i], opened_total, volume);
            for (int k = 0; k < model->class_count; k++)
                for (int side = LM_LONG; side <= LM_SHORT; side++)
                    open_class(state, (lm_side)side, k, here.mid, here.size * model->classes[k].share,
                               here.size * stored[k], opened);
        }
    state->opened[LM_LONG] += opened[LM_LONG];
    state->opened[LM_SHORT] += opened[LM_SHORT];
}

/* ---- memory: reserved first, because a replay that failed within a frame could not be continued */

static lm_status reserve_close(lm_host *host, lm_replay_closes *closes)
{
    if (closes->first > 0 && closes->first + closes->count == closes->capacity) {
        memmove(closes->items, closes->items + closes->first, closes->count * sizeof *closes->items);
        closes->first = 0;
    }
    LM_TRY(LM_RESERVE(host, closes->items, closes->capacity, closes->first + closes->count + 1));
    return LM_OK;
}

static lm_status reserve_class(lm_host *host, lm_replay *state, lm_side side, int k, const lm_frame *frame)
{
    for (size_t i = 0; i < frame->cell_count; i++) {
        int32_t cell;
        if (liquidation_cell(state, side, k, lm_cell_mid(frame->cells[i].cell, state->options.precision), &cell))
            LM_TRY(lm_exposure_grid_reserve(host, &state->outstanding[side], cell, k));
    }
    return LM_OK;
}

/*
 * Reserves all cells in which a frame can open positions. The cells of a frame ascend, so where the first and the last
 * open on one page, or on two adjacent pages, so do all between.
 */
static lm_status reserve_frame(lm_host *host, lm_replay *state, const lm_frame *frame)
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
                lm_exposure_grid_is_reserved(&state->outstanding[side], first, k) &&
                lm_exposure_grid_is_reserved(&state->outstanding[side], last, k))
                continue;
            LM_TRY(reserve_class(host, state, (lm_side)side, k, frame));
            if (frame->cell_count >= MANY_CELLS)
                state->interrupted |= lm_check_interrupt(host) != LM_OK;
        }
    return LM_OK;
}

/* ---- the ledger of a frame */

/* Size per weight of a side at the exposure of the model; 0 where nothing is outstanding, NaN without open interest. */
static double size_per_weight(const lm_replay *state, lm_side side)
{
    const double outstanding = lm_replay_outstanding(state, side);
    if (!state->open_interest_source)
        return NAN;
    return outstanding > 0 ? state->open_interest * state->model.exposure * lm_replay_coverage(state) / outstanding : 0;
}

/* An adaptive model learns from frames for which the map predicts: after the first trade, with open interest above 0. */
static bool learns_from(const lm_replay *state)
{
    return state->model.adaptive && state->traded && state->open_interest > 0;
}

/* Adds a frame to what an adaptive model learns: what was observed, and predicted at the exposure of the model. */
static void learn(lm_replay *state, const lm_frame *frame, const double size_factors[2], const double swept[2],
                  const double other[2])
{
    lm_adaptive_frame learned = {.start = frame->start};
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        learned.seen[side] = frame->liquidation_count[side] > 0 || frame->without_price[side] > 0;
        learned.observed[side] = lm_frame_liquidated_notional(frame, &state->options, (lm_side)side);
        learned.predicted[side] =
            size_factors[side] * (state->options.contract == LM_LINEAR ? other[side] : swept[side]);
    }
    lm_adaptive_add(&state->adaptive, &state->model, &learned);
}

/* Sets a ledger to that of a frame without trades. */
static void init_ledger(const lm_replay *state, const lm_frame *frame, lm_frame_ledger *ledger)
{
    memset(ledger, 0, sizeof *ledger);
    ledger->start = frame->start;
    ledger->low = ledger->high = ledger->close = NAN;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        ledger->outstanding[side] = lm_replay_outstanding(state, (lm_side)side);
        ledger->liquidations[side] = lm_frame_liquidated_notional(frame, &state->options, (lm_side)side);
        ledger->predicted_size[side] = ledger->predicted_notional[side] = state->open_interest_source ? 0 : NAN;
        ledger->frozen_size[side] = ledger->frozen_notional[side] = state->open_interest_source ? 0 : NAN;
    }
}

/* Converts what was swept on each side to size and notional; `other` is the swept weight in the other unit. */
static void scale_swept(const lm_replay *state, const double size_factors[2], const double swept[2],
                        const double other[2], double size[2], double notional[2])
{
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double own_unit = swept[side] * size_factors[side], other_unit_sum = other[side] * size_factors[side];
        size[side] = state->options.contract == LM_LINEAR ? own_unit : other_unit_sum;
        notional[side] = state->options.contract == LM_LINEAR ? other_unit_sum : own_unit;
    }
}

/* Sets the forecast of the map as of the start of the frame: `swept` is what was outstanding then within the range. */
static void set_frozen(const lm_replay *state, const double outstanding[2], const double size_factors[2],
                       const double swept[2], const double other[2], lm_frame_ledger *ledger)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        ledger->frozen_share[side] = outstanding[side] > 0 ? swept[side] / outstanding[side] : 0;
    scale_swept(state, size_factors, swept, other, ledger->frozen_size, ledger->frozen_notional);
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

static lm_status replay_trades(lm_host *host, lm_replay *state, const lm_frame *frame, lm_frame_ledger *ledger)
{
    int precision = state->options.precision;
    double low = state->traded && state->close < frame->low ? state->close : frame->low;
    double high = state->traded && state->close > frame->high ? state->close : frame->high;
    double opened[2] = {0, 0}, decayed[2] = {0, 0}, swept[2], other[2] = {0, 0};
    double model_factors[2] = {0, 0}, size_factors[2] = {0, 0}, ratios[2];
    const bool learns = learns_from(state), scaled = ledger || learns;
    LM_TRY(reserve_frame(host, state, frame));
    lm_adaptive_ratios(&state->adaptive, &state->model, state->as_of, ratios);
    for (int side = LM_LONG; scaled && side <= LM_SHORT; side++) {
        model_factors[side] = size_per_weight(state, (lm_side)side);
        size_factors[side] = model_factors[side] * ratios[side];
    }

    swept[LM_LONG] = sweep(state, LM_LONG, lm_cell(low, precision), scaled ? &other[LM_LONG] : NULL);
    swept[LM_SHORT] = sweep(state, LM_SHORT, lm_cell(high, precision), scaled ? &other[LM_SHORT] : NULL);
    if (ledger)
        set_frozen(state, ledger->outstanding, size_factors, swept, other, ledger);
    /* Pages that hold nothing any more are no longer marked: mark them again for this frame, which cannot fail. */
    if (state->traded && decay(host, state, (double)frame->start - (double)state->last_start, decayed))
        LM_TRY(reserve_frame(host, state, frame));
    open_positions(host, state, frame, opened);
    /* Positions opened beyond the close are past their liquidation price: no long may lie above it, no short below. */
    int32_t close = lm_cell(frame->close, precision);
    swept[LM_LONG] += sweep(state, LM_LONG, close, scaled ? &other[LM_LONG] : NULL);
    swept[LM_SHORT] += sweep(state, LM_SHORT, close, scaled ? &other[LM_SHORT] : NULL);
    if (learns)
        learn(state, frame, model_factors, swept, other);

    if (!state->traded)
        state->first_start = frame->start;
    state->traded = true;
    state->last_start = frame->start;
    state->close = frame->close;
    if (ledger) {
        ledger->low = low;
        ledger->high = high;
        ledger->close = frame->close;
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            ledger->opened[side] = opened[side];
            ledger->swept[side] = swept[side];
            ledger->decayed[side] = decayed[side];
            ledger->outstanding[side] = lm_replay_outstanding(state, (lm_side)side);
        }
        scale_swept(state, size_factors, swept, other, ledger->predicted_size, ledger->predicted_notional);
    }
    return lm_replay_push_close(host, &state->closes, frame->start, frame->close);
}

lm_status lm_replay_frame(lm_host *host, lm_replay *state, const lm_frame *frame, lm_frame_ledger *ledger)
{
    if (ledger)
        init_ledger(state, frame, ledger);
    if (frame->rows)
        LM_TRY(replay_trades(host, state, frame, ledger));
    else if (learns_from(state))
        learn(state, frame, (double[2]){0, 0}, (double[2]){0, 0}, (double[2]){0, 0});
    state->begun = true;
    state->as_of = frame->start + state->options.frame;
    return LM_OK;
}

void lm_replay_refine(lm_replay *state, int64_t frame)
{
    state->burn_in_frame = state->options.frame;
    state->burn_in_until = state->as_of;
    state->options.frame = state->options.candle = frame;
}

/* ---- figures of a replay */

double lm_replay_coverage(const lm_replay *state)
{
    double coverage = 0;
    double age = state->traded ? ((double)state->as_of - (double)state->first_start) / (double)LM_SECOND : 0;
    for (int k = 0; k < state->model.class_count; k++)
        coverage += state->model.classes[k].share * (1 - lm_exp2_neg(age / state->model.classes[k].half_life));
    return coverage;
}

/* The end of the frame that has a close. */
static int64_t end_of(const lm_replay *state, const lm_replay_close *close)
{
    return close->start + (close->start < state->burn_in_until ? state->burn_in_frame : state->options.frame);
}

double lm_replay_daily_sigma(const lm_replay *state)
{
    size_t count = state->closes.count;
    if (count < 2)
        return NAN;
    const lm_replay_close *closes = state->closes.items + state->closes.first;
    for (; count > 0 && closes->start < state->as_of - state->options.frame - LM_DAY; count--)
        closes++;
    const int64_t span = count < 2 ? 0 : end_of(state, &closes[count - 1]) - end_of(state, &closes[0]);
    if (span < 60 * LM_MINUTE)
        return NAN;
    double squares = 0;
    for (size_t i = 1; i < count; i++) {
        double gain = closes[i].close / closes[i - 1].close - 1;
        squares += gain * gain;
    }
    return sqrt(squares * ((double)LM_DAY / (double)span));
}

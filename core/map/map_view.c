#include "map/map_view.h"

#include <math.h>

#include "base/cell.h"

static lm_status append_entry(lm_host *host, lm_map_view *view, lm_side side, const lm_map_entry *entry)
{
    LM_TRY(LM_RESERVE(host, view->entries[side], view->capacity[side], view->count[side] + 1));
    LM_TRY(lm_check_interrupt_at(host, view->count[side]));
    view->entries[side][view->count[side]++] = *entry;
    view->size[side] += entry->size;
    view->notional[side] += entry->notional;
    return LM_OK;
}

static inline double add_cell(const lm_replay *state, const double *weights, double sum)
{
    for (int k = 0; k < state->model.class_count; k++)
        sum += weights[k] * state->multiplier[k];
    return sum;
}

/*
 * Sums the weights of each side in order of cell and class, so that the last bit is the same everywhere. Both sides are
 * summed in one loop because each addition waits for the one before it: two independent sums take half the time.
 */
static lm_status sum_weights(lm_host *host, const lm_replay *state, double sum[2])
{
    const lm_exposure_grid *longs = &state->outstanding[LM_LONG], *shorts = &state->outstanding[LM_SHORT];
    int32_t below = INT32_MIN, above = INT32_MIN;
    const double *a, *b;
    double long_sum = 0, short_sum = 0;
    uint64_t step = 0;
    for (; (a = lm_exposure_grid_next(longs, &below)) && (b = lm_exposure_grid_next(shorts, &above));
         below++, above++) {
        LM_TRY(lm_check_interrupt_at(host, step++));
        for (int k = 0; k < state->model.class_count; k++) {
            long_sum += a[k] * state->multiplier[k];
            short_sum += b[k] * state->multiplier[k];
        }
    }
    for (; (a = lm_exposure_grid_next(longs, &below)); below++) {
        LM_TRY(lm_check_interrupt_at(host, step++));
        long_sum = add_cell(state, a, long_sum);
    }
    for (; (b = lm_exposure_grid_next(shorts, &above)); above++) {
        LM_TRY(lm_check_interrupt_at(host, step++));
        short_sum = add_cell(state, b, short_sum);
    }
    sum[LM_LONG] = long_sum;
    sum[LM_SHORT] = short_sum;
    return LM_OK;
}

lm_status lm_scales_of(lm_host *host, const lm_replay *state, lm_scale scales[2])
{
    double sum[2], ratios[2];
    LM_TRY(sum_weights(host, state, sum));
    lm_adaptive_ratios(&state->adaptive, &state->model, state->as_of, ratios);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        scales[side] = (lm_scale){
            .sum = sum[side],
            .total = state->open_interest * state->model.exposure * lm_replay_coverage(state) * ratios[side],
            .sized = state->open_interest_source != LM_OPEN_INTEREST_NONE,
            .linear = state->options.contract == LM_LINEAR,
        };
    return LM_OK;
}

static lm_status read_side(lm_host *host, const lm_replay *state, lm_side side, const lm_scale *scale,
                           lm_map_view *view)
{
    const double *weights;
    uint64_t step = 0;
    for (int32_t cell = INT32_MIN; (weights = lm_exposure_grid_next(&state->outstanding[side], &cell)); cell++) {
        const double mid = lm_cell_mid(cell, view->precision);
        LM_TRY(lm_check_interrupt_at(host, step++));
        for (int k = 0; k < state->model.class_count; k++) {
            if (!(weights[k] * state->multiplier[k] > 0))
                continue;
            lm_map_entry entry = lm_scaled(scale, weights[k] * state->multiplier[k], mid);
            entry.cell = cell;
            entry.leverage = state->model.classes[k].x;
            LM_TRY(append_entry(host, view, side, &entry));
        }
    }
    return LM_OK;
}

static lm_status read_replay(lm_host *host, const lm_replay *state, lm_map_view *view)
{
    view->precision = state->options.precision;
    view->empty = !state->traded;
    view->replayed = true;
    view->sized = state->open_interest_source != LM_OPEN_INTEREST_NONE;
    view->reference_price = state->traded ? state->close : NAN;
    view->daily_sigma = lm_replay_daily_sigma(state);
    lm_scale scales[2];
    LM_TRY(lm_scales_of(host, state, scales));
    LM_TRY(read_side(host, state, LM_LONG, &scales[LM_LONG], view));
    return read_side(host, state, LM_SHORT, &scales[LM_SHORT], view);
}

static lm_status read_sum(lm_host *host, const lm_sum *sum, lm_map_view *view)
{
    double total[2] = {0, 0};
    view->precision = sum->precision;
    view->empty = !sum->begun;
    view->replayed = sum->model_count > 0;
    view->sized = true;
    view->reference_price = sum->begun ? sum->reference_price : NAN;
    view->daily_sigma = NAN;
    for (size_t i = 0; i < sum->entry_count; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        total[sum->entries[i].side] += (double)sum->entries[i].count;
    }
    for (size_t i = 0; i < sum->entry_count; i++) {
        const lm_sum_entry *sum_entry = &sum->entries[i];
        lm_map_entry entry = {.cell = sum_entry->cell, .leverage = sum_entry->leverage};
        entry.share = (double)sum_entry->count / total[sum_entry->side];
        entry.notional = (double)sum_entry->count * sum->unit;
        entry.size = entry.notional / lm_cell_mid(sum_entry->cell, sum->precision);
        LM_TRY(append_entry(host, view, (lm_side)sum_entry->side, &entry));
    }
    return LM_OK;
}

lm_status lm_map_view_init(lm_host *host, const lm_map *map, lm_map_view *view)
{
    memset(view, 0, sizeof *view);
    lm_status status = map->live ? read_replay(host, &map->replay, view) : read_sum(host, &map->sum, view);
    if (status != LM_OK)
        lm_map_view_free(host, view);
    return status;
}

void lm_map_view_free(lm_host *host, lm_map_view *view)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        lm_release(host, view->entries[side], view->capacity[side] * sizeof(lm_map_entry));
    memset(view, 0, sizeof *view);
}

lm_status lm_map_view_expect_sizes(lm_host *host, const lm_map_view *view)
{
    if (view->sized)
        return LM_OK;
    return lm_fail(host, LM_E_MISSING, "Put the gauge \"open_interest\" in the tape, or pass open_interest to map().",
                   "a map without open interest has shares and no sizes");
}

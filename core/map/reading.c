#include "map/reading.h"

#include <math.h>

#include "base/cell.h"

static lm_status push(lm_host *host, lm_reading *reading, lm_side side, const lm_pile *pile)
{
    LM_TRY(LM_RESERVE(host, reading->piles[side], reading->capacity[side], reading->count[side] + 1));
    reading->piles[side][reading->count[side]++] = *pile;
    reading->size[side] += pile->size;
    reading->notional[side] += pile->notional;
    return LM_OK;
}

static inline double add_cell(const lm_replay *state, const double *weights, double sum)
{
    for (int k = 0; k < state->model.class_count; k++)
        sum += weights[k] * state->multiplier[k];
    return sum;
}

/*
 * Each side in order of its cells and classes, so that the last bit is the same everywhere. Adding waits for the sum
 * before; both sides at once wait half as long.
 */
static void sum_weights(const lm_replay *state, double sum[2])
{
    const lm_exposure_grid *longs = &state->outstanding[LM_LONG], *shorts = &state->outstanding[LM_SHORT];
    int32_t below = INT32_MIN, above = INT32_MIN;
    const double *a, *b;
    double long_sum = 0, short_sum = 0;
    for (; (a = lm_exposure_grid_next(longs, &below)) && (b = lm_exposure_grid_next(shorts, &above)); below++, above++)
        for (int k = 0; k < state->model.class_count; k++) {
            long_sum += a[k] * state->multiplier[k];
            short_sum += b[k] * state->multiplier[k];
        }
    for (; (a = lm_exposure_grid_next(longs, &below)); below++)
        long_sum = add_cell(state, a, long_sum);
    for (; (b = lm_exposure_grid_next(shorts, &above)); above++)
        short_sum = add_cell(state, b, short_sum);
    sum[LM_LONG] = long_sum;
    sum[LM_SHORT] = short_sum;
}

void lm_scales_of(const lm_replay *state, lm_scale scales[2])
{
    double sum[2];
    sum_weights(state, sum);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        scales[side] = (lm_scale){
            .sum = sum[side],
            .liquidatable = state->open_interest * state->model.exposure * lm_replay_coverage(state),
            .sized = state->open_interest_source != LM_OPEN_INTEREST_NONE,
            .linear = state->options.contract == LM_LINEAR,
        };
}

static lm_status read_side(lm_host *host, const lm_replay *state, lm_side side, const lm_scale *scale,
                           lm_reading *reading)
{
    const double *weights;
    for (int32_t cell = INT32_MIN; (weights = lm_exposure_grid_next(&state->outstanding[side], &cell)); cell++) {
        const double mid = lm_cell_mid(cell, reading->precision);
        for (int k = 0; k < state->model.class_count; k++) {
            if (!(weights[k] * state->multiplier[k] > 0))
                continue;
            lm_pile pile = lm_scaled(scale, weights[k] * state->multiplier[k], mid);
            pile.cell = cell;
            pile.leverage = state->model.classes[k].x;
            LM_TRY(push(host, reading, side, &pile));
        }
    }
    return LM_OK;
}

static lm_status read_replay(lm_host *host, const lm_replay *state, lm_reading *reading)
{
    reading->precision = state->options.precision;
    reading->empty = !state->traded;
    reading->replayed = true;
    reading->sized = state->open_interest_source != LM_OPEN_INTEREST_NONE;
    reading->reference_price = state->traded ? state->close : NAN;
    reading->daily_sigma = lm_replay_daily_sigma(state);
    lm_scale scales[2];
    lm_scales_of(state, scales);
    LM_TRY(read_side(host, state, LM_LONG, &scales[LM_LONG], reading));
    return read_side(host, state, LM_SHORT, &scales[LM_SHORT], reading);
}

static lm_status read_sum(lm_host *host, const lm_sum *added, lm_reading *reading)
{
    double total[2] = {0, 0};
    reading->precision = added->precision;
    reading->empty = !added->begun;
    reading->replayed = added->model_count > 0;
    reading->sized = true;
    reading->reference_price = added->begun ? added->reference_price : NAN;
    reading->daily_sigma = NAN;
    for (size_t i = 0; i < added->entry_count; i++)
        total[added->entries[i].side] += (double)added->entries[i].count;
    for (size_t i = 0; i < added->entry_count; i++) {
        const lm_sum_entry *entry = &added->entries[i];
        lm_pile pile = {.cell = entry->cell, .leverage = entry->leverage};
        pile.share = (double)entry->count / total[entry->side];
        pile.notional = (double)entry->count * added->unit;
        pile.size = pile.notional / lm_cell_mid(entry->cell, added->precision);
        LM_TRY(push(host, reading, (lm_side)entry->side, &pile));
    }
    return LM_OK;
}

lm_status lm_reading_open(lm_host *host, const lm_map *map, lm_reading *reading)
{
    memset(reading, 0, sizeof *reading);
    lm_status status = map->live ? read_replay(host, &map->replay, reading) : read_sum(host, &map->sum, reading);
    if (status != LM_OK)
        lm_reading_close(host, reading);
    return status;
}

void lm_reading_close(lm_host *host, lm_reading *reading)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        lm_release(host, reading->piles[side], reading->capacity[side] * sizeof(lm_pile));
    memset(reading, 0, sizeof *reading);
}

lm_status lm_reading_expect_sizes(lm_host *host, const lm_reading *reading)
{
    if (reading->sized)
        return LM_OK;
    return lm_fail(host, LM_E_MISSING, "Put the gauge \"open_interest\" in the tape, or pass open_interest to map().",
                   "a map without open interest has shares and no sizes");
}

#include "map/column.h"

#include <math.h>

#include "base/cell.h"
#include "map/map_view.h"

/* The step that is being summed. Longs lie below shorts, so one pass over both sides meets every step once. */
typedef struct step_bin {
    bool open;
    int64_t number;
    double end;                   /* price at which the next step begins */
    int groups;                   /* classes, or 1 for all of them */
    bool present[LM_MAX_CLASSES]; /* something is outstanding */
    double share[2][LM_MAX_CLASSES];
    double notional[2][LM_MAX_CLASSES];
} step_bin;

static lm_status append_row(lm_host *host, lm_heatmap_rows *out, const lm_heatmap_row *row)
{
    out->total++;
    if (out->total > LM_MAX_ROWS)
        return LM_OK;
    LM_TRY(LM_RESERVE(host, out->rows, out->capacity, out->kept + 1));
    out->rows[out->kept++] = *row;
    return LM_OK;
}

static lm_status append_bin(lm_host *host, const lm_replay *state, uint32_t column, const step_bin *bin,
                            lm_heatmap_rows *out)
{
    const double middle = lm_step_middle(&out->steps, bin->number);
    if (!bin->open || !(middle >= out->low && middle <= out->high))
        return LM_OK;
    lm_heatmap_row row = {.column = column, .number = bin->number, .price_high = bin->end};
    row.price_low = lm_step_price(&out->steps, bin->number);
    for (int group = 0; group < bin->groups; group++) {
        if (!bin->present[group])
            continue;
        row.leverage = out->by_leverage ? state->model.classes[group].x : NAN;
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            row.share[side] = bin->share[side][group];
            row.notional[side] = state->open_interest_source ? bin->notional[side][group] : NAN;
        }
        LM_TRY(append_row(host, out, &row));
        if (out->first_number > out->last_number)
            out->first_number = out->last_number = row.number;
        out->first_number = row.number < out->first_number ? row.number : out->first_number;
        out->last_number = row.number > out->last_number ? row.number : out->last_number;
    }
    return LM_OK;
}

static void init_bin(const lm_steps *steps, double price, step_bin *bin)
{
    bin->open = true;
    bin->number = lm_step_at(steps, price);
    bin->end = lm_step_price(steps, bin->number + 1);
    for (int group = 0; group < bin->groups; group++) {
        bin->present[group] = false;
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            bin->share[side][group] = bin->notional[side][group] = 0;
    }
}

/*
 * Adds all classes of a cell to group 0, in the order in which lm_map_levels adds them. A class without weight adds 0,
 * which changes no bit.
 */
static inline void add_cell(const lm_replay *state, const lm_scale *scale, lm_side side, const double *weights,
                            double mid, step_bin *bin)
{
    double share = bin->share[side][0], notional = bin->notional[side][0], greatest = 0;
    for (int k = 0; k < state->model.class_count; k++) {
        const double weight = weights[k] * state->multiplier[k];
        const lm_map_entry entry = lm_scaled(scale, weight, mid);
        greatest = weight > greatest ? weight : greatest;
        share += entry.share;
        notional += weight > 0 ? entry.notional : 0; /* infinity times 0 is not 0 */
    }
    bin->present[0] |= greatest > 0;
    bin->share[side][0] = share;
    bin->notional[side][0] = notional;
}

/* Adds each class of a cell to its own group, in the order in which lm_map_levels adds them. */
static inline void add_classes(const lm_replay *state, const lm_scale *scale, lm_side side, const double *weights,
                               double mid, step_bin *bin)
{
    for (int k = 0; k < state->model.class_count; k++) {
        const double weight = weights[k] * state->multiplier[k];
        if (!(weight > 0))
            continue;
        const lm_map_entry entry = lm_scaled(scale, weight, mid);
        bin->present[k] = true;
        bin->share[side][k] += entry.share;
        bin->notional[side][k] += entry.notional;
    }
}

static lm_status add_side(lm_host *host, const lm_replay *state, lm_side side, const lm_scale *scale, uint32_t column,
                          step_bin *bin, lm_heatmap_rows *out)
{
    const double *weights;
    uint64_t step = 0;
    if (!(scale->sum > 0))
        return LM_OK;
    for (int32_t cell = INT32_MIN; (weights = lm_exposure_grid_next(&state->outstanding[side], &cell)); cell++) {
        const double mid = lm_cell_mid(cell, state->options.precision);
        LM_TRY(lm_check_interrupt_at(host, step++));
        if (!bin->open || mid >= bin->end) {
            LM_TRY(append_bin(host, state, column, bin, out));
            init_bin(&out->steps, mid, bin);
        }
        if (out->by_leverage)
            add_classes(state, scale, side, weights, mid, bin);
        else
            add_cell(state, scale, side, weights, mid, bin);
    }
    return LM_OK;
}

static lm_status check_steps(lm_host *host, const lm_replay *state, const lm_heatmap_rows *out)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (state->outstanding[side].touched)
            LM_TRY(lm_check_step_at(host, out->steps.width,
                                    lm_cell_mid(state->outstanding[side].greatest, state->options.precision)));
    return LM_OK;
}

lm_status lm_heatmap_column_compute(lm_host *host, const lm_replay *state, uint32_t column, lm_heatmap_rows *out)
{
    lm_scale scales[2];
    step_bin bin;
    bin.open = false;
    bin.groups = out->by_leverage ? state->model.class_count : 1;
    LM_TRY(lm_check_interrupt(host));
    LM_TRY(check_steps(host, state, out));
    LM_TRY(lm_scales_of(host, state, scales));
    LM_TRY(add_side(host, state, LM_LONG, &scales[LM_LONG], column, &bin, out));
    LM_TRY(add_side(host, state, LM_SHORT, &scales[LM_SHORT], column, &bin, out));
    return append_bin(host, state, column, &bin, out);
}

#include "map/column.h"

#include <math.h>

#include "base/cell.h"
#include "map/map_view.h"

/* The step being filled. Longs stand below shorts, so one walk over both sides meets every step once. */
typedef struct bin {
    bool open;
    int64_t number;
    double end; /* price at which the next step begins */
    int groups; /* classes, or 1 for all of them */
    bool any[LM_MAX_CLASSES];
    double share[2][LM_MAX_CLASSES];
    double notional[2][LM_MAX_CLASSES];
} bin;

static lm_status keep(lm_host *host, lm_column_rows *out, const lm_heatmap_row *row)
{
    out->total++;
    if (out->total > LM_MAX_ROWS)
        return LM_OK;
    LM_TRY(LM_RESERVE(host, out->rows, out->capacity, out->kept + 1));
    out->rows[out->kept++] = *row;
    return LM_OK;
}

static lm_status close_bin(lm_host *host, const lm_replay *state, uint32_t column, const bin *filled,
                           lm_column_rows *out)
{
    const double middle = lm_step_middle(&out->steps, filled->number);
    if (!filled->open || !(middle >= out->low && middle <= out->high))
        return LM_OK;
    lm_heatmap_row row = {.column = column, .number = filled->number, .price_high = filled->end};
    row.price_low = lm_step_price(&out->steps, filled->number);
    for (int group = 0; group < filled->groups; group++) {
        if (!filled->any[group])
            continue;
        row.leverage = out->by_leverage ? state->model.classes[group].x : NAN;
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            row.share[side] = filled->share[side][group];
            row.notional[side] = state->open_interest_source ? filled->notional[side][group] : NAN;
        }
        LM_TRY(keep(host, out, &row));
        if (out->first_number > out->last_number)
            out->first_number = out->last_number = row.number;
        out->first_number = row.number < out->first_number ? row.number : out->first_number;
        out->last_number = row.number > out->last_number ? row.number : out->last_number;
    }
    return LM_OK;
}

static void open_bin(const lm_steps *steps, double price, bin *next)
{
    next->open = true;
    next->number = lm_step_at(steps, price);
    next->end = lm_step_price(steps, next->number + 1);
    for (int group = 0; group < next->groups; group++) {
        next->any[group] = false;
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            next->share[side][group] = next->notional[side][group] = 0;
    }
}

/*
 * A cell's classes into one group, or each into its own: the same entries in the same order as lm_map_levels adds them. A
 * class without weight adds 0, which changes no bit.
 */
static inline void add_cell(const lm_replay *state, const lm_scale *scale, lm_side side, const double *weights,
                            double mid, bin *into)
{
    double share = into->share[side][0], notional = into->notional[side][0], greatest = 0;
    for (int k = 0; k < state->model.class_count; k++) {
        const double weight = weights[k] * state->multiplier[k];
        const lm_map_entry entry = lm_scaled(scale, weight, mid);
        greatest = weight > greatest ? weight : greatest;
        share += entry.share;
        notional += weight > 0 ? entry.notional : 0; /* infinity times 0 is not 0 */
    }
    into->any[0] |= greatest > 0;
    into->share[side][0] = share;
    into->notional[side][0] = notional;
}

static inline void add_classes(const lm_replay *state, const lm_scale *scale, lm_side side, const double *weights,
                               double mid, bin *into)
{
    for (int k = 0; k < state->model.class_count; k++) {
        const double weight = weights[k] * state->multiplier[k];
        if (!(weight > 0))
            continue;
        const lm_map_entry entry = lm_scaled(scale, weight, mid);
        into->any[k] = true;
        into->share[side][k] += entry.share;
        into->notional[side][k] += entry.notional;
    }
}

static lm_status read_side(lm_host *host, const lm_replay *state, lm_side side, const lm_scale *scale, uint32_t column,
                           bin *filled, lm_column_rows *out)
{
    const double *weights;
    if (!(scale->sum > 0))
        return LM_OK;
    for (int32_t cell = INT32_MIN; (weights = lm_exposure_grid_next(&state->outstanding[side], &cell)); cell++) {
        const double mid = lm_cell_mid(cell, state->options.precision);
        if (!filled->open || mid >= filled->end) {
            LM_TRY(close_bin(host, state, column, filled, out));
            open_bin(&out->steps, mid, filled);
        }
        if (out->by_leverage)
            add_classes(state, scale, side, weights, mid, filled);
        else
            add_cell(state, scale, side, weights, mid, filled);
    }
    return LM_OK;
}

static lm_status check_steps(lm_host *host, const lm_replay *state, const lm_column_rows *out)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (state->outstanding[side].touched)
            LM_TRY(lm_check_step_at(host, out->steps.width,
                                    lm_cell_mid(state->outstanding[side].greatest, state->options.precision)));
    return LM_OK;
}

lm_status lm_column_read(lm_host *host, const lm_replay *state, uint32_t column, lm_column_rows *out)
{
    lm_scale scales[2];
    bin filled;
    filled.open = false;
    filled.groups = out->by_leverage ? state->model.class_count : 1;
    LM_TRY(lm_check_interrupt(host));
    LM_TRY(check_steps(host, state, out));
    lm_scales_of(state, scales);
    LM_TRY(read_side(host, state, LM_LONG, &scales[LM_LONG], column, &filled, out));
    LM_TRY(read_side(host, state, LM_SHORT, &scales[LM_SHORT], column, &filled, out));
    return close_bin(host, state, column, &filled, out);
}

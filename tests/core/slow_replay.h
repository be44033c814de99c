/*
 * The replay once more, slowly and plainly: every cell of every class in one array, decayed frame by frame with the
 * machine's own exp2. It shares with the core only the price axis and the ratios of liquidation prices.
 */
#ifndef SLOW_REPLAY_H
#define SLOW_REPLAY_H

#include "fixture.h"

#define SLOW_CELLS 65536 /* around the first cell that is met */

typedef struct slow_replay {
    const lm_model *model;
    lm_tape_options options;
    int32_t least;
    bool traded;
    int64_t last;
    double close;
    double *weights; /* [side][class][cell] */
    double opened[2], swept[2], decayed[2];
} slow_replay;

static inline double *slow_weight(const slow_replay *slow, int side, int k, int32_t cell)
{
    if (cell < slow->least || cell >= slow->least + SLOW_CELLS)
        return NULL;
    return &slow->weights[((size_t)side * LM_MAX_CLASSES + (size_t)k) * SLOW_CELLS + (size_t)(cell - slow->least)];
}

static inline void slow_sweep(slow_replay *slow, int side, int32_t from, int32_t to)
{
    for (int k = 0; k < slow->model->class_count; k++)
        for (int32_t cell = from; cell <= to; cell++) {
            double *weight = slow_weight(slow, side, k, cell);
            slow->swept[side] += weight ? *weight : 0;
            if (weight)
                *weight = 0;
        }
}

static inline void slow_sweep_beyond(slow_replay *slow, int32_t low, int32_t high)
{
    slow_sweep(slow, LM_LONG, low, slow->least + SLOW_CELLS);
    slow_sweep(slow, LM_SHORT, slow->least, high);
}

static inline void slow_decay(slow_replay *slow, double seconds)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int k = 0; k < slow->model->class_count; k++) {
            const double kept = exp2(-seconds / slow->model->classes[k].half_life);
            for (int32_t cell = slow->least; cell < slow->least + SLOW_CELLS; cell++) {
                double *weight = slow_weight(slow, side, k, cell);
                slow->decayed[side] += *weight * (1 - kept);
                *weight *= kept;
            }
        }
}

static inline void slow_open(slow_replay *slow, const lm_frame *frame)
{
    const lm_model *model = slow->model;
    const int precision = slow->options.precision;
    const double minutes = (double)slow->options.frame / (double)LM_MINUTE;
    double volume = 0, size[4096];
    for (size_t i = 0; i < frame->cell_count; i++) {
        const double notional = (double)frame->cells[i].count * slow->options.unit;
        size[i] =
            slow->options.contract == LM_LINEAR ? notional / lm_cell_mid(frame->cells[i].cell, precision) : notional;
        volume += size[i];
    }
    for (size_t i = 0; i < frame->cell_count; i++) {
        const double moved = model->volume_power == 1 ? volume : minutes * sqrt(volume / minutes);
        const double mid = lm_cell_mid(frame->cells[i].cell, precision);
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            for (int k = 0; k < model->class_count; k++) {
                double ratio;
                if (lm_margin_ratio(&model->margin, model->position, model->reference_price, (lm_side)side,
                                    model->classes[k].x, &ratio) != LM_MARGIN_PRICE)
                    continue;
                const double opens = moved * size[i] / volume * model->classes[k].share;
                double *weight = slow_weight(slow, side, k, lm_cell(mid * ratio, precision));
                if (weight)
                    *weight += opens;
                slow->opened[side] += opens;
            }
    }
}

static inline void slow_frame(slow_replay *slow, const lm_frame *frame)
{
    const int precision = slow->options.precision;
    if (frame->rows == 0)
        return;
    if (!slow->traded)
        slow->least = lm_cell(frame->close, precision) - SLOW_CELLS / 2;
    slow_sweep_beyond(slow, lm_cell(slow->traded ? fmin(frame->low, slow->close) : frame->low, precision),
                      lm_cell(slow->traded ? fmax(frame->high, slow->close) : frame->high, precision));
    if (slow->traded)
        slow_decay(slow, (double)(frame->start - slow->last) / (double)LM_SECOND);
    slow_open(slow, frame);
    slow_sweep_beyond(slow, lm_cell(frame->close, precision), lm_cell(frame->close, precision));
    slow->traded = true;
    slow->last = frame->start;
    slow->close = frame->close;
}

static inline slow_replay slowly_replayed(const lm_buffer *tape, const lm_model *model)
{
    slow_replay slow = {.model = model};
    lm_tape_reader *reader;
    lm_frame frame;
    slow.weights = calloc((size_t)2 * LM_MAX_CLASSES * SLOW_CELLS, sizeof(double));
    must(lm_tape_reader_create(&host, bytes_of(tape), &reader));
    slow.options = *lm_tape_reader_options(reader);
    while (lm_tape_reader_next(&host, reader, &frame) == LM_OK)
        slow_frame(&slow, &frame);
    lm_tape_reader_destroy(&host, reader);
    return slow;
}

#endif

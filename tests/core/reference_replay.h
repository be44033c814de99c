/*
 * A slow and simple replay: every cell of every class is in one array, which decays frame by frame with exp2 of the C
 * library. It uses from the core only the price axis and the ratios of liquidation prices.
 */
#ifndef REFERENCE_REPLAY_H
#define REFERENCE_REPLAY_H

#include "fixture.h"

#define REFERENCE_CELLS 65536 /* around the first cell that is met */

typedef struct reference_replay {
    const lm_model *model;
    lm_tape_options options;
    int32_t least;
    bool traded;
    int64_t last;
    double close;
    double *weights; /* [side][class][cell] */
    double opened[2], swept[2], decayed[2];
} reference_replay;

static inline double *reference_weight(const reference_replay *reference, int side, int k, int32_t cell)
{
    if (cell < reference->least || cell >= reference->least + REFERENCE_CELLS)
        return NULL;
    return &reference->weights[((size_t)side * LM_MAX_CLASSES + (size_t)k) * REFERENCE_CELLS +
                               (size_t)(cell - reference->least)];
}

static inline void reference_sweep(reference_replay *reference, int side, int32_t from, int32_t to)
{
    for (int k = 0; k < reference->model->class_count; k++)
        for (int32_t cell = from; cell <= to; cell++) {
            double *weight = reference_weight(reference, side, k, cell);
            reference->swept[side] += weight ? *weight : 0;
            if (weight)
                *weight = 0;
        }
}

static inline void reference_sweep_beyond(reference_replay *reference, int32_t low, int32_t high)
{
    reference_sweep(reference, LM_LONG, low, reference->least + REFERENCE_CELLS);
    reference_sweep(reference, LM_SHORT, reference->least, high);
}

static inline void reference_decay(reference_replay *reference, double seconds)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int k = 0; k < reference->model->class_count; k++) {
            const double kept = exp2(-seconds / reference->model->classes[k].half_life);
            for (int32_t cell = reference->least; cell < reference->least + REFERENCE_CELLS; cell++) {
                double *weight = reference_weight(reference, side, k, cell);
                reference->decayed[side] += *weight * (1 - kept);
                *weight *= kept;
            }
        }
}

static inline void reference_open(reference_replay *reference, const lm_frame *frame)
{
    const lm_model *model = reference->model;
    const int precision = reference->options.precision;
    const double minutes = (double)reference->options.frame / (double)LM_MINUTE;
    double volume = 0, size[4096];
    for (size_t i = 0; i < frame->cell_count; i++) {
        const double notional = (double)frame->cells[i].count * reference->options.unit;
        size[i] = reference->options.contract == LM_LINEAR ? notional / lm_cell_mid(frame->cells[i].cell, precision)
                                                           : notional;
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
                double *weight = reference_weight(reference, side, k, lm_cell(mid * ratio, precision));
                if (weight)
                    *weight += opens;
                reference->opened[side] += opens;
            }
    }
}

static inline void reference_frame(reference_replay *reference, const lm_frame *frame)
{
    const int precision = reference->options.precision;
    if (frame->rows == 0)
        return;
    if (!reference->traded)
        reference->least = lm_cell(frame->close, precision) - REFERENCE_CELLS / 2;
    reference_sweep_beyond(reference,
                           lm_cell(reference->traded ? fmin(frame->low, reference->close) : frame->low, precision),
                           lm_cell(reference->traded ? fmax(frame->high, reference->close) : frame->high, precision));
    if (reference->traded)
        reference_decay(reference, (double)(frame->start - reference->last) / (double)LM_SECOND);
    reference_open(reference, frame);
    reference_sweep_beyond(reference, lm_cell(frame->close, precision), lm_cell(frame->close, precision));
    reference->traded = true;
    reference->last = frame->start;
    reference->close = frame->close;
}

static inline reference_replay replay_by_reference(const lm_buffer *tape, const lm_model *model)
{
    reference_replay reference = {.model = model};
    lm_tape_reader *reader;
    lm_frame frame;
    reference.weights = calloc((size_t)2 * LM_MAX_CLASSES * REFERENCE_CELLS, sizeof(double));
    must(lm_tape_reader_create(&host, bytes_of(tape), &reader));
    reference.options = *lm_tape_reader_options(reader);
    while (lm_tape_reader_next(&host, reader, &frame) == LM_OK)
        reference_frame(&reference, &frame);
    lm_tape_reader_destroy(&host, reader);
    return reference;
}

#endif

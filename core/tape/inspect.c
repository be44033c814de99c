/* Validation of an encoded tape, and descriptions of it and its frames. */
#include <math.h>

#include "base/cell.h"
#include "tape/codec.h"
#include "tape/quote.h"

/* Encodes each decoded frame again and compares the bytes: only the canonical form gives the same bytes. */
static lm_status compare_rewritten(lm_host *host, lm_bytes encoded, lm_tape_reader *reader, lm_buffer *rewritten)
{
    const lm_tape_header *header = lm_tape_reader_header(reader);
    lm_frame_context context = {0};
    lm_frame frame;
    lm_status status;
    size_t compared = 0;
    LM_TRY(lm_write_header(host, header, rewritten));
    do {
        status = lm_tape_reader_next(host, reader, &frame);
        if (status == LM_OK)
            LM_TRY(lm_write_frame(host, header, &context, &frame, rewritten));
        else if (status != LM_DONE)
            return status;
        if (rewritten->size > encoded.size - compared ||
            memcmp(rewritten->data, encoded.data + compared, rewritten->size) != 0)
            return lm_corrupt_tape(host, "it is not in the canonical form");
        compared += rewritten->size;
        rewritten->size = 0;
    } while (status == LM_OK);
    return LM_OK;
}

lm_status lm_tape_validate(lm_host *host, lm_bytes encoded)
{
    lm_tape_reader *reader;
    lm_buffer rewritten = {0};
    LM_TRY(lm_tape_reader_create(host, encoded, &reader));
    lm_status status = compare_rewritten(host, encoded, reader, &rewritten);
    lm_buffer_free(host, &rewritten);
    lm_tape_reader_destroy(host, reader);
    return status;
}

static double sum_counts(const lm_cell_count *cells, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (double)cells[i].count;
    return sum;
}

double lm_frame_notional(const lm_frame *frame, const lm_tape_options *options)
{
    return sum_counts(frame->cells, frame->cell_count) * options->unit;
}

double lm_frame_liquidated_notional(const lm_frame *frame, const lm_tape_options *options, lm_side side)
{
    return (sum_counts(frame->liquidations[side], frame->liquidation_count[side]) +
            (double)frame->without_price[side]) *
           options->unit;
}

void lm_frame_describe(const lm_tape_reader *reader, const lm_frame *frame, lm_frame_row *row)
{
    const lm_tape_options *options = lm_tape_reader_options(reader);
    const bool traded = frame->rows > 0;
    row->time = frame->start;
    row->rows = frame->rows;
    row->low = traded ? frame->low : NAN;
    row->high = traded ? frame->high : NAN;
    row->close = traded ? frame->close : NAN;
    row->notional = lm_frame_notional(frame, options);
    row->taker_buy_notional = (double)frame->bought * options->unit;
    row->cells = (int64_t)frame->cell_count;
    for (lm_side side = LM_LONG; side <= LM_SHORT; side++)
        row->liquidations[side] = lm_frame_liquidated_notional(frame, options, side);
}

void lm_frame_price_volume(const lm_tape_reader *reader, const lm_frame *frame, size_t index, lm_price_volume *row)
{
    const lm_tape_options *options = lm_tape_reader_options(reader);
    const lm_cell_count *cell = &frame->cells[index];
    row->time = frame->start;
    row->price_low = lm_cell_low(cell->cell, options->precision);
    row->price_high = lm_cell_low(cell->cell + 1, options->precision);
    row->notional = (double)cell->count * options->unit;
}

void lm_frame_gauge(const lm_tape_reader *reader, const lm_frame *frame, size_t index, lm_gauge_row *row)
{
    const lm_gauge *gauge = &frame->gauges[index];
    const lm_name *name = &lm_tape_reader_header(reader)->names[gauge->name];
    row->time = frame->start;
    memcpy(row->name, name->text, name->length);
    row->name[name->length] = 0;
    row->samples = gauge->samples;
    row->min = gauge->min;
    row->max = gauge->max;
    row->last = gauge->last;
}

/* Adds two counts, at most INT64_MAX. Only forged bytes reach that. */
static int64_t capped_sum(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static lm_status sum_frames(lm_host *host, lm_tape_reader *reader, lm_tape_info *info)
{
    lm_frame frame;
    lm_status status;
    double liquidations[2] = {0, 0};
    info->options = *lm_tape_reader_options(reader);
    if (info->options.has_prices)
        lm_quote_of(info->options.quote, info->options.symbol, info->quote);
    info->since = info->until = LM_TIME_UNKNOWN;
    while ((status = lm_tape_reader_next(host, reader, &frame)) == LM_OK) {
        if (info->frames++ == 0)
            info->since = frame.start;
        info->until = frame.start + info->options.frame;
        info->rows = capped_sum(info->rows, frame.rows);
        info->cells += (int64_t)frame.cell_count;
        info->notional += sum_counts(frame.cells, frame.cell_count);
        info->taker_buy_notional += (double)frame.bought;
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            liquidations[side] +=
                sum_counts(frame.liquidations[side], frame.liquidation_count[side]) + (double)frame.without_price[side];
        for (size_t i = 0; i < frame.gauge_count; i++)
            info->gauge_samples = capped_sum(info->gauge_samples, frame.gauges[i].samples);
    }
    info->notional *= info->options.unit;
    info->taker_buy_notional *= info->options.unit;
    info->liquidated_long = liquidations[LM_LONG] * info->options.unit;
    info->liquidated_short = liquidations[LM_SHORT] * info->options.unit;
    return status == LM_DONE ? LM_OK : status;
}

lm_status lm_tape_describe(lm_host *host, lm_bytes tape, lm_tape_info *info)
{
    lm_tape_reader *reader;
    lm_tape_info sum;
    memset(&sum, 0, sizeof sum);
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    lm_status status = sum_frames(host, reader, &sum);
    sum.gauges = (lm_gauge_names){tape, lm_tape_reader_header(reader)->name_count};
    lm_tape_reader_destroy(host, reader);
    if (status == LM_OK)
        *info = sum;
    return status;
}

const char *lm_tape_gauge_name(lm_bytes tape, int index, size_t *length)
{
    lm_host host;
    lm_tape_header header;
    lm_cursor cursor = lm_cursor_of(tape);
    lm_host_init(&host);
    if (index < 0 || lm_read_header(&host, &cursor, &header) != LM_OK || index >= header.name_count)
        return NULL;
    *length = header.names[index].length;
    return header.names[index].text;
}

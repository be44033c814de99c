/* Tapes from tapes: union, slice, coarsening, another symbol. All but the first are a union into an empty tape with other options. */
#include <string.h>

#include "base/cell.h"
#include "tape/block.h"
#include "tape/codec.h"
#include "tape/quote.h"

/* The part of a tape that is extracted, and by how many bits its cells are coarsened. */
typedef struct extract {
    int64_t since, until;
    int bits;
} extract;

static const extract everything = {INT64_MIN, INT64_MAX, 0};

static lm_status add_count(lm_host *host, int64_t *sum, int64_t count)
{
    int64_t total;
    if (__builtin_add_overflow(*sum, count, &total))
        return lm_count_overflow(host);
    *sum = total;
    return LM_OK;
}

/* Adds a number of rows or samples. Sums stay below INT64_MAX / 2, so that single rows need no overflow check. */
static lm_status add_number(lm_host *host, int64_t *sum, int64_t number)
{
    LM_TRY(add_count(host, sum, number));
    return *sum > INT64_MAX / 2 ? lm_count_overflow(host) : LM_OK;
}

/* Returns the count of a kind at a cell, added as 0 if new; capacity must have been reserved. */
static int64_t *find_count(lm_tape_block *building, uint32_t slot, enum lm_count_kind kind, int32_t above_least)
{
    return kind == LM_COUNT_TRADED ? lm_block_traded(building, slot, above_least)
                                   : lm_block_count(building, lm_count_key(slot, kind, above_least));
}

static lm_status add_cells(lm_host *host, lm_tape_block *building, uint32_t slot, enum lm_count_kind kind,
                           const lm_cell_count *cells, size_t count, int bits)
{
    for (size_t i = 0; i < count; i++) {
        const int32_t above_least = lm_cell_coarsen(cells[i].cell, bits) - building->cell_least;
        LM_TRY(lm_check_interrupt_at(host, i));
        LM_TRY(add_count(host, find_count(building, slot, kind, above_least), cells[i].count));
    }
    return LM_OK;
}

/* Adds the rows of a frame, without their counts in cells. */
static lm_status add_rows(lm_host *host, lm_tape_block *building, uint32_t slot, const lm_frame *frame)
{
    lm_frame_entry *into = lm_frame_at(building, slot);
    LM_TRY(add_count(host, &into->bought, frame->bought));
    lm_frame_begin(into, frame->low, frame->high, frame->close, frame->close_time);
    return add_number(host, &into->rows, frame->rows);
}

static lm_status add_gauge(lm_host *host, lm_tape **tape, uint32_t slot, const lm_name *name, const lm_gauge *from)
{
    uint32_t name_slot;
    lm_gauge_entry *gauge;
    LM_TRY(lm_block_name(host, tape, name->text, name->length, &name_slot));
    LM_TRY(lm_block_gauge(host, tape, slot, name_slot, &gauge));
    lm_gauge_extend(gauge, from->min, from->max, from->last, from->last_time);
    return add_number(host, &gauge->samples, from->samples);
}

static lm_status add_frame(lm_host *host, lm_tape **tape, const lm_tape_header *header, const lm_frame *frame, int bits)
{
    uint32_t slot;
    LM_TRY(lm_block_frame(host, tape, lm_frame_floor(lm_block_of(*tape), frame->start), &slot));
    if (frame->cell_count) {
        const int32_t first = lm_cell_coarsen(frame->cells[0].cell, bits);
        const int32_t last = lm_cell_coarsen(frame->cells[frame->cell_count - 1].cell, bits);
        const int32_t least = lm_block_of(*tape)->cell_least;
        LM_TRY(lm_block_reserve_traded(host, tape, slot, first - least, last - least, frame->cell_count));
    }
    LM_TRY(lm_block_reserve_counts(host, tape, frame->liquidation_count[0] + frame->liquidation_count[1] + 2));
    lm_tape_block *building = lm_block_of(*tape);
    if (frame->rows)
        LM_TRY(add_rows(host, building, slot, frame));
    LM_TRY(add_cells(host, building, slot, LM_COUNT_TRADED, frame->cells, frame->cell_count, bits));
    LM_TRY(add_cells(host, building, slot, LM_COUNT_LIQUIDATED_LONG, frame->liquidations[0],
                     frame->liquidation_count[0], bits));
    LM_TRY(add_cells(host, building, slot, LM_COUNT_LIQUIDATED_SHORT, frame->liquidations[1],
                     frame->liquidation_count[1], bits));
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (frame->without_price[side])
            LM_TRY(add_count(host, lm_block_count(building, lm_count_key(slot, LM_COUNT_WITHOUT_PRICE, side)),
                             frame->without_price[side]));
    for (size_t i = 0; i < frame->gauge_count; i++)
        LM_TRY(add_gauge(host, tape, slot, &header->names[frame->gauges[i].name], &frame->gauges[i]));
    return LM_OK;
}

static lm_status add_part(lm_host *host, lm_tape **tape, lm_tape_reader *reader, const extract *part)
{
    lm_frame frame;
    lm_status status;
    while ((status = lm_tape_reader_next(host, reader, &frame)) == LM_OK)
        if (frame.start >= part->since && frame.start < part->until)
            LM_TRY(add_frame(host, tape, lm_tape_reader_header(reader), &frame, part->bits));
    return status == LM_DONE ? LM_OK : status;
}

lm_status lm_tape_merge_into(lm_host *host, lm_tape **tape, lm_bytes encoded)
{
    lm_tape_reader *reader;
    LM_TRY(lm_tape_reader_create(host, encoded, &reader));
    lm_status status = lm_tape_take_options_from(host, *tape, lm_tape_reader_options(reader));
    if (status == LM_OK)
        status = add_part(host, tape, reader, &everything);
    lm_tape_reader_destroy(host, reader);
    return status;
}

/* ---- from block to block: partial states of one aggregate, mostly with the same frames */

static lm_status merge_frame(lm_host *host, lm_tape **tape, const lm_tape_block *other, const lm_frame_entry *from,
                             uint32_t *slot)
{
    LM_TRY(lm_block_frame(host, tape, from->start, slot));
    if (from->rows == 0)
        return LM_OK;
    const bool has_window = from->middle != LM_NO_WINDOW;
    const int32_t first = has_window ? lm_window_start(other, from) : 0;
    if (has_window)
        LM_TRY(lm_block_reserve_traded(host, tape, *slot, first, first + (int32_t)other->window_cells - 1,
                                       other->window_cells));
    lm_tape_block *building = lm_block_of(*tape);
    const lm_frame rows = {.rows = from->rows,
                           .bought = from->bought,
                           .low = from->low,
                           .high = from->high,
                           .close = from->close,
                           .close_time = from->close_time};
    LM_TRY(add_rows(host, building, *slot, &rows));
    for (int32_t i = 0; i < (int32_t)other->window_cells; i++)
        if (from->counts[i] > 0)
            LM_TRY(add_count(host, lm_block_traded(building, *slot, first + i), from->counts[i]));
    return LM_OK;
}

/* Adds the traded counts near windows; `slots` gives the slot in the tape of each frame of `from`. */
static lm_status merge_near(lm_host *host, lm_tape **tape, const lm_tape_block *from, const uint32_t *slots)
{
    const uint32_t *near = LM_BLOCK_ITEMS(const uint32_t, from, near);
    const int64_t *nears = LM_BLOCK_ITEMS(const int64_t, from, nears);
    for (uint32_t i = 0; i < from->near.capacity; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (near[i] == 0 || nears[i] == 0)
            continue;
        const uint32_t slot = lm_near_key_slot(near[i]);
        const int32_t cell = lm_const_frame_at(from, slot)->middle + lm_near_key_from_middle(near[i]);
        LM_TRY(lm_block_reserve_traded(host, tape, slots[slot], cell, cell, 1));
        LM_TRY(add_count(host, lm_block_traded(lm_block_of(*tape), slots[slot], cell), nears[i]));
    }
    return LM_OK;
}

/* Adds the observed liquidations, and the traded counts that are not near. */
static lm_status merge_counts(lm_host *host, lm_tape **tape, const lm_tape_block *from, const uint32_t *slots)
{
    const lm_count_entry *counts = LM_BLOCK_ITEMS(const lm_count_entry, from, counts);
    LM_TRY(lm_block_reserve_counts(host, tape, from->counts.used));
    for (uint32_t i = 0; i < from->counts.capacity; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (counts[i].count == 0)
            continue;
        const uint32_t slot = slots[lm_count_key_slot(counts[i].key)];
        const enum lm_count_kind kind = lm_count_key_kind(counts[i].key);
        const int32_t cell = lm_count_key_cell(counts[i].key);
        if (kind == LM_COUNT_TRADED)
            LM_TRY(lm_block_reserve_traded(host, tape, slot, cell, cell, 1));
        LM_TRY(add_count(host, find_count(lm_block_of(*tape), slot, kind, cell), counts[i].count));
    }
    return LM_OK;
}

static lm_status merge_gauges(lm_host *host, lm_tape **tape, const lm_tape_block *from, const uint32_t *slots)
{
    const lm_gauge_entry *gauges = LM_BLOCK_ITEMS(const lm_gauge_entry, from, gauges);
    const lm_name_entry *names = LM_BLOCK_ITEMS(const lm_name_entry, from, names);
    for (uint32_t i = 0; i < from->gauges.capacity; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (gauges[i].samples == 0)
            continue;
        const lm_name_entry *name = &names[lm_gauge_key_name(gauges[i].key)];
        const lm_gauge gauge = {
            0, gauges[i].samples, gauges[i].min, gauges[i].max, gauges[i].last, gauges[i].last_time};
        LM_TRY(add_gauge(host, tape, slots[lm_gauge_key_slot(gauges[i].key)], &(lm_name){name->text, name->length},
                         &gauge));
    }
    return LM_OK;
}

static lm_status merge_block(lm_host *host, lm_tape **tape, const lm_tape_block *from)
{
    const size_t size = from->frames.used * sizeof(uint32_t) + 1;
    void *memory;
    LM_TRY(lm_tape_take_options_from(host, *tape, &from->options));
    LM_TRY(lm_allocate(host, size, &memory));
    uint32_t *slots = memory;
    lm_status status = LM_OK;
    for (uint32_t i = 0; i < from->frames.used && status == LM_OK; i++) {
        status = lm_check_interrupt_at(host, i);
        if (status == LM_OK)
            status = merge_frame(host, tape, from, lm_const_frame_at(from, i), &slots[i]);
    }
    if (status == LM_OK)
        status = merge_near(host, tape, from, slots);
    if (status == LM_OK)
        status = merge_counts(host, tape, from, slots);
    if (status == LM_OK)
        status = merge_gauges(host, tape, from, slots);
    lm_release(host, memory, size);
    return status;
}

lm_status lm_tape_merge_building_into(lm_host *host, lm_tape **tape, const lm_tape *other)
{
    const lm_tape *flushed;
    lm_tape *copy;
    LM_TRY(lm_tape_flushed(host, other, &flushed, &copy));
    lm_status status = merge_block(host, tape, lm_const_block_of(flushed));
    lm_tape_destroy(host, copy);
    return status;
}

/* ---- a tape from a part of a tape */

/* Encodes a part of a tape, counted by `options` (NULL: by the options of the tape). */
static lm_status extract_tape(lm_host *host, lm_bytes tape, const lm_tape_options *options, const extract *part,
                              lm_buffer *out)
{
    lm_tape_reader *reader;
    lm_tape *extracted = NULL;
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    lm_status status = lm_tape_create(host, options ? options : lm_tape_reader_options(reader), &extracted);
    if (status == LM_OK)
        status = add_part(host, &extracted, reader, part);
    if (status == LM_OK)
        status = lm_tape_encode(host, extracted, out);
    lm_tape_destroy(host, extracted);
    lm_tape_reader_destroy(host, reader);
    return status;
}

lm_status lm_tape_slice(lm_host *host, lm_bytes tape, int64_t since, int64_t until, lm_buffer *out)
{
    return extract_tape(host, tape, NULL, &(extract){since, until, 0}, out);
}

lm_status lm_tape_coarsen(lm_host *host, lm_bytes tape, int64_t frame, int precision, lm_buffer *out)
{
    lm_tape_header header;
    lm_cursor cursor = lm_cursor_of(tape);
    LM_TRY(lm_read_header(host, &cursor, &header));
    lm_tape_options options = header.options;
    if (frame != 0) {
        if (frame < options.frame || frame > LM_DAY || frame % options.frame != 0)
            return lm_fail(host, LM_E_ARGUMENT, NULL,
                           "frames of %g s can be coarsened to whole multiples up to a day, not to %g s",
                           (double)options.frame / LM_SECOND, (double)frame / LM_SECOND);
        options.frame = options.candle = frame;
    }
    extract part = everything;
    if (precision != 0 && options.has_prices) {
        if (precision < LM_PRECISION_MIN || precision > options.precision)
            return lm_fail(host, LM_E_ARGUMENT, NULL, "precision %d can be coarsened to %d .. %d, not to %d",
                           options.precision, LM_PRECISION_MIN, options.precision, precision);
        part.bits = options.precision - precision;
        options.precision = (uint8_t)precision;
    }
    return extract_tape(host, tape, &options, &part, out);
}

lm_status lm_tape_label(lm_host *host, lm_bytes tape, lm_text symbol, lm_text quote, lm_buffer *out)
{
    lm_tape_header header;
    lm_cursor cursor = lm_cursor_of(tape);
    if (symbol.length >= LM_SYMBOL_SIZE)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "a symbol must have at most %d bytes, not %zu", LM_SYMBOL_SIZE - 1,
                       symbol.length);
    if (symbol.length > 0 && memchr(symbol.text, 0, symbol.length))
        return lm_fail(host, LM_E_ARGUMENT, NULL, "a symbol must not contain a zero byte");
    LM_TRY(lm_read_header(host, &cursor, &header));
    memset(header.options.symbol, 0, sizeof header.options.symbol);
    if (symbol.length > 0)
        memcpy(header.options.symbol, symbol.text, symbol.length);
    if (quote.length > 0)
        LM_TRY(lm_quote_set(host, quote, header.options.quote));
    return extract_tape(host, tape, &header.options, &everything, out);
}

lm_status lm_tape_merge(lm_host *host, lm_bytes a, lm_bytes b, lm_buffer *out)
{
    lm_tape_header header;
    lm_tape *sum = NULL;
    lm_cursor cursor = lm_cursor_of(a);
    LM_TRY(lm_read_header(host, &cursor, &header));
    LM_TRY(lm_tape_create(host, &header.options, &sum));
    lm_status status = lm_tape_merge_into(host, &sum, a);
    if (status == LM_OK)
        status = lm_tape_merge_into(host, &sum, b);
    if (status == LM_OK)
        status = lm_tape_encode(host, sum, out);
    lm_tape_destroy(host, sum);
    return status;
}

lm_status lm_tape_decode(lm_host *host, lm_bytes encoded, lm_tape **tape)
{
    lm_tape_header header;
    lm_tape *decoded = NULL;
    lm_cursor cursor = lm_cursor_of(encoded);
    LM_TRY(lm_tape_validate(host, encoded));
    LM_TRY(lm_read_header(host, &cursor, &header));
    LM_TRY(lm_tape_create(host, &header.options, &decoded));
    lm_status status = lm_tape_merge_into(host, &decoded, encoded);
    if (status != LM_OK) {
        lm_tape_destroy(host, decoded);
        return status;
    }
    *tape = decoded;
    return LM_OK;
}

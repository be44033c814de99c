/* Encodes the stored form of a tape; reader.c decodes it. */
#include "tape/codec.h"

#include "base/sort.h"
#include "tape/block.h"

lm_status lm_write_header(lm_host *host, const lm_tape_header *header, lm_buffer *out)
{
    const size_t symbol = strlen(header->options.symbol);
    const size_t quote = header->options.has_prices ? strlen(header->options.quote) : 0;
    LM_TRY(lm_buffer_reserve(host, out, 64 + LM_SYMBOL_SIZE + LM_QUOTE_SIZE));
    uint8_t *at = out->data + out->size;
    memcpy(at, "LMT", 3);
    at[3] = quote ? LM_TAPE_VERSION_QUOTE : LM_TAPE_VERSION;
    at = lm_put_varint(at + 4, (uint64_t)header->options.frame);
    *at++ = header->options.has_prices;
    if (header->options.has_prices) {
        *at++ = header->options.precision;
        *at++ = header->options.contract;
        at = lm_put_double(at, header->options.contract_size);
        at = lm_put_double(at, header->options.unit);
        at = lm_put_varint(at, symbol);
        memcpy(at, header->options.symbol, symbol);
        at += symbol;
        if (quote) {
            at = lm_put_varint(at, quote);
            memcpy(at, header->options.quote, quote);
            at += quote;
        }
    }
    at = lm_put_varint(at, (uint64_t)header->name_count);
    out->size = (size_t)(at - out->data);
    for (int i = 0; i < header->name_count; i++) {
        uint8_t length = (uint8_t)header->names[i].length;
        LM_TRY(lm_buffer_append(host, out, &length, 1));
        LM_TRY(lm_buffer_append(host, out, header->names[i].text, length));
    }
    LM_TRY(lm_buffer_reserve(host, out, LM_VARINT_MAX));
    at = lm_put_varint(out->data + out->size, header->frames);
    out->size = (size_t)(at - out->data);
    return LM_OK;
}

/*
 * Returns the smallest number of decimals at which all three values are exact, or LM_NO_DECIMALS: a value may become
 * too large at the decimals that another needs.
 */
static int common_decimals(double a, double b, double c)
{
    const double values[] = {a, b, c};
    int most = 0;
    for (int i = 0; i < 3; i++) {
        int decimals = lm_decimals_of(values[i]);
        most = decimals > most ? decimals : most;
    }
    for (int i = 0; i < 3 && most < LM_NO_DECIMALS; i++)
        if (lm_decimal_value(lm_decimal_scale(values[i], most), most) != values[i])
            return LM_NO_DECIMALS;
    return most;
}

static uint8_t *put_time_back(uint8_t *at, int64_t end, int64_t time)
{
    uint64_t back = (uint64_t)(end - time);
    return lm_put_varint(at, back % 1000 == 0 ? back / 1000 << 1 : back << 1 | 1);
}

static uint8_t *put_cells(uint8_t *at, lm_frame_context *context, const lm_cell_count *cells, size_t count)
{
    at = lm_put_varint(at, count);
    if (count == 0)
        return at;
    at = lm_put_varint(at, lm_zigzag((int64_t)cells[0].cell - context->first_cell));
    context->first_cell = cells[0].cell;
    for (size_t i = 0; i < count; i++) {
        uint64_t left_out = i + 1 < count ? (uint64_t)(cells[i + 1].cell - cells[i].cell - 1) : 0;
        at = lm_put_varint(at, (uint64_t)cells[i].count << 1 | (left_out > 0));
        if (left_out)
            at = lm_put_varint(at, left_out - 1);
    }
    return at;
}

static uint8_t *put_gauge(uint8_t *at, lm_frame_context *context, int64_t end, const lm_gauge *gauge, int skipped)
{
    bool single = gauge->min == gauge->last && gauge->max == gauge->last;
    int decimals = common_decimals(gauge->last, gauge->min, gauge->max);
    at = lm_put_varint(at, (uint64_t)skipped);
    at = lm_put_varint(at, (uint64_t)gauge->samples);
    *at++ = (uint8_t)decimals | (single ? LM_GAUGE_SINGLE : 0);
    at = lm_put_decimal(at, gauge->last, context->last[gauge->name], decimals);
    if (!single) {
        at = lm_put_decimal(at, gauge->min, gauge->last, decimals);
        at = lm_put_decimal(at, gauge->max, gauge->last, decimals);
    }
    context->last[gauge->name] = gauge->last;
    return put_time_back(at, end, gauge->last_time);
}

lm_status lm_write_frame(lm_host *host, const lm_tape_header *header, lm_frame_context *context, const lm_frame *frame,
                         lm_buffer *out)
{
    size_t cells = frame->cell_count + frame->liquidation_count[0] + frame->liquidation_count[1];
    LM_TRY(lm_buffer_reserve(host, out, (16 + 2 * cells + 6 * frame->gauge_count) * LM_VARINT_MAX));

    int64_t width = header->options.frame, end = frame->start + width;
    bool liquidations = frame->liquidation_count[0] || frame->liquidation_count[1] || frame->without_price[0] ||
                        frame->without_price[1];
    bool gap = !context->begun || frame->start != context->start + width;
    int decimals = frame->rows ? common_decimals(frame->low, frame->high, frame->close) : 0;
    uint8_t *at = out->data + out->size;
    *at++ = (uint8_t)(decimals | (frame->rows ? LM_HEAD_ROWS : 0) | (liquidations ? LM_HEAD_LIQUIDATIONS : 0) |
                      (frame->gauge_count ? LM_HEAD_GAUGES : 0) | (gap ? LM_HEAD_GAP : 0));
    if (!context->begun)
        at = lm_put_varint(at, lm_zigzag(frame->start / width));
    else if (gap)
        at = lm_put_varint(at, (uint64_t)(frame->start / width - context->start / width - 2));

    if (frame->rows) {
        at = lm_put_varint(at, (uint64_t)frame->rows);
        at = lm_put_varint(at, (uint64_t)frame->bought);
        at = lm_put_decimal(at, frame->low, context->close, decimals);
        at = lm_put_decimal(at, frame->high, frame->low, decimals);
        at = lm_put_decimal(at, frame->close, frame->low, decimals);
        at = put_time_back(at, end, frame->close_time);
        at = put_cells(at, context, frame->cells, frame->cell_count);
        context->close = frame->close;
    }
    if (liquidations) {
        at = put_cells(at, context, frame->liquidations[LM_LONG], frame->liquidation_count[LM_LONG]);
        at = put_cells(at, context, frame->liquidations[LM_SHORT], frame->liquidation_count[LM_SHORT]);
        at = lm_put_varint(at, (uint64_t)frame->without_price[LM_LONG]);
        at = lm_put_varint(at, (uint64_t)frame->without_price[LM_SHORT]);
    }
    if (frame->gauge_count) {
        at = lm_put_varint(at, frame->gauge_count);
        for (size_t i = 0; i < frame->gauge_count; i++) {
            int before = i ? frame->gauges[i - 1].name + 1 : 0;
            at = put_gauge(at, context, end, &frame->gauges[i], frame->gauges[i].name - before);
        }
    }
    context->begun = true;
    context->start = frame->start;
    out->size = (size_t)(at - out->data);
    return LM_OK;
}

/* ---- from a block: tables in order of time, kind and cell */

typedef struct sorted_block {
    const lm_tape_block *source;
    lm_keyed *frames;     /* start (with its sign bit inverted), slot */
    lm_keyed *counts;     /* key as in the block, with the rank of the frame for its slot; count */
    lm_keyed *gauges;     /* rank of the frame << 8 | rank of the name; slot in the block */
    lm_cell_count *cells; /* cells of one frame, of all kinds */
    lm_gauge *frame_gauges;
    size_t frame_count, count_count, gauge_count;
    void *memory;
    size_t memory_size;
    uint32_t name_rank[LM_MAX_GAUGES];
} sorted_block;

/* Ranks the names of gauges in byte order. Names without samples are left out: a failed call may have added one. */
static void sort_names(const lm_tape_block *source, lm_tape_header *header, uint32_t *rank)
{
    const lm_name_entry *names = LM_BLOCK_ITEMS(const lm_name_entry, source, names);
    const lm_gauge_entry *gauges = LM_BLOCK_ITEMS(const lm_gauge_entry, source, gauges);
    bool used[LM_MAX_GAUGES] = {false};
    for (uint32_t i = 0; i < source->gauges.capacity; i++)
        if (gauges[i].key && gauges[i].samples)
            used[lm_gauge_key_name(gauges[i].key)] = true;
    header->name_count = 0;
    for (uint32_t i = 0; i < source->names.used; i++) {
        if (!used[i])
            continue;
        rank[i] = 0;
        for (uint32_t j = 0; j < source->names.used; j++) {
            size_t shared = names[i].length < names[j].length ? names[i].length : names[j].length;
            int order = memcmp(names[j].text, names[i].text, shared);
            rank[i] += used[j] && (order < 0 || (order == 0 && names[j].length < names[i].length));
        }
        header->names[rank[i]] = (lm_name){names[i].text, names[i].length};
        header->name_count++;
    }
}

/* Lists the frames that are not empty: a failed call may have added an empty one. */
static void list_frames(const lm_tape_block *source, sorted_block *sorted, uint32_t *in_use)
{
    const lm_count_entry *counts = LM_BLOCK_ITEMS(const lm_count_entry, source, counts);
    const lm_gauge_entry *gauges = LM_BLOCK_ITEMS(const lm_gauge_entry, source, gauges);
    for (uint32_t i = 0; i < source->frames.used; i++)
        in_use[i] = lm_const_frame_at(source, i)->rows > 0;
    for (uint32_t i = 0; i < source->counts.capacity; i++)
        if (counts[i].count > 0)
            in_use[lm_count_key_slot(counts[i].key)] = true;
    for (uint32_t i = 0; i < source->gauges.capacity; i++)
        if (gauges[i].samples > 0)
            in_use[lm_gauge_key_slot(gauges[i].key)] = true;
    for (uint32_t i = 0; i < source->frames.used; i++)
        if (in_use[i])
            sorted->frames[sorted->frame_count++] = (lm_keyed){lm_integer_key(lm_const_frame_at(source, i)->start), i};
}

static lm_status sort_block(lm_host *host, const lm_tape_block *source, sorted_block *sorted)
{
    /* The ranks of the slots use the memory that later holds cells. */
    uint32_t *rank = (uint32_t *)(void *)sorted->cells;
    list_frames(source, sorted, rank);
    LM_TRY(lm_sort_keyed(host, sorted->frames, sorted->frame_count));
    for (uint32_t i = 0; i < sorted->frame_count; i++)
        rank[sorted->frames[i].value] = i;

    const lm_count_entry *counts = LM_BLOCK_ITEMS(const lm_count_entry, source, counts);
    for (uint32_t i = 0; i < source->counts.capacity; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (counts[i].count > 0) {
            const uint64_t key = counts[i].key;
            sorted->counts[sorted->count_count++] =
                (lm_keyed){lm_count_key(rank[lm_count_key_slot(key)], lm_count_key_kind(key), lm_count_key_cell(key)),
                           counts[i].count};
        }
    }
    const uint32_t *near = LM_BLOCK_ITEMS(const uint32_t, source, near);
    const int64_t *nears = LM_BLOCK_ITEMS(const int64_t, source, nears);
    for (uint32_t i = 0; i < source->near.capacity; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (near[i] && nears[i] > 0) {
            const uint32_t slot = lm_near_key_slot(near[i]);
            const int32_t cell = lm_const_frame_at(source, slot)->middle + lm_near_key_from_middle(near[i]);
            sorted->counts[sorted->count_count++] =
                (lm_keyed){lm_count_key(rank[slot], LM_COUNT_TRADED, cell), nears[i]};
        }
    }
    LM_TRY(lm_sort_keyed(host, sorted->counts, sorted->count_count));

    const lm_gauge_entry *gauges = LM_BLOCK_ITEMS(const lm_gauge_entry, source, gauges);
    for (uint32_t i = 0; i < source->gauges.capacity; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (gauges[i].samples > 0) {
            const uint64_t key = gauges[i].key;
            sorted->gauges[sorted->gauge_count++] =
                (lm_keyed){lm_gauge_key(rank[lm_gauge_key_slot(key)], sorted->name_rank[lm_gauge_key_name(key)]), i};
        }
    }
    return lm_sort_keyed(host, sorted->gauges, sorted->gauge_count);
}

/* Allocates the memory for sorting and gathering at once. */
static lm_status allocate_sorted(lm_host *host, const lm_tape_block *source, sorted_block *sorted)
{
    const size_t count_count = (size_t)source->counts.used + source->near.used;
    size_t frames = source->frames.used * sizeof(lm_keyed), counts = count_count * sizeof(lm_keyed);
    size_t gauges = source->gauges.used * sizeof(lm_keyed);
    size_t rows = (count_count + source->window_cells) * sizeof(lm_cell_count);
    if (rows < source->frames.used * sizeof(uint32_t))
        rows = (source->frames.used * sizeof(uint32_t) + 7) & ~(size_t)7;
    sorted->source = source;
    sorted->memory_size = frames + counts + gauges + rows + LM_MAX_GAUGES * sizeof(lm_gauge);
    LM_TRY(lm_allocate_raw(host, sorted->memory_size, &sorted->memory));
    char *at = sorted->memory;
    sorted->frames = (lm_keyed *)(void *)at;
    sorted->counts = (lm_keyed *)(void *)(at += frames);
    sorted->gauges = (lm_keyed *)(void *)(at += counts);
    sorted->cells = (lm_cell_count *)(void *)(at += gauges);
    sorted->frame_gauges = (lm_gauge *)(void *)(at += rows);
    return LM_OK;
}

typedef struct sorted_position {
    size_t count, gauge;
} sorted_position;

static lm_cell_count *add_window(const lm_tape_block *source, const lm_frame_entry *stored, lm_cell_count *cell)
{
    const int32_t first = source->cell_least + lm_window_start(source, stored);
    for (int32_t i = 0; i < (int32_t)source->window_cells; i++)
        if (stored->counts[i] > 0)
            *cell++ = (lm_cell_count){first + i, stored->counts[i]};
    return cell;
}

/*
 * Gathers the cells of a frame: traded cells below its window, in it and above it; then observed liquidations by side.
 */
static void gather_cells(const sorted_block *sorted, size_t rank, const lm_frame_entry *stored, sorted_position *at,
                         lm_frame *frame)
{
    const lm_tape_block *source = sorted->source;
    const lm_keyed *counts = sorted->counts + at->count, *end = sorted->counts + sorted->count_count;
    const uint64_t window = lm_count_key((uint32_t)rank, LM_COUNT_TRADED, 0) + (uint32_t)stored->middle;
    const uint64_t liquidations = lm_count_key((uint32_t)rank, LM_COUNT_LIQUIDATED_LONG, 0);
    const uint64_t without_price = lm_count_key((uint32_t)rank, LM_COUNT_WITHOUT_PRICE, 0);
    const uint64_t next = lm_count_key((uint32_t)rank + 1, LM_COUNT_TRADED, 0);
    lm_cell_count *cell = sorted->cells;

    frame->cells = cell;
    bool in_window = stored->middle != LM_NO_WINDOW;
    for (; counts < end && counts->key < liquidations; counts++) {
        if (in_window && counts->key > window) {
            cell = add_window(source, stored, cell);
            in_window = false;
        }
        *cell++ = (lm_cell_count){source->cell_least + lm_count_key_cell(counts->key), counts->value};
    }
    if (in_window)
        cell = add_window(source, stored, cell);
    frame->cell_count = (size_t)(cell - frame->cells);

    frame->liquidations[LM_LONG] = frame->liquidations[LM_SHORT] = cell;
    for (; counts < end && counts->key < without_price; counts++) {
        if (lm_count_key_kind(counts->key) == LM_COUNT_LIQUIDATED_LONG) {
            frame->liquidation_count[LM_LONG]++;
            frame->liquidations[LM_SHORT] = cell + 1;
        } else {
            frame->liquidation_count[LM_SHORT]++;
        }
        *cell++ = (lm_cell_count){source->cell_least + lm_count_key_cell(counts->key), counts->value};
    }
    for (; counts < end && counts->key < next; counts++)
        frame->without_price[lm_count_key_cell(counts->key)] = counts->value;
    at->count = (size_t)(counts - sorted->counts);
}

static void gather_gauges(const sorted_block *sorted, size_t rank, sorted_position *at, lm_frame *frame)
{
    frame->gauges = sorted->frame_gauges;
    for (; at->gauge < sorted->gauge_count && lm_gauge_key_slot(sorted->gauges[at->gauge].key) == rank; at->gauge++) {
        const lm_gauge_entry *gauge =
            &LM_BLOCK_ITEMS(const lm_gauge_entry, sorted->source, gauges)[sorted->gauges[at->gauge].value];
        sorted->frame_gauges[frame->gauge_count++] = (lm_gauge){
            .name = (int)lm_gauge_key_name(sorted->gauges[at->gauge].key),
            .samples = gauge->samples,
            .min = gauge->min,
            .max = gauge->max,
            .last = gauge->last,
            .last_time = gauge->last_time,
        };
    }
}

static void gather_frame(const sorted_block *sorted, size_t rank, sorted_position *at, lm_frame *frame)
{
    const lm_frame_entry *stored = lm_const_frame_at(sorted->source, (uint32_t)sorted->frames[rank].value);
    memset(frame, 0, sizeof *frame);
    frame->start = stored->start;
    frame->rows = stored->rows;
    frame->bought = stored->bought;
    frame->low = stored->low;
    frame->high = stored->high;
    frame->close = stored->close;
    frame->close_time = stored->close_time;
    gather_cells(sorted, rank, stored, at, frame);
    gather_gauges(sorted, rank, at, frame);
}

static lm_status write_sorted(lm_host *host, const sorted_block *sorted, lm_tape_header *header, lm_buffer *out)
{
    lm_frame frame;
    lm_frame_context context = {0};
    sorted_position at = {0};
    size_t begun = out->size;
    header->frames = sorted->frame_count;
    LM_TRY(lm_write_header(host, header, out));
    for (size_t rank = 0; rank < sorted->frame_count; rank++) {
        if (rank % 1024 == 0)
            LM_TRY(lm_check_interrupt(host));
        gather_frame(sorted, rank, &at, &frame);
        LM_TRY(lm_write_frame(host, header, &context, &frame, out));
        if (out->size - begun > LM_MAX_ENCODED)
            return lm_fail(host, LM_E_LIMIT, "Keep one tape a day or month, and roll them up when they are read.",
                           "an encoded tape is larger than %zu bytes", LM_MAX_ENCODED);
    }
    return LM_OK;
}

static lm_status encode_block(lm_host *host, const lm_tape_block *source, lm_buffer *out)
{
    lm_tape_header header;
    sorted_block sorted = {0};
    header.options = source->options;
    sort_names(source, &header, sorted.name_rank);
    LM_TRY(allocate_sorted(host, source, &sorted));
    lm_status status = sort_block(host, source, &sorted);
    if (status == LM_OK)
        status = write_sorted(host, &sorted, &header, out);
    lm_release(host, sorted.memory, sorted.memory_size);
    return status;
}

lm_status lm_tape_encode(lm_host *host, const lm_tape *tape, lm_buffer *out)
{
    const lm_tape *flushed;
    lm_tape *copy;
    size_t begun = out->size;
    LM_TRY(lm_tape_flushed(host, tape, &flushed, &copy));
    lm_status status = encode_block(host, lm_const_block_of(flushed), out);
    if (status != LM_OK)
        out->size = begun;
    lm_tape_destroy(host, copy);
    return status;
}

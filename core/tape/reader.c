/* Decodes the stored form of a tape frame by frame, from untrusted bytes. */
#include "tape/codec.h"

#include "base/cell.h"
#include "base/number.h"
#include "tape/options.h"

struct lm_tape_reader {
    lm_tape_header header;
    lm_frame_context context;
    lm_cursor cursor;
    uint64_t frames_read;
    bool used[LM_MAX_GAUGES];
    lm_cell_count *counts; /* cells of one frame, of all kinds */
    size_t counts_capacity;
    lm_gauge gauges[LM_MAX_GAUGES];
};

lm_status lm_corrupt_tape(lm_host *host, const char *what)
{
    return lm_fail(host, LM_E_CORRUPT, "Pass the complete, unchanged bytes of a tape.", "not a tape: %s", what);
}

static void read_price_options(lm_cursor *cursor, lm_tape_options *options)
{
    options->precision = lm_get_byte(cursor);
    options->contract = lm_get_byte(cursor);
    options->contract_size = lm_get_double(cursor);
    options->unit = lm_get_double(cursor);
    uint64_t length = lm_get_varint(cursor);
    const uint8_t *symbol = length < LM_SYMBOL_SIZE ? lm_get_span(cursor, (size_t)length) : NULL;
    if (symbol && !memchr(symbol, 0, (size_t)length))
        memcpy(options->symbol, symbol, (size_t)length);
    else
        cursor->bad = true;
}

/* Reads the quote that version 2 has. An empty one has no place there, because version 1 says the same. */
static void read_quote(lm_cursor *cursor, lm_tape_options *options)
{
    const uint64_t length = lm_get_varint(cursor);
    const uint8_t *quote = length > 0 && length < LM_QUOTE_SIZE ? lm_get_span(cursor, (size_t)length) : NULL;
    if (quote && !memchr(quote, 0, (size_t)length))
        memcpy(options->quote, quote, (size_t)length);
    else
        cursor->bad = true;
}

static bool is_valid_name(const lm_name *name)
{
    if (name->length == 0 || name->length >= LM_GAUGE_NAME_SIZE)
        return false;
    for (size_t i = 0; i < name->length; i++)
        if ((unsigned char)name->text[i] < 0x20 || name->text[i] == 0x7f)
            return false;
    return true;
}

static bool names_ascend(const lm_name *a, const lm_name *b)
{
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order < 0 || (order == 0 && a->length < b->length);
}

static void read_names(lm_cursor *cursor, lm_tape_header *header)
{
    uint64_t count = lm_get_varint(cursor);
    header->name_count = 0;
    if (count > LM_MAX_GAUGES)
        cursor->bad = true;
    while (!cursor->bad && header->name_count < (int)count) {
        lm_name *name = &header->names[header->name_count];
        name->length = (size_t)lm_get_varint(cursor);
        name->text = (const char *)lm_get_span(cursor, name->length);
        if (!name->text || !is_valid_name(name) || (header->name_count && !names_ascend(name - 1, name)))
            cursor->bad = true;
        header->name_count++;
    }
}

lm_status lm_read_header(lm_host *host, lm_cursor *cursor, lm_tape_header *header)
{
    const uint8_t *magic = lm_get_span(cursor, 4);
    if (!magic || memcmp(magic, "LMT", 3) != 0)
        return lm_corrupt_tape(host, "the first bytes are wrong");
    const bool has_quote = magic[3] == LM_TAPE_VERSION_QUOTE;
    if (magic[3] != LM_TAPE_VERSION && !has_quote)
        return lm_fail(host, LM_E_VERSION,
                       magic[3] > LM_TAPE_VERSION_QUOTE ? "Upgrade liqmap: a newer version made these bytes." : NULL,
                       "the tape has format %d, but this liqmap reads formats %d and %d", magic[3], LM_TAPE_VERSION,
                       LM_TAPE_VERSION_QUOTE);
    lm_tape_options_init(&header->options);
    header->options.frame = (int64_t)lm_get_varint(cursor);
    uint8_t has_prices = lm_get_byte(cursor);
    header->options.has_prices = has_prices;
    if (has_prices)
        read_price_options(cursor, &header->options);
    if (has_quote)
        read_quote(cursor, &header->options);
    if (cursor->bad || has_prices > 1 || has_quote > has_prices || !lm_options_valid(&header->options))
        return lm_corrupt_tape(host, "its options are damaged");
    header->options.candle = header->options.frame;
    read_names(cursor, header);
    header->frames = lm_get_varint(cursor);
    if (cursor->bad || header->frames > lm_cursor_left(cursor))
        return lm_corrupt_tape(host, "its header is damaged");
    return LM_OK;
}

lm_status lm_tape_reader_create(lm_host *host, lm_bytes tape, lm_tape_reader **reader)
{
    if (tape.size > LM_MAX_ENCODED)
        return lm_fail(host, LM_E_LIMIT, NULL, "an encoded tape is larger than %zu bytes", LM_MAX_ENCODED);
    void *memory;
    LM_TRY(lm_allocate(host, sizeof(lm_tape_reader), &memory));
    lm_tape_reader *opened = memory;
    opened->cursor = lm_cursor_of(tape);
    lm_status status = lm_read_header(host, &opened->cursor, &opened->header);
    if (status == LM_OK)
        status = LM_RESERVE(host, opened->counts, opened->counts_capacity, 1);
    if (status != LM_OK) {
        lm_tape_reader_destroy(host, opened);
        return status;
    }
    *reader = opened;
    return LM_OK;
}

void lm_tape_reader_destroy(lm_host *host, lm_tape_reader *reader)
{
    if (!reader)
        return;
    lm_release(host, reader->counts, reader->counts_capacity * sizeof(lm_cell_count));
    lm_release(host, reader, sizeof *reader);
}

const lm_tape_options *lm_tape_reader_options(const lm_tape_reader *reader)
{
    return &reader->header.options;
}

const lm_tape_header *lm_tape_reader_header(const lm_tape_reader *reader)
{
    return &reader->header;
}

static int64_t read_time_back(lm_cursor *cursor, int64_t start, int64_t width)
{
    uint64_t token = lm_get_varint(cursor);
    uint64_t back = token & 1 ? token >> 1 : token >> 1 > (uint64_t)LM_DAY ? 0 : (token >> 1) * 1000;
    if (back < 1 || back > (uint64_t)width || (token & 1 && back % 1000 == 0)) {
        cursor->bad = true;
        return start;
    }
    return start + width - (int64_t)back;
}

/* Appends cells to reader->counts, all within [least, greatest]. *used is the number of counts in use. */
static lm_status read_cells(lm_host *host, lm_tape_reader *reader, int32_t least, int32_t greatest, size_t *used,
                            size_t *count)
{
    lm_cursor *cursor = &reader->cursor;
    uint64_t announced = lm_get_varint(cursor);
    if (announced > lm_cursor_left(cursor)) { /* a cell takes a byte or more */
        cursor->bad = true;
        return LM_OK;
    }
    *count = (size_t)announced;
    if (announced == 0)
        return LM_OK;
    LM_TRY(LM_RESERVE(host, reader->counts, reader->counts_capacity, *used + (size_t)announced));

    lm_cell_count *cells = reader->counts + *used;
    int64_t cell = (int64_t)((uint64_t)lm_get_zigzag(cursor) + (uint64_t)(int64_t)reader->context.first_cell);
    for (uint64_t i = 0; i < announced; i++) {
        uint64_t token = lm_get_varint(cursor);
        bool last = i + 1 == announced;
        LM_TRY(lm_check_interrupt_at(host, i));
        if (LM_UNLIKELY(token >> 1 == 0 || cell < least || cell > greatest || (last && (token & 1)))) {
            cursor->bad = true;
            return LM_OK;
        }
        cells[i] = (lm_cell_count){(int32_t)cell, (int64_t)(token >> 1)};
        cell++;
        if (token & 1) {
            uint64_t skipped = lm_get_varint(cursor);
            cell += skipped < (uint64_t)1 << 32 ? (int64_t)skipped + 1 : (int64_t)1 << 32;
        }
    }
    reader->context.first_cell = cells[0].cell;
    *used += (size_t)announced;
    return LM_OK;
}

static lm_status read_rows(lm_host *host, lm_tape_reader *reader, int decimals, lm_frame *frame, size_t *used)
{
    lm_cursor *cursor = &reader->cursor;
    int precision = reader->header.options.precision;
    uint64_t rows = lm_get_varint(cursor), bought = lm_get_varint(cursor);
    frame->rows = (int64_t)rows;
    frame->bought = (int64_t)bought;
    frame->low = lm_get_decimal(cursor, reader->context.close, decimals);
    frame->high = lm_get_decimal(cursor, frame->low, decimals);
    frame->close = lm_get_decimal(cursor, frame->low, decimals);
    frame->close_time = read_time_back(cursor, frame->start, reader->header.options.frame);
    if (!reader->header.options.has_prices || rows == 0 || rows > INT64_MAX || bought > INT64_MAX ||
        !lm_price_ok(frame->low) || !lm_price_ok(frame->high) || !(frame->low <= frame->close) ||
        !(frame->close <= frame->high)) {
        cursor->bad = true;
        return LM_OK;
    }
    reader->context.close = frame->close;
    return read_cells(host, reader, lm_cell(frame->low, precision), lm_cell(frame->high, precision), used,
                      &frame->cell_count);
}

static lm_status read_liquidations(lm_host *host, lm_tape_reader *reader, lm_frame *frame, size_t *used)
{
    int precision = reader->header.options.precision;
    int32_t least = lm_cell_least(precision), greatest = lm_cell_greatest(precision);
    LM_TRY(read_cells(host, reader, least, greatest, used, &frame->liquidation_count[LM_LONG]));
    LM_TRY(read_cells(host, reader, least, greatest, used, &frame->liquidation_count[LM_SHORT]));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        uint64_t without_price = lm_get_varint(&reader->cursor);
        if (without_price > INT64_MAX)
            reader->cursor.bad = true;
        frame->without_price[side] = (int64_t)without_price;
    }
    if (!reader->header.options.has_prices || (frame->liquidation_count[0] == 0 && frame->liquidation_count[1] == 0 &&
                                               frame->without_price[0] == 0 && frame->without_price[1] == 0))
        reader->cursor.bad = true;
    return LM_OK;
}

static bool is_valid_gauge_value(double value)
{
    return lm_finite(value) && !lm_negative_zero(value);
}

static void read_gauge(lm_tape_reader *reader, const lm_frame *frame, lm_gauge *gauge, int name)
{
    lm_cursor *cursor = &reader->cursor;
    uint64_t samples = lm_get_varint(cursor);
    uint8_t head = lm_get_byte(cursor);
    int decimals = head & 0x0f;
    gauge->name = name;
    gauge->samples = (int64_t)samples;
    gauge->last = lm_get_decimal(cursor, reader->context.last[name], decimals);
    gauge->min = gauge->max = gauge->last;
    if (!(head & LM_GAUGE_SINGLE)) {
        gauge->min = lm_get_decimal(cursor, gauge->last, decimals);
        gauge->max = lm_get_decimal(cursor, gauge->last, decimals);
    }
    gauge->last_time = read_time_back(cursor, frame->start, reader->header.options.frame);
    reader->context.last[name] = gauge->last;
    reader->used[name] = true;
    if (samples == 0 || samples > INT64_MAX || head > 0x1f || !is_valid_gauge_value(gauge->last) ||
        !is_valid_gauge_value(gauge->min) || !is_valid_gauge_value(gauge->max) || gauge->min > gauge->last ||
        gauge->max < gauge->last)
        cursor->bad = true;
}

static void read_gauges(lm_tape_reader *reader, lm_frame *frame)
{
    lm_cursor *cursor = &reader->cursor;
    uint64_t count = lm_get_varint(cursor), name = 0;
    if (count == 0)
        cursor->bad = true;
    for (uint64_t i = 0; i < count && !cursor->bad; i++) {
        uint64_t skipped = lm_get_varint(cursor);
        if (skipped >= LM_MAX_GAUGES || (name += skipped) >= (uint64_t)reader->header.name_count) {
            cursor->bad = true;
            return;
        }
        read_gauge(reader, frame, &reader->gauges[i], (int)name++);
    }
    frame->gauges = reader->gauges;
    frame->gauge_count = (size_t)count;
}

static void read_start(lm_tape_reader *reader, bool gap, lm_frame *frame)
{
    lm_cursor *cursor = &reader->cursor;
    int64_t width = reader->header.options.frame, most = LM_TIME_MAX / width;
    int64_t number;
    if (!reader->context.begun) {
        number = lm_get_zigzag(cursor);
        cursor->bad |= !gap;
    } else {
        uint64_t skipped = gap ? lm_get_varint(cursor) : 0;
        cursor->bad |= skipped > (uint64_t)most * 2;
        number = reader->context.start / width + 1 + (gap && !cursor->bad ? (int64_t)skipped + 1 : 0);
    }
    if (number > most || number < -most - 1)
        cursor->bad = true;
    frame->start = cursor->bad ? 0 : number * width;
    reader->context.begun = true;
    reader->context.start = frame->start;
}

static lm_status check_end(lm_host *host, const lm_tape_reader *reader)
{
    if (reader->cursor.at != reader->cursor.end)
        return lm_corrupt_tape(host, "bytes follow its last frame");
    for (int name = 0; name < reader->header.name_count; name++)
        if (!reader->used[name])
            return lm_corrupt_tape(host, "it names a gauge that it does not hold");
    return LM_DONE;
}

lm_status lm_tape_reader_next(lm_host *host, lm_tape_reader *reader, lm_frame *frame)
{
    if (reader->frames_read == reader->header.frames)
        return check_end(host, reader);
    if (reader->frames_read % 1024 == 1023)
        LM_TRY(lm_check_interrupt(host));

    size_t used = 0;
    uint8_t head = lm_get_byte(&reader->cursor);
    memset(frame, 0, sizeof *frame);
    read_start(reader, head & LM_HEAD_GAP, frame);
    if (!(head & (LM_HEAD_ROWS | LM_HEAD_LIQUIDATIONS | LM_HEAD_GAUGES)) ||
        (!(head & LM_HEAD_ROWS) && head & LM_HEAD_DECIMALS))
        reader->cursor.bad = true;
    if (head & LM_HEAD_ROWS && !reader->cursor.bad)
        LM_TRY(read_rows(host, reader, head & LM_HEAD_DECIMALS, frame, &used));
    if (head & LM_HEAD_LIQUIDATIONS && !reader->cursor.bad)
        LM_TRY(read_liquidations(host, reader, frame, &used));
    if (head & LM_HEAD_GAUGES && !reader->cursor.bad)
        read_gauges(reader, frame);
    if (LM_UNLIKELY(reader->cursor.bad))
        return lm_corrupt_tape(host, "a frame is damaged");
    frame->cells = reader->counts;
    frame->liquidations[LM_LONG] = reader->counts + frame->cell_count;
    frame->liquidations[LM_SHORT] = reader->counts + frame->cell_count + frame->liquidation_count[LM_LONG];
    reader->frames_read++;
    return LM_OK;
}

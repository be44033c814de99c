/*
 * Feeds any text by any layout. The first byte chooses the layout; 255 means that a layout document comes first, up to a
 * byte of 0. A failed feed leaves the tape as it was; otherwise the tape is valid. The same text in chunks gives the same
 * tape or the same error, and its rows can be read to the end or to an error.
 */
#include "fixture.h"

#define MOST 200

static lm_layout *layouts[MOST];
static int layout_count;

static void load_layouts(void)
{
    lm_layout_reader reader = {0};
    lm_layout_entry entry;
    while (layout_count < MOST && lm_layout_next(&host, &reader, &entry) == LM_OK)
        must(lm_layout_named(&host, entry.name, strlen(entry.name), &layouts[layout_count++]));
}

/* Adds the text in chunks whose sizes depend on it. */
static lm_status add_chunks(lm_feed_reader *reader, lm_bytes text)
{
    size_t at = 0;
    lm_status status = LM_OK;
    while (status == LM_OK && at < text.size) {
        const size_t most = 1 + text.data[at] % 23, left = text.size - at, size = most < left ? most : left;
        status = lm_feed_reader_add(&host, reader, (lm_bytes){text.data + at, size});
        at += size;
    }
    return status;
}

/* Chunks give the error of the whole text. Of two unlike rows of one id, only the whole text names the first one's line. */
static bool same_error(const lm_error *whole, const lm_error *chunked)
{
    static const char *const unlike = "is not the first of its id, and ";
    const char *a = strstr(whole->message, unlike), *b = strstr(chunked->message, unlike);
    if (!a || !b)
        return strcmp(whole->message, chunked->message) == 0;
    return a - whole->message == b - chunked->message &&
           memcmp(whole->message, chunked->message, (size_t)(a - whole->message)) == 0;
}

static void compare_chunks(const lm_layout *layout, lm_bytes text, lm_tape *tape, lm_status wanted, lm_bytes fed)
{
    lm_feed_reader *reader;
    lm_feed_report report;
    const lm_error error = host.error;
    lm_status status = lm_feed_reader_create_for(&host, tape, layout, NULL, &reader);
    const bool created = status == LM_OK;
    if (created)
        status = add_chunks(reader, text);
    if (status == LM_OK)
        status = lm_feed_reader_finish(&host, reader, &tape, &report);
    if (created)
        lm_feed_reader_destroy(&host, reader);
    if (status != wanted || (status != LM_OK && !same_error(&error, &host.error)))
        abort();
    lm_buffer got = encoded(tape);
    if (got.size != fed.size || memcmp(got.data, fed.data, got.size) != 0)
        abort();
    lm_buffer_free(&host, &got);
    lm_tape_destroy(&host, tape);
}

static void read_rows(const lm_layout *layout, lm_bytes text, const lm_tape_options *options)
{
    const lm_feed_options feeding = {.symbol = "*", .symbol_length = 1, .make_ids = true};
    lm_feed_reader *reader;
    const lm_feed_row *rows;
    lm_buffer copy = {0};
    size_t count;
    if (lm_feed_reader_create(&host, layout, options, &feeding, &reader) != LM_OK)
        return;
    must(lm_feed_reader_add(&host, reader, text));
    lm_feed_reader_end(reader);
    while (lm_feed_reader_rows(&host, reader, 7, &rows, &count) == LM_OK)
        must(lm_feed_rows_copy(&host, as_text("source"), rows, count, &copy));
    lm_buffer_free(&host, &copy);
    lm_feed_reader_destroy(&host, reader);
}

/* A tape of each kind of contract, one of them with rows. */
static void feed(const lm_layout *layout, lm_bytes text, lm_contract contract)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    lm_feed_report report;
    options.contract = (uint8_t)contract;
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    if (contract == LM_INVERSE)
        must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 1));
    lm_buffer before = encoded(tape);
    lm_tape *in_chunks;
    must(lm_tape_copy(&host, tape, &in_chunks));
    const lm_status status = lm_tape_feed(&host, &tape, text, layout, NULL, &report);
    if (status != LM_OK && !host.error.message[0])
        abort();
    lm_buffer after = encoded(tape);
    must(lm_tape_validate(&host, bytes_of(&after)));
    compare_chunks(layout, text, in_chunks, status, bytes_of(&after));
    read_rows(layout, text, &options);
    const bool taken = status == LM_OK && report.trades + report.candles + report.gauges + report.liquidations > 0;
    if (same_bytes(&before, &after) == taken)
        abort();
    lm_buffer_free(&host, &before);
    lm_buffer_free(&host, &after);
    lm_tape_destroy(&host, tape);
}

static void feed_both(const lm_layout *layout, const uint8_t *data, size_t size)
{
    feed(layout, (lm_bytes){data, size}, LM_LINEAR);
    feed(layout, (lm_bytes){data, size}, LM_INVERSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_host_init(&host);
    if (layout_count == 0)
        load_layouts();
    if (size == 0)
        return 0;
    if (data[0] != 255) {
        feed_both(layouts[data[0] % layout_count], data + 1, size - 1);
        return 0;
    }
    const uint8_t *zero = memchr(data, 0, size);
    lm_layout *layout;
    if (!zero || lm_layout_read(&host, (const char *)data + 1, (size_t)(zero - data) - 1, &layout) != LM_OK)
        return 0;
    feed_both(layout, zero + 1, (size_t)(data + size - zero) - 1);
    lm_layout_destroy(&host, layout);
    return 0;
}

/* Feeds with failing allocations and interrupts; see fault_injection.h. A failed feed leaves the tape as it was. */
#include "fault_injection.h"

static char text[TRADES * 150];

/* The trades as CSV or as JSON lines. */
static lm_bytes write_text(const char *row, const char *end)
{
    size_t size = 0;
    for (size_t i = 0; i < trade_count; i++)
        size += (size_t)snprintf(text + size, 150, row, (long long)trades[i].time, trades[i].price, trades[i].qty, end);
    return (lm_bytes){(const uint8_t *)text, size};
}

static lm_status feed_named(const char *name, lm_bytes bytes, size_t before)
{
    lm_layout *layout;
    lm_feed_report report;
    must(lm_layout_named(&host, name, strlen(name), &layout));
    lm_tape *tape = a_tape(before);
    const lm_status status = INJECT_FAULTS(lm_tape_feed(&host, &tape, bytes, layout, NULL, &report));
    lm_layout_destroy(&host, layout);
    lm_tape *wanted = a_tape(before);
    if (status == LM_OK) {
        lm_tape *same = a_tape(before);
        CHECK(!same_and_freed(encoded(tape), finished(same)));
        lm_tape_destroy(&host, wanted);
        lm_tape_destroy(&host, tape);
        return status;
    }
    CHECK(same_and_freed(finished(tape), finished(wanted)));
    return status;
}

static lm_status feed_csv(void)
{
    return feed_named("generic/trades", write_text("%lld,%.1f,%.6f,%s", "true\n"), 20);
}

static lm_status feed_json_lines(void)
{
    return feed_named("generic/trades", write_text("{\"ts\":%lld,\"price\":%.1f,\"qty\":%.6f}%s", "\n"), 0);
}

static lm_status feed_ids(void)
{
    return feed_named("binance-usdm/trades",
                      write_text("t-%1$lld-%2$.1f-%3$.6f,%2$.1f,%3$.6f,0,%1$lld,false%4$s", "\n"), 20);
}

/* Adds the text in chunks of 7 bytes. */
static lm_status add_chunks(lm_bytes bytes, lm_feed_reader *reader)
{
    lm_status status = LM_OK;
    for (size_t at = 0; at < bytes.size; at += 7)
        if (status == LM_OK)
            status = lm_feed_reader_add(&host, reader,
                                        (lm_bytes){bytes.data + at, at + 7 < bytes.size ? 7 : bytes.size - at});
    return status;
}

enum { CREATES = 1, ADDS, FINISHES };

/* A reader of chunks: a failure of one of its calls leaves the tape as it was, and the reader can be destroyed. */
static lm_status feed_chunks(int failing)
{
    const lm_bytes bytes = write_text("{\"ts\":%lld,\"price\":%.1f,\"qty\":%.6f}%s", "\n");
    lm_layout *layout;
    lm_feed_reader *reader = NULL;
    lm_feed_report report;
    lm_status status;
    must(lm_layout_named(&host, "generic/trades", 14, &layout));
    lm_tape *tape = a_tape(20);
    if (failing == CREATES)
        status = INJECT_FAULTS(lm_feed_reader_create_for(&host, tape, layout, NULL, &reader));
    else
        status = lm_feed_reader_create_for(&host, tape, layout, NULL, &reader);
    CHECK((status == LM_OK) == (reader != NULL));
    if (status == LM_OK)
        status = failing == ADDS ? INJECT_FAULTS(add_chunks(bytes, reader)) : add_chunks(bytes, reader);
    if (status == LM_OK && failing == FINISHES)
        status = INJECT_FAULTS(lm_feed_reader_finish(&host, reader, &tape, &report));
    else if (status == LM_OK)
        status = lm_feed_reader_finish(&host, reader, &tape, &report);
    lm_feed_reader_destroy(&host, reader);
    lm_layout_destroy(&host, layout);
    lm_tape *wanted = a_tape(20);
    CHECK(same_and_freed(finished(tape), finished(wanted)) == (status != LM_OK));
    return status;
}

static lm_status create_reader(void)
{
    return feed_chunks(CREATES);
}

static lm_status add_to_reader(void)
{
    return feed_chunks(ADDS);
}

static lm_status finish_reader(void)
{
    return feed_chunks(FINISHES);
}

static lm_status take_all(lm_feed_reader *reader)
{
    const lm_feed_row *rows;
    size_t count;
    lm_status status;
    while ((status = lm_feed_reader_rows(&host, reader, 10, &rows, &count)) == LM_OK)
        CHECK(count > 0);
    return status == LM_DONE ? LM_OK : status;
}

static lm_status rows_out(int failing)
{
    const lm_bytes bytes = write_text("%lld,%.1f,%.6f,%s", "buy\n");
    const lm_feed_options with = {.symbol = "BTC", .symbol_length = 3, .make_ids = true};
    const lm_tape_options linear = default_options();
    lm_layout *layout;
    lm_feed_reader *reader = NULL;
    lm_status status;
    must(lm_layout_named(&host, "hyperliquid/trades", 18, &layout));
    if (failing == CREATES)
        status = INJECT_FAULTS(lm_feed_reader_create(&host, layout, &linear, &with, &reader));
    else
        status = lm_feed_reader_create(&host, layout, &linear, &with, &reader);
    if (status == LM_OK)
        status = lm_feed_reader_add(&host, reader, bytes);
    if (status == LM_OK) {
        lm_feed_reader_end(reader);
        status = failing == FINISHES ? INJECT_FAULTS(take_all(reader)) : take_all(reader);
    }
    lm_feed_reader_destroy(&host, reader);
    lm_layout_destroy(&host, layout);
    return status;
}

static lm_status copy_rows(void)
{
    const lm_feed_row row = {.kind = "trade", .time = NEW_YEAR, .price = 1, .qty = 2, .id = "7", .market = "BTC"};
    lm_buffer text = {0};
    const lm_status status = INJECT_FAULTS(lm_feed_rows_copy(&host, as_text("source"), &row, 1, &text));
    lm_buffer_free(&host, &text);
    return status;
}

static lm_status create_rows(void)
{
    return rows_out(CREATES);
}

static lm_status read_all_rows(void)
{
    return rows_out(FINISHES);
}

static lm_status read_named(void)
{
    lm_layout *layout = NULL;
    const lm_status status = INJECT_FAULTS(lm_layout_named(&host, "deribit/trades", 14, &layout));
    CHECK((status == LM_OK) == (layout != NULL));
    lm_layout_destroy(&host, layout);
    return status;
}

static lm_status read_document(void)
{
    static const char json[] = "{\"csv\":{},\"trades\":{\"ts\":\"t\",\"price\":\"p\",\"base\":\"q\"}}";
    lm_layout *layout = NULL;
    const lm_status status = INJECT_FAULTS(lm_layout_read(&host, json, strlen(json), &layout));
    CHECK((status == LM_OK) == (layout != NULL));
    lm_layout_destroy(&host, layout);
    return status;
}

static const step steps[] = {
    {"lm_tape_feed, CSV", feed_csv, false},
    {"lm_tape_feed, JSON", feed_json_lines, false},
    {"lm_tape_feed, ids", feed_ids, false},
    {"lm_feed_reader_create_for", create_reader, false},
    {"lm_feed_reader_add, chunks", add_to_reader, false},
    {"lm_feed_reader_finish, chunks", finish_reader, false},
    {"lm_feed_reader_create", create_rows, false},
    {"lm_feed_reader_rows", read_all_rows, false},
    {"lm_feed_rows_copy", copy_rows, false},
    {"lm_layout_named", read_named, false},
    {"lm_layout_read", read_document, false},
};

/* Interrupts a text that is long enough to ask the host for interrupts, at each of these questions in turn. */
static void test_interrupts(void)
{
    enum { ROWS = 20000 };
    char *long_text = malloc(ROWS * 60);
    long at;
    size_t size = 0;
    for (int i = 0; i < ROWS; i++)
        size +=
            (size_t)sprintf(long_text + size, "%lld,%d,1,true\n", (long long)(NEW_YEAR + i * 1000), 90000 + i % 100);
    for (at = 1;; at++) {
        lm_layout *layout;
        lm_feed_report report;
        must(lm_layout_named(&host, "generic/trades", 14, &layout));
        lm_tape *tape = a_tape(0);
        counted.interrupt_at = at;
        const lm_status status = INJECT_FAULTS(
            lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)long_text, size}, layout, NULL, &report));
        CHECK(status == LM_OK || status == LM_E_INTERRUPTED);
        lm_layout_destroy(&host, layout);
        lm_tape_destroy(&host, tape);
        CHECK(counted.bytes == 0);
        if (status == LM_OK)
            break;
    }
    counted.interrupt_at = 0;
    CHECK(at > ROWS / 5000);
    free(long_text);
}

/* Fails each allocation of a feed with two unlike rows of one id, which reads the text again to find the first. */
static void test_unlike_rows(void)
{
    static const char rows[] = "[{\"trade_id\":\"\\u0041\",\"instrument_name\":\"X\",\"timestamp\":1767225600250,"
                               "\"price\":1,\"amount\":1,\"direction\":\"buy\"},\n{\"trade_id\":\"\\u0041\","
                               "\"instrument_name\":\"X\",\"timestamp\":1767225600250,\"price\":2,\"amount\":1,"
                               "\"direction\":\"buy\"}]\n";
    lm_status status = LM_E_MEMORY;
    long at;
    for (at = 1; status == LM_E_MEMORY; at++) {
        lm_layout *layout;
        lm_feed_report report;
        must(lm_layout_named(&host, "deribit/trades", 14, &layout));
        lm_tape *tape = a_tape(0);
        counted.fail_at = at;
        status = INJECT_FAULTS(
            lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)rows, sizeof rows - 1}, layout, NULL, &report));
        counted.fail_at = 0;
        lm_layout_destroy(&host, layout);
        lm_tape_destroy(&host, tape);
        CHECK(counted.bytes == 0 && counted.sizes_agree);
    }
    CHECK(status == LM_E_CORRUPT && at > 8);
    CHECK(strstr(host.error.message, "line 2: trade_id: \"A\" is not the first of its id, and line 1 has") != NULL);
}

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    test_interrupts();
    test_unlike_rows();
    return check_report("memory of files");
}

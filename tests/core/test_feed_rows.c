/*
 * Rows out of the samples of all layouts: a tape of the rows has the bytes of the tape of the file, the rows do not
 * depend on how the content is cut, and errors are those of a feed into a tape.
 */
#include "samples.h"

/* ---- rows as text */

static void append(lm_buffer *text, const char *format, double number)
{
    char part[64];
    snprintf(part, sizeof part, format, number);
    const size_t size = strlen(part);
    if (text->size + size > text->capacity) {
        text->capacity = (text->size + size) * 2;
        text->data = realloc(text->data, text->capacity);
    }
    memcpy(text->data + text->size, part, size);
    text->size += size;
}

/* Writes all known values of a row, with enough digits for each double. */
static void write_row(lm_buffer *text, const lm_feed_row *row)
{
    for (int i = 0; i < lm_feed_row_columns.count; i++) {
        const lm_column *column = &lm_feed_row_columns.columns[i];
        const char *word = lm_column_text(column, row);
        if (!lm_column_known(column, row))
            continue;
        for (const char *at = column->name; *at; at++)
            append(text, "%.0f,", (unsigned char)*at);
        for (const char *at = word; at && *at; at++)
            append(text, "%.0f,", (unsigned char)*at);
        if (!word)
            append(text, "%.17g,", lm_column_number(column, row));
    }
}

/* ---- rows into a tape */

static lm_status add_to_tape(lm_tape **tape, const lm_feed_row *row)
{
    if (strcmp(row->kind, "trade") == 0)
        return lm_tape_trade(&host, tape, row->time, row->price, row->qty, (lm_taker)row->taker);
    if (strcmp(row->kind, "gauge") == 0)
        return lm_tape_gauge(&host, tape, row->time, row->name, strlen(row->name), row->value);
    if (strcmp(row->kind, "candle") == 0)
        return lm_tape_candle(&host, tape,
                              &(lm_candle){row->time, row->duration, row->open, row->high, row->low, row->close,
                                           row->volume, row->taker_buy_volume});
    if (row->price == row->price)
        return lm_tape_liquidation(&host, tape, row->time, row->price, row->qty, row->side);
    return lm_tape_liquidation_without_price(&host, tape, row->time, row->qty, row->side);
}

/* What one reading gives: the rows as text, a tape of them, the report. */
typedef struct reading {
    lm_buffer text, tape;
    lm_feed_report report;
    size_t rows;
} reading;

static void free_reading(reading *from)
{
    lm_buffer_free(&host, &from->tape);
    free(from->text.data);
}

static lm_status take_batches(lm_feed_reader *reader, size_t most, lm_tape **tape, reading *into)
{
    const lm_feed_row *rows;
    size_t count;
    lm_status status;
    while ((status = lm_feed_reader_rows(&host, reader, most, &rows, &count)) == LM_OK)
        for (size_t i = 0; i < count; i++) {
            write_row(&into->text, &rows[i]);
            must(add_to_tape(tape, &rows[i]));
            into->rows++;
        }
    return status;
}

static lm_status read_rows(const char *text, size_t size, const size_t *cuts, size_t count, size_t most, reading *into)
{
    lm_feed_reader *reader;
    lm_tape *tape;
    size_t from = 0;
    memset(into, 0, sizeof *into);
    must(lm_tape_create(&host, &options, &tape));
    must(lm_feed_reader_create(&host, layout, &options, &feeding, &reader));
    lm_status status = LM_DONE;
    for (size_t i = 0; i <= count && status == LM_DONE; i++) {
        const size_t to = i < count ? cuts[i] : size;
        uint8_t *chunk = malloc(to - from + 1);
        memcpy(chunk, text + from, to - from);
        must(lm_feed_reader_add(&host, reader, (lm_bytes){chunk, to - from}));
        free(chunk);
        from = to;
        if (i == count)
            lm_feed_reader_end(reader);
        status = take_batches(reader, most, &tape, into);
    }
    into->report = *lm_feed_reader_report(reader);
    lm_feed_reader_destroy(&host, reader);
    must(lm_tape_encode(&host, tape, &into->tape));
    lm_tape_destroy(&host, tape);
    return status;
}

static void test_sample(const char *text, size_t size, bool json)
{
    static size_t cuts[3 * LONGEST];
    (void)json;
    reading whole, parts;
    lm_tape *tape;
    lm_feed_report report;
    lm_buffer fed = {0};
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)text, size}, layout, &feeding, &report));
    must(lm_tape_encode(&host, tape, &fed));
    lm_tape_destroy(&host, tape);
    CHECK(read_rows(text, size, NULL, 0, 1000, &whole) == LM_DONE);
    CHECK(same_bytes(&fed, &whole.tape));
    CHECK(memcmp(&report, &whole.report, sizeof report) == 0);
    for (int i = 0; i < 12; i++) {
        CHECK(read_rows(text, size, cuts, random_cuts(size, i % 2 ? 5 : 300, cuts), (size_t)pick(1, 9), &parts) ==
              LM_DONE);
        CHECK(same_bytes(&whole.text, &parts.text) && memcmp(&report, &parts.report, sizeof report) == 0);
        free_reading(&parts);
    }
    free_reading(&whole);
    lm_buffer_free(&host, &fed);
}

/* ---- by hand */

static lm_status rows_of(const char *name, const char *text, const char *symbol, bool make_ids, reading *into)
{
    must(lm_layout_named(&host, name, strlen(name), &layout));
    options = default_options();
    feeding = (lm_feed_options){.symbol = symbol, .symbol_length = symbol ? strlen(symbol) : 0, .make_ids = make_ids};
    const lm_status status = read_rows(text, strlen(text), NULL, 0, 1, into);
    lm_layout_destroy(&host, layout);
    return status;
}

static lm_feed_row first_row(const char *name, const char *text, const char *symbol, bool make_ids, char texts[2][64])
{
    lm_feed_reader *reader;
    const lm_feed_row *rows;
    size_t count;
    lm_tape_options linear = default_options();
    must(lm_layout_named(&host, name, strlen(name), &layout));
    const lm_feed_options with = {.symbol = symbol, .symbol_length = symbol ? strlen(symbol) : 0, .make_ids = make_ids};
    must(lm_feed_reader_create(&host, layout, &linear, &with, &reader));
    must(lm_feed_reader_add(&host, reader, (lm_bytes){(const uint8_t *)text, strlen(text)}));
    lm_feed_reader_end(reader);
    must(lm_feed_reader_rows(&host, reader, 1, &rows, &count));
    lm_feed_row row = rows[0];
    snprintf(texts[0], 64, "%s", row.market ? row.market : "none");
    snprintf(texts[1], 64, "%s", row.id ? row.id : "none");
    row.market = row.id = row.name = NULL;
    lm_feed_reader_destroy(&host, reader);
    lm_layout_destroy(&host, layout);
    return row;
}

static void test_by_hand(void)
{
    static const char okx[] = "BTC-USDT-SWAP,1,buy,80000,3,1767225600000\nETH-USDT-SWAP,1,sell,3000,4,1767225600001\n";
    static const char equal[] = "1767225600000,80000,0.5,buy\n1767225600000,80000,0.5,buy\n";
    char texts[2][64];
    reading got;
    lm_feed_row row = first_row("okx/trades", okx, "*", false, texts);
    CHECK(strcmp(texts[0], "BTC-USDT-SWAP") == 0 && strcmp(texts[1], "1") == 0 && row.line == 1);
    CHECK(row.qty == 3 && row.price == 80000 && row.taker == LM_TAKER_BOUGHT && row.time == NEW_YEAR);
    CHECK(rows_of("okx/trades", okx, "*", false, &got) == LM_DONE && got.rows == 2); /* one id in two markets */
    CHECK(got.report.repeated == 0 && got.report.lines == 2);
    free_reading(&got);
    CHECK(rows_of("okx/trades", okx, NULL, false, &got) == LM_E_ARGUMENT);
    free_reading(&got);
    CHECK(rows_of("okx/trades", okx, "ETH-USDT-SWAP", false, &got) == LM_DONE && got.rows == 1);
    CHECK(got.report.other_symbols == 1);
    free_reading(&got);
    row = first_row("hyperliquid/trades", equal, "BTC", true, texts);
    CHECK(strcmp(texts[0], "BTC") == 0 && strcmp(texts[1], "80000 0.5 buy 1") == 0);
    first_row("hyperliquid/trades", equal, NULL, false, texts);
    CHECK(strcmp(texts[0], "none") == 0 && strcmp(texts[1], "none") == 0);
    row = first_row("binance-coinm/trades", "7,80000,5,0.00625,1767225600000,false\n", NULL, false, texts);
    CHECK(row.qty == 5); /* contracts, without an option */
    CHECK(rows_of("hyperliquid/trades", "1767225600000,80000,0.5,buy\n1767225600000,-1,0.5,buy\n", NULL, false, &got) ==
          LM_E_RANGE);
    CHECK(strcmp(host.error.message, "line 2: price must be a number from 1e-15 to 1e15, not -1") == 0);
    free_reading(&got);
}

/* Rows of the content so far must be read before the next chunk, and a reader that failed stays so. */
static void test_order_of_calls(void)
{
    static const char text[] = "1767225600000,80000,0.5,buy\n1767225600000,80000,0.5,buy\nx\n";
    const lm_bytes chunk = {(const uint8_t *)text, sizeof text - 1};
    lm_feed_reader *reader;
    const lm_feed_row *rows;
    size_t count;
    const lm_tape_options linear = default_options();
    must(lm_layout_named(&host, "hyperliquid/trades", 18, &layout));
    must(lm_feed_reader_create(&host, layout, &linear, NULL, &reader));
    CHECK(lm_feed_reader_rows(&host, reader, 1, &rows, &count) == LM_DONE);
    CHECK(lm_feed_reader_add(&host, reader, chunk) == LM_OK);
    CHECK(lm_feed_reader_rows(&host, reader, 1, &rows, &count) == LM_OK && count == 1);
    CHECK(lm_feed_reader_add(&host, reader, chunk) == LM_E_ARGUMENT);
    lm_feed_reader_destroy(&host, reader);
    must(lm_feed_reader_create(&host, layout, &linear, NULL, &reader));
    must(lm_feed_reader_add(&host, reader, chunk));
    CHECK(lm_feed_reader_rows(&host, reader, 9, &rows, &count) == LM_E_CORRUPT);
    CHECK(lm_feed_reader_rows(&host, reader, 9, &rows, &count) == LM_E_ARGUMENT);
    lm_feed_reader_destroy(&host, reader);
    lm_layout_destroy(&host, layout);
}

int main(void)
{
    lm_host_init(&host);
    CHECK(for_each_sample(test_sample) > 30);
    test_by_hand();
    test_order_of_calls();
    return check_report("rows of files");
}

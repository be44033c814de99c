/* Reads whole files into a tape or as rows by their layout, and lists the built-in layouts. */
#include "arguments.h"
#include "rows.h"
#include "stored.h"

/* Says which rows of the file the tape does not have, and why. */
static void report_rows_left_out(const lm_feed_report *report)
{
    const struct {
        int64_t count;
        const char *reason;
    } counts[] = {{report->repeated, "repeated"},
                  {report->other_symbols, "of other symbols"},
                  {report->not_selected, "not selected by the layout"},
                  {report->voided, "voided by the exchange"},
                  {report->empty, "empty"}};
    const int64_t sum = report->repeated + report->skipped;
    StringInfoData text;
    if (sum == 0)
        return;
    initStringInfo(&text);
    for (size_t i = 0; i < lengthof(counts); i++)
        if (counts[i].count > 0)
            appendStringInfo(&text, "%s" INT64_FORMAT " %s", text.len ? ", " : "", counts[i].count, counts[i].reason);
    ereport(NOTICE, (errmsg("left out " INT64_FORMAT " row%s of the file: %s", sum, sum == 1 ? "" : "s", text.data)));
}

/* ---- arguments */

static lm_layout *layout_named(FunctionCallInfo fcinfo, lm_host *host)
{
    const lm_text name = liqmap_text_argument(fcinfo, 1);
    lm_layout *layout;
    liqmap_check(host, lm_layout_named(host, name.text, name.length, &layout));
    return layout;
}

static lm_layout *layout_of_document(FunctionCallInfo fcinfo, lm_host *host)
{
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(1), &length);
    lm_layout *layout;
    liqmap_check(host, lm_layout_read(host, json, length, &layout));
    return layout;
}

static lm_bytes content_argument(FunctionCallInfo fcinfo)
{
    const lm_text content = liqmap_text_argument(fcinfo, 0);
    return (lm_bytes){(const uint8_t *)content.text, content.length};
}

/* Reads the options of the tape and the symbol. */
static void read_options(FunctionCallInfo fcinfo, lm_host *host, lm_tape_options *options,
                         lm_feed_options *feed_options)
{
    const lm_text symbol = liqmap_text_argument(fcinfo, 3);
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(2), &length);
    lm_feed_options_init(feed_options);
    if (symbol.length > 0) {
        feed_options->symbol = symbol.text;
        feed_options->symbol_length = symbol.length;
    }
    liqmap_check(host, lm_tape_options_read(host, json, length, options));
    options->has_prices = false;
}

/* ---- into a tape */

/* Says that samples of open interest are as good as missing. */
static void report_zero_open_interest(const lm_feed_report *report)
{
    const int64_t count = report->zero_open_interest;
    if (count > 0)
        ereport(NOTICE, (errmsg(INT64_FORMAT
                                " sample%s of open_interest %s 0 beside others above 0: a map takes %s for no value",
                                count, count == 1 ? "" : "s", count == 1 ? "is" : "are", count == 1 ? "it" : "them")));
}

/* Reads the file into a tape and frees the layout; NULL if no row was added. */
static Datum create_tape(FunctionCallInfo fcinfo, lm_host *host, lm_layout *layout)
{
    lm_feed_options feed_options;
    lm_tape_options options;
    lm_feed_report report;
    lm_tape *tape;
    read_options(fcinfo, host, &options, &feed_options);
    liqmap_check(host, lm_tape_create(host, &options, &tape));
    liqmap_check(host, lm_tape_feed(host, &tape, content_argument(fcinfo), layout, &feed_options, &report));
    lm_layout_destroy(host, layout);
    report_rows_left_out(&report);
    report_zero_open_interest(&report);
    if (report.trades + report.candles + report.gauges + report.liquidations == 0)
        PG_RETURN_NULL();
    lm_buffer encoded = liqmap_datum_begin(host);
    liqmap_check(host, lm_tape_encode(host, tape, &encoded));
    lm_tape_destroy(host, tape);
    return liqmap_datum_end(&encoded);
}

/* feed_tape(content, layout, options, symbol) */
LIQMAP_FUNCTION(liqmap_feed_tape)
{
    lm_host host = liqmap_host();
    return create_tape(fcinfo, &host, layout_named(fcinfo, &host));
}

/* feed_tape(content, layout, options, symbol) of a document */
LIQMAP_FUNCTION(liqmap_feed_tape_document)
{
    lm_host host = liqmap_host();
    return create_tape(fcinfo, &host, layout_of_document(fcinfo, &host));
}

/* ---- as rows */

enum { ROWS_OF_BATCH = 1024, BYTES_OF_CHUNK = 1 << 20 };

static void add_rows(lm_host *host, lm_feed_reader *reader, liqmap_row *result)
{
    const lm_feed_row *rows;
    size_t count;
    lm_status status;
    while ((status = lm_feed_reader_rows(host, reader, ROWS_OF_BATCH, &rows, &count)) == LM_OK)
        for (size_t i = 0; i < count; i++)
            liqmap_rows_add(result, &rows[i]);
    if (status != LM_DONE)
        liqmap_check(host, status);
}

static Datum create_rows(FunctionCallInfo fcinfo, lm_host *host, lm_layout *layout)
{
    const lm_bytes content = content_argument(fcinfo);
    lm_feed_options feed_options;
    lm_tape_options options;
    lm_feed_reader *reader;
    liqmap_row result;
    read_options(fcinfo, host, &options, &feed_options);
    liqmap_check(host, lm_feed_reader_create(host, layout, &options, &feed_options, &reader));
    liqmap_rows_begin(&result, fcinfo, &lm_feed_row_columns);
    for (size_t at = 0; at < content.size; at += BYTES_OF_CHUNK) {
        const lm_bytes chunk = {content.data + at, Min(BYTES_OF_CHUNK, content.size - at)};
        liqmap_check(host, lm_feed_reader_add(host, reader, chunk));
        add_rows(host, reader, &result);
    }
    lm_feed_reader_end(reader);
    add_rows(host, reader, &result);
    report_rows_left_out(lm_feed_reader_report(reader));
    report_zero_open_interest(lm_feed_reader_report(reader));
    lm_feed_reader_destroy(host, reader);
    lm_layout_destroy(host, layout);
    return (Datum)0;
}

/* feed_rows(content, layout, options, symbol) */
LIQMAP_FUNCTION(liqmap_feed_rows)
{
    lm_host host = liqmap_host();
    return create_rows(fcinfo, &host, layout_named(fcinfo, &host));
}

/* feed_rows(content, layout, options, symbol) of a document */
LIQMAP_FUNCTION(liqmap_feed_rows_document)
{
    lm_host host = liqmap_host();
    return create_rows(fcinfo, &host, layout_of_document(fcinfo, &host));
}

/* ---- layouts */

LIQMAP_FUNCTION(liqmap_layouts)
{
    lm_host host = liqmap_host();
    liqmap_row row;
    lm_layout_reader reader = {0};
    lm_layout_entry *entry = palloc(sizeof *entry);
    lm_status status;
    liqmap_rows_begin(&row, fcinfo, &lm_layout_columns);
    while ((status = lm_layout_next(&host, &reader, entry)) == LM_OK)
        liqmap_rows_add(&row, entry);
    if (status != LM_DONE)
        liqmap_check(&host, status);
    return (Datum)0;
}

/* Reads whole files into a tape by their layout, and lists the built-in layouts. */
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
    const lm_text content = liqmap_text_argument(fcinfo, 0), symbol = liqmap_text_argument(fcinfo, 3);
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(2), &length);
    lm_feed_options feed_options;
    lm_tape_options options;
    lm_feed_report report;
    lm_tape *tape;
    lm_feed_options_init(&feed_options);
    if (symbol.length > 0) {
        feed_options.symbol = symbol.text;
        feed_options.symbol_length = symbol.length;
    }
    liqmap_check(host, lm_tape_options_read(host, json, length, &options));
    options.has_prices = false;
    liqmap_check(host, lm_tape_create(host, &options, &tape));
    liqmap_check(host, lm_tape_feed(host, &tape, (lm_bytes){(const uint8_t *)content.text, content.length}, layout,
                                    &feed_options, &report));
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
    const lm_text name = liqmap_text_argument(fcinfo, 1);
    lm_layout *layout;
    liqmap_check(&host, lm_layout_named(&host, name.text, name.length, &layout));
    return create_tape(fcinfo, &host, layout);
}

/* feed_tape(content, layout, options, symbol) of a document */
LIQMAP_FUNCTION(liqmap_feed_tape_document)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(1), &length);
    lm_layout *layout;
    liqmap_check(&host, lm_layout_read(&host, json, length, &layout));
    return create_tape(fcinfo, &host, layout);
}

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

/* Whole files into a tape, by their layout; and the layouts there are. */
#include "rows.h"
#include "stored.h"

static Datum fed(FunctionCallInfo fcinfo, lm_host *host, lm_layout *layout)
{
    const text *content = PG_GETARG_TEXT_PP(0), *symbol = PG_GETARG_TEXT_PP(3);
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(2), &length);
    lm_feed_options feeding;
    lm_tape_options options;
    lm_feed_report report;
    lm_tape *tape;
    lm_feed_options_init(&feeding);
    if (VARSIZE_ANY_EXHDR(symbol) > 0) {
        feeding.symbol = VARDATA_ANY(symbol);
        feeding.symbol_length = VARSIZE_ANY_EXHDR(symbol);
    }
    liqmap_check(host, lm_tape_options_read(host, json, length, &options));
    options.has_prices = false;
    liqmap_check(host, lm_tape_create(host, &options, &tape));
    liqmap_check(host, lm_tape_feed(host, &tape,
                                    (lm_bytes){(const uint8_t *)VARDATA_ANY(content), VARSIZE_ANY_EXHDR(content)},
                                    layout, &feeding, &report));
    lm_layout_destroy(host, layout);
    if (report.trades + report.candles + report.gauges + report.liquidations == 0)
        PG_RETURN_NULL();
    lm_buffer encoded = liqmap_datum_begin(host);
    liqmap_check(host, lm_tape_encode(host, tape, &encoded));
    lm_tape_destroy(host, tape);
    return liqmap_datum_end(&encoded);
}

/* feed_tape(content, layout, options, symbol) */
LIQMAP_FUNCTION(liqmap_feed_named)
{
    lm_host host = liqmap_host();
    const text *name = PG_GETARG_TEXT_PP(1);
    lm_layout *layout;
    liqmap_check(&host, lm_layout_named(&host, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &layout));
    return fed(fcinfo, &host, layout);
}

/* feed_tape(content, document, options, symbol) */
LIQMAP_FUNCTION(liqmap_feed_of_document)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(1), &length);
    lm_layout *layout;
    liqmap_check(&host, lm_layout_read(&host, json, length, &layout));
    return fed(fcinfo, &host, layout);
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

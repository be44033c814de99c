/* Lists the built-in venues and prints the margin rules of a symbol. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

static Datum print_jsonb(lm_host *host, const lm_rules *rules)
{
    lm_buffer json = {0};
    liqmap_notice_stale(rules);
    liqmap_check(host, lm_rules_print(host, rules, &json));
    return liqmap_jsonb_from_buffer(host, &json);
}

/* venue(venue, symbol, as_of) of a name */
LIQMAP_FUNCTION(liqmap_venue)
{
    lm_host host = liqmap_host();
    const lm_text name = liqmap_text_argument(fcinfo, 0), symbol = liqmap_text_argument(fcinfo, 1);
    lm_rules rules;
    liqmap_check(&host, lm_venue_rules(&host, name.text, name.length, symbol.text, symbol.length,
                                       liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)), &rules));
    return print_jsonb(&host, &rules);
}

/* venue(venue, symbol, as_of) of a document */
LIQMAP_FUNCTION(liqmap_venue_document)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(0), &length);
    const lm_text symbol = liqmap_text_argument(fcinfo, 1);
    lm_rules rules;
    liqmap_check(&host, lm_venue_document_rules(&host, json, length, symbol.text, symbol.length,
                                                liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)), &rules));
    return print_jsonb(&host, &rules);
}

LIQMAP_FUNCTION(liqmap_venues)
{
    lm_host host = liqmap_host();
    liqmap_row row;
    lm_venue_reader reader = {0};
    lm_venue_entry *entry = palloc(sizeof *entry);
    lm_status status;
    liqmap_rows_begin(&row, fcinfo, &lm_venue_columns);
    while ((status = lm_venue_next(&host, &reader, entry)) == LM_OK)
        liqmap_rows_add(&row, entry);
    if (status != LM_DONE)
        liqmap_check(&host, status);
    return (Datum)0;
}

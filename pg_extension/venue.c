/* Venues: what there is, and the rules of one. */
#include "liqmap_pg.h"

static Datum printed(lm_host *host, const lm_rules *rules)
{
    lm_buffer json = {0};
    liqmap_check(host, lm_rules_print(host, rules, &json));
    char *text = pnstrdup((const char *)json.data, json.size);
    lm_buffer_free(host, &json);
    return liqmap_jsonb(text);
}

/* venue(name, symbol, as_of) */
LIQMAP_FUNCTION(liqmap_venue_named)
{
    lm_host host = liqmap_host();
    const text *name = PG_GETARG_TEXT_PP(0), *symbol = PG_GETARG_TEXT_PP(1);
    lm_rules rules;
    liqmap_check(&host, lm_venue_rules(&host, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), VARDATA_ANY(symbol),
                                       VARSIZE_ANY_EXHDR(symbol), liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)), &rules));
    return printed(&host, &rules);
}

/* venue(document, symbol, as_of) */
LIQMAP_FUNCTION(liqmap_venue_of_document)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(0), &length);
    const text *symbol = PG_GETARG_TEXT_PP(1);
    lm_rules rules;
    liqmap_check(&host, lm_venue_document_rules(&host, json, length, VARDATA_ANY(symbol), VARSIZE_ANY_EXHDR(symbol),
                                                liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)), &rules));
    return printed(&host, &rules);
}

static void put_stated(liqmap_row *row, double value)
{
    liqmap_put_number(row, value > 0 ? value : NAN);
}

LIQMAP_FUNCTION(liqmap_venues)
{
    lm_host host = liqmap_host();
    liqmap_row row;
    lm_venue_reader reader = {0};
    lm_venue_entry *entry = palloc(sizeof *entry);
    lm_status status;
    liqmap_rows_begin(&row, fcinfo);
    while ((status = lm_venue_next(&host, &reader, entry)) == LM_OK) {
        const lm_rules *rules = &entry->rules;
        const char *contract = rules->contract == LM_LINEAR ? "linear" : "inverse";
        liqmap_put_text(&row, entry->venue, strlen(entry->venue));
        liqmap_put_text(&row, entry->symbol, strlen(entry->symbol));
        liqmap_put_text(&row, contract, strlen(contract));
        liqmap_put_number(&row, rules->contract_size);
        liqmap_put_time(&row, entry->since);
        liqmap_put_int(&row, rules->tier_count);
        put_stated(&row, rules->tiers[0].max_leverage);
        put_stated(&row, rules->cap);
        put_stated(&row, rules->known_to);
        liqmap_put_text(&row, entry->source, strlen(entry->source));
        liqmap_rows_next(&row);
    }
    if (status != LM_DONE)
        liqmap_check(&host, status);
    return (Datum)0;
}

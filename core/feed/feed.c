/*
 * Feeds: whole files into a tape. The rows first go into another tape, so that an error leaves the caller's tape
 * unchanged.
 */

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "feed/apply.h"
#include "feed/conditions.h"
#include "tape/block.h"
#include "tape/options.h"

/* ---- rows */

static bool same_bytes(lm_bytes a, lm_bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool same_market(const lm_feed_market *a, const lm_feed_market *b)
{
    return same_bytes(a->symbol, b->symbol) && same_bytes(a->exchange, b->exchange);
}

/* Copies a market of a row, whose fields last only until the next row. */
static lm_status keep_market(lm_feed *feed, const lm_feed_market *market, lm_feed_market *kept)
{
    const size_t size = market->exchange.size + market->symbol.size;
    void *memory;
    LM_TRY(lm_allocate_raw(feed->host, size, &memory));
    feed->kept_sizes[feed->kept_count] = size;
    feed->kept[feed->kept_count++] = memory;
    uint8_t *const symbol = (uint8_t *)memory + market->exchange.size;
    if (market->exchange.size > 0)
        memcpy(memory, market->exchange.data, market->exchange.size);
    memcpy(symbol, market->symbol.data, market->symbol.size);
    *kept = (lm_feed_market){{memory, market->exchange.size}, {symbol, market->symbol.size}};
    return LM_OK;
}

static void free_markets(lm_feed *feed)
{
    for (int i = 0; i < feed->kept_count; i++)
        lm_release(feed->host, feed->kept[i], feed->kept_sizes[i]);
}

static lm_status add_other_market(lm_feed *feed, const lm_feed_market *market)
{
    for (int i = 0; i < feed->other_count; i++)
        if (same_market(&feed->others[i], market))
            return LM_OK;
    if (feed->other_count == LM_FEED_MARKETS)
        return LM_OK;
    LM_TRY(keep_market(feed, market, &feed->others[feed->other_count]));
    feed->other_count++;
    return LM_OK;
}

/* Finds whether a row is of the selected market. Without a requested symbol or exchange the first row selects them. */
static lm_status check_market(lm_feed *feed, const lm_row *row, bool *selected)
{
    const lm_layout *layout = feed->layout;
    lm_feed_market market = {0};
    *selected = true;
    if (layout->symbol < 0)
        return LM_OK;
    market.symbol = row->fields[layout->symbol];
    if (layout->exchange >= 0)
        market.exchange = row->fields[layout->exchange];
    if (market.symbol.size == 0) {
        *selected = feed->single_market;
        return LM_OK;
    }
    if (!feed->found &&
        (feed->symbol_given ? feed->market.exchange.size == 0 && same_bytes(market.symbol, feed->market.symbol) : true))
        LM_TRY(keep_market(feed, &market, &feed->market));
    *selected = same_market(&market, &feed->market);
    feed->found |= *selected;
    return *selected ? LM_OK : add_other_market(feed, &market);
}

static lm_status apply_selected_row(lm_feed *feed, const lm_row *row, lm_row_outcome *outcome)
{
    const lm_layout *layout = feed->layout;
    *outcome = LM_ROW_NOT_SELECTED;
    LM_TRY(lm_feed_check_kind(feed, row));
    if (!lm_feed_conditions_hold(layout->conditions, layout->condition_count, row))
        return LM_OK;
    LM_TRY(lm_feed_apply(feed, row, outcome));
    return feed->json && *outcome == LM_ROW_EMPTY ? lm_feed_check_members(feed, row) : LM_OK;
}

/* Applies a row, and counts it in the report: the handlers count what they add, the rest is counted by its reason. */
static lm_status apply_row(lm_feed *feed, const lm_row *row)
{
    lm_feed_report *report = &feed->report;
    int64_t *const counts[] = {[LM_ROW_NOT_SELECTED] = &report->not_selected,
                               [LM_ROW_EMPTY] = &report->empty,
                               [LM_ROW_VOIDED] = &report->voided};
    lm_row_outcome outcome;
    bool selected;
    LM_TRY(check_market(feed, row, &selected));
    if (!selected) {
        report->other_symbols++;
        report->skipped++;
        return LM_OK;
    }
    LM_TRY(apply_selected_row(feed, row, &outcome));
    report->repeated += outcome == LM_ROW_REPEATED;
    if (outcome < LM_ROW_REPEATED) {
        ++*counts[outcome];
        report->skipped++;
    }
    return LM_OK;
}

#define ROWS_BETWEEN_INTERRUPTS 4096

static lm_status read_csv(lm_feed *feed, lm_bytes text, const lm_used_columns *used)
{
    lm_csv csv;
    lm_row row;
    lm_status status = lm_csv_init(feed->host, &csv, text, feed->layout, used);
    feed->single_market = feed->layout->symbol >= 0 && csv.field_index[feed->layout->symbol] < 0;
    for (size_t rows = 1; status == LM_OK; rows++) {
        status = lm_csv_next(feed->host, &csv, &row);
        if (status == LM_OK)
            status = apply_row(feed, &row);
        if (status == LM_OK && rows % ROWS_BETWEEN_INTERRUPTS == 0)
            status = lm_check_interrupt(feed->host);
    }
    feed->report.lines = csv.line - 1 + (csv.at > (const char *)text.data && csv.at[-1] != '\n');
    return status == LM_DONE ? LM_OK : status;
}

static lm_status read_json(lm_feed *feed, lm_bytes text, const lm_used_columns *used)
{
    lm_json json;
    lm_row row;
    lm_status status = LM_OK;
    lm_json_init(&json, text, feed->layout, used);
    feed->json = true;
    for (size_t rows = 1; status == LM_OK; rows++) {
        status = lm_json_next(feed->host, &json, &row);
        if (status == LM_OK)
            status = apply_row(feed, &row);
        if (status == LM_OK && rows % ROWS_BETWEEN_INTERRUPTS == 0)
            status = lm_check_interrupt(feed->host);
    }
    feed->report.acknowledgements = json.acknowledgements;
    feed->report.lines = json.line - 1 + (text.data[text.size - 1] != '\n');
    lm_json_free(feed->host, &json);
    if (status == LM_DONE && !json.recognised)
        return lm_fail(feed->host, LM_E_MISSING, "Check that the file has this layout.",
                       "nothing in the text is a row of %s", feed->layout->name);
    return status == LM_DONE ? LM_OK : status;
}

/* ---- the text as a whole */

static bool begins_with(lm_bytes text, const char *bytes, size_t size)
{
    return text.size >= size && memcmp(text.data, bytes, size) == 0;
}

/* Reports files that are not plain text: LM_E_CORRUPT with advice in the hint. */
static lm_status check_text(lm_host *host, lm_bytes text)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *name, *hint;
    } kinds[] = {
        {"\x1f\x8b", 2, "compressed by gzip", "Decompress it first, as by gzip -dc."},
        {"PK\x03\x04", 4, "a zip archive", "Decompress it first, as by unzip -p."},
        {"\x04\x22\x4d\x18", 4, "compressed by lz4", "Decompress it first, as by lz4 -dc."},
        {"\x28\xb5\x2f\xfd", 4, "compressed by zstd", "Decompress it first, as by zstd -dc."},
        {"BZh", 3, "compressed by bzip2", "Decompress it first, as by bzip2 -dc."},
        {"\xfd"
         "7zXZ",
         5, "compressed by xz", "Decompress it first, as by xz -dc."},
        {"PAR1", 4, "a Parquet file", "Write it as CSV first."},
        {"\xff\xfe", 2, "UTF-16", "Write it as UTF-8 first."},
        {"\xfe\xff", 2, "UTF-16", "Write it as UTF-8 first."},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (begins_with(text, kinds[i].bytes, kinds[i].size))
            return lm_fail(host, LM_E_CORRUPT, kinds[i].hint, "the text is %s", kinds[i].name);
    const uint8_t *zero = text.size ? memchr(text.data, 0, text.size) : NULL;
    if (!zero)
        return LM_OK;
    int64_t line = 1;
    for (const uint8_t *at = text.data; at < zero; at++)
        line += *at == '\n';
    return lm_fail(host, LM_E_CORRUPT, "Check whether the file is damaged.",
                   "line %lld: the text has a byte of value 0", (long long)line);
}

static lm_bytes skip_byte_order_mark(lm_bytes text)
{
    const size_t mark = begins_with(text, "\xef\xbb\xbf", 3) ? 3 : 0;
    return mark ? (lm_bytes){text.data + mark, text.size - mark} : text;
}

/* Returns the first character from *at on that is no space, or 0; sets *at behind it. */
static char next_character(lm_bytes text, size_t *at)
{
    while (*at < text.size)
        if (!strchr(" \t\r\n", text.data[(*at)++]))
            return (char)text.data[*at - 1];
    return '\0';
}

/*
 * Chooses the format: a bracket means JSON if the layout reads both. If it reads only CSV, a field may begin with a
 * bracket.
 */
static lm_status choose_format(lm_host *host, lm_bytes text, const lm_layout *layout, bool *json)
{
    size_t at = 0;
    const char first = next_character(text, &at), second = next_character(text, &at);
    *json = first == '{' || first == '[';
    if (!*json && !layout->csv)
        return lm_fail(host, LM_E_CORRUPT, NULL, "the text is not JSON, but %s reads only JSON", layout->name);
    if (layout->json || !*json)
        return LM_OK;
    *json = false;
    if (strchr(first == '{' ? "\"}" : "{[\"]", second))
        return lm_fail(host, LM_E_CORRUPT, NULL, "the text is JSON, but %s reads only CSV", layout->name);
    return LM_OK;
}

static size_t append_market(char *hint, size_t size, size_t used, const lm_feed_market *market)
{
    const int exchange = market->exchange.size < 24 ? (int)market->exchange.size : 24;
    const int symbol = market->symbol.size < 32 ? (int)market->symbol.size : 32;
    if (used >= size)
        return used;
    return used + (size_t)snprintf(hint + used, size - used, " %.*s%s%.*s,", exchange,
                                   (const char *)market->exchange.data, exchange ? ":" : "", symbol,
                                   (const char *)market->symbol.data);
}

/* Returns an error whose hint lists a few markets of the file. */
static lm_status symbol_error(const lm_feed *feed, lm_status status, const char *advice, const char *message)
{
    char hint[256];
    size_t used = (size_t)snprintf(hint, sizeof hint, "%s", advice);
    if (feed->found)
        used = append_market(hint, sizeof hint, used, &feed->market);
    for (int i = 0; i < feed->other_count; i++)
        used = append_market(hint, sizeof hint, used, &feed->others[i]);
    if (used < sizeof hint)
        snprintf(hint + used - 1, sizeof hint - used + 1, "%s", feed->other_count < LM_FEED_MARKETS ? "." : ", ...");
    for (char *at = hint; *at; at++)
        *at = (unsigned char)*at < 0x20 ? '?' : *at;
    return lm_fail(feed->host, status, hint, "%s", message);
}

/* Tells whether another exchange in the file has the same symbol, which makes two markets. */
static bool is_on_other_exchange(const lm_feed *feed)
{
    for (int i = 0; i < feed->other_count; i++)
        if (same_bytes(feed->others[i].symbol, feed->market.symbol))
            return true;
    return false;
}

static lm_status check_symbols(const lm_feed *feed)
{
    char message[96];
    if (feed->other_count == 0 ||
        (feed->symbol_given && feed->found && (feed->exchange_given || !is_on_other_exchange(feed))))
        return LM_OK;
    if (!feed->symbol_given || feed->found)
        return symbol_error(feed, LM_E_ARGUMENT, "Pass one of these as symbol:", "the file has several symbols");
    snprintf(message, sizeof message, "the file has no row of the symbol \"%.*s\"",
             (int)(feed->market.symbol.size < 48 ? feed->market.symbol.size : 48),
             (const char *)feed->market.symbol.data);
    return symbol_error(feed, LM_E_MISSING, "The file has rows of:", message);
}

static lm_status read_rows(lm_feed *feed, lm_bytes text)
{
    const lm_layout *layout = feed->layout;
    lm_used_columns used;
    size_t at = 0;
    bool json;
    LM_TRY(lm_feed_choose_amounts(feed));
    LM_TRY(check_text(feed->host, text));
    text = skip_byte_order_mark(text);
    if (!next_character(text, &at))
        return LM_OK;
    LM_TRY(choose_format(feed->host, text, layout, &json));
    if (feed->symbol_given && layout->symbol < 0)
        return lm_fail(feed->host, LM_E_ARGUMENT, "Leave the symbol out.", "%s has no column of symbols", layout->name);
    lm_layout_find_used(layout, &used);
    feed->text = text;
    LM_TRY(json ? read_json(feed, text, &used) : read_csv(feed, text, &used));
    if (!feed->has_open_interest) /* an empty market */
        feed->report.zero_open_interest = 0;
    LM_TRY(lm_feed_flush(feed));
    return check_symbols(feed);
}

/* ---- into the tape */

static bool is_empty(const lm_tape *tape)
{
    return lm_const_block_of(tape)->frames.used == 0 && lm_const_block_of(tape)->pending.used == 0;
}

/* Replaces an empty tape by the new one, else by a copy with the rows of both. */
static lm_status replace_tape(lm_host *host, lm_tape **tape, lm_tape **fed)
{
    if (!is_empty(*tape)) {
        lm_tape *both;
        LM_TRY(lm_tape_copy(host, *tape, &both));
        const lm_status status = lm_tape_merge_building_into(host, &both, *fed);
        lm_tape_destroy(host, status == LM_OK ? *fed : both);
        if (status != LM_OK)
            return status;
        *fed = both;
    }
    (*fed)->host_word = (*tape)->host_word;
    lm_tape_destroy(host, *tape);
    *tape = *fed;
    *fed = NULL;
    return LM_OK;
}

/* Chooses the options by which the tape counts, or would count. */
static lm_status choose_options(lm_feed *feed, const lm_tape *tape, const lm_tape_options *counting)
{
    lm_tape_options_of(tape, &feed->options);
    if (!counting || feed->options.has_prices)
        return LM_OK;
    LM_TRY(lm_options_match(feed->host, &feed->options, counting));
    feed->options = *counting;
    feed->options.has_prices = false;
    return LM_OK;
}

/* Sets the requested market from "BTCUSDT" or, if rows name their exchange, "binance-futures:BTCUSDT". */
static void set_symbol(lm_feed *feed, lm_bytes symbol)
{
    const uint8_t *colon = feed->layout->exchange >= 0 ? memchr(symbol.data, ':', symbol.size) : NULL;
    feed->symbol_given = true;
    feed->exchange_given = colon != NULL;
    feed->market.symbol = symbol;
    if (!colon)
        return;
    feed->market.exchange = (lm_bytes){symbol.data, (size_t)(colon - symbol.data)};
    feed->market.symbol = (lm_bytes){colon + 1, symbol.size - feed->market.exchange.size - 1};
}

void lm_feed_options_init(lm_feed_options *options)
{
    *options = (lm_feed_options){0};
}

lm_status lm_tape_feed(lm_host *host, lm_tape **tape, lm_bytes content, const lm_layout *layout,
                       const lm_feed_options *options, lm_feed_report *report)
{
    lm_feed feed;
    memset(&feed, 0, offsetof(lm_feed, trades));
    feed.host = host;
    feed.layout = layout;
    if (options && options->symbol)
        set_symbol(&feed, (lm_bytes){(const uint8_t *)options->symbol, options->symbol_length});
    LM_TRY(choose_options(&feed, *tape, options ? options->counting : NULL));
    LM_TRY(lm_tape_create(host, &feed.options, &feed.tape));
    lm_status status = read_rows(&feed, content);
    lm_id_set_free(host, &feed.ids);
    free_markets(&feed);
    if (status == LM_OK)
        status = replace_tape(host, tape, &feed.tape);
    if (feed.tape)
        lm_tape_destroy(host, feed.tape);
    if (status == LM_OK)
        *report = feed.report;
    return status;
}

#include "feed/feed.h"

#include <stdio.h>
#include <string.h>

#include "feed/apply.h"
#include "feed/conditions.h"

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
    const size_t size = market->exchange.size + market->symbol.size + 1; /* an allocation of 0 bytes would fail */
    void *memory;
    LM_TRY(lm_allocate_raw(feed->host, size, &memory));
    feed->kept_sizes[feed->kept_count] = size;
    feed->kept[feed->kept_count++] = memory;
    uint8_t *const symbol = (uint8_t *)memory + market->exchange.size;
    if (market->exchange.size > 0)
        memcpy(memory, market->exchange.data, market->exchange.size);
    if (market->symbol.size > 0)
        memcpy(symbol, market->symbol.data, market->symbol.size);
    *kept = (lm_feed_market){{memory, market->exchange.size}, {symbol, market->symbol.size}};
    return LM_OK;
}

void lm_feed_free(lm_feed *feed)
{
    lm_id_set_free(feed->host, &feed->ids);
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
    if (feed->all_markets)
        return LM_OK;
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
lm_status lm_feed_take(lm_feed *feed, const lm_row *row)
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

/* ---- symbols */

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

lm_status lm_feed_check_symbols(const lm_feed *feed)
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

/*
 * Sets the requested market from "BTCUSDT" or, if rows name their exchange, "binance-futures:BTCUSDT". The text is copied,
 * because content may come later.
 */
static lm_status set_symbol(lm_feed *feed, lm_bytes symbol)
{
    const uint8_t *colon = feed->layout->exchange >= 0 ? memchr(symbol.data, ':', symbol.size) : NULL;
    lm_feed_market market = {{NULL, 0}, symbol};
    feed->symbol_given = true;
    feed->exchange_given = colon != NULL;
    if (colon) {
        market.exchange = (lm_bytes){symbol.data, (size_t)(colon - symbol.data)};
        market.symbol = (lm_bytes){colon + 1, symbol.size - market.exchange.size - 1};
    }
    return keep_market(feed, &market, &feed->market);
}

/* Sets what rows out need: the contract of the layout, and the symbol of a file that names none. */
static lm_status begin_rows_out(lm_feed *feed, lm_bytes symbol)
{
    const bool every = symbol.size == 1 && symbol.data[0] == '*';
    lm_feed_market given = {{NULL, 0}, symbol};
    if (feed->layout->contract != LM_ANY_CONTRACT && feed->options.contract == LM_LINEAR)
        feed->options.contract = (uint8_t)feed->layout->contract;
    if (symbol.size == 0 || every) {
        feed->all_markets = every && feed->layout->symbol >= 0;
        return LM_OK;
    }
    LM_TRY(keep_market(feed, &given, &given));
    feed->symbol_of_all = given.symbol;
    return LM_OK;
}

lm_status lm_feed_begin(lm_feed *feed, const lm_feed_options *options)
{
    const lm_bytes symbol = {options ? (const uint8_t *)options->symbol : NULL, options ? options->symbol_length : 0};
    if (feed->rows)
        LM_TRY(begin_rows_out(feed, symbol.data ? symbol : (lm_bytes){NULL, 0}));
    LM_TRY(lm_feed_choose_amounts(feed));
    if (!symbol.data || feed->all_markets || (feed->rows && feed->layout->symbol < 0))
        return LM_OK;
    return set_symbol(feed, symbol);
}

void lm_feed_options_init(lm_feed_options *options)
{
    *options = (lm_feed_options){0};
}

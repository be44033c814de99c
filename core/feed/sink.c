/* Where the rows of a feed go: into the tape that is built, or out as rows, after the same checks. */
#include "feed/sink.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/decimal.h"
#include "base/rng.h"
#include "feed/dedup.h"
#include "tape/check.h"

/* Adds the number of the line to the error of a tape function. */
static lm_status add_line_number(const lm_feed *feed, int64_t line, lm_status status)
{
    char message[sizeof feed->host->error.message];
    if (status == LM_OK || status == LM_E_MEMORY || status == LM_E_INTERRUPTED || status == LM_E_LIMIT)
        return status;
    memcpy(message, feed->host->error.message, sizeof message);
    snprintf(feed->host->error.message, sizeof message, "line %lld: %.220s", (long long)line, message);
    return status;
}

/* ---- rows out */

/* Copies a text of the batch before; *offset is moved to the new place. */
static lm_status keep_text(lm_host *host, lm_rows_out *out, size_t *offset)
{
    const char *text = (const char *)out->spare.data + *offset;
    if (*offset == 0)
        return LM_OK;
    *offset = out->texts.size;
    return lm_buffer_append(host, &out->texts, text, strlen(text) + 1);
}

lm_status lm_rows_begin(lm_host *host, lm_rows_out *out)
{
    const size_t given = out->count - out->held;
    const lm_buffer texts = out->texts;
    out->texts = out->spare;
    out->spare = texts;
    out->texts.size = 0;
    LM_TRY(lm_buffer_append(host, &out->texts, "", 1)); /* offset 0 means unknown */
    for (size_t i = 0; i < out->held; i++) {
        lm_row_texts *kept = &out->row_texts[i];
        out->rows[i] = out->rows[given + i];
        *kept = out->row_texts[given + i];
        LM_TRY(keep_text(host, out, &kept->market));
        LM_TRY(keep_text(host, out, &kept->id));
        LM_TRY(keep_text(host, out, &kept->name));
    }
    out->count = out->held;
    out->held = 0;
    return LM_OK;
}

int32_t *lm_rows_find_taker(lm_rows_out *out, const lm_trade *trade, uint64_t id)
{
    for (size_t i = out->count; i-- > 0;) {
        lm_feed_row *row = &out->rows[i];
        if (out->row_texts[i].trade_id == id && row->kind[0] == 't' && row->price == trade->price &&
            row->qty == trade->qty)
            return &row->taker;
    }
    return NULL;
}

void lm_rows_complete(lm_rows_out *out)
{
    const char *texts = (const char *)out->texts.data;
    for (size_t i = 0; i < out->count; i++) {
        const lm_row_texts *offsets = &out->row_texts[i];
        out->rows[i].market = offsets->market ? texts + offsets->market : NULL;
        out->rows[i].id = offsets->id ? texts + offsets->id : NULL;
        out->rows[i].name = offsets->name ? texts + offsets->name : NULL;
    }
}

void lm_rows_free(lm_host *host, lm_rows_out *out)
{
    lm_release(host, out->rows, out->capacity * sizeof *out->rows);
    lm_release(host, out->row_texts, out->text_capacity * sizeof *out->row_texts);
    lm_buffer_free(host, &out->texts);
    lm_buffer_free(host, &out->spare);
    lm_copies_free(host, &out->copies);
}

/* Begins a text, which ends at the next call of end_text(). Reserves memory for one of `size` bytes. */
static lm_status begin_text(lm_host *host, lm_rows_out *out, size_t size)
{
    if (out->texts.size == 0)
        out->texts.size = 1;
    return lm_buffer_reserve(host, &out->texts, size + 2);
}

static void put(lm_rows_out *out, lm_bytes text)
{
    if (text.size > 0)
        memcpy(out->texts.data + out->texts.size, text.data, text.size);
    out->texts.size += text.size;
}

static void put_character(lm_rows_out *out, char c)
{
    out->texts.data[out->texts.size++] = (uint8_t)c;
}

/* Adds the market of a row: its symbol, or "binance-futures:BTCUSDT" where rows name their exchange. */
static lm_status add_market(const lm_feed *feed, lm_rows_out *out, const lm_row *row, size_t *offset)
{
    const lm_layout *layout = feed->layout;
    lm_bytes exchange = {NULL, 0}, symbol = {NULL, 0};
    if (layout->symbol >= 0)
        symbol = row->fields[layout->symbol];
    if (layout->exchange >= 0 && symbol.size > 0)
        exchange = row->fields[layout->exchange];
    if (symbol.size == 0)
        symbol = feed->symbol_of_all;
    *offset = 0;
    if (symbol.size == 0)
        return LM_OK;
    LM_TRY(begin_text(feed->host, out, exchange.size + symbol.size + 1));
    *offset = out->texts.size;
    put(out, exchange);
    if (exchange.size > 0)
        put_character(out, ':');
    put(out, symbol);
    put_character(out, '\0');
    return LM_OK;
}

/* Adds the id of a row, which is that of its stream or of the layout; several columns are separated by a blank. */
static lm_status add_id(const lm_feed *feed, lm_rows_out *out, const lm_layout_stream *stream, const lm_row *row,
                        size_t *offset)
{
    const bool of_stream = stream->id_count > 0;
    const int count = of_stream ? stream->id_count : feed->layout->id_count;
    const int *columns = of_stream ? stream->ids : feed->layout->ids;
    size_t size = 0;
    *offset = 0;
    if (feed->layout->doubled)
        return LM_OK; /* rows that are left of equal ones have the same columns */
    for (int i = 0; i < count; i++)
        size += row->fields[columns[i]].size + 1;
    LM_TRY(begin_text(feed->host, out, size));
    const size_t begin = out->texts.size;
    for (int i = 0; i < count; i++) {
        if (lm_is_no_id(row->fields[columns[i]]))
            continue;
        if (out->texts.size > begin)
            put_character(out, ' ');
        put(out, row->fields[columns[i]]);
    }
    if (out->texts.size == begin)
        return LM_OK;
    put_character(out, '\0');
    *offset = begin;
    return LM_OK;
}

/* Makes an id of a row that has none: price, quantity, side, and its number among equal rows. */
static lm_status make_id(const lm_feed *feed, lm_rows_out *out, const lm_feed_row *row, size_t market_at,
                         size_t *offset)
{
    const char *side = row->has_side                   ? (row->side == LM_LONG ? "long" : "short")
                       : row->taker == LM_TAKER_BOUGHT ? "buy"
                       : row->taker == LM_TAKER_SOLD   ? "sell"
                                                       : "unknown";
    const char *market = market_at ? (const char *)out->texts.data + market_at : "";
    char price[LM_NUMBER_SIZE] = "", qty[LM_NUMBER_SIZE], text[2 * LM_NUMBER_SIZE + 48];
    uint64_t hash = lm_mix((uint64_t)row->time), number;
    if (row->price == row->price)
        lm_decimal_print(row->price, price);
    lm_decimal_print(row->qty, qty);
    hash = lm_mix(hash + lm_bits_from_double(row->price == row->price ? row->price : 0));
    hash = lm_mix(hash + lm_bits_from_double(row->qty));
    hash = lm_mix(hash + (uint64_t)side[0] * 256 + (uint64_t)side[1]);
    for (const char *at = market; *at; at++)
        hash = lm_mix(hash + (uint8_t)*at);
    LM_TRY(lm_copies_add(feed->host, &out->copies, hash, &number));
    const int size = snprintf(text, sizeof text, "%s%s%s %s %llu", price, price[0] ? " " : "", qty, side,
                              (unsigned long long)number);
    LM_TRY(begin_text(feed->host, out, (size_t)size));
    *offset = out->texts.size;
    put(out, (lm_bytes){(const uint8_t *)text, (size_t)size + 1});
    return LM_OK;
}

static lm_status add_row(lm_feed *feed, const lm_layout_stream *stream, const lm_row *from, lm_feed_row *row,
                         lm_bytes name)
{
    lm_rows_out *out = feed->rows;
    lm_row_texts texts = {.trade_id = feed->trade_id};
    row->line = from->line;
    LM_TRY(add_market(feed, out, from, &texts.market));
    if (stream) {
        LM_TRY(add_id(feed, out, stream, from, &texts.id));
        if (!texts.id && out->make_ids && row->qty == row->qty)
            LM_TRY(make_id(feed, out, row, texts.market, &texts.id));
    }
    if (name.size > 0) {
        LM_TRY(begin_text(feed->host, out, name.size));
        texts.name = out->texts.size;
        put(out, name);
        put_character(out, '\0');
    }
    LM_TRY(LM_RESERVE(feed->host, out->rows, out->capacity, out->count + 1));
    LM_TRY(LM_RESERVE(feed->host, out->row_texts, out->text_capacity, out->count + 1));
    out->rows[out->count] = *row;
    out->row_texts[out->count++] = texts;
    return LM_OK;
}

static const lm_bytes no_name = {NULL, 0};

static lm_feed_row empty_row(const char *kind, int64_t time)
{
    return (lm_feed_row){.kind = kind,
                         .time = time,
                         .price = NAN,
                         .qty = NAN,
                         .taker = LM_TAKER_UNKNOWN,
                         .value = NAN,
                         .open = NAN,
                         .high = NAN,
                         .low = NAN,
                         .close = NAN,
                         .volume = NAN,
                         .taker_buy_volume = NAN};
}

/* ---- trades */

lm_status lm_feed_flush(lm_feed *feed)
{
    size_t done = 0;
    if (feed->pending == 0)
        return LM_OK;
    const lm_status status = lm_tape_trades(feed->host, &feed->tape, feed->trades, feed->pending, &done);
    feed->pending = 0;
    return add_line_number(feed, status == LM_OK ? 0 : feed->lines[done], status);
}

static lm_status check_price_and_quantity(lm_host *host, double price, double qty)
{
    LM_TRY(lm_check_price(host, price, "price"));
    return lm_check_amount(host, qty, "quantity");
}

lm_status lm_sink_trade(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, const lm_trade *trade)
{
    feed->report.trades++;
    if (feed->rows) {
        lm_feed_row out = empty_row("trade", trade->time);
        out.price = trade->price;
        out.qty = trade->qty;
        out.taker = trade->taker;
        LM_TRY(add_line_number(feed, row->line, check_price_and_quantity(feed->host, trade->price, trade->qty)));
        return add_row(feed, stream, row, &out, no_name);
    }
    if (feed->pending == LM_FEED_BATCH) /* not before, because the other side of the last trade may follow */
        LM_TRY(lm_feed_flush(feed));
    feed->lines[feed->pending] = row->line;
    feed->trade_ids[feed->pending] = feed->trade_id;
    feed->trades[feed->pending++] = *trade;
    return LM_OK;
}

/* ---- candles */

/*
 * Ends a candle at the end of the frame in which it begins. After a halt, candles of an exchange begin off the grid and
 * extend into the next frame. A candle longer than a frame stays as it is, and is refused.
 */
static void end_in_frame(const lm_tape_options *options, lm_candle *candle)
{
    const int64_t into_frame = ((candle->time % options->frame) + options->frame) % options->frame;
    const int64_t left = options->frame - into_frame;
    if (candle->duration <= options->frame && candle->duration > left)
        candle->duration = left;
}

lm_status lm_sink_candle(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, lm_candle *candle)
{
    feed->report.candles++;
    if (!feed->rows) {
        end_in_frame(&feed->options, candle);
        return add_line_number(feed, row->line, lm_tape_candle(feed->host, &feed->tape, candle));
    }
    lm_feed_row out = empty_row("candle", candle->time);
    out.duration = candle->duration;
    out.open = candle->open;
    out.high = candle->high;
    out.low = candle->low;
    out.close = candle->close;
    out.volume = candle->volume;
    out.taker_buy_volume = candle->taker_buy_volume;
    LM_TRY(add_line_number(feed, row->line, lm_check_candle(feed->host, candle)));
    return add_row(feed, stream, row, &out, no_name);
}

/* ---- gauges and liquidations */

lm_status lm_sink_gauge(lm_feed *feed, const lm_row *row, int64_t time, lm_bytes name, double value)
{
    const char *text = (const char *)name.data;
    feed->report.gauges++;
    if (!feed->rows)
        return add_line_number(feed, row->line, lm_tape_gauge(feed->host, &feed->tape, time, text, name.size, value));
    lm_feed_row out = empty_row("gauge", time);
    out.value = value + 0.0; /* -0 becomes 0, as in a tape */
    LM_TRY(add_line_number(feed, row->line, lm_check_gauge(feed->host, text, name.size, value)));
    return add_row(feed, NULL, row, &out, name);
}

lm_status lm_sink_liquidation(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, int64_t time,
                              const double *price, double amount, lm_side side)
{
    lm_status status;
    feed->report.liquidations++;
    if (!feed->rows) {
        status = price ? lm_tape_liquidation(feed->host, &feed->tape, time, *price, amount, side)
                       : lm_tape_liquidation_without_price(feed->host, &feed->tape, time, amount, side);
        return add_line_number(feed, row->line, status);
    }
    lm_feed_row out = empty_row("liquidation", time);
    out.price = price ? *price : NAN;
    out.qty = amount;
    out.has_side = true;
    out.side = side;
    status =
        price ? check_price_and_quantity(feed->host, *price, amount) : lm_check_amount(feed->host, amount, "notional");
    LM_TRY(add_line_number(feed, row->line, status));
    return add_row(feed, stream, row, &out, no_name);
}

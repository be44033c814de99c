/*
 * Applies the streams of a layout to a row: parses times, numbers and sides of its fields, and converts quantities to
 * contracts.
 */
#include "feed/apply.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/number.h"
#include "feed/conditions.h"
#include "feed/repeat.h"
#include "feed/sink.h"

/* ---- errors */

static lm_status field_error(const lm_feed *feed, const lm_row *row, int column, lm_status status, const char *what)
{
    char text[LM_QUOTED_SIZE];
    return lm_fail(feed->host, status, NULL, "line %lld: %s: \"%s\" %s", (long long)row->line,
                   feed->layout->columns[column], lm_feed_quote(row->fields[column], text), what);
}

/* ---- fields */

/* Parses a number; *present is false for an empty field. LM_E_CORRUPT, LM_E_RANGE. */
static lm_status read_number(const lm_feed *feed, const lm_row *row, int column, double *number, bool *present)
{
    const lm_bytes field = row->fields[column];
    *present = field.size > 0;
    if (!*present)
        return LM_OK;
    if (!lm_decimal_read((const char *)field.data, field.size, number))
        return field_error(feed, row, column, LM_E_CORRUPT, "is not a number");
    return lm_finite(*number) ? LM_OK : field_error(feed, row, column, LM_E_RANGE, "is too large");
}

static lm_status read_figure(const lm_feed *feed, const lm_layout_stream *stream, enum lm_layout_figure_kind kind,
                             const lm_row *row, double *number, bool *present)
{
    const lm_layout_figure *figure = &stream->figures[kind];
    double over = 1;
    LM_TRY(read_number(feed, row, figure->column, number, present));
    if (*present && figure->over >= 0)
        LM_TRY(read_number(feed, row, figure->over, &over, present));
    if (!*present)
        return LM_OK;
    if (!(over > 0))
        return field_error(feed, row, figure->over, LM_E_RANGE, "must be above 0");
    *number *= figure->scale / over;
    return lm_finite(*number) ? LM_OK : field_error(feed, row, figure->column, LM_E_RANGE, "is too large");
}

/* The range of times that a file may have. A number outside of it is another column, or has lost digits. */
#define EARLIEST (631152000 * LM_SECOND) /* 1990 */
#define LATEST (4102444800 * LM_SECOND)  /* 2100 */

static lm_status read_time(const lm_feed *feed, const lm_row *row, int column, int64_t *time, bool *present)
{
    const lm_bytes field = row->fields[column];
    *present = field.size > 0;
    if (*present && !lm_time_of_field((const char *)field.data, field.size, time))
        return field_error(feed, row, column, LM_E_TIME, "is not a time");
    if (*present && (*time < EARLIEST || *time >= LATEST))
        return field_error(feed, row, column, LM_E_TIME, "is a time before 1990 or after 2099");
    return LM_OK;
}

/* Finds the side of a row: 0 or 1, the index of its words in the stream; -1 for an empty field or an unknown side. */
static lm_status read_side(const lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, int *side)
{
    const lm_bytes field = row->fields[stream->side];
    for (*side = 0; *side < 2; ++*side)
        if (lm_feed_is_one_of(field, &stream->sides[*side]))
            return LM_OK;
    *side = -1;
    if (field.size == 0 || lm_feed_is_one_of(field, &stream->unknown))
        return LM_OK;
    char what[LM_LAYOUT_WORD_SIZE * 2 + 32];
    snprintf(what, sizeof what, "is neither \"%s\" nor \"%s\"", stream->sides[0].words[0], stream->sides[1].words[0]);
    return field_error(feed, row, stream->side, LM_E_CORRUPT, what);
}

/* ---- quantities */

/* Chooses the unit of a stream's quantity that needs no price for its conversion, if the stream has one. */
static enum lm_layout_figure_kind choose_amount(const lm_layout_stream *stream, int contract)
{
    const enum lm_layout_figure_kind native = contract == LM_LINEAR ? LM_FIGURE_BASE : LM_FIGURE_QUOTE;
    if (stream->figures[native].column >= 0)
        return native;
    if (stream->figures[LM_FIGURE_CONTRACTS].column >= 0)
        return LM_FIGURE_CONTRACTS;
    return contract == LM_LINEAR ? LM_FIGURE_QUOTE : LM_FIGURE_BASE;
}

/* Finds the side of a quantity by its sign, if the sign is the side, and makes the quantity positive. */
static void take_sign(const lm_layout_stream *stream, double *amount, int *side)
{
    if (!stream->by_sign)
        return;
    *side = *amount > 0 ? stream->positive_side : *amount < 0 ? 1 - stream->positive_side : -1;
    *amount = fabs(*amount);
}

static double contracts_of(const lm_tape_options *options, enum lm_layout_figure_kind unit, double amount, double price)
{
    if (unit == LM_FIGURE_CONTRACTS)
        return amount;
    if (options->contract == LM_LINEAR)
        return (unit == LM_FIGURE_QUOTE ? amount / price : amount) / options->contract_size;
    return (unit == LM_FIGURE_BASE ? amount * price : amount) / options->contract_size;
}

lm_status lm_feed_choose_amounts(lm_feed *feed)
{
    static const char *const contracts[] = {"linear", "inverse"};
    const lm_layout *layout = feed->layout;
    const int contract = feed->options.contract;
    if (layout->contract != LM_ANY_CONTRACT && layout->contract != contract) {
        char hint[96];
        snprintf(hint, sizeof hint, "Create the tape with {\"contract\": \"%s\"}.", contracts[layout->contract]);
        return lm_fail(feed->host, LM_E_MISMATCH, hint, "%s has %s contracts, but the tape has %s ones", layout->name,
                       contracts[layout->contract], contracts[contract]);
    }
    for (int i = 0; i < layout->stream_count; i++) {
        feed->amounts[i] = choose_amount(&layout->streams[i], contract);
        const bool by_price = feed->amounts[i] == (contract == LM_LINEAR ? LM_FIGURE_QUOTE : LM_FIGURE_BASE);
        if (layout->streams[i].kind == LM_STREAM_CANDLES && by_price)
            return lm_fail(feed->host, LM_E_MISMATCH,
                           "Use a layout with a volume in that unit: a candle has no single price to convert by.",
                           "the volume of candles in %s is not in a unit of %s contracts", layout->name,
                           contracts[contract]);
    }
    return LM_OK;
}

/* ---- streams: one handler for each kind */

/*
 * Compares the contract size of the tape with that of a row which has both contracts and coins of inverse contracts.
 * LM_E_MISMATCH if they differ by more than rounding, as without a contract size in the options of the tape.
 */
static lm_status check_contract_size(const lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                                     double contracts, double least_price, double most_price)
{
    double coins;
    bool present;
    char hint[96];
    if (feed->options.contract != LM_INVERSE || stream->figures[LM_FIGURE_CONTRACTS].column < 0 ||
        stream->figures[LM_FIGURE_BASE].column < 0 || (feed->rows && feed->options.contract_size == 1))
        return LM_OK;
    LM_TRY(read_figure(feed, stream, LM_FIGURE_BASE, row, &coins, &present));
    if (!present || !(contracts > 0) || coins < 1e-6)
        return LM_OK;
    const double size = feed->options.contract_size;
    const double least = coins * least_price / contracts, most = coins * most_price / contracts;
    if (size > least * 0.99 && size < most * 1.01)
        return LM_OK;
    snprintf(hint, sizeof hint, "Create the tape with {\"contract_size\": %.3g}.", (least + most) / 2);
    return lm_fail(feed->host, LM_E_MISMATCH, hint,
                   "line %lld: a contract is %.3g by %s, but %g in the options of the tape", (long long)row->line,
                   (least + most) / 2, feed->layout->columns[stream->figures[LM_FIGURE_BASE].column], size);
}

static lm_status add_trade_row(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                               lm_row_outcome *outcome)
{
    const enum lm_layout_figure_kind unit = feed->amounts[stream - feed->layout->streams];
    lm_trade trade;
    double amount;
    int side = -1;
    bool present;
    LM_TRY(read_time(feed, row, stream->ts, &trade.time, &present));
    if (present)
        LM_TRY(read_figure(feed, stream, LM_FIGURE_PRICE, row, &trade.price, &present));
    if (present)
        LM_TRY(read_figure(feed, stream, unit, row, &amount, &present));
    if (!present)
        return LM_OK;
    if (trade.price == 0 && amount == 0) {
        *outcome = LM_ROW_VOIDED;
        return LM_OK;
    }
    if (unit == LM_FIGURE_CONTRACTS)
        LM_TRY(check_contract_size(feed, stream, row, amount, trade.price, trade.price));
    if (stream->side >= 0)
        LM_TRY(read_side(feed, stream, row, &side));
    take_sign(stream, &amount, &side);
    trade.qty = contracts_of(&feed->options, unit, amount, trade.price);
    trade.taker = side < 0 ? LM_TAKER_UNKNOWN : side == 0 ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
    LM_TRY(lm_feed_check_trade_repeat(feed, stream, row, &trade, outcome));
    return *outcome == LM_ROW_REPEATED ? LM_OK : lm_sink_trade(feed, stream, row, &trade);
}

/* Computes the duration of a candle from its end. Exchanges write the last instant, a tick before the end. */
static lm_status read_duration(const lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                               lm_candle *candle)
{
    int64_t last = 0;
    bool present;
    LM_TRY(read_time(feed, row, stream->end, &last, &present));
    if (!present)
        return LM_OK;
    if (last <= candle->time || last - candle->time > LM_DAY)
        return field_error(feed, row, stream->end, LM_E_TIME, "is not the end of a candle of at most a day");
    candle->duration = (last - candle->time + LM_SECOND - 1) / LM_SECOND * LM_SECOND;
    return LM_OK;
}

static lm_status add_candle_row(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                                lm_row_outcome *outcome)
{
    const enum lm_layout_figure_kind unit = feed->amounts[stream - feed->layout->streams];
    lm_candle candle = {.duration = feed->options.candle ? feed->options.candle : feed->options.frame,
                        .taker_buy_volume = NAN};
    double *const figures[] = {&candle.open, &candle.high, &candle.low, &candle.close};
    bool present;
    LM_TRY(read_time(feed, row, stream->ts, &candle.time, &present));
    for (int i = 0; present && i < 4; i++)
        LM_TRY(read_figure(feed, stream, (enum lm_layout_figure_kind)(LM_FIGURE_OPEN + i), row, figures[i], &present));
    if (present)
        LM_TRY(read_figure(feed, stream, unit, row, &candle.volume, &present));
    if (!present)
        return LM_OK;
    present = false;
    if (unit == LM_FIGURE_CONTRACTS)
        LM_TRY(check_contract_size(feed, stream, row, candle.volume, candle.low, candle.high));
    candle.volume = contracts_of(&feed->options, unit, candle.volume, 1);
    double bought;
    if (stream->figures[LM_FIGURE_TAKER_BUY].column >= 0)
        LM_TRY(read_figure(feed, stream, LM_FIGURE_TAKER_BUY, row, &bought, &present));
    if (present)
        candle.taker_buy_volume = contracts_of(&feed->options, unit, bought, 1);
    if (stream->end >= 0)
        LM_TRY(read_duration(feed, stream, row, &candle));
    const double says[] = {candle.open, candle.high, candle.low, candle.close, candle.volume, candle.taker_buy_volume};
    LM_TRY(lm_feed_check_repeat(feed, stream, row, says, sizeof says / sizeof says[0], outcome));
    return *outcome == LM_ROW_REPEATED ? LM_OK : lm_sink_candle(feed, stream, row, &candle);
}

/* Counts samples of open interest that are 0, and refuses those below. */
static lm_status check_open_interest(lm_feed *feed, int column, const lm_row *row, lm_bytes name, double value)
{
    static const char open_interest[] = "open_interest";
    if (name.size != sizeof open_interest - 1 || memcmp(name.data, open_interest, name.size) != 0)
        return LM_OK;
    if (value < 0)
        return field_error(feed, row, column, LM_E_RANGE, "is open interest below 0");
    feed->report.zero_open_interest += value == 0;
    feed->has_open_interest |= value > 0;
    return LM_OK;
}

static lm_status add_gauge_row(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                               lm_row_outcome *outcome)
{
    const bool counted = stream->figures[LM_FIGURE_CONTRACTS].column >= 0;
    lm_bytes name = {(const uint8_t *)stream->gauge, strlen(stream->gauge)};
    int64_t time;
    double value;
    bool present;
    LM_TRY(read_figure(feed, stream, counted ? LM_FIGURE_CONTRACTS : LM_FIGURE_VALUE, row, &value, &present));
    if (present)
        LM_TRY(read_time(feed, row, stream->ts, &time, &present));
    if (stream->name >= 0)
        name = row->fields[stream->name];
    if (!present || name.size == 0)
        return LM_OK;
    if (counted)
        value *= feed->options.contract_size;
    LM_TRY(lm_feed_check_repeat(feed, stream, row, &value, 1, outcome));
    if (*outcome == LM_ROW_REPEATED)
        return LM_OK;
    LM_TRY(check_open_interest(feed, stream->figures[counted ? LM_FIGURE_CONTRACTS : LM_FIGURE_VALUE].column, row, name,
                               value));
    return lm_sink_gauge(feed, row, time, name, value);
}

/* Adds an observed liquidation. An amount of 0 is a bar without liquidations, and adds nothing. */
static lm_status add_liquidation_row(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                                     lm_row_outcome *outcome)
{
    const bool has_price = stream->figures[LM_FIGURE_PRICE].column >= 0;
    const enum lm_layout_figure_kind unit = has_price ? feed->amounts[stream - feed->layout->streams] : LM_FIGURE_QUOTE;
    int64_t time;
    double price = 0, amount;
    int side = stream->fixed_side;
    bool present;
    LM_TRY(read_time(feed, row, stream->ts, &time, &present));
    if (present)
        LM_TRY(read_figure(feed, stream, unit, row, &amount, &present));
    if (present && has_price)
        LM_TRY(read_figure(feed, stream, LM_FIGURE_PRICE, row, &price, &present));
    if (!present || amount == 0)
        return LM_OK;
    if (stream->side >= 0)
        LM_TRY(read_side(feed, stream, row, &side));
    take_sign(stream, &amount, &side);
    if (side < 0)
        return LM_OK;
    const double says[] = {price, amount, side};
    LM_TRY(lm_feed_check_repeat(feed, stream, row, says, sizeof says / sizeof says[0], outcome));
    if (*outcome == LM_ROW_REPEATED)
        return LM_OK;
    if (has_price)
        amount = contracts_of(&feed->options, unit, amount, price);
    return lm_sink_liquidation(feed, stream, row, time, has_price ? &price : NULL, amount, (lm_side)side);
}

lm_status lm_feed_check_kind(lm_feed *feed, const lm_row *row)
{
    char what[LM_LAYOUT_NAME_SIZE + 32];
    for (int i = 0; i < feed->layout->only_count; i++) {
        if (lm_feed_conditions_hold(&feed->layout->only[i], 1, row))
            continue;
        snprintf(what, sizeof what, "is another kind than %s", feed->layout->name);
        return field_error(feed, row, feed->layout->only[i].column, LM_E_CORRUPT, what);
    }
    return LM_OK;
}

/* Finds a column that a stream needs and the row does not even have empty; -1 if there is none. */
static int find_missing(const lm_feed *feed, const lm_layout_stream *stream, const lm_row *row)
{
    const enum lm_layout_figure_kind unit = feed->amounts[stream - feed->layout->streams];
    for (int kind = LM_FIGURE_BASE; kind < LM_FIGURE_COUNT; kind++) {
        const int column = stream->figures[kind].column;
        if (column < 0 || kind == LM_FIGURE_TAKER_BUY || row->fields[column].data)
            continue;
        if (kind > LM_FIGURE_QUOTE || kind == (int)unit || stream->kind == LM_STREAM_GAUGES)
            return column;
    }
    return row->fields[stream->ts].data ? -1 : stream->ts;
}

lm_status lm_feed_check_members(lm_feed *feed, const lm_row *row)
{
    int missing = -1;
    for (int i = 0; i < feed->layout->stream_count; i++) {
        const lm_layout_stream *stream = &feed->layout->streams[i];
        if (!lm_feed_conditions_hold(stream->conditions, stream->condition_count, row))
            continue;
        missing = find_missing(feed, stream, row);
        if (missing < 0)
            return LM_OK;
    }
    if (missing < 0)
        return LM_OK;
    return lm_fail(feed->host, LM_E_CORRUPT, "Check that the file has this layout.",
                   "line %lld: a row without \"%s\" of %s", (long long)row->line, feed->layout->paths[missing],
                   feed->layout->name);
}

lm_status lm_feed_apply(lm_feed *feed, const lm_row *row, lm_row_outcome *outcome)
{
    static lm_status (*const handlers[])(lm_feed *, const lm_layout_stream *, const lm_row *, lm_row_outcome *) = {
        add_trade_row, add_candle_row, add_gauge_row, add_liquidation_row};
    *outcome = LM_ROW_NOT_SELECTED;
    for (int i = 0; i < feed->layout->stream_count; i++) {
        const lm_layout_stream *stream = &feed->layout->streams[i];
        lm_row_outcome of_stream = LM_ROW_EMPTY;
        if (!lm_feed_conditions_hold(stream->conditions, stream->condition_count, row))
            continue;
        LM_TRY(handlers[stream->kind](feed, stream, row, &of_stream));
        *outcome = of_stream > *outcome ? of_stream : *outcome;
    }
    return LM_OK;
}

/* Makes the golden tapes: tapes of every kind, from short inputs. */
#ifndef GOLDEN_TAPES_H
#define GOLDEN_TAPES_H

#include "golden.h"

#define GOLDEN_TRADES 200

static lm_buffer golden_walk(const lm_tape_options *options, size_t count, uint64_t seed, int64_t since, int64_t step)
{
    static lm_trade trades[GOLDEN_TRADES];
    golden_trades(trades, count, seed, since, step);
    return finished(tape_of(options, trades, count));
}

/* ---- empty tapes, and tapes without trades */

static lm_buffer make_empty(void)
{
    const lm_tape_options options = default_options();
    return finished(tape_of(&options, NULL, 0));
}

static lm_buffer make_empty_unplaced(void)
{
    lm_tape_options options = default_options();
    options.has_prices = false;
    return finished(tape_of(&options, NULL, 0));
}

/* Gauges with many samples and with one, whole numbers and many digits, both signs, -0, and a name beyond ASCII. */
static lm_buffer make_gauges_only(void)
{
    static const double values[] = {0.0001, -0.00012345678901234, 0.1 + 0.2, -0.0, 1e300, -5e-324, 78000};
    lm_tape_options options = default_options();
    lm_tape *tape;
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    for (int i = 0; i < 40; i++) {
        golden_gauge(&tape, NEW_YEAR + i * 25 * LM_SECOND, "open_interest", 78000 + (double)(i * i % 97) / 8);
        golden_gauge(&tape, NEW_YEAR + i * 25 * LM_SECOND + i, "funding_rate", values[i % 7]);
    }
    golden_gauge(&tape, NEW_YEAR + LM_DAY, "b\xc3\xa9ta", 1.25);
    golden_gauge(&tape, NEW_YEAR + LM_DAY, "a", -3);
    return finished(tape);
}

static lm_buffer make_forced_only(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR + 5 * LM_SECOND, 88000, 1.5, LM_LONG));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR + 6 * LM_SECOND, 88000.5, 0.25, LM_LONG));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR + LM_MINUTE, 93000, 2, LM_SHORT));
    return finished(tape);
}

static lm_buffer make_forced_unplaced(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR, 125000.75, LM_LONG));
    must(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR + LM_MINUTE, 33, LM_SHORT));
    return finished(tape);
}

/* ---- trades */

static lm_buffer make_trades_linear(void)
{
    const lm_tape_options options = default_options();
    return golden_walk(&options, GOLDEN_TRADES, 1, NEW_YEAR, 90 * LM_SECOND);
}

static lm_buffer make_trades_inverse(void)
{
    lm_tape_options options = default_options();
    options.contract = LM_INVERSE;
    options.contract_size = 100;
    strcpy(options.symbol, "MADE UP");
    return golden_walk(&options, GOLDEN_TRADES, 2, NEW_YEAR, 90 * LM_SECOND);
}

/* Trades of a market whose quote was given, because its symbol does not say it. */
static lm_buffer make_quote(void)
{
    lm_tape_options options = default_options();
    strcpy(options.symbol, "BTC");
    strcpy(options.quote, "USDC");
    return golden_walk(&options, GOLDEN_TRADES, 5, NEW_YEAR, 90 * LM_SECOND);
}

static lm_buffer make_unknown_takers(void)
{
    static lm_trade trades[60];
    const lm_tape_options options = default_options();
    golden_trades(trades, 60, 3, NEW_YEAR, 10 * LM_SECOND);
    for (int i = 0; i < 60; i += 2)
        trades[i].taker = LM_TAKER_UNKNOWN;
    return finished(tape_of(&options, trades, 60));
}

/* Trades out of order, some at the same time, some without quantity. */
static lm_buffer make_out_of_order(void)
{
    static lm_trade trades[80];
    const lm_tape_options options = default_options();
    golden_trades(trades, 80, 4, NEW_YEAR, 7 * LM_SECOND);
    for (int i = 0; i < 40; i++) {
        const lm_trade trade = trades[i];
        trades[i] = trades[79 - i];
        trades[79 - i] = trade;
    }
    for (int i = 1; i < 80; i += 9) {
        trades[i].time = trades[i - 1].time;
        trades[i].qty = 0;
    }
    return finished(tape_of(&options, trades, 80));
}

static lm_buffer golden_precise(int precision, uint64_t seed)
{
    lm_tape_options options = default_options();
    options.precision = (uint8_t)precision;
    return golden_walk(&options, 120, seed, NEW_YEAR, 60 * LM_SECOND);
}

static lm_buffer make_precision_8(void)
{
    return golden_precise(8, 5);
}

static lm_buffer make_precision_20(void)
{
    return golden_precise(20, 6);
}

static lm_buffer make_frame_second(void)
{
    lm_tape_options options = default_options();
    options.frame = options.candle = LM_SECOND;
    return golden_walk(&options, 120, 7, NEW_YEAR, LM_SECOND / 2);
}

static lm_buffer make_frame_day(void)
{
    lm_tape_options options = default_options();
    options.frame = options.candle = LM_DAY;
    return golden_walk(&options, 120, 8, NEW_YEAR, LM_DAY / 12);
}

/* A frame width that does not divide a day, and hours without trades. */
static lm_buffer make_frame_odd(void)
{
    lm_tape_options options = default_options();
    options.frame = options.candle = 7 * LM_MINUTE + LM_SECOND / 4;
    return golden_walk(&options, 60, 9, NEW_YEAR, 5 * 60 * LM_MINUTE);
}

static lm_buffer make_counting(void)
{
    lm_tape_options options = default_options();
    options.contract_size = 0.001;
    options.unit = 0.01;
    strcpy(options.symbol, "\xc3\x89TH-PERP \"x\"");
    return golden_walk(&options, 60, 10, NEW_YEAR, 30 * LM_SECOND);
}

/* From the least price to the greatest, decimal and not, and counts near the end of 64 bits. */
static lm_buffer make_extreme_prices(void)
{
    static const double prices[] = {LM_PRICE_MIN, 3e-15,      0x1p-30, 0.1 + 0.2,         1,
                                    1.0 / 3,      12345678.9, 0x1p40,  123456789012345.0, LM_PRICE_MAX};
    lm_tape_options options = default_options();
    lm_tape *tape;
    options.unit = 1e-3;
    must(lm_tape_create(&host, &options, &tape));
    for (int i = 0; i < 10; i++)
        must(lm_tape_trade(&host, &tape, NEW_YEAR + i * 20 * LM_SECOND, prices[i], 1 / prices[i] * (i + 1),
                           (lm_taker)(i % 2)));
    must(lm_tape_trade(&host, &tape, NEW_YEAR + LM_DAY, 1e9, 9e6 / 1.25, LM_TAKER_BOUGHT));
    return finished(tape);
}

/* Times before 1970, around 1970, and near the least and the greatest time. */
static lm_buffer make_negative_times(void)
{
    static lm_trade trades[40];
    const lm_tape_options options = default_options();
    golden_trades(trades, 40, 11, -20 * LM_MINUTE, LM_MINUTE);
    trades[0].time = -LM_TIME_MAX + 1;
    trades[1].time = -365 * LM_DAY - 1;
    trades[39].time = LM_TIME_MAX - 1;
    return finished(tape_of(&options, trades, 40));
}

/* ---- candles, files */

static void golden_candles(lm_tape **tape, int count, int64_t duration)
{
    uint64_t state = 12;
    int64_t ticks = 900000;
    for (int i = 0; i < count; i++) {
        const int64_t open = ticks, close = ticks + golden_roll(&state, 2001) - 1000;
        const int64_t high = (open > close ? open : close) + golden_roll(&state, 300);
        const int64_t low = (open < close ? open : close) - golden_roll(&state, 300);
        const double volume = (double)golden_roll(&state, 100000) / 1000;
        const lm_candle candle = {.time = NEW_YEAR + i * duration,
                                  .duration = duration,
                                  .open = (double)open / 10,
                                  .high = (double)high / 10,
                                  .low = (double)low / 10,
                                  .close = (double)close / 10,
                                  .volume = volume,
                                  .taker_buy_volume = i % 3 ? volume / 4 : NAN};
        must(lm_tape_candle(&host, tape, &candle));
        ticks = close;
    }
}

static lm_buffer make_candles(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    golden_candles(&tape, 40, LM_MINUTE);
    return finished(tape);
}

static lm_buffer make_candles_hourly(void)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    options.frame = 60 * LM_MINUTE;
    options.candle = 15 * LM_MINUTE;
    options.contract = LM_INVERSE;
    options.precision = 10;
    must(lm_tape_create(&host, &options, &tape));
    golden_candles(&tape, 30, 15 * LM_MINUTE);
    return finished(tape);
}

static lm_buffer make_fed(void)
{
    static const char text[] = "ts,price,qty,is_buy\n"
                               "1767225600.25,90000,0.5,true\n"
                               "1767225601.125,90010.5,1.25,false\n"
                               "1767225660,90008.25,2,\n"
                               "1767225605,89990,0.75,true\n";
    static const char layout_name[] = "generic/trades";
    const lm_tape_options options = default_options();
    lm_layout *layout;
    lm_feed_report report;
    lm_tape *tape;
    must(lm_layout_named(&host, layout_name, strlen(layout_name), &layout));
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)text, sizeof text - 1}, layout, &(lm_feed_options){0},
                      &report));
    lm_layout_destroy(&host, layout);
    return finished(tape);
}

/* ---- tapes with rows of every kind, and tapes made of other tapes */

static lm_buffer make_everything(void)
{
    lm_tape_options options = default_options();
    lm_buffer walk;
    lm_tape *tape;
    strcpy(options.symbol, "BTCUSDT");
    walk = golden_walk(&options, 100, 13, NEW_YEAR, 20 * LM_SECOND);
    must(lm_tape_decode(&host, bytes_of(&walk), &tape));
    lm_buffer_free(&host, &walk);
    golden_candles(&tape, 5, LM_MINUTE);
    for (int i = 0; i < 10; i++) {
        golden_gauge(&tape, NEW_YEAR + i * 5 * LM_MINUTE, "open_interest", 5000 + i * 12.5);
        golden_gauge(&tape, NEW_YEAR + i * 5 * LM_MINUTE, "funding_rate", 0.0001 * (i - 4));
        must(lm_tape_liquidation(&host, &tape, NEW_YEAR + i * 3 * LM_MINUTE, 89000 + i * 100, 0.125 * i,
                                 (lm_side)(i % 2)));
    }
    must(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR + 2 * 60 * LM_MINUTE, 54321.5, LM_SHORT));
    return finished(tape);
}

static lm_buffer make_merged(void)
{
    lm_buffer out = {0}, a = golden_read("trades_linear.tape"), b = golden_read("candles.tape");
    must(lm_tape_merge(&host, bytes_of(&a), bytes_of(&b), &out));
    lm_buffer_free(&host, &a);
    lm_buffer_free(&host, &b);
    return out;
}

static lm_buffer make_sliced(void)
{
    lm_buffer out = {0}, whole = golden_read("everything.tape");
    must(lm_tape_slice(&host, bytes_of(&whole), NEW_YEAR + 7 * LM_MINUTE, NEW_YEAR + 25 * LM_MINUTE, &out));
    lm_buffer_free(&host, &whole);
    return out;
}

static lm_buffer make_coarsened(void)
{
    lm_buffer out = {0}, whole = golden_read("everything.tape");
    must(lm_tape_coarsen(&host, bytes_of(&whole), 10 * LM_MINUTE, 10, &out));
    lm_buffer_free(&host, &whole);
    return out;
}

static lm_buffer make_demo_day(void)
{
    lm_tape_options options = default_options();
    options.precision = 10;
    strcpy(options.symbol, "DEMO");
    return finished(golden_demo_tape(&options, 1, 1));
}

static lm_buffer make_demo_fortnight(void)
{
    lm_tape_options options = default_options();
    options.precision = 9;
    options.frame = options.candle = 30 * LM_MINUTE;
    return finished(golden_demo_tape(&options, 14, 2));
}

static const golden_file golden_tapes[] = {
    {"empty.tape", make_empty},
    {"empty_unplaced.tape", make_empty_unplaced},
    {"gauges_only.tape", make_gauges_only},
    {"forced_only.tape", make_forced_only},
    {"forced_unplaced.tape", make_forced_unplaced},
    {"trades_linear.tape", make_trades_linear},
    {"trades_inverse.tape", make_trades_inverse},
    {"unknown_takers.tape", make_unknown_takers},
    {"out_of_order.tape", make_out_of_order},
    {"precision_8.tape", make_precision_8},
    {"precision_20.tape", make_precision_20},
    {"frame_second.tape", make_frame_second},
    {"frame_day.tape", make_frame_day},
    {"frame_odd.tape", make_frame_odd},
    {"counting.tape", make_counting},
    {"extreme_prices.tape", make_extreme_prices},
    {"negative_times.tape", make_negative_times},
    {"candles.tape", make_candles},
    {"candles_hourly.tape", make_candles_hourly},
    {"fed.tape", make_fed},
    {"everything.tape", make_everything},
    {"merged.tape", make_merged},
    {"sliced.tape", make_sliced},
    {"coarsened.tape", make_coarsened},
    {"demo_day.tape", make_demo_day},
    {"demo_fortnight.tape", make_demo_fortnight},
    {"quote.tape", make_quote},
};

#endif

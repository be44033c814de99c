/* Rows of tapes other than trades: candles, gauges, observed liquidations; and contracts that are not linear. */
#include "fixture.h"

static lm_tape *new_tape(const lm_tape_options *options)
{
    lm_tape *tape;
    must(lm_tape_create(&host, options, &tape));
    return tape;
}

/* Reads frame after frame; the reader stays open until the last. */
static lm_tape_reader *reader;

static lm_frame next_frame(void)
{
    lm_frame frame;
    must(lm_tape_reader_next(&host, reader, &frame));
    return frame;
}

/* ---- candles */

static lm_candle candle_at(int64_t time, int64_t duration, double low, double high, double volume)
{
    const double close = fmin(uniform(low, high), high);
    return (lm_candle){time, duration, low, high, low, close, volume, NAN};
}

/* Returns the notional of a cell before counts are rounded. */
static double share_of(const lm_tape_options *options, const lm_candle *candle, int32_t cell)
{
    const double low = fmax(lm_cell_low(cell, options->precision), candle->low);
    const double high = fmin(lm_cell_low(cell + 1, options->precision), candle->high);
    const double part = candle->high > candle->low ? (high - low) / (candle->high - candle->low) : 1;
    const double contracts = candle->volume * part * options->contract_size;
    return (options->contract == LM_LINEAR ? contracts * (low + high) / 2 : contracts) / options->unit;
}

static void test_candle_spread(void)
{
    for (int round = 0; round < 300; round++) {
        lm_tape_options options = random_options();
        options.precision = (uint8_t)pick(8, 14);
        options.unit = chance(0.5) ? 1e-6 : uniform(0.1, 1000);
        const double low = uniform(0.5, 4), high = low * (1 + (chance(0.2) ? 0 : uniform(0, 0.05)));
        lm_candle candle = candle_at(NEW_YEAR, options.frame, low, high, chance(0.1) ? 0 : uniform(0, 1000));
        if (chance(0.5))
            candle.taker_buy_volume = candle.volume * uniform(0, 1);
        lm_tape *tape = new_tape(&options);
        must(lm_tape_candle(&host, &tape, &candle));
        lm_buffer bytes = finished(tape);
        must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
        const lm_frame frame = next_frame();

        CHECK(frame.rows == 1 && frame.low == low && frame.high == high && frame.close == candle.close);
        CHECK(frame.close_time == NEW_YEAR + options.frame - 1);
        double wanted = 0;
        int64_t sum = 0;
        for (int32_t cell = lm_cell(low, options.precision); cell <= lm_cell(high, options.precision); cell++)
            wanted += share_of(&options, &candle, cell);
        for (size_t i = 0; i < frame.cell_count; i++) {
            /* By the method of largest remainders no cell is more than one count from its share. */
            CHECK(fabs((double)frame.cells[i].count - share_of(&options, &candle, frame.cells[i].cell)) < 1 + 1e-3);
            sum += frame.cells[i].count;
        }
        CHECK(fabs((double)sum - wanted) <= 0.5 + 1e-12 * wanted);
        if (isnan(candle.taker_buy_volume))
            CHECK(frame.bought == sum / 2);
        else if (candle.volume > 0)
            CHECK(fabs((double)frame.bought - (double)sum * candle.taker_buy_volume / candle.volume) <=
                  0.5 + 1e-9 * wanted);
        lm_tape_reader_destroy(&host, reader);
        lm_buffer_free(&host, &bytes);
    }
}

/* Candles and trades in any order and split give the same tape, as trades alone do. */
static void test_candles_merge(void)
{
    enum { CANDLES = 200, TRADES = 200 };
    static lm_candle candles[CANDLES];
    static lm_trade trades[TRADES];
    lm_tape_options options = default_options();
    options.frame = 5 * LM_MINUTE;
    random_trades(trades, TRADES, 60 * LM_MINUTE, false);
    for (int i = 0; i < CANDLES; i++) {
        const double low = uniform(80000, 90000);
        candles[i] =
            candle_at(NEW_YEAR + pick(0, 59) * LM_MINUTE, LM_MINUTE, low, low * uniform(1, 1.02), uniform(0, 9));
    }
    lm_tape *forward = new_tape(&options), *backward = new_tape(&options), *rest = new_tape(&options);
    size_t done;
    for (int i = 0; i < CANDLES; i++)
        must(lm_tape_candle(&host, &forward, &candles[i]));
    must(lm_tape_trades(&host, &forward, trades, TRADES, &done));
    for (size_t i = TRADES; i-- > 0;) {
        must(lm_tape_trades(&host, i % 2 ? &backward : &rest, &trades[i], 1, &done));
        must(lm_tape_candle(&host, i % 3 ? &backward : &rest, &candles[i]));
    }
    must(lm_tape_merge_building_into(&host, &backward, rest));
    lm_tape_destroy(&host, rest);
    CHECK(same_and_freed(finished(forward), finished(backward)));
}

/* A high at the edge of a cell is the end of the cell below, which gets its whole share. */
static void test_candle_edges(void)
{
    lm_tape_options options = default_options();
    options.precision = 8; /* quarters between 64 and 128 */
    lm_tape *tape = new_tape(&options);
    must(lm_tape_candle(&host, &tape, &(lm_candle){NEW_YEAR, LM_MINUTE, 100, 101, 100, 100.5, 8, 8}));
    must(lm_tape_candle(&host, &tape, &(lm_candle){NEW_YEAR + LM_MINUTE, LM_MINUTE, 101, 101, 101, 101, 8, 0}));
    lm_buffer bytes = finished(tape);
    must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
    lm_frame frame = next_frame();
    CHECK(frame.cell_count == 4 && frame.bought == 804000000);
    for (size_t i = 0; i < frame.cell_count; i++) {
        CHECK(lm_cell_low(frame.cells[i].cell, 8) == 100 + 0.25 * (double)i);
        CHECK(frame.cells[i].count == 2 * llrint(1e6 * lm_cell_mid(frame.cells[i].cell, 8)));
    }
    frame = next_frame();
    CHECK(frame.cell_count == 1 && frame.cells[0].count == 808000000 && frame.bought == 0);
    CHECK(lm_cell_low(frame.cells[0].cell, 8) == 101);
    lm_tape_reader_destroy(&host, reader);
    lm_buffer_free(&host, &bytes);
}

/* ---- gauges */

static void add_gauge(lm_tape **tape, int64_t time, const char *name, double value)
{
    must(lm_tape_gauge(&host, tape, time, name, strlen(name), value));
}

static void test_gauge_content(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape = new_tape(&options);
    add_gauge(&tape, NEW_YEAR + 7, "g", 5);
    add_gauge(&tape, NEW_YEAR + 9, "g", 2); /* last by time; of equal times the greatest value */
    add_gauge(&tape, NEW_YEAR + 9, "g", 3);
    add_gauge(&tape, NEW_YEAR + 9, "g", 1);
    add_gauge(&tape, NEW_YEAR + 8, "g", 9);
    add_gauge(&tape, NEW_YEAR + 8, "z", -0.0);
    add_gauge(&tape, NEW_YEAR + 8, "both", 0.1234567890123); /* with different numbers of decimals */
    add_gauge(&tape, NEW_YEAR + 8, "both", 123456.7);
    lm_buffer bytes = finished(tape);
    must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
    const lm_frame frame = next_frame();
    CHECK(frame.rows == 0 && frame.gauge_count == 3);
    const lm_gauge both = frame.gauges[0], g = frame.gauges[1], z = frame.gauges[2];
    CHECK(both.min == 0.1234567890123 && both.max == 123456.7 && both.last == 123456.7);
    CHECK(g.samples == 5 && g.min == 1 && g.max == 9 && g.last == 3 && g.last_time == NEW_YEAR + 9);
    CHECK(z.samples == 1 && z.last == 0 && !signbit(z.last) && !signbit(z.min) && !signbit(z.max));
    lm_tape_reader_destroy(&host, reader);
    lm_buffer_free(&host, &bytes);
}

static void test_zero_has_one_sign(void)
{
    const lm_tape_options options = default_options();
    lm_tape *a = new_tape(&options), *b = new_tape(&options);
    add_gauge(&a, NEW_YEAR, "g", -0.0);
    add_gauge(&a, NEW_YEAR, "g", 0.0);
    add_gauge(&b, NEW_YEAR, "g", 0.0);
    add_gauge(&b, NEW_YEAR, "g", -0.0);
    CHECK(same_and_freed(finished(a), finished(b)));
}

/* A tape of gauges has no prices, so it merges with any tape of the same frame, in both directions. */
static void test_without_prices(void)
{
    static lm_trade trades[100];
    lm_tape_options without_prices = default_options();
    without_prices.has_prices = false;
    without_prices.precision = 9;
    strcpy(without_prices.symbol, "not looked at");
    lm_tape_options with_prices = default_options();
    with_prices.precision = 15;
    with_prices.contract = LM_INVERSE;
    strcpy(with_prices.symbol, "BTCUSD");
    random_trades(trades, 100, LM_DAY, false);

    lm_tape *gauges = new_tape(&without_prices), *nothing = new_tape(&without_prices);
    lm_tape *market = tape_of(&with_prices, trades, 100), *whole = tape_of(&with_prices, trades, 100);
    for (int i = 0; i < 50; i++) {
        const uint64_t seed = rng_state;
        add_gauge(&gauges, NEW_YEAR + pick(0, LM_DAY), "open_interest", uniform(0, 1e5));
        rng_state = seed;
        add_gauge(&whole, NEW_YEAR + pick(0, LM_DAY), "open_interest", uniform(0, 1e5));
    }
    lm_buffer g = encoded(gauges), m = encoded(market), w = finished(whole), n = finished(nothing);
    lm_buffer gm = {0}, mg = {0}, mn = {0};
    CHECK(lm_tape_merge(&host, bytes_of(&g), bytes_of(&m), &gm) == LM_OK && same_bytes(&gm, &w));
    CHECK(lm_tape_merge(&host, bytes_of(&m), bytes_of(&g), &mg) == LM_OK && same_bytes(&mg, &w));
    CHECK(lm_tape_merge(&host, bytes_of(&m), bytes_of(&n), &mn) == LM_OK && same_bytes(&mn, &m));
    CHECK(lm_tape_merge_building_into(&host, &gauges, market) == LM_OK);
    CHECK(same_and_freed(finished(gauges), w));
    CHECK(lm_tape_check_options(&host, market, &without_prices) == LM_OK);
    without_prices.frame = 2 * LM_MINUTE;
    CHECK(lm_tape_check_options(&host, market, &without_prices) == LM_E_MISMATCH);
    lm_tape_destroy(&host, market);
    lm_buffer *all[] = {&g, &m, &n, &gm, &mg, &mn};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        lm_buffer_free(&host, all[i]);
}

/* A tape of gauges can be made coarser in time; it has no prices to make coarser. */
static void test_coarsen_gauges(void)
{
    lm_tape_options options = default_options();
    options.has_prices = false;
    lm_tape *fine = new_tape(&options);
    options.frame = options.candle = 5 * LM_MINUTE;
    lm_tape *wide = new_tape(&options);
    for (int i = 0; i < 100; i++) {
        const double value = uniform(0, 1);
        add_gauge(&fine, NEW_YEAR + i * LM_MINUTE, "g", value);
        add_gauge(&wide, NEW_YEAR + i * LM_MINUTE, "g", value);
    }
    lm_buffer bytes = finished(fine), coarse = {0};
    CHECK(lm_tape_coarsen(&host, bytes_of(&bytes), 5 * LM_MINUTE, 8, &coarse) == LM_OK);
    CHECK(same_and_freed(coarse, finished(wide)));
    lm_buffer_free(&host, &bytes);
}

/* ---- observed liquidations */

static void test_liquidations(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape = new_tape(&options);
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR, 100, 2, LM_LONG));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR, 100, 3, LM_LONG));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR, 90, 1, LM_LONG));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR, 100, 7, LM_SHORT));
    must(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR, 5, LM_SHORT));
    must(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR + LM_MINUTE, 6, LM_LONG));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR + 2 * LM_MINUTE, 100, 0, LM_LONG)); /* no liquidations */
    lm_buffer bytes = finished(tape);
    must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
    const lm_frame frame = next_frame();
    CHECK(frame.rows == 0 && frame.cell_count == 0);
    CHECK(frame.liquidation_count[LM_LONG] == 2 && frame.liquidation_count[LM_SHORT] == 1);
    CHECK(frame.liquidations[LM_LONG][0].count == 90000000 && frame.liquidations[LM_LONG][0].cell == lm_cell(90, 12));
    CHECK(frame.liquidations[LM_LONG][1].count == 500000000 && frame.liquidations[LM_SHORT][0].count == 700000000);
    CHECK(frame.without_price[LM_LONG] == 0 && frame.without_price[LM_SHORT] == 5000000);
    const lm_frame second = next_frame();
    CHECK(second.liquidation_count[0] == 0 && second.without_price[LM_LONG] == 6000000);
    lm_frame none;
    CHECK(lm_tape_reader_next(&host, reader, &none) == LM_DONE);
    lm_tape_reader_destroy(&host, reader);
    lm_buffer_free(&host, &bytes);
}

/* ---- takers, contracts, closes */

static void test_takers(void)
{
    lm_tape_options options = default_options();
    options.unit = 1;
    lm_tape *tape = new_tape(&options);
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 1, 5, LM_TAKER_BOUGHT));
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 1, 7, LM_TAKER_SOLD));
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 1, 9, LM_TAKER_UNKNOWN)); /* half, rounded down */
    lm_buffer bytes = finished(tape);
    must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
    const lm_frame frame = next_frame();
    CHECK(frame.bought == 5 + 4 && frame.cells[0].count == 21 && frame.rows == 3);
    lm_tape_reader_destroy(&host, reader);
    lm_buffer_free(&host, &bytes);
}

static void test_inverse(void)
{
    lm_tape_options options = default_options();
    options.contract = LM_INVERSE;
    options.contract_size = 100;
    lm_tape *tape = new_tape(&options);
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 90000, 3, LM_TAKER_SOLD));
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 30000, 3, LM_TAKER_BOUGHT));
    lm_buffer bytes = finished(tape);
    must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
    const lm_frame frame = next_frame();
    CHECK(frame.cell_count == 2 && frame.cells[0].count == 300000000 && frame.cells[1].count == 300000000);
    CHECK(frame.bought == 300000000 && frame.close == 90000);
    lm_tape_reader_destroy(&host, reader);
    lm_buffer_free(&host, &bytes);
}

/* The latest trade gives the close; of trades of equal times that of the greatest price does, in any order. */
static void test_close(void)
{
    static const double orders[][3] = {{100, 102, 101}, {102, 100, 101}, {101, 100, 102}};
    const lm_tape_options options = default_options();
    for (int order = 0; order < 3; order++) {
        lm_tape *tape = new_tape(&options);
        for (int i = 0; i < 3; i++) {
            must(lm_tape_trade(&host, &tape, NEW_YEAR + 5, orders[order][i], 1, LM_TAKER_SOLD));
            must(lm_tape_trade(&host, &tape, NEW_YEAR + 4, 200, 1, LM_TAKER_SOLD));
        }
        lm_buffer bytes = finished(tape);
        must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
        const lm_frame frame = next_frame();
        CHECK(frame.close == 102 && frame.close_time == NEW_YEAR + 5 && frame.high == 200 && frame.low == 100);
        lm_tape_reader_destroy(&host, reader);
        lm_buffer_free(&host, &bytes);
    }
}

/* Frames start at multiples of their width since 1970, also before 1970. */
static void test_grid(void)
{
    static const int64_t times[] = {-LM_DAY - 1, -LM_MINUTE, -LM_MINUTE + 1, -1, 0, 1, LM_MINUTE - 1, LM_MINUTE};
    static const int64_t starts[] = {-LM_DAY - LM_MINUTE, -LM_MINUTE, 0, LM_MINUTE};
    static const int64_t rows[] = {1, 3, 3, 1};
    const lm_tape_options options = default_options();
    lm_tape *tape = new_tape(&options);
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        must(lm_tape_trade(&host, &tape, times[i], 100, 1, LM_TAKER_SOLD));
    lm_buffer bytes = finished(tape);
    must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
    for (int i = 0; i < 4; i++) {
        const lm_frame frame = next_frame();
        CHECK(frame.start == starts[i] && frame.rows == rows[i]);
    }
    lm_tape_reader_destroy(&host, reader);
    lm_buffer_free(&host, &bytes);
}

int main(void)
{
    lm_host_init(&host);
    test_candle_spread();
    test_candles_merge();
    test_candle_edges();
    test_gauge_content();
    test_zero_has_one_sign();
    test_without_prices();
    test_coarsen_gauges();
    test_liquidations();
    test_takers();
    test_inverse();
    test_close();
    test_grid();
    return check_report("streams");
}

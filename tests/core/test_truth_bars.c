/* Bars of a tape and the features of the nulls: by hand, mirrored, and without looking ahead. */
#include "fixture.h"

#include "truth/features.h"

#define BAR (30 * LM_MINUTE)
#define TRADES 4000

static lm_trade trades[TRADES];

static lm_bars bars_of(const lm_buffer *tape, int64_t width)
{
    lm_bars bars;
    must(lm_bars_create(&host, bytes_of(tape), width, &bars));
    return bars;
}

static void add_trade(lm_tape **tape, double minutes, double price, double qty)
{
    must(lm_tape_trade(&host, tape, NEW_YEAR + (int64_t)(minutes * LM_MINUTE), price, qty, LM_TAKER_UNKNOWN));
}

static void add_gauge(lm_tape **tape, double minutes, double value)
{
    must(lm_tape_gauge(&host, tape, NEW_YEAR + (int64_t)(minutes * LM_MINUTE), "open_interest", 13, value));
}

static void liquidate(lm_tape **tape, double minutes, double notional, lm_side side)
{
    must(lm_tape_liquidation_without_price(&host, tape, NEW_YEAR + (int64_t)(minutes * LM_MINUTE), notional, side));
}

/* ---- by hand */

/*
 * The bar before closes at 100. Then, minute by minute: 101, 99 (high 102 within), 100, with frames of 30 s, so that two
 * frames are one minute.
 */
static lm_buffer hand_tape(void)
{
    lm_tape_options options = default_options();
    options.frame = options.candle = 30 * LM_SECOND;
    options.precision = 16;
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    add_trade(&tape, 5, 100, 1);
    add_gauge(&tape, 5, 90000);
    add_gauge(&tape, 29, 90100);
    liquidate(&tape, 12, 500, LM_LONG);
    add_trade(&tape, 30, 100.5, 1);
    add_trade(&tape, 30.6, 101, 1);
    add_trade(&tape, 31, 102, 2);
    add_trade(&tape, 31.7, 99, 2);
    add_gauge(&tape, 31, 90300);
    add_gauge(&tape, 33, 90400); /* the same 5 min: replaces */
    add_gauge(&tape, 34, 0);     /* no value */
    add_gauge(&tape, 36, 90250);
    add_trade(&tape, 58, 100, 4);
    liquidate(&tape, 30, 20000, LM_LONG);
    liquidate(&tape, 40, 10000, LM_LONG);
    liquidate(&tape, 59, 7000, LM_SHORT);
    /* A bar without a trade, then one with. */
    add_trade(&tape, 91, 110, 1);
    liquidate(&tape, 92, 1, LM_SHORT);
    return finished(tape);
}

static void test_by_hand(void)
{
    lm_buffer tape = hand_tape();
    lm_bars bars = bars_of(&tape, BAR);
    CHECK(bars.count == 4 && bars.width == BAR && bars.observed == 3);
    const lm_price_bar *bar = &bars.items[1];
    CHECK(bars.items[0].start == NEW_YEAR && bar->start == NEW_YEAR + BAR && bar->traded && bar->observed);
    CHECK(bar->open == 100 && bar->high == 102 && bar->low == 99 && bar->close == 100);
    CHECK_CLOSE(bar->volume, 10, 1e-4);
    CHECK_CLOSE(bar->variance, pow(log(1.01), 2) + pow(log(99.0 / 101), 2) + pow(log(100.0 / 99), 2), 1e-12);
    /* Down: from the high of the minute before, 101, to 99. Up: from 99 to the 100 of the last minute is less than from
     * the open to 102. */
    CHECK_CLOSE(bar->retreat[LM_LONG], log(101.0 / 99), 1e-12);
    CHECK_CLOSE(bar->retreat[LM_SHORT], log(102.0 / 100), 1e-12);
    CHECK(bar->liquidated[LM_LONG] == 30000 && bar->liquidated[LM_SHORT] == 7000);
    /* 90,100 to 90,400, then to 90,250. */
    CHECK_CLOSE(bar->open_interest_path, 300 + 150, 1e-12);
    CHECK(bar->open_interest == 90250 && lm_bar_open_interest_change(&bars, 1) == 150);
    CHECK(bars.items[0].open_interest_path == 100 && lm_bar_open_interest_change(&bars, 0) == 0);
    CHECK(!bars.items[2].traded && bars.items[2].open == 100 && bars.items[2].low == 100 && bars.items[2].observed);
    CHECK(bars.items[2].variance == 0 && bars.items[2].open_interest == 90250);
    CHECK(bars.items[3].traded && bars.items[3].open == 100 && bars.items[3].high == 110);
    CHECK_CLOSE(lm_bar_excursion(bar, LM_LONG), log(100.0 / 99), 1e-12);
    CHECK_CLOSE(lm_bar_excursion(bar, LM_SHORT), log(102.0 / 100), 1e-12);
    lm_bars_free(&host, &bars);
    lm_buffer_free(&host, &tape);
}

static void test_features_by_hand(void)
{
    const lm_feature_scale scale = {1, 10000};
    lm_buffer tape = hand_tape();
    lm_bars bars = bars_of(&tape, BAR);
    double longs[LM_FEATURE_COUNT], shorts[LM_FEATURE_COUNT];
    lm_features_of(&bars, 1, LM_LONG, &scale, longs);
    lm_features_of(&bars, 1, LM_SHORT, &scale, shorts);
    const double down = log(100.0 / 99), up = log(1.02), deviation = sqrt(bars.items[1].variance);
    CHECK_CLOSE(longs[0], log(down + 1e-4), 1e-12);
    CHECK_CLOSE(longs[1], longs[0] * longs[0], 1e-12);
    CHECK_CLOSE(longs[2], log(down + 1e-4) - log(.002), 1e-12);
    CHECK_CLOSE(longs[3], log(down + 1e-4) - log(.006), 1e-12);
    CHECK_CLOSE(longs[4], log(up + 1e-4), 1e-12);
    CHECK_CLOSE(longs[5], log(down + up + 1e-4), 1e-12);
    CHECK(fabs(longs[6]) < 1e-12);
    CHECK_CLOSE(longs[7], log(deviation + 1e-4), 1e-12);
    CHECK_CLOSE(longs[8], log(1e-4), 1e-12); /* the one bar before has no move */
    CHECK_CLOSE(longs[10], log(bars.items[1].volume + 1), 1e-12);
    CHECK_CLOSE(longs[11], log(bars.items[0].volume + 1), 1e-12);
    CHECK_CLOSE(longs[12], log(460), 1e-12);
    CHECK_CLOSE(longs[13], 150.0 / 300, 1e-12);
    CHECK_CLOSE(longs[14], 150.0 / 300, 1e-12);
    CHECK(longs[15] == 0 && longs[16] == 1 && longs[19] == 0); /* a Thursday, within the first hour */
    CHECK_CLOSE(longs[20], down / 1e-4, 1e-12);
    CHECK_CLOSE(longs[21], log(down + 1e-4), 1e-12); /* the bar before stayed at 100 */
    CHECK(longs[22] == 1 && shorts[22] == 1);
    CHECK_CLOSE(longs[31], log(bars.items[1].retreat[LM_LONG] + 1e-4), 1e-12);
    CHECK_CLOSE(longs[34], log(bars.items[1].retreat[LM_SHORT] + 1e-4), 1e-12);
    CHECK_CLOSE(longs[35], log(down + 1e-4), 1e-12);
    CHECK_CLOSE(longs[42], log(down + 1e-4), 1e-12);
    CHECK_CLOSE(longs[43], log(down + 1e-4) - log(.003), 1e-12);
    CHECK_CLOSE(longs[52], log(.05 + .1), 1e-12);
    CHECK_CLOSE(longs[54], log(.1), 1e-12);
    CHECK_CLOSE(shorts[52], log(.1), 1e-12);
    CHECK_CLOSE(shorts[54], log(.05 + .1), 1e-12);
    CHECK_CLOSE(shorts[0], log(up + 1e-4), 1e-12);
    lm_bars_free(&host, &bars);
    lm_buffer_free(&host, &tape);
}

/* ---- random markets */

static lm_buffer random_tape(double least_price, bool mirrored, int64_t until)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    size_t count = 0;
    rng_state = 77;
    random_trades(trades, TRADES, 4 * LM_DAY, true);
    for (size_t i = 0; i < TRADES; i++) {
        trades[i].time = NEW_YEAR + (int64_t)i * (4 * LM_DAY / TRADES); /* of trades at one time any may be the last */
        if (mirrored)
            trades[i].price = least_price * least_price / trades[i].price;
        count += trades[i].time < until;
    }
    must(lm_tape_create(&host, &options, &tape));
    size_t done;
    must(lm_tape_trades(&host, &tape, trades, count, &done));
    for (int minutes = 0; minutes < 4 * 1440; minutes += 7)
        if (NEW_YEAR + minutes * LM_MINUTE < until) {
            add_gauge(&tape, minutes, 90000 + 300 * sin(minutes));
            liquidate(&tape, minutes, 1e5 * fabs(cos(minutes)), mirrored ? LM_SHORT : LM_LONG);
        }
    return finished(tape);
}

/* A tape that is cut at the end of a bar gives the same features of this bar. */
static void test_no_look_ahead(void)
{
    const lm_feature_scale scale = {1, 10000};
    const size_t number = 120;
    lm_buffer whole = random_tape(90000, false, INT64_MAX);
    lm_buffer cut = random_tape(90000, false, NEW_YEAR + (int64_t)(number + 1) * BAR);
    lm_bars all = bars_of(&whole, BAR), some = bars_of(&cut, BAR);
    CHECK(all.count > number + 20 && some.count == number + 1);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        double a[LM_FEATURE_COUNT], b[LM_FEATURE_COUNT];
        lm_features_of(&all, number, (lm_side)side, &scale, a);
        lm_features_of(&some, number, (lm_side)side, &scale, b);
        CHECK(memcmp(a, b, sizeof a) == 0);
        for (int i = 0; i < LM_FEATURE_COUNT; i++)
            CHECK(isfinite(a[i]));
    }
    lm_bars_free(&host, &all);
    lm_bars_free(&host, &some);
    lm_buffer_free(&host, &whole);
    lm_buffer_free(&host, &cut);
}

/* Longs see in a market what shorts see in the market of inverse prices. */
static void test_mirror(void)
{
    const lm_feature_scale scale = {1, 10000};
    lm_buffer tape = random_tape(90000, false, INT64_MAX), mirrored = random_tape(90000, true, INT64_MAX);
    lm_bars bars = bars_of(&tape, BAR), mirror = bars_of(&mirrored, BAR);
    CHECK(bars.count == mirror.count);
    for (size_t i = 0; i < bars.count; i++) {
        double longs[LM_FEATURE_COUNT], shorts[LM_FEATURE_COUNT];
        lm_features_of(&bars, i, LM_LONG, &scale, longs);
        lm_features_of(&mirror, i, LM_SHORT, &scale, shorts);
        for (int k = 0; k < LM_FEATURE_COUNT; k++) /* the return changes its sign, volume in coins is another */
            CHECK(k == 6 || k == 10 || k == 11 || fabs(longs[k] - shorts[k]) < 1e-6 * (1 + fabs(longs[k])));
    }
    lm_bars_free(&host, &bars);
    lm_bars_free(&host, &mirror);
    lm_buffer_free(&host, &tape);
    lm_buffer_free(&host, &mirrored);
}

/* ---- nulls, gaps, refusals */

static void test_nulls(void)
{
    static const int expected[] = {21, 31, 35, 52, 5};
    static const char *const names[] = {"N0", "N1", "N2", "N3", "small"};
    for (int null = 0; null < LM_NULL_COUNT; null++) {
        int count;
        const uint8_t *columns = lm_null_columns((lm_null)null, &count);
        CHECK(count == expected[null] && strcmp(lm_null_name((lm_null)null), names[null]) == 0);
        for (int i = 0; i < count; i++)
            CHECK(columns[i] < LM_FEATURE_COUNT && (i == 0 || columns[i] > columns[i - 1]));
    }
}

/* A feed that stops for a week, and one that is quiet for a day. */
static void test_gaps(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    for (int hour = 0; hour < 15 * 24; hour++) {
        add_trade(&tape, hour * 60, 100, 1);
        if (hour >= 24 && (hour < 2 * 24 || hour >= 9 * 24) && (hour < 10 * 24 || hour >= 11 * 24) && hour < 14 * 24)
            liquidate(&tape, hour * 60, 100, LM_LONG);
    }
    lm_buffer bytes = finished(tape);
    lm_bars bars = bars_of(&bytes, 60 * LM_MINUTE);
    CHECK(bars.count == 15 * 24 && bars.observed == 6 * 24);
    CHECK(!bars.items[23].observed && bars.items[24].observed && !bars.items[5 * 24].observed);
    CHECK(bars.items[10 * 24 + 5].observed && !bars.items[14 * 24].observed);
    lm_bars_free(&host, &bars);
    lm_buffer_free(&host, &bytes);
}

static void test_refusals(void)
{
    lm_buffer tape = hand_tape();
    lm_bars bars = {.width = 5};
    static const int64_t widths[] = {0, -BAR, BAR + 1, 45 * LM_SECOND};
    for (int i = 0; i < 4; i++)
        CHECK(lm_bars_create(&host, bytes_of(&tape), widths[i], &bars) == LM_E_ARGUMENT && bars.width == 5);
    CHECK(strstr(host.error.message, "a whole multiple of the frame, 30 s, not 45 s") != NULL);
    CHECK(lm_bars_create(&host, (lm_bytes){tape.data, tape.size - 1}, BAR, &bars) == LM_E_CORRUPT && bars.width == 5);
    lm_buffer_free(&host, &tape);

    const lm_tape_options options = default_options();
    lm_tape *far;
    must(lm_tape_create(&host, &options, &far));
    add_trade(&far, 0, 100, 1);
    add_trade(&far, 1000001, 100, 1);
    tape = finished(far);
    CHECK(lm_bars_create(&host, bytes_of(&tape), LM_MINUTE, &bars) == LM_E_LIMIT && bars.width == 5);
    lm_buffer_free(&host, &tape);
    /* Gauges alone have no bars. */
    must(lm_tape_create(&host, &options, &far));
    add_gauge(&far, 0, 5);
    tape = finished(far);
    bars = bars_of(&tape, BAR);
    CHECK(bars.count == 0 && bars.observed == 0);
    lm_bars_free(&host, &bars);
    lm_buffer_free(&host, &tape);
}

int main(void)
{
    lm_host_init(&host);
    test_by_hand();
    test_features_by_hand();
    test_no_look_ahead();
    test_mirror();
    test_nulls();
    test_gaps();
    test_refusals();
    return check_report("bars and features");
}

/* Errors of tapes: status and message, and a failed call leaves the tape as it was. */
#include "fixture.h"

#include "tape/block.h"

static lm_tape *tape;

static bool reads_like_an_error(lm_status status)
{
    const lm_error *error = &host.error;
    const size_t length = strlen(error->message);
    return error->status == status && length > 0 && !(error->message[0] >= 'A' && error->message[0] <= 'Z') &&
           error->message[length - 1] != '.';
}

/* Checks that the call failed with this status and a message, and changed nothing. */
#define CHECK_REFUSED(call, expected)                  \
    do {                                               \
        const lm_buffer before_ = encoded(tape);       \
        CHECK((call) == (expected));                   \
        CHECK(reads_like_an_error(expected));          \
        CHECK(same_and_freed(before_, encoded(tape))); \
    } while (0)

static lm_status trade(int64_t time, double price, double qty)
{
    return lm_tape_trade(&host, &tape, time, price, qty, LM_TAKER_BOUGHT);
}

static lm_status gauge(int64_t time, const char *name, size_t length, double value)
{
    return lm_tape_gauge(&host, &tape, time, name, length, value);
}

static lm_status liquidations(int64_t time, double price, double qty)
{
    return lm_tape_liquidation(&host, &tape, time, price, qty, LM_LONG);
}

static lm_status candle(int64_t time, int64_t duration, double open, double high, double low, double close,
                        double volume, double bought)
{
    return lm_tape_candle(&host, &tape, &(lm_candle){time, duration, open, high, low, close, volume, bought});
}

static void begin(double unit)
{
    lm_tape_options options = default_options();
    options.unit = unit;
    must(lm_tape_create(&host, &options, &tape));
}

static void begin_with_content(void)
{
    static lm_trade trades[300];
    begin(1e-6);
    size_t done;
    random_trades(trades, 300, 60 * LM_MINUTE, false);
    must(lm_tape_trades(&host, &tape, trades, 300, &done));
    add_streams(&tape, 20, 60 * LM_MINUTE);
}

/* ---- numbers */

static const double bad_prices[] = {0, -0.0, -1, NAN, INFINITY, -INFINITY, 9.9e-16, 1.1e15, 5e-324, 1e308};
static const double bad_amounts[] = {-1, -5e-324, NAN, INFINITY, -INFINITY};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void test_bad_numbers(void)
{
    begin_with_content();
    for (size_t i = 0; i < COUNT(bad_prices); i++) {
        const double bad = bad_prices[i];
        CHECK_REFUSED(trade(NEW_YEAR, bad, 1), LM_E_RANGE);
        CHECK_REFUSED(trade(NEW_YEAR + LM_DAY, bad, 1), LM_E_RANGE);
        CHECK_REFUSED(liquidations(NEW_YEAR, bad, 1), LM_E_RANGE);
        CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, bad, 102, 100, 101, 1, NAN), LM_E_RANGE);
        CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, bad, 100, 101, 1, NAN), LM_E_RANGE);
        CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, 102, bad, 101, 1, NAN), LM_E_RANGE);
        CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, 102, 100, bad, 1, NAN), LM_E_RANGE);
    }
    for (size_t i = 0; i < COUNT(bad_amounts); i++) {
        const double bad = bad_amounts[i];
        CHECK_REFUSED(trade(NEW_YEAR, 90000, bad), LM_E_RANGE);
        CHECK_REFUSED(liquidations(NEW_YEAR, 90000, bad), LM_E_RANGE);
        CHECK_REFUSED(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR, bad, LM_SHORT), LM_E_RANGE);
        CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, 102, 100, 101, bad, NAN), LM_E_RANGE);
        if (!isnan(bad))
            CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, 102, 100, 101, 1, bad), LM_E_RANGE);
        if (!isfinite(bad))
            CHECK_REFUSED(gauge(NEW_YEAR, "g", 1, bad), LM_E_RANGE);
    }
    lm_tape_destroy(&host, tape);
}

static void test_edges_of_the_range(void)
{
    begin(1e-6);
    CHECK(trade(NEW_YEAR, LM_PRICE_MIN, 1) == LM_OK);
    CHECK(trade(NEW_YEAR, LM_PRICE_MAX, 0.001) == LM_OK);
    CHECK(trade(NEW_YEAR, 100, 0) == LM_OK);
    CHECK(trade(NEW_YEAR, 100, 5e-324) == LM_OK);
    lm_buffer bytes = finished(tape);
    CHECK(lm_tape_validate(&host, bytes_of(&bytes)) == LM_OK);
    lm_buffer_free(&host, &bytes);
}

static void test_bad_candles(void)
{
    begin_with_content();
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, 99, 100, 99.5, 1, NAN), LM_E_RANGE);
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 99, 102, 100, 101, 1, NAN), LM_E_RANGE);
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, 102, 100, 103, 1, NAN), LM_E_RANGE);
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 101, 102, 100, 101, 1, 1.5), LM_E_RANGE);
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE + 1, 101, 102, 100, 101, 1, NAN), LM_E_ARGUMENT);
    CHECK_REFUSED(candle(NEW_YEAR, 0, 101, 102, 100, 101, 1, NAN), LM_E_ARGUMENT);
    CHECK(strstr(host.error.message, "must be above 0"));
    CHECK_REFUSED(candle(NEW_YEAR, -LM_MINUTE, 101, 102, 100, 101, 1, NAN), LM_E_ARGUMENT);
    CHECK(strstr(host.error.message, "must be above 0"));
    CHECK_REFUSED(candle(NEW_YEAR + 1, LM_MINUTE, 101, 102, 100, 101, 1, NAN), LM_E_ARGUMENT);
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 1, 1e9, 1e-9, 1, 1, NAN), LM_E_ARGUMENT);
    CHECK_REFUSED(candle(LM_TIME_MAX, LM_MINUTE, 101, 102, 100, 101, 1, NAN), LM_E_TIME);
    CHECK_REFUSED(candle(INT64_MAX, INT64_MAX, 101, 102, 100, 101, 1, NAN), LM_E_ARGUMENT);
    CHECK_REFUSED(candle(INT64_MAX, LM_MINUTE, 101, 102, 100, 101, 1, NAN), LM_E_TIME);
    lm_tape_destroy(&host, tape);
}

/* ---- times */

static void test_bad_times(void)
{
    static const int64_t bad_times[] = {LM_TIME_MAX, -LM_TIME_MAX, INT64_MAX, INT64_MIN};
    begin_with_content();
    for (size_t i = 0; i < COUNT(bad_times); i++) {
        CHECK_REFUSED(trade(bad_times[i], 90000, 1), LM_E_TIME);
        CHECK_REFUSED(liquidations(bad_times[i], 90000, 1), LM_E_TIME);
        CHECK_REFUSED(lm_tape_liquidation_without_price(&host, &tape, bad_times[i], 1, LM_LONG), LM_E_TIME);
        CHECK_REFUSED(gauge(bad_times[i], "g", 1, 1), LM_E_TIME);
        CHECK_REFUSED(gauge(bad_times[i], "a new name", 10, 1), LM_E_TIME);
    }
    lm_tape_destroy(&host, tape);
}

/* The least and the greatest time that are accepted work in every function of tapes. */
static void test_ends_of_time(void)
{
    static const int64_t frames[] = {LM_SECOND, LM_MINUTE, 7 * LM_SECOND, LM_DAY};
    for (size_t i = 0; i < COUNT(frames); i++) {
        lm_tape_options options = default_options();
        lm_model model;
        lm_map *map;
        options.frame = options.candle = frames[i];
        must(lm_tape_create(&host, &options, &tape));
        must(lm_model_read(&host, "{}", 2, &model));
        CHECK(trade(LM_TIME_MAX - 1, 90000, 1) == LM_OK);
        CHECK(trade(-LM_TIME_MAX + 1, 90000, 1) == LM_OK);
        CHECK(gauge(-LM_TIME_MAX + 1, "open_interest", 13, 5) == LM_OK);
        lm_buffer bytes = finished(tape), merged = {0}, slice = {0}, coarse = {0};
        CHECK(lm_tape_decode(&host, bytes_of(&bytes), &tape) == LM_OK);
        lm_tape_destroy(&host, tape);
        CHECK(lm_tape_merge(&host, bytes_of(&bytes), bytes_of(&bytes), &merged) == LM_OK);
        CHECK(lm_tape_slice(&host, bytes_of(&bytes), INT64_MIN, INT64_MAX, &slice) == LM_OK);
        CHECK(same_bytes(&slice, &bytes));
        CHECK(lm_tape_coarsen(&host, bytes_of(&bytes), LM_DAY / frames[i] * frames[i], 8, &coarse) == LM_OK);
        CHECK(lm_tape_validate(&host, bytes_of(&coarse)) == LM_OK);
        CHECK(lm_tape_map(&host, bytes_of(&bytes), &model, INT64_MAX, 0, &map) == LM_OK);
        lm_ledger ledger[2];
        must(lm_map_ledger(&host, map, ledger));
        CHECK_CLOSE(ledger[LM_LONG].opened, ledger[LM_LONG].decayed + ledger[LM_LONG].outstanding, 1e-12);
        lm_buffer stored = encoded_map(map);
        lm_map_destroy(&host, map);
        CHECK(lm_map_decode(&host, bytes_of(&stored), &map) == LM_OK);
        CHECK(same_and_freed(stored, encoded_map(map)));
        lm_map_destroy(&host, map);
        lm_buffer *all[] = {&bytes, &merged, &slice, &coarse};
        for (size_t k = 0; k < COUNT(all); k++)
            lm_buffer_free(&host, all[k]);
    }
}

/* ---- counts that do not fit */

#define HUGE_QTY 9.1e18 /* at price 1 and unit 1: two of them do not fit in a count */

static void test_overflow(void)
{
    begin(1);
    CHECK_REFUSED(trade(NEW_YEAR, 1, 9.3e18), LM_E_OVERFLOW);
    CHECK_REFUSED(trade(NEW_YEAR, 1e15, 1e15), LM_E_OVERFLOW);
    CHECK_REFUSED(trade(NEW_YEAR, 1e15, 1e308), LM_E_OVERFLOW);
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 1, HUGE_QTY, LM_TAKER_SOLD));
    CHECK_REFUSED(trade(NEW_YEAR, 1, HUGE_QTY), LM_E_OVERFLOW);
    CHECK_REFUSED(lm_tape_trade(&host, &tape, NEW_YEAR, 1, HUGE_QTY, LM_TAKER_SOLD), LM_E_OVERFLOW);
    /* Cells far from the frame's first trade, whose counts are stored elsewhere. */
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 2, HUGE_QTY / 2, LM_TAKER_SOLD));
    CHECK_REFUSED(lm_tape_trade(&host, &tape, NEW_YEAR, 2, HUGE_QTY / 2, LM_TAKER_SOLD), LM_E_OVERFLOW);
    /* The bought amount is counted by frame, so it can overflow when no cell does. */
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 3, HUGE_QTY / 3, LM_TAKER_BOUGHT));
    CHECK_REFUSED(lm_tape_trade(&host, &tape, NEW_YEAR, 4, HUGE_QTY / 4, LM_TAKER_BOUGHT), LM_E_OVERFLOW);
    CHECK(lm_tape_trade(&host, &tape, NEW_YEAR, 4, HUGE_QTY / 4, LM_TAKER_SOLD) == LM_OK);

    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 1, 1, 1, 1, HUGE_QTY, 0), LM_E_OVERFLOW);
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 1, 1.01, 1, 1, HUGE_QTY, 0), LM_E_OVERFLOW);
    CHECK_REFUSED(candle(NEW_YEAR + LM_DAY, LM_MINUTE, 1, 1.01, 1, 1, 1e19, 0), LM_E_OVERFLOW);
    CHECK_REFUSED(candle(NEW_YEAR, LM_MINUTE, 5, 5, 5, 5, HUGE_QTY / 5, HUGE_QTY / 5), LM_E_OVERFLOW);

    must(liquidations(NEW_YEAR, 1, HUGE_QTY));
    CHECK_REFUSED(liquidations(NEW_YEAR, 1, HUGE_QTY), LM_E_OVERFLOW);
    CHECK_REFUSED(liquidations(NEW_YEAR, 1, 1e19), LM_E_OVERFLOW);
    must(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR, HUGE_QTY, LM_SHORT));
    CHECK_REFUSED(lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR, HUGE_QTY, LM_SHORT), LM_E_OVERFLOW);
    lm_tape_destroy(&host, tape);
}

/* Merging two tapes whose counts overflow is an error, and leaves a valid tape. */
static void test_overflow_of_a_sum(void)
{
    for (int kind = 0; kind < 4; kind++) {
        begin(1);
        must(kind == 0   ? lm_tape_trade(&host, &tape, NEW_YEAR, 1, HUGE_QTY, LM_TAKER_SOLD)
             : kind == 1 ? lm_tape_trade(&host, &tape, NEW_YEAR, 1, HUGE_QTY, LM_TAKER_BOUGHT)
             : kind == 2 ? liquidations(NEW_YEAR, 1, HUGE_QTY)
                         : lm_tape_liquidation_without_price(&host, &tape, NEW_YEAR, HUGE_QTY, LM_LONG));
        lm_buffer other = encoded(tape), sum = {0};
        CHECK(lm_tape_merge(&host, bytes_of(&other), bytes_of(&other), &sum) == LM_E_OVERFLOW);
        CHECK(sum.size == 0);
        CHECK(lm_tape_merge_into(&host, &tape, bytes_of(&other)) == LM_E_OVERFLOW);
        CHECK(reads_like_an_error(LM_E_OVERFLOW));
        lm_buffer left = finished(tape);
        lm_tape_info info;
        CHECK(lm_tape_validate(&host, bytes_of(&left)) == LM_OK);
        must(lm_tape_describe(&host, bytes_of(&left), &info));
        CHECK(info.notional + info.liquidated_long >= HUGE_QTY);
        lm_buffer_free(&host, &left);
        lm_buffer_free(&host, &other);
    }
}

/* Of many trades, those before the invalid one are added, and the error gives its number. */
static void test_bad_trade_among_many(void)
{
    enum { MANY = 700 };
    static lm_trade trades[MANY];
    for (int round = 0; round < 40; round++) {
        const size_t bad = (size_t)pick(0, MANY - 1);
        random_trades(trades, MANY, chance(0.5) ? LM_DAY : LM_MINUTE, chance(0.5));
        begin(1e-6);
        size_t done;
        must(lm_tape_trades(&host, &tape, trades, bad, &done));
        lm_buffer before_it = finished(tape);
        switch (pick(0, 3)) {
        case 0:
            trades[bad].price = NAN;
            break;
        case 1:
            trades[bad].qty = -1;
            break;
        case 2:
            trades[bad].time = INT64_MAX;
            break;
        default:
            trades[bad].qty = 1e300;
        }
        begin(1e-6);
        CHECK(lm_tape_trades(&host, &tape, trades, MANY, &done) != LM_OK);
        CHECK(done == bad);
        CHECK(same_and_freed(before_it, finished(tape)));
    }
}

/* ---- names and limits */

static void test_bad_names(void)
{
    char longest[64];
    memset(longest, 'x', sizeof longest);
    begin_with_content();
    CHECK_REFUSED(gauge(NEW_YEAR, "", 0, 1), LM_E_ARGUMENT);
    CHECK_REFUSED(gauge(NEW_YEAR, longest, 64, 1), LM_E_ARGUMENT);
    CHECK_REFUSED(gauge(NEW_YEAR, "a\nb", 3, 1), LM_E_ARGUMENT);
    CHECK_REFUSED(gauge(NEW_YEAR, "a\0b", 3, 1), LM_E_ARGUMENT);
    CHECK_REFUSED(gauge(NEW_YEAR, "\x7f", 1, 1), LM_E_ARGUMENT);
    CHECK(gauge(NEW_YEAR, longest, 63, 1) == LM_OK);
    CHECK(gauge(NEW_YEAR, "\xc3\xa9", 2, 1) == LM_OK);
    lm_tape_destroy(&host, tape);
}

static void test_too_many_names(void)
{
    begin(1e-6);
    char name[8];
    for (int i = 0; i < LM_MAX_GAUGES; i++) {
        snprintf(name, sizeof name, "g%d", i * 7 % LM_MAX_GAUGES);
        must(gauge(NEW_YEAR, name, strlen(name), i));
    }
    CHECK_REFUSED(gauge(NEW_YEAR, "one more", 8, 1), LM_E_LIMIT);
    CHECK(gauge(NEW_YEAR + LM_MINUTE, "g5", 2, 1) == LM_OK);
    lm_buffer bytes = encoded(tape);
    CHECK(lm_tape_validate(&host, bytes_of(&bytes)) == LM_OK);
    lm_buffer_free(&host, &bytes);

    lm_tape *other;
    const lm_tape_options options = default_options();
    must(lm_tape_create(&host, &options, &other));
    must(lm_tape_gauge(&host, &other, NEW_YEAR, "one more", 8, 1));
    bytes = finished(other);
    CHECK(lm_tape_merge_into(&host, &tape, bytes_of(&bytes)) == LM_E_LIMIT);
    lm_buffer_free(&host, &bytes);
    lm_tape_destroy(&host, tape);
}

/* A block that is set to be near its limit: growing fails before memory is allocated or moved. */
static void test_building_limit(void)
{
    begin_with_content();
    lm_tape_block *building = (lm_tape_block *)tape;
    const lm_block_table frames = building->frames, counts = building->counts, names = building->names;
    building->frames.used = building->frames.capacity = 1u << 23;
    CHECK(trade(NEW_YEAR + LM_DAY, 90000, 1) == LM_E_LIMIT);
    CHECK(reads_like_an_error(LM_E_LIMIT) && host.error.hint[0]);
    building->frames = frames;

    building->counts.capacity = 1u << 26;
    building->counts.used = 1u << 25;
    CHECK(liquidations(NEW_YEAR, 90000, 1) == LM_E_LIMIT);
    building->counts = counts;
    building->names = names;
    CHECK(trade(NEW_YEAR + LM_DAY, 90000, 1) == LM_OK);
    CHECK(liquidations(NEW_YEAR, 90000, 1) == LM_OK);
    lm_buffer bytes = finished(tape);
    CHECK(lm_tape_validate(&host, bytes_of(&bytes)) == LM_OK);
    lm_buffer_free(&host, &bytes);
}

/* Bytes beyond the limit are not read. */
static void test_encoded_limit(void)
{
    const lm_bytes vast = {(const uint8_t *)"LMT\1", LM_MAX_ENCODED + 1};
    lm_tape *decoded = NULL;
    lm_tape_reader *reader = NULL;
    lm_map *map = NULL;
    lm_buffer out = {0};
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    CHECK(lm_tape_validate(&host, vast) == LM_E_LIMIT);
    CHECK(lm_tape_decode(&host, vast, &decoded) == LM_E_LIMIT && !decoded);
    CHECK(lm_tape_reader_create(&host, vast, &reader) == LM_E_LIMIT && !reader);
    CHECK(lm_tape_slice(&host, vast, 0, 1, &out) == LM_E_LIMIT && !out.size);
    CHECK(lm_tape_map(&host, vast, &model, INT64_MAX, 0, &map) == LM_E_LIMIT && !map);
    CHECK(lm_map_decode(&host, vast, &map) == LM_E_LIMIT && !map);
}

/* ---- tapes with different options */

static void test_mismatch(void)
{
    for (int what = 0; what < 6; what++) {
        begin_with_content();
        lm_tape_options options = default_options();
        switch (what) {
        case 0:
            options.frame = options.candle = 2 * LM_MINUTE;
            break;
        case 1:
            options.precision = 11;
            break;
        case 2:
            options.contract = LM_INVERSE;
            break;
        case 3:
            options.contract_size = 10;
            break;
        case 4:
            options.unit = 1;
            break;
        default:
            strcpy(options.symbol, "ETHUSDT");
        }
        lm_tape *unlike;
        must(lm_tape_create(&host, &options, &unlike));
        must(lm_tape_trade(&host, &unlike, NEW_YEAR, 90000, 1, LM_TAKER_SOLD));
        lm_buffer bytes = encoded(unlike), mine = encoded(tape), sum = {0};
        CHECK_REFUSED(lm_tape_merge_into(&host, &tape, bytes_of(&bytes)), LM_E_MISMATCH);
        CHECK_REFUSED(lm_tape_merge_building_into(&host, &tape, unlike), LM_E_MISMATCH);
        CHECK_REFUSED(lm_tape_check_options(&host, tape, &options), LM_E_MISMATCH);
        CHECK_REFUSED(lm_tape_merge(&host, bytes_of(&mine), bytes_of(&bytes), &sum), LM_E_MISMATCH);
        CHECK(host.error.hint[0] && sum.size == 0);
        lm_buffer_free(&host, &bytes);
        lm_buffer_free(&host, &mine);
        lm_tape_destroy(&host, unlike);
        lm_tape_destroy(&host, tape);
    }
}

static void test_bad_label(void)
{
    begin_with_content();
    lm_buffer bytes = encoded(tape), out = {0};
    CHECK_REFUSED(
        lm_tape_label(&host, bytes_of(&bytes), as_text("12345678901234567890123456789012"), (lm_text){0}, &out),
        LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_label(&host, bytes_of(&bytes), (lm_text){"A\0B", 3}, (lm_text){0}, &out), LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_label(&host, (lm_bytes){bytes.data, bytes.size - 1}, as_text("A"), (lm_text){0}, &out),
                  LM_E_CORRUPT);
    CHECK(out.size == 0);
    lm_buffer_free(&host, &bytes);
    lm_tape_destroy(&host, tape);
}

static void test_bad_coarsening(void)
{
    begin_with_content();
    lm_buffer bytes = encoded(tape), out = {0};
    CHECK_REFUSED(lm_tape_coarsen(&host, bytes_of(&bytes), LM_MINUTE / 2, 0, &out), LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_coarsen(&host, bytes_of(&bytes), LM_MINUTE * 3 / 2, 0, &out), LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_coarsen(&host, bytes_of(&bytes), -LM_MINUTE, 0, &out), LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_coarsen(&host, bytes_of(&bytes), LM_DAY + LM_MINUTE, 0, &out), LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_coarsen(&host, bytes_of(&bytes), 0, 13, &out), LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_coarsen(&host, bytes_of(&bytes), 0, 7, &out), LM_E_ARGUMENT);
    CHECK_REFUSED(lm_tape_coarsen(&host, bytes_of(&bytes), 0, -1, &out), LM_E_ARGUMENT);
    CHECK(out.size == 0);
    lm_buffer_free(&host, &bytes);
    lm_tape_destroy(&host, tape);
}

int main(void)
{
    lm_host_init(&host);
    test_bad_numbers();
    test_edges_of_the_range();
    test_bad_candles();
    test_bad_times();
    test_ends_of_time();
    test_overflow();
    test_overflow_of_a_sum();
    test_bad_trade_among_many();
    test_bad_names();
    test_too_many_names();
    test_building_limit();
    test_encoded_limit();
    test_mismatch();
    test_bad_label();
    test_bad_coarsening();
    return check_report("refusals");
}

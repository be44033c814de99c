/* Maps that begin with wide frames and go on with narrower ones: hours in front of minutes. */
#include "fixture.h"

#define TRADES 6000
#define HOUR (60 * LM_MINUTE)

static lm_trade trades[TRADES];

static lm_model a_model(void)
{
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    return model;
}

/* The trades in [from, to) of the random market, in frames of this width; with open interest in the first two days. */
static lm_buffer tape_between(int64_t frame, int64_t from, int64_t to)
{
    lm_tape_options options = default_options();
    options.frame = options.candle = frame;
    lm_tape *tape = tape_of(&options, trades, 0);
    for (size_t i = 0; i < TRADES; i++)
        if (trades[i].time >= from && trades[i].time < to)
            must(lm_tape_trade(&host, &tape, trades[i].time, trades[i].price, trades[i].qty, LM_TAKER_BOUGHT));
    if (from <= NEW_YEAR + LM_DAY)
        must(lm_tape_gauge(&host, &tape, from, "open_interest", 13, 1000));
    return finished(tape);
}

static lm_map *map_of(const lm_buffer *tape)
{
    const lm_model model = a_model();
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(tape), &model, INT64_MAX, 0, &map));
    return map;
}

static lm_map_info info_of(const lm_map *map)
{
    lm_map_info info;
    must(lm_map_describe(&host, map, &info));
    return info;
}

static lm_map *decoded(const lm_map *map)
{
    lm_buffer bytes = encoded_map(map);
    lm_map *read;
    must(lm_map_decode(&host, bytes_of(&bytes), &read));
    CHECK(same_and_freed(bytes, encoded_map(read)));
    return read;
}

/* opened = swept + decayed + outstanding on both sides, over both widths. */
static void check_ledger(const lm_map *map)
{
    lm_ledger ledger[2];
    must(lm_map_ledger(&host, map, ledger));
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        CHECK_CLOSE(ledger[side].opened, ledger[side].swept + ledger[side].decayed + ledger[side].outstanding, 1e-9);
}

/* In one step, in pieces, and stored in between, a map goes on to the same bytes. */
static void test_going_on(void)
{
    const int64_t cut = NEW_YEAR + LM_DAY, middle = cut + 5 * HOUR, end = NEW_YEAR + 2 * LM_DAY;
    lm_buffer hours = tape_between(HOUR, NEW_YEAR, cut), minutes = tape_between(LM_MINUTE, cut, end);
    lm_buffer first = tape_between(LM_MINUTE, cut, middle), second = tape_between(LM_MINUTE, middle, end);
    lm_map *whole = map_of(&hours), *pieces = map_of(&hours);
    const lm_map_info before = info_of(whole);
    CHECK(before.burn_in_frame == 0 && before.burn_in_until == LM_TIME_UNKNOWN && before.frame == HOUR);
    must(lm_map_advance(&host, whole, bytes_of(&minutes), INT64_MAX));
    const lm_map_info after = info_of(whole);
    CHECK(after.frame == LM_MINUTE && after.burn_in_frame == HOUR && after.burn_in_until == before.as_of);
    CHECK(after.as_of > before.as_of && !after.frame_differs && before.frame_differs);
    check_ledger(whole);
    must(lm_map_advance(&host, pieces, bytes_of(&first), INT64_MAX));
    lm_map *stored = decoded(pieces);
    must(lm_map_advance(&host, stored, bytes_of(&second), INT64_MAX));
    CHECK(same_and_freed(encoded_map(stored), encoded_map(whole)));
    /* Frames of the same width that were counted are ignored, as without a burn-in. */
    must(lm_map_advance(&host, stored, bytes_of(&minutes), INT64_MAX));
    CHECK(same_and_freed(encoded_map(stored), encoded_map(whole)));
    lm_map_destroy(&host, stored);
    lm_map_destroy(&host, pieces);
    lm_map_destroy(&host, whole);
    lm_buffer_free(&host, &hours);
    lm_buffer_free(&host, &minutes);
    lm_buffer_free(&host, &first);
    lm_buffer_free(&host, &second);
}

/* Nothing of the tape has ended by as_of: the map stays as it is, also its width. */
static void test_not_yet(void)
{
    const int64_t cut = NEW_YEAR + LM_DAY;
    lm_buffer hours = tape_between(HOUR, NEW_YEAR, cut), minutes = tape_between(LM_MINUTE, cut, cut + HOUR);
    lm_map *map = map_of(&hours), *same = map_of(&hours);
    must(lm_map_advance(&host, map, bytes_of(&minutes), cut));
    CHECK(same_and_freed(encoded_map(map), encoded_map(same)));
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, same);
    lm_buffer_free(&host, &hours);
    lm_buffer_free(&host, &minutes);
}

static void check_refused(const lm_buffer *first, const lm_buffer *second, const char *message)
{
    lm_map *map = map_of(first), *same = map_of(first);
    CHECK(lm_map_advance(&host, map, bytes_of(second), INT64_MAX) == LM_E_MISMATCH);
    CHECK(strstr(host.error.message, message) != NULL);
    CHECK(same_and_freed(encoded_map(map), encoded_map(same)));
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, same);
}

static void test_refusals(void)
{
    const int64_t cut = NEW_YEAR + LM_DAY;
    lm_buffer hours = tape_between(HOUR, NEW_YEAR, cut), minutes = tape_between(LM_MINUTE, NEW_YEAR, cut);
    lm_buffer overlap = tape_between(LM_MINUTE, cut - LM_MINUTE, cut + HOUR);
    lm_buffer uneven = tape_between(7 * LM_MINUTE, cut + HOUR, cut + 2 * HOUR);
    lm_buffer later_hours = tape_between(HOUR, cut, cut + 5 * HOUR);
    check_refused(&hours, &overlap, "the tape of frames of 60 s begins before the end of the map of frames of 3600 s");
    CHECK(strstr(host.error.hint, "2026-01-02T00:00:00Z") != NULL);
    check_refused(&hours, &minutes, "begins before the end of the map");
    check_refused(&hours, &uneven, "tapes with different frames");
    check_refused(&minutes, &later_hours, "tapes with different frames");
    /* Gauges alone do not choose a width. */
    lm_tape_options options = default_options();
    lm_tape *tape;
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_gauge(&host, &tape, cut, "open_interest", 13, 5));
    lm_buffer gauges = finished(tape);
    check_refused(&hours, &gauges, "tapes with different frames");
    lm_buffer_free(&host, &gauges);
    lm_buffer_free(&host, &hours);
    lm_buffer_free(&host, &minutes);
    lm_buffer_free(&host, &overlap);
    lm_buffer_free(&host, &uneven);
    lm_buffer_free(&host, &later_hours);
}

/* Days, then hours, then minutes: the last of the wider widths is the one that a map states. */
static void test_three_widths(void)
{
    const int64_t cut = NEW_YEAR + LM_DAY, next = cut + 4 * HOUR;
    lm_buffer days = tape_between(LM_DAY, NEW_YEAR, cut), hours = tape_between(HOUR, cut, next);
    lm_buffer minutes = tape_between(LM_MINUTE, next, next + HOUR);
    lm_map *map = map_of(&days);
    must(lm_map_advance(&host, map, bytes_of(&hours), INT64_MAX));
    must(lm_map_advance(&host, map, bytes_of(&minutes), INT64_MAX));
    const lm_map_info info = info_of(map);
    CHECK(info.frame == LM_MINUTE && info.burn_in_frame == HOUR && info.burn_in_until == next);
    check_ledger(map);
    lm_map *read = decoded(map);
    lm_map_destroy(&host, read);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &days);
    lm_buffer_free(&host, &hours);
    lm_buffer_free(&host, &minutes);
}

/*
 * The volatility counts the time between the ends of frames. Closes at 1 h, 2 h and 2 h 1 min: two returns of 1 % in 61
 * minutes, and one hour of frames of an hour.
 */
static void test_sigma(void)
{
    const double prices[] = {100, 101, 102.01};
    const int64_t times[] = {NEW_YEAR, NEW_YEAR + HOUR, NEW_YEAR + 2 * HOUR};
    lm_tape_options options = default_options();
    options.frame = options.candle = HOUR;
    lm_tape *tape = tape_of(&options, trades, 0);
    for (int i = 0; i < 2; i++)
        must(lm_tape_trade(&host, &tape, times[i], prices[i], 1, LM_TAKER_BOUGHT));
    lm_buffer hours = finished(tape);
    options.frame = options.candle = LM_MINUTE;
    tape = tape_of(&options, trades, 0);
    must(lm_tape_trade(&host, &tape, times[2], prices[2], 1, LM_TAKER_BOUGHT));
    lm_buffer minute = finished(tape);
    lm_map *map = map_of(&hours);
    CHECK_CLOSE(info_of(map).daily_sigma, 0.01 * sqrt(24), 1e-9);
    must(lm_map_advance(&host, map, bytes_of(&minute), INT64_MAX));
    CHECK_CLOSE(info_of(map).daily_sigma, 0.01 * sqrt(2 * 1440 / 61.0), 1e-9);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &hours);
    lm_buffer_free(&host, &minute);
}

/* Every changed byte is refused, or is a map that encodes to these bytes. */
static void test_damage(void)
{
    const int64_t cut = NEW_YEAR + LM_DAY;
    lm_buffer hours = tape_between(HOUR, NEW_YEAR, cut), minutes = tape_between(LM_MINUTE, cut, cut + HOUR);
    lm_map *map = map_of(&hours);
    must(lm_map_advance(&host, map, bytes_of(&minutes), INT64_MAX));
    lm_buffer bytes = encoded_map(map);
    CHECK(bytes.data[3] == 2);
    const size_t stride = bytes.size / (size_t)size_of_run(300, 3000) + 1;
    for (size_t i = 0; i < bytes.size; i += i < 400 ? 1 : stride) {
        const uint8_t kept = bytes.data[i];
        lm_map *read;
        bytes.data[i] = (uint8_t)(kept ^ 1 << pick(0, 7));
        if (lm_map_decode(&host, bytes_of(&bytes), &read) == LM_OK) {
            lm_buffer again = encoded_map(read);
            CHECK(same_bytes(&again, &bytes));
            lm_buffer_free(&host, &again);
            lm_map_destroy(&host, read);
        }
        bytes.data[i] = kept;
    }
    lm_buffer_free(&host, &bytes);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &hours);
    lm_buffer_free(&host, &minutes);
}

int main(void)
{
    lm_host_init(&host);
    random_trades(trades, TRADES, 2 * LM_DAY, true);
    test_going_on();
    test_not_yet();
    test_refusals();
    test_three_widths();
    test_sigma();
    test_damage();
    return check_report("burn-in");
}

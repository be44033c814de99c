/* The building state of a tape: its size, the way it grows, and that another layout is not taken for it. */
#include "fixture.h"

#include "tape/block.h"

#define ROWS 20000
#define DAY ((int64_t)86400 * LM_SECOND)

static lm_trade trades[ROWS];

static lm_tape *built(const lm_tape_options *options, size_t from, size_t until)
{
    lm_tape *tape;
    must(lm_tape_create(&host, options, &tape));
    for (size_t i = from; i < until; i++)
        must(lm_tape_trade_deferred(&host, &tape, trades[i].time, trades[i].price, trades[i].qty,
                                    (lm_taker)trades[i].taker));
    return tape;
}

/* Trades in random order over a day, each in nearly a cell of its own if the prices are spread. */
static void fill(size_t rows, double spread, int64_t period)
{
    for (size_t i = 0; i < rows; i++)
        trades[i] = (lm_trade){NEW_YEAR + pick(0, period - 1), 100 * (1 + uniform(0, spread)), uniform(0.1, 3),
                               (int32_t)pick(0, 2)};
}

/* A query may have a group for each symbol, and holds the states of all groups at once. */
static void test_small_groups(void)
{
    const lm_tape_options options = default_options();
    fill(100, 0.05, DAY);
    lm_tape *few = built(&options, 0, 100);
    CHECK(lm_tape_size(few) <= 64 * 1024);
    lm_tape_destroy(&host, few);

    fill(ROWS, 0.01, DAY);
    lm_tape *many = built(&options, 0, ROWS);
    CHECK(lm_tape_size(many) <= 500 * 1000);
    CHECK(lm_block_of(many)->window_cells == LM_WINDOW_CELLS_LEAST);
    lm_tape_destroy(&host, many);
}

/* Checks that the windows of all rows together become wide, and that the content is that of narrow tapes. */
static void check_widens(const lm_tape_options *options)
{
    lm_tape *tape = built(options, 0, ROWS);
    CHECK(lm_block_of(tape)->window_cells == LM_WINDOW_CELLS_MOST);
    lm_tape *narrow;
    must(lm_tape_create(&host, options, &narrow));
    for (size_t i = 0; i < ROWS; i += 500) {
        lm_tape *part = built(options, i, i + 500);
        CHECK(lm_block_of(part)->window_cells == LM_WINDOW_CELLS_LEAST);
        must(lm_tape_merge_building_into(&host, &narrow, part));
        lm_tape_destroy(&host, part);
    }
    lm_buffer a = finished(tape), b = finished(narrow);
    CHECK(same_bytes(&a, &b));
    lm_buffer_free(&host, &a);
    lm_buffer_free(&host, &b);
}

/* Rows that search the same counts again and again are worth wide windows. */
static void test_wide_windows(void)
{
    const lm_tape_options options = default_options();
    fill(ROWS, 0.003, DAY / 96);
    check_widens(&options);
}

/* A tape that is large anyway has wide windows, though its rows hardly meet a count again. */
static void test_large_tapes(void)
{
    const lm_tape_options options = default_options();
    fill(ROWS, 0.01, 5 * DAY);
    check_widens(&options);
}

/* The window of a row of many cells lies around their middle, so that it holds as many of them as it can. */
static void test_rows_of_many_cells(void)
{
    const lm_tape_options options = default_options();
    lm_candle candle = {.time = NEW_YEAR,
                        .duration = LM_MINUTE,
                        .low = 100,
                        .high = 100.05,
                        .open = 100,
                        .close = 100.05,
                        .volume = 10,
                        .taker_buy_volume = 5};
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_candle(&host, &tape, &candle));
    CHECK(lm_const_frame_at(lm_block_of(tape), 0)->counts[0] > 0 && lm_block_of(tape)->near.used == 0);
    candle.high = candle.close = 102;
    for (int i = 1; i < 1000; i++) {
        candle.time += LM_MINUTE;
        must(lm_tape_candle(&host, &tape, &candle));
    }
    CHECK(lm_block_of(tape)->window_cells == LM_WINDOW_CELLS_MOST);
    lm_tape_destroy(&host, tape);
}

/* Counts in the window, near it and far from it, at the least and greatest prices and precision. */
static void test_far_prices(void)
{
    for (int precision = LM_PRECISION_MIN; precision <= LM_PRECISION_MAX; precision += 6) {
        lm_tape_options options = default_options();
        options.precision = (uint8_t)precision;
        options.unit = 1;
        for (size_t i = 0; i < ROWS; i++)
            trades[i] = (lm_trade){NEW_YEAR + pick(0, 20 * 60 * LM_SECOND), ldexp(uniform(1, 1.01), (int)pick(-20, 20)),
                                   uniform(1, 2), LM_TAKER_BOUGHT};
        lm_tape *forward = built(&options, 0, ROWS);
        lm_tape *backward, *halves = built(&options, ROWS / 2, ROWS), *half = built(&options, 0, ROWS / 2);
        must(lm_tape_create(&host, &options, &backward));
        for (size_t i = ROWS; i-- > 0;)
            must(lm_tape_trade(&host, &backward, trades[i].time, trades[i].price, trades[i].qty, LM_TAKER_BOUGHT));
        must(lm_tape_merge_building_into(&host, &halves, half));
        lm_tape_destroy(&host, half);
        lm_buffer a = finished(forward), b = finished(backward), c = finished(halves);
        CHECK(same_bytes(&a, &b) && same_bytes(&a, &c));
        lm_tape_info info;
        must(lm_tape_describe(&host, bytes_of(&a), &info));
        int64_t sum = 0;
        for (size_t i = 0; i < ROWS; i++)
            sum += llrint(trades[i].price * trades[i].qty);
        CHECK(info.rows == ROWS && info.notional == (double)sum);
        lm_buffer_free(&host, &a);
        lm_buffer_free(&host, &b);
        lm_buffer_free(&host, &c);
    }
}

/* A state that another version stored differs in the first word after the varlena length. */
static void test_other_layouts(void)
{
    const lm_tape_options options = default_options();
    lm_positions_options counting;
    lm_positions_options_init(&counting);
    lm_tape *tape;
    lm_positions *positions;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_positions_create(&host, &counting, &positions));
    CHECK(lm_tape_is_building(tape) && !lm_tape_is_building(positions));
    CHECK(lm_positions_is_building(positions) && !lm_positions_is_building(tape));
    for (int bit = 0; bit < 32; bit++) {
        tape->magic ^= 1u << bit;
        positions->magic ^= 1u << bit;
        CHECK(!lm_tape_is_building(tape) && !lm_positions_is_building(positions));
        tape->magic ^= 1u << bit;
        positions->magic ^= 1u << bit;
    }
    tape->magic = 0x4254414c; /* of the first layout */
    CHECK(!lm_tape_is_building(tape));
    const lm_bytes stored = {(const uint8_t *)tape + sizeof tape->host_word,
                             lm_tape_size(tape) - sizeof tape->host_word};
    CHECK(lm_tape_validate(&host, stored) == LM_E_CORRUPT);
    lm_tape_destroy(&host, tape);
    lm_positions_destroy(&host, positions);
}

int main(void)
{
    lm_host_init(&host);
    test_small_groups();
    test_wide_windows();
    test_large_tapes();
    test_rows_of_many_cells();
    test_far_prices();
    test_other_layouts();
    return check_report("building state");
}

/* Tapes: equal content gives equal bytes, in any order of the rows and any split. */
#include "fixture.h"

#define TRADES 1500
#define ROUNDS 12

static lm_trade trades[TRADES];

/* ---- against a simple accumulation */

typedef struct reference_count {
    int64_t start;
    int32_t cell;
    int64_t count;
} reference_count;

static int by_start_and_cell(const void *a, const void *b)
{
    const reference_count *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static int64_t frame_of(const lm_tape_options *options, int64_t time)
{
    return (int64_t)floor((double)time / (double)options->frame) * options->frame;
}

static int64_t count_of(const lm_tape_options *options, const lm_trade *trade)
{
    const double notional = options->contract == LM_LINEAR ? (trade->price * trade->qty) * options->contract_size
                                                           : trade->qty * options->contract_size;
    return llrint(notional / options->unit);
}

static bool cells_agree(const lm_frame *frame, const reference_count *counts, size_t count, size_t *at)
{
    for (size_t i = 0; i < frame->cell_count; i++) {
        int64_t sum = 0;
        while (*at < count && counts[*at].count == 0)
            ++*at;
        const reference_count *first = &counts[*at];
        for (; *at < count && counts[*at].start == frame->start && counts[*at].cell == first->cell; ++*at)
            sum += counts[*at].count;
        if (first->start != frame->start || frame->cells[i].cell != first->cell || frame->cells[i].count != sum)
            return false;
    }
    return true;
}

static bool frame_agrees(const lm_frame *frame, const lm_tape_options *options, size_t count)
{
    double low = INFINITY, high = 0, close = 0;
    int64_t rows = 0, bought = 0, close_time = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        const lm_trade *trade = &trades[i];
        if (frame_of(options, trade->time) != frame->start)
            continue;
        const int64_t counted = count_of(options, trade);
        rows++;
        bought += trade->taker == LM_TAKER_BOUGHT ? counted : trade->taker == LM_TAKER_UNKNOWN ? counted / 2 : 0;
        low = fmin(low, trade->price);
        high = fmax(high, trade->price);
        if (trade->time > close_time || (trade->time == close_time && trade->price > close)) {
            close_time = trade->time;
            close = trade->price;
        }
    }
    return frame->rows == rows && frame->bought == bought && frame->low == low && frame->high == high &&
           frame->close == close && frame->close_time == close_time;
}

static void test_content(void)
{
    static reference_count counts[TRADES];
    for (int round = 0; round < ROUNDS; round++) {
        const lm_tape_options options = random_options();
        random_trades(trades, TRADES, 20 * options.frame, chance(0.5));
        for (size_t i = 0; i < TRADES; i++)
            counts[i] = (reference_count){frame_of(&options, trades[i].time),
                                          lm_cell(trades[i].price, options.precision), count_of(&options, &trades[i])};
        qsort(counts, TRADES, sizeof counts[0], by_start_and_cell);

        lm_buffer bytes = finished(tape_of(&options, trades, TRADES));
        lm_tape_reader *reader;
        lm_frame frame;
        lm_status status;
        size_t at = 0;
        must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
        while ((status = lm_tape_reader_next(&host, reader, &frame)) == LM_OK) {
            CHECK(cells_agree(&frame, counts, TRADES, &at));
            CHECK(frame_agrees(&frame, &options, TRADES));
        }
        while (at < TRADES && counts[at].count == 0)
            at++;
        CHECK(status == LM_DONE && at == TRADES);
        CHECK(lm_tape_reader_next(&host, reader, &frame) == LM_DONE);
        lm_tape_reader_destroy(&host, reader);
        lm_buffer_free(&host, &bytes);
    }
}

/* ---- order, splits and merges */

static void test_row_order(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        const lm_tape_options options = random_options();
        random_trades(trades, TRADES, 50 * options.frame, true);
        lm_buffer ordered = finished(tape_of(&options, trades, TRADES));
        shuffle(trades, TRADES);
        lm_tape *one_by_one;
        must(lm_tape_create(&host, &options, &one_by_one));
        for (size_t i = 0; i < TRADES; i++)
            must(lm_tape_trade(&host, &one_by_one, trades[i].time, trades[i].price, trades[i].qty,
                               (lm_taker)trades[i].taker));
        CHECK(same_and_freed(ordered, finished(one_by_one)));
    }
}

static void test_splits(void)
{
    enum { PARTS = 5 };
    for (int round = 0; round < ROUNDS; round++) {
        const lm_tape_options options = random_options();
        random_trades(trades, TRADES, 30 * options.frame, false);
        lm_buffer whole = finished(tape_of(&options, trades, TRADES));
        lm_tape *parts[PARTS];
        for (int i = 0; i < PARTS; i++)
            must(lm_tape_create(&host, &options, &parts[i]));
        for (size_t i = 0; i < TRADES; i++)
            must(lm_tape_trade(&host, &parts[pick(0, PARTS - 1)], trades[i].time, trades[i].price, trades[i].qty,
                               (lm_taker)trades[i].taker));
        /* Merges parts in a random tree: parts in building or stored. */
        for (int left = PARTS; left > 1; left--) {
            const int into = (int)pick(0, left - 2);
            lm_buffer other = encoded(parts[left - 1]);
            must(chance(0.5) ? lm_tape_merge_into(&host, &parts[into], bytes_of(&other))
                             : lm_tape_merge_building_into(&host, &parts[into], parts[left - 1]));
            lm_buffer_free(&host, &other);
            lm_tape_destroy(&host, parts[left - 1]);
        }
        CHECK(same_and_freed(whole, finished(parts[0])));
    }
}

static lm_buffer merged(const lm_buffer *a, const lm_buffer *b)
{
    lm_buffer out = {0};
    must(lm_tape_merge(&host, bytes_of(a), bytes_of(b), &out));
    return out;
}

static lm_buffer random_tape(const lm_tape_options *options, int64_t period)
{
    random_trades(trades, 200, period, chance(0.5));
    lm_tape *tape = tape_of(options, trades, 200);
    add_streams(&tape, 30, period);
    return finished(tape);
}

static void test_merge_is_a_sum(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        const lm_tape_options options = random_options();
        lm_buffer a = random_tape(&options, 10 * options.frame), b = random_tape(&options, 10 * options.frame);
        lm_buffer c = random_tape(&options, 10 * options.frame);
        lm_buffer ab = merged(&a, &b), bc = merged(&b, &c);
        CHECK(same_and_freed(merged(&a, &b), merged(&b, &a)));
        CHECK(same_and_freed(merged(&ab, &c), merged(&a, &bc)));

        lm_tape *nothing;
        must(lm_tape_create(&host, &options, &nothing));
        lm_buffer empty = finished(nothing);
        CHECK(same_and_freed(merged(&a, &empty), merged(&empty, &a)));
        CHECK(same_and_freed(merged(&a, &empty),
                             finished((must(lm_tape_decode(&host, bytes_of(&a), &nothing)), nothing))));
        lm_buffer twice = merged(&a, &a);
        CHECK(!same_bytes(&twice, &a));

        lm_buffer *all[] = {&a, &b, &c, &ab, &bc, &empty, &twice};
        for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
            lm_buffer_free(&host, all[i]);
    }
}

/* Pending trades must be added before anything reads the tape, also when the tape is copied or merged in between. */
static void test_pending(void)
{
    for (int round = 0; round < 2 * ROUNDS; round++) {
        const lm_tape_options options = random_options();
        const size_t count = (size_t)pick(1, TRADES);
        random_trades(trades, count, pick(1, 300) * options.frame, chance(0.3));
        lm_buffer whole = finished(tape_of(&options, trades, count));
        lm_tape *pending, *first, *copy;
        must(lm_tape_create(&host, &options, &pending));
        must(lm_tape_create(&host, &options, &first));
        for (size_t i = 0; i < count; i++) {
            if (chance(0.002)) {
                must(lm_tape_merge_building_into(&host, &first, pending));
                lm_tape_destroy(&host, pending);
                must(lm_tape_create(&host, &options, &pending));
            }
            if (chance(0.002)) {
                must(lm_tape_copy(&host, pending, &copy));
                lm_tape_destroy(&host, pending);
                pending = copy;
            }
            must(lm_tape_trade_deferred(&host, &pending, trades[i].time, trades[i].price, trades[i].qty,
                                        (lm_taker)trades[i].taker));
        }
        lm_buffer looked = encoded(pending), again = encoded(pending);
        CHECK(same_and_freed(looked, again));
        must(lm_tape_merge_building_into(&host, &pending, first));
        lm_tape_destroy(&host, first);
        CHECK(same_and_freed(whole, finished(pending)));
    }
}

/* Frames whose trades had no quantity, which are read back and get more trades, at the low end of the price axis. */
static void test_frames_without_volume(void)
{
    enum { FRAMES = 40 };
    const lm_tape_options options = default_options();
    for (size_t i = 0; i < TRADES; i++)
        trades[i] = (lm_trade){NEW_YEAR + pick(0, FRAMES - 1) * LM_MINUTE, LM_PRICE_MIN, i < FRAMES ? 0 : 1e15, 0};
    lm_buffer direct = finished(tape_of(&options, trades, TRADES));
    lm_buffer idle = finished(tape_of(&options, trades, FRAMES));
    lm_tape *tape;
    size_t done;
    must(lm_tape_decode(&host, bytes_of(&idle), &tape));
    must(lm_tape_trades(&host, &tape, trades + FRAMES, TRADES - FRAMES, &done));
    CHECK(same_and_freed(direct, finished(tape)));
    lm_buffer_free(&host, &idle);
}

/* ---- the stored form */

static void test_round_trip(void)
{
    for (int round = 0; round < 4 * ROUNDS; round++) {
        const lm_tape_options options = random_options();
        lm_buffer bytes = random_tape(&options, pick(1, 400) * options.frame);
        lm_tape *decoded, *copy;
        lm_tape_options read;
        CHECK(lm_tape_validate(&host, bytes_of(&bytes)) == LM_OK);
        CHECK(lm_tape_decode(&host, bytes_of(&bytes), &decoded) == LM_OK);
        CHECK(lm_tape_is_building(decoded) && !lm_tape_is_building(bytes.data));
        lm_tape_options_of(decoded, &read);
        CHECK(read.frame == options.frame && read.precision == options.precision && read.has_prices);
        CHECK(read.contract_size == options.contract_size && read.unit == options.unit);
        CHECK(read.contract == options.contract && strcmp(read.symbol, options.symbol) == 0);
        CHECK(lm_tape_check_options(&host, decoded, &options) == LM_OK);

        /* A block has no pointers: a copy of its memory is a tape of its own. */
        must(lm_tape_copy(&host, decoded, &copy));
        CHECK(lm_tape_size(copy) == lm_tape_size(decoded));
        lm_buffer again = encoded(copy);
        CHECK(same_bytes(&again, &bytes));
        must(lm_tape_trade(&host, &copy, NEW_YEAR, 90000, 1, LM_TAKER_BOUGHT));
        lm_tape_destroy(&host, copy);
        CHECK(same_and_freed(finished(decoded), bytes));
        lm_buffer_free(&host, &again);
    }
}

/* Encoding appends to the buffer and keeps its earlier content. */
static void test_appending(void)
{
    lm_tape_options options = default_options();
    lm_buffer bytes = random_tape(&options, LM_DAY), prefixed = {0};
    lm_tape *tape;
    must(lm_tape_decode(&host, bytes_of(&bytes), &tape));
    must(lm_tape_encode(&host, tape, &prefixed));
    must(lm_tape_encode(&host, tape, &prefixed));
    CHECK(prefixed.size == 2 * bytes.size);
    CHECK(memcmp(prefixed.data + bytes.size, bytes.data, bytes.size) == 0);
    lm_buffer_free(&host, &prefixed);
    CHECK(same_and_freed(bytes, finished(tape)));
}

/* ---- slices */

static lm_buffer sliced(const lm_buffer *tape, int64_t since, int64_t until)
{
    lm_buffer out = {0};
    must(lm_tape_slice(&host, bytes_of(tape), since, until, &out));
    return out;
}

static void test_slices(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        const lm_tape_options options = random_options();
        const int64_t period = 40 * options.frame;
        lm_buffer whole = random_tape(&options, period);
        int64_t cut = NEW_YEAR - options.frame;
        lm_buffer rejoined = sliced(&whole, INT64_MIN, cut);
        while (cut < INT64_MAX) {
            /* Cuts may be inside frames; a frame belongs to the slice in which it starts. */
            const int64_t next = cut > NEW_YEAR + period ? INT64_MAX : cut + pick(1, 8 * options.frame);
            lm_buffer part = sliced(&whole, cut, next), sum = merged(&rejoined, &part);
            lm_tape_info info;
            must(lm_tape_describe(&host, bytes_of(&part), &info));
            CHECK(info.frames == 0 || (info.since >= cut && info.until - options.frame < next));
            lm_buffer_free(&host, &rejoined);
            lm_buffer_free(&host, &part);
            rejoined = sum;
            cut = next;
        }
        CHECK(same_and_freed(rejoined, sliced(&whole, INT64_MIN, INT64_MAX)));
        lm_buffer none = sliced(&whole, 5, 5);
        lm_tape_info info;
        must(lm_tape_describe(&host, bytes_of(&none), &info));
        CHECK(info.frames == 0 && info.gauges.count == 0 && info.options.precision == options.precision);
        CHECK(same_and_freed(none, sliced(&whole, INT64_MAX, INT64_MIN)));
        lm_buffer_free(&host, &whole);
    }
}

/* ---- coarser frames and cells */

static lm_buffer coarsened(const lm_buffer *tape, int64_t frame, int precision)
{
    lm_buffer out = {0};
    must(lm_tape_coarsen(&host, bytes_of(tape), frame, precision, &out));
    return out;
}

static void test_coarsen(void)
{
    for (int round = 0; round < 3 * ROUNDS; round++) {
        lm_tape_options fine = random_options();
        fine.frame = fine.candle = pick(1, 60) * LM_SECOND;
        lm_tape_options coarse = fine;
        coarse.frame = coarse.candle = fine.frame * pick(1, 30);
        coarse.precision = (uint8_t)pick(LM_PRECISION_MIN, fine.precision);
        random_trades(trades, TRADES, 100 * fine.frame, false);
        /* Prices below 1 have negative cells, which must round down too. */
        if (chance(0.5))
            for (size_t i = 0; i < TRADES; i++)
                trades[i].price *= 1e-6;
        const uint64_t seed = rng_state;
        lm_tape *a = tape_of(&fine, trades, TRADES);
        add_streams(&a, 40, 100 * fine.frame);
        rng_state = seed;
        lm_tape *b = tape_of(&coarse, trades, TRADES);
        add_streams(&b, 40, 100 * fine.frame);

        lm_buffer tape = finished(a), built = finished(b);
        CHECK(same_and_freed(coarsened(&tape, coarse.frame, coarse.precision), coarsened(&built, 0, 0)));
        lm_buffer wide = coarsened(&tape, coarse.frame, 0), vague = coarsened(&tape, 0, coarse.precision);
        CHECK(same_and_freed(coarsened(&wide, 0, coarse.precision), coarsened(&vague, coarse.frame, 0)));
        CHECK(same_and_freed(coarsened(&tape, 0, 0), coarsened(&tape, fine.frame, fine.precision)));
        lm_buffer *all[] = {&tape, &built, &wide, &vague};
        for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
            lm_buffer_free(&host, all[i]);
    }
}

/* ---- the description of a tape */

/* A labelled tape is the tape that was built with the symbol; a tape of gauges has none. */
static void test_label(void)
{
    static lm_trade trades[300];
    random_trades(trades, 300, LM_DAY, true);
    lm_tape_options options = default_options(), named = options;
    const char *longest = "1234567890123456789012345678901";
    memcpy(named.symbol, longest, strlen(longest));
    lm_buffer plain = finished(tape_of(&options, trades, 300)), wanted = finished(tape_of(&named, trades, 300));
    lm_buffer label = {0}, back = {0};
    must(lm_tape_label(&host, bytes_of(&plain), as_text(longest), (lm_text){0}, &label));
    CHECK(same_bytes(&label, &wanted));
    must(lm_tape_label(&host, bytes_of(&label), (lm_text){NULL, 0}, (lm_text){0}, &back));
    CHECK(same_bytes(&back, &plain));
    lm_buffer_free(&host, &plain);
    lm_buffer_free(&host, &wanted);
    lm_buffer_free(&host, &label);
    lm_buffer_free(&host, &back);
}

static void test_description(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        const lm_tape_options options = random_options();
        lm_buffer bytes = random_tape(&options, 20 * options.frame);
        lm_tape_info info, sum = {0};
        lm_tape_reader *reader;
        lm_frame frame;
        must(lm_tape_describe(&host, bytes_of(&bytes), &info));
        must(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
        CHECK(lm_tape_reader_options(reader)->frame == options.frame);
        while (lm_tape_reader_next(&host, reader, &frame) == LM_OK) {
            CHECK(sum.frames == 0 || frame.start > sum.until - options.frame);
            if (sum.frames++ == 0)
                sum.since = frame.start;
            sum.until = frame.start + options.frame;
            sum.rows += frame.rows;
            sum.cells += (int64_t)frame.cell_count;
            sum.taker_buy_notional += (double)frame.bought * options.unit;
            for (size_t i = 0; i < frame.cell_count; i++)
                sum.notional += (double)frame.cells[i].count * options.unit;
            double liquidations[2] = {(double)frame.without_price[0], (double)frame.without_price[1]};
            for (int side = LM_LONG; side <= LM_SHORT; side++)
                for (size_t i = 0; i < frame.liquidation_count[side]; i++)
                    liquidations[side] += (double)frame.liquidations[side][i].count;
            sum.liquidated_long += liquidations[LM_LONG] * options.unit;
            sum.liquidated_short += liquidations[LM_SHORT] * options.unit;
            for (size_t i = 0; i < frame.gauge_count; i++)
                sum.gauge_samples += frame.gauges[i].samples;
        }
        lm_tape_reader_destroy(&host, reader);
        CHECK(info.frames == sum.frames && info.since == sum.since && info.until == sum.until);
        CHECK(info.rows == sum.rows && info.cells == sum.cells && info.gauge_samples == sum.gauge_samples);
        CHECK_CLOSE(info.notional, sum.notional, 1e-12);
        CHECK_CLOSE(info.taker_buy_notional, sum.taker_buy_notional, 1e-12);
        CHECK_CLOSE(info.liquidated_long, sum.liquidated_long, 1e-12);
        CHECK_CLOSE(info.liquidated_short, sum.liquidated_short, 1e-12);

        static const char *const names[] = {"a", "funding_rate", "mark_price", "open_interest"};
        CHECK(info.gauges.count == 4);
        for (int i = 0; i < info.gauges.count; i++) {
            size_t length;
            const char *name = lm_tape_gauge_name(bytes_of(&bytes), i, &length);
            CHECK(name && length == strlen(names[i]) && memcmp(name, names[i], length) == 0);
        }
        size_t length;
        CHECK(!lm_tape_gauge_name(bytes_of(&bytes), 4, &length) && !lm_tape_gauge_name(bytes_of(&bytes), -1, &length));
        lm_buffer_free(&host, &bytes);
    }
}

int main(void)
{
    lm_host_init(&host);
    test_content();
    test_row_order();
    test_splits();
    test_merge_is_a_sum();
    test_pending();
    test_frames_without_volume();
    test_round_trip();
    test_appending();
    test_slices();
    test_coarsen();
    test_label();
    test_description();
    return check_report("tape");
}

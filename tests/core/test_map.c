/*
 * Maps: the ledger balances, a map that is advanced equals one that is replayed whole, and nothing later than the
 * as-of time is used.
 */
#include "reference_replay.h"

#define TRADES 3000

static lm_trade trades[TRADES];

/* ---- models and tapes */

static lm_model model_of(const char *json)
{
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    return model;
}

static const char *const linear_models[] = {
    "{}",
    "{\"leverage\": [{\"x\": 10, \"share\": 0.5, \"half_life\": 600}, {\"x\": 100, \"share\": 0.5, \"half_life\": 60}],"
    " \"exposure\": 1}",
    "{\"volume_power\": 1, \"leverage\": [{\"x\": 1, \"share\": 0.3, \"half_life\": \"1 d\"},"
    " {\"x\": 3, \"share\": 0.3, \"half_life\": 1e12}, {\"x\": 20, \"share\": 0.4, \"half_life\": \"2 h\"}]}",
    "{\"margin\": {\"basis\": \"entry\", \"fee\": 0.0006, \"tiers\": [{\"floor\": 0, \"rate\": 0.005},"
    " {\"floor\": 50000, \"rate\": 0.02}]}, \"position\": 200000}",
};
static const char *const inverse_models[] = {
    "{\"margin\": {\"contract\": \"inverse\"}}",
    "{\"margin\": {\"contract\": \"inverse\", \"tiers\": [{\"floor\": 0, \"rate\": 0.004}, {\"floor\": 5, \"rate\": "
    "0.01}]},"
    " \"reference_price\": 90000, \"position\": 1000000, \"leverage\": [{\"x\": 1, \"share\": 0.5, \"half_life\": "
    "5000},"
    " {\"x\": 15, \"share\": 0.5, \"half_life\": 50000}]}",
};

static lm_model random_model(const lm_tape_options *options)
{
    return model_of(options->contract == LM_LINEAR ? linear_models[pick(0, 3)] : inverse_models[pick(0, 1)]);
}

/* Options with narrow frames and high precision, so that cells and frames are many. */
static lm_tape_options map_options(void)
{
    static const int64_t frames[] = {10 * LM_SECOND, LM_MINUTE, 5 * LM_MINUTE};
    lm_tape_options options = random_options();
    options.frame = options.candle = frames[pick(0, 2)];
    options.precision = (uint8_t)pick(10, 14);
    return options;
}

static lm_buffer market_tape(const lm_tape_options *options, size_t count, int64_t period)
{
    random_trades(trades, count, period, true);
    lm_tape *tape = tape_of(options, trades, count);
    for (int64_t time = 0; time < period; time += period / 20)
        must(lm_tape_gauge(&host, &tape, NEW_YEAR + time, "open_interest", 13, (double)pick(1000, 2000)));
    return finished(tape);
}

static lm_map *map_of(const lm_buffer *tape, const lm_model *model, int64_t as_of)
{
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(tape), model, as_of, 0, &map));
    return map;
}

static lm_buffer map_bytes(const lm_buffer *tape, const lm_model *model, int64_t as_of)
{
    lm_map *map = map_of(tape, model, as_of);
    const lm_buffer bytes = encoded_map(map);
    lm_map_destroy(&host, map);
    return bytes;
}

/* ---- against the replay by reference */

/* Compares the ledger and every weight of a map with those of the slow replay. */
static void check_against_slow_replay(const lm_buffer *tape, const lm_model *model)
{
    reference_replay reference = replay_by_reference(tape, model);
    lm_map *map = map_of(tape, model, INT64_MAX);
    lm_ledger ledger[2];
    must(lm_map_ledger(&host, map, ledger));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        CHECK_CLOSE(ledger[side].opened, reference.opened[side], 1e-11);
        CHECK(fabs(ledger[side].swept - reference.swept[side]) <= 1e-11 * reference.opened[side]);
        CHECK(fabs(ledger[side].decayed - reference.decayed[side]) <= 1e-11 * reference.opened[side]);
    }

    /* With steps of one cell the share of each row is one weight. */
    lm_levels levels;
    must(lm_map_levels(&host, map, &(lm_levels_options){.step = 0.5, .by_leverage = true}, &levels));
    double outstanding[2] = {0, 0}, seen[2] = {0, 0};
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (size_t i = 0; i < (size_t)LM_MAX_CLASSES * REFERENCE_CELLS; i++)
            outstanding[side] += reference.weights[(size_t)side * LM_MAX_CLASSES * REFERENCE_CELLS + i];
    for (size_t i = 0; i < levels.count; i++) {
        const lm_level *level = &levels.rows[i];
        int k = 0;
        while (model->classes[k].x != level->leverage)
            k++;
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            const int32_t last = lm_cell(level->price_high, reference.options.precision);
            double wanted = 0;
            for (int32_t cell = lm_cell(level->price_low, reference.options.precision); cell <= last; cell++) {
                const double mid = lm_cell_mid(cell, reference.options.precision);
                const double *weight = reference_weight(&reference, side, k, cell);
                wanted += weight && mid >= level->price_low && mid < level->price_high ? *weight : 0;
            }
            CHECK(fabs(level->share[side] - wanted / outstanding[side]) <= 1e-9 * level->share[side]);
            seen[side] += level->share[side];
        }
    }
    CHECK_CLOSE(seen[LM_LONG], 1, 1e-9);
    CHECK_CLOSE(seen[LM_SHORT], 1, 1e-9);
    lm_levels_free(&host, &levels);
    lm_map_destroy(&host, map);
    free(reference.weights);
}

static void test_against_slow_replay(void)
{
    const int rounds = size_of_run(2, 12);
    for (int round = 0; round < rounds; round++) {
        const lm_tape_options options = map_options();
        const lm_model model = random_model(&options);
        /* A short period, in which much is swept, or a month, in which weights decay to almost 0. */
        lm_buffer tape = market_tape(&options, 120, round % 3 ? 40 * options.frame : 30 * LM_DAY);
        check_against_slow_replay(&tape, &model);
        lm_buffer_free(&host, &tape);
    }
}

/* Frames of more cells than are opened at a time, with long gaps between them, under classes that fade unlike fast. */
static lm_buffer tape_of_large_frames(const lm_tape_options *options)
{
    lm_tape *tape;
    must(lm_tape_create(&host, options, &tape));
    for (int frame = 0; frame < 6; frame++)
        for (int i = 0; i < 300; i++)
            must(lm_tape_trade(&host, &tape, NEW_YEAR + frame * 40 * LM_DAY, 100 * (1 + 0.002 * i), 1 + i % 7,
                               LM_TAKER_BOUGHT));
    return finished(tape);
}

static lm_model fading_model(void)
{
    return model_of("{\"leverage\": [{\"x\": 2, \"share\": 0.4, \"half_life\": 1e12},"
                    " {\"x\": 3, \"share\": 0.3, \"half_life\": \"1 d\"},"
                    " {\"x\": 5, \"share\": 0.3, \"half_life\": 600}]}");
}

static void test_large_frames(void)
{
    const lm_tape_options options = default_options();
    const lm_model model = fading_model();
    lm_buffer tape = tape_of_large_frames(&options);
    check_against_slow_replay(&tape, &model);
    lm_buffer_free(&host, &tape);
}

static int interrupts_left;

static int interrupt_after(void *context)
{
    (void)context;
    return --interrupts_left == 0;
}

/* A map that was interrupted, also within a frame, goes on to the same bytes. */
static void test_interrupted_frames(void)
{
    const lm_tape_options options = default_options();
    const lm_model model = fading_model();
    lm_buffer tape = tape_of_large_frames(&options);
    bool ended = false;
    for (int n = 1; !ended; n++) {
        lm_map *map = map_of(&tape, &model, NEW_YEAR + LM_DAY);
        interrupts_left = n;
        host.interrupt = interrupt_after;
        const lm_status status = lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX);
        host.interrupt = NULL;
        CHECK(status == LM_E_INTERRUPTED || (status == LM_OK && n > 20));
        ended = status == LM_OK;
        must(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX));
        CHECK(same_and_freed(encoded_map(map), map_bytes(&tape, &model, INT64_MAX)));
        lm_map_destroy(&host, map);
    }
    lm_buffer_free(&host, &tape);
}

/* ---- the ledger */

typedef struct totals {
    const lm_buffer *tape;
    int64_t frames, last_start;
    double opened[2], swept[2], decayed[2], outstanding[2];
} totals;

static lm_status check_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    totals *all = context;
    lm_ledger ledger[2];
    must(lm_map_ledger(&host, map, ledger));
    CHECK(all->frames == 0 || frame->start > all->last_start);
    CHECK(frame->low <= frame->close && frame->close <= frame->high);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        all->opened[side] += frame->opened[side];
        all->swept[side] += frame->swept[side];
        all->decayed[side] += frame->decayed[side];
        const double room = 1e-12 * all->opened[side];
        const double moved = frame->opened[side] - frame->swept[side] - frame->decayed[side];
        CHECK(frame->opened[side] >= 0 && frame->swept[side] >= 0 && frame->decayed[side] >= 0);
        CHECK(fabs(all->outstanding[side] + moved - frame->outstanding[side]) <= room);
        CHECK(fabs(all->opened[side] - all->swept[side] - all->decayed[side] - frame->outstanding[side]) <= room);
        CHECK(fabs(ledger[side].opened - all->opened[side]) <= room);
        CHECK(fabs(ledger[side].swept - all->swept[side]) <= room);
        CHECK(fabs(ledger[side].decayed - all->decayed[side]) <= room);
        CHECK(ledger[side].outstanding == frame->outstanding[side]);
        all->outstanding[side] = frame->outstanding[side];
    }

    /* One-sided: no long at or above the cell of the close, no short at or below it; steps as wide as that cell. */
    lm_map_info info;
    lm_levels levels;
    must(lm_map_describe(&host, map, &info));
    const int32_t close = lm_cell(frame->close, info.precision);
    const double low = lm_cell_low(close, info.precision), high = lm_cell_low(close + 1, info.precision);
    must(lm_map_levels(&host, map, &(lm_levels_options){.step = high - low}, &levels));
    for (size_t i = 0; i < levels.count; i++) {
        CHECK(levels.rows[i].share[LM_LONG] == 0 || levels.rows[i].price_high <= low);
        CHECK(levels.rows[i].share[LM_SHORT] == 0 || levels.rows[i].price_low >= high);
    }
    CHECK(info.reference_price == frame->close);
    lm_levels_free(&host, &levels);
    all->frames++;
    all->last_start = frame->start;
    return LM_OK;
}

static void test_ledger(void)
{
    const int rounds = size_of_run(10, 30);
    for (int round = 0; round < rounds; round++) {
        const lm_tape_options options = map_options();
        const lm_model model = random_model(&options);
        lm_buffer tape = market_tape(&options, 400, 100 * options.frame);
        totals all = {.tape = &tape};
        lm_map *map;
        must(lm_tape_replay(&host, bytes_of(&tape), &model, INT64_MAX, 0, check_frame, &all, &map));
        CHECK(all.frames > 50);
        CHECK(same_and_freed(encoded_map(map), map_bytes(&tape, &model, INT64_MAX)));
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
    }
}

/* A callback that fails at the third frame, which must end the replay with the status of the callback. */
static lm_status fail_at_third_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    (void)map;
    (void)frame;
    return ++*(int *)context == 3 ? LM_E_UNSUPPORTED : LM_OK;
}

static void test_visitor_stops(void)
{
    const lm_tape_options options = default_options();
    const lm_model model = model_of("{}");
    lm_buffer tape = market_tape(&options, 100, LM_DAY);
    int frames = 0;
    lm_map *map = NULL;
    CHECK(lm_tape_replay(&host, bytes_of(&tape), &model, INT64_MAX, 0, fail_at_third_frame, &frames, &map) ==
          LM_E_UNSUPPORTED);
    CHECK(frames == 3 && !map);
    lm_buffer_free(&host, &tape);
}

/* ---- as of */

static void test_nothing_later(void)
{
    for (int round = 0; round < 40; round++) {
        const lm_tape_options options = map_options();
        const lm_model model = random_model(&options);
        const int64_t period = 60 * options.frame;
        lm_buffer tape = market_tape(&options, 500, period), cut = {0};
        const int64_t as_of = NEW_YEAR + pick(-options.frame, period + options.frame);
        /* Frames that end by the as-of time count: the last one starts one frame width before. */
        must(lm_tape_slice(&host, bytes_of(&tape), INT64_MIN, as_of - options.frame + 1, &cut));
        CHECK(same_and_freed(map_bytes(&tape, &model, as_of), map_bytes(&cut, &model, INT64_MAX)));
        lm_map *map = map_of(&tape, &model, as_of);
        lm_map_info info;
        must(lm_map_describe(&host, map, &info));
        CHECK(info.empty || (info.as_of <= as_of && info.as_of > as_of - 20 * options.frame));
        CHECK(info.live && info.models == 1 && info.frame == options.frame && info.as_of == info.as_of_first);
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
        lm_buffer_free(&host, &cut);
    }
}

/* ---- advance */

static lm_map *stored_and_read(lm_map *map)
{
    lm_buffer bytes = encoded_map(map);
    lm_map_destroy(&host, map);
    must(lm_map_decode(&host, bytes_of(&bytes), &map));
    lm_buffer_free(&host, &bytes);
    return map;
}

static void test_advance(void)
{
    for (int round = 0; round < 60; round++) {
        const lm_tape_options options = map_options();
        const lm_model model = random_model(&options);
        const int64_t period = 60 * options.frame;
        lm_buffer tape = market_tape(&options, 500, period);
        int64_t as_of = NEW_YEAR + pick(-options.frame, period);
        lm_map *map = map_of(&tape, &model, as_of);
        while (as_of < NEW_YEAR + period) {
            lm_buffer rest = {0};
            as_of += pick(1, 20 * options.frame);
            if (chance(0.3))
                map = stored_and_read(map);
            /* By the whole tape, or by a tape that begins at the time of the map or before. */
            lm_map_info info;
            must(lm_map_describe(&host, map, &info));
            const int64_t since =
                info.empty || chance(0.3) ? INT64_MIN : info.as_of - (chance(0.5) ? 0 : 3 * options.frame);
            must(lm_tape_slice(&host, bytes_of(&tape), since, INT64_MAX, &rest));
            must(lm_map_advance(&host, map, bytes_of(&rest), as_of));
            lm_buffer_free(&host, &rest);
            CHECK(same_and_freed(encoded_map(map), map_bytes(&tape, &model, as_of)));
        }
        must(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX));
        must(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX)); /* no later rows */
        must(lm_map_advance(&host, map, bytes_of(&tape), NEW_YEAR));
        CHECK(same_and_freed(encoded_map(map), map_bytes(&tape, &model, INT64_MAX)));
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
    }
}

/* Months and years, in which weights decay below the precision of doubles. */
static void test_long_tapes(void)
{
    static const char *const models[] = {"{}", "{\"leverage\": [{\"x\": 20, \"share\": 0.5, \"half_life\": 600},"
                                               " {\"x\": 5, \"share\": 0.5, \"half_life\": \"30 d\"}]}"};
    for (int round = 0; round < 4; round++) {
        const lm_tape_options options = default_options();
        const lm_model model = model_of(models[round % 2]);
        const int64_t period = round < 2 ? 200 * LM_DAY : 3000 * LM_DAY;
        lm_buffer tape = market_tape(&options, (size_t)size_of_run(TRADES / 4, TRADES), period);
        totals all = {.tape = &tape};
        lm_map *whole, *map = map_of(&tape, &model, NEW_YEAR + pick(0, period));
        must(lm_tape_replay(&host, bytes_of(&tape), &model, INT64_MAX, 0, check_frame, &all, &whole));
        for (int cut = 0; cut < 10; cut++) {
            map = stored_and_read(map);
            must(lm_map_advance(&host, map, bytes_of(&tape), NEW_YEAR + pick(0, period)));
        }
        must(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX));
        CHECK(same_and_freed(encoded_map(whole), encoded_map(map)));
        lm_map_destroy(&host, whole);
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
    }
}

/* ---- open interest */

static void test_open_interest(void)
{
    const lm_tape_options options = default_options();
    const lm_model model = model_of("{\"exposure\": 0.5}");
    lm_buffer tape = market_tape(&options, 500, LM_DAY);
    lm_map *by_gauge = map_of(&tape, &model, INT64_MAX), *given;
    lm_map_info info, other;
    lm_ledger ledger[2];
    must(lm_map_describe(&host, by_gauge, &info));
    CHECK(info.open_interest >= 1000 && !info.open_interest_given && info.open_interest_time > NEW_YEAR);
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, info.open_interest, &given));
    must(lm_map_describe(&host, given, &other));
    CHECK(other.open_interest_given && other.open_interest == info.open_interest);
    CHECK(other.outstanding_notional[0] == info.outstanding_notional[0]);
    must(lm_map_ledger(&host, given, ledger));
    CHECK_CLOSE(ledger[LM_LONG].outstanding_size, info.open_interest * 0.5 * info.coverage, 1e-12);
    CHECK_CLOSE(ledger[LM_SHORT].outstanding_size, info.open_interest * 0.5 * info.coverage, 1e-12);
    must(lm_map_advance(&host, given, bytes_of(&tape), INT64_MAX));
    lm_map_destroy(&host, by_gauge);
    lm_map_destroy(&host, given);

    static const double bad[] = {-1, NAN, INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++)
        CHECK(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, bad[i], &given) == LM_E_RANGE);
    CHECK(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MIN, 0, &given) == LM_E_TIME);
    lm_buffer_free(&host, &tape);
}

/* ---- tapes without trades, and tapes with other options */

static lm_buffer gauge_tape(bool with_prices)
{
    lm_tape_options options = default_options();
    options.has_prices = with_prices;
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 7));
    return finished(tape);
}

static void test_without_trades(void)
{
    const lm_model model = model_of("{}");
    for (int with_prices = 0; with_prices < 2; with_prices++) {
        lm_buffer tape = gauge_tape(with_prices);
        lm_map *map = map_of(&tape, &model, INT64_MAX);
        lm_map_info info;
        lm_levels levels;
        lm_clusters clusters;
        lm_ledger ledger[2];
        double notional = -1;
        must(lm_map_describe(&host, map, &info));
        CHECK(info.empty && isnan(info.reference_price) && isnan(info.daily_sigma) && info.coverage == 0);
        CHECK(info.open_interest == 7 && info.outstanding_notional[0] == 0 && info.outstanding_notional[1] == 0);
        CHECK(lm_map_levels(&host, map, &(lm_levels_options){.empty_steps = true}, &levels) == LM_OK);
        CHECK(levels.count == 0);
        lm_levels_free(&host, &levels);
        CHECK(lm_map_clusters(&host, map, &(lm_clusters_options){0, 0}, &clusters) == LM_OK && clusters.count == 0);
        lm_clusters_free(&host, &clusters);
        CHECK(lm_map_ledger(&host, map, ledger) == LM_OK && ledger[0].opened == 0 && ledger[0].outstanding_size == 0);
        CHECK(lm_map_notional_between(&host, map, 0, INFINITY, LM_LONG, &notional) == LM_OK && notional == 0);
        map = stored_and_read(map);

        /* The map is advanced by the first trades. */
        const lm_tape_options options = default_options();
        lm_buffer market = market_tape(&options, 300, LM_DAY), later = {0}, both = {0};
        must(lm_tape_slice(&host, bytes_of(&market), NEW_YEAR + LM_MINUTE, INT64_MAX, &later));
        must(lm_tape_merge(&host, bytes_of(&tape), bytes_of(&later), &both));
        CHECK(lm_map_advance(&host, map, bytes_of(&later), INT64_MAX) == LM_OK);
        CHECK(same_and_freed(encoded_map(map), map_bytes(&both, &model, INT64_MAX)));
        lm_map_destroy(&host, map);
        lm_buffer *all[] = {&tape, &market, &later, &both};
        for (int i = 0; i < 4; i++)
            lm_buffer_free(&host, all[i]);
    }
}

static void test_mismatch(void)
{
    lm_tape_options options = default_options();
    const lm_model model = model_of("{}"), inverse = model_of("{\"margin\": {\"contract\": \"inverse\"}}");
    lm_buffer tape = market_tape(&options, 100, LM_DAY), gauges = gauge_tape(false);
    lm_map *map = NULL;
    CHECK(lm_tape_map(&host, bytes_of(&tape), &inverse, INT64_MAX, 0, &map) == LM_E_MISMATCH && !map);
    CHECK(host.error.hint[0]);

    options.precision = 13;
    lm_buffer finer = market_tape(&options, 100, LM_DAY);
    map = map_of(&tape, &model, INT64_MAX);
    lm_buffer before = encoded_map(map);
    CHECK(lm_map_advance(&host, map, bytes_of(&finer), INT64_MAX) == LM_E_MISMATCH);
    CHECK(same_and_freed(before, encoded_map(map)));
    lm_map_destroy(&host, map);

    /* A map of gauges takes the options of the first tape with prices, unless advancing by this tape is an error. */
    options.contract = LM_INVERSE;
    lm_buffer coin = market_tape(&options, 100, LM_DAY);
    map = map_of(&gauges, &model, INT64_MAX);
    before = encoded_map(map);
    CHECK(lm_map_advance(&host, map, bytes_of(&coin), INT64_MAX) == LM_E_MISMATCH);
    CHECK(same_and_freed(before, encoded_map(map)));
    CHECK(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX) == LM_OK);
    lm_map_destroy(&host, map);
    lm_buffer *all[] = {&tape, &gauges, &finer, &coin};
    for (int i = 0; i < 4; i++)
        lm_buffer_free(&host, all[i]);
}

/* ---- the stored form */

static void test_round_trip(void)
{
    for (int round = 0; round < 60; round++) {
        const lm_tape_options options = map_options();
        const lm_model model = random_model(&options);
        lm_buffer tape = market_tape(&options, (size_t)pick(1, 500), 60 * options.frame);
        lm_buffer bytes = map_bytes(&tape, &model, INT64_MAX);
        lm_map *map;
        lm_map_info info;
        lm_model kept;
        CHECK(lm_map_decode(&host, bytes_of(&bytes), &map) == LM_OK);
        must(lm_map_describe(&host, map, &info));
        CHECK(strcmp(info.symbol, options.symbol) == 0 && info.precision == options.precision);
        CHECK(info.unit == options.unit);
        CHECK(lm_map_model(&host, map, 0, &kept) == LM_OK);
        CHECK(lm_map_model(&host, map, 1, &kept) == LM_E_ARGUMENT);
        lm_buffer a = {0}, b = {0};
        must(lm_model_print(&host, &kept, &a));
        must(lm_model_print(&host, &model, &b));
        CHECK(same_and_freed(a, b));
        CHECK(same_and_freed(encoded_map(map), bytes));
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
    }
}

/* A price of 1 lies in cell 0, the value that bounds of cells begin with in a memory of zeros. */
static void test_liquidation_at_one(void)
{
    const lm_tape_options options = default_options();
    const lm_model model = model_of("{\"leverage\": [{\"x\": 2, \"share\": 1, \"half_life\": 3600}]}");
    for (int i = 0; i < 400; i++) {
        lm_tape *tape;
        lm_levels levels;
        double share = 0;
        must(lm_tape_create(&host, &options, &tape));
        must(lm_tape_trade(&host, &tape, NEW_YEAR, 1.9 + i * 0.0005, 1, LM_TAKER_BOUGHT));
        lm_buffer bytes = finished(tape);
        lm_map *map = map_of(&bytes, &model, INT64_MAX);
        must(lm_map_levels(&host, map, &(lm_levels_options){.step = 1e-3}, &levels));
        for (size_t k = 0; k < levels.count; k++)
            share += levels.rows[k].share[LM_LONG];
        CHECK_CLOSE(share, 1, 1e-12);
        lm_levels_free(&host, &levels);
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &bytes);
    }
}

int main(void)
{
    lm_host_init(&host);
    test_against_slow_replay();
    test_liquidation_at_one();
    test_large_frames();
    test_interrupted_frames();
    test_ledger();
    test_visitor_stops();
    test_nothing_later();
    test_advance();
    test_long_tapes();
    test_open_interest();
    test_without_trades();
    test_mismatch();
    test_round_trip();
    return check_report("map");
}

/* Maps of known positions: exact in any order, with every position counted. */
#include "fixture.h"

#define POSITIONS 3000

static lm_known_position known[POSITIONS];

static lm_positions_options default_counting(void)
{
    lm_positions_options options;
    lm_positions_options_init(&options);
    return options;
}

static lm_positions_options random_counting(void)
{
    lm_positions_options options = default_counting();
    options.precision = (uint8_t)pick(LM_PRECISION_MIN, LM_PRECISION_MAX);
    options.contract = (uint8_t)pick(LM_LINEAR, LM_INVERSE);
    options.contract_size = chance(0.5) ? 1 : uniform(0.001, 100);
    options.unit = chance(0.5) ? 1e-6 : 0.01;
    options.dated = chance(0.5);
    options.as_of = options.dated ? NEW_YEAR + pick(0, LM_DAY) : 0;
    strcpy(options.symbol, chance(0.5) ? "" : "BTCUSDT");
    return options;
}

static lm_known_position random_position(void)
{
    static const double ladder[] = {NAN, 3, 5, 10, 12.5, 20, 40, 125};
    const double price = chance(0.9) ? 90000 : uniform(80000, 100000);
    lm_known_position position = {price, price * uniform(0.5, 1.6), uniform(0.001, 5), ladder[pick(0, 7)],
                                  (lm_side)pick(0, 1)};
    if (chance(0.7)) /* most liquidation prices are on the right side and near */
        position.liquidation_price = price * (position.side == LM_LONG ? uniform(0.8, 1) : uniform(1, 1.2));
    if (chance(0.1))
        position.liquidation_price = NAN;
    if (chance(0.02))
        position.leverage = uniform(1, 100);
    return position;
}

static void random_positions(void)
{
    for (size_t i = 0; i < POSITIONS; i++)
        known[i] = random_position();
}

static lm_positions *counted(const lm_positions_options *options, const lm_known_position *rows, size_t count)
{
    lm_positions *positions;
    size_t done;
    must(lm_positions_create(&host, options, &positions));
    must(lm_positions_add_many(&host, &positions, rows, count, &done));
    return positions;
}

static lm_map *map_of(lm_positions *positions)
{
    lm_map *map;
    must(lm_positions_map(&host, positions, &map));
    lm_positions_destroy(&host, positions);
    return map;
}

static lm_buffer finished_map(lm_map *map)
{
    const lm_buffer bytes = encoded_map(map);
    lm_map_destroy(&host, map);
    return bytes;
}

static void shuffle_known(void)
{
    for (size_t i = POSITIONS; i > 1; i--) {
        const size_t other = rng_next() % i;
        const lm_known_position position = known[other];
        known[other] = known[i - 1];
        known[i - 1] = position;
    }
}

/* ---- order */

static void test_any_order(void)
{
    for (int round = 0; round < 40; round++) {
        const lm_positions_options options = random_counting();
        random_positions();
        lm_buffer straight = finished_map(map_of(counted(&options, known, POSITIONS)));
        shuffle_known();
        CHECK(same_and_freed(finished_map(map_of(counted(&options, known, POSITIONS))), straight));

        /* Positions that are split at random: merged while they are counted, or added as maps. */
        const size_t cut = (size_t)pick(0, POSITIONS);
        lm_positions *first = counted(&options, known, cut), *second = counted(&options, known + cut, POSITIONS - cut);
        lm_map *added = NULL, *parts[2];
        must(lm_positions_map(&host, first, &parts[0]));
        must(lm_positions_map(&host, second, &parts[1]));
        must(lm_map_merge_into(&host, &added, parts[round % 2]));
        must(lm_map_merge_into(&host, &added, parts[1 - round % 2]));
        must(lm_positions_merge_into(&host, &first, second));
        lm_positions_destroy(&host, second);
        lm_map_destroy(&host, parts[0]);
        lm_map_destroy(&host, parts[1]);
        CHECK(same_and_freed(finished_map(map_of(first)), finished_map(added)));
    }
}

static void test_one_by_one(void)
{
    const lm_positions_options options = default_counting();
    lm_map *sum = NULL;
    random_positions();
    for (int i = 0; i < 100; i++) {
        lm_map *one = map_of(counted(&options, &known[i], 1));
        must(lm_map_merge_into(&host, &sum, one));
        lm_map_destroy(&host, one);
    }
    CHECK(same_and_freed(finished_map(sum), finished_map(map_of(counted(&options, known, 100)))));
}

/* ---- amounts, against a simple count */

typedef struct plain {
    int64_t positions, outstanding, never, liquidatable;
} plain;

static int64_t plain_count(const lm_positions_options *options, double price, double qty)
{
    if (options->contract == LM_INVERSE)
        return llrint(qty * options->contract_size / options->unit);
    return llrint(price * qty * options->contract_size / options->unit);
}

static void count_plainly(const lm_positions_options *options, plain expected[2], double *reference)
{
    int64_t heaviest = -1;
    memset(expected, 0, 2 * sizeof *expected);
    for (size_t i = 0; i < POSITIONS; i++) {
        const lm_known_position *p = &known[i];
        plain *of = &expected[p->side];
        const int64_t weight = plain_count(options, p->price, p->qty);
        of->positions++;
        if (isnan(p->liquidation_price))
            of->never += weight;
        else if (p->side == LM_LONG ? p->liquidation_price >= p->price : p->liquidation_price <= p->price)
            of->liquidatable += weight;
        else
            of->outstanding += plain_count(options, p->liquidation_price, p->qty);
        if (weight > heaviest || (weight == heaviest && p->price > *reference)) {
            heaviest = weight;
            *reference = p->price;
        }
    }
}

static void test_amounts(void)
{
    for (int round = 0; round < 40; round++) {
        const lm_positions_options options = random_counting();
        plain expected[2];
        double reference = 0;
        lm_ledger ledger[2];
        lm_map_info info;
        random_positions();
        count_plainly(&options, expected, &reference);
        lm_map *map = map_of(counted(&options, known, POSITIONS));
        must(lm_map_ledger(&host, map, ledger));
        must(lm_map_describe(&host, map, &info));
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            CHECK(ledger[side].positions == expected[side].positions);
            CHECK(ledger[side].never_notional == (double)expected[side].never * options.unit);
            CHECK(ledger[side].liquidatable_notional == (double)expected[side].liquidatable * options.unit);
            CHECK_CLOSE(ledger[side].outstanding_notional, (double)expected[side].outstanding * options.unit, 1e-12);
            CHECK(isnan(ledger[side].opened) && isnan(ledger[side].outstanding));
            double between;
            must(lm_map_notional_between(&host, map, 0, INFINITY, (lm_side)side, &between));
            CHECK_CLOSE(between, ledger[side].outstanding_notional, 1e-12);
        }
        CHECK(info.positions == POSITIONS && info.reference_price == reference && info.models == 0 && !info.live);
        CHECK(info.dated == options.dated && info.as_of == options.as_of && info.as_of_first == options.as_of);
        CHECK(strcmp(info.symbol, options.symbol) == 0 && info.precision == options.precision && !info.empty);

        lm_levels levels;
        lm_clusters clusters;
        must(lm_map_levels(&host, map, &(lm_levels_options){.by_leverage = true}, &levels));
        must(lm_map_clusters(&host, map, &(lm_clusters_options){0}, &clusters));
        double outstanding[2] = {0, 0};
        for (size_t i = 0; i < levels.count; i++)
            for (int side = LM_LONG; side <= LM_SHORT; side++)
                outstanding[side] += levels.rows[i].notional[side];
        CHECK_CLOSE(outstanding[LM_LONG], ledger[LM_LONG].outstanding_notional, 1e-9);
        CHECK_CLOSE(outstanding[LM_SHORT], ledger[LM_SHORT].outstanding_notional, 1e-9);
        CHECK(clusters.count > 0);
        lm_levels_free(&host, &levels);
        lm_clusters_free(&host, &clusters);
        lm_map_destroy(&host, map);
    }
}

/* ---- by margin rules */

static void test_margin(void)
{
    static const char *const documents[] = {
        "{}",
        "{\"fee\": 0.0005, \"tiers\": [{\"floor\": 0, \"rate\": 0.004}, {\"floor\": 50000, \"rate\": 0.01},"
        " {\"floor\": 500000, \"rate\": 0.05}]}",
        "{\"contract\": \"inverse\", \"tiers\": [{\"floor\": 0, \"rate\": 0.005}, {\"floor\": 2, \"rate\": 0.02}]}",
    };
    for (int round = 0; round < 30; round++) {
        lm_rules rules;
        lm_positions_options options = random_counting();
        const char *json = documents[round % 3];
        must(lm_rules_read(&host, json, strlen(json), &rules));
        options.contract = rules.contract;
        lm_positions *by_rules, *by_price;
        must(lm_positions_create(&host, &options, &by_rules));
        must(lm_positions_create(&host, &options, &by_price));
        int64_t liquidatable[2] = {0, 0};
        for (int i = 0; i < 500; i++) {
            const double price = 90000;
            lm_position position = {.side = (lm_side)pick(0, 1), .entry = uniform(80000, 100000)};
            position.qty = uniform(0.01, 10) * (rules.contract == LM_INVERSE ? 90000 : 1);
            position.leverage = chance(0.8) ? (double)pick(1, 300) : 0;
            position.collateral = position.leverage > 0 && chance(0.7) ? 0 : uniform(1, 5);
            lm_position held = position;
            lm_margin_status status;
            lm_known_position same = {price, NAN, position.qty, position.leverage > 0 ? position.leverage : NAN,
                                      position.side};
            held.qty *= options.contract_size;
            held.mark = price;
            must(lm_liquidation_price(&host, &rules, &held, &status, &same.liquidation_price));
            must(lm_positions_add_margin(&host, &by_rules, price, &rules, &position));
            if (status == LM_MARGIN_LIQUIDATABLE) {
                same.liquidation_price = price;
                liquidatable[position.side]++;
            }
            must(lm_positions_add(&host, &by_price, &same));
        }
        CHECK(liquidatable[LM_LONG] > 0 && liquidatable[LM_SHORT] > 0);
        CHECK(same_and_freed(finished_map(map_of(by_rules)), finished_map(map_of(by_price))));
    }

    /* The contract size may be given in the rules or in the options. */
    lm_rules sized, plain;
    lm_positions_options with = default_counting(), without = default_counting();
    lm_positions *a, *b;
    lm_rules_init(&plain);
    sized = plain;
    sized.contract_size = with.contract_size = 0.001;
    const lm_position position = {.side = LM_LONG, .entry = 90000, .qty = 700, .leverage = 10};
    must(lm_positions_create(&host, &with, &a));
    must(lm_positions_create(&host, &without, &b));
    must(lm_positions_add_margin(&host, &a, 90000, &plain, &position));
    must(lm_positions_add_margin(&host, &b, 90000, &sized, &position));
    CHECK(lm_positions_add_margin(&host, &a, 90000, &sized, &position) == LM_OK);
    must(lm_positions_add_margin(&host, &b, 90000, &sized, &position));
    sized.contract_size = 0.01;
    CHECK(lm_positions_add_margin(&host, &a, 90000, &sized, &position) == LM_E_MISMATCH && host.error.hint[0]);
    plain.contract = LM_INVERSE;
    CHECK(lm_positions_add_margin(&host, &a, 90000, &plain, &position) == LM_E_MISMATCH && host.error.hint[0]);
    CHECK(same_and_freed(finished_map(map_of(a)), finished_map(map_of(b))));
}

/* ---- the stored form */

static void test_round_trip(void)
{
    for (int round = 0; round < 20; round++) {
        const lm_positions_options options = random_counting();
        random_positions();
        lm_buffer bytes = finished_map(map_of(counted(&options, known, (size_t)pick(0, POSITIONS))));
        lm_map *read;
        CHECK(lm_map_decode(&host, bytes_of(&bytes), &read) == LM_OK);
        CHECK(same_and_freed(finished_map(read), bytes));
    }
}

/* Each flipped bit gives an error, or another map in canonical form. */
static void test_flipped_bits(void)
{
    lm_positions_options options = default_counting();
    options.dated = true;
    options.as_of = NEW_YEAR;
    strcpy(options.symbol, "BTC");
    random_positions();
    lm_buffer bytes = finished_map(map_of(counted(&options, known, 60)));
    int refused = 0;
    for (size_t bit = 0; bit < bytes.size * 8; bit++) {
        lm_map *read = NULL;
        bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        const lm_status status = lm_map_decode(&host, bytes_of(&bytes), &read);
        CHECK(status == LM_OK || status == LM_E_CORRUPT || status == LM_E_VERSION);
        refused += status != LM_OK;
        if (status == LM_OK) {
            lm_ledger ledger[2];
            lm_map *twice = NULL;
            lm_buffer again = encoded_map(read);
            CHECK(same_bytes(&again, &bytes));
            CHECK(lm_map_ledger(&host, read, ledger) == LM_OK);
            must(lm_map_merge_into(&host, &twice, read));
            const lm_status added = lm_map_merge_into(&host, &twice, read);
            CHECK(added == LM_OK || added == LM_E_OVERFLOW);
            lm_buffer_free(&host, &again);
            lm_map_destroy(&host, twice);
            lm_map_destroy(&host, read);
        }
        bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    CHECK(refused > 0);
    for (size_t size = 0; size < bytes.size; size++) {
        lm_map *read;
        CHECK(lm_map_decode(&host, (lm_bytes){bytes.data, size}, &read) == LM_E_CORRUPT);
    }
    lm_buffer_free(&host, &bytes);
}

/* ---- errors, which change nothing */

static void test_refusals(void)
{
    static const struct {
        lm_known_position position;
        lm_status status;
        const char *says;
    } cases[] = {
        {{0, 1, 1, NAN, LM_LONG}, LM_E_RANGE, "price"},
        {{NAN, 1, 1, NAN, LM_LONG}, LM_E_RANGE, "price"},
        {{1e16, 1, 1, NAN, LM_LONG}, LM_E_RANGE, "price"},
        {{100, 0, 1, NAN, LM_LONG}, LM_E_RANGE, "liquidation_price"},
        {{100, -5, 1, NAN, LM_SHORT}, LM_E_RANGE, "liquidation_price"},
        {{100, INFINITY, 1, NAN, LM_SHORT}, LM_E_RANGE, "liquidation_price"},
        {{100, 1e-16, 1, NAN, LM_LONG}, LM_E_RANGE, "liquidation_price"},
        {{100, 90, 0, NAN, LM_LONG}, LM_E_RANGE, "qty"},
        {{100, 90, -1, NAN, LM_LONG}, LM_E_RANGE, "qty"},
        {{100, 90, NAN, NAN, LM_LONG}, LM_E_RANGE, "qty"},
        {{100, 90, INFINITY, NAN, LM_LONG}, LM_E_RANGE, "qty"},
        {{100, 90, 1, 0, LM_LONG}, LM_E_RANGE, "leverage"},
        {{100, 90, 1, -3, LM_LONG}, LM_E_RANGE, "leverage"},
        {{100, 90, 1, INFINITY, LM_LONG}, LM_E_RANGE, "leverage"},
        {{1e15, 90, 1e15, NAN, LM_LONG}, LM_E_OVERFLOW, "63 bits"},
        {{100, 1e15, 1e15, NAN, LM_SHORT}, LM_E_OVERFLOW, "63 bits"},
        {{100, 90, 9e10, NAN, LM_LONG}, LM_E_OVERFLOW, "63 bits"}, /* together with the rows before */
        {{100, NAN, 9e10, NAN, LM_LONG}, LM_E_OVERFLOW, "63 bits"},
    };
    const lm_positions_options options = default_counting();
    const lm_known_position good[] = {{100, 90, 9e10, NAN, LM_LONG}, {100, NAN, 9e10, NAN, LM_LONG}};
    lm_positions *positions = counted(&options, good, 2);
    lm_map *map;
    must(lm_positions_map(&host, positions, &map));
    lm_buffer before = finished_map(map);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const lm_status status = lm_positions_add(&host, &positions, &cases[i].position);
        CHECK(status == cases[i].status && strstr(host.error.message, cases[i].says));
        must(lm_positions_map(&host, positions, &map));
        lm_buffer after = finished_map(map);
        CHECK(same_bytes(&before, &after));
        lm_buffer_free(&host, &after);
    }
    size_t done;
    CHECK(lm_positions_add_many(&host, &positions, (lm_known_position[]){good[1], cases[7].position}, 2, &done) ==
              LM_E_OVERFLOW &&
          done == 0);

    lm_positions_options other = options;
    other.dated = true;
    CHECK(lm_positions_check_options(&host, positions, &options) == LM_OK);
    CHECK(lm_positions_check_options(&host, positions, &other) == LM_E_MISMATCH && host.error.hint[0]);
    lm_positions *stranger = counted(&other, good, 1);
    CHECK(lm_positions_merge_into(&host, &positions, stranger) == LM_E_MISMATCH);
    lm_positions_destroy(&host, stranger);
    lm_positions *twin = counted(&options, good, 2);
    CHECK(lm_positions_merge_into(&host, &positions, twin) == LM_E_OVERFLOW);
    lm_positions_destroy(&host, twin);
    lm_positions_destroy(&host, positions);
    lm_buffer_free(&host, &before);
}

static lm_status read_options(const char *json, lm_positions_options *options)
{
    return lm_positions_options_read(&host, json, strlen(json), options);
}

static void test_options(void)
{
    static const struct {
        const char *json;
        int64_t as_of;
    } times[] = {
        {"{\"as_of\": 1767225600}", NEW_YEAR},
        {"{\"as_of\": 1767225600.25}", NEW_YEAR + LM_SECOND / 4},
        {"{\"as_of\": \"2026-01-01\"}", NEW_YEAR},
        {"{\"as_of\": \"2026-01-01 00:30\"}", NEW_YEAR + 30 * LM_MINUTE},
        {"{\"as_of\": \"2026-01-01T05:30:01.5+05:30\"}", NEW_YEAR + 3 * LM_SECOND / 2},
        {"{\"as_of\": \"2025-12-31T16:00:00.000001-08\"}", NEW_YEAR + 1},
        {"{\"as_of\": \"2026-03-01 00:00Z\"}", NEW_YEAR + 59 * LM_DAY},
        {"{\"as_of\": \"2024-02-29\"}", 1709164800 * LM_SECOND},
        {"{\"as_of\": -0.5}", -LM_SECOND / 2},
    };
    static const char *const wrong[] = {
        "{\"as_of\": \"yesterday\"}",
        "{\"as_of\": \"2026-02-29\"}",
        "{\"as_of\": \"2026-01-01 24:00\"}",
        "{\"as_of\": \"2026-01-01 12\"}",
        "{\"as_of\": \"2026-01-01 12:00 UTC\"}",
        "{\"as_of\": \"infinity\"}",
        "{\"as_of\": 1e300}",
        "{\"as_of\": null}",
        "{\"as_of\": \"2026-01-01 12:00+5\"}",
        "{\"as_of\": \"\"}",
        "{\"frame\": 60}",
        "{\"precision\": 30}",
        "{\"unit\": 0}",
        "{\"contract\": \"spot\"}",
    };
    lm_positions_options options;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        CHECK(read_options(times[i].json, &options) == LM_OK && options.dated && options.as_of == times[i].as_of);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CHECK(read_options(wrong[i], &options) == LM_E_DOCUMENT);
    CHECK(read_options("{}", &options) == LM_OK && !options.dated && options.precision == 12 && options.unit == 1e-6);
}

/* A caller in C may set any value. */
static void test_options_in_c(void)
{
    const lm_positions_options good = default_counting();
    lm_positions_options wrong[8];
    lm_positions *positions = NULL;
    for (size_t i = 0; i < 8; i++)
        wrong[i] = good;
    wrong[0].precision = LM_PRECISION_MIN - 1;
    wrong[1].precision = LM_PRECISION_MAX + 1;
    wrong[2].contract = LM_INVERSE + 1;
    wrong[3].contract_size = 0;
    wrong[4].contract_size = NAN;
    wrong[5].unit = INFINITY;
    wrong[6].unit = -1;
    memset(wrong[7].symbol, 'x', sizeof wrong[7].symbol);
    for (size_t i = 0; i < 8; i++)
        CHECK(lm_positions_create(&host, &wrong[i], &positions) == LM_E_ARGUMENT && !positions && host.error.hint[0]);
    wrong[0] = good;
    wrong[0].dated = true;
    wrong[0].as_of = LM_TIME_MAX;
    CHECK(lm_positions_create(&host, &wrong[0], &positions) == LM_E_TIME && !positions);

    /* Without `dated` the time has no meaning. */
    lm_positions_options undated = good;
    undated.as_of = NEW_YEAR;
    const lm_known_position one = {100, 90, 1, NAN, LM_LONG};
    positions = counted(&undated, &one, 1);
    CHECK(lm_positions_check_options(&host, positions, &good) == LM_OK);
    CHECK(lm_positions_check_options(&host, positions, &undated) == LM_OK);
    CHECK(same_and_freed(finished_map(map_of(positions)), finished_map(map_of(counted(&good, &one, 1)))));
}

/* ---- empty maps, and sums with other maps */

static void test_nothing(void)
{
    const lm_positions_options options = default_counting();
    lm_positions *none = counted(&options, NULL, 0);
    lm_map_info info;
    CHECK(lm_positions_is_building(none) && lm_positions_size(none) < 1024);
    lm_map *map = map_of(none);
    must(lm_map_describe(&host, map, &info));
    CHECK(info.empty && !info.dated && info.positions == 0 && isnan(info.reference_price));
    lm_map_destroy(&host, map);

    /* If no position is ever liquidated, there is a reference price, and nothing is outstanding. */
    const lm_known_position safe = {100, NAN, 2, NAN, LM_LONG};
    map = map_of(counted(&options, &safe, 1));
    lm_levels levels;
    lm_clusters clusters;
    must(lm_map_describe(&host, map, &info));
    CHECK(!info.empty && info.reference_price == 100 && info.outstanding_notional[LM_LONG] == 0);
    CHECK(lm_map_levels(&host, map, &(lm_levels_options){0}, &levels) == LM_OK && levels.count == 0);
    CHECK(lm_map_clusters(&host, map, &(lm_clusters_options){0}, &clusters) == LM_OK && clusters.count == 0);
    lm_levels_free(&host, &levels);
    lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
}

/* A map of known positions and one of a replay can be added; the sum has a time if one of them has one. */
static void test_company(void)
{
    const lm_tape_options tape_options = default_options();
    const lm_positions_options options = default_counting();
    static lm_trade trades[200];
    lm_model model;
    lm_map *replayed, *sum = NULL, *other = NULL;
    lm_map_info info[2], both;
    must(lm_model_read(&host, "{}", 2, &model));
    random_trades(trades, 200, LM_DAY, true);
    lm_buffer tape = finished(tape_of(&tape_options, trades, 200));
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 9000, &replayed));
    random_positions();
    lm_map *map = map_of(counted(&options, known, POSITIONS));
    must(lm_map_merge_into(&host, &sum, replayed));
    must(lm_map_merge_into(&host, &sum, map));
    must(lm_map_merge_into(&host, &other, map));
    must(lm_map_merge_into(&host, &other, replayed));
    must(lm_map_describe(&host, replayed, &info[0]));
    must(lm_map_describe(&host, map, &info[1]));
    must(lm_map_describe(&host, sum, &both));
    CHECK(both.dated && both.as_of == info[0].as_of && both.as_of_first == info[0].as_of);
    CHECK(both.positions == POSITIONS && both.models == 1);
    CHECK_CLOSE(both.outstanding_notional[LM_LONG],
                info[0].outstanding_notional[LM_LONG] + info[1].outstanding_notional[LM_LONG], 1e-9);
    CHECK(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX) == LM_E_MISSING);
    CHECK(same_and_freed(finished_map(sum), finished_map(other)));
    lm_buffer_free(&host, &tape);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, replayed);
}

/* ---- of an account */

static void add_to_account(lm_account *account, const lm_rules *rules, const char *symbol, lm_side side, double qty,
                           double listed)
{
    lm_account_position position;
    lm_account_position_init(&position);
    strcpy(position.symbol, symbol);
    position.side = side;
    position.qty = qty;
    position.mark = 100;
    position.listed = !isnan(listed);
    position.liquidation_price = listed;
    must(lm_account_add(&host, account, rules, &position));
}

/* The contract size comes from the rules or from the options, and only one symbol counts. */
static void test_account(void)
{
    lm_rules rules;
    lm_account *account;
    lm_account_margin margin;
    lm_positions_options options;
    lm_positions *counted, *expected, *other;
    size_t added = 7;
    lm_rules_init(&rules);
    rules.contract_size = 0.1;
    must(lm_account_create(&host, &account));
    add_to_account(account, &rules, "A", LM_LONG, 100, 80);
    add_to_account(account, &rules, "B", LM_LONG, 100, 79);
    add_to_account(account, &rules, "A", LM_SHORT, 50, 130);
    must(lm_account_solve_listed(&host, account, &margin));
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &counted));
    must(lm_positions_add_account(&host, &counted, account, (lm_text){"A", 1}, &added));
    CHECK(added == 2);
    options.contract_size = 0.1;
    must(lm_positions_create(&host, &options, &expected));
    must(lm_positions_add(&host, &expected, &(lm_known_position){100, 80, 100, NAN, LM_LONG}));
    must(lm_positions_add(&host, &expected, &(lm_known_position){100, 130, 50, NAN, LM_SHORT}));
    lm_map *a, *b;
    must(lm_positions_map(&host, counted, &a));
    must(lm_positions_map(&host, expected, &b));
    lm_buffer of_account = encoded_map(a), by_hand = encoded_map(b);
    CHECK(same_bytes(&of_account, &by_hand));
    lm_buffer_free(&host, &of_account);
    lm_buffer_free(&host, &by_hand);
    lm_map_destroy(&host, a);
    lm_map_destroy(&host, b);
    options.contract_size = 0.2;
    must(lm_positions_create(&host, &options, &other));
    CHECK(lm_positions_add_account(&host, &other, account, (lm_text){"A", 1}, &added) == LM_E_MISMATCH && added == 0);
    must(lm_positions_add_account(&host, &other, account, (lm_text){"AB", 2}, &added));
    CHECK(added == 0);
    lm_positions_destroy(&host, counted);
    lm_positions_destroy(&host, expected);
    lm_positions_destroy(&host, other);
    lm_account_destroy(&host, account);
}

int main(void)
{
    lm_host_init(&host);
    test_any_order();
    test_one_by_one();
    test_amounts();
    test_margin();
    test_round_trip();
    test_flipped_bits();
    test_refusals();
    test_options();
    test_options_in_c();
    test_nothing();
    test_company();
    test_account();
    return check_report("positions");
}

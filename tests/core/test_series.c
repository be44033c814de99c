/* Series: every map equals the map as of its instant, byte by byte, and its density that of notional_between(). */
#include "fixture.h"

#define TRADES 3000

static lm_trade trades[TRADES];

/* Trades with gaps of several frames, on most tapes with gauges and observed liquidations, also before the first trade. */
static lm_buffer random_tape(lm_tape_options options, int64_t period)
{
    const size_t count = (size_t)pick(1, TRADES);
    random_trades(trades, count, period, chance(0.5));
    for (size_t i = 0; i < count; i++)
        if (trades[i].time % (period / 7) < period / 30)
            trades[i].time += period / 30;
    lm_tape *tape = tape_of(&options, trades, count);
    if (chance(0.7))
        add_streams(&tape, (int)pick(1, 40), period);
    if (chance(0.3))
        must(lm_tape_gauge(&host, &tape, NEW_YEAR - period / 3, "open_interest", 13, 1000));
    return finished(tape);
}

static lm_model random_model(uint8_t contract)
{
    static const char *const documents[] = {
        "{}",
        "default",
        "one_day",
        ("{\"leverage\": [{\"x\": 1, \"share\": 0.2, \"half_life\": \"1 h\"}, {\"x\": 3, \"share\": 0.3, "
         "\"half_life\": \"1 min\"}, {\"x\": 25, \"share\": 0.5, \"half_life\": \"30 d\"}]}"),
        "{\"volume_power\": 1, \"exposure\": 3}",
    };
    const char *json = documents[pick(0, 4)];
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    model.margin.contract = contract;
    return model;
}

static bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* ---- maps */

static lm_map *map_at(lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest)
{
    lm_map *map;
    must(lm_tape_map(&host, tape, model, as_of, open_interest, &map));
    return map;
}

static void check_map(const lm_map *map, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest)
{
    lm_map *whole = map_at(tape, model, as_of, open_interest), *copy;
    must(lm_map_copy(&host, map, &copy));
    CHECK(same_and_freed(encoded_map(map), encoded_map(whole)));
    /* The copy is a map of its own: it can be advanced as the map itself can. */
    CHECK(same_and_freed(encoded_map(copy), encoded_map(whole)));
    if (chance(0.1)) {
        must(lm_map_advance(&host, copy, tape, INT64_MAX));
        must(lm_map_advance(&host, whole, tape, INT64_MAX));
        CHECK(same_and_freed(encoded_map(copy), encoded_map(whole)));
    }
    lm_map_destroy(&host, copy);
    lm_map_destroy(&host, whole);
}

/* Instants are the multiples of `every` from the end of the first frame with trades to the end of the tape. */
static void check_reach(lm_bytes tape, const lm_model *model, const lm_series_options *options, int64_t first,
                        int64_t last, int64_t every)
{
    lm_map_info info;
    lm_map *before = map_at(tape, model, first - every, 0), *whole = map_at(tape, model, options->until, 0);
    must(lm_map_describe(&host, before, &info));
    CHECK(info.empty || first - every < options->since);
    must(lm_map_describe(&host, whole, &info));
    CHECK(last >= info.as_of || last + every > options->until);
    CHECK(last - every < info.as_of);
    lm_map_destroy(&host, before);
    lm_map_destroy(&host, whole);
}

static size_t check_maps(lm_bytes tape, const lm_model *model, const lm_series_options *options)
{
    lm_maps *maps;
    const lm_map *map;
    lm_status status;
    int64_t as_of = 0, last = 0, first = 0;
    size_t count = 0;
    must(lm_maps_create(&host, tape, model, options, &maps));
    const lm_series_about about = lm_maps_about(maps);
    for (; (status = lm_maps_next(&host, maps, &as_of, &map)) == LM_OK; count++, last = as_of) {
        CHECK(as_of % about.every == 0 && as_of >= options->since && as_of <= options->until);
        CHECK(count == 0 || as_of == last + about.every);
        first = count == 0 ? as_of : first;
        check_map(map, tape, model, as_of, options->open_interest);
    }
    CHECK(about.as_of == (count > 0 ? last : LM_TIME_UNKNOWN));
    CHECK(status == LM_DONE && lm_maps_next(&host, maps, &as_of, &map) == LM_DONE);
    CHECK(count == about.instants && (options->every == 0 || about.every == options->every || count == 0));
    CHECK(options->every != 0 || count <= 300);
    if (count > 0)
        check_reach(tape, model, options, first, last, about.every);
    lm_maps_destroy(&host, maps);
    return count;
}

/* ---- density */

typedef struct density_check {
    lm_bytes tape;
    const lm_model *model;
    double open_interest;
    const double *distances;
    size_t count, rows;
    lm_map *map;
    lm_ledger ledger[2];
    int64_t as_of;
} density_check;

static lm_status check_density_row(void *context, const lm_density *row)
{
    density_check *check = context;
    const size_t number = check->rows++ % check->count;
    CHECK(row->distance == check->distances[number]);
    if (number == 0) {
        lm_map_destroy(&host, check->map);
        check->map = map_at(check->tape, check->model, row->as_of, check->open_interest);
        check->as_of = row->as_of;
        must(lm_map_ledger(&host, check->map, check->ledger));
    }
    lm_map_info info;
    double notional = NAN;
    must(lm_map_describe(&host, check->map, &info));
    CHECK(row->as_of == check->as_of && same_number(row->reference_price, info.reference_price));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double price = row->reference_price, d = row->distance;
        const lm_status status =
            side == LM_LONG ? lm_map_notional_between(&host, check->map, price * (1 - d), price, LM_LONG, &notional)
                            : lm_map_notional_between(&host, check->map, price, price * (1 + d), LM_SHORT, &notional);
        CHECK(status == (isnan(info.open_interest) ? LM_E_MISSING : LM_OK));
        CHECK(same_number(row->notional[side], status == LM_OK ? notional : NAN));
        CHECK(row->share[side] >= 0 && row->share[side] <= 1 + 1e-9);
        /* The share is of the size (linear) or of the notional (inverse) of the side. */
        const double low = side == LM_LONG ? price * (1 - d) : price, high = side == LM_LONG ? price : price * (1 + d);
        const double size = row->share[side] * check->ledger[side].outstanding_size;
        if (status == LM_OK && check->model->margin.contract == LM_LINEAR)
            CHECK(notional >= size * low * (1 - 1e-9) && notional <= size * high * (1 + 1e-9));
        else if (status == LM_OK)
            CHECK_CLOSE(row->share[side] * check->ledger[side].outstanding_notional, notional, 1e-9);
        CHECK(status != LM_OK || (notional > 0) == (row->share[side] > 0) || info.open_interest == 0);
    }
    return LM_OK;
}

/* Random distances, some equal, in no order. */
static size_t check_density(lm_bytes tape, const lm_model *model, const lm_series_options *options)
{
    double distances[LM_MAX_DISTANCES];
    const size_t count = (size_t)pick(1, chance(0.1) ? LM_MAX_DISTANCES : 6);
    lm_series_about about;
    for (size_t i = 0; i < count; i++)
        distances[i] = chance(0.05)           ? 1
                       : i > 0 && chance(0.1) ? distances[i - 1]
                                              : uniform(1e-4, chance(0.8) ? 0.1 : 1);
    density_check check = {tape, model, options->open_interest, distances, count, 0, NULL, {{0}}, 0};
    must(lm_tape_density(&host, tape, model, options, distances, count, check_density_row, &check, &about));
    CHECK(check.rows == count * about.instants);
    lm_map_destroy(&host, check.map);
    return check.rows;
}

static void test_instants(void)
{
    size_t maps = 0, rows = 0;
    const size_t rounds = (size_t)size_of_run(3, 40);
    for (size_t round = 0; round < rounds; round++) {
        const lm_tape_options counted = random_options();
        const int64_t period = counted.frame * pick(20, size_of_run(100, 200));
        const lm_model model = random_model(counted.contract);
        lm_buffer tape = random_tape(counted, period);
        lm_series_options options;
        lm_series_options_init(&options);
        options.every = chance(0.2) ? 0 : counted.frame * pick(1, 30);
        options.since = chance(0.6) ? INT64_MIN : NEW_YEAR + pick(-period, period);
        options.until = chance(0.6) ? INT64_MAX : NEW_YEAR + pick(period, 2 * period);
        options.open_interest = chance(0.5) ? 0 : 1234.5;
        maps += check_maps(bytes_of(&tape), &model, &options);
        rows += check_density(bytes_of(&tape), &model, &options);
        lm_buffer_free(&host, &tape);
    }
    CHECK(maps > 5 * rounds && rows > 10 * rounds);
}

/* ---- by hand: a price of 100, and positions at known distances */

static lm_status keep_row(void *context, const lm_density *row)
{
    lm_density **next = context;
    *(*next)++ = *row;
    return LM_OK;
}

/*
 * One class of 10x without maintenance: a trade of 8 coins at 100.125 (middle of its cell at precision 8) puts 8 coins
 * of longs at 90.125 and of shorts at 110.125, 9.9875 % below and 9.9875 % above it.
 */
static void test_by_hand(void)
{
    static const char document[] = "{\"margin\": {\"tiers\": [{\"floor\": 0, \"rate\": 0}]}, \"volume_power\": 1, "
                                   "\"exposure\": 1, \"leverage\": [{\"x\": 10, \"share\": 1, \"half_life\": 60}]}";
    lm_tape_options counted = default_options();
    lm_series_options options;
    lm_model model;
    lm_density rows[8], *next = rows;
    lm_series_about about;
    counted.precision = 8;
    trades[0] = (lm_trade){NEW_YEAR, 100.125, 8, LM_TAKER_BOUGHT};
    lm_buffer tape = finished(tape_of(&counted, trades, 1));
    must(lm_model_read(&host, document, sizeof document - 1, &model));
    lm_series_options_init(&options);
    options.every = LM_MINUTE;
    options.open_interest = 1000;
    const double distances[] = {0.1, 0.0998, 0.5};
    must(lm_tape_density(&host, bytes_of(&tape), &model, &options, distances, 3, keep_row, &next, &about));
    CHECK(next - rows == 3 && about.instants == 1 && about.every == LM_MINUTE && about.frame == LM_MINUTE);
    CHECK(rows[0].as_of == NEW_YEAR + LM_MINUTE && rows[0].reference_price == 100.125);
    CHECK(rows[0].notional[LM_LONG] == 500 * 90.125 && rows[0].notional[LM_SHORT] == 500 * 110.125);
    CHECK(rows[0].share[LM_LONG] == 1 && rows[0].share[LM_SHORT] == 1);
    CHECK(rows[1].notional[LM_LONG] == 0 && rows[1].notional[LM_SHORT] == 0 && rows[1].share[LM_LONG] == 0);
    CHECK(rows[2].notional[LM_LONG] == 500 * 90.125 && rows[2].distance == 0.5);
    /* Without open interest there are shares alone. */
    next = rows;
    options.open_interest = 0;
    must(lm_tape_density(&host, bytes_of(&tape), &model, &options, distances, 1, keep_row, &next, NULL));
    CHECK(isnan(rows[0].notional[LM_LONG]) && rows[0].share[LM_SHORT] == 1);
    lm_buffer_free(&host, &tape);
}

/* ---- input that is refused, and tapes without a trade */

static lm_status refuse_row(void *context, const lm_density *row)
{
    (void)row;
    ++*(int *)context;
    return LM_E_RANGE;
}

static void test_refusals(void)
{
    const double distances[LM_MAX_DISTANCES + 1] = {0.1, -0.1, NAN, 0, 1.0001, INFINITY};
    const lm_tape_options counted = default_options();
    const lm_model model = random_model(LM_LINEAR);
    lm_series_options options;
    lm_series_about about = {.every = 7};
    lm_maps *maps = NULL;
    int calls = 0;
    lm_series_options_init(&options);
    trades[0] = (lm_trade){NEW_YEAR, 90000, 1, LM_TAKER_BOUGHT};
    trades[1] = (lm_trade){NEW_YEAR + 2000000 * LM_MINUTE, 90000, 1, LM_TAKER_SOLD};
    lm_buffer tape = finished(tape_of(&counted, trades, 2));
    const lm_bytes bytes = bytes_of(&tape);
    for (size_t i = 1; i < 6; i++)
        CHECK(lm_tape_density(&host, bytes, &model, &options, &distances[i], 1, refuse_row, &calls, &about) ==
              LM_E_RANGE);
    CHECK(lm_tape_density(&host, bytes, &model, &options, distances, 0, refuse_row, &calls, &about) == LM_E_ARGUMENT);
    CHECK(lm_tape_density(&host, bytes, &model, &options, distances, LM_MAX_DISTANCES + 1, refuse_row, &calls,
                          &about) == LM_E_ARGUMENT);
    CHECK(calls == 0);
    CHECK(lm_tape_density(&host, bytes, &model, &options, distances, 1, refuse_row, &calls, &about) == LM_E_RANGE);
    CHECK(calls == 1 && about.every == 7);
    static const int64_t refused[] = {-LM_MINUTE, 90 * LM_SECOND, 1, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        options.every = refused[i];
        CHECK(lm_maps_create(&host, bytes, &model, &options, &maps) == LM_E_ARGUMENT && maps == NULL);
    }
    options.every = LM_MINUTE;
    CHECK(lm_maps_create(&host, bytes, &model, &options, &maps) == LM_E_LIMIT && maps == NULL);
    CHECK(strstr(host.error.message, "a series would have 2000001 instants") != NULL);
    options.since = 2;
    options.until = 1;
    CHECK(lm_maps_create(&host, bytes, &model, &options, &maps) == LM_E_ARGUMENT && maps == NULL);
    options = (lm_series_options){.since = INT64_MIN, .until = INT64_MAX, .open_interest = -1};
    CHECK(lm_maps_create(&host, bytes, &model, &options, &maps) == LM_E_RANGE && maps == NULL);
    lm_buffer_free(&host, &tape);
}

static void test_nothing(void)
{
    const lm_tape_options counted = default_options();
    const lm_model model = random_model(LM_LINEAR);
    lm_series_options options;
    lm_tape *tape;
    lm_series_options_init(&options);
    must(lm_tape_create(&host, &counted, &tape));
    must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 5));
    lm_buffer gauges = finished(tape);
    trades[0] = (lm_trade){NEW_YEAR, 90000, 1, LM_TAKER_BOUGHT};
    lm_buffer traded = finished(tape_of(&counted, trades, 1));
    CHECK(check_maps(bytes_of(&gauges), &model, &options) == 0);
    options.until = NEW_YEAR;
    CHECK(check_maps(bytes_of(&traded), &model, &options) == 0);
    options.until = INT64_MAX;
    options.since = NEW_YEAR + LM_DAY;
    CHECK(check_maps(bytes_of(&traded), &model, &options) == 0);
    options = (lm_series_options){.since = INT64_MIN, .until = INT64_MIN};
    CHECK(check_maps(bytes_of(&traded), &model, &options) == 0);
    options = (lm_series_options){.every = LM_MINUTE, .since = NEW_YEAR + LM_MINUTE, .until = NEW_YEAR + LM_MINUTE};
    CHECK(check_maps(bytes_of(&traded), &model, &options) == 1);
    lm_buffer_free(&host, &gauges);
    lm_buffer_free(&host, &traded);
}

/* A copy of a sum is equal too. */
static void test_copy_of_sum(void)
{
    const lm_tape_options counted = default_options();
    const lm_model model = random_model(LM_LINEAR);
    lm_map *sum = NULL, *copy;
    random_trades(trades, 500, LM_DAY, true);
    lm_buffer tape = finished(tape_of(&counted, trades, 500));
    lm_map *map = map_at(bytes_of(&tape), &model, INT64_MAX, 100);
    must(lm_map_merge_into(&host, &sum, map));
    must(lm_map_copy(&host, sum, &copy));
    CHECK(same_and_freed(encoded_map(sum), encoded_map(copy)));
    lm_map_destroy(&host, copy);
    lm_map_destroy(&host, sum);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

int main(void)
{
    lm_host_init(&host);
    test_instants();
    test_by_hand();
    test_refusals();
    test_nothing();
    test_copy_of_sum();
    return check_report("series");
}

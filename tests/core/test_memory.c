/*
 * Memory that ends, and users who lose patience: each call is made with the first allocation failing, then the second,
 * until it gets through, and once more with the interrupt hook in that part. What fails says so, loses nothing and
 * keeps nothing; what is given back is given back with its size.
 */
#include "vault.h"

/* ---- things to try it on */

#define TRADES 4000

static lm_trade trades[TRADES];
static int64_t period;
static size_t trade_count;

static lm_tape *a_tape(size_t count)
{
    const lm_tape_options options = default_options();
    lm_tape *tape = tape_of(&options, trades, count);
    must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 1000));
    must(lm_tape_forced(&host, &tape, NEW_YEAR, 90000, 1, LM_LONG));
    return tape;
}

static lm_buffer a_stored_tape(void)
{
    return finished(a_tape(trade_count));
}

static lm_model a_model(void)
{
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    return model;
}

static lm_map *a_map(int64_t as_of)
{
    const lm_model model = a_model();
    lm_buffer tape = a_stored_tape();
    lm_map *map;
    must(lm_map_replay(&host, bytes_of(&tape), &model, as_of, 0, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_map *a_sum(void)
{
    lm_map *map = a_map(INT64_MAX), *sum = NULL;
    must(lm_map_add(&host, &sum, map));
    lm_map_free(&host, map);
    return sum;
}

/* ---- building tapes: what fails leaves the tape as it was */

static lm_status new_tape(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape = NULL;
    const lm_status status = SCARCE(lm_tape_new(&host, &options, &tape));
    CHECK((status == LM_OK) == (tape != NULL));
    lm_tape_free(&host, tape);
    return status;
}

static lm_status copy_tape(void)
{
    lm_tape *tape = a_tape(50), *copy = NULL;
    const lm_status status = SCARCE(lm_tape_copy(&host, tape, &copy));
    CHECK((status == LM_OK) == (copy != NULL));
    lm_tape_free(&host, copy);
    lm_tape_free(&host, tape);
    return status;
}

static lm_status add_trades(void)
{
    lm_tape *tape = a_tape(20);
    size_t done;
    const lm_status status = SCARCE(lm_tape_trades(&host, &tape, trades + 20, trade_count - 20, &done));
    CHECK(status != LM_OK || done == trade_count - 20);
    CHECK(same_and_freed(finished(tape), finished(a_tape(20 + done))));
    return status;
}

static lm_status let_wait(lm_tape **tape)
{
    lm_status status = LM_OK;
    for (size_t i = 0; i < trade_count && status == LM_OK; i++)
        status =
            lm_tape_trade_soon(&host, tape, trades[i].time, trades[i].price, trades[i].qty, (lm_taker)trades[i].taker);
    return status;
}

static lm_status add_trades_that_wait(void)
{
    lm_tape *tape = a_tape(20);
    const lm_status status = SCARCE(let_wait(&tape));
    lm_tape_free(&host, tape);
    return status;
}

/* Row after row, each by itself with little memory: some make tables grow. */
static lm_status add_rows(lm_status (*add)(lm_tape **tape, int row))
{
    lm_tape *tape = a_tape(60);
    lm_status status = LM_OK;
    for (int row = 0; row < 60 && status == LM_OK; row++) {
        lm_buffer before = encoded(tape);
        status = SCARCE(add(&tape, row));
        lm_buffer after = encoded(tape);
        CHECK(same_bytes(&before, &after) == (status != LM_OK));
        lm_buffer_free(&host, &before);
        lm_buffer_free(&host, &after);
    }
    lm_tape_free(&host, tape);
    return status;
}

static lm_status candle_of(lm_tape **tape, int row)
{
    const int64_t time = NEW_YEAR + 2 * LM_DAY + row * LM_MINUTE;
    return lm_tape_candle(&host, tape, &(lm_candle){time, LM_MINUTE, 100, 110, 100, 105, 5, 2});
}

static lm_status add_candles(void)
{
    return add_rows(candle_of);
}

static lm_status gauge_of(lm_tape **tape, int row)
{
    const char name[] = {'a', (char)('a' + row % 26), 0};
    return lm_tape_gauge(&host, tape, NEW_YEAR + row * LM_MINUTE, name, 2, row);
}

static lm_status add_gauges(void)
{
    return add_rows(gauge_of);
}

static lm_status forced_of(lm_tape **tape, int row)
{
    return lm_tape_forced(&host, tape, NEW_YEAR + row * LM_MINUTE, 90000 + 100 * row, 1, LM_SHORT);
}

static lm_status add_forced(void)
{
    return add_rows(forced_of);
}

/* A part of the other may be in, and it is still a tape. */
static void check_still_a_tape(lm_tape *tape)
{
    lm_buffer bytes = finished(tape);
    CHECK(lm_tape_validate(&host, bytes_of(&bytes)) == LM_OK);
    lm_buffer_free(&host, &bytes);
}

static lm_status absorb(void)
{
    lm_tape *tape = a_tape(5);
    lm_buffer other = a_stored_tape();
    const lm_status status = SCARCE(lm_tape_absorb(&host, &tape, bytes_of(&other)));
    check_still_a_tape(tape);
    lm_buffer_free(&host, &other);
    return status;
}

static lm_status absorb_building(void)
{
    lm_tape *tape = a_tape(5), *other = a_tape(trade_count);
    for (int i = 0; i < 30; i++)
        must(lm_tape_trade_soon(&host, &other, NEW_YEAR, 90000, 1, LM_TAKER_SOLD));
    const lm_status status = SCARCE(lm_tape_absorb_building(&host, &tape, other));
    check_still_a_tape(tape);
    check_still_a_tape(other);
    return status;
}

/* ---- stored tapes */

static lm_status append(lm_status status, lm_buffer *out)
{
    CHECK(status == LM_OK || out->size == 0);
    lm_buffer_free(&host, out);
    return status;
}

static lm_status encode_tape(void)
{
    lm_tape *tape = a_tape(trade_count);
    lm_buffer out = {0};
    const lm_status status = SCARCE(lm_tape_encode(&host, tape, &out));
    lm_tape_free(&host, tape);
    return append(status, &out);
}

static lm_status decode_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    lm_tape *tape = NULL;
    const lm_status status = SCARCE(lm_tape_decode(&host, bytes_of(&bytes), &tape));
    CHECK((status == LM_OK) == (tape != NULL));
    lm_tape_free(&host, tape);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status validate_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    const lm_status status = SCARCE(lm_tape_validate(&host, bytes_of(&bytes)));
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status merge_tapes(void)
{
    lm_buffer bytes = a_stored_tape(), out = {0};
    const lm_status status = SCARCE(lm_tape_merge(&host, bytes_of(&bytes), bytes_of(&bytes), &out));
    lm_buffer_free(&host, &bytes);
    return append(status, &out);
}

static lm_status slice_tape(void)
{
    lm_buffer bytes = a_stored_tape(), out = {0};
    const lm_status status = SCARCE(lm_tape_slice(&host, bytes_of(&bytes), NEW_YEAR + period / 4, INT64_MAX, &out));
    lm_buffer_free(&host, &bytes);
    return append(status, &out);
}

static lm_status coarsen_tape(void)
{
    lm_buffer bytes = a_stored_tape(), out = {0};
    const lm_status status = SCARCE(lm_tape_coarsen(&host, bytes_of(&bytes), 5 * LM_MINUTE, 10, &out));
    lm_buffer_free(&host, &bytes);
    return append(status, &out);
}

static lm_status describe_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    lm_tape_info info = {.frames = -1};
    const lm_status status = SCARCE(lm_tape_describe(&host, bytes_of(&bytes), &info));
    CHECK((status == LM_OK) == (info.frames > 0));
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status read_frames(lm_bytes bytes)
{
    lm_tape_reader *reader = NULL;
    lm_frame frame;
    lm_status status = lm_tape_reader_open(&host, bytes, &reader);
    while (status == LM_OK)
        status = lm_tape_reader_next(&host, reader, &frame);
    lm_tape_reader_close(&host, reader);
    return status == LM_DONE ? LM_OK : status;
}

static lm_status read_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    const lm_status status = SCARCE(read_frames(bytes_of(&bytes)));
    lm_buffer_free(&host, &bytes);
    return status;
}

/* ---- maps */

static lm_status print_model(void)
{
    const lm_model model = a_model();
    lm_buffer out = {0};
    return append(SCARCE(lm_model_print(&host, &model, &out)), &out);
}

static lm_status replay_tape(void)
{
    const lm_model model = a_model();
    lm_buffer bytes = a_stored_tape();
    lm_map *map = NULL;
    const lm_status status = SCARCE(lm_map_replay(&host, bytes_of(&bytes), &model, INT64_MAX, 0, &map));
    CHECK((status == LM_OK) == (map != NULL));
    lm_map_free(&host, map);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status advance_map(void)
{
    lm_map *map = a_map(NEW_YEAR + period / 4);
    lm_buffer bytes = a_stored_tape();
    const lm_status status = SCARCE(lm_map_advance(&host, map, bytes_of(&bytes), INT64_MAX));
    lm_map *whole = a_map(INT64_MAX);
    /* Whole frames only: it goes on from there as if nothing had been. */
    must(lm_map_advance(&host, map, bytes_of(&bytes), INT64_MAX));
    CHECK(same_and_freed(encoded_map(map), encoded_map(whole)));
    lm_map_free(&host, whole);
    lm_map_free(&host, map);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status encode_map(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_buffer out = {0};
    const lm_status status = SCARCE(lm_map_encode(&host, map, &out));
    lm_map_free(&host, map);
    return append(status, &out);
}

static lm_status encode_sum(void)
{
    lm_map *sum = a_sum();
    lm_buffer out = {0};
    const lm_status status = SCARCE(lm_map_encode(&host, sum, &out));
    lm_map_free(&host, sum);
    return append(status, &out);
}

static lm_status decode(lm_map *map)
{
    lm_buffer bytes = encoded_map(map);
    lm_map *read = NULL;
    const lm_status status = SCARCE(lm_map_decode(&host, bytes_of(&bytes), &read));
    CHECK((status == LM_OK) == (read != NULL));
    lm_map_free(&host, read);
    lm_map_free(&host, map);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status decode_map(void)
{
    return decode(a_map(INT64_MAX));
}

static lm_status decode_sum(void)
{
    return decode(a_sum());
}

static lm_status add_maps(void)
{
    lm_map *map = a_map(INT64_MAX), *sum = a_sum();
    lm_buffer before = encoded_map(sum);
    const lm_status status = SCARCE(lm_map_add(&host, &sum, map));
    lm_buffer after = encoded_map(sum);
    CHECK(same_bytes(&before, &after) == (status != LM_OK));
    lm_buffer_free(&host, &before);
    lm_buffer_free(&host, &after);
    lm_map_free(&host, map);
    lm_map_free(&host, sum);
    return status;
}

static lm_status describe_map(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_map_info info = {.models = -1};
    const lm_status status = SCARCE(lm_map_describe(&host, map, &info));
    CHECK((status == LM_OK) == (info.models == 1));
    lm_map_free(&host, map);
    return status;
}

static lm_status read_levels(void)
{
    lm_map *map = a_map(INT64_MAX);
    const lm_levels_options options = {.step = 100, .by_leverage = true, .empty_steps = true};
    lm_levels levels = {NULL, 7, 0};
    const lm_status status = SCARCE(lm_map_levels(&host, map, &options, &levels));
    CHECK(status == LM_OK || (levels.rows == NULL && levels.count == 7));
    if (status == LM_OK)
        lm_levels_free(&host, &levels);
    lm_map_free(&host, map);
    return status;
}

static lm_status read_notional(void)
{
    lm_map *map = a_map(INT64_MAX);
    double notional = -1;
    const lm_status status = SCARCE(lm_map_notional_between(&host, map, 1, 1e9, LM_LONG, &notional));
    CHECK((status == LM_OK) == (notional > 0));
    lm_map_free(&host, map);
    return status;
}

static lm_status read_clusters(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_clusters clusters = {NULL, 7};
    const lm_status status = SCARCE(lm_map_clusters(&host, map, &(lm_clusters_options){0, 0.01}, &clusters));
    CHECK(status == LM_OK || (clusters.rows == NULL && clusters.count == 7));
    if (status == LM_OK)
        lm_clusters_free(&host, &clusters);
    lm_map_free(&host, map);
    return status;
}

static lm_status read_ledger(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_ledger ledger[2];
    const lm_status status = SCARCE(lm_map_ledger(&host, map, ledger));
    lm_map_free(&host, map);
    return status;
}

/* ---- all of them */

static const struct step {
    const char *name;
    lm_status (*run)(void);
    bool allocates, long_work;
} steps[] = {
    {"lm_tape_new", new_tape, true, false},
    {"lm_tape_copy", copy_tape, true, false},
    {"lm_tape_trades", add_trades, true, false},
    {"lm_tape_trade_soon", add_trades_that_wait, true, false},
    {"lm_tape_candle", add_candles, true, false},
    {"lm_tape_gauge", add_gauges, true, false},
    {"lm_tape_forced", add_forced, true, false},
    {"lm_tape_absorb", absorb, true, true},
    {"lm_tape_absorb_building", absorb_building, true, false},
    {"lm_tape_encode", encode_tape, true, true},
    {"lm_tape_decode", decode_tape, true, true},
    {"lm_tape_validate", validate_tape, true, true},
    {"lm_tape_merge", merge_tapes, true, true},
    {"lm_tape_slice", slice_tape, true, true},
    {"lm_tape_coarsen", coarsen_tape, true, true},
    {"lm_tape_describe", describe_tape, true, true},
    {"lm_tape_reader_next", read_tape, true, true},
    {"lm_model_print", print_model, true, false},
    {"lm_map_replay", replay_tape, true, true},
    {"lm_map_advance", advance_map, true, true},
    {"lm_map_encode", encode_map, true, false},
    {"lm_map_encode of a sum", encode_sum, true, false},
    {"lm_map_decode", decode_map, true, false},
    {"lm_map_decode of a sum", decode_sum, true, false},
    {"lm_map_add", add_maps, true, false},
    {"lm_map_describe", describe_map, true, false},
    {"lm_map_levels", read_levels, true, false},
    {"lm_map_notional_between", read_notional, true, false},
    {"lm_map_clusters", read_clusters, true, false},
    {"lm_map_ledger", read_ledger, true, false},
};

/* Fails the call at its n-th allocation or interrupt, for n = 1, 2, ... until it gets through; how often it failed. */
static long fail_step(const struct step *step, long *at, lm_status expected)
{
    long failures = 0;
    for (*at = 1;; ++*at) {
        const lm_status status = step->run();
        CHECK(status == LM_OK || status == expected);
        if (vault.bytes != 0 || !vault.sizes_agree)
            fprintf(stderr, "%s, %s %ld: %zu bytes kept\n", step->name, lm_status_code(expected), *at, vault.bytes);
        CHECK(vault.bytes == 0);
        CHECK(vault.sizes_agree);
        vault.bytes = 0;
        vault.sizes_agree = true;
        if (status != expected)
            break;
        failures++;
    }
    *at = 0;
    return failures;
}

static void run_steps(size_t count, int64_t over, long *at, lm_status expected)
{
    trade_count = count;
    period = over;
    random_trades(trades, count, period, true);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        const long failures = fail_step(&steps[i], at, expected);
        const bool wanted = expected == LM_E_MEMORY ? steps[i].allocates : steps[i].long_work;
        if (wanted && failures == 0)
            fprintf(stderr, "%s never gave %s\n", steps[i].name, lm_status_code(expected));
        CHECK(!wanted || failures > 0);
    }
}

int main(void)
{
    lm_host_init(&host);
    host.allocate = vault_allocate;
    host.interrupt = vault_interrupt;
    vault.sizes_agree = true;
    run_steps(200, 3 * 60 * LM_MINUTE, &vault.fail_at, LM_E_MEMORY);
    run_steps(TRADES, 3 * LM_DAY, &vault.interrupt_at, LM_E_INTERRUPTED);
    return check_report("memory");
}

/*
 * Untrusted bytes. Flips every bit, cuts at every length, and inserts, removes and swaps bytes of stored tapes and
 * maps. Reading must give an error, or a tape or map that encodes to the same bytes. Each variant lies in memory of
 * exactly its size, so that the address sanitizer finds any byte that is read beyond the end.
 */
#include "invariants.h"
#include "tape/codec.h"

static lm_trade trades[64];

/* ---- damage */

typedef bool (*soundness)(lm_bytes bytes);

/* Copies the bytes to memory of exactly this size, so that the sanitizer finds a byte that is read beyond the end. */
static bool holds(soundness invariants, const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size);
    memcpy(exact, data, size);
    const bool held = invariants((lm_bytes){exact, size});
    free(exact);
    return held;
}

static int bits_turned(soundness invariants, const lm_buffer *bytes)
{
    int violations = 0;
    const size_t stride = (size_t)size_of_run(17, 1); /* odd, so that every byte and every bit position occurs */
    for (size_t bit = 0; bit < bytes->size * 8; bit += stride) {
        bytes->data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        violations += !holds(invariants, bytes->data, bytes->size);
        bytes->data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    return violations;
}

static int lengths_cut(soundness invariants, const lm_buffer *bytes)
{
    int violations = 0;
    for (size_t size = 0; size < bytes->size; size++)
        violations += !holds(invariants, bytes->data, size);
    return violations;
}

static int bytes_moved(soundness invariants, const lm_buffer *bytes)
{
    int violations = 0;
    uint8_t *changed = malloc(bytes->size + 1);
    static const uint8_t telling[] = {0, 1, 0x7f, 0x80, 0xff};
    for (size_t at = 0; at <= bytes->size; at += (size_t)size_of_run(11, 1)) {
        for (size_t i = 0; i < sizeof telling; i++) {
            memcpy(changed, bytes->data, at);
            changed[at] = telling[i];
            memcpy(changed + at + 1, bytes->data + at, bytes->size - at);
            violations += !holds(invariants, changed, bytes->size + 1);
            if (at < bytes->size) {
                memcpy(changed + at + 1, bytes->data + at + 1, bytes->size - at - 1);
                violations += !holds(invariants, changed, bytes->size);
            }
        }
        if (at < bytes->size) {
            memcpy(changed + at, bytes->data + at + 1, bytes->size - at - 1);
            violations += !holds(invariants, changed, bytes->size - 1);
        }
    }
    free(changed);
    return violations;
}

/* Changes several bytes at once, because sometimes that passes the first check. */
static int bytes_scattered(soundness invariants, const lm_buffer *bytes)
{
    int violations = 0;
    uint8_t *changed = malloc(bytes->size);
    const int attempts = size_of_run(250, 2000);
    for (int i = 0; i < attempts; i++) {
        memcpy(changed, bytes->data, bytes->size);
        for (int64_t left = pick(1, 6); left > 0; left--)
            changed[pick(0, (int64_t)bytes->size - 1)] = (uint8_t)rng_next();
        violations += !holds(invariants, changed, bytes->size);
    }
    free(changed);
    return violations;
}

static void check_damage(soundness invariants, lm_buffer bytes)
{
    CHECK(holds(invariants, bytes.data, bytes.size));
    CHECK(bits_turned(invariants, &bytes) == 0);
    CHECK(lengths_cut(invariants, &bytes) == 0);
    CHECK(bytes_moved(invariants, &bytes) == 0);
    CHECK(bytes_scattered(invariants, &bytes) == 0);
    lm_buffer_free(&host, &bytes);
}

/* ---- tapes */

static lm_buffer small_tape(lm_tape_options options, size_t count, int streams)
{
    random_trades(trades, count, 5 * options.frame, false);
    lm_tape *tape = tape_of(&options, trades, count);
    add_streams(&tape, streams, 5 * options.frame);
    return finished(tape);
}

static void test_tapes(void)
{
    lm_tape_options options = default_options();
    check_damage(tape_invariants_hold, small_tape(options, 0, 0));
    check_damage(tape_invariants_hold, small_tape(options, 1, 0));
    check_damage(tape_invariants_hold, small_tape(options, 12, 4));
    options.contract = LM_INVERSE;
    options.precision = LM_PRECISION_MAX;
    options.frame = options.candle = LM_DAY;
    strcpy(options.symbol, "BTCUSD");
    check_damage(tape_invariants_hold, small_tape(options, 8, 0));
    check_damage(tape_invariants_hold, small_tape(options, 0, 5));

    options.has_prices = false;
    lm_tape *gauges;
    must(lm_tape_create(&host, &options, &gauges));
    must(lm_tape_gauge(&host, &gauges, NEW_YEAR, "funding_rate", 12, 0.0001));
    must(lm_tape_gauge(&host, &gauges, NEW_YEAR + 5, "funding_rate", 12, 0.00012345678901234));
    check_damage(tape_invariants_hold, finished(gauges));
}

/* ---- maps */

static lm_map *small_map(const char *json, double open_interest)
{
    lm_model model;
    lm_map *map;
    must(lm_model_read(&host, json, strlen(json), &model));
    lm_buffer tape = small_tape(default_options(), 6, 1);
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, open_interest, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_buffer map_bytes(lm_map *map)
{
    const lm_buffer bytes = encoded_map(map);
    lm_map_destroy(&host, map);
    return bytes;
}

static const char two_classes[] = "{\"leverage\": [{\"x\": 10, \"share\": 0.5, \"half_life\": 600},"
                                  " {\"x\": 25, \"share\": 0.5, \"half_life\": 60}]}";

static void test_maps(void)
{
    check_damage(map_invariants_hold, map_bytes(small_map("{}", 0)));
    check_damage(map_invariants_hold, map_bytes(small_map(two_classes, 500)));

    lm_map *sum = NULL, *a = small_map(two_classes, 500), *b = small_map("{}", 700);
    must(lm_map_merge_into(&host, &sum, a));
    check_damage(map_invariants_hold, encoded_map(sum));
    must(lm_map_merge_into(&host, &sum, b));
    check_damage(map_invariants_hold, map_bytes(sum));
    lm_map_destroy(&host, a);
    lm_map_destroy(&host, b);

    lm_model model;
    lm_map *empty;
    must(lm_model_read(&host, "{}", 2, &model));
    lm_buffer nothing = small_tape(default_options(), 0, 0);
    must(lm_tape_map(&host, bytes_of(&nothing), &model, INT64_MAX, 0, &empty));
    lm_buffer_free(&host, &nothing);
    sum = NULL;
    must(lm_map_merge_into(&host, &sum, empty));
    check_damage(map_invariants_hold, map_bytes(empty));
    check_damage(map_invariants_hold, map_bytes(sum));
}

/* ---- well-formed, with values out of range */

static lm_buffer written_tape(const lm_frame *frames, size_t count)
{
    lm_tape_header header = {.options = default_options(), .name_count = 1, .frames = count};
    header.names[0] = (lm_name){"g", 1};
    lm_frame_context context = {0};
    lm_buffer out = {0};
    must(lm_write_header(&host, &header, &out));
    for (size_t i = 0; i < count; i++)
        must(lm_write_frame(&host, &header, &context, &frames[i], &out));
    return out;
}

static void test_endless_counts(void)
{
    const lm_cell_count print = {lm_cell(100, 12), INT64_MAX};
    const lm_gauge gauge = {0, INT64_MAX, 1, 1, 1, NEW_YEAR};
    lm_frame frame = {.start = NEW_YEAR,
                      .rows = INT64_MAX,
                      .bought = INT64_MAX,
                      .low = 100,
                      .high = 100,
                      .close = 100,
                      .close_time = NEW_YEAR,
                      .cells = &print,
                      .cell_count = 1,
                      .liquidations = {&print, &print},
                      .liquidation_count = {1, 1},
                      .without_price = {INT64_MAX, INT64_MAX},
                      .gauges = &gauge,
                      .gauge_count = 1};
    lm_frame frames[2] = {frame, frame};
    lm_gauge later = gauge;
    later.last_time = frames[1].close_time = frames[1].start = NEW_YEAR + LM_MINUTE;
    frames[1].gauges = &later;
    lm_buffer bytes = written_tape(frames, 2), out = {0};
    lm_tape_info info;
    lm_tape *tape = NULL;
    CHECK(lm_tape_validate(&host, bytes_of(&bytes)) == LM_OK);
    CHECK(lm_tape_describe(&host, bytes_of(&bytes), &info) == LM_OK);
    CHECK(info.rows == INT64_MAX && info.gauge_samples == INT64_MAX);
    CHECK(lm_tape_decode(&host, bytes_of(&bytes), &tape) == LM_E_OVERFLOW && !tape);
    CHECK(lm_tape_slice(&host, bytes_of(&bytes), NEW_YEAR, NEW_YEAR + 1, &out) == LM_E_OVERFLOW);
    CHECK(lm_tape_merge(&host, bytes_of(&bytes), bytes_of(&bytes), &out) == LM_E_OVERFLOW && out.size == 0);
    use_tape(bytes_of(&bytes));
    lm_buffer_free(&host, &bytes);
}

/* The error for bytes of another version differs from that for damaged bytes. */
static void test_newer_format(void)
{
    lm_buffer tape = small_tape(default_options(), 5, 1), map = map_bytes(small_map("{}", 0));
    lm_tape *decoded = NULL;
    lm_map *read = NULL;
    tape.data[3] = map.data[3] = 3; /* 2 is that of tapes and maps with a quote */
    CHECK(lm_tape_decode(&host, bytes_of(&tape), &decoded) == LM_E_VERSION && host.error.hint[0]);
    CHECK(lm_tape_validate(&host, bytes_of(&tape)) == LM_E_VERSION);
    CHECK(lm_map_decode(&host, bytes_of(&map), &read) == LM_E_VERSION && host.error.hint[0]);
    CHECK(lm_tape_decode(&host, bytes_of(&map), &decoded) == LM_E_CORRUPT);
    CHECK(lm_map_decode(&host, bytes_of(&tape), &read) == LM_E_CORRUPT);
    lm_buffer_free(&host, &tape);
    lm_buffer_free(&host, &map);
}

int main(void)
{
    lm_host_init(&host);
    test_tapes();
    test_maps();
    test_endless_counts();
    test_newer_format();
    return check_report("bytes");
}

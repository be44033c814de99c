/*
 * Compares one real day with reference results:  test_real [folder]
 *
 * The folder (default ../shared, or LIQMAP_DATA) holds data/hyperliquid/ with the trades and the open interest of
 * 2026-06-12, and
 * reference/expected/ with the results of an independent replay. Neither is part of the repository; without them the
 * test is skipped.
 */
#include "fixture.h"

#define NAME_SIZE 512

static char folder[NAME_SIZE];

/* ---- files */

static FILE *opened(const char *name, bool packed)
{
    char path[2 * NAME_SIZE], command[2 * NAME_SIZE + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || !packed)
        return file;
    fclose(file);
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    return popen(command, "r");
}

static const char trades_file[] = "data/hyperliquid/hyperliquid_BTC_20260612.csv.gz";
static const char gauges_file[] = "data/hyperliquid/hyperliquid_BTC_20260612_state.csv.gz";
static const char frames_file[] = "reference/expected/frames.csv";

static bool present(void)
{
    const char *const files[] = {trades_file, gauges_file, frames_file};
    for (int i = 0; i < 3; i++) {
        FILE *file = opened(files[i], false);
        if (!file)
            return false;
        fclose(file);
    }
    return true;
}

/* Reads the fields of a line of CSV, up to `most`; an empty field is NaN. */
static int fields_of(char *line, double *fields, int most)
{
    int count = 0;
    for (char *at = line; at && count < most; count++) {
        char *next = strchr(at, ',');
        fields[count] = *at == ',' || *at == '\n' || *at == '\r' ? NAN : strtod(at, NULL);
        at = next ? next + 1 : NULL;
    }
    return count;
}

/* ---- the tape */

static void add_trades(lm_tape **tape)
{
    char line[256];
    double fields[3];
    FILE *file = opened(trades_file, true);
    while (file && fgets(line, sizeof line, file))
        if (fields_of(line, fields, 3) == 3 && line[0] != 't')
            must(lm_tape_trade(&host, tape, (int64_t)fields[0] * 1000, fields[1], fields[2],
                               strstr(line, ",buy") ? LM_TAKER_BOUGHT : LM_TAKER_SOLD));
    pclose(file);
}

static void add_open_interest(lm_tape **tape)
{
    char line[256];
    double fields[2];
    FILE *file = opened(gauges_file, true);
    while (file && fgets(line, sizeof line, file))
        if (fields_of(line, fields, 2) == 2 && line[0] != 't')
            must(lm_tape_gauge(&host, tape, (int64_t)fields[0] * 1000, "open_interest", 13, fields[1]));
    pclose(file);
}

static lm_buffer day_tape(bool with_open_interest)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    add_trades(&tape);
    if (with_open_interest)
        add_open_interest(&tape);
    return finished(tape);
}

/* ---- frame by frame */

typedef struct frames_read {
    FILE *file;
    int frames;
} frames_read;

static void check_number(double got, double expected)
{
    CHECK_CLOSE(got, expected, 1e-9);
}

static lm_status compare_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    frames_read *expected = context;
    char line[512];
    double fields[9];
    (void)map;
    if (!fgets(line, sizeof line, expected->file) || fields_of(line, fields, 9) != 9) {
        CHECK(!"a line for every frame");
        return LM_OK;
    }
    expected->frames++;
    CHECK(frame->start == (int64_t)fields[0]);
    check_number(frame->opened[LM_LONG], fields[1]);
    check_number(frame->opened[LM_SHORT], fields[1]);
    check_number(frame->swept[LM_LONG], fields[2]);
    check_number(frame->swept[LM_SHORT], fields[3]);
    check_number(frame->decayed[LM_LONG], fields[4]);
    check_number(frame->decayed[LM_SHORT], fields[5]);
    check_number(frame->outstanding[LM_LONG], fields[6]);
    check_number(frame->outstanding[LM_SHORT], fields[7]);
    check_number(frame->open_interest, fields[8]);
    return LM_OK;
}

static lm_model day_model(void)
{
    char json[4096];
    lm_model model;
    FILE *file = opened("reference/expected/model.json", false);
    const size_t length = file ? fread(json, 1, sizeof json, file) : 0;
    fclose(file);
    must(lm_model_read(&host, json, length, &model));
    return model;
}

/* ---- levels */

static void compare_levels(const lm_map *map, const char *name)
{
    char line[512];
    double fields[5];
    lm_levels levels;
    FILE *file = opened(name, false);
    size_t rows = 0;
    must(lm_map_levels(&host, map, &(lm_levels_options){.step = 250}, &levels));
    CHECK(file && fgets(line, sizeof line, file));
    for (; file && fgets(line, sizeof line, file) && rows < levels.count; rows++) {
        const lm_level *level = &levels.rows[rows];
        CHECK(fields_of(line, fields, 5) == 5 && level->price_low == fields[0]);
        check_number(level->share[LM_LONG], fields[1]);
        check_number(level->share[LM_SHORT], fields[2]);
        /* The reference has notionals to a millionth, which is less than nine digits below 1000. */
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            CHECK(isnan(fields[3]) ? isnan(level->notional[side])
                                   : fabs(level->notional[side] - fields[3 + side]) <= 1e-9 * fields[3 + side] + 1e-6);
    }
    CHECK(rows == levels.count && rows > 50);
    lm_levels_free(&host, &levels);
    if (file)
        fclose(file);
}

static void test_day(void)
{
    const lm_model model = day_model();
    lm_buffer sized = day_tape(true), shares = day_tape(false);
    char line[512];
    frames_read expected = {opened(frames_file, false), 0};
    lm_map *map;
    CHECK(fgets(line, sizeof line, expected.file) != NULL);
    must(lm_tape_replay(&host, bytes_of(&sized), &model, INT64_MAX, 0, compare_frame, &expected, &map));
    CHECK(expected.frames > 1400 && !fgets(line, sizeof line, expected.file));
    fclose(expected.file);
    compare_levels(map, "reference/expected/levels_with_open_interest.csv");
    lm_map_destroy(&host, map);

    must(lm_tape_map(&host, bytes_of(&shares), &model, INT64_MAX, 0, &map));
    compare_levels(map, "reference/expected/levels_without_open_interest.csv");
    lm_map_destroy(&host, map);
    CHECK(shares.size <= 80 << 10);
    printf("2026-06-12: %d frames, %zu bytes of tape, %zu with open interest\n", expected.frames, shares.size,
           sized.size);
    lm_buffer_free(&host, &sized);
    lm_buffer_free(&host, &shares);
}

/* ---- series */

typedef struct hour_check {
    lm_bytes tape;
    const lm_model *model;
    int rows;
} hour_check;

static lm_status compare_density(void *context, const lm_density *row)
{
    hour_check *check = context;
    const double price = row->reference_price, d = row->distance;
    double longs, shorts;
    lm_map *map;
    must(lm_tape_map(&host, check->tape, check->model, row->as_of, 30000, &map));
    must(lm_map_notional_between(&host, map, price * (1 - d), price, LM_LONG, &longs));
    must(lm_map_notional_between(&host, map, price, price * (1 + d), LM_SHORT, &shorts));
    CHECK(row->notional[LM_LONG] == longs && row->notional[LM_SHORT] == shorts && longs + shorts > 0);
    lm_map_destroy(&host, map);
    check->rows++;
    return LM_OK;
}

/* Every half hour of the day: the map of the series, and its density, against a replay up to that time. */
static void test_series(void)
{
    const lm_model model = day_model();
    lm_buffer tape = day_tape(true);
    lm_series_options options;
    lm_maps *maps;
    const lm_map *map;
    int64_t as_of;
    int instants = 0;
    const double distances[] = {0.01, 0.03};
    hour_check check = {bytes_of(&tape), &model, 0};
    lm_series_options_init(&options);
    options.every = 30 * LM_MINUTE;
    must(lm_maps_create(&host, bytes_of(&tape), &model, &options, &maps));
    for (; lm_maps_next(&host, maps, &as_of, &map) == LM_OK; instants++) {
        lm_map *whole;
        must(lm_tape_map(&host, bytes_of(&tape), &model, as_of, 0, &whole));
        CHECK(same_and_freed(encoded_map(map), encoded_map(whole)));
        lm_map_destroy(&host, whole);
    }
    lm_maps_destroy(&host, maps);
    options.open_interest = 30000; /* the gauge has no sample in the first minutes */
    must(lm_tape_density(&host, bytes_of(&tape), &model, &options, distances, 2, compare_density, &check, NULL));
    CHECK(instants >= 48 && check.rows == 2 * instants);
    lm_buffer_free(&host, &tape);
}

int main(int count, char **arguments)
{
    const char *data = getenv("LIQMAP_DATA");
    char why[NAME_SIZE + 32];
    lm_host_init(&host);
    snprintf(folder, sizeof folder, "%s", count > 1 ? arguments[1] : data ? data : "../shared");
    if (present()) {
        test_day();
        test_series();
    } else {
        snprintf(why, sizeof why, "no data at %s", folder);
        check_skip(why);
    }
    return check_report("real day");
}

/* The golden figures of the golden tapes and maps and of the demo market: the files tests/golden/NAME.txt. */
#ifndef GOLDEN_FIGURES_H
#define GOLDEN_FIGURES_H

#include "golden_maps.h"
#include "golden_say.h"

typedef enum golden_kind {
    GOLDEN_EXACT,
    GOLDEN_BY_LIBM, /* uses logarithms and similar functions, whose last bit depends on the C library */
    GOLDEN_TO_KNOW  /* may change: the test reports it and does not fail */
} golden_kind;

typedef struct golden_figures {
    const char *name;
    void (*say)(void);
    golden_kind kind;
} golden_figures;

/* ---- the description of a golden tape or map */

static void say_tape(lm_bytes tape, size_t every)
{
    lm_tape_info info;
    lm_tape_reader *reader;
    lm_frame frame;
    many frames;
    size_t length;
    const char *name;
    must(lm_tape_describe(&host, tape, &info));
    say_tape_info(&info);
    for (int i = 0; (name = lm_tape_gauge_name(tape, i, &length)); i++)
        fprintf(said, "gauge name %d: \"%.*s\"\n", i, (int)length, name);
    must(lm_tape_reader_create(&host, tape, &reader));
    begin_many(&frames);
    for (size_t i = 0; lm_tape_reader_next(&host, reader, &frame) == LM_OK; i++)
        say_frame(&frame, i);
    lm_tape_reader_destroy(&host, reader);
    end_many(&frames, "frames", every);
}

static void say_levels(const lm_map *map, double step, double within, bool by_leverage, size_t every)
{
    const lm_levels_options options = {.step = step, .within = within, .by_leverage = by_leverage};
    lm_levels levels;
    many rows;
    const lm_status status = lm_map_levels(&host, map, &options, &levels);
    say(by_leverage ? "levels by leverage" : "levels", status == LM_OK ? levels.count : 0);
    text(status == LM_OK ? "ok" : "refused");
    num(status == LM_OK ? levels.step : NAN);
    end();
    if (status != LM_OK)
        return;
    begin_many(&rows);
    for (size_t i = 0; i < levels.count; i++)
        say_level(&levels.rows[i], i);
    end_many(&rows, "level rows", every);
    lm_levels_free(&host, &levels);
}

static void say_clusters(const lm_map *map, double half_width, double min_prominence)
{
    const lm_clusters_options options = {half_width, min_prominence};
    lm_clusters clusters;
    must(lm_map_clusters(&host, map, &options, &clusters));
    say("clusters", clusters.count);
    end();
    for (size_t i = 0; i < clusters.count; i++)
        say_cluster(&clusters.rows[i], i);
    lm_clusters_free(&host, &clusters);
}

static void say_between(const lm_map *map, double low, double high)
{
    double notional[2] = {NAN, NAN};
    lm_map_notional_between(&host, map, low, high, LM_LONG, &notional[LM_LONG]);
    lm_map_notional_between(&host, map, low, high, LM_SHORT, &notional[LM_SHORT]);
    say("between", 0);
    num(low), num(high), pair(notional);
    end();
}

/* Says whether the exposure of the sides is not that of the model, which other files state. */
static bool map_learns(const lm_map *map)
{
    lm_map_info info;
    lm_model model;
    must(lm_map_describe(&host, map, &info));
    if (!info.live)
        return false;
    must(lm_map_model(&host, map, 0, &model));
    return model.adaptive;
}

static void say_map(const lm_map *map, size_t every)
{
    lm_map_info info;
    lm_ledger ledger[2];
    lm_model model;
    must(lm_map_describe(&host, map, &info));
    say_map_info(&info);
    if (map_learns(map)) {
        say("exposure", 0);
        pair(info.exposure);
        end();
    }
    must(lm_map_ledger(&host, map, ledger));
    say_ledger(ledger);
    for (int i = 0; i < info.models; i++) {
        must(lm_map_model(&host, map, i, &model));
        say_model(&model, (size_t)i);
    }
    say_levels(map, 0, 0, false, every);
    say_levels(map, 0, 0, true, 4 * every);
    say_clusters(map, 0, 0.1);
    say_between(map, 0, INFINITY);
    say_between(map, 85000, 95000.5);
}

/* Returns the text of one file of figures, which the caller frees. */
static char *golden_said(const golden_figures *figures)
{
    char *lines;
    size_t size;
    said = open_memstream(&lines, &size);
    if (figures->kind == GOLDEN_BY_LIBM)
        say_libm();
    figures->say();
    fclose(said);
    return lines;
}

/* Returns the description of a golden tape or map, stored as NAME.txt, which the caller frees. */
static char *golden_described(const char *name)
{
    const size_t length = strlen(name);
    char *lines;
    size_t size;
    said = open_memstream(&lines, &size);
    if (strcmp(name + length - 5, ".tape") == 0) {
        lm_buffer tape = golden_read(name);
        say_tape(bytes_of(&tape), 20);
        lm_buffer_free(&host, &tape);
    } else {
        lm_map *map = golden_map(name);
        say_map(map, 5);
        lm_map_destroy(&host, map);
    }
    fclose(said);
    return lines;
}

/* ---- the demo market: a whole fortnight at a dozen trades a minute */

static lm_buffer demo_tape(void)
{
    const lm_tape_options options = default_options();
    return finished(golden_demo_tape(&options, 14, 12));
}

static lm_map *demo_map(const char *model_json, int64_t as_of)
{
    const lm_model model = golden_model(model_json);
    lm_map *map;
    lm_buffer tape = demo_tape();
    must(lm_tape_map(&host, bytes_of(&tape), &model, as_of, 0, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static void say_whole_map(lm_map *map, size_t every)
{
    lm_buffer bytes = encoded_map(map);
    say_hash("bytes of the map", bytes.data, bytes.size);
    lm_buffer_free(&host, &bytes);
    say_map(map, every);
}

static void say_demo(void)
{
    lm_buffer tape = demo_tape();
    lm_map *map = demo_map("{}", INT64_MAX);
    say_hash("bytes of the tape", tape.data, tape.size);
    say_tape(bytes_of(&tape), 5003);
    say_whole_map(map, 1);
    say_levels(map, 10, 0.02, false, 20);
    say_levels(map, 2500, 0, true, 1);
    say_clusters(map, 0.01, 0);
    say_between(map, 87000, 88500);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

static void say_demo_half(void)
{
    lm_map *map = demo_map("{\"volume_power\": 1}", NEW_YEAR + 7 * LM_DAY + 3 * 60 * LM_MINUTE);
    say_whole_map(map, 4);
    lm_map_destroy(&host, map);
}

typedef struct replayed {
    size_t frames;
} replayed;

static lm_status say_each(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    (void)map;
    say_replayed(frame, ((replayed *)context)->frames++);
    return LM_OK;
}

static void say_replay(lm_bytes tape, const char *model_json, size_t every)
{
    const lm_model model = golden_model(model_json);
    replayed seen = {0};
    lm_map *map;
    many rows;
    begin_many(&rows);
    must(lm_tape_replay(&host, tape, &model, INT64_MAX, 0, say_each, &seen, &map));
    end_many(&rows, "replayed rows", every);
    lm_map_destroy(&host, map);
}

static void say_replays(void)
{
    lm_buffer demo = demo_tape(), few = golden_read("everything.tape");
    say_replay(bytes_of(&demo), "{}", 400);
    say_replay(bytes_of(&few), three_classes, 1);
    lm_buffer_free(&host, &demo);
    lm_buffer_free(&host, &few);
}

static void say_heatmap(lm_bytes tape, const char *model_json, const lm_heatmap_options *options, size_t every)
{
    const lm_model model = golden_model(model_json);
    lm_heatmap heatmap;
    many columns, rows;
    must(lm_tape_heatmap(&host, tape, &model, options, &heatmap));
    say("heatmap", heatmap.column_count);
    whole((int64_t)heatmap.row_count), whole(heatmap.every), num(heatmap.step), whole(heatmap.first_number);
    whole(heatmap.last_number), whole(heatmap.sized), whole(heatmap.as_of), whole(heatmap.frame);
    whole(heatmap.frame_differs), whole(heatmap.open_interest_given), whole(heatmap.precision), text(heatmap.symbol);
    end();
    begin_many(&columns);
    for (size_t i = 0; i < heatmap.column_count; i++)
        say_column(&heatmap.columns[i], i);
    end_many(&columns, "columns", 20);
    begin_many(&rows);
    for (size_t i = 0; i < heatmap.row_count; i++)
        say_heat(&heatmap.rows[i], i);
    end_many(&rows, "heat rows", every);
    lm_heatmap_free(&host, &heatmap);
}

static void say_heatmaps(void)
{
    lm_buffer demo = demo_tape(), few = golden_read("everything.tape");
    lm_heatmap_options options;
    lm_heatmap_options_init(&options);
    say_heatmap(bytes_of(&demo), "{}", &options, 999);
    options.every = LM_DAY;
    options.step = 1000;
    options.low = 80000;
    options.high = 100000;
    options.by_leverage = options.zero_cells = true;
    say_heatmap(bytes_of(&demo), "{}", &options, 99);
    lm_heatmap_options_init(&options);
    options.open_interest = 1234;
    options.since = NEW_YEAR + 10 * LM_MINUTE;
    say_heatmap(bytes_of(&few), three_classes, &options, 50);
    lm_buffer_free(&host, &demo);
    lm_buffer_free(&host, &few);
}

/* ---- margin: every kind of rules, both sides, and legs that share their collateral */

static void say_margins_of(const char *json)
{
    static const double leverages[] = {0, 1, 3, 10, 20};
    lm_rules rules;
    lm_margin margin;
    lm_hedged_margin hedged;
    size_t row = 0;
    must(lm_rules_read(&host, json, strlen(json), &rules));
    say_rules(&rules);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int i = 0; i < 5; i++)
            for (int size = 1; size <= 1000; size *= 10) {
                const double qty = rules.contract == LM_INVERSE ? 90000 * size : 0.3 * size;
                const double collateral = rules.contract == LM_INVERSE ? 0.07 * size : 6000.0 * size;
                const lm_position position = {(lm_side)side, 91234.5, qty, leverages[i], collateral, 0};
                const lm_status status = lm_margin_solve(&host, &rules, &position, &margin);
                if (status == LM_OK)
                    say_margin(&margin, row++);
            }
    const bool inverse = rules.contract == LM_INVERSE;
    const lm_hedge hedge = {
        {90000, 91000}, {inverse ? 90000 : 2, inverse ? 30000 : 1}, inverse ? 0.1 : 7000, inverse ? 90500 : 0};
    must(lm_hedged_margin_solve(&host, &rules, &hedge, &hedged));
    say("hedged", 0);
    whole(hedged.status), num(hedged.liquidation_price), num(hedged.price_below), num(hedged.price_above);
    num(hedged.equity), num(hedged.maintenance_margin);
    end();
}

static void say_margins(void)
{
    say_margins_of("{}");
    say_margins_of("{\"fee\": 0.0005, \"tiers\": [[0, 0.004], [100000, 0.01], [5000000, 0.025]]}");
    say_margins_of("{\"basis\": \"entry\", \"fee\": 0.0006, \"fee_basis\": \"mark\", \"fixed\": 3.5, \"steps\": true, "
                   "\"tiers\": [[0, 0.004], [100000, 0.01], [500000, 0.025]]}");
    say_margins_of("{\"contract\": \"inverse\", \"tiers\": [[0, 0.004], [5, 0.01], [100, 0.025]]}");
    say_margins_of("{\"tiers_by\": \"size\", \"rate_per_size\": 0.0001, \"tiers\": [[0, 0.004], [40, 0.01]]}");
}

#endif

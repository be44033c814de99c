/* The golden figures of cascades: of a fortnight of the demo market, and of some golden maps. */
#ifndef GOLDEN_CASCADES_H
#define GOLDEN_CASCADES_H

#include "cascade/cascade.h"
#include "cascade/monte_carlo.h"
#include "golden_figures.h"

static const char *const models[] = {
    "{\"kind\": \"linear\", \"depth_per_pct\": 2e7}",
    "{\"kind\": \"sqrt\", \"sigma\": 0.015, \"volume\": 1.1e9, \"y\": 0.8, \"reported\": [0.3, 0.5]}",
    "{\"kind\": \"saturating\", \"depth_per_pct\": 5e6, \"limit_pct\": 20, \"evaporation\": {\"eta\": 0.1, "
    "\"floor\": "
    "0.2}, \"share\": 0.8}",
    "{\"kind\": \"book\", \"bids\": [[0.1, 2e6], [1, 1.5e7], [5, 4e7]], \"asks\": [[0.2, 3e6], [2, 3e7]], "
    "\"multiplier\": 1.5, \"evaporation\": {\"eta\": 0.25, \"floor\": 0.1}, \"jump_pct\": 0.5, \"engine\": "
    "{\"maintenance\": 0.006, \"partial\": 0.25, \"cooldown\": 10, \"takeover\": 0.3, \"order\": \"bankruptcy\", "
    "\"fund\": 1e5}}",
};
enum { MARKETS = sizeof models / sizeof models[0] };

static void say_shocks(const lm_map *map, const lm_impact_model *model)
{
    static const double shocks[] = {-0.001, -0.01, -0.03, -0.1, -0.4, 0.001, 0.01, 0.03, 0.1, 0.4};
    lm_cascade cascade;
    double reported[2];
    lm_impact_model_reported(map, model, reported);
    for (size_t i = 0; i < sizeof shocks / sizeof shocks[0]; i++) {
        must(lm_map_cascade(&host, map, shocks[i], model, &cascade));
        say_cascade("cascade", &cascade, reported, i);
    }
}

static void say_grid(const lm_map *map, const lm_impact_model *model)
{
    static const double shocks[] = {-0.02, -0.05, 0.02}, multipliers[] = {0.25, 1, 3};
    lm_cascades grid;
    double reported[2];
    lm_impact_model_reported(map, model, reported);
    must(lm_map_cascades(&host, map, shocks, 3, multipliers, 3, model, &grid));
    for (size_t i = 0; i < grid.count; i++) {
        say("grid", i);
        num(grid.rows[i].shock), num(grid.rows[i].depth_multiplier);
        end();
        say_cascade("cascade", &grid.rows[i].cascade, reported, i);
    }
    lm_cascades_free(&host, &grid);
}

/* Sums what is liquidated and what is outstanding by class, with what feeds do not report. */
static void sum_class_flow(const lm_map *map, const lm_impact_model *model, double shock, double *sizes,
                           double *outstanding)
{
    lm_ladder ladder;
    lm_impact impact;
    lm_cascade_end end;
    const lm_limits limits = lm_limits_of(model, lm_side_of_shock(shock));
    must(lm_ladder_init(&host, map, lm_side_of_shock(shock), model->reference_price, true, &ladder));
    lm_ladder_impact(&ladder, model, &impact);
    lm_rung_outcome *outcomes = calloc(ladder.count + 1, sizeof *outcomes);
    lm_cascade_solve(&ladder, &impact, &limits, lm_shock_distance(shock), outcomes, &end);
    for (size_t i = 0; i < ladder.class_part_count; i++) {
        const lm_class_part *part = &ladder.class_parts[i];
        sizes[part->class] += part->size * outcomes[part->rung].liquidated * impact.flow_per_notional;
        outstanding[part->class] += part->notional * impact.flow_per_notional;
    }
    free(outcomes);
    lm_ladder_free(&host, &ladder);
}

static void say_classes(const lm_map *map, const lm_impact_model *model, double shock)
{
    lm_cascade_classes classes;
    must(lm_map_cascade_by_leverage(&host, map, shock, model, &classes));
    double *sizes = calloc(classes.count + 1, sizeof *sizes), *outstanding = calloc(classes.count + 1, sizeof *sizes);
    sum_class_flow(map, model, shock, sizes, outstanding);
    for (size_t i = 0; i < classes.count; i++)
        say_cascade_class(&classes.rows[i], sizes[i], outstanding[i], i);
    free(sizes);
    free(outstanding);
    lm_cascade_classes_free(&host, &classes);
}

static void say_fragile(const lm_map *map, const lm_impact_model *model, double step, double within)
{
    const lm_fragility_options options = {.step = step, .within = within};
    lm_fragility fragility;
    must(lm_map_fragility(&host, map, model, &options, &fragility));
    say("fragile", fragility.count);
    num(fragility.step);
    end();
    for (size_t i = 0; i < fragility.count; i++)
        say_fragility(&fragility.rows[i], i);
    lm_fragility_free(&host, &fragility);
}

static void say_all_cascades(const lm_map *map, double step, double within)
{
    for (int i = 0; i < MARKETS; i++) {
        const lm_impact_model model = golden_impact(models[i]);
        say_impact(&model);
        say_shocks(map, &model);
        say_classes(map, &model, -0.03);
        say_classes(map, &model, 0.05);
        say_fragile(map, &model, step, within);
    }
    const lm_impact_model model = golden_impact(models[1]);
    say_grid(map, &model);
}

static void say_demo_cascades(void)
{
    lm_map *map = demo_map("{}", INT64_MAX);
    say_all_cascades(map, 500, 0.06);
    lm_map_destroy(&host, map);
}

static void say_sum_cascades(void)
{
    lm_map *map = golden_map("sum_live_and_positions.map");
    say_all_cascades(map, 2000, 0.2);
    lm_map_destroy(&host, map);
}

/* ---- draws, runs in time, several venues */

static int compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Draws again what lm_map_simulate() has drawn, for the quantiles of the base coins of the flow. */
static void draw_flow_sizes(const lm_map *map, const lm_impact_model *model, const lm_simulate_options *given,
                            double quantiles[LM_MAX_QUANTILES])
{
    enum { DRAWS = 200 };
    static lm_simulate_options options;
    lm_simulator simulator;
    double sizes[DRAWS];
    options = *given;
    if (options.reported[0] == 0)
        lm_impact_model_reported(map, model, options.reported);
    must(lm_simulator_init(&host, map, model, &options, &simulator));
    for (int i = 0; i < DRAWS; i++) {
        lm_draw draw;
        lm_simulate_draw(&simulator, (uint64_t)options.seed, (uint64_t)i, &draw);
        sizes[i] = draw.flow_size;
    }
    lm_simulator_free(&host, &simulator);
    qsort(sizes, DRAWS, sizeof *sizes, compare_numbers);
    for (int i = 0; i < options.quantile_count; i++) {
        const int number = (int)ceil(options.quantiles[i] * DRAWS) - 1;
        quantiles[i] = sizes[number < 0 ? 0 : number];
    }
}

static void say_draws(const lm_map *map, const char *options_json, int64_t seed)
{
    static double flow_sizes[LM_MAX_QUANTILES];
    static lm_simulation simulation;
    static lm_simulate_options options;
    must(lm_simulate_options_read(&host, options_json, strlen(options_json), &options));
    options.draws = 200;
    options.seed = seed;
    for (int i = 0; i < MARKETS; i++) {
        const lm_impact_model model = golden_impact(models[i]);
        must(lm_map_simulate(&host, map, &model, &options, &simulation));
        draw_flow_sizes(map, &model, &options, flow_sizes);
        say_simulation(&simulation, flow_sizes);
    }
}

static void say_simulations(void)
{
    lm_map *map = demo_map("{}", INT64_MAX);
    say_draws(map, "{}", 1);
    say_draws(map,
              "{\"direction\": \"up\", \"horizon\": 3600, \"sigma\": 0.05, \"degrees\": 0, \"depth_median\": 0.5, "
              "\"quantiles\": [0.01, 0.5, 1]}",
              77);
    say_draws(map, "{\"shock\": [-0.01, -0.03, -0.06], \"reported\": 0.4, \"quantiles\": [0.2, 0.9]}", 3);
    lm_map_destroy(&host, map);
}

static void say_run(const lm_map *map, const char *impact_model_json, double shock, const char *options_json)
{
    const lm_impact_model model = golden_impact(impact_model_json);
    lm_path_options options;
    lm_path path;
    must(lm_path_options_read(&host, options_json, strlen(options_json), &options));
    must(lm_map_cascade_path(&host, map, shock, &model, &options, &path));
    say_path(&path, 25);
    lm_path_free(&host, &path);
}

static void say_paths(void)
{
    lm_map *map = demo_map("{}", INT64_MAX);
    for (int i = 0; i < MARKETS; i++) {
        say_run(map, models[i], -0.03, "{\"duration\": 300}");
        say_run(
            map, models[i], 0.02,
            "{\"step\": 5, \"duration\": 900, \"refill\": 60, \"permanent\": 0.5, \"cap\": 2e5, \"shock_over\": 100}");
    }
    lm_map_destroy(&host, map);
}

static void say_several_venues(void)
{
    lm_map *maps[3] = {demo_map("{}", INT64_MAX), golden_map("live_inverse.map"),
                       golden_map("positions_by_leverage.map")};
    static const double shocks[] = {-0.04, -0.01, 0.01, 0.04};
    static lm_impact_model of[3];
    lm_venues venues;
    double reported[3][2];
    for (int i = 0; i < 3; i++) {
        of[i] = golden_impact(models[i]);
        lm_impact_model_reported(maps[i], &of[i], reported[i]);
    }
    for (int i = 0; i < 4; i++) {
        must(lm_cascade_venues(&host, (const lm_map *const *)maps, of, 3, shocks[i], &venues));
        say_venues(&venues, (const double(*)[2])reported);
    }
    for (int i = 0; i < 3; i++)
        lm_map_destroy(&host, maps[i]);
}

/* ---- impact models from data */

static void say_estimates(void)
{
    lm_impact_estimate estimate;
    lm_buffer tape = demo_tape();
    must(lm_tape_impact(&host, bytes_of(&tape), LM_IMPACT_LINEAR, &estimate));
    say_estimate(&estimate);
    must(lm_tape_impact(&host, bytes_of(&tape), LM_IMPACT_SQRT, &estimate));
    say_estimate(&estimate);
    lm_buffer_free(&host, &tape);
}

static void say_book(bool levels)
{
    static const double bands[] = {-5, -1, -0.2, 0.2, 1, 5};
    static lm_book_profile profile;
    uint64_t state = 30;
    lm_book *book;
    must(lm_book_create(&host, &book));
    for (int snapshot = 0; snapshot < 5; snapshot++)
        for (int i = 0; i < 6; i++) {
            const int64_t time = NEW_YEAR + snapshot * LM_MINUTE;
            const double amount = (double)(1000 + golden_roll(&state, 1000));
            if (levels)
                must(lm_book_level(&host, &book, time, i < 3, 90000 + bands[i] * 900, amount / 100, 90000));
            else
                must(lm_book_band(&host, &book, time, bands[i], amount * fabs(bands[i])));
        }
    must(lm_book_read(&host, book, &profile));
    say_impact(&profile.model);
    say("book", 0);
    whole(profile.snapshots), whole(profile.since), whole(profile.until);
    end();
    lm_book_destroy(&host, book);
}

static void say_impacts(void)
{
    say_estimates();
    say_book(false);
    say_book(true);
}

/* ---- charts and documents, of which only hashes are stored */

static void say_drawn(const char *label, lm_status status, lm_buffer *out)
{
    must(status);
    say_hash(label, out->data, out->size);
    lm_buffer_free(&host, out);
}

static void say_map_charts(const lm_map *map, const lm_impact_model *model)
{
    static const char *const layouts[] = {"liqmap", "coinglass", "coinglass-aggregated"};
    lm_svg_options svg;
    lm_vega_options vega;
    lm_path_options path;
    lm_buffer out = {0};
    lm_svg_options_init(&svg);
    lm_vega_options_init(&vega);
    lm_path_options_init(&path);
    say_drawn("svg of a map", lm_map_svg(&host, map, &svg, &out), &out);
    say_drawn("svg of a path", lm_map_cascade_svg(&host, map, -0.03, model, &path, &svg, &out), &out);
    say_drawn("vega of a map", lm_map_vega(&host, map, &vega, &out), &out);
    for (int i = 0; i < 3; i++)
        say_drawn(layouts[i], lm_map_export(&host, map, as_text(layouts[i]), 0, &out), &out);
}

static void say_charts(void)
{
    static const char *const layouts[] = {"liqmap", "coinglass-heatmap", "coinglass-heatmap-v3"};
    const lm_model model = golden_model("{}");
    const lm_impact_model impact = golden_impact(models[0]);
    lm_heatmap_options heatmap;
    lm_svg_options svg;
    lm_vega_options vega;
    lm_buffer out = {0}, tape = demo_tape();
    lm_map *map = demo_map("{}", INT64_MAX);
    lm_heatmap_options_init(&heatmap);
    heatmap.every = LM_DAY / 4;
    lm_svg_options_init(&svg);
    lm_vega_options_init(&vega);
    say_map_charts(map, &impact);
    say_drawn("svg of a tape", lm_tape_svg(&host, bytes_of(&tape), &model, &heatmap, &svg, &out), &out);
    say_drawn("vega of a tape", lm_tape_vega(&host, bytes_of(&tape), &model, &heatmap, &vega, &out), &out);
    for (int i = 0; i < 3; i++)
        say_drawn(layouts[i], lm_tape_export(&host, bytes_of(&tape), &model, &heatmap, as_text(layouts[i]), &out),
                  &out);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

/* ---- the files of figures that do not describe one golden file */

static const golden_figures golden_subjects[] = {
    {"demo.txt", say_demo, GOLDEN_EXACT},
    {"demo_half.txt", say_demo_half, GOLDEN_EXACT},
    {"replays.txt", say_replays, GOLDEN_EXACT},
    {"heatmaps.txt", say_heatmaps, GOLDEN_EXACT},
    {"margins.txt", say_margins, GOLDEN_EXACT},
    {"markets.txt", say_impacts, GOLDEN_EXACT},
    {"demo_cascades.txt", say_demo_cascades, GOLDEN_BY_LIBM},
    {"sum_cascades.txt", say_sum_cascades, GOLDEN_BY_LIBM},
    {"simulations.txt", say_simulations, GOLDEN_BY_LIBM},
    {"paths.txt", say_paths, GOLDEN_BY_LIBM},
    {"several_venues.txt", say_several_venues, GOLDEN_BY_LIBM},
    {"pictures.txt", say_charts, GOLDEN_TO_KNOW},
};

#endif

/* Benchmarks of cascades on a map: the solver alone, all figures of a cascade, and the public functions. */
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "cascade/cascade.h"

#define DRAWS 10000

typedef struct scenario {
    const lm_map *map;
    lm_ladder ladder;
    lm_impact_model model;
    double shock;
} scenario;

/* The yardstick: one pass over the rungs with linear impact. */
static double bare_pass(const scenario *input, double s)
{
    const double per_coin = 0.01 * input->ladder.reference_price / input->model.depth_per_pct;
    double coins = 0, x = s;
    for (size_t i = 0; i < input->ladder.count && input->ladder.rungs[i].low <= x; i++) {
        coins += input->ladder.rungs[i].size;
        x = s + per_coin * coins;
    }
    return x;
}

static volatile double kept;

static double shock_of_draw(const scenario *input, int i)
{
    return lm_shock_distance(input->shock) * (0.5 + (double)i / DRAWS);
}

static void solve_draws_bare(const void *input)
{
    for (int i = 0; i < DRAWS; i++)
        kept = bare_pass(input, shock_of_draw(input, i));
}

static void solve_draws(const void *given)
{
    const scenario *input = given;
    const lm_limits limits = lm_limits_of(&input->model, LM_LONG);
    lm_impact impact;
    lm_cascade_end end;
    lm_impact_init(&input->model, LM_LONG, input->ladder.reference_price, 1, &impact);
    for (int i = 0; i < DRAWS; i++) {
        lm_cascade_solve(&input->ladder, &impact, &limits, shock_of_draw(input, i), NULL, &end);
        kept = end.x;
    }
}

/* The public function: shock, depth, impact and reporting drawn, and the ladder built from the map. */
static void run_simulation(const scenario *input, double ladder_sigma)
{
    lm_simulate_options options;
    lm_simulation simulation;
    lm_simulate_options_init(&options);
    options.ladder_sigma = ladder_sigma;
    must(lm_map_simulate(&host, input->map, &input->model, &options, &simulation));
    kept = simulation.rows[0].final_price;
}

static void simulate(const void *input)
{
    run_simulation(input, 0);
}

static void simulate_ladders(const void *input)
{
    run_simulation(input, 0.3);
}

static void cascade_of_ladder(const void *given)
{
    const scenario *input = given;
    lm_cascade cascade;
    lm_cascade_on(&input->ladder, &input->model, input->shock, 1, &cascade);
    kept = cascade.final_price;
}

static void cascade_of_map(const void *given)
{
    const scenario *input = given;
    lm_cascade cascade;
    must(lm_map_cascade(&host, input->map, input->shock, &input->model, &cascade));
    kept = cascade.final_price;
}

void bench_cascades(const char *period, const lm_tape *building)
{
    static const char *const documents[] = {
        "{\"kind\":\"linear\",\"depth_per_pct\":1e8}",
        "{\"kind\":\"sqrt\",\"sigma\":0.015,\"volume\":1e10}",
        "{\"kind\":\"book\",\"levels\":[[0.2,4e7],[1,3e8],[5,1.5e9]],\"multiplier\":2}",
        "{\"kind\":\"linear\",\"depth_per_pct\":1e8,\"evaporation\":{\"eta\":0.1,\"floor\":0.1}}",
    };
    static const char *const names[] = {"linear", "root", "book", "evaporating"};
    static scenario inputs[4];
    lm_buffer stored = encoded(building);
    lm_model model;
    lm_map *map;
    must(lm_model_named(&host, "default", 7, &model));
    must(lm_tape_map(&host, (lm_bytes){stored.data, stored.size}, &model, INT64_MAX, 30000, &map));
    char labels[12][64];
    contender draws[7], rows[8];
    for (int i = 0; i < 4; i++) {
        inputs[i] = (scenario){.map = map, .shock = -0.05};
        must(lm_impact_model_read(&host, documents[i], strlen(documents[i]), &inputs[i].model));
        must(lm_ladder_init(&host, map, LM_LONG, 0, false, &inputs[i].ladder));
        lm_ladder_evaporate(&inputs[i].ladder, &inputs[i].model);
        snprintf(labels[i], sizeof labels[i], "%d draws, %s", DRAWS, names[i]);
        snprintf(labels[4 + i], sizeof labels[i], "a cascade, all figures, %s", names[i]);
        snprintf(labels[8 + i], sizeof labels[i], "lm_map_cascade on the map, %s", names[i]);
        draws[1 + i] = (contender){labels[i], solve_draws, &inputs[i], 1e6, "<= 100 ms"};
        rows[2 * i] = (contender){labels[4 + i], cascade_of_ladder, &inputs[i], 1e3, "<= 20 us"};
        rows[2 * i + 1] = (contender){labels[8 + i], cascade_of_map, &inputs[i], 1e3, NULL};
    }
    draws[0] = (contender){"yardstick: a bare pass, linear", solve_draws_bare, &inputs[0], 1e6, NULL};
    draws[5] = (contender){"lm_map_simulate, linear", simulate, &inputs[0], 1e6, "<= 100 ms"};
    draws[6] =
        (contender){"lm_map_simulate, linear, leverage drawn too", simulate_ladders, &inputs[0], 1e6, "<= 100 ms"};
    printf("cascades over %s: %zu rungs, %.2f %% shock\n", period, inputs[0].ladder.count, inputs[0].shock * 100);
    race("ms", draws, 7);
    race("us", rows, 8);
    for (int i = 0; i < 4; i++)
        lm_ladder_free(&host, &inputs[i].ladder);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &stored);
}

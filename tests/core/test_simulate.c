/* Simulations: random numbers, single draws against cascades, quantiles against known ones. */
#include "fixture.h"

#include "base/rng.h"
#include "cascade/monte_carlo.h"

#define TRADES 3000

static lm_trade trades[TRADES];

static lm_map *map_under(const char *model_json, double open_interest)
{
    const lm_tape_options options = default_options();
    lm_model model;
    lm_map *map;
    must(lm_model_read(&host, model_json, strlen(model_json), &model));
    random_trades(trades, TRADES, 2 * LM_DAY, true);
    lm_buffer tape = finished(tape_of(&options, trades, TRADES));
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, open_interest, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_map *random_map(void)
{
    return map_under("{\"exposure\": 1}", uniform(1000, 100000));
}

static lm_impact_model random_impact_model(void)
{
    lm_impact_model model;
    lm_impact_model_init(&model);
    model.kind = (uint8_t)pick(LM_IMPACT_LINEAR, LM_IMPACT_SATURATING);
    model.depth_per_pct = pow(10, uniform(7.5, 10));
    model.sigma = uniform(0.01, 0.05);
    model.volume = pow(10, uniform(9, 11));
    model.multiplier = uniform(0.5, 3);
    model.eta = chance(0.3) ? uniform(0, 0.3) : 0;
    model.engine.fund = chance(0.5) ? 1e6 : 0;
    model.reported[0] = model.reported[1] = 1;
    return model;
}

static lm_simulate_options certain(double shock)
{
    lm_simulate_options options;
    lm_simulate_options_init(&options);
    options.depth_sigma = options.impact_sigma = options.ladder_sigma = 0;
    options.reported[0] = options.reported[1] = 1;
    options.shock_count = 1;
    options.shocks[0] = shock;
    options.up = shock > 0;
    return options;
}

static lm_simulation simulation_of(const lm_map *map, const lm_impact_model *model, int64_t draws, int64_t seed,
                                   const lm_simulate_options *options)
{
    lm_simulation simulation;
    lm_simulate_options drawn = *options;
    drawn.draws = draws;
    drawn.seed = seed;
    must(lm_map_simulate(&host, map, model, &drawn, &simulation));
    return simulation;
}

/* ---- random numbers */

static void test_random_numbers(void)
{
    enum { NUMBERS = 200000, BINS = 16 };
    int bins[3][BINS] = {{0}};
    double product = 0, mean = 0, square = 0, fourth = 0;
    for (uint64_t i = 0; i < NUMBERS; i++) {
        /* The numbers are uniform over draws, streams and seeds. */
        bins[0][(int)(lm_uniform(1, i, 0) * BINS)]++;
        bins[1][(int)(lm_uniform(1, 0, i) * BINS)]++;
        bins[2][(int)(lm_uniform(i, 0, 0) * BINS)]++;
        product += (lm_uniform(7, i, 3) - 0.5) * (lm_uniform(7, i, 4) - 0.5) * 12 / NUMBERS;
        const double z = lm_normal(5, i, 2);
        mean += z / NUMBERS;
        square += z * z / NUMBERS;
        fourth += z * z * z * z / NUMBERS;
    }
    for (int kind = 0; kind < 3; kind++) {
        double chi = 0;
        for (int i = 0; i < BINS; i++)
            chi += pow(bins[kind][i] - NUMBERS / BINS, 2) / (NUMBERS / BINS);
        CHECK(chi > 2 && chi < 45); /* 15 degrees of freedom */
    }
    CHECK(fabs(product) < 0.01 && fabs(mean) < 0.01);
    CHECK(fabs(square - 1) < 0.02 && fabs(fourth - 3) < 0.15);
    CHECK(lm_uniform(0, 0, 0) > 0 && lm_uniform(UINT64_MAX, UINT64_MAX, UINT64_MAX) < 1);
}

/* ---- draws */

/* Without any spread every draw is the cascade itself. */
static void test_certainty_is_the_cascade(void)
{
    for (int round = 0; round < 40; round++) {
        lm_map *map = random_map();
        const lm_impact_model model = random_impact_model();
        const double shock = uniform(0.002, 0.1) * (chance(0.5) ? -1 : 1);
        const lm_simulate_options options = certain(shock);
        const lm_simulation simulation = simulation_of(map, &model, 3, pick(0, 1000), &options);
        lm_cascade cascade;
        must(lm_map_cascade(&host, map, shock, &model, &cascade));
        CHECK(simulation.count == 8 && simulation.draws == 3);
        for (int i = 0; i < simulation.count; i++) {
            const lm_simulated *row = &simulation.rows[i];
            CHECK_CLOSE(row->final_price, cascade.final_price, 1e-14);
            CHECK_CLOSE(row->move_pct, cascade.move_pct, 1e-9);
            CHECK_CLOSE(row->shock_pct, shock * 100, 1e-12);
            CHECK_CLOSE(row->size, cascade.size, 1e-12);
            CHECK_CLOSE(row->notional, cascade.notional, 1e-12);
            CHECK_CLOSE(row->flow, cascade.flow, 1e-12);
            CHECK_CLOSE(row->shortfall, cascade.shortfall, 1e-9);
            CHECK_CLOSE(row->deleveraged, cascade.deleveraged, 1e-9);
        }
        CHECK(simulation.jump_probability == 0 || simulation.jump_probability == 1);
        lm_map_destroy(&host, map);
    }
}

static bool same_draw(const lm_draw *a, const lm_draw *b)
{
    return a->shock == b->shock && a->flow_size == b->flow_size && a->end.x == b->end.x && a->end.flow == b->end.flow &&
           a->end.jumped == b->end.jumped && a->end.shortfall == b->end.shortfall;
}

/* Sets the rungs to the sums of their class_parts, each class multiplied by its weight. */
static void reweight(lm_ladder *ladder, const double *weights)
{
    for (size_t i = 0; i < ladder->count; i++)
        ladder->rungs[i].size = ladder->rungs[i].notional = 0;
    for (size_t i = 0; i < ladder->class_part_count; i++) {
        const lm_class_part *item = &ladder->class_parts[i];
        ladder->rungs[item->rung].size += item->size * weights[item->class];
        ladder->rungs[item->rung].notional += item->notional * weights[item->class];
    }
    lm_ladder_sum(ladder);
}

/* Draws do not depend on their order, and reweighting a part of the ladder equals reweighting all of it. */
static void test_draws_stand_alone(void)
{
    for (int round = 0; round < 10; round++) {
        enum { DRAWS = 50 };
        lm_map *map = random_map();
        const lm_impact_model model = random_impact_model();
        lm_simulate_options options;
        lm_simulator simulator;
        lm_draw forward[DRAWS], draw;
        lm_simulate_options_init(&options);
        options.up = chance(0.5);
        options.sigma = uniform(0.01, 0.05);
        options.reported[0] = 0.3;
        options.reported[1] = 0.6;
        must(lm_simulator_init(&host, map, &model, &options, &simulator));
        for (int i = 0; i < DRAWS; i++)
            lm_simulate_draw(&simulator, 7, (uint64_t)i, &forward[i]);
        for (int i = DRAWS; i-- > 0;) {
            lm_simulate_draw(&simulator, 7, (uint64_t)i, &draw);
            CHECK(same_draw(&draw, &forward[i]));
            CHECK(draw.end.x >= draw.shock);
            lm_simulate_draw(&simulator, 8, (uint64_t)i, &draw);
            CHECK(draw.shock != forward[i].shock);
        }
        /* The weights of a draw, applied to the whole ladder. */
        double all = 0;
        for (size_t k = 0; k < simulator.ladder.class_count; k++)
            all += simulator.totals[k];
        for (int i = 0; i < DRAWS; i++) {
            double notional;
            lm_simulate_draw(&simulator, 7, (uint64_t)i, &draw);
            reweight(&simulator.ladder, simulator.weights);
            CHECK_CLOSE(simulator.ladder.size, all, 1e-9);
            CHECK_CLOSE(draw.end.coins, lm_ladder_reached(&simulator.ladder, draw.end.x, &notional), 1e-9);
            /* Also in a gap, where only the rungs before the gap were reweighted. */
            if (draw.end.coins > 0)
                CHECK_CLOSE(draw.end.flow, notional * (draw.flow_size / draw.end.coins), 1e-9);
            else
                CHECK(draw.end.flow == 0);
        }
        lm_simulator_free(&host, &simulator);
        lm_map_destroy(&host, map);
    }
}

static void test_seeds(void)
{
    lm_map *map = random_map();
    const lm_impact_model model = random_impact_model();
    lm_simulate_options options;
    lm_simulate_options_init(&options);
    const lm_simulation first = simulation_of(map, &model, 500, 1, &options);
    const lm_simulation again = simulation_of(map, &model, 500, 1, &options);
    const lm_simulation other = simulation_of(map, &model, 500, 2, &options);
    CHECK(memcmp(&first, &again, sizeof first) == 0);
    CHECK(first.rows[4].final_price != other.rows[4].final_price);
    lm_map_destroy(&host, map);
}

/* ---- quantiles */

/* Quantiles of |z| and of |t| with 4 degrees, scaled to a variance of 1, at 0.5, 0.9 and 0.99. */
static void test_shocks(void)
{
    static const double normal[] = {0.67449, 1.64485, 2.57583}, student[] = {0.52375, 1.50745, 3.25559};
    lm_map *map = random_map();
    const lm_impact_model model = random_impact_model();
    const int draws = size_of_run(2500, 50000);
    const double tolerance = 0.03 * sqrt(50000.0 / draws);
    for (int kind = 0; kind < 2; kind++) {
        lm_simulate_options options;
        lm_simulate_options_init(&options);
        options.degrees = kind ? 4 : 0;
        options.sigma = 0.02;
        options.horizon = 4 * 86400;
        options.quantile_count = 3;
        options.quantiles[0] = 0.5;
        options.quantiles[1] = 0.9;
        options.quantiles[2] = 0.99;
        const lm_simulation simulation = simulation_of(map, &model, draws, 3, &options);
        for (int i = 0; i < 3; i++) {
            const double known = (kind ? student : normal)[i] * 0.02 * 2;
            CHECK(fabs(-log1p(simulation.rows[i].shock_pct / 100) / known - 1) < tolerance);
        }
    }
    lm_map_destroy(&host, map);
}

static void test_given_shocks(void)
{
    lm_map *map = random_map();
    const lm_impact_model model = random_impact_model();
    lm_simulate_options options = certain(-0.01);
    options.shock_count = 4;
    options.shocks[1] = -0.02;
    options.shocks[2] = 0.05; /* in the other direction */
    options.shocks[3] = -0.04;
    options.quantile_count = 4;
    for (int i = 0; i < 4; i++)
        options.quantiles[i] = (i + 0.5) / 4;
    const lm_simulation down = simulation_of(map, &model, 4000, 1, &options);
    static const double falls[] = {0, -1, -2, -4};
    for (int i = 0; i < 4; i++)
        CHECK(fabs(down.rows[i].shock_pct - falls[i]) < 1e-9);
    CHECK(down.rows[0].notional == 0 && down.rows[0].move_pct == 0);
    options.up = true;
    const lm_simulation up = simulation_of(map, &model, 4000, 1, &options);
    CHECK(up.rows[2].shock_pct == 0 && fabs(up.rows[3].shock_pct - 5) < 1e-9);
    lm_map_destroy(&host, map);
}

/* With the same random numbers, less depth or a smaller share reported never gives a smaller move. */
static void test_monotone(void)
{
    const int rounds = size_of_run(4, 10);
    for (int round = 0; round < rounds; round++) {
        lm_map *map = random_map();
        const lm_impact_model model = random_impact_model();
        lm_simulate_options options;
        lm_simulate_options_init(&options);
        options.sigma = 0.02;
        options.reported[0] = 0.5;
        options.reported[1] = 1;
        const lm_simulation base = simulation_of(map, &model, 400, 1, &options);
        options.depth_median = 0.5;
        const lm_simulation thin = simulation_of(map, &model, 400, 1, &options);
        options.depth_median = 1;
        options.reported[0] = 0.25;
        options.reported[1] = 0.5;
        const lm_simulation hidden = simulation_of(map, &model, 400, 1, &options);
        for (int i = 0; i < base.count; i++) {
            CHECK(i == 0 || base.rows[i].final_price <= base.rows[i - 1].final_price);
            CHECK(i == 0 || base.rows[i].notional >= base.rows[i - 1].notional);
            CHECK(i == 0 || base.rows[i].shortfall >= base.rows[i - 1].shortfall);
            CHECK(base.rows[i].move_pct <= base.rows[i].shock_pct * (1 - 1e-12));
            CHECK(thin.rows[i].final_price <= base.rows[i].final_price);
            CHECK(hidden.rows[i].final_price <= base.rows[i].final_price && hidden.rows[i].flow >= base.rows[i].flow);
        }
        CHECK(hidden.rows[base.count - 1].flow > base.rows[base.count - 1].flow);
        CHECK(thin.jump_probability >= base.jump_probability);
        lm_map_destroy(&host, map);
    }
}

/* ---- errors */

static lm_status simulate_status(const lm_map *map, int64_t draws, int64_t seed, const lm_simulate_options *options)
{
    lm_impact_model model;
    lm_simulation simulation;
    lm_impact_model_init(&model);
    model.depth_per_pct = 1e8;
    lm_simulate_options drawn = *options;
    drawn.draws = draws;
    drawn.seed = seed;
    return lm_map_simulate(&host, map, &model, &drawn, &simulation);
}

static void test_refusals(void)
{
    lm_map *map = random_map(), *sum = NULL, *bare = map_under("{}", 0);
    lm_simulate_options options;
    lm_simulate_options_init(&options);
    static const int64_t draws[] = {0, -1, LM_MAX_DRAWS + 1, INT64_MIN}, seeds[] = {-1, ((int64_t)1 << 53) + 1};
    for (int i = 0; i < 4; i++)
        CHECK(simulate_status(map, draws[i], 1, &options) == LM_E_RANGE && strstr(host.error.message, "draws"));
    for (int i = 0; i < 2; i++)
        CHECK(simulate_status(map, 10, seeds[i], &options) == LM_E_RANGE && strstr(host.error.message, "seed"));
    CHECK(simulate_status(map, 10, (int64_t)1 << 53, &options) == LM_OK);
    must(lm_map_merge_into(&host, &sum, map));
    CHECK(simulate_status(sum, 10, 1, &options) == LM_E_MISSING && strstr(host.error.hint, "sigma"));
    options.sigma = 0.02;
    CHECK(simulate_status(sum, 10, 1, &options) == LM_OK);
    CHECK(simulate_status(bare, 10, 1, &options) == LM_E_MISSING && strstr(host.error.hint, "open_interest"));
    options.shock_count = 1;
    options.shocks[0] = -1;
    CHECK(simulate_status(map, 10, 1, &options) == LM_E_RANGE);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, sum);
    lm_map_destroy(&host, bare);
}

/* Options of a C caller are held to the bounds of the document: without these counts the rows would not fit. */
static void test_bounds(void)
{
    lm_map *map = random_map();
    lm_simulate_options usual, options;
    lm_simulate_options_init(&usual);
#define CHECK_BOUND(set, word)                                                                          \
    do {                                                                                                \
        options = usual;                                                                                \
        set;                                                                                            \
        CHECK(simulate_status(map, 10, 1, &options) == LM_E_RANGE && strstr(host.error.message, word)); \
    } while (0)
    CHECK_BOUND(options.quantile_count = LM_MAX_QUANTILES + 1, "257");
    CHECK_BOUND(options.quantile_count = 0, "quantiles");
    CHECK_BOUND(options.quantiles[1] = options.quantiles[0], "ascend");
    CHECK_BOUND(options.quantiles[0] = NAN, "quantile");
    CHECK_BOUND(options.shock_count = LM_MAX_SHOCKS + 1, "1025");
    CHECK_BOUND(options.shock_count = -1, "-1");
    CHECK_BOUND((options.shock_count = 1, options.shocks[0] = INFINITY), "shock");
    CHECK_BOUND(options.horizon = -1, "horizon");
    CHECK_BOUND(options.horizon = NAN, "horizon");
    CHECK_BOUND(options.sigma = -0.01, "sigma");
    CHECK_BOUND(options.degrees = 2, "degrees");
    CHECK_BOUND(options.degrees = NAN, "degrees");
    CHECK_BOUND(options.depth_median = 0, "depth_median");
    CHECK_BOUND(options.depth_sigma = INFINITY, "depth_sigma");
    CHECK_BOUND(options.impact_sigma = -1, "impact_sigma");
    CHECK_BOUND(options.ladder_sigma = NAN, "ladder_sigma");
    CHECK_BOUND((options.reported[0] = 0.5, options.reported[1] = 0.4), "0.5 to 0.4");
#undef CHECK_BOUND
    lm_map_destroy(&host, map);
}

static void test_options(void)
{
    static const char *const bad[] = {
        "{\"direction\":\"left\"}",
        "{\"horizon\":0}",
        "{\"sigma\":0}",
        "{\"degrees\":2}",
        "{\"shock\":-1}",
        "{\"shock\":[]}",
        "{\"shock\":[0,\"a\"]}",
        "{\"depth_sigma\":-1}",
        "{\"reported\":0}",
        "{\"reported\":[1,0.5]}",
        "{\"reported\":[0.5]}",
        "{\"quantiles\":[]}",
        "{\"quantiles\":[0.5,0.5]}",
        "{\"quantiles\":[0,1.5]}",
        "{\"draws\":5}",
        "[]",
    };
    static const char good[] =
        "{\"direction\":\"up\",\"horizon\":\"4 h\",\"sigma\":0.03,\"degrees\":0,\"shock\":[0.01,-0.5],"
        "\"depth_median\":2,\"depth_sigma\":0,\"impact_sigma\":1,\"ladder_sigma\":0.1,"
        "\"reported\":[0.2,0.2],\"quantiles\":[0,0.5,1]}";
    lm_simulate_options options;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(lm_simulate_options_read(&host, bad[i], strlen(bad[i]), &options) == LM_E_DOCUMENT);
    must(lm_simulate_options_read(&host, good, sizeof good - 1, &options));
    CHECK(options.up && options.horizon == 4 * 3600 && options.sigma == 0.03 && options.degrees == 0);
    CHECK(options.shock_count == 2 && options.shocks[1] == -0.5 && options.depth_median == 2);
    CHECK(options.depth_sigma == 0 && options.impact_sigma == 1 && options.ladder_sigma == 0.1);
    CHECK(options.reported[0] == 0.2 && options.reported[1] == 0.2 && options.quantile_count == 3);
    must(lm_simulate_options_read(&host, "{}", 2, &options));
    CHECK(!options.up && options.horizon == 86400 && options.degrees == 4 && options.quantile_count == 8);
}

int main(void)
{
    lm_host_init(&host);
    test_random_numbers();
    test_certainty_is_the_cascade();
    test_draws_stand_alone();
    test_seeds();
    test_shocks();
    test_given_shocks();
    test_monotone();
    test_refusals();
    test_bounds();
    test_options();
    return check_report("simulate");
}

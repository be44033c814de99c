/* Cascades in time against static ones, and on several venues against one on the sum of the venues. */
#include "fixture.h"
#include "xml.h"

#define TRADES 3000

static lm_trade trades[TRADES];

/* A map of random trades; the same seed with another exposure scales every size. */
static lm_map *map_with_exposure(double exposure, uint64_t seed)
{
    const lm_tape_options options = default_options();
    char json[64];
    lm_model model;
    lm_map *map;
    snprintf(json, sizeof json, "{\"exposure\": %.17g}", exposure);
    must(lm_model_read(&host, json, strlen(json), &model));
    rng_state = seed;
    random_trades(trades, TRADES, 2 * LM_DAY, true);
    lm_buffer tape = finished(tape_of(&options, trades, TRADES));
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 20000, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_impact_model random_impact_model(lm_impact_kind impact)
{
    lm_impact_model model;
    lm_impact_model_init(&model);
    model.kind = (uint8_t)impact;
    model.depth_per_pct = pow(10, uniform(8, 10));
    model.sigma = uniform(0.01, 0.05);
    model.volume = pow(10, uniform(9, 11));
    model.multiplier = uniform(0.5, 3);
    model.reported[0] = 0.4;
    model.reported[1] = 0.6;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        model.depth_count[side] = 5;
        for (int i = 0; i < 5; i++)
            model.depths[side][i] = (lm_depth){i + 1, 1e8 * (i + 1) * (1 + 0.2 * i)};
    }
    return model;
}

/* The impact model with half of the depth, for any kind. */
static lm_impact_model half_of(lm_impact_model model)
{
    model.depth_per_pct /= 2;
    model.volume /= 2;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int i = 0; i < model.depth_count[side]; i++)
            model.depths[side][i].notional /= 2;
    return model;
}

static double random_shock(void)
{
    return uniform(0.005, 0.05) * (chance(0.5) ? -1 : 1);
}

/* ---- in time */

static lm_path_options plain(void)
{
    return (lm_path_options){.step = 1, .duration = 3000, .permanent = 0.3};
}

static lm_path path_of(const lm_map *map, double shock, const lm_impact_model *model, const lm_path_options *options)
{
    lm_path path;
    must(lm_map_cascade_path(&host, map, shock, model, options, &path));
    return path;
}

static double distance(double price, double from)
{
    return fabs(log(price / from));
}

/* Without refill and cap the end tends to that of the static cascade as the steps get shorter. */
static void test_tends_to_the_static_cascade(void)
{
    for (int round = 0; round < 40; round++) {
        lm_map *map = map_with_exposure(1, 100 + (uint64_t)round);
        lm_map_info info;
        lm_impact_model model = random_impact_model((lm_impact_kind)(round % 4));
        model.eta = chance(0.3) ? 0.1 : 0;
        const double shock = random_shock();
        lm_path_options options = plain();
        double before = INFINITY;
        must(lm_map_describe(&host, map, &info));
        for (int steps = 8; steps <= 32768; steps *= 64) {
            options.duration = 60;
            options.step = 60.0 / steps;
            lm_path path = path_of(map, shock, &model, &options);
            const double end = distance(path.rows[path.count - 1].price, info.reference_price);
            const double still = distance(path.static_cascade.final_price, info.reference_price);
            CHECK(path.count == (size_t)steps + 1);
            CHECK(end <= still * (1 + 1e-12));
            CHECK(still - end <= before);
            before = still - end;
            if (steps == 32768) {
                CHECK(before <= 1e-9 * still);
                CHECK_CLOSE(path.rows[path.count - 1].cumulative_flow, path.static_cascade.flow, 1e-6);
            }
            lm_path_free(&host, &path);
        }
        lm_map_destroy(&host, map);
    }
}

static void test_path_starts_with_the_shock(void)
{
    lm_map *map = map_with_exposure(1, 1);
    lm_map_info info;
    const lm_impact_model model = random_impact_model(LM_IMPACT_LINEAR);
    lm_path_options options = plain();
    must(lm_map_describe(&host, map, &info));
    lm_path at_once = path_of(map, -0.02, &model, &options);
    CHECK_CLOSE(at_once.rows[0].price, info.reference_price * 0.98, 1e-12);
    options.shock_over = 100;
    lm_path reference = path_of(map, -0.02, &model, &options);
    CHECK(reference.rows[0].price == info.reference_price && reference.rows[0].flow == 0);
    CHECK(reference.rows[100].price <= info.reference_price * 0.98 * (1 + 1e-12) &&
          reference.rows[50].price > at_once.rows[50].price);
    CHECK_CLOSE(reference.rows[3000].price, at_once.rows[3000].price, 1e-9);
    lm_path_free(&host, &at_once);
    lm_path_free(&host, &reference);
    lm_map_destroy(&host, map);
}

/* The price comes back as the book refills, except for the permanent part. */
static void test_refill(void)
{
    lm_map *map = map_with_exposure(1, 2);
    lm_map_info info;
    const lm_impact_model model = random_impact_model(LM_IMPACT_SQRT);
    lm_path_options options = plain();
    must(lm_map_describe(&host, map, &info));
    lm_path never = path_of(map, -0.02, &model, &options);
    options.refill = 60;
    options.permanent = 0;
    lm_path all = path_of(map, -0.02, &model, &options);
    options.permanent = 1;
    lm_path nothing = path_of(map, -0.02, &model, &options);
    options.permanent = 0.5;
    lm_path half = path_of(map, -0.02, &model, &options);
    const size_t last = never.count - 1;
    CHECK_CLOSE(all.rows[last].price, info.reference_price * 0.98, 1e-6);
    CHECK(all.rows[all.farthest].price < all.rows[last].price && all.farthest < last);
    CHECK_CLOSE(nothing.rows[last].price, never.rows[last].price, 1e-12);
    CHECK(half.rows[last].price < all.rows[last].price && half.rows[last].price > nothing.rows[last].price);
    CHECK(all.farthest_x <= never.farthest_x * (1 + 1e-12));
    CHECK(all.rows[last].cumulative_flow <= never.rows[last].cumulative_flow * (1 + 1e-12));
    lm_path_free(&host, &never);
    lm_path_free(&host, &all);
    lm_path_free(&host, &nothing);
    lm_path_free(&host, &half);
    lm_map_destroy(&host, map);
}

/* An engine with a cap reaches the same end later and sells the same flow. */
static void test_cap(void)
{
    lm_map *map = map_with_exposure(1, 3);
    const lm_impact_model model = random_impact_model(LM_IMPACT_LINEAR);
    lm_path_options options = plain();
    lm_path fast = path_of(map, -0.03, &model, &options);
    options.cap = fast.rows[fast.count - 1].cumulative_flow / 1000;
    lm_path reference = path_of(map, -0.03, &model, &options);
    double before = 0;
    for (size_t i = 0; i < reference.count; i++) {
        const lm_path_row *row = &reference.rows[i];
        CHECK(row->flow <= options.cap * (1 + 1e-9));
        CHECK_CLOSE(row->cumulative_flow, before + row->flow, 1e-12);
        CHECK(row->pending >= 0 && row->taken_over == 0);
        before = row->cumulative_flow;
    }
    CHECK(reference.rows[0].pending > 0 && reference.rows[reference.count - 1].pending == 0);
    CHECK(reference.rows[500].price > fast.rows[500].price);
    CHECK_CLOSE(reference.rows[reference.count - 1].price, fast.rows[fast.count - 1].price, 1e-9);
    CHECK_CLOSE(reference.rows[reference.count - 1].cumulative_flow, fast.rows[fast.count - 1].cumulative_flow, 1e-9);
    lm_path_free(&host, &fast);
    lm_path_free(&host, &reference);
    lm_map_destroy(&host, map);
}

static void test_engine(void)
{
    lm_map *map = map_with_exposure(1, 4);
    lm_impact_model model = random_impact_model(LM_IMPACT_LINEAR);
    lm_path_options options = plain();
    lm_path whole = path_of(map, -0.03, &model, &options);
    model.engine.partial = 0.2;
    model.engine.cooldown = 30;
    lm_path parts = path_of(map, -0.03, &model, &options);
    CHECK_CLOSE(parts.rows[0].flow, 0.2 * whole.rows[0].flow, 1e-9);
    CHECK_CLOSE(parts.rows[0].pending, 0.8 * whole.rows[0].flow, 1e-9);
    CHECK(parts.rows[29].price > whole.rows[29].price);
    CHECK_CLOSE(parts.rows[3000].price, whole.rows[3000].price, 1e-9);
    model.engine.partial_above = 1e5; /* applies to single positions, which a map does not know */
    lm_path above = path_of(map, -0.03, &model, &options);
    CHECK(above.rows[0].flow == whole.rows[0].flow);
    /* Orders are not sold below the bankruptcy price: those that the shock has passed are taken over at once. */
    model.engine.partial = 1;
    model.engine.maintenance = 0.02;
    model.engine.order = LM_ORDER_BANKRUPTCY;
    lm_path bankrupt = path_of(map, -0.03, &model, &options);
    CHECK(bankrupt.rows[0].taken_over > 0 && bankrupt.rows[0].flow > 0);
    CHECK_CLOSE(bankrupt.rows[0].taken_over + bankrupt.rows[0].flow, whole.rows[0].flow, 1e-9);
    CHECK(bankrupt.rows[3000].price > whole.rows[3000].price);
    model.engine.order = LM_ORDER_MARKET;
    model.engine.takeover = 0.66;
    lm_path taken = path_of(map, -0.03, &model, &options);
    CHECK(taken.rows[0].taken_over > bankrupt.rows[0].taken_over);
    lm_path_free(&host, &whole);
    lm_path_free(&host, &parts);
    lm_path_free(&host, &above);
    lm_path_free(&host, &bankrupt);
    lm_path_free(&host, &taken);
    lm_map_destroy(&host, map);
}

static void test_path_refusals(void)
{
    static const char *const bad[] = {"{\"step\":0}", "{\"duration\":\"40 d\"}", "{\"permanent\":1.1}",
                                      "{\"cap\":-1}", "{\"refill\":\"x\"}",      "{\"shock_over\":-1}",
                                      "{\"steps\":1}"};
    lm_map *map = map_with_exposure(1, 5);
    const lm_impact_model model = random_impact_model(LM_IMPACT_LINEAR);
    lm_path_options options;
    lm_path path;
    for (int i = 0; i < 7; i++)
        CHECK(lm_path_options_read(&host, bad[i], strlen(bad[i]), &options) == LM_E_DOCUMENT);
    must(lm_path_options_read(&host, "{\"step\":\"100 s\",\"refill\":0}", 27, &options));
    CHECK(options.step == 100 && options.refill == 0 && options.duration == 1800 && options.permanent == 0.3);
    CHECK(lm_map_cascade_path(&host, map, 0, &model, &options, &path) == LM_E_RANGE);
    CHECK(lm_map_cascade_path(&host, map, -1, &model, &options, &path) == LM_E_RANGE);
    options.step = 0.001;
    CHECK(lm_map_cascade_path(&host, map, -0.1, &model, &options, &path) == LM_E_LIMIT);
    options.step = 1e-4; /* a C caller's options are held to the bounds of the document */
    CHECK(lm_map_cascade_path(&host, map, -0.1, &model, &options, &path) == LM_E_RANGE);
    CHECK(strcmp(host.error.message, "step must be from 0.001 to 86400, not 0.0001") == 0);
    options.step = NAN;
    CHECK(lm_map_cascade_path(&host, map, -0.1, &model, &options, &path) == LM_E_RANGE);
    lm_map_destroy(&host, map);
}

/* ---- on several venues */

static void test_halves_are_a_whole(void)
{
    const int rounds = size_of_run(20, 60);
    for (int round = 0; round < rounds; round++) {
        const uint64_t seed = 1000 + (uint64_t)round;
        lm_map *whole = map_with_exposure(1, seed), *half = map_with_exposure(0.5, seed);
        const lm_map *halves[] = {half, half};
        lm_impact_model model = random_impact_model((lm_impact_kind)(round % 4));
        model.eta = chance(0.3) ? 0.1 : 0;
        const lm_impact_model models[] = {half_of(model), half_of(model)};
        const double shock = random_shock();
        lm_cascade cascade;
        lm_venues one, two;
        const lm_map *const maps[] = {whole};
        must(lm_map_cascade(&host, whole, shock, &model, &cascade));
        must(lm_cascade_venues(&host, maps, &model, 1, shock, &one));
        must(lm_cascade_venues(&host, halves, models, 2, shock, &two));
        CHECK(one.count == 1 && two.count == 2);
        CHECK_CLOSE(one.move_pct, cascade.move_pct, 1e-9);
        CHECK_CLOSE(one.rows[0].final_price, cascade.final_price, 1e-11);
        CHECK_CLOSE(one.notional, cascade.notional, 1e-8);
        CHECK_CLOSE(one.flow, cascade.flow, 1e-8);
        CHECK_CLOSE(one.size, cascade.size, 1e-8);
        CHECK_CLOSE(two.move_pct, one.move_pct, 1e-9);
        CHECK_CLOSE(two.notional, one.notional, 1e-8);
        CHECK_CLOSE(two.flow, one.flow, 1e-8);
        CHECK_CLOSE(two.amplification, one.amplification, 1e-9);
        CHECK_CLOSE(two.spectral_radius, one.spectral_radius, 1e-6);
        CHECK_CLOSE(two.rows[0].branching + two.rows[1].branching, two.spectral_radius, 1e-12);
        CHECK(two.notional == 0 || fabs(two.rows[0].depth_share - 0.5) < 1e-9);
        CHECK(fabs(one.spectral_radius - cascade.branching_at_stop) <= 1e-6 * cascade.branching_at_stop + 1e-9);
        CHECK_CLOSE(one.move_pct_least, cascade.move_pct_least, 1e-9);
        CHECK_CLOSE(one.move_pct_most, cascade.move_pct_most, 1e-9);
        CHECK_CLOSE(two.move_pct_most, one.move_pct_most, 1e-9);
        lm_map_destroy(&host, whole);
        lm_map_destroy(&host, half);
    }
}

/* A map with a uniform ladder, for which x* = s / (1 - R) on any split of positions and depth. */
static lm_map *uniform_map(double coins_per_cell)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    for (int i = 1; i < 1500; i++)
        must(lm_positions_add(
            &host, &positions,
            &(lm_known_position){65536, lm_cell_mid(lm_cell(65536, 12) - i, 12), coins_per_cell, NAN, LM_LONG}));
    must(lm_positions_map(&host, positions, &map));
    lm_positions_destroy(&host, positions);
    return map;
}

static void test_depth_is_common(void)
{
    lm_map *full = uniform_map(2), *thin = uniform_map(1e-9);
    const lm_map *maps[] = {full, thin};
    lm_impact_model models[2];
    lm_venues together, apart;
    lm_impact_model_init(&models[0]);
    models[0].depth_per_pct = 1e7;
    models[1] = models[0];
    models[1].depth_per_pct = 3e7;
    must(lm_cascade_venues(&host, maps, models, 2, -0.02, &together));
    CHECK_CLOSE(together.rows[1].depth_share, 0.75, 1e-9);
    CHECK(together.rows[1].size < 1e-5 && together.rows[1].branching < 1e-6);
    models[0].depth_per_pct = 4e7;
    must(lm_cascade_venues(&host, maps, models, 1, -0.02, &apart));
    CHECK_CLOSE(together.move_pct, apart.move_pct, 1e-6);
    CHECK_CLOSE(together.spectral_radius, apart.spectral_radius, 1e-6);
    CHECK(together.spectral_radius > 0.05 && together.spectral_radius < 1);
    lm_map_destroy(&host, full);
    lm_map_destroy(&host, thin);
}

/* At the limit of a saturating impact and beyond all rungs the figures are finite. */
static void test_saturated_venues(void)
{
    lm_map *map = uniform_map(500);
    const lm_map *maps[] = {map, map};
    lm_impact_model models[2];
    lm_venues venues;
    lm_cascade cascade;
    lm_impact_model_init(&models[0]);
    models[0].kind = LM_IMPACT_SATURATING;
    models[0].depth_per_pct = 1e5;
    models[0].limit_pct = 4;
    models[1] = models[0];
    models[1].depth_per_pct = 3e5;
    must(lm_cascade_venues(&host, maps, models, 2, -0.02, &venues));
    CHECK_CLOSE(venues.rows[0].depth_share, 0.25, 1e-6);
    CHECK_CLOSE(venues.rows[0].depth_share + venues.rows[1].depth_share, 1, 1e-12);
    CHECK(venues.spectral_radius >= 0 && venues.spectral_radius < 1e-6 && venues.rows[1].branching >= 0);
    must(lm_map_cascade(&host, map, -0.02, &models[0], &cascade));
    must(lm_cascade_venues(&host, maps, models, 1, -0.02, &venues));
    CHECK_CLOSE(venues.move_pct, cascade.move_pct, 1e-9);
    CHECK(fabs(venues.spectral_radius - cascade.branching_at_stop) < 1e-9 && venues.rows[0].depth_share == 1);
    lm_map_destroy(&host, map);
}

static void test_venue_refusals(void)
{
    lm_map *map = uniform_map(1);
    const lm_map *maps[LM_MAX_VENUES + 1];
    static lm_impact_model models[LM_MAX_VENUES + 1];
    lm_venues venues;
    for (int i = 0; i <= LM_MAX_VENUES; i++) {
        maps[i] = map;
        models[i] = random_impact_model(LM_IMPACT_BOOK);
    }
    CHECK(lm_cascade_venues(&host, maps, models, 0, -0.02, &venues) == LM_E_ARGUMENT);
    CHECK(lm_cascade_venues(&host, maps, models, LM_MAX_VENUES + 1, -0.02, &venues) == LM_E_ARGUMENT);
    CHECK(lm_cascade_venues(&host, maps, models, LM_MAX_VENUES, -0.02, &venues) == LM_OK);
    CHECK(lm_cascade_venues(&host, maps, models, 2, NAN, &venues) == LM_E_RANGE);
    models[1].share = 0;
    CHECK(lm_cascade_venues(&host, maps, models, 2, -0.02, &venues) == LM_E_ARGUMENT);
    lm_map_destroy(&host, map);
}

/* ---- charts */

static int count_of(const char *text, const char *piece)
{
    int count = 0;
    for (; (text = strstr(text, piece)) != NULL; text++)
        count++;
    return count;
}

static void check_chart(const lm_buffer *chart)
{
    char *text = malloc(chart->size + 1);
    memcpy(text, chart->data, chart->size);
    text[chart->size] = 0;
    const char *error = xml_trouble(text, chart->size);
    if (error)
        fprintf(stderr, "%s\n", error);
    CHECK(!error);
    CHECK(count_of(text, "class=\"path\"") == 1 && count_of(text, "class=\"static\"") == 1);
    CHECK(!strstr(text, "\"nan") && !strstr(text, " nan") && !strstr(text, " inf"));
    free(text);
}

/* The y coordinate of the label with a CSS class. */
static double label_height(const char *text, const char *class)
{
    char start[64];
    snprintf(start, sizeof start, "<text class=\"%s\"", class);
    const char *label = strstr(text, start), *y = label ? strstr(label, " y=\"") : NULL;
    return y ? strtod(y + 4, NULL) : NAN;
}

/* With almost no flow both lines are at the same price; their labels must not overlap. */
static void test_labels_of_close_lines(void)
{
    lm_map *map = map_with_exposure(1, 3);
    lm_impact_model model;
    lm_impact_model_init(&model);
    model.depth_per_pct = 1e15;
    for (int sign = -1; sign <= 1; sign += 2) {
        const lm_path_options options = plain();
        lm_svg_options svg_options;
        lm_buffer chart = {0};
        lm_svg_options_init(&svg_options);
        must(lm_map_cascade_svg(&host, map, sign * 0.01, &model, &options, &svg_options, &chart));
        char *text = calloc(1, chart.size + 1);
        memcpy(text, chart.data, chart.size);
        CHECK(fabs(label_height(text, "inshock") - label_height(text, "instatic")) > 12);
        free(text);
        lm_buffer_free(&host, &chart);
    }
    lm_map_destroy(&host, map);
}

static void test_path_chart(void)
{
    for (int round = 0; round < 40; round++) {
        lm_map *map = map_with_exposure(1, 500 + (uint64_t)round);
        const lm_impact_model model = random_impact_model((lm_impact_kind)(round % 4));
        lm_path_options options = plain();
        lm_svg_options svg_options;
        lm_buffer chart = {0}, again = {0};
        const double shock = random_shock();
        options.refill = chance(0.5) ? 60 : 0;
        options.duration = chance(0.3) ? 0 : (double)pick(1, 3000);
        options.cap = chance(0.5) ? 1e6 : 0;
        lm_svg_options_init(&svg_options);
        svg_options.width = (int)pick(320, 1600);
        svg_options.height = (int)pick(200, 900);
        svg_options.title = (lm_text){"<&\"\x01>", 5};
        must(lm_map_cascade_svg(&host, map, shock, &model, &options, &svg_options, &chart));
        must(lm_map_cascade_svg(&host, map, shock, &model, &options, &svg_options, &again));
        check_chart(&chart);
        CHECK(same_and_freed(chart, again));
        lm_map_destroy(&host, map);
    }
    lm_map *map = map_with_exposure(1, 1);
    const lm_impact_model model = random_impact_model(LM_IMPACT_LINEAR);
    const lm_path_options options = plain();
    lm_svg_options svg_options;
    lm_buffer chart = {0};
    lm_svg_options_init(&svg_options);
    CHECK(lm_map_cascade_svg(&host, map, 0, &model, &options, &svg_options, &chart) == LM_E_RANGE && chart.size == 0);
    svg_options.width = 10;
    CHECK(lm_map_cascade_svg(&host, map, -0.1, &model, &options, &svg_options, &chart) == LM_E_RANGE &&
          chart.size == 0);
    lm_buffer_free(&host, &chart);
    lm_map_destroy(&host, map);
}

int main(void)
{
    lm_host_init(&host);
    test_tends_to_the_static_cascade();
    test_path_starts_with_the_shock();
    test_refill();
    test_cap();
    test_engine();
    test_path_refusals();
    test_halves_are_a_whole();
    test_depth_is_common();
    test_saturated_venues();
    test_venue_refusals();
    test_path_chart();
    test_labels_of_close_lines();
    return check_report("path");
}

/* Readings of maps: levels of any step sum to the ledger; clusters; bars. */
#include "fixture.h"

#define TRADES 1200

static lm_trade trades[TRADES];

static lm_map *random_map(double open_interest)
{
    const lm_tape_options options = default_options();
    lm_model model;
    lm_map *map;
    must(lm_model_read(&host, "{}", 2, &model));
    random_trades(trades, TRADES, LM_DAY, true);
    lm_buffer tape = finished(tape_of(&options, trades, TRADES));
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, open_interest, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_levels levels_of(const lm_map *map, lm_levels_options options)
{
    lm_levels levels;
    must(lm_map_levels(&host, map, &options, &levels));
    return levels;
}

/* ---- levels */

typedef struct totals {
    double share[2], size[2], notional[2];
} totals;

static totals sum_of(const lm_levels *levels)
{
    totals sum = {{0, 0}, {0, 0}, {0, 0}};
    for (size_t i = 0; i < levels->count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            sum.share[side] += levels->rows[i].share[side];
            sum.size[side] += levels->rows[i].size[side];
            sum.notional[side] += levels->rows[i].notional[side];
        }
    return sum;
}

static void check_grid(const lm_levels *levels, double reference_price)
{
    for (size_t i = 0; i < levels->count; i++) {
        const lm_level *level = &levels->rows[i];
        const double number = round(level->price_low / levels->step);
        CHECK(level->price_low == number * levels->step && level->price_high == (number + 1) * levels->step);
        CHECK_CLOSE(level->distance_pct, ((number + 0.5) * levels->step / reference_price - 1) * 100, 1e-12);
        CHECK(i == 0 || levels->rows[i - 1].price_low < level->price_low ||
              levels->rows[i - 1].leverage < level->leverage);
    }
}

/* Amounts cumulate outward from the reference price, for longs downward, for shorts upward, up to the totals. */
static void check_cumulative(const lm_levels *levels, bool sized)
{
    const totals sum = sum_of(levels);
    double longs = 0, shorts = 0;
    for (size_t i = 0; i < levels->count; i++) {
        const lm_level *level = &levels->rows[i];
        shorts += sized ? level->notional[LM_SHORT] : level->share[LM_SHORT];
        CHECK_CLOSE(level->cumulative[LM_SHORT], shorts, 1e-12);
        const double left = (sized ? sum.notional[LM_LONG] : sum.share[LM_LONG]) - longs;
        CHECK(fabs(level->cumulative[LM_LONG] - left) <= 1e-11 * (sized ? sum.notional[LM_LONG] : 1));
        longs += sized ? level->notional[LM_LONG] : level->share[LM_LONG];
    }
}

static void test_levels_sum_to_the_ledger(void)
{
    for (int round = 0; round < 20; round++) {
        const bool sized = chance(0.5);
        lm_map *map = random_map(sized ? 50000 : 0);
        lm_map_info info;
        lm_ledger ledger[2];
        must(lm_map_describe(&host, map, &info));
        must(lm_map_ledger(&host, map, ledger));
        const double step = chance(0.2) ? 0 : pow(10, uniform(-1, 4));
        lm_levels levels = levels_of(map, (lm_levels_options){.step = step});
        CHECK(step == 0 || levels.step == step);
        check_grid(&levels, info.reference_price);
        check_cumulative(&levels, sized);
        const totals sum = sum_of(&levels);
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            CHECK_CLOSE(sum.share[side], 1, 1e-12);
            CHECK_CLOSE(sum.size[side], ledger[side].outstanding_size, 1e-12);
            CHECK_CLOSE(sum.notional[side], ledger[side].outstanding_notional, 1e-12);
            CHECK_CLOSE(sum.notional[side], info.outstanding_notional[side], 1e-12);
        }
        lm_levels_free(&host, &levels);
        lm_map_destroy(&host, map);
    }
}

static double weight_of(const lm_level *level, int side)
{
    return isnan(level->notional[side]) ? level->share[side] : level->notional[side];
}

/* The rows of a step by leverage sum to its row. */
static void test_by_leverage(void)
{
    for (int round = 0; round < 10; round++) {
        lm_map *map = random_map(chance(0.5) ? 1000 : 0);
        lm_levels plain = levels_of(map, (lm_levels_options){.step = 200});
        lm_levels parts = levels_of(map, (lm_levels_options){.step = 200, .by_leverage = true});
        size_t at = 0;
        for (size_t i = 0; i < plain.count; i++) {
            double share[2] = {0, 0}, notional[2] = {0, 0};
            for (; at < parts.count && parts.rows[at].price_low == plain.rows[i].price_low; at++)
                for (int side = LM_LONG; side <= LM_SHORT; side++) {
                    share[side] += parts.rows[at].share[side];
                    notional[side] += parts.rows[at].notional[side];
                }
            CHECK(isnan(plain.rows[i].leverage));
            for (int side = LM_LONG; side <= LM_SHORT; side++) {
                CHECK_CLOSE(share[side], plain.rows[i].share[side], 1e-12);
                CHECK_CLOSE(notional[side], plain.rows[i].notional[side], 1e-12);
            }
        }
        CHECK(at == parts.count && parts.count > plain.count);
        /* Each class cumulates by itself: its outermost row has all of it. */
        double most[2] = {0, 0}, all[2] = {0, 0};
        for (size_t i = 0; i < parts.count; i++)
            if (parts.rows[i].leverage == 25)
                for (int side = LM_LONG; side <= LM_SHORT; side++) {
                    all[side] += weight_of(&parts.rows[i], side);
                    most[side] = fmax(most[side], parts.rows[i].cumulative[side]);
                }
        CHECK_CLOSE(most[LM_LONG], all[LM_LONG], 1e-12);
        CHECK_CLOSE(most[LM_SHORT], all[LM_SHORT], 1e-12);
        lm_levels_free(&host, &plain);
        lm_levels_free(&host, &parts);
        lm_map_destroy(&host, map);
    }
}

static void test_within(void)
{
    lm_map *map = random_map(1000);
    lm_map_info info;
    must(lm_map_describe(&host, map, &info));
    lm_levels all = levels_of(map, (lm_levels_options){.step = 100, .within = INFINITY});
    lm_levels near = levels_of(map, (lm_levels_options){.step = 100, .within = 0.03});
    size_t at = 0, wanted = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (!(fabs(all.rows[i].distance_pct) <= 3))
            continue;
        wanted++;
        CHECK(at < near.count && near.rows[at].price_low == all.rows[i].price_low);
        CHECK(at < near.count && near.rows[at++].notional[LM_LONG] == all.rows[i].notional[LM_LONG]);
    }
    CHECK(at == near.count && wanted < all.count && wanted > 10);
    lm_levels_free(&host, &all);
    lm_levels_free(&host, &near);
    lm_map_destroy(&host, map);
}

static void test_empty_steps(void)
{
    lm_map *map = random_map(0);
    lm_levels sparse = levels_of(map, (lm_levels_options){.step = 7});
    lm_levels dense = levels_of(map, (lm_levels_options){.step = 7, .empty_steps = true});
    const totals a = sum_of(&sparse), b = sum_of(&dense);
    CHECK(sparse.count < dense.count && a.share[0] == b.share[0]);
    CHECK(dense.rows[0].price_low == sparse.rows[0].price_low);
    for (size_t i = 0; i < dense.count; i++)
        CHECK(i == 0 || dense.rows[i].price_low == dense.rows[i - 1].price_high);
    check_cumulative(&dense, false);
    lm_levels_free(&host, &sparse);
    lm_levels_free(&host, &dense);

    lm_levels none;
    CHECK(lm_map_levels(&host, map, &(lm_levels_options){.step = 1e-3, .empty_steps = true}, &none) == LM_E_LIMIT);
    CHECK(host.error.hint[0]);
    static const double bad[] = {-1, NAN, INFINITY, 1e-300};
    for (int i = 0; i < 4; i++)
        CHECK(lm_map_levels(&host, map, &(lm_levels_options){.step = bad[i]}, &none) == LM_E_RANGE);
    CHECK(lm_map_levels(&host, map, &(lm_levels_options){.within = -1}, &none) == LM_E_RANGE);
    CHECK(lm_map_levels(&host, map, &(lm_levels_options){.within = NAN}, &none) == LM_E_RANGE);
    lm_map_destroy(&host, map);
}

/* The default step: the largest of 1, 2, 5 times a power of ten that is at most 0.25 % of the price. */
static void test_default_step(void)
{
    static const struct {
        double price, step;
    } expected[] = {{90000, 200}, {80000, 200}, {79999, 100}, {3000, 5}, {1, 0.002}, {0.5, 0.001}, {1e-9, 2e-12}};
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const lm_tape_options options = default_options();
        const lm_trade trade = {NEW_YEAR, expected[i].price, 1 / expected[i].price, LM_TAKER_BOUGHT};
        lm_buffer tape = finished(tape_of(&options, &trade, 1));
        lm_map *map;
        must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 0, &map));
        lm_levels levels = levels_of(map, (lm_levels_options){0});
        CHECK_CLOSE(levels.step, expected[i].step, 1e-12);
        lm_levels_free(&host, &levels);
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
    }
}

/* ---- quantiles of the liquidation prices */

/* The sizes of both parts of a side, split below the cell of the price, bound the requested share. */
static void check_quantiles(const lm_map *map)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        double before = 0;
        for (int k = 0; k <= 20; k++) {
            double price, liquidated = 0, earlier = 0, whole = 0;
            must(lm_map_liquidation_quantile(&host, map, (lm_side)side, k / 20.0, &price));
            lm_levels levels = levels_of(map, (lm_levels_options){.step = 1});
            for (size_t i = 0; i < levels.count; i++) {
                const lm_level *level = &levels.rows[i];
                whole += level->share[side];
                liquidated += side == LM_LONG ? (level->price_high > price - 25) * level->share[side]
                                              : (level->price_low <= price + 25) * level->share[side];
                earlier += side == LM_LONG ? (level->price_low > price + 25) * level->share[side]
                                           : (level->price_high < price - 25) * level->share[side];
            }
            CHECK(liquidated >= k / 20.0 * whole - 1e-12);
            CHECK(k == 0 || earlier < k / 20.0 * whole + 1e-12);
            CHECK(k == 0 || (side == LM_LONG ? price <= before : price >= before));
            before = price;
            lm_levels_free(&host, &levels);
        }
    }
}

static void test_liquidation_quantile(void)
{
    lm_map *map = random_map(1000), *shares = random_map(0);
    check_quantiles(map);
    check_quantiles(shares);
    double price = 7;
    CHECK(lm_map_liquidation_quantile(&host, map, LM_LONG, -0.1, &price) == LM_E_RANGE && host.error.hint[0]);
    CHECK(lm_map_liquidation_quantile(&host, map, LM_LONG, 1.1, &price) == LM_E_RANGE);
    CHECK(lm_map_liquidation_quantile(&host, map, LM_LONG, NAN, &price) == LM_E_RANGE && price == 7);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, shares);
}

/* ---- notional between */

static void test_notional_between(void)
{
    lm_map *map = random_map(1000), *shares = random_map(0);
    lm_levels levels = levels_of(map, (lm_levels_options){.step = 50});
    for (size_t i = 0; i < levels.count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            double notional;
            must(lm_map_notional_between(&host, map, levels.rows[i].price_low, levels.rows[i].price_high, (lm_side)side,
                                         &notional));
            CHECK_CLOSE(notional, levels.rows[i].notional[side], 1e-12);
        }
    lm_map_info info;
    double notional;
    must(lm_map_describe(&host, map, &info));
    CHECK(lm_map_notional_between(&host, map, 0, INFINITY, LM_SHORT, &notional) == LM_OK);
    CHECK_CLOSE(notional, info.outstanding_notional[LM_SHORT], 1e-12);
    CHECK(lm_map_notional_between(&host, map, 5, 5, LM_SHORT, &notional) == LM_OK && notional == 0);
    CHECK(lm_map_notional_between(&host, map, 6, 5, LM_SHORT, &notional) == LM_E_RANGE);
    CHECK(lm_map_notional_between(&host, map, -1, 5, LM_SHORT, &notional) == LM_E_RANGE);
    CHECK(lm_map_notional_between(&host, map, NAN, 5, LM_SHORT, &notional) == LM_E_RANGE);
    CHECK(lm_map_notional_between(&host, map, 1, NAN, LM_SHORT, &notional) == LM_E_RANGE);
    CHECK(lm_map_notional_between(&host, shares, 0, 1e9, LM_LONG, &notional) == LM_E_MISSING && host.error.hint[0]);
    lm_levels_free(&host, &levels);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, shares);
}

/* ---- clusters */

static lm_clusters clusters_of(const lm_map *map, lm_clusters_options options)
{
    lm_clusters clusters;
    must(lm_map_clusters(&host, map, &options, &clusters));
    return clusters;
}

static void test_clusters(void)
{
    for (int round = 0; round < 20; round++) {
        const bool sized = chance(0.5);
        lm_map *map = random_map(sized ? 1000 : 0);
        lm_map_info info;
        must(lm_map_describe(&host, map, &info));
        const lm_clusters_options options = {chance(0.5) ? 0 : uniform(0.0005, 0.02),
                                             chance(0.5) ? 0 : uniform(0.01, 0.5)};
        const double least = options.min_prominence;
        lm_clusters clusters = clusters_of(map, options);
        double share[2] = {0, 0}, highest[2] = {0, 0};
        for (size_t i = 0; i < clusters.count; i++) {
            const lm_cluster *c = &clusters.rows[i];
            share[c->side] += c->share;
            highest[c->side] = fmax(highest[c->side], c->prominence);
            CHECK(c->rank == (int)i + 1);
            CHECK(i == 0 ||
                  (sized ? clusters.rows[i - 1].notional >= c->notional : clusters.rows[i - 1].share >= c->share));
            CHECK(c->price_low < c->price_peak && c->price_peak < c->price_high);
            CHECK(c->share > 0 && c->share <= 1 && c->prominence >= least && c->prominence <= 1);
            CHECK_CLOSE(c->distance_pct, (c->price_peak / info.reference_price - 1) * 100, 1e-12);
            CHECK_CLOSE(c->distance_sigmas, c->distance_pct / 100 / info.daily_sigma, 1e-12);
            CHECK(isnan(c->size) == !sized && isnan(c->notional) == !sized);
            double notional;
            if (sized) {
                must(lm_map_notional_between(&host, map, c->price_low, c->price_high, c->side, &notional));
                CHECK_CLOSE(c->notional, notional, 1e-12);
            }
            /* Clusters of a side meet at most at their ends. */
            for (size_t j = 0; j < i; j++) {
                const lm_cluster *d = &clusters.rows[j];
                const double cell = c->price_peak / 2048;
                CHECK(d->side != c->side || d->price_high <= c->price_low + cell ||
                      c->price_high <= d->price_low + cell);
            }
        }
        /* No cell is above the highest peak, so its prominence is its whole height. */
        CHECK(highest[LM_LONG] == 1 && highest[LM_SHORT] == 1);
        CHECK(share[LM_LONG] < 1.2 && share[LM_SHORT] < 1.2);
        lm_clusters_free(&host, &clusters);
        lm_map_destroy(&host, map);
    }
}

/* Many cells of equal amounts are one plateau, which has one peak in its middle. */
static void test_plateau(void)
{
    static const char json[] = "{\"margin\": {\"contract\": \"inverse\", \"tiers\": [{\"floor\": 0, \"rate\": 0}]},"
                               "\"leverage\": [{\"x\": 2, \"share\": 1, \"half_life\": 60}]}";
    lm_tape_options options = default_options();
    lm_model model;
    lm_map *map;
    lm_tape *tape;
    options.contract = LM_INVERSE;
    must(lm_model_read(&host, json, sizeof json - 1, &model));
    must(lm_tape_create(&host, &options, &tape));
    /* Inverse shorts at 2x are liquidated at twice their entry, so 41 cells of entries give 41 cells in a row. */
    for (int i = 0; i < 41; i++)
        must(lm_tape_trade(&host, &tape, NEW_YEAR, lm_cell_mid(lm_cell(100, 12) + i, 12), 5, LM_TAKER_SOLD));
    lm_buffer bytes = finished(tape);
    must(lm_tape_map(&host, bytes_of(&bytes), &model, INT64_MAX, 0, &map));
    lm_clusters clusters = clusters_of(map, (lm_clusters_options){.half_width = 1e-6});
    size_t shorts = 0;
    for (size_t i = 0; i < clusters.count; i++)
        if (clusters.rows[i].side == LM_SHORT) {
            shorts++;
            CHECK(clusters.rows[i].price_peak == 2 * lm_cell_mid(lm_cell(100, 12) + 20, 12));
            CHECK_CLOSE(clusters.rows[i].share, 1, 1e-12);
        }
    CHECK(shorts == 1);
    lm_clusters_free(&host, &clusters);
    static const double bad[] = {-0.1, NAN, 0.11, INFINITY};
    for (int i = 0; i < 4; i++)
        CHECK(lm_map_clusters(&host, map, &(lm_clusters_options){bad[i], 0}, &clusters) == LM_E_RANGE);
    CHECK(lm_map_clusters(&host, map, &(lm_clusters_options){0, 1.1}, &clusters) == LM_E_RANGE);
    CHECK(lm_map_clusters(&host, map, &(lm_clusters_options){0, NAN}, &clusters) == LM_E_RANGE);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &bytes);
}

/* ---- bars */

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static void test_bars(void)
{
    char text[1024], ascii[1024];
    for (int i = 0; i < 2000; i++) {
        const int width = (int)pick(1, 200);
        const double greatest = uniform(0.1, 10), value = uniform(-1, 12);
        must(lm_bar(&host, value, greatest, width, true, text));
        must(lm_bar(&host, value, greatest, width, false, ascii));
        const double part = fmin(fmax(value / greatest, 0), 1) * width;
        CHECK(fabs((double)characters(text) - part) <= 1 + 1e-9 && characters(text) <= (size_t)width);
        CHECK(fabs((double)strlen(ascii) - part) <= 0.5 + 1.0 / 16 + 1e-9);
    }
    CHECK(lm_bar(&host, NAN, 1, 10, true, text) == LM_OK && text[0] == 0);
    CHECK(lm_bar(&host, INFINITY, 1, 10, false, text) == LM_OK && strcmp(text, "##########") == 0);
    CHECK(lm_bar(&host, 5e-324, 1, 10, false, text) == LM_OK && text[0] == 0);
    CHECK(lm_bar(&host, 1, 0, 10, true, text) == LM_OK && text[0] == 0);
    CHECK(lm_bar(&host, 1, -1, 10, true, text) == LM_E_RANGE && lm_bar(&host, 1, NAN, 10, true, text) == LM_E_RANGE);
    CHECK(lm_bar(&host, 1, 1, 0, true, text) == LM_E_RANGE && lm_bar(&host, 1, 1, 201, true, text) == LM_E_RANGE);
}

int main(void)
{
    lm_host_init(&host);
    test_levels_sum_to_the_ledger();
    test_by_leverage();
    test_within();
    test_empty_steps();
    test_default_step();
    test_liquidation_quantile();
    test_notional_between();
    test_clusters();
    test_plateau();
    test_bars();
    return check_report("reading");
}

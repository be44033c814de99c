/* Clusters against a slow and simple search: from every peak it walks down on both sides up to the next higher cell. */
#include "fixture.h"

#define MOST_CELLS 4000

typedef struct ground {
    int precision;
    int32_t first;
    int count;
    double mass[MOST_CELLS], smooth[MOST_CELLS];
} ground;

static ground side_of_map;

static double middle(const ground *side, int i)
{
    return lm_cell_mid(side->first + i, side->precision);
}

/* The notional of every cell, with empty cells on both sides. */
static void survey(const lm_map *map, lm_side which, double half_width, ground *side)
{
    lm_map_info info;
    must(lm_map_describe(&host, map, &info));
    memset(side, 0, sizeof *side);
    side->precision = info.precision;
    side->first = lm_cell(info.reference_price * 0.5, info.precision);
    side->count = lm_cell(info.reference_price * 1.6, info.precision) - side->first;
    if (side->count > MOST_CELLS)
        exit(3);
    for (int i = 0; i < side->count; i++)
        must(lm_map_notional_between(&host, map, lm_cell_low(side->first + i, side->precision),
                                     lm_cell_low(side->first + i + 1, side->precision), which, &side->mass[i]));
    for (int i = 0; i < side->count; i++)
        for (int j = 0; side->mass[i] > 0 && j < side->count; j++) {
            const double away = fabs(middle(side, j) / middle(side, i) - 1);
            if (away < half_width)
                side->smooth[j] += side->mass[i] * (1 - away / half_width);
        }
}

/* Returns the lowest notional between i and the next higher cell in this direction; 0 if no cell is higher. */
static double lowest_before_higher(const ground *side, int i, int direction)
{
    double lowest = side->smooth[i];
    for (int at = i + direction; at >= 0 && at < side->count; at += direction) {
        lowest = fmin(lowest, side->smooth[at]);
        if (side->smooth[at] > side->smooth[i])
            return lowest;
    }
    return 0;
}

static double prominence(const ground *side, int i)
{
    return side->smooth[i] - fmax(lowest_before_higher(side, i, -1), lowest_before_higher(side, i, 1));
}

/* A cell is a kept peak if its prominence is large enough; tests leave out maps in which rounding may decide. */
static bool is_kept(const ground *side, int i, double least, double highest)
{
    return i > 0 && i + 1 < side->count && side->smooth[i] > side->smooth[i - 1] &&
           side->smooth[i] > side->smooth[i + 1] && prominence(side, i) / highest >= least;
}

/*
 * Returns the last cell of the cluster of a peak in one direction: the lowest on the way to half of the peak's height
 * or to the next kept peak.
 */
static int edge(const ground *side, int peak, int direction, double least, double highest)
{
    int lowest = peak;
    for (int at = peak + direction; at >= 0 && at < side->count && !is_kept(side, at, least, highest);
         at += direction) {
        if (side->smooth[at] < side->smooth[lowest])
            lowest = at;
        if (side->smooth[at] <= side->smooth[peak] / 2)
            break;
    }
    return lowest;
}

/*
 * The bounds and the notional of a cluster. A cell at the end of two clusters belongs to the cluster that is nearer to
 * the reference price, that is, of longs the upper one, and of shorts the lower one.
 */
static void check_bounds(const ground *side, lm_side which, int peak, double least, double highest,
                         const lm_cluster *cluster)
{
    const int outward = which == LM_LONG ? 1 : -1;
    const int ends[2] = {edge(side, peak, -outward, least, highest), edge(side, peak, outward, least, highest)};
    int inner = ends[1], next = inner;
    while (next > 0 && next + 1 < side->count && !is_kept(side, next, least, highest))
        next += outward;
    if (is_kept(side, next, least, highest) && edge(side, next, -outward, least, highest) == inner)
        inner -= outward;
    const int low = inner < ends[0] ? inner : ends[0], high = inner < ends[0] ? ends[0] : inner;
    double notional = 0;
    for (int i = low; i <= high; i++)
        notional += side->mass[i];
    CHECK(cluster->price_low == lm_cell_low(side->first + low, side->precision));
    CHECK(cluster->price_high == lm_cell_low(side->first + high + 1, side->precision));
    CHECK_CLOSE(cluster->notional, notional, 1e-9);
}

/* The clusters of a side must have no cell in common, so that their notional can be added. Returns how many touch. */
static size_t check_apart(const lm_clusters *clusters)
{
    size_t touching = 0;
    for (size_t i = 0; i < clusters->count; i++)
        for (size_t j = 0; j < clusters->count; j++) {
            const lm_cluster *a = &clusters->rows[i], *b = &clusters->rows[j];
            if (a->side != b->side || a->price_peak >= b->price_peak)
                continue;
            CHECK(a->price_high <= b->price_low);
            touching += a->price_high == b->price_low;
        }
    return touching;
}

static const lm_cluster *cluster_at(const lm_clusters *clusters, lm_side side, double peak)
{
    for (size_t i = 0; i < clusters->count; i++)
        if (clusters->rows[i].side == side && clusters->rows[i].price_peak == peak)
            return &clusters->rows[i];
    return NULL;
}

static size_t check_peaks(const ground *side, lm_side which, double least, const lm_clusters *clusters)
{
    double highest = 0;
    size_t peaks = 0;
    for (int i = 0; i < side->count; i++)
        highest = fmax(highest, side->smooth[i]);
    for (int i = 1; i + 1 < side->count; i++) {
        if (!(side->smooth[i] > side->smooth[i - 1] && side->smooth[i] > side->smooth[i + 1]))
            continue;
        const double fraction = prominence(side, i) / highest;
        if (fabs(fraction - least) < 1e-9) /* rounding may decide */
            return 0;
        const lm_cluster *cluster = cluster_at(clusters, which, middle(side, i));
        CHECK((cluster != NULL) == (fraction >= least));
        if (cluster) {
            CHECK_CLOSE(cluster->prominence, fraction, 1e-9);
            check_bounds(side, which, i, least, highest, cluster);
        }
        peaks += cluster != NULL;
    }
    return peaks;
}

static lm_map *replayed(uint8_t precision, double open_interest)
{
    static lm_trade trades[600];
    lm_tape_options options = default_options();
    lm_model model;
    lm_map *map;
    options.precision = precision;
    must(lm_model_read(&host, "{}", 2, &model));
    random_trades(trades, 600, LM_DAY, true);
    lm_buffer tape = finished(tape_of(&options, trades, 600));
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, open_interest, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

/* Clusters of one map, and of a sum of maps, by the same rules. */
static void test_prominence(void)
{
    size_t found = 0, touching = 0;
    const int rounds = size_of_run(3, 12);
    for (int round = 0; round < rounds; round++) {
        const uint8_t precision = (uint8_t)pick(8, 11);
        const lm_clusters_options options = {uniform(0.002, 0.03), uniform(0.02, 0.4)};
        lm_map *map = replayed(precision, 1000);
        lm_clusters clusters;
        if (chance(0.5)) {
            lm_map *sum = NULL, *other = replayed(precision, 500);
            must(lm_map_merge_into(&host, &sum, map));
            must(lm_map_merge_into(&host, &sum, other));
            lm_map_destroy(&host, other);
            lm_map_destroy(&host, map);
            map = sum;
        }
        must(lm_map_clusters(&host, map, &options, &clusters));
        size_t peaks = 0;
        for (lm_side side = LM_LONG; side <= LM_SHORT; side++) {
            survey(map, side, options.half_width, &side_of_map);
            peaks += check_peaks(&side_of_map, side, options.min_prominence, &clusters);
        }
        CHECK(peaks <= clusters.count && clusters.count > 0);
        touching += check_apart(&clusters);
        found += peaks;
        lm_clusters_free(&host, &clusters);
        lm_map_destroy(&host, map);
    }
    CHECK(found > (size_t)(3 * rounds) && touching > 0);
}

/* ---- known positions, whose clusters are known in advance */

static lm_map *positions_at(const double *prices, const double *quantities, size_t count)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    for (size_t i = 0; i < count; i++)
        must(lm_positions_add(&host, &positions, &(lm_known_position){100, prices[i], quantities[i], 10, LM_LONG}));
    must(lm_positions_map(&host, positions, &map));
    lm_positions_destroy(&host, positions);
    return map;
}

static lm_clusters clusters_of(const lm_map *map)
{
    lm_clusters_options options;
    lm_clusters clusters;
    lm_clusters_options_init(&options);
    must(lm_map_clusters(&host, map, &options, &clusters));
    return clusters;
}

static void test_one_cell(void)
{
    lm_map *map = positions_at((double[]){90}, (double[]){2}, 1);
    lm_clusters clusters = clusters_of(map);
    CHECK(clusters.count == 1);
    const lm_cluster *only = clusters.rows;
    CHECK(only->rank == 1 && only->side == LM_LONG && only->share == 1 && only->prominence == 1);
    CHECK_CLOSE(only->notional, 180, 1e-9);
    CHECK_CLOSE(only->cumulative, 180, 1e-9);
    CHECK(only->price_peak == lm_cell_mid(lm_cell(90, 12), 12));
    /* A cluster extends to half of the peak: on each side to half of the triangle's half-width. */
    CHECK(only->price_low < 90 && only->price_low > 90 * (1 - 0.0025) && only->price_high > 90 &&
          only->price_high < 90 * (1 + 0.0025));
    CHECK_CLOSE(only->distance_pct, (only->price_peak / 100 - 1) * 100, 1e-12);
    CHECK(isnan(only->distance_sigmas));
    lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
}

/* Of two peaks the higher one ranks first. The clusters do not overlap, and the lower peak has its own prominence. */
static void test_two_hills(void)
{
    lm_map *map = positions_at((double[]){80, 90, 90.2}, (double[]){9, 2, 2}, 3);
    lm_clusters clusters = clusters_of(map);
    CHECK(clusters.count == 2);
    CHECK(clusters.rows[0].rank == 1 && fabs(clusters.rows[0].price_peak - 80) < 0.02);
    CHECK(clusters.rows[0].prominence == 1 && clusters.rows[1].prominence < 1 && clusters.rows[1].prominence > 0.1);
    CHECK(clusters.rows[1].price_low < 90.01 && clusters.rows[1].price_high > 90.2);
    CHECK_CLOSE(clusters.rows[1].notional, 360.4, 1e-9);
    CHECK_CLOSE(clusters.rows[1].cumulative, 360.4, 1e-9);
    CHECK_CLOSE(clusters.rows[0].cumulative, 360.4 + 720, 1e-9);
    CHECK_CLOSE(clusters.rows[0].share + clusters.rows[1].share, 1, 1e-12);
    lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
    map = positions_at((double[]){64, 128.0 / 1.5}, (double[]){4, 3}, 2); /* 256 of notional each */
    clusters = clusters_of(map);
    CHECK(clusters.count == 2 && clusters.rows[0].prominence == 1 && clusters.rows[1].prominence > 0.99);
    lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
}

/* Between two peaks of one side lies a cell that both clusters could end with: it counts in the nearer one only. */
static void test_valley(void)
{
    for (lm_side side = LM_LONG; side <= LM_SHORT; side++) {
        const double prices[3] = {90, 90.2266, 90.3}, sizes[3] = {9, 0.5, 7};
        lm_positions_options options;
        lm_positions *positions;
        lm_map *map;
        lm_positions_options_init(&options);
        must(lm_positions_create(&host, &options, &positions));
        for (int i = 0; i < 3; i++) {
            const double price = side == LM_LONG ? 100 : 80;
            must(lm_positions_add(&host, &positions, &(lm_known_position){price, prices[i], sizes[i], 10, side}));
        }
        must(lm_positions_map(&host, positions, &map));
        lm_positions_destroy(&host, positions);
        lm_clusters clusters = clusters_of(map);
        CHECK(clusters.count == 2 && check_apart(&clusters) == 1);
        CHECK_CLOSE(clusters.rows[0].share + clusters.rows[1].share, 1, 1e-12);
        const lm_cluster *nearer =
            &clusters.rows[(clusters.rows[0].price_peak < clusters.rows[1].price_peak) == (side == LM_LONG)];
        CHECK(nearer->price_low < 90.2266 && nearer->price_high > 90.2266);
        lm_clusters_free(&host, &clusters);
        lm_map_destroy(&host, map);
    }
}

static void test_nothing(void)
{
    lm_map *map = positions_at(NULL, NULL, 0);
    lm_clusters clusters = clusters_of(map);
    CHECK(clusters.count == 0);
    lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
}

int main(void)
{
    lm_host_init(&host);
    test_prominence();
    test_one_cell();
    test_two_hills();
    test_valley();
    test_nothing();
    return check_report("clusters");
}

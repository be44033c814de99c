/*
 * Finds clusters: the peaks of a side, smoothed by a triangle, whose topographic prominence is large enough. The
 * prominence of a peak is its height above the lowest point between it and a higher peak.
 */
#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "base/parameters.h"
#include "base/number.h"
#include "base/sort.h"
#include "map/map.h"
#include "map/map_view.h"

#define DEFAULT_HALF_WIDTH 0.0025
#define EDGE_FRACTION 0.5 /* a cluster ends where the profile is down to this fraction of its peak */
#define MAX_PRECISION 12  /* the smoothing would remove the detail of finer cells */

/* One side as an array over all its cells, widened at both ends by the half width of the triangle. */
typedef struct side_profile {
    int precision;
    int32_t first;
    size_t count;
    double *amount; /* outstanding in a cell: notional, or share without open interest */
    double *smooth;
    double *saddle; /* the lowest point between here and a higher point, on the better side; 0 where none is higher */
    double *lowest; /* of each point on the stack: the lowest point since the one below it on the stack */
    size_t *stack;
    size_t memory_size;
    void *memory;
} side_profile;

static double cell_middle(const side_profile *profile, size_t i)
{
    return lm_cell_mid(profile->first + (int32_t)i, profile->precision);
}

static lm_status init_profile(lm_host *host, const lm_map_view *view, lm_side side, double half_width,
                              side_profile *profile)
{
    int bits = view->precision > MAX_PRECISION ? view->precision - MAX_PRECISION : 0;
    const lm_map_entry *entries = view->entries[side];
    size_t count = view->count[side];
    int32_t margin = (int32_t)(half_width * (double)((int64_t)2 << (view->precision - bits))) + 2;
    int32_t least = lm_cell_coarsen(entries[0].cell, bits), greatest = lm_cell_coarsen(entries[count - 1].cell, bits);
    profile->precision = view->precision - bits;
    profile->first = least - margin;
    profile->count = (size_t)(greatest - least + 2 * margin + 1);
    profile->memory_size = profile->count * (4 * sizeof(double) + sizeof(size_t));
    LM_TRY(lm_allocate(host, profile->memory_size, &profile->memory));
    profile->amount = profile->memory;
    profile->smooth = profile->amount + profile->count;
    profile->saddle = profile->smooth + profile->count;
    profile->lowest = profile->saddle + profile->count;
    profile->stack = (size_t *)(void *)(profile->lowest + profile->count);
    for (size_t i = 0; i < count; i++)
        profile->amount[lm_cell_coarsen(entries[i].cell, bits) - profile->first] +=
            view->sized ? entries[i].notional : entries[i].share;
    return LM_OK;
}

static lm_status smooth_profile(lm_host *host, side_profile *profile, double half_width)
{
    for (size_t i = 0; i < profile->count; i++) {
        if (i % 256 == 0)
            LM_TRY(lm_check_interrupt(host));
        if (profile->amount[i] == 0)
            continue;
        double price = cell_middle(profile, i), distance;
        profile->smooth[i] += profile->amount[i];
        for (size_t j = i; j-- > 0 && (distance = 1 - cell_middle(profile, j) / price) < half_width;)
            profile->smooth[j] += profile->amount[i] * (1 - distance / half_width);
        for (size_t j = i + 1; j < profile->count && (distance = cell_middle(profile, j) / price - 1) < half_width; j++)
            profile->smooth[j] += profile->amount[i] * (1 - distance / half_width);
    }
    return LM_OK;
}

/*
 * Raises the saddles to those found in one direction. The stack holds the points that no later point has reached in
 * height. Of two equal peaks the left one counts as the higher.
 */
static void update_saddles(side_profile *profile, bool from_left)
{
    size_t depth = 0;
    for (size_t step = 0; step < profile->count; step++) {
        size_t i = from_left ? step : profile->count - 1 - step;
        double height = profile->smooth[i], lowest = height;
        while (depth > 0) {
            double top = profile->smooth[profile->stack[depth - 1]];
            if (top > height || (from_left && top == height))
                break;
            depth--;
            lowest = profile->lowest[depth] < lowest ? profile->lowest[depth] : lowest;
        }
        if (depth > 0 && lowest > profile->saddle[i])
            profile->saddle[i] = lowest;
        profile->lowest[depth] = lowest;
        profile->stack[depth++] = i;
    }
}

/* Says whether a peak begins at i, and sets its position (the middle of a plateau) and its end. */
static bool find_peak(const side_profile *profile, size_t i, size_t *peak, size_t *end)
{
    if (!(profile->smooth[i] > 0) || (i > 0 && profile->smooth[i - 1] >= profile->smooth[i]))
        return false;
    for (*end = i; *end + 1 < profile->count && profile->smooth[*end + 1] == profile->smooth[i];)
        ++*end;
    *peak = i + (*end - i) / 2;
    return *end + 1 == profile->count || profile->smooth[*end + 1] < profile->smooth[i];
}

/* Finds the end of a cluster on one side of its peak: the bound, or the lowest point before the next peak. */
static size_t find_peak_edge(const side_profile *profile, size_t peak, bool leftward, const bool *is_peak)
{
    double bound = profile->smooth[peak] * EDGE_FRACTION;
    size_t i = peak, lowest = peak;
    for (;;) {
        if (leftward ? i == 0 : i + 1 == profile->count)
            return lowest;
        i = leftward ? i - 1 : i + 1;
        if (is_peak[i])
            return lowest;
        if (profile->smooth[i] < profile->smooth[lowest])
            lowest = i;
        if (profile->smooth[i] <= bound)
            return lowest;
    }
}

/*
 * Says whether a cell at the end of a cluster is also the end of the next cluster on that side: both extend to the
 * lowest point between their peaks.
 */
static bool is_shared_edge(const side_profile *profile, size_t edge, bool leftward, const bool *is_peak)
{
    size_t next = edge;
    while (!is_peak[next]) {
        if (leftward ? next == 0 : next + 1 == profile->count)
            return false;
        next = leftward ? next - 1 : next + 1;
    }
    return find_peak_edge(profile, next, !leftward, is_peak) == edge;
}

typedef struct cluster_list {
    lm_cluster *rows;
    size_t count, capacity;
} cluster_list;

/* Finds the first entry at or above a cell by binary search: entries ascend. */
static size_t first_entry(const lm_map_view *view, lm_side side, int32_t low, int bits)
{
    size_t below = 0, above = view->count[side];
    while (below < above) {
        size_t middle = below + (above - below) / 2;
        if (lm_cell_coarsen(view->entries[side][middle].cell, bits) < low)
            below = middle + 1;
        else
            above = middle;
    }
    return below;
}

/* The notional, or share without open interest, of a side from the reference price to a cell, that cell included. */
static double cumulative_to(const lm_map_view *view, lm_side side, int32_t cell, int bits)
{
    const size_t first = side == LM_LONG ? first_entry(view, side, cell, bits) : 0;
    const size_t end = side == LM_LONG ? view->count[side] : first_entry(view, side, cell + 1, bits);
    double sum = 0;
    for (size_t i = first; i < end; i++)
        sum += view->sized ? view->entries[side][i].notional : view->entries[side][i].share;
    return sum;
}

static lm_status add_cluster(lm_host *host, const lm_map_view *view, lm_side side, const side_profile *profile,
                             size_t peak, const bool *is_peak, double prominence, cluster_list *clusters)
{
    lm_cluster cluster = {.side = side, .prominence = prominence};
    size_t left = find_peak_edge(profile, peak, true, is_peak), right = find_peak_edge(profile, peak, false, is_peak);
    /* Of two clusters, the one that is nearer to the reference price has the cell that both end with. */
    if (side == LM_LONG && is_shared_edge(profile, right, false, is_peak))
        right--;
    if (side == LM_SHORT && is_shared_edge(profile, left, true, is_peak))
        left++;
    const int32_t low = profile->first + (int32_t)left, high = profile->first + (int32_t)right;
    cluster.price_low = lm_cell_low(low, profile->precision);
    cluster.price_high = lm_cell_low(high + 1, profile->precision);
    cluster.price_peak = cell_middle(profile, peak);
    const int bits = view->precision - profile->precision;
    for (size_t i = first_entry(view, side, low, bits); i < view->count[side]; i++) {
        const lm_map_entry *entry = &view->entries[side][i];
        if (lm_cell_coarsen(entry->cell, bits) > high)
            break;
        cluster.share += entry->share;
        cluster.size += entry->size;
        cluster.notional += entry->notional;
    }
    if (cluster.share == 0) /* all of the peak is smoothed from its neighbours */
        return LM_OK;
    if (!view->sized)
        cluster.size = cluster.notional = NAN;
    cluster.cumulative = cumulative_to(view, side, side == LM_LONG ? low : high, bits);
    cluster.distance_pct = (cluster.price_peak / view->reference_price - 1) * 100;
    cluster.distance_sigmas = view->daily_sigma > 0 ? cluster.distance_pct / 100 / view->daily_sigma : NAN;
    LM_TRY(LM_RESERVE(host, clusters->rows, clusters->capacity, clusters->count + 1));
    clusters->rows[clusters->count++] = cluster;
    return LM_OK;
}

/* Marks the peaks that are prominent enough, then adds a cluster for each: an edge depends on all marked peaks. */
static lm_status add_peaks(lm_host *host, const lm_map_view *view, lm_side side, const side_profile *profile,
                           double min_prominence, bool *is_peak, cluster_list *clusters)
{
    double highest = 0;
    size_t peak, end;
    for (size_t i = 0; i < profile->count; i++)
        highest = profile->smooth[i] > highest ? profile->smooth[i] : highest;
    for (size_t i = 0; i < profile->count; i++)
        if (find_peak(profile, i, &peak, &end))
            is_peak[peak] = profile->smooth[i] - profile->saddle[i] >= min_prominence * highest;
    for (size_t i = 0; i < profile->count; i++)
        if (find_peak(profile, i, &peak, &end) && is_peak[peak]) {
            LM_TRY(lm_check_interrupt(host));
            LM_TRY(add_cluster(host, view, side, profile, peak, is_peak,
                               (profile->smooth[i] - profile->saddle[i]) / highest, clusters));
        }
    return LM_OK;
}

static lm_status cluster_side(lm_host *host, const lm_map_view *view, lm_side side, double half_width,
                              double min_prominence, cluster_list *clusters)
{
    side_profile profile;
    void *is_peak = NULL;
    if (view->count[side] == 0)
        return LM_OK;
    LM_TRY(init_profile(host, view, side, half_width, &profile));
    lm_status status = smooth_profile(host, &profile, half_width);
    if (status == LM_OK)
        status = lm_allocate(host, profile.count * sizeof(bool), &is_peak);
    if (status == LM_OK) {
        update_saddles(&profile, true);
        update_saddles(&profile, false);
        status = add_peaks(host, view, side, &profile, min_prominence, is_peak, clusters);
    }
    lm_release(host, is_peak, profile.count * sizeof(bool));
    lm_release(host, profile.memory, profile.memory_size);
    return status;
}

/* Orders clusters by notional (or share), greatest first; equal clusters stay in order of side, then price. */
static lm_status rank_clusters(lm_host *host, const cluster_list *found, lm_cluster *ranked)
{
    void *memory;
    LM_TRY(lm_allocate_raw(host, found->count * sizeof(lm_keyed), &memory));
    lm_keyed *order = memory;
    for (size_t i = 0; i < found->count; i++) {
        const lm_cluster *cluster = &found->rows[i];
        order[i] =
            (lm_keyed){lm_descending_key(isnan(cluster->notional) ? cluster->share : cluster->notional), (int64_t)i};
    }
    lm_status status = lm_sort_keyed(host, order, found->count);
    for (size_t i = 0; status == LM_OK && i < found->count; i++) {
        ranked[i] = found->rows[order[i].value];
        ranked[i].rank = (int)i + 1;
    }
    lm_release(host, memory, found->count * sizeof(lm_keyed));
    return status;
}

static lm_status check_fraction(lm_host *host, double value, double max, const char *name)
{
    char text[LM_NUMBER_SIZE], limit[LM_NUMBER_SIZE];
    if (value >= 0 && value <= max)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be a fraction from 0 to %s, not %s", name,
                   lm_number_text(max, limit), lm_number_text(value, text));
}

void lm_clusters_options_init(lm_clusters_options *options)
{
    *options = (lm_clusters_options){.half_width = DEFAULT_HALF_WIDTH, .min_prominence = 0.1};
}

#define OPTIONS lm_clusters_options
static const lm_parameter parameters[] = {
    LM_PARAMETER(half_width),
    LM_PARAMETER(min_prominence),
};
LM_PARAMETER_LIST(lm_clusters_parameters, lm_clusters_options_init, parameters, "clusters");
#undef OPTIONS

lm_status lm_map_clusters(lm_host *host, const lm_map *map, const lm_clusters_options *options, lm_clusters *clusters)
{
    lm_map_view view;
    cluster_list found = {NULL, 0, 0};
    double half_width = options->half_width == 0 ? DEFAULT_HALF_WIDTH : options->half_width;
    LM_TRY(check_fraction(host, half_width, 0.1, "half_width"));
    LM_TRY(check_fraction(host, options->min_prominence, 1, "min_prominence"));
    LM_TRY(lm_map_view_init(host, map, &view));
    lm_status status = cluster_side(host, &view, LM_LONG, half_width, options->min_prominence, &found);
    if (status == LM_OK)
        status = cluster_side(host, &view, LM_SHORT, half_width, options->min_prominence, &found);
    lm_map_view_free(host, &view);
    void *ranked = NULL;
    const size_t size = found.count * sizeof(lm_cluster);
    if (status == LM_OK && found.count > 0)
        status = lm_allocate_raw(host, size, &ranked);
    if (status == LM_OK && found.count > 0)
        status = rank_clusters(host, &found, ranked);
    lm_release(host, found.rows, found.capacity * sizeof(lm_cluster));
    if (status != LM_OK)
        lm_release(host, ranked, size);
    else
        *clusters = (lm_clusters){ranked, found.count};
    return status;
}

void lm_clusters_free(lm_host *host, lm_clusters *clusters)
{
    lm_release(host, clusters->rows, clusters->count * sizeof(lm_cluster));
    clusters->rows = NULL;
    clusters->count = 0;
}

/*
 * Where liquidations entry up: peaks of a side, smoothed by a triangle, that stand out by topographic prominence (how
 * far one must come down from a peak before one can climb a higher one).
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
#define BOUND 0.5           /* a cluster reaches down to this fraction of its peak */
#define FINEST_PRECISION 12 /* finer cells would only be smoothed away again */

/* A side on a dense axis of cells, with room around it for the triangle's slopes. */
typedef struct profile {
    int precision;
    int32_t first;
    size_t count;
    double *mass; /* what stands in a cell: notional, or share */
    double *smooth;
    double *saddle; /* how low one must go from here to reach higher ground; 0 where there is none */
    double *lowest; /* for a place on the stack: the lowest point since the place before it */
    size_t *stack;
    size_t memory_size;
    void *memory;
} profile;

static double middle(const profile *side, size_t i)
{
    return lm_cell_mid(side->first + (int32_t)i, side->precision);
}

static lm_status open_profile(lm_host *host, const lm_map_view *view, lm_side which, double half_width, profile *side)
{
    int bits = view->precision > FINEST_PRECISION ? view->precision - FINEST_PRECISION : 0;
    const lm_map_entry *entries = view->entries[which];
    size_t count = view->count[which];
    int32_t margin = (int32_t)(half_width * (double)((int64_t)2 << (view->precision - bits))) + 2;
    int32_t least = lm_cell_coarsen(entries[0].cell, bits), greatest = lm_cell_coarsen(entries[count - 1].cell, bits);
    side->precision = view->precision - bits;
    side->first = least - margin;
    side->count = (size_t)(greatest - least + 2 * margin + 1);
    side->memory_size = side->count * (4 * sizeof(double) + sizeof(size_t));
    LM_TRY(lm_allocate(host, side->memory_size, &side->memory));
    side->mass = side->memory;
    side->smooth = side->mass + side->count;
    side->saddle = side->smooth + side->count;
    side->lowest = side->saddle + side->count;
    side->stack = (size_t *)(void *)(side->lowest + side->count);
    for (size_t i = 0; i < count; i++)
        side->mass[lm_cell_coarsen(entries[i].cell, bits) - side->first] +=
            view->sized ? entries[i].notional : entries[i].share;
    return LM_OK;
}

static lm_status smoothe(lm_host *host, profile *side, double half_width)
{
    for (size_t i = 0; i < side->count; i++) {
        if (i % 256 == 0)
            LM_TRY(lm_check_interrupt(host));
        if (side->mass[i] == 0)
            continue;
        double price = middle(side, i), away;
        side->smooth[i] += side->mass[i];
        for (size_t j = i; j-- > 0 && (away = 1 - middle(side, j) / price) < half_width;)
            side->smooth[j] += side->mass[i] * (1 - away / half_width);
        for (size_t j = i + 1; j < side->count && (away = middle(side, j) / price - 1) < half_width; j++)
            side->smooth[j] += side->mass[i] * (1 - away / half_width);
    }
    return LM_OK;
}

/*
 * Walks the profile from one end, keeping a stack of ground that is higher than all behind it, and raises the saddles
 * to what was found on this side. Of two equal peaks the left one is the higher.
 */
static void raise_saddles(profile *side, bool from_left)
{
    size_t depth = 0;
    for (size_t step = 0; step < side->count; step++) {
        size_t i = from_left ? step : side->count - 1 - step;
        double height = side->smooth[i], lowest = height;
        while (depth > 0) {
            double top = side->smooth[side->stack[depth - 1]];
            if (top > height || (from_left && top == height))
                break;
            depth--;
            lowest = side->lowest[depth] < lowest ? side->lowest[depth] : lowest;
        }
        if (depth > 0 && lowest > side->saddle[i])
            side->saddle[i] = lowest;
        side->lowest[depth] = lowest;
        side->stack[depth++] = i;
    }
}

/* If a peak (the middle of a plateau) begins at i, where it is and where it ends. */
static bool peak_at(const profile *side, size_t i, size_t *peak, size_t *end)
{
    if (!(side->smooth[i] > 0) || (i > 0 && side->smooth[i - 1] >= side->smooth[i]))
        return false;
    for (*end = i; *end + 1 < side->count && side->smooth[*end + 1] == side->smooth[i];)
        ++*end;
    *peak = i + (*end - i) / 2;
    return *end + 1 == side->count || side->smooth[*end + 1] < side->smooth[i];
}

/* Down one slope of a peak, to the bound or to where the ground rises towards a neighbour. */
static size_t foot(const profile *side, size_t peak, bool leftward, const bool *is_peak)
{
    double bound = side->smooth[peak] * BOUND;
    size_t at = peak, lowest = peak;
    for (;;) {
        if (leftward ? at == 0 : at + 1 == side->count)
            return lowest;
        at = leftward ? at - 1 : at + 1;
        if (is_peak[at])
            return lowest;
        if (side->smooth[at] < side->smooth[lowest])
            lowest = at;
        if (side->smooth[at] <= bound)
            return lowest;
    }
}

typedef struct gathering {
    lm_cluster *rows;
    size_t count, capacity;
} gathering;

/* The first entry at or above a cell: entries ascend. */
static size_t first_pile(const lm_map_view *view, lm_side which, int32_t low, int bits)
{
    size_t below = 0, above = view->count[which];
    while (below < above) {
        size_t middle = below + (above - below) / 2;
        if (lm_cell_coarsen(view->entries[which][middle].cell, bits) < low)
            below = middle + 1;
        else
            above = middle;
    }
    return below;
}

static lm_status add_cluster(lm_host *host, const lm_map_view *view, lm_side which, const profile *side, size_t peak,
                             const bool *is_peak, double prominence, gathering *clusters)
{
    lm_cluster cluster = {.side = which, .prominence = prominence};
    int32_t low = side->first + (int32_t)foot(side, peak, true, is_peak);
    int32_t high = side->first + (int32_t)foot(side, peak, false, is_peak);
    cluster.price_low = lm_cell_low(low, side->precision);
    cluster.price_high = lm_cell_low(high + 1, side->precision);
    cluster.price_peak = middle(side, peak);
    const int bits = view->precision - side->precision;
    for (size_t i = first_pile(view, which, low, bits); i < view->count[which]; i++) {
        const lm_map_entry *entry = &view->entries[which][i];
        if (lm_cell_coarsen(entry->cell, bits) > high)
            break;
        cluster.share += entry->share;
        cluster.size += entry->size;
        cluster.notional += entry->notional;
    }
    if (cluster.share == 0) /* a peak of slopes alone */
        return LM_OK;
    if (!view->sized)
        cluster.size = cluster.notional = NAN;
    cluster.distance_pct = (cluster.price_peak / view->reference_price - 1) * 100;
    cluster.distance_sigmas = view->daily_sigma > 0 ? cluster.distance_pct / 100 / view->daily_sigma : NAN;
    LM_TRY(LM_RESERVE(host, clusters->rows, clusters->capacity, clusters->count + 1));
    clusters->rows[clusters->count++] = cluster;
    return LM_OK;
}

/* Two passes: which peaks count, then what belongs to each. */
static lm_status add_peaks(lm_host *host, const lm_map_view *view, lm_side which, const profile *side,
                           double min_prominence, bool *is_peak, gathering *clusters)
{
    double highest = 0;
    size_t peak, end;
    for (size_t i = 0; i < side->count; i++)
        highest = side->smooth[i] > highest ? side->smooth[i] : highest;
    for (size_t i = 0; i < side->count; i++)
        if (peak_at(side, i, &peak, &end))
            is_peak[peak] = side->smooth[i] - side->saddle[i] >= min_prominence * highest;
    for (size_t i = 0; i < side->count; i++)
        if (peak_at(side, i, &peak, &end) && is_peak[peak])
            LM_TRY(add_cluster(host, view, which, side, peak, is_peak, (side->smooth[i] - side->saddle[i]) / highest,
                               clusters));
    return LM_OK;
}

static lm_status cluster_side(lm_host *host, const lm_map_view *view, lm_side which, double half_width,
                              double min_prominence, gathering *clusters)
{
    profile side;
    void *is_peak = NULL;
    if (view->count[which] == 0)
        return LM_OK;
    LM_TRY(open_profile(host, view, which, half_width, &side));
    lm_status status = smoothe(host, &side, half_width);
    if (status == LM_OK)
        status = lm_allocate(host, side.count * sizeof(bool), &is_peak);
    if (status == LM_OK) {
        raise_saddles(&side, true);
        raise_saddles(&side, false);
        status = add_peaks(host, view, which, &side, min_prominence, is_peak, clusters);
    }
    lm_release(host, is_peak, side.count * sizeof(bool));
    lm_release(host, side.memory, side.memory_size);
    return status;
}

/* Heaviest first; equal ones stay as they were found: by side, then price. */
static lm_status rank(lm_host *host, const gathering *found, lm_cluster *ranked)
{
    void *memory;
    LM_TRY(lm_allocate_raw(host, found->count * sizeof(lm_keyed), &memory));
    lm_keyed *order = memory;
    for (size_t i = 0; i < found->count; i++) {
        const lm_cluster *cluster = &found->rows[i];
        order[i] = (lm_keyed){~lm_bits_of(isnan(cluster->notional) ? cluster->share : cluster->notional), (int64_t)i};
    }
    lm_status status = lm_sort_keyed(host, order, found->count);
    for (size_t i = 0; status == LM_OK && i < found->count; i++) {
        ranked[i] = found->rows[order[i].value];
        ranked[i].rank = (int)i + 1;
    }
    lm_release(host, memory, found->count * sizeof(lm_keyed));
    return status;
}

static lm_status check_fraction(lm_host *host, double value, double most, const char *name)
{
    char text[LM_NUMBER_SIZE], limit[LM_NUMBER_SIZE];
    if (value >= 0 && value <= most)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be a fraction from 0 to %s, not %s", name,
                   lm_number_text(most, limit), lm_number_text(value, text));
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
    gathering gathered = {NULL, 0, 0};
    double half_width = options->half_width == 0 ? DEFAULT_HALF_WIDTH : options->half_width;
    LM_TRY(check_fraction(host, half_width, 0.1, "half_width"));
    LM_TRY(check_fraction(host, options->min_prominence, 1, "min_prominence"));
    LM_TRY(lm_map_view_init(host, map, &view));
    lm_status status = cluster_side(host, &view, LM_LONG, half_width, options->min_prominence, &gathered);
    if (status == LM_OK)
        status = cluster_side(host, &view, LM_SHORT, half_width, options->min_prominence, &gathered);
    lm_map_view_free(host, &view);
    void *ranked = NULL;
    const size_t size = gathered.count * sizeof(lm_cluster);
    if (status == LM_OK && gathered.count > 0)
        status = lm_allocate_raw(host, size, &ranked);
    if (status == LM_OK && gathered.count > 0)
        status = rank(host, &gathered, ranked);
    lm_release(host, gathered.rows, gathered.capacity * sizeof(lm_cluster));
    if (status != LM_OK)
        lm_release(host, ranked, size);
    else
        *clusters = (lm_clusters){ranked, gathered.count};
    return status;
}

void lm_clusters_free(lm_host *host, lm_clusters *clusters)
{
    lm_release(host, clusters->rows, clusters->count * sizeof(lm_cluster));
    clusters->rows = NULL;
    clusters->count = 0;
}

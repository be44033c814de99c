/* Computes the density of maps: what lies within some distances of the price, as of each instant of a series. */
#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "liqmap/series.h"
#include "map/map_view.h"

const double *lm_density_distances(size_t *count)
{
    static const double distances[] = {0.01, 0.02, 0.03, 0.05, 0.1};
    *count = sizeof distances / sizeof *distances;
    return distances;
}

static lm_status check_distances(lm_host *host, const double *distances, size_t count)
{
    char text[LM_NUMBER_SIZE];
    if (count < 1 || count > LM_MAX_DISTANCES)
        return lm_fail(host, LM_E_ARGUMENT, "Give 0.03 for what lies within 3 % of the price.",
                       "distances must be 1 to %d numbers, not %zu", LM_MAX_DISTANCES, count);
    for (size_t i = 0; i < count; i++)
        if (!(distances[i] > 0 && distances[i] <= 1))
            return lm_fail(host, LM_E_RANGE, "Give 0.03 for what lies within 3 % of the price.",
                           "a distance must be a fraction above 0 and at most 1, not %s",
                           lm_number_text(distances[i], text));
    return LM_OK;
}

/* The distances in ascending order, and where each was given. */
typedef struct distance_list {
    size_t count;
    double ascending[LM_MAX_DISTANCES];
    size_t place[LM_MAX_DISTANCES];
} distance_list;

static distance_list sorted(const double *distances, size_t count)
{
    distance_list list = {.count = count};
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && list.ascending[at - 1] > distances[i]; at--) {
            list.ascending[at] = list.ascending[at - 1];
            list.place[at] = list.place[at - 1];
        }
        list.ascending[at] = distances[i];
        list.place[at] = i;
    }
    return list;
}

/* Sums of one side, in order of the ascending distances. */
typedef struct side_sums {
    double share[LM_MAX_DISTANCES], notional[LM_MAX_DISTANCES];
} side_sums;

/*
 * Sums longs upward, which is the order of lm_map_notional_between: a cell is added to the sum of each distance that
 * reaches it. Distances from `first` on reach the current cell.
 */
static void sum_longs(const lm_replay *state, const lm_scale *scale, const distance_list *list, side_sums *sums)
{
    const lm_exposure_grid *grid = &state->outstanding[LM_LONG];
    const double *weights;
    double least[LM_MAX_DISTANCES];
    size_t first = list->count;
    for (size_t i = 0; i < list->count; i++) {
        least[i] = state->close * (1 - list->ascending[i]);
        sums->share[i] = sums->notional[i] = 0;
    }
    const double lowest = least[list->count - 1];
    int32_t cell = lowest >= LM_PRICE_MIN ? lm_cell(lowest, state->options.precision) : INT32_MIN;
    for (; (weights = lm_exposure_grid_next(grid, &cell)); cell++) {
        const double mid = lm_cell_mid(cell, state->options.precision);
        while (first > 0 && mid >= least[first - 1])
            first--;
        for (int k = 0; k < state->model.class_count; k++) {
            const double weight = weights[k] * state->multiplier[k];
            if (!(weight > 0))
                continue;
            const lm_map_entry entry = lm_scaled(scale, weight, mid);
            for (size_t i = first; i < list->count; i++) {
                sums->share[i] += entry.share;
                sums->notional[i] += entry.notional;
            }
        }
    }
}

/* Sums shorts upward, away from the price, so that one sum gives all distances. */
static void sum_shorts(const lm_replay *state, const lm_scale *scale, const distance_list *list, side_sums *sums)
{
    const lm_exposure_grid *grid = &state->outstanding[LM_SHORT];
    const double *weights;
    double share = 0, notional = 0;
    size_t next = 0; /* the least distance whose end was not reached */
    double end = state->close * (1 + list->ascending[0]);
    for (int32_t cell = INT32_MIN; next < list->count; cell++) {
        weights = lm_exposure_grid_next(grid, &cell);
        const double mid = weights ? lm_cell_mid(cell, state->options.precision) : INFINITY;
        while (next < list->count && mid >= end) {
            sums->share[next] = share;
            sums->notional[next++] = notional;
            end = next < list->count ? state->close * (1 + list->ascending[next]) : INFINITY;
        }
        for (int k = 0; weights && k < state->model.class_count; k++) {
            const double weight = weights[k] * state->multiplier[k];
            if (!(weight > 0))
                continue;
            const lm_map_entry entry = lm_scaled(scale, weight, mid);
            share += entry.share;
            notional += entry.notional;
        }
    }
}

static lm_status visit_instant(lm_host *host, const lm_replay *state, int64_t as_of, const distance_list *list,
                               const double *distances, lm_density_visit visit, void *context)
{
    lm_scale scales[2];
    side_sums sums[2];
    size_t rank[LM_MAX_DISTANCES];
    LM_TRY(lm_scales_of(host, state, scales));
    sum_longs(state, &scales[LM_LONG], list, &sums[LM_LONG]);
    sum_shorts(state, &scales[LM_SHORT], list, &sums[LM_SHORT]);
    for (size_t i = 0; i < list->count; i++)
        rank[list->place[i]] = i;
    for (size_t i = 0; i < list->count; i++) {
        lm_density row = {.as_of = as_of, .reference_price = state->close, .distance = distances[i]};
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            row.share[side] = sums[side].share[rank[i]];
            row.notional[side] = state->open_interest_source ? sums[side].notional[rank[i]] : NAN;
        }
        LM_TRY(visit(context, &row));
    }
    return LM_OK;
}

static lm_status visit_instants(lm_host *host, lm_maps *maps, const double *distances, size_t count,
                                lm_density_visit visit, void *context)
{
    const distance_list list = sorted(distances, count);
    const lm_map *map;
    int64_t as_of;
    lm_status status;
    while ((status = lm_maps_next(host, maps, &as_of, &map)) == LM_OK)
        LM_TRY(visit_instant(host, &map->replay, as_of, &list, distances, visit, context));
    return status == LM_DONE ? LM_OK : status;
}

lm_status lm_tape_density(lm_host *host, lm_bytes tape, const lm_model *model, const lm_series_options *options,
                          const double *distances, size_t count, lm_density_visit visit, void *context,
                          lm_series_about *about)
{
    lm_maps *maps;
    LM_TRY(check_distances(host, distances, count));
    LM_TRY(lm_maps_create(host, tape, model, options, &maps));
    const lm_series_about made = lm_maps_about(maps);
    const lm_status status = visit_instants(host, maps, distances, count, visit, context);
    lm_maps_destroy(host, maps);
    if (status == LM_OK && about)
        *about = made;
    return status;
}

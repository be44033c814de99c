/*
 * The view of a map: what is outstanding in each cell and class, scaled to open interest. Levels, clusters, sums,
 * cascades and charts read maps through a view. Internal to the core.
 */
#ifndef LM_MAP_MAP_VIEW_H
#define LM_MAP_MAP_VIEW_H

#include "map/map.h"

typedef struct lm_map_entry {
    int32_t cell;
    double leverage; /* 0: not known */
    double share;    /* of the side */
    double size;     /* base coins; 0 unless sized */
    double notional; /* quote, at the middle of the cell */
} lm_map_entry;

typedef struct lm_map_view {
    int precision;
    bool empty;
    bool sized;    /* sizes and notionals are known */
    bool replayed; /* the map has a model: its notional is what feeds would report */
    double reference_price;
    double daily_sigma;       /* NaN: unknown */
    lm_map_entry *entries[2]; /* by side; ascending by cell, then leverage */
    size_t count[2], capacity[2];
    double size[2], notional[2]; /* sums of the entries */
} lm_map_view;

/* The scale of the weights of a side. Weights are a distribution; open interest gives the total. */
typedef struct lm_scale {
    double sum;   /* of the weights, in order of cell and class */
    double total; /* what the weights amount to: base coins (linear) or quote (inverse) */
    bool sized, linear;
} lm_scale;

/* Computes the scales of both sides of a replay; LM_E_INTERRUPTED. */
lm_status lm_scales_of(lm_host *host, const lm_replay *state, lm_scale scales[2]);

/* Converts a weight to share, size and notional, at the middle of its cell. */
static inline lm_map_entry lm_scaled(const lm_scale *scale, double weight, double mid)
{
    lm_map_entry entry = {.share = weight / scale->sum};
    if (scale->sized && scale->linear) {
        entry.size = scale->total * entry.share;
        entry.notional = entry.size * mid;
    } else if (scale->sized) {
        entry.notional = scale->total * entry.share;
        entry.size = entry.notional / mid;
    }
    return entry;
}

/* Reads a map into a view; lm_map_view_free frees the view. */
lm_status lm_map_view_init(lm_host *host, const lm_map *map, lm_map_view *view);
void lm_map_view_free(lm_host *host, lm_map_view *view);

/* Checks that sizes are known; LM_E_MISSING, with a hint, otherwise. */
lm_status lm_map_view_expect_sizes(lm_host *host, const lm_map_view *view);

#endif

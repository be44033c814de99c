/*
 * A map as its readers see it: what stands, cell by cell and class by class, scaled to open interest. Internal to the
 * core: levels, clusters, sums and pictures read maps through this.
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
    bool replayed; /* models are in it: it counts in units of what feeds report */
    double reference_price;
    double daily_sigma;       /* NaN: unknown */
    lm_map_entry *entries[2]; /* by side; ascending by cell, then leverage */
    size_t count[2], capacity[2];
    double size[2], notional[2]; /* sums */
} lm_map_view;

/* What the weights of a side amount to: they are a distribution, and open interest says of how much. */
typedef struct lm_scale {
    double sum;          /* of the weights, in fixed order, so that the last bit is the same everywhere */
    double liquidatable; /* base coins (linear) or quote (inverse) */
    bool sized, linear;
} lm_scale;

void lm_scales_of(const lm_replay *state, lm_scale scales[2]);

/* The one place where a weight becomes a share, a size and a notional, at the middle of its cell. */
static inline lm_map_entry lm_scaled(const lm_scale *scale, double weight, double mid)
{
    lm_map_entry entry = {.share = weight / scale->sum};
    if (scale->sized && scale->linear) {
        entry.size = scale->liquidatable * entry.share;
        entry.notional = entry.size * mid;
    } else if (scale->sized) {
        entry.notional = scale->liquidatable * entry.share;
        entry.size = entry.notional / mid;
    }
    return entry;
}

lm_status lm_map_view_init(lm_host *host, const lm_map *map, lm_map_view *view);
void lm_map_view_free(lm_host *host, lm_map_view *view);

/* LM_E_MISSING with a hint unless sizes are known. */
lm_status lm_map_view_expect_sizes(lm_host *host, const lm_map_view *view);

#endif

/*
 * A map as its readers see it: what stands, cell by cell and class by class, scaled to open interest. Internal to the
 * core: levels, clusters, sums and pictures read maps through this.
 */
#ifndef LM_MAP_READING_H
#define LM_MAP_READING_H

#include "map/map.h"

typedef struct lm_pile {
    int32_t cell;
    double leverage; /* 0: not known */
    double share;    /* of the side */
    double size;     /* base coins; 0 unless sized */
    double notional; /* quote, at the middle of the cell */
} lm_pile;

typedef struct lm_reading {
    int precision;
    bool empty;
    bool sized;    /* sizes and notionals are known */
    bool replayed; /* models are in it: it counts in units of what feeds report */
    double reference_price;
    double daily_sigma; /* NaN: unknown */
    lm_pile *piles[2];  /* by side; ascending by cell, then leverage */
    size_t count[2], capacity[2];
    double size[2], notional[2]; /* sums */
} lm_reading;

/* What the weights of a side amount to: they are a distribution, and open interest says of how much. */
typedef struct lm_scale {
    double sum;          /* of the weights, in fixed order, so that the last bit is the same everywhere */
    double liquidatable; /* base coins (linear) or quote (inverse) */
    bool sized, linear;
} lm_scale;

void lm_scales_of(const lm_replay *state, lm_scale scales[2]);

/* The one place where a weight becomes a share, a size and a notional, at the middle of its cell. */
static inline lm_pile lm_scaled(const lm_scale *scale, double weight, double mid)
{
    lm_pile pile = {.share = weight / scale->sum};
    if (scale->sized && scale->linear) {
        pile.size = scale->liquidatable * pile.share;
        pile.notional = pile.size * mid;
    } else if (scale->sized) {
        pile.notional = scale->liquidatable * pile.share;
        pile.size = pile.notional / mid;
    }
    return pile;
}

lm_status lm_reading_open(lm_host *host, const lm_map *map, lm_reading *reading);
void lm_reading_close(lm_host *host, lm_reading *reading);

/* LM_E_MISSING with a hint unless sizes are known. */
lm_status lm_reading_expect_sizes(lm_host *host, const lm_reading *reading);

#endif

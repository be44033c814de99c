/*
 * Bars of a tape: price path, volume, open interest and observed liquidations of equal intervals, which scores of maps
 * are computed from. Internal to core/truth.
 */
#ifndef LM_TRUTH_BARS_H
#define LM_TRUTH_BARS_H

#include "liqmap/tape.h"

/* A bar is built from returns of a minute, or of a frame where frames are wider. */
typedef struct lm_price_bar {
    int64_t start;
    bool traded;   /* false: all prices are the close before */
    bool observed; /* the feed of liquidations ran, as far as the tape can tell */
    double open;   /* the close before; of the first bar its own first close */
    double high, low, close;
    double variance;      /* sum of the squared log returns of the minutes */
    double retreat[2];    /* by side: the largest log move towards the side's liquidations from an earlier extreme */
    double volume;        /* base coins */
    double open_interest; /* the last value so far, NaN before the first */
    double open_interest_path; /* sum of the absolute changes over 5 min */
    double liquidated[2];      /* quote, by side */
} lm_price_bar;

typedef struct lm_bars {
    int64_t width;       /* us */
    lm_price_bar *items; /* ascending and without a gap, from the first trade of the tape */
    size_t count, capacity;
    size_t observed; /* number of bars that trade and are observed */
} lm_bars;

#define LM_MAX_BARS 1000000
/* A time without any observed liquidation that is longer than this is a gap of the feed, not a quiet market. */
#define LM_FEED_GAP (2 * LM_DAY)

/*
 * Computes the bars of a tape, which start at the multiples of `width` since 1970. Nothing in a bar depends on a later
 * row, except `observed`. LM_E_ARGUMENT for a width that is no whole multiple of the frame, LM_E_LIMIT over LM_MAX_BARS.
 */
lm_status lm_bars_create(lm_host *host, lm_bytes tape, int64_t width, lm_bars *bars);
void lm_bars_free(lm_host *host, lm_bars *bars);

/* The log distance from the open to the extreme of a bar: down for longs, up for shorts. 0 or more. */
double lm_bar_excursion(const lm_price_bar *bar, lm_side side);

/* The change of open interest in bar number `index`, 0 where it is not known. */
double lm_bar_open_interest_change(const lm_bars *bars, size_t index);

#endif

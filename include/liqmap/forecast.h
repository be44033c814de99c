/* Forecasts: how much would be liquidated if a price is the furthest that is reached within some hours. */
#ifndef LIQMAP_FORECAST_H
#define LIQMAP_FORECAST_H

#include "map.h"

LM_BEGIN_DECLS

/* The most prices of one forecast. */
#define LM_MAX_FORECASTS 1000000

/* Where the width of a band comes from. */
typedef enum lm_forecast_source {
    LM_FORECAST_SHARED = 0, /* constants fitted on BTC, December 2025 to March 2026: for other coins a first guess */
    LM_FORECAST_SHARED_WITHOUT_OPENINGS = 1 /* the same, of a map that does not know what opened in its last hour */
} lm_forecast_source;

/*
 * The notional that is liquidated on one side within the horizon, in quote currency, if the price is the furthest that
 * is reached on this side within it. If the price is only touched and the market goes on, more is liquidated.
 */
typedef struct lm_forecast {
    double price;
    lm_side side;             /* long below the reference price, short above */
    int64_t horizon;          /* us */
    double low, centre, high; /* the 5th, 50th and 95th percentile; NaN within 0.03 % of the reference price */
    double coverage; /* the fraction of outcomes that the band is to hold: 0.9; NaN where openings are not known,
                                 for which the constants were not fitted: the band is then too low */
    int64_t n;       /* number of observations of the band's own market; 0 of shared constants */
    lm_forecast_source source;
    double raw; /* what the map holds on the way, and what opens and is liquidated meanwhile, before it is fitted */
} lm_forecast;

/*
 * Forecasts `count` prices for a horizon `within` of 1, 4, 12 or 24 hours, in us; sets rows[0 .. count). What opens
 * within the horizon counts where the map knows what opened in its last hour (maps of adaptive models do).
 *
 * With P the reference price, L the price, a = |ln(P / L)| and W = a + 0.4 s, where s is the daily sigma of the map scaled
 * to the horizon: raw = what the map holds between P and L, plus the weight that opens within the horizon, at the rate of
 * the last hour, times the sum over classes of share * max(0, 1 - distance / W), at P. Band and centre are quantiles of
 * a regression on raw and a.
 *
 * LM_E_RANGE for another horizon or for a price outside of 1e-15 to 1e15; LM_E_LIMIT for no price and for over a million;
 * LM_E_MISSING for a sum, for a map without trades, without open interest above 0, or of less than an hour.
 */
LM_API lm_status lm_map_forecast(lm_host *host, const lm_map *map, const double *prices, size_t count, int64_t within,
                                 lm_forecast *rows);

LM_END_DECLS

#endif

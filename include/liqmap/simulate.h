/* Monte Carlo simulations of cascades. */
#ifndef LIQMAP_SIMULATE_H
#define LIQMAP_SIMULATE_H

#include "impact.h"
#include "parameters.h"

LM_BEGIN_DECLS

#define LM_MAX_DRAWS 1000000
#define LM_MAX_SHOCKS 1024
#define LM_MAX_QUANTILES 256

/* The distributions that are drawn from. Sigmas are of logarithms. */
typedef struct lm_simulate_options {
    int64_t draws;                /* 1 to LM_MAX_DRAWS, default 10000 */
    int64_t seed;                 /* 0 to 2^53, default 1 */
    bool up;                      /* rises that liquidate shorts; default falls that liquidate longs */
    double horizon;               /* seconds within which the shock comes, default a day */
    double sigma;                 /* of a day, a fraction; 0: that of the map */
    double degrees;               /* of freedom of Student's t, above 2, default 4; 0: normal */
    int shock_count;              /* above 0: draw from `shocks` with equal probability, not from t or normal */
    double shocks[LM_MAX_SHOCKS]; /* signed fractions; those in the other direction count as 0 */
    double depth_median;          /* median of the factor of depth, default 1 */
    double depth_sigma;           /* of the factor of depth, default 0.5 */
    double impact_sigma;          /* of the factor of impact, default 0.3 */
    double ladder_sigma;          /* of the weight of each leverage class; the total is kept; default 0.3 */
    double reported[2];           /* share that feeds report, uniform in its logarithm; 0: lm_impact_model_reported() */
    int quantile_count;
    double quantiles[LM_MAX_QUANTILES]; /* ascending, default 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99 */
} lm_simulate_options;

LM_API void lm_simulate_options_init(lm_simulate_options *options);
/* The options that are arguments of their own: draws and seed. */
extern LM_API const lm_parameter_list lm_simulate_parameters;

/*
 * Parses {"direction":"down","horizon":"1 d","sigma":0.02,"degrees":4,"shock":-0.05 or [-0.01,-0.03],"depth_median":1,
 * "depth_sigma":0.5,"impact_sigma":0.3,"ladder_sigma":0.3,"reported":[0.3,1] or 0.4,"quantiles":[0.1,0.5,0.9]}: all
 * keys are optional. draws and seed are no keys and keep their defaults. LM_E_DOCUMENT names the path.
 */
LM_API lm_status lm_simulate_options_read(lm_host *host, const char *json, size_t length, lm_simulate_options *options);

/* The quantile of each column; each column is sorted by itself, outward from the reference price. */
typedef struct lm_simulated {
    double quantile;
    double shock_pct;        /* of the price, signed */
    double final_price;      /* where the cascade stopped */
    double move_pct;         /* of the price, signed */
    double size, notional;   /* liquidated, in the unit of the map: base coins; quote, at the liquidation prices */
    double flow;             /* quote, all that is liquidated, reported or not, by the share of each draw */
    double shortfall;        /* quote: losses beyond bankruptcy prices, of all that is liquidated */
    double deleveraged;      /* quote, of all that is liquidated: positions whose losses the fund does not cover */
    double jump_probability; /* of the whole simulation, the same in every row */
    double reported[2];      /* likewise */
} lm_simulated;

typedef struct lm_simulation {
    int64_t draws;
    double jump_probability; /* share of draws whose cascade jumped by the impact model's jump_pct or more */
    double reported[2];      /* the range of the share that feeds report */
    int count;
    lm_simulated rows[LM_MAX_QUANTILES];
} lm_simulation;

/*
 * Draws shock, depth, impact, share that feeds report and class weights, and runs a cascade for each draw. A draw
 * depends on the seed and its own number alone, so the same seed gives the same rows on any plan. LM_E_RANGE for draws
 * outside of 1 .. LM_MAX_DRAWS, seeds outside of 0 .. 2^53, and options that lm_simulate_options_read() would refuse;
 * LM_E_MISSING where neither map nor options have a volatility; else as lm_map_cascade().
 */
LM_API lm_status lm_map_simulate(lm_host *host, const lm_map *map, const lm_impact_model *model,
                                 const lm_simulate_options *options, lm_simulation *simulation);

LM_END_DECLS

#endif

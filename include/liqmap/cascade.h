/* Cascades: one, by leverage class, on a grid, in time, on several venues; fragility by price. */
#ifndef LIQMAP_CASCADE_H
#define LIQMAP_CASCADE_H

#include "impact.h"
#include "parameters.h"

LM_BEGIN_DECLS

/*
 * The figures of a cascade: the least fixed point x* = min { x >= s : x = s + I(flow(x)) } for a shock of log distance
 * s. A fall liquidates longs, a rise shorts. Signed fractions and percents are negative for a fall.
 *
 * All amounts are at the liquidation prices. `size` and `notional` are in the unit of the map: what liquidation feeds
 * would report. They are what lm_map_notional_between(), which takes whole cells, gives for the prices that the move
 * sweeps. `flow` is all that is liquidated, reported or not, whether or not it reaches the order book: notional over
 * sqrt(least * greatest) of lm_impact_model_reported(). shortfall and deleveraged are of all that is liquidated too.
 */
typedef struct lm_cascade {
    double final_price;
    double move_pct;            /* of the final price from the reference price */
    double size, notional;      /* liquidated, in the unit of the map: base coins, quote */
    double flow;                /* quote, all that is liquidated, reported or not */
    double amplification;       /* log distance of the final price over that of the shock; at least 1 */
    double branching_at_stop;   /* branching ratio over the next jump_pct from the final price on */
    double branching_max;       /* greatest over any jump_pct that begins between the reference and the final price */
    double branching_max_price; /* where branching_max begins */
    double critical_shock; /* smallest shock of this sign at which the price jumps by jump_pct or more; NaN: none */
    double landing_price;  /* where that jump ends; NaN where critical_shock is */
    double jump_flow;      /* flow of that jump; NaN where critical_shock is */
    double shortfall;      /* quote: losses beyond bankruptcy prices of all that is liquidated, before the fund */
    double deleveraged;    /* quote: positions that are auto-deleveraged, as the fund does not cover their losses */
    double move_pct_least, move_pct_most; /* where feeds report the greatest and the least share of liquidations */
    double flow_least, flow_most;
    double critical_shock_least, critical_shock_most; /* likewise; critical_shock_most is the nearer */
    double shortfall_least, shortfall_most;
    double worst_shock;         /* shock with the longest jump by log distance, the smallest of equals; NaN: none */
    double worst_landing_price; /* where the longest jump ends; NaN where critical_shock is */
    double worst_jump_flow;     /* flow of the longest jump; NaN where critical_shock is */
} lm_cascade;

/*
 * Computes the cascade of a shock, a signed fraction: -0.03 is a fall of 3 %. LM_E_RANGE for a shock that is 0, NaN or
 * of 100 % and more; LM_E_MISSING for an empty map or one without open interest; LM_E_RANGE for a reference price
 * outside of the map.
 */
LM_API lm_status lm_map_cascade(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                lm_cascade *cascade);

/* The part of a cascade that belongs to a leverage class of the side, reached or not; the rows sum to the cascade. */
typedef struct lm_cascade_class {
    double leverage;             /* NaN: not known */
    double size, notional;       /* liquidated, in the unit of the map */
    double flow;                 /* all that is liquidated, reported or not */
    double outstanding_notional; /* in the unit of the map, reached or not */
    double shortfall, deleveraged;
    double flow_least, flow_most; /* where feeds report the greatest and the least share of liquidations */
} lm_cascade_class;

typedef struct lm_cascade_classes {
    lm_cascade_class *rows; /* ascending by leverage, unknown leverage first */
    size_t count;
} lm_cascade_classes;

LM_API lm_status lm_map_cascade_by_leverage(lm_host *host, const lm_map *map, double shock,
                                            const lm_impact_model *model, lm_cascade_classes *classes);
LM_API void lm_cascade_classes_free(lm_host *host, lm_cascade_classes *classes);

/* The row of a grid. There is one for each shock and each depth multiplier, in the order given, shocks outermost. */
typedef struct lm_cascades_row {
    double shock;
    double depth_multiplier;
    lm_cascade cascade;
} lm_cascades_row;

typedef struct lm_cascades {
    lm_cascades_row *rows;
    size_t count;
} lm_cascades;

/*
 * Computes the cascade of each shock with each depth multiplier. LM_E_ARGUMENT for no shocks or no multipliers;
 * LM_E_RANGE for a multiplier outside of [1e-9, 1e9]; LM_E_LIMIT over 100,000 rows; else as lm_map_cascade.
 */
LM_API lm_status lm_map_cascades(lm_host *host, const lm_map *map, const double *shocks, size_t shock_count,
                                 const double *depth_multipliers, size_t multiplier_count, const lm_impact_model *model,
                                 lm_cascades *cascades);
LM_API void lm_cascades_free(lm_host *host, lm_cascades *cascades);

/*
 * The liquidation, depth and branching ratio of a step of price. "Per 1 %" is per 0.01 of log distance. A step is
 * critical if its branching ratio is 1 or more: without evaporation, if liquidation_per_pct reaches depth_per_pct.
 */
typedef struct lm_fragility_row {
    lm_side side; /* liquidated in the step */
    double price_low, price_high;
    double distance_pct;                    /* of the middle of the step from the reference price */
    double liquidation_per_pct;             /* flow that reaches the order book per 1 % of price, quote */
    double depth_per_pct;                   /* quote flow that moves the price by 1 %, after all the flow before */
    double branching;                       /* mean branching ratio over the step */
    bool critical;                          /* by `branching`, not by the ends of its range */
    double branching_least, branching_most; /* where feeds report the greatest and the least share of liquidations */
} lm_fragility_row;

typedef struct lm_fragility_options {
    double step;      /* of price; 0: the largest 1-2-5 number <= 0.25 % of the reference price */
    double within;    /* only steps whose middle is at most this fraction from the reference price; 0 or inf: all */
    bool empty_steps; /* also steps without liquidations, up to the last step with some */
} lm_fragility_options;

/* Sets the defaults: all steps with liquidations, default step. */
LM_API void lm_fragility_options_init(lm_fragility_options *options);
extern LM_API const lm_parameter_list lm_fragility_parameters;

typedef struct lm_fragility {
    lm_fragility_row *rows; /* ascending in price; a step that contains the reference price is cut there */
    size_t count;
    double step;
} lm_fragility;

/*
 * Computes the fragility of a map. LM_E_RANGE for a step that is negative, too fine, or not finite; LM_E_LIMIT over a
 * million rows; else as lm_map_cascade.
 */
LM_API lm_status lm_map_fragility(lm_host *host, const lm_map *map, const lm_impact_model *model,
                                  const lm_fragility_options *options, lm_fragility *fragility);
LM_API void lm_fragility_free(lm_host *host, lm_fragility *fragility);

/* ---- in time */

typedef struct lm_path_options {
    double step;       /* seconds, default 1 */
    double duration;   /* seconds, default 1800 */
    double refill;     /* half-life in seconds of what the book has not refilled, default 300; 0: no refill */
    double permanent;  /* fraction of the impact that remains after the refill, default 0.3 */
    double cap;        /* most flow that engines sell a second, quote; 0: no limit */
    double shock_over; /* seconds over which the shock arrives, evenly in log distance; 0: at once */
} lm_path_options;

LM_API void lm_path_options_init(lm_path_options *options);

/* Parses {"step":"1 s","duration":"30 min","refill":"5 min","permanent":0.3,"cap":0,"shock_over":0}. */
LM_API lm_status lm_path_options_read(lm_host *host, const char *json, size_t length, lm_path_options *options);

/* The row of a step of a cascade in time. Amounts are flow: quote, at the liquidation prices, reported or not. */
typedef struct lm_path_row {
    double t; /* seconds */
    double price;
    double flow;            /* sold in this step */
    double cumulative_flow; /* sold so far */
    double pending;         /* triggered and not yet sold */
    double taken_over;      /* beyond the bankruptcy or takeover price and never sold, so far */
} lm_path_row;

typedef struct lm_path {
    lm_path_row *rows; /* from t = 0 on */
    size_t count;
    size_t farthest;           /* the row in which the price is farthest from the reference price */
    double farthest_x;         /* log distance in that row */
    lm_cascade static_cascade; /* of the same shock, without time */
    double reported[2];        /* least and greatest share that feeds report; the rows are for the geometric mean */
} lm_path;

/*
 * Runs a cascade in time: triggers, waits, sales, refill, by the engine of the impact model. `partial` applies to all
 * positions if partial_above is 0 and to none otherwise, as a map does not know single positions. LM_E_LIMIT over
 * 100,000 steps; LM_E_RANGE for options that lm_path_options_read() would refuse; else as lm_map_cascade().
 */
LM_API lm_status lm_map_cascade_path(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                     const lm_path_options *options, lm_path *path);
LM_API void lm_path_free(lm_host *host, lm_path *path);

/* ---- several venues */

#define LM_MAX_VENUES 32

typedef struct lm_venues_row {
    int venue;             /* from 1, in the order given */
    double final_price;    /* by the common move from the reference price of the venue */
    double size, notional; /* liquidated on it, in the unit of its map */
    double flow;           /* all that is liquidated on it, reported or not */
    double depth_share;    /* fraction of all that was sold that the venue's order book absorbed; NaN if nothing was */
    double branching;      /* part of spectral_radius, by the coins sold on the venue over the next jump_pct */
    double move_pct, amplification, spectral_radius; /* as in lm_venues, the same in every row */
    double move_pct_least, move_pct_most;
} lm_venues_row;

typedef struct lm_venues {
    double move_pct, amplification, size, notional, flow; /* all venues together, as in lm_cascade */
    double move_pct_least, move_pct_most; /* where feeds report the greatest and the least share of liquidations */
    double spectral_radius;               /* of the branching matrix over the next jump_pct: the sum of `branching` */
    int count;
    lm_venues_row rows[LM_MAX_VENUES]; /* in the order given */
} lm_venues;

/*
 * Runs a shock on several venues whose prices arbitrage keeps together. LM_E_ARGUMENT for none or more than
 * LM_MAX_VENUES; LM_E_MISMATCH for maps in different quotes that are known; else as lm_map_cascade(). With evaporation a stop is searched from edge to edge of the cells.
 */
LM_API lm_status lm_cascade_venues(lm_host *host, const lm_map *const *maps, const lm_impact_model *models,
                                   size_t count, double shock, lm_venues *venues);

LM_END_DECLS

#endif

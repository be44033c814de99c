/* Cascades: what a move sets off; by class, on a grid, by price, in time, on several venues. */
#ifndef LIQMAP_CASCADE_H
#define LIQMAP_CASCADE_H

#include "impact.h"
#include "liqmap/parameters.h"

LM_BEGIN_DECLS

/*
 * What a move sets off: the least fixed point x* = min { x >= s : x = s + I(flow(x)) } of a shock of log distance s. On the
 * way down longs are liquidated, on the way up shorts. Signed fractions and percents fall below 0.
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
    double branching_max;       /* greatest over any jump_pct that begins on the way, from the reference price on */
    double branching_max_price; /* where that begins */
    double critical_shock;      /* smallest shock, of this sign, at which the final price jumps by jump_pct or more; NaN
                                    where none does: then every shock is answered smoothly, by its amplification. Later
                                    jumps may be longer: worst_shock */
    double landing_price;       /* where it jumps to; NaN with it */
    double jump_flow;           /* the part of flow that is liquidated in the jump; NaN with it */
    double shortfall;           /* quote: losses beyond bankruptcy prices of all that is liquidated, before the fund */
    double deleveraged;         /* quote, of all that is liquidated: positions whose losses the fund does not cover,
                                    which are auto-deleveraged */
    double move_pct_least, move_pct_most; /* where feeds report the greatest and the least share of liquidations */
    double flow_least, flow_most;
    double critical_shock_least, critical_shock_most; /* the same ends: with most liquidations the shock is smallest */
    double shortfall_least, shortfall_most;
    double worst_shock; /* the shock whose jump is the longest (in log distance) that the map has, however far out,
                                    of equal ones the smallest; NaN with critical_shock, and equal to it where it is that */
    double worst_landing_price; /* where it lands; NaN with it */
    double worst_jump_flow;     /* the part of flow that is liquidated in it; NaN with it */
} lm_cascade;

/*
 * Runs a shock, a signed fraction: -0.03 is a fall by 3 %. LM_E_RANGE for a shock that is 0, NaN or of 100 % and more;
 * LM_E_MISSING for an empty map or one without open interest; LM_E_RANGE for a reference price outside of the map.
 */
LM_API lm_status lm_map_cascade(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                lm_cascade *cascade);

/* The same, by leverage class; the rows sum to the cascade. Classes that stand on the side, reached or not. */
typedef struct lm_cascade_class {
    double leverage;             /* NaN: not known */
    double size, notional;       /* liquidated, in the unit of the map */
    double flow;                 /* all that is liquidated, reported or not */
    double outstanding_notional; /* of the map, on the side, reached or not */
    double shortfall, deleveraged;
    double flow_least, flow_most; /* where feeds report the greatest and the least share of liquidations */
} lm_cascade_class;

typedef struct lm_cascade_classes {
    lm_cascade_class *rows; /* ascending by leverage, the unknown first */
    size_t count;
} lm_cascade_classes;

LM_API lm_status lm_map_cascade_by_leverage(lm_host *host, const lm_map *map, double shock,
                                            const lm_impact_model *model, lm_cascade_classes *classes);
LM_API void lm_cascade_classes_free(lm_host *host, lm_cascade_classes *classes);

/* The grid: a row for each shock and each multiplier of depth, in the order given, shocks outermost. */
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
 * LM_E_ARGUMENT for no shocks or no multipliers; LM_E_RANGE for a multiplier outside of [1e-9, 1e9]; LM_E_LIMIT over
 * 100,000 rows; else as lm_map_cascade.
 */
LM_API lm_status lm_map_cascades(lm_host *host, const lm_map *map, const double *shocks, size_t shock_count,
                                 const double *depth_multipliers, size_t multiplier_count, const lm_impact_model *model,
                                 lm_cascades *cascades);
LM_API void lm_cascades_free(lm_host *host, lm_cascades *cascades);

/*
 * How near each price is to setting off more than it takes. "Per 1 %" is per 0.01 of log distance. A step is critical
 * where the branching ratio is 1 or more: without evaporation, where liquidation_per_pct reaches depth_per_pct.
 */
typedef struct lm_fragility_row {
    lm_side side; /* that is liquidated here */
    double price_low, price_high;
    double distance_pct;                    /* of the step's middle from the reference price */
    double liquidation_per_pct;             /* flow that reaches the order book per 1 % of price, quote */
    double depth_per_pct;                   /* quote notional that moves the price by 1 %, after all that came before */
    double branching;                       /* mean branching ratio over the step */
    bool critical;                          /* by `branching`, the middle of the range */
    double branching_least, branching_most; /* where feeds report the greatest and the least share of liquidations */
} lm_fragility_row;

typedef struct lm_fragility_options {
    double step;      /* of price; 0: the largest 1-2-5 number <= 0.25 % of the reference price */
    double within;    /* only steps whose middle is at most this fraction from the reference price; 0 or inf: all */
    bool empty_steps; /* also steps where nothing stands, up to the last where something does */
} lm_fragility_options;

/* All steps with something in them. */
LM_API void lm_fragility_options_init(lm_fragility_options *options);
extern LM_API const lm_parameter_list lm_fragility_parameters;

typedef struct lm_fragility {
    lm_fragility_row *rows; /* ascending in price; the step that holds the reference price is cut there */
    size_t count;
    double step;
} lm_fragility;

/* LM_E_RANGE for a step that is negative, too fine, or not finite; LM_E_LIMIT over a million rows; else as
   lm_map_cascade. */
LM_API lm_status lm_map_fragility(lm_host *host, const lm_map *map, const lm_impact_model *model,
                                  const lm_fragility_options *options, lm_fragility *fragility);
LM_API void lm_fragility_free(lm_host *host, lm_fragility *fragility);

/* ---- in time */

typedef struct lm_path_options {
    double step;       /* seconds, default 1 */
    double duration;   /* seconds, default 1800 */
    double refill;     /* half-life in seconds of what the book has not refilled, default 300; 0: it never does */
    double permanent;  /* part of the impact that stays when the book has refilled, default 0.3 */
    double cap;        /* quote notional a second that engines sell at most; 0: as much as there is */
    double shock_over; /* seconds in which the shock arrives, evenly in log distance; 0: at once */
} lm_path_options;

LM_API void lm_path_options_init(lm_path_options *options);

/* Reads {"step":"1 s","duration":"30 min","refill":"5 min","permanent":0.3,"cap":0,"shock_over":0}. */
LM_API lm_status lm_path_options_read(lm_host *host, const char *json, size_t length, lm_path_options *options);

/* A step of a cascade in time. Amounts are flow: quote, at the liquidation prices, reported or not. */
typedef struct lm_path_row {
    double t; /* seconds */
    double price;
    double liquidated; /* sold in this step */
    double cumulative; /* sold so far */
    double pending;    /* triggered, and waiting */
    double taken_over; /* so far: past the bankruptcy or takeover price of the impact model's engine, and never sold */
} lm_path_row;

typedef struct lm_path {
    lm_path_row *rows; /* from t = 0 on */
    size_t count;
    size_t farthest;    /* the row in which the price is farthest from where it was */
    double farthest_x;  /* log distance there */
    lm_cascade still;   /* the static answer to the same shock */
    double reported[2]; /* what feeds were taken to report: steps are of the middle, `still` has both ends */
} lm_path;

/*
 * Runs a shock in time: triggers, waits, sales, refill. Engine rules are the impact model's; `partial` is taken of every
 * position where partial_above is 0, and of none else, for a map does not know single positions. LM_E_LIMIT over 100,000
 * steps; LM_E_RANGE for options that lm_path_options_read() would refuse; else as lm_map_cascade().
 */
LM_API lm_status lm_map_cascade_path(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                     const lm_path_options *options, lm_path *path);
LM_API void lm_path_free(lm_host *host, lm_path *path);

/* ---- several venues */

#define LM_MAX_VENUES 32

typedef struct lm_venues_row {
    int venue;             /* from 1, in the order given */
    double final_price;    /* the same move from the venue's own reference price */
    double size, notional; /* liquidated on it, in the unit of its map */
    double flow;           /* all that is liquidated on it, reported or not */
    double depth_share;    /* of all that was sold, the part that its book took up; NaN where nothing was sold */
    double branching;      /* its part of spectral_radius, by the coins sold on it over the next jump_pct */
    double move_pct, amplification, spectral_radius; /* of lm_venues, the same in every row */
    double move_pct_least, move_pct_most;
} lm_venues_row;

typedef struct lm_venues {
    double move_pct, amplification, size, notional, flow; /* all venues together, as in lm_cascade */
    double move_pct_least, move_pct_most; /* where feeds report the greatest and the least share of liquidations */
    double spectral_radius; /* of the matrix of who sets off whom, over the next jump_pct from the stop on. One price
                                makes it of rank one: this is the sum of `branching`, and branching_at_stop of them all */
    int count;
    lm_venues_row rows[LM_MAX_VENUES]; /* in the order given */
} lm_venues;

/*
 * One shock on several venues whose prices arbitrage keeps together. LM_E_ARGUMENT for none or more than LM_MAX_VENUES;
 * else as lm_map_cascade(). Evaporation is looked at from cell to cell.
 */
LM_API lm_status lm_cascade_venues(lm_host *host, const lm_map *const *maps, const lm_impact_model *models,
                                   size_t count, double shock, lm_venues *venues);

LM_END_DECLS

#endif

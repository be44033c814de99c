/* Solves one cascade: where a shock ends, and the losses. Allocates nothing. Internal to the core. */
#ifndef LM_CASCADE_SOLVE_H
#define LM_CASCADE_SOLVE_H

#include "cascade/walk.h"

/* The part of a rung that is liquidated, and its losses. */
typedef struct lm_rung_outcome {
    double liquidated; /* fraction liquidated */
    double loss;       /* quote, beyond the bankruptcy price */
    double unfunded;   /* of flow, quote: positions whose loss the fund does not cover */
} lm_rung_outcome;

typedef struct lm_cascade_end {
    double x;           /* log distance of the final price */
    double coins;       /* of the map, liquidated; what feeds do not report is left out */
    double notional;    /* of the map, likewise; quote, at the liquidation prices */
    double flow;        /* quote: notional, with what feeds do not report */
    bool jumped;        /* the price jumped by least_jump or more */
    double shortfall;   /* quote: losses beyond bankruptcy prices, before the fund */
    double deleveraged; /* of flow: positions whose loss the fund does not cover; 0 without adl */
} lm_cascade_end;

/* The limits of all cascades of one impact model and side. */
typedef struct lm_limits {
    double least_jump; /* log distance */
    double buffer;     /* margin left at the liquidation price, as a fraction of notional */
    double buffer_x;   /* buffer as a log distance to the bankruptcy price */
    double fund;       /* quote */
    bool adl;
} lm_limits;

lm_limits lm_limits_of(const lm_impact_model *model, lm_side side);

/*
 * Solves the cascade of a shock of log distance s > 0. `outcomes` is NULL or has one zeroed item for each rung.
 *
 * The shock arrives as a continuous move: a position is sold at its liquidation price while the price follows the shock
 * smoothly. Within a jump it is sold beyond that price, by the distance of h below its peak.
 */
void lm_cascade_solve(const lm_ladder *ladder, const lm_impact *impact, const lm_limits *limits, double s,
                      lm_rung_outcome *outcomes, lm_cascade_end *end);

/* The jump of a price. All members are NaN where the price does not jump. */
typedef struct lm_jump {
    double s;        /* log distance of the shock at which the price jumps */
    double from, to; /* log distance of the price before and after the jump */
} lm_jump;

/* Finds the first jump of least_jump or more, and, unless `worst` is NULL, the longest (of equal ones the first). */
void lm_find_jumps(const lm_ladder *ladder, const lm_impact *impact, double least_jump, lm_jump *first, lm_jump *worst);

#endif

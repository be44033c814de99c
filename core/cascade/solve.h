/* Where a shock ends, and what it costs: the run of one cascade without any memory. Internal to the core. */
#ifndef LM_CASCADE_SOLVE_H
#define LM_CASCADE_SOLVE_H

#include "cascade/walk.h"

/* What became of a rung. */
typedef struct lm_rung_outcome {
    double taken;    /* fraction that was liquidated */
    double loss;     /* quote, beyond the bankruptcy price */
    double unfunded; /* quote notional of positions whose loss the fund did not cover */
} lm_rung_outcome;

typedef struct lm_cascade_end {
    double x;           /* log distance of the final price */
    double coins;       /* of the map, liquidated; what feeds do not report is left out */
    double notional;    /* of the map, likewise; quote, at the liquidation prices */
    double flow;        /* quote: notional, with what feeds do not report */
    bool jumped;        /* the way there crossed a jump of at least least_jump */
    double shortfall;   /* quote: losses beyond bankruptcy prices, before the fund */
    double deleveraged; /* of flow: positions whose loss the fund did not cover; 0 without adl */
} lm_cascade_end;

/* What does not change from one run to the next. */
typedef struct lm_limits {
    double least_jump; /* log distance */
    double buffer;     /* margin left at the liquidation price, as a fraction of notional */
    double buffer_x;   /* the same as a log distance to the bankruptcy price */
    double fund;       /* quote */
    bool adl;
} lm_limits;

lm_limits lm_limits_of(const lm_impact_model *model, lm_side side);

/*
 * Runs a shock of log distance s > 0 to its end. `outcomes` is NULL or has an item for every rung, all 0.
 *
 * The shock is walked, not gapped: a position is sold at its liquidation price as long as the price follows the shock
 * smoothly, and behind it where a jump carries the price away, by the distance that h lies under its crest.
 */
void lm_cascade_solve(const lm_ladder *ladder, const lm_impact *impact, const lm_limits *limits, double s,
                      lm_rung_outcome *outcomes, lm_cascade_end *settlement);

/* A shock at which the price jumps; NaN in all where there is none. */
typedef struct lm_jump {
    double s;        /* log distance of the shock */
    double from, to; /* log distance of the price just before, and just behind */
} lm_jump;

/* The first, and of all on the ladder the longest (of equal ones the first), unless that is NULL. */
void lm_find_jumps(const lm_ladder *ladder, const lm_impact *impact, double least_jump, lm_jump *first, lm_jump *worst);

#endif

/*
 * One side of a map as a cascade meets it: rungs of size in the order in which a move away from the reference price
 * reaches them, built once and walked many times. Internal to the core.
 *
 * A rung is a cell: its size lies evenly between two log distances, so cutting it in pieces changes nothing. What
 * stands on the other side of the reference price the price has already passed, and it is left out.
 */
#ifndef LM_CASCADE_LADDER_H
#define LM_CASCADE_LADDER_H

#include "base/host.h"
#include "liqmap/impact.h"

typedef struct lm_rung {
    double low, high; /* log distance from the reference price; 0 <= low < high <= the next low */
    double size;      /* base coins */
    double notional;  /* quote, at the liquidation price */
    /* what lm_ladder_sum() works out */
    double rate;                    /* coins per log distance */
    double before, notional_before; /* on all rungs before this one */
    double left;                    /* of the depth at `high`, for the ladder's eta: see lm_ladder_evaporate() */
} lm_rung;

/* What one class has on one rung. */
typedef struct lm_class_part {
    uint32_t rung, class;
    double size, notional;
} lm_class_part;

typedef struct lm_ladder {
    lm_side side;
    double reference_price;
    bool replayed;                      /* the map counts in units of what feeds report */
    double least_price, greatest_price; /* span of the map, its own reference price included */
    lm_rung *rungs;
    size_t count, capacity;
    double size, notional; /* of all rungs */
    double eta;            /* of an impact, that `left` of the rungs was worked out for; 0: none */
    /* by leverage only */
    lm_class_part *class_parts; /* ascending by rung, then class */
    size_t class_part_count, class_part_capacity;
    double *leverage; /* by class, ascending; 0: not known */
    size_t class_count, class_capacity;
} lm_ladder;

/*
 * The side of a map, in units of what feeds report. reference_price 0: the map's. LM_E_MISSING for an empty map or one
 * without open interest; LM_E_RANGE for a reference price outside of the map.
 */
lm_status lm_ladder_open(lm_host *host, const lm_map *map, lm_side side, double reference_price, bool by_leverage,
                         lm_ladder *ladder);
/* Both sides, from one reading of the map, without class_parts. */
lm_status lm_ladder_open_both(lm_host *host, const lm_map *map, double reference_price, lm_ladder ladders[2]);
void lm_ladder_close(lm_host *host, lm_ladder *ladder);

/* Works out what follows from the other members: after rungs were made or changed by hand. */
void lm_ladder_sum(lm_ladder *ladder);

/* Works out what is left of evaporating depth on each rung, once for many walks. Only for speed. */
void lm_ladder_evaporate(lm_ladder *ladder, const lm_impact_model *model);

/* Sets the rungs of a ladder by leverage to its class_parts, each class multiplied by its weight. */
void lm_ladder_reweight(lm_ladder *ladder, const double *weights);

/* The price at a log distance from the reference price. */
double lm_ladder_price(const lm_ladder *ladder, double x);

/* The log distance of a price; negative on the other side. */
double lm_ladder_distance(const lm_ladder *ladder, double price);

/* The rung at which x lies, or before which it lies; NULL behind the last. */
const lm_rung *lm_ladder_rung(const lm_ladder *ladder, double x);

/* Coins (and their notional, if it is asked for) that a move over x reaches. */
double lm_ladder_reached(const lm_ladder *ladder, double x, double *notional);

#endif

/*
 * The ladder: the liquidations of one side of a map as rungs, in order of distance from the reference price. It is
 * built once and walked many times. Internal to the core.
 *
 * A rung is a cell whose size is spread evenly between two log distances, so that cutting a rung in pieces changes
 * nothing. Positions on the other side of the reference price are left out: the price has passed them already.
 */
#ifndef LM_CASCADE_LADDER_H
#define LM_CASCADE_LADDER_H

#include "base/host.h"
#include "cascade/impact.h"

typedef struct lm_rung {
    double low, high; /* log distance from the reference price; 0 <= low < high <= the next low */
    double size;      /* base coins */
    double notional;  /* quote, at the liquidation price */
    /* computed by lm_ladder_sum() */
    double rate;                    /* coins per log distance */
    double before, notional_before; /* on all rungs before this one */
    double depth_remaining;         /* fraction of depth at `high` for the ladder's eta: see lm_ladder_evaporate() */
} lm_rung;

/* The part of a rung that belongs to one leverage class. */
typedef struct lm_class_part {
    uint32_t rung, class;
    double size, notional;
} lm_class_part;

typedef struct lm_ladder {
    lm_side side;
    double reference_price;
    bool replayed;                      /* the map counts what feeds report */
    double least_price, greatest_price; /* span of the map, its own reference price included */
    lm_rung *rungs;
    size_t count, capacity;
    double size, notional; /* of all rungs */
    double eta;            /* evaporation that depth_remaining of the rungs is for; 0: not computed */
    /* by leverage only */
    lm_class_part *class_parts; /* ascending by rung, then class */
    size_t class_part_count, class_part_capacity;
    double *leverage; /* by class, ascending; 0: not known */
    size_t class_count, class_capacity;
} lm_ladder;

/*
 * Builds the ladder of a side of a map, in the unit of the map. reference_price 0: that of the map. LM_E_MISSING for an
 * empty map or one without open interest; LM_E_RANGE for a reference price outside of the map.
 */
lm_status lm_ladder_init(lm_host *host, const lm_map *map, lm_side side, double reference_price, bool by_leverage,
                         lm_ladder *ladder);
/* Builds the ladders of both sides, without class_parts. */
lm_status lm_ladder_init_both(lm_host *host, const lm_map *map, double reference_price, lm_ladder ladders[2]);
void lm_ladder_free(lm_host *host, lm_ladder *ladder);

/* Computes the sums and rates after rungs were added or changed. */
void lm_ladder_sum(lm_ladder *ladder);

/* Computes the remaining depth at each rung once for many walks. Results are the same without it. */
void lm_ladder_evaporate(lm_ladder *ladder, const lm_impact_model *model);

/* Returns the range of the share that feeds report, for the map of a ladder. */
lm_reported lm_ladder_reported(const lm_ladder *ladder, const lm_impact_model *model);

/* Prepares the impact on the side of a ladder, for the middle of this range. Returns the range. */
lm_reported lm_ladder_impact(const lm_ladder *ladder, const lm_impact_model *model, lm_impact *impact);

/* The price at a log distance from the reference price. */
double lm_ladder_price(const lm_ladder *ladder, double x);

/* The log distance of a price; negative on the other side of the reference price. */
double lm_ladder_distance(const lm_ladder *ladder, double price);

/* The rung that x is on, or the next one if x is in a gap; NULL beyond the last. */
const lm_rung *lm_ladder_rung(const lm_ladder *ladder, double x);

/* Coins up to x; with their notional unless `notional` is NULL. */
double lm_ladder_reached(const lm_ladder *ladder, double x, double *notional);

#endif

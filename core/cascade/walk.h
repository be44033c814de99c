/*
 * The walk of a cascade along a ladder, outward from the reference price. Internal to the core.
 *
 * At the log distance x, all that was liquidated up to x has the impact g(x) = I(flow F(x) / depth_remaining(x)). The
 * shock needed to reach x is the rest, h(x) = x - g(x). So a shock s ends at x* = min { x : h(x) >= s }, the least
 * fixed point of x = s + g(x). The price jumps where h falls below a peak (running maximum): from the peak to where h
 * is as high again.
 *
 * A walk cuts the ladder into segments on each of which h is straight, convex or concave, with its maximum at an end.
 * This makes the results exact: peaks lie at ends, and within a segment h rises through a level once. Without
 * evaporation the segments are rungs, gaps between rungs, and pieces of an order book.
 */
#ifndef LM_CASCADE_WALK_H
#define LM_CASCADE_WALK_H

#include "cascade/impact.h"
#include "cascade/ladder.h"

typedef enum lm_shape { LM_STRAIGHT, LM_CONVEX, LM_CONCAVE } lm_shape;

typedef struct lm_segment {
    double x0, x1; /* log distance; x1 is infinite beyond the last rung */
    double h0, h1; /* shock needed to reach x0 and x1 */
    double coins;  /* of the map, reached at x0 */
    double rate;   /* coins per log distance */
    int piece;     /* of the impact */
    lm_shape shape;
    const lm_rung *rung; /* NULL in a gap */
} lm_segment;

typedef struct lm_walk {
    const lm_ladder *ladder;
    const lm_impact *impact;
    size_t rung; /* the next rung, or the one that x is on */
    double x, h;
    int piece;
    bool over;
} lm_walk;

void lm_walk_begin(lm_walk *walk, const lm_ladder *ladder, const lm_impact *impact);

/* Reads the next segment; false after the last one, which is infinitely long. */
bool lm_walk_next(lm_walk *walk, lm_segment *segment);

/* The running maximum of h, and its log distance. */
typedef struct lm_peak {
    double h, x;
} lm_peak;

/*
 * Skips whole rungs, as the fast path of lm_walk_next(), while h stays below `level` and less than `deepest` below its
 * peak, and no new peak is least_jump or more beyond the last one. The walk is the same without it.
 */
void lm_walk_skip(lm_walk *walk, double level, double deepest, double least_jump, lm_peak *peak);

/* The x at which h rises through `level`. The segment has h1 >= level and h0 < level, or h0 <= level where convex. */
double lm_walk_reach(const lm_walk *walk, const lm_segment *segment, double level);

/*
 * Returns whether the price jumps by least_jump or more and lands on this segment; *landing is then the x where the
 * jump ends. Updates the peak.
 */
bool lm_walk_jumps(const lm_walk *walk, const lm_segment *segment, double least_jump, lm_peak *peak, double *landing);

/* Return the price impact of all that is liquidated up to x: g(x), and its derivative to the right. */
double lm_impact_at(const lm_ladder *ladder, const lm_impact *impact, double x);
double lm_impact_slope_at(const lm_ladder *ladder, const lm_impact *impact, double x);

/*
 * Returns the mean branching ratio over `width` from x on: (g(x + width) - g(x)) / width; for width 0 the derivative at
 * x.
 */
double lm_branching(const lm_ladder *ladder, const lm_impact *impact, double x, double width);

#endif

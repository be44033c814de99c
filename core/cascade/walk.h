/*
 * The way of a cascade down (or up) a ladder. Internal to the core.
 *
 * Where the price is x away from the reference price, what was liquidated on the way answers for g(x) = I(flow F(x) /
 * left(x)) of it, and the rest, h(x) = x - g(x), is the shock that is needed to get there. So a shock s ends at x* = min
 * { x : h(x) >= s }, which is the least fixed point of x = s + g(x), and it jumps where h comes down from a crest: from
 * the crest to the place where h is that high again.
 *
 * A walk cuts the way into stretches on each of which h is straight, hollow (convex) or arched (concave), and has its
 * greatest value at an end. That makes everything below exact: crests lie at ends, and within a stretch h meets a level
 * once on its way up. Without evaporation the stretches are rungs, gaps between them, and pieces of a book.
 */
#ifndef LM_CASCADE_WALK_H
#define LM_CASCADE_WALK_H

#include "cascade/impact.h"
#include "cascade/ladder.h"

typedef enum lm_shape { LM_STRAIGHT, LM_CONVEX, LM_CONCAVE } lm_shape;

typedef struct lm_segment {
    double x0, x1; /* log distance; x1 is infinite for what lies behind the map */
    double h0, h1; /* the shock that gets there */
    double coins;  /* of the map, reached at x0 */
    double rate;   /* coins per log distance */
    int piece;     /* of the impact */
    lm_shape shape;
    const lm_rung *rung; /* NULL in a gap */
} lm_segment;

typedef struct lm_walk {
    const lm_ladder *ladder;
    const lm_impact *impact;
    size_t rung; /* the next one, or the one we are in */
    double x, h;
    int piece;
    bool over;
} lm_walk;

void lm_walk_begin(lm_walk *walk, const lm_ladder *ladder, const lm_impact *impact);

/* False behind the last, which is infinitely long. */
bool lm_walk_next(lm_walk *walk, lm_segment *stretch);

/* The highest shock met so far, and where. */
typedef struct lm_peak {
    double h, x;
} lm_peak;

/*
 * Goes over rungs at once while nothing happens on them: h stays below `level` and less than `deepest` under its crest,
 * and no crest is as far as least_jump behind. All this is for speed; lm_walk_next() gets to the same places.
 */
void lm_walk_skip(lm_walk *walk, double level, double deepest, double least_jump, lm_peak *crest);

/* Where h rises through a level, of a stretch with h1 >= level, and h0 < level or, if hollow, <= level. */
double lm_walk_reach(const lm_walk *walk, const lm_segment *stretch, double level);

/*
 * Does the price jump within this stretch or to it, by at least least_jump? Then *landing is where to. Moves the crest
 * on.
 */
bool lm_walk_jumps(const lm_walk *walk, const lm_segment *stretch, double least_jump, lm_peak *crest, double *landing);

/* Part of the displacement at x that the liquidations answer for: g(x), and its derivative to the right. */
double lm_impact_at(const lm_ladder *ladder, const lm_impact *impact, double x);
double lm_impact_slope_at(const lm_ladder *ladder, const lm_impact *impact, double x);

/* The branching ratio over `width` from x on: (g(x + width) - g(x)) / width; of width 0 the derivative. */
double lm_branching(const lm_ladder *ladder, const lm_impact *impact, double x, double width);

#endif

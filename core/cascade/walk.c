#include "cascade/walk.h"

#include <math.h>

/* A cut closer to an end than this part of the stretch is the end itself. */
#define NEAR_END 1e-9
#define STEPS 100 /* of bisection or of Newton's method: far more than either takes */

void lm_walk_begin(lm_walk *walk, const lm_ladder *ladder, const lm_impact *impact)
{
    *walk = (lm_walk){.ladder = ladder, .impact = impact};
}

/* ---- g and its derivatives on a stretch */

/* The flow, in the terms of the impact, and its first and second derivative. */
typedef struct flow {
    double q, first, second;
} flow;

static flow flow_at(const lm_impact *impact, const lm_segment *stretch, double x)
{
    const double coins = stretch->coins + stretch->rate * (x - stretch->x0);
    const double unit = impact->flow / lm_depth_remaining(impact, x);
    const double eta = stretch->x0 < impact->floor_from ? impact->eta : 0;
    return (flow){unit * coins, unit * (stretch->rate + eta * coins), unit * eta * (2 * stretch->rate + eta * coins)};
}

static double lead(const lm_impact *impact, const lm_segment *stretch, double x)
{
    const double coins = stretch->coins + stretch->rate * (x - stretch->x0);
    return x - lm_impact_move_in(impact, stretch->piece, impact->flow * coins / lm_depth_remaining(impact, x));
}

static double lead_slope(const lm_impact *impact, const lm_segment *stretch, double x)
{
    const flow at = flow_at(impact, stretch, x);
    return at.first == 0 ? 1 : 1 - at.first * lm_impact_slope_in(impact, stretch->piece, at.q);
}

/* Which way g bends, in sign only: above 0 it is convex and h arched. It changes sign at most once on a rung. */
static double bend(const lm_impact *impact, const lm_segment *stretch, double x)
{
    const flow at = flow_at(impact, stretch, x);
    return lm_impact_bend_in(impact, stretch->piece, at.q) * at.first * at.first + at.second;
}

/* Where f, of unlike signs at the ends, changes its sign. */
static double sign_change(const lm_impact *impact, const lm_segment *stretch,
                          double (*f)(const lm_impact *, const lm_segment *, double))
{
    double low = stretch->x0, high = stretch->x1;
    const bool above = f(impact, stretch, low) > 0;
    for (int i = 0; i < STEPS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if ((f(impact, stretch, middle) > 0) == above)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* ---- cutting */

static void cut_at(lm_segment *stretch, double x)
{
    const double nearest = (stretch->x1 - stretch->x0) * NEAR_END;
    if (x - stretch->x0 > nearest && stretch->x1 - x > nearest)
        stretch->x1 = x;
}

/* Where the flow is q: straight if nothing evaporates, else it grows faster and faster. */
static double where_flow_is(const lm_impact *impact, const lm_segment *stretch, double q)
{
    double low = stretch->x0, high = stretch->x1;
    if (stretch->x0 >= impact->floor_from)
        return low + (q * impact->floor / impact->flow - stretch->coins) / stretch->rate;
    for (int i = 0; i < STEPS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (flow_at(impact, stretch, middle).q < q)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* At the end of a book's piece, if it lies on the stretch. */
static bool cut_at_piece(const lm_impact *impact, lm_segment *stretch)
{
    const double end = lm_impact_piece_end(impact, stretch->piece);
    if (flow_at(impact, stretch, stretch->x1).q <= end)
        return false;
    const double x = where_flow_is(impact, stretch, end);
    stretch->x1 = x <= stretch->x0 ? stretch->x0 : x >= stretch->x1 ? stretch->x1 : x;
    return true;
}

/* So that h neither changes its way of bending on a stretch, nor has a crest in its middle. */
static void cut_where_depth_evaporates(const lm_impact *impact, lm_segment *stretch)
{
    if (!impact->straight) {
        const double from = bend(impact, stretch, stretch->x0), to = bend(impact, stretch, stretch->x1);
        if ((from > 0) != (to > 0))
            cut_at(stretch, sign_change(impact, stretch, bend));
    }
    const double middle = stretch->x0 + (stretch->x1 - stretch->x0) / 2;
    stretch->shape = impact->straight || bend(impact, stretch, middle) > 0 ? LM_CONCAVE : LM_CONVEX;
    if (stretch->shape == LM_CONCAVE && lead_slope(impact, stretch, stretch->x0) > 0 &&
        lead_slope(impact, stretch, stretch->x1) < 0)
        cut_at(stretch, sign_change(impact, stretch, lead_slope));
}

static void cut(lm_walk *walk, lm_segment *stretch)
{
    const lm_impact *impact = walk->impact;
    const bool evaporates = stretch->x0 < impact->floor_from;
    if (evaporates && impact->floor_from < stretch->x1)
        stretch->x1 = impact->floor_from;
    const bool piece_ends = impact->pieces > 1 && (evaporates || stretch->rate > 0) && cut_at_piece(impact, stretch);
    const double end = stretch->x1;
    if (evaporates && (stretch->coins > 0 || stretch->rate > 0))
        cut_where_depth_evaporates(impact, stretch);
    if (piece_ends && stretch->x1 == end)
        walk->piece++;
}

bool lm_walk_next(lm_walk *walk, lm_segment *stretch)
{
    const lm_ladder *ladder = walk->ladder;
    const lm_impact *impact = walk->impact;
    const lm_rung *rung = walk->rung < ladder->count ? &ladder->rungs[walk->rung] : NULL;
    double end;
    if (walk->over)
        return false;
    *stretch = (lm_segment){.x0 = walk->x, .h0 = walk->h, .piece = walk->piece};
    if (!rung) {
        end = INFINITY;
        stretch->coins = ladder->size;
    } else if (walk->x < rung->low) {
        end = rung->low;
        stretch->coins = rung->before;
    } else {
        end = rung->high;
        stretch->rung = rung;
        stretch->rate = rung->rate;
        stretch->coins = rung->before + stretch->rate * (walk->x - rung->low);
        stretch->shape = impact->straight ? LM_STRAIGHT : LM_CONVEX;
    }
    stretch->x1 = end;
    if (impact->pieces > 1 || walk->x < impact->floor_from)
        cut(walk, stretch);
    walk->over = stretch->x1 == INFINITY;
    stretch->h1 = walk->over ? INFINITY : lead(impact, stretch, stretch->x1);
    walk->x = stretch->x1;
    walk->h = stretch->h1;
    if (stretch->rung && stretch->x1 == end)
        walk->rung++;
    return true;
}

/* ---- levels and crests */

/* Newton's method from the end that it cannot overshoot from: the right one of a hollow, the left one of an arch. */
static double newton(const lm_impact *impact, const lm_segment *stretch, double level)
{
    const bool hollow = stretch->shape == LM_CONVEX;
    double x = hollow ? stretch->x1 : stretch->x0;
    for (int i = 0; i < STEPS; i++) {
        const double next = x - (lead(impact, stretch, x) - level) / lead_slope(impact, stretch, x);
        if (hollow ? !(next < x) : !(next > x))
            break;
        x = next;
    }
    return x < stretch->x0 ? stretch->x0 : x > stretch->x1 ? stretch->x1 : x;
}

double lm_walk_reach(const lm_walk *walk, const lm_segment *stretch, double level)
{
    if (stretch->x1 == INFINITY)
        return level + (stretch->x0 - stretch->h0);
    if (stretch->shape == LM_STRAIGHT && stretch->rate == 0)
        return fmin(level + (stretch->x0 - stretch->h0), stretch->x1);
    if (stretch->shape == LM_STRAIGHT)
        return stretch->x0 + (level - stretch->h0) / (stretch->h1 - stretch->h0) * (stretch->x1 - stretch->x0);
    return newton(walk->impact, stretch, level);
}

bool lm_walk_jumps(const lm_walk *walk, const lm_segment *stretch, double least_jump, lm_peak *crest, double *landing)
{
    bool jumps = false;
    if (stretch->h1 <= crest->h)
        return false;
    if (stretch->x1 - crest->x >= least_jump) {
        const bool down = stretch->h0 < crest->h;
        const bool dips = stretch->shape == LM_CONVEX && lead_slope(walk->impact, stretch, stretch->x0) < 0;
        *landing = down || dips ? lm_walk_reach(walk, stretch, crest->h) : stretch->x0;
        jumps = *landing > crest->x && *landing - crest->x >= least_jump;
    }
    *crest = (lm_peak){stretch->h1, stretch->x1};
    return jumps;
}

/* ---- anywhere on the way */

double lm_impact_at(const lm_ladder *ladder, const lm_impact *impact, double x)
{
    const double coins = lm_ladder_reached(ladder, x, NULL);
    return lm_impact_move(impact, impact->flow * coins / lm_depth_remaining(impact, x));
}

double lm_impact_slope_at(const lm_ladder *ladder, const lm_impact *impact, double x)
{
    double rate = 0;
    const double coins = lm_ladder_reached(ladder, x, NULL), unit = impact->flow / lm_depth_remaining(impact, x);
    const lm_rung *rung = lm_ladder_rung(ladder, x);
    if (rung && x >= rung->low)
        rate = rung->rate;
    const double first = unit * (rate + (x < impact->floor_from ? impact->eta * coins : 0));
    return first == 0 ? 0 : first * lm_impact_slope(impact, unit * coins);
}

double lm_branching(const lm_ladder *ladder, const lm_impact *impact, double x, double width)
{
    if (width > 0)
        return (lm_impact_at(ladder, impact, x + width) - lm_impact_at(ladder, impact, x)) / width;
    return lm_impact_slope_at(ladder, impact, x);
}

/* ---- a walk in a hurry: whole rungs at once, as long as nothing happens on them */

#define INLINE static inline __attribute__((always_inline))

/* When to stop. */
typedef struct bounds {
    double level, deepest, least_jump;
} bounds;

/* On a piece that is linear in the flow, or under the square-root law, or any other: chosen once, outside of the loop. */
typedef enum law { AFFINE, ROOT, OTHER } law;

INLINE double moved(law law, const lm_impact *impact, int piece, double reach, double coins, double per_coin, double q)
{
    if (law == AFFINE)
        return reach + (q - coins) * per_coin;
    return law == ROOT ? per_coin * sqrt(q) : lm_impact_move_in(impact, piece, q);
}

/* Would h have a crest in the middle of the rung? Its slope falls all the way, where depth evaporates. */
INLINE bool crests(const lm_rung *rung, double per_coin, double flow, double eta, double left, double left_behind)
{
    const double at_low = per_coin * flow * (rung->rate + eta * rung->before);
    const double at_high = per_coin * flow * (rung->rate + eta * (rung->before + rung->size));
    return at_low < left && at_high > left_behind;
}

INLINE void stride(lm_walk *walk, law law, bool evaporates, bounds bounds, lm_peak *crest)
{
    const lm_impact *impact = walk->impact;
    const lm_rung *const rungs = walk->ladder->rungs;
    const bool book = impact->kind == LM_IMPACT_BOOK;
    const double reach = book ? impact->reach[walk->piece] : 0, coins = book ? impact->coins[walk->piece] : 0;
    const double per_coin = book ? impact->per_coin[walk->piece] : impact->scale;
    const double piece_end = lm_impact_piece_end(impact, walk->piece);
    const double flow = impact->flow, eta = impact->eta, floor_from = impact->floor_from, bare = flow / impact->floor;
    const bool worked_out = walk->ladder->eta == eta;
    const size_t count = walk->ladder->count;
    double left = evaporates ? lm_depth_remaining(impact, walk->x) : 0, x = walk->x, h = walk->h;
    double crest_h = crest->h, crest_x = crest->x;
    size_t i = walk->rung;
    for (; i < count; i++) {
        const lm_rung *rung = &rungs[i];
        const double gap = rung->low - x;
        double unit = bare, left_behind = left;
        if (evaporates) {
            if (gap > 0 || rung->high > floor_from)
                break;
            left_behind = worked_out ? rung->left : exp(-eta * rung->high);
            unit = flow / left_behind;
            if (crests(rung, per_coin, flow, eta, left, left_behind))
                break;
        }
        const double q = unit * (rung->before + rung->size);
        const double before = h + gap, behind = rung->high - moved(law, impact, walk->piece, reach, coins, per_coin, q);
        const double top = behind > before ? behind : before, bottom = behind > before ? before : behind;
        if (gap < 0 || q > piece_end || top >= bounds.level || crest_h - bottom > bounds.deepest)
            break;
        if (top > crest_h) {
            if (rung->high - crest_x >= bounds.least_jump)
                break;
            crest_h = top;
            crest_x = behind > before ? rung->high : rung->low;
        }
        x = rung->high;
        h = behind;
        left = left_behind;
    }
    walk->rung = i;
    walk->x = x;
    walk->h = h;
    *crest = (lm_peak){crest_h, crest_x};
}

void lm_walk_skip(lm_walk *walk, double level, double deepest, double least_jump, lm_peak *crest)
{
    const lm_impact *impact = walk->impact;
    const bounds bounds = {level, deepest, least_jump};
    if (walk->x < impact->floor_from) {
        if (impact->straight) /* others may change their way of bending */
            stride(walk, AFFINE, true, bounds, crest);
    } else if (impact->straight) {
        stride(walk, AFFINE, false, bounds, crest);
    } else if (impact->kind == LM_IMPACT_SQRT) {
        stride(walk, ROOT, false, bounds, crest);
    } else {
        stride(walk, OTHER, false, bounds, crest);
    }
}

#include "cascade/walk.h"

#include <math.h>

/* A cut closer to an end than this fraction of the segment is taken to be the end. */
#define NEAR_END 1e-9
#define STEPS 100 /* of bisection or of Newton's method: far more than either takes */

void lm_walk_begin(lm_walk *walk, const lm_ladder *ladder, const lm_impact *impact)
{
    *walk = (lm_walk){.ladder = ladder, .impact = impact};
}

/* ---- h and its derivatives on a segment */

/* The flow in coins of the order book, with its first and second derivative by x. */
typedef struct flow {
    double q, first, second;
} flow;

static flow flow_at(const lm_impact *impact, const lm_segment *segment, double x)
{
    const double coins = segment->coins + segment->rate * (x - segment->x0);
    const double unit = impact->book_coins_per_coin / lm_depth_remaining(impact, x);
    const double eta = segment->x0 < impact->floor_from ? impact->eta : 0;
    return (flow){unit * coins, unit * (segment->rate + eta * coins), unit * eta * (2 * segment->rate + eta * coins)};
}

static double shock_needed(const lm_impact *impact, const lm_segment *segment, double x)
{
    const double coins = segment->coins + segment->rate * (x - segment->x0);
    return x - lm_impact_move_in(impact, segment->piece, lm_impact_flow(impact, coins, x));
}

static double shock_slope(const lm_impact *impact, const lm_segment *segment, double x)
{
    const flow at = flow_at(impact, segment, x);
    return at.first == 0 ? 1 : 1 - at.first * lm_impact_slope_in(impact, segment->piece, at.q);
}

/* Has the sign of the second derivative of g: above 0 where h is concave. The sign changes at most once on a rung. */
static double curvature(const lm_impact *impact, const lm_segment *segment, double x)
{
    const flow at = flow_at(impact, segment, x);
    return lm_impact_curvature(impact, at.q) * at.first * at.first + at.second;
}

/* The x at which f changes its sign; the signs at the ends differ. */
static double sign_change(const lm_impact *impact, const lm_segment *segment,
                          double (*f)(const lm_impact *, const lm_segment *, double))
{
    double low = segment->x0, high = segment->x1;
    const bool above = f(impact, segment, low) > 0;
    for (int i = 0; i < STEPS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if ((f(impact, segment, middle) > 0) == above)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* ---- cutting */

static void cut_at(lm_segment *segment, double x)
{
    const double nearest = (segment->x1 - segment->x0) * NEAR_END;
    if (x - segment->x0 > nearest && segment->x1 - x > nearest)
        segment->x1 = x;
}

/* The x at which the flow is q: closed form without evaporation, else by bisection, as the flow grows with x. */
static double distance_of_flow(const lm_impact *impact, const lm_segment *segment, double q)
{
    double low = segment->x0, high = segment->x1;
    if (segment->x0 >= impact->floor_from)
        return low + (q * impact->floor / impact->book_coins_per_coin - segment->coins) / segment->rate;
    for (int i = 0; i < STEPS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (flow_at(impact, segment, middle).q < q)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* Cuts at the end of the current piece of an order book; false if it does not lie on the segment. */
static bool cut_at_piece(const lm_impact *impact, lm_segment *segment)
{
    const double end = lm_impact_piece_end(impact, segment->piece);
    if (flow_at(impact, segment, segment->x1).q <= end)
        return false;
    const double x = distance_of_flow(impact, segment, end);
    segment->x1 = x <= segment->x0 ? segment->x0 : x >= segment->x1 ? segment->x1 : x;
    return true;
}

/* Cuts so that h does not change its curvature within the segment and has no peak within it. */
static void cut_evaporating(const lm_impact *impact, lm_segment *segment)
{
    if (!impact->straight) {
        const double from = curvature(impact, segment, segment->x0), to = curvature(impact, segment, segment->x1);
        if ((from > 0) != (to > 0))
            cut_at(segment, sign_change(impact, segment, curvature));
    }
    const double middle = segment->x0 + (segment->x1 - segment->x0) / 2;
    segment->shape = impact->straight || curvature(impact, segment, middle) > 0 ? LM_CONCAVE : LM_CONVEX;
    if (segment->shape == LM_CONCAVE && shock_slope(impact, segment, segment->x0) > 0 &&
        shock_slope(impact, segment, segment->x1) < 0)
        cut_at(segment, sign_change(impact, segment, shock_slope));
}

static void cut(lm_walk *walk, lm_segment *segment)
{
    const lm_impact *impact = walk->impact;
    const bool evaporates = segment->x0 < impact->floor_from;
    if (evaporates && impact->floor_from < segment->x1)
        segment->x1 = impact->floor_from;
    const bool piece_ends = impact->pieces > 1 && (evaporates || segment->rate > 0) && cut_at_piece(impact, segment);
    const double end = segment->x1;
    if (evaporates && (segment->coins > 0 || segment->rate > 0))
        cut_evaporating(impact, segment);
    if (piece_ends && segment->x1 == end)
        walk->piece++;
}

bool lm_walk_next(lm_walk *walk, lm_segment *segment)
{
    const lm_ladder *ladder = walk->ladder;
    const lm_impact *impact = walk->impact;
    const lm_rung *rung = walk->rung < ladder->count ? &ladder->rungs[walk->rung] : NULL;
    double end;
    if (walk->over)
        return false;
    *segment = (lm_segment){.x0 = walk->x, .h0 = walk->h, .piece = walk->piece};
    if (!rung) {
        end = INFINITY;
        segment->coins = ladder->size;
    } else if (walk->x < rung->low) {
        end = rung->low;
        segment->coins = rung->before;
    } else {
        end = rung->high;
        segment->rung = rung;
        segment->rate = rung->rate;
        segment->coins = rung->before + segment->rate * (walk->x - rung->low);
        segment->shape = impact->straight ? LM_STRAIGHT : LM_CONVEX;
    }
    segment->x1 = end;
    if (impact->pieces > 1 || walk->x < impact->floor_from)
        cut(walk, segment);
    walk->over = segment->x1 == INFINITY;
    segment->h1 = walk->over ? INFINITY : shock_needed(impact, segment, segment->x1);
    walk->x = segment->x1;
    walk->h = segment->h1;
    if (segment->rung && segment->x1 == end)
        walk->rung++;
    return true;
}

/* ---- levels and peaks */

/* Uses Newton's method from the end where it cannot overshoot: the right one if convex, the left one if concave. */
static double newton(const lm_impact *impact, const lm_segment *segment, double level)
{
    const bool convex = segment->shape == LM_CONVEX;
    double x = convex ? segment->x1 : segment->x0;
    for (int i = 0; i < STEPS; i++) {
        const double next = x - (shock_needed(impact, segment, x) - level) / shock_slope(impact, segment, x);
        if (convex ? !(next < x) : !(next > x))
            break;
        x = next;
    }
    return x < segment->x0 ? segment->x0 : x > segment->x1 ? segment->x1 : x;
}

double lm_walk_reach(const lm_walk *walk, const lm_segment *segment, double level)
{
    if (segment->x1 == INFINITY)
        return level + (segment->x0 - segment->h0);
    if (segment->shape == LM_STRAIGHT && segment->rate == 0)
        return fmin(level + (segment->x0 - segment->h0), segment->x1);
    if (segment->shape == LM_STRAIGHT)
        return segment->x0 + (level - segment->h0) / (segment->h1 - segment->h0) * (segment->x1 - segment->x0);
    return newton(walk->impact, segment, level);
}

bool lm_walk_jumps(const lm_walk *walk, const lm_segment *segment, double least_jump, lm_peak *peak, double *landing)
{
    bool jumps = false;
    if (segment->h1 <= peak->h)
        return false;
    if (segment->x1 - peak->x >= least_jump) {
        const bool down = segment->h0 < peak->h;
        const bool dips = segment->shape == LM_CONVEX && shock_slope(walk->impact, segment, segment->x0) < 0;
        *landing = down || dips ? lm_walk_reach(walk, segment, peak->h) : segment->x0;
        jumps = *landing > peak->x && *landing - peak->x >= least_jump;
    }
    *peak = (lm_peak){segment->h1, segment->x1};
    return jumps;
}

/* ---- impact at any distance */

double lm_impact_at(const lm_ladder *ladder, const lm_impact *impact, double x)
{
    const double coins = lm_ladder_reached(ladder, x, NULL);
    return lm_impact_move(impact, lm_impact_flow(impact, coins, x));
}

double lm_impact_slope_at(const lm_ladder *ladder, const lm_impact *impact, double x)
{
    double rate = 0;
    const double coins = lm_ladder_reached(ladder, x, NULL),
                 unit = impact->book_coins_per_coin / lm_depth_remaining(impact, x);
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

/* ---- fast path: whole rungs, as long as no segment boundary, peak or jump lies on them */

#define INLINE static inline __attribute__((always_inline))

/* The bounds at which the fast path stops. */
typedef struct bounds {
    double level, deepest, least_jump;
} bounds;

/*
 * The dependence of the impact on the flow, chosen once outside of the loop: linear within a piece, square root, other.
 */
typedef enum law { AFFINE, ROOT, OTHER } law;

INLINE double displacement(law law, const lm_impact *impact, int piece, double reach, double coins, double per_coin,
                           double q)
{
    if (law == AFFINE)
        return reach + (q - coins) * per_coin;
    return law == ROOT ? per_coin * sqrt(q) : lm_impact_move_in(impact, piece, q);
}

/* Returns whether h has a peak within the rung. Where depth evaporates the slope of h only falls. */
INLINE bool peak_inside(const lm_rung *rung, double per_coin, double flow, double eta, double remaining,
                        double remaining_high)
{
    const double at_low = per_coin * flow * (rung->rate + eta * rung->before);
    const double at_high = per_coin * flow * (rung->rate + eta * (rung->before + rung->size));
    return at_low < remaining && at_high > remaining_high;
}

INLINE void skip_rungs(lm_walk *walk, law law, bool evaporates, bounds bounds, lm_peak *peak)
{
    const lm_impact *impact = walk->impact;
    const lm_rung *const rungs = walk->ladder->rungs;
    const bool book = impact->kind == LM_IMPACT_BOOK;
    const double reach = book ? impact->reach[walk->piece] : 0, coins = book ? impact->coins[walk->piece] : 0;
    const double per_coin = book ? impact->per_coin[walk->piece] : impact->scale;
    const double piece_end = lm_impact_piece_end(impact, walk->piece);
    const double flow = impact->book_coins_per_coin, eta = impact->eta, floor_from = impact->floor_from,
                 unit_at_floor = flow / impact->floor;
    const bool known = walk->ladder->eta == eta;
    const size_t count = walk->ladder->count;
    double remaining = evaporates ? lm_depth_remaining(impact, walk->x) : 0, x = walk->x, h = walk->h;
    double peak_h = peak->h, peak_x = peak->x;
    size_t i = walk->rung;
    for (; i < count; i++) {
        const lm_rung *rung = &rungs[i];
        const double gap = rung->low - x;
        double unit = unit_at_floor, remaining_high = remaining;
        if (evaporates) {
            if (gap > 0 || rung->high > floor_from)
                break;
            remaining_high = known ? rung->depth_remaining : exp(-eta * rung->high);
            unit = flow / remaining_high;
            if (peak_inside(rung, per_coin, flow, eta, remaining, remaining_high))
                break;
        }
        const double q = unit * (rung->before + rung->size);
        const double h_low = h + gap,
                     h_high = rung->high - displacement(law, impact, walk->piece, reach, coins, per_coin, q);
        const double highest = h_high > h_low ? h_high : h_low, lowest = h_high > h_low ? h_low : h_high;
        if (gap < 0 || q > piece_end || highest >= bounds.level || peak_h - lowest > bounds.deepest)
            break;
        if (highest > peak_h) {
            if (rung->high - peak_x >= bounds.least_jump)
                break;
            peak_h = highest;
            peak_x = h_high > h_low ? rung->high : rung->low;
        }
        x = rung->high;
        h = h_high;
        remaining = remaining_high;
    }
    walk->rung = i;
    walk->x = x;
    walk->h = h;
    *peak = (lm_peak){peak_h, peak_x};
}

void lm_walk_skip(lm_walk *walk, double level, double deepest, double least_jump, lm_peak *peak)
{
    const lm_impact *impact = walk->impact;
    const bounds bounds = {level, deepest, least_jump};
    if (walk->x < impact->floor_from) {
        if (impact->straight) /* others may change their curvature */
            skip_rungs(walk, AFFINE, true, bounds, peak);
    } else if (impact->straight) {
        skip_rungs(walk, AFFINE, false, bounds, peak);
    } else if (impact->kind == LM_IMPACT_SQRT) {
        skip_rungs(walk, ROOT, false, bounds, peak);
    } else {
        skip_rungs(walk, OTHER, false, bounds, peak);
    }
}

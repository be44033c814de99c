/* A walk in a hurry: whole rungs at once, as long as nothing happens on them. */
#include "cascade/walk.h"

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

INLINE void stride(lm_walk *walk, law law, bool evaporates, bounds bounds, lm_crest *crest)
{
    const lm_impact *impact = walk->impact;
    const lm_rung *const rungs = walk->ladder->rungs;
    const bool book = impact->kind == LM_IMPACT_BOOK;
    const double reach = book ? impact->reach[walk->piece] : 0, coins = book ? impact->coins[walk->piece] : 0;
    const double per_coin = book ? impact->per_coin[walk->piece] : impact->scale;
    const double piece_end = lm_impact_piece_end(impact, walk->piece);
    const double flow = impact->flow, eta = impact->eta, bare_from = impact->bare_from, bare = flow / impact->floor;
    const bool worked_out = walk->ladder->eta == eta;
    const size_t count = walk->ladder->count;
    double left = evaporates ? lm_impact_left(impact, walk->x) : 0, x = walk->x, h = walk->h;
    double crest_h = crest->h, crest_x = crest->x;
    size_t i = walk->rung;
    for (; i < count; i++) {
        const lm_rung *rung = &rungs[i];
        const double gap = rung->low - x;
        double unit = bare, left_behind = left;
        if (evaporates) {
            if (gap > 0 || rung->high > bare_from)
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
    *crest = (lm_crest){crest_h, crest_x};
}

void lm_walk_stride(lm_walk *walk, double level, double deepest, double least_jump, lm_crest *crest)
{
    const lm_impact *impact = walk->impact;
    const bounds bounds = {level, deepest, least_jump};
    if (walk->x < impact->bare_from) {
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

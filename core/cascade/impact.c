/* Computes price impact: linear, square root, saturating, order book. */
#include "cascade/impact.h"

#include <math.h>

/* The log distance of a percentage from the reference price; a fall is longer than a rise of the same percentage. */
static double log_distance(double pct, lm_side side)
{
    return side == LM_LONG ? -log1p(-pct / 100) : log1p(pct / 100);
}

/* Returns the coins of a band: its notional over the price at its middle. */
static double coins_between(const lm_depth *from, const lm_depth *to, lm_side side, double reference_price)
{
    const double middle = (from->pct + to->pct) / 200;
    return (to->notional - from->notional) / (reference_price * (side == LM_LONG ? 1 - middle : 1 + middle));
}

static void init_book(const lm_impact_model *model, lm_side side, double reference_price, lm_impact *impact)
{
    lm_depth before = {0, 0};
    impact->pieces = model->depth_count[side];
    impact->coins[0] = impact->reach[0] = 0;
    for (int i = 0; i < impact->pieces; i++) {
        const lm_depth *depth = &model->depths[side][i];
        const double coins = coins_between(&before, depth, side, reference_price);
        impact->coins[i + 1] = impact->coins[i] + coins;
        impact->reach[i + 1] = log_distance(depth->pct, side);
        impact->per_coin[i] = (impact->reach[i + 1] - impact->reach[i]) / coins;
        before = *depth;
    }
}

lm_reported lm_reported_of(const lm_impact_model *model, bool replayed)
{
    if (model->reported[0] > 0)
        return (lm_reported){model->reported[0], model->reported[1]};
    return replayed ? (lm_reported){LM_REPORTED_LEAST, LM_REPORTED_MOST} : (lm_reported){1, 1};
}

double lm_reported_middle(lm_reported reported)
{
    return reported.least == reported.most ? reported.least : sqrt(reported.least * reported.most);
}

void lm_impact_init(const lm_impact_model *model, lm_side side, double reference_price, double reported,
                    lm_impact *impact)
{
    impact->kind = model->kind;
    impact->straight = model->kind == LM_IMPACT_LINEAR || model->kind == LM_IMPACT_BOOK;
    impact->pieces = 1;
    impact->scale = 0.01 * reference_price / model->depth_per_pct;
    impact->limit = model->limit_pct / 100;
    if (model->kind == LM_IMPACT_SQRT)
        impact->scale = model->y * model->sigma * sqrt(reference_price / model->volume);
    if (model->kind == LM_IMPACT_BOOK)
        init_book(model, side, reference_price, impact);
    impact->flow_per_notional = 1 / reported;
    impact->book_coins_per_coin = impact->flow_per_notional * model->share / model->multiplier;
    impact->eta = model->eta * 100;
    impact->floor = model->evaporation_floor;
    impact->floor_from = impact->eta > 0 ? -log(impact->floor) / impact->eta : 0;
    if (impact->eta == 0)
        impact->floor = 1;
}

double lm_impact_slope_in(const lm_impact *impact, int piece, double q)
{
    switch (impact->kind) {
    case LM_IMPACT_SQRT:
        return impact->scale / (2 * sqrt(q));
    case LM_IMPACT_SATURATING:
        return impact->scale * exp(-q * impact->scale / impact->limit);
    case LM_IMPACT_BOOK:
        return impact->per_coin[piece];
    default:
        return impact->scale;
    }
}

double lm_impact_curvature(const lm_impact *impact, double q)
{
    switch (impact->kind) {
    case LM_IMPACT_SQRT:
        return -1 / (2 * q);
    case LM_IMPACT_SATURATING:
        return -impact->scale / impact->limit;
    default:
        return 0;
    }
}

double lm_impact_piece_end(const lm_impact *impact, int piece)
{
    return piece + 1 < impact->pieces ? impact->coins[piece + 1] : INFINITY;
}

int lm_impact_piece(const lm_impact *impact, double q)
{
    int low = 0, high = impact->pieces - 1;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (q < impact->coins[middle + 1])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

double lm_impact_move(const lm_impact *impact, double q)
{
    return lm_impact_move_in(impact, lm_impact_piece(impact, q), q);
}

double lm_impact_slope(const lm_impact *impact, double q)
{
    return lm_impact_slope_in(impact, lm_impact_piece(impact, q), q);
}

double lm_impact_inverse(const lm_impact *impact, double z)
{
    int piece = 0;
    switch (impact->kind) {
    case LM_IMPACT_SQRT:
        return z / impact->scale * (z / impact->scale);
    case LM_IMPACT_SATURATING:
        return z < impact->limit ? -impact->limit / impact->scale * log1p(-z / impact->limit) : INFINITY;
    case LM_IMPACT_BOOK:
        while (piece + 1 < impact->pieces && z >= impact->reach[piece + 1])
            piece++;
        return impact->coins[piece] + (z - impact->reach[piece]) / impact->per_coin[piece];
    default:
        return z / impact->scale;
    }
}

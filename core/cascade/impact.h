/*
 * The impact of forced orders on one side: displacement in log distance for a cumulative flow q in base coins. Internal
 * to the core. The struct owns no memory, so that a simulation copies it and varies book_coins_per_coin.
 */
#ifndef LM_CASCADE_IMPACT_H
#define LM_CASCADE_IMPACT_H

#include <math.h>

#include "liqmap/impact.h"

/*
 * The displacement of the price in pieces, within each of which it is a smooth function of the flow, linear or concave.
 * An order book has one piece for each of its depths, the other kinds have one piece.
 */
typedef struct lm_impact {
    int kind;
    bool straight; /* within a piece the displacement is linear in the flow */
    double scale;  /* linear, saturating: log distance per coin at first; sqrt: log distance per root of coin */
    double limit;  /* saturating: log distance */
    int pieces;
    double coins[LM_MAX_DEPTHS + 1]; /* book: cumulative coins at the start of a piece */
    double reach[LM_MAX_DEPTHS + 1]; /* book: log distance at the start of a piece */
    double per_coin[LM_MAX_DEPTHS];  /* book: log distance per coin within a piece */
    double flow_per_notional;        /* all that is liquidated over what the map counts: 1 / reported */
    double book_coins_per_coin;      /* coins of the book per coin of the map: flow_per_notional * share / multiplier */
    double eta, floor;               /* fraction of depth that remains at x: max(floor, e^(-eta x)) */
    double floor_from;               /* x from which the floor remains; 0 without evaporation */
} lm_impact;

/* The least and the greatest share of liquidations that feeds report. */
typedef struct lm_reported {
    double least, most;
} lm_reported;

/* The range of an impact model, or, where it has none, that of the map: a replayed map is in the unit of feeds. */
lm_reported lm_reported_of(const lm_impact_model *model, bool replayed);

/* The share that central figures are computed with: the geometric mean of the range. */
double lm_reported_middle(lm_reported reported);

/* Prepares the impact of a checked impact model on one side. `reported` is one value of the range. */
void lm_impact_init(const lm_impact_model *model, lm_side side, double reference_price, double reported,
                    lm_impact *impact);

/* Returns the impact for another share that feeds report. */
static inline lm_impact lm_impact_reporting(const lm_impact *impact, double reported)
{
    lm_impact other = *impact;
    other.flow_per_notional = 1 / reported;
    other.book_coins_per_coin *= other.flow_per_notional / impact->flow_per_notional;
    return other;
}

/* The fraction of depth that remains at the log distance x. */
static inline double lm_depth_remaining(const lm_impact *impact, double x)
{
    return x >= impact->floor_from ? impact->floor : exp(-impact->eta * x);
}

/* The coins q that displace the price, for `coins` of the map at the log distance x. */
static inline double lm_impact_flow(const lm_impact *impact, double coins, double x)
{
    return impact->book_coins_per_coin * coins / lm_depth_remaining(impact, x);
}

/* The displacement of a flow q within a piece. */
static inline double lm_impact_move_in(const lm_impact *impact, int piece, double q)
{
    switch (impact->kind) {
    case LM_IMPACT_SQRT:
        return impact->scale * sqrt(q);
    case LM_IMPACT_SATURATING:
        return -impact->limit * expm1(-q * impact->scale / impact->limit);
    case LM_IMPACT_BOOK:
        return impact->reach[piece] + (q - impact->coins[piece]) * impact->per_coin[piece];
    default:
        return impact->scale * q;
    }
}

/* The derivative of the displacement by q within a piece, and the second derivative over the first (at most 0). */
double lm_impact_slope_in(const lm_impact *impact, int piece, double q);
double lm_impact_curvature(const lm_impact *impact, double q);

/* The piece that q lies in; the flow at which a piece ends (infinity for the last). */
int lm_impact_piece(const lm_impact *impact, double q);
double lm_impact_piece_end(const lm_impact *impact, int piece);

/* The displacement of a flow q, and its derivative by q, for any piece. */
double lm_impact_move(const lm_impact *impact, double q);
double lm_impact_slope(const lm_impact *impact, double q);

/* The inverse of lm_impact_move(): the flow that displaces the price by z; infinite from a limit on. */
double lm_impact_inverse(const lm_impact *impact, double z);

#endif

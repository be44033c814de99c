/*
 * Price impact on one side: displacement in log distance for a cumulative flow in base coins. Internal to the core. The
 * struct owns no memory, so that a simulation copies it and varies `flow`.
 */
#ifndef LM_CASCADE_IMPACT_H
#define LM_CASCADE_IMPACT_H

#include <math.h>

#include "liqmap/impact.h"

/*
 * Within a piece the displacement is a smooth function of the flow, linear or concave. An order book has one piece for
 * each of its depths, other impacts have one piece.
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
    double gross;                    /* coins of flow per coin of the map: 1 / reported */
    double flow;                     /* coins that meet the depth per coin of the map: gross * share / multiplier */
    double eta, floor;               /* fraction of depth that remains at x: max(floor, e^(-eta x)) */
    double floor_from;               /* x from which the floor remains; 0 without evaporation */
} lm_impact;

/* Least and greatest share of liquidations that feeds report. */
typedef struct lm_reported {
    double least, most;
} lm_reported;

/* The range of an impact model, or, where it has none, that of the map: a replayed map is in the unit of feeds. */
lm_reported lm_reported_of(const lm_impact_model *model, bool replayed);

/* The share that central figures are computed with: the geometric mean of the range. */
double lm_reported_middle(lm_reported reported);

/* Prepares the impact of a checked impact model on one side. `reported` is one value of the range. */
void lm_impact_open(const lm_impact_model *model, lm_side side, double reference_price, double reported,
                    lm_impact *impact);

/* A copy of the impact for another share that feeds report. */
static inline lm_impact lm_impact_reporting(const lm_impact *impact, double reported)
{
    lm_impact other = *impact;
    other.gross = 1 / reported;
    other.flow *= other.gross / impact->gross;
    return other;
}

/* The fraction of depth that remains at the log distance x. */
static inline double lm_depth_remaining(const lm_impact *impact, double x)
{
    return x >= impact->floor_from ? impact->floor : exp(-impact->eta * x);
}

/*
 * For q = flow * coins / depth_remaining(x) within a piece: the displacement, its derivative by q, and its second
 * derivative over the first (at most 0).
 */
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

double lm_impact_slope_in(const lm_impact *impact, int piece, double q);
double lm_impact_bend_in(const lm_impact *impact, int piece, double q);

/* The piece that q lies in; the flow at which a piece ends (infinity for the last). */
int lm_impact_piece(const lm_impact *impact, double q);
double lm_impact_piece_end(const lm_impact *impact, int piece);

/* The displacement of a flow q, and its derivative by q, for any piece. */
double lm_impact_move(const lm_impact *impact, double q);
double lm_impact_slope(const lm_impact *impact, double q);

/* Effective depth: coins of the map that move the price by one unit of log distance, after `coins`, at x. */
double lm_impact_depth(const lm_impact *impact, double coins, double x);

#endif

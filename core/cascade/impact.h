/*
 * The answer of price to forced flow on one side: displacement in log distance for a cumulative flow in base coins.
 * Internal to the core. Plain numbers without memory of its own, so a simulation copies it and varies `flow`.
 */
#ifndef LM_CASCADE_IMPACT_H
#define LM_CASCADE_IMPACT_H

#include <math.h>

#include "liqmap/impact.h"

/*
 * Between two kinks the displacement is smooth in the flow: linear, or bending down (concave). Only a book has kinks,
 * at its depths; the pieces of others are one.
 */
typedef struct lm_impact {
    int kind;
    bool straight; /* within a piece the displacement is linear in the flow */
    double scale;  /* linear, saturating: log distance per coin at first; sqrt: log distance per root of coin */
    double limit;  /* saturating: log distance */
    int pieces;
    double coins[LM_MAX_DEPTHS + 1]; /* book: where a piece begins, cumulative coins */
    double reach[LM_MAX_DEPTHS + 1]; /* and log distance there */
    double per_coin[LM_MAX_DEPTHS];  /* log distance per coin in the piece */
    double gross;                    /* coins liquidated per coin in the map: 1 / reported */
    double flow;                     /* coins in the book's terms per coin in the map: gross * share / multiplier */
    double eta, floor;               /* depth that is left at x: max(floor, e^(-eta x)) */
    double floor_from;               /* x from which it is the floor; 0 without evaporation */
} lm_impact;

/* Least and greatest share of true liquidations that feeds report. */
typedef struct lm_reported {
    double least, most;
} lm_reported;

/* What an impact model says, or where it says nothing what a map calls for: one that was replayed is in units of feeds. */
lm_reported lm_reported_of(const lm_impact_model *model, bool replayed);

/* The value of the range that central figures are made with. */
double lm_reported_middle(lm_reported reported);

/* `reported` is one value of the range; the impact model has been checked. */
void lm_impact_open(const lm_impact_model *model, lm_side side, double reference_price, double reported,
                    lm_impact *impact);

/* The same where feeds report another share. */
static inline lm_impact lm_impact_reporting(const lm_impact *impact, double reported)
{
    lm_impact other = *impact;
    other.gross = 1 / reported;
    other.flow *= other.gross / impact->gross;
    return other;
}

/* The part of the depth that is left when the price is x away. */
static inline double lm_depth_remaining(const lm_impact *impact, double x)
{
    return x >= impact->floor_from ? impact->floor : exp(-impact->eta * x);
}

/*
 * Of a piece, for q = flow * coins / left(x): the displacement, its derivative, and how it bends (second derivative over
 * first, at most 0).
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

/* The piece that holds q; the flow at which a piece ends (infinity: never). */
int lm_impact_piece(const lm_impact *impact, double q);
double lm_impact_piece_end(const lm_impact *impact, int piece);

/* The same where the piece is not known: displacement in log distance, and d displacement / d q. */
double lm_impact_move(const lm_impact *impact, double q);
double lm_impact_slope(const lm_impact *impact, double q);

/* Effective depth at a state: coins of the map that move the price by one unit of log distance, evaporation counted. */
double lm_impact_depth(const lm_impact *impact, double coins, double x);

#endif

/* The positions of an account as its solvers see them. Internal to the core. */
#ifndef LM_MARGIN_ACCOUNT_H
#define LM_MARGIN_ACCOUNT_H

#include "liqmap/account.h"
#include "margin/margin_position.h"

/* A position and its rules. A cross position has no collateral here; the equity of the account gives it. */
typedef struct lm_account_leg {
    lm_margin_position position;
    const lm_rules *known_rules; /* whose known_to holds for a notional; NULL: none does */
    double contract_size;        /* of the rules */
    double maintenance;          /* requirement at the mark */
    double listed_price;         /* NaN: listed as never liquidated */
    double default_collateral;   /* value at entry / leverage, as of a position that is isolated; NaN: not known */
    int tier;                    /* at the mark */
    bool listed;
    bool isolated;
} lm_account_leg;

typedef struct lm_account_rules {
    lm_rules **items;
    size_t count;
    size_t capacity;
} lm_account_rules;

struct lm_account {
    lm_account_rules rules; /* equal rules once; they do not move */
    lm_account_leg *legs;
    size_t leg_capacity;
    lm_account_row *rows;
    size_t row_capacity;
    size_t count;
};

/* What all cross positions are together. */
typedef struct lm_account_total {
    double maintenance;
    double notional;
    double value_slope;       /* change of the equity as all notionals grow by their own amounts */
    double requirement_slope; /* the same of the requirement, in the tiers at the mark */
} lm_account_total;

/* Sums up the cross positions; a sum does not depend on their order. LM_E_RANGE where it is too large for a number. */
lm_status lm_account_sum(lm_host *host, const lm_account *account, lm_account_total *total);

/*
 * Finds the relative joint moves of the prices, down and up, at which `available`, the equity less the requirement at the
 * marks, ends. NaN where no move does.
 */
lm_status lm_account_joint(lm_host *host, const lm_account *account, const lm_account_total *total, double available,
                           double *u_down, double *u_up);

/*
 * Solves `available` from the listed prices of the cross positions: NaN if none of them has a listed price.
 */
lm_status lm_account_available(lm_host *host, const lm_account *account, double *available);

/* Returns what margin is available to the account if this cross position is liquidated at y, the others at their marks. */
double lm_account_available_at(const lm_account_leg *leg, double y);

/* Returns y = price, or 1 / price for an inverse contract. */
static inline double lm_account_y(const lm_account_leg *leg, double price)
{
    return leg->position.rules->contract == LM_INVERSE ? 1 / price : price;
}

#endif

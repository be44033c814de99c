/* An account with several coins under cross margin. */
#ifndef LIQMAP_ACCOUNT_H
#define LIQMAP_ACCOUNT_H

#include "margin.h"

LM_BEGIN_DECLS

/* A position of an account. Unknown numbers are NaN. */
typedef struct lm_account_position {
    char symbol[LM_SYMBOL_SIZE]; /* free text, "" if unknown */
    lm_side side;
    bool isolated;            /* has collateral of its own; false: cross, shares the equity of the account */
    bool listed;              /* a list states the liquidation price, or that there is none */
    double qty;               /* above 0, in units of contract_size of the rules */
    double mark;              /* the price now */
    double entry;             /* needed for rules on entry, and for isolated positions; unknown: the mark */
    double leverage;          /* isolated: collateral = value at entry / leverage; of cross positions only repeated */
    double collateral;        /* isolated: at entry, added to value / leverage; may be 0; unknown: 0 */
    double liquidation_price; /* where `listed`: as the list states it, NaN if it states that there is none */
} lm_account_position;

/* Sets all numbers to unknown, and the position to a cross long without a symbol that is not listed. */
LM_API void lm_account_position_init(lm_account_position *position);

/* How far a computed price may be from a listed one that it agrees with, relative to the listed one. */
#define LM_ACCOUNT_TOLERANCE 1e-4

/* A position after lm_account_solve(). Unknown numbers are NaN. */
typedef struct lm_account_row {
    char symbol[LM_SYMBOL_SIZE];
    lm_side side;
    double qty;
    double mark;
    double leverage;
    bool isolated;
    lm_margin_status status;   /* unknown where the equity is unknown */
    double liquidation_price;  /* the other positions at their marks; known where status is price */
    double distance_pct;       /* of the liquidation price from the mark, signed */
    double maintenance_margin; /* requirement at the mark with fee and fixed amount, margin currency */
    double price_down;    /* the mark where the account dies as all marks fall together; unknown if it never does */
    double price_up;      /* the same as all marks rise together */
    double listed_price;  /* as given; unknown where none is listed and where the list states that there is none */
    const char *listed;   /* "agrees" or "differs": the listed price and this one; NULL without a listed one */
    double difference;    /* of the liquidation price from the listed one, relative to the listed one */
    const char *likely;   /* why they differ: "isolated", "rate", or NULL, unknown; see docs/margin.md */
    double implied_rate;  /* the flat maintenance rate at which the listed price would agree */
    bool gives_equity;    /* the equity was solved from the listed price of this position */
    double counted_price; /* for a map: the listed price, else the liquidation price; unknown for never */
    int stale_days;       /* from the origin of the rules, as in lm_margin; -1: not stale */
} lm_account_row;

/* The state of an account. Unknown numbers are NaN. */
typedef struct lm_account_margin {
    double equity;             /* at the marks, without the collateral of isolated positions, margin currency */
    lm_margin_status status;   /* price: a joint move liquidates; unknown: the equity could not be solved */
    double maintenance_margin; /* of all cross positions at their marks, margin currency */
    double margin_available;   /* equity less maintenance margin; not above 0: liquidatable */
    double notional;           /* of all cross positions at their marks, margin currency */
    double u_down;             /* all marks times 1 + u_down (-1 to 0) liquidate; NaN: no fall does */
    double u_up;               /* all marks times 1 + u_up (at least 0) liquidate; NaN: no rise does */
    int64_t held;              /* number of positions, isolated ones too */
    int64_t isolated;
    int64_t listed; /* positions with a listed price, or listed as never liquidated */
    int64_t agrees; /* listed positions whose price agrees with the computed one */
} lm_account_margin;

/* The positions of an account, with their rules. */
typedef struct lm_account lm_account;

LM_API lm_status lm_account_create(lm_host *host, lm_account **account);
LM_API void lm_account_destroy(lm_host *host, lm_account *account);

/*
 * Adds a position; its rules are copied. All positions of an account are linear, or all inverse with the same margin
 * coin (LM_E_MISMATCH). LM_E_RANGE for qty, mark, entry or leverage that is not finite and above 0, and for a position
 * above `known_to` of its rules; `cap` and `max_leverage` bind only who opens a position, so they do not count.
 * LM_E_ARGUMENT for rules on entry without an entry. A failed call leaves the account as it was.
 */
LM_API lm_status lm_account_add(lm_host *host, lm_account *account, const lm_rules *rules,
                                const lm_account_position *position);

/*
 * Adds a position that is given as JSON:
 * {"symbol","side":"long"|"short","qty","mark","rules","isolated","entry","leverage","collateral","liquidation_price"}.
 * side, qty, mark and rules are needed; null means unknown, except that a liquidation_price of null or "never" states that no
 * price liquidates the position: leave the key out where nothing is listed. LM_E_DOCUMENT names the position by its
 * number from 1, and the path in it; other errors as of lm_account_add().
 */
LM_API lm_status lm_account_read(lm_host *host, lm_account *account, const char *json, size_t length);

/*
 * Computes all rows and the state of the account for this equity, which may be 0 or less. A row does not depend on the
 * order of the positions. LM_E_RANGE for an equity that is not finite, sums that are too large for a number, and prices
 * at which a position would be above `known_to`; the
 * rows are not valid then.
 */
LM_API lm_status lm_account_solve(lm_host *host, lm_account *account, double equity, lm_account_margin *margin);

/*
 * Solves the equity from the listed liquidation price of one of the cross positions, and then computes as
 * lm_account_solve() does. Takes the price with which the greatest number of the account's other listed prices agrees;
 * of several such prices that of the position of the greatest notional. Without any listed price of a cross position the
 * equity is unknown, and so are the status and the prices of the cross positions.
 */
LM_API lm_status lm_account_solve_listed(lm_host *host, lm_account *account, lm_account_margin *margin);

/* Returns the rows in the order in which the positions were added, and sets *count; valid until the next call. */
LM_API const lm_account_row *lm_account_rows(const lm_account *account, size_t *count);

/* Returns the rules of the positions, each of equal rules once; NULL where index is not below their number. */
LM_API const lm_rules *lm_account_rules_at(const lm_account *account, size_t index);

LM_END_DECLS

#endif

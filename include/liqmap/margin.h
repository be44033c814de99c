/* Margin rules, tables of venues, and the price at which a position is liquidated. */
#ifndef LIQMAP_MARGIN_H
#define LIQMAP_MARGIN_H

#include "base.h"

LM_BEGIN_DECLS

typedef enum lm_basis { LM_BASIS_MARK = 0, LM_BASIS_ENTRY = 1 } lm_basis;

/* A tier of maintenance margin: from `floor` of notional on, maintenance = rate * notional - deduct. */
typedef struct lm_tier {
    double floor; /* quote (linear) or coin (inverse); a quantity where the rules say by_size */
    double rate;
    double deduct;
    double max_leverage; /* 0: not stated */
} lm_tier;

/* How a venue shows the exact price on its ticks. */
typedef enum lm_rounding {
    LM_ROUND_UNKNOWN = 0,
    LM_ROUND_EXACT = 1, /* not at all */
    LM_ROUND_UP = 2,
    LM_ROUND_DOWN = 3,
    LM_ROUND_NEAREST = 4
} lm_rounding;

/* Margin rules of a contract, from lm_rules_init() or a document. Formula and sources: docs/margin.md. */
typedef struct lm_rules {
    uint8_t contract;    /* lm_contract */
    uint8_t basis;       /* lm_basis: is maintenance charged on value at the mark or at entry */
    uint8_t fee_basis;   /* lm_basis, default the basis */
    bool steps;          /* the tier's rate hits the whole position and jumps at a floor */
    bool by_size;        /* floors are quantities, not notional: price does not move a position between tiers */
    uint8_t rounding[2]; /* lm_rounding of a liquidation price, by side; never applied unasked */
    int tier_count;
    double fee;           /* closing fee rate counted inside the requirement */
    double fixed;         /* any fixed amount of the requirement, in margin currency */
    double contract_size; /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double rate_per_size; /* grows the rate per unit of qty; by_size only */
    double cap;           /* the largest position the venue opens, in the unit of floors; 0: not stated */
    double known_to;      /* beyond this the venue has tiers that are not in the table; 0: the table is whole */
    double tick;          /* of price; 0: not stated */
    lm_tier tiers[LM_MAX_TIERS];
} lm_rules;

/* Linear, on mark, no fee, one tier at 0.4 %: what the default model assumes. */
LM_API void lm_rules_init(lm_rules *rules);

/*
 * Reads {"contract","basis","fee","fee_basis","fixed","steps","tiers":[{"floor","rate","deduct","max_leverage","cap"}],
 * "tiers_by":"size","contract_size","rate_per_size","cap","known_to","rounding":{"long":"up","short":"down"},"tick"};
 * a tier may also be [floor, rate, deduct, max_leverage]; `deduct` is computed where left out. {"venue","symbol",
 * "as_of"} takes the rules of a venue, in place of which anything given beside it stands; "any_leverage": true drops
 * its maximum. LM_E_DOCUMENT with the path for anything unknown, repeated, of the wrong type, not finite, tiers that do
 * not begin at 0, do not increase or leave a gap, rates that fall, rate + fee >= 1.
 */
LM_API lm_status lm_rules_read(lm_host *host, const char *json, size_t length, lm_rules *rules);

/* Appends the rules as JSON: lossless, read back they are the same. */
LM_API lm_status lm_rules_print(lm_host *host, const lm_rules *rules, lm_buffer *out);

/*
 * The rules of a built-in venue that are in force at as_of (INT64_MAX: the newest). LM_E_ARGUMENT for a venue or symbol
 * that is not known, with near names in the hint; LM_E_TIME for a time before the first table, which says when that is.
 * What begins with { in the place of a name is a document of one's own.
 */
LM_API lm_status lm_venue_rules(lm_host *host, const char *venue, size_t venue_length, const char *symbol,
                                size_t symbol_length, int64_t as_of, lm_rules *rules);

/* The same from a venue document of one's own; docs/venues.md has its shape. */
LM_API lm_status lm_venue_document_rules(lm_host *host, const char *json, size_t length, const char *symbol,
                                         size_t symbol_length, int64_t as_of, lm_rules *rules);

#define LM_VENUE_TEXT_SIZE 512

/* One table: a symbol of a venue from a date on. */
typedef struct lm_venue_entry {
    char venue[64];
    char symbol[64];
    int64_t since; /* first day on which it is known to have been in force */
    char source[LM_VENUE_TEXT_SIZE];
    lm_rules rules;
} lm_venue_entry;

/* Where a listing stands; begins as {0}. */
typedef struct lm_venue_reader {
    int venue;
    int entry;
} lm_venue_reader;

/* The next built-in table, by venue, symbol and date as in the files; LM_DONE behind the last. */
LM_API lm_status lm_venue_next(lm_host *host, lm_venue_reader *reader, lm_venue_entry *entry);

typedef enum lm_margin_status {
    LM_MARGIN_PRICE = 0,       /* liquidated at a price */
    LM_MARGIN_NEVER = 1,       /* no price liquidates it */
    LM_MARGIN_LIQUIDATABLE = 2 /* equity at entry does not exceed the requirement */
} lm_margin_status;

LM_API const char *lm_margin_status_word(lm_margin_status status); /* "price", "never", "liquidatable" */

typedef struct lm_position {
    lm_side side;
    double entry;
    double qty;        /* above 0, each of contract_size: by default base coins (linear) or quote (inverse) */
    double leverage;   /* collateral = value at entry / leverage; 0: take collateral as given */
    double collateral; /* what stands behind it at entry (added to value / leverage where both are given) */
} lm_position;

typedef struct lm_margin {
    lm_margin_status status;
    double liquidation_price;  /* NaN unless status is LM_MARGIN_PRICE */
    double bankruptcy_price;   /* where equity is 0; NaN if nowhere */
    int tier_at_entry;         /* from 0 */
    int tier_at_liquidation;   /* from 0, -1 unless there is a price */
    double initial_margin;     /* the collateral counted, margin currency */
    double maintenance_margin; /* the requirement at entry, fee and fixed included */
    double distance_pct;       /* of the liquidation price from entry, signed; NaN unless there is a price */
} lm_margin;

/*
 * LM_E_RANGE for entry or qty not above 0, negative leverage or one above max_leverage of the tier at entry, a position
 * above the cap or beyond what is known of the tiers, anything not finite; LM_E_ARGUMENT without any margin.
 */
LM_API lm_status lm_margin_solve(lm_host *host, const lm_rules *rules, const lm_position *position, lm_margin *margin);

/*
 * The liquidation price alone, NaN unless *status is LM_MARGIN_PRICE. A qty of 0 stands for a position so small that
 * the first tier holds it; it can have no collateral but its leverage (LM_E_ARGUMENT).
 */
LM_API lm_status lm_liquidation_price(lm_host *host, const lm_rules *rules, const lm_position *position,
                                      lm_margin_status *status, double *price);

/*
 * The liquidation price as the venue shows it: on a tick, in the direction that the rules give for this side. tick 0
 * takes the one of the rules. LM_E_MISSING where the rules do not say.
 */
LM_API lm_status lm_round_liquidation_price(lm_host *host, const lm_rules *rules, lm_side side, double price,
                                            double tick, double *rounded);

/* Both legs of a hedged position under cross margin, which share their collateral and so their liquidation. */
typedef struct lm_hedge {
    double entry[2]; /* by side */
    double qty[2];   /* by side, both above 0 */
    double wallet;   /* balance behind both, with the profit of other positions and without their maintenance */
    double mark;     /* price from which they are watched; 0: mean of the entries, weighted by quantity */
} lm_hedge;

typedef struct lm_hedged_margin {
    lm_margin_status status;
    double liquidation_price; /* against the larger leg where that is a price, else the other; NaN if neither is */
    double price_below;       /* first one met by a fall from the mark; NaN: never */
    double price_above;       /* by a rise */
    double equity;            /* at the mark, margin currency */
    double maintenance_margin;
} lm_hedged_margin;

/* Every leg has the tier of its own notional. Errors as of lm_margin_solve. */
LM_API lm_status lm_hedged_margin_solve(lm_host *host, const lm_rules *rules, const lm_hedge *hedge,
                                        lm_hedged_margin *margin);

/*
 * The liquidation price of a position entered at 1, by the closed form, for a quote notional `position` at leverage x:
 * everything a replay needs to know of margin. *ratio is written for LM_MARGIN_PRICE only. `reference_price` turns what
 * inverse rules state in coin (floors, deductions, fixed) and linear ones in size into quote; pass 0 where there is
 * nothing of that.
 */
LM_API lm_margin_status lm_margin_ratio(const lm_rules *rules, double position, double reference_price, lm_side side,
                                        double x, double *ratio);

LM_END_DECLS

#endif

/* Margin rules, tables of venues, and the liquidation price of a position. */
#ifndef LIQMAP_MARGIN_H
#define LIQMAP_MARGIN_H

#include "base.h"

LM_BEGIN_DECLS

typedef enum lm_basis { LM_BASIS_MARK = 0, LM_BASIS_ENTRY = 1 } lm_basis;

/*
 * A tier of maintenance margin. From a notional of `floor` on (top_inclusive: above it), maintenance = rate * notional -
 * deduct.
 */
typedef struct lm_tier {
    double floor; /* quote currency (linear) or coins (inverse); a quantity if the rules say by_size */
    double rate;
    double deduct;
    double max_leverage; /* 0: not stated */
} lm_tier;

/* How a venue rounds the exact price to its ticks. */
typedef enum lm_rounding {
    LM_ROUND_UNKNOWN = 0,
    LM_ROUND_EXACT = 1, /* not rounded */
    LM_ROUND_UP = 2,
    LM_ROUND_DOWN = 3,
    LM_ROUND_NEAREST = 4
} lm_rounding;

#define LM_VENUE_TEXT_SIZE 512

/* Where margin rules come from. Of rules that do not say so nothing is known. */
typedef struct lm_rules_origin {
    char venue[64];  /* that the rules were found under; "": none. Not printed */
    char symbol[64]; /* as above */
    int64_t since;   /* first day on which the table is known to have been in force; LM_TIME_UNKNOWN */
    int64_t seen;    /* last day on which it was seen, if it was seen again; LM_TIME_UNKNOWN */
    int stale_days;  /* whole days from then to the day that was asked, if more than LM_STALE_DAYS; else -1 */
    char source[LM_VENUE_TEXT_SIZE];  /* where the table was published; "": unknown */
    char checked[LM_VENUE_TEXT_SIZE]; /* what of the venue's rules was compared with published prices; "": unknown */
} lm_rules_origin;

/*
 * The margin rules of a contract, from lm_rules_init() or a document. docs/margin.md has the formula and its sources.
 */
typedef struct lm_rules {
    uint8_t contract;    /* lm_contract */
    uint8_t basis;       /* lm_basis: maintenance is charged on the value at the mark or at entry */
    uint8_t fee_basis;   /* lm_basis, default the basis */
    bool steps;          /* the rate of the tier applies to the whole position, so the requirement jumps at a floor */
    bool top_inclusive;  /* a notional or size of exactly a floor belongs to the tier that ends there */
    bool by_size;        /* floors are quantities, not notional: a move of the price changes no tier */
    uint8_t rounding[2]; /* lm_rounding of a liquidation price, by side; only lm_round_liquidation_price() uses it */
    int tier_count;
    double fee;           /* rate of the closing fee, a part of the requirement */
    double fixed;         /* fixed amount in the requirement, margin currency */
    double contract_size; /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double rate_per_size; /* increase of the rate per unit of qty; by_size only */
    double cap;           /* largest position that the venue opens, in the unit of floors; 0: not stated */
    double known_to;      /* size above which the venue has tiers that are not in the table; 0: the table is complete */
    double tick;          /* price step; 0: not stated */
    double
        bankruptcy_fee; /* rate of the closing fee that the bankruptcy price leaves room for; the requirement has `fee` */
    lm_rules_origin origin; /* has no effect on any price, and is not stored with a map */
    lm_tier tiers[LM_MAX_TIERS];
} lm_rules;

/* Sets the rules of the default model: linear, on the mark, no fee, one tier at 0.4 %. */
LM_API void lm_rules_init(lm_rules *rules);

/*
 * Parses
 * {"contract","basis","fee","fee_basis","fixed","steps","top_inclusive","tiers":[{"floor","rate","deduct","max_leverage","cap"}],
 * "tiers_by":"size","contract_size","rate_per_size","cap","known_to","rounding":{"long":"up","short":"down"},"tick",
 * "bankruptcy_fee","since","seen","source","checked","stale_days"}; the last five are the origin. A tier may also be [floor, rate, deduct, max_leverage]; a missing `deduct` is computed. {"venue","symbol","as_of"}
 * gives the rules of a venue, and the other members replace single rules; "any_leverage": true removes the maximum
 * leverage. Own tiers beside a venue have no origin but their own. LM_E_DOCUMENT with the path for anything unknown, repeated, of the wrong type or not finite; for tiers that
 * do not begin at 0, do not increase or leave a gap; for rates that fall; for rate + fee >= 1.
 */
LM_API lm_status lm_rules_read(lm_host *host, const char *json, size_t length, lm_rules *rules);

/* Appends the rules as JSON, without loss: the same rules when parsed again. */
LM_API lm_status lm_rules_print(lm_host *host, const lm_rules *rules, lm_buffer *out);

/* A table that was last known to be in force more days than this before the day that is asked counts as stale. */
#define LM_STALE_DAYS 180
#define LM_STALE_TEXT_SIZE 320

/*
 * Computes the whole days from the last day on which the table is known to have been in force (`seen`, else `since`) to
 * `day`, if they are more than LM_STALE_DAYS; else -1, also for rules without dates and for LM_TIME_UNKNOWN or INT64_MAX.
 */
LM_API int lm_rules_stale_days(const lm_rules *rules, int64_t day);

/* Prints a result of lm_rules_stale_days() for people, with venue, symbol and date; "" for -1. Returns text. */
LM_API const char *lm_rules_stale_text(const lm_rules *rules, int days, char text[LM_STALE_TEXT_SIZE]);

/*
 * Finds the rules of a built-in venue that are in force at as_of (INT64_MAX: the newest). LM_E_ARGUMENT for an unknown
 * venue or symbol, with similar names in the hint; LM_E_TIME for a time before the first table, with the date of that
 * table. A `venue` that begins with { is a venue document. The rules have their origin; only an as_of gives stale_days.
 */
LM_API lm_status lm_venue_rules(lm_host *host, const char *venue, size_t venue_length, const char *symbol,
                                size_t symbol_length, int64_t as_of, lm_rules *rules);

/* Finds the rules in force at as_of in a venue document; docs/venues.md describes it. Errors as of lm_venue_rules(). */
LM_API lm_status lm_venue_document_rules(lm_host *host, const char *json, size_t length, const char *symbol,
                                         size_t symbol_length, int64_t as_of, lm_rules *rules);

/* One table: the rules of a symbol of a venue from a date on. */
typedef struct lm_venue_entry {
    char venue[64];
    char symbol[64];
    int64_t since; /* first day on which the table is known to have been in force */
    int64_t seen;  /* last day on which it was seen, if it was seen again; LM_TIME_UNKNOWN */
    char source[LM_VENUE_TEXT_SIZE];
    lm_rules rules;
} lm_venue_entry;

/* The position in a listing; the initial value is {0}. */
typedef struct lm_venue_reader {
    int venue;
    int entry;     /* of the symbol */
    size_t symbol; /* place in the document */
} lm_venue_reader;

/* Reads the next built-in table, by venue, symbol and date as in the files; LM_DONE after the last. */
LM_API lm_status lm_venue_next(lm_host *host, lm_venue_reader *reader, lm_venue_entry *entry);

typedef enum lm_margin_status {
    LM_MARGIN_PRICE = 0,        /* liquidated at a price */
    LM_MARGIN_NEVER = 1,        /* liquidated at no price */
    LM_MARGIN_LIQUIDATABLE = 2, /* equity at the mark does not exceed the requirement */
    LM_MARGIN_UNKNOWN = 3       /* only of accounts: no listed price gives their equity */
} lm_margin_status;

LM_API const char *lm_margin_status_word(lm_margin_status status); /* "price", ... */

typedef struct lm_position {
    lm_side side;
    double entry;
    double qty; /* above 0, in units of contract_size: by default base coins (linear) or quote currency (inverse) */
    double leverage;   /* collateral = value at entry / leverage; 0: only `collateral` counts */
    double collateral; /* collateral at entry (added to value / leverage if both are given), margin currency */
    double mark;       /* the price now, from which the position loses; 0: the entry */
} lm_position;

typedef struct lm_margin {
    lm_margin_status status;
    /*
     * For LM_MARGIN_LIQUIDATABLE the price that the mark has passed: the nearest one, from the mark in the direction of
     * profit, beyond which the equity exceeds the requirement. NaN if there is none.
     */
    double liquidation_price;
    double bankruptcy_price; /* price at which equity is 0, or `bankruptcy_fee` of the notional; NaN if there is none */
    int tier_at_entry;       /* from 0 */
    int tier_at_liquidation; /* from 0, -1 unless there is a price */
    double initial_margin;   /* collateral that counts, margin currency */
    double maintenance_margin; /* requirement at the mark with fee and fixed amount, margin currency */
    double distance_pct;       /* of the liquidation price from the mark, signed; NaN unless there is a price */
    double past_pct;           /* the same unsigned, if the mark has passed the liquidation price; else NaN */
    /* From the origin of the rules: */
    int64_t since;
    int64_t seen;
    const char *source;  /* a part of the rules; NULL: unknown */
    const char *checked; /* as above */
    int stale_days;
} lm_margin;

/*
 * Computes the margin of a position. LM_E_RANGE for entry or qty not above 0, a negative mark, a leverage that is negative or above
 * max_leverage of the tier at entry, a position above `cap` or `known_to`, or anything not finite; A position
 * without leverage and collateral has a margin of 0: its equity is its profit at the mark.
 */
LM_API lm_status lm_margin_solve(lm_host *host, const lm_rules *rules, const lm_position *position, lm_margin *margin);

/*
 * Computes only the liquidation price, NaN unless *status is LM_MARGIN_PRICE. A qty of 0 means a position that is small
 * enough for the first tier; it must have leverage and no collateral (LM_E_ARGUMENT). Other errors as of
 * lm_margin_solve().
 */
LM_API lm_status lm_liquidation_price(lm_host *host, const lm_rules *rules, const lm_position *position,
                                      lm_margin_status *status, double *price);

/*
 * Rounds a liquidation price to a tick, in the direction of the rules for this side. `tick` 0 means the tick of the
 * rules. LM_E_RANGE for a price not above 0 or a negative tick; LM_E_MISSING if the rules have no rounding or no tick.
 */
LM_API lm_status lm_round_liquidation_price(lm_host *host, const lm_rules *rules, lm_side side, double price,
                                            double tick, double *rounded);

/* The two legs of a hedged position under cross margin. They share their collateral and are liquidated together. */
typedef struct lm_hedge {
    double entry[2]; /* by side */
    double qty[2];   /* by side, both above 0 */
    double wallet;   /* balance for both legs with the profit of other positions, without their maintenance */
    double mark;     /* current mark; 0: mean of the entries, weighted by quantity */
} lm_hedge;

typedef struct lm_hedged_margin {
    lm_margin_status status;
    double liquidation_price; /* in the direction that the larger leg loses, else in the other; NaN if there is none */
    double price_below;       /* first liquidation price below the mark; NaN: none */
    double price_above;       /* first liquidation price above the mark; NaN: none */
    double equity;            /* at the mark, margin currency */
    double maintenance_margin;
    /* From the origin of the rules, as in lm_margin: */
    int64_t since;
    int64_t seen;
    const char *source;
    const char *checked;
    int stale_days;
} lm_hedged_margin;

/*
 * Computes the margin of a hedged position. Each leg has the tier of its own notional. Errors as of lm_margin_solve().
 */
LM_API lm_status lm_hedged_margin_solve(lm_host *host, const lm_rules *rules, const lm_hedge *hedge,
                                        lm_hedged_margin *margin);

/*
 * Computes the liquidation price over the entry price, in closed form, for a quote notional at leverage x. A replay
 * needs nothing else of margin. *ratio is written for LM_MARGIN_PRICE only. `reference_price` converts the amounts of
 * inverse rules in coins (floors, deductions, fixed) and of linear rules in size to quote currency; pass 0 if there are
 * no such amounts.
 */
LM_API lm_margin_status lm_margin_ratio(const lm_rules *rules, double notional, double reference_price, lm_side side,
                                        double x, double *ratio);

LM_END_DECLS

#endif

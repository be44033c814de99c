/* Impact models: how far forced orders move the price, as JSON and estimated from data. */
#ifndef LIQMAP_IMPACT_H
#define LIQMAP_IMPACT_H

#include "map.h"

LM_BEGIN_DECLS

/*
 * The kinds of price impact. The displacement is a function of the cumulative flow Q of a cascade, in base coins, and
 * is measured as the log distance x = |ln(P/P0)| from the reference price P0:
 *
 *   linear      x = Q / d               d = depth_per_pct / P0 coins per 0.01 of log distance ("1 %")
 *   sqrt        x = y sigma sqrt(Q/V)   V = volume / P0 coins a day
 *   saturating  x = L (1 - e^(-Q/(dL))) as linear at first, never more than L = limit_pct / 100
 *   book        x = D^-1(Q)             D(x) coins resting within x: those of the depths, even between and beyond them
 *
 * with Q = coins of the map * share / reported / (multiplier * evaporation(x)) and
 * evaporation(x) = max(floor, e^(-eta 100x)).
 */
typedef enum lm_impact_kind { LM_IMPACT_LINEAR, LM_IMPACT_SQRT, LM_IMPACT_SATURATING, LM_IMPACT_BOOK } lm_impact_kind;

#define LM_MAX_DEPTHS 256

/* Orders resting within `pct` percent of the reference price (of the price, not of its logarithm). */
typedef struct lm_depth {
    double pct;      /* above 0; below 100 for bids */
    double notional; /* quote currency, cumulative */
} lm_depth;

typedef enum lm_engine_order { LM_ORDER_MARKET, LM_ORDER_BANKRUPTCY } lm_engine_order;

/*
 * The rules by which a venue liquidates. Static cascades use maintenance, fund and adl; cascades in time use all
 * members.
 */
typedef struct lm_engine {
    double maintenance;   /* margin left at the liquidation price, as a fraction of notional; default 0.005 */
    double partial;       /* fraction of a position that is liquidated first, in (0, 1], default 1 */
    double partial_above; /* quote notional of a position above which `partial` applies, default 0 */
    double cooldown;      /* seconds before the next part, default 30 */
    double takeover;      /* fraction of maintenance margin below which the venue takes over a position, default 0 */
    uint8_t order;        /* lm_engine_order: sold at any price, or not below the bankruptcy price; default market */
    bool adl;             /* losses beyond the fund close winning positions, default true */
    double fund;          /* insurance fund, quote currency, default 0 */
} lm_engine;

typedef struct lm_impact_model {
    uint8_t kind; /* lm_impact_kind */

    double depth_per_pct; /* linear, saturating: quote notional, at the reference price, that moves price by 1 % */
    double limit_pct;     /* saturating: greatest displacement, percent of log distance; default 50 */
    double sigma;         /* sqrt: daily volatility, a fraction */
    double volume;        /* sqrt: quote notional traded a day */
    double y;             /* sqrt: default 1 */

    int depth_count[2]; /* book: by the side that is liquidated: LM_LONG has the bids, LM_SHORT the asks */
    lm_depth depths[2][LM_MAX_DEPTHS]; /* ascending, both columns strictly */

    double multiplier;        /* of depth, for what is hidden and refilled, default 1 */
    double eta;               /* evaporation per 1 % of log distance, default 0 */
    double evaporation_floor; /* fraction of depth that always remains, in (0, 1], default 0.05 */
    double share;             /* fraction of flow that reaches the order book, in (0, 1], default 1 */

    double reported[2];     /* least and greatest share that feeds report; 0, 0: lm_impact_model_reported() */
    double jump_pct;        /* least move of the price that counts as a jump, percent of log distance, default 0.25 */
    double reference_price; /* where the move starts and depth is measured from; 0: that of the map */
    lm_engine engine;
} lm_impact_model;

/* Sets the defaults. Numbers without a default are 0 and must be set. */
LM_API void lm_impact_model_init(lm_impact_model *model);

/*
 * Parses {"kind":"linear","depth_per_pct":2e7} | {"kind":"sqrt","sigma":0.015,"volume":1.1e10,"y":1} |
 * {"kind":"saturating","depth_per_pct":2e7,"limit_pct":50} | {"kind":"book","levels":[[0.1,5e6],[1,2e7]]}, or "bids"
 * and "asks" in place of "levels"; with "multiplier":1, "evaporation":{"eta":0,"floor":0.05}, "share":1,
 * "reported":[0.3,0.5] (or one number), "jump_pct":0.25, "reference_price", "engine":{"maintenance":0.005,"partial":1,
 * "partial_above":0,"cooldown":"30 s","takeover":0,"order":"market"|"bankruptcy","fund":0,"adl":true}. LM_E_DOCUMENT
 * names the path.
 */
LM_API lm_status lm_impact_model_read(lm_host *host, const char *json, size_t length, lm_impact_model *model);

/* Appends the impact model as JSON with all defaults; lm_impact_model_read() gives the same impact model. */
LM_API lm_status lm_impact_model_print(lm_host *host, const lm_impact_model *model, lm_buffer *out);

/*
 * Checks an impact model. LM_E_ARGUMENT for one that lm_impact_model_read() would refuse. Functions that take one check
 * it themselves.
 */
LM_API lm_status lm_impact_model_check(lm_host *host, const lm_impact_model *model);

/*
 * The range for a map of replays where the impact model has none. Binance and OKX send at most one liquidation per
 * symbol and second (K33, CoinGlass); one count found 2.7 times the volume that was sent, and for 10 October 2025
 * CoinGlass puts the true sum at 1.5 to 2 times what was reported.
 */
#define LM_REPORTED_LEAST 0.3
#define LM_REPORTED_MOST 1.0

/*
 * Sets the least and the greatest share of liquidations that feeds report, as cascades use it: the range of the impact
 * model where it has one; else LM_REPORTED_LEAST to LM_REPORTED_MOST for a map that holds replays, whose models were
 * fitted to feeds, and 1 to 1 for a map of known positions alone, which count in full.
 */
LM_API void lm_impact_model_reported(const lm_map *map, const lm_impact_model *model, double range[2]);

/* ---- impact models from data */

/* The impact model estimated from a tape by a robust regression of the returns of its frames on their signed flow. */
typedef struct lm_impact_estimate {
    lm_impact_model model; /* linear or sqrt, all else by default */
    double sigma;          /* daily volatility of the closes, a fraction */
    double volume;         /* quote currency a day */
    double low, high;      /* 90 % interval of depth_per_pct or y; high NaN: no upper bound, for the slope may be 0 */
    double r2;             /* share of the squared returns that the line explains; may be negative */
    int64_t n;             /* frames in the regression */
    int64_t frame;         /* width of the frames */
} lm_impact_estimate;

/*
 * Estimates linear or square-root impact. Returns are close to close, of frames that directly follow one another; flow
 * is what takers bought less what they sold, in quote. Huber's weights (1.345), through the origin, 50 rounds; the
 * interval is a sandwich estimate over blocks of about sqrt(n) frames. The result is the impact of all flow within a
 * frame, most of which is gone later: neither the resting order book, nor the impact of a long order. LM_E_MISSING for
 * fewer than 300 such frames, for a tape without sides of takers, for a price that never moves or falls when takers
 * buy; LM_E_ARGUMENT for other kinds.
 */
LM_API lm_status lm_tape_impact(lm_host *host, lm_bytes tape, lm_impact_kind kind, lm_impact_estimate *estimate);

/* Parses {"kind":"linear"} or {"kind":"sqrt"}; without a key it is linear. */
LM_API lm_status lm_tape_impact_options_read(lm_host *host, const char *json, size_t length, lm_impact_kind *kind);

/* Appends the impact model as lm_impact_model_read() parses it, with the interval under "estimate". */
LM_API lm_status lm_impact_estimate_print(lm_host *host, const lm_impact_estimate *estimate, lm_buffer *out);

/*
 * The collected rows of order-book depth: one relocatable block without pointers, like lm_tape, of lm_book_size()
 * bytes, aligned to 8. Rows are bands or levels, not both (LM_E_MISMATCH); their order does not matter.
 */
typedef struct lm_book {
    uint32_t host_word; /* for use by the host */
    uint32_t magic;
} lm_book;

LM_API lm_status lm_book_create(lm_host *host, lm_book **book);
LM_API void lm_book_destroy(lm_host *host, lm_book *book);
LM_API size_t lm_book_size(const lm_book *book);

/* Returns whether this memory holds a whole lm_book. Safe on untrusted bytes. */
LM_API bool lm_book_is_valid(const void *memory, size_t size);

/*
 * Adds a band of a snapshot: notional of all orders within `percentage` of the middle, bids if negative (as in the
 * bookDepth files of Binance). LM_E_RANGE for a percentage of 0 or beyond 10000, and for a negative notional.
 */
LM_API lm_status lm_book_band(lm_host *host, lm_book **book, int64_t time, double percentage, double notional);

/* Adds a level of a snapshot with the middle `mid`. LM_E_RANGE for a bid above or an ask below mid. */
LM_API lm_status lm_book_level(lm_host *host, lm_book **book, int64_t time, bool bid, double price, double qty,
                               double mid);

/* Adds all rows of another book. */
LM_API lm_status lm_book_merge_into(lm_host *host, lm_book **book, const lm_book *other);

/* The impact model computed from rows of depth. */
typedef struct lm_book_profile {
    lm_impact_model model; /* of kind book, all else by default */
    int64_t snapshots;
    int64_t since, until; /* times of the first and the last snapshot */
} lm_book_profile;

/*
 * Computes the median over time of the depth at each distance that half of the snapshots reach: percentages as given,
 * levels at 0.001, 0.002, 0.005 .. 20 %. A distance whose median is not above that of the distance before it is left
 * out. LM_E_MISSING where a side has none, LM_E_LIMIT over LM_MAX_DEPTHS percentages.
 */
LM_API lm_status lm_book_read(lm_host *host, const lm_book *book, lm_book_profile *profile);

/* Appends the profile as an impact model. */
LM_API lm_status lm_book_profile_print(lm_host *host, const lm_book_profile *profile, lm_buffer *out);

LM_END_DECLS

#endif

/* Impact models: how price answers forced flow, as a document and as data have it. */
#ifndef LIQMAP_IMPACT_H
#define LIQMAP_IMPACT_H

#include "map.h"

LM_BEGIN_DECLS

/*
 * How price answers forced flow. Everything acts on the cumulative flow of a cascade, in log distance x = |ln(P/P0)|
 * from the reference price P0, with the flow Q in base coins:
 *
 *   linear      x = Q / d               d = depth_per_pct / P0 coins per 0.01 of log distance ("1 %")
 *   sqrt        x = y sigma sqrt(Q/V)   V = volume / P0 coins a day
 *   saturating  x = L (1 - e^(-Q/(dL))) as linear at first, never more than L = limit_pct / 100
 *   book        x = D^-1(Q)             D(x) coins resting within x: what the depths say, evenly in between and beyond
 *
 * of Q = flow * share / reported / (multiplier * evaporation(x)), where evaporation(x) = max(floor, e^(-eta 100x)).
 */
typedef enum lm_impact_kind { LM_IMPACT_LINEAR, LM_IMPACT_SQRT, LM_IMPACT_SATURATING, LM_IMPACT_BOOK } lm_impact_kind;

#define LM_MAX_DEPTHS 256

/* All that rests within `pct` percent of the reference price (of the price itself, not of its logarithm). */
typedef struct lm_depth {
    double pct;      /* above 0; below 100 for bids */
    double notional; /* quote currency, cumulative */
} lm_depth;

typedef enum lm_engine_order { LM_ORDER_MARKET, LM_ORDER_BANKRUPTCY } lm_engine_order;

/* How a venue liquidates. The static cascade uses maintenance, fund and adl; runs in time use all of it. */
typedef struct lm_engine {
    double maintenance;   /* margin left at the liquidation price, as a fraction of notional; default 0.005 */
    double partial;       /* fraction of a position that is liquidated at first, in (0, 1], default 1 */
    double partial_above; /* quote notional of a position above which `partial` holds, default 0 */
    double cooldown;      /* seconds before the next part, default 30 */
    double takeover;      /* fraction of maintenance margin below which the venue takes a position over, default 0 */
    uint8_t order;        /* lm_engine_order: sold at any price, or not below the bankruptcy price; default market */
    bool adl;             /* losses beyond the fund close winning positions, default true */
    double fund;          /* insurance fund, quote currency, default 0 */
} lm_engine;

typedef struct lm_impact_model {
    uint8_t kind;         /* lm_impact_kind */
    double depth_per_pct; /* linear, saturating: quote notional, at the reference price, that moves price by 1 % */
    double limit_pct;     /* saturating: the most that flow can move the price, percent of log distance; default 50 */
    double sigma;         /* sqrt: daily volatility, a fraction */
    double volume;        /* sqrt: quote notional traded a day */
    double y;             /* sqrt: default 1 */
    int depth_count[2];   /* book: by the side that is liquidated, so LM_LONG has the bids, LM_SHORT the asks */
    lm_depth depths[2][LM_MAX_DEPTHS]; /* ascending, both columns strictly */
    double multiplier;                 /* of depth: hidden and refilled on the way, default 1 */
    double eta;                        /* evaporation per 1 % of log distance, default 0 */
    double evaporation_floor;          /* the part of depth that stays, in (0, 1], default 0.05 */
    double share;                      /* of what is liquidated that reaches the impact model, in (0, 1], default 1 */
    double reported[2];     /* least and greatest share of true liquidations that feeds report; 0, 0: what the map calls
                                for, see lm_impact_model_reported(). Figures are scaled up by 1 / sqrt(least * greatest) */
    double jump_pct;        /* the least jump of the final price that counts as one, percent, default 0.25 */
    double reference_price; /* where the move starts and depth is measured from; 0: the map's */
    lm_engine engine;
} lm_impact_model;

/* The defaults; the impact's own numbers are 0, and must be set. */
LM_API void lm_impact_model_init(lm_impact_model *model);

/*
 * Reads {"kind":"linear","depth_per_pct":2e7} | {"kind":"sqrt","sigma":0.015,"volume":1.1e10,"y":1} |
 * {"kind":"saturating","depth_per_pct":2e7,"limit_pct":50} | {"kind":"book","levels":[[0.1,5e6],[1,2e7]]}, or "bids"
 * and "asks" in place of "levels"; with "multiplier":1, "evaporation":{"eta":0,"floor":0.05}, "share":1,
 * "reported":[0.3,0.5] (or one number), "jump_pct":0.25, "reference_price", "engine":{"maintenance":0.005,"partial":1,
 * "partial_above":0,"cooldown":"30 s","takeover":0,"order":"market"|"bankruptcy","fund":0,"adl":true}. LM_E_DOCUMENT
 * names the path.
 */
LM_API lm_status lm_impact_model_read(lm_host *host, const char *json, size_t length, lm_impact_model *model);

/* Appends the impact model as JSON, defaults filled in: lossless. */
LM_API lm_status lm_impact_model_print(lm_host *host, const lm_impact_model *model, lm_buffer *out);

/* Do bids and asks of a book have the same depths? Then it is printed as "levels". */
LM_API bool lm_impact_model_one_book(const lm_impact_model *model);

/* LM_E_ARGUMENT for an impact model that lm_impact_model_read() would refuse. Every function that takes an impact model checks it. */
LM_API lm_status lm_impact_model_check(lm_host *host, const lm_impact_model *model);

/*
 * What an impact model without a range of its own takes feeds to report, on a map in their units. Binance and OKX send at most
 * one liquidation per symbol and second (K33, CoinGlass); one count found 2.7 times the volume that was sent, and for 10
 * October 2025 CoinGlass puts the true sum at 1.5 to 2 times what was reported.
 */
#define LM_REPORTED_LEAST 0.3
#define LM_REPORTED_MOST 1.0

/*
 * The least and the greatest share of liquidations that feeds report, as every function here takes it: the impact model's
 * where it states one; else LM_REPORTED_LEAST to LM_REPORTED_MOST for a map that holds replays, whose models were fitted
 * to feeds, and 1 to 1 for a map of known positions alone, which count in full.
 */
LM_API void lm_impact_model_reported(const lm_map *map, const lm_impact_model *model, double range[2]);

/* ---- an impact model from data */

/* What a tape says of an impact model: a robust line through the returns of its frames on their signed flow. */
typedef struct lm_impact_estimate {
    lm_impact_model model; /* linear or sqrt, all else by default */
    double sigma;          /* daily volatility of the closes, a fraction */
    double volume;         /* quote currency a day */
    double low, high;      /* 90 % interval of depth_per_pct or y; high NaN: no upper bound, for the slope may be 0 */
    double r2;             /* share of the squared returns that the line takes away; may be negative */
    int64_t n;             /* frames in the regression */
    int64_t frame;         /* their width */
} lm_impact_estimate;

/*
 * Returns are close to close, of frames that follow right upon one another; flow is what takers bought less what they
 * sold, in quote. Huber's weights (1.345), through the origin, 50 rounds; the interval is a sandwich over blocks of
 * about sqrt(n) frames. It measures the impact of all flow within a frame, most of which is gone later: neither the
 * resting book, nor what a long order would do. LM_E_MISSING for under 300 such frames, for a tape that does not know
 * the takers' sides, for a price that never moves or does not go with the flow; LM_E_ARGUMENT for other kinds of impact.
 */
LM_API lm_status lm_tape_impact(lm_host *host, lm_bytes tape, lm_impact_kind impact, lm_impact_estimate *estimate);

/* Reads {"kind":"linear"} or {"kind":"sqrt"}; left out it is linear. */
LM_API lm_status lm_tape_impact_options_read(lm_host *host, const char *json, size_t length, lm_impact_kind *impact);

/* Appends it as the impact model that lm_impact_model_read() reads, the interval beside it. */
LM_API lm_status lm_impact_estimate_print(lm_host *host, const lm_impact_estimate *estimate, lm_buffer *out);

/*
 * Rows of a book's depth being gathered: one relocatable block without pointers, as lm_tape is, of lm_book_size()
 * bytes, aligned to 8. Rows are bands or levels, not both (LM_E_MISMATCH); their order does not matter.
 */
typedef struct lm_book {
    uint32_t host_word; /* the host's own */
    uint32_t magic;
} lm_book;

LM_API lm_status lm_book_create(lm_host *host, lm_book **book);
LM_API void lm_book_destroy(lm_host *host, lm_book *book);
LM_API size_t lm_book_size(const lm_book *book);

/* Does this memory hold depth being gathered, whole? Safe on any bytes. */
LM_API bool lm_book_is_building(const void *memory, size_t size);

/*
 * A band of a snapshot: notional of all orders within `percentage` of the middle, bids where that is negative (as
 * Binance publishes its bookDepth). LM_E_RANGE for a percentage of 0 or beyond 10000, a notional that is negative.
 */
LM_API lm_status lm_book_band(lm_host *host, lm_book **book, int64_t time, double percentage, double notional);

/* A level of a snapshot whose middle is mid. LM_E_RANGE for a bid above or an ask below it. */
LM_API lm_status lm_book_level(lm_host *host, lm_book **book, int64_t time, bool bid, double price, double qty,
                               double mid);

/* Adds all rows of another. */
LM_API lm_status lm_book_merge_into(lm_host *host, lm_book **book, const lm_book *other);

/* What rows of depth say of an impact model. */
typedef struct lm_book_profile {
    lm_impact_model model; /* of impact book, all else by default */
    int64_t snapshots;
    int64_t since, until; /* the first and the last of them */
} lm_book_profile;

/*
 * The median over time of the depth at each distance that half of the snapshots reach: percentages as they came, levels
 * at 0.001, 0.002, 0.005 .. 20 %. A distance whose median is not above that of the distance before it is left out. LM_E_MISSING where a side has none, LM_E_LIMIT over LM_MAX_DEPTHS percentages.
 */
LM_API lm_status lm_book_read(lm_host *host, const lm_book *book, lm_book_profile *profile);

/* Appends it as an impact model. */
LM_API lm_status lm_book_profile_print(lm_host *host, const lm_book_profile *profile, lm_buffer *out);

LM_END_DECLS

#endif

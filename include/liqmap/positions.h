/* Known positions, and maps of them. */
#ifndef LIQMAP_POSITIONS_H
#define LIQMAP_POSITIONS_H

#include "account.h"
#include "map.h"

LM_BEGIN_DECLS

/* The options with which positions are counted. */
typedef struct lm_positions_options {
    uint8_t precision;           /* of cells, default 12 */
    uint8_t contract;            /* lm_contract, default linear */
    bool dated;                  /* as_of is known, default not */
    int64_t as_of;               /* the time for which the positions are given */
    double contract_size;        /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double unit;                 /* quote currency per count, default 1e-6 */
    char symbol[LM_SYMBOL_SIZE]; /* free text, default "" */
    char quote[LM_QUOTE_SIZE];   /* as in lm_tape_options */
} lm_positions_options;

LM_API void lm_positions_options_init(lm_positions_options *options);

/*
 * Parses {"precision":12,"contract":"linear","contract_size":1,"unit":1e-6,"symbol":"BTCUSDT","quote":"USDT",
 * "as_of":"2026-01-01 12:00Z"}: every key may be left out; LM_E_DOCUMENT for an unknown or repeated key. as_of is seconds since 1970, or
 * text as ISO 8601 and PostgreSQL write it, in UTC unless the text names another zone.
 */
LM_API lm_status lm_positions_options_read(lm_host *host, const char *json, size_t length,
                                           lm_positions_options *options);

/*
 * Known positions while they are counted: one relocatable block without pointers, as lm_tape is, of
 * lm_positions_size() bytes, aligned to 8. The block moves when it grows.
 */
typedef struct lm_positions {
    uint32_t host_word; /* free for the use of the host */
    uint32_t magic;
} lm_positions;

/*
 * Creates an empty set of positions. LM_E_ARGUMENT for options that lm_positions_options_read() would not accept, and
 * LM_E_TIME for an as_of whose absolute value is LM_TIME_MAX or more.
 */
LM_API lm_status lm_positions_create(lm_host *host, const lm_positions_options *options, lm_positions **positions);
LM_API void lm_positions_destroy(lm_host *host, lm_positions *positions);
LM_API size_t lm_positions_size(const lm_positions *positions);

/* Says whether this memory (at least 8 bytes) holds an lm_positions and not an encoded map. */
LM_API bool lm_positions_is_building(const void *memory);

/*
 * Checks that the positions were created with these options; LM_E_MISMATCH, with a hint, otherwise. Positions without a
 * quote take one that the options state.
 */
LM_API lm_status lm_positions_check_options(lm_host *host, lm_positions *positions,
                                            const lm_positions_options *options);

/* A position whose liquidation price is known. */
typedef struct lm_known_position {
    double price;             /* mark price at the time of the position */
    double liquidation_price; /* NaN: none; of a short above 100 times `price` it stands for none too */
    double qty;               /* contracts, above 0 */
    double leverage;          /* above 0; NaN: not known */
    lm_side side;
} lm_known_position;

/*
 * Counts a position at its liquidation price. The position counts as never where the liquidation price is NaN, and as
 * liquidatable where the price has reached it: a long with a liquidation price at or above the price, a short with one
 * at or below the price. LM_E_RANGE for prices outside of [1e-15, 1e15] and for a qty or leverage that is not finite
 * and above 0; LM_E_OVERFLOW where a count does not fit in 63 bits. A failed call leaves the positions as they were.
 */
LM_API lm_status lm_positions_add(lm_host *host, lm_positions **positions, const lm_known_position *position);

/* Adds several positions. After a failure the first *done are counted, and number *done (from 0) is the bad one. */
LM_API lm_status lm_positions_add_many(lm_host *host, lm_positions **positions, const lm_known_position *known,
                                       size_t count, size_t *done);

/*
 * Counts a position as lm_positions_add does, at mark price `price`, with the liquidation price that margin rules give.
 * The qty is in contracts, whose size is stated by the rules or by the options; LM_E_MISMATCH where these differ in
 * contract size or in contract. A position that lm_margin_solve() finds liquidatable at its entry counts as
 * liquidatable, and one with a liquidation price outside of [1e-15, 1e15] as never. Fails as lm_margin_solve() does.
 */
LM_API lm_status lm_positions_add_margin(lm_host *host, lm_positions **positions, double price, const lm_rules *rules,
                                         const lm_position *position);

/*
 * Counts the positions of a solved account that have this symbol, as lm_positions_add does, each at its mark and its
 * counted_price: the listed one, or else the computed one. A position without a listed price counts as liquidatable
 * where the account is, and is left out where the equity of the account is unknown. *added is the number of positions
 * counted, also after a failure. LM_E_MISMATCH as of lm_positions_add_margin(), LM_E_RANGE as of lm_positions_add().
 */
LM_API lm_status lm_positions_add_account(lm_host *host, lm_positions **positions, const lm_account *account,
                                          lm_text symbol, size_t *added);

/*
 * Reports a position of which neither leverage nor collateral is known (LM_E_ARGUMENT), for callers whose rows can lack
 * both. A position that has a margin of 0 has a collateral of 0.
 */
LM_API lm_status lm_positions_margin_unknown(lm_host *host);

/*
 * Adds all positions of `other`, with the result of adding each of them. LM_E_MISMATCH for different options leaves the
 * positions as they were; another failure may leave some of the others added.
 */
LM_API lm_status lm_positions_merge_into(lm_host *host, lm_positions **positions, const lm_positions *other);

/*
 * Makes a map of the positions: the sum of maps of one position each, in any order. The reference price is the price of
 * the position of the greatest notional at its price; of several such positions, the greatest price.
 */
LM_API lm_status lm_positions_map(lm_host *host, const lm_positions *positions, lm_map **map);

LM_END_DECLS

#endif

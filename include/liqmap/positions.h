/* Known positions, counted into a map. */
#ifndef LIQMAP_POSITIONS_H
#define LIQMAP_POSITIONS_H

#include "map.h"

LM_BEGIN_DECLS

/* How positions are counted. */
typedef struct lm_positions_options {
    uint8_t precision;           /* of cells, default 12 */
    uint8_t contract;            /* lm_contract, default linear */
    bool dated;                  /* as_of is known, default not */
    int64_t as_of;               /* when the positions were looked at */
    double contract_size;        /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double unit;                 /* quote currency per count, default 1e-6 */
    char symbol[LM_SYMBOL_SIZE]; /* free text, default "" */
} lm_positions_options;

LM_API void lm_positions_options_init(lm_positions_options *options);

/*
 * Reads {"precision":12,"contract":"linear","contract_size":1,"unit":1e-6,"symbol":"BTCUSDT","as_of":"2026-01-01
 * 12:00Z"}: every key may be left out, an unknown or repeated one is LM_E_DOCUMENT. as_of is seconds since 1970 or text
 * as ISO 8601 and PostgreSQL write it, in UTC unless it says otherwise.
 */
LM_API lm_status lm_positions_options_read(lm_host *host, const char *json, size_t length,
                                           lm_positions_options *options);

/*
 * Known positions being counted into a map: one relocatable block without pointers, as lm_tape is, of
 * lm_positions_size() bytes, aligned to 8, that moves when it grows.
 */
typedef struct lm_positions {
    uint32_t host_word; /* the host's own */
    uint32_t magic;
} lm_positions;

LM_API lm_status lm_positions_create(lm_host *host, const lm_positions_options *options, lm_positions **positions);
LM_API void lm_positions_destroy(lm_host *host, lm_positions *positions);
LM_API size_t lm_positions_size(const lm_positions *positions);

/* Does this memory (at least 8 bytes) hold positions being counted, as opposed to an encoded map? */
LM_API bool lm_positions_is_building(const void *memory);

/* LM_E_MISMATCH with a hint unless they were begun with these options. */
LM_API lm_status lm_positions_check_options(lm_host *host, const lm_positions *positions,
                                            const lm_positions_options *options);

/* A position whose liquidation price is known. */
typedef struct lm_known_position {
    double price;             /* mark price when the position was looked at */
    double liquidation_price; /* NaN: no price liquidates it */
    double qty;               /* contracts, above 0 */
    double leverage;          /* above 0; NaN: not known */
    lm_side side;
} lm_known_position;

/*
 * Counts a position at its liquidation price; where that is NaN as one that is never liquidated, and where the price
 * has reached it (a long with a liquidation price at or above the price, a short with one at or below it) as one that
 * already is. LM_E_RANGE for prices outside of [1e-15, 1e15], a qty or leverage that is not finite and above 0;
 * LM_E_OVERFLOW when a count leaves 64 bits. A failed call leaves the positions as they were.
 */
LM_API lm_status lm_positions_add(lm_host *host, lm_positions **positions, const lm_known_position *position);

/* Adds many; on failure *done stand, and number *done (from 0) is the bad one. */
LM_API lm_status lm_positions_add_many(lm_host *host, lm_positions **positions, const lm_known_position *known,
                                       size_t count, size_t *done);

/*
 * The same for a position that stands at `price` now and whose liquidation price follows from margin rules. Its qty is
 * in contracts, whose size is stated by the rules or by the options (LM_E_MISMATCH where they disagree, on the kind of
 * contract too). One that lm_margin_solve() finds liquidated at entry counts as already, one whose price no axis holds
 * as never. Fails as lm_margin_solve() does.
 */
LM_API lm_status lm_positions_add_margin(lm_host *host, lm_positions **positions, double price, const lm_rules *rules,
                                         const lm_position *position);

/*
 * Adds all of others: the same as if each had been added here. LM_E_MISMATCH for unlike options leaves them as they
 * were; a later failure may leave part of the others in them.
 */
LM_API lm_status lm_positions_merge_into(lm_host *host, lm_positions **positions, const lm_positions *other);

/*
 * The map of what was counted: the sum of maps of one position each, in whatever order they came. Its reference price
 * is that of the position of the greatest notional at its price, of equal ones the greatest price.
 */
LM_API lm_status lm_positions_map(lm_host *host, const lm_positions *positions, lm_map **map);

LM_END_DECLS

#endif

/*
 * Tapes and maps as varlenas that hold the encoded bytes. Only inside an aggregate they are building blocks of the
 * core; the first word of a block holds the varlena length (aggregate.c).
 */
#ifndef LIQMAP_STORED_H
#define LIQMAP_STORED_H

#include "host.h"

/* The encoded bytes of a tape or map; `copy` is the memory that was allocated for them, or NULL. */
typedef struct liqmap_stored {
    lm_bytes bytes;
    void *copy;
} liqmap_stored;

liqmap_stored liqmap_stored_from_datum(Datum datum);

#define LIQMAP_GETARG_BYTES(n) liqmap_stored_from_datum(PG_GETARG_DATUM(n)).bytes

/* Tells whether a value of type tape is the state of an aggregate and not encoded bytes. */
static inline bool liqmap_is_building(const struct varlena *value)
{
    return VARATT_IS_4B_U(value) && lm_tape_is_building(value);
}

/* Tells whether a value of type map is the state of an aggregate and not encoded bytes. */
static inline bool liqmap_is_counting(const struct varlena *value)
{
    return VARATT_IS_4B_U(value) && lm_positions_is_building(value);
}

/* Begin and end a buffer that becomes a datum without a copy: its first bytes are reserved for the varlena length. */
lm_buffer liqmap_datum_begin(lm_host *host);
Datum liqmap_datum_end(lm_buffer *buffer);

#endif

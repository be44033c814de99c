/*
 * Tapes and maps as varlenas that hold the encoded bytes. Only inside an aggregate they are something else: the building
 * block itself, whose first word is left to us for the varlena length (aggregate.c).
 */
#ifndef LIQMAP_STORED_H
#define LIQMAP_STORED_H

#include "host.h"

/* The encoded bytes of a tape or map; `copy` is what had to be made for it, or NULL. */
typedef struct liqmap_stored {
    lm_bytes bytes;
    void *copy;
} liqmap_stored;

liqmap_stored liqmap_stored_of(Datum datum);

#define LIQMAP_GETARG_BYTES(n) liqmap_stored_of(PG_GETARG_DATUM(n)).bytes

/* Is this value of type tape a state, rather than encoded bytes? */
static inline bool liqmap_is_building(const struct varlena *value)
{
    return VARATT_IS_4B_U(value) && lm_tape_is_building(value);
}

/* The same of a value of type map. */
static inline bool liqmap_is_counting(const struct varlena *value)
{
    return VARATT_IS_4B_U(value) && lm_positions_is_building(value);
}

/* A buffer that becomes a datum without a copy: it begins with room for the length. */
lm_buffer liqmap_datum_begin(lm_host *host);
Datum liqmap_datum_end(lm_buffer *buffer);

#endif

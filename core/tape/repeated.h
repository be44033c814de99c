/* Which rows were there before, by what they are known by. Internal to the tape room. */
#ifndef LM_TAPE_REPEATED_H
#define LM_TAPE_REPEATED_H

#include "base/host.h"

/* Whole numbers are kept as they are, anything else as 126 bits of hash. */
typedef struct lm_id {
    uint64_t high, low; /* high 0: free */
} lm_id;

typedef struct lm_id_set {
    lm_id *ids;
    size_t capacity; /* a power of two */
    size_t count;
} lm_id_set;

/* The id that these fields are together, other ones for each purpose (0 .. 7); false where all fields are empty. */
bool lm_id_of(const lm_bytes *fields, int count, int purpose, lm_id *id);

/*
 * Was it there before? Doubled: was it there an odd number of times, so that this is the second of two? LM_E_LIMIT over
 * LM_FEED_MAX_IDS.
 */
lm_status lm_id_set_add(lm_host *host, lm_id_set *set, lm_id id, bool doubled, bool *repeated);
void lm_id_set_free(lm_host *host, lm_id_set *set);

#endif

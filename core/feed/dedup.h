/* Which rows were there before, by what they are known by. Internal to the feed room. */
#ifndef LM_FEED_DEDUP_H
#define LM_FEED_DEDUP_H

#include "base/host.h"

/*
 * Whole numbers are kept as bits of pages of 64, since ids mostly follow each other; anything else as a hash of 126
 * bits.
 */
typedef struct lm_id {
    bool whole;
    uint64_t high, low; /* page and bit, or the hash */
} lm_id;

typedef struct lm_id_slot {
    uint64_t key; /* 0: free */
    uint64_t value;
} lm_id_slot;

typedef struct lm_id_table {
    lm_id_slot *slots;
    size_t capacity; /* a power of two */
    size_t count;
    size_t last; /* where the last one was */
} lm_id_table;

typedef struct lm_id_set {
    lm_id_table pages;  /* page, and the bits of it that were there */
    lm_id_table hashes; /* high and low; of high one bit says how often */
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

/* Deduplication: finds rows whose id an earlier row had. Internal to the feed module. */
#ifndef LM_FEED_DEDUP_H
#define LM_FEED_DEDUP_H

#include "base/host.h"

/*
 * An id. Whole numbers are bits in pages of 64, because ids mostly follow each other; other ids are hashes of 126 bits.
 */
typedef struct lm_id {
    bool whole;
    uint64_t high, low; /* page and bit, or hash */
} lm_id;

typedef struct lm_id_slot {
    uint64_t key; /* 0: free */
    uint64_t value;
} lm_id_slot;

typedef struct lm_id_table {
    lm_id_slot *slots;
    size_t capacity; /* a power of two */
    size_t count;
    size_t last; /* slot of the last id */
} lm_id_table;

typedef struct lm_id_set {
    lm_id_table pages;  /* key: page; value: bits of the ids seen, if doubled an odd number of times */
    lm_id_table hashes; /* key and value: high and low; the top bit of the key: doubled, seen an even number of times */
} lm_id_set;

/* Makes the id of a row from its fields, different for each purpose (0 .. 7); false if all fields are empty or a word for no id. */
bool lm_id_from_fields(const lm_bytes *fields, int count, int purpose, lm_id *id);

/*
 * Adds an id; *repeated tells whether the id was added before. With `doubled`, *repeated tells whether the id was added
 * an odd number of times before, so that each row counts once for two copies. LM_E_LIMIT over LM_FEED_MAX_IDS hashes, or pages.
 */
lm_status lm_id_set_add(lm_host *host, lm_id_set *set, lm_id id, bool doubled, bool *repeated);
void lm_id_set_free(lm_host *host, lm_id_set *set);

#endif

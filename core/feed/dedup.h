/* Deduplication: finds rows whose id an earlier row had, and whether both say the same. Internal to the feed module. */
#ifndef LM_FEED_DEDUP_H
#define LM_FEED_DEDUP_H

#include "base/host.h"

#define LM_ID_PURPOSES 32
#define LM_ID_PAGE 16

/*
 * An id. Whole numbers are places in pages of 16, because ids mostly follow each other; other ids are hashes of 127
 * bits.
 */
typedef struct lm_id {
    bool whole;
    uint64_t high, low; /* page and place, or hash */
} lm_id;

/*
 * A page of whole numbers has a mark for each number: 0 if it was not seen, else 8 bits of the hash of what its row
 * says. A hash has the low half of the id, and the whole hash of what its row says.
 */
typedef struct lm_id_slot {
    uint64_t key; /* 0: free */
    union {
        uint8_t marks[LM_ID_PAGE];
        uint64_t words[2];
    };
} lm_id_slot;

typedef struct lm_id_table {
    lm_id_slot *slots;
    size_t capacity; /* a power of two */
    size_t count;
    size_t last; /* slot of the last id */
} lm_id_table;

typedef struct lm_id_set {
    lm_id_table pages;  /* key: page; if doubled, numbers seen an even number of times have no mark */
    lm_id_table hashes; /* key: high; its top bit: doubled, seen an even number of times */
} lm_id_set;

/*
 * Tells whether a field is empty, or one of the words that programs write for a value that they do not have. A row with
 * such an id has none: two of them are not the same row.
 */
bool lm_is_no_id(lm_bytes field);

typedef enum lm_id_seen {
    LM_ID_NEW,
    LM_ID_REPEATED, /* an earlier row had the id, and said the same */
    LM_ID_UNLIKE    /* an earlier row had the id, and said something else */
} lm_id_seen;

/*
 * Makes the id of a row from its fields, different for each purpose (0 .. LM_ID_PURPOSES - 1); false if all fields are
 * empty or a word for no id.
 */
bool lm_id_from_fields(const lm_bytes *fields, int count, int purpose, lm_id *id);

/*
 * Adds an id, with a hash of what its row says. Two unlike rows of one id are taken for the same with a probability of
 * 1/255 if the id is a whole number, else of 2^-64. With `doubled`, an id is new again after two rows, so that each row
 * counts once for two copies. LM_E_LIMIT over LM_FEED_MAX_IDS hashes, or pages.
 */
lm_status lm_id_set_add(lm_host *host, lm_id_set *set, lm_id id, uint64_t content, bool doubled, lm_id_seen *seen);
void lm_id_set_free(lm_host *host, lm_id_set *set);

#endif

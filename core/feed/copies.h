/* Numbers rows that are equal and have no id. Internal to the feed module. */
#ifndef LM_FEED_COPIES_H
#define LM_FEED_COPIES_H

#include "base/host.h"

typedef struct lm_copy_slot {
    uint64_t key; /* 0: free */
    uint64_t count;
} lm_copy_slot;

/* How often each row occurred, by a hash of it. */
typedef struct lm_copies {
    lm_copy_slot *slots;
    size_t capacity; /* a power of two */
    size_t used;
} lm_copies;

/* Counts a row with this hash; *number is 1 for the first. LM_E_LIMIT over LM_FEED_MAX_IDS different rows. */
lm_status lm_copies_add(lm_host *host, lm_copies *copies, uint64_t hash, uint64_t *number);
void lm_copies_free(lm_host *host, lm_copies *copies);

#endif

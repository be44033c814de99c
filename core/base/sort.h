/* A stable radix sort by a 64-bit key. Encoding spends most of its time here. Internal to the core. */
#ifndef LM_BASE_SORT_H
#define LM_BASE_SORT_H

#include "base/host.h"

typedef struct lm_keyed {
    uint64_t key;
    int64_t value;
} lm_keyed;

/* Sorts in ascending order of key. */
lm_status lm_sort_keyed(lm_host *host, lm_keyed *items, size_t count);

#endif

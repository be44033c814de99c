/* A stable radix sort by a 64-bit key. Encoding spends most of its time here. Internal to the core. */
#ifndef LM_BASE_SORT_H
#define LM_BASE_SORT_H

#include "base/bytes.h"

typedef struct lm_keyed {
    uint64_t key;
    int64_t value;
} lm_keyed;

/* Return keys that order as the numbers do, or in reverse. The numbers must be 0 or more. */
static inline uint64_t lm_ascending_key(double number)
{
    return lm_bits_from_double(number);
}

static inline uint64_t lm_descending_key(double number)
{
    return ~lm_bits_from_double(number);
}

/* Returns a key that orders as the numbers do, negative ones too; -0 has the key of 0. */
static inline uint64_t lm_number_key(double number)
{
    const uint64_t bits = lm_bits_from_double(number + 0.0);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

/* Returns a key that orders as the integers do, negative ones too. */
static inline uint64_t lm_integer_key(int64_t integer)
{
    return (uint64_t)integer ^ (uint64_t)1 << 63;
}

/* Sorts in ascending order of key. */
lm_status lm_sort_keyed(lm_host *host, lm_keyed *items, size_t count);

#endif

/*
 * A sum of maps: counts of notional by side, cell and leverage. Integers, so that adding is exact in any order.
 * Internal to the map room.
 */
#ifndef LM_MAP_SUM_H
#define LM_MAP_SUM_H

#include "base/bytes.h"

typedef struct lm_sum_entry {
    int32_t cell;
    uint8_t side;
    double leverage; /* 0: not known */
    int64_t count;   /* above 0 */
} lm_sum_entry;

/* Known positions of a side: how many, and the counts of those that do not stand. */
typedef struct lm_position_counts {
    int64_t positions;
    int64_t never;
    int64_t liquidatable;
} lm_position_counts;

typedef struct lm_sum {
    uint8_t precision;
    double unit;
    char symbol[LM_SYMBOL_SIZE];
    bool begun; /* it has a member; until then everything is as lm_sum_init left it */
    bool dated; /* a member knows its as-of */
    int64_t as_of_first, as_of_last;
    int64_t heaviest; /* counts of the heaviest member, whose reference price it is */
    double reference_price;
    lm_position_counts books[2]; /* of known positions, by side */
    lm_sum_entry *entries;       /* ascending by side, cell, leverage */
    size_t entry_count, entry_capacity;
    lm_buffer *models; /* stored forms, ascending */
    size_t model_count, model_capacity;
} lm_sum;

/* The sum of nothing, which adds nothing to any other. */
void lm_sum_init(lm_sum *sum);
void lm_sum_free(lm_host *host, lm_sum *sum);
lm_status lm_sum_push(lm_host *host, lm_sum *sum, const lm_sum_entry *entry);
/* Takes the bytes over; models must be pushed in ascending order. */
lm_status lm_sum_push_model(lm_host *host, lm_sum *sum, lm_buffer *model);

/* out = a + b; out must be empty and is the caller's to free, also on failure. */
lm_status lm_sum_add(lm_host *host, const lm_sum *a, const lm_sum *b, lm_sum *out);

/* Adds b into a; on overflow a is as it was. */
lm_status lm_sum_add_books(lm_host *host, lm_position_counts a[2], const lm_position_counts b[2]);

int lm_sum_entry_order(const lm_sum_entry *a, const lm_sum_entry *b);
int lm_bytes_order(const lm_buffer *a, const lm_buffer *b);

#endif

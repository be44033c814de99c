/*
 * A sum of maps: counts of notional by side, cell and leverage. Counts are integers, so that a sum is exact in any
 * order. Internal to core/map.
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

/* The known positions of a side: their number, and the counts of those that are not outstanding, by status. */
typedef struct lm_position_counts {
    int64_t positions;
    int64_t never;
    int64_t liquidatable;
} lm_position_counts;

typedef struct lm_sum {
    uint8_t precision;
    double unit;
    char symbol[LM_SYMBOL_SIZE];
    char quote[LM_QUOTE_SIZE]; /* as it was given, or as the symbols of the members say; "": as the symbol says */
    bool begun;                /* a map was added; until then everything is as lm_sum_init sets it */
    bool dated;                /* the as-of of some map is known */
    int64_t as_of_first, as_of_last;
    int64_t heaviest; /* counts of the map of the greatest notional, whose reference price this is */
    double reference_price;
    lm_position_counts position_counts[2]; /* of known positions, by side */
    lm_sum_entry *entries;                 /* ascending by side, cell, leverage */
    size_t entry_count, entry_capacity;
    lm_buffer *models; /* stored forms of the distinct models, ascending */
    size_t model_count, model_capacity;
} lm_sum;

/* Sets a sum to that of no maps. */
void lm_sum_init(lm_sum *sum);
void lm_sum_free(lm_host *host, lm_sum *sum);
/* Appends an entry; entries must be pushed in ascending order. */
lm_status lm_sum_push(lm_host *host, lm_sum *sum, const lm_sum_entry *entry);
/* Appends a model and empties the buffer; models must be pushed in ascending order. */
lm_status lm_sum_push_model(lm_host *host, lm_sum *sum, lm_buffer *model);

/* Computes out = a + b. `out` must be empty, and the caller frees it, also after a failure. */
lm_status lm_sum_add(lm_host *host, const lm_sum *a, const lm_sum *b, lm_sum *out);

/* Adds b to a. LM_E_OVERFLOW leaves a as it was. */
lm_status lm_sum_add_position_counts(lm_host *host, lm_position_counts a[2], const lm_position_counts b[2]);

/* Compare as memcmp does: by side, cell and leverage; by bytes, then length. */
int lm_sum_entry_order(const lm_sum_entry *a, const lm_sum_entry *b);
int lm_bytes_order(const lm_buffer *a, const lm_buffer *b);

#endif

/* The fields that the stored forms of replays and of sums have in common. Internal to the map room. */
#ifndef LM_MAP_CODEC_FIELDS_H
#define LM_MAP_CODEC_FIELDS_H

#include "base/bytes.h"
#include "base/number.h"

/* A text of up to 31 bytes behind its length. */
lm_status lm_put_symbol(lm_host *host, const char *symbol, lm_buffer *out);
void lm_get_symbol(lm_cursor *cursor, char symbol[LM_SYMBOL_SIZE]);

/* Each leaves a bad cursor where the number is none that could have been written. */
double lm_get_positive(lm_cursor *cursor); /* in the range of prices */
int64_t lm_get_time(lm_cursor *cursor);
uint8_t lm_get_precision(lm_cursor *cursor);

/* Finite, at least 0. Inline: every weight of a map is read by it. */
static inline double lm_get_amount(lm_cursor *cursor)
{
    double amount = lm_get_double(cursor);
    if (!(amount >= 0) || !lm_finite(amount) || lm_negative_zero(amount))
        cursor->bad = true;
    return amount;
}

#endif

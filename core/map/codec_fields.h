/* Encodes and decodes the fields that the stored forms of replays and of sums share. Internal to core/map. */
#ifndef LM_MAP_CODEC_FIELDS_H
#define LM_MAP_CODEC_FIELDS_H

#include "base/bytes.h"
#include "base/number.h"

/* Write and read a text of up to 31 bytes, which follows its length. */
lm_status lm_put_symbol(lm_host *host, const char *symbol, lm_buffer *out);
void lm_get_symbol(lm_cursor *cursor, char symbol[LM_SYMBOL_SIZE]);

/* Write and read a quote in the form of a symbol. A map without a quote of its own has another version and no field. */
lm_status lm_put_quote(lm_host *host, const char *quote, lm_buffer *out);
void lm_get_quote(lm_cursor *cursor, char quote[LM_QUOTE_SIZE]);

/* Each marks the cursor as bad where the number is outside of its range. */
double lm_get_positive(lm_cursor *cursor); /* LM_PRICE_MIN to LM_PRICE_MAX */
int64_t lm_get_time(lm_cursor *cursor);
uint8_t lm_get_precision(lm_cursor *cursor);

/* Reads a finite number of at least 0. Inline, because every weight of a map is read by it. */
static inline double lm_get_amount(lm_cursor *cursor)
{
    double amount = lm_get_double(cursor);
    if (!(amount >= 0) || !lm_finite(amount) || lm_negative_zero(amount))
        cursor->bad = true;
    return amount;
}

#endif

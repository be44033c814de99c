/* What the stored forms of replays and of sums have in common. Internal to the map room. */
#ifndef LM_MAP_CODEC_H
#define LM_MAP_CODEC_H

#include "map/sum.h"

/* A text of up to 31 bytes behind its length. */
lm_status lm_put_symbol(lm_host *host, const char *symbol, lm_buffer *out);
void lm_get_symbol(lm_cursor *cursor, char symbol[LM_SYMBOL_SIZE]);

/* Each leaves a bad cursor where the number is none that could have been written. */
double lm_get_amount(lm_cursor *cursor);   /* finite, at least 0 */
double lm_get_positive(lm_cursor *cursor); /* in the range of prices */
int64_t lm_get_time(lm_cursor *cursor);
uint8_t lm_get_precision(lm_cursor *cursor);

lm_status lm_sum_write(lm_host *host, const sum *added, lm_buffer *out);
/* Into an empty sum, which is the caller's to free. */
lm_status lm_sum_get(lm_host *host, lm_cursor *cursor, sum *added);

#endif

/* Encodes and decodes sums, as parts of stored maps. Internal to core/map. */
#ifndef LM_MAP_SUM_CODEC_H
#define LM_MAP_SUM_CODEC_H

#include "map/sum.h"

/* Appends the stored form. */
lm_status lm_sum_write(lm_host *host, const lm_sum *sum, lm_buffer *out);
/*
 * Decodes into an empty sum, which the caller frees; marks the cursor as bad for damaged bytes. `has_quote` says that
 * the stored form has a quote.
 */
lm_status lm_sum_get(lm_host *host, lm_cursor *cursor, bool has_quote, lm_sum *sum);

#endif

/* The stored form of a sum, as a part of the stored form of a map. Internal to the map room. */
#ifndef LM_MAP_SUM_CODEC_H
#define LM_MAP_SUM_CODEC_H

#include "map/sum.h"

lm_status lm_sum_write(lm_host *host, const lm_sum *added, lm_buffer *out);
/* Into an empty sum, which is the caller's to free. */
lm_status lm_sum_get(lm_host *host, lm_cursor *cursor, lm_sum *added);

#endif

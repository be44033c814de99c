/* The weight that opened in the last hour, which an adaptive map keeps for forecasts. Internal to core/map. */
#ifndef LM_MAP_RECENT_H
#define LM_MAP_RECENT_H

#include "base/bytes.h"
#include "base/host.h"

#define LM_RECENT_MINUTES 60

/* All is 0 until a frame is added. */
typedef struct lm_recent {
    int64_t minute;                   /* number since 1970 of the minute in which the last frame began */
    double opened[LM_RECENT_MINUTES]; /* on each side, by the minute in which a frame began, modulo 60 */
} lm_recent;

/* Adds the weight that a frame opened on each side. The frame must be later than all before. */
void lm_recent_add(lm_recent *recent, int64_t start, double opened);

/*
 * Sums what the frames opened that began in the hour before a time, which must be later than their beginnings. Of frames
 * that are wider than an hour, the part of an hour counts.
 */
double lm_recent_opened(const lm_recent *recent, int64_t as_of, int64_t frame);

#define LM_RECENT_MAX (2 * LM_VARINT_MAX + LM_RECENT_MINUTES * 8)

/*
 * Write and read the stored form. lm_recent_get marks the cursor as bad where a number is outside of its range, or a
 * frame would have begun after the last one with trades.
 */
uint8_t *lm_recent_put(uint8_t *next, const lm_recent *recent);
void lm_recent_get(lm_cursor *cursor, bool traded, int64_t last_start, lm_recent *recent);

#endif

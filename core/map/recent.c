#include "map/recent.h"

#include "map/codec_fields.h"

#define HOUR (60 * LM_MINUTE)

static int64_t floor_of(int64_t number, int64_t divisor)
{
    return number / divisor - (number % divisor < 0);
}

static int slot_of(int64_t minute)
{
    return (int)(minute - floor_of(minute, LM_RECENT_MINUTES) * LM_RECENT_MINUTES);
}

void lm_recent_add(lm_recent *recent, int64_t start, double opened)
{
    const int64_t minute = floor_of(start, LM_MINUTE), first = minute - LM_RECENT_MINUTES + 1;
    for (int64_t at = recent->minute + 1 > first ? recent->minute + 1 : first; at <= minute; at++)
        recent->opened[slot_of(at)] = 0;
    recent->minute = minute;
    recent->opened[slot_of(minute)] += opened;
}

double lm_recent_opened(const lm_recent *recent, int64_t as_of, int64_t frame)
{
    const int64_t span = frame > HOUR ? frame : HOUR;
    /* A frame that is wider than an hour began before the hour, and is the last that was added. */
    int64_t first = floor_of(as_of - span + LM_MINUTE - 1, LM_MINUTE);
    double opened = 0;
    if (first < recent->minute - LM_RECENT_MINUTES + 1)
        first = recent->minute - LM_RECENT_MINUTES + 1;
    for (int64_t at = first; at <= recent->minute; at++)
        opened += recent->opened[slot_of(at)];
    return opened * ((double)HOUR / (double)span);
}

/* ---- the stored form */

uint8_t *lm_recent_put(uint8_t *next, const lm_recent *recent)
{
    uint64_t used = 0;
    for (int i = 0; i < LM_RECENT_MINUTES; i++)
        used |= (uint64_t)(recent->opened[i] != 0) << i;
    next = lm_put_varint(next, lm_zigzag(recent->minute));
    next = lm_put_varint(next, used);
    for (int i = 0; i < LM_RECENT_MINUTES; i++)
        if (used >> i & 1)
            next = lm_put_double(next, recent->opened[i]);
    return next;
}

void lm_recent_get(lm_cursor *cursor, bool traded, int64_t last_start, lm_recent *recent)
{
    const int64_t most = (LM_TIME_MAX + LM_DAY) / LM_MINUTE;
    recent->minute = lm_get_zigzag(cursor);
    const uint64_t used = lm_get_varint(cursor);
    if (recent->minute > most || recent->minute < -most || used >> LM_RECENT_MINUTES ||
        (!traded && (recent->minute != 0 || used != 0)) ||
        (used != 0 && recent->minute > floor_of(last_start, LM_MINUTE)))
        cursor->bad = true;
    for (int i = 0; i < LM_RECENT_MINUTES && !cursor->bad; i++)
        if (used >> i & 1)
            recent->opened[i] = lm_get_amount(cursor);
}

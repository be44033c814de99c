/* Values that PostgreSQL and the core both have, each in its own form: times, sides, texts, documents. */
#ifndef LIQMAP_CONVERT_H
#define LIQMAP_CONVERT_H

#include "host.h"

/* PostgreSQL counts time from 2000-01-01, the core from 1970-01-01; both in microseconds. */
#define LIQMAP_EPOCH ((int64)(POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY)

void liqmap_bad_time(TimestampTz time) __attribute__((noreturn, cold));

static inline int64 liqmap_unix_time(TimestampTz time)
{
    if (unlikely(time >= LM_TIME_MAX - LIQMAP_EPOCH || TIMESTAMP_IS_NOBEGIN(time)))
        liqmap_bad_time(time);
    return time + LIQMAP_EPOCH;
}

/* The bound of a period: infinities pass, as the ends of int64. */
int64 liqmap_unix_bound(TimestampTz time);
TimestampTz liqmap_timestamp(int64 unix_time);

int64 liqmap_microseconds(const Interval *interval);
Datum liqmap_interval(int64 microseconds);

lm_side liqmap_side_of(Oid label);
Oid liqmap_side_label(Oid enum_type, lm_side side);

/* Text from the core or from stored bytes; an error if it is not valid in the database's encoding. */
Datum liqmap_text(const char *text, size_t length);

/* Text as the core wants it, in UTF-8; not zero-terminated. And what the core wrote, as text of the database. */
const char *liqmap_utf8(const text *value, size_t *length);
char *liqmap_from_utf8(const lm_buffer *buffer);

char *liqmap_json_text(Datum jsonb, size_t *length);
Datum liqmap_jsonb(const char *text);

/*
 * A JSON argument is mostly the same in every row. What was read of it is kept in fn_extra beside this note of the
 * bytes it was read from, and read again only when they differ.
 */
typedef struct liqmap_arg_cache {
    void *bytes;
    Size size;
} liqmap_arg_cache;

bool liqmap_arg_cache_is_current(const liqmap_arg_cache *note, Datum jsonb);
void liqmap_arg_cache_store(liqmap_arg_cache *note, Datum jsonb, MemoryContext context);
void liqmap_arg_cache_clear(liqmap_arg_cache *note);

/* JSON that the core wrote, as jsonb; the buffer is freed. */
Datum liqmap_jsonb_of(lm_host *host, lm_buffer *json);

#endif

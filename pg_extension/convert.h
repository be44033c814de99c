/* Converts values between PostgreSQL and the core: times, sides, texts, documents. */
#ifndef LIQMAP_CONVERT_H
#define LIQMAP_CONVERT_H

#include "host.h"

/* The epoch of PostgreSQL, 2000-01-01, in microseconds since that of the core, 1970-01-01. */
#define LIQMAP_EPOCH ((int64)(POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY)

void liqmap_throw_bad_time(TimestampTz time) __attribute__((noreturn, cold));

/* Converts a finite time to microseconds since 1970-01-01; throws for the infinities and times the core cannot hold. */
static inline int64 liqmap_unix_time(TimestampTz time)
{
    if (unlikely(time >= LM_TIME_MAX - LIQMAP_EPOCH || TIMESTAMP_IS_NOBEGIN(time)))
        liqmap_throw_bad_time(time);
    return time + LIQMAP_EPOCH;
}

/* Converts the bound of a period: -infinity and infinity become the least and the greatest int64. */
int64 liqmap_unix_bound(TimestampTz time);

/* Converts microseconds since 1970-01-01; throws if PostgreSQL cannot hold the time. */
TimestampTz liqmap_timestamp(int64 unix_time);

/* Converts an interval to microseconds; throws for months and years, which have no fixed length. */
int64 liqmap_microseconds(const Interval *interval);
Datum liqmap_interval(int64 microseconds);

lm_side liqmap_side_from_label(Oid label);
Oid liqmap_side_label(Oid enum_type, lm_side side);

/*
 * The core and stored bytes hold UTF-8, so that bytes are the same from every database. Converts such text to the
 * encoding of the database; throws for text that is not UTF-8 or that the encoding cannot express.
 */
Datum liqmap_text(const char *text, size_t length);

/* Converts text to UTF-8, without a terminating zero. */
const char *liqmap_utf8(const text *value, size_t *length);

/* Converts UTF-8 that the core wrote to zero-terminated text in the encoding of the database. */
char *liqmap_from_utf8(const lm_buffer *buffer);

/*
 * Prints a jsonb as zero-terminated JSON text in UTF-8, which ends early behind LM_MAX_DOCUMENT bytes: the core refuses
 * a longer document.
 */
char *liqmap_json_text(Datum jsonb, size_t *length);
/* The same for a chart, which may be longer than a document. */
char *liqmap_whole_json_text(Datum jsonb, size_t *length);
Datum liqmap_jsonb(const char *text);

/*
 * The bytes of a JSON argument, kept in fn_extra beside the options that were parsed from them. Most arguments are the
 * same in every row, so they are parsed again only when their bytes differ.
 */
typedef struct liqmap_arg_cache {
    void *bytes;
    Size size;
} liqmap_arg_cache;

bool liqmap_arg_cache_is_current(const liqmap_arg_cache *cache, Datum jsonb);
void liqmap_arg_cache_store(liqmap_arg_cache *cache, Datum jsonb, MemoryContext context);
void liqmap_arg_cache_clear(liqmap_arg_cache *cache);

/* Converts JSON that the core wrote to jsonb and frees the buffer. */
Datum liqmap_jsonb_from_buffer(lm_host *host, lm_buffer *json);

#endif

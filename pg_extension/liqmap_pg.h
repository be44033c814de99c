/*
 * How the rooms of the extension talk to PostgreSQL and to the core.
 *
 * A SQL function takes its arguments, calls the core with a host, and turns what came out into a datum or rows; what it
 * computes is the core's. Tapes and maps are varlenas that hold the encoded bytes. Only inside an aggregate are they
 * something else: the building block itself, whose first word is left to us for the varlena length (aggregate.c).
 */
#ifndef LIQMAP_PG_H
#define LIQMAP_PG_H

#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "liqmap.h"

#define LIQMAP_FUNCTION(name)  \
    PG_FUNCTION_INFO_V1(name); \
    Datum name(PG_FUNCTION_ARGS)

/* ---- host.c: memory, interruption, failure */

/* A host over the current memory context. Cancel and out of memory leave the core by longjmp. */
lm_host liqmap_host(void);

/* The same for transition functions: a state that grows moves, and the executor frees the old one, not we. */
lm_host liqmap_transition_host(void);

/* Raises the core's failure as a PostgreSQL error; into the error context of an input function where there is one. */
void liqmap_report(Node *soft, const lm_host *host, lm_status status) __attribute__((cold));

static inline void liqmap_check(const lm_host *host, lm_status status)
{
    if (unlikely(status != LM_OK))
        liqmap_report(NULL, host, status);
}

/* ---- stored.c: tapes and maps as bytes */

/* The encoded bytes of a tape or map; `copy` is what had to be made for it, or NULL. */
typedef struct liqmap_stored {
    lm_bytes bytes;
    void *copy;
} liqmap_stored;

liqmap_stored liqmap_stored_of(Datum datum);

#define LIQMAP_GETARG_BYTES(n) liqmap_stored_of(PG_GETARG_DATUM(n)).bytes

/* Is this value of type tape a state, rather than encoded bytes? */
static inline bool liqmap_is_building(const struct varlena *value)
{
    return VARATT_IS_4B_U(value) && lm_tape_is_building(value);
}

/* The same of a value of type map. */
static inline bool liqmap_is_counting(const struct varlena *value)
{
    return VARATT_IS_4B_U(value) && lm_positions_is_building(value);
}

/* A buffer that becomes a datum without a copy: it begins with room for the length. */
lm_buffer liqmap_datum_begin(lm_host *host);
Datum liqmap_datum_end(lm_buffer *buffer);

/* ---- convert.c: values that both sides have */

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
typedef struct liqmap_note {
    void *bytes;
    Size size;
} liqmap_note;

bool liqmap_noted(const liqmap_note *note, Datum jsonb);
void liqmap_take_note(liqmap_note *note, Datum jsonb, MemoryContext context);
void liqmap_drop_note(liqmap_note *note);

/* ---- aggregate.c: what transition functions have in common */

/* What one aggregate call keeps in fn_extra begins with this. */
typedef struct liqmap_aggregate {
    lm_host host;
    liqmap_note options; /* the argument its options were read from */
    bool constant;       /* that argument is the same in all rows */
    bool settled;        /* constant, and read: rows need no look at it any more */
    Oid sides[2];        /* labels seen so far */
} liqmap_aggregate;

/* Begins with all else zero. The options are argument number `options`; 0, or one that is not given: none. */
void *liqmap_begin_aggregate(FunctionCallInfo fcinfo, Size size, int options);

lm_side liqmap_new_side(liqmap_aggregate *aggregate, Oid label);

/* Looks a label up once, not in every row. */
static inline lm_side liqmap_aggregate_side(liqmap_aggregate *aggregate, Oid label)
{
    if (label == aggregate->sides[LM_LONG])
        return LM_LONG;
    return likely(label == aggregate->sides[LM_SHORT]) ? LM_SHORT : liqmap_new_side(aggregate, label);
}

/* What a row that is skipped leaves behind. */
Datum liqmap_unchanged(FunctionCallInfo fcinfo);

static inline bool liqmap_any_null(FunctionCallInfo fcinfo, int first, int last)
{
    for (int argument = first; argument <= last; argument++)
        if (unlikely(PG_ARGISNULL(argument)))
            return true;
    return false;
}

/* Did the block grow, or is it new? Only then its length must be written: nothing else changes it. */
static inline bool liqmap_state_moved(FunctionCallInfo fcinfo, const void *state)
{
    return unlikely(PG_ARGISNULL(0) || state != (const void *)PG_GETARG_POINTER(0));
}

/* ---- model.c */

/* A model as JSON. */
char *liqmap_model_text(lm_host *host, const lm_model *model);

/* ---- cascade.c */

lm_market *liqmap_market_argument(lm_host *host, Datum jsonb);

/* ---- map.c */

lm_map *liqmap_map_argument(lm_host *host, Datum datum);
/* Encodes and frees the map. */
Datum liqmap_map_datum(lm_host *host, lm_map *map);
/* A notice, if the model was fitted at frames of another width. */
void liqmap_notice_frame(bool differs);

/* ---- interchange.c */

/* Arguments `first` to first + 6: every, step, since, until, low, high, open_interest. */
lm_heatmap_options liqmap_view_arguments(FunctionCallInfo fcinfo, int first);

/* ---- rows.c: results of several columns */

#define LIQMAP_MAX_COLUMNS 32

/* A row is filled column by column, in the order of its declaration; NaN, where the core says so, becomes NULL. */
typedef struct liqmap_row {
    TupleDesc columns;
    int filled;
    Oid sides[2];
    MemoryContext memory; /* of values that are not plain words; NULL: the current one */
    Tuplestorestate *store;
    Datum values[LIQMAP_MAX_COLUMNS];
    bool nulls[LIQMAP_MAX_COLUMNS];
} liqmap_row;

/* The row of a function that keeps nothing else in fn_extra. */
liqmap_row *liqmap_row_of(FunctionCallInfo fcinfo);

/* One row: begin, put all columns, end. The row type is looked up once: the row must live as long as fn_extra. */
void liqmap_row_begin(liqmap_row *row, FunctionCallInfo fcinfo);
Datum liqmap_row_end(liqmap_row *row);

/* Many rows: begin, then put all columns and call next for each; the function's own result means nothing. */
void liqmap_rows_begin(liqmap_row *row, FunctionCallInfo fcinfo);
void liqmap_rows_next(liqmap_row *row);

void liqmap_put_datum(liqmap_row *row, Datum value);
void liqmap_put_null(liqmap_row *row);
void liqmap_put_bool(liqmap_row *row, bool value);
void liqmap_put_int(liqmap_row *row, int32 value);
void liqmap_put_bigint(liqmap_row *row, int64 value);
void liqmap_put_number(liqmap_row *row, double value);
void liqmap_put_time(liqmap_row *row, int64 unix_time);
void liqmap_put_interval(liqmap_row *row, int64 microseconds);
void liqmap_put_text(liqmap_row *row, const char *text, size_t length);
void liqmap_put_side(liqmap_row *row, lm_side side);

#endif

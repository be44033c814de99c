/* Converts values between PostgreSQL and the core: times, sides, texts, documents. */
#include "convert.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "common/int.h"
#include "mb/pg_wchar.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/syscache.h"

LIQMAP_FUNCTION(liqmap_version)
{
    PG_RETURN_TEXT_P(cstring_to_text(lm_version()));
}

LIQMAP_FUNCTION(liqmap_ts)
{
    PG_RETURN_TIMESTAMPTZ(liqmap_timestamp(lm_time_from_epoch(PG_GETARG_INT64(0))));
}

/* ---- time */

void liqmap_throw_bad_time(TimestampTz time)
{
    if (TIMESTAMP_NOT_FINITE(time))
        ereport(ERROR, (errcode(ERRCODE_DATETIME_FIELD_OVERFLOW),
                        errmsg("a time must be finite, not %s", TIMESTAMP_IS_NOEND(time) ? "infinity" : "-infinity")));
    ereport(ERROR, (errcode(ERRCODE_DATETIME_FIELD_OVERFLOW), errmsg("a time must lie within 146,000 years of 1970")));
}

int64 liqmap_unix_bound(TimestampTz time)
{
    if (TIMESTAMP_IS_NOBEGIN(time))
        return PG_INT64_MIN;
    if (TIMESTAMP_IS_NOEND(time))
        return PG_INT64_MAX;
    return liqmap_unix_time(time);
}

TimestampTz liqmap_timestamp(int64 unix_time)
{
    TimestampTz time;
    if (pg_sub_s64_overflow(unix_time, LIQMAP_EPOCH, &time) || !IS_VALID_TIMESTAMP(time))
        ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("timestamp out of range")));
    return time;
}

int64 liqmap_microseconds(const Interval *interval)
{
    int64 days, sum;
    if (interval->month != 0)
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("an interval of months or years has no fixed length"),
                 errhint("Months differ in length; give days, hours, minutes or seconds.")));
    if (pg_mul_s64_overflow(interval->day, USECS_PER_DAY, &days) || pg_add_s64_overflow(days, interval->time, &sum))
        ereport(ERROR, (errcode(ERRCODE_DATETIME_FIELD_OVERFLOW), errmsg("interval out of range")));
    return sum;
}

Datum liqmap_interval(int64 microseconds)
{
    Interval *interval = palloc0(sizeof *interval);
    interval->time = microseconds;
    return IntervalPGetDatum(interval);
}

/* ---- side */

lm_side liqmap_side_from_label(Oid label)
{
    HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(label));
    if (!HeapTupleIsValid(tuple))
        ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), errmsg("invalid value for a side: %u", label)));
    const bool is_long = strcmp(NameStr(((Form_pg_enum)GETSTRUCT(tuple))->enumlabel), "long") == 0;
    ReleaseSysCache(tuple);
    return is_long ? LM_LONG : LM_SHORT;
}

Oid liqmap_side_label(Oid enum_type, lm_side side)
{
    const char *name = side == LM_LONG ? "long" : "short";
    Oid label = GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid, ObjectIdGetDatum(enum_type), CStringGetDatum(name));
    if (!OidIsValid(label))
        elog(ERROR, "type %u has no label \"%s\"", enum_type, name);
    return label;
}

/* ---- text and JSON */

#define SHORT_NUMBER 40

Datum liqmap_text(const char *text, size_t length)
{
    const char *converted = pg_any_to_server(text, (int)length, PG_UTF8);
    return PointerGetDatum(cstring_to_text_with_len(converted, converted == text ? length : strlen(converted)));
}

const char *liqmap_utf8(const text *value, size_t *length)
{
    const int size = VARSIZE_ANY_EXHDR(value);
    const char *converted = pg_server_to_any(VARDATA_ANY(value), size, PG_UTF8);
    *length = converted == VARDATA_ANY(value) ? (size_t)size : strlen(converted);
    return converted;
}

char *liqmap_from_utf8(const lm_buffer *buffer)
{
    char *text = MemoryContextAllocHuge(CurrentMemoryContext, buffer->size + 1);
    memcpy(text, buffer->data, buffer->size);
    text[buffer->size] = '\0';
    return pg_any_to_server(text, (int)buffer->size, PG_UTF8);
}

/*
 * Writes a number. A numeric has no exponent: 1e300 is a text of 301 digits, and the core refuses a number of so many.
 * A long text whose digits are mostly zeros at its ends is written with an exponent, which changes no bit.
 */
static void write_number(StringInfo out, const char *text)
{
    const char *const digits = text + (*text == '-'), *const end = digits + strlen(digits);
    const char *const point = digits + strcspn(digits, "."), *const first = digits + strspn(digits, "0.");
    const char *last = end;
    while (last > first && (last[-1] == '0' || last[-1] == '.'))
        last--;
    if (end - digits <= SHORT_NUMBER || last - first > SHORT_NUMBER || last == first) {
        appendStringInfoString(out, text);
        return;
    }
    const int exponent = (int)(point - first) - (first < point);
    appendStringInfo(out, "%s%c.", digits > text ? "-" : "", *first);
    for (const char *at = first + 1; at < last; at++)
        if (*at != '.')
            appendStringInfoChar(out, *at);
    appendStringInfo(out, "0e%d", exponent);
}

/* Writes a string of JSON, a number or a word, as PostgreSQL does. */
static void write_scalar(StringInfo out, const JsonbValue *value)
{
    switch (value->type) {
    case jbvNull:
        appendBinaryStringInfo(out, "null", 4);
        break;
    case jbvBool:
        appendStringInfoString(out, value->val.boolean ? "true" : "false");
        break;
    case jbvNumeric:
        write_number(out, DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric))));
        break;
    default:
        escape_json(out, pnstrdup(value->val.string.val, value->val.string.len));
    }
}

/*
 * Does the work of JsonbToCString(), which cannot be cancelled, and stops behind `limit` bytes. A jsonb of some bytes
 * can have a text of some gigabytes: 1e131071 has 131,072 digits.
 */
static void write_json(StringInfo out, Jsonb *document, Size limit)
{
    JsonbIterator *iterator = JsonbIteratorInit(&document->root);
    JsonbIteratorToken token;
    JsonbValue value;
    bool first = true, scalar = false;
    while ((Size)out->len <= limit && (token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE) {
        const bool ends = token == WJB_END_ARRAY || token == WJB_END_OBJECT;
        CHECK_FOR_INTERRUPTS();
        if (!first && !ends)
            appendBinaryStringInfo(out, ", ", 2);
        first = token == WJB_BEGIN_ARRAY || token == WJB_BEGIN_OBJECT || token == WJB_KEY;
        if (token == WJB_BEGIN_ARRAY) {
            scalar |= value.val.array.rawScalar;
            if (!value.val.array.rawScalar)
                appendStringInfoChar(out, '[');
        } else if (token == WJB_BEGIN_OBJECT) {
            appendStringInfoChar(out, '{');
        } else if (ends) {
            if (!scalar)
                appendStringInfoChar(out, token == WJB_END_ARRAY ? ']' : '}');
        } else {
            write_scalar(out, &value);
            if (token == WJB_KEY)
                appendBinaryStringInfo(out, ": ", 2);
        }
    }
}

static char *json_text(Datum jsonb, size_t limit, size_t *length)
{
    StringInfoData text;
    initStringInfo(&text);
    write_json(&text, DatumGetJsonbP(jsonb), limit);
    char *converted = pg_server_to_any(text.data, text.len, PG_UTF8);
    *length = strlen(converted);
    return converted;
}

char *liqmap_json_text(Datum jsonb, size_t *length)
{
    return json_text(jsonb, LM_MAX_DOCUMENT, length);
}

char *liqmap_whole_json_text(Datum jsonb, size_t *length)
{
    return json_text(jsonb, MaxAllocSize, length);
}

Datum liqmap_jsonb(const char *text)
{
    return DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
}

Datum liqmap_jsonb_from_buffer(lm_host *host, lm_buffer *json)
{
    char *text = liqmap_from_utf8(json);
    lm_buffer_free(host, json);
    return liqmap_jsonb(text);
}

bool liqmap_arg_cache_is_current(const liqmap_arg_cache *cache, Datum jsonb)
{
    const struct varlena *document = PG_DETOAST_DATUM_PACKED(jsonb);
    return cache->bytes && cache->size == VARSIZE_ANY_EXHDR(document) &&
           memcmp(cache->bytes, VARDATA_ANY(document), cache->size) == 0;
}

void liqmap_arg_cache_clear(liqmap_arg_cache *cache)
{
    if (cache->bytes)
        pfree(cache->bytes);
    cache->bytes = NULL;
}

void liqmap_arg_cache_store(liqmap_arg_cache *cache, Datum jsonb, MemoryContext context)
{
    const struct varlena *document = PG_DETOAST_DATUM_PACKED(jsonb);
    liqmap_arg_cache_clear(cache);
    cache->size = VARSIZE_ANY_EXHDR(document);
    cache->bytes = memcpy(MemoryContextAlloc(context, cache->size + 1), VARDATA_ANY(document), cache->size);
}

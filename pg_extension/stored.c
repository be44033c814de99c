/*
 * Input and output, casts, comparison and hash of the types tape and map. Both hold encoded bytes, and equal content is
 * equal bytes, so only the validation of input differs.
 */
#include "stored.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"

static lm_buffer encode_state(const struct varlena *state)
{
    lm_host host = liqmap_host();
    lm_buffer encoded = {0};
    if (liqmap_is_building(state)) {
        liqmap_check(&host, lm_tape_encode(&host, (const lm_tape *)state, &encoded));
    } else {
        lm_map *map;
        liqmap_check(&host, lm_positions_map(&host, (const lm_positions *)state, &map));
        liqmap_check(&host, lm_map_encode(&host, map, &encoded));
        lm_map_destroy(&host, map);
    }
    return encoded;
}

liqmap_stored liqmap_stored_from_datum(Datum datum)
{
    struct varlena *value = PG_DETOAST_DATUM_PACKED(datum);
    void *copy = value == (struct varlena *)DatumGetPointer(datum) ? NULL : value;
    if (likely(!liqmap_is_building(value) && !liqmap_is_counting(value)))
        return (liqmap_stored){{(const uint8_t *)VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)}, copy};

    /* A state between nodes, or the result of a user-defined aggregate without the final function. */
    const lm_buffer encoded = encode_state(value);
    if (copy)
        pfree(copy);
    return (liqmap_stored){{encoded.data, encoded.size}, encoded.data};
}

static void free_copy(liqmap_stored stored)
{
    if (stored.copy)
        pfree(stored.copy);
}

lm_buffer liqmap_datum_begin(lm_host *host)
{
    const size_t capacity = 1024;
    return (lm_buffer){host->allocate(host->context, NULL, 0, capacity), VARHDRSZ, capacity};
}

Datum liqmap_datum_end(lm_buffer *buffer)
{
    SET_VARSIZE(buffer->data, buffer->size);
    return PointerGetDatum(buffer->data);
}

/* ---- input */

typedef lm_status (*validator)(lm_host *host, lm_bytes bytes);

static lm_status validate_map(lm_host *host, lm_bytes bytes)
{
    lm_map *map;
    lm_status status = lm_map_decode(host, bytes, &map);
    if (status == LM_OK)
        lm_map_destroy(host, map);
    return status;
}

/* Returns the value if its bytes are valid and canonical, else throws or saves a soft error. */
static Datum check_value(FunctionCallInfo fcinfo, struct varlena *value, validator validate)
{
    lm_host host = liqmap_host();
    lm_status status = validate(&host, (lm_bytes){(const uint8_t *)VARDATA(value), VARSIZE(value) - VARHDRSZ});
    if (status == LM_OK)
        PG_RETURN_POINTER(value);
    liqmap_report(fcinfo->context, &host, status);
    PG_RETURN_NULL();
}

static struct varlena *allocate_value(size_t size)
{
    struct varlena *value = palloc(VARHDRSZ + size);
    SET_VARSIZE(value, VARHDRSZ + size);
    return value;
}

static Datum read_text(FunctionCallInfo fcinfo, validator validate)
{
    const char *text = PG_GETARG_CSTRING(0);
    const size_t length = strlen(text);
    struct varlena *value = allocate_value(length / 2);
    uint64 size = hex_decode_safe(text, length, VARDATA(value), fcinfo->context);
    if (SOFT_ERROR_OCCURRED(fcinfo->context))
        PG_RETURN_NULL();
    SET_VARSIZE(value, VARHDRSZ + size);
    return check_value(fcinfo, value, validate);
}

static Datum read_message(FunctionCallInfo fcinfo, validator validate)
{
    StringInfo message = (StringInfo)PG_GETARG_POINTER(0);
    struct varlena *value = allocate_value(message->len - message->cursor);
    pq_copymsgbytes(message, VARDATA(value), message->len - message->cursor);
    return check_value(fcinfo, value, validate);
}

static Datum read_bytea(FunctionCallInfo fcinfo, validator validate)
{
    return check_value(fcinfo, PG_GETARG_BYTEA_P_COPY(0), validate);
}

LIQMAP_FUNCTION(liqmap_tape_in)
{
    return read_text(fcinfo, lm_tape_validate);
}

LIQMAP_FUNCTION(liqmap_tape_recv)
{
    return read_message(fcinfo, lm_tape_validate);
}

LIQMAP_FUNCTION(liqmap_tape_from_bytea)
{
    return read_bytea(fcinfo, lm_tape_validate);
}

LIQMAP_FUNCTION(liqmap_map_in)
{
    return read_text(fcinfo, validate_map);
}

LIQMAP_FUNCTION(liqmap_map_recv)
{
    return read_message(fcinfo, validate_map);
}

LIQMAP_FUNCTION(liqmap_map_from_bytea)
{
    return read_bytea(fcinfo, validate_map);
}

/* ---- output */

LIQMAP_FUNCTION(liqmap_stored_out)
{
    lm_bytes bytes = LIQMAP_GETARG_BYTES(0);
    char *text = palloc(2 * bytes.size + 1);
    text[hex_encode((const char *)bytes.data, bytes.size, text)] = '\0';
    PG_RETURN_CSTRING(text);
}

LIQMAP_FUNCTION(liqmap_stored_send)
{
    lm_bytes bytes = LIQMAP_GETARG_BYTES(0);
    struct varlena *value = allocate_value(bytes.size);
    memcpy(VARDATA(value), bytes.data, bytes.size);
    PG_RETURN_BYTEA_P(value);
}

/* ---- order and hash of the bytes: the order has no meaning beyond equality */

static int compare(FunctionCallInfo fcinfo)
{
    liqmap_stored a = liqmap_stored_from_datum(PG_GETARG_DATUM(0));
    liqmap_stored b = liqmap_stored_from_datum(PG_GETARG_DATUM(1));
    int order = memcmp(a.bytes.data, b.bytes.data, Min(a.bytes.size, b.bytes.size));
    if (order == 0)
        order = (a.bytes.size > b.bytes.size) - (a.bytes.size < b.bytes.size);
    free_copy(a);
    free_copy(b);
    return order;
}

LIQMAP_FUNCTION(liqmap_stored_cmp)
{
    PG_RETURN_INT32(compare(fcinfo));
}

LIQMAP_FUNCTION(liqmap_stored_eq)
{
    PG_RETURN_BOOL(compare(fcinfo) == 0);
}

LIQMAP_FUNCTION(liqmap_stored_ne)
{
    PG_RETURN_BOOL(compare(fcinfo) != 0);
}

LIQMAP_FUNCTION(liqmap_stored_lt)
{
    PG_RETURN_BOOL(compare(fcinfo) < 0);
}

LIQMAP_FUNCTION(liqmap_stored_le)
{
    PG_RETURN_BOOL(compare(fcinfo) <= 0);
}

LIQMAP_FUNCTION(liqmap_stored_gt)
{
    PG_RETURN_BOOL(compare(fcinfo) > 0);
}

LIQMAP_FUNCTION(liqmap_stored_ge)
{
    PG_RETURN_BOOL(compare(fcinfo) >= 0);
}

/* Equality that counts two NULLs as the same: for places where a dump would not find the operator. */
static bool is_same(FunctionCallInfo fcinfo)
{
    if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
        return PG_ARGISNULL(0) && PG_ARGISNULL(1);
    return compare(fcinfo) == 0;
}

LIQMAP_FUNCTION(liqmap_stored_same)
{
    PG_RETURN_BOOL(is_same(fcinfo));
}

LIQMAP_FUNCTION(liqmap_stored_differs)
{
    PG_RETURN_BOOL(!is_same(fcinfo));
}

LIQMAP_FUNCTION(liqmap_stored_hash)
{
    liqmap_stored stored = liqmap_stored_from_datum(PG_GETARG_DATUM(0));
    Datum hash = hash_any(stored.bytes.data, stored.bytes.size);
    free_copy(stored);
    return hash;
}

LIQMAP_FUNCTION(liqmap_stored_hash_extended)
{
    liqmap_stored stored = liqmap_stored_from_datum(PG_GETARG_DATUM(0));
    Datum hash = hash_any_extended(stored.bytes.data, stored.bytes.size, PG_GETARG_INT64(1));
    free_copy(stored);
    return hash;
}

/* Impact models from data: estimated from a tape, gathered from stored rows of depth. */
#include "aggregate.h"
#include "stored.h"

/* impact(tape, options) */
LIQMAP_FUNCTION(liqmap_tape_impact)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(1), &length);
    lm_impact_kind impact;
    lm_impact_estimate estimate;
    lm_buffer document = {0};
    liqmap_check(&host, lm_tape_impact_options_read(&host, json, length, &impact));
    liqmap_check(&host, lm_tape_impact(&host, LIQMAP_GETARG_BYTES(0), impact, &estimate));
    liqmap_check(&host, lm_impact_estimate_print(&host, &estimate, &document));
    return liqmap_jsonb_of(&host, &document);
}

/* ---- book_impact: its state is a bytea, so that it travels between workers and nodes as it stands */

static lm_host *host_of(FunctionCallInfo fcinfo)
{
    liqmap_aggregate *aggregate = fcinfo->flinfo->fn_extra;
    return &(likely(aggregate) ? aggregate : (liqmap_aggregate *)liqmap_begin_aggregate(fcinfo, sizeof *aggregate, 0))
                ->host;
}

static void check_state(const struct varlena *value)
{
    if (!VARATT_IS_4B_U(value) || !lm_book_is_building(value, VARSIZE(value)))
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("these bytes are no state of book_impact()"),
                        errhint("Call the aggregate instead.")));
}

/* A state from a tuple: on a boundary of its own, for there a bytea may lie anywhere. */
static lm_book *copied_state(Datum datum)
{
    struct varlena *value = PG_DETOAST_DATUM_COPY(datum);
    check_state(value);
    return (lm_book *)value;
}

/* The state to add this row to, ours to change. */
static lm_book *state_of(FunctionCallInfo fcinfo, lm_host *host)
{
    lm_book *book;
    if (!PG_ARGISNULL(0)) {
        struct varlena *value = (struct varlena *)PG_GETARG_POINTER(0);
        check_state(value);
        return (lm_book *)value;
    }
    liqmap_check(host, lm_book_create(host, &book));
    return book;
}

static Datum state_datum(FunctionCallInfo fcinfo, lm_book *book)
{
    if (liqmap_state_moved(fcinfo, book))
        SET_VARSIZE(book, lm_book_size(book));
    return PointerGetDatum(book);
}

/* book_impact(ts, percentage, notional) */
LIQMAP_FUNCTION(liqmap_book_band)
{
    lm_host *host = host_of(fcinfo);
    if (liqmap_any_null(fcinfo, 1, 3))
        return liqmap_unchanged(fcinfo);
    lm_book *book = state_of(fcinfo, host);
    liqmap_check(host, lm_book_band(host, &book, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)), PG_GETARG_FLOAT8(2),
                                    PG_GETARG_FLOAT8(3)));
    return state_datum(fcinfo, book);
}

/* book_impact(ts, is_bid, price, qty, mid) */
LIQMAP_FUNCTION(liqmap_book_level)
{
    lm_host *host = host_of(fcinfo);
    if (liqmap_any_null(fcinfo, 1, 5))
        return liqmap_unchanged(fcinfo);
    lm_book *book = state_of(fcinfo, host);
    liqmap_check(host, lm_book_level(host, &book, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)), PG_GETARG_BOOL(2),
                                     PG_GETARG_FLOAT8(3), PG_GETARG_FLOAT8(4), PG_GETARG_FLOAT8(5)));
    return state_datum(fcinfo, book);
}

LIQMAP_FUNCTION(liqmap_book_combine)
{
    lm_host *host = host_of(fcinfo);
    if (PG_ARGISNULL(1))
        return liqmap_unchanged(fcinfo);
    lm_book *other = copied_state(PG_GETARG_DATUM(1));
    if (PG_ARGISNULL(0))
        return PointerGetDatum(other);
    lm_book *book = state_of(fcinfo, host);
    liqmap_check(host, lm_book_merge_into(host, &book, other));
    pfree(other);
    return state_datum(fcinfo, book);
}

LIQMAP_FUNCTION(liqmap_book_final)
{
    lm_host host = liqmap_host();
    lm_book *book = copied_state(PG_GETARG_DATUM(0));
    lm_book_profile *profile = palloc(sizeof *profile);
    lm_buffer document = {0};
    liqmap_check(&host, lm_book_read(&host, book, profile));
    liqmap_check(&host, lm_book_profile_print(&host, profile, &document));
    return liqmap_jsonb_of(&host, &document);
}

/* Impact models from data: estimated from a tape, or aggregated from rows of order book depth. */
#include "aggregate.h"
#include "stored.h"

/* impact(tape, options) */
LIQMAP_FUNCTION(liqmap_tape_impact)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(1), &length);
    lm_impact_kind kind;
    lm_impact_estimate estimate;
    lm_buffer document = {0};
    liqmap_check(&host, lm_tape_impact_options_read(&host, json, length, &kind));
    liqmap_check(&host, lm_tape_impact(&host, LIQMAP_GETARG_BYTES(0), kind, &estimate));
    liqmap_check(&host, lm_impact_estimate_print(&host, &estimate, &document));
    return liqmap_jsonb_from_buffer(&host, &document);
}

/* ---- book_impact: its state is a bytea, which workers and nodes send unchanged */

static lm_host *get_host(FunctionCallInfo fcinfo)
{
    liqmap_aggregate *aggregate = fcinfo->flinfo->fn_extra;
    return &(likely(aggregate) ? aggregate : (liqmap_aggregate *)liqmap_begin_aggregate(fcinfo, sizeof *aggregate, 0))
                ->host;
}

static void check_state(const struct varlena *value)
{
    if (!VARATT_IS_4B_U(value) || !lm_book_is_valid(value, VARSIZE(value)))
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("these bytes are no state of book_impact()"),
                        errhint("Call the aggregate instead.")));
}

/* Copies a state from a tuple, where a bytea may not be aligned. */
static lm_book *copy_state(Datum datum)
{
    struct varlena *value = PG_DETOAST_DATUM_COPY(datum);
    check_state(value);
    return (lm_book *)value;
}

/* Returns the state to add this row to, which may be changed in place. */
static lm_book *get_state(FunctionCallInfo fcinfo, lm_host *host)
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
    lm_host *host = get_host(fcinfo);
    if (liqmap_has_null(fcinfo, 1, 3))
        return liqmap_skip_row(fcinfo);
    lm_book *book = get_state(fcinfo, host);
    liqmap_check(host, lm_book_band(host, &book, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)), PG_GETARG_FLOAT8(2),
                                    PG_GETARG_FLOAT8(3)));
    return state_datum(fcinfo, book);
}

/* book_impact(ts, is_bid, price, qty, mid) */
LIQMAP_FUNCTION(liqmap_book_level)
{
    lm_host *host = get_host(fcinfo);
    if (liqmap_has_null(fcinfo, 1, 5))
        return liqmap_skip_row(fcinfo);
    lm_book *book = get_state(fcinfo, host);
    liqmap_check(host, lm_book_level(host, &book, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)), PG_GETARG_BOOL(2),
                                     PG_GETARG_FLOAT8(3), PG_GETARG_FLOAT8(4), PG_GETARG_FLOAT8(5)));
    return state_datum(fcinfo, book);
}

LIQMAP_FUNCTION(liqmap_book_combine)
{
    lm_host *host = get_host(fcinfo);
    if (PG_ARGISNULL(1))
        return liqmap_skip_row(fcinfo);
    lm_book *other = copy_state(PG_GETARG_DATUM(1));
    if (PG_ARGISNULL(0))
        return PointerGetDatum(other);
    lm_book *book = get_state(fcinfo, host);
    liqmap_check(host, lm_book_merge_into(host, &book, other));
    pfree(other);
    return state_datum(fcinfo, book);
}

LIQMAP_FUNCTION(liqmap_book_final)
{
    lm_host host = liqmap_host();
    lm_book *book = copy_state(PG_GETARG_DATUM(0));
    lm_book_profile *profile = palloc(sizeof *profile);
    lm_buffer document = {0};
    liqmap_check(&host, lm_book_read(&host, book, profile));
    liqmap_check(&host, lm_book_profile_print(&host, profile, &document));
    return liqmap_jsonb_from_buffer(&host, &document);
}

/* The aggregates that build tapes; aggregate.c says what their state is. */
#include "aggregate.h"
#include "stored.h"

/* What one aggregate call keeps in fn_extra. */
typedef struct builder {
    liqmap_aggregate common;
    lm_tape_options options; /* what its tapes begin with */
    bool placed;             /* prices come in */
} builder;

static pg_noinline builder *begin(FunctionCallInfo fcinfo, bool placed, int options_argument)
{
    builder *build = liqmap_begin_aggregate(fcinfo, sizeof *build, options_argument);
    build->placed = placed;
    lm_tape_options_init(&build->options);
    build->options.has_prices = placed;
    return build;
}

static builder *builder_of(FunctionCallInfo fcinfo, bool placed, int options_argument)
{
    builder *build = fcinfo->flinfo->fn_extra;
    return likely(build) ? build : begin(fcinfo, placed, options_argument);
}

static void read_options(builder *build, FunctionCallInfo fcinfo, Datum document)
{
    lm_tape_options options;
    size_t length;
    const char *json = liqmap_json_text(document, &length);
    liqmap_check(&build->common.host, lm_tape_options_read(&build->common.host, json, length, &options));
    options.has_prices = build->placed;
    build->options = options;
    liqmap_arg_cache_store(&build->common.options, document, fcinfo->flinfo->fn_mcxt);
}

static void forget_options(builder *build)
{
    if (build->common.options.bytes == NULL)
        return;
    liqmap_arg_cache_clear(&build->common.options);
    lm_tape_options_init(&build->options);
    build->options.has_prices = build->placed;
}

/* Brings the options up to this row; none, or NULL, is {}. */
static void follow_options(builder *build, FunctionCallInfo fcinfo, int argument)
{
    if (argument >= PG_NARGS() || PG_ARGISNULL(argument))
        forget_options(build);
    else if (!liqmap_arg_cache_is_current(&build->common.options, PG_GETARG_DATUM(argument)))
        read_options(build, fcinfo, PG_GETARG_DATUM(argument));
    build->common.settled = build->common.constant;
}

static lm_bytes bytes_of(const struct varlena *value)
{
    return (lm_bytes){(const uint8_t *)VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

/* From an encoded tape: the first of a roll-up, or somebody's initial state. */
static lm_tape *building_from(builder *build, const struct varlena *value)
{
    lm_tape *tape;
    liqmap_check(&build->common.host, lm_tape_decode(&build->common.host, bytes_of(value), &tape));
    return tape;
}

static pg_noinline lm_tape *state_from(builder *build, FunctionCallInfo fcinfo, int options_argument)
{
    lm_tape *tape;
    follow_options(build, fcinfo, options_argument);
    if (PG_ARGISNULL(0)) {
        liqmap_check(&build->common.host, lm_tape_create(&build->common.host, &build->options, &tape));
        return tape;
    }
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    tape = liqmap_is_building(state) ? (lm_tape *)state : building_from(build, state);
    liqmap_check(&build->common.host, lm_tape_check_options(&build->common.host, tape, &build->options));
    return tape;
}

/* The state to add this row to: mostly at hand. Where the options are constant, it was begun with them. */
static inline lm_tape *state_of(builder *build, FunctionCallInfo fcinfo, int options_argument)
{
    if (likely(build->common.settled && !PG_ARGISNULL(0) && liqmap_is_building((struct varlena *)PG_GETARG_POINTER(0))))
        return (lm_tape *)PG_GETARG_POINTER(0);
    return state_from(build, fcinfo, options_argument);
}

static Datum state_datum(FunctionCallInfo fcinfo, lm_tape *tape)
{
    if (liqmap_state_moved(fcinfo, tape))
        SET_VARSIZE(tape, lm_tape_size(tape));
    return PointerGetDatum(tape);
}

/* tape(ts, price, qty, is_buy [, options]) */
LIQMAP_FUNCTION(liqmap_tape_trade)
{
    builder *build = builder_of(fcinfo, true, 5);
    if (liqmap_any_null(fcinfo, 1, 3))
        return liqmap_unchanged(fcinfo);
    lm_tape *tape = state_of(build, fcinfo, 5);
    const lm_taker taker = PG_ARGISNULL(4) ? LM_TAKER_UNKNOWN : PG_GETARG_BOOL(4) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
    liqmap_check(&build->common.host,
                 lm_tape_trade_deferred(&build->common.host, &tape, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)),
                                        PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), taker));
    return state_datum(fcinfo, tape);
}

/* candle_tape(ts, open, high, low, close, volume, taker_buy_volume [, options]) */
LIQMAP_FUNCTION(liqmap_tape_candle)
{
    builder *build = builder_of(fcinfo, true, 8);
    if (liqmap_any_null(fcinfo, 1, 6))
        return liqmap_unchanged(fcinfo);
    lm_tape *tape = state_of(build, fcinfo, 8);
    const lm_candle candle = {
        .time = liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)),
        .duration = build->options.candle,
        .open = PG_GETARG_FLOAT8(2),
        .high = PG_GETARG_FLOAT8(3),
        .low = PG_GETARG_FLOAT8(4),
        .close = PG_GETARG_FLOAT8(5),
        .volume = PG_GETARG_FLOAT8(6),
        .taker_buy_volume = PG_ARGISNULL(7) ? NAN : PG_GETARG_FLOAT8(7),
    };
    liqmap_check(&build->common.host, lm_tape_candle(&build->common.host, &tape, &candle));
    return state_datum(fcinfo, tape);
}

/* gauge_tape(ts, name, value [, options]) */
LIQMAP_FUNCTION(liqmap_tape_gauge)
{
    builder *build = builder_of(fcinfo, false, 4);
    if (liqmap_any_null(fcinfo, 1, 3))
        return liqmap_unchanged(fcinfo);
    lm_tape *tape = state_of(build, fcinfo, 4);
    const text *name = PG_GETARG_TEXT_PP(2);
    liqmap_check(&build->common.host,
                 lm_tape_gauge(&build->common.host, &tape, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)),
                               VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), PG_GETARG_FLOAT8(3)));
    return state_datum(fcinfo, tape);
}

/* liquidation_tape(ts, price, qty, side [, options]); without a price, qty is quote notional */
LIQMAP_FUNCTION(liqmap_tape_liquidation)
{
    builder *build = builder_of(fcinfo, true, 5);
    if (PG_ARGISNULL(1) || liqmap_any_null(fcinfo, 3, 4))
        return liqmap_unchanged(fcinfo);
    lm_tape *tape = state_of(build, fcinfo, 5);
    const int64 time = liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1));
    const lm_side side = liqmap_aggregate_side(&build->common, PG_GETARG_OID(4));
    liqmap_check(
        &build->common.host,
        PG_ARGISNULL(2)
            ? lm_tape_liquidation_without_price(&build->common.host, &tape, time, PG_GETARG_FLOAT8(3), side)
            : lm_tape_liquidation(&build->common.host, &tape, time, PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), side));
    return state_datum(fcinfo, tape);
}

/* rollup(tape), and how partial states of all the aggregates above combine */
LIQMAP_FUNCTION(liqmap_tape_combine)
{
    builder *build = builder_of(fcinfo, false, 0);
    if (PG_ARGISNULL(1))
        return liqmap_unchanged(fcinfo);
    struct varlena *other = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
    const bool other_builds = liqmap_is_building(other);
    if (PG_ARGISNULL(0))
        return other_builds ? PointerGetDatum(other) : state_datum(fcinfo, building_from(build, other));

    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    lm_tape *tape = liqmap_is_building(state) ? (lm_tape *)state : building_from(build, state);
    liqmap_check(&build->common.host,
                 other_builds ? lm_tape_merge_building_into(&build->common.host, &tape, (const lm_tape *)other)
                              : lm_tape_merge_into(&build->common.host, &tape, bytes_of(other)));
    return state_datum(fcinfo, tape);
}

LIQMAP_FUNCTION(liqmap_tape_final)
{
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    if (!liqmap_is_building(state))
        PG_RETURN_POINTER(state);
    lm_host host = liqmap_host();
    lm_buffer encoded = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_tape_encode(&host, (const lm_tape *)state, &encoded));
    return liqmap_datum_end(&encoded);
}

/* The aggregates that build tapes. aggregate.c describes their state. */
#include "aggregate.h"
#include "stored.h"

/* The data that one aggregate call keeps in fn_extra. */
typedef struct builder {
    liqmap_aggregate common;
    lm_tape_options options; /* of the tapes that it creates */
    bool has_prices;         /* the rows have prices */
} builder;

static pg_noinline builder *create_builder(FunctionCallInfo fcinfo, bool has_prices, int options_argument)
{
    builder *builder = liqmap_begin_aggregate(fcinfo, sizeof *builder, options_argument);
    builder->has_prices = has_prices;
    lm_tape_options_init(&builder->options);
    builder->options.has_prices = has_prices;
    return builder;
}

static builder *get_builder(FunctionCallInfo fcinfo, bool has_prices, int options_argument)
{
    builder *builder = fcinfo->flinfo->fn_extra;
    return likely(builder) ? builder : create_builder(fcinfo, has_prices, options_argument);
}

static void read_options(builder *builder, FunctionCallInfo fcinfo, Datum document)
{
    lm_tape_options options;
    size_t length;
    const char *json = liqmap_json_text(document, &length);
    liqmap_check(&builder->common.host, lm_tape_options_read(&builder->common.host, json, length, &options));
    options.has_prices = builder->has_prices;
    builder->options = options;
    liqmap_arg_cache_store(&builder->common.options, document, fcinfo->flinfo->fn_mcxt);
}

static void reset_options(builder *builder)
{
    if (builder->common.options.bytes == NULL)
        return;
    liqmap_arg_cache_clear(&builder->common.options);
    lm_tape_options_init(&builder->options);
    builder->options.has_prices = builder->has_prices;
}

/* Reads the options of this row where they differ from the last row; a missing argument or NULL means {}. */
static void update_options(builder *builder, FunctionCallInfo fcinfo, int argument)
{
    if (argument >= PG_NARGS() || PG_ARGISNULL(argument))
        reset_options(builder);
    else if (!liqmap_arg_cache_is_current(&builder->common.options, PG_GETARG_DATUM(argument)))
        read_options(builder, fcinfo, PG_GETARG_DATUM(argument));
    builder->common.options_resolved = builder->common.constant;
}

static lm_bytes get_bytes(const struct varlena *value)
{
    return (lm_bytes){(const uint8_t *)VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

/* Decodes an encoded tape: the first of a rollup, or the initial state of a user-defined aggregate. */
static lm_tape *decode_tape(builder *builder, const struct varlena *value)
{
    lm_tape *tape;
    liqmap_check(&builder->common.host, lm_tape_decode(&builder->common.host, get_bytes(value), &tape));
    return tape;
}

static pg_noinline lm_tape *prepare_state(builder *builder, FunctionCallInfo fcinfo, int options_argument)
{
    lm_tape *tape;
    update_options(builder, fcinfo, options_argument);
    if (PG_ARGISNULL(0)) {
        liqmap_check(&builder->common.host, lm_tape_create(&builder->common.host, &builder->options, &tape));
        return tape;
    }
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    tape = liqmap_is_building(state) ? (lm_tape *)state : decode_tape(builder, state);
    liqmap_check(&builder->common.host, lm_tape_check_options(&builder->common.host, tape, &builder->options));
    return tape;
}

/* Returns the state to add this row to. Constant options need no check: the state was created with them. */
static inline lm_tape *get_state(builder *builder, FunctionCallInfo fcinfo, int options_argument)
{
    if (likely(builder->common.options_resolved && !PG_ARGISNULL(0) &&
               liqmap_is_building((struct varlena *)PG_GETARG_POINTER(0))))
        return (lm_tape *)PG_GETARG_POINTER(0);
    return prepare_state(builder, fcinfo, options_argument);
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
    builder *builder = get_builder(fcinfo, true, 5);
    if (liqmap_has_null(fcinfo, 1, 3))
        return liqmap_skip_row(fcinfo);
    lm_tape *tape = get_state(builder, fcinfo, 5);
    const lm_taker taker = PG_ARGISNULL(4) ? LM_TAKER_UNKNOWN : PG_GETARG_BOOL(4) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
    liqmap_check(&builder->common.host,
                 lm_tape_trade_deferred(&builder->common.host, &tape, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)),
                                        PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), taker));
    return state_datum(fcinfo, tape);
}

/* candle_tape(ts, open, high, low, close, volume, taker_buy_volume [, options]) */
LIQMAP_FUNCTION(liqmap_tape_candle)
{
    builder *builder = get_builder(fcinfo, true, 8);
    if (liqmap_has_null(fcinfo, 1, 6))
        return liqmap_skip_row(fcinfo);
    lm_tape *tape = get_state(builder, fcinfo, 8);
    const lm_candle candle = {
        .time = liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)),
        .duration = builder->options.candle,
        .open = PG_GETARG_FLOAT8(2),
        .high = PG_GETARG_FLOAT8(3),
        .low = PG_GETARG_FLOAT8(4),
        .close = PG_GETARG_FLOAT8(5),
        .volume = PG_GETARG_FLOAT8(6),
        .taker_buy_volume = PG_ARGISNULL(7) ? NAN : PG_GETARG_FLOAT8(7),
    };
    liqmap_check(&builder->common.host, lm_tape_candle(&builder->common.host, &tape, &candle));
    return state_datum(fcinfo, tape);
}

/* gauge_tape(ts, name, value [, options]) */
LIQMAP_FUNCTION(liqmap_tape_gauge)
{
    builder *builder = get_builder(fcinfo, false, 4);
    if (liqmap_has_null(fcinfo, 1, 3))
        return liqmap_skip_row(fcinfo);
    lm_tape *tape = get_state(builder, fcinfo, 4);
    size_t length;
    const char *name = liqmap_utf8(PG_GETARG_TEXT_PP(2), &length);
    liqmap_check(&builder->common.host,
                 lm_tape_gauge(&builder->common.host, &tape, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)), name, length,
                               PG_GETARG_FLOAT8(3)));
    return state_datum(fcinfo, tape);
}

/* liquidation_tape(ts, price, qty, side [, options]); without a price, qty is quote notional */
LIQMAP_FUNCTION(liqmap_tape_liquidation)
{
    builder *builder = get_builder(fcinfo, true, 5);
    if (PG_ARGISNULL(1) || liqmap_has_null(fcinfo, 3, 4))
        return liqmap_skip_row(fcinfo);
    lm_tape *tape = get_state(builder, fcinfo, 5);
    const int64 time = liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1));
    const lm_side side = liqmap_aggregate_side(&builder->common, PG_GETARG_OID(4));
    liqmap_check(
        &builder->common.host,
        PG_ARGISNULL(2)
            ? lm_tape_liquidation_without_price(&builder->common.host, &tape, time, PG_GETARG_FLOAT8(3), side)
            : lm_tape_liquidation(&builder->common.host, &tape, time, PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), side));
    return state_datum(fcinfo, tape);
}

/* rollup(tape); also the combine function of all aggregates above */
LIQMAP_FUNCTION(liqmap_tape_combine)
{
    builder *builder = get_builder(fcinfo, false, 0);
    if (PG_ARGISNULL(1))
        return liqmap_skip_row(fcinfo);
    struct varlena *other = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
    const bool other_is_building = liqmap_is_building(other);
    if (PG_ARGISNULL(0))
        return other_is_building ? PointerGetDatum(other) : state_datum(fcinfo, decode_tape(builder, other));

    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    lm_tape *tape = liqmap_is_building(state) ? (lm_tape *)state : decode_tape(builder, state);
    liqmap_check(&builder->common.host,
                 other_is_building ? lm_tape_merge_building_into(&builder->common.host, &tape, (const lm_tape *)other)
                                   : lm_tape_merge_into(&builder->common.host, &tape, get_bytes(other)));
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

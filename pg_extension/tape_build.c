/*
 * The aggregates that build tapes.
 *
 * The state is a tape of the building kind: one relocatable block, which is a varlena of type tape through its first
 * word. Rows change it in place, so a row costs neither an allocation nor a copy; when it must grow, the core hands out
 * a greater block, which the executor takes into its own memory, freeing the old one. Being a value of a real type, the
 * state of a parallel worker or of a shard travels as it is.
 */
#include "liqmap_pg.h"

#include "nodes/pg_list.h"
#include "nodes/primnodes.h"

/* What one aggregate call keeps in fn_extra. */
typedef struct builder {
    lm_host host;
    lm_tape_options options; /* what its tapes begin with */
    liqmap_note note;        /* the argument they were read from */
    bool constant;           /* the argument is the same in all rows */
    bool settled;            /* constant, and read: rows need no look at it any more */
    bool placed;             /* prices come in */
    Oid sides[2];            /* labels seen so far; see side_argument */
} builder;

static bool is_constant(FunctionCallInfo fcinfo, int argument)
{
    const Aggref *call = AggGetAggref(fcinfo);
    if (call == NULL || list_length(call->args) < argument)
        return false;
    const TargetEntry *entry = list_nth(call->args, argument - 1);
    return IsA(entry->expr, Const);
}

static builder *builder_of(FunctionCallInfo fcinfo, bool placed, int options_argument)
{
    builder *build = fcinfo->flinfo->fn_extra;
    if (likely(build))
        return build;

    if (!AggCheckCallContext(fcinfo, NULL))
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("this function is a part of an aggregate"),
                        errhint("Call the aggregate instead.")));
    build = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof *build);
    build->host = liqmap_transition_host();
    build->placed = placed;
    build->constant = options_argument == 0 || options_argument >= PG_NARGS() || is_constant(fcinfo, options_argument);
    lm_tape_options_init(&build->options);
    build->options.placed = placed;
    fcinfo->flinfo->fn_extra = build;
    return build;
}

static void read_options(builder *build, FunctionCallInfo fcinfo, Datum document)
{
    lm_tape_options options;
    size_t length;
    const char *json = liqmap_json_text(document, &length);
    liqmap_check(&build->host, lm_tape_options_read(&build->host, json, length, &options));
    options.placed = build->placed;
    build->options = options;
    liqmap_take_note(&build->note, document, fcinfo->flinfo->fn_mcxt);
}

static void forget_options(builder *build)
{
    if (build->note.bytes == NULL)
        return;
    pfree(build->note.bytes);
    build->note.bytes = NULL;
    lm_tape_options_init(&build->options);
    build->options.placed = build->placed;
}

/* Brings the options up to this row; none, or NULL, is {}. */
static void follow_options(builder *build, FunctionCallInfo fcinfo, int argument)
{
    if (argument >= PG_NARGS() || PG_ARGISNULL(argument))
        forget_options(build);
    else if (!liqmap_noted(&build->note, PG_GETARG_DATUM(argument)))
        read_options(build, fcinfo, PG_GETARG_DATUM(argument));
    build->settled = build->constant;
}

static lm_bytes bytes_of(const struct varlena *value)
{
    return (lm_bytes){(const uint8_t *)VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

/* From an encoded tape: the first of a roll-up, or somebody's initial state. */
static lm_tape *building_from(builder *build, const struct varlena *value)
{
    lm_tape *tape;
    liqmap_check(&build->host, lm_tape_decode(&build->host, bytes_of(value), &tape));
    return tape;
}

static pg_noinline lm_tape *state_from(builder *build, FunctionCallInfo fcinfo, int options_argument)
{
    lm_tape *tape;
    follow_options(build, fcinfo, options_argument);
    if (PG_ARGISNULL(0)) {
        liqmap_check(&build->host, lm_tape_new(&build->host, &build->options, &tape));
        return tape;
    }
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    tape = liqmap_is_building(state) ? (lm_tape *)state : building_from(build, state);
    liqmap_check(&build->host, lm_tape_expect(&build->host, tape, &build->options));
    return tape;
}

/* The state to add this row to: mostly at hand. Where the options are constant, it was begun with them. */
static inline lm_tape *state_of(builder *build, FunctionCallInfo fcinfo, int options_argument)
{
    if (likely(build->settled && !PG_ARGISNULL(0) && liqmap_is_building((struct varlena *)PG_GETARG_POINTER(0))))
        return (lm_tape *)PG_GETARG_POINTER(0);
    return state_from(build, fcinfo, options_argument);
}

/* The length is written only when the block moved: nothing else changes it. */
static Datum state_datum(FunctionCallInfo fcinfo, lm_tape *tape)
{
    if (unlikely(PG_ARGISNULL(0) || (void *)tape != PG_GETARG_POINTER(0)))
        SET_VARSIZE(tape, lm_tape_size(tape));
    return PointerGetDatum(tape);
}

static Datum unchanged(FunctionCallInfo fcinfo)
{
    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    return PG_GETARG_DATUM(0);
}

static bool any_null(FunctionCallInfo fcinfo, int first, int last)
{
    for (int argument = first; argument <= last; argument++)
        if (unlikely(PG_ARGISNULL(argument)))
            return true;
    return false;
}

/* tape(ts, price, qty, is_buy [, options]) */
LIQMAP_FUNCTION(liqmap_tape_trade)
{
    builder *build = builder_of(fcinfo, true, 5);
    if (any_null(fcinfo, 1, 3))
        return unchanged(fcinfo);
    lm_tape *tape = state_of(build, fcinfo, 5);
    const lm_taker taker = PG_ARGISNULL(4) ? LM_TAKER_UNKNOWN : PG_GETARG_BOOL(4) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
    liqmap_check(&build->host, lm_tape_trade_soon(&build->host, &tape, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)),
                                                  PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), taker));
    return state_datum(fcinfo, tape);
}

/* candle_tape(ts, open, high, low, close, volume, taker_buy_volume [, options]) */
LIQMAP_FUNCTION(liqmap_tape_candle)
{
    builder *build = builder_of(fcinfo, true, 8);
    if (any_null(fcinfo, 1, 6))
        return unchanged(fcinfo);
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
    liqmap_check(&build->host, lm_tape_candle(&build->host, &tape, &candle));
    return state_datum(fcinfo, tape);
}

/* gauge_tape(ts, name, value [, options]) */
LIQMAP_FUNCTION(liqmap_tape_gauge)
{
    builder *build = builder_of(fcinfo, false, 4);
    if (any_null(fcinfo, 1, 3))
        return unchanged(fcinfo);
    lm_tape *tape = state_of(build, fcinfo, 4);
    const text *name = PG_GETARG_TEXT_PP(2);
    liqmap_check(&build->host, lm_tape_gauge(&build->host, &tape, liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1)),
                                             VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), PG_GETARG_FLOAT8(3)));
    return state_datum(fcinfo, tape);
}

/* Looks a label up once, not in every row. */
static lm_side side_argument(builder *build, Oid label)
{
    if (label == build->sides[LM_LONG])
        return LM_LONG;
    if (label == build->sides[LM_SHORT])
        return LM_SHORT;
    const lm_side side = liqmap_side_of(label);
    build->sides[side] = label;
    return side;
}

/* forced_tape(ts, price, qty, side [, options]); without a price, qty is quote notional */
LIQMAP_FUNCTION(liqmap_tape_forced)
{
    builder *build = builder_of(fcinfo, true, 5);
    if (PG_ARGISNULL(1) || any_null(fcinfo, 3, 4))
        return unchanged(fcinfo);
    lm_tape *tape = state_of(build, fcinfo, 5);
    const int64 time = liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(1));
    const lm_side side = side_argument(build, PG_GETARG_OID(4));
    liqmap_check(&build->host,
                 PG_ARGISNULL(2)
                     ? lm_tape_forced_unplaced(&build->host, &tape, time, PG_GETARG_FLOAT8(3), side)
                     : lm_tape_forced(&build->host, &tape, time, PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), side));
    return state_datum(fcinfo, tape);
}

/* rollup(tape), and how partial states of all the aggregates above combine */
LIQMAP_FUNCTION(liqmap_tape_combine)
{
    builder *build = builder_of(fcinfo, false, 0);
    if (PG_ARGISNULL(1))
        return unchanged(fcinfo);
    struct varlena *other = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
    const bool other_builds = liqmap_is_building(other);
    if (PG_ARGISNULL(0))
        return other_builds ? PointerGetDatum(other) : state_datum(fcinfo, building_from(build, other));

    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    lm_tape *tape = liqmap_is_building(state) ? (lm_tape *)state : building_from(build, state);
    liqmap_check(&build->host, other_builds ? lm_tape_absorb_building(&build->host, &tape, (const lm_tape *)other)
                                            : lm_tape_absorb(&build->host, &tape, bytes_of(other)));
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

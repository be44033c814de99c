/* The aggregates that count known positions into maps; aggregate.c says what their state is. */
#include "aggregate.h"
#include "object.h"
#include "stored.h"

/* What one aggregate call keeps in fn_extra. */
typedef struct builder {
    liqmap_aggregate common;
    lm_positions_options options; /* what its maps begin with */
    lm_rules rules;               /* of margin_map */
    liqmap_arg_cache rules_note;  /* the argument they were read from */
} builder;

static pg_noinline builder *begin(FunctionCallInfo fcinfo, int options_argument)
{
    builder *build = liqmap_begin_aggregate(fcinfo, sizeof *build, options_argument);
    lm_positions_options_init(&build->options);
    lm_rules_init(&build->rules);
    return build;
}

static builder *builder_of(FunctionCallInfo fcinfo, int options_argument)
{
    builder *build = fcinfo->flinfo->fn_extra;
    return likely(build) ? build : begin(fcinfo, options_argument);
}

/* ---- what the rows say beside numbers */

/* Brings the options up to this row; none, or NULL, is {}. */
static void follow_options(builder *build, FunctionCallInfo fcinfo, int argument)
{
    liqmap_aggregate *common = &build->common;
    if (argument >= PG_NARGS() || PG_ARGISNULL(argument)) {
        lm_positions_options_init(&build->options);
        liqmap_arg_cache_clear(&common->options);
    } else if (!liqmap_arg_cache_is_current(&common->options, PG_GETARG_DATUM(argument))) {
        size_t length;
        const char *json = liqmap_json_text(PG_GETARG_DATUM(argument), &length);
        liqmap_check(&common->host, lm_positions_options_read(&common->host, json, length, &build->options));
        liqmap_arg_cache_store(&common->options, PG_GETARG_DATUM(argument), fcinfo->flinfo->fn_mcxt);
    }
    common->settled = common->constant;
}

/* The same of margin rules. */
static void follow_rules(builder *build, FunctionCallInfo fcinfo, int argument)
{
    if (PG_ARGISNULL(argument)) {
        lm_rules_init(&build->rules);
        liqmap_arg_cache_clear(&build->rules_note);
    } else if (!liqmap_arg_cache_is_current(&build->rules_note, PG_GETARG_DATUM(argument))) {
        size_t length;
        const char *json = liqmap_json_text(PG_GETARG_DATUM(argument), &length);
        liqmap_check(&build->common.host, lm_rules_read(&build->common.host, json, length, &build->rules));
        liqmap_arg_cache_store(&build->rules_note, PG_GETARG_DATUM(argument), fcinfo->flinfo->fn_mcxt);
    }
}

/* ---- the state */

static pg_noinline lm_positions *state_from(builder *build, FunctionCallInfo fcinfo, int options_argument)
{
    lm_host *host = &build->common.host;
    lm_positions *positions;
    follow_options(build, fcinfo, options_argument);
    if (PG_ARGISNULL(0)) {
        liqmap_check(host, lm_positions_create(host, &build->options, &positions));
        return positions;
    }
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    if (!liqmap_is_counting(state))
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("positions cannot be counted into an encoded map"),
                 errhint("Add the maps with merge() or rollup().")));
    positions = (lm_positions *)state;
    liqmap_check(host, lm_positions_check_options(host, positions, &build->options));
    return positions;
}

/* The state to add this row to: mostly at hand. Where the options are constant, it was begun with them. */
static inline lm_positions *state_of(builder *build, FunctionCallInfo fcinfo, int options_argument)
{
    if (likely(build->common.settled && !PG_ARGISNULL(0) && liqmap_is_counting((struct varlena *)PG_GETARG_POINTER(0))))
        return (lm_positions *)PG_GETARG_POINTER(0);
    return state_from(build, fcinfo, options_argument);
}

static Datum state_datum(FunctionCallInfo fcinfo, lm_positions *positions)
{
    if (liqmap_state_moved(fcinfo, positions))
        SET_VARSIZE(positions, lm_positions_size(positions));
    return PointerGetDatum(positions);
}

static double number_or(FunctionCallInfo fcinfo, int argument, double otherwise)
{
    return PG_ARGISNULL(argument) ? otherwise : PG_GETARG_FLOAT8(argument);
}

/* ---- rows */

static inline Datum add_known(FunctionCallInfo fcinfo, double leverage, int options_argument)
{
    builder *build = builder_of(fcinfo, options_argument);
    if (liqmap_any_null(fcinfo, 1, 2) || PG_ARGISNULL(4))
        return liqmap_unchanged(fcinfo);
    lm_positions *positions = state_of(build, fcinfo, options_argument);
    const lm_known_position position = {
        .price = PG_GETARG_FLOAT8(1),
        .side = liqmap_aggregate_side(&build->common, PG_GETARG_OID(2)),
        .liquidation_price = number_or(fcinfo, 3, NAN),
        .qty = PG_GETARG_FLOAT8(4),
        .leverage = leverage,
    };
    liqmap_check(&build->common.host, lm_positions_add(&build->common.host, &positions, &position));
    return state_datum(fcinfo, positions);
}

/* position_map(price, side, liquidation_price, qty [, options]) */
LIQMAP_FUNCTION(liqmap_map_position)
{
    return add_known(fcinfo, NAN, 5);
}

/* position_map(price, side, liquidation_price, qty, leverage, options) */
LIQMAP_FUNCTION(liqmap_map_levered_position)
{
    return add_known(fcinfo, number_or(fcinfo, 5, NAN), 6);
}

/* margin_map(price, side, entry, qty, leverage, collateral, rules [, options]) */
LIQMAP_FUNCTION(liqmap_map_margin)
{
    builder *build = builder_of(fcinfo, 8);
    if (liqmap_any_null(fcinfo, 1, 4))
        return liqmap_unchanged(fcinfo);
    lm_positions *positions = state_of(build, fcinfo, 8);
    follow_rules(build, fcinfo, 7);
    const lm_position position = {
        .side = liqmap_aggregate_side(&build->common, PG_GETARG_OID(2)),
        .entry = PG_GETARG_FLOAT8(3),
        .qty = PG_GETARG_FLOAT8(4),
        .leverage = number_or(fcinfo, 5, 0),
        .collateral = number_or(fcinfo, 6, 0),
    };
    liqmap_check(&build->common.host, lm_positions_add_margin(&build->common.host, &positions, PG_GETARG_FLOAT8(1),
                                                              &build->rules, &position));
    return state_datum(fcinfo, positions);
}

/* ---- partial states and results */

Datum liqmap_map_merge(PG_FUNCTION_ARGS);

LIQMAP_FUNCTION(liqmap_map_positions_combine)
{
    builder *build = builder_of(fcinfo, 0);
    if (PG_ARGISNULL(1))
        return liqmap_unchanged(fcinfo);
    struct varlena *other = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
    if (PG_ARGISNULL(0))
        return PointerGetDatum(other);
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    /* A state that came by way of another node is a map by now, and a map is what both make then. */
    if (!liqmap_is_counting(state) || !liqmap_is_counting(other))
        return liqmap_map_merge(fcinfo);
    lm_positions *positions = (lm_positions *)state;
    liqmap_check(&build->common.host,
                 lm_positions_merge_into(&build->common.host, &positions, (const lm_positions *)other));
    return state_datum(fcinfo, positions);
}

LIQMAP_FUNCTION(liqmap_map_positions_final)
{
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    if (!liqmap_is_counting(state))
        PG_RETURN_POINTER(state);
    lm_host host = liqmap_host();
    lm_map *map;
    liqmap_check(&host, lm_positions_map(&host, (const lm_positions *)state, &map));
    return liqmap_map_datum(&host, map);
}

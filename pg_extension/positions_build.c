/* The aggregates that count known positions into maps. aggregate.c describes their state. */
#include "account.h"
#include "aggregate.h"
#include "arguments.h"
#include "object.h"
#include "stored.h"

/* The data that one aggregate call keeps in fn_extra. */
typedef struct builder {
    liqmap_aggregate common;
    lm_positions_options options; /* of the maps that it creates */
    lm_rules rules;               /* of margin_map */
    liqmap_arg_cache rules_cache; /* the argument that the rules were read from */
} builder;

static pg_noinline builder *create_builder(FunctionCallInfo fcinfo, int options_argument)
{
    builder *builder = liqmap_begin_aggregate(fcinfo, sizeof *builder, options_argument);
    lm_positions_options_init(&builder->options);
    lm_rules_init(&builder->rules);
    return builder;
}

static builder *get_builder(FunctionCallInfo fcinfo, int options_argument)
{
    builder *builder = fcinfo->flinfo->fn_extra;
    return likely(builder) ? builder : create_builder(fcinfo, options_argument);
}

/* ---- options and rules of a row */

/* Reads the options of this row where they differ from the last row; a missing argument or NULL means {}. */
static void update_options(builder *builder, FunctionCallInfo fcinfo, int argument)
{
    liqmap_aggregate *common = &builder->common;
    if (argument >= PG_NARGS() || PG_ARGISNULL(argument)) {
        lm_positions_options_init(&builder->options);
        liqmap_arg_cache_clear(&common->options);
    } else if (!liqmap_arg_cache_is_current(&common->options, PG_GETARG_DATUM(argument))) {
        size_t length;
        const char *json = liqmap_json_text(PG_GETARG_DATUM(argument), &length);
        liqmap_check(&common->host, lm_positions_options_read(&common->host, json, length, &builder->options));
        liqmap_arg_cache_store(&common->options, PG_GETARG_DATUM(argument), fcinfo->flinfo->fn_mcxt);
    }
    common->options_resolved = common->constant;
}

/* Reads the margin rules of this row where they differ from the last row; NULL means {}. */
static void update_rules(builder *builder, FunctionCallInfo fcinfo, int argument)
{
    if (PG_ARGISNULL(argument)) {
        lm_rules_init(&builder->rules);
        liqmap_arg_cache_clear(&builder->rules_cache);
    } else if (!liqmap_arg_cache_is_current(&builder->rules_cache, PG_GETARG_DATUM(argument))) {
        size_t length;
        const char *json = liqmap_json_text(PG_GETARG_DATUM(argument), &length);
        liqmap_check(&builder->common.host, lm_rules_read(&builder->common.host, json, length, &builder->rules));
        liqmap_notice_stale(&builder->rules);
        liqmap_arg_cache_store(&builder->rules_cache, PG_GETARG_DATUM(argument), fcinfo->flinfo->fn_mcxt);
    }
}

/* ---- the state */

/* Returns the state to add this row to, or a new one, with the options of the builder. */
static lm_positions *open_state(builder *builder, FunctionCallInfo fcinfo)
{
    lm_host *host = &builder->common.host;
    lm_positions *positions;
    if (PG_ARGISNULL(0)) {
        liqmap_check(host, lm_positions_create(host, &builder->options, &positions));
        return positions;
    }
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    if (!liqmap_is_counting(state))
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("positions cannot be counted into an encoded map"),
                 errhint("Add the maps with merge() or rollup().")));
    positions = (lm_positions *)state;
    liqmap_check(host, lm_positions_check_options(host, positions, &builder->options));
    return positions;
}

static pg_noinline lm_positions *prepare_state(builder *builder, FunctionCallInfo fcinfo, int options_argument)
{
    update_options(builder, fcinfo, options_argument);
    return open_state(builder, fcinfo);
}

/* Returns the state to add this row to. Constant options need no check: the state was created with them. */
static inline lm_positions *get_state(builder *builder, FunctionCallInfo fcinfo, int options_argument)
{
    if (likely(builder->common.options_resolved && !PG_ARGISNULL(0) &&
               liqmap_is_counting((struct varlena *)PG_GETARG_POINTER(0))))
        return (lm_positions *)PG_GETARG_POINTER(0);
    return prepare_state(builder, fcinfo, options_argument);
}

static Datum state_datum(FunctionCallInfo fcinfo, lm_positions *positions)
{
    if (liqmap_state_moved(fcinfo, positions))
        SET_VARSIZE(positions, lm_positions_size(positions));
    return PointerGetDatum(positions);
}

static double number_or(FunctionCallInfo fcinfo, int argument, double default_value)
{
    return PG_ARGISNULL(argument) ? default_value : PG_GETARG_FLOAT8(argument);
}

/* ---- rows */

static inline Datum add_position(FunctionCallInfo fcinfo, double leverage, int options_argument)
{
    builder *builder = get_builder(fcinfo, options_argument);
    if (liqmap_has_null(fcinfo, 1, 2) || PG_ARGISNULL(4))
        return liqmap_skip_row(fcinfo);
    lm_positions *positions = get_state(builder, fcinfo, options_argument);
    const lm_known_position position = {
        .price = PG_GETARG_FLOAT8(1),
        .side = liqmap_aggregate_side(&builder->common, PG_GETARG_OID(2)),
        .liquidation_price = number_or(fcinfo, 3, NAN),
        .qty = PG_GETARG_FLOAT8(4),
        .leverage = leverage,
    };
    liqmap_check(&builder->common.host, lm_positions_add(&builder->common.host, &positions, &position));
    return state_datum(fcinfo, positions);
}

/* position_map(price, side, liquidation_price, qty [, options]) */
LIQMAP_FUNCTION(liqmap_map_position)
{
    return add_position(fcinfo, NAN, 5);
}

/* position_map(price, side, liquidation_price, qty, leverage, options) */
LIQMAP_FUNCTION(liqmap_map_position_leverage)
{
    return add_position(fcinfo, number_or(fcinfo, 5, NAN), 6);
}

/* margin_map(price, side, entry, qty, leverage, collateral, rules [, options]) */
LIQMAP_FUNCTION(liqmap_map_margin)
{
    builder *builder = get_builder(fcinfo, 8);
    if (liqmap_has_null(fcinfo, 1, 4))
        return liqmap_skip_row(fcinfo);
    lm_positions *positions = get_state(builder, fcinfo, 8);
    update_rules(builder, fcinfo, 7);
    if (PG_ARGISNULL(5) && PG_ARGISNULL(6))
        liqmap_check(&builder->common.host, lm_positions_margin_unknown(&builder->common.host));
    const lm_position position = {
        .side = liqmap_aggregate_side(&builder->common, PG_GETARG_OID(2)),
        .entry = PG_GETARG_FLOAT8(3),
        .qty = PG_GETARG_FLOAT8(4),
        .leverage = number_or(fcinfo, 5, 0),
        .collateral = number_or(fcinfo, 6, 0),
    };
    liqmap_check(&builder->common.host, lm_positions_add_margin(&builder->common.host, &positions, PG_GETARG_FLOAT8(1),
                                                                &builder->rules, &position));
    return state_datum(fcinfo, positions);
}

/* ---- accounts */

/* Names the map after the symbol of its positions, if the options do not name it. */
static void name_map(builder *builder, lm_text symbol)
{
    if (builder->options.symbol[0])
        return;
    if (symbol.length >= sizeof builder->options.symbol || memchr(symbol.text, 0, symbol.length))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("symbol must be at most %d bytes long, not %zu", LM_SYMBOL_SIZE - 1, symbol.length)));
    memcpy(builder->options.symbol, symbol.text, symbol.length);
    liqmap_arg_cache_clear(&builder->common.options); /* read again in the next row, which may have another symbol */
}

/* account_map(positions, symbol [, options]) */
LIQMAP_FUNCTION(liqmap_map_account)
{
    builder *builder = get_builder(fcinfo, 3);
    if (liqmap_has_null(fcinfo, 1, 2))
        return liqmap_skip_row(fcinfo);
    lm_host *host = &builder->common.host;
    const lm_text symbol = liqmap_text_argument(fcinfo, 2);
    lm_account_margin margin;
    size_t added;
    update_options(builder, fcinfo, 3);
    name_map(builder, symbol);
    lm_positions *positions = open_state(builder, fcinfo);
    lm_host scratch = liqmap_host();
    lm_account *account = liqmap_account_argument(&scratch, PG_GETARG_DATUM(1));
    liqmap_check(&scratch, lm_account_solve_listed(&scratch, account, &margin));
    liqmap_check(host, lm_positions_add_account(host, &positions, account, symbol, &added));
    lm_account_destroy(&scratch, account);
    return state_datum(fcinfo, positions);
}

/* ---- partial states and results */

Datum liqmap_map_merge(PG_FUNCTION_ARGS);

LIQMAP_FUNCTION(liqmap_map_positions_combine)
{
    builder *builder = get_builder(fcinfo, 0);
    if (PG_ARGISNULL(1))
        return liqmap_skip_row(fcinfo);
    struct varlena *other = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
    if (PG_ARGISNULL(0))
        return PointerGetDatum(other);
    struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
    /* A state that another node sent is an encoded map. Then the result is an encoded map too. */
    if (!liqmap_is_counting(state) || !liqmap_is_counting(other))
        return liqmap_map_merge(fcinfo);
    lm_positions *positions = (lm_positions *)state;
    liqmap_check(&builder->common.host,
                 lm_positions_merge_into(&builder->common.host, &positions, (const lm_positions *)other));
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

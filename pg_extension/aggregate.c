/*
 * The shared code of the aggregates that build tapes and maps of known positions.
 *
 * A state is one relocatable block of the core. Its first word is the varlena length, so the block is a value of type
 * tape or map. A row changes the block in place, without an allocation or a copy. When the block must grow, the core
 * returns a larger one; the executor copies that into its own memory and frees the old one. A state is a value of a
 * real type, so parallel workers and shards send it unchanged.
 */
#include "aggregate.h"

#include "nodes/pg_list.h"
#include "nodes/primnodes.h"

static bool is_constant(FunctionCallInfo fcinfo, int argument)
{
    const Aggref *aggref = AggGetAggref(fcinfo);
    if (aggref == NULL || list_length(aggref->args) < argument)
        return false;
    const TargetEntry *entry = list_nth(aggref->args, argument - 1);
    return IsA(entry->expr, Const);
}

void *liqmap_begin_aggregate(FunctionCallInfo fcinfo, Size size, int options)
{
    if (!AggCheckCallContext(fcinfo, NULL))
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("this function is a part of an aggregate"),
                        errhint("Call the aggregate instead.")));
    liqmap_aggregate *aggregate = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, size);
    aggregate->host = liqmap_transition_host();
    aggregate->constant = options == 0 || options >= PG_NARGS() || is_constant(fcinfo, options);
    fcinfo->flinfo->fn_extra = aggregate;
    return aggregate;
}

lm_side liqmap_aggregate_cache_side(liqmap_aggregate *aggregate, Oid label)
{
    const lm_side side = liqmap_side_from_label(label);
    aggregate->sides[side] = label;
    return side;
}

Datum liqmap_skip_row(FunctionCallInfo fcinfo)
{
    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    return PG_GETARG_DATUM(0);
}

/*
 * What the aggregates that build tapes and position maps have in common.
 *
 * A state is one relocatable block of the core's, which is a varlena of type tape or map through its first word. Rows
 * change it in place, so a row costs neither an allocation nor a copy; when it must grow, the core hands out a greater
 * block, which the executor takes into its own memory, freeing the old one. Being a value of a real type, the state of
 * a parallel worker or of a shard travels as it is.
 */
#include "aggregate.h"

#include "nodes/pg_list.h"
#include "nodes/primnodes.h"

static bool is_constant(FunctionCallInfo fcinfo, int argument)
{
    const Aggref *call = AggGetAggref(fcinfo);
    if (call == NULL || list_length(call->args) < argument)
        return false;
    const TargetEntry *entry = list_nth(call->args, argument - 1);
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

lm_side liqmap_new_side(liqmap_aggregate *aggregate, Oid label)
{
    const lm_side side = liqmap_side_of(label);
    aggregate->sides[side] = label;
    return side;
}

Datum liqmap_unchanged(FunctionCallInfo fcinfo)
{
    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    return PG_GETARG_DATUM(0);
}

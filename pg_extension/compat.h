/* The differences between PostgreSQL 14 to 18. */
#ifndef LIQMAP_COMPAT_H
#define LIQMAP_COMPAT_H

#if PG_VERSION_NUM < 140000
#error "liqmap needs PostgreSQL 14 or newer"
#endif

#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#include "varatt.h"
#else
/* Input functions report soft errors from 16 on; earlier versions throw every error. */
#define errsave(context, ...) ereport(ERROR, __VA_ARGS__)
#define SOFT_ERROR_OCCURRED(context) ((void)(context), false)
#define hex_decode_safe(source, length, target, context) ((void)(context), hex_decode(source, length, target))
#endif

#if PG_VERSION_NUM >= 180000
#include "version.h"
#define LIQMAP_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "liqmap", .version = LM_VERSION)
#else
#define LIQMAP_MODULE_MAGIC PG_MODULE_MAGIC
#endif

#if PG_VERSION_NUM < 150000
/* Prepares a function that returns its rows in a tuplestore: rsinfo->setResult, with the columns of rsinfo->setDesc. */
static inline void InitMaterializedSRF(FunctionCallInfo fcinfo, bits32 flags)
{
    ReturnSetInfo *result = (ReturnSetInfo *)fcinfo->resultinfo;
    TupleDesc description;
    (void)flags;

    if (result == NULL || !IsA(result, ReturnSetInfo) || !(result->allowedModes & SFRM_Materialize))
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("set-valued function called in a place that cannot take its rows")));
    MemoryContext caller = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
    if (get_call_result_type(fcinfo, NULL, &description) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "return type must be a row type");
    result->returnMode = SFRM_Materialize;
    result->setResult = tuplestore_begin_heap(result->allowedModes & SFRM_Materialize_Random, false, work_mem);
    result->setDesc = description;
    MemoryContextSwitchTo(caller);
}
#endif

#endif

/* What transition functions have in common. */
#ifndef LIQMAP_AGGREGATE_H
#define LIQMAP_AGGREGATE_H

#include "convert.h"

/* What one aggregate call keeps in fn_extra begins with this. */
typedef struct liqmap_aggregate {
    lm_host host;
    liqmap_arg_cache options; /* the argument its options were read from */
    bool constant;            /* that argument is the same in all rows */
    bool settled;             /* constant, and read: rows need no look at it any more */
    Oid sides[2];             /* labels seen so far */
} liqmap_aggregate;

/* Begins with all else zero. The options are argument number `options`; 0, or one that is not given: none. */
void *liqmap_begin_aggregate(FunctionCallInfo fcinfo, Size size, int options);

lm_side liqmap_new_side(liqmap_aggregate *aggregate, Oid label);

/* Looks a label up once, not in every row. */
static inline lm_side liqmap_aggregate_side(liqmap_aggregate *aggregate, Oid label)
{
    if (label == aggregate->sides[LM_LONG])
        return LM_LONG;
    return likely(label == aggregate->sides[LM_SHORT]) ? LM_SHORT : liqmap_new_side(aggregate, label);
}

/* What a row that is skipped leaves behind. */
Datum liqmap_unchanged(FunctionCallInfo fcinfo);

static inline bool liqmap_any_null(FunctionCallInfo fcinfo, int first, int last)
{
    for (int argument = first; argument <= last; argument++)
        if (unlikely(PG_ARGISNULL(argument)))
            return true;
    return false;
}

/* Did the block grow, or is it new? Only then its length must be written: nothing else changes it. */
static inline bool liqmap_state_moved(FunctionCallInfo fcinfo, const void *state)
{
    return unlikely(PG_ARGISNULL(0) || state != (const void *)PG_GETARG_POINTER(0));
}

#endif

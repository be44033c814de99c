/* The shared code of transition functions. */
#ifndef LIQMAP_AGGREGATE_H
#define LIQMAP_AGGREGATE_H

#include "convert.h"

/* The first member of the struct that an aggregate call keeps in fn_extra. */
typedef struct liqmap_aggregate {
    lm_host host;
    liqmap_arg_cache options; /* the argument that the options were read from */
    bool constant;            /* that argument is a constant of the query */
    bool options_resolved;    /* constant and read: rows need not read it again */
    Oid sides[2];             /* enum labels seen so far, by lm_side */
} liqmap_aggregate;

/*
 * Allocates a struct of `size` bytes in fn_extra, with all other members zero. The options are argument `options`; 0,
 * or a number that the call does not have, means no options. Throws outside of an aggregate.
 */
void *liqmap_begin_aggregate(FunctionCallInfo fcinfo, Size size, int options);

/* Looks up a label in the catalog and keeps it in `sides`. */
lm_side liqmap_aggregate_cache_side(liqmap_aggregate *aggregate, Oid label);

/* Converts a label of the enum, looking it up once and not in every row. */
static inline lm_side liqmap_aggregate_side(liqmap_aggregate *aggregate, Oid label)
{
    if (label == aggregate->sides[LM_LONG])
        return LM_LONG;
    return likely(label == aggregate->sides[LM_SHORT]) ? LM_SHORT : liqmap_aggregate_cache_side(aggregate, label);
}

/* Returns the state unchanged: the result for a row that is skipped. */
Datum liqmap_skip_row(FunctionCallInfo fcinfo);

static inline bool liqmap_has_null(FunctionCallInfo fcinfo, int first, int last)
{
    for (int argument = first; argument <= last; argument++)
        if (unlikely(PG_ARGISNULL(argument)))
            return true;
    return false;
}

/* Tells whether the block is new or has grown. Only then does its varlena length change. */
static inline bool liqmap_state_moved(FunctionCallInfo fcinfo, const void *state)
{
    return unlikely(PG_ARGISNULL(0) || state != (const void *)PG_GETARG_POINTER(0));
}

#endif

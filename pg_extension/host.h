/*
 * PostgreSQL as the core's host: memory, interruption, errors. The lowest layer of the extension; the others, each on the
 * ones before it:
 *
 *   host  convert  stored, arguments, rows, aggregate  object  a file a topic
 *
 * A SQL function takes its arguments, calls the core with a host, and turns the result into a datum or rows; what it
 * computes is the core's.
 */
#ifndef LIQMAP_HOST_H
#define LIQMAP_HOST_H

#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "liqmap.h"

#define LIQMAP_FUNCTION(name)  \
    PG_FUNCTION_INFO_V1(name); \
    Datum name(PG_FUNCTION_ARGS)

/* A host over the current memory context. Cancel and out of memory leave the core by longjmp. */
lm_host liqmap_host(void);

/* The same for transition functions: a state that grows moves, and the executor frees the old one, not we. */
lm_host liqmap_transition_host(void);

/* Raises the core's failure as a PostgreSQL error; into the error context of an input function where there is one. */
void liqmap_report(Node *soft, const lm_host *host, lm_status status) __attribute__((cold));

static inline void liqmap_check(const lm_host *host, lm_status status)
{
    if (unlikely(status != LM_OK))
        liqmap_report(NULL, host, status);
}

#endif

/*
 * PostgreSQL as the host of the core: memory, interruption, errors. This is the lowest layer of the extension. Each
 * layer uses only the ones before it:
 *
 *   host  convert  stored, arguments, rows, aggregate  object  one file for each topic
 *
 * A SQL function reads its arguments, calls the core with a host, and converts the result to a datum or rows. All
 * arithmetic is in the core.
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

/* Returns a host over the current memory context. Cancel and out of memory leave the core by longjmp. */
lm_host liqmap_host(void);

/* Returns a host for transition functions, which moves a state that grows: the executor frees the old one. */
lm_host liqmap_transition_host(void);

/* Throws a failure of the core as a PostgreSQL error, or saves it in `soft`, the error context of an input function. */
void liqmap_report(Node *soft, const lm_host *host, lm_status status) __attribute__((cold));

static inline void liqmap_check(const lm_host *host, lm_status status)
{
    if (unlikely(status != LM_OK))
        liqmap_report(NULL, host, status);
}

#endif

/*
 * The bounds of the numbers of a document. One table serves both ways into the core: lm_bounds_read() reads the numbers
 * from JSON, lm_bounds_check() checks them in a struct that a C caller filled. Internal to the core.
 */
#ifndef LM_CASCADE_BOUNDS_H
#define LM_CASCADE_BOUNDS_H

#include <stddef.h>

#include "base/json_document.h"

typedef enum lm_bound_kind {
    LM_BOUND_NUMBER,
    LM_BOUND_DURATION, /* in seconds; in JSON also text such as "5 min" */
    LM_BOUND_OPTIONAL, /* in the struct, 0 means that the number is not given */
    LM_BOUND_REQUIRED, /* in JSON, the key must be there */
} lm_bound_kind;

typedef struct lm_bound {
    const char *key; /* NULL ends a table */
    size_t offset;   /* of a double in the struct */
    double least, most;
    lm_bound_kind kind;
} lm_bound;

/* The first two members of lm_bound for a member of a struct whose name is the key. */
#define LM_BOUNDED(type, member) #member, offsetof(type, member)

/* The number of a struct that the bounds are for. */
static inline double lm_bound_number(const lm_bound *bound, const void *numbers)
{
    return *(const double *)((const char *)numbers + bound->offset);
}

/* Reads the numbers of an object that are given; the others keep their values. */
lm_status lm_bounds_read(const lm_json_node *object, const lm_bound *bounds, void *numbers);

/* Checks a struct that a C caller filled. Returns `code`, and names the first number outside of its bounds, or NaN. */
lm_status lm_bounds_check(lm_host *host, lm_status code, const lm_bound *bounds, const void *numbers);

#endif

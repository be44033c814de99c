/*
 * The bounds of the numbers of a document. One table serves both ways into the core: lm_bounds_read() reads the numbers
 * from JSON, lm_bounds_broken() finds the bad one in a struct that a C caller filled. Internal to the core.
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

/* Reads the numbers of an object that are given; the others keep their values. */
lm_status lm_bounds_read(const lm_json_node *object, const lm_bound *bounds, void *numbers);

/* Finds the first number of a struct that is outside of its bounds, NaN included; NULL if there is none. */
const lm_bound *lm_bounds_broken(const lm_bound *bounds, const void *numbers);

/* Returns LM_E_RANGE, with the value of the first number of `options` that is outside of its bounds. */
lm_status lm_bounds_check(lm_host *host, const lm_bound *bounds, const void *options);

#endif

/*
 * Parameter tables: the named arguments that fill an options struct, in the order of the arguments in SQL. Each table
 * is declared beside the _init function of the struct. The bindings read arguments by these tables. Lua takes the
 * defaults from _init; SQL repeats them in sql/liqmap/.
 */
#ifndef LIQMAP_PARAMETERS_H
#define LIQMAP_PARAMETERS_H

#include "base.h"

LM_BEGIN_DECLS

/* The type of a parameter in C, in SQL and in Lua. */
typedef enum lm_parameter_type {
    LM_PARAMETER_NUMBER,   /* double                              float8       number */
    LM_PARAMETER_INTEGER,  /* int                                 integer      number, whole */
    LM_PARAMETER_COUNT,    /* int64_t                             bigint       number, whole, up to 2^53 */
    LM_PARAMETER_FLAG,     /* bool                                boolean      boolean */
    LM_PARAMETER_DURATION, /* int64_t, us                         interval     number of seconds */
    LM_PARAMETER_TIME,     /* int64_t, us; ends of int64: none    timestamptz  number of seconds since 1970 */
    LM_PARAMETER_TEXT,     /* lm_text                             text         string */
    LM_PARAMETER_THEME     /* lm_theme                            text         string */
} lm_parameter_type;

typedef struct lm_parameter {
    const char *name;
    lm_parameter_type type;
    uint16_t offset;
} lm_parameter;

typedef struct lm_parameter_list {
    const char *functions; /* SQL functions with these parameters, separated by blanks: "levels(map)"; "": none */
    size_t size;           /* of the options struct */
    void (*init)(void *options);
    int count;
    const lm_parameter *parameters;
} lm_parameter_list;

/* Parameter table number `index` (0 ..); NULL behind the last. */
LM_API const lm_parameter_list *lm_parameter_list_at(int index);

LM_END_DECLS

#endif

/*
 * Macros for tables of parameters: one macro for each parameter, whose type is that of the struct member where
 * possible. A file defines OPTIONS, the struct, before its table. Internal to the core.
 */
#ifndef LM_BASE_PARAMETERS_H
#define LM_BASE_PARAMETERS_H

#include "liqmap/parameters.h"

#define LM_OPTION(name) (((OPTIONS *)0)->name)

#define LM_PARAMETER(name)                           \
    {                                                \
#name,                                       \
            _Generic(LM_OPTION(name), double         \
                     : LM_PARAMETER_NUMBER, int      \
                     : LM_PARAMETER_INTEGER, int64_t \
                     : LM_PARAMETER_COUNT, bool      \
                     : LM_PARAMETER_FLAG, lm_text    \
                     : LM_PARAMETER_TEXT),           \
            offsetof(OPTIONS, name)                  \
    }
#define LM_PARAMETER_AS(name, c_type, type)                                        \
    {                                                                              \
#name, _Generic(LM_OPTION(name), c_type : (type)), offsetof(OPTIONS, name) \
    }

/* `init` takes a pointer to the struct; the table calls it with a void pointer. */
#define LM_PARAMETER_LIST(symbol, init, array, functions)                        \
    static void symbol##_init(void *options)                                     \
    {                                                                            \
        init((OPTIONS *)options);                                                \
    }                                                                            \
    const lm_parameter_list symbol = {functions, sizeof(OPTIONS), symbol##_init, \
                                      (int)(sizeof(array) / sizeof(array)[0]), array}

#endif

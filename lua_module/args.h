/* Reads arguments by position or by name; errors name the argument and the expected type. */
#ifndef LQ_ARGS_H
#define LQ_ARGS_H

#include "host.h"

enum { LQ_MAX_ARGUMENTS = 24 };

/* Arguments by position, or by name where the first of them is a table. Item 0 is in stack slot `first`. */
typedef struct lq_arguments {
    int first;
    bool named;
    int count;
    const char *names[LQ_MAX_ARGUMENTS];
} lq_arguments;

/* One part of the arguments of a function: a name, or all parameters of a list. Arrays end with LQ_END. */
typedef struct lq_part {
    const char *name;
    const lm_parameter_list *list;
} lq_part;

#define LQ_NAME(name) \
    {                 \
        name, NULL    \
    }
#define LQ_LIST(list) \
    {                 \
        NULL, &(list) \
    }
#define LQ_END     \
    {              \
        NULL, NULL \
    }

/* Moves the arguments to the stack slots from `first` on; absent ones are nil. Throws for an unknown name. */
lq_arguments lq_get_args(lua_State *L, int first, const lq_part *parts);
/* Reads arguments by name only, because one may be a table itself: argument `first` is nil or a table of all. */
lq_arguments lq_get_named_args(lua_State *L, int first, const lq_part *parts);
/* Reads arguments by name if argument `first` is a table with one of the names: a positional one may be a table too. */
lq_arguments lq_get_args_if_named(lua_State *L, int first, const lq_part *parts);
/* Reads arguments by name if argument `first` is a table with this field: other names may be keys of a positional one. */
lq_arguments lq_get_args_if_field(lua_State *L, int first, const char *field, const lq_part *parts);

/* Sets the options to their defaults, then reads the list from item `item` on. Fails for an unknown theme. */
lm_status lq_read_parameters(lua_State *L, lq_host *host, const lq_arguments *in, int item,
                             const lm_parameter_list *list, void *options);

/* Read one item; throw for another type. The `_or` forms return `default_value` for nil. */
double lq_number(lua_State *L, const lq_arguments *in, int item);
double lq_number_or(lua_State *L, const lq_arguments *in, int item, double default_value);
int64_t lq_whole_or(lua_State *L, const lq_arguments *in, int item, int64_t default_value, int64_t max);
bool lq_flag(lua_State *L, const lq_arguments *in, int item);
const char *lq_text(lua_State *L, const lq_arguments *in, int item, size_t *length);
lm_text lq_text_or(lua_State *L, const lq_arguments *in, int item, const char *default_value);
/* Reads a list of numbers into a userdata that replaces it on the stack. */
const double *lq_numbers(lua_State *L, const lq_arguments *in, int item, size_t *count);
lm_side lq_side(lua_State *L, const lq_arguments *in, int item);
int64_t lq_time(lua_State *L, const lq_arguments *in, int item);
int64_t lq_time_or(lua_State *L, const lq_arguments *in, int item, int64_t default_value);

/* Returns the number of the argument that an item is in, for luaL_argerror(). */
int lq_argument_of(const lq_arguments *in, int item);

/* Read a value from the stack; throw for another type. */

lm_side lq_check_side(lua_State *L, int index);
int lq_test_side(lua_State *L, int index); /* -1 for any other value */
lm_taker lq_check_taker(lua_State *L, int index);

/*
 * Converts seconds to microseconds, whole seconds exactly. Values from 1e11 s on (the year 5138) are probably
 * milliseconds: they become a time that the core rejects, with a hint to ts().
 */
static inline int64_t lq_microseconds(double seconds)
{
    if (!(seconds > -1e11 && seconds < 1e11))
        return seconds > 0 ? INT64_MAX : INT64_MIN;
    const int64_t whole = (int64_t)seconds;
    return whole * LM_SECOND + llrint((seconds - (double)whole) * 1e6);
}

static inline double lq_seconds(int64_t time)
{
    return (double)time / 1e6;
}

extern const char *const lq_side_names[]; /* "long", "short" */

#endif

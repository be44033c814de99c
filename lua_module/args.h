/* Arguments in: by place or by name, with errors that say which and why. */
#ifndef LQ_ARGS_H
#define LQ_ARGS_H

#include "host.h"

enum { LQ_MAX_ARGUMENTS = 24 };

/* Arguments by place, or by name where the first of them is a table: as in SQL. Item 0 stands at `first`. */
typedef struct lq_arguments {
    int first;
    bool named;
    int count;
    const char *names[LQ_MAX_ARGUMENTS];
} lq_arguments;

/* What a function takes: an argument by its name, or all parameters of a list; ends with {0}. */
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

lq_arguments lq_get_args(lua_State *L, int first, const lq_part *parts);
/* Only by name, where one of them may be a table itself: the first argument is nil or holds all of them. */
lq_arguments lq_get_named_args(lua_State *L, int first, const lq_part *parts);
/* By name only where the first argument is a table with this field: other arguments may be tables as well. */
lq_arguments lq_get_args_with(lua_State *L, int first, const char *field, const lq_part *parts);

/* Sets the options to their defaults, then reads the list from item `item` on. Fails for a theme that is not known. */
lm_status lq_read_parameters(lua_State *L, lq_host *host, const lq_arguments *in, int item,
                             const lm_parameter_list *list, void *options);

double lq_number(lua_State *L, const lq_arguments *in, int item);
double lq_number_or(lua_State *L, const lq_arguments *in, int item, double otherwise);
int64_t lq_whole_or(lua_State *L, const lq_arguments *in, int item, int64_t otherwise, int64_t most);
bool lq_flag(lua_State *L, const lq_arguments *in, int item);
const char *lq_text(lua_State *L, const lq_arguments *in, int item, size_t *length);
/* An item that is text, or nil, which is `otherwise`. */
lm_text lq_text_or(lua_State *L, const lq_arguments *in, int item, const char *otherwise);
/* Where an item stands for an error message. */
int lq_argument_of(const lq_arguments *in, int item);
lm_side lq_side(lua_State *L, const lq_arguments *in, int item);
int64_t lq_time(lua_State *L, const lq_arguments *in, int item);
int64_t lq_time_or(lua_State *L, const lq_arguments *in, int item, int64_t otherwise);

lm_side lq_check_side(lua_State *L, int index);
int lq_test_side(lua_State *L, int index); /* -1 if it is none */
lm_taker lq_check_taker(lua_State *L, int index);
/* As of when: nil and math.huge mean all. */
int64_t lq_opt_as_of(lua_State *L, int index);

/*
 * Seconds to microseconds, whole seconds exactly. From 1e11 on (the year 5138) it is milliseconds that someone took for
 * seconds: that becomes a time the core refuses, with a hint at ts().
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

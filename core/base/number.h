/* Arithmetic whose last bit must not depend on the processor or its libm. Internal to the core. */
#ifndef LM_BASE_NUMBER_H
#define LM_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* Returns 2^-x for x >= 0, by + and * alone; 0 below the range of a double. Error below 2 ulp. */
double lm_exp2_neg(double x);

/*
 * Rounds to the nearest count, half to even; false if the count does not fit in 63 bits. Needs the default rounding
 * mode.
 */
#define LM_COUNTS_MAX 9.2e18
static inline bool lm_count_from_double(double value, int64_t *count)
{
    if (!(value > -LM_COUNTS_MAX && value < LM_COUNTS_MAX))
        return false;
    *count = __builtin_llrint(value);
    return true;
}

static inline bool lm_finite(double value)
{
    return value - value == 0;
}

/* Tells whether a character is a decimal digit, in every locale. */
static inline bool lm_is_digit(char c)
{
    return (unsigned)(c - '0') < 10;
}

/* Parses a duration such as "5 min", "90", "1.5 d", in seconds; false for anything else. */
bool lm_duration_read(const char *text, double *seconds);

#endif

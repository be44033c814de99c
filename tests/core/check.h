/* The smallest harness that does: a failed check says where and what, and the program's exit status counts them. */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdio.h>

static int checks_made, checks_failed;

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        checks_made++;                                                                                                 \
        if (!(condition)) {                                                                                            \
            checks_failed++;                                                                                           \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
        }                                                                                                              \
    } while (0)

/* |a - b| <= rel * |b|, or both NaN. */
#define CHECK_CLOSE(a, b, rel)                                                                                         \
    do {                                                                                                               \
        const double close_a_ = (a), close_b_ = (b);                                                                   \
        checks_made++;                                                                                                 \
        if (!(fabs(close_a_ - close_b_) <= (rel) * fabs(close_b_)) && !(isnan(close_a_) && isnan(close_b_))) {         \
            checks_failed++;                                                                                           \
            fprintf(stderr, "%s:%d: %s is %.17g, not %.17g\n", __FILE__, __LINE__, #a, close_a_, close_b_);            \
        }                                                                                                              \
    } while (0)

/* The last line of main: return check_report("tape"). */
static inline int check_report(const char *name)
{
    printf("%s: %d checks, %d failed\n", name, checks_made, checks_failed);
    return checks_failed ? 1 : 0;
}

#endif

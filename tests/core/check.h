/*
 * The checks of the tests. A failed check prints its place and its expression, and the program then exits with a status
 * other than 0. A check in a loop counts once, so that the report gives the number of different checks.
 */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static int checks_passed, checks_failed, checks_skipped;

typedef struct check_site {
    bool made, failed;
} check_site;

/* Counts a check. Returns whether it failed for the first time at its line, because only that failure is printed. */
static inline bool check_fails(check_site *site, bool holds)
{
    const bool first = !holds && !site->failed;
    if (!site->made)
        checks_passed++;
    if (first) {
        checks_passed--;
        checks_failed++;
    }
    site->made = true;
    site->failed |= !holds;
    return first;
}

#define CHECK(condition)                                                    \
    do {                                                                    \
        static check_site site_;                                            \
        if (check_fails(&site_, (condition)))                               \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
    } while (0)

/* Checks that |a - b| <= rel * |b|, or that both are NaN. */
#define CHECK_CLOSE(a, b, rel)                                                                              \
    do {                                                                                                    \
        static check_site site_;                                                                            \
        const double close_a_ = (a), close_b_ = (b);                                                        \
        const bool both_nan_ = isnan(close_a_) && isnan(close_b_);                                          \
        if (check_fails(&site_, both_nan_ || fabs(close_a_ - close_b_) <= (rel)*fabs(close_b_)))            \
            fprintf(stderr, "%s:%d: %s is %.17g, not %.17g\n", __FILE__, __LINE__, #a, close_a_, close_b_); \
    } while (0)

/* True if this program was built with the address sanitizer. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

/* Returns the first size in `make check`, the second in `make check-all`, which sets LIQMAP_THOROUGH. */
static inline int size_of_run(int quick, int thorough)
{
    return getenv("LIQMAP_THOROUGH") ? thorough : quick;
}

/* Counts and prints a test that cannot run on this machine, with the reason. */
static inline void check_skip(const char *why)
{
    checks_skipped++;
    printf("skipped: %s\n", why);
}

/* The last line of main: return check_report("tape"). */
static inline int check_report(const char *name)
{
    printf("%s: %d passed, %d failed, %d skipped\n", name, checks_passed, checks_failed, checks_skipped);
    return checks_failed ? 1 : 0;
}

#endif

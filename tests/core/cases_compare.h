/* Reads a case and compares its expected values with the results of the core. */
#ifndef CASES_COMPARE_H
#define CASES_COMPARE_H

#include <stdio.h>

#include "inputs.h"
#include "results.h"

static lm_host host;

typedef struct test_case {
    const char *file, *name;
    const cJSON *json, *expected;
    bool failed;
} test_case;

static inline void fail(test_case *test, const char *where, const char *what)
{
    fprintf(stderr, "%s: %s: %s: %s\n", test->file, test->name, where, what);
    test->failed = true;
}

static inline bool worked(test_case *test, const char *where, lm_status status)
{
    if (status != LM_OK)
        fail(test, where, host.error.message);
    return status == LM_OK;
}

/* ---- comparing */

static inline bool agree(const test_case *test, const cJSON *expected, const cJSON *got)
{
    if (!got || !cJSON_IsNumber(expected) || !cJSON_IsNumber(got))
        return got && cJSON_Compare(expected, got, true);
    const double wanted = expected->valuedouble;
    const double relative = number_or(member(test->json, "tolerance"), 1e-9) * fabs(wanted);
    return fabs(got->valuedouble - wanted) <= number_or(member(test->json, "absolute"), relative);
}

static inline void compare(test_case *test, const char *where, const cJSON *expected, const cJSON *got)
{
    if (agree(test, expected, got))
        return;
    char *wanted = cJSON_PrintUnformatted(expected), *given = got ? cJSON_PrintUnformatted(got) : strdup("nothing");
    char what[512];
    snprintf(what, sizeof what, "expected %s, got %s", wanted, given);
    fail(test, where, what);
    free(wanted);
    free(given);
}

static inline void compare_members(test_case *test, const char *where, const cJSON *expected, const cJSON *got)
{
    const cJSON *item;
    char path[256];
    cJSON_ArrayForEach(item, expected)
    {
        snprintf(path, sizeof path, "%s.%s", where, item->string);
        compare(test, path, item, member(got, item->string));
    }
}

static inline void compare_rows(test_case *test, const char *where, const cJSON *expected, const cJSON *got)
{
    char path[256];
    if (cJSON_GetArraySize(expected) != cJSON_GetArraySize(got)) {
        snprintf(path, sizeof path, "%d rows expected, got %d", cJSON_GetArraySize(expected), cJSON_GetArraySize(got));
        fail(test, where, path);
        return;
    }
    for (int i = 0; i < cJSON_GetArraySize(expected); i++) {
        snprintf(path, sizeof path, "%s[%d]", where, i + 1);
        compare_members(test, path, cJSON_GetArrayItem(expected, i), cJSON_GetArrayItem(got, i));
    }
}

#endif

#include "base/host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "version.h" /* written by the Makefile from META.json */

static void *allocate_by_malloc(void *context, void *block, size_t old_size, size_t new_size)
{
    (void)context;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

void lm_host_init(lm_host *host)
{
    memset(host, 0, sizeof *host);
    host->allocate = allocate_by_malloc;
}

lm_status lm_fail(lm_host *host, lm_status status, const char *hint, const char *message, ...)
{
    va_list arguments;
    host->error.status = status;
    va_start(arguments, message);
    vsnprintf(host->error.message, sizeof host->error.message, message, arguments);
    va_end(arguments);
    snprintf(host->error.hint, sizeof host->error.hint, "%s", hint ? hint : "");
    return status;
}

lm_status lm_out_of_memory(lm_host *host, size_t size)
{
    return lm_fail(host, LM_E_MEMORY, NULL, "no memory for %zu bytes", size);
}

lm_status lm_allocate_raw(lm_host *host, size_t size, void **block)
{
    void *fresh = host->allocate(host->context, NULL, 0, size);
    if (!fresh)
        return lm_out_of_memory(host, size);
    *block = fresh;
    return LM_OK;
}

lm_status lm_allocate(lm_host *host, size_t size, void **block)
{
    LM_TRY(lm_allocate_raw(host, size, block));
    memset(*block, 0, size);
    return LM_OK;
}

lm_status lm_grow(lm_host *host, void *array, size_t *capacity, size_t needed, size_t item_size)
{
    void *items;
    memcpy(&items, array, sizeof items);
    size_t grown = *capacity ? *capacity : 16;
    while (grown < needed)
        grown *= 2;
    if (grown > LM_MAX_BUILDING / item_size)
        return lm_fail(host, LM_E_LIMIT, "Work on a shorter period, or with wider frames or fewer bits of precision.",
                       "more than %zu bytes are needed at once", LM_MAX_BUILDING);
    void *moved = host->allocate(host->context, items, *capacity * item_size, grown * item_size);
    if (!moved)
        return lm_out_of_memory(host, grown * item_size);
    memcpy(array, &moved, sizeof moved);
    *capacity = grown;
    return LM_OK;
}

void lm_release(lm_host *host, void *block, size_t size)
{
    if (block)
        host->allocate(host->context, block, size, 0);
}

/* ---- version and status codes */

static const struct {
    const char *code, *sqlstate, *meaning;
} statuses[] = {
#define LM_STATUS_ROW(name, code, sqlstate, meaning) [name] = {code, sqlstate, meaning},
    LM_STATUS_LIST(LM_STATUS_ROW)
#undef LM_STATUS_ROW
};

static bool is_known(lm_status status)
{
    return (size_t)status < sizeof statuses / sizeof statuses[0];
}

const char *lm_version(void)
{
    return LM_VERSION;
}

const char *lm_status_code(lm_status status)
{
    return is_known(status) ? statuses[status].code : "unknown";
}

const char *lm_status_sqlstate(lm_status status)
{
    return is_known(status) ? statuses[status].sqlstate : "XX000";
}

const char *lm_status_meaning(lm_status status)
{
    return is_known(status) ? statuses[status].meaning : "a status this version does not know";
}

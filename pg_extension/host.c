/* PostgreSQL as the host of the core: memory, interruption, errors. */
#include "host.h"

#include "mb/pg_wchar.h"
#include "utils/memutils.h"

LIQMAP_MODULE_MAGIC;

static void *allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    if (new_size == 0) {
        if (block)
            pfree(block);
        return NULL;
    }
    return block ? repalloc_huge(block, new_size) : MemoryContextAllocHuge(CurrentMemoryContext, new_size);
}

/* Leaves the old block to the executor, see liqmap_transition_host(). */
static void *allocate_copy(void *context, void *block, size_t old_size, size_t new_size)
{
    if (new_size == 0)
        return NULL;
    void *copy = MemoryContextAllocHuge(CurrentMemoryContext, new_size);
    if (block)
        memcpy(copy, block, Min(old_size, new_size));
    return copy;
}

static int interrupt(void *context)
{
    CHECK_FOR_INTERRUPTS();
    return 0;
}

lm_host liqmap_host(void)
{
    return (lm_host){.allocate = allocate, .interrupt = interrupt};
}

lm_host liqmap_transition_host(void)
{
    return (lm_host){.allocate = allocate_copy, .interrupt = interrupt};
}

static int sqlstate_from_status(lm_status status)
{
    const char *state = lm_status_sqlstate(status);
    return MAKE_SQLSTATE(state[0], state[1], state[2], state[3], state[4]);
}

/*
 * Replaces bytes beyond ASCII unless the text is valid in this database: the core may quote untrusted bytes, and it
 * quotes UTF-8. A conversion could throw another error than the one to report.
 */
static const char *printable(const char *text)
{
    const int encoding = GetDatabaseEncoding();
    char *copy = pstrdup(text);
    if ((encoding != PG_UTF8 && encoding != PG_SQL_ASCII) || !pg_verify_mbstr(encoding, copy, strlen(copy), true))
        for (char *c = copy; *c; c++)
            if (IS_HIGHBIT_SET(*c))
                *c = '?';
    return copy;
}

void liqmap_report(Node *soft, const lm_host *host, lm_status status)
{
    const bool has_error = host->error.status == status && host->error.message[0];
    const char *message = has_error ? printable(host->error.message) : lm_status_meaning(status);
    const char *hint = has_error && host->error.hint[0] ? printable(host->error.hint) : NULL;
    errsave(soft,
            (errcode(sqlstate_from_status(status)), errmsg_internal("%s", message), hint ? errhint("%s", hint) : 0));
}

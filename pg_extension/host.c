/* PostgreSQL as the core's host: where memory comes from, how work is interrupted, what a failure becomes. */
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

static void *allocate_beside(void *context, void *block, size_t old_size, size_t new_size)
{
    if (new_size == 0)
        return NULL;
    void *fresh = MemoryContextAllocHuge(CurrentMemoryContext, new_size);
    if (block)
        memcpy(fresh, block, Min(old_size, new_size));
    return fresh;
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
    return (lm_host){.allocate = allocate_beside, .interrupt = interrupt};
}

static int sqlstate_of(lm_status status)
{
    const char *state = lm_status_sqlstate(status);
    return MAKE_SQLSTATE(state[0], state[1], state[2], state[3], state[4]);
}

/* The core may quote a part of someone's bytes: what is not text in this database must not get into a message. */
static const char *printable(const char *text)
{
    char *copy = pstrdup(text);
    if (!pg_verify_mbstr(GetDatabaseEncoding(), copy, strlen(copy), true))
        for (char *at = copy; *at; at++)
            if (IS_HIGHBIT_SET(*at))
                *at = '?';
    return copy;
}

void liqmap_report(Node *soft, const lm_host *host, lm_status status)
{
    const bool told = host->error.status == status && host->error.message[0];
    const char *message = told ? printable(host->error.message) : lm_status_meaning(status);
    const char *hint = told && host->error.hint[0] ? printable(host->error.hint) : NULL;
    errsave(soft, (errcode(sqlstate_of(status)), errmsg_internal("%s", message), hint ? errhint("%s", hint) : 0));
}

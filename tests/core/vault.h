/* A host that counts what it gives, fails where it is told to, and never leaves a block where it was. */
#ifndef VAULT_H
#define VAULT_H

#include "fixture.h"

static struct {
    size_t bytes, peak;
    long allocations, interrupts; /* since the last arm() */
    long fail_at, interrupt_at;   /* 0: never */
    bool armed, sizes_agree;
} vault;

typedef struct block_head {
    size_t size, unused;
} block_head;

/* A block moves whenever it may, so that whoever keeps an old address is found out. */
static inline void *vault_allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    block_head *old = block ? (block_head *)block - 1 : NULL, *fresh = NULL;
    (void)context;
    vault.sizes_agree &= !old || old->size == old_size;
    if (new_size > 0) {
        if (vault.armed && ++vault.allocations == vault.fail_at)
            return NULL;
        fresh = malloc(sizeof *fresh + new_size);
        fresh->size = new_size;
        vault.bytes += new_size;
        vault.peak = vault.bytes > vault.peak ? vault.bytes : vault.peak;
        memset(fresh + 1, 0xa5, new_size);
        if (old)
            memcpy(fresh + 1, block, old->size < new_size ? old->size : new_size);
    }
    if (old) {
        vault.bytes -= old->size;
        free(old);
    }
    return fresh ? fresh + 1 : NULL;
}

static inline int vault_interrupt(void *context)
{
    (void)context;
    return vault.armed && ++vault.interrupts == vault.interrupt_at;
}

static inline lm_status disarm(lm_status status)
{
    vault.armed = false;
    CHECK(status == LM_OK || host.error.status == status);
    CHECK(status == LM_OK || host.error.message[0]);
    return status;
}

static inline void arm(void)
{
    vault.armed = true;
    vault.allocations = vault.interrupts = 0;
}

/* The call under test: only it meets scarcity, not what is made for it or looked at afterwards. */
#define SCARCE(call) (arm(), disarm(call))

#endif

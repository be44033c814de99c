/* A host that counts allocations and interrupts, fails the one that the test chose, and moves blocks whenever allowed. */
#ifndef COUNTING_HOST_H
#define COUNTING_HOST_H

#include "fixture.h"

static struct {
    size_t bytes, peak;
    long allocations, interrupts; /* since the last start_counting() */
    long fail_at, interrupt_at;   /* 0: never */
    bool active, sizes_agree;
} counted;

typedef struct block_head {
    size_t size, unused;
} block_head;

/* Every reallocation moves the block, so that the address sanitizer finds uses of the old address. */
static inline void *counting_allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    block_head *old = block ? (block_head *)block - 1 : NULL, *fresh = NULL;
    (void)context;
    counted.sizes_agree &= !old || old->size == old_size;
    if (new_size > 0) {
        if (counted.active && ++counted.allocations == counted.fail_at)
            return NULL;
        fresh = malloc(sizeof *fresh + new_size);
        fresh->size = new_size;
        counted.bytes += new_size;
        counted.peak = counted.bytes > counted.peak ? counted.bytes : counted.peak;
        memset(fresh + 1, 0xa5, new_size);
        if (old)
            memcpy(fresh + 1, block, old->size < new_size ? old->size : new_size);
    }
    if (old) {
        counted.bytes -= old->size;
        free(old);
    }
    return fresh ? fresh + 1 : NULL;
}

static inline int counting_interrupt(void *context)
{
    (void)context;
    return counted.active && ++counted.interrupts == counted.interrupt_at;
}

static inline lm_status stop_counting(lm_status status)
{
    counted.active = false;
    CHECK(status == LM_OK || host.error.status == status);
    CHECK(status == LM_OK || host.error.message[0]);
    return status;
}

static inline void start_counting(void)
{
    counted.active = true;
    counted.allocations = counted.interrupts = 0;
}

/* Injects faults into the call under test only, not into the calls that prepare or check it. */
#define INJECT_FAULTS(call) (start_counting(), stop_counting(call))

#endif

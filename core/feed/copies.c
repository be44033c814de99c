#include "feed/copies.h"

#include <string.h>

#include "base/rng.h"
#include "liqmap/feed.h"

#define FIRST_CAPACITY 256

static lm_copy_slot *find_slot(const lm_copies *copies, uint64_t key)
{
    size_t index = (size_t)lm_mix(key) & (copies->capacity - 1);
    while (copies->slots[index].key && copies->slots[index].key != key)
        index = (index + 1) & (copies->capacity - 1);
    return &copies->slots[index];
}

void lm_copies_free(lm_host *host, lm_copies *copies)
{
    lm_release(host, copies->slots, copies->capacity * sizeof(lm_copy_slot));
    memset(copies, 0, sizeof *copies);
}

static lm_status grow(lm_host *host, lm_copies *copies)
{
    lm_copies grown = {NULL, copies->capacity ? copies->capacity * 2 : FIRST_CAPACITY, copies->used};
    void *memory;
    if (copies->used >= LM_FEED_MAX_IDS)
        return lm_fail(host, LM_E_LIMIT, "Read the file in parts that share no rows.",
                       "the text has more than %zu rows without an id", LM_FEED_MAX_IDS);
    LM_TRY(lm_allocate(host, grown.capacity * sizeof(lm_copy_slot), &memory));
    grown.slots = memory;
    for (size_t i = 0; i < copies->capacity; i++)
        if (copies->slots[i].key)
            *find_slot(&grown, copies->slots[i].key) = copies->slots[i];
    lm_copies_free(host, copies);
    *copies = grown;
    return LM_OK;
}

lm_status lm_copies_add(lm_host *host, lm_copies *copies, uint64_t hash, uint64_t *number)
{
    const uint64_t key = hash ? hash : 1; /* a key of 0 means a free slot */
    if (copies->used * 2 >= copies->capacity)
        LM_TRY(grow(host, copies));
    lm_copy_slot *slot = find_slot(copies, key);
    copies->used += slot->key == 0;
    slot->key = key;
    *number = ++slot->count;
    return LM_OK;
}

#include "base/sort.h"

#include <string.h>

#define INSERTION_SORT_MAX 32

static void insertion_sort(lm_keyed *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        lm_keyed item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].key > item.key; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

static bool is_sorted(const lm_keyed *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (items[i - 1].key > items[i].key)
            return false;
    return true;
}

/* Sorts with a radix sort, lowest byte first; skips bytes in which all keys are equal. */
lm_status lm_sort_keyed(lm_host *host, lm_keyed *items, size_t count)
{
    if (count <= INSERTION_SORT_MAX) {
        insertion_sort(items, count);
        return LM_OK;
    }
    if (is_sorted(items, count))
        return LM_OK;

    uint64_t varying = 0;
    for (size_t i = 1; i < count; i++)
        varying |= items[i].key ^ items[0].key;

    void *memory;
    LM_TRY(lm_allocate_raw(host, count * sizeof(lm_keyed), &memory));
    lm_keyed *from = items, *to = memory;
    lm_status status = LM_OK;
    for (int shift = 0; shift < 64 && status == LM_OK; shift += 8) {
        if (((varying >> shift) & 0xff) == 0)
            continue;
        size_t start[257] = {0};
        for (size_t i = 0; i < count; i++)
            start[((from[i].key >> shift) & 0xff) + 1]++;
        for (int digit = 0; digit < 256; digit++)
            start[digit + 1] += start[digit];
        for (size_t first = 0, end; first < count && status == LM_OK; first = end) {
            end = count - first > LM_STEPS_BETWEEN_INTERRUPTS ? first + LM_STEPS_BETWEEN_INTERRUPTS : count;
            for (size_t i = first; i < end; i++)
                to[start[(from[i].key >> shift) & 0xff]++] = from[i];
            if (end < count)
                status = lm_check_interrupt(host);
        }
        lm_keyed *swap = from;
        from = to;
        to = swap;
    }
    if (status == LM_OK && from != items)
        memcpy(items, from, count * sizeof(lm_keyed));
    lm_release(host, memory, count * sizeof(lm_keyed));
    return status;
}

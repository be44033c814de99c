#include "tape/repeated.h"

#include <string.h>

/* ---- ids */

#define WHOLE 8                  /* from here to 15, `high` says for which purpose `low` is the number itself */
#define EVEN ((uint64_t)1 << 63) /* in `high`, within the set: it was there an even number of times */
#define SAFE_DIGITS 19

static bool whole_number(lm_bytes field, uint64_t *number)
{
    *number = 0;
    if (field.size == 0 || field.size > SAFE_DIGITS || (field.size > 1 && field.data[0] == '0'))
        return false;
    for (size_t i = 0; i < field.size; i++) {
        const unsigned digit = field.data[i] - (unsigned)'0';
        if (digit > 9)
            return false;
        *number = *number * 10 + digit;
    }
    return true;
}

static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return bits ^ (bits >> 31);
}

/* Two lanes with unlike beginnings; the length parts fields from each other. */
static void hash(lm_id *id, lm_bytes field)
{
    id->high = mix(id->high + field.size);
    id->low = mix(id->low ^ field.size);
    for (size_t i = 0; i < field.size; i += 8) {
        uint64_t word = 0;
        for (size_t k = i; k < field.size && k < i + 8; k++)
            word |= (uint64_t)field.data[k] << (8 * (k - i));
        id->high = mix(id->high ^ word);
        id->low = mix(id->low + word * 0x9e3779b97f4a7c15u);
    }
}

bool lm_id_of(const lm_bytes *fields, int count, int purpose, lm_id *id)
{
    bool any = false;
    if (count == 1 && whole_number(fields[0], &id->low)) {
        id->high = (uint64_t)(WHOLE + purpose);
        return true;
    }
    *id = (lm_id){0x243f6a8885a308d3u + (uint64_t)purpose, 0x13198a2e03707344u};
    for (int i = 0; i < count; i++) {
        any |= fields[i].size > 0;
        hash(id, fields[i]);
    }
    id->high = (id->high & ~EVEN) | 16; /* neither free nor a whole number */
    return any;
}

/* ---- the set */

#define FIRST_CAPACITY 1024

/* Numbers that follow each other, as ids mostly do, share lines of the cache. */
static size_t place_of(const lm_id_set *set, lm_id id)
{
    return (size_t)(mix((id.high & ~EVEN) + (id.low >> 5)) * 32 + (id.low & 31)) & (set->capacity - 1);
}

/* Where an id is, or would be. */
static lm_id *find(const lm_id_set *set, lm_id id)
{
    size_t place = place_of(set, id);
    while (set->ids[place].high &&
           ((set->ids[place].high & ~EVEN) != (id.high & ~EVEN) || set->ids[place].low != id.low))
        place = (place + 1) & (set->capacity - 1);
    return &set->ids[place];
}

static lm_status grow(lm_host *host, lm_id_set *set)
{
    lm_id_set grown = {NULL, set->capacity ? set->capacity * 2 : FIRST_CAPACITY, set->count};
    void *memory;
    if (set->count >= LM_FEED_MAX_IDS)
        return lm_fail(host, LM_E_LIMIT, "Feed the file in parts that share no rows.",
                       "over %zu rows that are known by an id, in one text", LM_FEED_MAX_IDS);
    LM_TRY(lm_allocate(host, grown.capacity * sizeof(lm_id), &memory));
    grown.ids = memory;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->ids[i].high)
            *find(&grown, set->ids[i]) = set->ids[i];
    lm_id_set_free(host, set);
    *set = grown;
    return LM_OK;
}

lm_status lm_id_set_add(lm_host *host, lm_id_set *set, lm_id id, bool doubled, bool *repeated)
{
    if (set->count * 2 >= set->capacity)
        LM_TRY(grow(host, set));
    lm_id *place = find(set, id);
    *repeated = place->high != 0 && !(doubled && (place->high & EVEN));
    if (place->high == 0) {
        *place = id;
        set->count++;
    } else if (doubled) {
        place->high ^= EVEN;
    }
    return LM_OK;
}

void lm_id_set_free(lm_host *host, lm_id_set *set)
{
    lm_release(host, set->ids, set->capacity * sizeof(lm_id));
    *set = (lm_id_set){0};
}

#include "feed/dedup.h"

#include <string.h>

#include "base/rng.h"
#include "feed/rows.h"
#include "liqmap/feed.h"

/* ---- ids */

#define SAFE_DIGITS 19            /* always fit in 64 bits */
#define EVEN ((uint64_t)1 << 63)  /* in the table of hashes: seen an even number of times */
#define PAGED ((uint64_t)1 << 62) /* numbers below have a page whose key fits in 64 bits beside the purpose */

static bool parse_whole_number(lm_bytes field, uint64_t *number)
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

bool lm_is_no_id(lm_bytes field)
{
    static const char *const words[] = {"",    "-",   "--", "-1",   "none", "nan",      "null",
                                        "nil", "n/a", "na", "<na>", "\\N",  "undefined"};
    if (field.size > 9)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (lm_same_word(field, words[i]))
            return true;
    return false;
}

/* Adds a field to a hash of two lanes with different initial values; the length separates fields from each other. */
static void hash_field(lm_id *id, lm_bytes field)
{
    id->high = lm_mix(id->high + field.size);
    id->low = lm_mix(id->low ^ field.size);
    for (size_t i = 0; i < field.size; i += 8) {
        uint64_t word = 0;
        for (size_t k = i; k < field.size && k < i + 8; k++)
            word |= (uint64_t)field.data[k] << (8 * (k - i));
        id->high = lm_mix(id->high ^ word);
        id->low = lm_mix(id->low + word * LM_GOLDEN);
    }
}

bool lm_id_from_fields(const lm_bytes *fields, int count, int purpose, lm_id *id)
{
    bool any = false;
    uint64_t number;
    id->whole = count == 1 && parse_whole_number(fields[0], &number) && number < PAGED;
    if (id->whole) {
        id->high = (number / LM_ID_PAGE * LM_ID_PURPOSES + (uint64_t)purpose) + 1;
        id->low = number % LM_ID_PAGE;
        return true;
    }
    id->high = 0x243f6a8885a308d3u + (uint64_t)purpose;
    id->low = 0x13198a2e03707344u;
    for (int i = 0; i < count; i++) {
        const bool none = lm_is_no_id(fields[i]);
        any |= !none;
        hash_field(id, none ? (lm_bytes){NULL, 0} : fields[i]);
    }
    id->high = (id->high & ~EVEN) | 1; /* a key of 0 means a free slot */
    return any;
}

/* ---- tables */

#define FIRST_CAPACITY 256
#define NEIGHBOURS 4 /* pages whose slots follow each other; more of them make long searches */

static bool matches(const lm_id_slot *slot, const lm_id *id)
{
    return id->whole ? slot->key == id->high : (slot->key & ~EVEN) == id->high && slot->words[0] == id->low;
}

/* Returns where the search for an id begins. A few pages that follow each other share a cache line. */
static size_t first_slot(const lm_id *id)
{
    if (!id->whole)
        return (size_t)lm_mix(id->high);
    const uint64_t page = (id->high - 1) / LM_ID_PURPOSES, purpose = (id->high - 1) % LM_ID_PURPOSES;
    return (size_t)(page % NEIGHBOURS + lm_mix(page / NEIGHBOURS * LM_ID_PURPOSES + purpose));
}

/* Finds the slot of an id, or the free slot for it. */
static lm_id_slot *find_slot(lm_id_table *table, const lm_id *id)
{
    if (matches(&table->slots[table->last], id))
        return &table->slots[table->last];
    size_t index = first_slot(id) & (table->capacity - 1);
    while (table->slots[index].key && !matches(&table->slots[index], id))
        index = (index + 1) & (table->capacity - 1);
    table->last = index;
    return &table->slots[index];
}

static void free_table(lm_host *host, lm_id_table *table)
{
    lm_release(host, table->slots, table->capacity * sizeof(lm_id_slot));
    memset(table, 0, sizeof *table);
}

static lm_status grow_table(lm_host *host, lm_id_table *table, bool whole)
{
    lm_id_table grown = {NULL, table->capacity ? table->capacity * 2 : FIRST_CAPACITY, table->count, 0};
    void *memory;
    if (table->count >= LM_FEED_MAX_IDS)
        return lm_fail(host, LM_E_LIMIT, "Feed the file in parts that share no rows.",
                       "the text has more than %zu rows with an id", LM_FEED_MAX_IDS);
    LM_TRY(lm_allocate(host, grown.capacity * sizeof(lm_id_slot), &memory));
    grown.slots = memory;
    for (size_t i = 0; i < table->capacity; i++) {
        const lm_id_slot *slot = &table->slots[i];
        if (slot->key)
            *find_slot(&grown, &(lm_id){whole, whole ? slot->key : slot->key & ~EVEN, slot->words[0]}) = *slot;
    }
    free_table(host, table);
    *table = grown;
    return LM_OK;
}

static lm_id_seen mark_number(uint8_t *mark, uint64_t content, bool doubled)
{
    const uint8_t wanted = (uint8_t)(1 + (content >> 32) % 255);
    if (*mark == 0) {
        *mark = wanted;
        return LM_ID_NEW;
    }
    const lm_id_seen seen = *mark == wanted ? LM_ID_REPEATED : LM_ID_UNLIKE;
    if (doubled)
        *mark = 0;
    return seen;
}

static lm_id_seen mark_hash(lm_id_slot *slot, const lm_id *id, uint64_t content, bool doubled)
{
    const bool is_new = slot->key == 0 || (slot->key & EVEN);
    if (is_new) {
        *slot = (lm_id_slot){.key = id->high, .words = {id->low, content}};
        return LM_ID_NEW;
    }
    const lm_id_seen seen = slot->words[1] == content ? LM_ID_REPEATED : LM_ID_UNLIKE;
    if (doubled)
        slot->key |= EVEN;
    return seen;
}

lm_status lm_id_set_add(lm_host *host, lm_id_set *set, lm_id id, uint64_t content, bool doubled, lm_id_seen *seen)
{
    lm_id_table *table = id.whole ? &set->pages : &set->hashes;
    if (table->count * 3 >= table->capacity * 2)
        LM_TRY(grow_table(host, table, id.whole));
    lm_id_slot *slot = find_slot(table, &id);
    table->count += slot->key == 0;
    if (id.whole) {
        slot->key = id.high;
        *seen = mark_number(&slot->marks[id.low], content, doubled);
    } else {
        *seen = mark_hash(slot, &id, content, doubled);
    }
    return LM_OK;
}

void lm_id_set_free(lm_host *host, lm_id_set *set)
{
    free_table(host, &set->pages);
    free_table(host, &set->hashes);
}

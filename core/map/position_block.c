#include "map/position_block.h"

/* The first bytes of a block, as those of a tape that is being built (tape/block.c): "LP", layout, size of the header. */
#define LAYOUT 2
#define MAGIC_BUILDING (0x504cu | (uint32_t)LAYOUT << 16 | (uint32_t)(sizeof(lm_position_block) / 8) << 24)
_Static_assert(sizeof(lm_position_block) == 176 && sizeof(lm_position_entry) == 24,
               "another layout of the building state needs another number");

#define MIN_CAPACITY 16

static size_t size_of(uint64_t capacity)
{
    return sizeof(lm_position_block) + capacity * sizeof(lm_position_entry);
}

/* The first slot to try. Leverages are mixed first, because round numbers have no low bits set. */
static uint32_t hash_slot(uint32_t key, uint64_t leverage, uint32_t capacity)
{
    const uint64_t mixed = (leverage ^ leverage >> 32) * 0xd6e8feb86659fd93u + key;
    return (uint32_t)(mixed * 0x9e3779b97f4a7c15u >> 32) & (capacity - 1);
}

int64_t *lm_positions_count(lm_position_block *block, uint32_t key, uint64_t leverage)
{
    uint32_t slot = hash_slot(key, leverage, block->capacity);
    lm_position_entry *entry = &block->entries[slot];
    while (entry->key != key || entry->leverage != leverage) {
        if (entry->key == 0) {
            entry->key = key;
            entry->leverage = leverage;
            block->used++;
            break;
        }
        slot = (slot + 1) & (block->capacity - 1);
        entry = &block->entries[slot];
    }
    return &entry->count;
}

static lm_status resize(lm_host *host, lm_positions **positions, uint64_t capacity)
{
    const lm_position_block *old = lm_const_position_block_of(*positions);
    if (size_of(capacity) > LM_MAX_BUILDING)
        return lm_fail(host, LM_E_LIMIT, "Use fewer bits of precision, round the leverages, or add maps of parts.",
                       "positions in so many cells would need %zu bytes, more than %zu", size_of(capacity),
                       LM_MAX_BUILDING);
    void *memory;
    LM_TRY(lm_allocate(host, size_of(capacity), &memory));
    lm_position_block *grown = memory;
    memcpy(grown, old, sizeof *old);
    grown->size = size_of(capacity);
    grown->capacity = (uint32_t)capacity;
    grown->used = 0;
    for (uint32_t i = 0; i < old->capacity; i++) {
        const lm_status status = lm_check_interrupt_at(host, i);
        if (status != LM_OK) {
            lm_release(host, memory, size_of(capacity));
            return status;
        }
        if (old->entries[i].key)
            *lm_positions_count(grown, old->entries[i].key, old->entries[i].leverage) = old->entries[i].count;
    }
    lm_positions_destroy(host, *positions);
    *positions = &grown->head;
    return LM_OK;
}

lm_status lm_positions_reserve(lm_host *host, lm_positions **positions, uint32_t more)
{
    const lm_position_block *block = lm_const_position_block_of(*positions);
    uint64_t capacity = block->capacity;
    while (((uint64_t)block->used + more) * 2 > capacity)
        capacity *= 2;
    return capacity == block->capacity ? LM_OK : resize(host, positions, capacity);
}

lm_status lm_position_block_create(lm_host *host, const lm_positions_options *options, lm_positions **positions)
{
    void *memory;
    LM_TRY(lm_allocate(host, size_of(MIN_CAPACITY), &memory));
    lm_position_block *block = memory;
    block->head.magic = MAGIC_BUILDING;
    block->size = size_of(MIN_CAPACITY);
    block->options = *options;
    block->options.as_of = options->dated ? options->as_of : 0; /* the stored form of a map has no other time here */
    block->cell_least = lm_cell_least(options->precision);
    block->capacity = MIN_CAPACITY;
    *positions = &block->head;
    return LM_OK;
}

void lm_positions_destroy(lm_host *host, lm_positions *positions)
{
    if (positions)
        lm_release(host, positions, lm_positions_size(positions));
}

size_t lm_positions_size(const lm_positions *positions)
{
    return lm_const_position_block_of(positions)->size;
}

bool lm_positions_is_building(const void *memory)
{
    uint32_t magic;
    memcpy(&magic, (const char *)memory + offsetof(lm_positions, magic), sizeof magic);
    return magic == MAGIC_BUILDING;
}

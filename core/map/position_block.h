/*
 * The block in which known positions are counted: a header and a hash table in one piece of memory without pointers,
 * for the reasons given in tape/block.h. Internal to core/map.
 */
#ifndef LM_MAP_POSITION_BLOCK_H
#define LM_MAP_POSITION_BLOCK_H

#include "base/cell.h"
#include "liqmap/positions.h"
#include "map/sum.h"

/* The counts of one side in one cell at one leverage. */
typedef struct lm_position_entry {
    uint64_t leverage; /* bits of the double; 0: not known */
    uint32_t key;      /* lm_position_key of side and cell; 0: the slot is free */
    uint32_t unused;
    int64_t count;
} lm_position_entry;

#define LM_POSITION_SIDE_SHIFT 28

typedef struct lm_position_block {
    lm_positions head;
    uint64_t size; /* of the whole block */
    lm_positions_options options;
    int32_t cell_least;
    uint32_t capacity; /* of entries, a power of two */
    uint32_t used;     /* entries with a key */
    uint32_t unused;
    int64_t heaviest; /* counts of the position of the greatest notional, at its price */
    double reference_price;
    lm_position_counts position_counts[2];
    lm_position_entry entries[];
} lm_position_block;

static inline lm_position_block *lm_position_block_of(lm_positions *positions)
{
    return (lm_position_block *)positions;
}

static inline const lm_position_block *lm_const_position_block_of(const lm_positions *positions)
{
    return (const lm_position_block *)positions;
}

/* The key of a side and cell: 1 + the cell from the least cell, with the side in the bits above; never 0. */
static inline uint32_t lm_position_key(const lm_position_block *block, lm_side side, int32_t cell)
{
    return ((uint32_t)side << LM_POSITION_SIDE_SHIFT) + (uint32_t)(cell - block->cell_least) + 1;
}

static inline lm_side lm_position_side(const lm_position_entry *entry)
{
    return (lm_side)((entry->key - 1) >> LM_POSITION_SIDE_SHIFT);
}

static inline int32_t lm_position_cell(const lm_position_block *block, const lm_position_entry *entry)
{
    return (int32_t)((entry->key - 1) & ((1u << LM_POSITION_SIDE_SHIFT) - 1)) + block->cell_least;
}

/* Says whether `more` entries fit. The table is at most half full, so that searches are short. */
static inline bool lm_positions_have_capacity(const lm_position_block *block, uint32_t more)
{
    return ((uint64_t)block->used + more) * 2 <= block->capacity;
}

/* Creates a block without entries; its options must be valid. LM_E_MEMORY. */
lm_status lm_position_block_create(lm_host *host, const lm_positions_options *options, lm_positions **positions);

/* Grows the table so that `more` entries fit; the block may move. LM_E_LIMIT, LM_E_MEMORY. */
lm_status lm_positions_reserve(lm_host *host, lm_positions **positions, uint32_t more);

/* Finds the count of a key and leverage; adds an entry with count 0 where there is none, which must fit. */
int64_t *lm_positions_count(lm_position_block *block, uint32_t key, uint64_t leverage);

#endif

/*
 * Known positions while they are counted: one block of memory with a hash table behind a head, no pointers, for the
 * same reasons as the building tape (tape/block.h). Internal to the map room.
 */
#ifndef LM_MAP_POSITION_BLOCK_H
#define LM_MAP_POSITION_BLOCK_H

#include "base/cell.h"
#include "liqmap/positions.h"
#include "map/sum.h"

/* What stands in a cell at a leverage. */
typedef struct lm_position_entry {
    uint64_t leverage; /* bits of the double; 0: not known */
    uint32_t place;    /* cell above the least, + 1, and the side above all cells; 0: free */
    uint32_t unused;
    int64_t count;
} lm_position_entry;

#define LM_POSITION_SIDE_SHIFT 28

typedef struct lm_position_block {
    lm_positions head;
    uint64_t size; /* of the whole block */
    lm_positions_options options;
    int32_t cell_least;
    uint32_t capacity; /* of counts, a power of two */
    uint32_t used;
    uint32_t unused;
    int64_t heaviest; /* counts, at its price, of the heaviest position */
    double reference_price;
    lm_position_counts books[2];
    lm_position_entry counts[];
} lm_position_block;

static inline lm_position_block *lm_position_block_of(lm_positions *positions)
{
    return (lm_position_block *)positions;
}

static inline const lm_position_block *lm_const_position_block_of(const lm_positions *positions)
{
    return (const lm_position_block *)positions;
}

static inline uint32_t lm_position_key(const lm_position_block *block, lm_side side, int32_t cell)
{
    return ((uint32_t)side << LM_POSITION_SIDE_SHIFT) + (uint32_t)(cell - block->cell_least) + 1;
}

static inline lm_side lm_position_side(const lm_position_entry *count)
{
    return (lm_side)((count->place - 1) >> LM_POSITION_SIDE_SHIFT);
}

static inline int32_t lm_position_cell(const lm_position_block *block, const lm_position_entry *count)
{
    return (int32_t)((count->place - 1) & ((1u << LM_POSITION_SIDE_SHIFT) - 1)) + block->cell_least;
}

/* Half full at most, so that searches are short. */
static inline bool lm_positions_have_room(const lm_position_block *block, uint32_t more)
{
    return ((uint64_t)block->used + more) * 2 <= block->capacity;
}

/* Makes room for `more` counts. The block may move. */
lm_status lm_positions_reserve(lm_host *host, lm_positions **positions, uint32_t more);

/* The count of a place and leverage, entered as 0 if new; there must be room. */
int64_t *lm_positions_count(lm_position_block *block, uint32_t place, uint64_t leverage);

#endif

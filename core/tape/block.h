/*
 * The building state of a tape: one block of memory with hash tables at offsets, no pointers. Internal to the tape
 * room.
 *
 * Why so: PostgreSQL can hold it as the aggregate's own state, a varlena changed in place, which the executor may copy
 * and parallel workers may send as it stands; Lua and C hold the same block by its address. Only a block that must grow
 * allocates, so a row costs no allocation and no copy.
 */
#ifndef LM_TAPE_BLOCK_H
#define LM_TAPE_BLOCK_H

#include "base/cell.h"
#include "base/host.h"
#include "liqmap/tape.h"
#include "tape/check.h"

/*
 * A minute of trades mostly keeps to a few neighbouring cells: these are counted in a window within the frame, without
 * any search. What falls outside goes to the table of counts.
 */
#define LM_WINDOW_CELLS 16
#define LM_NO_WINDOW INT32_MIN /* from which no cell is a window away */

typedef struct lm_frame_entry {
    int64_t start;
    int64_t rows;
    int64_t bought;
    int64_t close_time;
    double low, high, close;
    int32_t window; /* first cell of the window above the least cell, or LM_NO_WINDOW before the first print */
    int32_t unused;
    int64_t counts[LM_WINDOW_CELLS];
} lm_frame_entry;

/* What a count counts. A count's key is frame slot + 1, kind, and cell above the least cell: never 0. */
enum lm_count_kind {
    LM_COUNT_PRINT = 0,
    LM_COUNT_LIQUIDATED_LONG = 1,
    LM_COUNT_LIQUIDATED_SHORT = 2,
    LM_COUNT_UNPLACED = 3
};
#define LM_KEY_CELL_BITS 28
#define LM_KEY_KIND_BITS 2
#define LM_KEY_SLOT_SHIFT (LM_KEY_CELL_BITS + LM_KEY_KIND_BITS)

typedef struct lm_count_entry {
    uint64_t key; /* 0: free */
    int64_t count;
} lm_count_entry;

typedef struct lm_gauge_entry {
    uint64_t key; /* (frame slot + 1) << 8 | name; 0: free */
    int64_t samples;
    int64_t last_time;
    double min, max, last;
} lm_gauge_entry;

/* Where a frame is. The tag, more bits of the hash, spares a look at the frame itself, which may be far from the cache.
 */
typedef struct lm_index_slot {
    uint32_t slot; /* + 1; 0: free */
    uint32_t tag;
} lm_index_slot;

typedef struct lm_name_entry {
    uint8_t length;
    char text[LM_GAUGE_NAME_SIZE - 1];
} lm_name_entry;

/* A table: `capacity` slots of which `used` are taken, at `offset` bytes from the block's start. */
typedef struct lm_block_table {
    uint64_t offset;
    uint32_t capacity;
    uint32_t used;
} lm_block_table;

typedef struct lm_tape_block {
    lm_tape head;
    uint64_t size; /* of the whole block */
    lm_tape_options options;
    int32_t cell_least;
    int32_t unused;
    /* The frame of the last trade: the next one is mostly there too. */
    int64_t hot_start;
    int64_t hot_width; /* 0: no frame is hot */
    uint64_t hot_slot;
    lm_block_table frames;  /* lm_frame_entry, in order of first appearance */
    lm_block_table index;   /* lm_index_slot, by hash of the frame's start */
    lm_block_table counts;  /* lm_count_entry */
    lm_block_table gauges;  /* lm_gauge_entry */
    lm_block_table names;   /* lm_name_entry, in order of first appearance */
    lm_block_table waiting; /* lm_trade, to be counted with others; see lm_tape_trade_deferred */
} lm_tape_block;

static inline lm_tape_block *lm_block_of(lm_tape *tape)
{
    return (lm_tape_block *)tape;
}

static inline const lm_tape_block *lm_const_block_of(const lm_tape *tape)
{
    return (const lm_tape_block *)tape;
}

#define LM_BLOCK_ITEMS(type, block_pointer, table) ((type *)((char *)(block_pointer) + (block_pointer)->table.offset))

static inline uint64_t lm_count_key(uint32_t slot, enum lm_count_kind kind, int32_t cell_above_least)
{
    return ((uint64_t)(slot + 1) << LM_KEY_SLOT_SHIFT) | ((uint64_t)kind << LM_KEY_CELL_BITS) |
           (uint32_t)cell_above_least;
}

/* Slot of the frame that starts at `start`, made if it is new. The block may move. */
lm_status lm_block_frame(lm_host *host, lm_tape **tape, int64_t start, uint32_t *slot);

/* Where that frame would be if it exists, by the index alone: the frame may be another, or LM_NO_FRAME. */
#define LM_NO_FRAME UINT32_MAX
uint32_t lm_block_guess(const lm_tape_block *tape, int64_t start);

/* Makes sure that `more` counts can be added without the block moving. */
lm_status lm_block_reserve_counts(lm_host *host, lm_tape **tape, size_t more);

/* The count of this key, entered as 0 if new; room must have been reserved. */
int64_t *lm_block_count(lm_tape_block *tape, uint64_t key);

/* The count of rows of a frame at a cell, entered as 0 if new; room must have been reserved. */
int64_t *lm_block_print(lm_tape_block *tape, uint32_t slot, int32_t cell_above_least);

/* Can `more` trades be counted, wherever they lie, without the block moving? */
bool lm_block_has_room(const lm_tape_block *tape, uint32_t more);

/* Makes room for trades that wait. The block moves. */
#define LM_SCATTER 256
lm_status lm_block_waiting(lm_host *host, lm_tape **tape, uint32_t capacity);

/* Counts the trades that wait. */
lm_status lm_tape_flush(lm_host *host, lm_tape **tape);

/* The tape itself, or a settled copy of it in *copy (else NULL), to be freed by the caller. */
lm_status lm_tape_flushed(lm_host *host, const lm_tape *tape, const lm_tape **settled, lm_tape **copy);

/* Slot of a gauge name, made if it is new. The block may move. */
lm_status lm_block_name(lm_host *host, lm_tape **tape, const char *name, size_t length, uint32_t *slot);

/* The gauge of a frame, entered with no samples if new. The block may move. */
lm_status lm_block_gauge(lm_host *host, lm_tape **tape, uint32_t frame_slot, uint32_t name, lm_gauge_entry **gauge);

/* LM_E_MISMATCH unless two tapes of these options can be one; a tape without places in price takes over how the other counts. */
lm_status lm_tape_take_options_from(lm_host *host, lm_tape *tape, const lm_tape_options *options);

static inline int64_t lm_frame_floor(const lm_tape_block *tape, int64_t time)
{
    const int64_t into = time % tape->options.frame;
    return time - into - (into < 0 ? tape->options.frame : 0);
}

/* Start of the frame that holds `time`; that of the earliest frame lies before the earliest time. */
static inline lm_status lm_frame_start(lm_host *host, const lm_tape_block *tape, int64_t time, int64_t *start)
{
    if (LM_UNLIKELY(time <= -LM_TIME_MAX || time >= LM_TIME_MAX))
        return lm_bad_time(host);
    *start = lm_frame_floor(tape, time);
    return LM_OK;
}

/* Notional of qty contracts at price, in counts of unit. */
static inline double lm_notional_counts(const lm_tape_options *options, double price, double qty)
{
    if (options->contract == LM_LINEAR)
        return ((price * qty) * options->contract_size) / options->unit;
    return (qty * options->contract_size) / options->unit;
}

/* Widens the range of a frame that has rows by a trade or a candle, and moves its close if this one is later. */
static inline void lm_frame_extend(lm_frame_entry *frame, double low, double high, double close, int64_t close_time)
{
    frame->low = low < frame->low ? low : frame->low;
    frame->high = high > frame->high ? high : frame->high;
    if (close_time > frame->close_time || (close_time == frame->close_time && close > frame->close)) {
        frame->close_time = close_time;
        frame->close = close;
    }
}

/* The same for a frame that may not have rows yet. */
static inline void lm_frame_begin(lm_frame_entry *frame, double low, double high, double close, int64_t close_time)
{
    if (frame->rows == 0) {
        frame->low = low;
        frame->high = high;
        frame->close = close;
        frame->close_time = close_time;
    }
    lm_frame_extend(frame, low, high, close, close_time);
}

#endif

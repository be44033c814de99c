/*
 * A tape that is being built: one block of memory with hash tables at offsets, without pointers. Internal to the tape
 * module.
 *
 * PostgreSQL holds the block as the state of an aggregate, a varlena changed in place that the executor may copy and
 * parallel workers may send. Lua and C hold the same block by its address. Only a block that must grow allocates, so a
 * row costs no allocation and no copy.
 */
#ifndef LM_TAPE_BLOCK_H
#define LM_TAPE_BLOCK_H

#include "base/cell.h"
#include "base/host.h"
#include "liqmap/tape.h"
#include "tape/check.h"
#include "tape/options.h"

/*
 * The number of cells in the window of a frame, narrow or wide. The trades of a minute mostly lie in a few adjacent
 * cells: the window counts them within the frame, without a search. Trades in other cells go to the tables of near and
 * far counts. A tape begins with narrow windows, because a query may hold many tapes at once. The windows of all frames
 * become wide where the same counts are searched again and again, and where the tape is large anyway.
 */
#define LM_WINDOW_CELLS_LEAST 4
#define LM_WINDOW_CELLS_MOST 16
#define LM_NO_WINDOW INT32_MIN /* far from every cell, so no cell lies in the window */

typedef struct lm_frame_entry {
    int64_t start;
    int64_t rows;
    int64_t bought;
    int64_t close_time;
    double low, high, close;
    int32_t middle; /* cell of the first row, as cells above the least; LM_NO_WINDOW before that row */
    int32_t unused;
    int64_t counts[]; /* of the window: as many cells as the tape says, those before the middle first */
} lm_frame_entry;

/* The kinds of counts. */
enum lm_count_kind {
    LM_COUNT_TRADED = 0,
    LM_COUNT_LIQUIDATED_LONG = 1,
    LM_COUNT_LIQUIDATED_SHORT = 2,
    LM_COUNT_WITHOUT_PRICE = 3
};

/* The key of a count consists of frame slot + 1, kind, and cells above the least cell; it is never 0. */
#define LM_KEY_CELL_BITS 28
#define LM_KEY_KIND_BITS 2
#define LM_KEY_SLOT_SHIFT (LM_KEY_CELL_BITS + LM_KEY_KIND_BITS)

static inline uint64_t lm_count_key(uint32_t slot, enum lm_count_kind kind, int32_t cell_above_least)
{
    return ((uint64_t)(slot + 1) << LM_KEY_SLOT_SHIFT) | ((uint64_t)kind << LM_KEY_CELL_BITS) |
           (uint32_t)cell_above_least;
}

static inline uint32_t lm_count_key_slot(uint64_t key)
{
    return (uint32_t)(key >> LM_KEY_SLOT_SHIFT) - 1;
}

static inline enum lm_count_kind lm_count_key_kind(uint64_t key)
{
    return (enum lm_count_kind)((key >> LM_KEY_CELL_BITS) & ((1u << LM_KEY_KIND_BITS) - 1));
}

static inline int32_t lm_count_key_cell(uint64_t key)
{
    return (int32_t)(key & ((1u << LM_KEY_CELL_BITS) - 1));
}

/* The key of a gauge consists of frame slot + 1 and the slot of its name; it is never 0. */
#define LM_KEY_NAME_BITS 8

static inline uint64_t lm_gauge_key(uint32_t slot, uint32_t name)
{
    return (uint64_t)(slot + 1) << LM_KEY_NAME_BITS | name;
}

static inline uint32_t lm_gauge_key_slot(uint64_t key)
{
    return (uint32_t)(key >> LM_KEY_NAME_BITS) - 1;
}

static inline uint32_t lm_gauge_key_name(uint64_t key)
{
    return (uint32_t)(key & ((1u << LM_KEY_NAME_BITS) - 1));
}

/*
 * The key of a near count, in half of the bytes: frame slot, and cells from the middle of the frame's window; never 0.
 * Traded counts that are not near have a key as above.
 */
#define LM_NEAR_CELL_BITS 13
#define LM_NEAR_CELLS (1 << (LM_NEAR_CELL_BITS - 1))

static inline bool lm_is_near(uint32_t slot, int32_t from_middle)
{
    return slot >> (32 - LM_NEAR_CELL_BITS) == 0 && from_middle > -LM_NEAR_CELLS && from_middle < LM_NEAR_CELLS;
}

static inline uint32_t lm_near_key(uint32_t slot, int32_t from_middle)
{
    return slot << LM_NEAR_CELL_BITS | (uint32_t)(from_middle + LM_NEAR_CELLS);
}

static inline uint32_t lm_near_key_slot(uint32_t key)
{
    return key >> LM_NEAR_CELL_BITS;
}

static inline int32_t lm_near_key_from_middle(uint32_t key)
{
    return (int32_t)(key & ((1u << LM_NEAR_CELL_BITS) - 1)) - LM_NEAR_CELLS;
}

typedef struct lm_count_entry {
    uint64_t key; /* lm_count_key of frame slot, kind and cell; 0: free */
    int64_t count;
} lm_count_entry;

typedef struct lm_gauge_entry {
    uint64_t key; /* lm_gauge_key of frame slot and name; 0: free */
    int64_t samples;
    int64_t last_time;
    double min, max, last;
} lm_gauge_entry;

/*
 * The slot of a frame. The tag, further bits of the hash, avoids a read of the frame, which is often not in the cache.
 */
typedef struct lm_index_slot {
    uint32_t slot; /* + 1; 0: free */
    uint32_t tag;
} lm_index_slot;

typedef struct lm_name_entry {
    uint8_t length;
    char text[LM_GAUGE_NAME_SIZE - 1];
} lm_name_entry;

/* A table: `capacity` slots, of which `used` are in use, `offset` bytes from the start of the block. */
typedef struct lm_block_table {
    uint64_t offset;
    uint32_t capacity;
    uint32_t used;
} lm_block_table;

typedef struct lm_tape_block {
    lm_tape head;
    uint64_t size; /* bytes of the whole block */
    lm_tape_options options;
    int32_t cell_least;
    uint32_t window_cells; /* of each frame */
    uint32_t searches;     /* of counts outside of windows that were there already */
    uint32_t unused;
    /* The frame of the last trade, because the next trade is mostly in the same frame. */
    int64_t current_start;
    int64_t current_width; /* 0: no current frame */
    uint64_t current_slot;
    lm_block_table frames;  /* lm_frame_entry, in order of first appearance */
    lm_block_table index;   /* lm_index_slot, by hash of the frame's start */
    lm_block_table counts;  /* lm_count_entry: observed liquidations, and traded counts that are not near */
    lm_block_table near;    /* uint32_t, the keys of near counts; 0: free */
    lm_block_table nears;   /* int64_t, the near counts in the same order */
    lm_block_table gauges;  /* lm_gauge_entry */
    lm_block_table names;   /* lm_name_entry, in order of first appearance */
    lm_block_table pending; /* lm_trade, deferred; see lm_tape_trade_deferred() */
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

static inline size_t lm_frame_size(const lm_tape_block *tape)
{
    return sizeof(lm_frame_entry) + tape->window_cells * sizeof(int64_t);
}

static inline lm_frame_entry *lm_frame_at(lm_tape_block *tape, uint32_t slot)
{
    return (lm_frame_entry *)(void *)((char *)tape + tape->frames.offset + slot * lm_frame_size(tape));
}

static inline const lm_frame_entry *lm_const_frame_at(const lm_tape_block *tape, uint32_t slot)
{
    return (const lm_frame_entry *)(const void *)((const char *)tape + tape->frames.offset +
                                                  slot * lm_frame_size(tape));
}

/* Returns the first cell of the window of a frame, as cells above the least; below 0 near the least cell. */
static inline int32_t lm_window_start(const lm_tape_block *tape, const lm_frame_entry *frame)
{
    return frame->middle - (int32_t)(tape->window_cells / 2);
}

/* Finds the slot of the frame that starts at `start`, and adds the frame if it is new. The block may move. */
lm_status lm_block_frame(lm_host *host, lm_tape **tape, int64_t start, uint32_t *slot);

/* Returns the slot of that frame by the index alone, or LM_NO_FRAME. The slot may hold another frame. */
#define LM_NO_FRAME UINT32_MAX
uint32_t lm_block_guess_frame(const lm_tape_block *tape, int64_t start);

/*
 * Reserves capacity so that `more` counts with keys of lm_count_key() can be added without a move of the block. Traded
 * counts have a function of their own.
 */
lm_status lm_block_reserve_counts(lm_host *host, lm_tape **tape, size_t more);

/*
 * Reserves capacity so that `more` traded counts of a frame can be added in the cells from `first` to `last`, which are
 * counted above the least cell. The windows of all frames may become wide.
 */
lm_status lm_block_reserve_traded(lm_host *host, lm_tape **tape, uint32_t slot, int32_t first, int32_t last,
                                  size_t more);

/* Returns the count of this key, added as 0 if new; capacity must have been reserved. */
int64_t *lm_block_count(lm_tape_block *tape, uint64_t key);

/* Returns the traded count of a frame at a cell, added as 0 if new; capacity must have been reserved. */
int64_t *lm_block_traded(lm_tape_block *tape, uint32_t slot, int32_t cell_above_least);

/* Tells whether `more` trades, in any frame and cell, can be added without a move of the block. */
bool lm_block_has_capacity(const lm_tape_block *tape, uint32_t more);

/* Reserves capacity for pending trades. The block moves. */
#define LM_TRADE_BATCH 256
lm_status lm_block_reserve_pending(lm_host *host, lm_tape **tape, uint32_t capacity);

/* Adds the pending trades to their frames. Errors as of lm_tape_trade(). */
lm_status lm_tape_flush(lm_host *host, lm_tape **tape);

/*
 * Returns the tape without pending trades in *flushed: the same tape, or a copy that is also in *copy (else NULL) and
 * that the caller frees.
 */
lm_status lm_tape_flushed(lm_host *host, const lm_tape *tape, const lm_tape **flushed, lm_tape **copy);

/* Finds the slot of a gauge name, and adds the name if it is new. The block may move. */
lm_status lm_block_name(lm_host *host, lm_tape **tape, const char *name, size_t length, uint32_t *slot);

/* Finds the gauge of a frame, added without samples if new. The block may move. */
lm_status lm_block_gauge(lm_host *host, lm_tape **tape, uint32_t frame_slot, uint32_t name, lm_gauge_entry **gauge);

/*
 * Prepares a tape for rows of a tape with these options; LM_E_MISMATCH if they cannot be combined. A tape without
 * prices takes the options of the other.
 */
lm_status lm_tape_take_options_from(lm_host *host, lm_tape *tape, const lm_tape_options *options);

static inline int64_t lm_frame_floor(const lm_tape_block *tape, int64_t time)
{
    const int64_t into = time % tape->options.frame;
    return time - into - (into < 0 ? tape->options.frame : 0);
}

/*
 * Finds the start of the frame that contains `time`; the start of the earliest frame may lie before the earliest valid
 * time. LM_E_TIME.
 */
static inline lm_status lm_frame_start(lm_host *host, const lm_tape_block *tape, int64_t time, int64_t *start)
{
    if (LM_UNLIKELY(time <= -LM_TIME_MAX || time >= LM_TIME_MAX))
        return lm_bad_time(host);
    *start = lm_frame_floor(tape, time);
    return LM_OK;
}

/* Returns the notional of qty contracts at price, in counts of the unit of a tape. */
static inline double lm_notional_counts(const lm_tape_options *options, double price, double qty)
{
    return lm_notional((lm_contract)options->contract, options->contract_size, price, qty) / options->unit;
}

/*
 * Extends the low and high of a frame that has rows by a trade or a candle, and replaces its close if the new close is
 * later.
 */
static inline void lm_frame_extend(lm_frame_entry *frame, double low, double high, double close, int64_t close_time)
{
    frame->low = low < frame->low ? low : frame->low;
    frame->high = high > frame->high ? high : frame->high;
    if (close_time > frame->close_time || (close_time == frame->close_time && close > frame->close)) {
        frame->close_time = close_time;
        frame->close = close;
    }
}

/* Extends a frame like lm_frame_extend(), but also a frame without rows. */
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

/*
 * Extends the least and greatest value of a gauge, and replaces its last value if the new one is later; of two last
 * values at one time the greater counts. The caller adds the number of samples.
 */
static inline void lm_gauge_extend(lm_gauge_entry *gauge, double min, double max, double last, int64_t last_time)
{
    const bool first = gauge->samples == 0;
    gauge->min = first || min < gauge->min ? min : gauge->min;
    gauge->max = first || max > gauge->max ? max : gauge->max;
    if (first || last_time > gauge->last_time || (last_time == gauge->last_time && last > gauge->last)) {
        gauge->last_time = last_time;
        gauge->last = last;
    }
}

#endif

/* Entry points for trades: one, many, and deferred. */
#include "tape/block.h"

#include "base/number.h"

/* Returns the count that the taker bought, without a branch on the side, which a processor cannot predict. */
static inline int64_t bought_of(int64_t count, lm_taker taker)
{
    return LM_UNLIKELY(taker == LM_TAKER_UNKNOWN) ? count / 2 : count & -(int64_t)(taker == LM_TAKER_BOUGHT);
}

/* The window of a frame: its first cell and its number of cells. A cell below the first has a huge unsigned offset. */
typedef struct window {
    uint32_t first, cells;
} window;

static inline window window_of(const lm_tape_block *tape, const lm_frame_entry *frame)
{
    return (window){(uint32_t)tape->cell_least + (uint32_t)frame->middle - tape->window_cells / 2, tape->window_cells};
}

/*
 * Adds a trade of the current frame within its window, the most frequent case, in a few dozen instructions. `frame` is
 * the current frame, or a copy of it that stays in registers over many trades; `counts` are those of the stored frame.
 * Returns false, without any change, for all other trades.
 */
static inline __attribute__((always_inline)) bool add_trade_fast(const lm_tape_block *tape, lm_frame_entry *frame,
                                                                 int64_t *counts, window of, int64_t time, double price,
                                                                 double qty, lm_taker taker)
{
    const double notional = lm_notional_counts(&tape->options, price, qty);
    if (LM_UNLIKELY((uint64_t)time - (uint64_t)tape->current_start >= (uint64_t)tape->current_width ||
                    !lm_price_ok(price) || !(qty >= 0 && notional < LM_COUNTS_MAX)))
        return false;
    const uint32_t offset = (uint32_t)lm_cell(price, tape->options.precision) - of.first;
    if (LM_UNLIKELY(offset >= of.cells))
        return false;
    const int64_t count = __builtin_llrint(notional);
    int64_t bought, total;
    if (LM_UNLIKELY(__builtin_add_overflow(frame->bought, bought_of(count, taker), &bought) ||
                    __builtin_add_overflow(counts[offset], count, &total)))
        return false;
    counts[offset] = total;
    frame->bought = bought;
    frame->rows++;
    lm_frame_extend(frame, price, price, price, time);
    return true;
}

static inline lm_frame_entry *current_frame(lm_tape_block *tape)
{
    return lm_frame_at(tape, (uint32_t)tape->current_slot);
}

/* Adds trades by the fast path until one needs the slow path; returns their number. */
static size_t add_trades_fast(lm_tape_block *tape, const lm_trade *trades, size_t count)
{
    lm_frame_entry *stored = current_frame(tape);
    lm_frame_entry frame = *stored;
    const window of = window_of(tape, stored);
    size_t done = 0;
    while (done < count && add_trade_fast(tape, &frame, stored->counts, of, trades[done].time, trades[done].price,
                                          trades[done].qty, (lm_taker)trades[done].taker))
        done++;
    stored->rows = frame.rows;
    stored->bought = frame.bought;
    stored->low = frame.low;
    stored->high = frame.high;
    stored->close = frame.close;
    stored->close_time = frame.close_time;
    return done;
}

/* Adds a trade of another frame or outside of the window, or reports its error. */
static __attribute__((noinline)) lm_status add_trade_slow(lm_host *host, lm_tape **tape, const lm_trade *trade)
{
    const double price = trade->price;
    int64_t start = 0, count = 0, bought, total;
    uint32_t slot = 0;
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(lm_check_amount(host, trade->qty, "quantity"));
    if (!lm_count_from_double(lm_notional_counts(&lm_block_of(*tape)->options, price, trade->qty), &count))
        return lm_count_overflow(host);
    LM_TRY(lm_frame_start(host, lm_block_of(*tape), trade->time, &start));
    if (lm_block_of(*tape)->current_width && lm_block_of(*tape)->current_start == start)
        slot = (uint32_t)lm_block_of(*tape)->current_slot;
    else
        LM_TRY(lm_block_frame(host, tape, start, &slot));
    const int32_t cell = lm_cell(price, lm_block_of(*tape)->options.precision) - lm_block_of(*tape)->cell_least;
    LM_TRY(lm_block_reserve_traded(host, tape, slot, cell, cell, 1));

    lm_tape_block *building = lm_block_of(*tape);
    lm_frame_entry *frame = lm_frame_at(building, slot);
    int64_t *traded = lm_block_traded(building, slot, cell);
    if (__builtin_add_overflow(frame->bought, bought_of(count, (lm_taker)trade->taker), &bought) ||
        __builtin_add_overflow(*traded, count, &total))
        return lm_count_overflow(host);
    *traded = total;
    frame->bought = bought;
    lm_frame_begin(frame, price, price, price, trade->time);
    frame->rows++;
    building->options.has_prices = true;
    building->current_start = start;
    building->current_width = building->options.frame;
    building->current_slot = slot;
    return LM_OK;
}

/*
 * Adds trades that are in no order of time, as from an unsorted table. Each would wait for memory several times in
 * sequence. So first the slots of all are guessed and prefetched, then the trades are added: the processor waits for
 * many reads at once.
 */
static lm_status add_scattered(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    uint32_t guesses[LM_TRADE_BATCH];
    for (size_t i = 0; i < count; i++) {
        const lm_tape_block *building = lm_block_of(*tape);
        int64_t start = 0;
        guesses[i] = LM_NO_FRAME;
        if (lm_frame_start(host, building, trades[i].time, &start) == LM_OK)
            guesses[i] = lm_block_guess_frame(building, start);
        if (guesses[i] != LM_NO_FRAME) {
            const lm_frame_entry *frame = lm_const_frame_at(building, guesses[i]);
            __builtin_prefetch(&frame->start, 1);
            /* The next cache lines. */
            __builtin_prefetch(&frame->counts[0], 1);
            __builtin_prefetch(&frame->counts[8], 1);
        }
    }
    for (*done = 0; *done < count; ++*done) {
        const lm_trade *trade = &trades[*done];
        bool added = false;
        if (guesses[*done] != LM_NO_FRAME) {
            lm_tape_block *building = lm_block_of(*tape);
            lm_frame_entry *frame = lm_frame_at(building, guesses[*done]);
            building->current_start = frame->start;
            building->current_width = frame->rows ? building->options.frame : 0;
            building->current_slot = guesses[*done];
            added = add_trade_fast(building, frame, frame->counts, window_of(building, frame), trade->time,
                                   trade->price, trade->qty, (lm_taker)trade->taker);
        }
        if (LM_UNLIKELY(!added))
            LM_TRY(add_trade_slow(host, tape, trade));
    }
    return LM_OK;
}

/* Adds trades by the fast path while most are in order of time, then as scattered ones. */
static lm_status add_batch(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    size_t i = 0, slow_count = 0;
    for (;; i++) {
        i += add_trades_fast(lm_block_of(*tape), trades + i, count - i);
        *done = i;
        if (i == count)
            return LM_OK;
        if (++slow_count > 8 && i < slow_count * 2)
            break;
        LM_TRY(add_trade_slow(host, tape, &trades[i]));
    }
    lm_status status = add_scattered(host, tape, trades + i, count - i, done);
    *done += i;
    return status;
}

lm_status lm_tape_trades(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    lm_status status = LM_OK;
    size_t added = 0;
    for (*done = 0; *done < count && status == LM_OK; *done += added) {
        size_t left = count - *done;
        status = add_batch(host, tape, trades + *done, left < LM_TRADE_BATCH ? left : LM_TRADE_BATCH, &added);
    }
    return status;
}

lm_status lm_tape_trade(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker)
{
    lm_tape_block *building = lm_block_of(*tape);
    lm_frame_entry *frame = current_frame(building);
    if (LM_LIKELY(add_trade_fast(building, frame, frame->counts, window_of(building, frame), time, price, qty, taker)))
        return LM_OK;
    return add_trade_slow(host, tape, &(lm_trade){time, price, qty, (int32_t)taker});
}

/* ---- deferred trades */

/* Smaller tapes defer no trades, because a query may hold many small tapes at once. */
#define PENDING_MIN_SIZE 4096 /* bytes of the block */

static lm_status reserve_pending(lm_host *host, lm_tape **tape)
{
    return lm_block_of(*tape)->size < PENDING_MIN_SIZE ? LM_OK : lm_block_reserve_pending(host, tape, LM_TRADE_BATCH);
}

lm_status lm_tape_flush(lm_host *host, lm_tape **tape)
{
    lm_tape_block *building = lm_block_of(*tape);
    lm_trade pending[LM_TRADE_BATCH];
    size_t count = building->pending.used, done;
    memcpy(pending, LM_BLOCK_ITEMS(const lm_trade, building, pending), count * sizeof(lm_trade));
    building->pending.used = 0;
    return lm_tape_trades(host, tape, pending, count, &done);
}

lm_status lm_tape_flushed(lm_host *host, const lm_tape *tape, const lm_tape **flushed, lm_tape **copy)
{
    *copy = NULL;
    *flushed = tape;
    if (lm_const_block_of(tape)->pending.used == 0)
        return LM_OK;
    /*
     * A flush changes memory only, not the content of the tape, so it is allowed on a const tape if the block does not
     * move.
     */
    if (lm_block_has_capacity(lm_const_block_of(tape), lm_const_block_of(tape)->pending.used)) {
        lm_tape *unmoved = (lm_tape *)tape;
        return lm_tape_flush(host, &unmoved);
    }
    LM_TRY(lm_tape_copy(host, tape, copy));
    lm_status status = lm_tape_flush(host, copy);
    *flushed = *copy;
    if (status != LM_OK)
        lm_tape_destroy(host, *copy);
    return status;
}

lm_status lm_tape_trade_deferred(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker)
{
    lm_tape_block *building = lm_block_of(*tape);
    if (LM_UNLIKELY(building->pending.used == building->pending.capacity)) {
        if (building->pending.capacity > 0) {
            LM_TRY(lm_tape_flush(host, tape));
        } else {
            LM_TRY(lm_tape_trade(host, tape, time, price, qty, taker));
            return reserve_pending(host, tape);
        }
        building = lm_block_of(*tape);
    }
    LM_BLOCK_ITEMS(lm_trade, building, pending)
    [building->pending.used++] = (lm_trade){time, price, qty, (int32_t)taker};
    return LM_OK;
}

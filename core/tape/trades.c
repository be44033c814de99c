/* Trades: one, many, and many that may wait. */
#include "tape/block.h"

#include "base/number.h"

/* What the taker bought of a trade, without a branch on what no processor can foresee. */
static inline int64_t bought_of(int64_t count, lm_taker taker)
{
    return LM_UNLIKELY(taker == LM_TAKER_UNKNOWN) ? count / 2 : count & -(int64_t)(taker == LM_TAKER_BOUGHT);
}

/*
 * The usual case, in a few dozen instructions: a trade in the hot frame, within its window. `frame` is the hot frame,
 * or a copy of it that stays in registers over many trades; `counts` are the frame's own. False, and nothing done, for
 * a trade that must be looked at more closely.
 */
static inline __attribute__((always_inline)) bool add_usual(const lm_tape_block *tape, lm_frame_entry *frame,
                                                            int64_t *counts, int64_t time, double price, double qty,
                                                            lm_taker taker)
{
    const double notional = lm_notional_counts(&tape->options, price, qty);
    if (LM_UNLIKELY((uint64_t)time - (uint64_t)tape->hot_start >= (uint64_t)tape->hot_width || !lm_price_ok(price) ||
                    !(qty >= 0 && notional < LM_COUNTS_MAX)))
        return false;
    const uint32_t place =
        (uint32_t)lm_cell(price, tape->options.precision) - (uint32_t)tape->cell_least - (uint32_t)frame->window;
    if (LM_UNLIKELY(place >= LM_WINDOW_CELLS))
        return false;
    const int64_t count = __builtin_llrint(notional);
    int64_t bought, total;
    if (LM_UNLIKELY(__builtin_add_overflow(frame->bought, bought_of(count, taker), &bought) ||
                    __builtin_add_overflow(counts[place], count, &total)))
        return false;
    counts[place] = total;
    frame->bought = bought;
    frame->rows++;
    lm_frame_extend(frame, price, price, price, time);
    return true;
}

static inline lm_frame_entry *hot_frame(lm_tape_block *tape)
{
    return LM_BLOCK_ITEMS(lm_frame_entry, tape, frames) + tape->hot_slot;
}

/* As many usual trades as come first; returns how many. */
static size_t add_usual_trades(lm_tape_block *tape, const lm_trade *trades, size_t count)
{
    lm_frame_entry *stored = hot_frame(tape);
    lm_frame_entry frame = *stored;
    size_t done = 0;
    while (done < count && add_usual(tape, &frame, stored->counts, trades[done].time, trades[done].price,
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

/* A trade in another frame, outside of its window, or one that must not be. */
static __attribute__((noinline)) lm_status add_unusual(lm_host *host, lm_tape **tape, const lm_trade *trade)
{
    const double price = trade->price;
    int64_t start = 0, count = 0, bought, total;
    uint32_t slot = 0;
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(lm_check_amount(host, trade->qty, "quantity"));
    if (!lm_count_of(lm_notional_counts(&lm_block_of(*tape)->options, price, trade->qty), &count))
        return lm_count_overflow(host);
    LM_TRY(lm_frame_start(host, lm_block_of(*tape), trade->time, &start));
    if (lm_block_of(*tape)->hot_width && lm_block_of(*tape)->hot_start == start)
        slot = (uint32_t)lm_block_of(*tape)->hot_slot;
    else
        LM_TRY(lm_block_frame(host, tape, start, &slot));
    LM_TRY(lm_block_reserve_counts(host, tape, 1));

    lm_tape_block *building = lm_block_of(*tape);
    lm_frame_entry *frame = LM_BLOCK_ITEMS(lm_frame_entry, building, frames) + slot;
    int64_t *print = lm_block_print(building, slot, lm_cell(price, building->options.precision) - building->cell_least);
    if (__builtin_add_overflow(frame->bought, bought_of(count, (lm_taker)trade->taker), &bought) ||
        __builtin_add_overflow(*print, count, &total))
        return lm_count_overflow(host);
    *print = total;
    frame->bought = bought;
    lm_frame_begin(frame, price, price, price, trade->time);
    frame->rows++;
    building->options.has_prices = true;
    building->hot_start = start;
    building->hot_width = building->options.frame;
    building->hot_slot = slot;
    return LM_OK;
}

/*
 * Trades that lie all over the tape, as from a table in no order. Each would wait for memory several times, one after
 * the other: so first it is guessed where all of them go, then they are counted, and the processor waits for many at
 * once.
 */
static lm_status add_scattered(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    uint32_t guesses[LM_SCATTER];
    for (size_t i = 0; i < count; i++) {
        const lm_tape_block *building = lm_block_of(*tape);
        int64_t start = 0;
        guesses[i] = LM_NO_FRAME;
        if (lm_frame_start(host, building, trades[i].time, &start) == LM_OK)
            guesses[i] = lm_block_guess(building, start);
        if (guesses[i] != LM_NO_FRAME) {
            const lm_frame_entry *frame = &LM_BLOCK_ITEMS(const lm_frame_entry, building, frames)[guesses[i]];
            __builtin_prefetch(&frame->start, 1);
            __builtin_prefetch(&frame->window, 1);
            __builtin_prefetch(&frame->counts[LM_WINDOW_CELLS / 2], 1);
        }
    }
    for (*done = 0; *done < count; ++*done) {
        const lm_trade *trade = &trades[*done];
        bool counted = false;
        if (guesses[*done] != LM_NO_FRAME) {
            lm_tape_block *building = lm_block_of(*tape);
            lm_frame_entry *frame = LM_BLOCK_ITEMS(lm_frame_entry, building, frames) + guesses[*done];
            building->hot_start = frame->start;
            building->hot_width = frame->rows ? building->options.frame : 0;
            building->hot_slot = guesses[*done];
            counted = add_usual(building, frame, frame->counts, trade->time, trade->price, trade->qty,
                                (lm_taker)trade->taker);
        }
        if (LM_UNLIKELY(!counted))
            LM_TRY(add_unusual(host, tape, trade));
    }
    return LM_OK;
}

/* In order if a good part of them is, else scattered. */
static lm_status add_some(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    size_t i = 0, breaks = 0;
    for (;; i++) {
        i += add_usual_trades(lm_block_of(*tape), trades + i, count - i);
        *done = i;
        if (i == count)
            return LM_OK;
        if (++breaks > 8 && i < breaks * 2)
            break;
        LM_TRY(add_unusual(host, tape, &trades[i]));
    }
    lm_status status = add_scattered(host, tape, trades + i, count - i, done);
    *done += i;
    return status;
}

lm_status lm_tape_trades(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    lm_status status = LM_OK;
    size_t some = 0;
    for (*done = 0; *done < count && status == LM_OK; *done += some) {
        size_t left = count - *done;
        status = add_some(host, tape, trades + *done, left < LM_SCATTER ? left : LM_SCATTER, &some);
    }
    return status;
}

lm_status lm_tape_trade(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker)
{
    lm_tape_block *building = lm_block_of(*tape);
    lm_frame_entry *frame = hot_frame(building);
    if (LM_LIKELY(add_usual(building, frame, frame->counts, time, price, qty, taker)))
        return LM_OK;
    return add_unusual(host, tape, &(lm_trade){time, price, qty, (int32_t)taker});
}

/* ---- trades that may wait */

/* Small tapes, of which a query may hold many at once, have no waiting room. */
#define WAITING_FROM 4096 /* bytes of block */

static lm_status open_waiting_room(lm_host *host, lm_tape **tape)
{
    return lm_block_of(*tape)->size < WAITING_FROM ? LM_OK : lm_block_waiting(host, tape, LM_SCATTER);
}

lm_status lm_tape_flush(lm_host *host, lm_tape **tape)
{
    lm_tape_block *building = lm_block_of(*tape);
    lm_trade waiting[LM_SCATTER];
    size_t count = building->waiting.used, done;
    memcpy(waiting, LM_BLOCK_ITEMS(const lm_trade, building, waiting), count * sizeof(lm_trade));
    building->waiting.used = 0;
    return lm_tape_trades(host, tape, waiting, count, &done);
}

lm_status lm_tape_flushed(lm_host *host, const lm_tape *tape, const lm_tape **settled, lm_tape **copy)
{
    *copy = NULL;
    *settled = tape;
    if (lm_const_block_of(tape)->waiting.used == 0)
        return LM_OK;
    /* A tape means the same before and after: only its memory may not move under one who only reads it. */
    if (lm_block_has_room(lm_const_block_of(tape), lm_const_block_of(tape)->waiting.used)) {
        lm_tape *unmoved = (lm_tape *)tape;
        return lm_tape_flush(host, &unmoved);
    }
    LM_TRY(lm_tape_copy(host, tape, copy));
    lm_status status = lm_tape_flush(host, copy);
    *settled = *copy;
    if (status != LM_OK)
        lm_tape_destroy(host, *copy);
    return status;
}

lm_status lm_tape_trade_deferred(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker)
{
    lm_tape_block *building = lm_block_of(*tape);
    if (LM_UNLIKELY(building->waiting.used == building->waiting.capacity)) {
        if (building->waiting.capacity > 0) {
            LM_TRY(lm_tape_flush(host, tape));
        } else {
            LM_TRY(lm_tape_trade(host, tape, time, price, qty, taker));
            return open_waiting_room(host, tape);
        }
        building = lm_block_of(*tape);
    }
    LM_BLOCK_ITEMS(lm_trade, building, waiting)
    [building->waiting.used++] = (lm_trade){time, price, qty, (int32_t)taker};
    return LM_OK;
}

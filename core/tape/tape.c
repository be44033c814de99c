/* What comes in row by row: trades, gauges, observed liquidations. */
#include "tape/block.h"

#include "base/number.h"

lm_status lm_count_overflow(lm_host *host)
{
    return lm_fail(host, LM_E_OVERFLOW, "Give the tape a greater unit, such as {\"unit\": 1}.",
                   "a count of notional does not fit in 64 bits");
}

static lm_status bad_price(lm_host *host, double price, const char *what)
{
    char text[LM_NUMBER_SIZE];
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be a number from 1e-15 to 1e15, not %s", what,
                   lm_number_text(price, text));
}

static lm_status bad_amount(lm_host *host, double amount, const char *what)
{
    char text[LM_NUMBER_SIZE];
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be a finite number of 0 or more, not %s", what,
                   lm_number_text(amount, text));
}

lm_status lm_check_price(lm_host *host, double price, const char *what)
{
    return lm_price_ok(price) ? LM_OK : bad_price(host, price, what);
}

lm_status lm_check_amount(lm_host *host, double amount, const char *what)
{
    return amount >= 0 && lm_finite(amount) ? LM_OK : bad_amount(host, amount, what);
}

lm_status lm_frame_start(lm_host *host, const block *tape, int64_t time, int64_t *start)
{
    if (time <= -LM_TIME_MAX || time >= LM_TIME_MAX)
        return lm_fail(host, LM_E_TIME, NULL, "a time must lie within 146,000 years of 1970");
    int64_t width = tape->options.frame;
    int64_t number = time / width - (time % width < 0);
    *start = number * width;
    return LM_OK;
}

/* What the taker bought of a trade, without a branch on what no processor can foresee. */
static inline int64_t bought_of(int64_t count, lm_taker taker)
{
    return LM_UNLIKELY(taker == LM_TAKER_UNKNOWN) ? count / 2 : count & -(int64_t)(taker == LM_TAKER_BOUGHT);
}

/*
 * The usual case, in a few dozen instructions: a trade in the hot frame, within its window. `frame` is the hot frame, or
 * a copy of it that stays in registers over many trades; `counts` are the frame's own. False, and nothing done, for a
 * trade that must be looked at more closely.
 */
static inline __attribute__((always_inline)) bool add_usual(const block *tape, block_frame *frame, int64_t *counts,
                                                            int64_t time, double price, double qty, lm_taker taker)
{
    const double notional = lm_notional_counts(&tape->options, price, qty);
    if (LM_UNLIKELY((uint64_t)time - (uint64_t)tape->hot_start >= (uint64_t)tape->hot_width || !lm_price_ok(price) ||
                    !(qty >= 0 && notional < LM_COUNTS_MAX)))
        return false;
    const uint32_t place =
        (uint32_t)lm_cell_of(price, tape->options.precision) - (uint32_t)tape->cell_least - (uint32_t)frame->window;
    if (LM_UNLIKELY(place >= WINDOW_CELLS))
        return false;
    const int64_t count = __builtin_llrint(notional);
    int64_t bought, total;
    if (LM_UNLIKELY(__builtin_add_overflow(frame->bought, bought_of(count, taker), &bought) ||
                    __builtin_add_overflow(counts[place], count, &total)))
        return false;
    counts[place] = total;
    frame->bought = bought;
    frame->prints++;
    lm_frame_extend(frame, price, price, price, time);
    return true;
}

static inline block_frame *hot_frame(block *tape)
{
    return BLOCK_ITEMS(block_frame, tape, frames) + tape->hot_slot;
}

/* As many usual trades as there are; returns how many. */
static size_t add_usual_trades(block *tape, const lm_trade *trades, size_t count)
{
    block_frame *stored = hot_frame(tape);
    block_frame frame = *stored;
    size_t done = 0;
    while (done < count && add_usual(tape, &frame, stored->counts, trades[done].time, trades[done].price,
                                     trades[done].qty, (lm_taker)trades[done].taker))
        done++;
    stored->prints = frame.prints;
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
    const double price = trade->price, qty = trade->qty;
    int64_t start = 0, count, bought;
    uint32_t slot = 0;
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(lm_check_amount(host, qty, "quantity"));
    if (!lm_count_of(lm_notional_counts(&block_of(*tape)->options, price, qty), &count))
        return lm_count_overflow(host);
    LM_TRY(lm_frame_start(host, block_of(*tape), trade->time, &start));
    if (block_of(*tape)->hot_width && block_of(*tape)->hot_start == start)
        slot = (uint32_t)block_of(*tape)->hot_slot;
    else
        LM_TRY(lm_block_frame(host, tape, start, &slot));
    LM_TRY(lm_block_reserve_counts(host, tape, 1));

    block *building = block_of(*tape);
    block_frame *frame = BLOCK_ITEMS(block_frame, building, frames) + slot;
    int64_t *print =
        lm_block_print(building, slot, lm_cell_of(price, building->options.precision) - building->cell_least);
    if (__builtin_add_overflow(frame->bought, bought_of(count, (lm_taker)trade->taker), &bought) ||
        __builtin_add_overflow(*print, count, print))
        return lm_count_overflow(host);
    frame->bought = bought;
    lm_frame_begin(frame, price, price, price, trade->time);
    frame->prints++;
    building->hot_start = start;
    building->hot_width = building->options.frame;
    building->hot_slot = slot;
    return LM_OK;
}

lm_status lm_tape_trades(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    for (size_t i = 0;; i++) {
        i += add_usual_trades(block_of(*tape), trades + i, count - i);
        *done = i;
        if (i == count)
            return LM_OK;
        LM_TRY(add_unusual(host, tape, &trades[i]));
    }
}

lm_status lm_tape_trade(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker)
{
    block *building = block_of(*tape);
    block_frame *frame = hot_frame(building);
    if (LM_LIKELY(add_usual(building, frame, frame->counts, time, price, qty, taker)))
        return LM_OK;
    return add_unusual(host, tape, &(lm_trade){time, price, qty, (int32_t)taker});
}

lm_status lm_tape_gauge(lm_host *host, lm_tape **tape, int64_t time, const char *name, size_t length, double value)
{
    int64_t start = 0;
    uint32_t frame, name_slot;
    block_gauge *gauge;
    if (!lm_finite(value))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of a gauge must be finite");
    value += 0.0; /* -0 becomes 0 */
    LM_TRY(lm_frame_start(host, block_of(*tape), time, &start));
    LM_TRY(lm_block_name(host, tape, name, length, &name_slot));
    LM_TRY(lm_block_frame(host, tape, start, &frame));
    LM_TRY(lm_block_gauge(host, tape, frame, name_slot, &gauge));
    if (gauge->samples == 0) {
        gauge->min = gauge->max = gauge->last = value;
        gauge->last_time = time;
    } else {
        if (value < gauge->min)
            gauge->min = value;
        if (value > gauge->max)
            gauge->max = value;
        if (time > gauge->last_time || (time == gauge->last_time && value > gauge->last)) {
            gauge->last_time = time;
            gauge->last = value;
        }
    }
    gauge->samples++;
    return LM_OK;
}

static lm_status add_forced(lm_host *host, lm_tape **tape, int64_t time, double counts, enum count_kind kind,
                            int32_t above_least)
{
    int64_t start = 0, count;
    uint32_t frame;
    if (!lm_count_of(counts, &count))
        return lm_count_overflow(host);
    LM_TRY(lm_frame_start(host, block_of(*tape), time, &start));
    LM_TRY(lm_block_frame(host, tape, start, &frame));
    LM_TRY(lm_block_reserve_counts(host, tape, 1));
    int64_t *forced = lm_block_count(block_of(*tape), count_key(frame, kind, above_least));
    return __builtin_add_overflow(*forced, count, forced) ? lm_count_overflow(host) : LM_OK;
}

lm_status lm_tape_forced(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_side side)
{
    const block *building = block_of(*tape);
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(lm_check_amount(host, qty, "quantity"));
    return add_forced(host, tape, time, lm_notional_counts(&building->options, price, qty),
                      side == LM_LONG ? COUNT_FORCED_LONG : COUNT_FORCED_SHORT,
                      lm_cell_of(price, building->options.precision) - building->cell_least);
}

lm_status lm_tape_forced_unplaced(lm_host *host, lm_tape **tape, int64_t time, double notional, lm_side side)
{
    LM_TRY(lm_check_amount(host, notional, "notional"));
    return add_forced(host, tape, time, notional / block_of(*tape)->options.unit, COUNT_UNPLACED, (int32_t)side);
}

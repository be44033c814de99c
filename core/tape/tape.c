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

/* The frame of a trade becomes the hot one. */
static lm_status warm(lm_host *host, lm_tape **tape, int64_t time)
{
    int64_t start = 0;
    uint32_t slot;
    LM_TRY(lm_frame_start(host, block_of(*tape), time, &start));
    LM_TRY(lm_block_frame(host, tape, start, &slot));
    block *building = block_of(*tape);
    building->hot_start = start;
    building->hot_slot = slot;
    return LM_OK;
}

/* The count of a print in the hot frame becomes the hot one. */
static lm_status warm_count(lm_host *host, lm_tape **tape, uint64_t key)
{
    LM_TRY(lm_block_reserve_counts(host, tape, 1));
    block *building = block_of(*tape);
    building->hot_count = (uint32_t)(lm_block_count(building, key) - BLOCK_ITEMS(block_count, building, counts));
    building->hot_key = key;
    return LM_OK;
}

static inline lm_status add_trade(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker)
{
    block *building = block_of(*tape);
    if (LM_UNLIKELY(!lm_price_ok(price)))
        return bad_price(host, price, "price");
    if (LM_UNLIKELY(!(qty >= 0 && lm_finite(qty))))
        return bad_amount(host, qty, "quantity");
    int64_t count;
    if (LM_UNLIKELY(!lm_count_of(lm_notional_counts(&building->options, price, qty), &count)))
        return lm_count_overflow(host);

    if (LM_UNLIKELY((uint64_t)time - (uint64_t)building->hot_start >= (uint64_t)building->options.frame)) {
        LM_TRY(warm(host, tape, time));
        building = block_of(*tape);
    }
    int32_t cell = lm_cell_of(price, building->options.precision);
    uint64_t key = count_key(building->hot_slot, COUNT_PRINT, cell - building->cell_least);
    if (building->hot_key != key) {
        LM_TRY(warm_count(host, tape, key));
        building = block_of(*tape);
    }

    block_frame *frame = BLOCK_ITEMS(block_frame, building, frames) + building->hot_slot;
    block_count *print = BLOCK_ITEMS(block_count, building, counts) + building->hot_count;
    int64_t bought, total;
    int64_t bought_part = taker == LM_TAKER_BOUGHT ? count : taker == LM_TAKER_SOLD ? 0 : count / 2;
    if (LM_UNLIKELY(__builtin_add_overflow(frame->bought, bought_part, &bought) ||
                    __builtin_add_overflow(print->count, count, &total)))
        return lm_count_overflow(host);
    print->count = total;
    frame->bought = bought;
    lm_frame_extend(frame, price, price, price, time);
    frame->prints++;
    return LM_OK;
}

lm_status lm_tape_trade(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker)
{
    return add_trade(host, tape, time, price, qty, taker);
}

lm_status lm_tape_trades(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done)
{
    for (size_t i = 0; i < count; i++) {
        lm_status status =
            add_trade(host, tape, trades[i].time, trades[i].price, trades[i].qty, (lm_taker)trades[i].taker);
        if (LM_UNLIKELY(status != LM_OK)) {
            *done = i;
            return status;
        }
    }
    *done = count;
    return LM_OK;
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
    block_count *forced = lm_block_count(block_of(*tape), count_key(frame, kind, above_least));
    return __builtin_add_overflow(forced->count, count, &forced->count) ? lm_count_overflow(host) : LM_OK;
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

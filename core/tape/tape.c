/* Entry points for whole tapes, and for rows other than trades: gauges and observed liquidations. */
#include "tape/block.h"

#include "base/number.h"

lm_status lm_tape_copy(lm_host *host, const lm_tape *tape, lm_tape **copy)
{
    void *memory;
    LM_TRY(lm_allocate_raw(host, lm_tape_size(tape), &memory));
    *copy = memcpy(memory, tape, lm_tape_size(tape));
    return LM_OK;
}

size_t lm_tape_size(const lm_tape *tape)
{
    return lm_const_block_of(tape)->size;
}

void lm_tape_options_of(const lm_tape *tape, lm_tape_options *options)
{
    *options = lm_const_block_of(tape)->options;
}

lm_status lm_tape_check_options(lm_host *host, lm_tape *tape, const lm_tape_options *options)
{
    LM_TRY(lm_options_match(host, &lm_block_of(tape)->options, options));
    lm_options_take_quote(&lm_block_of(tape)->options, options);
    return LM_OK;
}

lm_status lm_tape_take_options_from(lm_host *host, lm_tape *tape, const lm_tape_options *options)
{
    lm_tape_block *building = lm_block_of(tape);
    LM_TRY(lm_options_match(host, &building->options, options));
    if (!building->options.has_prices && options->has_prices) {
        building->options = *options;
        building->cell_least = lm_cell_least(options->precision);
    }
    lm_options_take_quote(&building->options, options);
    return LM_OK;
}

lm_status lm_tape_gauge(lm_host *host, lm_tape **tape, int64_t time, const char *name, size_t length, double value)
{
    int64_t start = 0;
    uint32_t frame, name_slot;
    lm_gauge_entry *gauge;
    if (!lm_finite(value))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of a gauge must be finite");
    value += 0.0; /* -0 becomes 0 */
    LM_TRY(lm_frame_start(host, lm_block_of(*tape), time, &start));
    LM_TRY(lm_block_name(host, tape, name, length, &name_slot));
    LM_TRY(lm_block_frame(host, tape, start, &frame));
    LM_TRY(lm_block_gauge(host, tape, frame, name_slot, &gauge));
    lm_gauge_extend(gauge, value, value, value, time);
    gauge->samples++;
    return LM_OK;
}

static lm_status add_liquidation(lm_host *host, lm_tape **tape, int64_t time, double counts, enum lm_count_kind kind,
                                 int32_t above_least)
{
    int64_t start = 0, count, sum;
    uint32_t frame;
    if (!lm_count_from_double(counts, &count))
        return lm_count_overflow(host);
    LM_TRY(lm_frame_start(host, lm_block_of(*tape), time, &start));
    LM_TRY(lm_block_frame(host, tape, start, &frame));
    LM_TRY(lm_block_reserve_counts(host, tape, 1));
    lm_block_of(*tape)->options.has_prices = true;
    int64_t *liquidations = lm_block_count(lm_block_of(*tape), lm_count_key(frame, kind, above_least));
    if (__builtin_add_overflow(*liquidations, count, &sum))
        return lm_count_overflow(host);
    *liquidations = sum;
    return LM_OK;
}

lm_status lm_tape_liquidation(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_side side)
{
    const lm_tape_block *building = lm_block_of(*tape);
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(lm_check_amount(host, qty, "quantity"));
    return add_liquidation(host, tape, time, lm_notional_counts(&building->options, price, qty),
                           side == LM_LONG ? LM_COUNT_LIQUIDATED_LONG : LM_COUNT_LIQUIDATED_SHORT,
                           lm_cell(price, building->options.precision) - building->cell_least);
}

lm_status lm_tape_liquidation_without_price(lm_host *host, lm_tape **tape, int64_t time, double notional, lm_side side)
{
    LM_TRY(lm_check_amount(host, notional, "notional"));
    return add_liquidation(host, tape, time, notional / lm_block_of(*tape)->options.unit, LM_COUNT_WITHOUT_PRICE,
                           (int32_t)side);
}

/* Candles: spreads the volume evenly in price over [low, high], in counts that sum exactly. */
#include "tape/block.h"

#include "base/bytes.h"
#include "base/number.h"
#include "base/sort.h"

#define CELLS_MAX 65536
#define STACK_CELLS 64

typedef struct share {
    int64_t count;
    double remainder; /* part of a count that rounding down removed */
    int64_t *counted; /* of the cell, in the tape */
} share;

/* Adds 1 to the cells with the largest remainder, lower cells first on ties, until the counts sum to the total. */
static lm_status distribute_remainder(lm_host *host, share *shares, size_t cells, int64_t missing)
{
    if (missing <= 0)
        return LM_OK;
    lm_keyed stack[STACK_CELLS], *order = stack;
    void *memory = NULL;
    if (cells > STACK_CELLS) {
        LM_TRY(lm_allocate(host, cells * sizeof *order, &memory));
        order = memory;
    }
    for (size_t i = 0; i < cells; i++)
        order[i] = (lm_keyed){lm_descending_key(shares[i].remainder), (int64_t)i};
    lm_status status = lm_sort_keyed(host, order, cells);
    for (size_t i = 0; status == LM_OK && missing > 0; i = i + 1 < cells ? i + 1 : 0, missing--)
        shares[order[i].value].count++;
    lm_release(host, memory, cells * sizeof *order);
    return status;
}

/* Splits the notional of a candle over its cells; *total is the sum of the counts. LM_E_OVERFLOW. */
static lm_status split_volume(lm_host *host, const lm_tape_options *options, const lm_candle *candle, int32_t first,
                              size_t cells, share *shares, int64_t *total)
{
    double span = candle->high - candle->low, sum = 0;
    int64_t floors = 0;
    for (size_t i = 0; i < cells; i++) {
        double low = lm_cell_low(first + (int32_t)i, options->precision);
        double high = lm_cell_low(first + (int32_t)i + 1, options->precision);
        low = low < candle->low ? candle->low : low;
        high = high > candle->high ? candle->high : high;
        double part = cells == 1 ? 1 : (high - low) / span;
        double counts = lm_notional_counts(options, (low + high) * 0.5, candle->volume * part);
        sum += counts;
        if (!lm_count_from_double(sum, total) || !lm_count_from_double(counts, &shares[i].count))
            return lm_count_overflow(host);
        shares[i].count -= (double)shares[i].count > counts;
        shares[i].remainder = counts - (double)shares[i].count;
        floors += shares[i].count;
    }
    /* Above 2^53 counts a double cannot tell single counts apart, and rounding may leave less than the floors. */
    if (*total < floors)
        *total = floors;
    return distribute_remainder(host, shares, cells, *total - floors);
}

static lm_status add_counts(lm_host *host, lm_tape **tape, const lm_candle *candle, int32_t first, size_t cells,
                            share *shares, int64_t total)
{
    int64_t start = 0, last_start = 0;
    uint32_t slot;
    LM_TRY(lm_frame_start(host, lm_block_of(*tape), candle->time, &start));
    int64_t last = candle->time + candle->duration - 1;
    LM_TRY(lm_frame_start(host, lm_block_of(*tape), last, &last_start));
    if (start != last_start)
        return lm_fail(host, LM_E_ARGUMENT,
                       "Give candles that lie in one frame each; frames are aligned to 1970-01-01 UTC.",
                       "a candle extends over the end of its frame");
    LM_TRY(lm_block_frame(host, tape, start, &slot));
    const int32_t first_above_least = first - lm_block_of(*tape)->cell_least;
    LM_TRY(lm_block_reserve_traded(host, tape, slot, first_above_least, first_above_least + (int32_t)cells - 1, cells));

    lm_tape_block *building = lm_block_of(*tape);
    lm_frame_entry *frame = lm_frame_at(building, slot);
    int64_t sum, bought, bought_part = total / 2;
    double taker_buy = candle->taker_buy_volume;
    if (taker_buy == taker_buy)
        bought_part = candle->volume > 0 ? __builtin_llrint((double)total * (taker_buy / candle->volume)) : 0;
    if (bought_part > total)
        bought_part = total;
    if (__builtin_add_overflow(frame->bought, bought_part, &bought))
        return lm_count_overflow(host);
    for (size_t i = 0; i < cells; i++) {
        shares[i].counted = lm_block_traded(building, slot, first_above_least + (int32_t)i);
        if (__builtin_add_overflow(*shares[i].counted, shares[i].count, &sum))
            return lm_count_overflow(host);
    }
    for (size_t i = 0; i < cells; i++)
        *shares[i].counted += shares[i].count;
    frame->bought = bought;
    lm_frame_begin(frame, candle->low, candle->high, candle->close, last);
    frame->rows++;
    building->options.has_prices = true;
    return LM_OK;
}

lm_status lm_tape_candle(lm_host *host, lm_tape **tape, const lm_candle *candle)
{
    const lm_tape_options *options = &lm_block_of(*tape)->options;
    LM_TRY(lm_check_candle(host, candle));
    if (candle->duration > options->frame)
        return lm_fail(host, LM_E_ARGUMENT, "Build the tape with frames at least as long as the candles.",
                       "a candle of %g s is longer than a frame of %g s", (double)candle->duration / LM_SECOND,
                       (double)options->frame / LM_SECOND);
    int32_t first = lm_cell(candle->low, options->precision);
    size_t cells = (size_t)(lm_cell(candle->high, options->precision) - first) + 1;
    if (cells > 1 && lm_cell_low(first + (int32_t)cells - 1, options->precision) == candle->high)
        cells--; /* only the high itself lies in the last cell, at its lower bound */
    if (cells > CELLS_MAX)
        return lm_fail(host, LM_E_ARGUMENT, "Check the prices, or build the tape with less precision.",
                       "a candle from %g to %g covers more than %d cells", candle->low, candle->high, CELLS_MAX);

    share stack[STACK_CELLS], *shares = stack;
    void *memory = NULL;
    if (cells > STACK_CELLS) {
        LM_TRY(lm_allocate(host, cells * sizeof *shares, &memory));
        shares = memory;
    }
    int64_t total = 0;
    lm_status status = split_volume(host, options, candle, first, cells, shares, &total);
    if (status == LM_OK)
        status = add_counts(host, tape, candle, first, cells, shares, total);
    lm_release(host, memory, cells * sizeof *shares);
    return status;
}

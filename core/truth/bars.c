#include "truth/bars.h"

#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "base/host.h"

/* The minute that is being read: frames of less than a minute are put together first. */
typedef struct minute {
    bool open;
    int64_t number;
    double low, high, close;
} minute;

typedef struct builder {
    lm_bars *bars;
    lm_tape_options options;
    int gauge; /* number of open_interest among the gauges of the tape, -1 without */
    int64_t step;
    minute minute;
    double close;           /* of the last minute that ended, NaN before the first */
    double least, greatest; /* prices of the bar so far, of minutes that ended */
    double open_interest;   /* NaN before the first value */
    int64_t slot;           /* 5 min that open_interest was read in */
    double slot_value;      /* last value of the slots before, NaN before the first */
} builder;

static int64_t floor_divide(int64_t time, int64_t width)
{
    return time / width - (time % width < 0);
}

/* ---- prices */

static void set_greater(double *value, double other)
{
    *value = other > *value ? other : *value;
}

/* Adds the minute that ended to the current bar. */
static void end_minute(builder *build)
{
    const minute *last = &build->minute;
    if (!last->open)
        return;
    lm_price_bar *bar = &build->bars->items[build->bars->count - 1];
    if (!bar->traded && isnan(build->close)) {
        bar->open = bar->close = bar->low = bar->high = last->close;
        build->least = build->greatest = last->close;
        build->close = last->close;
    }
    const double move = log(last->close / build->close);
    bar->traded = true;
    bar->variance += move * move;
    set_greater(&bar->retreat[LM_LONG], log(build->greatest / last->low));
    set_greater(&bar->retreat[LM_SHORT], log(last->high / build->least));
    build->least = last->low < build->least ? last->low : build->least;
    build->greatest = last->high > build->greatest ? last->high : build->greatest;
    bar->low = build->least;
    bar->high = build->greatest;
    bar->close = build->close = last->close;
    build->minute.open = false;
}

static void add_prices(builder *build, const lm_frame *frame)
{
    minute *now = &build->minute;
    const int64_t number = floor_divide(frame->start, build->step);
    if (now->open && now->number != number)
        end_minute(build);
    if (!now->open)
        *now = (minute){true, number, frame->low, frame->high, frame->close};
    now->low = frame->low < now->low ? frame->low : now->low;
    now->high = frame->high > now->high ? frame->high : now->high;
    now->close = frame->close;
}

static double volume_of(const builder *build, const lm_frame *frame)
{
    double coins = 0;
    for (size_t i = 0; i < frame->cell_count; i++)
        coins += (double)frame->cells[i].count / lm_cell_mid(frame->cells[i].cell, build->options.precision);
    return coins * build->options.unit;
}

/* ---- open interest */

/* Exchanges write a 0 where they have no value, so a 0 changes nothing. */
static void add_open_interest(builder *build, const lm_frame *frame)
{
    const int64_t slot = floor_divide(frame->start, 5 * LM_MINUTE);
    for (size_t i = 0; i < frame->gauge_count; i++) {
        const double value = frame->gauges[i].last;
        if (frame->gauges[i].name != build->gauge || !(value > 0))
            continue;
        if (slot != build->slot)
            build->slot_value = build->open_interest;
        build->slot = slot;
        if (build->bars->count > 0) {
            lm_price_bar *bar = &build->bars->items[build->bars->count - 1];
            /* A later sample of the same 5 min replaces the one before. */
            const double before = build->slot_value, replaced = build->open_interest;
            if (!isnan(before))
                bar->open_interest_path += fabs(value - before) - fabs(replaced - before);
            bar->open_interest = value;
        }
        build->open_interest = value;
    }
}

static int open_interest_gauge(lm_bytes tape)
{
    static const char wanted[] = "open_interest";
    const char *name;
    size_t length;
    for (int i = 0; (name = lm_tape_gauge_name(tape, i, &length)); i++)
        if (length == sizeof wanted - 1 && memcmp(name, wanted, length) == 0)
            return i;
    return -1;
}

/* ---- bars */

static lm_status append_bar(lm_host *host, builder *build, int64_t start)
{
    lm_bars *bars = build->bars;
    if (bars->count == LM_MAX_BARS)
        return lm_fail(host, LM_E_LIMIT, "Give a wider bar, or slice the tape.", "the tape has more than %d bars",
                       LM_MAX_BARS);
    LM_TRY(LM_RESERVE(host, bars->items, bars->capacity, bars->count + 1));
    bars->items[bars->count++] = (lm_price_bar){.start = start,
                                                .open = build->close,
                                                .high = build->close,
                                                .low = build->close,
                                                .close = build->close,
                                                .open_interest = build->open_interest};
    build->least = build->greatest = build->close;
    return LM_OK;
}

/* Goes on to the bar of a frame. The first bar is that of the first trade. */
static lm_status reach_bar(lm_host *host, builder *build, const lm_frame *frame)
{
    lm_bars *bars = build->bars;
    const int64_t start = floor_divide(frame->start, bars->width) * bars->width;
    if (bars->count == 0)
        return frame->rows ? append_bar(host, build, start) : LM_OK;
    if (bars->items[bars->count - 1].start == start)
        return LM_OK;
    end_minute(build);
    while (bars->items[bars->count - 1].start != start) {
        LM_TRY(lm_check_interrupt_at(host, bars->count));
        LM_TRY(append_bar(host, build, bars->items[bars->count - 1].start + bars->width));
    }
    return LM_OK;
}

static lm_status add_frame(lm_host *host, builder *build, const lm_frame *frame)
{
    LM_TRY(reach_bar(host, build, frame));
    add_open_interest(build, frame);
    if (build->bars->count == 0)
        return LM_OK;
    lm_price_bar *bar = &build->bars->items[build->bars->count - 1];
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        bar->liquidated[side] += lm_frame_liquidated_notional(frame, &build->options, (lm_side)side);
    if (!frame->rows)
        return LM_OK;
    bar->volume += volume_of(build, frame);
    add_prices(build, frame);
    return LM_OK;
}

static bool has_liquidations(const lm_price_bar *bar)
{
    return bar->liquidated[LM_LONG] > 0 || bar->liquidated[LM_SHORT] > 0;
}

/* Marks the bars from the first to the last observed liquidation, except those of gaps of the feed. */
static void mark_observed(lm_bars *bars)
{
    size_t last = bars->count;
    for (size_t i = 0; i < bars->count; i++) {
        if (!has_liquidations(&bars->items[i]))
            continue;
        const size_t first = last == bars->count ? i : last + 1;
        const bool gap = (int64_t)(i - first) * bars->width > LM_FEED_GAP;
        for (size_t k = gap ? i : first; k <= i; k++)
            bars->items[k].observed = true;
        last = i;
    }
    for (size_t i = 0; i < bars->count; i++)
        bars->observed += bars->items[i].observed && bars->items[i].traded;
}

static lm_status build_bars(lm_host *host, lm_tape_reader *reader, lm_bytes tape, lm_bars *bars)
{
    builder build = {.bars = bars,
                     .options = *lm_tape_reader_options(reader),
                     .gauge = open_interest_gauge(tape),
                     .close = NAN,
                     .open_interest = NAN,
                     .slot = INT64_MIN,
                     .slot_value = NAN};
    lm_frame frame;
    lm_status status;
    if (bars->width <= 0 || bars->width % build.options.frame != 0) {
        char frame_text[LM_NUMBER_SIZE], width_text[LM_NUMBER_SIZE];
        return lm_fail(host, LM_E_ARGUMENT, "Give a bar of 30 min, or a wider one for a tape of wide frames.",
                       "a bar must be a whole multiple of the frame, %s s, not %s s",
                       lm_number_text((double)build.options.frame / LM_SECOND, frame_text),
                       lm_number_text((double)bars->width / LM_SECOND, width_text));
    }
    build.step = build.options.frame > LM_MINUTE ? build.options.frame : LM_MINUTE;
    for (uint64_t step = 0; (status = lm_tape_reader_next(host, reader, &frame)) == LM_OK; step++) {
        LM_TRY(lm_check_interrupt_at(host, step * 64 + 63));
        LM_TRY(add_frame(host, &build, &frame));
    }
    if (status != LM_DONE)
        return status;
    end_minute(&build);
    mark_observed(bars);
    return LM_OK;
}

lm_status lm_bars_create(lm_host *host, lm_bytes tape, int64_t width, lm_bars *bars)
{
    lm_tape_reader *reader;
    lm_bars made = {.width = width};
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    const lm_status status = build_bars(host, reader, tape, &made);
    lm_tape_reader_destroy(host, reader);
    if (status != LM_OK) {
        lm_bars_free(host, &made);
        return status;
    }
    *bars = made;
    return LM_OK;
}

void lm_bars_free(lm_host *host, lm_bars *bars)
{
    lm_release(host, bars->items, bars->capacity * sizeof *bars->items);
    *bars = (lm_bars){.width = bars->width};
}

double lm_bar_excursion(const lm_price_bar *bar, lm_side side)
{
    return side == LM_LONG ? log(bar->open / bar->low) : log(bar->high / bar->open);
}

double lm_bar_open_interest_change(const lm_bars *bars, size_t index)
{
    const double change = index > 0 ? bars->items[index].open_interest - bars->items[index - 1].open_interest : 0;
    return isnan(change) ? 0 : change;
}

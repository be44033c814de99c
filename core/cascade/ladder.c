#include "cascade/ladder.h"

#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "base/sort.h"
#include "map/map_view.h"

double lm_ladder_price(const lm_ladder *ladder, double x)
{
    return ladder->reference_price * exp(ladder->side == LM_LONG ? -x : x);
}

double lm_ladder_distance(const lm_ladder *ladder, double price)
{
    return log(ladder->side == LM_LONG ? ladder->reference_price / price : price / ladder->reference_price);
}

/*
 * The sum with its lost low bits (Neumaier): the last bits must not depend on how cells are cut, because near a
 * branching ratio of 1 the final price multiplies the difference.
 */
typedef struct exact_sum {
    double sum, lost;
} exact_sum;

static void add(exact_sum *total, double value)
{
    const double next = total->sum + value;
    total->lost += total->sum >= value ? (total->sum - next) + value : (value - next) + total->sum;
    total->sum = next;
}

void lm_ladder_sum(lm_ladder *ladder)
{
    exact_sum size = {0, 0}, notional = {0, 0};
    for (size_t i = 0; i < ladder->count; i++) {
        lm_rung *rung = &ladder->rungs[i];
        rung->rate = rung->size / (rung->high - rung->low);
        rung->before = size.sum + size.lost;
        rung->notional_before = notional.sum + notional.lost;
        add(&size, rung->size);
        add(&notional, rung->notional);
    }
    ladder->size = size.sum + size.lost;
    ladder->notional = notional.sum + notional.lost;
}

void lm_ladder_evaporate(lm_ladder *ladder, const lm_impact_model *model)
{
    ladder->eta = model->eta * 100;
    for (size_t i = 0; ladder->eta > 0 && i < ladder->count; i++)
        ladder->rungs[i].depth_remaining = exp(-ladder->eta * ladder->rungs[i].high);
}

lm_reported lm_ladder_reported(const lm_ladder *ladder, const lm_impact_model *model)
{
    return lm_reported_of(model, ladder->replayed);
}

lm_reported lm_ladder_impact(const lm_ladder *ladder, const lm_impact_model *model, lm_impact *impact)
{
    const lm_reported reported = lm_ladder_reported(ladder, model);
    lm_impact_init(model, ladder->side, ladder->reference_price, lm_reported_middle(reported), impact);
    return reported;
}

static size_t rung_index(const lm_ladder *ladder, double x)
{
    size_t below = 0, above = ladder->count;
    while (below < above) {
        const size_t middle = below + (above - below) / 2;
        if (ladder->rungs[middle].high <= x)
            below = middle + 1;
        else
            above = middle;
    }
    return below;
}

const lm_rung *lm_ladder_rung(const lm_ladder *ladder, double x)
{
    const size_t at = rung_index(ladder, x);
    return at < ladder->count ? &ladder->rungs[at] : NULL;
}

double lm_ladder_reached(const lm_ladder *ladder, double x, double *notional)
{
    const size_t at = rung_index(ladder, x);
    if (at == ladder->count) {
        if (notional)
            *notional = ladder->notional;
        return ladder->size;
    }
    const lm_rung *rung = &ladder->rungs[at];
    const double part = x > rung->low ? (x - rung->low) / (rung->high - rung->low) : 0;
    if (notional)
        *notional = rung->notional_before + rung->notional * part;
    return rung->before + rung->size * part;
}

/* ---- building */

static lm_status append_rung(lm_host *host, lm_ladder *ladder, const lm_rung *rung)
{
    LM_TRY(LM_RESERVE(host, ladder->rungs, ladder->capacity, ladder->count + 1));
    ladder->rungs[ladder->count++] = *rung;
    return LM_OK;
}

static lm_status append_part(lm_host *host, lm_ladder *ladder, const lm_class_part *item)
{
    LM_TRY(LM_RESERVE(host, ladder->class_parts, ladder->class_part_capacity, ladder->class_part_count + 1));
    ladder->class_parts[ladder->class_part_count++] = *item;
    return LM_OK;
}

/* Collects the leverages of a side, each once, ascending. */
static lm_status collect_classes(lm_host *host, const lm_map_view *view, lm_ladder *ladder)
{
    const size_t count = view->count[ladder->side];
    void *memory;
    if (count == 0)
        return LM_OK;
    LM_TRY(lm_allocate_raw(host, count * sizeof(lm_keyed), &memory));
    lm_keyed *order = memory;
    lm_status status = LM_OK;
    for (size_t i = 0; status == LM_OK && i < count; i++) {
        order[i] = (lm_keyed){lm_ascending_key(view->entries[ladder->side][i].leverage), 0};
        status = lm_check_interrupt_at(host, i);
    }
    if (status == LM_OK)
        status = lm_sort_keyed(host, order, count);
    for (size_t i = 0; status == LM_OK && i < count; i++) {
        status = lm_check_interrupt_at(host, i);
        if (i > 0 && order[i].key == order[i - 1].key)
            continue;
        if (status == LM_OK)
            status = LM_RESERVE(host, ladder->leverage, ladder->class_capacity, ladder->class_count + 1);
        if (status == LM_OK)
            ladder->leverage[ladder->class_count++] = lm_double_from_bits(order[i].key);
    }
    lm_release(host, memory, count * sizeof(lm_keyed));
    return status;
}

static uint32_t class_of(const lm_ladder *ladder, double leverage)
{
    size_t below = 0, above = ladder->class_count;
    while (below + 1 < above) {
        const size_t middle = below + (above - below) / 2;
        if (ladder->leverage[middle] <= leverage)
            below = middle;
        else
            above = middle;
    }
    return (uint32_t)below;
}

/*
 * Returns a rung without size for a cell; *passed is the fraction of the cell on the other side of the reference price.
 */
static lm_rung rung_of(const lm_ladder *ladder, int32_t cell, int precision, double *passed)
{
    const double floor = lm_cell_low(cell, precision), ceiling = lm_cell_low(cell + 1, precision);
    const double near = lm_ladder_distance(ladder, ladder->side == LM_LONG ? ceiling : floor);
    const double far = lm_ladder_distance(ladder, ladder->side == LM_LONG ? floor : ceiling);
    *passed = near >= 0 ? 0 : far <= 0 ? 1 : -near / (far - near);
    return (lm_rung){.low = near > 0 ? near : 0, .high = far};
}

/* Appends the entries of a cell as one rung, and as class_parts. */
static lm_status add_rung(lm_host *host, const lm_map_view *view, const lm_map_entry *entries, size_t count,
                          bool by_leverage, lm_ladder *ladder)
{
    double passed;
    LM_TRY(lm_check_interrupt_at(host, ladder->count));
    lm_rung rung = rung_of(ladder, entries->cell, view->precision, &passed);
    if (passed >= 1)
        return LM_OK;
    for (size_t i = 0; i < count; i++) {
        const lm_class_part item = {(uint32_t)ladder->count, by_leverage ? class_of(ladder, entries[i].leverage) : 0,
                                    entries[i].size * (1 - passed), entries[i].notional * (1 - passed)};
        rung.size += item.size;
        rung.notional += item.notional;
        if (by_leverage)
            LM_TRY(append_part(host, ladder, &item));
    }
    return append_rung(host, ladder, &rung);
}

/* Appends the rungs outward: longs from the highest cell down, shorts from the lowest cell up. */
static lm_status append_rungs(lm_host *host, const lm_map_view *view, bool by_leverage, lm_ladder *ladder)
{
    const lm_map_entry *entries = view->entries[ladder->side];
    size_t first = 0, end = view->count[ladder->side];
    while (first < end) {
        size_t count = 1;
        if (ladder->side == LM_LONG) {
            while (count < end - first && entries[end - 1 - count].cell == entries[end - 1].cell)
                count++;
            end -= count;
            LM_TRY(add_rung(host, view, &entries[end], count, by_leverage, ladder));
        } else {
            while (count < end - first && entries[first + count].cell == entries[first].cell)
                count++;
            LM_TRY(add_rung(host, view, &entries[first], count, by_leverage, ladder));
            first += count;
        }
    }
    lm_ladder_sum(ladder);
    return LM_OK;
}

static void set_span(const lm_map_view *view, double *least, double *greatest)
{
    *least = *greatest = view->reference_price;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (view->count[side] > 0) {
            const double low = lm_cell_low(view->entries[side][0].cell, view->precision);
            const double high = lm_cell_low(view->entries[side][view->count[side] - 1].cell + 1, view->precision);
            *least = low < *least ? low : *least;
            *greatest = high > *greatest ? high : *greatest;
        }
}

static lm_status check_reference_price(lm_host *host, const lm_ladder *ladder)
{
    char price[LM_NUMBER_SIZE], least[LM_NUMBER_SIZE], greatest[LM_NUMBER_SIZE];
    if (ladder->reference_price >= ladder->least_price && ladder->reference_price <= ladder->greatest_price)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Leave reference_price out to start from the reference price of the map.",
                   "reference price %s lies outside of the map, which spans %s to %s",
                   lm_number_text(ladder->reference_price, price), lm_number_text(ladder->least_price, least),
                   lm_number_text(ladder->greatest_price, greatest));
}

static lm_status build(lm_host *host, const lm_map_view *view, double reference_price, bool by_leverage,
                       lm_ladder *ladder)
{
    if (view->empty)
        return lm_fail(host, LM_E_MISSING, "Build the map from a tape with trades, or from known positions.",
                       "an empty map has no reference price to move from");
    LM_TRY(lm_map_view_expect_sizes(host, view));
    ladder->replayed = view->replayed;
    ladder->reference_price = reference_price > 0 ? reference_price : view->reference_price;
    set_span(view, &ladder->least_price, &ladder->greatest_price);
    LM_TRY(check_reference_price(host, ladder));
    if (by_leverage)
        LM_TRY(collect_classes(host, view, ladder));
    return append_rungs(host, view, by_leverage, ladder);
}

static lm_status build_or_close(lm_host *host, const lm_map_view *view, lm_side side, double reference_price,
                                bool by_leverage, lm_ladder *ladder)
{
    memset(ladder, 0, sizeof *ladder);
    ladder->side = side;
    const lm_status status = build(host, view, reference_price, by_leverage, ladder);
    if (status != LM_OK)
        lm_ladder_free(host, ladder);
    return status;
}

lm_status lm_ladder_init(lm_host *host, const lm_map *map, lm_side side, double reference_price, bool by_leverage,
                         lm_ladder *ladder)
{
    lm_map_view view;
    LM_TRY(lm_map_view_init(host, map, &view));
    const lm_status status = build_or_close(host, &view, side, reference_price, by_leverage, ladder);
    lm_map_view_free(host, &view);
    return status;
}

lm_status lm_ladder_init_both(lm_host *host, const lm_map *map, double reference_price, lm_ladder ladders[2])
{
    lm_map_view view;
    LM_TRY(lm_map_view_init(host, map, &view));
    lm_status status = build_or_close(host, &view, LM_LONG, reference_price, false, &ladders[LM_LONG]);
    if (status == LM_OK) {
        status = build_or_close(host, &view, LM_SHORT, reference_price, false, &ladders[LM_SHORT]);
        if (status != LM_OK)
            lm_ladder_free(host, &ladders[LM_LONG]);
    }
    lm_map_view_free(host, &view);
    return status;
}

void lm_ladder_free(lm_host *host, lm_ladder *ladder)
{
    lm_release(host, ladder->rungs, ladder->capacity * sizeof(lm_rung));
    lm_release(host, ladder->class_parts, ladder->class_part_capacity * sizeof(lm_class_part));
    lm_release(host, ladder->leverage, ladder->class_capacity * sizeof(double));
    memset(ladder, 0, sizeof *ladder);
}

void lm_impact_model_reported(const lm_map *map, const lm_impact_model *model, double range[2])
{
    const lm_reported reported = lm_reported_of(model, map->live || map->sum.model_count > 0);
    range[0] = reported.least;
    range[1] = reported.most;
}

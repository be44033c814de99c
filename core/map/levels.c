/* Computes the levels of a map: what is outstanding in each step of price. */
#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "base/parameters.h"
#include "base/sort.h"
#include "map/map.h"
#include "map/map_view.h"
#include "map/steps.h"

typedef struct binning {
    lm_steps steps;
    double within, reference_price;
    bool by_leverage;
    bool sized;
} binning;

/* The distance of the middle of a step from the reference price, a signed fraction. */
static double distance(const binning *bins, int64_t index)
{
    return lm_step_middle(&bins->steps, index) / bins->reference_price - 1;
}

static lm_level init_level(const binning *bins, int64_t index, double leverage)
{
    lm_level level;
    memset(&level, 0, sizeof level);
    level.price_low = lm_step_price(&bins->steps, index);
    level.price_high = lm_step_price(&bins->steps, index + 1);
    level.leverage = leverage;
    level.distance_pct = distance(bins, index) * 100;
    return level;
}

static int64_t index_of(uint64_t key)
{
    return (int64_t)(key ^ (uint64_t)1 << 63);
}

/*
 * Finds the step of each entry and sorts by step: the key is the step, the value is the number of the entry, with longs
 * first. Entries farther away than `within` are left out.
 */
static lm_status bin_entries(lm_host *host, const binning *bins, const lm_map_view *view, lm_keyed *items,
                             size_t *count)
{
    size_t used = 0, number = 0;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (size_t i = 0; i < view->count[side]; i++, number++) {
            double mid = lm_cell_mid(view->entries[side][i].cell, view->precision);
            LM_TRY(lm_check_interrupt_at(host, i));
            int64_t index = lm_step_at(&bins->steps, mid);
            if (fabs(distance(bins, index)) <= bins->within)
                items[used++] = (lm_keyed){lm_integer_key(index), (int64_t)number};
        }
    *count = used;
    return lm_sort_keyed(host, items, used);
}

static const lm_map_entry *entry_at(const lm_map_view *view, int64_t number, lm_side *side)
{
    *side = (size_t)number < view->count[LM_LONG] ? LM_LONG : LM_SHORT;
    return &view->entries[*side][(size_t)number - (*side == LM_SHORT ? view->count[LM_LONG] : 0)];
}

/* Sorts by leverage. The sort is stable, so the steps of each class stay in ascending order. */
static lm_status group_by_leverage(lm_host *host, const lm_map_view *view, lm_keyed *items, size_t count)
{
    void *memory;
    LM_TRY(lm_allocate(host, count * sizeof(lm_keyed) + 1, &memory));
    lm_keyed *order = memory;
    lm_status status = LM_OK;
    for (size_t i = 0; i < count && status == LM_OK; i++) {
        lm_side side;
        order[i] = (lm_keyed){lm_ascending_key(entry_at(view, items[i].value, &side)->leverage), (int64_t)i};
        status = lm_check_interrupt_at(host, i);
    }
    if (status == LM_OK)
        status = lm_sort_keyed(host, order, count);
    for (size_t i = 0; i < count && status == LM_OK; i++) {
        order[i] = items[order[i].value];
        status = lm_check_interrupt_at(host, i);
    }
    if (status == LM_OK)
        memcpy(items, order, count * sizeof(lm_keyed));
    lm_release(host, memory, count * sizeof(lm_keyed) + 1);
    return status;
}

/* Adds the entries of one step (and class) into one row. The keys of `items` become the steps of the rows. */
static lm_status fill_rows(lm_host *host, const binning *bins, const lm_map_view *view, lm_keyed *items, size_t count,
                           lm_level *rows, size_t *used)
{
    size_t row_count = 0;
    for (size_t i = 0; i < count; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        lm_side side;
        const lm_map_entry *entry = entry_at(view, items[i].value, &side);
        double leverage = bins->by_leverage && entry->leverage > 0 ? entry->leverage : NAN;
        bool same_class = row_count > 0 && (rows[row_count - 1].leverage == leverage || isnan(leverage));
        if (!same_class || items[row_count - 1].key != items[i].key) {
            uint64_t key = items[i].key;
            rows[row_count] = init_level(bins, index_of(key), leverage);
            items[row_count++].key = key;
        }
        rows[row_count - 1].share[side] += entry->share;
        rows[row_count - 1].size[side] += entry->size;
        rows[row_count - 1].notional[side] += entry->notional;
    }
    *used = row_count;
    return LM_OK;
}

static bool same_group(const binning *bins, const lm_level *a, const lm_level *b)
{
    return !bins->by_leverage || a->leverage == b->leverage || (isnan(a->leverage) && isnan(b->leverage));
}

/* Sums outward from the reference price: longs downward, shorts upward, each class separately. */
static lm_status compute_cumulative(lm_host *host, const binning *bins, lm_level *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        rows[i].cumulative[LM_SHORT] = bins->sized ? rows[i].notional[LM_SHORT] : rows[i].share[LM_SHORT];
        if (i > 0 && same_group(bins, &rows[i - 1], &rows[i]))
            rows[i].cumulative[LM_SHORT] += rows[i - 1].cumulative[LM_SHORT];
    }
    for (size_t i = count; i-- > 0;) {
        LM_TRY(lm_check_interrupt_at(host, i));
        rows[i].cumulative[LM_LONG] = bins->sized ? rows[i].notional[LM_LONG] : rows[i].share[LM_LONG];
        if (i + 1 < count && same_group(bins, &rows[i], &rows[i + 1]))
            rows[i].cumulative[LM_LONG] += rows[i + 1].cumulative[LM_LONG];
    }
    return LM_OK;
}

/* An empty step. It has the cumulative amount of the next step towards the reference price. */
static lm_level empty_level(const binning *bins, int64_t index, const lm_level *below, const lm_level *above)
{
    lm_level level = init_level(bins, index, NAN);
    level.cumulative[LM_LONG] = bins->by_leverage ? NAN : above->cumulative[LM_LONG];
    level.cumulative[LM_SHORT] = bins->by_leverage ? NAN : below->cumulative[LM_SHORT];
    return level;
}

/* Copies rows in order of price, then leverage, with the empty steps between them if asked for. LM_E_LIMIT. */
static lm_status order_rows(lm_host *host, const binning *bins, const lm_level *rows, lm_keyed *keys, size_t count,
                            bool empty_steps, lm_levels *levels)
{
    for (size_t i = 0; i < count; i++)
        keys[i].value = (int64_t)i;
    LM_TRY(lm_sort_keyed(host, keys, count));
    uint64_t wanted = count;
    for (size_t i = 1; empty_steps && i < count; i++)
        if (keys[i].key != keys[i - 1].key)
            wanted += keys[i].key - keys[i - 1].key - 1;
    if (wanted > LM_MAX_ROWS)
        return lm_fail(host, LM_E_LIMIT, "Give a larger step or a smaller within.",
                       "levels would have %llu rows, more than %d", (unsigned long long)wanted, LM_MAX_ROWS);
    void *memory;
    LM_TRY(lm_allocate(host, wanted * sizeof(lm_level) + 1, &memory));
    levels->rows = memory;
    levels->count = 0;
    for (size_t i = 0; i < count; i++) {
        const lm_level *row = &rows[keys[i].value];
        if (empty_steps && i > 0)
            for (uint64_t key = keys[i - 1].key + 1; key < keys[i].key; key++)
                levels->rows[levels->count++] = empty_level(bins, index_of(key), &rows[keys[i - 1].value], row);
        levels->rows[levels->count++] = *row;
    }
    if (!bins->sized)
        for (size_t i = 0; i < levels->count; i++)
            levels->rows[i].size[0] = levels->rows[i].size[1] = levels->rows[i].notional[0] =
                levels->rows[i].notional[1] = NAN;
    return LM_OK;
}

static lm_status compute_levels(lm_host *host, const binning *bins, const lm_map_view *view, bool empty_steps,
                                lm_levels *levels)
{
    size_t entries = view->count[LM_LONG] + view->count[LM_SHORT], count;
    size_t size = entries * (sizeof(lm_keyed) + sizeof(lm_level)) + 1;
    void *memory;
    LM_TRY(lm_allocate(host, size, &memory));
    lm_level *rows = memory;
    lm_keyed *items = (lm_keyed *)(void *)(rows + entries);
    lm_status status = bin_entries(host, bins, view, items, &count);
    if (status == LM_OK && bins->by_leverage)
        status = group_by_leverage(host, view, items, count);
    if (status == LM_OK)
        status = fill_rows(host, bins, view, items, count, rows, &count);
    if (status == LM_OK)
        status = compute_cumulative(host, bins, rows, count);
    if (status == LM_OK)
        status = order_rows(host, bins, rows, items, count, empty_steps, levels);
    lm_release(host, memory, size);
    return status;
}

/* The greatest price with an entry; 0 for an empty map. */
static double greatest_price(const lm_map_view *view)
{
    double greatest = 0;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (view->count[side]) {
            double mid = lm_cell_mid(view->entries[side][view->count[side] - 1].cell, view->precision);
            greatest = mid > greatest ? mid : greatest;
        }
    return greatest;
}

void lm_levels_options_init(lm_levels_options *options)
{
    *options = (lm_levels_options){.within = INFINITY};
}

#define OPTIONS lm_levels_options
static const lm_parameter parameters[] = {
    LM_PARAMETER(step),
    LM_PARAMETER(within),
    LM_PARAMETER(by_leverage),
    LM_PARAMETER(empty_steps),
};
LM_PARAMETER_LIST(lm_levels_parameters, lm_levels_options_init, parameters, "levels");
#undef OPTIONS

static lm_status check_options(lm_host *host, const lm_levels_options *options, const lm_map_view *view)
{
    char text[LM_NUMBER_SIZE];
    LM_TRY(lm_check_step(host, options->step));
    if (!(options->within >= 0))
        return lm_fail(host, LM_E_RANGE, "Give 0.05 for 5 % on each side of the reference price.",
                       "within must be a fraction of 0 or more, not %s", lm_number_text(options->within, text));
    const double step = options->step > 0 ? options->step : lm_default_step(view->reference_price);
    return view->empty ? LM_OK : lm_check_step_at(host, step, greatest_price(view));
}

lm_status lm_map_levels(lm_host *host, const lm_map *map, const lm_levels_options *options, lm_levels *levels)
{
    lm_map_view view;
    lm_levels result = {NULL, 0, 0};
    LM_TRY(lm_map_view_init(host, map, &view));
    lm_status status = check_options(host, options, &view);
    if (status == LM_OK && !view.empty) {
        binning bins = {
            .steps = lm_steps_from_width(options->step > 0 ? options->step : lm_default_step(view.reference_price)),
            .within = options->within > 0 ? options->within : INFINITY,
            .reference_price = view.reference_price,
            .by_leverage = options->by_leverage,
            .sized = view.sized,
        };
        result.step = bins.steps.width;
        status = compute_levels(host, &bins, &view, options->empty_steps, &result);
    }
    lm_map_view_free(host, &view);
    if (status == LM_OK)
        *levels = result;
    return status;
}

/* order_rows allocated one byte more than the rows need, because an allocation of 0 bytes fails. */
void lm_levels_free(lm_host *host, lm_levels *levels)
{
    lm_release(host, levels->rows, levels->count * sizeof(lm_level) + 1);
    levels->rows = NULL;
    levels->count = 0;
}

lm_status lm_map_notional_between(lm_host *host, const lm_map *map, double low, double high, lm_side side,
                                  double *notional)
{
    lm_map_view view;
    char low_text[LM_NUMBER_SIZE], high_text[LM_NUMBER_SIZE];
    if (!(low >= 0) || !(high >= low))
        return lm_fail(host, LM_E_RANGE, "Give prices with 0 <= low <= high.",
                       "low must be at least 0 and not above high, and they are %s and %s",
                       lm_number_text(low, low_text), lm_number_text(high, high_text));
    LM_TRY(lm_map_view_init(host, map, &view));
    lm_status status = lm_map_view_expect_sizes(host, &view);
    double sum = 0;
    for (size_t i = 0; status == LM_OK && i < view.count[side]; i++) {
        double mid = lm_cell_mid(view.entries[side][i].cell, view.precision);
        status = lm_check_interrupt_at(host, i);
        if (mid >= low && mid < high)
            sum += view.entries[side][i].notional;
    }
    lm_map_view_free(host, &view);
    if (status == LM_OK)
        *notional = sum;
    return status;
}

lm_status lm_map_liquidation_quantile(lm_host *host, const lm_map *map, lm_side side, double share, double *price)
{
    lm_map_view view;
    char text[LM_NUMBER_SIZE];
    if (!(share >= 0 && share <= 1))
        return lm_fail(host, LM_E_RANGE, "Give 0.5 for the price at which half of the side is liquidated.",
                       "share must be a fraction from 0 to 1, not %s", lm_number_text(share, text));
    LM_TRY(lm_map_view_init(host, map, &view));
    const size_t count = view.count[side];
    const lm_map_entry *entries = view.entries[side];
    double total = 0, sum = 0, result = NAN;
    lm_status status = LM_OK;
    for (size_t i = 0; i < count && status == LM_OK; i++) {
        total += entries[i].share;
        status = lm_check_interrupt_at(host, i);
    }
    for (size_t i = 0; i < count && (i == 0 || sum < share * total) && status == LM_OK; i++) {
        status = lm_check_interrupt_at(host, i);
        const lm_map_entry *entry = &entries[side == LM_LONG ? count - 1 - i : i];
        sum += entry->share;
        result = lm_cell_mid(entry->cell, view.precision);
    }
    lm_map_view_free(host, &view);
    if (status == LM_OK)
        *price = result;
    return status;
}

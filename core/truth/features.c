#include "truth/features.h"

#include <math.h>

#include "base/host.h"
#include "base/rng.h"
#include "base/sort.h"

#define EPSILON 1e-4 /* in logarithms of distances, which can be 0 */
#define HOUR (60 * LM_MINUTE)

/* The order of the features. N0 is the first 21, N1 the first 31, N3 the first 52. */
enum {
    EXCURSION = 0,
    OTHER_EXCURSION = 4,
    DEVIATION = 7,
    DAY_DEVIATION = 8,
    VOLUME = 10,
    HOUR_OF_DAY = 15,
    NEW_EXTREME = 21,
    RETREAT = 31,
    LAGGED = 52
};

/* The excursion, volatility of the bar and of a day, volume, and the depth of the new extreme of 24 h. */
static const uint8_t small_columns[] = {EXCURSION, DEVIATION, DAY_DEVIATION, VOLUME, NEW_EXTREME + 4};

static const uint8_t all_columns[LM_FEATURE_COUNT] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
    28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55};
static const uint8_t lagged_columns[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17,
                                         18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 52, 53, 54, 55};

const char *lm_null_name(lm_null null)
{
    static const char *const names[] = {"N0", "N1", "N2", "N3", "small"};
    return names[null];
}

const uint8_t *lm_null_columns(lm_null null, int *count)
{
    switch (null) {
    case LM_NULL_N0:
        *count = NEW_EXTREME;
        return all_columns;
    case LM_NULL_N1:
        *count = RETREAT;
        return all_columns;
    case LM_NULL_N2:
        *count = (int)sizeof lagged_columns;
        return lagged_columns;
    case LM_NULL_N3:
        *count = LAGGED;
        return all_columns;
    default:
        *count = (int)sizeof small_columns;
        return small_columns;
    }
}

lm_status lm_open_interest_scale(lm_host *host, const lm_bars *bars, size_t count, double *scale)
{
    void *memory;
    size_t known = 0;
    LM_TRY(lm_allocate_raw(host, (count + 1) * sizeof(lm_keyed), &memory));
    lm_keyed *items = memory;
    for (size_t i = 0; i < count; i++)
        if (bars->items[i].open_interest > 0)
            items[known++] = (lm_keyed){lm_number_key(bars->items[i].open_interest), (int64_t)i};
    const lm_status status = lm_sort_keyed(host, items, known);
    if (status == LM_OK)
        *scale = known > 0 ? bars->items[items[known / 2].value].open_interest / 90000 : 1;
    lm_release(host, memory, (count + 1) * sizeof(lm_keyed));
    return status;
}

/* ---- windows of the bars before */

/* Returns the number of bars in `duration`, at least 1. */
static size_t bars_in(const lm_bars *bars, int64_t duration)
{
    return duration > bars->width ? (size_t)(duration / bars->width) : 1;
}

/* Means over the bars of a window; those of the bar itself where there is no bar before. */
typedef struct window_means {
    double variance, volume, liquidated[2];
} window_means;

static window_means means_of(const lm_bars *bars, size_t index, int64_t duration)
{
    const size_t reach = bars_in(bars, duration), first = index > reach ? index - reach : 0;
    window_means means = {0, 0, {0, 0}};
    size_t observed = 0;
    if (index == 0)
        return (window_means){bars->items[0].variance, bars->items[0].volume, {0, 0}};
    for (size_t i = first; i < index; i++) {
        const lm_price_bar *bar = &bars->items[i];
        means.variance += bar->variance;
        means.volume += bar->volume;
        observed += bar->observed;
        for (int side = LM_LONG; side <= LM_SHORT && bar->observed; side++)
            means.liquidated[side] += bar->liquidated[side];
    }
    means.variance /= (double)(index - first);
    means.volume /= (double)(index - first);
    for (int side = LM_LONG; side <= LM_SHORT && observed > 0; side++)
        means.liquidated[side] /= (double)observed;
    return means;
}

/* The extremes of the bars before, over windows of ascending lengths. */
typedef struct extremes {
    const lm_bars *bars;
    size_t index, reached; /* the bar, and the number of bars before it that were read */
    double low, high;
} extremes;

static extremes extremes_before(const lm_bars *bars, size_t index)
{
    return (extremes){bars, index, 0, INFINITY, 0};
}

static void widen(extremes *window, size_t length)
{
    for (; window->reached < length && window->reached < window->index; window->reached++) {
        const lm_price_bar *bar = &window->bars->items[window->index - 1 - window->reached];
        window->low = bar->low < window->low ? bar->low : window->low;
        window->high = bar->high > window->high ? bar->high : window->high;
    }
}

/* How far the bar goes beyond the extreme of the window on the side's way; 0 without a new extreme. */
static double new_extreme(const extremes *window, const lm_price_bar *bar, lm_side side)
{
    if (window->reached == 0)
        return 0;
    const double depth = side == LM_LONG ? log(window->low / bar->low) : log(bar->high / window->high);
    return depth > 0 ? depth : 0;
}

/* How far the bar's extreme on the side's way is from the opposite extreme of the window. */
static double distance_from_extreme(const extremes *window, const lm_price_bar *bar, lm_side side)
{
    if (window->reached == 0)
        return 0;
    const double distance = side == LM_LONG ? log(window->high / bar->low) : log(bar->high / window->low);
    return distance > 0 ? distance : 0;
}

/* ---- the features of each null, appended at `out` */

static double excess(double value, double above)
{
    const double beyond = value - log(above);
    return beyond > 0 ? beyond : 0;
}

static double *put_hour(int64_t start, double *out)
{
    const int64_t day = start / LM_DAY - (start % LM_DAY < 0), within = start - day * LM_DAY;
    const double angle = LM_TWO_PI * (double)(within / HOUR) / 24;
    const int64_t weekday = ((day % 7) + 7) % 7; /* 0 is a Thursday */
    *out++ = sin(angle);
    *out++ = cos(angle);
    *out++ = sin(2 * angle);
    *out++ = cos(2 * angle);
    *out++ = weekday == 2 || weekday == 3;
    return out;
}

static double *put_n0(const lm_bars *bars, size_t index, lm_side side, const lm_feature_scale *scale,
                      const window_means *day, double *out)
{
    const lm_price_bar *bar = &bars->items[index];
    const double towards = lm_bar_excursion(bar, side),
                 other = lm_bar_excursion(bar, side == LM_LONG ? LM_SHORT : LM_LONG);
    const double log_towards = log(towards + EPSILON), day_deviation = sqrt(day->variance);
    const double change = lm_bar_open_interest_change(bars, index) / scale->open_interest;
    const double path = bar->open_interest_path / scale->open_interest;
    *out++ = log_towards;
    *out++ = log_towards * log_towards;
    *out++ = excess(log_towards, 0.002);
    *out++ = excess(log_towards, 0.006);
    *out++ = log(other + EPSILON);
    *out++ = log(towards + other + EPSILON);
    *out++ = 100 * log(bar->close / bar->open);
    *out++ = log(sqrt(bar->variance) + EPSILON);
    *out++ = log(day_deviation + EPSILON);
    *out++ = log(sqrt(means_of(bars, index, 7 * LM_DAY).variance) + EPSILON);
    *out++ = log(bar->volume + 1);
    *out++ = log(day->volume + 1);
    *out++ = log((path > 0 ? path : 0) + 10);
    *out++ = change / 300;
    *out++ = fabs(change) / 300;
    out = put_hour(bar->start, out);
    *out++ = towards / (day_deviation + EPSILON);
    return out;
}

static double *put_n1(const lm_bars *bars, size_t index, lm_side side, double *out)
{
    static const int hours[] = {1, 4, 24, 72, 168};
    extremes window = extremes_before(bars, index);
    for (int i = 0; i < 5; i++) {
        widen(&window, bars_in(bars, hours[i] * HOUR));
        const double depth = new_extreme(&window, &bars->items[index], side);
        *out++ = log(depth + EPSILON);
        *out++ = depth > 0;
    }
    return out;
}

static double *put_n3(const lm_bars *bars, size_t index, lm_side side, double *out)
{
    static const size_t from[] = {1, 2, 4, 12, 24, 48, 144}, beyond[] = {1, 4, 12, 24, 96};
    const lm_price_bar *bar = &bars->items[index];
    const double own = log(bar->retreat[side] + EPSILON);
    *out++ = own;
    *out++ = excess(own, 0.004);
    *out++ = excess(own, 0.01);
    *out++ = log(bar->retreat[side == LM_LONG ? LM_SHORT : LM_LONG] + EPSILON);
    extremes window = extremes_before(bars, index);
    for (int i = 0; i < 7; i++) {
        widen(&window, from[i]);
        *out++ = log(distance_from_extreme(&window, bar, side) + EPSILON);
    }
    window = extremes_before(bars, index);
    for (int i = 0; i < 5; i++) {
        widen(&window, beyond[i]);
        const double depth = log(new_extreme(&window, bar, side) + EPSILON);
        *out++ = depth;
        *out++ = excess(depth, 0.003);
    }
    return out;
}

/* A bar that the feed did not cover counts as the mean of its day. */
static void put_lagged(const lm_bars *bars, size_t index, lm_side side, double unit, const window_means *day,
                       double *out)
{
    const lm_price_bar *last = index > 0 && bars->items[index - 1].observed ? &bars->items[index - 1] : NULL;
    for (int i = 0; i < 2; i++, side = side == LM_LONG ? LM_SHORT : LM_LONG) {
        *out++ = log((last ? last->liquidated[side] : day->liquidated[side]) / unit + 0.1);
        *out++ = log(day->liquidated[side] / unit + 0.1);
    }
}

void lm_features_of(const lm_bars *bars, size_t index, lm_side side, const lm_feature_scale *scale,
                    double features[LM_FEATURE_COUNT])
{
    const window_means day = means_of(bars, index, LM_DAY);
    double *out = put_n0(bars, index, side, scale, &day, features);
    out = put_n1(bars, index, side, out);
    out = put_n3(bars, index, side, out);
    put_lagged(bars, index, side, scale->unit, &day, out);
}

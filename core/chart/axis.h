/* Axes: the positions of ticks and of values in a chart. Internal to the core. */
#ifndef LM_CHART_AXIS_H
#define LM_CHART_AXIS_H

#include "base/host.h"

/* The axis draws the value `low` at the pixel `from`, and `high` at the pixel `to`, which may be less than `from`. */
typedef struct lm_axis {
    double low, high;
    double from, to;
} lm_axis;

static inline double lm_axis_at(const lm_axis *axis, double value)
{
    return axis->from + (value - axis->low) / (axis->high - axis->low) * (axis->to - axis->from);
}

/* Computes the smallest step of at least `min_step` (above 0) that is 1, 2 or 5 times a power of ten. */
double lm_nice_step(double min_step);

/* The ticks of an axis of values: the multiples `first` .. `last` of a round step. No ticks if last < first. */
typedef struct lm_ticks {
    double step;
    int decimals; /* of the step; LM_NO_DECIMALS for a step that is no short decimal */
    int64_t first, last;
} lm_ticks;

/* Computes at most about `max_count` ticks in [low, high]; none if the range is empty or not finite. */
lm_ticks lm_value_ticks(double low, double high, int max_count);
/* Computes the value of the tick with this number, from `first` to `last`. */
double lm_tick_value(const lm_ticks *ticks, int64_t number);

/* The ticks of an axis of time: the multiples `first` .. `last` of a step in microseconds. No ticks if last < first. */
typedef struct lm_time_ticks {
    int64_t step, first, last;
} lm_time_ticks;

/* Computes at most about `max_count` ticks in [since, until] (microseconds), on whole minutes, hours or days. */
lm_time_ticks lm_clock_ticks(int64_t since, int64_t until, int max_count);

#define LM_TICK_LABEL_SIZE 24
/* Writes the label of a tick: "14:30"; at midnight "15 Jan", or "2026-01-15" if the ticks are 30 days or more apart. */
const char *lm_clock_label(const lm_time_ticks *ticks, int64_t time, char text[LM_TICK_LABEL_SIZE]);

#endif

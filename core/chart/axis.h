/* Axes: where the ticks are, and where a value lies in the picture. Internal to the core. */
#ifndef LM_CHART_AXIS_H
#define LM_CHART_AXIS_H

#include "base/host.h"

/* A value at `low` is drawn at `from`, one at `high` at `to`, which may lie before it. */
typedef struct lm_axis {
    double low, high;
    double from, to;
} lm_axis;

static inline double lm_axis_at(const lm_axis *axis, double value)
{
    return axis->from + (value - axis->low) / (axis->high - axis->low) * (axis->to - axis->from);
}

/* The least of 1, 2, 5 times a power of ten that is at least `least`, which is above 0. */
double lm_nice_step(double least);

/* Round values in [low, high]: number first .. last of a step, as many as are at most `most` ticks. */
typedef struct lm_ticks {
    double step;
    int decimals; /* of the step; LM_NO_DECIMALS for one that is no short decimal */
    int64_t first, last;
} lm_ticks;

lm_ticks lm_value_ticks(double low, double high, int most);
double lm_tick_value(const lm_ticks *ticks, int64_t number);

/* Round times in [since, until], and the label of one: an hour, a day, or both at midnight. */
typedef struct lm_time_ticks {
    int64_t step, first, last;
} lm_time_ticks;

lm_time_ticks lm_clock_ticks(int64_t since, int64_t until, int most);

#define LM_TICK_LABEL_SIZE 24
/* "14:30", "15 Jan", or "2026-01-15" where days are far apart. */
const char *lm_clock_label(const lm_time_ticks *ticks, int64_t time, char text[LM_TICK_LABEL_SIZE]);

#endif

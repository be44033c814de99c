#include "chart/axis.h"

#include <stdio.h>

#include "base/bytes.h"
#include "base/number.h"
#include "base/time.h"

/* ---- values */

double lm_nice_step(double min_step)
{
    static const int times[] = {1, 2, 5, 10};
    double power = 1;
    int decimals = 0;
    while (power * 10 <= min_step)
        power *= 10;
    while (lm_decimal_value(1, decimals) > min_step && decimals + 1 < LM_NO_DECIMALS)
        decimals++;
    /* Below the smallest decimal that is exact, an approximate power of ten is used. */
    const bool finer = lm_decimal_value(1, decimals) > min_step;
    while (finer && power > min_step)
        power /= 10;
    for (int i = 0; i < 4; i++) {
        const double step = decimals > 0 && !finer ? lm_decimal_value(times[i], decimals) : times[i] * power;
        if (step >= min_step)
            return step;
    }
    return min_step;
}

double lm_tick_value(const lm_ticks *ticks, int64_t number)
{
    if (ticks->decimals == LM_NO_DECIMALS)
        return (double)number * ticks->step;
    return lm_decimal_value(number * lm_decimal_scale(ticks->step, ticks->decimals), ticks->decimals);
}

lm_ticks lm_value_ticks(double low, double high, int max_count)
{
    lm_ticks ticks = {0, 0, 0, -1};
    if (!(high > low) || !lm_finite(high - low) || max_count < 1)
        return ticks;
    ticks.step = lm_nice_step((high - low) / max_count);
    ticks.decimals = lm_decimals_of(ticks.step);
    if (!lm_count_from_double(low / ticks.step, &ticks.first) || !lm_count_from_double(high / ticks.step, &ticks.last))
        return (lm_ticks){0, 0, 0, -1};
    while (lm_tick_value(&ticks, ticks.first) < low)
        ticks.first++;
    while (lm_tick_value(&ticks, ticks.last) > high)
        ticks.last--;
    return ticks;
}

/* ---- times */

lm_time_ticks lm_clock_ticks(int64_t since, int64_t until, int max_count)
{
    static const int minutes[] = {1,   2,    5,    10,   15,   30,    60,    120,   180,    240,   360,
                                  720, 1440, 2880, 4320, 7200, 10080, 14400, 43200, 144000, 525600};
    lm_time_ticks ticks = {LM_MINUTE, 0, -1};
    if (until <= since || max_count < 1)
        return ticks;
    const int64_t span = until - since;
    size_t i = 0;
    while (i + 1 < sizeof minutes / sizeof minutes[0] && span / (minutes[i] * LM_MINUTE) > max_count)
        i++;
    ticks.step = minutes[i] * LM_MINUTE;
    while (span / ticks.step > max_count)
        ticks.step *= 10;
    ticks.first = since / ticks.step + (since > 0 && since % ticks.step != 0);
    ticks.last = until / ticks.step - (until < 0 && until % ticks.step != 0);
    return ticks;
}

const char *lm_clock_label(const lm_time_ticks *ticks, int64_t time, char text[LM_TICK_LABEL_SIZE])
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char date[LM_DATE_SIZE];
    const int64_t of_day = (time % LM_DAY + LM_DAY) % LM_DAY;
    lm_time_date(time, date);
    if (of_day != 0)
        snprintf(text, LM_TICK_LABEL_SIZE, "%02d:%02d", (int)(of_day / LM_MINUTE / 60), (int)(of_day / LM_MINUTE % 60));
    else if (ticks->step < 30 * LM_DAY)
        snprintf(text, LM_TICK_LABEL_SIZE, "%d %s", (date[8] - '0') * 10 + date[9] - '0',
                 months[((date[5] - '0') * 10 + date[6] - '0' + 11) % 12]);
    else
        snprintf(text, LM_TICK_LABEL_SIZE, "%s", date);
    return text;
}

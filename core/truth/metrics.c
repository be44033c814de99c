#include "truth/metrics.h"

#include <math.h>

#include "base/host.h"
#include "base/rng.h"
#include "base/sort.h"

const char *lm_metric_name(lm_metric metric)
{
    static const char *const names[] = {
        "information_gain", "r2_gain", "capture_gain", "kl_left", "level", "capture", "slope", "r2"};
    return names[metric];
}

static double square(double number)
{
    return number * number;
}

static void add_terms(lm_metric_sums *sums, double a, double b, double c, double d, double e)
{
    const double added[LM_METRIC_TERMS] = {a, b, c, d, e};
    for (int i = 0; i < LM_METRIC_TERMS; i++)
        sums->terms[i] += added[i];
}

void lm_metric_add(lm_metric metric, const lm_scored_bar *bar, lm_metric_sums *sums)
{
    const double y = bar->observed, z = bar->log_observed, x = bar->log_predicted;
    switch (metric) {
    case LM_METRIC_INFORMATION_GAIN:
        add_terms(sums, y > 0 ? y * log(bar->mean / bar->null_mean) : 0, y, bar->mean, bar->null_mean, 0);
        break;
    case LM_METRIC_R2_GAIN:
        add_terms(sums, square(z - bar->null_log) - square(z - bar->log), z, z * z, 1, 0);
        break;
    case LM_METRIC_NULL_R2:
        add_terms(sums, square(z - bar->null_log), z, z * z, 1, 0);
        break;
    case LM_METRIC_CAPTURE_GAIN:
        add_terms(sums, (bar->map_top ? y : 0) - (bar->null_top ? y : 0), y, 0, 0, 0);
        break;
    case LM_METRIC_CAPTURE:
        add_terms(sums, bar->top ? y : 0, y, 0, 0, 0);
        break;
    case LM_METRIC_KL_LEFT:
        add_terms(sums, y > 0 ? y * log(y / bar->mean) : 0, y, bar->mean, 0, 0);
        break;
    case LM_METRIC_LEVEL:
        add_terms(sums, bar->predicted, y, 0, 0, 0);
        break;
    default:
        add_terms(sums, x, x * x, x * z, z, 1);
    }
}

static double ratio(double a, double b)
{
    return b > 0 ? a / b : NAN;
}

double lm_metric_value(lm_metric metric, const lm_metric_sums *sums)
{
    const double *t = sums->terms;
    switch (metric) {
    case LM_METRIC_INFORMATION_GAIN:
        return ratio(t[0], t[1]) - log(ratio(t[2], t[3]));
    case LM_METRIC_R2_GAIN:
        return ratio(t[0], t[2] - t[1] * ratio(t[1], t[3]));
    case LM_METRIC_NULL_R2:
        return 1 - ratio(t[0], t[2] - t[1] * ratio(t[1], t[3]));
    case LM_METRIC_KL_LEFT:
        return ratio(t[0], t[1]) - log(ratio(t[1], t[2]));
    case LM_METRIC_SLOPE:
        return ratio(t[2] - t[0] * ratio(t[3], t[4]), t[1] - t[0] * ratio(t[0], t[4]));
    default:
        return ratio(t[0], t[1]);
    }
}

/* ---- bootstrap */

/* The quantile of sorted values, linear between two of them. */
static double quantile(const double *values, const lm_keyed *order, size_t count, double part)
{
    const double place = part * (double)(count - 1);
    const size_t below = (size_t)place, above = below + 1 < count ? below + 1 : below;
    const double low = values[order[below].value], high = values[order[above].value];
    return low + (place - (double)below) * (high - low);
}

static double drawn_value(lm_metric metric, const lm_metric_sums *days, size_t count, uint64_t seed, int draw)
{
    lm_metric_sums sums = {{0}};
    for (size_t i = 0; i < count; i++) {
        const size_t day = (size_t)(lm_uniform(seed, (uint64_t)draw, i) * (double)count);
        for (int k = 0; k < LM_METRIC_TERMS; k++)
            sums.terms[k] += days[day].terms[k];
    }
    return lm_metric_value(metric, &sums);
}

static lm_status set_interval(lm_host *host, lm_metric metric, const lm_metric_sums *days, size_t count, int draws,
                              uint64_t seed, lm_keyed *order, double *values, lm_estimate *estimate)
{
    size_t known = 0;
    for (int draw = 0; draw < draws; draw++) {
        const double value = drawn_value(metric, days, count, seed, draw);
        if (isfinite(value)) {
            order[known] = (lm_keyed){lm_number_key(value), (int64_t)known};
            values[known++] = value;
        }
    }
    LM_TRY(lm_check_interrupt(host));
    LM_TRY(lm_sort_keyed(host, order, known));
    if (known > 0) {
        estimate->low = quantile(values, order, known, 0.05);
        estimate->high = quantile(values, order, known, 0.95);
    }
    return LM_OK;
}

lm_status lm_metric_estimate(lm_host *host, lm_metric metric, const lm_metric_sums *days, size_t count, int draws,
                             uint64_t seed, lm_estimate *estimate)
{
    lm_metric_sums all = {{0}};
    lm_estimate made = {NAN, NAN, NAN};
    void *memory;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < LM_METRIC_TERMS; k++)
            all.terms[k] += days[i].terms[k];
    made.value = lm_metric_value(metric, &all);
    const size_t size = ((size_t)draws + 1) * (sizeof(lm_keyed) + sizeof(double));
    LM_TRY(lm_allocate_raw(host, size, &memory));
    lm_keyed *order = memory;
    const lm_status status =
        set_interval(host, metric, days, count, count > 0 ? draws : 0, seed, order, (double *)(order + draws), &made);
    lm_release(host, memory, size);
    if (status == LM_OK)
        *estimate = made;
    return status;
}

/* Metrics by hand, and their intervals. */
#include "fixture.h"

#include "base/rng.h"
#include "truth/metrics.h"

static double value_of(lm_metric metric, const lm_scored_bar *bars, size_t count)
{
    lm_metric_sums sums = {{0}};
    for (size_t i = 0; i < count; i++)
        lm_metric_add(metric, &bars[i], &sums);
    return lm_metric_value(metric, &sums);
}

/* Two bars: 3 and 1 were observed; the null says 2 and 2, the map 6 and 2, so the map has the right shape at twice the level. */
static void test_by_hand(void)
{
    const lm_scored_bar bars[] = {
        {.observed = 3,
         .log_observed = 1,
         .predicted = 2,
         .log_predicted = 3,
         .null_mean = 2,
         .mean = 6,
         .null_log = 0,
         .log = 0.5,
         .top = true,
         .map_top = true},
        {.observed = 1,
         .log_observed = -1,
         .predicted = 1,
         .log_predicted = -1,
         .null_mean = 2,
         .mean = 2,
         .null_log = 0,
         .log = -1,
         .null_top = true},
    };
    CHECK_CLOSE(value_of(LM_METRIC_INFORMATION_GAIN, bars, 2), (3 * log(3) + log(1)) / 4 - log(2), 1e-12);
    CHECK(fabs(value_of(LM_METRIC_KL_LEFT, bars, 2)) < 1e-12);
    CHECK_CLOSE(value_of(LM_METRIC_R2_GAIN, bars, 2), (2 - 0.25) / 2, 1e-12);
    CHECK(value_of(LM_METRIC_NULL_R2, bars, 2) == 0);
    CHECK(value_of(LM_METRIC_LEVEL, bars, 2) == 0.75);
    CHECK(value_of(LM_METRIC_CAPTURE, bars, 2) == 0.75);
    CHECK(value_of(LM_METRIC_CAPTURE_GAIN, bars, 2) == 0.5);
    CHECK_CLOSE(value_of(LM_METRIC_SLOPE, bars, 2), 0.5, 1e-12);
    /* Scaling the map changes nothing but its level. */
    lm_scored_bar scaled[] = {bars[0], bars[1]};
    scaled[0].mean *= 7;
    scaled[1].mean *= 7;
    CHECK_CLOSE(value_of(LM_METRIC_INFORMATION_GAIN, scaled, 2), value_of(LM_METRIC_INFORMATION_GAIN, bars, 2), 1e-12);
    for (int metric = 0; metric < LM_METRIC_COUNT; metric++)
        CHECK(isnan(value_of((lm_metric)metric, bars, 0)));
}

/* No forecast gains on the amounts themselves. */
static void test_oracle(void)
{
    for (int round = 0; round < 50; round++) {
        lm_scored_bar bars[20];
        for (int i = 0; i < 20; i++)
            bars[i] = (lm_scored_bar){.observed = chance(0.3) ? 0 : uniform(0, 9), .mean = uniform(0.1, 9)};
        bars[0].observed = 1;
        CHECK(value_of(LM_METRIC_KL_LEFT, bars, 20) >= 0);
    }
}

/* The interval of a mean of 100 days covers it in about nine of ten samples, and is the same for the same seed. */
static void test_interval(void)
{
    enum { DAYS = 100, SAMPLES = 200 };
    int covered = 0;
    for (uint64_t sample = 0; sample < SAMPLES; sample++) {
        lm_metric_sums days[DAYS];
        lm_estimate a, b;
        for (uint64_t i = 0; i < DAYS; i++)
            days[i] = (lm_metric_sums){{5 + lm_normal(sample, i, 0), 1}};
        must(lm_metric_estimate(&host, LM_METRIC_LEVEL, days, DAYS, 400, 1, &a));
        must(lm_metric_estimate(&host, LM_METRIC_LEVEL, days, DAYS, 400, 1, &b));
        CHECK(memcmp(&a, &b, sizeof a) == 0 && a.low < a.value && a.value < a.high);
        covered += a.low <= 5 && 5 <= a.high;
    }
    CHECK(covered > SAMPLES * 0.83 && covered < SAMPLES * 0.96);
    lm_estimate none;
    must(lm_metric_estimate(&host, LM_METRIC_LEVEL, NULL, 0, 400, 1, &none));
    CHECK(isnan(none.value) && isnan(none.low) && isnan(none.high));
    const lm_metric_sums one = {{3, 2}};
    must(lm_metric_estimate(&host, LM_METRIC_LEVEL, &one, 1, 0, 1, &none));
    CHECK(none.value == 1.5 && isnan(none.low));
}

int main(void)
{
    lm_host_init(&host);
    test_by_hand();
    test_oracle();
    test_interval();
    return check_report("metrics");
}

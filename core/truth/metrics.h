/*
 * Figures that compare forecasts with observed liquidations, each a function of sums over bars, with intervals from days
 * drawn again with replacement. Internal to core/truth.
 */
#ifndef LM_TRUTH_METRICS_H
#define LM_TRUTH_METRICS_H

#include "liqmap/base.h"

/* One bar and side that is scored. Amounts are in units of liquidations, such as 10,000 quote. */
typedef struct lm_scored_bar {
    double observed;
    double log_observed;         /* ln(observed + 0.1) */
    double predicted;            /* by the map alone */
    double log_predicted;        /* ln(predicted + a small part of its median) */
    double null_mean, mean;      /* by the regression of amounts without and with the map */
    double null_log, log;        /* by the regression of the logarithm without and with the map */
    bool top, null_top, map_top; /* among the tenth of bars with the greatest predicted, null_mean, mean */
} lm_scored_bar;

typedef enum lm_metric {
    LM_METRIC_INFORMATION_GAIN, /* sum(y ln(m1/m0)) / sum(y) - ln(sum(m1) / sum(m0)): nats per unit liquidated */
    LM_METRIC_R2_GAIN,          /* difference of the R2 of ln(y + 0.1) */
    LM_METRIC_CAPTURE_GAIN,     /* part of y in the top tenth by mean, less that by null_mean */
    LM_METRIC_KL_LEFT,          /* the information gain of a perfect forecast over the map with the null: nats */
    LM_METRIC_LEVEL,            /* sum(predicted) / sum(y) */
    LM_METRIC_CAPTURE,          /* part of y in the top tenth by predicted */
    LM_METRIC_SLOPE,            /* of ln(y + 0.1) on log_predicted: 1 is calibrated */
    LM_METRIC_NULL_R2,          /* R2 of ln(y + 0.1) of the null alone */
    LM_METRIC_COUNT
} lm_metric;

const char *lm_metric_name(lm_metric metric); /* "information_gain" */

/* The sums that a metric is a function of. */
#define LM_METRIC_TERMS 5
typedef struct lm_metric_sums {
    double terms[LM_METRIC_TERMS];
} lm_metric_sums;

void lm_metric_add(lm_metric metric, const lm_scored_bar *bar, lm_metric_sums *sums);
/* NaN where the sums leave the metric undefined. */
double lm_metric_value(lm_metric metric, const lm_metric_sums *sums);

/* A value, and the 5 % and 95 % quantiles of its bootstrap; NaN without any. */
typedef struct lm_estimate {
    double value, low, high;
} lm_estimate;

/*
 * Estimates a metric from the sums of days. Draw number i draws days by the seed and i alone, so that metrics and
 * models are compared on the same days. Draws that leave the metric undefined are left out.
 */
lm_status lm_metric_estimate(lm_host *host, lm_metric metric, const lm_metric_sums *days, size_t count, int draws,
                             uint64_t seed, lm_estimate *estimate);

#endif

/* The band around a forecast: a regression with quantiles of its residuals, by horizon. Internal to core/truth. */
#ifndef LM_TRUTH_BAND_H
#define LM_TRUTH_BAND_H

#include "base/host.h"

/* What is added to amounts before their logarithm, and subtracted again: a fraction of open interest. */
#define LM_BAND_OFFSET 1e-6
/* The least distance of a price that the regression has seen. */
#define LM_BAND_LEAST_DISTANCE 0.0003

typedef struct lm_band {
    double location[4];  /* times 1, ln F, ln a, ln^2 a */
    double log_scale[3]; /* times 1, ln F, ln a */
    double quantiles[5]; /* 5, 25, 50, 75, 95 % */
} lm_band;

/* Reads the shared constants of a horizon, in us; *found is false if there are none. */
lm_status lm_band_shared(lm_host *host, int64_t horizon, lm_band *band, bool *found);

/* Computes a quantile (0 .. 4), as a fraction of open interest, from the fraction that is expected and the distance. */
double lm_band_at(const lm_band *band, double expected, double distance, int quantile);

#endif

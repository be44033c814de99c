/*
 * The features of the nulls: what the price path, volume, open interest and earlier liquidations say about the
 * liquidations of a bar, without any map. A map must add to these to have skill. Internal to core/truth.
 */
#ifndef LM_TRUTH_FEATURES_H
#define LM_TRUTH_FEATURES_H

#include "liqmap/score.h"
#include "truth/bars.h"

#define LM_FEATURE_COUNT 56 /* of all nulls together */

const char *lm_null_name(lm_null null); /* "N1" */

/* The numbers of the features of a null, ascending; sets their count. */
const uint8_t *lm_null_columns(lm_null null, int *count);

typedef struct lm_feature_scale {
    double open_interest; /* divides changes of open interest: 1 at a median open interest of 90,000 */
    double unit;          /* quote currency per unit of liquidations, such as 10,000 */
} lm_feature_scale;

/* Returns the scale of open interest by its median over the first `count` bars; 1 where it is not known. */
lm_status lm_open_interest_scale(lm_host *host, const lm_bars *bars, size_t count, double *scale);

/*
 * Sets the features of one bar and side. They use this bar's path, volume and open interest, the bars before it, and
 * liquidations of the bars before it only. For longs "towards" is down, for shorts up.
 */
void lm_features_of(const lm_bars *bars, size_t index, lm_side side, const lm_feature_scale *scale,
                    double features[LM_FEATURE_COUNT]);

#endif

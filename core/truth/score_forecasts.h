/* The forecasts of a map for the bars of a tape, given the path of each bar, in one replay. Internal to core/truth. */
#ifndef LM_TRUTH_SCORE_FORECASTS_H
#define LM_TRUTH_SCORE_FORECASTS_H

#include "liqmap/model.h"
#include "truth/bars.h"

/*
 * Frozen: the map as of the start of the bar, within the range that the bar then swept. Expected: also what positions
 * that open within the bar at the pace of the hour before would add. Running: what the replay sweeps frame by frame, so
 * with the positions that opened within the bar.
 */
typedef enum lm_forecast_kind {
    LM_FORECAST_FROZEN,
    LM_FORECAST_EXPECTED,
    LM_FORECAST_RUNNING,
    LM_FORECAST_KINDS
} lm_forecast_kind;

const char *lm_forecast_name(lm_forecast_kind kind); /* "frozen" */

/* Notional in quote by kind, side and bar; NaN before the first trade, and where open interest was not known. */
typedef struct lm_forecasts {
    double *numbers;
    size_t bars;
} lm_forecasts;

static inline double *lm_forecasts_of(const lm_forecasts *forecasts, lm_forecast_kind kind, lm_side side)
{
    return forecasts->numbers + ((size_t)kind * 2 + (size_t)side) * forecasts->bars;
}

/*
 * Replays the tape and forecasts each of its bars. All three kinds are scaled by the open interest, the coverage and the
 * outstanding weight as of the start of the bar. `open_interest` as in lm_tape_map().
 */
lm_status lm_forecasts_create(lm_host *host, lm_bytes tape, const lm_model *model, double open_interest,
                              const lm_bars *bars, lm_forecasts *forecasts);
void lm_forecasts_free(lm_host *host, lm_forecasts *forecasts);

#endif

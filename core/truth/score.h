/*
 * Scores of maps: what a forecast of the liquidations of each bar adds to what the price path says without a map.
 * Internal to core/truth.
 */
#ifndef LM_TRUTH_SCORE_H
#define LM_TRUTH_SCORE_H

#include "liqmap/score.h"
#include "truth/score_board.h"

/* What a score of one forecast is called with. */
typedef struct lm_candidate {
    int model; /* number from 1 */
    const char *forecast;
    const double *predicted[2]; /* quote, by side and bar */
} lm_candidate;

/*
 * Scores one forecast on a board. LM_E_MISSING where the forecast is NaN in a bar that is fitted or scored; LM_E_RANGE
 * where it is negative or not finite.
 */
lm_status lm_score_candidate(lm_host *host, const lm_score_board *board, const lm_candidate *candidate,
                             lm_score_visit visit, void *context);

/* Gives the rows of the nulls alone: the R2 of each, and the ridges that were chosen. */
lm_status lm_score_nulls(lm_host *host, const lm_score_board *board, lm_score_visit visit, void *context);

#endif

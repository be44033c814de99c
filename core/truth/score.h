/*
 * Scores of maps: what a forecast of the liquidations of each bar adds to what the price path says without a map.
 * Internal to core/truth.
 */
#ifndef LM_TRUTH_SCORE_H
#define LM_TRUTH_SCORE_H

#include "liqmap/model.h"
#include "truth/score_board.h"

#define LM_BOTH_SIDES (-1)

typedef struct lm_score_row {
    int model;             /* number among the models, -1: of a null alone */
    const char *forecast;  /* "frozen", "expected", "running"; NULL: of a null alone */
    const char *metric;    /* "information_gain", ... */
    const char *null_name; /* "N1"; NULL: no null takes part */
    int side;              /* lm_side; LM_BOTH_SIDES: both, pooled */
    int64_t horizon;       /* us: the bar */
    int64_t period;        /* first instant of the month; LM_TIME_UNKNOWN: all bars that are scored */
    double value;
    double low, high;  /* 5 % and 95 % quantiles over days drawn again; NaN: none */
    double placebo;    /* NaN: none */
    int64_t n_blocks;  /* number of days with bars that are scored */
    double n_notional; /* quote, observed in these bars */
} lm_score_row;

/* A result other than LM_OK ends the score and is returned. */
typedef lm_status (*lm_score_visit)(void *context, const lm_score_row *row);

/* What a score of one forecast is called with. */
typedef struct lm_candidate {
    int model;
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

/*
 * Scores models against the observed liquidations of a tape, one replay for each. Everything that is fitted is fitted
 * on bars that end by train_until, or before each refit; everything that is reported lies after. Rows: the nulls first,
 * then by model and forecast.
 */
lm_status lm_tape_score(lm_host *host, lm_bytes tape, const lm_model *models, size_t count,
                        const lm_score_options *options, lm_score_visit visit, void *context);

#endif

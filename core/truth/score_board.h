/*
 * The board that forecasts are scored on: which bars are fitted and which are scored, the features, and the predictions
 * of the nulls, which all forecasts of a tape are compared with. Internal to core/truth.
 */
#ifndef LM_TRUTH_SCORE_BOARD_H
#define LM_TRUTH_SCORE_BOARD_H

#include "truth/bars.h"
#include "truth/features.h"
#include "truth/regression.h"

/* The least number of bars to fit, and to score. */
#define LM_MIN_FITTED 300
#define LM_MIN_SCORED 96

typedef struct lm_score_board {
    lm_score_options options;
    const lm_bars *bars; /* borrowed */
    size_t count;        /* of the bars */
    int splits;
    int32_t *split;   /* by bar: number of the split that scores it, -1 if none does */
    uint32_t *usable; /* numbers of the bars that are fitted or scored, ascending */
    size_t usable_count;
    uint32_t *fitted; /* room for the rows of one split */
    uint32_t *day;    /* by bar: number of the day from that of the first bar */
    size_t days;
    double *features[2]; /* by side: LM_FEATURE_COUNT for each bar */
    double *observed[2]; /* by side and bar, in units */
    double *log_observed[2];
    double *mean[LM_NULL_COUNT][2]; /* of the regression of amounts, by null, side and bar; set where it is scored */
    double *log[LM_NULL_COUNT][2];  /* of the regression of the logarithm */
    double dispersion[2];
    double ridge[LM_NULL_COUNT], ridge_log[LM_NULL_COUNT];
    size_t scored; /* number of bars */
    void *memory[2];
    size_t size[2];
} lm_score_board;

/*
 * Sets up a board for bars, and fits the nulls. LM_E_MISSING without observed liquidations of a side, and for too few
 * bars, with their number; LM_E_RANGE for options that are not valid.
 */
lm_status lm_score_board_create(lm_host *host, const lm_bars *bars, const lm_score_options *options,
                                lm_score_board *board);
void lm_score_board_free(lm_host *host, lm_score_board *board);

/* The design of a null on a side; `extra` by bar, or NULL; for amounts, or for their logarithms. */
lm_design lm_score_design(const lm_score_board *board, lm_null null, lm_side side, const double *extra, bool logarithm);

/* The bars that a split is fitted on. They stay valid until the next call. */
lm_rows lm_score_fitted(const lm_score_board *board, int split);

/* Fits a design for each split, and sets the predictions, means or logarithms, of the bars that the split scores. */
lm_status lm_score_predict(lm_host *host, const lm_score_board *board, lm_null null, lm_side side, const double *extra,
                           bool logarithm, double *predictions);

#endif

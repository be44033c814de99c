/* Scores: what the forecasts of maps add to what the price path says about the liquidations that were observed. */
#ifndef LIQMAP_SCORE_H
#define LIQMAP_SCORE_H

#include "model.h"

LM_BEGIN_DECLS

/*
 * A null is a set of features that a map is compared with. N0 knows the excursion, the range, volatility, volume, open
 * interest and the hour; N1 also the depth of the new extreme; N2 also earlier liquidations; N3 is N1 and the drawdowns
 * of the path. `small` has five features, so few that it cannot overfit. docs/semantics.md has the features.
 */
typedef enum lm_null { LM_NULL_N0, LM_NULL_N1, LM_NULL_N2, LM_NULL_N3, LM_NULL_SMALL, LM_NULL_COUNT } lm_null;

typedef struct lm_score_options {
    int64_t bar;          /* us, a whole multiple of the frame, default 30 min */
    int64_t train_until;  /* bars that end by then are fitted, those after are scored; LM_TIME_UNKNOWN: the middle */
    int64_t refit;        /* us between fits of a training part that grows; 0, the default: one fit */
    int64_t warm_up;      /* us from the first trade that is neither fitted nor scored, default 7 d */
    int folds;            /* 0; otherwise days are left out in turn, for development: train_until has no meaning */
    double ridge;         /* 0, the default: chosen on the training part */
    double unit;          /* quote currency per unit of liquidations, default 10000 */
    uint32_t nulls;       /* bit 1 << lm_null; all by default */
    int draws;            /* of the bootstrap, default 400 */
    uint64_t seed;        /* at most 2^53, default 1 */
    double open_interest; /* as in lm_tape_map() */
} lm_score_options;

LM_API void lm_score_options_init(lm_score_options *options);

/*
 * Parses {"bar":"30 min","train_until":"2026-03-16","refit":"7 d","warm_up":"7 d","folds":0,"ridge":0,
 * "protocol":"2026","unit":10000,"null":["N1","N3"],"draws":400,"seed":1,"open_interest":0}. Every key is optional. The
 * protocol "2026" is a ridge of 2, to compare with older figures. A null is a name or an array of names. LM_E_DOCUMENT
 * names the path.
 */
LM_API lm_status lm_score_options_read(lm_host *host, const char *json, size_t length, lm_score_options *options);

/* One figure. */
typedef struct lm_score_row {
    int model;             /* number of the model, from 1; negative: of a null alone */
    const char *forecast;  /* "frozen", "expected", "running"; NULL: of a null alone */
    const char *metric;    /* "information_gain", ... */
    const char *null_name; /* "N1"; NULL: no null takes part */
    bool one_side;         /* `side` is known; false: both sides together */
    lm_side side;
    int64_t horizon; /* us: the bar */
    int64_t period;  /* first instant of the month; LM_TIME_UNKNOWN: all bars that are scored */
    double value;
    double low, high;  /* 5 % and 95 % quantiles over days drawn again; NaN: none */
    double placebo;    /* NaN: none */
    int64_t n_blocks;  /* number of days with bars that are scored */
    double n_notional; /* quote, observed in these bars */
} lm_score_row;

/* A result other than LM_OK ends the score and is returned. */
typedef lm_status (*lm_score_visit)(void *context, const lm_score_row *row);

#define LM_MAX_SCORED_MODELS 1000

/*
 * Scores models against the observed liquidations of a tape, one replay for each. Everything that is fitted is fitted
 * on bars that end by train_until, or before each refit; everything that is reported lies after. Rows: the nulls first,
 * then by model and forecast. Forecasts, given the range of each bar: frozen is the map as of the start of the bar;
 * expected adds what would open within the bar at the pace of the hour before; running is what the replay sweeps frame
 * by frame. Metrics, with y the amount observed and m its mean by a negative binomial regression on the null, or on the
 * null and the map:
 *   information_gain  sum(y ln(m1/m0)) / sum(y) - ln(sum(m1) / sum(m0)), nats per unit liquidated
 *   r2_gain           difference of the R2 of ln(y + 0.1), by least squares
 *   capture_gain      part of y in the tenth of bars with the greatest m1, less that with the greatest m0
 *   kl_left           information gain of a perfect forecast over m1
 *   level             predicted over observed, by the map alone
 *   capture           part of y in the tenth of bars with the greatest prediction of the map alone
 *   slope             of ln(y + 0.1) on the logarithm of the prediction
 *   r2, ridge, r2_ridge  of a null alone: its R2, and the ridge of either regression
 * LM_E_MISSING without observed liquidations of a side, for too few bars, with their number, and without open interest;
 * LM_E_ARGUMENT for a bar that is no whole multiple of the frame and for more than LM_MAX_SCORED_MODELS models;
 * LM_E_RANGE for options that are not valid; LM_E_LIMIT over a million bars. Otherwise fails as lm_tape_map does.
 */
LM_API lm_status lm_tape_score(lm_host *host, lm_bytes tape, const lm_model *models, size_t count,
                               const lm_score_options *options, lm_score_visit visit, void *context);

LM_END_DECLS

#endif

/*
 * Regressions with a ridge on standardised features: of a number (least squares), and of an amount that is 0 or more
 * and scattered more than a Poisson number is (negative binomial with a logarithmic link). Internal to core/truth.
 */
#ifndef LM_TRUTH_REGRESSION_H
#define LM_TRUTH_REGRESSION_H

#include "liqmap/base.h"

#define LM_MAX_PREDICTORS 64
#define LM_FEATURE_CLIP 6 /* standard deviations from the mean */

/* What a regression reads: some columns of a table, and one more feature without a ridge, in the same rows. */
typedef struct lm_design {
    const double *table;
    size_t stride; /* numbers between two rows of the table */
    const uint8_t *columns;
    int column_count;     /* below LM_MAX_PREDICTORS */
    const double *extra;  /* by row; NULL: none */
    const double *target; /* by row */
} lm_design;

/* The rows of a design that are fitted. */
typedef struct lm_rows {
    const uint32_t *items;
    size_t count;
} lm_rows;

/* A fitted regression: intercept, then the coefficients of the standardised features, the extra feature last. */
typedef struct lm_fit {
    int count; /* without the intercept */
    double mean[LM_MAX_PREDICTORS];
    double inverse_deviation[LM_MAX_PREDICTORS]; /* 0 for a feature that is constant in the rows fitted */
    double coefficient[LM_MAX_PREDICTORS + 1];
} lm_fit;

/*
 * Least squares: minimises the sum of (target - prediction)^2 + ridge * |coefficients|^2, the intercept and the extra
 * feature without a ridge. LM_E_MISSING without rows.
 */
lm_status lm_fit_least_squares(lm_host *host, const lm_design *design, lm_rows rows, double ridge, lm_fit *fit);

/*
 * Negative binomial: mean m = exp(prediction), variance m + dispersion * m^2; maximises the log likelihood - ridge / 2 *
 * |coefficients|^2 by Fisher scoring. The step is halved until the likelihood does not fall. Targets are 0 or more, not
 * only whole numbers. LM_E_MISSING without rows or where all targets are 0.
 */
lm_status lm_fit_amounts(lm_host *host, const lm_design *design, lm_rows rows, double ridge, double dispersion,
                         lm_fit *fit);

/* Estimates the dispersion by maximum likelihood, in turn with the fit. */
lm_status lm_fit_dispersion(lm_host *host, const lm_design *design, lm_rows rows, double ridge, double *dispersion);

/* The prediction of a row: of the target (least squares), of the logarithm of its mean (negative binomial). */
double lm_fit_at(const lm_fit *fit, const lm_design *design, size_t row);

/* Twice the log likelihood that a mean lacks to a perfect prediction of the amount. */
double lm_amount_deviance(double amount, double mean, double dispersion);

/* Fits for both regressions: standardised rows, a one in front of each. lm_standard_free frees them. */
typedef struct lm_standard {
    double *numbers;
    size_t rows;
    int width; /* with the one */
} lm_standard;

/* Sets mean and deviation of the fit, and the standardised rows. */
lm_status lm_standard_init(lm_host *host, const lm_design *design, lm_rows rows, lm_fit *fit, lm_standard *standard);
void lm_standard_free(lm_host *host, lm_standard *standard);

/*
 * A symmetric system, of which `matrix` has the lower triangle; `ridge` is added to the diagonal except in the first row
 * and, if `last_free`, in the last. Solves it by Cholesky in place; the result replaces `right`. A direction without
 * information gets 0.
 */
typedef struct lm_system {
    int size;
    double matrix[LM_MAX_PREDICTORS + 1][LM_MAX_PREDICTORS + 1];
    double right[LM_MAX_PREDICTORS + 1];
} lm_system;

void lm_system_add(lm_system *system, const double *row, double weight, double target);
void lm_system_solve(lm_system *system, double ridge, bool last_free);

#endif

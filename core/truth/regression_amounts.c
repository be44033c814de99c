/* Fits negative binomial regressions of amounts, with a logarithmic link. */
#include <math.h>
#include <string.h>

#include "base/host.h"
#include "truth/regression.h"

#define MAX_STEPS 60
#define MAX_HALVINGS 40
#define ENOUGH 1e-10 /* of the objective: a smaller gain ends the fit */
#define MAX_LOG_MEAN 30

typedef struct amounts_fit {
    const lm_design *design;
    lm_rows rows;
    const lm_standard *standard;
    double ridge, dispersion;
    lm_fit *fit;
    lm_system *system;
} amounts_fit;

static double log_mean(const amounts_fit *work, size_t number, const double *coefficient)
{
    const double *row = work->standard->numbers + number * (size_t)work->standard->width;
    double sum = 0;
    for (int k = 0; k < work->standard->width; k++)
        sum += row[k] * coefficient[k];
    return sum > MAX_LOG_MEAN ? MAX_LOG_MEAN : sum < -MAX_LOG_MEAN ? -MAX_LOG_MEAN : sum;
}

/* The penalised log likelihood, without what does not depend on the coefficients. */
static double objective(const amounts_fit *work, const double *coefficient)
{
    const double a = work->dispersion;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < work->rows.count; i++) {
        const double y = work->design->target[work->rows.items[i]], eta = log_mean(work, i, coefficient);
        sum += y * eta - (y + 1 / a) * log1p(a * exp(eta));
    }
    for (int k = 1; k < work->standard->width - (work->design->extra != NULL); k++)
        squares += coefficient[k] * coefficient[k];
    return sum - work->ridge / 2 * squares;
}

/* Computes the coefficients that one step of Fisher scoring leads to. */
static void score_step(const amounts_fit *work, const double *coefficient, double *next)
{
    lm_system *system = work->system;
    memset(system, 0, sizeof *system);
    system->size = work->standard->width;
    for (size_t i = 0; i < work->rows.count; i++) {
        const double y = work->design->target[work->rows.items[i]], eta = log_mean(work, i, coefficient);
        const double mean = exp(eta), weight = mean / (1 + work->dispersion * mean);
        lm_system_add(system, work->standard->numbers + i * (size_t)work->standard->width, weight,
                      eta + (y - mean) / mean);
    }
    lm_system_solve(system, work->ridge, work->design->extra != NULL);
    memcpy(next, system->right, (size_t)system->size * sizeof *next);
}

static lm_status run_scoring(lm_host *host, amounts_fit *work)
{
    const int width = work->standard->width;
    double *now = work->fit->coefficient, next[LM_MAX_PREDICTORS + 1], trial[LM_MAX_PREDICTORS + 1];
    double reached = objective(work, now);
    for (int step = 0; step < MAX_STEPS; step++) {
        double part = 1, value = -INFINITY;
        LM_TRY(lm_check_interrupt(host));
        score_step(work, now, next);
        for (int halving = 0; halving < MAX_HALVINGS && !(value >= reached); halving++, part /= 2) {
            for (int k = 0; k < width; k++)
                trial[k] = now[k] + part * (next[k] - now[k]);
            value = objective(work, trial);
        }
        if (!(value >= reached))
            return LM_OK; /* no way up: rounding, at the maximum */
        const double gain = value - reached;
        memcpy(now, trial, (size_t)width * sizeof *now);
        reached = value;
        if (gain <= ENOUGH * (1 + fabs(reached)))
            return LM_OK;
    }
    return LM_OK;
}

static double mean_target(const lm_design *design, lm_rows rows)
{
    double sum = 0;
    for (size_t i = 0; i < rows.count; i++)
        sum += design->target[rows.items[i]];
    return sum / (double)rows.count;
}

lm_status lm_fit_amounts(lm_host *host, const lm_design *design, lm_rows rows, double ridge, double dispersion,
                         lm_fit *fit)
{
    lm_standard standard;
    void *memory;
    const double mean = rows.count > 0 ? mean_target(design, rows) : 0;
    if (!(mean > 0))
        return lm_fail(host, LM_E_MISSING, NULL, "a regression of amounts needs one above 0");
    LM_TRY(lm_allocate_raw(host, sizeof(lm_system), &memory));
    lm_status status = lm_standard_init(host, design, rows, fit, &standard);
    if (status == LM_OK) {
        amounts_fit work = {design, rows, &standard, ridge, dispersion, fit, memory};
        memset(fit->coefficient, 0, sizeof fit->coefficient);
        fit->coefficient[0] = log(mean);
        status = run_scoring(host, &work);
        lm_standard_free(host, &standard);
    }
    lm_release(host, memory, sizeof(lm_system));
    return status;
}

/* ---- likelihood and dispersion */

/* The logarithm of the gamma function for x > 0, by Stirling's series above 10 (lgamma() writes a global variable). */
static double log_gamma(double x)
{
    double shift = 0;
    for (; x < 10; x++)
        shift += log(x);
    const double inverse = 1 / x, square = inverse * inverse;
    const double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (x - 0.5) * log(x) - x + 0.9189385332046727 + series - shift;
}

static double log_likelihood(double y, double mean, double dispersion)
{
    const double size = 1 / dispersion;
    const double part = y > 0 ? y * (log(dispersion * mean) - log1p(dispersion * mean)) : 0;
    return log_gamma(y + size) - log_gamma(size) - log_gamma(y + 1) + part - size * log1p(dispersion * mean);
}

double lm_amount_deviance(double amount, double mean, double dispersion)
{
    const double ratio = log1p(dispersion * amount) - log1p(dispersion * mean);
    const double own = amount > 0 ? amount * (log(amount / mean) - ratio) : 0;
    return 2 * (own - ratio / dispersion);
}

static double total_likelihood(const lm_design *design, lm_rows rows, const double *means, double dispersion)
{
    double sum = 0;
    for (size_t i = 0; i < rows.count; i++)
        sum += log_likelihood(design->target[rows.items[i]], means[i], dispersion);
    return sum;
}

/* Finds the most likely dispersion from 1e-3 to 1e2 by golden section in its logarithm. */
static double best_dispersion(const lm_design *design, lm_rows rows, const double *means)
{
    const double golden = 0.6180339887498949;
    double low = log(1e-3), high = log(1e2);
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = total_likelihood(design, rows, means, exp(a)), at_b = total_likelihood(design, rows, means, exp(b));
    while (high - low > 1e-4) {
        if (at_a >= at_b) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - golden * (high - low);
            at_a = total_likelihood(design, rows, means, exp(a));
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + golden * (high - low);
            at_b = total_likelihood(design, rows, means, exp(b));
        }
    }
    return exp((low + high) / 2);
}

lm_status lm_fit_dispersion(lm_host *host, const lm_design *design, lm_rows rows, double ridge, double *dispersion)
{
    void *memory;
    lm_fit fit;
    double found = 1;
    lm_status status = LM_OK;
    LM_TRY(lm_allocate_raw(host, (rows.count + 1) * sizeof(double), &memory));
    double *means = memory;
    for (int round = 0; round < 4 && status == LM_OK; round++) {
        status = lm_fit_amounts(host, design, rows, ridge, found, &fit);
        if (status != LM_OK)
            break;
        for (size_t i = 0; i < rows.count; i++) {
            const double prediction = lm_fit_at(&fit, design, rows.items[i]);
            means[i] = exp(prediction > MAX_LOG_MEAN ? MAX_LOG_MEAN : prediction);
        }
        found = best_dispersion(design, rows, means);
    }
    if (status == LM_OK)
        *dispersion = found;
    lm_release(host, memory, (rows.count + 1) * sizeof(double));
    return status;
}

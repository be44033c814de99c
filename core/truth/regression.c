#include "truth/regression.h"

#include <math.h>
#include <string.h>

#include "base/host.h"

/* ---- small dense systems */

/* Adds weight * row * row' to the matrix, and weight * target * row to the right side. */
void lm_system_add(lm_system *system, const double *row, double weight, double target)
{
    for (int i = 0; i < system->size; i++) {
        const double factor = weight * row[i];
        double *line = system->matrix[i];
        for (int k = 0; k <= i; k++)
            line[k] += factor * row[k];
        system->right[i] += factor * target;
    }
}

/* A pivot below this part of the diagonal is rounding: the direction depends on those before it. */
#define LEAST_PIVOT 1e-12

static void factorise(lm_system *system)
{
    for (int k = 0; k < system->size; k++) {
        double pivot = system->matrix[k][k];
        const double diagonal = pivot;
        for (int m = 0; m < k; m++)
            pivot -= system->matrix[k][m] * system->matrix[k][m];
        const bool informed = pivot > LEAST_PIVOT * diagonal;
        const double root = informed ? sqrt(pivot) : INFINITY;
        system->matrix[k][k] = root;
        for (int i = k + 1; i < system->size; i++) {
            double rest = system->matrix[i][k];
            for (int m = 0; m < k; m++)
                rest -= system->matrix[i][m] * system->matrix[k][m];
            system->matrix[i][k] = informed ? rest / root : 0;
        }
    }
}

void lm_system_solve(lm_system *system, double ridge, bool last_free)
{
    double *right = system->right;
    for (int i = 1; i < system->size; i++)
        system->matrix[i][i] += last_free && i == system->size - 1 ? 0 : ridge;
    factorise(system);
    for (int i = 0; i < system->size; i++) {
        for (int m = 0; m < i; m++)
            right[i] -= system->matrix[i][m] * right[m];
        right[i] /= system->matrix[i][i];
    }
    for (int i = system->size - 1; i >= 0; i--) {
        for (int m = i + 1; m < system->size; m++)
            right[i] -= system->matrix[m][i] * right[m];
        right[i] /= system->matrix[i][i];
    }
}

/* ---- standardised features */

static double feature_at(const lm_design *design, size_t row, int number)
{
    return number < design->column_count ? design->table[row * design->stride + design->columns[number]]
                                         : design->extra[row];
}

/* A deviation below this part of the mean is rounding. */
#define LEAST_DEVIATION 1e-10

static void measure_feature(const lm_design *design, lm_rows rows, int number, lm_fit *fit)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < rows.count; i++)
        sum += feature_at(design, rows.items[i], number);
    const double mean = sum / (double)rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        const double difference = feature_at(design, rows.items[i], number) - mean;
        squares += difference * difference;
    }
    const double deviation = sqrt(squares / (double)rows.count);
    fit->mean[number] = mean;
    fit->inverse_deviation[number] = deviation > LEAST_DEVIATION * (fabs(mean) + 1e-10) ? 1 / deviation : 0;
}

static double standardised(const lm_fit *fit, const lm_design *design, size_t row, int number)
{
    const double value = (feature_at(design, row, number) - fit->mean[number]) * fit->inverse_deviation[number];
    return value > LM_FEATURE_CLIP ? LM_FEATURE_CLIP : value < -LM_FEATURE_CLIP ? -LM_FEATURE_CLIP : value;
}

lm_status lm_standard_init(lm_host *host, const lm_design *design, lm_rows rows, lm_fit *fit, lm_standard *standard)
{
    void *memory;
    if (rows.count == 0)
        return lm_fail(host, LM_E_MISSING, NULL, "a regression needs at least one row");
    fit->count = design->column_count + (design->extra != NULL);
    const int width = fit->count + 1;
    LM_TRY(lm_allocate_raw(host, rows.count * (size_t)width * sizeof(double), &memory));
    double *out = memory;
    for (int k = 0; k < fit->count; k++)
        measure_feature(design, rows, k, fit);
    for (size_t i = 0; i < rows.count; i++) {
        *out++ = 1;
        for (int k = 0; k < fit->count; k++)
            *out++ = standardised(fit, design, rows.items[i], k);
    }
    *standard = (lm_standard){memory, rows.count, width};
    return LM_OK;
}

void lm_standard_free(lm_host *host, lm_standard *standard)
{
    lm_release(host, standard->numbers, standard->rows * (size_t)standard->width * sizeof(double));
}

double lm_fit_at(const lm_fit *fit, const lm_design *design, size_t row)
{
    double prediction = fit->coefficient[0];
    for (int k = 0; k < fit->count; k++)
        prediction += fit->coefficient[k + 1] * standardised(fit, design, row, k);
    return prediction;
}

/* ---- least squares */

lm_status lm_fit_least_squares(lm_host *host, const lm_design *design, lm_rows rows, double ridge, lm_fit *fit)
{
    lm_standard standard;
    void *memory;
    LM_TRY(lm_allocate(host, sizeof(lm_system), &memory));
    lm_status status = lm_standard_init(host, design, rows, fit, &standard);
    if (status == LM_OK) {
        lm_system *system = memory;
        system->size = standard.width;
        for (size_t i = 0; i < rows.count; i++)
            lm_system_add(system, standard.numbers + i * (size_t)standard.width, 1, design->target[rows.items[i]]);
        lm_system_solve(system, ridge, design->extra != NULL);
        memcpy(fit->coefficient, system->right, sizeof fit->coefficient);
        lm_standard_free(host, &standard);
        status = lm_check_interrupt(host);
    }
    lm_release(host, memory, sizeof(lm_system));
    return status;
}

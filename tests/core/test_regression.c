/* Regressions: known answers, the conditions of a maximum, coefficients that are recovered, degenerate input. */
#include "fixture.h"

#include "base/rng.h"
#include "truth/regression.h"

#define ROWS 4000
#define COLUMNS 4

static double table[ROWS][COLUMNS], extra[ROWS], target[ROWS];
static uint32_t numbers[ROWS];
static const uint8_t columns[COLUMNS] = {0, 1, 2, 3};

static lm_design design_of(int count, bool with_extra)
{
    return (lm_design){&table[0][0], COLUMNS, columns, count, with_extra ? extra : NULL, target};
}

static lm_rows rows_of(size_t count)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = (uint32_t)i;
    return (lm_rows){numbers, count};
}

/* A gamma variate of a whole shape k and mean 1, as a sum of exponentials; with shape k the dispersion is 1 / k. */
static double gamma_of(uint64_t draw, int shape)
{
    double sum = 0;
    for (int i = 0; i < shape; i++)
        sum -= log(lm_uniform(7, draw, 100 + (uint64_t)i));
    return sum / shape;
}

static double poisson_of(uint64_t draw, double mean)
{
    double product = 1;
    int count = -1;
    for (uint64_t i = 0; product > exp(-mean); i++, count++)
        product *= lm_uniform(7, draw, 1000 + i);
    return count;
}

static void make_features(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        for (int k = 0; k < COLUMNS; k++)
            table[i][k] = 3 + (k + 1) * lm_normal(5, i, 2 * (uint64_t)k);
        extra[i] = lm_normal(5, i, 50);
    }
}

/* Without a ridge a plane is found exactly, whatever the scale of the features. */
static void test_plane(void)
{
    const lm_design design = design_of(3, true);
    lm_fit fit;
    for (size_t i = 0; i < 200; i++)
        target[i] = 1 + 2 * table[i][0] - 3e-3 * table[i][1] + extra[i];
    must(lm_fit_least_squares(&host, &design, rows_of(150), 0, &fit));
    for (size_t i = 0; i < 200; i++)
        CHECK(fabs(lm_fit_at(&fit, &design, i) - target[i]) < 1e-9);
    CHECK(fit.count == 4 && fabs(fit.coefficient[3]) < 1e-9);
}

/* One feature: ridge r shrinks the coefficient by n / (n + r), and leaves the feature without a ridge alone. */
static void test_ridge(void)
{
    const size_t count = 100;
    lm_fit fit;
    for (size_t i = 0; i < count; i++) {
        table[i][0] = extra[i] = i % 2 ? 1 : -1; /* standardised already */
        target[i] = 5 + 2 * table[i][0];
    }
    lm_design design = design_of(1, false);
    must(lm_fit_least_squares(&host, &design, rows_of(count), 300, &fit));
    CHECK_CLOSE(fit.coefficient[0], 5, 1e-12);
    CHECK_CLOSE(fit.coefficient[1], 2.0 * 100 / 400, 1e-12);
    design = design_of(0, true);
    must(lm_fit_least_squares(&host, &design, rows_of(count), 300, &fit));
    CHECK_CLOSE(fit.coefficient[1], 2, 1e-12);
    make_features();
}

/* At the maximum the slope of the penalised likelihood is 0 in each direction. */
static void test_maximum(double ridge, double dispersion)
{
    const lm_design design = design_of(3, true);
    const size_t count = 500;
    double slope[5] = {0};
    lm_fit fit;
    for (size_t i = 0; i < count; i++)
        target[i] = floor(exp(0.3 * table[i][0] + 0.5 * extra[i]) * gamma_of(i, 1));
    must(lm_fit_amounts(&host, &design, rows_of(count), ridge, dispersion, &fit));
    for (size_t i = 0; i < count; i++) {
        const double mean = exp(lm_fit_at(&fit, &design, i)), rest = (target[i] - mean) / (1 + dispersion * mean);
        slope[0] += rest;
        for (int k = 0; k < 4; k++) {
            const double value = k < 3 ? table[i][k] : extra[i];
            double z = (value - fit.mean[k]) * fit.inverse_deviation[k];
            z = z > 6 ? 6 : z < -6 ? -6 : z;
            slope[k + 1] += rest * z;
        }
    }
    for (int k = 0; k < 3; k++)
        slope[k + 1] -= ridge * fit.coefficient[k + 1];
    for (int k = 0; k < 5; k++)
        CHECK(fabs(slope[k]) < 1e-2);
}

/* Coefficients and dispersion that were drawn from are found again. */
static void test_recovery(void)
{
    const lm_design design = design_of(2, true);
    double dispersion;
    lm_fit fit;
    for (size_t i = 0; i < ROWS; i++)
        target[i] = poisson_of(i, exp(1 + 0.2 * table[i][0] - 0.1 * table[i][1] + 0.4 * extra[i]) * gamma_of(i, 2));
    must(lm_fit_dispersion(&host, &design, rows_of(ROWS), 0, &dispersion));
    CHECK_CLOSE(dispersion, 0.5, 0.1);
    must(lm_fit_amounts(&host, &design, rows_of(ROWS), 0, dispersion, &fit));
    CHECK(fabs(fit.coefficient[1] * fit.inverse_deviation[0] - 0.2) < 0.05);
    CHECK(fabs(fit.coefficient[2] * fit.inverse_deviation[1] + 0.1) < 0.03);
    CHECK(fabs(fit.coefficient[3] * fit.inverse_deviation[2] - 0.4) < 0.05);
}

/* A feature that is constant, one that is there twice, one far outlier, and rows fewer than features. */
static void test_degenerate(void)
{
    lm_design design = design_of(4, true);
    lm_fit fit;
    for (size_t i = 0; i < 300; i++) {
        table[i][1] = 7;
        table[i][2] = table[i][0];
        target[i] = i % 5 == 0 ? 3 : 0;
    }
    table[9][3] = 1e300;
    for (int ridge = 0; ridge <= 2; ridge += 2) {
        must(lm_fit_amounts(&host, &design, rows_of(300), ridge, 1, &fit));
        CHECK(fit.inverse_deviation[1] == 0);
        for (size_t i = 0; i < 300; i++)
            CHECK(isfinite(lm_fit_at(&fit, &design, i)));
        must(lm_fit_least_squares(&host, &design, rows_of(3), ridge, &fit));
        for (int k = 0; k <= fit.count; k++)
            CHECK(isfinite(fit.coefficient[k]));
    }
    CHECK(lm_fit_least_squares(&host, &design, rows_of(0), 2, &fit) == LM_E_MISSING);
    CHECK(lm_fit_amounts(&host, &design, rows_of(0), 2, 1, &fit) == LM_E_MISSING);
    for (size_t i = 0; i < 300; i++)
        target[i] = 0;
    CHECK(lm_fit_amounts(&host, &design, rows_of(300), 2, 1, &fit) == LM_E_MISSING);
    make_features();
}

/* With a dispersion near 0 the deviance is that of Poisson; it is 0 for a perfect prediction and positive otherwise. */
static void test_deviance(void)
{
    CHECK(fabs(lm_amount_deviance(3, 3, 2)) < 1e-12);
    CHECK_CLOSE(lm_amount_deviance(0, 1, 2), log1p(2), 1e-12);
    CHECK_CLOSE(lm_amount_deviance(3, 2, 1e-9), 2 * (3 * log(1.5) - 1), 1e-6);
    for (int i = 0; i < 200; i++) {
        const double amount = chance(0.2) ? 0 : uniform(0, 50), mean = uniform(0.01, 50), a = uniform(0.01, 5);
        CHECK(lm_amount_deviance(amount, mean, a) >= -1e-12);
    }
}

int main(void)
{
    lm_host_init(&host);
    make_features();
    test_plane();
    test_ridge();
    test_maximum(0, 1);
    test_maximum(30, 0.3);
    test_maximum(2, 3);
    test_recovery();
    test_degenerate();
    test_deviance();
    return check_report("regressions");
}

#include "cascade/simulate_options.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/parameters.h"
#include "cascade/bounds.h"
#include "cascade/impact_model.h"

#define SEED_MAX ((int64_t)1 << 53) /* so that a Lua number holds it */
#define SHOCK_MIN -0.999999
#define SHOCK_MAX 10
#define OPTIONS lm_simulate_options

static const lm_bound bounds[] = {
    {LM_BOUNDED(OPTIONS, horizon), 1, 365.0 * 86400, LM_BOUND_DURATION},
    {LM_BOUNDED(OPTIONS, sigma), LM_ABOVE_ZERO, 10, LM_BOUND_OPTIONAL},
    {LM_BOUNDED(OPTIONS, degrees), 0, 1e6, LM_BOUND_NUMBER},
    {LM_BOUNDED(OPTIONS, depth_median), 1e-6, 1e6, LM_BOUND_NUMBER},
    {LM_BOUNDED(OPTIONS, depth_sigma), 0, 5, LM_BOUND_NUMBER},
    {LM_BOUNDED(OPTIONS, impact_sigma), 0, 5, LM_BOUND_NUMBER},
    {LM_BOUNDED(OPTIONS, ladder_sigma), 0, 5, LM_BOUND_NUMBER},
    {.key = NULL},
};

static const lm_parameter parameters[] = {
    LM_PARAMETER(draws),
    LM_PARAMETER(seed),
};
LM_PARAMETER_LIST(lm_simulate_parameters, lm_simulate_options_init, parameters, "simulate");
#undef OPTIONS

void lm_simulate_options_init(lm_simulate_options *options)
{
    static const double quantiles[] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
    memset(options, 0, sizeof *options);
    options->draws = 10000;
    options->seed = 1;
    options->horizon = 86400;
    options->degrees = 4;
    options->depth_median = 1;
    options->depth_sigma = 0.5;
    options->impact_sigma = 0.3;
    options->ladder_sigma = 0.3;
    options->quantile_count = sizeof quantiles / sizeof quantiles[0];
    memcpy(options->quantiles, quantiles, sizeof quantiles);
}

static bool degrees_ok(double degrees)
{
    return degrees == 0 || degrees > 2;
}

static bool ascending(const double *numbers, int count)
{
    for (int i = 1; i < count; i++)
        if (!(numbers[i] > numbers[i - 1]))
            return false;
    return true;
}

/* ---- reading */

static lm_status read_numbers(const lm_json_node *node, int max_count, double least, double most, double *numbers,
                              int *count)
{
    LM_TRY(lm_json_node_array(node, 1, max_count, count));
    for (int i = 0; i < *count; i++) {
        lm_json_node element;
        lm_json_node_element(node, i, &element);
        LM_TRY(lm_json_node_number(&element, least, most, &numbers[i]));
    }
    return LM_OK;
}

static lm_status read_shocks(const lm_json_node *node, lm_simulate_options *options)
{
    if (cJSON_IsArray(node->item))
        return read_numbers(node, LM_MAX_SHOCKS, SHOCK_MIN, SHOCK_MAX, options->shocks, &options->shock_count);
    options->shock_count = 1;
    return lm_json_node_number(node, SHOCK_MIN, SHOCK_MAX, &options->shocks[0]);
}

static lm_status read_quantiles(const lm_json_node *node, lm_simulate_options *options)
{
    LM_TRY(read_numbers(node, LM_MAX_QUANTILES, 0, 1, options->quantiles, &options->quantile_count));
    return ascending(options->quantiles, options->quantile_count) ? LM_OK : lm_json_node_fail(node, "must ascend");
}

static lm_status read_options(const lm_json_node *root, void *result)
{
    lm_simulate_options *options = result;
    static const char *const keys[] = {"direction",    "horizon",      "sigma",       "degrees",
                                       "shock",        "depth_median", "depth_sigma", "impact_sigma",
                                       "ladder_sigma", "reported",     "quantiles",   NULL};
    static const char *const directions[] = {"down", "up", NULL};
    lm_json_node member;
    int direction = 0;
    LM_TRY(lm_json_node_keys(root, keys));
    LM_TRY(lm_json_member_word(root, "direction", directions, &direction));
    options->up = direction == 1;
    LM_TRY(lm_bounds_read(root, bounds, options));
    if (!degrees_ok(options->degrees) && lm_json_node_member(root, "degrees", &member))
        return lm_json_node_fail(&member, "must be above 2, where there is a variance, or 0 for a normal distribution");
    if (lm_json_node_member(root, "shock", &member))
        LM_TRY(read_shocks(&member, options));
    if (lm_json_node_member(root, "reported", &member))
        LM_TRY(lm_json_node_reported(&member, options->reported));
    return lm_json_node_member(root, "quantiles", &member) ? read_quantiles(&member, options) : LM_OK;
}

lm_status lm_simulate_options_read(lm_host *host, const char *json, size_t length, lm_simulate_options *options)
{
    lm_simulate_options read;
    lm_simulate_options_init(&read);
    LM_TRY(lm_json_document_read(host, "options", json, length, read_options, &read));
    *options = read;
    return LM_OK;
}

/* ---- checking options that did not come from JSON */

static lm_status check_counts(lm_host *host, const lm_simulate_options *options)
{
    if (options->draws < 1 || options->draws > LM_MAX_DRAWS)
        return lm_fail(host, LM_E_RANGE, "Use 10000 draws for quantiles to about one percent.",
                       "draws must be from 1 to %d, not %lld", LM_MAX_DRAWS, (long long)options->draws);
    if (options->seed < 0 || options->seed > SEED_MAX)
        return lm_fail(host, LM_E_RANGE, "Give any whole number in this range; the same seed gives the same draws.",
                       "seed must be from 0 to 2^53, not %lld", (long long)options->seed);
    if (options->shock_count < 0 || options->shock_count > LM_MAX_SHOCKS)
        return lm_fail(host, LM_E_RANGE, NULL, "a simulation draws from 0 to %d given shocks, not from %d",
                       LM_MAX_SHOCKS, options->shock_count);
    if (options->quantile_count < 1 || options->quantile_count > LM_MAX_QUANTILES)
        return lm_fail(host, LM_E_RANGE, NULL, "a simulation has 1 to %d quantiles, not %d", LM_MAX_QUANTILES,
                       options->quantile_count);
    return LM_OK;
}

/* Checks that each of some numbers is from `least` to `most`; the error names it as `what`. */
static lm_status check_each(lm_host *host, const char *what, const char *hint, const double *numbers, int count,
                            double least, double most)
{
    char low[LM_NUMBER_SIZE], high[LM_NUMBER_SIZE], given[LM_NUMBER_SIZE];
    for (int i = 0; i < count; i++)
        if (!(numbers[i] >= least && numbers[i] <= most))
            return lm_fail(host, LM_E_RANGE, hint, "%s must be from %s to %s, not %s", what, lm_number_text(least, low),
                           lm_number_text(most, high), lm_number_text(numbers[i], given));
    return LM_OK;
}

lm_status lm_simulate_options_check(lm_host *host, const lm_simulate_options *options)
{
    char text[LM_NUMBER_SIZE];
    LM_TRY(check_counts(host, options));
    LM_TRY(lm_bounds_check(host, LM_E_RANGE, bounds, options));
    if (!degrees_ok(options->degrees))
        return lm_fail(host, LM_E_RANGE, "Give 0 for a normal distribution.", "degrees must be above 2 or 0, not %s",
                       lm_number_text(options->degrees, text));
    LM_TRY(check_each(host, "a shock", "Give -0.03 for a fall of 3 %.", options->shocks, options->shock_count,
                      SHOCK_MIN, SHOCK_MAX));
    LM_TRY(check_each(host, "a quantile", NULL, options->quantiles, options->quantile_count, 0, 1));
    if (!ascending(options->quantiles, options->quantile_count))
        return lm_fail(host, LM_E_RANGE, "Sort the quantiles, and give each once.", "quantiles must ascend");
    return lm_reported_check(host, LM_E_RANGE, options->reported);
}

/* Runs a Monte Carlo simulation over shock, depth, impact, the share that feeds report, and class weights. */
#include "cascade/monte_carlo.h"

#include <math.h>
#include <string.h>

#include "base/bytes.h"
#include "base/rng.h"
#include "base/sort.h"
#include "cascade/simulate_options.h"

#define INTERRUPT_EVERY 64

/* The random numbers of a draw: each variable takes two streams. */
enum stream { STREAM_SHOCK = 0, STREAM_DEPTH = 2, STREAM_IMPACT = 4, STREAM_REPORTED = 6, STREAM_CLASS = 8 };

/* ---- preparation */

static lm_status compute_sigma(lm_host *host, const lm_map *map, const lm_simulate_options *options, double *sigma)
{
    lm_map_info info;
    *sigma = 0;
    if (options->shock_count > 0)
        return LM_OK;
    LM_TRY(lm_map_describe(host, map, &info));
    const double daily = options->sigma > 0 ? options->sigma : info.daily_sigma;
    if (!(daily > 0))
        return lm_fail(host, LM_E_MISSING, "Give the option \"sigma\" (0.02 for 2 % a day) or \"shock\".",
                       "the map does not have a daily sigma to draw shocks from");
    *sigma = daily * sqrt(options->horizon / 86400);
    return LM_OK;
}

static lm_status allocate_numbers(lm_host *host, size_t count, double **numbers)
{
    void *memory;
    LM_TRY(lm_allocate(host, count * sizeof(double), &memory));
    *numbers = memory;
    return LM_OK;
}

static lm_status prepare_classes(lm_host *host, lm_simulator *simulator)
{
    const lm_ladder *ladder = &simulator->ladder;
    void *rungs;
    if (!(simulator->options->ladder_sigma > 0) || ladder->class_count < 2)
        return LM_OK;
    LM_TRY(allocate_numbers(host, ladder->class_count, &simulator->totals));
    LM_TRY(allocate_numbers(host, ladder->class_count, &simulator->weights));
    LM_TRY(lm_allocate_raw(host, ladder->count * sizeof(lm_rung), &rungs));
    simulator->rungs = rungs;
    memcpy(rungs, ladder->rungs, ladder->count * sizeof(lm_rung));
    for (size_t i = 0; i < ladder->class_part_count; i++)
        simulator->totals[ladder->class_parts[i].class] += ladder->class_parts[i].size;
    return LM_OK;
}

lm_status lm_simulator_init(lm_host *host, const lm_map *map, const lm_impact_model *model,
                            const lm_simulate_options *options, lm_simulator *simulator)
{
    lm_simulator opened;
    memset(&opened, 0, sizeof opened);
    opened.options = options;
    const lm_side side = options->up ? LM_SHORT : LM_LONG;
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(compute_sigma(host, map, options, &opened.sigma));
    LM_TRY(lm_ladder_init(host, map, side, model->reference_price, options->ladder_sigma > 0, &opened.ladder));
    lm_impact_init(model, side, opened.ladder.reference_price, 1, &opened.impact);
    opened.limits = lm_limits_of(model, side);
    lm_ladder_evaporate(&opened.ladder, model);
    const lm_status status = prepare_classes(host, &opened);
    if (status == LM_OK)
        *simulator = opened;
    else
        lm_simulator_free(host, &opened);
    return status;
}

void lm_simulator_free(lm_host *host, lm_simulator *simulator)
{
    const size_t numbers = simulator->ladder.class_count * sizeof(double);
    lm_release(host, simulator->totals, numbers);
    lm_release(host, simulator->weights, numbers);
    lm_release(host, simulator->rungs, simulator->ladder.count * sizeof(lm_rung));
    lm_ladder_free(host, &simulator->ladder);
}

/* ---- a draw */

/* Returns the log distance of a given shock; 0 for one in the other direction. */
static double shock_distance(const lm_simulate_options *options, double shock)
{
    const double distance = options->up ? log1p(shock) : -log1p(shock);
    return distance > 0 ? distance : 0;
}

/*
 * Draws the log distance of the shock: the farthest move within the horizon. For a random walk its distribution is that
 * of the absolute value of the last position (reflection principle).
 */
static double draw_shock(const lm_simulator *simulator, uint64_t seed, uint64_t number)
{
    const lm_simulate_options *options = simulator->options;
    if (options->shock_count > 0) {
        const double at = lm_uniform(seed, number, STREAM_SHOCK) * options->shock_count;
        return shock_distance(options, options->shocks[(int)at < options->shock_count ? (int)at : 0]);
    }
    const double z = options->degrees > 0 ? lm_student(seed, number, STREAM_SHOCK, options->degrees)
                                          : lm_normal(seed, number, STREAM_SHOCK);
    return fabs(z) * simulator->sigma;
}

static double lognormal(double sigma, uint64_t seed, uint64_t number, uint64_t stream)
{
    return sigma > 0 ? exp(sigma * lm_normal(seed, number, stream)) : 1;
}

static void draw_impact(const lm_simulator *simulator, uint64_t seed, uint64_t number, lm_impact *impact)
{
    const lm_simulate_options *options = simulator->options;
    const double least = options->reported[0], most = options->reported[1];
    const double depth = options->depth_median * lognormal(options->depth_sigma, seed, number, STREAM_DEPTH);
    const double prefactor = lognormal(options->impact_sigma, seed, number, STREAM_IMPACT);
    const double reported = least < most ? least * pow(most / least, lm_uniform(seed, number, STREAM_REPORTED)) : least;
    impact->flow_per_notional /= reported;
    impact->book_coins_per_coin /= reported * depth;
    if (impact->kind == LM_IMPACT_SQRT)
        impact->scale *= prefactor;
    else
        impact->book_coins_per_coin *= prefactor;
}

/* Draws a lognormal weight for each class, scaled so that the coins of all classes stay the same. */
static void draw_weights(lm_simulator *simulator, uint64_t seed, uint64_t number)
{
    double before = 0, after = 0;
    for (size_t k = 0; k < simulator->ladder.class_count; k++) {
        simulator->weights[k] = lognormal(simulator->options->ladder_sigma, seed, number, STREAM_CLASS + 2 * k);
        before += simulator->totals[k];
        after += simulator->totals[k] * simulator->weights[k];
    }
    for (size_t k = 0; k < simulator->ladder.class_count; k++)
        simulator->weights[k] *= before / after;
}

/* Reweights the rungs from `from` to `count`, the new count of the ladder; returns the first class part not used. */
static size_t reweight(const lm_simulator *simulator, lm_ladder *first, size_t from, size_t count, size_t part)
{
    const lm_ladder *ladder = &simulator->ladder;
    double notional = from > 0 ? first->rungs[from - 1].notional_before + first->rungs[from - 1].notional : 0;
    for (size_t i = from; i < count; i++) {
        lm_rung *rung = &first->rungs[i];
        rung->before = first->size;
        rung->notional_before = notional;
        rung->size = rung->notional = 0;
        for (; part < ladder->class_part_count && ladder->class_parts[part].rung == i; part++) {
            rung->size += ladder->class_parts[part].size * simulator->weights[ladder->class_parts[part].class];
            rung->notional += ladder->class_parts[part].notional * simulator->weights[ladder->class_parts[part].class];
        }
        rung->rate = rung->size / (rung->high - rung->low);
        first->size += rung->size;
        notional += rung->notional;
    }
    first->count = count;
    first->notional = notional;
    return part;
}

/*
 * Solves with reweighted rungs. Most cascades end near the shock, so the rungs up to twice the shock are reweighted
 * first, and twice as many as long as the price does not stop on them. Rungs beyond the final price do not change it.
 */
static void solve_reweighted(const lm_simulator *simulator, const lm_impact *impact, double shock, lm_cascade_end *end)
{
    const lm_ladder *ladder = &simulator->ladder;
    lm_ladder first = *ladder;
    size_t count = 0, reweighted = 0, part = 0;
    first.rungs = simulator->rungs;
    first.size = 0;
    while (count < ladder->count && ladder->rungs[count].low < 2 * shock)
        count++;
    for (;;) {
        part = reweight(simulator, &first, reweighted, count, part);
        lm_cascade_solve(&first, impact, &simulator->limits, shock, NULL, end);
        if (count == ladder->count || end->x <= ladder->rungs[count].low)
            return;
        reweighted = count;
        count = count * 2 + 16 < ladder->count ? count * 2 + 16 : ladder->count;
    }
}

void lm_simulate_draw(lm_simulator *simulator, uint64_t seed, uint64_t number, lm_draw *draw)
{
    lm_impact impact = simulator->impact;
    draw_impact(simulator, seed, number, &impact);
    draw->shock = draw_shock(simulator, seed, number);
    if (!(draw->shock > 0)) {
        draw->end = (lm_cascade_end){0};
    } else if (simulator->weights) {
        draw_weights(simulator, seed, number);
        solve_reweighted(simulator, &impact, draw->shock, &draw->end);
    } else {
        lm_cascade_solve(&simulator->ladder, &impact, &simulator->limits, draw->shock, NULL, &draw->end);
    }
    draw->flow_size = draw->end.coins * impact.flow_per_notional;
}

/* ---- all draws */

/* The columns with quantiles: each an array of one number for each draw. */
enum column {
    COLUMN_SHOCK,
    COLUMN_X,
    COLUMN_SIZE,
    COLUMN_NOTIONAL,
    COLUMN_FLOW,
    COLUMN_SHORTFALL,
    COLUMN_DELEVERAGED,
    COLUMNS
};

static lm_status draw_all(lm_host *host, lm_simulator *simulator, int64_t draws, int64_t seed, double *columns,
                          lm_simulation *simulation)
{
    int64_t jumps = 0;
    for (int64_t i = 0; i < draws; i++) {
        lm_draw draw;
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        lm_simulate_draw(simulator, (uint64_t)seed, (uint64_t)i, &draw);
        columns[COLUMN_SHOCK * draws + i] = draw.shock;
        columns[COLUMN_X * draws + i] = draw.end.x;
        columns[COLUMN_SIZE * draws + i] = draw.end.coins;
        columns[COLUMN_NOTIONAL * draws + i] = draw.end.notional;
        columns[COLUMN_FLOW * draws + i] = draw.end.flow;
        columns[COLUMN_SHORTFALL * draws + i] = draw.end.shortfall;
        columns[COLUMN_DELEVERAGED * draws + i] = draw.end.deleveraged;
        jumps += draw.end.jumped;
    }
    simulation->jump_probability = (double)jumps / (double)draws;
    return LM_OK;
}

static lm_status sort_column(lm_host *host, double *numbers, int64_t count, lm_keyed *order)
{
    for (int64_t i = 0; i < count; i++)
        order[i] = (lm_keyed){lm_ascending_key(numbers[i] + 0.0), 0};
    LM_TRY(lm_sort_keyed(host, order, (size_t)count));
    for (int64_t i = 0; i < count; i++)
        numbers[i] = lm_double_from_bits(order[i].key);
    return LM_OK;
}

static lm_status sort_columns(lm_host *host, double *columns, int64_t draws)
{
    void *order;
    lm_status status = LM_OK;
    const size_t size = (size_t)draws * sizeof(lm_keyed);
    LM_TRY(lm_allocate_raw(host, size, &order));
    for (int i = 0; i < COLUMNS && status == LM_OK; i++)
        status = sort_column(host, columns + i * draws, draws, order);
    lm_release(host, order, size);
    return status;
}

/* The least value that at least the fraction q of all draws does not exceed. */
static double quantile(const double *sorted, int64_t count, double q)
{
    const int64_t at = (int64_t)ceil(q * (double)count) - 1;
    return sorted[at < 0 ? 0 : at < count ? at : count - 1];
}

static void set_quantiles(const lm_simulator *simulator, const double *columns, int64_t draws,
                          lm_simulation *simulation)
{
    const double sign = simulator->ladder.side == LM_LONG ? -1 : 1;
    simulation->count = simulator->options->quantile_count;
    for (int i = 0; i < simulation->count; i++) {
        lm_simulated *row = &simulation->rows[i];
        row->quantile = simulator->options->quantiles[i];
        const double x = quantile(columns + COLUMN_X * draws, draws, row->quantile);
        row->shock_pct = expm1(sign * quantile(columns + COLUMN_SHOCK * draws, draws, row->quantile)) * 100;
        row->final_price = lm_ladder_price(&simulator->ladder, x);
        row->move_pct = expm1(sign * x) * 100;
        row->size = quantile(columns + COLUMN_SIZE * draws, draws, row->quantile);
        row->notional = quantile(columns + COLUMN_NOTIONAL * draws, draws, row->quantile);
        row->flow = quantile(columns + COLUMN_FLOW * draws, draws, row->quantile);
        row->shortfall = quantile(columns + COLUMN_SHORTFALL * draws, draws, row->quantile);
        row->deleveraged = quantile(columns + COLUMN_DELEVERAGED * draws, draws, row->quantile);
        row->jump_probability = simulation->jump_probability;
        row->reported[0] = simulation->reported[0];
        row->reported[1] = simulation->reported[1];
    }
}

static lm_status run(lm_host *host, lm_simulator *simulator, int64_t draws, int64_t seed, lm_simulation *simulation)
{
    double *columns;
    LM_TRY(allocate_numbers(host, (size_t)draws * COLUMNS, &columns));
    lm_status status = draw_all(host, simulator, draws, seed, columns, simulation);
    if (status == LM_OK)
        status = sort_columns(host, columns, draws);
    if (status == LM_OK)
        set_quantiles(simulator, columns, draws, simulation);
    lm_release(host, columns, (size_t)draws * COLUMNS * sizeof(double));
    return status;
}

lm_status lm_map_simulate(lm_host *host, const lm_map *map, const lm_impact_model *model,
                          const lm_simulate_options *options, lm_simulation *simulation)
{
    const int64_t draws = options->draws, seed = options->seed;
    lm_simulator simulator;
    lm_simulation result = {.draws = draws};
    lm_simulate_options resolved = *options;
    LM_TRY(lm_simulate_options_check(host, options));
    if (resolved.reported[0] == 0)
        lm_impact_model_reported(map, model, resolved.reported);
    memcpy(result.reported, resolved.reported, sizeof result.reported);
    LM_TRY(lm_simulator_init(host, map, model, &resolved, &simulator));
    const lm_status status = run(host, &simulator, draws, seed, &result);
    lm_simulator_free(host, &simulator);
    if (status == LM_OK)
        *simulation = result;
    return status;
}

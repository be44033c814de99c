#include "truth/score_board.h"

#include <math.h>

#include "base/host.h"
#include "truth/score_options.h"

/* ---- memory */

/* Cuts `count` numbers off a block. */
static double *take(double **block, size_t count)
{
    double *taken = *block;
    *block += count;
    return taken;
}

static lm_status allocate_board(lm_host *host, lm_score_board *board)
{
    const size_t n = board->count;
    board->size[0] = n * 2 * (LM_FEATURE_COUNT + 2 + 2 * LM_NULL_COUNT) * sizeof(double);
    LM_TRY(lm_allocate_raw(host, board->size[0], &board->memory[0]));
    board->size[1] = n * 4 * sizeof(uint32_t);
    LM_TRY(lm_allocate_raw(host, board->size[1], &board->memory[1]));
    double *block = board->memory[0];
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        board->features[side] = take(&block, n * LM_FEATURE_COUNT);
        board->observed[side] = take(&block, n);
        board->log_observed[side] = take(&block, n);
        for (int null = 0; null < LM_NULL_COUNT; null++) {
            board->mean[null][side] = take(&block, n);
            board->log[null][side] = take(&block, n);
        }
    }
    board->usable = board->memory[1];
    board->fitted = board->usable + n;
    board->day = board->fitted + n;
    board->split = (int32_t *)(board->day + n);
    return LM_OK;
}

void lm_score_board_free(lm_host *host, lm_score_board *board)
{
    for (int i = 0; i < 2; i++) {
        lm_release(host, board->memory[i], board->size[i]);
        board->memory[i] = NULL;
    }
}

/* ---- which bars */

static int64_t floor_day(int64_t time)
{
    return time / LM_DAY - (time % LM_DAY < 0);
}

static void find_usable(lm_score_board *board)
{
    const lm_price_bar *bars = board->bars->items;
    for (size_t i = 0; i < board->count; i++) {
        board->day[i] = (uint32_t)(floor_day(bars[i].start) - floor_day(bars[0].start));
        board->split[i] = -1;
        if (i > 0 && bars[i].traded && bars[i].observed && bars[i].start - bars[0].start >= board->options.warm_up)
            board->usable[board->usable_count++] = (uint32_t)i;
    }
    board->days = board->count > 0 ? board->day[board->count - 1] + 1 : 0;
}

/* The split that scores a bar: -1 for a bar of the training part. */
static int32_t split_of(const lm_score_board *board, size_t bar)
{
    const lm_score_options *options = &board->options;
    const int64_t start = board->bars->items[bar].start;
    if (options->folds > 0)
        return (int32_t)(board->day[bar] % (uint32_t)options->folds);
    if (start < options->train_until)
        return -1;
    return options->refit > 0 ? (int32_t)((start - options->train_until) / options->refit) : 0;
}

static void split_bars(lm_score_board *board)
{
    int64_t *until = &board->options.train_until;
    if (*until == LM_TIME_UNKNOWN && board->usable_count > 0)
        *until = floor_day(board->bars->items[board->usable[board->usable_count / 2]].start) * LM_DAY;
    *until = *until > LM_TIME_MAX ? LM_TIME_MAX : *until < -LM_TIME_MAX ? -LM_TIME_MAX : *until;
    for (size_t i = 0; i < board->usable_count; i++) {
        const size_t bar = board->usable[i];
        const int32_t split = split_of(board, bar);
        board->split[bar] = split;
        board->scored += split >= 0;
        board->splits = split >= board->splits ? split + 1 : board->splits;
    }
}

lm_rows lm_score_fitted(const lm_score_board *board, int split)
{
    const lm_score_options *options = &board->options;
    const int64_t until = options->train_until + split * options->refit - board->bars->width;
    size_t count = 0;
    for (size_t i = 0; i < board->usable_count; i++) {
        const uint32_t bar = board->usable[i];
        if (options->folds > 0 ? board->split[bar] != split : board->bars->items[bar].start <= until)
            board->fitted[count++] = bar;
    }
    return (lm_rows){board->fitted, count};
}

/* The bars that ridge and dispersion are chosen on: the first training part, or all where days are left out in turn. */
static lm_rows first_fitted(const lm_score_board *board)
{
    return lm_score_fitted(board, board->options.folds > 0 ? -1 : 0);
}

static lm_status check_enough(lm_host *host, const lm_score_board *board)
{
    static const char *const names[] = {"longs", "shorts"};
    const lm_rows rows = first_fitted(board);
    if (rows.count < LM_MIN_FITTED || board->scored < LM_MIN_SCORED)
        return lm_fail(host, LM_E_MISSING, "Give a longer tape, narrower bars, or another train_until.",
                       "%zu bars with observed liquidations to fit and %zu to score are too few: "
                       "at least %d and %d are needed",
                       rows.count, board->scored, LM_MIN_FITTED, LM_MIN_SCORED);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        double fitted = 0, scored = 0;
        for (size_t i = 0; i < rows.count; i++)
            fitted += board->observed[side][rows.items[i]];
        for (size_t i = 0; i < board->usable_count; i++)
            scored += board->split[board->usable[i]] >= 0 ? board->observed[side][board->usable[i]] : 0;
        if (!(fitted > 0) || !(scored > 0))
            return lm_fail(host, LM_E_MISSING, "A score needs observed liquidations of longs and of shorts.",
                           "the tape has no observed liquidations of %s in the part that is %s", names[side],
                           fitted > 0 ? "scored" : "fitted");
    }
    return LM_OK;
}

/* ---- fits */

lm_design lm_score_design(const lm_score_board *board, lm_null null, lm_side side, const double *extra, bool logarithm)
{
    lm_design design = {.table = board->features[side],
                        .stride = LM_FEATURE_COUNT,
                        .extra = extra,
                        .target = logarithm ? board->log_observed[side] : board->observed[side]};
    design.columns = lm_null_columns(null, &design.column_count);
    return design;
}

static lm_status fit_design(lm_host *host, const lm_design *design, lm_rows rows, bool logarithm, double ridge,
                            double dispersion, lm_fit *fit)
{
    return logarithm ? lm_fit_least_squares(host, design, rows, ridge, fit)
                     : lm_fit_amounts(host, design, rows, ridge, dispersion, fit);
}

/* Means outside of the range of what can be observed would dominate sums of means. */
static double mean_of(double prediction)
{
    return exp(prediction > 25 ? 25 : prediction < -25 ? -25 : prediction);
}

lm_status lm_score_predict(lm_host *host, const lm_score_board *board, lm_null null, lm_side side, const double *extra,
                           bool logarithm, double *predictions)
{
    const lm_design design = lm_score_design(board, null, side, extra, logarithm);
    const double ridge = logarithm ? board->ridge_log[null] : board->ridge[null];
    lm_fit fit;
    for (int split = 0; split < board->splits; split++) {
        LM_TRY(
            fit_design(host, &design, lm_score_fitted(board, split), logarithm, ridge, board->dispersion[side], &fit));
        for (size_t i = 0; i < board->usable_count; i++) {
            const size_t bar = board->usable[i];
            if (board->split[bar] != split)
                continue;
            const double prediction = lm_fit_at(&fit, &design, bar);
            predictions[bar] = logarithm ? prediction : mean_of(prediction);
        }
    }
    return LM_OK;
}

/* ---- the ridge */

#define RIDGE_FOLDS 5
static const double ridges[] = {2, 10, 30, 100, 300, 1000, 3000};
#define RIDGE_COUNT ((int)(sizeof ridges / sizeof *ridges))

/* Splits rows into those of every RIDGE_FOLDS-th day and the others, which come first. */
static size_t leave_out(const lm_score_board *board, lm_rows rows, int fold, uint32_t *out)
{
    size_t kept = 0, left = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        if ((int)(board->day[rows.items[i]] % RIDGE_FOLDS) == fold)
            out[--left] = rows.items[i];
        else
            out[kept++] = rows.items[i];
    return kept;
}

/* Adds what each ridge loses on the days left out: the deviance of amounts, or squares of logarithms. */
static lm_status add_losses(lm_host *host, const lm_score_board *board, lm_null null, lm_side side, bool logarithm,
                            lm_rows rows, uint32_t *order, double losses[RIDGE_COUNT])
{
    const lm_design design = lm_score_design(board, null, side, NULL, logarithm);
    lm_fit fit;
    for (int fold = 0; fold < RIDGE_FOLDS; fold++) {
        const size_t kept = leave_out(board, rows, fold, order);
        for (int i = 0; i < RIDGE_COUNT && kept < rows.count; i++) {
            const lm_rows part = {order, kept};
            const lm_status status =
                fit_design(host, &design, part, logarithm, ridges[i], board->dispersion[side], &fit);
            if (status == LM_E_MISSING)
                break; /* the days that are left have no liquidations: they say nothing of the ridge */
            LM_TRY(status);
            for (size_t k = kept; k < rows.count; k++) {
                const double prediction = lm_fit_at(&fit, &design, order[k]), target = design.target[order[k]];
                losses[i] += logarithm ? (prediction - target) * (prediction - target)
                                       : lm_amount_deviance(target, mean_of(prediction), board->dispersion[side]);
            }
        }
    }
    return LM_OK;
}

static lm_status choose_ridge(lm_host *host, const lm_score_board *board, lm_null null, bool logarithm, lm_rows rows,
                              double *ridge)
{
    double losses[RIDGE_COUNT] = {0};
    void *order;
    int best = 0;
    LM_TRY(lm_allocate_raw(host, rows.count * sizeof(uint32_t), &order));
    lm_status status = add_losses(host, board, null, LM_LONG, logarithm, rows, order, losses);
    if (status == LM_OK)
        status = add_losses(host, board, null, LM_SHORT, logarithm, rows, order, losses);
    lm_release(host, order, rows.count * sizeof(uint32_t));
    for (int i = 1; i < RIDGE_COUNT; i++)
        best = losses[i] < losses[best] ? i : best;
    *ridge = ridges[best];
    return status;
}

static lm_status fit_nulls(lm_host *host, lm_score_board *board)
{
    const lm_rows rows = first_fitted(board);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const lm_design design = lm_score_design(board, LM_NULL_N0, (lm_side)side, NULL, false);
        LM_TRY(lm_fit_dispersion(host, &design, rows, 2, &board->dispersion[side]));
    }
    for (int null = 0; null < LM_NULL_COUNT; null++) {
        if (!(board->options.nulls >> null & 1))
            continue;
        board->ridge[null] = board->ridge_log[null] = board->options.ridge;
        if (board->options.ridge == 0) {
            LM_TRY(choose_ridge(host, board, (lm_null)null, false, first_fitted(board), &board->ridge[null]));
            LM_TRY(choose_ridge(host, board, (lm_null)null, true, first_fitted(board), &board->ridge_log[null]));
        }
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            LM_TRY(lm_score_predict(host, board, (lm_null)null, (lm_side)side, NULL, false, board->mean[null][side]));
            LM_TRY(lm_score_predict(host, board, (lm_null)null, (lm_side)side, NULL, true, board->log[null][side]));
        }
    }
    return LM_OK;
}

/* ---- the board */

static lm_status set_features(lm_host *host, lm_score_board *board)
{
    lm_feature_scale scale = {1, board->options.unit};
    size_t known = board->count;
    while (board->options.folds == 0 && known > 0 && board->bars->items[known - 1].start >= board->options.train_until)
        known--;
    LM_TRY(lm_open_interest_scale(host, board->bars, known, &scale.open_interest));
    for (size_t i = 0; i < board->count; i++) {
        LM_TRY(lm_check_interrupt_at(host, i * 256 + 255));
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            const double amount = board->bars->items[i].liquidated[side] / board->options.unit;
            board->observed[side][i] = amount;
            board->log_observed[side][i] = log(amount + 0.1);
            lm_features_of(board->bars, i, (lm_side)side, &scale, board->features[side] + i * LM_FEATURE_COUNT);
        }
    }
    return LM_OK;
}

static lm_status build_board(lm_host *host, lm_score_board *board)
{
    if (board->bars->observed == 0)
        return lm_fail(host, LM_E_MISSING, "Add the liquidations that a feed reported to the tape.",
                       "the tape has no bar with observed liquidations");
    LM_TRY(allocate_board(host, board));
    find_usable(board);
    split_bars(board);
    LM_TRY(set_features(host, board));
    LM_TRY(check_enough(host, board));
    return fit_nulls(host, board);
}

lm_status lm_score_board_create(lm_host *host, const lm_bars *bars, const lm_score_options *options,
                                lm_score_board *board)
{
    lm_score_board made = {.options = *options, .bars = bars, .count = bars->count};
    LM_TRY(lm_score_options_check(host, options));
    const lm_status status = build_board(host, &made);
    if (status != LM_OK) {
        lm_score_board_free(host, &made);
        return status;
    }
    *board = made;
    return LM_OK;
}

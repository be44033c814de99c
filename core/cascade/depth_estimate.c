/*
 * Estimates an impact model from a tape by a robust regression through the origin: the return of a frame on its signed
 * flow (what takers bought less what they sold).
 *
 * Huber's weights limit the influence of frames with news. The interval is a sandwich estimate over blocks of frames,
 * as frames within a block need not be independent. It takes only + - * / and square roots in a fixed number of
 * rounds, so that the result is the same on every machine.
 */
#include <math.h>
#include <string.h>

#include "base/bytes.h"
#include "base/json_document.h"
#include "base/number.h"
#include "base/sort.h"
#include "cascade/impact_model.h"
#include "liqmap/tape.h"

#define MIN_RETURNS 300
#define HUBER 1.345                  /* keeps 95 % of the efficiency on normal returns */
#define MAD_OF_NORMAL 0.6745         /* median absolute deviation of a standard normal */
#define SCALE_ROUNDS 5               /* of estimating the scale, and within each */
#define WEIGHT_ROUNDS 10             /* of estimating the slope */
#define WIDTH 1.6448536269514722     /* standard errors on either side of a 90 % interval */
#define MAX_SILENCE (60 * LM_MINUTE) /* without trades; anything longer is a hole in the tape */
#define INTERRUPT_EVERY 1024

/* The observation of a frame that directly follows another one. */
typedef struct step {
    double y; /* simple return of the closes */
    double x; /* signed flow in quote; for square-root impact then sigma * sign(flow) * sqrt(|flow| / volume) */
    double residual;
} step;

typedef struct steps {
    step *items;
    size_t count, capacity;
    size_t followed;   /* frames that directly follow another one, whether or not the taker is known */
    double squares;    /* sum of the squared returns of these */
    double notional;   /* of all frames */
    double days;       /* that the tape covers, without holes */
    double frame_days; /* one frame in days */
} steps;

/* ---- reading */

/* Returns false where bought and sold are equal up to rounding, which is less than one count for each trade. */
static bool taker_known(const lm_frame *frame, int64_t total)
{
    const int64_t flow = 2 * frame->bought - total;
    return total > 0 && (flow > frame->rows || -flow > frame->rows);
}

static lm_status add_step(lm_host *host, steps *all, double change, double flow)
{
    LM_TRY(LM_RESERVE(host, all->items, all->capacity, all->count + 1));
    all->items[all->count++] = (step){change, flow, 0};
    return LM_OK;
}

static lm_status read_frame(lm_host *host, steps *all, const lm_tape_options *options, const lm_frame *frame,
                            const lm_frame *before)
{
    int64_t total = 0;
    for (size_t i = 0; i < frame->cell_count; i++)
        total += frame->cells[i].count;
    const int64_t gap = before->rows > 0 ? frame->start - before->start : options->frame;
    const bool hole = gap > MAX_SILENCE && gap > options->frame;
    all->days += (double)(hole ? options->frame : gap) / (double)LM_DAY;
    all->notional += (double)total * options->unit;
    if (before->rows == 0 || gap != options->frame)
        return LM_OK;
    const double change = frame->close / before->close - 1;
    all->followed++;
    all->squares += change * change;
    if (!taker_known(frame, total))
        return LM_OK;
    return add_step(host, all, change, (double)(2 * frame->bought - total) * options->unit);
}

static lm_status read_steps(lm_host *host, lm_tape_reader *reader, steps *all)
{
    const lm_tape_options *options = lm_tape_reader_options(reader);
    lm_frame frame, before = {.rows = 0};
    lm_status status;
    all->frame_days = (double)options->frame / (double)LM_DAY;
    for (size_t i = 0; (status = lm_tape_reader_next(host, reader, &frame)) == LM_OK; i++) {
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        if (frame.rows == 0)
            continue;
        LM_TRY(read_frame(host, all, options, &frame, &before));
        before = frame;
    }
    return status == LM_DONE ? LM_OK : status;
}

static lm_status check_enough(lm_host *host, const steps *all)
{
    if (all->followed < MIN_RETURNS)
        return lm_fail(
            host, LM_E_MISSING, "Merge more tapes, or build the tape with narrower frames.",
            "a tape with %zu frames that directly follow another one is too short for an estimate, which needs %d",
            all->followed, MIN_RETURNS);
    if (all->count < MIN_RETURNS)
        return lm_fail(host, LM_E_MISSING, "Build the tape from trades with is_buy, or candles with taker_buy_volume.",
                       "only %zu frames of the tape say whether takers bought or sold, and %d are needed", all->count,
                       MIN_RETURNS);
    if (!(all->squares > 0))
        return lm_fail(host, LM_E_MISSING, NULL, "the price of the tape never moves");
    return LM_OK;
}

/* ---- fitting */

/* Computes the median of the absolute residuals; `order` is working memory for all of them. */
static lm_status median_residual(lm_host *host, const steps *all, lm_keyed *order, double *median)
{
    for (size_t i = 0; i < all->count; i++)
        order[i] = (lm_keyed){lm_ascending_key(fabs(all->items[i].residual)), 0};
    LM_TRY(lm_sort_keyed(host, order, all->count));
    *median = lm_double_from_bits(order[all->count / 2].key);
    return LM_OK;
}

static void set_residuals(steps *all, double slope)
{
    for (size_t i = 0; i < all->count; i++)
        all->items[i].residual = all->items[i].y - slope * all->items[i].x;
}

static double weight(double residual, double limit)
{
    return fabs(residual) <= limit ? 1 : limit / fabs(residual);
}

/* The slope by least squares with Huber's weights for this limit. */
static double weighted_slope(const steps *all, double limit)
{
    double xy = 0, xx = 0;
    for (size_t i = 0; i < all->count; i++) {
        const step *at = &all->items[i];
        const double w = weight(at->residual, limit);
        xy += w * at->x * at->y;
        xx += w * at->x * at->x;
    }
    return xy / xx;
}

static lm_status fit(lm_host *host, steps *all, lm_keyed *order, double *slope, double *limit)
{
    *limit = INFINITY;
    set_residuals(all, 0);
    *slope = weighted_slope(all, *limit);
    for (int i = 0; i < SCALE_ROUNDS; i++) {
        double median;
        set_residuals(all, *slope);
        LM_TRY(median_residual(host, all, order, &median));
        LM_TRY(lm_check_interrupt(host));
        /* A median of 0 means that over half of the frames are exactly on the line: no weights are needed. */
        *limit = median > 0 ? HUBER * median / MAD_OF_NORMAL : INFINITY;
        for (int j = 0; j < WEIGHT_ROUNDS; j++) {
            *slope = weighted_slope(all, *limit);
            set_residuals(all, *slope);
        }
    }
    return LM_OK;
}

/* The sandwich estimate over blocks of sqrt(count) frames, so that more frames allow for longer dependence. */
static double standard_error(const steps *all, double limit)
{
    size_t width = 1, blocks = 0;
    while ((width + 1) * (width + 1) <= all->count)
        width++;
    double meat = 0, bread = 0;
    for (size_t begin = 0; begin < all->count; begin += width, blocks++) {
        const size_t end = begin + width < all->count ? begin + width : all->count;
        double score = 0;
        for (size_t i = begin; i < end; i++) {
            const step *at = &all->items[i];
            score += at->x * at->residual * weight(at->residual, limit);
            bread += fabs(at->residual) <= limit ? at->x * at->x : 0;
        }
        meat += score * score;
    }
    return sqrt(meat * (double)blocks / (double)(blocks - 1)) / bread;
}

static double r_squared(const steps *all)
{
    double left = 0, whole = 0;
    for (size_t i = 0; i < all->count; i++) {
        left += all->items[i].residual * all->items[i].residual;
        whole += all->items[i].y * all->items[i].y;
    }
    return 1 - left / whole;
}

/* ---- from the slope to the impact model */

/* Converts flows to what square-root impact is linear in: sigma * sign(flow) * sqrt(|flow| / volume). */
static void convert_to_root_law(steps *all, double sigma, double volume)
{
    for (size_t i = 0; i < all->count; i++) {
        const double root = sigma * sqrt(fabs(all->items[i].x) / volume);
        all->items[i].x = all->items[i].x < 0 ? -root : root;
    }
}

static lm_status estimate_line(lm_host *host, steps *all, lm_impact_estimate *out)
{
    double slope, limit;
    void *order;
    const size_t size = all->count * sizeof(lm_keyed);
    out->sigma = sqrt(all->squares / ((double)all->followed * all->frame_days));
    out->volume = all->notional / all->days;
    out->n = (int64_t)all->count;
    if (out->model.kind == LM_IMPACT_SQRT)
        convert_to_root_law(all, out->sigma, out->volume);
    LM_TRY(lm_allocate_raw(host, size, &order));
    const lm_status status = fit(host, all, order, &slope, &limit);
    lm_release(host, order, size);
    LM_TRY(status);
    if (!(slope > 0 && lm_finite(slope)))
        return lm_fail(
            host, LM_E_MISSING,
            "Check that is_buy is the side of the taker, not of the maker; else write the impact model by hand.",
            "the price of the tape does not rise when takers buy");
    const double margin = WIDTH * standard_error(all, limit);
    const double least = slope - margin, most = slope + margin;
    if (out->model.kind == LM_IMPACT_SQRT) {
        out->model.sigma = out->sigma;
        out->model.volume = out->volume;
        out->model.y = slope;
        out->low = least;
        out->high = most;
    } else {
        out->model.depth_per_pct = 0.01 / slope;
        out->low = 0.01 / most;
        out->high = least > 0 ? 0.01 / least : NAN;
    }
    out->r2 = r_squared(all);
    return LM_OK;
}

lm_status lm_tape_impact(lm_host *host, lm_bytes tape, lm_impact_kind kind, lm_impact_estimate *estimate)
{
    lm_tape_reader *reader;
    lm_impact_estimate read;
    steps all = {NULL, 0, 0, 0, 0, 0, 0, 0};
    if (kind != LM_IMPACT_LINEAR && kind != LM_IMPACT_SQRT)
        return lm_fail(host, LM_E_ARGUMENT, "Give the kind linear or sqrt.",
                       "an impact model of this kind cannot be estimated from a tape");
    memset(&read, 0, sizeof read);
    lm_impact_model_init(&read.model);
    read.model.kind = (uint8_t)kind;
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    read.frame = lm_tape_reader_options(reader)->frame;
    lm_status status = read_steps(host, reader, &all);
    lm_tape_reader_destroy(host, reader);
    if (status == LM_OK)
        status = check_enough(host, &all);
    if (status == LM_OK)
        status = estimate_line(host, &all, &read);
    if (status == LM_OK)
        status = lm_impact_model_check(host, &read.model);
    lm_release(host, all.items, all.capacity * sizeof(step));
    if (status == LM_OK)
        *estimate = read;
    return status;
}

/* ---- options, and the document */

lm_status lm_tape_impact_options_read(lm_host *host, const char *json, size_t length, lm_impact_kind *kind)
{
    static const char *const keys[] = {"kind", NULL};
    static const char *const kinds[] = {"linear", "sqrt", NULL};
    int index = 0;
    lm_json_document document;
    LM_TRY(lm_json_document_init(host, &document, "options", json, length));
    const lm_json_node root = lm_json_document_root(&document);
    lm_status status = lm_json_node_keys(&root, keys);
    if (status == LM_OK)
        status = lm_json_member_word(&root, "kind", kinds, &index);
    lm_json_document_free(&document);
    LM_TRY(status);
    *kind = index == 1 ? LM_IMPACT_SQRT : LM_IMPACT_LINEAR;
    return LM_OK;
}

lm_status lm_impact_estimate_print(lm_host *host, const lm_impact_estimate *estimate, lm_buffer *out)
{
    const lm_named_number numbers[] = {
        {"low", estimate->low},
        {"high", estimate->high},
        {"n", (double)estimate->n},
        {"r2", estimate->r2},
        {"sigma", estimate->sigma},
        {"volume", estimate->volume},
        {"frame", (double)estimate->frame / (double)LM_SECOND},
    };
    return lm_impact_model_print_estimated(host, &estimate->model, numbers, sizeof numbers / sizeof numbers[0], out);
}

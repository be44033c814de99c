/*
 * A cascade in time, step by step: what is triggered waits for the engine, is sold, and moves the price, which triggers
 * more; the book refills meanwhile. With no cap, no refill and steps ever shorter it is the static cascade.
 *
 *   mark        x = s(t) + permanent * I(all that was sold) + (1 - permanent) * I(what the book has not refilled)
 *   refill      what the book has not refilled halves in every `refill` seconds
 *   engine      sells up to cap * step a step, oldest first; `partial` of a position at once, the rest a cooldown later;
 *               what waits beyond its bankruptcy or takeover price is taken over and never sold
 */
#include <math.h>
#include <string.h>

#include "base/json_document.h"
#include "base/number.h"
#include "cascade/cascade.h"

#define MOST_STEPS 100000
#define INTERRUPT_EVERY 256

/* A part of a rung that was triggered: it waits from `due` on. */
typedef struct order {
    double x;        /* log distance of its trigger */
    double due;      /* seconds */
    double size;     /* coins of the map */
    double notional; /* quote, what is not reported included */
} order;

/* Orders of one kind come due in the order in which they were triggered. */
typedef struct queue {
    order *items;
    size_t head, count, capacity;
} queue;

typedef struct run {
    const lm_ladder *ladder;
    const lm_engine *engine;
    const lm_path_options *options;
    lm_impact impact;
    double shock;          /* log distance */
    double gives_up;       /* behind its trigger, an order is taken over from this log distance on */
    queue now, later;      /* the first parts of positions, and the rest after a cooldown */
    size_t rung;           /* the next to be triggered */
    double reached;        /* farthest log distance of the mark */
    double sold, unfilled; /* coins of the map: all that was sold, and what the book has not refilled of it */
    double pending;        /* quote notional that waits */
} run;

/* ---- triggers */

static lm_status push(lm_host *host, queue *to, const order *item)
{
    LM_TRY(LM_RESERVE(host, to->items, to->capacity, to->count + 1));
    to->items[to->count++] = *item;
    return LM_OK;
}

/* What the mark has come to, between x0 and x1 of a rung. */
static lm_status trigger(lm_host *host, run *state, const lm_rung *rung, double x0, double x1, double time)
{
    const double part = (x1 - x0) / (rung->high - rung->low);
    const bool parts = state->engine->partial < 1 && state->engine->partial_above == 0;
    const double first = parts ? state->engine->partial : 1;
    const double size = rung->size * part, notional = rung->notional * part * state->impact.gross;
    const order now = {x0, time, size * first, notional * first};
    const order later = {x0, time + state->engine->cooldown, size * (1 - first), notional * (1 - first)};
    state->pending += notional;
    LM_TRY(push(host, &state->now, &now));
    return parts ? push(host, &state->later, &later) : LM_OK;
}

static lm_status trigger_to(lm_host *host, run *state, double x, double time)
{
    const lm_ladder *ladder = state->ladder;
    while (state->rung < ladder->count && ladder->rungs[state->rung].low < x) {
        const lm_rung *rung = &ladder->rungs[state->rung];
        const double x0 = fmax(rung->low, state->reached), x1 = fmin(rung->high, x);
        if (x1 > x0)
            LM_TRY(trigger(host, state, rung, x0, x1, time));
        if (x < rung->high)
            break;
        state->rung++;
    }
    if (x > state->reached)
        state->reached = x;
    return LM_OK;
}

/* ---- the engine */

/* Sells one order, or the part of it that *room (quote) still allows; what is too far gone is taken over instead. */
static void work_off(run *state, order *item, double mark, double *room, lm_path_row *row)
{
    const bool lost = mark - item->x > state->gives_up;
    const double part = lost || item->notional <= *room ? 1 : *room / item->notional;
    const double size = item->size * part, notional = item->notional * part;
    item->size -= size;
    item->notional = part == 1 ? 0 : item->notional - notional;
    state->pending -= notional;
    if (lost) {
        row->taken_over += notional;
        return;
    }
    state->sold += size;
    state->unfilled += size;
    row->liquidated += notional;
    *room -= notional;
}

/* The queue whose turn it is: the one whose oldest order came due first; NULL if none is due. */
static queue *next_queue(run *state, double time)
{
    queue *const queues[] = {&state->now, &state->later};
    queue *next = NULL;
    for (int i = 0; i < 2; i++) {
        const queue *one = queues[i];
        if (one->head < one->count && one->items[one->head].due <= time &&
            (!next || one->items[one->head].due < next->items[next->head].due))
            next = queues[i];
    }
    return next;
}

static void sell_due(run *state, double time, double mark, lm_path_row *row)
{
    double room = state->options->cap > 0 ? state->options->cap * state->options->step : INFINITY;
    queue *next;
    while (room > 0 && (next = next_queue(state, time)) != NULL) {
        order *item = &next->items[next->head];
        work_off(state, item, mark, &room, row);
        if (item->notional > 0)
            break;
        next->head++;
    }
    if (state->now.head == state->now.count && state->later.head == state->later.count)
        state->pending = 0; /* no rounding is left behind */
}

/* ---- time */

static double displacement(const run *state, double coins, double mark)
{
    return coins > 0
               ? lm_impact_move(&state->impact, state->impact.flow * coins / lm_depth_remaining(&state->impact, mark))
               : 0;
}

/* The mark, given where it was before: depth evaporates with the distance. */
static double mark_at(const run *state, double time, double before)
{
    const lm_path_options *options = state->options;
    const double arrived = options->shock_over > 0 && time < options->shock_over ? time / options->shock_over : 1;
    const double lasting = options->refill > 0 ? options->permanent : 1;
    return state->shock * arrived + lasting * displacement(state, state->sold, before) +
           (1 - lasting) * displacement(state, state->unfilled, before);
}

static lm_status run_steps(lm_host *host, run *state, lm_path *path)
{
    const lm_path_options *options = state->options;
    const double kept = options->refill > 0 ? lm_exp2_neg(options->step / options->refill) : 1;
    double mark = 0, cumulative = 0, taken_over = 0;
    for (size_t i = 0; i < path->count; i++) {
        lm_path_row *row = &path->rows[i];
        row->t = (double)i * options->step;
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        state->unfilled *= kept;
        mark = mark_at(state, row->t, mark);
        LM_TRY(trigger_to(host, state, mark, row->t));
        sell_due(state, row->t, mark, row);
        cumulative += row->liquidated;
        row->price = lm_ladder_price(state->ladder, mark);
        row->cumulative = cumulative;
        row->taken_over = taken_over += row->taken_over;
        row->pending = state->pending;
        if (i == 0 || mark > path->farthest_x) {
            path->farthest_x = mark;
            path->farthest = i;
        }
    }
    return LM_OK;
}

/* Beyond the margin that is left at the trigger, or beyond what the venue lets it fall to. */
static double give_up_distance(const lm_engine *engine, lm_side side)
{
    const double margin = engine->takeover > 0 ? engine->maintenance * (1 - engine->takeover) : engine->maintenance;
    if (engine->order == LM_ORDER_MARKET && engine->takeover == 0)
        return INFINITY;
    return side == LM_LONG ? -log1p(-margin) : log1p(margin);
}

static lm_status run_on(lm_host *host, const lm_ladder *ladder, const lm_impact_model *model, double shock,
                        const lm_path_options *options, lm_path *path)
{
    run state;
    void *rows;
    memset(&state, 0, sizeof state);
    state.ladder = ladder;
    state.engine = &model->engine;
    state.options = options;
    state.shock = lm_shock_distance(shock);
    state.gives_up = give_up_distance(&model->engine, ladder->side);
    const lm_reported reported = lm_reported_of(model, ladder->replayed);
    lm_impact_open(model, ladder->side, ladder->reference_price, lm_reported_middle(reported), &state.impact);
    path->reported[0] = reported.least;
    path->reported[1] = reported.most;
    path->count = (size_t)(options->duration / options->step) + 1;
    LM_TRY(lm_allocate(host, path->count * sizeof(lm_path_row), &rows));
    path->rows = rows;
    const lm_status status = run_steps(host, &state, path);
    lm_release(host, state.now.items, state.now.capacity * sizeof(order));
    lm_release(host, state.later.items, state.later.capacity * sizeof(order));
    if (status != LM_OK)
        lm_path_free(host, path);
    return status;
}

static lm_status check_options(lm_host *host, const lm_path_options *options)
{
    if (!(options->step > 0 && options->duration >= 0 && options->refill >= 0 && options->permanent >= 0 &&
          options->permanent <= 1 && options->cap >= 0 && options->shock_over >= 0) ||
        !lm_finite(options->step + options->duration + options->refill + options->cap + options->shock_over))
        return lm_fail(host, LM_E_RANGE, NULL, "a number of the options is outside of what is accepted");
    if (options->duration / options->step > MOST_STEPS)
        return lm_fail(host, LM_E_LIMIT, "Take a longer step, or a shorter duration.", "a run of more than %d steps",
                       MOST_STEPS);
    return LM_OK;
}

lm_status lm_map_cascade_path(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                              const lm_path_options *options, lm_path *path)
{
    lm_ladder ladder;
    lm_path run = {.rows = NULL};
    LM_TRY(lm_check_shock(host, shock));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(check_options(host, options));
    LM_TRY(lm_ladder_open(host, map, lm_side_of_shock(shock), model->reference_price, false, &ladder));
    const lm_status status = run_on(host, &ladder, model, shock, options, &run);
    if (status == LM_OK)
        lm_cascade_on(&ladder, model, shock, 1, &run.still);
    lm_ladder_close(host, &ladder);
    if (status == LM_OK)
        *path = run;
    return status;
}

void lm_path_free(lm_host *host, lm_path *path)
{
    lm_release(host, path->rows, path->rows ? path->count * sizeof(lm_path_row) : 0);
    path->rows = NULL;
    path->count = 0;
}

/* ---- options */

void lm_path_options_init(lm_path_options *options)
{
    *options = (lm_path_options){.step = 1, .duration = 1800, .refill = 300, .permanent = 0.3};
}

static lm_status read_options(const lm_json_node *root, void *result)
{
    lm_path_options *options = result;
    static const char *const keys[] = {"step", "duration", "refill", "permanent", "cap", "shock_over", NULL};
    LM_TRY(lm_json_node_keys(root, keys));
    LM_TRY(lm_json_member_duration(root, "step", 1e-3, 86400, &options->step));
    LM_TRY(lm_json_member_duration(root, "duration", 0, 30 * 86400.0, &options->duration));
    LM_TRY(lm_json_member_duration(root, "refill", 0, 30 * 86400.0, &options->refill));
    LM_TRY(lm_json_member_number(root, "permanent", 0, 1, &options->permanent));
    LM_TRY(lm_json_member_number(root, "cap", 0, 1e18, &options->cap));
    return lm_json_member_duration(root, "shock_over", 0, 30 * 86400.0, &options->shock_over);
}

lm_status lm_path_options_read(lm_host *host, const char *json, size_t length, lm_path_options *options)
{
    lm_path_options read;
    lm_path_options_init(&read);
    LM_TRY(lm_json_document_read(host, "options", json, length, read_options, &read));
    *options = read;
    return LM_OK;
}

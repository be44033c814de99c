/*
 * Runs a cascade in time steps: triggered orders wait for the engine, are sold and move the price, which triggers more
 * orders, while the order book refills. Without cap and refill it tends to the static cascade as steps get shorter.
 *
 *   mark        x = s(t) + permanent * I(sold) + (1 - permanent) * I(unfilled)
 *   refill      `unfilled`, what was sold and not refilled by the book, halves every `refill` seconds
 *   engine      sells up to cap * step a step, oldest first: `partial` of a position at once, the rest after a
 *               cooldown; an order beyond its bankruptcy or takeover price is taken over and never sold
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "cascade/bounds.h"
#include "cascade/cascade.h"

#define MAX_STEPS 100000
#define INTERRUPT_EVERY 256

/* The triggered part of a rung, which may be sold from `due` on. */
typedef struct order {
    double x;    /* log distance of its trigger */
    double due;  /* seconds */
    double size; /* coins of the map */
    double flow; /* quote */
} order;

/* Orders of one kind, in the order in which they were triggered and come due. */
typedef struct queue {
    order *items;
    size_t head, count, capacity;
} queue;

typedef struct path_state {
    const lm_ladder *ladder;
    const lm_engine *engine;
    const lm_path_options *options;
    lm_impact impact;
    double shock;             /* log distance */
    double takeover_distance; /* log distance beyond its trigger at which an order is taken over */
    queue now, later;         /* first parts of positions; the rest, after a cooldown */
    size_t rung;              /* the next rung to be triggered */
    double reached;           /* greatest log distance of the mark so far */
    double sold, unfilled;    /* coins of the map: sold; sold and not refilled by the book */
    double pending;           /* flow of triggered orders, quote */
} path_state;

/* ---- options */

#define LONGEST (30.0 * 86400)
#define OPTIONS lm_path_options
static const lm_bound bounds[] = {
    {LM_BOUNDED(OPTIONS, step), 1e-3, 86400, LM_BOUND_DURATION},
    {LM_BOUNDED(OPTIONS, duration), 0, LONGEST, LM_BOUND_DURATION},
    {LM_BOUNDED(OPTIONS, refill), 0, LONGEST, LM_BOUND_DURATION},
    {LM_BOUNDED(OPTIONS, permanent), 0, 1, LM_BOUND_NUMBER},
    {LM_BOUNDED(OPTIONS, cap), 0, 1e18, LM_BOUND_NUMBER},
    {LM_BOUNDED(OPTIONS, shock_over), 0, LONGEST, LM_BOUND_DURATION},
    {.key = NULL},
};
#undef OPTIONS

void lm_path_options_init(lm_path_options *options)
{
    *options = (lm_path_options){.step = 1, .duration = 1800, .refill = 300, .permanent = 0.3};
}

static lm_status read_options(const lm_json_node *root, void *result)
{
    static const char *const keys[] = {"step", "duration", "refill", "permanent", "cap", "shock_over", NULL};
    LM_TRY(lm_json_node_keys(root, keys));
    return lm_bounds_read(root, bounds, result);
}

lm_status lm_path_options_read(lm_host *host, const char *json, size_t length, lm_path_options *options)
{
    lm_path_options read;
    lm_path_options_init(&read);
    LM_TRY(lm_json_document_read(host, "options", json, length, read_options, &read));
    *options = read;
    return LM_OK;
}

static lm_status check_options(lm_host *host, const lm_path_options *options)
{
    LM_TRY(lm_bounds_check(host, LM_E_RANGE, bounds, options));
    if (options->duration / options->step > MAX_STEPS)
        return lm_fail(host, LM_E_LIMIT, "Use a longer step or a shorter duration.", "a run of more than %d steps",
                       MAX_STEPS);
    return LM_OK;
}

/* ---- triggers */

static lm_status append_order(lm_host *host, queue *to, const order *item)
{
    LM_TRY(LM_RESERVE(host, to->items, to->capacity, to->count + 1));
    to->items[to->count++] = *item;
    return LM_OK;
}

/* Triggers the part of a rung between x0 and x1. */
static lm_status trigger(lm_host *host, path_state *state, const lm_rung *rung, double x0, double x1, double time)
{
    const double part = (x1 - x0) / (rung->high - rung->low);
    const bool partial = state->engine->partial < 1 && state->engine->partial_above == 0;
    const double first = partial ? state->engine->partial : 1;
    const double size = rung->size * part, flow = rung->notional * part * state->impact.flow_per_notional;
    const order now = {x0, time, size * first, flow * first};
    const order later = {x0, time + state->engine->cooldown, size * (1 - first), flow * (1 - first)};
    state->pending += flow;
    LM_TRY(append_order(host, &state->now, &now));
    return partial ? append_order(host, &state->later, &later) : LM_OK;
}

static lm_status trigger_to(lm_host *host, path_state *state, double x, double time)
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

/* Sells an order, or the part of it that *capacity_left (quote) allows, or takes it over beyond takeover_distance. */
static void fill_order(path_state *state, order *item, double mark, double *capacity_left, lm_path_row *row)
{
    const bool taken_over = mark - item->x > state->takeover_distance;
    const double part = taken_over || item->flow <= *capacity_left ? 1 : *capacity_left / item->flow;
    const double size = item->size * part, flow = item->flow * part;
    item->size -= size;
    item->flow = part == 1 ? 0 : item->flow - flow;
    state->pending -= flow;
    if (taken_over) {
        row->taken_over += flow;
        return;
    }
    state->sold += size;
    state->unfilled += size;
    row->flow += flow;
    *capacity_left -= flow;
}

/* The queue whose oldest order came due first; NULL if no order is due. */
static queue *next_queue(path_state *state, double time)
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

static void fill_due_orders(path_state *state, double time, double mark, lm_path_row *row)
{
    double capacity_left = state->options->cap > 0 ? state->options->cap * state->options->step : INFINITY;
    queue *next;
    while (capacity_left > 0 && (next = next_queue(state, time)) != NULL) {
        order *item = &next->items[next->head];
        fill_order(state, item, mark, &capacity_left, row);
        if (item->flow > 0)
            break;
        next->head++;
    }
    if (state->now.head == state->now.count && state->later.head == state->later.count)
        state->pending = 0; /* removes rounding errors */
}

/* ---- time */

static double displacement(const path_state *state, double coins, double mark)
{
    return coins > 0 ? lm_impact_move(&state->impact, lm_impact_flow(&state->impact, coins, mark)) : 0;
}

/* The mark at `time` as a log distance; depth evaporates by the distance of the mark before. */
static double mark_at(const path_state *state, double time, double before)
{
    const lm_path_options *options = state->options;
    const double arrived = options->shock_over > 0 && time < options->shock_over ? time / options->shock_over : 1;
    const double permanent = options->refill > 0 ? options->permanent : 1;
    return state->shock * arrived + permanent * displacement(state, state->sold, before) +
           (1 - permanent) * displacement(state, state->unfilled, before);
}

static lm_status run_steps(lm_host *host, path_state *state, lm_path *path)
{
    const lm_path_options *options = state->options;
    const double decay = options->refill > 0 ? lm_exp2_neg(options->step / options->refill) : 1;
    double mark = 0, cumulative_flow = 0, taken_over = 0;
    for (size_t i = 0; i < path->count; i++) {
        lm_path_row *row = &path->rows[i];
        row->t = (double)i * options->step;
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        state->unfilled *= decay;
        mark = mark_at(state, row->t, mark);
        LM_TRY(trigger_to(host, state, mark, row->t));
        fill_due_orders(state, row->t, mark, row);
        cumulative_flow += row->flow;
        row->price = lm_ladder_price(state->ladder, mark);
        row->cumulative_flow = cumulative_flow;
        row->taken_over = taken_over += row->taken_over;
        row->pending = state->pending;
        if (i == 0 || mark > path->farthest_x) {
            path->farthest_x = mark;
            path->farthest = i;
        }
    }
    return LM_OK;
}

/*
 * Returns the log distance from trigger to takeover: by the margin left at the trigger, less the takeover margin if
 * there is one.
 */
static double compute_takeover_distance(const lm_engine *engine, lm_side side)
{
    const double margin = engine->takeover > 0 ? engine->maintenance * (1 - engine->takeover) : engine->maintenance;
    if (engine->order == LM_ORDER_MARKET && engine->takeover == 0)
        return INFINITY;
    return side == LM_LONG ? -log1p(-margin) : log1p(margin);
}

static lm_status run_path(lm_host *host, const lm_ladder *ladder, const lm_impact_model *model, double shock,
                          const lm_path_options *options, lm_path *path)
{
    path_state state;
    void *rows;
    memset(&state, 0, sizeof state);
    state.ladder = ladder;
    state.engine = &model->engine;
    state.options = options;
    state.shock = lm_shock_distance(shock);
    state.takeover_distance = compute_takeover_distance(&model->engine, ladder->side);
    const lm_reported reported = lm_ladder_impact(ladder, model, &state.impact);
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

lm_status lm_map_cascade_path(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                              const lm_path_options *options, lm_path *path)
{
    lm_ladder ladder;
    lm_path result = {.rows = NULL};
    LM_TRY(lm_check_shock(host, shock));
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(check_options(host, options));
    LM_TRY(lm_ladder_init(host, map, lm_side_of_shock(shock), model->reference_price, false, &ladder));
    const lm_status status = run_path(host, &ladder, model, shock, options, &result);
    if (status == LM_OK)
        lm_cascade_on(&ladder, model, shock, 1, &result.static_cascade);
    lm_ladder_free(host, &ladder);
    if (status == LM_OK)
        *path = result;
    return status;
}

void lm_path_free(lm_host *host, lm_path *path)
{
    lm_release(host, path->rows, path->rows ? path->count * sizeof(lm_path_row) : 0);
    path->rows = NULL;
    path->count = 0;
}

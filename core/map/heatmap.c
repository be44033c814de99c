/* Computes heatmaps: one replay, with the levels of the map at every column. */
#include <math.h>
#include <stdio.h>

#include "base/cell.h"
#include "base/parameters.h"
#include "map/column.h"
#include "map/instants.h"
#include "map/replay_run.h"
#include "tape/quote.h"

void lm_heatmap_options_init(lm_heatmap_options *options)
{
    memset(options, 0, sizeof *options);
    options->since = INT64_MIN;
    options->until = INT64_MAX;
    options->high = INFINITY;
}

#define OPTIONS lm_heatmap_options
#define VIEW                                                                                                    \
    LM_PARAMETER_AS(every, int64_t, LM_PARAMETER_DURATION), LM_PARAMETER(step),                                 \
        LM_PARAMETER_AS(since, int64_t, LM_PARAMETER_TIME), LM_PARAMETER_AS(until, int64_t, LM_PARAMETER_TIME), \
        LM_PARAMETER(low), LM_PARAMETER(high), LM_PARAMETER(open_interest)

static const lm_parameter parameters[] = {
    VIEW,
    LM_PARAMETER(by_leverage),
    LM_PARAMETER(zero_cells),
};
LM_PARAMETER_LIST(lm_heatmap_parameters, lm_heatmap_options_init, parameters, "heatmap");

static const lm_parameter view_parameters[] = {VIEW};
LM_PARAMETER_LIST(lm_heatmap_view_parameters, lm_heatmap_options_init, view_parameters,
                  "svg(tape) vega(tape) export(tape)");
#undef OPTIONS

/* ---- options */

static lm_status check_options(lm_host *host, const lm_heatmap_options *options, int64_t frame)
{
    char low[LM_NUMBER_SIZE], high[LM_NUMBER_SIZE];
    LM_TRY(lm_instants_check(host, options->every, options->since, options->until, frame));
    if (!(options->low <= options->high))
        return lm_fail(host, LM_E_ARGUMENT, "Give 0 and infinity for all prices.",
                       "low must not be above high, and they are %s and %s", lm_number_text(options->low, low),
                       lm_number_text(options->high, high));
    return lm_check_step(host, options->step);
}

/* Sets the steps. LM_E_RANGE for steps that are narrower than cells: a heatmap of them has stripes. */
static lm_status init_steps(lm_host *host, const lm_heatmap_options *options, int precision, double reference_price,
                            lm_steps *steps)
{
    const int32_t cell = lm_cell(reference_price, precision);
    const double width = lm_cell_low(cell + 1, precision) - lm_cell_low(cell, precision);
    if (options->step > 0 && options->step < width) {
        char step[LM_NUMBER_SIZE], cells[LM_NUMBER_SIZE], hint[160];
        snprintf(hint, sizeof hint,
                 "Cells are %s wide there: take a larger step, or build the tape with a precision above %d.",
                 lm_number_text(width, cells), precision);
        return lm_fail(host, LM_E_RANGE, hint, "a step of %s is finer than the cells of the tape",
                       lm_number_text(options->step, step));
    }
    *steps = lm_steps_from_width(options->step > 0 ? options->step : lm_default_step(reference_price));
    return LM_OK;
}

/* ---- columns */

/* Replays the period (time - every, time] of a column, and sets its low, high and close. */
static lm_status replay_column(lm_host *host, lm_replay_cursor *cursor, int64_t every, lm_heatmap_column *column)
{
    const int64_t width = cursor->map->replay.options.frame;
    lm_status status;
    column->low = column->high = column->close = NAN;
    while ((status = lm_replay_cursor_next(host, cursor, column->time, NULL)) == LM_OK) {
        const lm_frame *frame = &cursor->frame;
        if (frame->rows == 0 || frame->start + width <= column->time - every)
            continue;
        column->low = !(column->low <= frame->low) ? frame->low : column->low;
        column->high = !(column->high >= frame->high) ? frame->high : column->high;
        column->close = frame->close;
    }
    return status == LM_DONE ? LM_OK : status;
}

static void describe_column(const lm_replay *state, lm_heatmap_column *column)
{
    column->reference_price = state->close;
    column->open_interest = state->open_interest_source ? state->open_interest : NAN;
    column->coverage = lm_replay_coverage(state);
}

static lm_status read_columns(lm_host *host, lm_replay_cursor *cursor, const lm_instants *plan, lm_heatmap *heatmap,
                              lm_heatmap_rows *rows)
{
    for (size_t i = 0; i < heatmap->column_count; i++) {
        lm_heatmap_column *column = &heatmap->columns[i];
        column->time = lm_instant_at(plan, i);
        LM_TRY(replay_column(host, cursor, plan->every, column));
        describe_column(&cursor->map->replay, column);
        column->first_row = rows->kept;
        LM_TRY(lm_heatmap_column_compute(host, &cursor->map->replay, (uint32_t)i, rows));
        column->row_count = rows->kept - column->first_row;
    }
    return LM_OK;
}

/* ---- zero cells */

static lm_status check_rows(lm_host *host, double count)
{
    if (count <= LM_MAX_ROWS)
        return LM_OK;
    return lm_fail(host, LM_E_LIMIT, "Give a larger step, a longer interval, fewer prices or a shorter period.",
                   "a heatmap would have %.0f rows, more than %d", count, LM_MAX_ROWS);
}

/* Writes a row for every step (and class) of the heatmap to one column: copies its rows, and fills in zero rows. */
static void expand_column(const lm_heatmap *heatmap, const lm_steps *steps, size_t number, const lm_heatmap_row *from,
                          lm_heatmap_row *to)
{
    lm_heatmap_column *column = &heatmap->columns[number];
    const lm_heatmap_row *next = from + column->first_row, *end = next + column->row_count;
    const int groups = heatmap->by_leverage ? heatmap->model.class_count : 1;
    const double zero = isnan(column->open_interest) ? NAN : 0;
    for (int64_t step = heatmap->first_number; step <= heatmap->last_number; step++)
        for (int group = 0; group < groups; group++, to++) {
            const double leverage = heatmap->by_leverage ? heatmap->model.classes[group].x : NAN;
            if (next < end && next->number == step && !(next->leverage != leverage && heatmap->by_leverage)) {
                *to = *next++;
                continue;
            }
            *to = (lm_heatmap_row){.column = (uint32_t)number, .number = step, .leverage = leverage};
            to->price_low = lm_step_price(steps, step);
            to->price_high = lm_step_price(steps, step + 1);
            to->notional[LM_LONG] = to->notional[LM_SHORT] = zero;
        }
}

static lm_status add_zero_cells(lm_host *host, const lm_steps *steps, lm_heatmap *heatmap, lm_heatmap_rows *rows)
{
    const int groups = heatmap->by_leverage ? heatmap->model.class_count : 1;
    const double grid = (double)(heatmap->last_number - heatmap->first_number + 1) * groups;
    if (rows->total == 0)
        return LM_OK;
    LM_TRY(check_rows(host, grid * (double)heatmap->column_count));
    const size_t per_column = (size_t)grid, count = per_column * heatmap->column_count;
    void *memory;
    LM_TRY(lm_allocate_raw(host, count * sizeof(lm_heatmap_row), &memory));
    for (size_t i = 0; i < heatmap->column_count; i++) {
        expand_column(heatmap, steps, i, rows->rows, (lm_heatmap_row *)memory + i * per_column);
        heatmap->columns[i].first_row = i * per_column;
        heatmap->columns[i].row_count = per_column;
    }
    lm_release(host, rows->rows, rows->capacity * sizeof(lm_heatmap_row));
    rows->rows = memory;
    rows->kept = rows->capacity = count;
    return LM_OK;
}

/* ---- the whole heatmap */

static void init_heatmap(const lm_replay *state, const lm_instants *plan, const lm_heatmap_options *options,
                         lm_heatmap *heatmap)
{
    heatmap->every = plan->every;
    heatmap->first_number = 1;
    heatmap->as_of = LM_TIME_UNKNOWN;
    heatmap->by_leverage = options->by_leverage;
    heatmap->zero_cells = options->zero_cells;
    heatmap->frame = state->options.frame;
    heatmap->frame_differs = lm_replay_frame_differs(state);
    heatmap->open_interest_given = state->open_interest_source == LM_OPEN_INTEREST_GIVEN;
    heatmap->precision = state->options.precision;
    heatmap->model = state->model;
    memcpy(heatmap->symbol, state->options.symbol, LM_SYMBOL_SIZE);
    lm_quote_of(state->options.quote, state->options.symbol, heatmap->quote);
}

static lm_status fill_heatmap(lm_host *host, lm_replay_cursor *cursor, const lm_instants *plan,
                              const lm_heatmap_options *options, const lm_steps *steps, lm_heatmap *heatmap)
{
    lm_heatmap_rows rows = {.steps = *steps, .low = options->low, .high = options->high};
    rows.by_leverage = options->by_leverage;
    rows.first_number = 1;
    lm_status status = read_columns(host, cursor, plan, heatmap, &rows);
    heatmap->as_of = cursor->map->replay.as_of;
    heatmap->sized = cursor->map->replay.open_interest_source != LM_OPEN_INTEREST_NONE;
    heatmap->first_number = rows.first_number;
    heatmap->last_number = rows.last_number;
    if (status == LM_OK && options->zero_cells)
        status = add_zero_cells(host, steps, heatmap, &rows);
    else if (status == LM_OK)
        status = check_rows(host, (double)rows.total);
    heatmap->rows = rows.rows;
    heatmap->row_count = rows.kept;
    heatmap->row_capacity = rows.capacity;
    return status;
}

static lm_status plan_heatmap(lm_host *host, lm_bytes tape, const lm_heatmap_options *options, lm_instants *plan,
                              size_t *columns, lm_steps *steps)
{
    lm_tape_reader *reader;
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    const lm_tape_options *tape_options = lm_tape_reader_options(reader);
    lm_status status = check_options(host, options, tape_options->frame);
    if (status == LM_OK)
        status =
            lm_instants_plan(host, reader, options->every, options->since, options->until, "heatmap", "columns", plan);
    *columns = plan->count;
    if (status == LM_OK && plan->traded)
        status = init_steps(host, options, tape_options->precision, plan->reference_price, steps);
    lm_tape_reader_destroy(host, reader);
    return status;
}

lm_status lm_tape_heatmap(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *options,
                          lm_heatmap *heatmap)
{
    lm_instants plan = {0};
    lm_heatmap result = {0};
    lm_steps steps = {0};
    lm_replay_cursor cursor;
    void *columns = NULL;
    LM_TRY(plan_heatmap(host, tape, options, &plan, &result.column_count, &steps));
    LM_TRY(lm_replay_cursor_begin(host, tape, model, options->open_interest, &cursor));
    init_heatmap(&cursor.map->replay, &plan, options, &result);
    result.step = steps.width;
    lm_status status = LM_OK;
    if (result.column_count > 0)
        status = lm_allocate(host, result.column_count * sizeof(lm_heatmap_column), &columns);
    result.columns = columns;
    if (status == LM_OK && result.column_count > 0)
        status = fill_heatmap(host, &cursor, &plan, options, &steps, &result);
    lm_replay_cursor_end(host, &cursor);
    lm_map_destroy(host, cursor.map);
    if (status != LM_OK) {
        if (!columns)
            result.column_count = 0;
        lm_heatmap_free(host, &result);
        return status;
    }
    for (size_t i = 0; i < result.row_count; i++)
        result.rows[i].time = result.columns[result.rows[i].column].time;
    *heatmap = result;
    return LM_OK;
}

void lm_heatmap_free(lm_host *host, lm_heatmap *heatmap)
{
    lm_release(host, heatmap->columns, heatmap->column_count * sizeof(lm_heatmap_column));
    lm_release(host, heatmap->rows, heatmap->row_capacity * sizeof(lm_heatmap_row));
    heatmap->columns = NULL;
    heatmap->rows = NULL;
    heatmap->column_count = heatmap->row_count = heatmap->row_capacity = 0;
}

/* Replays tapes into maps: selects the frames, reads the gauge of open interest. */
#include "map/replay_run.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "tape/codec.h"
#include "tape/options.h"

/*
 * Tells whether a tape has narrower frames with which a map can go on: a tape of hours in front of one of minutes. Frames
 * of the narrower width must begin where those of the wider one end.
 */
static bool is_finer(const lm_replay *state, const lm_tape_options *options)
{
    return state->traded && options->has_prices && options->frame < state->options.frame &&
           state->options.frame % options->frame == 0;
}

/* Checks the options of a tape. A map of tapes without prices takes its options from the first tape that has prices. */
static lm_status set_options(lm_host *host, lm_replay *state, const lm_tape_options *options)
{
    lm_tape_options so_far = state->options;
    if (is_finer(state, options))
        so_far.frame = options->frame;
    LM_TRY(lm_options_match(host, &so_far, options));
    if (options->has_prices && options->contract != state->model.margin.contract)
        return lm_fail(host, LM_E_MISMATCH, "Set \"contract\" in the tape's options or in the model's margin rules.",
                       "a tape of %s contracts cannot be read with a model of %s ones",
                       options->contract == LM_LINEAR ? "linear" : "inverse",
                       options->contract == LM_LINEAR ? "inverse" : "linear");
    if (!state->options.has_prices)
        state->options = *options;
    lm_options_take_quote(&state->options, options);
    return LM_OK;
}

static int open_interest_gauge(const lm_tape_header *header)
{
    static const char name[] = "open_interest";
    for (int i = 0; i < header->name_count; i++)
        if (header->names[i].length == sizeof name - 1 && memcmp(header->names[i].text, name, sizeof name - 1) == 0)
            return i;
    return -1;
}

/*
 * Finds the open interest that a frame gives. Exchanges write a 0 now and then where they have no value. So a 0 counts
 * as no value within a day of a value above 0: the value before it stays, or within a frame the greatest one counts.
 * Only zeros, or zeros for a day, are an empty market. False if the frame gives nothing.
 */
static bool choose_open_interest(const lm_replay *state, const lm_gauge *gauge, double *value)
{
    *value = gauge->last;
    if (gauge->last != 0)
        return true;
    *value = gauge->max;
    return gauge->max > 0 || state->open_interest_source != LM_OPEN_INTEREST_GAUGE || !(state->open_interest > 0) ||
           gauge->last_time - state->open_interest_time >= LM_DAY;
}

static lm_status read_open_interest(lm_host *host, lm_replay *state, const lm_frame *frame, int name)
{
    for (size_t i = 0; i < frame->gauge_count && state->open_interest_source != LM_OPEN_INTEREST_GIVEN; i++) {
        char text[LM_NUMBER_SIZE];
        double value;
        if (frame->gauges[i].name != name)
            continue;
        if (frame->gauges[i].last < 0)
            return lm_fail(host, LM_E_RANGE, NULL, "the gauge open_interest must not be negative, and one sample is %s",
                           lm_number_text(frame->gauges[i].last, text));
        if (!choose_open_interest(state, &frame->gauges[i], &value))
            continue;
        state->open_interest_source = LM_OPEN_INTEREST_GAUGE;
        state->open_interest = value;
        state->open_interest_time = frame->gauges[i].last_time;
    }
    return LM_OK;
}

static lm_status init_cursor(lm_host *host, lm_map *map, lm_tape_reader *reader, lm_replay_cursor *cursor)
{
    const lm_tape_header *header = lm_tape_reader_header(reader);
    cursor->map = map;
    cursor->reader = reader;
    cursor->gauge = open_interest_gauge(header);
    cursor->pending = false;
    cursor->width = header->options.frame;
    return set_options(host, &map->replay, &header->options);
}

lm_status lm_replay_cursor_resume(lm_host *host, lm_map *map, lm_bytes tape, lm_replay_cursor *cursor)
{
    lm_tape_reader *reader;
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    lm_status status = init_cursor(host, map, reader, cursor);
    if (status != LM_OK)
        lm_tape_reader_destroy(host, reader);
    return status;
}

lm_status lm_replay_cursor_begin(lm_host *host, lm_bytes tape, const lm_model *model, double open_interest,
                                 lm_replay_cursor *cursor)
{
    lm_tape_reader *reader;
    lm_map *map = NULL;
    if (!(open_interest >= 0) || !lm_finite(open_interest))
        return lm_fail(host, LM_E_RANGE, "Give 0 to use the gauge \"open_interest\" of the tape.",
                       "open_interest must be a finite number of 0 or more");
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    lm_status status = lm_map_allocate(host, true, &map);
    if (status == LM_OK) {
        lm_replay_init(&map->replay, model, lm_tape_reader_options(reader));
        if (open_interest > 0) {
            map->replay.open_interest_source = LM_OPEN_INTEREST_GIVEN;
            map->replay.open_interest = open_interest;
        }
        status = init_cursor(host, map, reader, cursor);
    }
    if (status != LM_OK) {
        lm_map_destroy(host, map);
        lm_tape_reader_destroy(host, reader);
    }
    return status;
}

/* A frame that a map of wider frames has counted in part: which part is not known, so none can be left out. */
static lm_status overlap_error(lm_host *host, const lm_replay *state, int64_t width)
{
    char narrow[LM_NUMBER_SIZE], wide[LM_NUMBER_SIZE], time[LM_TIME_TEXT_SIZE], hint[128];
    lm_time_text(state->as_of, time);
    snprintf(hint, sizeof hint, "Slice the tape, so that it begins at the as_of of the map, %s.", time);
    return lm_fail(host, LM_E_MISMATCH, hint,
                   "the tape of frames of %s s begins before the end of the map of frames of %s s",
                   lm_number_text((double)width / LM_SECOND, narrow),
                   lm_number_text((double)state->options.frame / LM_SECOND, wide));
}

lm_status lm_replay_cursor_next(lm_host *host, lm_replay_cursor *cursor, int64_t as_of, lm_frame_ledger *ledger)
{
    lm_replay *state = &cursor->map->replay;
    while (!cursor->pending) {
        LM_TRY(lm_tape_reader_next(host, cursor->reader, &cursor->frame));
        cursor->pending = !state->begun || cursor->frame.start >= state->as_of;
        if (!cursor->pending && cursor->width != state->options.frame)
            return overlap_error(host, state, cursor->width);
    }
    if (cursor->frame.start > as_of - cursor->width)
        return LM_DONE;
    if (LM_UNLIKELY(cursor->width != state->options.frame))
        lm_replay_refine(state, cursor->width);
    LM_TRY(lm_replay_frame(host, state, &cursor->frame, ledger));
    cursor->pending = false;
    LM_TRY(read_open_interest(host, state, &cursor->frame, cursor->gauge));
    if (ledger)
        ledger->open_interest = state->open_interest_source ? state->open_interest : NAN;
    const bool interrupted = state->interrupted;
    state->interrupted = false;
    return interrupted ? LM_E_INTERRUPTED : LM_OK;
}

void lm_replay_cursor_end(lm_host *host, lm_replay_cursor *cursor)
{
    lm_tape_reader_destroy(host, cursor->reader);
}

/* ---- whole tapes */

/* Says whether a frame has trades or observed liquidations; others are not visited. */
static bool has_activity(const lm_frame *frame)
{
    return frame->rows || frame->liquidation_count[LM_LONG] || frame->liquidation_count[LM_SHORT] ||
           frame->without_price[LM_LONG] || frame->without_price[LM_SHORT];
}

static lm_status run_replay(lm_host *host, lm_replay_cursor *cursor, int64_t as_of, lm_frame_visit visit, void *context)
{
    lm_frame_ledger ledger;
    lm_status status;
    while ((status = lm_replay_cursor_next(host, cursor, as_of, visit ? &ledger : NULL)) == LM_OK)
        if (visit && has_activity(&cursor->frame))
            LM_TRY(visit(context, cursor->map, &ledger));
    return status == LM_DONE ? LM_OK : status;
}

static lm_status check_as_of(lm_host *host, int64_t as_of)
{
    if (as_of < -LM_TIME_MAX)
        return lm_fail(host, LM_E_TIME, NULL, "as_of must lie within 146,000 years of 1970");
    return LM_OK;
}

lm_status lm_tape_replay(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest,
                         lm_frame_visit visit, void *context, lm_map **map)
{
    lm_replay_cursor cursor;
    LM_TRY(check_as_of(host, as_of));
    LM_TRY(lm_replay_cursor_begin(host, tape, model, open_interest, &cursor));
    lm_status status = run_replay(host, &cursor, as_of, visit, context);
    lm_replay_cursor_end(host, &cursor);
    if (status != LM_OK) {
        lm_map_destroy(host, cursor.map);
        return status;
    }
    *map = cursor.map;
    return LM_OK;
}

lm_status lm_tape_map(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest,
                      lm_map **map)
{
    return lm_tape_replay(host, tape, model, as_of, open_interest, NULL, NULL, map);
}

lm_status lm_map_advance(lm_host *host, lm_map *map, lm_bytes tape, int64_t as_of)
{
    lm_replay_cursor cursor;
    if (!map->live)
        return lm_fail(host, LM_E_MISSING, "Advance the maps that were added, and add them again.",
                       "a sum of maps cannot be advanced: it keeps no replay");
    LM_TRY(check_as_of(host, as_of));
    LM_TRY(lm_replay_cursor_resume(host, map, tape, &cursor));
    lm_status status = run_replay(host, &cursor, as_of, NULL, NULL);
    lm_replay_cursor_end(host, &cursor);
    return status;
}

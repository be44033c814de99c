#include "map/feed.h"

#include <math.h>

#include "base/number.h"
#include "tape/codec.h"
#include "tape/options.h"

/* A map begun on a tape without prices learns from the first tape that has some how they are counted. */
static lm_status adopt_options(lm_host *host, replay *state, const lm_tape_options *options)
{
    LM_TRY(lm_options_match(host, &state->options, options));
    if (options->placed && options->contract != state->model.margin.contract)
        return lm_fail(host, LM_E_MISMATCH, "Set \"contract\" in the tape's options or in the model's margin rules.",
                       "a tape of %s contracts cannot be read with a model of %s ones",
                       options->contract == LM_LINEAR ? "linear" : "inverse",
                       options->contract == LM_LINEAR ? "inverse" : "linear");
    if (!state->options.placed)
        state->options = *options;
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

static lm_status read_open_interest(lm_host *host, replay *state, const lm_frame *frame, int name)
{
    for (size_t i = 0; i < frame->gauge_count && state->open_interest_source != GIVEN; i++) {
        if (frame->gauges[i].name != name)
            continue;
        char text[LM_NUMBER_SIZE];
        if (frame->gauges[i].last < 0)
            return lm_fail(host, LM_E_RANGE, NULL, "the gauge open_interest must not be negative, and one sample is %s",
                           lm_number_text(frame->gauges[i].last, text));
        state->open_interest_source = FROM_GAUGE;
        state->open_interest = frame->gauges[i].last;
        state->open_interest_time = frame->gauges[i].last_time;
    }
    return LM_OK;
}

static lm_status resume(lm_host *host, lm_map *map, lm_tape_reader *reader, lm_feed *feed)
{
    const lm_tape_header *header = lm_tape_reader_header(reader);
    feed->map = map;
    feed->reader = reader;
    feed->gauge = open_interest_gauge(header);
    feed->waiting = false;
    return adopt_options(host, &map->replay, &header->options);
}

lm_status lm_feed_resume(lm_host *host, lm_map *map, lm_bytes tape, lm_feed *feed)
{
    lm_tape_reader *reader;
    LM_TRY(lm_tape_reader_open(host, tape, &reader));
    lm_status status = resume(host, map, reader, feed);
    if (status != LM_OK)
        lm_tape_reader_close(host, reader);
    return status;
}

lm_status lm_feed_begin(lm_host *host, lm_bytes tape, const lm_model *model, double open_interest, lm_feed *feed)
{
    lm_tape_reader *reader;
    lm_map *map = NULL;
    if (!(open_interest >= 0) || !lm_finite(open_interest))
        return lm_fail(host, LM_E_RANGE, "0 takes the gauge \"open_interest\" of the tape.",
                       "open_interest must be a finite number of 0 or more");
    LM_TRY(lm_tape_reader_open(host, tape, &reader));
    lm_status status = lm_map_allocate(host, true, &map);
    if (status == LM_OK) {
        lm_replay_init(&map->replay, model, lm_tape_reader_options(reader));
        if (open_interest > 0) {
            map->replay.open_interest_source = GIVEN;
            map->replay.open_interest = open_interest;
        }
        status = resume(host, map, reader, feed);
    }
    if (status != LM_OK) {
        lm_map_free(host, map);
        lm_tape_reader_close(host, reader);
    }
    return status;
}

lm_status lm_feed_next(lm_host *host, lm_feed *feed, int64_t as_of, lm_frame_ledger *moves)
{
    replay *state = &feed->map->replay;
    while (!feed->waiting) {
        LM_TRY(lm_tape_reader_next(host, feed->reader, &feed->frame));
        feed->waiting = !state->begun || feed->frame.start >= state->as_of;
    }
    if (feed->frame.start > as_of - state->options.frame)
        return LM_DONE;
    feed->waiting = false;
    LM_TRY(lm_replay_frame(host, state, &feed->frame, moves));
    LM_TRY(read_open_interest(host, state, &feed->frame, feed->gauge));
    if (moves)
        moves->open_interest = state->open_interest_source ? state->open_interest : NAN;
    return LM_OK;
}

void lm_feed_end(lm_host *host, lm_feed *feed)
{
    lm_tape_reader_close(host, feed->reader);
}

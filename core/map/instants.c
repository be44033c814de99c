/* Finds the instants of heatmaps and series. */
#include "map/instants.h"

#include <stdio.h>

#define MAX_DEFAULT_INSTANTS 300 /* where the interval is not given */

static int64_t floor_to(int64_t time, int64_t width)
{
    int64_t number = time / width - (time % width < 0);
    return number * width;
}

static int64_t ceil_to(int64_t time, int64_t width)
{
    int64_t floor = floor_to(time, width);
    return floor == time ? time : floor + width;
}

static int64_t clamp_time(int64_t time)
{
    return time < -LM_TIME_MAX ? -LM_TIME_MAX : time > LM_TIME_MAX ? LM_TIME_MAX : time;
}

/* Sets the bounds and the reference price of a plan in one pass over the tape. */
static lm_status scan_tape(lm_host *host, lm_tape_reader *reader, lm_instants *plan)
{
    const int64_t width = lm_tape_reader_options(reader)->frame;
    lm_frame frame;
    lm_status status;
    while ((status = lm_tape_reader_next(host, reader, &frame)) == LM_OK && frame.start <= plan->until - width) {
        plan->end = frame.start + width;
        if (frame.rows == 0)
            continue;
        if (!plan->traded && plan->end > plan->since)
            plan->since = plan->end;
        plan->traded = true;
        plan->reference_price = frame.close;
    }
    return status == LM_DONE ? LM_OK : status;
}

/* Sets the instants at this interval, and returns their number. */
static uint64_t set_instants(lm_instants *plan, int64_t every)
{
    const int64_t whole = floor_to(plan->until, every), over = ceil_to(plan->end, every);
    plan->every = every;
    plan->first = ceil_to(plan->since, every);
    plan->last = whole < over ? whole : over;
    return plan->traded && plan->first <= plan->last ? (uint64_t)((plan->last - plan->first) / every) + 1 : 0;
}

/*
 * Chooses the least round interval with at most MAX_DEFAULT_INSTANTS instants: round parts of a day, then 1, 2, 5 times
 * a power of ten of days; where the frame does not divide a day, of frames.
 */
static void choose_every(lm_instants *plan, int64_t frame)
{
    static const int clock[] = {1,   2,    5,    10,   15,    30,    60,    120,   300,  600,
                                900, 1800, 3600, 7200, 10800, 14400, 21600, 28800, 43200};
    static const int times[] = {1, 2, 5};
    for (size_t i = 0; i < sizeof clock / sizeof *clock; i++)
        if (clock[i] * LM_SECOND % frame == 0 && set_instants(plan, clock[i] * LM_SECOND) <= MAX_DEFAULT_INSTANTS)
            return;
    const int64_t unit = LM_DAY % frame == 0 ? LM_DAY : frame;
    for (int64_t power = unit; power < LM_TIME_MAX / 10; power *= 10)
        for (int i = 0; i < 3; i++)
            if (set_instants(plan, power * times[i]) <= MAX_DEFAULT_INSTANTS)
                return;
}

lm_status lm_instants_check(lm_host *host, int64_t every, int64_t since, int64_t until, int64_t frame)
{
    char width[LM_NUMBER_SIZE], given[LM_NUMBER_SIZE];
    if (every < 0 || every >= LM_TIME_MAX || every % frame != 0)
        return lm_fail(host, LM_E_ARGUMENT, "Give 0 for an interval that is chosen from the period.",
                       "every must be a whole multiple of the frames of %s s, not %s s",
                       lm_number_text((double)frame / LM_SECOND, width),
                       lm_number_text((double)every / LM_SECOND, given));
    if (since > until)
        return lm_fail(host, LM_E_ARGUMENT, "Give a since that is not after until.", "since is later than until");
    return LM_OK;
}

lm_status lm_instants_plan(lm_host *host, lm_tape_reader *reader, int64_t every, int64_t since, int64_t until,
                           const char *of, const char *what, lm_instants *plan)
{
    uint64_t count = 0;
    memset(plan, 0, sizeof *plan);
    plan->since = clamp_time(since);
    plan->until = clamp_time(until);
    LM_TRY(scan_tape(host, reader, plan));
    if (plan->traded && every == 0)
        choose_every(plan, lm_tape_reader_options(reader)->frame);
    if (plan->traded)
        count = set_instants(plan, every ? every : plan->every);
    if (count > LM_MAX_ROWS) {
        char hint[96];
        snprintf(hint, sizeof hint, "Give a longer interval between %s, or a shorter period.", what);
        return lm_fail(host, LM_E_LIMIT, hint, "a %s would have %llu %s, more than %d", of, (unsigned long long)count,
                       what, LM_MAX_ROWS);
    }
    plan->count = (size_t)count;
    return LM_OK;
}

/*
 * Fails each allocation of a call in turn, then interrupts the call at each of its questions to the host in turn. A call
 * that fails must give the right error, leave its arguments as they were and free all that it allocated, and it must
 * give the host the right size of each block that it frees.
 */
#ifndef FAULT_INJECTION_H
#define FAULT_INJECTION_H

#include "counting_host.h"

/* ---- input of the calls */

#define TRADES 4000

static lm_trade trades[TRADES];
static int64_t period;
static size_t trade_count;

static inline lm_tape *a_tape(size_t count)
{
    const lm_tape_options options = default_options();
    lm_tape *tape = tape_of(&options, trades, count);
    must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 1000));
    must(lm_tape_liquidation(&host, &tape, NEW_YEAR, 90000, 1, LM_LONG));
    return tape;
}

static inline lm_buffer a_stored_tape(void)
{
    return finished(a_tape(trade_count));
}

/* Options with few columns, except in `make check-all`, because a call is repeated for each of its allocations. */
static inline lm_heatmap_options few_columns(void)
{
    lm_heatmap_options view;
    lm_heatmap_options_init(&view);
    if (size_of_run(1, 0)) {
        view.every = period / 6;
        view.step = 2000;
    }
    return view;
}

/* Checks that a failed writer has left the buffer empty, and frees the buffer. */
static inline lm_status append(lm_status status, lm_buffer *out)
{
    CHECK(status == LM_OK || out->size == 0);
    lm_buffer_free(&host, out);
    return status;
}

/* ---- failing each call */

typedef struct step {
    const char *name;
    lm_status (*run)(void); /* makes the input, calls the function, frees all */
    bool long_work;         /* the function asks the host for interrupts */
} step;

/*
 * Fails the call at its n-th allocation or interrupt, for n = 1, 2, ... until the call succeeds. Returns how often it
 * failed.
 */
static inline long fail_step(const step *step, long *at, lm_status expected)
{
    long failures = 0;
    for (*at = 1;; ++*at) {
        const lm_status status = step->run();
        CHECK(status == LM_OK || status == expected);
        if (counted.bytes != 0 || !counted.sizes_agree)
            fprintf(stderr, "%s, %s %ld: %zu bytes kept\n", step->name, lm_status_code(expected), *at, counted.bytes);
        CHECK(counted.bytes == 0);
        CHECK(counted.sizes_agree);
        counted.bytes = 0;
        counted.sizes_agree = true;
        if (status != expected)
            break;
        failures++;
    }
    *at = 0;
    return failures;
}

static inline void fail_steps(const step *steps, size_t count, long *at, lm_status expected)
{
    for (size_t i = 0; i < count; i++) {
        const long failures = fail_step(&steps[i], at, expected);
        const bool wanted = expected == LM_E_MEMORY || steps[i].long_work;
        if (wanted && failures == 0)
            fprintf(stderr, "%s never gave %s\n", steps[i].name, lm_status_code(expected));
        CHECK(!wanted || failures > 0);
    }
}

/* Fails the allocations on small input, for speed, and interrupts on large input, because only long work is interrupted. */
static inline void run_steps(const step *steps, size_t count)
{
    lm_host_init(&host);
    host.allocate = counting_allocate;
    host.interrupt = counting_interrupt;
    counted.sizes_agree = true;
    trade_count = 200;
    period = 3 * 60 * LM_MINUTE;
    random_trades(trades, trade_count, period, true);
    fail_steps(steps, count, &counted.fail_at, LM_E_MEMORY);
    trade_count = TRADES;
    period = 3 * LM_DAY;
    random_trades(trades, trade_count, period, true);
    fail_steps(steps, count, &counted.interrupt_at, LM_E_INTERRUPTED);
}

#endif

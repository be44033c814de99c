/*
 * Memory that ends, and users who lose interrupts: each call is made with the first allocation failing, then the second,
 * until it gets through, and once more with the interrupt hook in that part. What fails says so, loses nothing and
 * keeps nothing; what is given back is given back with its size.
 */
#ifndef FAULT_INJECTION_H
#define FAULT_INJECTION_H

#include "counting_host.h"

/* ---- things to try it on */

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

/* A call is made again for each thing that fails: few columns, but for `make check-all`. */
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

/* What was not written leaves nothing behind. */
static inline lm_status append(lm_status status, lm_buffer *out)
{
    CHECK(status == LM_OK || out->size == 0);
    lm_buffer_free(&host, out);
    return status;
}

/* ---- trying */

typedef struct step {
    const char *name;
    lm_status (*run)(void); /* with all it needs made and freed again */
    bool long_work;         /* looks at the interrupt hook */
} step;

/* Fails the call at its n-th allocation or interrupt, for n = 1, 2, ... until it gets through; how often it failed. */
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

/* Small things run out of memory, large ones out of interrupts. */
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

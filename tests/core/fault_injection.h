/*
 * Fails each allocation of a call in turn, then interrupts the call at each of its questions to the host in turn. A call
 * that fails must give the right error, leave its arguments as they were and free all that it allocated, and it must
 * give the host the right size of each block that it frees.
 */
#ifndef FAULT_INJECTION_H
#define FAULT_INJECTION_H

#include "base/bytes.h"
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

/*
 * Bytes of an input that were made before, by its name, so that it need not be made again for each failure. They are not
 * memory of the host, which counts what a step keeps.
 */
static struct {
    char name[160];
    void *data;
    size_t size;
} stored_inputs[16];

/* Returns the place of an input in the list, or the first free one. */
static inline size_t place_of_input(const char *name)
{
    size_t i = 0;
    while (stored_inputs[i].data && strcmp(stored_inputs[i].name, name) != 0)
        i++;
    CHECK(i + 1 < sizeof stored_inputs / sizeof *stored_inputs && strlen(name) < sizeof stored_inputs[i].name);
    return i;
}

static inline lm_buffer stored_input(const char *name, lm_buffer (*make)(const void *), const void *argument)
{
    lm_buffer bytes = {0};
    size_t i = place_of_input(name);
    if (stored_inputs[i].data) {
        must(lm_buffer_append(&host, &bytes, stored_inputs[i].data, stored_inputs[i].size));
        return bytes;
    }
    bytes = make(argument); /* may store inputs of its own */
    i = place_of_input(name);
    stored_inputs[i].data = malloc(bytes.size);
    memcpy(stored_inputs[i].data, bytes.data, bytes.size);
    stored_inputs[i].size = bytes.size;
    strcpy(stored_inputs[i].name, name);
    return bytes;
}

static inline lm_buffer make_tape(const void *unused)
{
    (void)unused;
    return finished(a_tape(trade_count));
}

static inline lm_buffer a_stored_tape(void)
{
    char name[64];
    snprintf(name, sizeof name, "tape of %zu trades", trade_count);
    return stored_input(name, make_tape, NULL);
}

typedef struct map_input {
    const char *model;
    double open_interest;
    int64_t as_of;
} map_input;

static inline lm_buffer make_map(const void *argument)
{
    const map_input *of = argument;
    lm_model model;
    lm_map *map;
    lm_buffer tape = a_stored_tape();
    must(lm_model_read(&host, of->model, strlen(of->model), &model));
    must(lm_tape_map(&host, bytes_of(&tape), &model, of->as_of, of->open_interest, &map));
    lm_buffer_free(&host, &tape);
    const lm_buffer bytes = encoded_map(map);
    lm_map_destroy(&host, map);
    return bytes;
}

/* A map of the tape, as it comes from its stored form. */
static inline lm_map *a_map_of(map_input of)
{
    char name[160];
    lm_map *map;
    snprintf(name, sizeof name, "map of %zu trades to %lld, %g, %s", trade_count, (long long)of.as_of, of.open_interest,
             of.model);
    lm_buffer bytes = stored_input(name, make_map, &of);
    must(lm_map_decode(&host, bytes_of(&bytes), &map));
    lm_buffer_free(&host, &bytes);
    return map;
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

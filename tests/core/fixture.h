/* The helpers of the tests of tapes and maps: a host, random numbers, random markets, and comparison of bytes. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "check.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

#include "liqmap.h"

static lm_host host;

/* Exits if a call failed that the test needs but does not test, because the checks after it would mean nothing. */
static inline void must(lm_status status)
{
    if (status == LM_OK)
        return;
    fprintf(stderr, "%s: %s\n", lm_status_code(status), host.error.message);
    exit(2);
}

static inline lm_text as_text(const char *text)
{
    return (lm_text){text, strlen(text)};
}

/* ---- random markets */

#define NEW_YEAR (1767225600 * LM_SECOND) /* 2026-01-01 */

/*
 * Generates trades of a random walk in price. Times are in order or random in the period, many of them equal; some
 * trades are far from the others, some have no quantity, and some prices have many digits.
 */
static inline void random_trades(lm_trade *trades, size_t count, int64_t period, bool in_order)
{
    double price = 90000;
    for (size_t i = 0; i < count; i++) {
        const int64_t offset = in_order ? (int64_t)((double)period * (double)i / (double)count) : pick(0, period - 1);
        price *= 1 + uniform(-0.002, 0.002);
        lm_trade trade = {NEW_YEAR + (chance(0.5) ? offset / 1000 * 1000 : offset), price, uniform(0, 3),
                          (int32_t)pick(0, 2)};
        if (chance(0.8))
            trade.price = floor(price * 10) / 10;
        if (chance(0.02))
            trade.price *= uniform(0.7, 1.4);
        if (chance(0.05))
            trade.qty = 0;
        if (i > 0 && chance(0.2))
            trade.time = trades[i - 1].time;
        trades[i] = trade;
    }
}

static inline void shuffle(lm_trade *trades, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        const size_t other = rng_next() % i;
        const lm_trade trade = trades[other];
        trades[other] = trades[i - 1];
        trades[i - 1] = trade;
    }
}

/* ---- tapes */

static inline lm_tape_options default_options(void)
{
    lm_tape_options options;
    lm_tape_options_init(&options);
    return options;
}

static inline lm_tape_options random_options(void)
{
    static const int64_t frames[] = {LM_SECOND, LM_MINUTE, 5 * LM_MINUTE, LM_DAY};
    lm_tape_options options = default_options();
    options.frame = options.candle = frames[pick(0, 3)];
    options.precision = (uint8_t)pick(LM_PRECISION_MIN, LM_PRECISION_MAX);
    options.contract = (uint8_t)pick(LM_LINEAR, LM_INVERSE);
    options.contract_size = chance(0.5) ? 1 : uniform(0.001, 100);
    options.unit = chance(0.5) ? 1e-6 : 0.01;
    strcpy(options.symbol, chance(0.5) ? "" : "BTCUSDT");
    return options;
}

static inline lm_tape *tape_of(const lm_tape_options *options, const lm_trade *trades, size_t count)
{
    lm_tape *tape;
    size_t done;
    must(lm_tape_create(&host, options, &tape));
    must(lm_tape_trades(&host, &tape, trades, count, &done));
    return tape;
}

/* Adds random gauges and observed liquidations. */
static inline void add_streams(lm_tape **tape, int count, int64_t period)
{
    static const char *const names[] = {"open_interest", "funding_rate", "mark_price", "a"};
    for (int i = 0; i < count; i++) {
        const char *name = names[pick(0, 3)];
        const double value = chance(0.7) ? (double)pick(1000, 100000) / 1000 : uniform(1, 100);
        must(lm_tape_gauge(&host, tape, NEW_YEAR + pick(0, period - 1), name, strlen(name), value));
        must(lm_tape_liquidation(&host, tape, NEW_YEAR + pick(0, period - 1), uniform(80000, 100000), uniform(0, 5),
                                 (lm_side)pick(0, 1)));
        if (chance(0.2))
            must(lm_tape_liquidation_without_price(&host, tape, NEW_YEAR + pick(0, period - 1), uniform(0, 1e5),
                                                   (lm_side)pick(0, 1)));
    }
}

/* ---- bytes */

static inline lm_bytes bytes_of(const lm_buffer *buffer)
{
    return (lm_bytes){buffer->data, buffer->size};
}

static inline bool same_bytes(const lm_buffer *a, const lm_buffer *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

static inline lm_buffer encoded(const lm_tape *tape)
{
    lm_buffer out = {0};
    must(lm_tape_encode(&host, tape, &out));
    return out;
}

/* Encodes and frees the tape. */
static inline lm_buffer finished(lm_tape *tape)
{
    const lm_buffer out = encoded(tape);
    lm_tape_destroy(&host, tape);
    return out;
}

static inline lm_buffer encoded_map(const lm_map *map)
{
    lm_buffer out = {0};
    must(lm_map_encode(&host, map, &out));
    return out;
}

/* True if both encode to the same bytes. Frees both. */
static inline bool same_and_freed(lm_buffer a, lm_buffer b)
{
    const bool same = same_bytes(&a, &b);
    lm_buffer_free(&host, &a);
    lm_buffer_free(&host, &b);
    return same;
}

#endif

/*
 * The helpers of the golden files (tests/golden): the folder, reading and writing files, a hash, and fixed inputs. The
 * inputs are generated in this file and in golden_*.h alone, so that a change to another test cannot change them.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "base/sha256.h"
#include "fixture.h"

#define GOLDEN_FOLDER "tests/golden/"
#define GOLDEN_PATH_SIZE 400

/* A stored tape or map, and the function that makes it; NULL if only an earlier version of liqmap could make it. */
typedef struct golden_file {
    const char *name;
    lm_buffer (*make)(void);
} golden_file;

/* ---- files */

static inline void golden_path(const char *name, char path[GOLDEN_PATH_SIZE])
{
    snprintf(path, GOLDEN_PATH_SIZE, "%s%s", GOLDEN_FOLDER, name);
}

/* Reads a whole file into a buffer of the host. Returns false if there is no file. */
static inline bool golden_try(const char *name, lm_buffer *out)
{
    char path[GOLDEN_PATH_SIZE];
    golden_path(name, path);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    out->capacity = 1 << 20;
    out->data = host.allocate(host.context, NULL, 0, out->capacity);
    out->size = fread(out->data, 1, out->capacity, file);
    fclose(file);
    return true;
}

static inline lm_buffer golden_read(const char *name)
{
    lm_buffer out = {0};
    if (golden_try(name, &out))
        return out;
    perror(name);
    exit(2);
}

/* ---- hashes of bytes that are too many to be stored */

/* Writes the SHA-256 in hexadecimal digits: lm_sha256_end leaves the hash in the state. */
static inline void golden_sha256(const void *data, size_t size, char text[65])
{
    char base64[LM_HASH_TEXT];
    lm_sha256 hash;
    lm_sha256_begin(&hash);
    lm_sha256_add(&hash, data, size);
    lm_sha256_end(&hash, base64);
    for (int i = 0; i < 8; i++)
        sprintf(text + 8 * i, "%08x", hash.state[i]);
}

/* ---- generated inputs: integers only, so that they are equal on every machine */

/* Returns a number below `most`, from the high bits of a linear congruential generator (Knuth's MMIX). */
static inline int64_t golden_roll(uint64_t *state, int64_t most)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((*state >> 33) % (uint64_t)most);
}

/* Generates a random walk in ticks of 0.1, with a trade about every `step` microseconds, most at whole milliseconds. */
static inline void golden_trades(lm_trade *trades, size_t count, uint64_t seed, int64_t since, int64_t step)
{
    int64_t ticks = 900000;
    uint64_t state = seed;
    for (size_t i = 0; i < count; i++) {
        int64_t time = since + (int64_t)i * step + golden_roll(&state, step);
        ticks += golden_roll(&state, 1201) - 600;
        if (golden_roll(&state, 20) > 0)
            time -= (time % 1000 + 1000) % 1000;
        trades[i].time = time;
        trades[i].price = (double)ticks / 10;
        trades[i].qty = (double)golden_roll(&state, 3000) / 1000;
        trades[i].taker = (int32_t)golden_roll(&state, 2);
    }
}

static inline void golden_gauge(lm_tape **tape, int64_t time, const char *name, double value)
{
    must(lm_tape_gauge(&host, tape, time, name, strlen(name), value));
}

/* Builds a tape of a demo market that lasts `days`, with its trades and gauges. */
static inline lm_tape *golden_demo_tape(const lm_tape_options *options, int days, int trades_per_minute)
{
    lm_demo demo;
    lm_demo_reader reader;
    lm_trade trade;
    lm_gauge_sample sample;
    lm_tape *tape;
    lm_demo_init(&demo);
    demo.until = demo.since + days * LM_DAY;
    demo.trades_per_minute = trades_per_minute;
    must(lm_tape_create(&host, options, &tape));
    must(lm_demo_reader_init(&host, &demo, &reader));
    while (lm_demo_next_trade(&reader, &trade))
        must(lm_tape_trade(&host, &tape, trade.time, trade.price, trade.qty, (lm_taker)trade.taker));
    must(lm_demo_reader_init(&host, &demo, &reader));
    while (lm_demo_next_gauge(&reader, &sample))
        golden_gauge(&tape, sample.time, sample.name, sample.value);
    return tape;
}

static inline lm_model golden_model(const char *json)
{
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    return model;
}

static inline lm_impact_model golden_impact(const char *json)
{
    lm_impact_model model;
    must(lm_impact_model_read(&host, json, strlen(json), &model));
    return model;
}

#endif

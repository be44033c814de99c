/*
 * What the golden files (tests/golden) share: their folder, files in and out, a hash, and inputs that never change. All
 * of it stands here and in the three files beside it, so that no change to another test can move a golden byte.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "fixture.h"

#define GOLDEN_FOLDER "tests/golden/"
#define GOLDEN_PATH_SIZE 400

/* A stored tape or map and how it is made; make NULL: only an older liqmap could make it, and it is read for ever. */
typedef struct golden_file {
    const char *name;
    lm_buffer (*make)(void);
} golden_file;

/* ---- files */

static inline void golden_path(const char *name, char path[GOLDEN_PATH_SIZE])
{
    snprintf(path, GOLDEN_PATH_SIZE, "%s%s", GOLDEN_FOLDER, name);
}

/* The whole file; false where there is none. The buffer is the host's, as all others. */
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

/* ---- SHA-256 (FIPS 180-4) of bytes that are too many to be kept */

static inline uint32_t sha_turned(uint32_t word, int by)
{
    return word >> by | word << (32 - by);
}

static inline uint32_t sha_constant(int i)
{
    static const uint32_t constants[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    return constants[i];
}

static inline void sha_block(uint32_t state[8], const uint8_t *block)
{
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
               block[4 * i + 3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + w[i - 7] + (sha_turned(w[i - 15], 7) ^ sha_turned(w[i - 15], 18) ^ w[i - 15] >> 3) +
               (sha_turned(w[i - 2], 17) ^ sha_turned(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        const uint32_t a = s[7] + (sha_turned(s[4], 6) ^ sha_turned(s[4], 11) ^ sha_turned(s[4], 25)) +
                           ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha_constant(i) + w[i];
        const uint32_t b = (sha_turned(s[0], 2) ^ sha_turned(s[0], 13) ^ sha_turned(s[0], 22)) +
                           ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof s[0]);
        s[4] += a;
        s[0] = a + b;
    }
    for (int i = 0; i < 8; i++)
        state[i] += s[i];
}

static inline void golden_sha256(const void *data, size_t size, char text[65])
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint8_t last[128] = {0};
    const size_t whole = size / 64 * 64, rest = size - whole, padded = rest < 56 ? 64 : 128;
    for (size_t at = 0; at < whole; at += 64)
        sha_block(state, (const uint8_t *)data + at);
    if (rest)
        memcpy(last, (const uint8_t *)data + whole, rest);
    last[rest] = 0x80;
    for (int i = 0; i < 8; i++)
        last[padded - 1 - (size_t)i] = (uint8_t)((uint64_t)size * 8 >> 8 * i);
    for (size_t at = 0; at < padded; at += 64)
        sha_block(state, last + at);
    for (int i = 0; i < 8; i++)
        sprintf(text + 8 * i, "%08x", state[i]);
}

/* ---- made-up inputs: integers only, so that they are the same everywhere */

/* A number below `most`, the high bits of a linear congruential generator (Knuth's MMIX). */
static inline int64_t golden_roll(uint64_t *state, int64_t most)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((*state >> 33) % (uint64_t)most);
}

/* A walk in ticks of 0.1, a trade about every `step` microseconds, most of them on whole milliseconds. */
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

/* The demo market: trades and gauges of its first `days`, the whole shape pressed into them. */
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

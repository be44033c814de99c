/* What the benchmarks of the core share: a host that counts, races in turns, trades, tapes and maps of them. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>

#include "liqmap.h"

/* ---- a host that counts */

typedef struct meter {
    size_t held, peak;
} meter;

extern meter memory;
extern lm_host host;

/* Both end the program where there was a failure. */
void must(lm_status status);
void *must_have(void *block);

/* ---- rounds and medians */

typedef struct contender {
    const char *name;
    void (*work)(const void *input);
    const void *input;
    double per; /* nanoseconds are divided by this */
    const char *reach;
} contender;

/* BENCH_PAIRS, or 15. */
int rounds(void);

/* All contenders in turns; the first is the yardstick of the ratios. */
void race(const char *unit, const contender *contenders, int count);

/* ---- trades */

typedef struct trades {
    lm_trade *rows;
    size_t count;
} trades;

trades demo_trades(int days, int per_minute);
trades shuffled(const trades *day);
trades read_csv(const char *path);

/* ---- tapes and maps of them */

lm_tape *tape_of(const trades *input);
lm_buffer encoded(const lm_tape *tape);
/* A year of the demo market, its price carried from 0.6 to 1.3 of what it was: a real year travels as far. */
lm_tape *demo_year(void);
lm_map *map_of(const lm_bytes *tape);

/* ---- parts */

void bench_files(void);
void bench_cascades(const char *period, const lm_tape *building);

#endif

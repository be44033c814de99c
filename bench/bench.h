/* Functions that the benchmarks of the core share: a host that counts memory, timing, trades, tapes and maps. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>

#include "liqmap.h"

/* ---- a host that counts memory */

/* Bytes that are allocated now, and the largest number of bytes since `peak` was set. */
typedef struct meter {
    size_t held, peak;
} meter;

extern meter memory;
extern lm_host host;

/* End the program after an error, or if an allocation failed. */
void must(lm_status status);
void *check_allocation(void *block);

/* ---- rounds and medians */

typedef struct contender {
    const char *name;
    void (*work)(const void *input);
    const void *input;
    double per;         /* nanoseconds are divided by this */
    const char *target; /* text for the last column, or NULL */
} contender;

/* Returns the environment variable BENCH_PAIRS, or 15. */
int rounds(void);

/* Times all contenders in turns and prints their medians. Ratios are to the first one, the yardstick. */
void race(const char *unit, const contender *contenders, int count);

/* ---- trades */

typedef struct trades {
    lm_trade *rows;
    size_t count;
} trades;

/* Generates trades of the demo data. */
trades demo_trades(int days, int per_minute);
/* Copies trades in random order, the same order in every run. */
trades shuffled(const trades *day);
/* Reads the lines ts_ms,price,qty,taker_side of a file, which may be compressed with gzip. */
trades read_csv(const char *path);

/* ---- tapes and maps of them */

lm_tape *tape_of(const trades *input);
lm_buffer encoded(const lm_tape *tape);
/* Builds a tape of a year of demo data, its prices scaled from 0.6 to 1.3, as far as prices move in a real year. */
lm_tape *demo_year(void);
/* Computes the map of a tape under the default model. */
lm_map *map_of(const lm_bytes *tape);

/* ---- parts */

void bench_accounts(void);
void bench_files(void);
void bench_cascades(const char *period, const lm_tape *building);
void bench_series(const char *period, const lm_tape *building);

#endif

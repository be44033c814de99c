/*
 * Measures the core by itself: trades in, replay, memory, sizes. Each contender is timed in turns with a yardstick,
 * over BENCH_PAIRS rounds. The output has medians with the quartiles in brackets.
 *
 *     core [trades.csv.gz]      also measures the tape of this file: ts_ms,price,qty,taker_side
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

/* ---- trades in: liqmap and two yardsticks */

static void ingest_columns(const void *input)
{
    lm_tape_destroy(&host, tape_of(input));
}

static void ingest_single(const void *input)
{
    const trades *day = input;
    lm_tape_options options;
    lm_tape *tape;
    lm_tape_options_init(&options);
    must(lm_tape_create(&host, &options, &tape));
    for (size_t i = 0; i < day->count; i++)
        must(lm_tape_trade(&host, &tape, day->rows[i].time, day->rows[i].price, day->rows[i].qty,
                           (lm_taker)day->rows[i].taker));
    lm_tape_destroy(&host, tape);
}

/* A lower bound: notional by tick of price, without time. */
static void ingest_histogram(const void *input)
{
    enum { TICKS = 2000000 };
    const trades *day = input;
    int64_t *counts = check_allocation(calloc(TICKS, sizeof *counts));
    for (size_t i = 0; i < day->count; i++) {
        const size_t tick = (size_t)(day->rows[i].price * 10 + 0.5);
        counts[tick < TICKS ? tick : 0] += llrint(day->rows[i].price * day->rows[i].qty * 1e6);
    }
    volatile int64_t kept = counts[day->count % TICKS];
    (void)kept;
    free(counts);
}

/* The obvious implementation: a hash table of (minute, cell), with a lookup for each trade, bought and sold apart. */
static void ingest_hash(const void *input)
{
    typedef struct entry {
        uint64_t key;
        int64_t bought, sold;
    } entry;
    const trades *day = input;
    size_t capacity = 1024, used = 0;
    entry *table = check_allocation(calloc(capacity, sizeof *table));
    for (size_t i = 0; i < day->count; i++) {
        const lm_trade *trade = &day->rows[i];
        const uint64_t key = (uint64_t)(trade->time / LM_MINUTE) << 32 | (uint32_t)lm_cell(trade->price, 12);
        if (2 * used >= capacity) {
            entry *grown = check_allocation(calloc(2 * capacity, sizeof *grown));
            for (size_t from = 0; from < capacity; from++) {
                size_t at = (table[from].key * 0x9e3779b97f4a7c15u >> 40) & (2 * capacity - 1);
                while (table[from].key && grown[at].key)
                    at = (at + 1) & (2 * capacity - 1);
                if (table[from].key)
                    grown[at] = table[from];
            }
            free(table);
            table = grown;
            capacity *= 2;
        }
        size_t at = (key * 0x9e3779b97f4a7c15u >> 40) & (capacity - 1);
        while (table[at].key && table[at].key != key)
            at = (at + 1) & (capacity - 1);
        used += table[at].key == 0;
        table[at].key = key;
        *(trade->taker == LM_TAKER_BOUGHT ? &table[at].bought : &table[at].sold) +=
            llrint(trade->price * trade->qty / 1e-6);
    }
    free(table);
}

/* ---- tapes, replays, maps */

static void trades_to_map(const void *input)
{
    lm_tape *tape = tape_of(input);
    lm_buffer stored = encoded(tape);
    lm_tape_destroy(&host, tape);
    lm_map_destroy(&host, map_of(&(lm_bytes){stored.data, stored.size}));
    lm_buffer_free(&host, &stored);
}

static void replay(const void *input)
{
    lm_map_destroy(&host, map_of(input));
}

/* The yardstick of a replay: reads the tape frame by frame. */
static void read_only(const void *input)
{
    lm_tape_reader *reader;
    lm_frame frame;
    must(lm_tape_reader_create(&host, *(const lm_bytes *)input, &reader));
    while (lm_tape_reader_next(&host, reader, &frame) == LM_OK)
        ;
    lm_tape_reader_destroy(&host, reader);
}

static void size_line(const char *name, size_t bytes, const char *target)
{
    printf("%-46s %24.1f kB        %25s %s\n", name, (double)bytes / 1000, "", target);
}

static void describe(const char *period, lm_bytes tape)
{
    lm_tape_info info;
    must(lm_tape_describe(&host, tape, &info));
    printf("%s: %lld rows, %lld frames, %.1f cells a frame\n", period, (long long)info.rows, (long long)info.frames,
           (double)info.cells / (double)(info.frames ? info.frames : 1));
}

typedef struct replay_targets {
    const char *replay, *tape, *map;
} replay_targets;

static void replays(const char *period, const lm_tape *building, replay_targets targets)
{
    char name[64];
    lm_buffer stored = encoded(building), kept = {0};
    const lm_bytes tape = {stored.data, stored.size};
    describe(period, tape);
    snprintf(name, sizeof name, "replay of %s, 9 classes", period);
    race("ms",
         (contender[]){{"yardstick: reading the same tape", read_only, &tape, 1e6, NULL},
                       {name, replay, &tape, 1e6, targets.replay}},
         2);
    const size_t before = memory.held;
    memory.peak = before;
    lm_map *map = map_of(&tape);
    size_line("  memory beyond its argument", memory.peak - before, "<= 16 MB");
    size_line("  the tape, encoded", tape.size, targets.tape);
    must(lm_map_encode(&host, map, &kept));
    size_line("  the map, encoded", kept.size, targets.map);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &kept);
    lm_buffer_free(&host, &stored);
}

static void bench_day(void)
{
    const trades day = demo_trades(1, 694), mixed = shuffled(&day);
    const double each = (double)day.count;
    printf("core, %zu trades of one day, medians of %d rounds [quartiles]\n", day.count, rounds());
    race("ns/trade",
         (contender[]){{"yardstick: histogram by tick", ingest_histogram, &day, each, NULL},
                       {"yardstick: hash of (minute, cell)", ingest_hash, &day, each, NULL},
                       {"lm_tape_trades, in time order", ingest_columns, &day, each, "<= 6 ns"},
                       {"lm_tape_trade, in time order", ingest_single, &day, each, "<= 6 ns"},
                       {"yardstick: hash, shuffled", ingest_hash, &mixed, each, NULL},
                       {"lm_tape_trades, shuffled", ingest_columns, &mixed, each, NULL}},
         6);
    lm_tape *tape = tape_of(&day);
    replays("a day", tape, (replay_targets){"<= 1.5 ms", "", ""});
    lm_tape_destroy(&host, tape);
    free(mixed.rows);
    free(day.rows);
}

typedef struct columns {
    lm_bytes tape;
    int64_t every;
    double step;
} columns;

static void heatmap(const void *input)
{
    const columns *asked = input;
    lm_heatmap_options options;
    lm_heatmap made;
    lm_model model;
    lm_heatmap_options_init(&options);
    options.every = asked->every;
    options.step = asked->step;
    must(lm_model_named(&host, "default", 7, &model));
    must(lm_tape_heatmap(&host, asked->tape, &model, &options, &made));
    lm_heatmap_free(&host, &made);
}

/* Times heatmaps. The yardstick is one map of the same tape. */
static void heatmaps(const trades *month)
{
    lm_tape *building = tape_of(month);
    must(lm_tape_gauge(&host, &building, month->rows[0].time, "open_interest", 13, 90000));
    lm_buffer stored = encoded(building);
    const lm_bytes tape = {stored.data, stored.size};
    const columns few = {tape, 150 * LM_MINUTE, 200}, many = {tape, 5 * LM_MINUTE, 500};
    lm_tape_destroy(&host, building);
    race("ms",
         (contender[]){{"yardstick: one map", replay, &tape, 1e6, NULL},
                       {"heatmap, 288 columns in steps of 200", heatmap, &few, 1e6, "<= 2"},
                       {"heatmap, 8640 columns in steps of 500", heatmap, &many, 1e6, NULL}},
         3);
    lm_buffer_free(&host, &stored);
}

/* Measures as many trades, over as many days, as the benchmark in SQL. */
static void bench_month(void)
{
    const char *asked = getenv("BENCH_ROWS");
    const int per_minute = ((asked ? atoi(asked) : 10000000) + 43199) / 43200;
    const trades month = demo_trades(30, per_minute < 1 ? 1 : per_minute > 10000 ? 10000 : per_minute);
    const double each = (double)month.count;
    printf("30 days: %zu trades\n", month.count);
    race("ns/trade",
         (contender[]){{"yardstick: histogram by tick", ingest_histogram, &month, each, NULL},
                       {"trades to map", trades_to_map, &month, each, NULL}},
         2);
    heatmaps(&month);
    free(month.rows);
}

static void bench_file(const char *path)
{
    const trades file = read_csv(path);
    lm_tape *tape = tape_of(&file);
    replays("the real day", tape, (replay_targets){"<= 1.5 ms", "<= 80 kB", ""});
    bench_cascades("the real day's map", tape);
    lm_tape_destroy(&host, tape);
    free(file.rows);
}

int main(int argc, char **argv)
{
    bench_day();
    bench_accounts();
    bench_files();
    bench_month();
    lm_tape *year = demo_year();
    replays("a year", year, (replay_targets){"<= 600 ms", "", "<= 300 kB"});
    bench_series("a year", year);
    bench_cascades("the year's map", year);
    lm_tape_destroy(&host, year);
    if (argc > 1)
        bench_file(argv[1]);
    return 0;
}

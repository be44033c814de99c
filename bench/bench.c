#define _POSIX_C_SOURCE 200809L

#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_ROUNDS 1000

/* ---- a host that counts memory */

static void *counting_allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    meter *memory = context;
    memory->held += new_size - old_size;
    if (memory->held > memory->peak)
        memory->peak = memory->held;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

meter memory;
lm_host host = {.allocate = counting_allocate, .context = &memory};

void must(lm_status status)
{
    if (status != LM_OK) {
        fprintf(stderr, "%s (%s)\n", host.error.message, lm_status_code(status));
        exit(1);
    }
}

void *check_allocation(void *block)
{
    if (!block) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return block;
}

/* ---- rounds and medians */

static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const double *sorted, int count, double q)
{
    const double position = q * (count - 1);
    const int below = (int)position;
    return below + 1 < count ? sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
}

static const char *spread(const double *values, int count, char text[64])
{
    double sorted[MAX_ROUNDS];
    memcpy(sorted, values, (size_t)count * sizeof *values);
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    snprintf(text, 64, "%.3g [%.3g, %.3g]", quantile(sorted, count, 0.5), quantile(sorted, count, 0.25),
             quantile(sorted, count, 0.75));
    return text;
}

int rounds(void)
{
    const char *text = getenv("BENCH_PAIRS");
    const int requested = text ? atoi(text) : 15;
    return requested < 1 ? 1 : requested > MAX_ROUNDS ? MAX_ROUNDS : requested;
}

void race(const char *unit, const contender *contenders, int count)
{
    enum { MAX_CONTENDERS = 8 };
    static double cost[MAX_CONTENDERS][MAX_ROUNDS], ratio[MAX_ROUNDS];
    const int turns = rounds();
    for (int turn = -1; turn < turns; turn++) /* the first round is not counted: it warms up */
        for (int i = 0; i < count; i++) {
            const double start = now_ns();
            contenders[i].work(contenders[i].input);
            if (turn >= 0)
                cost[i][turn] = (now_ns() - start) / contenders[i].per;
        }
    for (int i = 0; i < count; i++) {
        char cost_text[64], ratio_text[64];
        for (int turn = 0; turn < turns; turn++)
            ratio[turn] = cost[i][turn] / cost[0][turn];
        printf("%-46s %24s %-8s %22s x  %s\n", contenders[i].name, spread(cost[i], turns, cost_text), unit,
               spread(ratio, turns, ratio_text), contenders[i].target ? contenders[i].target : "");
    }
}

/* ---- trades */

trades demo_trades(int days, int per_minute)
{
    lm_demo demo;
    lm_demo_reader reader;
    const size_t capacity = (size_t)days * 1440 * (size_t)per_minute * 5 / 4;
    trades result = {check_allocation(malloc(capacity * sizeof(lm_trade))), 0};
    lm_demo_init(&demo);
    demo.until = demo.since + days * LM_DAY;
    demo.trades_per_minute = per_minute;
    must(lm_demo_reader_init(&host, &demo, &reader));
    while (result.count < capacity && lm_demo_next_trade(&reader, &result.rows[result.count]))
        result.count++;
    return result;
}

trades shuffled(const trades *day)
{
    trades mixed = {check_allocation(malloc(day->count * sizeof(lm_trade))), day->count};
    uint64_t state = 88172645463325252u;
    memcpy(mixed.rows, day->rows, day->count * sizeof(lm_trade));
    for (size_t i = day->count - 1; i > 0; i--) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        const size_t other = state % (i + 1);
        const lm_trade swapped = mixed.rows[i];
        mixed.rows[i] = mixed.rows[other];
        mixed.rows[other] = swapped;
    }
    return mixed;
}

trades read_csv(const char *path)
{
    char command[4096], line[256], side[16];
    trades file = {NULL, 0};
    size_t capacity = 0;
    snprintf(command, sizeof command, "gzip -dcf '%s'", path);
    FILE *stream = check_allocation(popen(command, "r"));
    while (fgets(line, sizeof line, stream)) {
        lm_trade trade = {0};
        long long ms;
        if (sscanf(line, "%lld,%lf,%lf,%15[^,\r\n]", &ms, &trade.price, &trade.qty, side) != 4)
            continue; /* the header */
        trade.time = ms * 1000;
        trade.taker = side[0] == 'b' || side[0] == 'B' ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
        if (file.count == capacity) {
            capacity = capacity ? 2 * capacity : 1 << 16;
            file.rows = check_allocation(realloc(file.rows, capacity * sizeof(lm_trade)));
        }
        file.rows[file.count++] = trade;
    }
    pclose(stream);
    return file;
}

/* ---- tapes and maps of them */

lm_tape *tape_of(const trades *input)
{
    lm_tape_options options;
    lm_tape *tape;
    size_t done;
    lm_tape_options_init(&options);
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_trades(&host, &tape, input->rows, input->count, &done));
    return tape;
}

lm_buffer encoded(const lm_tape *tape)
{
    lm_buffer buffer = {0};
    must(lm_tape_encode(&host, tape, &buffer));
    return buffer;
}

lm_tape *demo_year(void)
{
    lm_demo demo;
    lm_demo_reader reader;
    lm_tape_options options;
    lm_tape *tape;
    lm_trade trade;
    lm_gauge_sample sample;
    lm_demo_init(&demo);
    demo.until = demo.since + 365 * LM_DAY;
    demo.trades_per_minute = 30;
    lm_tape_options_init(&options);
    must(lm_tape_create(&host, &options, &tape));
    must(lm_demo_reader_init(&host, &demo, &reader));
    while (lm_demo_next_trade(&reader, &trade)) {
        const double travel = 0.6 + 0.7 * (double)(trade.time - demo.since) / (double)(365 * LM_DAY);
        trade.price = floor(trade.price * travel * 10) / 10;
        must(lm_tape_trade(&host, &tape, trade.time, trade.price, trade.qty, (lm_taker)trade.taker));
    }
    must(lm_demo_reader_init(&host, &demo, &reader));
    while (lm_demo_next_gauge(&reader, &sample))
        must(lm_tape_gauge(&host, &tape, sample.time, sample.name, strlen(sample.name), sample.value));
    return tape;
}

lm_map *map_of(const lm_bytes *tape)
{
    lm_model model;
    lm_map *map;
    must(lm_model_named(&host, "default", 7, &model));
    must(lm_tape_map(&host, *tape, &model, INT64_MAX, 0, &map));
    return map;
}

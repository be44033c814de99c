/*
 * What the core costs by itself: trades in, replay, memory, sizes. Every figure stands beside a yardstick that was
 * timed in turns with it, over BENCH_PAIRS rounds; printed are medians with the quartiles in brackets.
 *
 *     core [trades.csv.gz]      also measures the tape of this file: ts_ms,price,qty,taker_side
 */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cascade/cascade.h"
#include "liqmap.h"

#define MAX_ROUNDS 1000

/* ---- a host that counts */

typedef struct meter {
    size_t held, peak;
} meter;

static void *metered(void *context, void *block, size_t old_size, size_t new_size)
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

static meter memory;
static lm_host host = {.allocate = metered, .context = &memory};

static void must(lm_status status)
{
    if (status != LM_OK) {
        fprintf(stderr, "%s (%s)\n", host.error.message, lm_status_code(status));
        exit(1);
    }
}

static void *must_have(void *block)
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
    const double place = q * (count - 1);
    const int below = (int)place;
    return below + 1 < count ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
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

typedef struct contender {
    const char *name;
    void (*work)(const void *input);
    const void *input;
    double per; /* nanoseconds are divided by this */
    const char *reach;
} contender;

static int rounds(void)
{
    const char *text = getenv("BENCH_PAIRS");
    const int asked = text ? atoi(text) : 15;
    return asked < 1 ? 1 : asked > MAX_ROUNDS ? MAX_ROUNDS : asked;
}

/* All contenders in turns; the first is the yardstick of the ratios. */
static void race(const char *unit, const contender *contenders, int count)
{
    enum { MOST = 8 };
    static double took[MOST][MAX_ROUNDS], ratio[MAX_ROUNDS];
    const int turns = rounds();
    for (int turn = -1; turn < turns; turn++) /* the first only warms up */
        for (int i = 0; i < count; i++) {
            const double begun = now_ns();
            contenders[i].work(contenders[i].input);
            if (turn >= 0)
                took[i][turn] = (now_ns() - begun) / contenders[i].per;
        }
    for (int i = 0; i < count; i++) {
        char cost[64], times[64];
        for (int turn = 0; turn < turns; turn++)
            ratio[turn] = took[i][turn] / took[0][turn];
        printf("%-46s %24s %-8s %22s x  %s\n", contenders[i].name, spread(took[i], turns, cost), unit,
               spread(ratio, turns, times), contenders[i].reach ? contenders[i].reach : "");
    }
}

/* ---- trades */

typedef struct trades {
    lm_trade *rows;
    size_t count;
} trades;

static trades demo_trades(int days, int per_minute)
{
    lm_demo demo;
    lm_demo_reader reader;
    const size_t room = (size_t)days * 1440 * (size_t)per_minute * 5 / 4;
    trades made = {must_have(malloc(room * sizeof(lm_trade))), 0};
    lm_demo_init(&demo);
    demo.until = demo.since + days * LM_DAY;
    demo.trades_per_minute = per_minute;
    must(lm_demo_open(&host, &demo, &reader));
    while (made.count < room && lm_demo_next_trade(&reader, &made.rows[made.count]))
        made.count++;
    return made;
}

static trades shuffled(const trades *day)
{
    trades mixed = {must_have(malloc(day->count * sizeof(lm_trade))), day->count};
    uint64_t dice = 88172645463325252u;
    memcpy(mixed.rows, day->rows, day->count * sizeof(lm_trade));
    for (size_t i = day->count - 1; i > 0; i--) {
        dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
        const size_t other = dice % (i + 1);
        const lm_trade held = mixed.rows[i];
        mixed.rows[i] = mixed.rows[other];
        mixed.rows[other] = held;
    }
    return mixed;
}

static trades read_csv(const char *path)
{
    char command[4096], line[256], side[16];
    trades file = {NULL, 0};
    size_t capacity = 0;
    snprintf(command, sizeof command, "gzip -dcf '%s'", path);
    FILE *stream = must_have(popen(command, "r"));
    while (fgets(line, sizeof line, stream)) {
        lm_trade trade = {0};
        long long ms;
        if (sscanf(line, "%lld,%lf,%lf,%15[^,\r\n]", &ms, &trade.price, &trade.qty, side) != 4)
            continue; /* the header */
        trade.time = ms * 1000;
        trade.taker = side[0] == 'b' || side[0] == 'B' ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
        if (file.count == capacity) {
            capacity = capacity ? 2 * capacity : 1 << 16;
            file.rows = must_have(realloc(file.rows, capacity * sizeof(lm_trade)));
        }
        file.rows[file.count++] = trade;
    }
    pclose(stream);
    return file;
}

/* ---- trades in: liqmap and two yardsticks */

static lm_tape *tape_of(const trades *input)
{
    lm_tape_options options;
    lm_tape *tape;
    size_t done;
    lm_tape_options_init(&options);
    must(lm_tape_new(&host, &options, &tape));
    must(lm_tape_trades(&host, &tape, input->rows, input->count, &done));
    return tape;
}

static void ingest_columns(const void *input)
{
    lm_tape_free(&host, tape_of(input));
}

static void ingest_single(const void *input)
{
    const trades *day = input;
    lm_tape_options options;
    lm_tape *tape;
    lm_tape_options_init(&options);
    must(lm_tape_new(&host, &options, &tape));
    for (size_t i = 0; i < day->count; i++)
        must(lm_tape_trade(&host, &tape, day->rows[i].time, day->rows[i].price, day->rows[i].qty,
                           (lm_taker)day->rows[i].taker));
    lm_tape_free(&host, tape);
}

/* The least that can be done: notional by tick of price, without time. */
static void ingest_histogram(const void *input)
{
    enum { TICKS = 2000000 };
    const trades *day = input;
    int64_t *counts = must_have(calloc(TICKS, sizeof *counts));
    for (size_t i = 0; i < day->count; i++) {
        const size_t tick = (size_t)(day->rows[i].price * 10 + 0.5);
        counts[tick < TICKS ? tick : 0] += llrint(day->rows[i].price * day->rows[i].qty * 1e6);
    }
    volatile int64_t kept = counts[day->count % TICKS];
    (void)kept;
    free(counts);
}

/* What one writes first: a hash table of (minute, cell), looked up for each trade, bought and sold apart. */
static void ingest_hash(const void *input)
{
    typedef struct entry {
        uint64_t key;
        int64_t bought, sold;
    } entry;
    const trades *day = input;
    size_t capacity = 1024, used = 0;
    entry *table = must_have(calloc(capacity, sizeof *table));
    for (size_t i = 0; i < day->count; i++) {
        const lm_trade *trade = &day->rows[i];
        const uint64_t key = (uint64_t)(trade->time / LM_MINUTE) << 32 | (uint32_t)lm_cell(trade->price, 12);
        if (2 * used >= capacity) {
            entry *grown = must_have(calloc(2 * capacity, sizeof *grown));
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

/* ---- files in: their text, and strtod over the same bytes */

typedef struct file_text {
    char *text;
    size_t size;
    const char *layout;
} file_text;

/* The trades as Binance writes aggregate trades. */
static file_text agg_trades(const trades *day)
{
    file_text file = {must_have(malloc(day->count * 100 + 1)), 0, "binance-usdm/agg_trades"};
    for (size_t i = 0; i < day->count; i++) {
        const lm_trade *trade = &day->rows[i];
        file.size +=
            (size_t)sprintf(file.text + file.size, "%zu,%.2f,%.3f,%zu,%zu,%lld,%s\n", 2600000000 + i, trade->price,
                            trade->qty, 6100000000 + 2 * i, 6100000001 + 2 * i, (long long)(trade->time / 1000),
                            trade->taker == LM_TAKER_BOUGHT ? "false" : "true");
    }
    return file;
}

/* The same as JSON lines. */
static file_text json_trades(const trades *day)
{
    file_text file = {must_have(malloc(day->count * 120 + 1)), 0, "generic/trades"};
    for (size_t i = 0; i < day->count; i++) {
        const lm_trade *trade = &day->rows[i];
        file.size +=
            (size_t)sprintf(file.text + file.size, "{\"ts\":%lld,\"price\":\"%.2f\",\"qty\":\"%.3f\",\"is_buy\":%s}\n",
                            (long long)(trade->time / 1000), trade->price, trade->qty,
                            trade->taker == LM_TAKER_BOUGHT ? "true" : "false");
    }
    return file;
}

/* Every field that begins like a number, and nothing but that. */
static void strtod_only(const void *input)
{
    const file_text *file = input;
    volatile double kept;
    for (const char *at = file->text, *const end = at + file->size; at < end;) {
        char *behind = NULL;
        if (*at >= '0' && *at <= '9') {
            kept = strtod(at, &behind);
            at = behind;
        }
        while (at < end && (*at < '0' || *at > '9'))
            at++;
    }
    (void)kept;
}

static void feed_file(const void *input)
{
    const file_text *file = input;
    lm_tape_options options;
    lm_tape *tape;
    lm_layout *layout;
    lm_feed_report report;
    lm_tape_options_init(&options);
    must(lm_tape_new(&host, &options, &tape));
    must(lm_layout_named(&host, file->layout, strlen(file->layout), &layout));
    must(lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)file->text, file->size}, layout, NULL, &report));
    lm_layout_free(&host, layout);
    lm_tape_free(&host, tape);
}

static void bench_files(void)
{
    const trades day = demo_trades(1, 694);
    const file_text csv = agg_trades(&day), json = json_trades(&day);
    const double each = (double)day.count;
    printf("files of %zu trades: %.0f MB of CSV, %.0f MB of JSON\n", day.count, (double)csv.size / 1e6,
           (double)json.size / 1e6);
    race("ns/row",
         (contender[]){{"yardstick: strtod over the CSV", strtod_only, &csv, each, NULL},
                       {"lm_tape_feed, aggregate trades as CSV", feed_file, &csv, each, "<= 2 x"},
                       {"strtod over the JSON lines", strtod_only, &json, each, NULL},
                       {"lm_tape_feed, JSON lines", feed_file, &json, each, NULL}},
         4);
    free(csv.text);
    free(json.text);
    free(day.rows);
}

/* ---- tapes, replays, maps */

static lm_buffer encoded(const lm_tape *tape)
{
    lm_buffer buffer = {0};
    must(lm_tape_encode(&host, tape, &buffer));
    return buffer;
}

/* A year of the demo market, its price carried from 0.6 to 1.3 of what it was: a real year travels as far. */
static lm_tape *demo_year(void)
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
    must(lm_tape_new(&host, &options, &tape));
    must(lm_demo_open(&host, &demo, &reader));
    while (lm_demo_next_trade(&reader, &trade)) {
        const double travel = 0.6 + 0.7 * (double)(trade.time - demo.since) / (double)(365 * LM_DAY);
        trade.price = floor(trade.price * travel * 10) / 10;
        must(lm_tape_trade(&host, &tape, trade.time, trade.price, trade.qty, (lm_taker)trade.taker));
    }
    must(lm_demo_open(&host, &demo, &reader));
    while (lm_demo_next_gauge(&reader, &sample))
        must(lm_tape_gauge(&host, &tape, sample.time, sample.name, strlen(sample.name), sample.value));
    return tape;
}

static lm_map *map_of(const lm_bytes *tape)
{
    lm_model model;
    lm_map *map;
    must(lm_model_named(&host, "default", 7, &model));
    must(lm_map_replay(&host, *tape, &model, INT64_MAX, 0, &map));
    return map;
}

static void trades_to_map(const void *input)
{
    lm_tape *tape = tape_of(input);
    lm_buffer stored = encoded(tape);
    lm_tape_free(&host, tape);
    lm_map_free(&host, map_of(&(lm_bytes){stored.data, stored.size}));
    lm_buffer_free(&host, &stored);
}

static void replay(const void *input)
{
    lm_map_free(&host, map_of(input));
}

/* The yardstick of a replay: reading the same tape frame by frame. */
static void read_only(const void *input)
{
    lm_tape_reader *reader;
    lm_frame frame;
    must(lm_tape_reader_open(&host, *(const lm_bytes *)input, &reader));
    while (lm_tape_reader_next(&host, reader, &frame) == LM_OK)
        ;
    lm_tape_reader_close(&host, reader);
}

static void size_line(const char *name, size_t bytes, const char *reach)
{
    printf("%-46s %24.1f kB        %25s %s\n", name, (double)bytes / 1000, "", reach);
}

static void describe(const char *period, lm_bytes tape)
{
    lm_tape_info info;
    must(lm_tape_describe(&host, tape, &info));
    printf("%s: %lld prints, %lld frames, %.1f cells a frame\n", period, (long long)info.prints, (long long)info.frames,
           (double)info.cells / (double)(info.frames ? info.frames : 1));
}

typedef struct reach {
    const char *replay, *tape, *map;
} reach;

static void replays(const char *period, const lm_tape *building, reach reach)
{
    char name[64];
    lm_buffer stored = encoded(building), kept = {0};
    const lm_bytes tape = {stored.data, stored.size};
    describe(period, tape);
    snprintf(name, sizeof name, "replay of %s, 9 classes", period);
    race("ms",
         (contender[]){{"yardstick: reading the same tape", read_only, &tape, 1e6, NULL},
                       {name, replay, &tape, 1e6, reach.replay}},
         2);
    const size_t before = memory.held;
    memory.peak = before;
    lm_map *map = map_of(&tape);
    size_line("  memory beyond its argument", memory.peak - before, "<= 16 MB");
    size_line("  the tape, encoded", tape.size, reach.tape);
    must(lm_map_encode(&host, map, &kept));
    size_line("  the map, encoded", kept.size, reach.map);
    lm_map_free(&host, map);
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
    replays("a day", tape, (reach){"<= 1.5 ms", "", ""});
    lm_tape_free(&host, tape);
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

/* The yardstick of a heatmap: one map of the same tape. */
static void heatmaps(const trades *month)
{
    lm_tape *building = tape_of(month);
    must(lm_tape_gauge(&host, &building, month->rows[0].time, "open_interest", 13, 90000));
    lm_buffer stored = encoded(building);
    const lm_bytes tape = {stored.data, stored.size};
    const columns few = {tape, 150 * LM_MINUTE, 200}, many = {tape, 5 * LM_MINUTE, 500};
    lm_tape_free(&host, building);
    race("ms",
         (contender[]){{"yardstick: one map", replay, &tape, 1e6, NULL},
                       {"heatmap, 288 columns in steps of 200", heatmap, &few, 1e6, "<= 2"},
                       {"heatmap, 8640 columns in steps of 500", heatmap, &many, 1e6, NULL}},
         3);
    lm_buffer_free(&host, &stored);
}

/* As many trades as the benchmark in SQL has, over as many days. */
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

/* ---- cascades */

#define DRAWS 10000

typedef struct stress {
    const lm_map *map;
    lm_ladder ladder;
    lm_market market;
    double shock;
} stress;

/* The least that can be done: linear impact of all that stands within the price, rung by rung, once. */
static double bare_pass(const stress *input, double s)
{
    const double per_coin = 0.01 * input->ladder.reference_price / input->market.depth_per_pct;
    double coins = 0, x = s;
    for (size_t i = 0; i < input->ladder.count && input->ladder.rungs[i].low <= x; i++) {
        coins += input->ladder.rungs[i].size;
        x = s + per_coin * coins;
    }
    return x;
}

static volatile double kept;

static double draw(const stress *input, int i)
{
    return lm_shock_distance(input->shock) * (0.5 + (double)i / DRAWS);
}

static void draw_bare(const void *input)
{
    for (int i = 0; i < DRAWS; i++)
        kept = bare_pass(input, draw(input, i));
}

static void draw_settled(const void *given)
{
    const stress *input = given;
    const lm_limits limits = lm_limits_of(&input->market, LM_LONG);
    lm_impact impact;
    lm_settlement settled;
    lm_impact_open(&input->market, LM_LONG, input->ladder.reference_price, 1, &impact);
    for (int i = 0; i < DRAWS; i++) {
        lm_settle(&input->ladder, &impact, &limits, draw(input, i), NULL, &settled);
        kept = settled.x;
    }
}

/* As users call it: shock, depth, impact and reporting drawn, from the map on. */
static void simulate_on(const stress *input, double ladder_sigma)
{
    lm_simulate_options options;
    lm_simulation simulation;
    lm_simulate_options_init(&options);
    options.ladder_sigma = ladder_sigma;
    must(lm_simulate(&host, input->map, &input->market, DRAWS, 1, &options, &simulation));
    kept = simulation.rows[0].price;
}

static void simulate(const void *input)
{
    simulate_on(input, 0);
}

static void simulate_ladders(const void *input)
{
    simulate_on(input, 0.3);
}

static void whole_row(const void *given)
{
    const stress *input = given;
    lm_cascade cascade;
    lm_cascade_on(&input->ladder, &input->market, input->shock, 1, &cascade);
    kept = cascade.final_price;
}

static void run_on_map(const void *given)
{
    const stress *input = given;
    lm_cascade cascade;
    must(lm_cascade_run(&host, input->map, input->shock, &input->market, &cascade));
    kept = cascade.final_price;
}

static void bench_cascades(const char *period, const lm_tape *building)
{
    static const char *const documents[] = {
        "{\"impact\":\"linear\",\"depth_per_pct\":1e8}",
        "{\"impact\":\"sqrt\",\"sigma\":0.015,\"volume\":1e10}",
        "{\"impact\":\"book\",\"levels\":[[0.2,4e7],[1,3e8],[5,1.5e9]],\"multiplier\":2}",
        "{\"impact\":\"linear\",\"depth_per_pct\":1e8,\"evaporation\":{\"eta\":0.1,\"floor\":0.1}}",
    };
    static const char *const names[] = {"linear", "root", "book", "evaporating"};
    static stress inputs[4];
    lm_buffer stored = encoded(building);
    lm_model model;
    lm_map *map;
    must(lm_model_named(&host, "default", 7, &model));
    must(lm_map_replay(&host, (lm_bytes){stored.data, stored.size}, &model, INT64_MAX, 30000, &map));
    char text[12][64];
    contender draws[7], rows[8];
    for (int i = 0; i < 4; i++) {
        inputs[i] = (stress){.map = map, .shock = -0.05};
        must(lm_market_read(&host, documents[i], strlen(documents[i]), &inputs[i].market));
        must(lm_ladder_open(&host, map, LM_LONG, 0, false, &inputs[i].ladder));
        lm_ladder_evaporate(&inputs[i].ladder, &inputs[i].market);
        snprintf(text[i], sizeof text[i], "%d draws, %s", DRAWS, names[i]);
        snprintf(text[4 + i], sizeof text[i], "a cascade, all figures, %s", names[i]);
        snprintf(text[8 + i], sizeof text[i], "lm_cascade_run on the map, %s", names[i]);
        draws[1 + i] = (contender){text[i], draw_settled, &inputs[i], 1e6, "<= 100 ms"};
        rows[2 * i] = (contender){text[4 + i], whole_row, &inputs[i], 1e3, "<= 20 us"};
        rows[2 * i + 1] = (contender){text[8 + i], run_on_map, &inputs[i], 1e3, NULL};
    }
    draws[0] = (contender){"yardstick: a bare pass, linear", draw_bare, &inputs[0], 1e6, NULL};
    draws[5] = (contender){"lm_simulate, linear", simulate, &inputs[0], 1e6, "<= 100 ms"};
    draws[6] = (contender){"the same, leverage drawn too", simulate_ladders, &inputs[0], 1e6, "<= 100 ms"};
    printf("cascades over %s: %zu rungs, %.2f %% shock\n", period, inputs[0].ladder.count, inputs[0].shock * 100);
    race("ms", draws, 7);
    race("us", rows, 8);
    for (int i = 0; i < 4; i++)
        lm_ladder_close(&host, &inputs[i].ladder);
    lm_map_free(&host, map);
    lm_buffer_free(&host, &stored);
}

static void bench_file(const char *path)
{
    const trades file = read_csv(path);
    lm_tape *tape = tape_of(&file);
    replays("the real day", tape, (reach){"<= 1.5 ms", "<= 80 kB", ""});
    bench_cascades("the real day's map", tape);
    lm_tape_free(&host, tape);
    free(file.rows);
}

int main(int argc, char **argv)
{
    bench_day();
    bench_files();
    bench_month();
    lm_tape *year = demo_year();
    replays("a year", year, (reach){"<= 600 ms", "", "<= 300 kB"});
    bench_cascades("the year's map", year);
    lm_tape_free(&host, year);
    if (argc > 1)
        bench_file(argv[1]);
    return 0;
}

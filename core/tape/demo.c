/*
 * The demonstration data. Price, open interest and funding are functions of time and seed only: a course drawn by hand,
 * and noise. So a reader of trades and a reader of gauges give the same market without shared state. Integer arithmetic
 * with one division at the end of each number, so that every machine gives the same bits.
 */
#include <string.h>

#include "base/rng.h"
#include "base/parameters.h"
#include "base/host.h"
#include "liqmap/tape.h"

#define LONGEST_PERIOD (366 * LM_DAY)
#define SAMPLE_EVERY (5 * LM_MINUTE)
#define TICKS 10 /* per dollar */

/* ---- the course over a fortnight; linear between its points */

#define PATH_HALF_HOURS (14 * 48)

typedef struct waypoint {
    int half_hour;
    int price;         /* dollars */
    int activity;      /* percent of the mean trade rate */
    int open_interest; /* coins */
    int funding;       /* millionths per 8 hours */
} waypoint;

/*
 * After the cascade the price stays first near 91,300 and then near 89,440. There 25x and 50x longs open whose
 * liquidation prices meet near 88,000, which the price does not reach again.
 */
static const waypoint waypoints[] = {
    /* the rise, with growing open interest */
    {0, 87200, 80, 78000, 90},
    {72, 86700, 80, 78600, 70},
    {140, 88900, 85, 82200, 140},
    {190, 88600, 80, 84000, 160},
    {260, 91700, 88, 89200, 270},
    {310, 91500, 84, 91800, 330},
    {370, 93600, 98, 95600, 450},
    {394, 94350, 115, 97600, 510},
    /* the cascade: an hour and a half */
    {398, 94000, 180, 97800, 500},
    {401, 89150, 900, 85600, 40},
    /* recovery */
    {404, 90700, 400, 84700, -60},
    {418, 91250, 120, 85200, 20},
    /* consolidation at two prices */
    {500, 91350, 94, 88300, 60},
    {576, 91250, 85, 89900, 80},
    {592, 89500, 110, 88900, 50},
    {656, 89440, 95, 91200, 70},
    {667, 90350, 105, 91900, 90},
    {672, 90430, 100, 92100, 100},
};

/* Trades by hour of the day, UTC, in percent of the mean. */
static const int hourly_rate[24] = {95, 85,  80,  75,  70,  70,  75,  85,  95,  95, 90, 90,
                                    95, 130, 155, 160, 145, 130, 115, 105, 100, 95, 90, 75};

static int64_t period(const lm_demo *demo)
{
    return demo->until - demo->since;
}

static int64_t waypoint_time(const lm_demo *demo, const waypoint *at)
{
    return period(demo) * at->half_hour / PATH_HALF_HOURS;
}

static int64_t interpolate(int from, int to, int scale, int64_t done, int64_t whole)
{
    return (int64_t)from * scale + (int64_t)(to - from) * scale * done / whole;
}

typedef struct market_state {
    int64_t ticks;
    int64_t activity;
    int64_t open_interest; /* thousandths of a coin */
    int64_t funding;       /* 1e-8 per 8 hours */
} market_state;

/* Returns the state of the course for 0 <= elapsed < period. */
static market_state state_at(const lm_demo *demo, int64_t elapsed)
{
    const waypoint *to = waypoints + 1;
    while (elapsed >= waypoint_time(demo, to))
        to++;
    const waypoint *from = to - 1;
    const int64_t begun = waypoint_time(demo, from);
    const int64_t whole = waypoint_time(demo, to) - begun, done = elapsed - begun;
    return (market_state){
        .ticks = interpolate(from->price, to->price, TICKS, done, whole),
        .activity = interpolate(from->activity, to->activity, 1, done, whole),
        .open_interest = interpolate(from->open_interest, to->open_interest, 1000, done, whole),
        .funding = interpolate(from->funding, to->funding, 100, done, whole),
    };
}

/* ---- noise */

static uint64_t hash(uint64_t x)
{
    return lm_mix(x + LM_GOLDEN);
}

typedef struct octave {
    int64_t spacing;
    int amplitude;
} octave;

/*
 * Returns value noise: random heights at multiples of the spacing, linear in between, that fade to 0 in the last
 * spacing before the end.
 */
static int64_t noise(const lm_demo *demo, int stream, octave of, int64_t elapsed)
{
    const uint64_t step = (uint64_t)(elapsed / of.spacing);
    const int64_t into = elapsed % of.spacing, left = period(demo) - elapsed;
    const uint64_t origin = hash(hash((uint64_t)demo->seed) + (uint64_t)stream);
    const int64_t here = (int64_t)(hash(origin + step) >> 48) - 32768;
    const int64_t next = (int64_t)(hash(origin + step + 1) >> 48) - 32768;
    const int64_t height = (here * (of.spacing - into) + next * into) / of.spacing * of.amplitude / 32768;
    return left < of.spacing ? height * left / of.spacing : height;
}

/* Up to an hour this is a random walk of 5 bp a minute; over longer times the price returns to the course. */
static const octave octaves[] = {
    {10 * LM_SECOND, 250},   {40 * LM_SECOND, 500},    {160 * LM_SECOND, 950},
    {640 * LM_SECOND, 1600}, {2560 * LM_SECOND, 2300}, {10240 * LM_SECOND, 2400},
};
enum { OCTAVE_COUNT = sizeof octaves / sizeof octaves[0], OPEN_INTEREST, FUNDING, MARK, RANDOM };

static int64_t price_ticks(const lm_demo *demo, int64_t elapsed)
{
    int64_t ticks = state_at(demo, elapsed).ticks;
    for (int i = 0; i < OCTAVE_COUNT; i++)
        ticks += noise(demo, i, octaves[i], elapsed);
    return ticks;
}

/* ---- the readers */

/* Indices into lm_demo_reader.state. */
enum { TRADE_CLOCK, TRADE_RANDOM, SAMPLE_INDEX };

void lm_demo_init(lm_demo *demo)
{
    demo->since = 1767225600 * LM_SECOND; /* 2026-01-01 */
    demo->until = INT64_MAX;
    demo->trades_per_minute = 12;
    demo->seed = 1;
}

#define OPTIONS lm_demo
static const lm_parameter parameters[] = {
    LM_PARAMETER_AS(since, int64_t, LM_PARAMETER_TIME),
    LM_PARAMETER_AS(until, int64_t, LM_PARAMETER_TIME),
    LM_PARAMETER(trades_per_minute),
    LM_PARAMETER(seed),
};
LM_PARAMETER_LIST(lm_demo_parameters, lm_demo_init, parameters, "demo_trades demo_gauges");
#undef OPTIONS

lm_status lm_demo_reader_init(lm_host *host, const lm_demo *given, lm_demo_reader *reader)
{
    lm_demo filled = *given;
    const lm_demo *demo = &filled;
    if (filled.since == INT64_MIN || filled.since == INT64_MAX)
        return lm_fail(host, LM_E_TIME, NULL, "the demo market must start at a finite time");
    if (filled.until == INT64_MAX && filled.since < LM_TIME_MAX - 14 * LM_DAY)
        filled.until = filled.since + 14 * LM_DAY;
    if (demo->since <= -LM_TIME_MAX || demo->until >= LM_TIME_MAX || demo->since >= demo->until)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "the demo market needs a period that ends after it starts");
    if (period(demo) > LONGEST_PERIOD)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "the demo market lasts at most a year");
    if (demo->trades_per_minute < 1 || demo->trades_per_minute > 10000)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "trades per minute must be 1 .. 10000, not %d",
                       demo->trades_per_minute);
    memset(reader, 0, sizeof *reader);
    reader->demo = *demo;
    reader->state[TRADE_RANDOM] = hash(hash((uint64_t)demo->seed) + RANDOM);
    return LM_OK;
}

/*
 * Returns the microseconds to the next trade: the product of two uniform numbers, so that trades come in bursts; mean 1
 * / rate.
 */
static int64_t next_interval(const lm_demo *demo, int64_t elapsed, uint64_t random)
{
    const int64_t of_day = ((demo->since + elapsed) % LM_DAY + LM_DAY) % LM_DAY;
    const int64_t rate =
        demo->trades_per_minute * state_at(demo, elapsed).activity * hourly_rate[of_day / (3600 * LM_SECOND)];
    const int64_t mean = LM_MINUTE * 10000 / rate;
    return mean * (int64_t)(random & 0xffff) / 65536 * (int64_t)(random >> 16 & 0xffff) / 16384;
}

/* Chooses the taker: more often in the direction of the price in the last half minute. */
static lm_taker choose_taker(const lm_demo *demo, int64_t elapsed, int64_t ticks, uint64_t random)
{
    const int64_t before = elapsed > LM_MINUTE / 2 ? elapsed - LM_MINUTE / 2 : 0;
    int64_t bias = (ticks - price_ticks(demo, before)) / 8;
    bias = bias > 80 ? 80 : bias < -80 ? -80 : bias;
    return (int64_t)(random & 0xff) < 128 + bias ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
}

/* Returns a size in thousandths of a coin: each doubling of size is half as likely, up to 8 coins. */
static int64_t random_size(uint64_t random)
{
    int doublings = 0;
    while (doublings < 10 && (random >> doublings & 1))
        doublings++;
    return 1 + (int64_t)((random >> 16 & 0x1fff) << doublings >> 10);
}

bool lm_demo_next_trade(lm_demo_reader *reader, lm_trade *trade)
{
    const lm_demo *demo = &reader->demo;
    const uint64_t random = hash(reader->state[TRADE_RANDOM]++), more = hash(random);
    int64_t elapsed = (int64_t)reader->state[TRADE_CLOCK];
    if (elapsed < period(demo))
        elapsed += next_interval(demo, elapsed, random);
    reader->state[TRADE_CLOCK] = (uint64_t)elapsed;
    if (elapsed >= period(demo))
        return false;

    const int64_t mid = price_ticks(demo, elapsed);
    const int64_t half_spread = 1 + (int64_t)(more >> 60) / 4;
    trade->taker = choose_taker(demo, elapsed, mid, random >> 32);
    trade->time = demo->since + elapsed / 1000 * 1000;
    trade->price = (double)(trade->taker == LM_TAKER_BOUGHT ? mid + half_spread : mid - half_spread) / TICKS;
    trade->qty = (double)random_size(more) / 1000;
    return true;
}

bool lm_demo_next_gauge(lm_demo_reader *reader, lm_gauge_sample *sample)
{
    static const octave open_interest = {3600 * LM_SECOND, 180000}, funding = {7200 * LM_SECOND, 900},
                        basis = {600 * LM_SECOND, 30};
    const lm_demo *demo = &reader->demo;
    const uint64_t given = reader->state[SAMPLE_INDEX];
    const int64_t elapsed = (int64_t)(given / 3) * SAMPLE_EVERY;
    if (elapsed >= period(demo))
        return false;
    reader->state[SAMPLE_INDEX]++;

    const market_state now = state_at(demo, elapsed);
    sample->time = demo->since + elapsed;
    switch (given % 3) {
    case 0:
        sample->name = "open_interest";
        sample->value = (double)(now.open_interest + noise(demo, OPEN_INTEREST, open_interest, elapsed)) / 1000;
        break;
    case 1:
        sample->name = "funding_rate";
        sample->value = (double)(now.funding + noise(demo, FUNDING, funding, elapsed)) / 100000000;
        break;
    default:
        sample->name = "mark_price";
        sample->value = (double)(price_ticks(demo, elapsed) + noise(demo, MARK, basis, elapsed)) / TICKS;
        break;
    }
    return true;
}

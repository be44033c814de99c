/*
 * The made-up market. Price, open interest and funding are pure functions of time and seed: a skeleton drawn by hand,
 * and noise on top. So a reader of trades and a reader of gauges see the same market without sharing anything. All of
 * it is integer arithmetic, with one division at the end of each number: the same on every machine.
 */
#include <string.h>

#include "base/rng.h"
#include "base/parameters.h"
#include "base/host.h"
#include "liqmap/tape.h"

#define LONGEST_PERIOD (366 * LM_DAY)
#define SAMPLE_EVERY (5 * LM_MINUTE)
#define TICKS 10 /* in a dollar */

/* ---- the story, told on the clock of a fortnight; in between it runs in straight lines */

#define STORY_HALF_HOURS (14 * 48)

typedef struct scene {
    int half_hour;
    int price;         /* dollars */
    int activity;      /* percent of the mean trade rate */
    int open_interest; /* coins */
    int funding;       /* millionths per 8 hours */
} scene;

/*
 * After the flush the price rests first near 91,300 and then near 89,440: there 25x and 50x longs open whose
 * liquidations meet near 88,000, where the price does not come any more.
 */
static const scene story[] = {
    /* the climb, on credit */
    {0, 87200, 80, 78000, 90},
    {72, 86700, 80, 78600, 70},
    {140, 88900, 85, 82200, 140},
    {190, 88600, 80, 84000, 160},
    {260, 91700, 88, 89200, 270},
    {310, 91500, 84, 91800, 330},
    {370, 93600, 98, 95600, 450},
    {394, 94350, 115, 97600, 510},
    /* the flush: an hour and a half */
    {398, 94000, 180, 97800, 500},
    {401, 89150, 900, 85600, 40},
    /* recovery */
    {404, 90700, 400, 84700, -60},
    {418, 91250, 120, 85200, 20},
    /* consolidation, on two floors */
    {500, 91350, 94, 88300, 60},
    {576, 91250, 85, 89900, 80},
    {592, 89500, 110, 88900, 50},
    {656, 89440, 95, 91200, 70},
    {667, 90350, 105, 91900, 90},
    {672, 90430, 100, 92100, 100},
};

/* Trades by hour of day, UTC, in percent of the mean. */
static const int rhythm[24] = {95, 85,  80,  75,  70,  70,  75,  85,  95,  95, 90, 90,
                               95, 130, 155, 160, 145, 130, 115, 105, 100, 95, 90, 75};

static int64_t period(const lm_demo *demo)
{
    return demo->until - demo->since;
}

static int64_t reached(const lm_demo *demo, const scene *at)
{
    return period(demo) * at->half_hour / STORY_HALF_HOURS;
}

static int64_t between(int from, int to, int scale, int64_t done, int64_t whole)
{
    return (int64_t)from * scale + (int64_t)(to - from) * scale * done / whole;
}

typedef struct moment {
    int64_t ticks;
    int64_t activity;
    int64_t open_interest; /* thousandths of a coin */
    int64_t funding;       /* 1e-8 per 8 hours */
} moment;

/* For 0 <= elapsed < period. */
static moment told(const lm_demo *demo, int64_t elapsed)
{
    const scene *to = story + 1;
    while (elapsed >= reached(demo, to))
        to++;
    const scene *from = to - 1;
    const int64_t begun = reached(demo, from);
    const int64_t whole = reached(demo, to) - begun, done = elapsed - begun;
    return (moment){
        .ticks = between(from->price, to->price, TICKS, done, whole),
        .activity = between(from->activity, to->activity, 1, done, whole),
        .open_interest = between(from->open_interest, to->open_interest, 1000, done, whole),
        .funding = between(from->funding, to->funding, 100, done, whole),
    };
}

/* ---- noise */

static uint64_t scatter(uint64_t x)
{
    return lm_mix(x + LM_GOLDEN);
}

typedef struct octave {
    int64_t spacing;
    int amplitude;
} octave;

/* Random heights on a lattice of time, joined by straight lines, fading out over the last spacing before the end. */
static int64_t wander(const lm_demo *demo, int stream, octave of, int64_t elapsed)
{
    const uint64_t step = (uint64_t)(elapsed / of.spacing);
    const int64_t into = elapsed % of.spacing, left = period(demo) - elapsed;
    const uint64_t origin = scatter(scatter((uint64_t)demo->seed) + (uint64_t)stream);
    const int64_t here = (int64_t)(scatter(origin + step) >> 48) - 32768;
    const int64_t next = (int64_t)(scatter(origin + step + 1) >> 48) - 32768;
    const int64_t height = (here * (of.spacing - into) + next * into) / of.spacing * of.amplitude / 32768;
    return left < of.spacing ? height * left / of.spacing : height;
}

/* Up to the hour this is a random walk of 5 bp a minute; above, the price is drawn back to the story. */
static const octave octaves[] = {
    {10 * LM_SECOND, 250},   {40 * LM_SECOND, 500},    {160 * LM_SECOND, 950},
    {640 * LM_SECOND, 1600}, {2560 * LM_SECOND, 2300}, {10240 * LM_SECOND, 2400},
};
enum { OCTAVES = sizeof octaves / sizeof octaves[0], OPEN_INTEREST, FUNDING, MARK, DICE };

static int64_t price_ticks(const lm_demo *demo, int64_t elapsed)
{
    int64_t ticks = told(demo, elapsed).ticks;
    for (int i = 0; i < OCTAVES; i++)
        ticks += wander(demo, i, octaves[i], elapsed);
    return ticks;
}

/* ---- the readers */

/* Words of lm_demo_reader.state. */
enum { TRADE_CLOCK, TRADE_DICE, SAMPLES_GIVEN };

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

lm_status lm_demo_reader_init(lm_host *host, const lm_demo *asked, lm_demo_reader *reader)
{
    lm_demo filled = *asked;
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
    reader->state[TRADE_DICE] = scatter(scatter((uint64_t)demo->seed) + DICE);
    return LM_OK;
}

/* Microseconds to the next trade: the product of two even chances, so that trades come in bursts; mean 1 / rate. */
static int64_t pause(const lm_demo *demo, int64_t elapsed, uint64_t dice)
{
    const int64_t of_day = ((demo->since + elapsed) % LM_DAY + LM_DAY) % LM_DAY;
    const int64_t rate = demo->trades_per_minute * told(demo, elapsed).activity * rhythm[of_day / (3600 * LM_SECOND)];
    const int64_t mean = LM_MINUTE * 10000 / rate;
    return mean * (int64_t)(dice & 0xffff) / 65536 * (int64_t)(dice >> 16 & 0xffff) / 16384;
}

/* Takers lean to where the price went in the last half minute. */
static lm_taker taker_of(const lm_demo *demo, int64_t elapsed, int64_t ticks, uint64_t dice)
{
    const int64_t before = elapsed > LM_MINUTE / 2 ? elapsed - LM_MINUTE / 2 : 0;
    int64_t lean = (ticks - price_ticks(demo, before)) / 8;
    lean = lean > 80 ? 80 : lean < -80 ? -80 : lean;
    return (int64_t)(dice & 0xff) < 128 + lean ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
}

/* Thousandths of a coin: each doubling of size is half as likely, up to 8 coins. */
static int64_t lots_of(uint64_t dice)
{
    int doublings = 0;
    while (doublings < 10 && (dice >> doublings & 1))
        doublings++;
    return 1 + (int64_t)((dice >> 16 & 0x1fff) << doublings >> 10);
}

bool lm_demo_next_trade(lm_demo_reader *reader, lm_trade *trade)
{
    const lm_demo *demo = &reader->demo;
    const uint64_t dice = scatter(reader->state[TRADE_DICE]++), more = scatter(dice);
    int64_t elapsed = (int64_t)reader->state[TRADE_CLOCK];
    if (elapsed < period(demo))
        elapsed += pause(demo, elapsed, dice);
    reader->state[TRADE_CLOCK] = (uint64_t)elapsed;
    if (elapsed >= period(demo))
        return false;

    const int64_t middle = price_ticks(demo, elapsed);
    const int64_t from_middle = 1 + (int64_t)(more >> 60) / 4;
    trade->taker = taker_of(demo, elapsed, middle, dice >> 32);
    trade->time = demo->since + elapsed / 1000 * 1000;
    trade->price = (double)(trade->taker == LM_TAKER_BOUGHT ? middle + from_middle : middle - from_middle) / TICKS;
    trade->qty = (double)lots_of(more) / 1000;
    return true;
}

bool lm_demo_next_gauge(lm_demo_reader *reader, lm_gauge_sample *sample)
{
    static const octave open_interest = {3600 * LM_SECOND, 180000}, funding = {7200 * LM_SECOND, 900},
                        basis = {600 * LM_SECOND, 30};
    const lm_demo *demo = &reader->demo;
    const uint64_t given = reader->state[SAMPLES_GIVEN];
    const int64_t elapsed = (int64_t)(given / 3) * SAMPLE_EVERY;
    if (elapsed >= period(demo))
        return false;
    reader->state[SAMPLES_GIVEN]++;

    const moment now = told(demo, elapsed);
    sample->time = demo->since + elapsed;
    switch (given % 3) {
    case 0:
        sample->name = "open_interest";
        sample->value = (double)(now.open_interest + wander(demo, OPEN_INTEREST, open_interest, elapsed)) / 1000;
        break;
    case 1:
        sample->name = "funding_rate";
        sample->value = (double)(now.funding + wander(demo, FUNDING, funding, elapsed)) / 100000000;
        break;
    default:
        sample->name = "mark_price";
        sample->value = (double)(price_ticks(demo, elapsed) + wander(demo, MARK, basis, elapsed)) / TICKS;
        break;
    }
    return true;
}

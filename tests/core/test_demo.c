/* The demo market: rows in order of time, within bounds, complete, and equal on every machine. */
#include "check.h"
#include "liqmap.h"

#include <string.h>

static lm_host host;

static lm_demo_reader opened(uint64_t seed)
{
    lm_demo demo;
    lm_demo_reader reader;
    lm_demo_init(&demo);
    demo.seed = seed;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_OK);
    return reader;
}

static void test_trades(void)
{
    lm_demo_reader reader = opened(1);
    const lm_demo demo = reader.demo;
    lm_trade trade, last = {.time = demo.since};
    double lowest = 1e9, highest = 0, largest = 0, quantity = 0, bought = 0;
    int count = 0, ordered = 0, whole_ticks = 0, whole_lots = 0;
    while (lm_demo_next_trade(&reader, &trade)) {
        ordered += trade.time >= last.time && trade.time < demo.until;
        whole_ticks += trade.price == (double)(int64_t)(trade.price * 10 + 0.5) / 10;
        whole_lots += trade.qty >= 0.001 && trade.qty == (double)(int64_t)(trade.qty * 1000 + 0.5) / 1000;
        lowest = trade.price < lowest ? trade.price : lowest;
        highest = trade.price > highest ? trade.price : highest;
        largest = trade.qty > largest ? trade.qty : largest;
        quantity += trade.qty;
        bought += trade.taker == LM_TAKER_BOUGHT ? trade.qty : 0;
        last = trade;
        count++;
    }
    CHECK(!lm_demo_next_trade(&reader, &trade));
    CHECK(ordered == count && whole_ticks == count && whole_lots == count);
    CHECK_CLOSE(count, 14 * 1440 * 12, 0.03);
    CHECK(lowest > 85500 && highest < 95500);
    CHECK(largest > 2 && largest < 10);
    CHECK_CLOSE(bought, quantity / 2, 0.05);
    CHECK(demo.until - last.time < 2 * LM_MINUTE);
    CHECK_CLOSE(last.price, 90430, 0.0003);
}

static void test_gauges(void)
{
    lm_demo_reader reader = opened(1), trades = opened(1);
    lm_gauge_sample sample;
    lm_trade trade = {.time = reader.demo.since};
    double first_interest = 0, highest_interest = 0, last_interest = 0, highest_funding = 0;
    int count = 0, near = 0, marks = 0;
    while (lm_demo_next_gauge(&reader, &sample)) {
        CHECK(sample.time == reader.demo.since + count++ / 3 * 5 * LM_MINUTE);
        if (!strcmp(sample.name, "open_interest")) {
            first_interest = first_interest > 0 ? first_interest : sample.value;
            highest_interest = sample.value > highest_interest ? sample.value : highest_interest;
            last_interest = sample.value;
        } else if (!strcmp(sample.name, "funding_rate")) {
            highest_funding = sample.value > highest_funding ? sample.value : highest_funding;
        } else {
            while (trade.time <= sample.time && lm_demo_next_trade(&trades, &trade))
                ;
            near += sample.value / trade.price - 1 < 0.005 && sample.value / trade.price - 1 > -0.005;
            marks++;
        }
    }
    CHECK(count == 14 * 288 * 3 && marks == 14 * 288);
    CHECK(near == marks);
    CHECK_CLOSE(first_interest, 78000, 0.01);
    CHECK(highest_interest > 96000 && last_interest < 94000);
    CHECK_CLOSE(highest_funding, 0.0005, 0.1);
}

/* FNV-1a over the bits of the first 1,000 trades. */
static uint64_t checksum(uint64_t seed)
{
    lm_demo_reader reader = opened(seed);
    uint64_t hash = 0xcbf29ce484222325u;
    for (int i = 0; i < 1000; i++) {
        lm_trade trade;
        CHECK(lm_demo_next_trade(&reader, &trade));
        uint64_t words[4] = {(uint64_t)trade.time, 0, 0, (uint64_t)trade.taker};
        memcpy(&words[1], &trade.price, 8);
        memcpy(&words[2], &trade.qty, 8);
        for (int w = 0; w < 4; w++)
            for (int byte = 0; byte < 64; byte += 8)
                hash = (hash ^ (words[w] >> byte & 0xff)) * 0x100000001b3u;
    }
    return hash;
}

static void test_sameness(void)
{
    CHECK(checksum(1) == 0xfc6ae3b35b19fa8eu);
    CHECK(checksum(2) != checksum(1));
}

static void test_arguments(void)
{
    lm_demo demo;
    lm_demo_reader reader;
    lm_demo_init(&demo);
    demo.until = demo.since;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_E_ARGUMENT);
    demo.until = demo.since + 367 * LM_DAY;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_E_ARGUMENT);
    demo.since = INT64_MIN, demo.until = INT64_MAX - 1;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_E_TIME);
    lm_demo_init(&demo);
    demo.trades_per_minute = 0;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_E_ARGUMENT);
    demo.trades_per_minute = 10001;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_E_ARGUMENT);

    /* Before 1970, and a period of one microsecond. */
    demo = (lm_demo){.since = -2 * LM_DAY, .until = -1, .trades_per_minute = 10000, .seed = 7};
    lm_trade trade;
    lm_gauge_sample sample;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_OK);
    CHECK(lm_demo_next_trade(&reader, &trade) && trade.time >= demo.since && trade.time < demo.until);
    demo.until = demo.since + 1;
    CHECK(lm_demo_reader_init(&host, &demo, &reader) == LM_OK);
    CHECK(lm_demo_next_gauge(&reader, &sample) && sample.time == demo.since);
    while (lm_demo_next_trade(&reader, &trade))
        CHECK(trade.time == demo.since);
}

int main(void)
{
    lm_host_init(&host);
    test_trades();
    test_gauges();
    test_sameness();
    test_arguments();
    return check_report("demo");
}

/*
 * Compares feeds of real files with a separate parser:  test_real_feed [folder]
 *
 * The folder (default ../shared, or LIQMAP_DATA) holds data/hyperliquid/ and data/binance/. They are not part of
 * the repository; tests of missing files are skipped.
 */
#include "fixture.h"

#define FIELDS 16

static char folder[512];

/* ---- files */

static char *read_packed(const char *name, size_t *size)
{
    char path[1024], command[1100];
    size_t capacity = 1 << 20;
    snprintf(path, sizeof path, "%s/data/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fclose(file);
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    file = popen(command, "r");
    char *text = malloc(capacity);
    *size = 0;
    for (size_t got; (got = fread(text + *size, 1, capacity - *size, file)) > 0;) {
        *size += got;
        if (*size == capacity)
            text = realloc(text, capacity *= 2);
    }
    pclose(file);
    return text;
}

/* Splits a line in place. Returns the number of fields. */
static int cut(char *line, char *fields[FIELDS])
{
    int count = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *at = line; at && count < FIELDS; count++) {
        fields[count] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = 0;
    }
    return count;
}

typedef void (*by_hand)(lm_tape **tape, char *fields[FIELDS]);

static lm_buffer read_by_hand(const char *text, size_t size, by_hand add)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    char line[1024], *fields[FIELDS];
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    for (const char *at = text, *const end = text + size; at < end;) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        const size_t length = (size_t)((next ? next : end) - at);
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        if (cut(line, fields) > 1)
            add(&tape, fields);
        at = next ? next + 1 : end;
    }
    return finished(tape);
}

static lm_layout *layout_of(const char *text)
{
    lm_layout *layout;
    must(*text == '{' ? lm_layout_read(&host, text, strlen(text), &layout)
                      : lm_layout_named(&host, text, strlen(text), &layout));
    return layout;
}

static lm_buffer fed(const char *text, size_t size, const char *layout_text, const char *symbol, lm_feed_report *report)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    lm_layout *layout = layout_of(layout_text);
    const lm_feed_options feeding = {.symbol = symbol, .symbol_length = symbol ? strlen(symbol) : 0};
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)text, size}, layout, &feeding, report));
    lm_layout_destroy(&host, layout);
    return finished(tape);
}

/* Checks that both ways give the same tape. Returns the number of rows; 0 if the file is missing. */
static int64_t compare(const char *name, const char *layout, const char *symbol, by_hand add)
{
    lm_feed_report report;
    size_t size;
    char *text = read_packed(name, &size);
    if (!text) {
        char why[1100];
        snprintf(why, sizeof why, "no %s in %s/data", name, folder);
        check_skip(why);
        return 0;
    }
    lm_buffer whole = fed(text, size, layout, symbol, &report), hand = read_by_hand(text, size, add);
    const int64_t taken = report.trades + report.candles + report.gauges + report.liquidations;
    printf("%s: %lld lines, %lld taken\n", name, (long long)report.lines, (long long)taken);
    CHECK(taken > 0);
    if (!same_bytes(&whole, &hand))
        fprintf(stderr, "%s: another tape by hand\n", name);
    CHECK(same_and_freed(whole, hand));
    free(text);
    return taken;
}

/* ---- the separate parsers */

static int64_t ms(const char *field)
{
    return strtoll(field, NULL, 10) * 1000;
}

static bool is_header(const char *field)
{
    return *field < '0' || *field > '9';
}

static void add_trade(lm_tape **tape, char *fields[FIELDS])
{
    if (!is_header(fields[0]))
        must(lm_tape_trade(&host, tape, ms(fields[0]), strtod(fields[1], NULL), strtod(fields[2], NULL),
                           strcmp(fields[3], "buy") == 0 ? LM_TAKER_BOUGHT : LM_TAKER_SOLD));
}

static void add_gauge(lm_tape **tape, int64_t time, const char *name, double value)
{
    must(lm_tape_gauge(&host, tape, time, name, strlen(name), value));
}

static void add_state(lm_tape **tape, char *fields[FIELDS])
{
    if (is_header(fields[0]))
        return;
    add_gauge(tape, ms(fields[0]), "open_interest", strtod(fields[1], NULL) * 0.5);
    add_gauge(tape, ms(fields[0]), "mark_price", strtod(fields[2], NULL));
    add_gauge(tape, ms(fields[0]), "index_price", strtod(fields[3], NULL));
    add_gauge(tape, ms(fields[0]), "funding_rate", strtod(fields[4], NULL) * 8);
}

static void add_forced_order(lm_tape **tape, char *fields[FIELDS])
{
    if (strcmp(fields[0], "BTC") == 0)
        must(lm_tape_liquidation(&host, tape, ms(fields[10]), strtod(fields[6], NULL), strtod(fields[9], NULL),
                                 strcmp(fields[1], "SELL") == 0 ? LM_LONG : LM_SHORT));
}

static void add_candle(lm_tape **tape, char *fields[FIELDS])
{
    double n[FIELDS];
    if (is_header(fields[0]))
        return;
    for (int i = 1; i < 10; i++)
        n[i] = strtod(fields[i], NULL);
    must(
        lm_tape_candle(&host, tape, &(lm_candle){ms(fields[0]) / 1000, LM_MINUTE, n[1], n[2], n[3], n[4], n[5], n[9]}));
}

static void add_open_interest(lm_tape **tape, char *fields[FIELDS])
{
    if (!is_header(fields[0]))
        add_gauge(tape, ms(fields[0]), "open_interest", strtod(fields[1], NULL));
}

static void add_bar(lm_tape **tape, char *fields[FIELDS])
{
    if (is_header(fields[0]))
        return;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (strtod(fields[2 + side], NULL) > 0)
            must(lm_tape_liquidation_without_price(&host, tape, ms(fields[0]), strtod(fields[2 + side], NULL),
                                                   (lm_side)side));
}

int main(int count, char **arguments)
{
    const char *data = getenv("LIQMAP_DATA");
    lm_host_init(&host);
    snprintf(folder, sizeof folder, "%s", count > 1 ? arguments[1] : data ? data : "../shared");
    compare("hyperliquid/hyperliquid_BTC_20260611.csv.gz", "hyperliquid/trades", NULL, add_trade);
    compare("hyperliquid/hyperliquid_BTC_20260612.csv.gz", "hyperliquid/trades", NULL, add_trade);
    compare("hyperliquid/hyperliquid_ETH_20260613.csv.gz", "hyperliquid/trades", NULL, add_trade);
    compare("hyperliquid/hyperliquid_BTC_20260612_state.csv.gz", "hyperliquid/state", NULL, add_state);
    compare("binance/forceOrder_20240817_1158.csv.gz", "binance-usdm/force_order", "BTC", add_forced_order);
    compare("binance/forceOrder_20240818_0900.csv.gz", "binance-usdm/force_order", "BTC", add_forced_order);
    compare(
        "binance/BTCUSDT_spot_1m_202603.csv.gz",
        "{\"csv\": {}, \"candles\": {\"ts\": \"open_time_us\", \"open\": \"open\", \"high\": \"high\", \"low\": "
        "\"low\", "
        "\"close\": \"close\", \"base\": \"volume\", \"taker_buy\": \"taker_buy_volume\", \"end\": \"close_time_us\"}}",
        NULL, add_candle);
    compare("binance/BTCUSDT_open_interest_5m.csv.gz",
            "{\"csv\": {}, \"gauges\": {\"ts\": \"ts_ms\", \"name\": \"open_interest\", \"value\": \"open_interest\"}}",
            NULL, add_open_interest);
    compare("binance/BTC_liquidations_30m.csv.gz",
            "{\"csv\": {}, \"ts\": \"start_ms\", \"liquidations\": [{\"quote\": \"long_usd\", \"side\": \"long\"}, "
            "{\"quote\": \"short_usd\", \"side\": \"short\"}]}",
            NULL, add_bar);
    return check_report("real files");
}

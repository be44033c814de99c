/* Feeds of whole files: numbers and times to the bit, layout documents, all rows or none, and rows in any order. */
#include "fixture.h"

#include <locale.h>
#include <time.h>

#include "base/decimal.h"
#include "base/rng.h"
#include "feed/dedup.h"

/* ---- numbers: equal to strtod, in any locale */

static void check_number(const char *text)
{
    double read = -1;
    char *end;
    const double wanted = strtod(text, &end);
    const bool good = lm_decimal_read(text, strlen(text), &read) && *end == 0 && memcmp(&read, &wanted, 8) == 0;
    CHECK(good);
    if (!good)
        fprintf(stderr, "%.60s: %.17g, not %.17g\n", text, read, wanted);
}

static double any_double(void)
{
    uint64_t bits;
    double number;
    do {
        bits = rng_next();
        memcpy(&number, &bits, 8);
    } while (!isfinite(number));
    return number;
}

static void test_random_numbers(void)
{
    char text[1200];
    const int numbers = size_of_run(200000, 1500000);
    for (int i = 0; i < numbers; i++) {
        /* prices, quantities and ids as in files; random doubles with all their digits, with fewer, and with more */
        switch (i % 5) {
        case 0:
            snprintf(text, sizeof text, "%.*f", (int)pick(0, 8), uniform(0, 200000));
            break;
        case 1:
            snprintf(text, sizeof text, "%lld.%0*lld", (long long)pick(0, 99999), (int)pick(1, 17),
                     (long long)pick(0, 9999999999999999));
            break;
        case 2:
            snprintf(text, sizeof text, "%.*e", (int)pick(0, 25), any_double());
            break;
        case 3:
            snprintf(text, sizeof text, "%lldE%+d", (long long)pick(-9007199254740994, 9007199254740994),
                     (int)pick(-340, 320));
            break;
        default:
            snprintf(text, sizeof text, "%.*g", (int)pick(1, 40), any_double());
        }
        check_number(text);
    }
}

/* Numbers halfway between two doubles, and numbers that differ from them only far behind the point. */
static void test_ties(void)
{
    char text[1200];
    const int ties = size_of_run(5000, 20000);
    for (int i = 0; i < ties; i++) {
        const double low = fabs(any_double()), high = nextafter(low, INFINITY);
        if (low < 1e-290 || low > 1e290)
            continue;
        const long double half = ((long double)low + (long double)high) / 2;
        const int length = snprintf(text, sizeof text, "%.800Le", half);
        char *exponent = strchr(text, 'e');
        check_number(text);
        for (const char *digit = "019"; *digit; digit++) {
            exponent[-1] = *digit;
            check_number(text);
        }
        CHECK(length < (int)sizeof text);
    }
}

static void test_words_that_are_no_numbers(void)
{
    static const char *const bad[] = {"",    "-",   ".",  "+.", "e5",  "1e",   "1e+",      "1.2.3", "0x10", "nan",
                                      "inf", "1,5", "1 ", " 1", "--1", "1e5.", "infinity", "1_000", "1e5x", "\xc2\xa0"};
    static const char *const good[] = {"0",
                                       "-0",
                                       "+0",
                                       "1.",
                                       ".5",
                                       "-.5e-3",
                                       "1e400",
                                       "1e-400",
                                       "00001",
                                       "0.000000000000000000000000001",
                                       "123456789012345678901234567890",
                                       "0e999999999999",
                                       "1e999999999999",
                                       "1e-999999999999",
                                       "90000.00000000000000000000000000000000",
                                       "179769313486231580793728971405301e276"};
    double number;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!lm_decimal_read(bad[i], strlen(bad[i]), &number));
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        check_number(good[i]);
}

/* A long number is read to its end and needs no more memory than a short one. */
static void test_long_numbers(void)
{
    char *text = malloc(100003);
    double number;
    memset(text, '0', 100003);
    text[0] = '1';
    CHECK(lm_decimal_read(text, 300, &number) && number == 1e299);
    CHECK(lm_decimal_read(text, 100002, &number) && isinf(number));
    text[1] = '.';
    CHECK(lm_decimal_read(text, 100002, &number) && number == 1);
    text[100001] = '1';
    CHECK(lm_decimal_read(text, 100002, &number) && number == 1);
    memcpy(text, "9007199254740993.", 17); /* 2^53 + 1, a tie except for a digit far behind the point */
    CHECK(lm_decimal_read(text, 100001, &number) && number == 9007199254740992.0);
    CHECK(lm_decimal_read(text, 100002, &number) && number == 9007199254740994.0);
    free(text);
}

/* ---- times */

static int64_t time_of(const char *text)
{
    int64_t time = INT64_MIN;
    return lm_time_of_field(text, strlen(text), &time) ? time : INT64_MIN;
}

static void test_times(void)
{
    static const char *const bad[] = {"",
                                      "-",
                                      ".5",
                                      "1e9",
                                      "1767225600,5",
                                      "2026-13-01",
                                      "2026-02-29",
                                      "2026-01-01D",
                                      "1767225600 ",
                                      "99999999999999999999",
                                      "2026-01-01 24:00:00",
                                      "0x5",
                                      "infinity",
                                      "2026-01-01X00:00:00"};
    const int64_t midnight = NEW_YEAR;
    CHECK(time_of("1767225600") == midnight && time_of("1767225600000") == midnight);
    CHECK(time_of("1767225600000000") == midnight && time_of("1767225600000000000") == midnight);
    CHECK(time_of("1767225600.0") == midnight && time_of("1767225600.") == midnight);
    CHECK(time_of("1767225600.1234567") == midnight + 123456);
    CHECK(time_of("1767225600000.25") == midnight + 250 && time_of("1767225600000001.9") == midnight + 1);
    CHECK(time_of("1767225600000000999") == midnight);
    CHECK(time_of("-1.5") == -1500000 && time_of("-0.0000001") == -1);
    CHECK(time_of("2026-01-01") == midnight && time_of("2026-01-01 00:00:00") == midnight);
    CHECK(time_of("2026-01-01D00:00:00.000001999") == midnight + 1);
    CHECK(time_of("2026-01-01T01:00:00.5+01:00") == midnight + 500000 && time_of("2026-01-01T00:00:00Z") == midnight);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(time_of(bad[i]) == INT64_MIN);
    for (int i = 0; i < 200000; i++) {
        /* seconds with decimals are exact, although a double cannot hold them */
        char text[64];
        const int64_t time = pick(0, 4000000000) * LM_SECOND + pick(0, 999999);
        snprintf(text, sizeof text, "%lld.%06lld", (long long)(time / LM_SECOND), (long long)(time % LM_SECOND));
        CHECK(time_of(text) == time);
    }
}

/* ---- ids */

/* Consecutive numbers, distant numbers and words, under two purposes, against a table of the ids that were added. */
static void test_ids(void)
{
    enum { IDS = 5000 };
    static bool there[2][2][IDS];
    lm_id_set set = {0};
    lm_id id;
    lm_id_seen seen;
    for (int i = 0; i < 40000; i++) {
        char text[64];
        const int64_t number = pick(0, IDS - 1);
        const int word = (int)pick(0, 1), purpose = (int)pick(0, 1);
        const int64_t spread = number % 3 ? number : number * 1000000007;
        snprintf(text, sizeof text, word ? "trade-%lld" : "%lld", (long long)spread);
        const lm_bytes field = {(const uint8_t *)text, strlen(text)};
        CHECK(lm_id_from_fields(&field, 1, purpose, &id) && id.whole == !word);
        const uint64_t content = lm_mix((uint64_t)number);
        must(lm_id_set_add(&host, &set, id, content, false, &seen));
        CHECK(seen == (there[word][purpose][number] ? LM_ID_REPEATED : LM_ID_NEW));
        there[word][purpose][number] = true;
        if (i % 16 == 0) {
            must(lm_id_set_add(&host, &set, id, content + ((uint64_t)1 << 32), false, &seen));
            CHECK(seen == LM_ID_UNLIKE);
        }
    }
    lm_id_set_free(&host, &set);
    for (int word = 0; word < 2; word++) {
        const lm_bytes field = {(const uint8_t *)(word ? "x7" : "7"), word ? 2 : 1};
        CHECK(lm_id_from_fields(&field, 1, 0, &id));
        for (int i = 0; i < 9; i++) {
            must(lm_id_set_add(&host, &set, id, 5, true, &seen));
            CHECK(seen == (i % 2 == 1 ? LM_ID_REPEATED : LM_ID_NEW));
        }
    }
    lm_id_set_free(&host, &set);
    const lm_bytes parts[2] = {{(const uint8_t *)"ab", 2}, {(const uint8_t *)"c", 1}};
    const lm_bytes others[2] = {{(const uint8_t *)"a", 1}, {(const uint8_t *)"bc", 2}},
                   none[2] = {{NULL, 0}, {NULL, 0}};
    lm_id other;
    CHECK(lm_id_from_fields(parts, 2, 0, &id) && lm_id_from_fields(others, 2, 0, &other));
    CHECK(id.high != other.high && id.low != other.low);
    CHECK(!lm_id_from_fields(none, 2, 0, &id) && !lm_id_from_fields(none, 1, 0, &id));
}

/* ---- feeding */

static lm_layout *named(const char *name)
{
    lm_layout *layout;
    must(lm_layout_named(&host, name, strlen(name), &layout));
    return layout;
}

static lm_status feed(lm_tape **tape, const char *layout_name, const char *text, size_t size, lm_feed_report *report)
{
    lm_layout *layout = named(layout_name);
    const lm_status status = lm_tape_feed(&host, tape, (lm_bytes){(const uint8_t *)text, size}, layout, NULL, report);
    lm_layout_destroy(&host, layout);
    return status;
}

static lm_tape *empty_tape(void)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    return tape;
}

static const char *const files[] = {
    "1,90000.0,0.5,11,11,1767225600250,false\n2,90010.5,2,12,13,1767225660000,true\n",
    "3,90010.5,1,14,15,1767225720000,false\n",
};

static void test_all_or_nothing(void)
{
    char bad[256];
    lm_tape *tape = empty_tape();
    lm_feed_report report = {.trades = -1};
    const char *name = "binance-usdm/agg_trades";
    must(feed(&tape, name, files[0], strlen(files[0]), &report));
    CHECK(report.trades == 2 && report.lines == 2);
    lm_buffer before = encoded(tape);
    snprintf(bad, sizeof bad, "%s4,90020,-1,14,15,1767225720000,false\n", files[1]);
    report.trades = -1;
    CHECK(feed(&tape, name, bad, strlen(bad), &report) == LM_E_RANGE);
    CHECK(strncmp(host.error.message, "line 2: ", 8) == 0 && report.trades == -1);
    CHECK(same_and_freed(before, encoded(tape)));
    must(feed(&tape, name, files[1], strlen(files[1]), &report));
    lm_tape *whole = empty_tape();
    snprintf(bad, sizeof bad, "%s%s", files[0], files[1]);
    must(feed(&whole, name, bad, strlen(bad), &report));
    CHECK(same_and_freed(finished(tape), finished(whole)));
}

/* A tape with rows keeps its options; an empty tape takes those of the feed. */
static void test_how_a_tape_counts(void)
{
    static const char text[] = "1767225600.25,90000,5,true\n";
    lm_tape_options options = default_options();
    lm_tape *tape = empty_tape();
    lm_feed_report report;
    lm_layout *layout = named("generic/trades");
    const lm_bytes bytes = {(const uint8_t *)text, strlen(text)};
    options.contract = LM_INVERSE;
    options.contract_size = 100;
    const lm_feed_options feeding = {.counting = &options};
    must(lm_tape_feed(&host, &tape, bytes, layout, &feeding, &report));
    lm_tape *wanted;
    must(lm_tape_create(&host, &options, &wanted));
    must(lm_tape_trade(&host, &wanted, NEW_YEAR + 250000, 90000, 5, LM_TAKER_BOUGHT));
    CHECK(same_and_freed(encoded(tape), finished(wanted)));
    must(lm_tape_feed(&host, &tape, bytes, layout, NULL, &report)); /* as when it was created */
    options.frame = 2 * LM_MINUTE;
    lm_tape *other = empty_tape();
    CHECK(lm_tape_feed(&host, &other, bytes, layout, &feeding, &report) == LM_E_MISMATCH);
    lm_tape_destroy(&host, other);
    lm_tape_destroy(&host, tape);
    lm_layout_destroy(&host, layout);
}

static void test_no_text(void)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *says;
    } kinds[] = {
        {"\x1f\x8b\x08\0\0", 5, "gzip"},
        {"PK\x03\x04zip", 7, "zip"},
        {"\x04\x22\x4d\x18..", 6, "lz4"},
        {"\x28\xb5\x2f\xfd..", 6, "zstd"},
        {"BZh91AY", 7, "bzip2"},
        {"\xfd"
         "7zXZ\0",
         6, "xz"},
        {"PAR1....", 8, "Parquet"},
        {"\xff\xfet\0s\0", 6, "UTF-16"},
        {"1767225600,2,1,\n1767225600,4,1,\n5,\0", 35, "line 3: the text has a byte of value 0"},
    };
    lm_feed_report report;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        lm_tape *tape = empty_tape();
        CHECK(feed(&tape, "generic/trades", kinds[i].bytes, kinds[i].size, &report) == LM_E_CORRUPT);
        CHECK(strstr(host.error.message, kinds[i].says) != NULL);
        CHECK(host.error.hint[0] != 0);
        lm_tape_destroy(&host, tape);
    }
}

/* A file cut at any byte gives an error, or the tape of fewer rows, but never another tape. */
static void test_cut_anywhere(void)
{
    static const char csv[] =
        "ts,price,qty,is_buy\r\n1767225600.25,90000,0.5,\"true\"\r\n1767225660,90010.5,2,false\r\n";
    static const char json[] =
        "{\"topic\":\"allLiquidation.B\",\"data\":[{\"T\":1767225600250,\"s\":\"B\",\"S\":\"Buy\",\"v\":\"0.5\",\"p\":"
        "\"90000\"}]}\n"
        "{\"data\":[{\"T\":1767225660000,\"s\":\"B\",\"S\":\"Sell\",\"v\":\"2\",\"p\":\"90010.5\"}]}\n";
    for (int kind = 0; kind < 2; kind++) {
        const char *text = kind ? json : csv;
        int taken = 0, refused = 0;
        for (size_t size = 0; size <= strlen(text); size++) {
            char *copy = malloc(size + 1); /* so that the sanitizer finds a byte read beyond the end */
            memcpy(copy, text, size);
            lm_tape *tape = empty_tape();
            lm_feed_report report = {0};
            const lm_status status =
                feed(&tape, kind ? "bybit/all_liquidation" : "generic/trades", copy, size, &report);
            CHECK(status == LM_OK || status == LM_E_CORRUPT || status == LM_E_MISSING || status == LM_E_TIME);
            CHECK(status != LM_OK || report.trades + report.liquidations <= 2);
            taken += status == LM_OK;
            refused += status != LM_OK;
            lm_tape_destroy(&host, tape);
            free(copy);
        }
        CHECK(taken > 3 && refused > 20);
    }
}

/* The same trades in any order, as CSV and as JSON, in one file or several, are the tape of these trades. */
static void test_random_files(void)
{
    enum { TRADES = 300 };
    static lm_trade trades[TRADES];
    static char csv[TRADES * 100], json[TRADES * 150];
    static const char *const takers[] = {"false", "true", ""};
    for (int round = 0; round < 60; round++) {
        const size_t count = (size_t)pick(1, TRADES);
        size_t csv_size = 0, json_size = 0;
        random_trades(trades, count, LM_DAY / 10, chance(0.5));
        for (size_t i = 0; i < count; i++) {
            char price[LM_NUMBER_SIZE], qty[LM_NUMBER_SIZE];
            lm_number_text(trades[i].price, price);
            lm_number_text(trades[i].qty, qty);
            const char *taker = takers[trades[i].taker];
            csv_size += (size_t)snprintf(csv + csv_size, 100, "%lld,%s,%s,%s%s", (long long)trades[i].time, price, qty,
                                         taker, chance(0.5) ? "\n" : "\r\n");
            json_size += (size_t)snprintf(
                json + json_size, 150, "{\"qty\": %s, \"ts\":%lld,\"price\":\"%s\",\"is_buy\":%s}%s", qty,
                (long long)trades[i].time, price, *taker ? taker : "null", chance(0.9) ? "\n" : " ");
        }
        const lm_tape_options options = default_options();
        lm_tape *by_csv = empty_tape(), *by_json = empty_tape();
        lm_feed_report report;
        must(feed(&by_csv, "generic/trades", csv, csv_size, &report));
        CHECK(report.trades == (int64_t)count);
        must(feed(&by_json, "generic/trades", json, json_size, &report));
        CHECK(report.trades == (int64_t)count);
        lm_buffer wanted = finished(tape_of(&options, trades, count)), a = finished(by_csv), b = finished(by_json);
        CHECK(same_bytes(&wanted, &a) && same_bytes(&wanted, &b));
        lm_buffer_free(&host, &wanted);
        lm_buffer_free(&host, &a);
        lm_buffer_free(&host, &b);
    }
}

/* Deep, wide and odd JSON. */
static void test_odd_json(void)
{
    lm_feed_report report;
    char deep[200];
    lm_tape *tape = empty_tape();
    memset(deep, '[', sizeof deep);
    CHECK(feed(&tape, "generic/trades", deep, sizeof deep, &report) == LM_E_CORRUPT);
    static const char *const bad[] = {
        "{\"ts\":1767225600,}", "{\"ts\" 1}",  "{ts:1}", "[1,]", "[1 2]",      "{\"a\":tru}",
        "{\"a\":\"\x01\"}",     "{\"a\":\"\\", "[}",     "{]",   "{\"a\":1}}", "[1],"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(feed(&tape, "generic/trades", bad[i], strlen(bad[i]), &report) == LM_E_CORRUPT);
    static const char odd[] =
        " [ {\"x\" : {\"ts\":5}, \"s\":\"a\\\"}\", \"price\":90000,\n\"ts\":1767225600 , \"qty\":1, \"is_buy\":null} ]";
    must(feed(&tape, "generic/trades", odd, strlen(odd), &report));
    CHECK(report.trades == 1 && report.lines == 2);
    lm_tape_destroy(&host, tape);
}

/* An answer of an exchange is one line with many rows. It must take no longer than one line for each row. */
static void test_one_long_line(void)
{
    enum { ROWS = 100000 };
    static const char row[] = "{\"ts\":1767225600,\"price\":90000,\"qty\":1},";
    const size_t each = strlen(row) + 1, size = 1 + ROWS * each;
    char *text = malloc(size + 1);
    clock_t spent[2];
    for (int lines = 0; lines < 2; lines++) {
        lm_tape *tape = empty_tape();
        lm_feed_report report;
        text[0] = '[';
        for (size_t i = 0; i < ROWS; i++)
            snprintf(text + 1 + i * each, each + 1, "%s%c", row, lines ? '\n' : ' ');
        text[size - 2] = ']';
        spent[lines] = clock();
        must(feed(&tape, "generic/trades", text, size, &report));
        spent[lines] = clock() - spent[lines];
        CHECK(report.trades == ROWS && report.lines == (lines ? ROWS : 1));
        lm_tape_destroy(&host, tape);
    }
    CHECK(spent[0] < spent[1] * 10 + CLOCKS_PER_SEC);
    free(text);

    lm_tape *tape = empty_tape();
    lm_feed_report report;
    static const char bad[] = "\n{\"ts\":1767225600,\"price\":90000,\"qty\":1} {\"ts\" 1}";
    CHECK(feed(&tape, "generic/trades", bad, strlen(bad), &report) == LM_E_CORRUPT);
    CHECK(strcmp(host.error.message, "line 2: not valid JSON at character 47") == 0);
    lm_tape_destroy(&host, tape);
}

/* An error in the header names its line, also if no line follows. */
static void test_line_of_a_header(void)
{
    static const char *const headers[] = {"ts,price,volume\n", "\n\nts,price,volume\n"};
    static const char *const says[] = {"line 1: the header", "line 3: the header"};
    for (size_t i = 0; i < 2; i++) {
        lm_tape *tape = empty_tape();
        lm_feed_report report;
        CHECK(feed(&tape, "generic/trades", headers[i], strlen(headers[i]), &report) == LM_E_MISSING);
        CHECK(strncmp(host.error.message, says[i], strlen(says[i])) == 0);
        lm_tape_destroy(&host, tape);
    }
}

/* ---- layouts */

static void test_list_of_layouts(void)
{
    lm_layout_reader reader = {0};
    lm_layout_entry entry;
    lm_layout *layout;
    int count = 0;
    while (lm_layout_next(&host, &reader, &entry) == LM_OK) {
        CHECK(entry.title[0] && entry.source[0] && entry.traps[0] && entry.streams[0] && strchr(entry.name, '/'));
        must(lm_layout_named(&host, entry.name, strlen(entry.name), &layout));
        lm_layout_destroy(&host, layout);
        count++;
    }
    CHECK(count >= 40);
    CHECK(lm_layout_named(&host, "bybit", 5, &layout) == LM_E_ARGUMENT && host.error.hint[0]);
    CHECK(lm_layout_named(&host, "", 0, &layout) == LM_E_ARGUMENT);
}

/* ---- a locale with a decimal comma does not change results */

static void test_in_locale(void)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8", "de_DE", "ps_AF.UTF-8"};
    for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
        if (!setlocale(LC_NUMERIC, locales[i]))
            continue;
        double number;
        CHECK(lm_decimal_read("90000.5", 7, &number) && number == 90000.5);
        CHECK(lm_decimal_read("0.1234567890123456789012345", 27, &number) && number == 0.1234567890123456789012345);
        CHECK(lm_decimal_read("1.5e300", 7, &number) && number == 1.5e300);
        CHECK(!lm_decimal_read("90000,5", 7, &number));
        test_all_or_nothing();
        setlocale(LC_NUMERIC, "C");
        return;
    }
    check_skip("no locale with decimal commas is installed");
}

/* ---- a trade with a row for each side */

static int write_fill(char *text, int tid, char side, bool crossed)
{
    return sprintf(text,
                   "[\"0x%c\",{\"coin\":\"SOL\",\"px\":\"100\",\"sz\":\"1\",\"side\":\"%c\",\"time\":1767225600000,"
                   "\"crossed\":%s,\"tid\":%d}]\n",
                   side, side, crossed ? "true" : "false", tid);
}

/* Two fills that both crossed are one trade, half bought, also where many trades are before it. */
static void test_both_sides(void)
{
    static char text[600 * 2 * 150];
    lm_layout *layout;
    must(lm_layout_named(&host, "hyperliquid/fills", 17, &layout));
    for (int before = 250; before < 520; before++) {
        size_t size = 0;
        lm_tape_options options = default_options();
        lm_tape *tape;
        lm_tape_info info;
        lm_feed_report report;
        must(lm_tape_create(&host, &options, &tape));
        for (int tid = 0; tid <= before; tid++) {
            size += (size_t)write_fill(text + size, tid, 'A', true);
            size += (size_t)write_fill(text + size, tid, 'B', tid == before);
        }
        must(lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)text, size}, layout, NULL, &report));
        lm_buffer bytes = {0};
        must(lm_tape_encode(&host, tape, &bytes));
        must(lm_tape_describe(&host, bytes_of(&bytes), &info));
        CHECK(report.trades == before + 1 && report.repeated == before + 1);
        CHECK(info.taker_buy_notional == 50);
        lm_buffer_free(&host, &bytes);
        lm_tape_destroy(&host, tape);
    }
    lm_layout_destroy(&host, layout);
}

int main(void)
{
    lm_host_init(&host);
    test_random_numbers();
    test_ties();
    test_words_that_are_no_numbers();
    test_long_numbers();
    test_times();
    test_ids();
    test_both_sides();
    test_all_or_nothing();
    test_how_a_tape_counts();
    test_no_text();
    test_cut_anywhere();
    test_random_files();
    test_odd_json();
    test_one_long_line();
    test_line_of_a_header();
    test_list_of_layouts();
    test_in_locale();
    return check_report("feed");
}

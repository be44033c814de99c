/* Feeding files: lm_tape_feed(), and strtod over the same bytes as yardstick. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

typedef struct file_text {
    char *text;
    size_t size;
    const char *layout;
} file_text;

/* Writes trades in the layout of Binance's aggregate trades. */
static file_text write_agg_trades(const trades *day)
{
    file_text file = {check_allocation(malloc(day->count * 100 + 1)), 0, "binance-usdm/agg_trades"};
    for (size_t i = 0; i < day->count; i++) {
        const lm_trade *trade = &day->rows[i];
        file.size +=
            (size_t)sprintf(file.text + file.size, "%zu,%.2f,%.3f,%zu,%zu,%lld,%s\n", 2600000000 + i, trade->price,
                            trade->qty, 6100000000 + 2 * i, 6100000001 + 2 * i, (long long)(trade->time / 1000),
                            trade->taker == LM_TAKER_BOUGHT ? "false" : "true");
    }
    return file;
}

/* Writes trades as JSON lines. */
static file_text write_json_trades(const trades *day)
{
    file_text file = {check_allocation(malloc(day->count * 120 + 1)), 0, "generic/trades"};
    for (size_t i = 0; i < day->count; i++) {
        const lm_trade *trade = &day->rows[i];
        file.size +=
            (size_t)sprintf(file.text + file.size, "{\"ts\":%lld,\"price\":\"%.2f\",\"qty\":\"%.3f\",\"is_buy\":%s}\n",
                            (long long)(trade->time / 1000), trade->price, trade->qty,
                            trade->taker == LM_TAKER_BOUGHT ? "true" : "false");
    }
    return file;
}

/* Parses every field that begins with a digit, and does nothing else. */
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
    must(lm_tape_create(&host, &options, &tape));
    must(lm_layout_named(&host, file->layout, strlen(file->layout), &layout));
    must(lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)file->text, file->size}, layout, NULL, &report));
    lm_layout_destroy(&host, layout);
    lm_tape_destroy(&host, tape);
}

void bench_files(void)
{
    const trades day = demo_trades(1, 694);
    const file_text csv = write_agg_trades(&day), json = write_json_trades(&day);
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

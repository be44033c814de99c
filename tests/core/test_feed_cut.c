/*
 * Cuts the sample of every layout (examples/load/samples) at every byte: the feed must give an error, or the tape of
 * the complete lines. A number without its last digits is still a number, so no later check would find it.
 */
#include "fixture.h"

#include <dirent.h>

#define SAMPLES "examples/load/samples"
#define LONGEST (1 << 16)

static lm_layout *layout;
static lm_tape_options options;
static lm_feed_options feeding;

/* ---- samples */

/* Files with several symbols, and the symbol to read. */
static const char *symbol_of(const char *file)
{
    static const struct {
        const char *begins, *symbol;
    } symbols[] = {{"binance-usdm-force_order", "BTCUSDT"},
                   {"bybit-all_liquidation", "BTCUSDT"},
                   {"okx", "BTC-USDT-SWAP"},
                   {"bitmex", "XBTUSD"},
                   {"hyperliquid-fills", "BTC"},
                   {"hyperliquid-asset_ctxs", "BTC"},
                   {"tardis", "binance-futures:BTCUSDT"},
                   {"cryptofeed", "BINANCE_FUTURES:BTC-USDT-PERP"}};
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        if (strncmp(file, symbols[i].begins, strlen(symbols[i].begins)) == 0)
            return symbols[i].symbol;
    return NULL;
}

/* Finds the layout of a sample: that of "binance-usdm-trades.csv" is binance-usdm/trades. False if a sample has no rows
 * for tapes. */
static bool choose(const char *file)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(file, "."), file);
    *strrchr(name, '-') = '/';
    if (lm_layout_named(&host, name, strlen(name), &layout) != LM_OK)
        return false;
    options = default_options();
    options.has_prices = false;
    if (strstr(name, "coinm") || strstr(name, "inverse") || strstr(name, "bitmex") || strstr(name, "deribit"))
        options.contract = LM_INVERSE;
    if (strstr(name, "coinm")) /* another contract size than that of the file is refused */
        options.contract_size = 100;
    const char *symbol = symbol_of(file);
    feeding = (lm_feed_options){.symbol = symbol, .symbol_length = symbol ? strlen(symbol) : 0};
    return true;
}

static size_t read_sample(const char *file, char *text)
{
    char path[512];
    snprintf(path, sizeof path, SAMPLES "/%s", file);
    FILE *opened = fopen(path, "rb");
    const size_t size = opened ? fread(text, 1, LONGEST, opened) : 0;
    if (opened)
        fclose(opened);
    return size;
}

/* ---- cuts */

static lm_status feed(const char *text, size_t size, lm_buffer *bytes)
{
    lm_tape *tape;
    lm_feed_report report;
    char *copy = malloc(size + 1); /* so that the sanitizer finds a byte read beyond the end */
    memcpy(copy, text, size);
    must(lm_tape_create(&host, &options, &tape));
    const lm_status status =
        lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)copy, size}, layout, &feeding, &report);
    free(copy);
    if (status == LM_OK)
        must(lm_tape_encode(&host, tape, bytes));
    lm_tape_destroy(&host, tape);
    return status;
}

/* Returns the complete lines: those with a line end, and a complete line of JSON without one. */
static size_t whole_lines(const char *text, size_t cut, bool json)
{
    if (json && text[cut] == '\n')
        return cut + 1;
    while (cut > 0 && text[cut - 1] != '\n')
        cut--;
    return cut;
}

static void cut_everywhere(const char *text, size_t size, bool json)
{
    size_t taken = 0;
    for (size_t cut = 0; cut < size; cut++) {
        lm_buffer got = {0}, wanted = {0};
        if (feed(text, cut, &got) != LM_OK)
            continue;
        CHECK(feed(text, whole_lines(text, cut, json), &wanted) == LM_OK);
        CHECK(same_bytes(&got, &wanted));
        lm_buffer_free(&host, &got);
        lm_buffer_free(&host, &wanted);
        taken++;
    }
    lm_buffer all = {0};
    CHECK(taken > 3 && taken < size / 4);
    CHECK(feed(text, size, &all) == LM_OK);
    lm_buffer_free(&host, &all);
}

int main(void)
{
    static char text[LONGEST];
    int samples = 0;
    lm_host_init(&host);
    DIR *folder = opendir(SAMPLES);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const bool json = strstr(entry->d_name, ".jsonl") != NULL;
        if ((!json && !strstr(entry->d_name, ".csv")) || !choose(entry->d_name))
            continue;
        cut_everywhere(text, read_sample(entry->d_name, text), json);
        lm_layout_destroy(&host, layout);
        samples++;
    }
    CHECK(samples > 30);
    if (folder)
        closedir(folder);
    return check_report("files that are cut");
}

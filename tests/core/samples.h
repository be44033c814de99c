/* The samples of the layouts (examples/load/samples), with what is needed to read each of them. */
#ifndef SAMPLES_H
#define SAMPLES_H

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

/* Calls `test` for each sample with rows for tapes; returns their number. */
static int for_each_sample(void (*test)(const char *text, size_t size, bool json))
{
    static char text[LONGEST];
    int samples = 0;
    DIR *folder = opendir(SAMPLES);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const bool json = strstr(entry->d_name, ".jsonl") != NULL;
        if ((!json && !strstr(entry->d_name, ".csv")) || !choose(entry->d_name))
            continue;
        test(text, read_sample(entry->d_name, text), json);
        lm_layout_destroy(&host, layout);
        samples++;
    }
    if (folder)
        closedir(folder);
    return samples;
}

static size_t random_cuts(size_t size, size_t most, size_t *cuts)
{
    size_t count = 0;
    for (size_t at = (size_t)pick(0, (int64_t)most); at < size; at += (size_t)pick(0, (int64_t)most))
        cuts[count++] = at;
    return count;
}

#endif

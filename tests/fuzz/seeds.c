/* Writes the seeds of the fuzzers:  seeds folder      (folder/tape, /map, /documents, /account, /rows, /feed, /simulate must exist) */
#include "fixture.h"

#include "inputs.h"

static const char *folder;

static void write_seed(const char *target, int number, const void *data, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s/seed-%d", folder, target, number);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

static void write_tapes(void)
{
    static lm_trade trades[40];
    for (int i = 0; i < 20; i++) {
        lm_tape_options options = random_options();
        const size_t count = (size_t)pick(0, 40);
        random_trades(trades, count, 5 * options.frame, true);
        lm_tape *tape = tape_of(&options, trades, count);
        add_streams(&tape, (int)pick(0, 4), 5 * options.frame);
        lm_buffer bytes = finished(tape);
        write_seed("tape", i, bytes.data, bytes.size);
        lm_buffer_free(&host, &bytes);
    }
}

static const char *const models[] = {
    "{}",
    "{\"leverage\": [{\"x\": 10, \"share\": 0.5, \"half_life\": \"5 d\"}, {\"x\": 25, \"share\": 0.5, \"half_life\": "
    "60}]}",
    "{\"margin\": {\"basis\": \"entry\", \"fee\": 0.0006, \"fee_basis\": \"mark\", \"fixed\": 0, \"steps\": true, "
    "\"tiers\": "
    "[{\"floor\": 0, \"rate\": 0.005, \"deduct\": 0, \"max_leverage\": 100}, {\"floor\": 50000, \"rate\": 0.02}]}}",
    "{\"position\": 1e5, \"volume_power\": 1, \"exposure\": 0.5, \"frame\": 300}",
    "{\"margin\": {\"contract\": \"inverse\"}, \"reference_price\": 90000}",
    "{\"adaptive\": {\"half_life\": \"1 h\", \"weight\": 0.5}}",
};

/* Two days with observed liquidations, which an adaptive model learns from. */
static void write_adaptive_maps(int number)
{
    static lm_trade trades[60];
    const char *json = models[sizeof models / sizeof models[0] - 1];
    const lm_tape_options options = default_options();
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    for (int i = 0; i < 8; i++) {
        lm_map *map;
        random_trades(trades, 60, 2 * LM_DAY, true);
        lm_tape *tape = tape_of(&options, trades, 60);
        add_streams(&tape, (int)pick(0, 60), 2 * LM_DAY);
        lm_buffer tape_bytes = finished(tape);
        must(lm_tape_map(&host, bytes_of(&tape_bytes), &model, INT64_MAX, 500, &map));
        lm_buffer bytes = encoded_map(map);
        write_seed("map", number++, bytes.data, bytes.size);
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape_bytes);
        lm_buffer_free(&host, &bytes);
    }
}

static void write_maps(void)
{
    static lm_trade trades[40];
    lm_map *sum = NULL;
    for (int i = 0; i < 16; i++) {
        const lm_tape_options options = default_options();
        lm_model model;
        lm_map *map;
        must(lm_model_read(&host, models[i % 4], strlen(models[i % 4]), &model));
        random_trades(trades, 40, LM_DAY / 4, true);
        lm_buffer tape = finished(tape_of(&options, trades, (size_t)pick(0, 6))), bytes;
        must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 500, &map));
        must(lm_map_merge_into(&host, &sum, map));
        bytes = i % 2 ? encoded_map(map) : encoded_map(sum);
        write_seed("map", i, bytes.data, bytes.size);
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
        lm_buffer_free(&host, &bytes);
    }
    lm_map_destroy(&host, sum);
    write_adaptive_maps(16);
}

static void write_documents(void)
{
    static const char *const others[] = {
        "\001{\"contract\": \"inverse\", \"tiers\": [{\"floor\": 0, \"rate\": 0.01}, {\"floor\": 5, \"rate\": 0.02}]}",
        "\001{\"tiers\": [[0, 0.01]], \"since\": \"2024-10-24\", \"seen\": \"2025-01-31 12:30Z\", \"source\": \"a\", "
        "\"checked\": \"b\", \"stale_days\": 400, \"bankruptcy_fee\": 0.001}",
        "\001{\"venue\": \"binance-usdm\", \"symbol\": \"BTCUSDT\", \"as_of\": \"2022-01-01\"}",
        "\001{\"venue\": {\"symbols\": {\"A\": [{\"since\": \"2024\", \"source\": \"a\", \"tiers\": [[0, 0.1]]}]}}, "
        "\"symbol\": \"A\", \"as_of\": 1767225600}",
        "\004{\"venue\": \"b\", \"checked\": \"c\", \"sources\": [\"d\", \"e\"], \"symbols\": {\"A\": ["
        "{\"since\": \"2021\", \"seen\": \"2022-05\", \"source\": 1, \"tiers\": [[0, 0.01], [5, 0.02]]},"
        "{\"since\": \"2024-02-29T01:02:03.25\", \"fee\": 0.1, \"tiers_by\": \"size\", \"tiers\": [[0, 0.02]]}]}}",
        "\002{\"frame\": \"5 min\", \"precision\": 12, \"contract\": \"linear\", \"unit\": 1e-6, \"candle\": 60}",
        "\003{\"kind\": \"linear\", \"depth_per_pct\": 1e6, \"reported\": [0.3, 0.5], \"share\": 0.9}",
        "\003{\"kind\": \"sqrt\", \"sigma\": 0.02, \"volume\": 1e7, \"y\": 1, \"evaporation\": {\"eta\": 0.3, "
        "\"floor\": 0.1}}",
        "\003{\"kind\": \"saturating\", \"depth_per_pct\": 1e5, \"limit_pct\": 20, \"evaporation\": {\"eta\": 1}}",
        "\003{\"kind\": \"book\", \"levels\": [[0.1, 1e5], [1, 1e6], [5, 3e6]], \"evaporation\": {\"eta\": 0.2}}",
        "\003{\"kind\": \"book\", \"bids\": [[1, 1e5]], \"asks\": [[2, 1e5]], \"engine\": {\"fund\": 1e4, \"adl\": "
        "false}}",
        "\002{\"symbol\": \"\\u00e9\\n\"}",
    };
    char text[1024];
    int number = 0;
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        snprintf(text, sizeof text, "%c%s", 5, models[i]);
        write_seed("documents", number++, text, strlen(text));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        write_seed("documents", number++, others[i], strlen(others[i]));
}

/* In the format of fuzz_rows.c: options, then kind, taker, time, price and quantity of each row. */
static void write_accounts(void)
{
    static const char *const accounts[] = {
        "{\"side\": \"long\", \"qty\": 10, \"mark\": 100, \"rules\": {\"tiers\": [[0, 0.01]]}}\n"
        "{\"side\": \"short\", \"qty\": 2, \"mark\": 200, \"rules\": {\"tiers\": [[0, 0.02], [500, 0.05]]}}",
        "{\"side\": \"long\", \"qty\": 10, \"mark\": 100, \"rules\": {}, \"liquidation_price\": 80}\n"
        "{\"side\": \"short\", \"qty\": 2, \"mark\": 200, \"rules\": {}, \"liquidation_price\": 290, \"leverage\": 5}\n"
        "{\"side\": \"long\", \"qty\": 1, \"mark\": 20, \"rules\": {}, \"liquidation_price\": \"never\"}",
        "{\"side\": \"short\", \"qty\": 1000, \"mark\": 50, \"rules\": {\"contract\": \"inverse\", \"steps\": true, "
        "\"tiers\": [[0, 0.01], [30, 0.5]]}, \"liquidation_price\": 90}",
        "{\"side\": \"long\", \"qty\": 3, \"mark\": 10, \"entry\": 12, \"isolated\": true, \"leverage\": 5, "
        "\"collateral\": 1, \"rules\": {\"basis\": \"entry\", \"fee\": 0.001, \"known_to\": 1e6}}",
        "{\"symbol\": \"BTC\", \"side\": \"long\", \"qty\": 3, \"mark\": 10, \"rules\": {\"tiers_by\": \"size\", "
        "\"rate_per_size\": 0.01, \"contract_size\": 0.1, \"top_inclusive\": true, \"tiers\": [[0, 0.1], [2, 0.2, "
        "0.1]]}}",
    };
    for (int i = 0; i < (int)(sizeof accounts / sizeof *accounts); i++)
        write_seed("account", i, accounts[i], strlen(accounts[i]));
}

static void write_rows(void)
{
    uint8_t bytes[1 + 30 * 26];
    for (int i = 0; i < 10; i++) {
        bytes[0] = (uint8_t)rng_next();
        for (int n = 0; n < 30; n++) {
            uint8_t *at = bytes + 1 + n * 26;
            const int64_t time = NEW_YEAR + pick(0, 5) * LM_MINUTE;
            const double price = floor(uniform(80000, 100000)), qty = chance(0.5) ? uniform(0, 9) : (double)pick(0, 9);
            at[0] = (uint8_t)rng_next();
            at[1] = (uint8_t)rng_next();
            memcpy(at + 2, &time, 8);
            memcpy(at + 10, &price, 8);
            memcpy(at + 18, &qty, 8);
        }
        write_seed("rows", i, bytes, sizeof bytes);
    }
}

/* In the format of fuzz_feed.c: the number of a layout, or 255 and a document; then text. */
static int layout_number(const char *name)
{
    lm_layout_reader reader = {0};
    lm_layout_entry entry;
    for (int i = 0; lm_layout_next(&host, &reader, &entry) == LM_OK; i++)
        if (strcmp(entry.name, name) == 0)
            return i;
    return 0;
}

static cJSON *read_cases(const char *path)
{
    static char text[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    return cJSON_Parse(text);
}

static int write_files_of(const char *path, int number)
{
    cJSON *cases = read_cases(path);
    const cJSON *item;
    cJSON_ArrayForEach(item, member(cases, "cases"))
    {
        if (!member(item, "layout"))
            continue;
        char seed[8192], *text = text_of(member(item, "text")), *layout = document_of(member(item, "layout"));
        size_t used = 1;
        seed[0] = (char)layout_number(layout);
        if (layout[0] == '{') {
            seed[0] = (char)255;
            used += (size_t)snprintf(seed + 1, sizeof seed - 1, "%s", layout) + 1;
        }
        used += (size_t)snprintf(seed + used, sizeof seed - used, "%s", text);
        write_seed("feed", number++, seed, used);
        free(text);
        free(layout);
    }
    cJSON_Delete(cases);
    return number;
}

static void write_files(void)
{
    const int number = write_files_of("tests/cases/feed.json", 0);
    if (number == 0 || write_files_of("tests/cases/feed_kinds.json", number) == number)
        exit(1);
}

/* Impact models with options, and books in building, in the format of fuzz_simulate.c. */
static void write_simulations(void)
{
    static const char *const texts[] = {
        "0{\"kind\":\"linear\",\"depth_per_pct\":1e7,\"reported\":[0.3,0.6]}\n{\"shock\":[-0.02,0.05],\"ladder_"
        "sigma\":0.4}",
        "0{\"kind\":\"sqrt\",\"sigma\":0.02,\"volume\":1e9,\"engine\":{\"partial\":0.2,\"order\":\"bankruptcy\"}}\n"
        "{\"step\":2,\"duration\":\"5 min\",\"cap\":1e6,\"refill\":60,\"permanent\":0.5,\"shock_over\":10}",
        "0{\"kind\":\"book\",\"levels\":[[1,1e6],[5,9e6]],\"evaporation\":{\"eta\":0.1}}\n"
        "{\"direction\":\"up\",\"horizon\":\"4 "
        "h\",\"degrees\":0,\"depth_sigma\":1,\"impact_sigma\":0,\"quantiles\":[0.5]}",
        "0{\"kind\":\"saturating\",\"depth_per_pct\":1e6,\"limit_pct\":30}\n{\"kind\":\"sqrt\"}",
    };
    lm_book *book;
    for (int i = 0; i < 4; i++)
        write_seed("simulate", i, texts[i], strlen(texts[i]));
    must(lm_book_create(&host, &book));
    for (int i = 0; i < 20; i++)
        must(lm_book_band(&host, &book, NEW_YEAR + i / 4, i % 2 ? 1 + i % 3 : -1 - i % 3, 1 + i));
    uint8_t *bytes = malloc(1 + lm_book_size(book));
    bytes[0] = 1;
    memcpy(bytes + 1, book, lm_book_size(book));
    write_seed("simulate", 4, bytes, 1 + lm_book_size(book));
    free(bytes);
    lm_book_destroy(&host, book);
}

int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    folder = arguments[1];
    lm_host_init(&host);
    write_tapes();
    write_maps();
    write_documents();
    write_accounts();
    write_rows();
    write_files();
    write_simulations();
    return 0;
}

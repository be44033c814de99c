/*
 * Where tables of margin rules come from: the form of the built-in documents, of which a look-up parses only one symbol;
 * the sources, dates and age of tables, in venue documents, in rules, in models and maps.
 */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/embedded.h"
#include "liqmap.h"

#define DAY(number) ((int64_t)(number)*LM_DAY)

/* ---- built-in documents */

/*
 * Counts the lines of four spaces and a quote between "symbols" and its end, and compares their names with those of the
 * parsed document: lm_venue_rules() takes every such line for the begin of a symbol.
 */
static void check_form(const char *text, const cJSON *symbols)
{
    const char *const end = text + strlen(text);
    const char *at = strstr(text, "\n  \"symbols\": {\n");
    const cJSON *symbol = symbols->child;
    CHECK(at != NULL && strstr(at + 1, "\n  \"symbols\"") == NULL);
    CHECK(end - text > 8 && memcmp(end - 7, "\n  }\n}\n", 7) == 0);
    for (at = strchr(at + 1, '\n') + 1; memcmp(at, "  }\n", 4) != 0; at = strchr(at, '\n') + 1) {
        if (memcmp(at, "    \"", 5) != 0)
            continue;
        CHECK(symbol && strncmp(at + 5, symbol->string, strlen(symbol->string)) == 0 &&
              at[5 + strlen(symbol->string)] == '"');
        symbol = symbol ? symbol->next : NULL;
    }
    CHECK(symbol == NULL && at == end - 6);
}

/* Compares the rules that the shortcut finds with those of a document that has all but the other symbols. */
static int check_symbol(const char *venue, const cJSON *root, const cJSON *symbol)
{
    cJSON *alone = cJSON_Duplicate(root, false), *symbols = cJSON_CreateObject();
    for (const cJSON *member = root->child; member; member = member->next)
        if (strcmp(member->string, "symbols") != 0)
            cJSON_AddItemToObject(alone, member->string, cJSON_Duplicate(member, true));
    cJSON_AddItemToObject(alone, "symbols", symbols);
    cJSON_AddItemToObject(symbols, symbol->string, cJSON_Duplicate(symbol, true));
    char *json = cJSON_PrintUnformatted(alone);
    const char *name = symbol->string;
    int tables = 0;
    const cJSON *dated;
    cJSON_ArrayForEach(dated, symbol)
    {
        char rules[100];
        lm_rules whole, part, named;
        const char *since = cJSON_GetStringValue(cJSON_GetObjectItem(dated, "since"));
        snprintf(rules, sizeof rules, "{\"tiers\":[[0,0.1]],\"since\":\"%s\"}", since);
        CHECK(lm_rules_read(&host, rules, strlen(rules), &named) == LM_OK);
        const int64_t as_of = named.origin.since;
        CHECK(lm_venue_document_rules(&host, json, strlen(json), name, strlen(name), as_of, &whole) == LM_OK);
        CHECK(lm_venue_rules(&host, venue, strlen(venue), name, strlen(name), as_of, &part) == LM_OK);
        CHECK(memcmp(&whole, &part, sizeof whole) == 0);
        CHECK(part.origin.since == as_of && part.origin.source[0] && part.origin.checked[0]);
        CHECK(part.origin.stale_days == -1);
        tables++;
    }
    free(json);
    cJSON_Delete(alone);
    return tables;
}

static void test_built_in(void)
{
    int tables = 0, listed = 0, seen = 0;
    for (const lm_embedded *built_in = lm_venue_documents; built_in->name; built_in++) {
        char *text = calloc(1, built_in->size + 1); /* zero-terminated */
        memcpy(text, built_in->json, built_in->size);
        cJSON *root = cJSON_Parse(text);
        const cJSON *symbols = cJSON_GetObjectItem(root, "symbols"), *symbol;
        CHECK(symbols != NULL);
        check_form(text, symbols);
        cJSON_ArrayForEach(symbol, symbols) tables += check_symbol(built_in->name, root, symbol);
        free(text);
        cJSON_Delete(root);
    }
    lm_venue_reader reader = {0};
    lm_venue_entry entry;
    while (lm_venue_next(&host, &reader, &entry) == LM_OK) {
        listed++;
        seen += entry.seen != LM_TIME_UNKNOWN;
        CHECK(entry.since == entry.rules.origin.since && entry.seen == entry.rules.origin.seen);
        CHECK(strcmp(entry.source, entry.rules.origin.source) == 0 && entry.rules.origin.stale_days == -1);
    }
    CHECK(listed == tables && tables >= 914 && seen >= 500);
}

/* ---- documents */

static void test_documents(void)
{
#define VENUE(head, table) "{" head "\"symbols\":{\"A\":[{\"since\":\"2021\",\"tiers\":[[0,0.1]]" table "}]}}"
    static const struct {
        const char *json, *says;
    } cases[] = {
        {VENUE("", ",\"source\":0"), "$.symbols.A[0].source needs \"sources\" in the document"},
        {VENUE("\"sources\":[\"a\"],", ",\"source\":1"),
         "$.symbols.A[0].source is not the number of one of the 1 sources"},
        {VENUE("\"sources\":[\"a\",\"b\"],", ",\"source\":0.5"), "is not the number of one of the 2 sources"},
        {VENUE("\"sources\":[\"a\"],", ",\"source\":-1"), "$.symbols.A[0].source must be from 0 to 1000, not -1"},
        {VENUE("\"sources\":[],", ",\"source\":0"), "$.sources must have 1 to 1000 elements, not 0"},
        {VENUE("\"sources\":\"a\",", ",\"source\":0"), "$.sources must be an array"},
        {VENUE("\"sources\":[7],", ",\"source\":0"), "$.sources[0] must be text"},
        {VENUE("", ",\"source\":null"), "$.symbols.A[0].source must be text"},
        {VENUE("\"source\":3,", ""), "$.source must be text"},
        {VENUE("\"checked\":true,", ""), "$.checked must be text"},
        {VENUE("", ",\"seen\":2022"), "$.symbols.A[0].seen must be text"},
        {VENUE("", ",\"seen\":\"2022-02-30\""), "$.symbols.A[0].seen must be a date such as"},
        {VENUE("", ",\"seen\":\"2020\""), "$.symbols.A[0] has a \"seen\" before its \"since\""},
        {VENUE("", ",\"seen\":\"infinity\""), "$.symbols.A[0].seen must be a date such as"},
        {VENUE("", ",\"checked\":\"a\""), "unknown key \"checked\""},
        {"{\"symbols\":{\"A\":[{\"since\":\"infinity\",\"tiers\":[[0,0.1]]}]}}", "since must be a date such as"},
        {"{\"symbols\":{\"A\":[{\"since\":\"0001-01-01 00:00+10\",\"tiers\":[[0,0.1]]}]}}", "since must be a date"},
    };
    lm_rules rules;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *json = cases[i].json;
        const lm_status status = lm_venue_document_rules(&host, json, strlen(json), "A", 1, INT64_MAX, &rules);
        const bool right = status == LM_E_DOCUMENT && strstr(host.error.message, cases[i].says) != NULL;
        if (!right)
            fprintf(stderr, "document %zu: %s\n", i, host.error.message);
        CHECK(right);
    }
    static const char numbered[] =
        VENUE("\"sources\":[\"a\",\"b\"],\"source\":\"c\",\"checked\":\"d\",", ",\"source\":1"),
                      whole[] = VENUE("\"source\":\"c\",", "");
    CHECK(lm_venue_document_rules(&host, numbered, strlen(numbered), "A", 1, INT64_MAX, &rules) == LM_OK);
    CHECK(strcmp(rules.origin.source, "b") == 0 && strcmp(rules.origin.checked, "d") == 0);
    CHECK(lm_venue_document_rules(&host, whole, strlen(whole), "A", 1, INT64_MAX, &rules) == LM_OK);
    CHECK(strcmp(rules.origin.source, "c") == 0 && !rules.origin.checked[0] && !rules.origin.venue[0]);
    CHECK(strcmp(rules.origin.symbol, "A") == 0);
    static const char none[] = "{\"symbols\":{}}";
    CHECK(lm_venue_document_rules(&host, none, strlen(none), "A", 1, INT64_MAX, &rules) == LM_E_ARGUMENT);
    CHECK(strstr(host.error.hint, "Give \"tiers\" beside \"venue\"") != NULL);
}

/* ---- rules */

static lm_status read(const char *json, lm_rules *rules)
{
    return lm_rules_read(&host, json, strlen(json), rules);
}

/* Parses what is printed, and prints it again; the text is the caller's. */
static char *printed(const lm_rules *rules)
{
    lm_buffer out = {0}, again = {0};
    lm_rules reread;
    must(lm_rules_print(&host, rules, &out));
    must(lm_rules_read(&host, (const char *)out.data, out.size, &reread));
    must(lm_rules_print(&host, &reread, &again));
    CHECK(out.size == again.size && memcmp(out.data, again.data, out.size) == 0);
    char *text = malloc(out.size + 1);
    memcpy(text, out.data, out.size);
    text[out.size] = '\0';
    lm_buffer_free(&host, &out);
    lm_buffer_free(&host, &again);
    return text;
}

static bool prints(const char *json, const char *words)
{
    lm_rules rules;
    must(read(json, &rules));
    char *text = printed(&rules);
    const bool found = strstr(text, words) != NULL;
    free(text);
    return found;
}

static void test_rules(void)
{
    static const struct {
        const char *json, *says;
    } cases[] = {
        {"{\"since\":\"\"}", "$.since must be a date such as"},
        {"{\"since\":1600000000}", "$.since must be text"},
        {"{\"since\":null}", "$.since must be text"},
        {"{\"since\":\"NaN\"}", "$.since must be a date such as"},
        {"{\"since\":\"-infinity\"}", "$.since must be a date such as"},
        {"{\"since\":\"2021-01-01 00:00:00 and then some more\"}", "$.since"},
        {"{\"since\":\"2021\",\"seen\":\"2020\"}", "$ has a \"seen\" before its \"since\""},
        {"{\"source\":0}", "$.source must be text"},
        {"{\"source\":[\"a\"]}", "$.source must be text"},
        {"{\"checked\":5}", "$.checked must be text"},
        {"{\"stale_days\":\"1\"}", "$.stale_days must be a number"},
        {"{\"stale_days\":-1}", "$.stale_days must be from 0"},
        {"{\"stale_days\":0.5}", "$.stale_days must be a whole number of days"},
        {"{\"stale_days\":1e9}", "$.stale_days must be from 0"},
        {"{\"stale_days\":1e999}", ""},
        {"{\"since\":\"2021\",\"since\":\"2022\"}", "since"},
        {"{\"bankruptcy_fee\":1}", "$.bankruptcy_fee must be below 1"},
        {"{\"bankruptcy_fee\":-0.1}", "$.bankruptcy_fee must be from 0 to 1"},
    };
    lm_rules rules;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const bool right =
            read(cases[i].json, &rules) == LM_E_DOCUMENT && strstr(host.error.message, cases[i].says) != NULL;
        if (!right)
            fprintf(stderr, "rules %zu: %s\n", i, host.error.message);
        CHECK(right);
    }
    char text[700] = "{\"source\":\"";
    memset(text + 11, 'x', 511);
    strcpy(text + 11 + 511, "\"}");
    CHECK(read(text, &rules) == LM_OK && strlen(rules.origin.source) == 511);
    memset(text + 11, 'x', 512);
    strcpy(text + 11 + 512, "\"}");
    CHECK(read(text, &rules) == LM_E_DOCUMENT && strstr(host.error.message, "$.source") != NULL);
    CHECK(strlen(host.error.message) < 300);
    CHECK(prints("{\"since\":\"2024-10-24\"}", "\"since\":\"2024-10-24\""));
    CHECK(prints("{\"since\":\"2024\",\"seen\":\"2024-10-24 06:30\"}", "\"seen\":\"2024-10-24T06:30:00Z\""));
    CHECK(prints("{\"since\":\"9999-12-31 23:59:59.999999\"}", "\"since\":\"9999-12-31T23:59:59.999999Z\""));
    CHECK(prints("{\"since\":\"0001\",\"stale_days\":100000000}", "\"stale_days\":100000000"));
    CHECK(prints("{\"source\":\"\\\"<\\u00e9\\\\\\n\",\"checked\":\"\"}", "\"source\":\"\\\"<"));
    CHECK(!prints("{}", "s\":\"2") && !prints("{\"tick\":1}", "stale"));
}

/* Rules of a venue keep its origin, unless the table is not that of the venue. */
static void test_origins(void)
{
#define BTC "\"venue\":\"binance-usdm\",\"symbol\":\"BTCUSDT\""
    lm_rules rules;
    CHECK(read("{" BTC "}", &rules) == LM_OK && rules.origin.source[0] && rules.origin.since != LM_TIME_UNKNOWN);
    CHECK(rules.origin.stale_days == -1 && strcmp(rules.origin.venue, "binance-usdm") == 0);
    CHECK(read("{" BTC ",\"fee\":0.001}", &rules) == LM_OK && rules.origin.source[0]);
    CHECK(read("{" BTC ",\"tiers\":[[0,0.1]]}", &rules) == LM_OK);
    CHECK(!rules.origin.source[0] && rules.origin.since == LM_TIME_UNKNOWN && !rules.origin.venue[0]);
    CHECK(read("{" BTC ",\"tiers\":[[0,0.1]],\"source\":\"mine\",\"since\":\"2026-11\"}", &rules) == LM_OK);
    CHECK(strcmp(rules.origin.source, "mine") == 0 && !rules.origin.checked[0]);
    CHECK(read("{\"venue\":\"gate-linear\",\"tiers\":[[0,0.1]]}", &rules) == LM_OK && !rules.origin.source[0]);
    CHECK(read("{" BTC ",\"as_of\":\"2022-01-01\"}", &rules) == LM_OK && rules.origin.stale_days == 289);
    CHECK(read("{" BTC ",\"as_of\":\"2022-01-01\",\"since\":\"2021-12-31\"}", &rules) == LM_OK);
    CHECK(rules.origin.stale_days == -1);
    CHECK(read("{" BTC ",\"as_of\":\"2022-01-01\",\"stale_days\":7}", &rules) == LM_OK && rules.origin.stale_days == 7);
}

static void test_age(void)
{
    char text[LM_STALE_TEXT_SIZE];
    lm_rules rules;
    lm_rules_init(&rules);
    CHECK(lm_rules_stale_days(&rules, DAY(20000)) == -1);
    CHECK(strcmp(lm_rules_stale_text(&rules, 500, text), "") == 0);
    CHECK(read("{\"since\":\"2024-01-01\"}", &rules) == LM_OK);
    const int64_t since = DAY(19723);
    CHECK(rules.origin.since == since);
    CHECK(lm_rules_stale_days(&rules, since + DAY(181) - 1) == -1 &&
          lm_rules_stale_days(&rules, since + DAY(181)) == 181);
    CHECK(lm_rules_stale_days(&rules, since - DAY(1000)) == -1 && lm_rules_stale_days(&rules, INT64_MIN) == -1);
    CHECK(lm_rules_stale_days(&rules, INT64_MAX) == -1);
    CHECK(lm_rules_stale_days(&rules, INT64_MAX - 1) == 100000000);
    CHECK(strlen(lm_rules_stale_text(&rules, 100000000, text)) > 60);
    CHECK(strcmp(lm_rules_stale_text(&rules, 181, text),
                 "the margin table is of 2024-01-01, 181 days before 2024-06-30") == 0);
    CHECK(strcmp(lm_rules_stale_text(&rules, -1, text), "") == 0);
    CHECK(read("{\"since\":\"2024-01-01\",\"seen\":\"2024-03-01\"}", &rules) == LM_OK);
    CHECK(lm_rules_stale_days(&rules, since + DAY(60 + 180)) == -1);
    CHECK(lm_rules_stale_days(&rules, since + DAY(60 + 181)) == 181);
    CHECK(read("{" BTC ",\"as_of\":\"2030-01-01\"}", &rules) == LM_OK);
    CHECK(strcmp(
              lm_rules_stale_text(&rules, rules.origin.stale_days, text),
              "the margin table of BTCUSDT at binance-usdm was last seen on 2026-07-02, 1279 days before 2030-01-01") ==
          0);
}

static void test_margin(void)
{
    const lm_position position = {LM_LONG, 90000, 1, 20, 0, 0};
    lm_rules rules;
    lm_margin margin;
    CHECK(read("{" BTC ",\"as_of\":\"2030-01-01\"}", &rules) == LM_OK);
    CHECK(lm_margin_solve(&host, &rules, &position, &margin) == LM_OK);
    CHECK(margin.since == rules.origin.since && margin.seen == rules.origin.seen && margin.stale_days == 1279);
    CHECK(margin.source == rules.origin.source && margin.checked == rules.origin.checked);
    lm_rules_init(&rules);
    CHECK(lm_margin_solve(&host, &rules, &position, &margin) == LM_OK);
    CHECK(margin.since == LM_TIME_UNKNOWN && margin.seen == LM_TIME_UNKNOWN && margin.stale_days == -1);
    CHECK(margin.source == NULL && margin.checked == NULL);
}

/* ---- models and maps */

/* A model keeps the origin; a map has none, so that a map which is read again is the same. */
static void test_models(void)
{
    static const char dated[] = "{\"margin\":{" BTC "}}", by_size[] =
                                                              "{\"margin\":{\"venue\":\"okx-linear\","
                                                              "\"symbol\":\"BTC-USDT\"},\"reference_price\":90000}";
    const lm_trade trades[] = {{NEW_YEAR, 90000, 1, LM_TAKER_BOUGHT}, {NEW_YEAR + LM_DAY, 91000, 2, LM_TAKER_SOLD}};
    lm_tape_options options = default_options();
    lm_buffer tape = finished(tape_of(&options, trades, 2)), out = {0};
    lm_model model, bare, stored;
    lm_map *map, *same;
    CHECK(lm_model_read(&host, by_size, strlen(by_size), &model) == LM_OK && model.margin.origin.source[0]);
    CHECK(lm_model_read(&host, dated, strlen(dated), &model) == LM_OK && model.margin.origin.source[0]);
    must(lm_model_print(&host, &model, &out));
    CHECK(lm_model_read(&host, (const char *)out.data, out.size, &bare) == LM_OK);
    CHECK(strcmp(bare.margin.origin.source, model.margin.origin.source) == 0 &&
          bare.margin.origin.since == model.margin.origin.since);
    lm_rules_init(&bare.margin);
    const lm_rules_origin none = bare.margin.origin;
    bare = model;
    bare.margin.origin = none;
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 1000, &map));
    must(lm_tape_map(&host, bytes_of(&tape), &bare, INT64_MAX, 1000, &same));
    lm_buffer with = encoded_map(map), without = encoded_map(same);
    CHECK(with.size == without.size && memcmp(with.data, without.data, with.size) == 0);
    CHECK(lm_map_model(&host, map, 0, &stored) == LM_OK && memcmp(&stored, &bare, sizeof bare) == 0);
    lm_map_destroy(&host, same);
    must(lm_map_decode(&host, bytes_of(&with), &same));
    CHECK(lm_map_model(&host, same, 0, &stored) == LM_OK && stored.margin.origin.since == LM_TIME_UNKNOWN);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, same);
    lm_buffer *buffers[] = {&tape, &out, &with, &without};
    for (size_t i = 0; i < 4; i++)
        lm_buffer_free(&host, buffers[i]);
}

int main(void)
{
    lm_host_init(&host);
    test_built_in();
    test_documents();
    test_rules();
    test_origins();
    test_age();
    test_margin();
    test_models();
    return check_report("origin");
}

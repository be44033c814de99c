/* Export as JSON and HTML pages: every number to the bit, titles with any text, and the errors of layouts. */
#include "fixture.h"

#include <cjson/cJSON.h>

#define TRADES 1500

static lm_trade trades[TRADES];

static lm_buffer random_tape(bool sized)
{
    lm_tape_options options = default_options();
    strcpy(options.symbol, "BTC\"</script>");
    random_trades(trades, TRADES, LM_DAY, true);
    lm_tape *tape = tape_of(&options, trades, TRADES);
    if (sized)
        must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 50000));
    return finished(tape);
}

static lm_model default_model(void)
{
    lm_model model;
    must(lm_model_named(&host, "default", 7, &model));
    return model;
}

static lm_map *random_map(bool sized)
{
    const lm_model model = default_model();
    lm_buffer tape = random_tape(sized);
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 0, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static cJSON *read(lm_buffer *json)
{
    cJSON *root = cJSON_ParseWithLength((const char *)json->data, json->size);
    CHECK(root != NULL);
    lm_buffer_free(&host, json);
    return root;
}

static cJSON *exported(const lm_map *map, const char *layout, double step)
{
    lm_buffer json = {0};
    must(lm_map_export(&host, map, as_text(layout), step, &json));
    return read(&json);
}

/* Returns a number, or NaN for null. */
static double number(const cJSON *item)
{
    CHECK(item && (cJSON_IsNumber(item) || cJSON_IsNull(item)));
    return item && cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

static double member(const cJSON *object, const char *name)
{
    return number(cJSON_GetObjectItem(object, name));
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Parses a time as a reader of the document would. */
static int64_t time_of(const cJSON *item)
{
    char json[96];
    lm_positions_options options;
    const int length = snprintf(json, sizeof json, "{\"as_of\":\"%s\"}", item->valuestring);
    must(lm_positions_options_read(&host, json, (size_t)length, &options));
    return options.as_of;
}

/* ---- the layout of liqmap has the results of the functions, to the bit */

static void check_levels(const cJSON *json, const lm_map *map)
{
    lm_levels levels;
    must(lm_map_levels(&host, map, &(lm_levels_options){.by_leverage = true}, &levels));
    CHECK(member(json, "step") == levels.step);
    const cJSON *rows = cJSON_GetObjectItem(cJSON_GetObjectItem(json, "levels"), "rows"), *row = rows->child;
    CHECK((size_t)cJSON_GetArraySize(rows) == levels.count);
    for (size_t i = 0; i < levels.count && row; i++, row = row->next) {
        const lm_level *level = &levels.rows[i];
        const double values[] = {level->price_low,   level->price_high,    level->leverage,      level->share[0],
                                 level->share[1],    level->size[0],       level->size[1],       level->notional[0],
                                 level->notional[1], level->cumulative[0], level->cumulative[1], level->distance_pct};
        const cJSON *value = row->child;
        for (int k = 0; k < 12; k++, value = value->next)
            CHECK(same(number(value), values[k]));
    }
    lm_levels_free(&host, &levels);
}

static void check_ledger(const cJSON *json, const lm_map *map)
{
    lm_ledger ledger[2];
    must(lm_map_ledger(&host, map, ledger));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const cJSON *member_of_side = cJSON_GetObjectItem(cJSON_GetObjectItem(json, "ledger"), side ? "short" : "long");
        CHECK(same(member(member_of_side, "opened"), ledger[side].opened));
        CHECK(same(member(member_of_side, "swept"), ledger[side].swept));
        CHECK(same(member(member_of_side, "decayed"), ledger[side].decayed));
        CHECK(same(member(member_of_side, "outstanding"), ledger[side].outstanding));
        CHECK(same(member(member_of_side, "outstanding_notional"), ledger[side].outstanding_notional));
        CHECK(member(member_of_side, "positions") == (double)ledger[side].positions);
    }
}

static void check_model(const cJSON *json)
{
    const lm_model model = default_model();
    lm_model again;
    char *text = cJSON_PrintUnformatted(cJSON_GetArrayItem(cJSON_GetObjectItem(json, "models"), 0));
    must(lm_model_read(&host, text, strlen(text), &again));
    free(text);
    CHECK(again.class_count == model.class_count && again.exposure == model.exposure);
    for (int k = 0; k < model.class_count; k++)
        CHECK(again.classes[k].share == model.classes[k].share && again.classes[k].x == model.classes[k].x);
}

static void test_own_layout_states_everything(void)
{
    for (int round = 0; round < 6; round++) {
        lm_map *map = random_map(round % 2 == 0);
        lm_map_info info;
        must(lm_map_describe(&host, map, &info));
        cJSON *json = exported(map, "liqmap", 0);
        check_levels(json, map);
        check_ledger(json, map);
        check_model(json);
        CHECK(strcmp(cJSON_GetObjectItem(json, "symbol")->valuestring, info.symbol) == 0);
        CHECK(strcmp(cJSON_GetObjectItem(json, "format")->valuestring, "liqmap/map") == 0);
        CHECK(time_of(cJSON_GetObjectItem(json, "as_of")) == info.as_of);
        CHECK(same(member(json, "reference_price"), info.reference_price));
        CHECK(same(member(json, "long_notional"), info.outstanding_notional[0]));
        CHECK(same(member(json, "open_interest"), info.open_interest));
        CHECK(same(member(json, "daily_sigma"), info.daily_sigma));
        cJSON_Delete(json);
        lm_map_destroy(&host, map);
    }
}

/* ---- the other layouts have the same notional */

static double sum_of(const cJSON *prices, bool by_leverage)
{
    const cJSON *price, *entry;
    double sum = 0, before = 0;
    cJSON_ArrayForEach(price, prices)
    {
        CHECK(by_leverage || cJSON_GetArraySize(price) == 1);
        cJSON_ArrayForEach(entry, price)
        {
            CHECK(cJSON_GetArraySize(entry) == 4);
            CHECK(strtod(price->string, NULL) == number(cJSON_GetArrayItem(entry, 0)));
            CHECK(number(cJSON_GetArrayItem(entry, 0)) >= before);
            before = number(cJSON_GetArrayItem(entry, 0));
            sum += number(cJSON_GetArrayItem(entry, 1));
            CHECK(isnan(number(cJSON_GetArrayItem(entry, 2))) == !by_leverage);
            CHECK(cJSON_IsNull(cJSON_GetArrayItem(entry, 3)));
        }
    }
    return sum;
}

static void test_prices_sum_to_the_map(void)
{
    static const char *const layouts[] = {"coinglass-aggregated", "coinglass"};
    lm_map *map = random_map(true);
    lm_map_info info;
    must(lm_map_describe(&host, map, &info));
    for (int i = 0; i < 2; i++) {
        cJSON *json = exported(map, layouts[i], 125);
        CHECK(strcmp(cJSON_GetObjectItem(json, "code")->valuestring, "0") == 0);
        const cJSON *prices = cJSON_GetObjectItem(cJSON_GetObjectItem(json, "data"), "data");
        CHECK_CLOSE(sum_of(prices, i == 1), info.outstanding_notional[0] + info.outstanding_notional[1], 1e-9);
        CHECK(fmod(strtod(prices->child->string, NULL), 125) == 62.5);
        cJSON_Delete(json);
    }
    lm_map_destroy(&host, map);
}

/* ---- heatmaps */

static lm_heatmap heatmap_of(const lm_buffer *tape, const lm_heatmap_options *options)
{
    const lm_model model = default_model();
    lm_heatmap heatmap;
    must(lm_tape_heatmap(&host, bytes_of(tape), &model, options, &heatmap));
    return heatmap;
}

static cJSON *tape_exported(const lm_buffer *tape, const lm_heatmap_options *options, const char *layout)
{
    const lm_model model = default_model();
    lm_buffer json = {0};
    must(lm_tape_export(&host, bytes_of(tape), &model, options, as_text(layout), &json));
    return read(&json);
}

static void check_cells(const cJSON *json, const lm_heatmap *heatmap)
{
    const cJSON *rows = cJSON_GetObjectItem(cJSON_GetObjectItem(json, "cells"), "rows"), *row = rows->child;
    CHECK((size_t)cJSON_GetArraySize(rows) == heatmap->row_count);
    for (size_t i = 0; i < heatmap->row_count && row; i++, row = row->next) {
        const lm_heatmap_row *cell = &heatmap->rows[i];
        const double values[] = {cell->column,   cell->price_low, cell->price_high,  cell->leverage,
                                 cell->share[0], cell->share[1],  cell->notional[0], cell->notional[1]};
        const cJSON *value = row->child;
        for (int k = 0; k < 8; k++, value = value->next)
            CHECK(same(number(value), values[k]));
    }
    const cJSON *times = cJSON_GetObjectItem(cJSON_GetObjectItem(json, "times"), "rows");
    CHECK((size_t)cJSON_GetArraySize(times) == heatmap->column_count);
}

/* Compares cells under the names of both versions of the layout. */
static void check_answer(const cJSON *json, const lm_heatmap *heatmap, const char *axis, const char *amounts,
                         const char *candles)
{
    const cJSON *data = cJSON_GetObjectItem(json, "data"), *prices = cJSON_GetObjectItem(data, axis), *entry;
    size_t seen = 0;
    CHECK(cJSON_GetArraySize(prices) == heatmap->last_number - heatmap->first_number + 1);
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(data, amounts))
    {
        const lm_heatmap_row *cell = &heatmap->rows[seen];
        while (!(cell->notional[0] + cell->notional[1] > 0))
            cell = &heatmap->rows[++seen];
        CHECK(number(cJSON_GetArrayItem(entry, 0)) == cell->column);
        const double price = number(cJSON_GetArrayItem(prices, (int)number(cJSON_GetArrayItem(entry, 1))));
        CHECK_CLOSE(price, (cell->price_low + cell->price_high) / 2, 1e-12);
        CHECK(number(cJSON_GetArrayItem(entry, 2)) == cell->notional[0] + cell->notional[1]);
        seen++;
    }
    size_t column = 0;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(data, candles))
    {
        double prices_of[4];
        for (int k = 0; k < 4; k++)
            prices_of[k] = strtod(cJSON_GetArrayItem(entry, k + 1)->valuestring, NULL);
        CHECK(number(cJSON_GetArrayItem(entry, 0)) * LM_SECOND ==
              (double)(heatmap->columns[column].time - heatmap->every));
        CHECK(prices_of[3] == heatmap->columns[column].reference_price);
        CHECK(prices_of[2] <= fmin(prices_of[0], prices_of[3]) && prices_of[1] >= fmax(prices_of[0], prices_of[3]));
        column++;
    }
    CHECK(column == heatmap->column_count);
}

static void test_heatmaps(void)
{
    lm_heatmap_options options;
    lm_heatmap_options_init(&options);
    options.every = 90 * LM_MINUTE;
    options.step = 400;
    lm_buffer tape = random_tape(true);
    lm_heatmap heatmap = heatmap_of(&tape, &options);
    cJSON *own = tape_exported(&tape, &options, "liqmap");
    check_cells(own, &heatmap);
    check_model(own);
    CHECK(member(own, "every") == 5400 && member(own, "step") == 400);
    const lm_model model = default_model();
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(&tape), &model, heatmap.as_of, 0, &map));
    check_ledger(own, map);
    lm_map_destroy(&host, map);
    cJSON_Delete(own);

    cJSON *fourth = tape_exported(&tape, &options, "coinglass-heatmap");
    check_answer(fourth, &heatmap, "y_axis", "liquidation_leverage_data", "price_candlesticks");
    cJSON_Delete(fourth);
    cJSON *third = tape_exported(&tape, &options, "coinglass-heatmap-v3");
    check_answer(third, &heatmap, "y", "liq", "prices");
    cJSON_Delete(third);
    lm_heatmap_free(&host, &heatmap);
    lm_buffer_free(&host, &tape);
}

/* ---- errors */

static void test_refusals(void)
{
    lm_map *shares = random_map(false);
    lm_buffer out = {0}, tape = random_tape(false);
    const lm_model model = default_model();
    lm_heatmap_options view;
    lm_heatmap_options_init(&view);
    CHECK(lm_map_export(&host, shares, as_text("coinglas"), 0, &out) == LM_E_ARGUMENT);
    CHECK(strstr(host.error.hint, "liqmap, coinglass and coinglass-aggregated"));
    CHECK(lm_map_export(&host, shares, as_text("coinglass"), 0, &out) == LM_E_MISSING);
    CHECK(strstr(host.error.hint, "open_interest"));
    CHECK(lm_map_export(&host, shares, as_text("liqmap"), -1, &out) == LM_E_RANGE);
    CHECK(lm_tape_export(&host, bytes_of(&tape), &model, &view, as_text("coinglass"), &out) == LM_E_ARGUMENT);
    CHECK(strstr(host.error.hint, "coinglass-heatmap and coinglass-heatmap-v3"));
    CHECK(lm_tape_export(&host, bytes_of(&tape), &model, &view, as_text("coinglass-heatmap"), &out) == LM_E_MISSING);

    lm_vega_options options;
    lm_vega_options_init(&options);
    options.width = 99;
    CHECK(lm_map_vega(&host, shares, &options, &out) == LM_E_RANGE);
    options.width = 1000;
    options.height = 10001;
    CHECK(lm_tape_vega(&host, bytes_of(&tape), &model, &view, &options, &out) == LM_E_RANGE);
    options.height = 500;
    options.title = (lm_text){"x", 1001};
    CHECK(lm_map_vega(&host, shares, &options, &out) == LM_E_LIMIT);
    options.title.length = 1;
    options.step = -1;
    CHECK(lm_map_vega(&host, shares, &options, &out) == LM_E_RANGE);
    options.step = 1e-2;
    options.within = 0;
    CHECK(lm_map_vega(&host, shares, &options, &out) == LM_OK || host.error.status == LM_E_LIMIT);
    out.size = 0;
    view.every = LM_MINUTE;
    view.step = 20;
    CHECK(lm_tape_vega(&host, bytes_of(&tape), &model, &view, &options, &out) == LM_E_LIMIT);
    CHECK(strstr(host.error.message, "cells"));

    CHECK(lm_page_svg(&host, as_text("<p>"), as_text(""), &out) == LM_E_ARGUMENT);
    CHECK(lm_page_svg(&host, as_text("<svg>"), as_text(""), &out) == LM_E_ARGUMENT);
    CHECK(lm_page_svg(&host, as_text(""), as_text(""), &out) == LM_E_ARGUMENT);
    CHECK(lm_page_vega(&host, as_text("[]"), as_text(""), as_text(""), &out) == LM_E_ARGUMENT);
    CHECK(lm_page_vega(&host, as_text(""), as_text(""), as_text(""), &out) == LM_E_ARGUMENT);
    CHECK(out.size == 0);
    lm_buffer_free(&host, &out);
    lm_buffer_free(&host, &tape);
    lm_map_destroy(&host, shares);
}

/* ---- untrusted text */

static void test_titles_are_text(void)
{
    static const struct {
        const char *title, *read;
    } cases[] = {
        {"plain", "plain"},
        {"\"quotes\" \\ and </script>", "\"quotes\" \\ and </script>"},
        {"tab\tand\nline", "tab\tand\nline"},
        {"caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80"},
        {"\xff\xc3(\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xc0\x80 \xf5\x80", "\xef\xbf\xbd\xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd"},
        {"cut \xe2\x82", "cut \xef\xbf\xbd\xef\xbf\xbd"},
    };
    lm_map *map = random_map(true);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lm_vega_options options;
        lm_vega_options_init(&options);
        options.title = (lm_text){cases[i].title, strlen(cases[i].title)};
        lm_buffer json = {0};
        must(lm_map_vega(&host, map, &options, &json));
        cJSON *spec = read(&json);
        CHECK(strcmp(cJSON_GetObjectItem(cJSON_GetObjectItem(spec, "title"), "text")->valuestring, cases[i].read) == 0);
        cJSON_Delete(spec);
    }
    lm_map_destroy(&host, map);
}

static bool holds(const lm_buffer *text, const char *words)
{
    const size_t length = strlen(words);
    for (size_t i = 0; i + length <= text->size; i++)
        if (memcmp(text->data + i, words, length) == 0)
            return true;
    return false;
}

static int count_of(const lm_buffer *text, const char *words)
{
    int count = 0;
    for (size_t i = 0; i + strlen(words) <= text->size; i++)
        count += memcmp(text->data + i, words, strlen(words)) == 0;
    return count;
}

static void test_pages(void)
{
    lm_buffer page = {0};
    static const char spec[] = "{\"title\":\"</script><!--<script>\"}";
    static const char scripts[] = "a='</ScRiPt><!--';\r\nb\r";
    must(lm_page_vega(&host, as_text(spec), as_text("<&>\"\xff"), as_text(scripts), &page));
    CHECK(count_of(&page, "<script") == 3 && count_of(&page, "</script>") == 3);
    CHECK(holds(&page, "\\u003c/script>\\u003c!--\\u003cscript>"));
    CHECK(holds(&page, "<script>a='\\x3c/ScRiPt>\\x3c!--';\nb\n</script>"));
    CHECK(holds(&page, "<title>&#x3c;&#x26;&#x3e;&#x22;&#xfffd;</title>"));
    CHECK(!holds(&page, "https://") && holds(&page, "default-src 'none'"));
    /* the output of openssl dgst -sha256 for "a='\x3c/ScRiPt>\x3c!--';\nb\n" */
    CHECK(holds(&page, "'sha256-V/hxCdvURRqcakaHuKs/0TzztavTHTsDM6hZoEt/od4='"));
    page.size = 0;

    static const char svg[] = "\n<?xml version=\"1.0\"?>\n<svg><text>1</text></svg>\n";
    must(lm_page_svg(&host, as_text(svg), as_text(""), &page));
    CHECK(holds(&page, "<body>\n<svg><text>1</text></svg>\n</body>") && holds(&page, "<title>liqmap</title>"));
    CHECK(!holds(&page, "<?xml") && !holds(&page, "<script"));
    lm_buffer_free(&host, &page);
}

int main(void)
{
    lm_host_init(&host);
    test_own_layout_states_everything();
    test_prices_sum_to_the_map();
    test_heatmaps();
    test_refusals();
    test_titles_are_text();
    test_pages();
    return check_report("export");
}

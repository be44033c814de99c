/* SVG charts: valid and safe for any input, equal on every machine, and consistent with the data. */
#include "svg_fixture.h"

#include <locale.h>

#include "chart/format.h"

/* ---- reading a map back */

/* Sums the heights of all bars of a side, in pixels. */
static double bar_heights(const char *text, char side)
{
    double sum = 0;
    char wanted[] = "<rect class=\"?";
    wanted[13] = side;
    for (const char *at = strstr(text, "<g><title>"); at && (at = strstr(at, wanted)) != NULL; at++)
        if (at[14] >= '0' && at[14] <= '5' && at[15] == '"')
            sum += attribute(at, "height");
    return sum;
}

/* Both sides have one scale, so that pixels are proportional to amounts; the tallest stack gives the scale. */
static void test_bars_are_the_levels(void)
{
    for (int round = 0; round < 10; round++) {
        const bool sized = chance(0.6);
        lm_buffer tape = random_tape(LM_DAY, TRADES);
        lm_map *map = map_of(&tape, sized ? 4000 : 0);
        lm_svg_options options = svg_options();
        lm_levels levels;
        options.theme = (lm_theme)(round % 3);
        options.height = 1600;
        options.within = chance(0.5) ? 0.1 : 0.15;
        must(lm_map_levels(&host, map, &(lm_levels_options){.within = options.within}, &levels));
        double total[2] = {0, 0}, tallest = 0;
        for (size_t i = 0; i < levels.count; i++) {
            const double *of = sized ? levels.rows[i].notional : levels.rows[i].share;
            total[LM_LONG] += of[LM_LONG];
            total[LM_SHORT] += of[LM_SHORT];
            tallest = fmax(tallest, of[LM_LONG] + of[LM_SHORT]);
        }
        lm_buffer chart = map_chart(map, &options);
        char *text = text_of(&chart);
        const double longs = bar_heights(text, 'l'), shorts = bar_heights(text, 's');
        /* Each of some hundred bars is rounded to a tenth of a pixel, and bars of almost 0 are left out. */
        CHECK(fabs(longs / shorts / (total[LM_LONG] / total[LM_SHORT]) - 1) < 0.02);
        const double scale = (longs + shorts) / (total[LM_LONG] + total[LM_SHORT]);
        CHECK(scale * tallest > 300 && scale * tallest < 1600);
        free(text);
        lm_buffer_free(&host, &chart);
        lm_levels_free(&host, &levels);
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
    }
}

/* Each cluster in view that is among the three largest is labelled with its price. */
static void test_clusters_are_named(void)
{
    lm_buffer tape = random_tape(LM_DAY, TRADES);
    lm_map *map = map_of(&tape, 4000);
    lm_svg_options options = svg_options();
    lm_clusters_options reading;
    lm_clusters clusters;
    lm_clusters_options_init(&reading);
    must(lm_map_clusters(&host, map, &reading, &clusters));
    options.within = 0;
    lm_buffer chart = map_chart(map, &options);
    char *text = text_of(&chart), wanted[64];
    for (int rank = 1; rank <= 3; rank++) {
        const int price = (int)round(clusters.rows[rank - 1].price_peak);
        snprintf(wanted, sizeof wanted, "#%d</tspan> <tspan class=\"strong\">%d,%03d", rank, price / 1000,
                 price % 1000);
        CHECK(strstr(text, wanted) != NULL);
    }
    free(text);
    lm_buffer_free(&host, &chart);
    lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

/* ---- titles */

/* Returns the <title>, with characters as numbers. */
static size_t title_characters(const char *text, long characters[], size_t most)
{
    const char *at = strstr(text, "<title>") + 7;
    size_t count = 0;
    while (*at != '<' && count < most) {
        char *after = (char *)at + 1;
        characters[count++] = *at == '&' ? strtol(at + 2, &after, 10) : *at;
        at = *at == '&' ? after + 1 : after;
    }
    return count;
}

/* Small charts have the bars only: no boxes over them, no legend. */
static void test_tiny_maps(void)
{
    const lm_model model = default_model();
    lm_buffer tape = random_tape(2 * LM_DAY, TRADES);
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 5000, &map));
    for (int round = 0; round < 3; round++) {
        static const int sizes[3][2] = {{320, 200}, {400, 240}, {640, 360}};
        lm_svg_options options = svg_options();
        lm_buffer chart = {0};
        options.width = sizes[round][0];
        options.height = sizes[round][1];
        must(lm_map_svg(&host, map, &options, &chart));
        check_well_formed(&chart);
        char *text = text_of(&chart);
        const bool boxes = strstr(text, "class=\"boxl") || strstr(text, "class=\"boxs");
        CHECK(boxes == (round == 2));
        CHECK((strstr(text, "100x<") != NULL) == (round == 2));
        CHECK(strstr(text, "<title>") != NULL && bar_heights(text, 'l') > 0 && bar_heights(text, 's') > 0);
        free(text);
        lm_buffer_free(&host, &chart);
    }
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

static void test_titles(void)
{
    static const struct {
        const char *title;
        size_t length;
        long characters[12];
    } cases[] = {
        {"<b>&\"'</b>", 10, {'<', 'b', '>', '&', '"', '\'', '<', '/', 'b', '>'}},
        {"]]>", 3, {']', ']', '>'}},
        {"%s%n\\", 5, {'%', 's', '%', 'n', '\\'}},
        {"a\tb\nc\r", 6, {'a', ' ', 'b', ' ', 'c', ' '}},
        {"\0\1\x7f", 3, {0xfffd, 0xfffd, 0xfffd}},
        {"\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80", 9, {0xfc, 0x20ac, 0x1f600}},
        {"\xc2\x85\xef\xbf\xbe\xef\xbf\xbf", 8, {0xfffd, 0xfffd, 0xfffd}}, /* a control character, two others */
        {"\xed\xa0\x80\xf4\x90\x80\x80", 7, {0xfffd, 0xfffd}},     /* a surrogate, above the greatest code point */
        {"\xc0\xbc\xe0\x80\xbc", 5, {0xfffd, 0xfffd}},             /* an overlong < */
        {"\xff\xfe\x80 a", 5, {0xfffd, 0xfffd, 0xfffd, ' ', 'a'}}, /* bytes that begin no character */
        {"\xe2\x82", 2, {0xfffd}},                                 /* the end is missing */
        {"\xe2\x82<", 3, {0xfffd, '<'}},
    };
    lm_buffer tape = random_tape(LM_DAY, 300);
    lm_map *map = map_of(&tape, 0);
    lm_svg_options options = svg_options();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        long read[64];
        size_t wanted = 0;
        while (wanted < 12 && cases[i].characters[wanted])
            wanted++;
        options.title = (lm_text){cases[i].title, cases[i].length};
        lm_buffer chart = map_chart(map, &options);
        char *text = text_of(&chart);
        CHECK(title_characters(text, read, 64) == wanted);
        for (size_t j = 0; j < wanted; j++)
            CHECK(read[j] == cases[i].characters[j]);
        free(text);
        lm_buffer_free(&host, &chart);
    }
    char longest[1001] = "";
    options.title = (lm_text){longest, 1000};
    lm_buffer chart = map_chart(map, &options);
    lm_buffer_free(&host, &chart);
    options.title.length = sizeof longest;
    CHECK(lm_map_svg(&host, map, &options, &chart) == LM_E_LIMIT && chart.size == 0);
    CHECK(strcmp(host.error.message, "a title must have at most 1000 bytes, not 1001") == 0);
    CHECK(lm_page_svg(&host, as_text("<svg></svg>"), options.title, &chart) == LM_E_LIMIT && chart.size == 0);
    CHECK(lm_page_vega(&host, as_text("{}"), options.title, as_text(""), &chart) == LM_E_LIMIT && chart.size == 0);
    const int rounds = size_of_run(50, 200);
    for (int round = 0; round < rounds; round++) {
        char title[400];
        options.title = (lm_text){title, (size_t)pick(0, sizeof title)};
        for (size_t i = 0; i < options.title.length; i++)
            title[i] = (char)pick(chance(0.3) ? 0 : 0x20, chance(0.3) ? 0xff : 0x7e);
        chart = map_chart(map, &options);
        lm_buffer_free(&host, &chart);
    }
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

/* ---- equal on every machine */

/* Finds a locale with decimal commas: an installed one, or one that localedef makes in the folder. */
static bool set_comma_locale(const char *folder)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8", "ru_RU.UTF-8"};
    char command[400];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (setlocale(LC_ALL, names[i]))
            return true;
    snprintf(command, sizeof command, "localedef -f UTF-8 -i de_DE %s/de_DE.UTF-8 >/dev/null 2>&1", folder);
    return system(command) == 0 && setenv("LOCPATH", folder, 1) == 0 && setlocale(LC_ALL, "de_DE.UTF-8");
}

static void test_locale(void)
{
    char folder[] = "/tmp/liqmap-locale.XXXXXX", command[100];
    const lm_svg_options options = svg_options();
    lm_heatmap_options view;
    lm_heatmap_options_init(&view);
    view.open_interest = 777.77;
    view.step = 123.4;
    lm_buffer tape = random_tape(LM_DAY, 500);
    lm_map *map = map_of(&tape, 777.77);
    lm_buffer before[] = {map_chart(map, &options), tape_chart(&tape, &view, &options)};
    if (!mkdtemp(folder) || !set_comma_locale(folder))
        check_skip("no locale with decimal commas, and none could be made");
    CHECK(setlocale(LC_ALL, NULL) == NULL || strcmp(setlocale(LC_ALL, NULL), "C") == 0 ||
          localeconv()->decimal_point[0] == ',');
    CHECK(same_and_freed(before[0], map_chart(map, &options)));
    CHECK(same_and_freed(before[1], tape_chart(&tape, &view, &options)));
    setlocale(LC_ALL, "C");
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

static void test_themes(void)
{
    lm_buffer tape = random_tape(LM_DAY, 500);
    lm_map *map = map_of(&tape, 100);
    lm_svg_options options = svg_options();
    static const char *const names[] = {"auto", "light", "dark"};
    for (int i = 0; i < 3; i++) {
        char class[32];
        lm_theme theme;
        must(lm_theme_named(&host, names[i], strlen(names[i]), &theme));
        CHECK(theme == (lm_theme)i);
        options.theme = theme;
        lm_buffer chart = map_chart(map, &options);
        char *text = text_of(&chart);
        snprintf(class, sizeof class, "class=\"lm-%s\"", names[i]);
        CHECK(strstr(text, class) != NULL);
        CHECK((strstr(text, "prefers-color-scheme:dark") != NULL) == (theme == LM_THEME_AUTO));
        free(text);
        lm_buffer_free(&host, &chart);
    }
    static const char *const bad[] = {"", "Dark", "dark ", "blue\xff"};
    for (int i = 0; i < 4; i++) {
        lm_theme theme = LM_THEME_DARK;
        CHECK(lm_theme_named(&host, bad[i], strlen(bad[i]), &theme) == LM_E_ARGUMENT && theme == LM_THEME_DARK);
        CHECK(strcmp(host.error.hint, "The themes are auto, light and dark.") == 0);
    }
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

/* ---- errors */

static void test_refusals(void)
{
    lm_buffer tape = random_tape(LM_DAY, 500), out = {0};
    lm_map *map = map_of(&tape, 100);
    lm_heatmap_options view;
    lm_heatmap heatmap;
    const lm_model model = default_model();
    lm_heatmap_options_init(&view);
    must(lm_tape_heatmap(&host, bytes_of(&tape), &model, &view, &heatmap));
    static const int bad[] = {INT32_MIN, -1, 0, 199, 4001, INT32_MAX};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        lm_svg_options wide = svg_options(), high = svg_options();
        wide.width = bad[i];
        high.height = bad[i];
        CHECK(lm_map_svg(&host, map, &wide, &out) == LM_E_RANGE && lm_map_svg(&host, map, &high, &out) == LM_E_RANGE);
        CHECK(lm_heatmap_svg(&host, &heatmap, NULL, &wide, &out) == LM_E_RANGE);
        CHECK(lm_heatmap_svg(&host, &heatmap, NULL, &high, &out) == LM_E_RANGE);
    }
    lm_svg_options odd = svg_options();
    odd.theme = (lm_theme)7;
    CHECK(lm_map_svg(&host, map, &odd, &out) == LM_E_ARGUMENT);
    static const double steps[] = {-1, NAN, INFINITY};
    for (int i = 0; i < 3; i++) {
        lm_svg_options options = svg_options();
        options.step = steps[i];
        CHECK(lm_map_svg(&host, map, &options, &out) == LM_E_RANGE);
        options.step = 0;
        options.within = i == 2 ? -INFINITY : steps[i];
        CHECK(lm_map_svg(&host, map, &options, &out) == LM_E_RANGE);
    }
    lm_svg_options fine = svg_options();
    fine.step = 1;
    CHECK(lm_map_svg(&host, map, &fine, &out) == LM_E_LIMIT && host.error.hint[0]);
    CHECK(out.size == 0);
    view.every = 7 * LM_SECOND;
    fine.step = 0;
    CHECK(lm_tape_svg(&host, bytes_of(&tape), &model, &view, &fine, &out) == LM_E_ARGUMENT && out.size == 0);

    /* The earlier content of the buffer stays. */
    out.data = NULL;
    must(lm_map_encode(&host, map, &out));
    const size_t before = out.size;
    must(lm_map_svg(&host, map, &fine, &out));
    CHECK(out.size > before && memcmp(out.data, "LMM", 3) == 0 && memcmp(out.data + before, "<svg", 4) == 0);
    lm_buffer_free(&host, &out);
    lm_heatmap_free(&host, &heatmap);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

/* ---- maps of every kind */

static void draw_all_ways(const lm_map *map)
{
    static const double within[] = {0, 0.01, 0.15, 0.9999, 1, 5, INFINITY};
    static const int sizes[][2] = {{320, 200}, {4000, 200}, {320, 4000}, {1200, 675}, {640, 400}};
    for (int i = 0; i < 7; i++) {
        lm_svg_options options = svg_options();
        options.within = within[i];
        options.width = sizes[i % 5][0];
        options.height = sizes[i % 5][1];
        lm_buffer chart = map_chart(map, &options);
        lm_buffer_free(&host, &chart);
    }
}

static lm_map *map_of_trade(double price, double qty, double open_interest)
{
    const lm_tape_options options = default_options();
    const lm_trade trade = {NEW_YEAR, price, qty, LM_TAKER_BOUGHT};
    lm_buffer tape = finished(tape_of(&options, &trade, 1));
    lm_map *map = map_of(&tape, open_interest);
    lm_buffer_free(&host, &tape);
    return map;
}

static bool says(const lm_map *map, const char *words)
{
    const lm_svg_options options = svg_options();
    lm_buffer chart = map_chart(map, &options);
    char *text = text_of(&chart);
    const bool found = strstr(text, words) != NULL;
    free(text);
    lm_buffer_free(&host, &chart);
    return found;
}

static void test_kinds_of_maps(void)
{
    /* An empty map, a map with open interest alone, a map with nothing outstanding. */
    lm_tape_options without_prices = default_options();
    lm_tape *tape;
    without_prices.has_prices = false;
    must(lm_tape_create(&host, &without_prices, &tape));
    must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 5));
    lm_buffer bytes = finished(tape);
    lm_map *empty = map_of(&bytes, 0);
    draw_all_ways(empty);
    CHECK(says(empty, ">the map is empty<"));
    lm_map_destroy(&host, empty);
    lm_heatmap_options view;
    lm_heatmap_options_init(&view);
    const lm_svg_options options = svg_options();
    lm_buffer chart = tape_chart(&bytes, &view, &options);
    lm_buffer_free(&host, &chart);
    lm_buffer_free(&host, &bytes);
    lm_map *nothing = map_of_trade(90000, 0, 0);
    draw_all_ways(nothing);
    CHECK(says(nothing, ">no positions in view<"));
    lm_map_destroy(&host, nothing);

    /* One trade, at prices over the whole axis. */
    static const double prices[] = {1.0001e-15, 3e-9, 0.07, 1, 42, 90000, 9e14};
    for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++)
        for (int sized = 0; sized < 2; sized++) {
            lm_map *one = map_of_trade(prices[i], 1 / prices[i], sized ? 1e6 : 0);
            draw_all_ways(one);
            CHECK(says(one, sized ? "units of observed liquidations" : "Without open interest"));
            lm_map_destroy(&host, one);
        }

    /* A sum of venues, and known positions. */
    lm_buffer random = random_tape(LM_DAY, 500);
    lm_map *a = map_of(&random, 10), *b = map_of_trade(91000, 1, 30), *sum = NULL;
    must(lm_map_merge_into(&host, &sum, a));
    must(lm_map_merge_into(&host, &sum, b));
    draw_all_ways(sum);
    CHECK(says(sum, "Model: linear, maintenance 0.4% on mark, ladder 5x to 150x in 9 classes"));
    lm_map_destroy(&host, a);
    lm_map_destroy(&host, b);
    lm_map_destroy(&host, sum);
    lm_buffer_free(&host, &random);

    lm_positions_options counted;
    lm_positions *positions;
    lm_map *known;
    lm_positions_options_init(&counted);
    strcpy(counted.symbol, "A<B>&\"C\"");
    must(lm_positions_create(&host, &counted, &positions));
    must(lm_positions_add(&host, &positions, &(lm_known_position){90000, 80000, 1, 9, LM_LONG}));
    must(lm_positions_add(&host, &positions, &(lm_known_position){90000, 91000, 2, NAN, LM_SHORT}));
    must(lm_positions_map(&host, positions, &known));
    draw_all_ways(known);
    CHECK(says(known, "Counted from 2 known positions"));
    CHECK(says(known, "leverage not known"));
    CHECK(says(known, "A&#60;B&#62;&#38;&#34;C&#34; liquidation map"));
    lm_map_destroy(&host, known);
    lm_positions_destroy(&host, positions);
}

/* For prices of a hundred-thousandth of a dollar the axis and the labels have decimals. */
static void test_durations(void)
{
    static const struct {
        double seconds;
        const char *text;
    } known[] = {{0, "0 s"},         {0.001, "0.001 s"}, {45, "45 s"},          {60, "1 min"},
                 {90, "1 min 30 s"}, {119.96, "2 min"},  {61.5, "1 min 1.5 s"}, {9000, "150 min"},
                 {3600, "1 h"},      {86400, "1 d"},     {172800, "2 d"},       {90000, "25 h"}};
    char text[LM_FORMAT_SIZE];
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        CHECK(strcmp(lm_format_duration(known[i].seconds, text), known[i].text) == 0);
}

static void test_small_prices(void)
{
    lm_map *map = map_of_trade(0.00001235, 1e9, 0);
    CHECK(says(map, "price 0.00001235"));
    CHECK(!says(map, "e-05"));
    lm_map_destroy(&host, map);
}

/* A month of the demo market in 288 columns, with steps of $50: a very large heatmap. */
static void test_size_of_a_month(void)
{
    lm_demo demo;
    lm_demo_reader reader;
    lm_trade trade;
    lm_tape *tape;
    const lm_tape_options counted = default_options();
    const lm_svg_options options = svg_options();
    lm_demo_init(&demo);
    demo.until = demo.since + 30 * LM_DAY;
    must(lm_demo_reader_init(&host, &demo, &reader));
    must(lm_tape_create(&host, &counted, &tape));
    while (lm_demo_next_trade(&reader, &trade))
        must(lm_tape_trade(&host, &tape, trade.time, trade.price, trade.qty, (lm_taker)trade.taker));
    lm_buffer bytes = finished(tape);
    lm_heatmap_options view;
    lm_heatmap_options_init(&view);
    view.every = 150 * LM_MINUTE;
    view.open_interest = 90000;
    view.step = 50;
    lm_buffer chart = tape_chart(&bytes, &view, &options);
    CHECK(chart.size <= 400000 && chart.size > 50000);
    lm_buffer_free(&host, &chart);
    lm_buffer_free(&host, &bytes);
}

int main(void)
{
    lm_host_init(&host);
    test_bars_are_the_levels();
    test_clusters_are_named();
    test_tiny_maps();
    test_titles();
    test_locale();
    test_themes();
    test_refusals();
    test_kinds_of_maps();
    test_durations();
    test_small_prices();
    test_size_of_a_month();
    return check_report("svg");
}

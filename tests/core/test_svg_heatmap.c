/* Heatmaps as SVG: every cell drawn is a row of the heatmap, and the chart ends where the data ends. */
#include "chart/format.h"
#include "chart/tape_chart.h"
#include "svg_fixture.h"

/* ---- reading a heatmap back */

typedef struct cells {
    double low, step, top, since, every, last;
    size_t columns, steps;
    unsigned char *shade;
} cells;

static cells read_cells(const char *text, size_t columns, size_t steps)
{
    const char *at = strstr(text, "<g class=\"cells\"");
    cells read = {0};
    read.shade = calloc(columns * steps + 1, 1);
    read.columns = columns;
    read.steps = steps;
    CHECK(at != NULL);
    if (!at)
        return read;
    read.low = attribute(at, "data-low");
    read.step = attribute(at, "data-step");
    read.top = attribute(at, "data-top");
    read.since = attribute(at, "data-since");
    read.every = attribute(at, "data-every");
    read.last = attribute(at, "data-last");
    const char *end = strstr(at, "</g>");
    while ((at = strstr(at, "<path class=\"c")) != NULL && at < end) {
        const int shade = atoi(at + 14);
        at = strstr(at, " d=\"") + 4;
        unsigned step;
        for (double from, run; sscanf(at, "M%lf %uh%lf", &from, &step, &run) == 3;) {
            const double to = from + run;
            /* The last column begins at data-last, and all others at whole numbers. */
            const size_t column = from > read.last - 0.001 ? columns - 1 : (size_t)from;
            const size_t after = to > read.last + 0.001 ? columns : to > read.last - 0.001 ? columns - 1 : (size_t)to;
            CHECK(column + 1 == columns || (double)column == from);
            CHECK(column < after && after <= columns && step < steps && run > 0);
            for (size_t i = column; i < after && i < columns && step < steps; i++) {
                CHECK(read.shade[i * steps + step] == 0); /* not drawn twice */
                read.shade[i * steps + step] = (unsigned char)shade;
            }
            at += strcspn(at + 1, "M\"") + 1;
        }
        CHECK(*at == '"');
    }
    return read;
}

/* Returns k with top * k / 20 <= amount < top * (k + 1) / 20; the greatest amount has the last k. */
static int shade_of(double top, double amount)
{
    for (int k = 19; k > 0; k--)
        if (amount >= top * k / 20)
            return k;
    return 0;
}

static void compare_cells(const lm_heatmap *heatmap, const char *text)
{
    const size_t steps = (size_t)(heatmap->last_number - heatmap->first_number + 1);
    cells read = read_cells(text, heatmap->column_count, steps);
    double *amount = calloc(heatmap->column_count * steps, sizeof(double)), top = 0;
    for (size_t i = 0; i < heatmap->row_count; i++) {
        const lm_heatmap_row *row = &heatmap->rows[i];
        const double *of = heatmap->sized ? row->notional : row->share;
        amount[row->column * steps + (size_t)(row->number - heatmap->first_number)] += of[LM_LONG] + of[LM_SHORT];
    }
    for (size_t i = 0; i < heatmap->column_count * steps; i++)
        top = amount[i] > top ? amount[i] : top;
    CHECK(read.top == top);
    CHECK(read.step == heatmap->step && read.low == (double)heatmap->first_number * heatmap->step);
    CHECK(read.since == (double)(heatmap->columns[0].time / LM_SECOND));
    CHECK(read.every == (double)(heatmap->every / LM_SECOND));
    const lm_heatmap_column *last = &heatmap->columns[heatmap->column_count - 1];
    const int64_t as_of = heatmap->as_of < last->time ? heatmap->as_of : last->time;
    CHECK(fabs(read.last - (double)(as_of - heatmap->columns[0].time) / (double)heatmap->every) < 0.001);
    size_t differ = 0;
    for (size_t i = 0; i < heatmap->column_count * steps; i++)
        differ += read.shade[i] != shade_of(top, amount[i]);
    CHECK(differ == 0);
    free(amount);
    free(read.shade);
}

static void test_cells_are_the_rows(void)
{
    const int rounds = size_of_run(4, 12);
    for (int round = 0; round < rounds; round++) {
        const lm_model model = default_model();
        lm_buffer tape = random_tape(pick(1, 4) * LM_DAY, TRADES);
        lm_heatmap_options view;
        lm_heatmap heatmap;
        lm_svg_options options = svg_options();
        lm_heatmap_options_init(&view);
        view.open_interest = chance(0.7) ? 20000 : 0;
        view.every = chance(0.5) ? 0 : pick(10, 120) * LM_MINUTE;
        view.step = chance(0.5) ? 0 : uniform(100, 900);
        view.by_leverage = chance(0.3);
        view.zero_cells = chance(0.3);
        view.low = chance(0.3) ? 85000 : 0;
        options.theme = (lm_theme)(round % 3);
        options.width = (int)pick(320, 1600);
        options.height = (int)pick(200, 900);
        must(lm_tape_heatmap(&host, bytes_of(&tape), &model, &view, &heatmap));
        lm_buffer chart = {0};
        must(lm_heatmap_svg(&host, &heatmap, NULL, &options, &chart));
        check_well_formed(&chart);
        char *text = text_of(&chart);
        compare_cells(&heatmap, text);
        free(text);
        lm_buffer_free(&host, &chart);
        lm_heatmap_free(&host, &heatmap);
        lm_buffer_free(&host, &tape);
    }
}

/* lm_tape_svg() draws the heatmap up to 5 % beyond the prices traded, and the clusters of the map at its end. */
static void test_chart_of_a_tape(void)
{
    const lm_model model = default_model();
    const lm_svg_options options = svg_options();
    lm_buffer tape = random_tape(2 * LM_DAY, TRADES), parts = {0};
    lm_heatmap_options view;
    lm_heatmap heatmap;
    lm_clusters_options reading;
    lm_clusters clusters;
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < TRADES; i++) {
        low = fmin(low, trades[i].price);
        high = fmax(high, trades[i].price);
    }
    lm_heatmap_options_init(&view);
    view.open_interest = 5000;
    lm_buffer chart = tape_chart(&tape, &view, &options);
    view.low = low * (1 - 0.05);
    view.high = high * (1 + 0.05);
    must(lm_tape_heatmap(&host, bytes_of(&tape), &model, &view, &heatmap));
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(&tape), &model, heatmap.columns[heatmap.column_count - 1].time, 5000, &map));
    lm_clusters_options_init(&reading);
    must(lm_map_clusters(&host, map, &reading, &clusters));
    must(lm_heatmap_svg(&host, &heatmap, &clusters, &options, &parts));
    CHECK(same_bytes(&chart, &parts));
    char *text = text_of(&chart);
    CHECK(strstr(text, ">#1<") != NULL && strstr(text, ">#2<") != NULL);
    free(text);
    lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
    lm_heatmap_free(&host, &heatmap);
    lm_buffer_free(&host, &parts);
    lm_buffer_free(&host, &chart);
    lm_buffer_free(&host, &tape);
}

/* A column whose time is later than the data ends where the data end, and is not wider than its data. */
static void test_end_of_the_data(void)
{
    const lm_model model = default_model();
    const lm_svg_options options = svg_options();
    lm_buffer tape = random_tape(3 * LM_DAY, TRADES);
    lm_heatmap_options view;
    lm_heatmap heatmap;
    lm_heatmap_options_init(&view);
    for (int days = 1; days <= 10; days += 9) {
        char as_of[LM_FORMAT_SIZE], later[LM_FORMAT_SIZE], expected[4 * LM_FORMAT_SIZE];
        view.every = days * LM_DAY;
        must(lm_tape_heatmap(&host, bytes_of(&tape), &model, &view, &heatmap));
        const lm_heatmap_column *last = &heatmap.columns[heatmap.column_count - 1];
        CHECK(heatmap.as_of < last->time);
        const lm_time_extent times = lm_tape_chart_times(&heatmap);
        CHECK(times.last == heatmap.as_of);
        if (heatmap.column_count > 1) {
            CHECK(times.since == heatmap.columns[0].time);
            CHECK(times.end - times.last <= (times.last - times.since) / 20 + heatmap.every / 20);
        } else {
            CHECK(times.since == times.last && times.end == times.last + heatmap.every);
        }
        lm_buffer chart = tape_chart(&tape, &view, &options);
        char *text = text_of(&chart);
        lm_format_time(heatmap.as_of, as_of);
        lm_format_time(last->time, later);
        snprintf(expected, sizeof expected, heatmap.column_count > 1 ? " to %s " : ">as of %s ", as_of);
        CHECK(strstr(text, expected) != NULL);
        CHECK(strstr(text, later) == NULL);
        free(text);
        lm_buffer_free(&host, &chart);
        lm_heatmap_free(&host, &heatmap);
    }
    lm_buffer_free(&host, &tape);
}

int main(void)
{
    lm_host_init(&host);
    test_cells_are_the_rows();
    test_chart_of_a_tape();
    test_end_of_the_data();
    return check_report("svg_heatmap");
}

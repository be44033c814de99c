/* Writes maps as Vega-Lite: the values of the placeholders in specs/map.json. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/caption.h"
#include "chart/classes.h"
#include "chart/format.h"
#include "chart/vega.h"
#include "export/metadata_json.h"

#define MAX_BARS 50000
#define SHOWN 0.95 /* fraction of each side in view before any zoom */

typedef struct vega_chart {
    lm_chart_spec base;
    const lm_map *map;
    lm_map_info info;
    lm_levels bars, steps; /* by leverage; and all leverages together */
    lm_clusters clusters;
    lm_classes classes;
    char caption[LM_CAPTION_SIZE];
} vega_chart;

static double amount_of(const vega_chart *chart, const lm_level *level, int side)
{
    return chart->base.sized ? level->notional[side] : level->share[side];
}

/* ---- data, in columns: each name is written once, and the specification turns columns into rows */

typedef double (*column_value)(const vega_chart *chart, const lm_level *level, int side);

static double low_of(const vega_chart *chart, const lm_level *level, int side)
{
    (void)chart, (void)side;
    return level->price_low;
}

static double high_of(const vega_chart *chart, const lm_level *level, int side)
{
    (void)chart, (void)side;
    return level->price_high;
}

static double distance_of(const vega_chart *chart, const lm_level *level, int side)
{
    (void)chart, (void)side;
    return level->distance_pct;
}

static double cumulative_of(const vega_chart *chart, const lm_level *level, int side)
{
    (void)chart;
    return level->cumulative[side];
}

static void write_column(lm_writer *writer, const vega_chart *chart, const char *name, column_value value, int side)
{
    lm_write_array(writer, name);
    for (size_t i = 0; i < chart->steps.count; i++)
        lm_write_rounded(writer, NULL, value(chart, &chart->steps.rows[i], side));
    lm_write_end_array(writer);
}

static void write_steps(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_object(writer, NULL);
    write_column(writer, chart, "price_low", low_of, 0);
    write_column(writer, chart, "price_high", high_of, 0);
    write_column(writer, chart, "long", amount_of, LM_LONG);
    write_column(writer, chart, "short", amount_of, LM_SHORT);
    write_column(writer, chart, "long_cumulative", cumulative_of, LM_LONG);
    write_column(writer, chart, "short_cumulative", cumulative_of, LM_SHORT);
    write_column(writer, chart, "distance_pct", distance_of, 0);
    lm_write_end_object(writer);
}

/* Writes a number of each bar. A bar is one side of a row; an empty side has no bar. */
static void write_bar_numbers(lm_writer *writer, const vega_chart *chart, const char *name, column_value value)
{
    lm_write_array(writer, name);
    for (size_t i = 0; i < chart->bars.count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            if (chart->bars.rows[i].share[side] > 0)
                lm_write_rounded(writer, NULL, value(chart, &chart->bars.rows[i], side));
    lm_write_end_array(writer);
}

static void write_bar_words(lm_writer *writer, const vega_chart *chart, const char *name, bool of_side)
{
    char label[LM_CLASS_SIZE];
    lm_write_array(writer, name);
    for (size_t i = 0; i < chart->bars.count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            if (chart->bars.rows[i].share[side] > 0)
                lm_write_words(writer, NULL,
                               of_side ? (side == LM_LONG ? "long" : "short")
                                       : lm_class_label(&chart->classes, chart->bars.rows[i].leverage, label));
    lm_write_end_array(writer);
}

static void write_bars(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_object(writer, NULL);
    write_bar_numbers(writer, chart, "price_low", low_of);
    write_bar_numbers(writer, chart, "price_high", high_of);
    write_bar_words(writer, chart, "side", true);
    write_bar_words(writer, chart, "leverage", false);
    write_bar_numbers(writer, chart, "amount", amount_of);
    write_bar_numbers(writer, chart, "distance_pct", distance_of);
    lm_write_end_object(writer);
}

/*
 * Returns whether a label ends at its cluster; otherwise it begins there. Labels point away from the reference price,
 * unless they would leave the chart.
 */
static bool label_ends_at_cluster(const vega_chart *chart, const lm_cluster *cluster)
{
    const double position = (cluster->price_peak - chart->base.low) / (chart->base.high - chart->base.low);
    return position > 0.75 || (position > 0.25 && cluster->side == LM_LONG);
}

static void write_cluster(lm_writer *writer, const vega_chart *chart, const lm_cluster *cluster)
{
    const bool ends = label_ends_at_cluster(chart, cluster);
    lm_write_object(writer, NULL);
    lm_write_cluster(writer, &chart->base, cluster, true);
    lm_write_words(writer, "anchor", ends ? "end" : "start");
    lm_write_number(writer, "label_price", ends ? cluster->price_high : cluster->price_low);
    lm_write_end_object(writer);
}

static void write_clusters(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_array(writer, NULL);
    for (size_t i = 0; i < chart->clusters.count; i++)
        write_cluster(writer, chart, &chart->clusters.rows[i]);
    lm_write_end_array(writer);
}

static void write_price(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_object(writer, NULL);
    if (!chart->info.empty)
        lm_write_number(writer, "price", chart->info.reference_price);
    lm_write_end_object(writer);
}

/* ---- texts */

/* Writes what the chart shows, in one line. */
static void write_summary(const vega_chart *chart, char line[512])
{
    char clock[LM_FORMAT_SIZE], price[LM_FORMAT_SIZE], longs[LM_FORMAT_SIZE], shorts[LM_FORMAT_SIZE];
    size_t used = 0;
    if (chart->info.empty) {
        snprintf(line, 512, "Nothing was traded.");
        return;
    }
    if (chart->info.dated)
        used += (size_t)snprintf(line, 512, "As of %s, price ", lm_format_time(chart->info.as_of, clock));
    else
        used += (size_t)snprintf(line, 512, "Price ");
    used += (size_t)snprintf(line + used, 512 - used, "%s",
                             lm_format_price(chart->info.reference_price, chart->base.step / 10, price));
    if (chart->base.sized)
        snprintf(line + used, 512 - used, ": longs of %s would be liquidated below, shorts of %s above",
                 lm_format_money(chart->info.outstanding_notional[LM_LONG], chart->info.quote, longs),
                 lm_format_money(chart->info.outstanding_notional[LM_SHORT], chart->info.quote, shorts));
}

static void write_subtitle(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    char line[512];
    write_summary(chart, line);
    lm_write_array(writer, NULL);
    lm_write_wrapped(writer, &chart->base, line);
    lm_write_wrapped(writer, &chart->base, lm_map_amount_caption(&chart->info));
    lm_write_wrapped(writer, &chart->base, chart->caption);
    lm_write_end_array(writer);
}

/* Writes the description for screen readers: what the chart shows, and the largest clusters. */
static void write_description(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    char text[1024];
    write_summary(chart, text);
    for (size_t i = 0; i < chart->clusters.count && i < 3; i++) {
        char price[LM_FORMAT_SIZE], share[LM_FORMAT_SIZE];
        const lm_cluster *cluster = &chart->clusters.rows[i];
        const size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s %s at %s (%s of the side)",
                 i ? "," : ". Largest clusters:", cluster->side == LM_LONG ? "longs" : "shorts",
                 lm_format_price(cluster->price_peak, chart->base.step, price), lm_format_share(cluster->share, share));
    }
    lm_write_words(writer, NULL, text);
}

static void write_usermeta(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_object(writer, NULL);
    lm_write_object(writer, "liqmap");
    lm_write_format(writer, "vega-lite/map");
    lm_write_map_info(writer, &chart->info);
    lm_write_number(writer, "step", chart->base.step > 0 ? chart->base.step : NAN);
    lm_write_units(writer, chart->base.sized, chart->info.models > 0, chart->info.quote);
    lm_write_models(writer, chart->map, chart->info.models);
    lm_write_end_object(writer);
    lm_write_end_object(writer);
}

static void write_amount_title(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    char step[LM_NUMBER_SIZE], title[96];
    snprintf(title, sizeof title, "liquidated in each step of %s, %s%s", lm_number_text(chart->base.step, step),
             lm_amount_unit(chart->base.sized, chart->info.quote), chart->base.sized ? "" : " of the side");
    lm_write_words(writer, NULL, title);
}

static void write_cumulative_title(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_amount_words(writer, &chart->base,
                          chart->base.sized ? "curves: liquidated on the way there"
                                            : "curves: liquidated on the way there, share of the side");
}

static void write_longs_way(lm_writer *writer, const void *context)
{
    lm_write_amount_words(writer, context, "longs on the way here");
}

static void write_shorts_way(lm_writer *writer, const void *context)
{
    lm_write_amount_words(writer, context, "shorts on the way here");
}

static void write_cumulative_domain(lm_writer *writer, const void *context)
{
    const lm_levels *steps = &((const vega_chart *)context)->steps;
    const double longs = steps->count ? steps->rows[0].cumulative[LM_LONG] : 0;
    const double shorts = steps->count ? steps->rows[steps->count - 1].cumulative[LM_SHORT] : 0;
    lm_write_array(writer, NULL);
    lm_write_count(writer, NULL, 0);
    lm_write_rounded(writer, NULL, fmax(longs, shorts));
    lm_write_end_array(writer);
}

static void write_leverages(lm_writer *writer, const void *context)
{
    lm_write_class_labels(writer, &((const vega_chart *)context)->classes);
}

static void write_colours(lm_writer *writer, const void *context)
{
    lm_write_class_colours(writer, &((const vega_chart *)context)->classes);
}

static const lm_placeholder placeholders[] = {
    {"description", write_description},
    {"usermeta", write_usermeta},
    {"title", lm_fill_title},
    {"subtitle", write_subtitle},
    {"width", lm_fill_width},
    {"height", lm_fill_height},
    {"bars", write_bars},
    {"steps", write_steps},
    {"clusters", write_clusters},
    {"price", write_price},
    {"price_domain", lm_fill_price_domain},
    {"price_format", lm_fill_price_format},
    {"amount_format", lm_fill_amount_format},
    {"amount_label", lm_fill_amount_label},
    {"amount_title", write_amount_title},
    {"longs_here", lm_fill_longs_here},
    {"shorts_here", lm_fill_shorts_here},
    {"liquidated_here", lm_fill_liquidated_here},
    {"longs_way", write_longs_way},
    {"shorts_way", write_shorts_way},
    {"cumulative_title", write_cumulative_title},
    {"cumulative_domain", write_cumulative_domain},
    {"leverages", write_leverages},
    {"colours", write_colours},
    {NULL, NULL},
};

/* ---- the whole chart */

/* Sets the prices shown before any zoom: those with SHOWN of the longs and of the shorts, and the reference price. */
static void choose_domain(vega_chart *chart)
{
    const lm_levels *steps = &chart->steps;
    chart->base.low = 0;
    chart->base.high = 1;
    if (steps->count == 0)
        return;
    chart->base.low = steps->rows[0].price_low;
    chart->base.high = steps->rows[steps->count - 1].price_high;
    const double longs = steps->rows[0].cumulative[LM_LONG] * SHOWN;
    const double shorts = steps->rows[steps->count - 1].cumulative[LM_SHORT] * SHOWN;
    for (size_t i = 0; i < steps->count; i++)
        if (steps->rows[i].cumulative[LM_LONG] >= longs)
            chart->base.low = steps->rows[i].price_low;
    for (size_t i = steps->count; i-- > 0;)
        if (steps->rows[i].cumulative[LM_SHORT] >= shorts)
            chart->base.high = steps->rows[i].price_high;
    if (!(chart->base.low < chart->base.high)) {
        chart->base.low = steps->rows[0].price_low;
        chart->base.high = steps->rows[steps->count - 1].price_high;
    }
    chart->base.low = fmin(chart->base.low, chart->info.reference_price);
    chart->base.high = fmax(chart->base.high, chart->info.reference_price);
}

static lm_status load_chart(lm_host *host, const lm_vega_options *options, vega_chart *chart)
{
    lm_levels_options view;
    lm_clusters_options clusters;
    lm_levels_options_init(&view);
    view.step = options->step;
    view.within = options->within;
    view.by_leverage = true;
    LM_TRY(lm_map_describe(host, chart->map, &chart->info));
    LM_TRY(lm_map_levels(host, chart->map, &view, &chart->bars));
    if (chart->bars.count > MAX_BARS)
        return lm_fail(host, LM_E_LIMIT, "Use a larger step or a smaller `within`.",
                       "the chart would have %zu bars, more than %d", chart->bars.count, MAX_BARS);
    view.by_leverage = false;
    LM_TRY(lm_map_levels(host, chart->map, &view, &chart->steps));
    lm_clusters_options_init(&clusters);
    LM_TRY(lm_map_clusters(host, chart->map, &clusters, &chart->clusters));
    LM_TRY(lm_map_caption(host, chart->map, &chart->info, chart->caption));
    chart->base.symbol = chart->info.symbol;
    chart->base.quote = chart->info.quote;
    chart->base.what = "Liquidation map";
    chart->base.step = chart->steps.step;
    chart->base.sized = chart->info.empty || !isnan(chart->info.outstanding_notional[LM_LONG]);
    for (size_t i = 0; i < chart->steps.count; i++)
        chart->base.greatest = fmax(chart->base.greatest, fmax(amount_of(chart, &chart->steps.rows[i], LM_LONG),
                                                               amount_of(chart, &chart->steps.rows[i], LM_SHORT)));
    lm_classes_of(&chart->bars, &chart->classes);
    choose_domain(chart);
    return LM_OK;
}

static void free_chart(lm_host *host, vega_chart *chart)
{
    if (chart->bars.rows)
        lm_levels_free(host, &chart->bars);
    if (chart->steps.rows)
        lm_levels_free(host, &chart->steps);
    if (chart->clusters.rows)
        lm_clusters_free(host, &chart->clusters);
}

lm_status lm_map_vega(lm_host *host, const lm_map *map, const lm_vega_options *options, lm_buffer *out)
{
    vega_chart chart = {.base = {.options = options}, .map = map};
    lm_writer writer;
    LM_TRY(lm_vega_check(host, options));
    lm_status status = load_chart(host, options, &chart);
    if (status == LM_OK) {
        lm_writer_begin(&writer, host, out);
        lm_write_template(&writer, chart.bars.count > 0 ? "map" : "empty", placeholders, &chart);
        status = lm_writer_end(&writer);
    }
    free_chart(host, &chart);
    return status;
}

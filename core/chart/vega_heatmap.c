/* Writes heatmaps as Vega-Lite: the values of the placeholders in specs/heatmap.json. */
#include <math.h>
#include <stdio.h>

#include "chart/caption.h"
#include "chart/format.h"
#include "chart/tape_chart.h"
#include "chart/vega.h"
#include "export/metadata_json.h"

#define MAX_CELLS 200000
#define LABELLED 5
#define LABEL_SPACE 0.20 /* behind the last column, as a fraction of the time shown */
#define LABEL_GAP 0.04   /* between labels, as a fraction of the price range shown */
#define MILLISECOND 1000 /* us */

typedef struct vega_chart {
    lm_chart_spec base;
    const lm_heatmap *heatmap;
    const lm_clusters *clusters; /* NULL: none */
    lm_time_extent times;
    double label_prices[LABELLED]; /* of clusters, by rank; NaN: no label */
} vega_chart;

static double amount_of(const vega_chart *chart, const lm_heatmap_row *row, int side)
{
    const double amount = chart->base.sized ? row->notional[side] : row->share[side];
    return isnan(amount) ? 0 : amount; /* a column before the first open interest */
}

static double milliseconds(int64_t time)
{
    return (double)(time / MILLISECOND);
}

/* ---- data, in columns */

static void write_amounts(lm_writer *writer, const vega_chart *chart, const char *name, int side)
{
    lm_write_array(writer, name);
    for (size_t i = 0; i < chart->heatmap->row_count; i++)
        lm_write_rounded(writer, NULL, amount_of(chart, &chart->heatmap->rows[i], side));
    lm_write_end_array(writer);
}

static void write_cells(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    const lm_heatmap *heatmap = chart->heatmap;
    lm_write_object(writer, NULL);
    lm_write_array(writer, "column");
    for (size_t i = 0; i < heatmap->row_count; i++)
        lm_write_count(writer, NULL, heatmap->rows[i].column);
    lm_write_end_array(writer);
    lm_write_array(writer, "row");
    for (size_t i = 0; i < heatmap->row_count; i++)
        lm_write_count(writer, NULL, heatmap->rows[i].number - heatmap->first_number);
    lm_write_end_array(writer);
    write_amounts(writer, chart, "long", LM_LONG);
    write_amounts(writer, chart, "short", LM_SHORT);
    lm_write_end_object(writer);
}

/* Writes the traded prices. Low and high are null if nothing was traded; the close is then the previous one. */
static void write_prices(lm_writer *writer, const void *context)
{
    const lm_heatmap *heatmap = ((const vega_chart *)context)->heatmap;
    const lm_heatmap_column *columns = heatmap->columns;
    lm_write_object(writer, NULL);
    lm_write_array(writer, "low");
    for (size_t i = 0; i < heatmap->column_count; i++)
        lm_write_number(writer, NULL, columns[i].low);
    lm_write_end_array(writer);
    lm_write_array(writer, "high");
    for (size_t i = 0; i < heatmap->column_count; i++)
        lm_write_number(writer, NULL, columns[i].high);
    lm_write_end_array(writer);
    lm_write_array(writer, "close");
    for (size_t i = 0; i < heatmap->column_count; i++)
        lm_write_number(writer, NULL, columns[i].reference_price);
    lm_write_end_array(writer);
    lm_write_end_object(writer);
}

static void write_clusters(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_array(writer, NULL);
    for (size_t i = 0; chart->clusters && i < chart->clusters->count; i++) {
        lm_write_object(writer, NULL);
        lm_write_cluster(writer, &chart->base, &chart->clusters->rows[i], false);
        if (i < LABELLED && !isnan(chart->label_prices[i]))
            lm_write_number(writer, "label_price", chart->label_prices[i]);
        lm_write_end_object(writer);
    }
    lm_write_end_array(writer);
}

/* ---- texts */

static void write_summary(const vega_chart *chart, char line[512])
{
    const lm_heatmap *heatmap = chart->heatmap;
    char first[LM_FORMAT_SIZE], last[LM_FORMAT_SIZE], price[LM_FORMAT_SIZE];
    if (heatmap->column_count == 0) {
        snprintf(line, 512, "Nothing was traded.");
        return;
    }
    lm_format_price(heatmap->columns[heatmap->column_count - 1].reference_price, heatmap->step / 10, price);
    lm_format_time(chart->times.last, last);
    if (chart->times.since == chart->times.last)
        snprintf(line, 512, "As of %s, price %s; the largest clusters are labelled.", last, price);
    else
        snprintf(line, 512, "%s to %s, price %s at the end; the largest clusters then are labelled.",
                 lm_format_time(chart->times.since, first), last, price);
}

static void write_subtitle(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    char line[512], caption[2 * LM_CAPTION_SIZE];
    write_summary(chart, line);
    lm_heatmap_caption(chart->heatmap, caption);
    lm_write_array(writer, NULL);
    lm_write_wrapped(writer, &chart->base, line);
    lm_write_wrapped(writer, &chart->base, lm_heatmap_amount_caption(chart->heatmap));
    lm_write_wrapped(writer, &chart->base, caption);
    lm_write_end_array(writer);
}

static void write_description(lm_writer *writer, const void *context)
{
    char line[512];
    write_summary(context, line);
    lm_write_words(writer, NULL, line);
}

static void write_usermeta(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_object(writer, NULL);
    lm_write_object(writer, "liqmap");
    lm_write_format(writer, "vega-lite/heatmap");
    lm_write_heatmap_info(writer, chart->heatmap);
    lm_write_end_object(writer);
    lm_write_end_object(writer);
}

static void write_amount_title(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    char step[LM_NUMBER_SIZE], title[128];
    snprintf(title, sizeof title, "would be liquidated in each step of %s, longs and shorts, %s%s",
             lm_number_text(chart->base.step, step), lm_amount_unit(chart->base.sized, chart->base.quote),
             chart->base.sized ? "" : " of the side");
    lm_write_words(writer, NULL, title);
}

/* ---- numbers */

static void write_since(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const vega_chart *)context)->times.since));
}

static void write_last(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const vega_chart *)context)->times.last));
}

static void write_every(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const vega_chart *)context)->heatmap->every));
}

static void write_bottom(lm_writer *writer, const void *context)
{
    lm_write_count(writer, NULL, ((const vega_chart *)context)->heatmap->first_number);
}

static void write_step(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, ((const vega_chart *)context)->base.step);
}

static void write_end(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const vega_chart *)context)->times.end));
}

/* Writes the end of the time axis before any zoom, with space for the labels of clusters, if there are any. */
static void write_until(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    const int64_t shown = chart->times.end - chart->times.since;
    const bool labelled = chart->clusters && chart->clusters->count > 0;
    lm_write_number(writer, NULL,
                    milliseconds(chart->times.end) + (labelled ? floor(milliseconds(shown) * LABEL_SPACE) : 0));
}

static void write_amount_domain(lm_writer *writer, const void *context)
{
    const vega_chart *chart = context;
    lm_write_array(writer, NULL);
    lm_write_count(writer, NULL, 0);
    lm_write_number(writer, NULL, chart->base.greatest > 0 ? chart->base.greatest : 1);
    lm_write_end_array(writer);
}

static const lm_placeholder placeholders[] = {
    {"description", write_description},
    {"usermeta", write_usermeta},
    {"title", lm_fill_title},
    {"subtitle", write_subtitle},
    {"width", lm_fill_width},
    {"height", lm_fill_height},
    {"since", write_since},
    {"every", write_every},
    {"bottom", write_bottom},
    {"step", write_step},
    {"last", write_last},
    {"end", write_end},
    {"cells", write_cells},
    {"prices", write_prices},
    {"clusters", write_clusters},
    {"until", write_until},
    {"price_domain", lm_fill_price_domain},
    {"price_format", lm_fill_price_format},
    {"amount_domain", write_amount_domain},
    {"amount_format", lm_fill_amount_format},
    {"amount_label", lm_fill_amount_label},
    {"amount_title", write_amount_title},
    {"longs_here", lm_fill_longs_here},
    {"shorts_here", lm_fill_shorts_here},
    {"liquidated_here", lm_fill_liquidated_here},
    {NULL, NULL},
};

/* ---- the whole chart */

/* Puts labels beside their clusters, and moves a label up if it would overlap the label below. */
static void place_labels(vega_chart *chart)
{
    const double gap = (chart->base.high - chart->base.low) * LABEL_GAP;
    bool placed[LABELLED] = {false};
    double below = -INFINITY;
    for (int i = 0; i < LABELLED; i++)
        chart->label_prices[i] = NAN;
    for (int round = 0; chart->clusters && round < LABELLED; round++) {
        int lowest = -1;
        for (int i = 0; i < LABELLED && i < (int)chart->clusters->count; i++)
            if (!placed[i] &&
                (lowest < 0 || chart->clusters->rows[i].price_peak < chart->clusters->rows[lowest].price_peak))
                lowest = i;
        if (lowest < 0)
            return;
        placed[lowest] = true;
        const double peak = chart->clusters->rows[lowest].price_peak;
        if (peak < chart->base.low || peak > chart->base.high)
            continue;
        below = chart->label_prices[lowest] = fmax(peak, below + gap);
    }
}

static void load_chart(vega_chart *chart)
{
    const lm_heatmap *heatmap = chart->heatmap;
    const bool any = heatmap->first_number <= heatmap->last_number && heatmap->row_count > 0;
    chart->times = lm_tape_chart_times(heatmap);
    chart->base.symbol = heatmap->symbol;
    chart->base.quote = heatmap->quote;
    chart->base.what = "Liquidation heatmap";
    chart->base.sized = heatmap->sized || heatmap->column_count == 0;
    chart->base.step = heatmap->step;
    chart->base.low = any ? (double)heatmap->first_number * heatmap->step : 0;
    chart->base.high = any ? (double)(heatmap->last_number + 1) * heatmap->step : 1;
    for (size_t i = 0; i < heatmap->row_count; i++)
        chart->base.greatest = fmax(chart->base.greatest, amount_of(chart, &heatmap->rows[i], LM_LONG) +
                                                              amount_of(chart, &heatmap->rows[i], LM_SHORT));
    place_labels(chart);
}

lm_status lm_heatmap_vega(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                          const lm_vega_options *options, lm_buffer *out)
{
    vega_chart chart = {.base = {.options = options}, .heatmap = heatmap, .clusters = clusters};
    lm_writer writer;
    LM_TRY(lm_vega_check(host, options));
    if (heatmap->row_count > MAX_CELLS)
        return lm_fail(host, LM_E_LIMIT, "Use a larger step, a longer `every`, or a narrower range of prices.",
                       "the chart would have %zu cells, more than %d", heatmap->row_count, MAX_CELLS);
    load_chart(&chart);
    lm_writer_begin(&writer, host, out);
    lm_write_template(&writer, heatmap->row_count > 0 ? "heatmap" : "empty", placeholders, &chart);
    return lm_writer_end(&writer);
}

lm_status lm_tape_vega(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap_options,
                       const lm_vega_options *options, lm_buffer *out)
{
    lm_tape_chart_data data;
    LM_TRY(lm_tape_chart_data_init(host, tape, model, heatmap_options, &data));
    const lm_status status = lm_heatmap_vega(host, &data.heatmap, &data.clusters, options, out);
    lm_tape_chart_data_free(host, &data);
    return status;
}

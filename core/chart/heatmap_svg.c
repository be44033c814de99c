/* Draws heatmaps as SVG: what would be liquidated, over time and price, and the traded prices. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/caption.h"
#include "chart/heatmap_chart.h"
#include "chart/theme.h"

#define RULE_COUNT 12
static const lm_style own_rules[RULE_COUNT] = {
    {".cells", "stroke-width:1;shape-rendering:crispEdges", "", NULL},
    {".band", "fill:%s;fill-opacity:0.5", "#2f6fd6", "#9fe8ff"},
    {".halo", "stroke:%s;stroke-width:3.5;stroke-opacity:0.7;fill:none;stroke-linejoin:round", "#ffffff", "#04040c"},
    {".close", "stroke:%s;stroke-width:1.5;fill:none;stroke-linejoin:round", "#0b4fb3", "#c9f3ff"},
    {".barl", "fill:%s", "#ee8440", "#d9762f"},
    {".bars", "fill:%s", "#4f9adb", "#3f8fd2"},
    {".boxl", "fill:%s;stroke:#d9762f;stroke-width:1", "#fff8f1", "#22170f"},
    {".boxs", "fill:%s;stroke:#3f8fd2;stroke-width:1", "#f2f8fe", "#0f1b28"},
    {".top", "stroke-width:2", "", ""},
    {".pill", "fill:%s", "#1b2430", "#f2f5f9"},
    {".inpill", "fill:%s;font-weight:600", "#ffffff", "#0f131a"},
    {".lead", "stroke:%s;stroke-width:1;fill:none", "#9aa5b3", "#4a5667"},
};

/* ---- the traded prices: from low to high in each period, and the closes */

/* Returns the y of a price, clamped to the plot. */
static double clamped_y(const lm_heat_chart *chart, double price)
{
    return lm_axis_at(&chart->price, fmin(fmax(price, chart->price.low), chart->price.high));
}

/* Draws the traded ranges. Column i has that of the period before its time, which is drawn over column i - 1. */
static void draw_band(lm_heat_chart *chart)
{
    lm_svg *svg = &chart->canvas.svg;
    lm_svg_put(svg, "<path class=\"band\" d=\"");
    for (size_t i = 1; i < chart->columns; i++) {
        const lm_heatmap_column *column = &chart->heatmap->columns[i];
        if (isnan(column->low))
            continue;
        const double left = lm_axis_at(&chart->time, lm_heat_chart_edge(chart, i - 1));
        const double right = lm_axis_at(&chart->time, lm_heat_chart_edge(chart, i));
        const double low = clamped_y(chart, column->low), high = clamped_y(chart, column->high);
        lm_svg_put(svg, "M%s %sH%sV%sH%sZ", lm_px(left).text, lm_px(high).text, lm_px(right).text, lm_px(low).text,
                   lm_px(left).text);
    }
    lm_svg_put(svg, "\"/>\n");
}

static void draw_closes(lm_heat_chart *chart, const char *class)
{
    lm_svg *svg = &chart->canvas.svg;
    lm_svg_put(svg, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < chart->columns; i++)
        lm_svg_put(svg, "%s%s %s", i == 0 ? "M" : "L",
                   lm_px(lm_axis_at(&chart->time, lm_heat_chart_edge(chart, i))).text,
                   lm_px(clamped_y(chart, chart->heatmap->columns[i].reference_price)).text);
    /* No close follows the last one, so its line goes on to the end of the last column. */
    lm_svg_put(svg, "H%s\"/>\n", lm_px(chart->time.to).text);
}

static void draw_price(lm_heat_chart *chart)
{
    draw_band(chart);
    draw_closes(chart, "halo");
    draw_closes(chart, "close");
}

/* ---- texts */

static void write_subheading(const lm_heatmap *heatmap, const lm_time_extent *times, char text[300])
{
    char first[LM_FORMAT_SIZE], last[LM_FORMAT_SIZE], price[LM_FORMAT_SIZE];
    if (heatmap->column_count == 0) {
        snprintf(text, 300, "empty");
        return;
    }
    const double close = heatmap->columns[heatmap->column_count - 1].reference_price;
    lm_format_price(close, close * 1e-5, price);
    lm_format_time(times->last, last);
    if (times->since == times->last)
        snprintf(text, 300, "as of %s \xc2\xb7 price %s", last, price);
    else
        snprintf(text, 300, "%s to %s \xc2\xb7 price %s", lm_format_time(times->since, first), last, price);
}

/* ---- around the plot */

/* Draws the legend of the band and the bars right of the colour scale, as far as there is space. */
static void draw_legend(lm_heat_chart *chart, double x, double base)
{
    static const char *const words[] = {"price, low to high and last", "longs now", "shorts now"};
    static const char *const classes[] = {"band", "barl", "bars"};
    lm_canvas *canvas = &chart->canvas;
    const double font = canvas->font;
    for (int i = 0; i < 3; i++) {
        const double next = x + font * 2.6 + lm_text_width(words[i], font);
        if (canvas->small || next > canvas->right)
            return;
        lm_svg_rect(&canvas->svg, classes[i], x, base - font * 0.85, font * 1.2, font * 0.8);
        if (i == 0)
            lm_svg_line(&canvas->svg, "close", x, base - font * 0.45, x + font * 1.2, base - font * 0.45);
        lm_svg_label(&canvas->svg, "mute", "start", x + font * 1.6, base - font * 0.05, words[i]);
        x = next;
    }
}

static void draw_scale(lm_heat_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    lm_svg *svg = &canvas->svg;
    const double font = canvas->font, height = font * 0.9,
                 width = fmin(font * 26, (canvas->right - canvas->left) * 0.5);
    const double each = width / LM_SHADES;
    char word[LM_FORMAT_SIZE], words[LM_FORMAT_SIZE * 2];
    snprintf(words, sizeof words, "%s%s per step of %s", lm_amount_unit(chart->heatmap->sized, chart->heatmap->quote),
             chart->heatmap->sized ? "" : " of the side",
             lm_format_price(chart->heatmap->step, chart->heatmap->step, word));
    lm_svg_label(svg, "mute", "start", canvas->left, canvas->top + height * 0.95, words);
    const double left = canvas->left + lm_text_width(words, font) + font * 0.6;
    for (int shade = 0; shade < LM_SHADES; shade++) {
        char class[8];
        snprintf(class, sizeof class, "c%d", shade);
        lm_svg_rect(svg, class, left + shade * each, canvas->top, each, height);
    }
    lm_svg_rect(svg, "grid", left, canvas->top, width, height);
    draw_legend(chart, left + width + font * 2, canvas->top + height);
    const lm_ticks ticks = lm_value_ticks(0, chart->greatest, 5);
    double last_label_x = left - font * 3;
    for (int64_t i = ticks.first; i <= ticks.last; i++) {
        const double value = lm_tick_value(&ticks, i), x = left + value / chart->greatest * width;
        if (x - last_label_x < font * 3)
            continue;
        last_label_x = x;
        lm_svg_label(svg, "note", i == 0 ? "start" : "middle", x, canvas->top + height + font,
                     lm_format_sized(chart->heatmap->sized, value, value, word));
    }
    canvas->top += height + font * 1.5;
}

static void draw_price_axis(lm_heat_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const double font = canvas->font;
    const lm_ticks ticks = lm_value_ticks(chart->price.low, chart->price.high,
                                          (int)((chart->price.from - chart->price.to) / (font * 2.5)) + 1);
    char word[LM_FORMAT_SIZE];
    for (int64_t i = ticks.first; i <= ticks.last; i++) {
        const double value = lm_tick_value(&ticks, i), y = lm_axis_at(&chart->price, value);
        lm_svg_line(&canvas->svg, "edge", chart->time.from - 4, y, chart->time.from, y);
        lm_svg_label(&canvas->svg, "plain", "end", chart->time.from - 7, y + font * 0.35,
                     lm_format_price(value, ticks.step, word));
    }
}

static void draw_time_axis(lm_heat_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const lm_heatmap *heatmap = chart->heatmap;
    const double font = canvas->font, y = chart->price.from, width = chart->time.to - chart->time.from;
    const int64_t since = chart->times.since;
    const lm_time_ticks ticks = lm_clock_ticks(since, chart->times.end, (int)(width / (font * 5.5)));
    char word[LM_TICK_LABEL_SIZE];
    for (int64_t i = ticks.first; i <= ticks.last; i++) {
        const double column = (double)(i * ticks.step - since) / (double)heatmap->every;
        const double x = lm_axis_at(&chart->time, column);
        lm_svg_line(&canvas->svg, "edge", x, y, x, y + 4);
        lm_svg_label(&canvas->svg, "plain", "middle", x, y + font * 1.5, lm_clock_label(&ticks, i * ticks.step, word));
    }
}

/* ---- the whole chart */

static double label_width(const lm_heat_chart *chart)
{
    const double price = chart->price.high, font = chart->canvas.font;
    char word[LM_FORMAT_SIZE];
    return lm_text_width(lm_format_price(price, chart->heatmap->step / 10, word), font) +
           font * (chart->canvas.small ? 5.4 : 6.5);
}

static void arrange_plot(lm_heat_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const lm_heatmap *heatmap = chart->heatmap;
    const double font = canvas->font;
    char word[LM_FORMAT_SIZE];
    chart->price.low = (double)chart->first_number * heatmap->step;
    chart->price.high = (double)(heatmap->last_number + 1) * heatmap->step;
    chart->price.from = canvas->bottom - font * 2.8;
    chart->price.to = canvas->top;
    chart->time.low = 0;
    chart->time.high = chart->last_end;
    chart->time.from =
        canvas->left + lm_text_width(lm_format_price(chart->price.high, heatmap->step, word), font) + font * 0.8;
    chart->time.to = canvas->right - label_width(chart) - font * (canvas->small ? 1.5 : 8.5);
    chart->bars_left = chart->time.to + 3;
}

static void draw_plot(lm_heat_chart *chart)
{
    draw_scale(chart);
    arrange_plot(chart);
    lm_svg_rect(&chart->canvas.svg, "c0", chart->time.from, chart->price.to, chart->time.to - chart->time.from,
                chart->price.from - chart->price.to);
    lm_heat_chart_draw_cells(chart);
    draw_price(chart);
    draw_price_axis(chart);
    draw_time_axis(chart);
    lm_heat_chart_draw_side(chart);
}

static lm_status draw(lm_host *host, const lm_svg_options *options, lm_heat_chart *chart, lm_buffer *out)
{
    char heading[128], subheading[300], caption[LM_CAPTION_SIZE * 2], description[LM_CAPTION_SIZE * 2 + 700];
    lm_style rules[RULE_COUNT + LM_SHADES];
    const lm_heatmap *heatmap = chart->heatmap;
    const char *amount_caption = lm_heatmap_amount_caption(heatmap);
    snprintf(heading, sizeof heading, "%s%siquidation heatmap", heatmap->symbol, heatmap->symbol[0] ? " l" : "L");
    write_subheading(heatmap, &chart->times, subheading);
    lm_heatmap_caption(heatmap, caption);
    snprintf(description, sizeof description, "%s, %s. %s %s", heading, subheading, caption, amount_caption);
    memcpy(rules, own_rules, sizeof own_rules);
    memcpy(rules + RULE_COUNT, lm_shade_styles, sizeof lm_shade_styles);
    lm_canvas_begin(&chart->canvas, host, options, out, rules, RULE_COUNT + LM_SHADES, heading, subheading,
                    description);
    if (chart->canvas.small) {
        lm_canvas_footnote(&chart->canvas, "A model, in units of observed liquidations.");
    } else {
        lm_canvas_footnote(&chart->canvas, amount_caption);
        lm_canvas_footnote(&chart->canvas, caption);
    }
    if (chart->cells && chart->greatest > 0)
        draw_plot(chart);
    else
        lm_svg_label(&chart->canvas.svg, "mute", "middle", options->width / 2.0, options->height / 2.0,
                     "no positions in view");
    return lm_canvas_end(&chart->canvas);
}

lm_status lm_heatmap_svg(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                         const lm_svg_options *options, lm_buffer *out)
{
    lm_heat_chart chart;
    memset(&chart, 0, sizeof chart);
    chart.heatmap = heatmap;
    chart.clusters = clusters;
    chart.times = lm_tape_chart_times(heatmap);
    LM_TRY(lm_canvas_check(host, options));
    lm_status status = lm_heat_chart_load(host, &chart);
    if (status == LM_OK)
        status = draw(host, options, &chart, out);
    lm_heat_chart_free(host, &chart);
    return status;
}

lm_status lm_tape_svg(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap_options,
                      const lm_svg_options *options, lm_buffer *out)
{
    lm_tape_chart_data data;
    LM_TRY(lm_tape_chart_data_init(host, tape, model, heatmap_options, &data));
    const lm_status status = lm_heatmap_svg(host, &data.heatmap, &data.clusters, options, out);
    lm_tape_chart_data_free(host, &data);
    return status;
}

/* Draws maps as SVG: what would be liquidated, over price. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/caption.h"
#include "chart/map_chart.h"

/*
 * Longs are orange and shorts are blue, which all kinds of colour vision can tell apart. A stronger colour means more
 * leverage. Sides also differ by position: longs are below the reference price, shorts above it.
 */
static const lm_style rules[] = {
    {".all", "fill:none;pointer-events:all", "", NULL},
    {".l0", "fill:%s", "#fbd5b5", "#54290f"},
    {".l1", "fill:%s", "#f7ae78", "#8a431a"},
    {".l2", "fill:%s", "#ee8440", "#c2611f"},
    {".l3", "fill:%s", "#cf5c14", "#ef8a44"},
    {".l4", "fill:%s", "#963c04", "#ffc795"},
    {".l5", "fill:%s", "#d9903f", "#d9903f"},
    {".s0", "fill:%s", "#c3dff6", "#12365a"},
    {".s1", "fill:%s", "#8cc0ec", "#1a5587"},
    {".s2", "fill:%s", "#4f9adb", "#2b7cc0"},
    {".s3", "fill:%s", "#1f70b8", "#57a6e8"},
    {".s4", "fill:%s", "#0c467e", "#b0d9fb"},
    {".s5", "fill:%s", "#4a8fc9", "#4a8fc9"},
    {".suml", "stroke:%s;stroke-width:1.8;fill:none;stroke-linejoin:round;pointer-events:none", "#7d3000", "#ffb273"},
    {".sums", "stroke:%s;stroke-width:1.8;fill:none;stroke-linejoin:round;pointer-events:none", "#083a69", "#86c8ff"},
    {".areal", "fill:%s;fill-opacity:0.07;pointer-events:none", "#ee8440", "#ee8440"},
    {".areas", "fill:%s;fill-opacity:0.07;pointer-events:none", "#4f9adb", "#4f9adb"},
    {".tintl", "fill:%s;fill-opacity:0.10", "#ee8440", "#ee8440"},
    {".tints", "fill:%s;fill-opacity:0.10", "#4f9adb", "#4f9adb"},
    {".boxl", "fill:%s;stroke:#d9762f;stroke-width:1", "#fff8f1", "#22170f"},
    {".boxs", "fill:%s;stroke:#3f8fd2;stroke-width:1", "#f2f8fe", "#0f1b28"},
    {".top", "stroke-width:2", "", ""},
    {".leadl", "stroke:#d9762f;stroke-width:1.2;stroke-dasharray:2 2;fill:none", "", NULL},
    {".leads", "stroke:#3f8fd2;stroke-width:1.2;stroke-dasharray:2 2;fill:none", "", NULL},
    {".sidel", "fill:%s;font-weight:600", "#b04a08", "#ffa25c"},
    {".sides", "fill:%s;font-weight:600", "#14599c", "#74b9f5"},
    {".price", "stroke:%s;stroke-width:1.5;stroke-dasharray:6 3;fill:none", "#1b2430", "#f2f5f9"},
    {".pill", "fill:%s", "#1b2430", "#f2f5f9"},
    {".inpill", "fill:%s;font-weight:600", "#ffffff", "#0f131a"},
};

/* ---- texts */

static void write_heading(const lm_map_info *info, char text[128])
{
    snprintf(text, 128, "%s%siquidation map", info->symbol, info->symbol[0] ? " l" : "L");
}

static void write_subheading(const lm_map_chart *chart, bool small, char text[400])
{
    const lm_map_info *info = &chart->info;
    char word[LM_FORMAT_SIZE], longs[LM_FORMAT_SIZE], shorts[LM_FORMAT_SIZE], first[LM_FORMAT_SIZE];
    size_t length = 0;
    if (info->empty) {
        snprintf(text, 400, "empty");
        return;
    }
    if (info->dated && info->as_of_first != info->as_of)
        length = (size_t)snprintf(text, 400, "as of %s to %s \xc2\xb7 ", lm_format_time(info->as_of_first, first),
                                  lm_format_time(info->as_of, word));
    else if (info->dated)
        length = (size_t)snprintf(text, 400, "as of %s \xc2\xb7 ", lm_format_time(info->as_of, word));
    length += (size_t)snprintf(text + length, 400 - length, "price %s",
                               lm_format_price(info->reference_price, info->reference_price * 1e-5, word));
    if (chart->sized && !small)
        snprintf(text + length, 400 - length, " \xc2\xb7 whole map: longs %s, shorts %s",
                 lm_format_amount(info->outstanding_notional[LM_LONG], longs),
                 lm_format_money(info->outstanding_notional[LM_SHORT], info->quote, shorts));
}

/* ---- around the plot */

/* Draws the colour of each side and its meaning for each band, wrapped into lines. */
static void draw_legend(lm_map_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    lm_svg *svg = &canvas->svg;
    const double font = canvas->font, box = font * 0.85;
    double x = canvas->left;
    if (chart->tiny)
        return;
    for (int item = 0; item <= LM_BANDS; item++) {
        const bool curve = item == LM_BANDS;
        const char *words = curve ? "summed from the price (right axis)" : lm_band_names[item];
        const double width = 2 * box + 6 + lm_text_width(words, font) + font;
        char class[] = {'l', (char)('0' + item), '\0'};
        if (curve ? canvas->small : !chart->bands[item])
            continue;
        if (x > canvas->left && x + width > canvas->right) {
            x = canvas->left;
            canvas->top += font * 1.4;
        }
        for (int side = LM_LONG; side <= LM_SHORT; side++, x += box + 1) {
            class[0] = side == LM_LONG ? 'l' : 's';
            if (curve)
                lm_svg_line(svg, side == LM_LONG ? "suml" : "sums", x, canvas->top + box / 2, x + box,
                            canvas->top + box / 2);
            else
                lm_svg_rect(svg, class, x, canvas->top, box, box);
        }
        lm_svg_label(svg, "mute", "start", x + 4, canvas->top + box * 0.95, words);
        x += width - 2 * box - 2;
    }
    canvas->top += font * 1.7;
}

static void draw_amount_axis(lm_map_chart *chart, const lm_axis *axis, bool left)
{
    lm_canvas *canvas = &chart->canvas;
    const lm_ticks ticks = lm_value_ticks(0, axis->high, (int)((axis->from - axis->to) / (canvas->font * 4)) + 1);
    char word[LM_FORMAT_SIZE];
    for (int64_t i = ticks.first; i <= ticks.last; i++) {
        const double value = lm_tick_value(&ticks, i), y = lm_axis_at(axis, value);
        if (left && i > 0)
            lm_svg_line(&canvas->svg, "grid", chart->price.from, y, chart->price.to, y);
        lm_svg_label(&canvas->svg, "mute", left ? "end" : "start", left ? chart->price.from - 6 : chart->price.to + 6,
                     y + canvas->font * 0.35, lm_format_sized(chart->sized, value, value, word));
    }
}

static void draw_price_axis(lm_map_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const double font = canvas->font, y = chart->amount.from;
    const double width = chart->price.to - chart->price.from, price = chart->info.reference_price;
    const lm_ticks ticks = lm_value_ticks(chart->price.low, chart->price.high, (int)(width / (font * 5.5)));
    const double pill = lm_axis_at(&chart->price, price);
    char word[LM_FORMAT_SIZE];
    for (int64_t i = ticks.first; i <= ticks.last; i++) {
        const double value = lm_tick_value(&ticks, i), x = lm_axis_at(&chart->price, value);
        lm_svg_line(&canvas->svg, "edge", x, y, x, y + 4);
        if (fabs(x - pill) < font * 5.2)
            continue;
        lm_svg_label(&canvas->svg, "plain", "middle", x, y + font * 1.5, lm_format_price(value, ticks.step, word));
        if (!canvas->small)
            lm_svg_label(&canvas->svg, "note", "middle", x, y + font * 2.7,
                         lm_format_distance((value / price - 1) * 100, word));
    }
    lm_svg_line(&canvas->svg, "edge", chart->price.from, y, chart->price.to, y);
}

static void draw_price(lm_map_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const double font = canvas->font, x = lm_axis_at(&chart->price, chart->info.reference_price);
    char word[LM_FORMAT_SIZE];
    lm_format_price(chart->info.reference_price, chart->info.reference_price * 1e-5, word);
    const double width = lm_text_width(word, font) + 12;
    lm_svg_line(&canvas->svg, "price", x, canvas->top, x, chart->amount.from);
    lm_svg_put(&canvas->svg, "<rect class=\"pill\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\"/>\n",
               lm_px(x - width / 2).text, lm_px(chart->amount.from + 3).text, lm_px(width).text,
               lm_px(font * 1.6).text);
    lm_svg_label(&canvas->svg, "inpill", "middle", x, chart->amount.from + 3 + font * 1.18, word);
}

/* Draws the names and totals of the two sides below the axis. */
static void draw_sides(lm_map_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const double y = canvas->bottom - canvas->font * 0.5;
    const double left = canvas->small ? canvas->left : chart->price.from;
    const double right = canvas->small ? canvas->right : chart->price.to;
    char text[160], word[LM_FORMAT_SIZE];
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const bool is_long = side == LM_LONG;
        snprintf(text, sizeof text, "%s%s: %s%s", is_long ? "\xe2\x97\x80 longs" : "shorts",
                 canvas->small ? ""
                 : is_long     ? ", liquidated by a fall"
                               : ", liquidated by a rise",
                 lm_map_chart_amount(chart, (lm_side)side, chart->total[side], word), is_long ? "" : " \xe2\x96\xb6");
        lm_svg_label(&canvas->svg, is_long ? "sidel" : "sides", is_long ? "start" : "end", is_long ? left : right, y,
                     text);
    }
}

static void draw_axis_titles(lm_map_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    char text[120], step[LM_FORMAT_SIZE];
    snprintf(text, sizeof text, "%s%s per step of %s", lm_amount_unit(chart->sized, chart->info.quote),
             chart->sized ? "" : " of the side", lm_format_price(chart->step, chart->step, step));
    lm_svg_label(&canvas->svg, "note", "start", canvas->left, canvas->top + canvas->font * 0.8, text);
    snprintf(text, sizeof text, "%s, summed", lm_amount_unit(chart->sized, chart->info.quote));
    lm_svg_label(&canvas->svg, "note", "end", canvas->right, canvas->top + canvas->font * 0.8, text);
    canvas->top += canvas->font * 1.3;
}

/* ---- the whole chart */

static void arrange_plot(lm_map_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const double font = canvas->font, floor = canvas->bottom - font * (canvas->small ? 3.4 : 5);
    const double labels = chart->tiny ? 0 : font * 2.7 * 2 + 12;
    chart->price.from = canvas->left + font * 4.2;
    chart->price.to = canvas->right - font * 4.2;
    chart->amount = (lm_axis){0, chart->tallest, floor, canvas->top + fmin(labels, (floor - canvas->top) * 0.4)};
    chart->cumulative = (lm_axis){0, fmax(chart->total[LM_LONG], chart->total[LM_SHORT]), floor, canvas->top + font};
}

static void draw_plot(lm_map_chart *chart, const lm_clusters *clusters)
{
    draw_legend(chart);
    draw_axis_titles(chart);
    arrange_plot(chart);
    if (chart->count > 0) {
        draw_amount_axis(chart, &chart->amount, true);
        draw_amount_axis(chart, &chart->cumulative, false);
        lm_map_chart_draw_cluster_bands(chart, clusters);
        lm_map_chart_draw_bars(chart);
        lm_map_chart_draw_cumulative(chart);
    } else {
        lm_svg_label(&chart->canvas.svg, "mute", "middle", (chart->price.from + chart->price.to) / 2,
                     (chart->canvas.top + chart->amount.from) / 2, "no positions in view");
    }
    draw_price_axis(chart);
    draw_price(chart);
    draw_sides(chart);
    lm_map_chart_draw_cluster_labels(chart, clusters);
}

static lm_status draw(lm_host *host, const lm_map *map, const lm_clusters *clusters, const lm_svg_options *options,
                      lm_map_chart *chart, lm_buffer *out)
{
    char heading[128], subheading[400], caption[LM_CAPTION_SIZE], description[LM_CAPTION_SIZE + 800];
    const char *amount_caption = lm_map_amount_caption(&chart->info);
    LM_TRY(lm_map_caption(host, map, &chart->info, caption));
    write_heading(&chart->info, heading);
    write_subheading(chart, lm_canvas_small(options), subheading);
    snprintf(description, sizeof description, "%s, %s. %s %s", heading, subheading, caption, amount_caption);
    lm_canvas_begin(&chart->canvas, host, options, out, rules, sizeof rules / sizeof rules[0], heading, subheading,
                    description);
    if (chart->canvas.small) {
        lm_canvas_footnote(&chart->canvas,
                           chart->info.models > 0 ? "A model, in units of observed liquidations." : amount_caption);
    } else {
        lm_canvas_footnote(&chart->canvas, amount_caption);
        lm_canvas_footnote(&chart->canvas, caption);
    }
    if (chart->info.empty)
        lm_svg_label(&chart->canvas.svg, "mute", "middle", options->width / 2.0, options->height / 2.0,
                     "the map is empty");
    else
        draw_plot(chart, clusters);
    return lm_canvas_end(&chart->canvas);
}

lm_status lm_map_svg(lm_host *host, const lm_map *map, const lm_svg_options *options, lm_buffer *out)
{
    lm_map_chart chart;
    lm_clusters clusters = {NULL, 0};
    lm_clusters_options cluster_options;
    lm_clusters_options_init(&cluster_options);
    memset(&chart, 0, sizeof chart);
    LM_TRY(lm_canvas_check(host, options));
    LM_TRY(lm_map_describe(host, map, &chart.info));
    chart.canvas.options = options;
    chart.tiny = options->width < 480 || options->height < 300;
    chart.sized = chart.info.empty || !isnan(chart.info.outstanding_notional[LM_LONG]);
    lm_status status = LM_OK;
    if (!chart.info.empty)
        status = lm_map_chart_load(host, map, &chart);
    if (status == LM_OK && !chart.info.empty)
        status = lm_map_clusters(host, map, &cluster_options, &clusters);
    if (status == LM_OK)
        status = draw(host, map, &clusters, options, &chart, out);
    lm_clusters_free(host, &clusters);
    lm_map_chart_free(host, &chart);
    return status;
}

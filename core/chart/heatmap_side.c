/* Draws the last column beside a heatmap: bars by price, and labels for the price and the clusters. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/heatmap_chart.h"

#define MAX_LABELS 9

typedef struct side_label {
    double y, top;             /* of the labelled price; of the label, moved so that labels do not overlap */
    const lm_cluster *cluster; /* NULL: the label of the reference price */
    char rank[16], price[LM_FORMAT_SIZE], amount[LM_FORMAT_SIZE];
} side_label;

static double bars_width(const lm_heat_chart *chart)
{
    return chart->canvas.small ? 0 : chart->canvas.font * 7;
}

/* ---- bars */

static void draw_bars(lm_heat_chart *chart)
{
    const lm_heatmap *heatmap = chart->heatmap;
    const lm_heatmap_column *column = &heatmap->columns[chart->columns - 1];
    const double *cells = chart->cells + (chart->columns - 1) * chart->steps;
    const double high = lm_axis_at(&chart->price, 0) - lm_axis_at(&chart->price, heatmap->step);
    double tallest = 0;
    for (size_t i = 0; i < chart->steps; i++)
        tallest = fmax(tallest, cells[i]);
    for (size_t i = 0; i < chart->steps; i++) {
        const double price = chart->price.low + (double)i * heatmap->step,
                     width = cells[i] / tallest * bars_width(chart);
        if (width >= 0.1)
            lm_svg_rect(&chart->canvas.svg, price + heatmap->step / 2 < column->reference_price ? "barl" : "bars",
                        chart->bars_left, lm_axis_at(&chart->price, price + heatmap->step), width,
                        fmax(high - 0.5, 0.5));
    }
}

/* ---- labels */

static void write_price(const lm_heat_chart *chart, side_label *label)
{
    const double price = chart->heatmap->columns[chart->columns - 1].reference_price;
    memset(label, 0, sizeof *label);
    lm_format_price(price, price * 1e-5, label->price);
    label->y = lm_axis_at(&chart->price, fmin(fmax(price, chart->price.low), chart->price.high));
}

static void write_cluster(const lm_heat_chart *chart, const lm_cluster *cluster, side_label *label)
{
    memset(label, 0, sizeof *label);
    label->cluster = cluster;
    label->y = lm_axis_at(&chart->price, cluster->price_peak);
    snprintf(label->rank, sizeof label->rank, "#%d", cluster->rank);
    lm_format_price(cluster->price_peak, chart->heatmap->step / 10, label->price);
    lm_format_sized(chart->heatmap->sized, cluster->notional, cluster->share, label->amount);
}

/* Fills labels for the reference price and the largest clusters in view, sorted from the top down; returns how many. */
static int collect_labels(const lm_heat_chart *chart, int max_count, side_label *labels)
{
    int count = 0;
    write_price(chart, &labels[count++]);
    for (size_t i = 0; chart->clusters && i < chart->clusters->count && count < max_count; i++) {
        const lm_cluster *cluster = &chart->clusters->rows[i];
        if (cluster->price_peak > chart->price.low && cluster->price_peak < chart->price.high)
            write_cluster(chart, cluster, &labels[count++]);
    }
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && labels[j].y < labels[j - 1].y; j--) {
            const side_label upper = labels[j];
            labels[j] = labels[j - 1];
            labels[j - 1] = upper;
        }
    return count;
}

/* Moves labels down until none overlaps the label above, then up until all are within the plot. */
static void separate_labels(const lm_heat_chart *chart, double height, side_label *labels, int count)
{
    double min_top = chart->price.to, max_top = chart->price.from - height;
    for (int i = 0; i < count; i++) {
        labels[i].top = fmax(labels[i].y - height / 2, min_top);
        min_top = labels[i].top + height;
    }
    for (int i = count - 1; i >= 0; i--) {
        labels[i].top = fmin(labels[i].top, max_top);
        max_top = labels[i].top - height;
    }
}

static void write_tooltip(lm_heat_chart *chart, const lm_cluster *cluster)
{
    char text[300], low[LM_FORMAT_SIZE], high[LM_FORMAT_SIZE], away[LM_FORMAT_SIZE], share[LM_FORMAT_SIZE];
    snprintf(text, sizeof text, "%s from %s to %s, %s of the side, %s away",
             cluster->side == LM_LONG ? "longs" : "shorts",
             lm_format_price(cluster->price_low, chart->heatmap->step / 10, low),
             lm_format_price(cluster->price_high, chart->heatmap->step / 10, high),
             lm_format_share(cluster->share, share), lm_format_distance(cluster->distance_pct, away));
    lm_svg_tooltip(&chart->canvas.svg, text);
}

static void draw_label(lm_heat_chart *chart, const side_label *label, double left, double height)
{
    lm_svg *svg = &chart->canvas.svg;
    const double font = chart->canvas.font, width = chart->canvas.right - left, middle = label->top + height / 2;
    const char *box = !label->cluster ? "pill" : label->cluster->side == LM_LONG ? "boxl" : "boxs";
    lm_svg_put(svg, "<g>");
    if (label->cluster)
        write_tooltip(chart, label->cluster);
    lm_svg_line(svg, "lead", chart->bars_left, label->y, left, middle);
    lm_svg_put(svg, "<rect class=\"%s%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\"/>\n", box,
               label->cluster && label->cluster->rank <= 3 ? " top" : "", lm_px(left).text, lm_px(label->top + 1).text,
               lm_px(width).text, lm_px(height - 3).text);
    const double base = middle + font * 0.32;
    if (label->rank[0] && !chart->canvas.small)
        lm_svg_label(svg, "mute", "start", left + 5, base, label->rank);
    const double at = left + (chart->canvas.small ? 4 : 5 + font * 1.9);
    lm_svg_label(svg, label->cluster ? "strong" : "inpill", "start", at, base, label->price);
    lm_svg_label(svg, "plain", "end", chart->canvas.right - 5, base, label->amount);
    lm_svg_put(svg, "</g>\n");
}

void lm_heat_chart_draw_side(lm_heat_chart *chart)
{
    side_label labels[MAX_LABELS];
    const double font = chart->canvas.font, height = font * 1.75;
    const int fitting = (int)((chart->price.from - chart->price.to) / (height * 1.5));
    const int max_count = fitting < 4 ? 4 : fitting < MAX_LABELS ? fitting : MAX_LABELS;
    const double left = chart->bars_left + bars_width(chart) + font;
    if (!chart->canvas.small)
        draw_bars(chart);
    const int count = collect_labels(chart, max_count, labels);
    separate_labels(chart, height, labels, count);
    for (int i = 0; i < count; i++)
        draw_label(chart, &labels[i], left, height);
}

/* Beside a heatmap: what stands now by price, and the names of its clusters. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/heatmap_chart.h"

#define MOST_LABELS 9

typedef struct label {
    double y, top;             /* where it belongs, and where there is room for it */
    const lm_cluster *cluster; /* NULL: the price */
    char rank[16], price[LM_FORMAT_SIZE], amount[LM_FORMAT_SIZE];
} label;

static double bars_width(const lm_heat_chart *chart)
{
    return chart->page.small ? 0 : chart->page.font * 7;
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
            lm_svg_rect(&chart->page.svg, price + heatmap->step / 2 < column->reference_price ? "barl" : "bars",
                        chart->side, lm_axis_at(&chart->price, price + heatmap->step), width, fmax(high - 0.5, 0.5));
    }
}

/* ---- labels */

static void write_price(const lm_heat_chart *chart, label *fresh)
{
    const double price = chart->heatmap->columns[chart->columns - 1].reference_price;
    memset(fresh, 0, sizeof *fresh);
    lm_format_price(price, price * 1e-5, fresh->price);
    fresh->y = lm_axis_at(&chart->price, fmin(fmax(price, chart->price.low), chart->price.high));
}

static void write_cluster(const lm_heat_chart *chart, const lm_cluster *cluster, label *fresh)
{
    memset(fresh, 0, sizeof *fresh);
    fresh->cluster = cluster;
    fresh->y = lm_axis_at(&chart->price, cluster->price_peak);
    snprintf(fresh->rank, sizeof fresh->rank, "#%d", cluster->rank);
    lm_format_price(cluster->price_peak, chart->heatmap->step / 10, fresh->price);
    if (chart->heatmap->sized)
        lm_format_amount(cluster->notional, fresh->amount);
    else
        lm_format_share(cluster->share, fresh->amount);
}

/* The price and the largest clusters in view, from the top down; how many. */
static int gather(const lm_heat_chart *chart, int most, label *labels)
{
    int count = 0;
    write_price(chart, &labels[count++]);
    for (size_t i = 0; chart->clusters && i < chart->clusters->count && count < most; i++) {
        const lm_cluster *cluster = &chart->clusters->rows[i];
        if (cluster->price_peak > chart->price.low && cluster->price_peak < chart->price.high)
            write_cluster(chart, cluster, &labels[count++]);
    }
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && labels[j].y < labels[j - 1].y; j--) {
            const label upper = labels[j];
            labels[j] = labels[j - 1];
            labels[j - 1] = upper;
        }
    return count;
}

/* Each as near to its place as the one above lets it, then back up from the bottom. */
static void spread(const lm_heat_chart *chart, double height, label *labels, int count)
{
    double least = chart->price.to, most = chart->price.from - height;
    for (int i = 0; i < count; i++) {
        labels[i].top = fmax(labels[i].y - height / 2, least);
        least = labels[i].top + height;
    }
    for (int i = count - 1; i >= 0; i--) {
        labels[i].top = fmin(labels[i].top, most);
        most = labels[i].top - height;
    }
}

static void tip(lm_heat_chart *chart, const lm_cluster *cluster)
{
    char text[300], low[LM_FORMAT_SIZE], high[LM_FORMAT_SIZE], away[LM_FORMAT_SIZE], share[LM_FORMAT_SIZE];
    snprintf(text, sizeof text, "%s from %s to %s, %s of the side, %s away",
             cluster->side == LM_LONG ? "longs" : "shorts",
             lm_format_price(cluster->price_low, chart->heatmap->step / 10, low),
             lm_format_price(cluster->price_high, chart->heatmap->step / 10, high),
             lm_format_share(cluster->share, share), lm_format_distance(cluster->distance_pct, away));
    lm_svg_tooltip(&chart->page.svg, text);
}

static void draw_label(lm_heat_chart *chart, const label *shown, double left, double height)
{
    lm_svg *svg = &chart->page.svg;
    const double font = chart->page.font, width = chart->page.right - left, middle = shown->top + height / 2;
    const char *box = !shown->cluster ? "pill" : shown->cluster->side == LM_LONG ? "boxl" : "boxs";
    lm_svg_put(svg, "<g>");
    if (shown->cluster)
        tip(chart, shown->cluster);
    lm_svg_line(svg, "lead", chart->side, shown->y, left, middle);
    lm_svg_put(svg, "<rect class=\"%s%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\"/>\n", box,
               shown->cluster && shown->cluster->rank <= 3 ? " top" : "", lm_px(left).text, lm_px(shown->top + 1).text,
               lm_px(width).text, lm_px(height - 3).text);
    const double base = middle + font * 0.32;
    if (shown->rank[0] && !chart->page.small)
        lm_svg_label(svg, "mute", "start", left + 5, base, shown->rank);
    const double at = left + (chart->page.small ? 4 : 5 + font * 1.9);
    lm_svg_label(svg, shown->cluster ? "strong" : "inpill", "start", at, base, shown->price);
    lm_svg_label(svg, "plain", "end", chart->page.right - 5, base, shown->amount);
    lm_svg_put(svg, "</g>\n");
}

void lm_heat_draw_side(lm_heat_chart *chart)
{
    label labels[MOST_LABELS];
    const double font = chart->page.font, height = font * 1.75;
    const int room = (int)((chart->price.from - chart->price.to) / (height * 1.5));
    const int most = room < 4 ? 4 : room < MOST_LABELS ? room : MOST_LABELS;
    const double left = chart->side + bars_width(chart) + font;
    if (!chart->page.small)
        draw_bars(chart);
    const int count = gather(chart, most, labels);
    spread(chart, height, labels, count);
    for (int i = 0; i < count; i++)
        draw_label(chart, &labels[i], left, height);
}

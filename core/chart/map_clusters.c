/* Draws clusters in the chart of a map: a tint for each, and labels for the largest, which must not overlap. */
#include <math.h>
#include <stdio.h>

#include "chart/map_chart.h"

#define MAX_LABELS 8
#define LABEL_ROWS 3

typedef struct cluster_label {
    double left, top, width, height;
    double x, y; /* of the labelled peak */
    const lm_cluster *cluster;
    char rank[16], price[LM_FORMAT_SIZE], rest[LM_FORMAT_SIZE * 2 + 8];
} cluster_label;

static bool in_view(const lm_map_chart *chart, const lm_cluster *cluster)
{
    return cluster->price_peak > chart->price.low && cluster->price_peak < chart->price.high;
}

void lm_map_chart_draw_cluster_bands(lm_map_chart *chart, const lm_clusters *clusters)
{
    for (size_t i = 0; i < clusters->count; i++) {
        const lm_cluster *cluster = &clusters->rows[i];
        const double low = lm_axis_at(&chart->price, fmax(cluster->price_low, chart->price.low));
        const double high = lm_axis_at(&chart->price, fmin(cluster->price_high, chart->price.high));
        if (in_view(chart, cluster))
            lm_svg_rect(&chart->canvas.svg, cluster->side == LM_LONG ? "tintl" : "tints", low, chart->amount.to,
                        fmax(high - low, 1), chart->amount.from - chart->amount.to);
    }
}

/* Returns the y of the tallest bar within a cluster. */
static double bars_top(const lm_map_chart *chart, const lm_cluster *cluster)
{
    double tallest = 0;
    for (size_t i = 0; i < chart->count; i++)
        if (chart->bars[i].high > cluster->price_low && chart->bars[i].low < cluster->price_high)
            tallest = fmax(tallest, chart->bars[i].total[LM_LONG] + chart->bars[i].total[LM_SHORT]);
    return lm_axis_at(&chart->amount, tallest);
}

static bool overlap(const cluster_label *a, const cluster_label *b)
{
    return a->left < b->left + b->width + 4 && b->left < a->left + a->width + 4 && a->top < b->top + b->height &&
           b->top < a->top + a->height;
}

/*
 * Puts a label into the uppermost row in which it overlaps none of the labels before it. Returns false if there is no
 * such row.
 */
static bool place_label(const lm_map_chart *chart, cluster_label *placed, int count, cluster_label *label)
{
    const double left = chart->price.from, right = chart->price.to;
    label->left = fmin(fmax(label->x - label->width / 2, left + 2), right - label->width - 2);
    for (int row = 0; row < LABEL_ROWS; row++) {
        bool free = true;
        label->top = chart->canvas.top + 4 + row * (label->height + 4);
        for (int i = 0; i < count; i++)
            free = free && !overlap(&placed[i], label);
        if (free)
            return true;
    }
    return false;
}

/* Fills the text and the size of a label: two lines, or in a small chart one line without the distance. */
static void write_label(const lm_map_chart *chart, const lm_cluster *cluster, cluster_label *label)
{
    char amount[LM_FORMAT_SIZE], away[LM_FORMAT_SIZE];
    const double font = chart->canvas.font;
    const bool small = chart->canvas.small;
    snprintf(label->rank, sizeof label->rank, "#%d", cluster->rank);
    lm_format_price(cluster->price_peak, chart->step / 10, label->price);
    lm_format_sized(chart->sized, cluster->notional, cluster->share, amount);
    lm_format_distance(cluster->distance_pct, away);
    snprintf(label->rest, sizeof label->rest, small ? "%s" : "%s \xc2\xb7 %s", amount, away);
    label->cluster = cluster;
    const double first = lm_text_width(label->rank, font) + lm_text_width(label->price, font * 1.1) + font * 0.5;
    const double second = lm_text_width(label->rest, font);
    label->width = (small ? first + second + font * 0.5 : fmax(first, second)) + font;
    label->height = font * (small ? 1.6 : 2.7);
    label->x = lm_axis_at(&chart->price, cluster->price_peak);
    label->y = bars_top(chart, cluster);
}

static void write_tooltip(lm_map_chart *chart, const lm_cluster *cluster)
{
    char text[400], low[LM_FORMAT_SIZE], high[LM_FORMAT_SIZE], amount[LM_FORMAT_SIZE], share[LM_FORMAT_SIZE],
        sigmas[LM_FORMAT_SIZE];
    int length = snprintf(text, sizeof text, "%s from %s to %s: ", cluster->side == LM_LONG ? "longs" : "shorts",
                          lm_format_price(cluster->price_low, chart->step, low),
                          lm_format_price(cluster->price_high, chart->step, high));
    if (chart->sized)
        length += snprintf(text + length, sizeof text - (size_t)length, "%s, ",
                           lm_map_chart_amount(chart, cluster->side, cluster->notional, amount));
    length +=
        snprintf(text + length, sizeof text - (size_t)length, "%s of the side", lm_format_share(cluster->share, share));
    if (!isnan(cluster->distance_sigmas))
        snprintf(text + length, sizeof text - (size_t)length, ", %s daily sigmas away",
                 lm_format_amount(fabs(cluster->distance_sigmas), sigmas));
    lm_svg_tooltip(&chart->canvas.svg, text);
}

static void draw_label(lm_map_chart *chart, const cluster_label *label)
{
    lm_svg *svg = &chart->canvas.svg;
    const double font = chart->canvas.font, middle = label->left + label->width / 2;
    const bool is_long = label->cluster->side == LM_LONG;
    lm_svg_put(svg, "<g>");
    write_tooltip(chart, label->cluster);
    lm_svg_put(svg, "<rect class=\"%s%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"4\"/>\n",
               is_long ? "boxl" : "boxs", label->cluster->rank <= 3 ? " top" : "", lm_px(label->left).text,
               lm_px(label->top).text, lm_px(label->width).text, lm_px(label->height).text);
    lm_svg_put(svg, "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\"><tspan class=\"mute\">", lm_px(middle).text,
               lm_px(label->top + font * 1.15).text);
    lm_svg_words(svg, label->rank);
    lm_svg_put(svg, "</tspan> <tspan class=\"strong\">");
    lm_svg_words(svg, label->price);
    lm_svg_put(svg, "</tspan>");
    if (chart->canvas.small) {
        lm_svg_put(svg, " ");
        lm_svg_words(svg, label->rest);
    }
    lm_svg_put(svg, "</text>\n");
    if (!chart->canvas.small)
        lm_svg_label(svg, "plain", "middle", middle, label->top + font * 2.3, label->rest);
    lm_svg_put(svg, "</g>\n");
}

void lm_map_chart_draw_cluster_labels(lm_map_chart *chart, const lm_clusters *clusters)
{
    cluster_label placed[MAX_LABELS];
    int count = 0;
    const int fitting =
        (int)((chart->price.to - chart->price.from) / (chart->canvas.font * (chart->canvas.small ? 14 : 11)));
    const int max_count = chart->tiny ? 0 : fitting < 3 ? 3 : fitting < MAX_LABELS ? fitting : MAX_LABELS;
    for (size_t i = 0; i < clusters->count && count < max_count; i++) {
        if (!in_view(chart, &clusters->rows[i]))
            continue;
        write_label(chart, &clusters->rows[i], &placed[count]);
        if (place_label(chart, placed, count, &placed[count]))
            count++;
    }
    for (int i = 0; i < count; i++)
        lm_svg_line(&chart->canvas.svg, placed[i].cluster->side == LM_LONG ? "leadl" : "leads", placed[i].x,
                    placed[i].top + placed[i].height, placed[i].x,
                    fmax(placed[i].y - 2, placed[i].top + placed[i].height));
    for (int i = 0; i < count; i++)
        draw_label(chart, &placed[i]);
}

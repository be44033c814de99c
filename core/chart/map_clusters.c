/* Clusters in the picture of a map: a tint where each stands, and labels for the largest, which must not cover each other. */
#include <math.h>
#include <stdio.h>

#include "chart/map_chart.h"

#define MOST_LABELS 8
#define ROWS 3

typedef struct label {
    double left, top, width, height;
    double x, y; /* the peak it belongs to */
    const lm_cluster *cluster;
    char rank[16], price[LM_FORMAT_SIZE], rest[LM_FORMAT_SIZE * 2 + 8];
} label;

static bool in_view(const lm_map_chart *chart, const lm_cluster *cluster)
{
    return cluster->price_peak > chart->price.low && cluster->price_peak < chart->price.high;
}

void lm_chart_draw_cluster_bands(lm_map_chart *chart, const lm_clusters *clusters)
{
    for (size_t i = 0; i < clusters->count; i++) {
        const lm_cluster *cluster = &clusters->rows[i];
        const double low = lm_axis_at(&chart->price, fmax(cluster->price_low, chart->price.low));
        const double high = lm_axis_at(&chart->price, fmin(cluster->price_high, chart->price.high));
        if (in_view(chart, cluster))
            lm_svg_rect(&chart->page.svg, cluster->side == LM_LONG ? "tintl" : "tints", low, chart->amount.to,
                        fmax(high - low, 1), chart->amount.from - chart->amount.to);
    }
}

/* The top of the bars that stand in a cluster. */
static double top_of(const lm_map_chart *chart, const lm_cluster *cluster)
{
    double tallest = 0;
    for (size_t i = 0; i < chart->count; i++)
        if (chart->bars[i].high > cluster->price_low && chart->bars[i].low < cluster->price_high)
            tallest = fmax(tallest, chart->bars[i].total[LM_LONG] + chart->bars[i].total[LM_SHORT]);
    return lm_axis_at(&chart->amount, tallest);
}

static bool covers(const label *a, const label *b)
{
    return a->left < b->left + b->width + 4 && b->left < a->left + a->width + 4 && a->top < b->top + b->height &&
           b->top < a->top + a->height;
}

/* The uppermost row where it covers no label placed before; false if there is none. */
static bool place(const lm_map_chart *chart, label *placed, int count, label *fresh)
{
    const double left = chart->price.from, right = chart->price.to;
    fresh->left = fmin(fmax(fresh->x - fresh->width / 2, left + 2), right - fresh->width - 2);
    for (int row = 0; row < ROWS; row++) {
        bool free = true;
        fresh->top = chart->page.top + 4 + row * (fresh->height + 4);
        for (int i = 0; i < count; i++)
            free = free && !covers(&placed[i], fresh);
        if (free)
            return true;
    }
    return false;
}

/* Two lines; in a small picture one, without the distance. */
static void write_label(const lm_map_chart *chart, const lm_cluster *cluster, label *fresh)
{
    char amount[LM_FORMAT_SIZE], away[LM_FORMAT_SIZE];
    const double font = chart->page.font;
    const bool small = chart->page.small;
    snprintf(fresh->rank, sizeof fresh->rank, "#%d", cluster->rank);
    lm_format_price(cluster->price_peak, chart->step / 10, fresh->price);
    if (chart->sized)
        lm_format_amount(cluster->notional, amount);
    else
        lm_format_share(cluster->share, amount);
    lm_format_distance(cluster->distance_pct, away);
    snprintf(fresh->rest, sizeof fresh->rest, small ? "%s" : "%s \xc2\xb7 %s", amount, away);
    fresh->cluster = cluster;
    const double first = lm_text_width(fresh->rank, font) + lm_text_width(fresh->price, font * 1.1) + font * 0.5;
    const double second = lm_text_width(fresh->rest, font);
    fresh->width = (small ? first + second + font * 0.5 : fmax(first, second)) + font;
    fresh->height = font * (small ? 1.6 : 2.7);
    fresh->x = lm_axis_at(&chart->price, cluster->price_peak);
    fresh->y = top_of(chart, cluster);
}

static void tip(lm_map_chart *chart, const lm_cluster *cluster)
{
    char text[400], low[LM_FORMAT_SIZE], high[LM_FORMAT_SIZE], amount[LM_FORMAT_SIZE], share[LM_FORMAT_SIZE],
        sigmas[LM_FORMAT_SIZE];
    int length = snprintf(text, sizeof text, "%s from %s to %s: ", cluster->side == LM_LONG ? "longs" : "shorts",
                          lm_format_price(cluster->price_low, chart->step, low),
                          lm_format_price(cluster->price_high, chart->step, high));
    if (chart->sized)
        length += snprintf(text + length, sizeof text - (size_t)length, "%s, ",
                           lm_chart_amount(chart, cluster->side, cluster->notional, amount));
    length +=
        snprintf(text + length, sizeof text - (size_t)length, "%s of the side", lm_format_share(cluster->share, share));
    if (!isnan(cluster->distance_sigmas))
        snprintf(text + length, sizeof text - (size_t)length, ", %s daily sigmas away",
                 lm_format_amount(fabs(cluster->distance_sigmas), sigmas));
    lm_svg_tooltip(&chart->page.svg, text);
}

static void draw(lm_map_chart *chart, const label *shown)
{
    lm_svg *svg = &chart->page.svg;
    const double font = chart->page.font, middle = shown->left + shown->width / 2;
    const bool is_long = shown->cluster->side == LM_LONG;
    lm_svg_put(svg, "<g>");
    tip(chart, shown->cluster);
    lm_svg_put(svg, "<rect class=\"%s%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"4\"/>\n",
               is_long ? "boxl" : "boxs", shown->cluster->rank <= 3 ? " top" : "", lm_px(shown->left).text,
               lm_px(shown->top).text, lm_px(shown->width).text, lm_px(shown->height).text);
    lm_svg_put(svg, "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\"><tspan class=\"mute\">", lm_px(middle).text,
               lm_px(shown->top + font * 1.15).text);
    lm_svg_words(svg, shown->rank);
    lm_svg_put(svg, "</tspan> <tspan class=\"strong\">");
    lm_svg_words(svg, shown->price);
    lm_svg_put(svg, "</tspan>");
    if (chart->page.small) {
        lm_svg_put(svg, " ");
        lm_svg_words(svg, shown->rest);
    }
    lm_svg_put(svg, "</text>\n");
    if (!chart->page.small)
        lm_svg_label(svg, "plain", "middle", middle, shown->top + font * 2.3, shown->rest);
    lm_svg_put(svg, "</g>\n");
}

void lm_chart_draw_cluster_labels(lm_map_chart *chart, const lm_clusters *clusters)
{
    label placed[MOST_LABELS];
    int count = 0;
    const int room = (int)((chart->price.to - chart->price.from) / (chart->page.font * (chart->page.small ? 14 : 11)));
    const int most = chart->tiny ? 0 : room < 3 ? 3 : room < MOST_LABELS ? room : MOST_LABELS;
    for (size_t i = 0; i < clusters->count && count < most; i++) {
        if (!in_view(chart, &clusters->rows[i]))
            continue;
        write_label(chart, &clusters->rows[i], &placed[count]);
        if (place(chart, placed, count, &placed[count]))
            count++;
    }
    for (int i = 0; i < count; i++)
        lm_svg_line(&chart->page.svg, placed[i].cluster->side == LM_LONG ? "leadl" : "leads", placed[i].x,
                    placed[i].top + placed[i].height, placed[i].x,
                    fmax(placed[i].y - 2, placed[i].top + placed[i].height));
    for (int i = 0; i < count; i++)
        draw(chart, &placed[i]);
}

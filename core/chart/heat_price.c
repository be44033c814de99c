/* The price through a heatmap: from low to high in each period, and the closes. */
#include <math.h>

#include "chart/heat_chart.h"

/* Where a price lies, held within the plot. */
static double height_of(const lm_heat_chart *chart, double price)
{
    return lm_axis_at(&chart->price, fmin(fmax(price, chart->price.low), chart->price.high));
}

/* What was traded until the time of column i lies before it: over the cells of column i - 1, which it swept. */
static void draw_band(lm_heat_chart *chart)
{
    lm_svg *svg = &chart->page.svg;
    lm_svg_put(svg, "<path class=\"band\" d=\"");
    for (size_t i = 1; i < chart->columns; i++) {
        const lm_heatmap_column *column = &chart->heatmap->columns[i];
        if (isnan(column->low))
            continue;
        const double left = lm_axis_at(&chart->time, lm_heat_edge(chart, i - 1));
        const double right = lm_axis_at(&chart->time, lm_heat_edge(chart, i));
        const double low = height_of(chart, column->low), high = height_of(chart, column->high);
        lm_svg_put(svg, "M%s %sH%sV%sH%sZ", lm_px(left).text, lm_px(high).text, lm_px(right).text, lm_px(low).text,
                   lm_px(left).text);
    }
    lm_svg_put(svg, "\"/>\n");
}

static void draw_closes(lm_heat_chart *chart, const char *class)
{
    lm_svg *svg = &chart->page.svg;
    lm_svg_put(svg, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < chart->columns; i++)
        lm_svg_put(svg, "%s%s %s", i == 0 ? "M" : "L", lm_px(lm_axis_at(&chart->time, lm_heat_edge(chart, i))).text,
                   lm_px(height_of(chart, chart->heatmap->columns[i].reference_price)).text);
    /* It stands where it is while the last column lasts. */
    lm_svg_put(svg, "H%s\"/>\n", lm_px(chart->time.to).text);
}

void lm_heat_draw_price(lm_heat_chart *chart)
{
    draw_band(chart);
    draw_closes(chart, "halo");
    draw_closes(chart, "close");
}

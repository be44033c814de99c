/* The cells of a heatmap: columns of time, rows of price. */
#include <math.h>

#include "chart/heatmap_chart.h"
#include "chart/theme.h"

#define MAX_CELLS 4000000

/* ---- loading */

static lm_status check_cells(lm_host *host, const lm_heatmap *heatmap)
{
    const double steps = (double)heatmap->last_number - (double)heatmap->first_number + 1;
    if (steps * (double)heatmap->column_count <= MAX_CELLS)
        return LM_OK;
    return lm_fail(host, LM_E_LIMIT, "Use a larger step, a longer `every`, fewer prices or a shorter period.",
                   "a chart of %.0f times %.0f cells cannot be seen", (double)heatmap->column_count, steps);
}

/* Returns the amount of a row, both sides together. */
static double amount_of(const lm_heatmap *heatmap, const lm_heatmap_row *row)
{
    const double *amounts = heatmap->sized ? row->notional : row->share;
    return amounts[LM_LONG] + amounts[LM_SHORT];
}

static double in_columns(const lm_heatmap *heatmap, int64_t time)
{
    return round((double)time / (double)heatmap->every * 1000) / 1000;
}

lm_status lm_heat_chart_load(lm_host *host, lm_heat_chart *chart)
{
    const lm_heatmap *heatmap = chart->heatmap;
    void *cells;
    if (heatmap->column_count == 0 || heatmap->first_number > heatmap->last_number)
        return LM_OK;
    LM_TRY(check_cells(host, heatmap));
    chart->first_number = heatmap->first_number;
    chart->steps = (size_t)(heatmap->last_number - heatmap->first_number + 1);
    chart->columns = heatmap->column_count;
    chart->last_begin = in_columns(heatmap, chart->times.last - chart->times.since);
    chart->last_end = in_columns(heatmap, chart->times.end - chart->times.since);
    LM_TRY(lm_allocate(host, chart->columns * chart->steps * sizeof(double), &cells));
    chart->cells = cells;
    for (size_t i = 0; i < heatmap->row_count; i++) {
        const lm_heatmap_row *row = &heatmap->rows[i];
        chart->cells[row->column * chart->steps + (size_t)(row->number - chart->first_number)] +=
            amount_of(heatmap, row);
    }
    const size_t count = chart->columns * chart->steps;
    for (size_t i = 0; i < count; i++)
        chart->greatest = chart->cells[i] > chart->greatest ? chart->cells[i] : chart->greatest;
    LM_TRY(lm_allocate(host, count, &cells));
    chart->shades = cells;
    for (size_t i = 0; i < count; i++)
        chart->shades[i] = (uint8_t)lm_shade_from_amount(chart->greatest, chart->cells[i]);
    return LM_OK;
}

void lm_heat_chart_free(lm_host *host, lm_heat_chart *chart)
{
    lm_release(host, chart->cells, chart->columns * chart->steps * sizeof(double));
    lm_release(host, chart->shades, chart->columns * chart->steps);
}

/* ---- drawing */

static int shade_at(const lm_heat_chart *chart, size_t column, size_t step)
{
    return chart->shades[column * chart->steps + step];
}

/* Draws the runs of one shade, row by row: "M3 5h4" is columns 3 to 6 of step 5. */
static void draw_shade(lm_heat_chart *chart, int shade)
{
    lm_svg *svg = &chart->canvas.svg;
    bool any = false;
    for (size_t step = 0; step < chart->steps && svg->status == LM_OK; step++)
        for (size_t column = 0, end; column < chart->columns; column = end) {
            for (end = column; end < chart->columns && shade_at(chart, end, step) == shade;)
                end++;
            if (end == column) {
                end++;
                continue;
            }
            if (!any)
                lm_svg_put(svg, "<path class=\"c%d\" d=\"", shade);
            const double from = lm_heat_chart_edge(chart, column), to = lm_heat_chart_edge(chart, end);
            lm_svg_put(svg, "M%s %dh%s", lm_fixed(from, 3).text, (int)step, lm_fixed(to - from, 3).text);
            any = true;
        }
    if (any)
        lm_svg_put(svg, "\"/>\n");
}

/*
 * The attributes of the group define its coordinates, so that programs can read the cells back: step 0 begins at
 * data-low; column 0 begins at data-since (in seconds) and the last column at data-last (in columns); shade k begins at
 * data-top * k / 20.
 */
void lm_heat_chart_draw_cells(lm_heat_chart *chart)
{
    lm_svg *svg = &chart->canvas.svg;
    const lm_heatmap *heatmap = chart->heatmap;
    char low[LM_NUMBER_SIZE], step[LM_NUMBER_SIZE], top[LM_NUMBER_SIZE];
    const double right = (chart->time.to - chart->time.from) / chart->last_end;
    const double up = (chart->price.from - chart->price.to) / (double)chart->steps;
    lm_svg_put(svg, "<g class=\"cells\" data-low=\"%s\" data-step=\"%s\" data-top=\"%s\" data-unit=\"%s\"",
               lm_number_text(chart->price.low, low), lm_number_text(heatmap->step, step),
               lm_number_text(chart->greatest, top), lm_amount_unit(heatmap->sized, heatmap->quote));
    lm_svg_put(svg, " data-since=\"%lld\" data-every=\"%lld\" data-last=\"%s\"",
               (long long)(chart->times.since / LM_SECOND), (long long)(heatmap->every / LM_SECOND),
               lm_fixed(chart->last_begin, 3).text);
    lm_svg_put(svg, " transform=\"matrix(%s 0 0 %s %s %s)\">\n", lm_fixed(right, 6).text, lm_fixed(-up, 6).text,
               lm_px(chart->time.from).text, lm_fixed(chart->price.from - up / 2, 6).text);
    for (int shade = 1; shade < LM_SHADES && svg->status == LM_OK; shade++) {
        draw_shade(chart, shade);
        if (svg->status == LM_OK)
            svg->status = lm_check_interrupt(svg->host);
    }
    lm_svg_put(svg, "</g>\n");
}

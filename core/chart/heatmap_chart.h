/* The state of drawing a heatmap as SVG. Internal to heatmap_*.c. */
#ifndef LM_CHART_HEATMAP_CHART_H
#define LM_CHART_HEATMAP_CHART_H

#include "chart/axis.h"
#include "chart/canvas.h"
#include "chart/tape_chart.h"

typedef struct lm_heat_chart {
    lm_canvas canvas;
    const lm_heatmap *heatmap;
    const lm_clusters *clusters; /* as of the last column; may be NULL */
    int64_t first_number;        /* of the lowest step in view */
    size_t steps, columns;
    double *cells;   /* amounts, columns * steps, both sides together; NaN if not known */
    uint8_t *shades; /* of the cells */
    double greatest; /* amount of a cell */
    lm_axis price;
    lm_time_extent times;
    double last_begin, last_end; /* of the last column, in columns, rounded to a thousandth */
    lm_axis time;                /* in columns: column i begins at i, except the last one */
    double bars_left;            /* left edge, in pixels, of the bars right of the plot */
} lm_heat_chart;

/*
 * Fills the cells and their shades; none if the heatmap is empty. LM_E_LIMIT for too many cells. Free the chart after a
 * failure too.
 */
lm_status lm_heat_chart_load(lm_host *host, lm_heat_chart *chart);
void lm_heat_chart_free(lm_host *host, lm_heat_chart *chart);

/* Returns where column i begins, which is where column i - 1 ends, in columns. */
static inline double lm_heat_chart_edge(const lm_heat_chart *chart, size_t i)
{
    return i + 1 < chart->columns ? (double)i : i + 1 == chart->columns ? chart->last_begin : chart->last_end;
}

/* Draws the cells. Consecutive cells of one row and one shade are one line, which keeps the document small. */
void lm_heat_chart_draw_cells(lm_heat_chart *chart);

/* Draws the last column beside the plot: bars by price, and labels for the price and the clusters. */
void lm_heat_chart_draw_side(lm_heat_chart *chart);

#endif

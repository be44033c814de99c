/* The picture of a heatmap while it is being drawn. Internal to the drawing of heatmaps. */
#ifndef LM_CHART_HEATMAP_CHART_H
#define LM_CHART_HEATMAP_CHART_H

#include "chart/axis.h"
#include "chart/picture.h"
#include "chart/tape_chart.h"

typedef struct lm_heat_chart {
    lm_picture page;
    const lm_heatmap *heatmap;
    const lm_clusters *clusters; /* as of the last column, or NULL */
    int64_t first;               /* number of the lowest step in view */
    size_t steps, columns;
    double *cells;   /* columns * steps, both sides together; NaN where it is not known */
    uint8_t *shades; /* of the cells */
    double top;      /* the greatest of them */
    lm_axis price;
    lm_time_extent times;
    double last, end; /* where the last column begins and ends, in columns, to a thousandth */
    lm_axis time;     /* in columns: 0 is the time of the first, and each reaches to the next */
    double side;      /* where what stands in the last column begins, right of the plot */
} lm_heat_chart;

/* The heatmap in cells; none where nothing stands. To be freed whatever comes of it. */
lm_status lm_heat_read(lm_host *host, lm_heat_chart *chart);
void lm_heat_free(lm_host *host, lm_heat_chart *chart);

/* Where column i begins, and column i - 1 ends. */
static inline double lm_heat_edge(const lm_heat_chart *chart, size_t i)
{
    return i + 1 < chart->columns ? (double)i : i + 1 == chart->columns ? chart->last : chart->end;
}

/* Cells of one shade that follow each other in a row are one line, in a grid of whole numbers but for the last column. */
void lm_heat_draw_cells(lm_heat_chart *chart);

/* What stands now, beside the plot: bars by price, and the clusters by name. */
void lm_heat_draw_side(lm_heat_chart *chart);

#endif

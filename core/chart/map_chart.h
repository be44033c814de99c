/* The state of drawing a map as SVG. Internal to map_*.c. */
#ifndef LM_CHART_MAP_CHART_H
#define LM_CHART_MAP_CHART_H

#include "chart/axis.h"
#include "chart/canvas.h"

/* Bands of leverage, so that charts of all ladders can be compared: to 10x, to 25x, ... above 100x, and not known. */
#define LM_BANDS 6
extern const char *const lm_band_names[LM_BANDS];

/* The stacked bar of one price step. */
typedef struct lm_bar_stack {
    double low, high;
    double part[2][LM_BANDS]; /* by side and band: notional, or share of the side */
    double total[2];
    double cumulative[2]; /* outward from the reference price, this step included */
    double distance_pct;
} lm_bar_stack;

typedef struct lm_map_chart {
    lm_canvas canvas;
    lm_map_info info;
    bool tiny;  /* too small for a legend and labels of clusters, which would cover the bars */
    bool sized; /* amounts are quote currency, else shares */
    double step;
    lm_bar_stack *bars; /* ascending in price */
    size_t count, capacity;
    bool bands[LM_BANDS]; /* whether a band occurs */
    double tallest;       /* total of a bar, both sides */
    double total[2];      /* of the bars in view */
    lm_axis price;
    lm_axis amount; /* of bars */
    lm_axis cumulative;
} lm_map_chart;

/*
 * Fills the bars of the view, and sets `low` and `high` of the price axis. LM_E_LIMIT for steps too narrow to be seen.
 * Free the chart after a failure too.
 */
lm_status lm_map_chart_load(lm_host *host, const lm_map *map, lm_map_chart *chart);
void lm_map_chart_free(lm_host *host, lm_map_chart *chart);

void lm_map_chart_draw_bars(lm_map_chart *chart);
void lm_map_chart_draw_cumulative(lm_map_chart *chart);

/* Draw the tints behind the bars, and the labels above the bars. */
void lm_map_chart_draw_cluster_bands(lm_map_chart *chart, const lm_clusters *clusters);
void lm_map_chart_draw_cluster_labels(lm_map_chart *chart, const lm_clusters *clusters);

/* Writes an amount with its unit: "12.4M USDT", or "3.1% of longs". */
const char *lm_map_chart_amount(const lm_map_chart *chart, lm_side side, double amount, char text[LM_FORMAT_SIZE]);

#endif

/* The picture of a map while it is being drawn. Internal to the drawing of maps. */
#ifndef LM_CHART_MAP_CHART_H
#define LM_CHART_MAP_CHART_H

#include "chart/axis.h"
#include "chart/picture.h"

/* Leverage in bands, so that pictures of any ladder compare: to 10x, to 25x, ... above 100x, and not known. */
#define LM_BANDS 6
extern const char *const lm_band_names[LM_BANDS];

/* A step of price. */
typedef struct lm_bar_stack {
    double low, high;
    double part[2][LM_BANDS]; /* notional, or share of the side */
    double total[2];
    double cumulative[2]; /* outward from the reference price, this step included */
    double distance_pct;
} lm_bar_stack;

typedef struct lm_map_chart {
    lm_picture page;
    lm_map_info info;
    bool tiny;  /* no room for a legend or names of clusters, which would cover the bars */
    bool sized; /* amounts, not shares */
    double step;
    lm_bar_stack *bars; /* ascending in price */
    size_t count, capacity;
    bool bands[LM_BANDS]; /* that occur */
    double tallest;       /* of a stack */
    double total[2];      /* in view */
    lm_axis price;
    lm_axis amount; /* of bars, upward */
    lm_axis cumulative;
} lm_map_chart;

/* What stands within the view into bars; low and high of the price axis are set. */
lm_status lm_chart_read(lm_host *host, const lm_map *map, lm_map_chart *chart);
void lm_chart_free(lm_host *host, lm_map_chart *chart);

void lm_chart_draw_bars(lm_map_chart *chart);
void lm_chart_draw_cumulative(lm_map_chart *chart);

/* The tints below the bars, then the labels above them. */
void lm_chart_draw_cluster_bands(lm_map_chart *chart, const lm_clusters *clusters);
void lm_chart_draw_cluster_labels(lm_map_chart *chart, const lm_clusters *clusters);

/* "12.4M USD", or "3.1% of longs" */
const char *lm_chart_amount(const lm_map_chart *chart, lm_side side, double amount, char text[LM_FORMAT_SIZE]);

#endif

/* Data that the charts of a tape share. Internal to the core. */
#ifndef LM_CHART_TAPE_CHART_H
#define LM_CHART_TAPE_CHART_H

#include "base/host.h"
#include "liqmap/heatmap.h"

/*
 * A heatmap for a chart, with the clusters as of its last column. If the options limit no prices, the heatmap is
 * limited to those around the traded prices.
 */
typedef struct lm_tape_chart_data {
    lm_heatmap heatmap;
    lm_clusters clusters;
} lm_tape_chart_data;

/* Computes the heatmap and the clusters. Fails as lm_tape_heatmap(), lm_tape_map() and lm_map_clusters() do. */
lm_status lm_tape_chart_data_init(lm_host *host, lm_bytes tape, const lm_model *model,
                                  const lm_heatmap_options *options, lm_tape_chart_data *data);
void lm_tape_chart_data_free(lm_host *host, lm_tape_chart_data *data);

/*
 * The times at which columns are drawn, in microseconds. Each column reaches from its time to that of the next. The
 * last one may be later than the data, and is then drawn from the end of the data. No column follows it, so it is only
 * as wide as needed to be seen.
 */
typedef struct lm_time_extent {
    int64_t since; /* start of the first column */
    int64_t last;  /* start of the last column, its as-of time */
    int64_t end;   /* end of the last column */
} lm_time_extent;

/* Computes these times; all 0 without columns. */
lm_time_extent lm_tape_chart_times(const lm_heatmap *heatmap);

#endif

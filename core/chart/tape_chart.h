/* What pictures of a tape have in common. Internal to the core. */
#ifndef LM_CHART_TAPE_CHART_H
#define LM_CHART_TAPE_CHART_H

#include "base/host.h"
#include "liqmap/heatmap.h"

/* A heatmap as pictures show it: where no prices are asked for, of those around what was traded; with the clusters as
 * of its last column. */
typedef struct lm_tape_chart_data {
    lm_heatmap heatmap;
    lm_clusters clusters;
} lm_tape_chart_data;

lm_status lm_tape_chart_data_init(lm_host *host, lm_bytes tape, const lm_model *model,
                                  const lm_heatmap_options *options, lm_tape_chart_data *view);
void lm_tape_chart_data_free(lm_host *host, lm_tape_chart_data *view);

/*
 * Where columns are drawn. Each reaches from its time to that of the next. The last one may stand later than the data
 * do: it is drawn from the end of the data. Nothing follows it, so it is only as wide as it takes to be seen.
 */
typedef struct lm_time_extent {
    int64_t since; /* where the first column begins */
    int64_t last;  /* where the last one does: what it is as of */
    int64_t end;
} lm_time_extent;

lm_time_extent lm_tape_chart_times(const lm_heatmap *heatmap);

#endif

/* What pictures of a tape have in common. Internal to the core. */
#ifndef LM_DRAW_VIEW_H
#define LM_DRAW_VIEW_H

#include "base/host.h"

/* Where no prices are asked for, chooses those around what was traded in the time that is. */
lm_status lm_view_prices(lm_host *host, lm_bytes tape, lm_heatmap_options *options);

/* Clusters as of the last column. */
lm_status lm_view_clusters(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap *heatmap,
                           double open_interest, lm_clusters *clusters);

#endif

/* From a tape to the picture of its heatmap, with the clusters that stand at its end. */
#include "draw/view.h"

lm_status lm_tape_svg(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap_options,
                      const lm_svg_options *options, lm_buffer *out)
{
    lm_heatmap_options view = *heatmap_options;
    lm_heatmap heatmap;
    lm_clusters clusters = {NULL, 0};
    view.by_leverage = view.zero_cells = false;
    LM_TRY(lm_view_prices(host, tape, &view));
    LM_TRY(lm_tape_heatmap(host, tape, model, &view, &heatmap));
    lm_status status = lm_view_clusters(host, tape, model, &heatmap, view.open_interest, &clusters);
    if (status == LM_OK)
        status = lm_heatmap_svg(host, &heatmap, &clusters, options, out);
    lm_clusters_free(host, &clusters);
    lm_heatmap_free(host, &heatmap);
    return status;
}

/* From a tape to the picture of its heatmap, with the clusters that stand at its end. */
#include "chart/view.h"

lm_status lm_tape_svg(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap_options,
                      const lm_svg_options *options, lm_buffer *out)
{
    lm_view view;
    LM_TRY(lm_view_open(host, tape, model, heatmap_options, &view));
    const lm_status status = lm_heatmap_svg(host, &view.heatmap, &view.clusters, options, out);
    lm_view_close(host, &view);
    return status;
}

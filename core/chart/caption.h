/* Captions: the texts that state the model and the units of a chart. Internal to the core. */
#ifndef LM_CHART_CAPTION_H
#define LM_CHART_CAPTION_H

#include "base/host.h"
#include "liqmap/heatmap.h"

#define LM_CAPTION_SIZE 640

/*
 * Writes the assumptions of a model: "linear, maintenance 0.4% on mark, ladder 5x to 150x in 9 classes, exposure
 * 0.0155, volume power 0.5".
 */
void lm_model_caption(const lm_model *model, char text[LM_CAPTION_SIZE]);

/* Writes the assumptions of a map, of any kind. Fails as lm_map_model() does. */
lm_status lm_map_caption(lm_host *host, const lm_map *map, const lm_map_info *info, char text[LM_CAPTION_SIZE]);

/* Writes the assumptions of a heatmap. */
void lm_heatmap_caption(const lm_heatmap *heatmap, char text[LM_CAPTION_SIZE * 2]);

/* Return the sentence that says what the amounts of a map, or of a heatmap, mean. */
const char *lm_map_amount_caption(const lm_map_info *info);
const char *lm_heatmap_amount_caption(const lm_heatmap *heatmap);

#endif

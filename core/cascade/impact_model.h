/* An impact model as a tree of JSON. Internal to the core. */
#ifndef LM_CASCADE_IMPACT_MODEL_H
#define LM_CASCADE_IMPACT_MODEL_H

#include "base/json_document.h"
#include "liqmap/impact.h"

/* Reads a share that feeds report, or its range. */
lm_status lm_json_node_reported(const lm_json_node *node, double reported[2]);

struct cJSON *lm_impact_model_json(const lm_impact_model *model);

#endif

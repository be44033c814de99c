/* Impact models as JSON nodes. Internal to the core. */
#ifndef LM_CASCADE_IMPACT_MODEL_H
#define LM_CASCADE_IMPACT_MODEL_H

#include "base/json_document.h"
#include "liqmap/impact.h"

/* Parses the share that feeds report: a number or a range. */
lm_status lm_json_node_reported(const lm_json_node *node, double reported[2]);

/* True if it is a range within what lm_json_node_reported() reads, or 0 and 0 for none. */
bool lm_reported_ok(const double reported[2]);

struct cJSON *lm_impact_model_json(const lm_impact_model *model);

#endif

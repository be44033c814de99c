/* Parts of the document of an impact model. Internal to the core. */
#ifndef LM_CASCADE_IMPACT_MODEL_H
#define LM_CASCADE_IMPACT_MODEL_H

#include "base/json_document.h"
#include "liqmap/impact.h"

/* Parses the share that feeds report: a number or a range. */
lm_status lm_json_node_reported(const lm_json_node *node, double reported[2]);

/* Returns `code` for what lm_json_node_reported() would refuse; 0 and 0, for no range, is accepted. */
lm_status lm_reported_check(lm_host *host, lm_status code, const double reported[2]);

typedef struct lm_named_number {
    const char *name;
    double number;
} lm_named_number;

/* Appends an impact model as lm_impact_model_print() does, with the numbers of its estimate under "estimate". */
lm_status lm_impact_model_print_estimated(lm_host *host, const lm_impact_model *model, const lm_named_number *numbers,
                                          size_t count, lm_buffer *out);

#endif

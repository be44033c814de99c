/* Margin rules as a part of other documents. Internal to the core; the rules themselves are in liqmap.h. */
#ifndef LM_MARGIN_RULES_H
#define LM_MARGIN_RULES_H

#include "base/document.h"

/* As lm_rules_read, from a node of any document. Rules not given are the ones of lm_rules_init. */
lm_status lm_rules_read_node(const lm_node *node, lm_rules *rules);

/* Amounts in coin that a replay can only place with a reference price: tiers, deductions or a fixed amount. */
bool lm_rules_need_reference(const lm_rules *rules);

/* The resolved rules: read back they are the same. NULL where memory ran out. */
struct cJSON *lm_rules_json(const lm_rules *rules);

#endif

/* Margin rules, which may name a venue, as a part of other documents. Internal to the core. */
#ifndef LM_MARGIN_VENUE_H
#define LM_MARGIN_VENUE_H

#include "base/json_document.h"
#include "liqmap/margin.h"

/* As lm_rules_read, from a node of any document. Rules not given are the ones of lm_rules_init. */
lm_status lm_rules_read_node(const lm_json_node *node, lm_rules *rules);

#endif

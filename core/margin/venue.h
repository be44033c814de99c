/* Margin rules as a part of other documents; they may name a venue. Internal to the core. */
#ifndef LM_MARGIN_VENUE_H
#define LM_MARGIN_VENUE_H

#include "base/json_document.h"
#include "liqmap/margin.h"

/* Parses rules as lm_rules_read() does, from a node of any document. Missing rules are those of lm_rules_init(). */
lm_status lm_rules_read_node(const lm_json_node *node, lm_rules *rules);

#endif

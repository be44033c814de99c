/* What else of the core reads venue documents. Internal to the core. */
#ifndef LM_MARGIN_VENUE_H
#define LM_MARGIN_VENUE_H

#include "base/document.h"

/*
 * The rules of {"venue","symbol","as_of"} at this node, where "venue" is a name or a whole document. Without a symbol
 * they are the venue's formula with the tiers of lm_rules_init, for a document that brings its own.
 */
lm_status lm_venue_read_node(const lm_node *node, lm_rules *rules);

#endif

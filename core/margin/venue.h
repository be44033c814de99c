/* The venue documents that are built in, and what else of the core reads them. Internal to the core. */
#ifndef LM_MARGIN_VENUE_H
#define LM_MARGIN_VENUE_H

#include "base/document.h"

/* A file of core/margin/venues, which the Makefile makes into C. */
typedef struct lm_venue_document {
    const char *name; /* NULL behind the last */
    const unsigned char *json;
    size_t size;
} lm_venue_document;

extern const lm_venue_document lm_venue_documents[];

/*
 * The rules of {"venue","symbol","as_of"} at this node, where "venue" is a name or a whole document. Without a symbol
 * they are the venue's formula with the tiers of lm_rules_init, for a document that brings its own.
 */
lm_status lm_venue_read_node(const lm_node *node, lm_rules *rules);

#endif

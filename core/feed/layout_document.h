/* Reads the document of a layout. Internal to the feed module. */
#ifndef LM_FEED_LAYOUT_DOCUMENT_H
#define LM_FEED_LAYOUT_DOCUMENT_H

#include "base/json_document.h"
#include "feed/layout.h"

/* Reads a document into a layout that is zero except for its name. */
lm_status lm_layout_read_node(const lm_json_node *root, lm_layout *layout);

#endif

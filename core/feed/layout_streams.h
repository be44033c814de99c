/* The streams of a layout that is being read. Internal to the files of layouts. */
#ifndef LM_FEED_LAYOUT_STREAMS_H
#define LM_FEED_LAYOUT_STREAMS_H

#include "base/json_document.h"
#include "feed/layout.h"

/* Reads the trades, candles, gauges and liquidations of a document, after the columns of its two formats. */
lm_status lm_layout_read_streams(const lm_json_node *root, lm_layout *layout);

#endif

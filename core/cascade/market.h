/* A market as a tree of JSON. Internal to the core. */
#ifndef LM_CASCADE_MARKET_H
#define LM_CASCADE_MARKET_H

#include "base/document.h"
#include "liqmap/impact.h"

/* Reads a share that feeds report, or its range. */
lm_status lm_node_reported(const lm_node *node, double reported[2]);

struct cJSON *lm_market_json(const lm_market *market);

#endif

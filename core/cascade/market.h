/* A market as a tree of JSON. Internal to the core. */
#ifndef LM_CASCADE_MARKET_H
#define LM_CASCADE_MARKET_H

#include "base/document.h"

struct cJSON *lm_market_json(const lm_market *market);

#endif

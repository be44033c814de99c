/* Names near a word that is not one of them: what a hint lists. Internal to the core. */
#ifndef LM_BASE_NEAR_H
#define LM_BASE_NEAR_H

#include "base/host.h"

#define LM_NEAR_NAMES 5

/* The nearest names of all that were offered. They are kept as pointers. */
typedef struct lm_near {
    const char *word;
    size_t length;
    int count, offered;
    const char *names[LM_NEAR_NAMES];
    size_t distances[LM_NEAR_NAMES];
} lm_near;

void lm_near_begin(lm_near *near, const char *word, size_t length);
void lm_near_offer(lm_near *near, const char *name);

/* "Did you mean binance-usdm or binance-coinm?", or what there is if nothing is near. */
void lm_near_hint(const lm_near *near, char *hint, size_t size);

#endif

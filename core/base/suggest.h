/* Names near a word that is not one of them: what a hint lists. Internal to the core. */
#ifndef LM_BASE_SUGGEST_H
#define LM_BASE_SUGGEST_H

#include "base/host.h"

#define LM_SUGGEST_NAMES 5

/* The nearest names of all that were offered. They are kept as pointers. */
typedef struct lm_suggest {
    const char *word;
    size_t length;
    int count, offered;
    const char *names[LM_SUGGEST_NAMES];
    size_t distances[LM_SUGGEST_NAMES];
} lm_suggest;

void lm_suggest_begin(lm_suggest *near, const char *word, size_t length);
void lm_suggest_add(lm_suggest *near, const char *name);

/* "Did you mean binance-usdm or binance-coinm?", or what there is if nothing is near. */
void lm_suggest_hint(const lm_suggest *near, char *hint, size_t size);

#endif

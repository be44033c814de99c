/* Suggestions for the hint of an error: the names most similar to an unknown word. Internal to the core. */
#ifndef LM_BASE_SUGGEST_H
#define LM_BASE_SUGGEST_H

#include "base/host.h"

#define LM_SUGGEST_NAMES 5

/* The most similar of the added names. Only pointers to the names are kept. */
typedef struct lm_suggest {
    const char *word;
    size_t length;
    int count, added;
    const char *names[LM_SUGGEST_NAMES];
    size_t distances[LM_SUGGEST_NAMES];
} lm_suggest;

void lm_suggest_begin(lm_suggest *suggest, const char *word, size_t length);
void lm_suggest_add(lm_suggest *suggest, const char *name);

/* Writes "Did you mean binance-usdm or binance-coinm?", or the list of names if none is similar. */
void lm_suggest_hint(const lm_suggest *suggest, char *hint, size_t size);

#endif

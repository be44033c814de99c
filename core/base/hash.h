/* SHA-256, as a Content-Security-Policy names a script. Internal to the core. */
#ifndef LM_BASE_HASH_H
#define LM_BASE_HASH_H

#include "base/host.h"

typedef struct lm_hash {
    uint32_t state[8];
    uint64_t size;
    uint8_t block[64];
} lm_hash;

void lm_hash_begin(lm_hash *hash);
void lm_hash_add(lm_hash *hash, const void *data, size_t size);

#define LM_HASH_TEXT 45
/* The hash in base64. */
void lm_hash_end(lm_hash *hash, char text[LM_HASH_TEXT]);

#endif

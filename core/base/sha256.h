/* SHA-256 in the form of a Content-Security-Policy source. Internal to the core. */
#ifndef LM_BASE_SHA256_H
#define LM_BASE_SHA256_H

#include "base/host.h"

typedef struct lm_sha256 {
    uint32_t state[8];
    uint64_t size;
    uint8_t block[64];
} lm_sha256;

void lm_sha256_begin(lm_sha256 *hash);
void lm_sha256_add(lm_sha256 *hash, const void *data, size_t size);

#define LM_HASH_TEXT 45
/* Writes the hash in base64. */
void lm_sha256_end(lm_sha256 *hash, char text[LM_HASH_TEXT]);

#endif

/* The content of a feed, which comes in chunks of any cut. Internal to the feed module. */
#ifndef LM_FEED_INPUT_H
#define LM_FEED_INPUT_H

#include "base/host.h"

/* Bytes that were given and not read yet. All offsets are from `data`. */
typedef struct lm_input {
    uint8_t *data;
    size_t capacity; /* 0: the bytes are the caller's */
    size_t begin, size;
    size_t lines_end; /* behind the last line end */
    size_t zero;      /* first byte of value 0; SIZE_MAX: none */
    bool final;       /* no more chunks follow */
    uint8_t last;     /* last byte of all content */
} lm_input;

/* The most bytes of a row or a value of JSON that comes in chunks. */
#define LM_INPUT_MAX_VALUE ((size_t)256 << 20)

void lm_input_init(lm_input *input);

/* Takes content that stays with the caller, and that nothing follows. */
void lm_input_borrow(lm_input *input, lm_bytes content);

/* Adds a copy of a chunk. LM_E_LIMIT if more than LM_INPUT_MAX_VALUE bytes wait to be read. */
lm_status lm_input_add(lm_host *host, lm_input *input, lm_bytes chunk);

/* The bytes to read: those before a byte of value 0; with `lines`, up to the last line end unless they are final. */
lm_bytes lm_input_text(const lm_input *input, bool lines);

/* Tells whether what lm_input_text() returns is followed by nothing. */
bool lm_input_is_final(const lm_input *input);

/* Moves the beginning to a position in the text. */
void lm_input_read_to(lm_input *input, const void *position);

void lm_input_free(lm_host *host, lm_input *input);

#endif

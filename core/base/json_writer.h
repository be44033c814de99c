/*
 * A streaming JSON writer. A tree of cJSON is right for documents (base/json_document.h), but a chart may have a
 * hundred thousand rows, and no tree may exist while the host allocates memory. So this writes directly into the
 * buffer. Internal to the core.
 *
 * Numbers are the shortest decimals that parse to the same double, in every locale; a number that is not finite is
 * null. Each byte of text that is not UTF-8 becomes U+FFFD. After the first failure nothing more is written, and
 * lm_writer_end() returns the failure, so that the caller checks one status.
 */
#ifndef LM_BASE_JSON_WRITER_H
#define LM_BASE_JSON_WRITER_H

#include "base/host.h"

typedef struct lm_writer {
    lm_host *host;
    lm_buffer *out;
    size_t begin; /* offset of the JSON in the buffer */
    lm_status status;
    bool first; /* the next value is the first of its array or object: no comma before it */
    size_t written;
} lm_writer;

void lm_writer_begin(lm_writer *writer, lm_host *host, lm_buffer *out);
/* Returns the status; after a failure removes the JSON from the buffer. */
lm_status lm_writer_end(lm_writer *writer);

/* Writes bytes unchanged. Calls the interrupt function every 64 KiB. */
void lm_write_raw(lm_writer *writer, const char *json, size_t length);

/*
 * Write values. Keys are plain ASCII, and NULL in an array and at the top. After lm_write_key() the caller writes the
 * value by other means.
 */
void lm_write_key(lm_writer *writer, const char *key);
void lm_write_object(lm_writer *writer, const char *key);
void lm_write_array(lm_writer *writer, const char *key);
void lm_write_end_object(lm_writer *writer);
void lm_write_end_array(lm_writer *writer);
void lm_write_number(lm_writer *writer, const char *key, double value);
void lm_write_count(lm_writer *writer, const char *key, int64_t value);
void lm_write_flag(lm_writer *writer, const char *key, bool value);
void lm_write_null(lm_writer *writer, const char *key);
void lm_write_text(lm_writer *writer, const char *key, const char *text, size_t length);
void lm_write_words(lm_writer *writer, const char *key, const char *text);
/* Writes a time as ISO 8601, in UTC. */
void lm_write_time(lm_writer *writer, const char *key, int64_t time);
/* Writes a value that is already JSON. */
void lm_write_json(lm_writer *writer, const char *key, const char *json, size_t length);

#endif

/*
 * JSON that is written as it comes. A tree of cJSON is right for documents (base/document.h), but a picture may have a
 * hundred thousand rows, and no tree may stand while the host is asked for memory: so this goes straight into the
 * buffer, and a tree never is. Internal to the core.
 *
 * Numbers are the shortest decimals that read back as the same double, in every locale; what is not finite is null. Text
 * that is not UTF-8 gets U+FFFD for each byte that is not. The first failure stays, and what comes after it is not
 * written: look at the status once, at the end.
 */
#ifndef LM_BASE_JSON_WRITER_H
#define LM_BASE_JSON_WRITER_H

#include "base/host.h"

typedef struct lm_writer {
    lm_host *host;
    lm_buffer *out;
    size_t begin; /* of the JSON in the buffer */
    lm_status status;
    bool first; /* in the array or object that is open: no comma before what comes */
    size_t written;
} lm_writer;

void lm_writer_begin(lm_writer *writer, lm_host *host, lm_buffer *out);
/* The status; what failed leaves nothing in the buffer. */
lm_status lm_writer_end(lm_writer *writer);

/* Bytes as they stand. Looks at the interrupt hook from time to time. */
void lm_write_raw(lm_writer *writer, const char *json, size_t length);

/* Keys are plain ASCII, and NULL in an array and at the top. lm_write_key is for a value that someone else writes. */
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
/* As ISO 8601, in UTC. */
void lm_write_time(lm_writer *writer, const char *key, int64_t time);
/* A value that is JSON already. */
void lm_write_json(lm_writer *writer, const char *key, const char *json, size_t length);

#endif

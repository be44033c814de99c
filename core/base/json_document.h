/*
 * JSON documents whose errors name the path. Internal to the core.
 *
 * cJSON allocates with malloc, and a host may leave by longjmp. So a document is parsed, read into plain structs and
 * freed without a call to the host in between. For this reason these functions use lm_host only for the text of an
 * error, and a function that reads a document must not allocate.
 *
 *     static lm_status parse_model(const lm_json_node *root, void *model);
 *
 *     LM_TRY(lm_json_document_read(host, "model", json, length, parse_model, model));
 */
#ifndef LM_BASE_JSON_DOCUMENT_H
#define LM_BASE_JSON_DOCUMENT_H

#include "base/host.h"

struct cJSON;

typedef struct lm_json_document {
    lm_host *host;
    struct cJSON *root;
    const char *subject; /* name of the document in errors: "model", "options" */
} lm_json_document;

/* A value in a document, with the chain of its parents up to the root; errors print it as $.leverage[3].share. */
typedef struct lm_json_node {
    lm_json_document *document;
    const struct lm_json_node *parent;
    const struct cJSON *item;
    int index; /* >= 0 in an array, else -1 */
} lm_json_node;

/*
 * Parses a document. LM_E_DOCUMENT for text that is not exactly one JSON object, or has a number of over 60 characters;
 * LM_E_LIMIT for more than LM_MAX_DOCUMENT bytes.
 */
lm_status lm_json_document_init(lm_host *host, lm_json_document *document, const char *subject, const char *json,
                                size_t length);
void lm_json_document_free(lm_json_document *document);
lm_json_node lm_json_document_root(lm_json_document *document);

/* Parses a document, calls `reader` with its root and `result`, and frees the document. */
typedef lm_status lm_json_reader(const lm_json_node *root, void *result);
lm_status lm_json_document_read(lm_host *host, const char *subject, const char *json, size_t length,
                                lm_json_reader *reader, void *result);

/* Returns LM_E_DOCUMENT with the path of the node: "model: $.leverage[3].share must be above 0". */
lm_status lm_json_node_fail(const lm_json_node *node, const char *message, ...) LM_PRINTF(2, 3) __attribute__((cold));

/* Checks that the node is an object with only these keys, each at most once. NULL ends `keys`. */
lm_status lm_json_node_keys(const lm_json_node *node, const char *const *keys);

/* Finds a member of an object; false if the key is missing. */
bool lm_json_node_member(const lm_json_node *object, const char *key, lm_json_node *member);

/* Checks that the node is an array of `least` to `most` elements, and counts them. */
lm_status lm_json_node_array(const lm_json_node *node, int least, int most, int *count);
void lm_json_node_element(const lm_json_node *array, int index, lm_json_node *element);

/* The value of `least` for a number or duration that must be above 0. */
#define LM_ABOVE_ZERO 2.2250738585072014e-308

/*
 * Read a value of a type. The lm_json_member_* functions leave *value unchanged if the key is missing. -0 is read as 0.
 */
lm_status lm_json_node_number(const lm_json_node *node, double least, double most,
                              double *value);                                   /* finite, in [least, most] */
lm_status lm_json_node_text(const lm_json_node *node, char *text, size_t size); /* must fit with its final zero */
bool lm_json_node_is_text(const lm_json_node *node);
bool lm_json_node_is_bool(const lm_json_node *node);
bool lm_json_node_is_object(const lm_json_node *node);
lm_status lm_json_member_number(const lm_json_node *object, const char *key, double least, double most, double *value);
lm_status lm_json_member_text(const lm_json_node *object, const char *key, char *text, size_t size);
lm_status lm_json_member_bool(const lm_json_node *object, const char *key, bool *value);
/* Reads one of `words` (NULL ends the list) as its index. */
lm_status lm_json_member_word(const lm_json_node *object, const char *key, const char *const *words, int *index);
/* Reads a number of seconds, or text such as "5 min", "12 h", "1.5 d", in seconds. */
lm_status lm_json_member_duration(const lm_json_node *object, const char *key, double least_s, double most_s,
                                  double *seconds);
/* Reads a number of seconds since 1970, or text such as "2026-01-01 12:30Z", in microseconds. */
lm_status lm_json_node_time(const lm_json_node *node, int64_t *time);

/*
 * Write JSON with a tree of cJSON. The tree is printed into a buffer on the stack and deleted before the host allocates
 * memory. lm_json_number() keeps every bit of a number. lm_json_add() takes ownership of the item, also when it fails
 * for lack of memory (item or parent NULL included); key NULL adds to an array. lm_json_append() takes ownership of the
 * tree; NULL is LM_E_MEMORY, so a writer may pass the NULL of a failed build.
 */
struct cJSON *lm_json_number(double number);
bool lm_json_add(struct cJSON *parent, const char *key, struct cJSON *item);
bool lm_json_add_number(struct cJSON *parent, const char *key, double number);
lm_status lm_json_append(lm_host *host, struct cJSON *json, lm_buffer *out);

#endif

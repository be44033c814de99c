/*
 * JSON documents whose errors name the path. Internal to the core.
 *
 * cJSON allocates with malloc, and a host may leave by longjmp: so a document is parsed, read into plain structs and
 * freed without any call to the host in between. That is why these functions take an lm_host only for the text of an
 * error, and why what reads a document must not allocate.
 *
 *     static lm_status read_model(const lm_json_node *root, void *model);
 *
 *     LM_TRY(lm_json_document_read(host, "model", json, length, read_model, model));
 */
#ifndef LM_BASE_JSON_DOCUMENT_H
#define LM_BASE_JSON_DOCUMENT_H

#include "base/host.h"

struct cJSON;

typedef struct lm_json_document {
    lm_host *host;
    struct cJSON *root;
    const char *subject; /* what errors call it: "model", "options" */
} lm_json_document;

/* Where in a document we are: a chain up to the root, printed as $.leverage[3].share. */
typedef struct lm_json_node {
    lm_json_document *document;
    const struct lm_json_node *parent;
    const struct cJSON *item;
    int index; /* >= 0 in an array, else -1 */
} lm_json_node;

#define LM_JSON_DOCUMENT_MAX ((size_t)1 << 20) /* bytes of text */

/*
 * LM_E_DOCUMENT for what is not one JSON object, has trailing text, or a number of over 60 characters; LM_E_LIMIT for a
 * text over LM_JSON_DOCUMENT_MAX.
 */
lm_status lm_json_document_init(lm_host *host, lm_json_document *document, const char *subject, const char *json,
                                size_t length);
void lm_json_document_free(lm_json_document *document);
lm_json_node lm_json_document_root(lm_json_document *document);

/* Opens a document, hands its root to `reader` together with `result`, and closes it. */
typedef lm_status lm_json_reader(const lm_json_node *root, void *result);
lm_status lm_json_document_read(lm_host *host, const char *subject, const char *json, size_t length,
                                lm_json_reader *reader, void *result);

/* LM_E_DOCUMENT at this node: "model: $.leverage[3].share must be above 0". */
lm_status lm_json_node_fail(const lm_json_node *node, const char *message, ...)
    __attribute__((format(printf, 2, 3), cold));

/* The node is an object and has none but these keys, each at most once. `keys` ends with NULL. */
lm_status lm_json_node_keys(const lm_json_node *node, const char *const *keys);

/* Member of an object; false when it is left out. */
bool lm_json_node_member(const lm_json_node *object, const char *key, lm_json_node *member);

/* The node must be an array of `least` to `most` elements. */
lm_status lm_json_node_array(const lm_json_node *node, int least, int most, int *count);
void lm_json_node_element(const lm_json_node *array, int index, lm_json_node *element);

/* As `least` of a number or a duration: above 0. */
#define LM_ABOVE_ZERO 2.2250738585072014e-308

/* Typed reads. The lm_json_member_* forms leave *value alone where the key is left out. A -0 is read as 0. */
lm_status lm_json_node_number(const lm_json_node *node, double least, double most,
                              double *value);                                   /* finite, in [least, most] */
lm_status lm_json_node_text(const lm_json_node *node, char *text, size_t size); /* fits with its closing zero */
bool lm_json_node_is_text(const lm_json_node *node);
lm_status lm_json_member_number(const lm_json_node *object, const char *key, double least, double most, double *value);
lm_status lm_json_member_text(const lm_json_node *object, const char *key, char *text, size_t size);
lm_status lm_json_member_bool(const lm_json_node *object, const char *key, bool *value);
/* One of `words` (ends with NULL), as its index. */
lm_status lm_json_member_word(const lm_json_node *object, const char *key, const char *const *words, int *index);
/* A number of seconds, or text such as "5 min", "12 h", "1.5 d", in seconds. */
lm_status lm_json_member_duration(const lm_json_node *object, const char *key, double least_s, double most_s,
                                  double *seconds);
/* A number of seconds since 1970, or text such as "2026-01-01 12:30Z". */
lm_status lm_json_node_time(const lm_json_node *node, int64_t *time);

/*
 * Writing: a tree of cJSON, printed into a buffer on the stack and deleted before the host is asked for memory. Numbers
 * are put in with lm_json_number, which keeps every bit. lm_json_add takes the item over, also where it fails for want
 * of memory (item or parent NULL included); key NULL adds to an array. lm_json_append takes the tree over; NULL is
 * LM_E_MEMORY, so a writer may hand on what a failed build left it with.
 */
struct cJSON *lm_json_number(double number);
bool lm_json_add(struct cJSON *parent, const char *key, struct cJSON *item);
lm_status lm_json_append(lm_host *host, struct cJSON *json, lm_buffer *out);

#endif

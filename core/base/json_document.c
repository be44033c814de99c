#include "base/json_document.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/bytes.h"
#include "base/number.h"
#include "base/time.h"

#define PATH_SIZE 160
#define NAME_SIZE 48
#define NUMBER_MAX 60 /* cJSON copies a number into 64 bytes and would cut a longer one */
#define PRINT_SIZE 32768

/* ---- parsing: cJSON accepts more than JSON, so the text is checked first */

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && lm_is_digit(*at))
        at++;
    return at;
}

/* Returns the end of a number in the grammar of JSON, or NULL. */
static const char *skip_number(const char *at, const char *end)
{
    const char *from;
    if (at < end && *at == '-')
        at++;
    from = at;
    at = skip_digits(at, end);
    if (at == from || (*from == '0' && at - from > 1))
        return NULL;
    if (at < end && *at == '.') {
        from = ++at;
        at = skip_digits(at, end);
        if (at == from)
            return NULL;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        from = at;
        at = skip_digits(at, end);
        if (at == from)
            return NULL;
    }
    return at;
}

/*
 * Returns the end of a string that begins at its quote, or NULL. Control characters are an error, and \u0000, which
 * would end the C string early.
 */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end; at++) {
        if (*at == '"')
            return at + 1;
        if ((unsigned char)*at < 0x20)
            return NULL;
        if (*at == '\\') {
            if (end - at >= 6 && memcmp(at, "\\u0000", 6) == 0)
                return NULL;
            at++;
        }
    }
    return NULL;
}

static lm_status fail_syntax(lm_host *host, const char *subject, size_t position)
{
    return lm_fail(host, LM_E_DOCUMENT, NULL, "%s: not valid JSON at character %zu", subject, position + 1);
}

static lm_status check_text(lm_host *host, const char *subject, const char *json, size_t length)
{
    const char *const end = json + length;
    const char *next;
    for (const char *at = json; at < end; at = next) {
        if (*at == '"') {
            next = skip_string(at, end);
        } else if (*at == '-' || lm_is_digit(*at)) {
            next = skip_number(at, end);
            if (next && next - at > NUMBER_MAX)
                return lm_fail(host, LM_E_DOCUMENT, "17 digits hold every bit of a number.",
                               "%s: the number at character %zu has more than %d characters", subject,
                               (size_t)(at - json) + 1, NUMBER_MAX);
        } else {
            const bool allowed = (*at >= 0x20 && *at < 0x7f) || *at == '\t' || *at == '\n' || *at == '\r';
            next = allowed ? at + 1 : NULL;
        }
        if (!next)
            return fail_syntax(host, subject, (size_t)(at - json));
    }
    return LM_OK;
}

lm_status lm_json_document_init(lm_host *host, lm_json_document *document, const char *subject, const char *json,
                                size_t length)
{
    const char *end = NULL;
    if (length > LM_MAX_DOCUMENT)
        return lm_fail(host, LM_E_LIMIT, NULL, "%s: more than %zu bytes of JSON", subject, LM_MAX_DOCUMENT);
    if (length == 0)
        return fail_syntax(host, subject, 0);
    LM_TRY(check_text(host, subject, json, length));
    errno = 0;
    cJSON *root = cJSON_ParseWithLengthOpts(json, length, &end, 0);
    if (!root && errno == ENOMEM)
        return lm_out_of_memory(host, length);
    if (!root)
        return fail_syntax(host, subject, end && end > json ? (size_t)(end - json) : 0);
    while (end < json + length && strchr(" \t\n\r", *end))
        end++;
    if (end < json + length) {
        cJSON_Delete(root);
        return lm_fail(host, LM_E_DOCUMENT, NULL, "%s: text after the JSON document, at character %zu", subject,
                       (size_t)(end - json) + 1);
    }
    *document = (lm_json_document){host, root, subject};
    const lm_json_node top = lm_json_document_root(document);
    if (!cJSON_IsObject(root)) {
        const lm_status status = lm_json_node_fail(&top, "must be an object");
        lm_json_document_free(document);
        return status;
    }
    return LM_OK;
}

void lm_json_document_free(lm_json_document *document)
{
    cJSON_Delete(document->root);
    document->root = NULL;
}

lm_json_node lm_json_document_root(lm_json_document *document)
{
    return (lm_json_node){document, NULL, document->root, -1};
}

lm_status lm_json_document_read(lm_host *host, const char *subject, const char *json, size_t length,
                                lm_json_reader *reader, void *result)
{
    lm_json_document document;
    LM_TRY(lm_json_document_init(host, &document, subject, json, length));
    const lm_json_node root = lm_json_document_root(&document);
    const lm_status status = reader(&root, result);
    lm_json_document_free(&document);
    return status;
}

/* ---- errors */

/* Makes text from outside safe for a message: short, printable ASCII only. */
static const char *printable(const char *raw, char name[NAME_SIZE])
{
    size_t used = 0;
    for (; *raw && used < NAME_SIZE - 4; raw++)
        name[used++] = *raw >= 0x20 && *raw < 0x7f ? *raw : '?';
    strcpy(name + used, *raw ? "..." : "");
    return name;
}

static size_t write_path(const lm_json_node *node, char path[PATH_SIZE])
{
    if (!node->parent)
        return (size_t)snprintf(path, PATH_SIZE, "$");
    size_t used = write_path(node->parent, path);
    if (node->index >= 0) {
        used += (size_t)snprintf(path + used, PATH_SIZE - used, "[%d]", node->index);
    } else {
        char name[NAME_SIZE];
        used += (size_t)snprintf(path + used, PATH_SIZE - used, ".%s", printable(node->item->string, name));
    }
    return used < PATH_SIZE ? used : PATH_SIZE - 1;
}

lm_status lm_json_node_fail(const lm_json_node *node, const char *message, ...)
{
    char path[PATH_SIZE], text[192];
    va_list arguments;
    va_start(arguments, message);
    vsnprintf(text, sizeof text, message, arguments);
    va_end(arguments);
    write_path(node, path);
    return lm_fail(node->document->host, LM_E_DOCUMENT, NULL, "%s: %s %s", node->document->subject, path, text);
}

static lm_status fail_unknown_key(const lm_json_node *node, const char *key, const char *const *keys)
{
    char path[PATH_SIZE], name[NAME_SIZE], hint[224] = "Known keys:";
    for (size_t used = strlen(hint); *keys && used < sizeof hint; keys++)
        used += (size_t)snprintf(hint + used, sizeof hint - used, " %s%s", *keys, keys[1] ? "," : ".");
    write_path(node, path);
    return lm_fail(node->document->host, LM_E_DOCUMENT, hint, "%s: %s has an unknown key \"%s\"",
                   node->document->subject, path, printable(key, name));
}

static lm_status fail_range(const lm_json_node *node, double value, double least, double most)
{
    char given[LM_NUMBER_SIZE], low[LM_NUMBER_SIZE], high[LM_NUMBER_SIZE];
    lm_number_text(value, given);
    lm_number_text(least, low);
    lm_number_text(most, high);
    if (least == LM_ABOVE_ZERO && (!lm_finite(most) || value <= 0))
        return lm_json_node_fail(node, "must be above 0, not %s", given);
    if (!lm_finite(most))
        return lm_json_node_fail(node, "must be at least %s, not %s", low, given);
    if (!lm_finite(least) || least == LM_ABOVE_ZERO)
        return lm_json_node_fail(node, "must be at most %s, not %s", high, given);
    return lm_json_node_fail(node, "must be from %s to %s, not %s", low, high, given);
}

/* ---- reading */

lm_status lm_json_node_keys(const lm_json_node *node, const char *const *keys)
{
    const cJSON *item;
    if (!cJSON_IsObject(node->item))
        return lm_json_node_fail(node, "must be an object");
    cJSON_ArrayForEach(item, node->item)
    {
        const char *const *known = keys;
        while (*known && strcmp(*known, item->string) != 0)
            known++;
        if (!*known)
            return fail_unknown_key(node, item->string, keys);
        for (const cJSON *before = node->item->child; before != item; before = before->next) {
            const lm_json_node repeated = {node->document, node, item, -1};
            if (strcmp(before->string, item->string) == 0)
                return lm_json_node_fail(&repeated, "is given twice");
        }
    }
    return LM_OK;
}

bool lm_json_node_member(const lm_json_node *object, const char *key, lm_json_node *member)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object->item, key);
    if (!item)
        return false;
    *member = (lm_json_node){object->document, object, item, -1};
    return true;
}

lm_status lm_json_node_array(const lm_json_node *node, int least, int most, int *count)
{
    if (!cJSON_IsArray(node->item))
        return lm_json_node_fail(node, "must be an array");
    const int size = cJSON_GetArraySize(node->item);
    if (size < least || size > most)
        return lm_json_node_fail(node, "must have %d to %d elements, not %d", least, most, size);
    *count = size;
    return LM_OK;
}

void lm_json_node_element(const lm_json_node *array, int index, lm_json_node *element)
{
    *element = (lm_json_node){array->document, array, cJSON_GetArrayItem(array->item, index), index};
}

static lm_status check_range(const lm_json_node *node, double value, double least, double most)
{
    return value >= least && value <= most ? LM_OK : fail_range(node, value, least, most);
}

lm_status lm_json_node_number(const lm_json_node *node, double least, double most, double *value)
{
    if (!cJSON_IsNumber(node->item))
        return lm_json_node_fail(node, "must be a number");
    const double number = node->item->valuedouble + 0.0; /* -0 becomes 0 */
    if (!lm_finite(number))
        return lm_json_node_fail(node, "is too large for a number");
    LM_TRY(check_range(node, number, least, most));
    *value = number;
    return LM_OK;
}

bool lm_json_node_is_text(const lm_json_node *node)
{
    return cJSON_IsString(node->item);
}

bool lm_json_node_is_bool(const lm_json_node *node)
{
    return cJSON_IsBool(node->item);
}

bool lm_json_node_is_object(const lm_json_node *node)
{
    return cJSON_IsObject(node->item);
}

lm_status lm_json_node_text(const lm_json_node *node, char *text, size_t size)
{
    if (!lm_json_node_is_text(node))
        return lm_json_node_fail(node, "must be text");
    const size_t length = strlen(node->item->valuestring);
    if (length >= size)
        return lm_json_node_fail(node, "must be at most %zu bytes long, not %zu", size - 1, length);
    memcpy(text, node->item->valuestring, length + 1);
    return LM_OK;
}

lm_status lm_json_member_number(const lm_json_node *object, const char *key, double least, double most, double *value)
{
    lm_json_node member;
    return lm_json_node_member(object, key, &member) ? lm_json_node_number(&member, least, most, value) : LM_OK;
}

lm_status lm_json_member_text(const lm_json_node *object, const char *key, char *text, size_t size)
{
    lm_json_node member;
    return lm_json_node_member(object, key, &member) ? lm_json_node_text(&member, text, size) : LM_OK;
}

lm_status lm_json_member_bool(const lm_json_node *object, const char *key, bool *value)
{
    lm_json_node member;
    if (!lm_json_node_member(object, key, &member))
        return LM_OK;
    if (!cJSON_IsBool(member.item))
        return lm_json_node_fail(&member, "must be true or false");
    *value = cJSON_IsTrue(member.item);
    return LM_OK;
}

lm_status lm_json_member_word(const lm_json_node *object, const char *key, const char *const *words, int *index)
{
    lm_json_node member;
    char list[128] = "", name[NAME_SIZE];
    size_t used = 0;
    if (!lm_json_node_member(object, key, &member))
        return LM_OK;
    if (!lm_json_node_is_text(&member))
        return lm_json_node_fail(&member, "must be text");
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], member.item->valuestring) == 0) {
            *index = i;
            return LM_OK;
        }
        if (used < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s\"%s\"", i ? ", " : "", words[i]);
    }
    return lm_json_node_fail(&member, "must be one of %s, not \"%s\"", list, printable(member.item->valuestring, name));
}

lm_status lm_json_member_duration(const lm_json_node *object, const char *key, double least_s, double most_s,
                                  double *seconds)
{
    lm_json_node member;
    double value;
    if (!lm_json_node_member(object, key, &member))
        return LM_OK;
    if (cJSON_IsNumber(member.item))
        return lm_json_node_number(&member, least_s, most_s, seconds);
    if (!lm_json_node_is_text(&member) || !lm_duration_read(member.item->valuestring, &value))
        return lm_json_node_fail(&member, "must be seconds, or text such as \"30 s\", \"5 min\", \"12 h\", \"1.5 d\"");
    LM_TRY(check_range(&member, value, least_s, most_s));
    *seconds = value;
    return LM_OK;
}

lm_status lm_json_node_time(const lm_json_node *node, int64_t *time)
{
    double seconds;
    if (cJSON_IsNumber(node->item)) {
        LM_TRY(lm_json_node_number(node, -4e12, 4e12, &seconds));
        const int64_t whole = (int64_t)seconds;
        *time = whole * LM_SECOND + __builtin_llrint((seconds - (double)whole) * (double)LM_SECOND);
        return LM_OK;
    }
    int64_t parsed;
    if (!lm_json_node_is_text(node) || !lm_time_of_text(node->item->valuestring, &parsed) || parsed == INT64_MAX)
        return lm_json_node_fail(node, "must be seconds since 1970, or text such as \"2026-01-31 12:30Z\"");
    *time = parsed;
    return LM_OK;
}

/* ---- writing */

cJSON *lm_json_number(double number)
{
    char text[LM_NUMBER_SIZE];
    return cJSON_CreateRaw(lm_finite(number) ? lm_number_text(number, text) : "null");
}

bool lm_json_add(cJSON *parent, const char *key, cJSON *item)
{
    if (parent && item && (key ? cJSON_AddItemToObject(parent, key, item) : cJSON_AddItemToArray(parent, item)))
        return true;
    cJSON_Delete(item);
    return false;
}

bool lm_json_add_number(cJSON *parent, const char *key, double number)
{
    return lm_json_add(parent, key, lm_json_number(number));
}

lm_status lm_json_append(lm_host *host, cJSON *json, lm_buffer *out)
{
    char text[PRINT_SIZE];
    if (!json)
        return lm_out_of_memory(host, PRINT_SIZE);
    const bool printed = cJSON_PrintPreallocated(json, text, PRINT_SIZE, 0);
    cJSON_Delete(json);
    if (!printed)
        return lm_fail(host, LM_E_LIMIT, NULL, "more than %d bytes of JSON", PRINT_SIZE);
    return lm_buffer_append(host, out, text, strlen(text));
}

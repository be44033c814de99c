/* JSON: a sequence of values, one in each line or not, each with one row or many. */
#include "feed/escapes.h"
#include "feed/json_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_BETWEEN_INTERRUPTS = 1 << 20 };

/* ---- paths */

/* A step of a path such as "data[].price": a name, or an index of an array. next_step() removes it from the path. */
typedef struct step {
    bool indexed, all;
    size_t index;
    const char *name;
    size_t length;
} step;

static bool next_step(const char **path, step *step)
{
    const char *at = *path + (**path == '.');
    *step = (struct step){0};
    if (!*at)
        return false;
    if (*at == '[') {
        char *close;
        step->indexed = true;
        step->all = at[1] == ']';
        step->index = step->all ? 0 : strtoul(at + 1, &close, 10);
        *path = strchr(at, ']') + 1;
        return true;
    }
    step->name = at;
    step->length = strcspn(at, ".[");
    *path = at + step->length;
    return true;
}

static bool has_name(const lm_json_value *value, const step *step)
{
    char name[6 * LM_LAYOUT_NAME_SIZE];
    lm_bytes key = value->key;
    if (LM_UNLIKELY(key.size > step->length && key.size <= sizeof name && lm_has_escape(key))) {
        const long size = lm_escapes_resolve(key, name);
        key = (lm_bytes){(const uint8_t *)name, size < 0 ? 0 : (size_t)size};
    }
    return key.size == step->length && memcmp(key.data, step->name, step->length) == 0;
}

/* Follows one step from value *at to a member or element; false if there is none. */
static bool follow_step(lm_json *json, const step *step, uint32_t *at)
{
    const lm_json_value *value = &json->values[*at];
    if (value->kind != (step->indexed ? LM_JSON_ARRAY : LM_JSON_OBJECT))
        return false;
    size_t count = 0;
    for (uint32_t i = *at + 1; i < value->after; i = json->values[i].after) {
        json->steps++;
        if (step->indexed ? count++ == step->index : has_name(&json->values[i], step)) {
            *at = i;
            return true;
        }
    }
    return false;
}

static bool follow_path(lm_json *json, const char *path, uint32_t *at)
{
    step step;
    while (next_step(&path, &step))
        if (!follow_step(json, &step, at))
            return false;
    return true;
}

/*
 * Finds a field of a row; a field that the row does not have is searched in the values that contain the row. NULL if none
 * has it.
 */
static const lm_json_value *field_of(lm_json *json, const char *path, uint32_t row)
{
    for (;;) {
        uint32_t at = row;
        if (follow_path(json, path, &at))
            return &json->values[at];
        if (json->values[row].parent == row)
            return NULL;
        row = json->values[row].parent;
    }
}

static lm_status add_row(lm_host *host, lm_json *json, uint32_t at)
{
    LM_TRY(LM_RESERVE(host, json->rows, json->row_capacity, json->row_count + 1));
    json->rows[json->row_count++] = at;
    return LM_OK;
}

/* Adds every value of a path as a row. *present tells whether the path exists, even if it ends at an empty array. */
static lm_status add_rows(lm_host *host, lm_json *json, const char *path, uint32_t at, bool *present)
{
    step step;
    while (next_step(&path, &step)) {
        if (!step.all) {
            if (!follow_step(json, &step, &at))
                return LM_OK;
            continue;
        }
        if (json->values[at].kind != LM_JSON_ARRAY)
            return LM_OK;
        *present = true;
        for (uint32_t i = at + 1; i < json->values[at].after; i = json->values[i].after)
            LM_TRY(add_rows(host, json, path, i, present));
        return LM_OK;
    }
    *present = true;
    return add_row(host, json, at);
}

/* ---- messages without rows */

static bool is_text_of(lm_bytes text, const char *const *words)
{
    for (; *words; words++)
        if (text.size == strlen(*words) && memcmp(text.data, *words, text.size) == 0)
            return true;
    return false;
}

static bool is_empty_value(const lm_json_value *value, uint32_t at)
{
    return value->kind == LM_JSON_LITERAL ? value->text.size == 0
                                          : value->kind != LM_JSON_TEXT && value->after == at + 1;
}

/* Tells whether a value is an object or array with an object or array in it, or an object with members. */
static bool holds_data(const lm_json *json, uint32_t at)
{
    const lm_json_value *value = &json->values[at];
    if (value->kind == LM_JSON_OBJECT)
        return value->after > at + 1;
    for (uint32_t i = at + 1; value->kind == LM_JSON_ARRAY && i < value->after; i++)
        if (json->values[i].kind == LM_JSON_OBJECT || json->values[i].kind == LM_JSON_ARRAY)
            return true;
    return false;
}

/*
 * Tells whether a message that no path fits holds no rows of any kind: the answer to a subscription, a heartbeat, a
 * greeting, an error. A message with data is none, because a layout that does not know it would lose its rows.
 */
static bool is_acknowledgement(const lm_json *json, uint32_t at)
{
    static const char *const keys[] = {"op",    "success",   "result",    "info",    "error", "ping", "pong",
                                       "event", "heartbeat", "subscribe", "ret_msg", "msg",   NULL};
    static const char *const kinds[] = {"op", "event", "type", "method", "channel", NULL};
    static const char *const words[] = {"subscribe",
                                        "unsubscribe",
                                        "subscribed",
                                        "unsubscribed",
                                        "subscription",
                                        "ping",
                                        "pong",
                                        "subscriptionResponse",
                                        "heartbeat",
                                        "login",
                                        "auth",
                                        "subscriptions",
                                        "welcome",
                                        "error",
                                        "notice",
                                        "channel-conn-count",
                                        NULL};
    static const char *const envelopes[] = {"arg", "args", "request", "limit", "error", NULL};
    const lm_json_value *message = &json->values[at];
    bool control = false, data = false;
    if (is_empty_value(message, at) || (message->kind == LM_JSON_TEXT && is_text_of(message->text, words)))
        return true;
    for (uint32_t i = at + 1; message->kind == LM_JSON_OBJECT && i < message->after; i = json->values[i].after) {
        const lm_json_value *value = &json->values[i];
        if (value->kind == LM_JSON_TEXT && is_text_of(value->key, kinds) && is_text_of(value->text, words))
            return true;
        control |= is_text_of(value->key, keys);
        data |= holds_data(json, i) && !is_text_of(value->key, envelopes);
    }
    return control && !data;
}

static lm_status unknown_message_error(lm_host *host, lm_json *json, uint32_t at, const char *path)
{
    return lm_fail(host, LM_E_CORRUPT, "Remove what is no message of this layout, or read it by a layout of your own.",
                   "line %lld: a message without %s, which %s reads",
                   (long long)lm_json_line_of(json, (const char *)json->values[at].text.data), path,
                   json->layout->name);
}

/* Adds the rows of a message by the first path that exists in it; of an array that no path fits, of each element. */
static lm_status add_message(lm_host *host, lm_json *json, uint32_t at)
{
    const lm_json_value message = json->values[at];
    const size_t before = json->row_count;
    bool present = false;
    for (int i = 0; !present && i < json->layout->row_count; i++)
        LM_TRY(add_rows(host, json, json->layout->rows[i], at, &present));
    json->recognised |= present && json->row_count == before;
    if (present)
        return LM_OK;
    if (message.kind == LM_JSON_ARRAY && message.after > at + 1) {
        for (uint32_t i = at + 1; i < message.after; i = json->values[i].after)
            LM_TRY(add_message(host, json, i));
        return LM_OK;
    }
    if (!is_acknowledgement(json, at))
        return unknown_message_error(host, json, at, json->layout->rows[0]);
    json->acknowledgements++;
    return LM_OK;
}

/* ---- values */

/*
 * Tells whether the elements of an array at the top can be read one by one: no path needs the array as a whole. Sets
 * *rows if the elements are rows, else each is a message.
 */
static bool reads_elements(const lm_json *json, bool *rows)
{
    *rows = false;
    for (int i = 0; i < json->used->count; i++)
        if (json->layout->paths[json->used->columns[i]][0] == '[')
            return false;
    for (int i = 0; !*rows && i < json->layout->row_count; i++) {
        *rows = strcmp(json->layout->rows[i], "[]") == 0;
        if (!*rows && (json->layout->rows[i][0] == '[' || !json->layout->rows[i][0]))
            return false;
    }
    return true;
}

/* Moves to the next element of the array at the top, and leaves the array at its end. LM_DONE if the text ends before. */
static lm_status next_element(lm_host *host, lm_json *json)
{
    if (json->at == json->end)
        return json->final ? lm_json_syntax_error(host, json) : LM_DONE;
    if (*json->at == ']' && json->array != LM_JSON_AT_VALUE) {
        json->recognised |= json->array == LM_JSON_AT_FIRST && json->elements_are_rows;
        json->acknowledgements += json->array == LM_JSON_AT_FIRST && !json->elements_are_rows;
        json->array = LM_JSON_OUTSIDE;
    } else if (*json->at == ',' && json->array == LM_JSON_BEHIND_VALUE) {
        json->array = LM_JSON_AT_VALUE;
    } else if (json->array == LM_JSON_BEHIND_VALUE) {
        return lm_json_syntax_error(host, json);
    } else {
        json->array = LM_JSON_AT_VALUE;
        return LM_OK;
    }
    json->at++;
    return LM_OK;
}

/*
 * Reads the next value of the text, or the next element of an array at the top, so that a long array needs no more
 * memory than its longest element. LM_DONE at the end of the text, or if the value goes on behind it.
 */
static lm_status next_value(lm_host *host, lm_json *json)
{
    json->row_count = json->row = 0;
    for (;;) {
        lm_json_skip_space(json);
        if (json->array == LM_JSON_OUTSIDE) {
            if (json->at == json->end)
                return LM_DONE;
            if (*json->at != '[' || !json->elements)
                break;
            json->array = LM_JSON_AT_FIRST;
            json->at++;
            continue;
        }
        if (json->array == LM_JSON_AT_VALUE && json->at < json->end)
            break;
        const lm_status status = next_element(host, json);
        if (status != LM_OK)
            return status;
    }
    const bool element = json->array != LM_JSON_OUTSIDE;
    const lm_status status = lm_json_read_value(host, json, element ? 1 : 0);
    if (status != LM_OK)
        return status;
    if (!element)
        return add_message(host, json, 0);
    json->array = LM_JSON_BEHIND_VALUE;
    return json->elements_are_rows ? add_row(host, json, 0) : add_message(host, json, 0);
}

/* ---- rows */

void lm_json_init(lm_json *json, const lm_layout *layout, const lm_used_columns *used)
{
    memset(json, 0, sizeof *json);
    json->layout = layout;
    json->used = used;
    json->elements = reads_elements(json, &json->elements_are_rows);
    json->line = 1;
}

void lm_json_leave(lm_json *json)
{
    const char *begin = json->at;
    lm_json_line_of(json, json->at);
    while (begin > json->begin && begin[-1] != '\n')
        begin--;
    json->column = (begin == json->begin ? json->column : 0) + (json->at - begin);
}

void lm_json_enter(lm_json *json, lm_bytes text, bool final)
{
    json->begin = json->at = json->counted = (const char *)text.data;
    json->end = json->at + text.size;
    json->final = final;
}

/* Finds the next row of the current value, or of those after it. LM_DONE at the end. */
static lm_status next_row(lm_host *host, lm_json *json, uint32_t *at)
{
    while (json->row == json->row_count) {
        const lm_status status = next_value(host, json);
        if (status != LM_OK)
            return status;
    }
    *at = json->rows[json->row++];
    return LM_OK;
}

/* Tells whether a row has the time of any stream. Without one it is no row, or one of another kind of file. */
static bool has_time(const lm_layout *layout, const lm_row *row)
{
    for (int i = 0; i < layout->stream_count; i++)
        if (row->fields[layout->streams[i].ts].data)
            return true;
    return false;
}

/* Finds the fields of a row. LM_E_CORRUPT for a field that is an object or an array. */
static lm_status read_fields(lm_host *host, lm_json *json, uint32_t at, lm_row *row)
{
    row->line = lm_json_line_of(json, (const char *)json->values[at].text.data);
    for (int i = 0; i < json->used->count; i++) {
        const int column = json->used->columns[i];
        const lm_json_value *value = field_of(json, json->layout->paths[column], at);
        if (value && value->kind != LM_JSON_TEXT && value->kind != LM_JSON_LITERAL)
            return lm_fail(host, LM_E_CORRUPT, "Check that the file has this layout.",
                           "line %lld: %s: is an %s, but %s reads a text or a number", (long long)row->line,
                           json->layout->columns[column], value->kind == LM_JSON_OBJECT ? "object" : "array",
                           json->layout->name);
        row->fields[column] = value ? value->text : (lm_bytes){NULL, 0};
    }
    return LM_OK;
}

/* Resolves the escapes of the fields of a row, so that they can be compared. LM_E_CORRUPT for one that is not valid. */
static lm_status resolve_fields(lm_host *host, lm_json *json, lm_row *row)
{
    size_t size = 0, used = 0;
    for (int i = 0; i < json->used->count; i++) {
        const lm_bytes field = row->fields[json->used->columns[i]];
        size += lm_has_escape(field) ? field.size : 0;
    }
    if (LM_LIKELY(size == 0))
        return LM_OK;
    LM_TRY(LM_RESERVE(host, json->resolved, json->resolved_capacity, size));
    for (int i = 0; i < json->used->count; i++) {
        const int column = json->used->columns[i];
        lm_bytes *field = &row->fields[column];
        if (!lm_has_escape(*field))
            continue;
        const long resolved = lm_escapes_resolve(*field, json->resolved + used);
        if (resolved < 0)
            return lm_fail(host, LM_E_CORRUPT, NULL, "line %lld: %s: has an escape that is not valid",
                           (long long)row->line, json->layout->columns[column]);
        *field = (lm_bytes){(const uint8_t *)json->resolved + used, (size_t)resolved};
        used += (size_t)resolved;
    }
    return LM_OK;
}

lm_status lm_json_next(lm_host *host, lm_json *json, lm_row *row)
{
    for (;;) {
        uint32_t at;
        const lm_status status = next_row(host, json, &at);
        if (status != LM_OK)
            return status;
        LM_TRY(read_fields(host, json, at, row));
        if (has_time(json->layout, row))
            break;
        if (!is_acknowledgement(json, at))
            return unknown_message_error(host, json, at, json->layout->paths[json->layout->streams[0].ts]);
        json->acknowledgements++;
    }
    json->recognised = true;
    LM_TRY(resolve_fields(host, json, row));
    if (json->steps < STEPS_BETWEEN_INTERRUPTS)
        return LM_OK;
    json->steps = 0;
    return lm_check_interrupt(host);
}

void lm_json_free(lm_host *host, lm_json *json)
{
    lm_release(host, json->values, json->value_capacity * sizeof *json->values);
    lm_release(host, json->resolved, json->resolved_capacity);
    lm_release(host, json->rows, json->row_capacity * sizeof *json->rows);
}

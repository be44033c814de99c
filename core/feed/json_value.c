/*
 * Reads values of JSON: a value with the values in it, as an array in the order of the text. Does not use cJSON, because
 * its trees are allocated by malloc, which must not hold memory while the host is called, and because a file may be long.
 */
#include "feed/json_value.h"

#include <string.h>

#include "base/number.h"

enum { DEPTH_MAX = 32 };

/* ---- text */

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

void lm_json_skip_space(lm_json *json)
{
    while (json->at < json->end && is_space(*json->at))
        json->at++;
}

int64_t lm_json_line_of(lm_json *json, const char *position)
{
    const char *next;
    while (json->counted < position && (next = memchr(json->counted, '\n', (size_t)(position - json->counted)))) {
        json->line++;
        json->counted = next + 1;
    }
    json->counted = json->counted < position ? position : json->counted; /* a long line is searched only once */
    return json->line;
}

lm_status lm_json_syntax_error(lm_host *host, lm_json *json)
{
    if (json->at == json->end && !json->final)
        return LM_E_CORRUPT; /* of a part of the text: the rest may be still to come, and no line is counted */
    const int64_t line = lm_json_line_of(json, json->at);
    const char *begin = json->at;
    while (begin > json->begin && begin[-1] != '\n')
        begin--;
    const int64_t before = begin == json->begin ? json->column : 0;
    return lm_fail(host, LM_E_CORRUPT, json->at == json->end ? "Check whether the file was cut short." : NULL,
                   "line %lld: not valid JSON at character %lld", (long long)line,
                   (long long)(before + (json->at - begin)) + 1);
}

/* Reads a string from its quote to behind the closing quote; keeps escapes as they are. */
static lm_status read_text(lm_host *host, lm_json *json, lm_bytes *text)
{
    const char *at = json->at + 1;
    for (; at < json->end && *at != '"' && (unsigned char)*at >= 0x20; at++)
        at += *at == '\\' && json->end - at > 1;
    if (at >= json->end || *at != '"') {
        json->at = at < json->end ? at : json->end;
        return lm_json_syntax_error(host, json);
    }
    *text = (lm_bytes){(const uint8_t *)json->at + 1, (size_t)(at - json->at) - 1};
    json->at = at + 1;
    return LM_OK;
}

/* Reads a number, true, false or null. A number is checked only where it is used. */
static lm_status read_literal(lm_host *host, lm_json *json, lm_bytes *text)
{
    const char *from = json->at;
    while (json->at < json->end && !is_space(*json->at) && !strchr(",:]}[{\"", *json->at))
        json->at++;
    const size_t size = (size_t)(json->at - from);
    const bool number = size > 0 && (*from == '-' || lm_is_digit(*from));
    const bool nothing = size == 4 && memcmp(from, "null", 4) == 0;
    if (!number && !nothing && !(size == 4 && memcmp(from, "true", 4) == 0) &&
        !(size == 5 && memcmp(from, "false", 5) == 0)) {
        json->at = json->at == json->end ? json->at : from;
        return lm_json_syntax_error(host, json);
    }
    *text = (lm_bytes){(const uint8_t *)from, nothing ? 0 : size};
    return LM_OK;
}

/* ---- a value with the values in it */

static lm_status add_value(lm_host *host, lm_json *json, lm_bytes key, uint32_t parent, uint32_t *index)
{
    LM_TRY(LM_RESERVE(host, json->values, json->value_capacity, json->value_count + 1));
    *index = (uint32_t)json->value_count++;
    json->values[*index] = (lm_json_value){.key = key, .parent = parent};
    return json->value_count % 65536 == 0 ? lm_check_interrupt(host) : LM_OK;
}

static lm_status read_value(lm_host *host, lm_json *json, lm_bytes key, uint32_t parent, int depth);

/* Reads the members of an object, or the elements of an array. */
static lm_status read_members(lm_host *host, lm_json *json, uint32_t parent, bool keyed, int depth)
{
    const char close = keyed ? '}' : ']';
    json->at++;
    lm_json_skip_space(json);
    if (json->at < json->end && *json->at == close) {
        json->at++;
        return LM_OK;
    }
    for (;;) {
        lm_bytes key = {NULL, 0};
        lm_json_skip_space(json);
        if (keyed) {
            if (json->at == json->end || *json->at != '"')
                return lm_json_syntax_error(host, json);
            LM_TRY(read_text(host, json, &key));
            lm_json_skip_space(json);
            if (json->at == json->end || *json->at != ':')
                return lm_json_syntax_error(host, json);
            json->at++;
        }
        LM_TRY(read_value(host, json, key, parent, depth));
        lm_json_skip_space(json);
        if (json->at == json->end || (*json->at != ',' && *json->at != close))
            return lm_json_syntax_error(host, json);
        if (*json->at++ == close)
            return LM_OK;
    }
}

static lm_status read_value(lm_host *host, lm_json *json, lm_bytes key, uint32_t parent, int depth)
{
    uint32_t index;
    lm_json_skip_space(json);
    if (json->at == json->end || depth > DEPTH_MAX)
        return lm_json_syntax_error(host, json);
    LM_TRY(add_value(host, json, key, parent, &index));
    lm_json_value value = json->values[index];
    if (*json->at == '{' || *json->at == '[') {
        value.kind = *json->at == '{' ? LM_JSON_OBJECT : LM_JSON_ARRAY;
        value.text = (lm_bytes){(const uint8_t *)json->at, 0};
        json->values[index] = value;
        LM_TRY(read_members(host, json, index, value.kind == LM_JSON_OBJECT, depth + 1));
    } else {
        value.kind = *json->at == '"' ? LM_JSON_TEXT : LM_JSON_LITERAL;
        LM_TRY(*json->at == '"' ? read_text(host, json, &value.text) : read_literal(host, json, &value.text));
    }
    value.after = (uint32_t)json->value_count;
    json->values[index] = value;
    return LM_OK;
}

/*
 * Reads one value at json->at into json->values. LM_DONE, with json->at where it was, if the value may go on in content
 * that is still to come.
 */
lm_status lm_json_read_value(lm_host *host, lm_json *json, int depth)
{
    const char *const begin = json->at;
    json->value_count = 0;
    lm_status status = read_value(host, json, (lm_bytes){NULL, 0}, 0, depth);
    /* A literal ends with the text, where all other values end with a bracket or a quote. */
    const bool cut = status == LM_OK ? json->at == json->end && json->values[0].kind == LM_JSON_LITERAL
                                     : status == LM_E_CORRUPT && json->at == json->end;
    if (!cut)
        return status;
    if (!json->final) {
        json->at = begin;
        return LM_DONE;
    }
    return status == LM_OK && depth == 0 ? lm_feed_no_end(host, lm_json_line_of(json, json->at)) : status;
}

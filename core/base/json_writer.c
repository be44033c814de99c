#include "base/json_writer.h"

#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/number.h"
#include "base/time.h"

enum { BYTES_BETWEEN_INTERRUPTS = 65536 }; /* bytes */

void lm_writer_begin(lm_writer *writer, lm_host *host, lm_buffer *out)
{
    *writer = (lm_writer){.host = host, .out = out, .begin = out->size, .status = LM_OK, .first = true};
}

lm_status lm_writer_end(lm_writer *writer)
{
    if (writer->status != LM_OK)
        writer->out->size = writer->begin;
    return writer->status;
}

void lm_write_raw(lm_writer *writer, const char *json, size_t length)
{
    if (writer->status != LM_OK)
        return;
    writer->status = lm_buffer_append(writer->host, writer->out, json, length);
    writer->written += length;
    if (writer->written >= BYTES_BETWEEN_INTERRUPTS && writer->status == LM_OK) {
        writer->written = 0;
        writer->status = lm_check_interrupt(writer->host);
    }
}

static void write_string(lm_writer *writer, const char *text)
{
    lm_write_raw(writer, text, strlen(text));
}

void lm_write_key(lm_writer *writer, const char *key)
{
    if (!writer->first)
        lm_write_raw(writer, ",", 1);
    writer->first = false;
    if (!key)
        return;
    lm_write_raw(writer, "\"", 1);
    write_string(writer, key);
    lm_write_raw(writer, "\":", 2);
}

void lm_write_json(lm_writer *writer, const char *key, const char *json, size_t length)
{
    lm_write_key(writer, key);
    lm_write_raw(writer, json, length);
}

static void begin_container(lm_writer *writer, const char *key, const char *bracket)
{
    lm_write_json(writer, key, bracket, 1);
    writer->first = true;
}

static void end_container(lm_writer *writer, const char *bracket)
{
    lm_write_raw(writer, bracket, 1);
    writer->first = false;
}

void lm_write_object(lm_writer *writer, const char *key)
{
    begin_container(writer, key, "{");
}

void lm_write_array(lm_writer *writer, const char *key)
{
    begin_container(writer, key, "[");
}

void lm_write_end_object(lm_writer *writer)
{
    end_container(writer, "}");
}

void lm_write_end_array(lm_writer *writer)
{
    end_container(writer, "]");
}

void lm_write_number(lm_writer *writer, const char *key, double value)
{
    char text[LM_NUMBER_SIZE];
    lm_number_text(value, text);
    lm_write_json(writer, key, lm_finite(value) ? text : "null", lm_finite(value) ? strlen(text) : 4);
}

void lm_write_count(lm_writer *writer, const char *key, int64_t value)
{
    char text[24];
    lm_write_json(writer, key, text, (size_t)snprintf(text, sizeof text, "%lld", (long long)value));
}

void lm_write_flag(lm_writer *writer, const char *key, bool value)
{
    lm_write_json(writer, key, value ? "true" : "false", value ? 4 : 5);
}

void lm_write_null(lm_writer *writer, const char *key)
{
    lm_write_json(writer, key, "null", 4);
}

/*
 * Returns the size of the UTF-8 character at `text`; 0 if there is none. Overlong forms, surrogates and values over
 * U+10FFFF are no characters.
 */
static size_t utf8_size(const unsigned char *text, size_t left)
{
    const unsigned char lead = text[0];
    const size_t size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (size == 0 || size > left)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    if ((lead == 0xe0 && text[1] < 0xa0) || (lead == 0xed && text[1] >= 0xa0) || (lead == 0xf0 && text[1] < 0x90) ||
        (lead == 0xf4 && text[1] >= 0x90))
        return 0;
    return size;
}

static void write_character(lm_writer *writer, const char *at, size_t size)
{
    char escape[8];
    if (size == 0)
        write_string(writer, "\xef\xbf\xbd");
    else if (*at == '"' || *at == '\\')
        lm_write_raw(writer, *at == '"' ? "\\\"" : "\\\\", 2);
    else if ((unsigned char)*at < 0x20)
        lm_write_raw(writer, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)*at));
    else
        lm_write_raw(writer, at, size);
}

void lm_write_text(lm_writer *writer, const char *key, const char *text, size_t length)
{
    lm_write_json(writer, key, "\"", 1);
    for (size_t i = 0, size; i < length; i += size ? size : 1) {
        /* PostgreSQL does not accept U+0000 in text. */
        size = text[i] ? utf8_size((const unsigned char *)text + i, length - i) : 0;
        write_character(writer, text + i, size);
    }
    lm_write_raw(writer, "\"", 1);
}

void lm_write_words(lm_writer *writer, const char *key, const char *text)
{
    lm_write_text(writer, key, text, strlen(text));
}

void lm_write_time(lm_writer *writer, const char *key, int64_t time)
{
    char text[LM_TIME_TEXT_SIZE];
    lm_time_text(time, text);
    if (text[0])
        lm_write_words(writer, key, text);
    else
        lm_write_null(writer, key);
}

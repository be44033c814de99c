/*
 * A small XML reader, which finds errors in charts and counts their elements. It is stricter than XML: ASCII only,
 * attributes in double quotes, character references as numbers.
 */
#ifndef XML_H
#define XML_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define XML_DEPTH 16

typedef struct xml {
    const char *at, *end;
    const char *trouble; /* NULL: none yet */
    int depth;
    char open[XML_DEPTH][24];
} xml;

static inline void xml_fail(xml *in, const char *trouble)
{
    if (!in->trouble)
        in->trouble = trouble;
    in->at = in->end;
}

static inline bool xml_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

static inline void xml_name(xml *in, char name[24])
{
    size_t length = 0;
    while (in->at < in->end && xml_name_byte(*in->at) && length < 23)
        name[length++] = *in->at++;
    name[length] = 0;
    if (length == 0)
        xml_fail(in, "a name is missing");
}

/* Reads text up to `stop`, with references to characters that XML allows. */
static inline void xml_text(xml *in, char stop)
{
    for (; in->at < in->end && *in->at != stop; in->at++) {
        const unsigned char c = (unsigned char)*in->at;
        if ((c < 0x20 && c != '\n') || c >= 0x7f || c == '<')
            return xml_fail(in, "a character that has no business there");
        if (c != '&')
            continue;
        char *after;
        if (in->at + 2 >= in->end || in->at[1] != '#')
            return xml_fail(in, "a reference that is no number");
        const long code = strtol(in->at + 2, &after, 10);
        const bool held = (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) ||
                          (code >= 0x10000 && code <= 0x10ffff);
        if (*after != ';' || !held)
            return xml_fail(in, "a reference to no character");
        in->at = after;
    }
}

static inline bool xml_take(xml *in, const char *piece)
{
    const size_t length = strlen(piece);
    if ((size_t)(in->end - in->at) < length || memcmp(in->at, piece, length) != 0)
        return false;
    in->at += length;
    return true;
}

static inline void xml_attributes(xml *in)
{
    char name[24], seen[16][24];
    int count = 0;
    while (in->at < in->end && *in->at == ' ') {
        in->at++;
        xml_name(in, name);
        for (int i = 0; i < count; i++)
            if (strcmp(seen[i], name) == 0)
                xml_fail(in, "an attribute twice");
        if (count < 16)
            strcpy(seen[count++], name);
        if (!xml_take(in, "=\""))
            return xml_fail(in, "an attribute without a value");
        xml_text(in, '"');
        if (!xml_take(in, "\""))
            return xml_fail(in, "a value without an end");
    }
}

static inline void xml_tag(xml *in)
{
    char name[24];
    if (xml_take(in, "</")) {
        xml_name(in, name);
        if (in->depth == 0 || strcmp(in->open[in->depth - 1], name) != 0 || !xml_take(in, ">"))
            return xml_fail(in, "an end that does not belong there");
        in->depth--;
        return;
    }
    in->at++;
    xml_name(in, name);
    xml_attributes(in);
    if (xml_take(in, "/>"))
        return;
    if (!xml_take(in, ">") || in->depth == XML_DEPTH)
        return xml_fail(in, "a tag without an end");
    strcpy(in->open[in->depth++], name);
}

/* Returns the error of a document, or NULL. */
static inline const char *xml_trouble(const char *data, size_t size)
{
    xml in = {.at = data, .end = data + size};
    if (size == 0 || *data != '<')
        return "no root";
    do {
        if (in.at < in.end && *in.at == '<')
            xml_tag(&in);
        else
            xml_text(&in, '<');
    } while (in.at < in.end && in.depth > 0);
    while (in.at < in.end && *in.at == '\n')
        in.at++;
    if (in.at < in.end)
        xml_fail(&in, "something behind the root");
    return in.trouble ? in.trouble : in.depth ? "an element without an end" : NULL;
}

#endif

#include "chart/svg.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/number.h"

#define MAX_PIECE 1000
#define REPLACEMENT_CHARACTER 0xfffd

void lm_svg_begin(lm_svg *svg, lm_host *host, lm_buffer *out)
{
    *svg = (lm_svg){host, out, out->size, LM_OK};
}

lm_status lm_svg_end(lm_svg *svg)
{
    if (svg->status != LM_OK)
        svg->out->size = svg->begin;
    return svg->status;
}

static void append(lm_svg *svg, const char *text, size_t length)
{
    if (svg->status == LM_OK)
        svg->status = lm_buffer_append(svg->host, svg->out, text, length);
}

void lm_svg_put(lm_svg *svg, const char *format, ...)
{
    char piece[MAX_PIECE];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    if (length < 0 || length >= MAX_PIECE)
        svg->status = lm_fail(svg->host, LM_E_LIMIT, NULL, "a piece of a chart is too long");
    else
        append(svg, piece, (size_t)length);
}

/* ---- characters */

/* Returns whether XML 1.0 allows a character and it is no control character. */
static bool is_printable(uint32_t character)
{
    return character >= 0x20 && !(character >= 0x7f && character < 0xa0) &&
           !(character >= 0xd800 && character < 0xe000) && (character & 0xfffe) != 0xfffe && character <= 0x10ffff;
}

uint32_t lm_next_character(const char **at, const char *end)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char first = (unsigned char)*(*at)++;
    if (first == '\t' || first == '\n' || first == '\r')
        return ' ';
    if (first < 0x80)
        return is_printable(first) ? first : REPLACEMENT_CHARACTER;
    const int following = first >= 0xf0 && first < 0xf8   ? 3
                          : first >= 0xe0 && first < 0xf0 ? 2
                                                          : first >= 0xc0 && first < 0xe0;
    uint32_t character = first & (0x3f >> following);
    for (int i = 0; i < following; i++) {
        if (*at == end || ((unsigned char)**at & 0xc0) != 0x80)
            return REPLACEMENT_CHARACTER;
        character = character << 6 | ((unsigned char)*(*at)++ & 0x3f);
    }
    return following > 0 && character >= least[following] && is_printable(character) ? character
                                                                                     : REPLACEMENT_CHARACTER;
}

void lm_svg_text(lm_svg *svg, const char *text, size_t length)
{
    for (const char *end = text + length; text < end && svg->status == LM_OK;) {
        const uint32_t character = lm_next_character(&text, end);
        const bool plain = character < 0x7f && !strchr("&<>\"'", (int)character);
        lm_svg_put(svg, plain ? "%c" : "&#%d;", (int)character);
    }
}

void lm_svg_words(lm_svg *svg, const char *text)
{
    lm_svg_text(svg, text, strlen(text));
}

/* ---- numbers */

lm_fixed_text lm_fixed(double value, int decimals)
{
    static const int powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    const int power = powers[decimals];
    lm_fixed_text fixed = {"0"};
    int64_t scaled;
    /* Coordinates this far outside of a chart may all be the same. */
    const double clamped = value > 1e9 ? 1e9 : value > -1e9 ? value : -1e9;
    if (!lm_count_from_double(clamped * power, &scaled))
        return fixed;
    const uint64_t magnitude = scaled < 0 ? -(uint64_t)scaled : (uint64_t)scaled;
    int fraction = (int)(magnitude % (uint64_t)power), shown_decimals = decimals;
    for (; shown_decimals > 0 && fraction % 10 == 0; shown_decimals--)
        fraction /= 10;
    char *end = fixed.text;
    end += snprintf(fixed.text, sizeof fixed.text, "%s%d", scaled < 0 ? "-" : "", (int)(magnitude / (uint64_t)power));
    if (shown_decimals > 0)
        *end++ = '.';
    for (int i = shown_decimals - 1; i >= 0; i--, fraction /= 10)
        end[i] = (char)('0' + fraction % 10);
    return fixed;
}

/* ---- elements */

void lm_svg_label(lm_svg *svg, const char *css_class, const char *anchor, double x, double y, const char *text)
{
    lm_svg_put(svg, "<text class=\"%s\" x=\"%s\" y=\"%s\"", css_class, lm_px(x).text, lm_px(y).text);
    if (strcmp(anchor, "start") != 0)
        lm_svg_put(svg, " text-anchor=\"%s\"", anchor);
    lm_svg_put(svg, ">");
    lm_svg_words(svg, text);
    lm_svg_put(svg, "</text>\n");
}

void lm_svg_rect(lm_svg *svg, const char *css_class, double x, double y, double width, double height)
{
    lm_svg_put(svg, "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n", css_class, lm_px(x).text,
               lm_px(y).text, lm_px(width).text, lm_px(height).text);
}

void lm_svg_line(lm_svg *svg, const char *css_class, double x1, double y1, double x2, double y2)
{
    lm_svg_put(svg, "<path class=\"%s\" d=\"M%s %sL%s %s\"/>\n", css_class, lm_px(x1).text, lm_px(y1).text,
               lm_px(x2).text, lm_px(y2).text);
}

void lm_svg_tooltip(lm_svg *svg, const char *text)
{
    lm_svg_put(svg, "<title>");
    lm_svg_words(svg, text);
    lm_svg_put(svg, "</title>");
}

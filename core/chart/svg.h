/*
 * Writes SVG. The output is ASCII, with other characters as references, so that it is the same in every encoding.
 * Numbers are written from integers, so that the output is the same in every locale. Internal to the core.
 */
#ifndef LM_CHART_SVG_H
#define LM_CHART_SVG_H

#include "base/host.h"

/* A writer that keeps its first error and then writes nothing more. Callers check the status once, at the end. */
typedef struct lm_svg {
    lm_host *host;
    lm_buffer *out;
    size_t begin; /* of the document in the buffer */
    lm_status status;
} lm_svg;

void lm_svg_begin(lm_svg *svg, lm_host *host, lm_buffer *out);
/* Returns the status. After an error, the document is removed from the buffer. */
lm_status lm_svg_end(lm_svg *svg);

/* Writes markup without escapes, below 1000 bytes. The format must not depend on the locale (no %f, %g or %'d). */
void lm_svg_put(lm_svg *svg, const char *format, ...) LM_PRINTF(2, 3);

/*
 * Writes arbitrary bytes as content or as the value of an attribute. Markup becomes references. Bytes that are not
 * UTF-8 and characters that XML cannot hold become U+FFFD. A line end or a tab becomes a space.
 */
void lm_svg_text(lm_svg *svg, const char *text, size_t length);
void lm_svg_words(lm_svg *svg, const char *text);

/* A number with at most `decimals` decimals (0 to 6), for lm_svg_put(svg, "... %s", lm_fixed(x, 2).text). */
typedef struct lm_fixed_text {
    char text[24];
} lm_fixed_text;
lm_fixed_text lm_fixed(double value, int decimals);

/* Returns the text of a coordinate in pixels, to a tenth. */
static inline lm_fixed_text lm_px(double value)
{
    return lm_fixed(value, 1);
}

/* Reads the character at *at and moves *at behind it. U+FFFD if it is not UTF-8 or XML 1.0 cannot hold it. */
uint32_t lm_next_character(const char **at, const char *end);

/* Write an element with a CSS class. `anchor` is "start", "middle" or "end". */
void lm_svg_label(lm_svg *svg, const char *css_class, const char *anchor, double x, double y, const char *text);
void lm_svg_rect(lm_svg *svg, const char *css_class, double x, double y, double width, double height);
void lm_svg_line(lm_svg *svg, const char *css_class, double x1, double y1, double x2, double y2);
/* Writes a tooltip (<title>), which must be the first child of the element that it explains. */
void lm_svg_tooltip(lm_svg *svg, const char *text);

#endif

/*
 * Writing SVG: what every picture is made of. Only ASCII leaves here, other characters as references, so that the text
 * is the same in every encoding; numbers are written from integers, so that it is the same in every locale. Internal to
 * the core.
 */
#ifndef LM_CHART_SVG_H
#define LM_CHART_SVG_H

#include "base/host.h"

/* The first failure stays, and what comes after it is not written: look at the status once, at the end. */
typedef struct lm_svg {
    lm_host *host;
    lm_buffer *out;
    size_t begin; /* of the picture in the buffer */
    lm_status status;
} lm_svg;

void lm_svg_begin(lm_svg *svg, lm_host *host, lm_buffer *out);
/* The status; a picture that failed leaves nothing in the buffer. */
lm_status lm_svg_end(lm_svg *svg);

/* Markup as it stands; %d and %s only. A piece is below 1000 bytes. */
void lm_svg_put(lm_svg *svg, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Text as content or as the value of an attribute, whatever its bytes: markup becomes references, what is not UTF-8 and
 * what XML cannot hold becomes U+FFFD, a line end or a tab a space.
 */
void lm_svg_text(lm_svg *svg, const char *text, size_t length);
void lm_svg_words(lm_svg *svg, const char *text);

/* A number of at most `decimals` decimals (to 6), for lm_svg_put(svg, "... %s", lm_fixed(x, 2).text). */
typedef struct lm_fixed_text {
    char text[24];
} lm_fixed_text;
lm_fixed_text lm_fixed(double value, int decimals);

/* A coordinate, in pixels. */
static inline lm_fixed_text lm_px(double value)
{
    return lm_fixed(value, 1);
}

/* The character at *at, which moves behind it; U+FFFD for what XML 1.0 cannot hold or is not UTF-8. */
uint32_t lm_next_character(const char **at, const char *end);

/* <text> of a class at a place; anchor is start, middle or end. */
void lm_svg_label(lm_svg *svg, const char *class, const char *anchor, double x, double y, const char *text);
void lm_svg_rect(lm_svg *svg, const char *class, double x, double y, double width, double height);
void lm_svg_line(lm_svg *svg, const char *class, double x1, double y1, double x2, double y2);
/* What is shown where the pointer rests: the first child of what it explains. */
void lm_svg_tooltip(lm_svg *svg, const char *text);

#endif

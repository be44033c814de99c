/* The frame that all SVG charts share: size, title, style sheet, footnotes. Internal to the core. */
#ifndef LM_CHART_PICTURE_H
#define LM_CHART_PICTURE_H

#include "chart/format.h"
#include "chart/theme.h"

/* A chart that is being written, with the area that is left for the plot. */
typedef struct lm_picture {
    lm_svg svg;
    const lm_svg_options *options;
    double font;        /* size of ordinary text */
    bool small;         /* less than 640 x 400 pixels: leaves out details */
    double left, right; /* within the margins */
    double top, bottom; /* of the free area between the title and the footnotes */
} lm_picture;

/* Checks size and theme. LM_E_RANGE for a size outside the limits, LM_E_ARGUMENT for an unknown theme. */
lm_status lm_picture_check(lm_host *host, const lm_svg_options *options);

/* Returns whether the chart is too small for all details. */
bool lm_picture_small(const lm_svg_options *options);

/*
 * Begins the document: the root, the style sheet with the additional `rules`, the background, the title (`heading` if
 * the options have none) and `subheading`. Screen readers get `description`.
 */
void lm_picture_begin(lm_picture *picture, lm_host *host, const lm_svg_options *options, lm_buffer *out,
                      const lm_style *rules, size_t rule_count, const char *heading, const char *subheading,
                      const char *description);

/* Writes wrapped text at the bottom, above the footnotes that were written before. */
void lm_picture_footnote(lm_picture *picture, const char *text);

/* Ends the document. Returns the first error of any write; then nothing is appended to the buffer. */
lm_status lm_picture_end(lm_picture *picture);

#endif

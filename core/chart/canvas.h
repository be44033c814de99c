/* The canvas of every SVG chart: size, title, style sheet, footnotes. Internal to the core. */
#ifndef LM_CHART_CANVAS_H
#define LM_CHART_CANVAS_H

#include "chart/format.h"
#include "chart/theme.h"

/* A chart that is being written, with the area that is left for the plot. */
typedef struct lm_canvas {
    lm_svg svg;
    const lm_svg_options *options;
    double font;        /* size of ordinary text */
    bool small;         /* less than 640 x 400 pixels: leaves out details */
    double left, right; /* within the margins */
    double top, bottom; /* of the free area between the title and the footnotes */
} lm_canvas;

/* Checks size and theme. LM_E_RANGE for a size outside the limits, LM_E_ARGUMENT for an unknown theme. */
lm_status lm_canvas_check(lm_host *host, const lm_svg_options *options);

/* Returns whether the chart is too small for all details. */
bool lm_canvas_small(const lm_svg_options *options);

/*
 * Begins the document: the root, the style sheet with the additional `rules`, the background, the title (`heading` if
 * the options have none) and `subheading`. Screen readers get `description`.
 */
void lm_canvas_begin(lm_canvas *canvas, lm_host *host, const lm_svg_options *options, lm_buffer *out,
                     const lm_style *rules, size_t rule_count, const char *heading, const char *subheading,
                     const char *description);

/* Writes wrapped text at the bottom, above the footnotes that were written before. */
void lm_canvas_footnote(lm_canvas *canvas, const char *text);

/* Ends the document. Returns the first error of any write; then nothing is appended to the buffer. */
lm_status lm_canvas_end(lm_canvas *canvas);

#endif

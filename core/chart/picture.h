/* What all pictures have around them: size, title, style, the words above and below. Internal to the core. */
#ifndef LM_CHART_PICTURE_H
#define LM_CHART_PICTURE_H

#include "chart/theme.h"
#include "chart/format.h"

/* Where the picture itself goes, after what stands around it. */
typedef struct lm_picture {
    lm_svg svg;
    const lm_svg_options *options;
    double font;        /* size of ordinary text */
    bool small;         /* leaves out what is not needed */
    double left, right; /* of what is inside of the margins */
    double top, bottom; /* of what is left between the words above and below */
} lm_picture;

/* LM_E_RANGE for a size no picture has. */
lm_status lm_picture_check(lm_host *host, const lm_svg_options *options);

bool lm_picture_small(const lm_svg_options *options);

/*
 * Opens the picture: the root, the style sheet with `rules` of its own, the background, the title (`heading` where the
 * options have none) with a line below it. What a machine reads aloud is `description`.
 */
void lm_picture_begin(lm_picture *picture, lm_host *host, const lm_svg_options *options, lm_buffer *out,
                      const lm_style *rules, size_t rule_count, const char *heading, const char *subheading,
                      const char *description);

/* Wraps text at the bottom, above what is there already. */
void lm_picture_footnote(lm_picture *picture, const char *text);

lm_status lm_picture_end(lm_picture *picture);

#endif

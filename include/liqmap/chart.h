/* Pictures: bars of text, SVG, Vega-Lite, pages. */
#ifndef LIQMAP_CHART_H
#define LIQMAP_CHART_H

#include "cascade.h"
#include "heatmap.h"
#include "liqmap/parameters.h"

LM_BEGIN_DECLS

/*
 * A bar of text: `width` characters stand for `greatest`. Eighths of a block where unicode, else '#'. A value that is
 * NaN, negative or 0 gives an empty bar (so does a greatest of 0), one above `greatest` a full one. LM_E_RANGE for width
 * outside 1 .. 200 or a greatest that is negative or not finite.
 */
#define LM_BAR_WIDTH 30 /* the default */
LM_API lm_status lm_bar(lm_host *host, double value, double greatest, int width, bool unicode, char text[1024]);

typedef enum lm_theme { LM_THEME_AUTO = 0, LM_THEME_LIGHT = 1, LM_THEME_DARK = 2 } lm_theme;

/* "auto" (what the reader's system asks for), "light" or "dark"; LM_E_ARGUMENT for another name, with a hint. */
LM_API lm_status lm_theme_named(lm_host *host, const char *name, size_t length, lm_theme *theme);

typedef struct lm_svg_options {
    double step;       /* of price, of a map; 0: as of levels, but no finer than can be seen */
    double within;     /* of a map: fraction around the reference price, default 0.15; 0 or inf: all */
    lm_text title;     /* markup is shown as text, bytes that are no UTF-8 as U+FFFD; empty: made from what is drawn */
    int width, height; /* pixels, 320 to 4000 and 200 to 4000, default 1200 x 675 */
    lm_theme theme;
} lm_svg_options;

LM_API void lm_svg_options_init(lm_svg_options *options);
/* Of a map; of other pictures, which have no step and no within. */
extern LM_API const lm_parameter_list lm_map_svg_parameters;
extern LM_API const lm_parameter_list lm_svg_parameters;

/*
 * Appends a picture of a map: an SVG document in ASCII, the same bytes everywhere, without scripts or references to
 * anything outside of it. Over price stands what would be liquidated in each step, longs and shorts, stacked by
 * leverage; the curves sum it outward from the reference price; clusters (lm_map_clusters) are marked and the largest
 * are labelled with price, notional and distance. Words below state the model. Shares where there is no open interest.
 * LM_E_RANGE for a size, step or distance without meaning, LM_E_LIMIT for steps too many to be seen.
 */
LM_API lm_status lm_map_svg(lm_host *host, const lm_map *map, const lm_svg_options *options, lm_buffer *out);

/*
 * The same of a cascade in time (lm_map_cascade_path): the price, the shock alone, the static answer with its range of what
 * feeds report, and what was sold when. `step` and `within` mean nothing to it.
 */
LM_API lm_status lm_map_cascade_svg(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                    const lm_path_options *path_options, const lm_svg_options *options, lm_buffer *out);

/*
 * The same of a heatmap: every step in its rows, over time and price, in shades of what would be liquidated there (long
 * and short together, shares where there is no open interest); the prices traded over it; and beside it what stands in
 * the last column, with the clusters of that map by name (NULL: without). A column reaches from its time to the next.
 * LM_E_LIMIT over 4 million cells.
 */
LM_API lm_status lm_heatmap_svg(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                                const lm_svg_options *options, lm_buffer *out);

/*
 * The picture of lm_tape_heatmap with the clusters as of its last column. Where `low` and `high` of the heatmap are 0
 * and INFINITY it shows 5 % beyond the prices traded. Fails as those do.
 */
LM_API lm_status lm_tape_svg(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap,
                             const lm_svg_options *options, lm_buffer *out);

/* ---- Vega-Lite */

/* How a Vega-Lite picture looks. Lengths are pixels, 100 to 10000; text is UTF-8. */
typedef struct lm_vega_options {
    double step;       /* of price, of a map; 0: as of levels */
    double within;     /* of a map: fraction around the reference price, default 0.15; 0 or inf: all */
    lm_text title;     /* at most 1000 bytes; empty: the symbol and what it is */
    int width, height; /* of all of it, default 1000 by 500 */
} lm_vega_options;

LM_API void lm_vega_options_init(lm_vega_options *options);
/* Of a map; of a heatmap, which has no step and no within. */
extern LM_API const lm_parameter_list lm_map_vega_parameters;
extern LM_API const lm_parameter_list lm_vega_parameters;

/*
 * Appends a Vega-Lite 6 specification of a map, with its data inside: levels by leverage as bars, what is liquidated on
 * the way there as curves, clusters, the reference price; tooltips, zoom along the price, and a legend that filters.
 * What is drawn is rounded to seven digits; "usermeta" says what it is of.
 * Fails as lm_map_levels() does, with LM_E_LIMIT for over 50000 bars, and with LM_E_RANGE or LM_E_LIMIT for the options.
 */
LM_API lm_status lm_map_vega(lm_host *host, const lm_map *map, const lm_vega_options *options, lm_buffer *out);

/*
 * The same of a heatmap (without leverage): every row as a cell, from the time of its column to that of the next, in
 * shades of what would be liquidated there, long and short together; the prices traded over it; and by name the clusters
 * of the last column (NULL: without). Tooltips, and zoom along both axes. LM_E_LIMIT for over 200000 cells.
 */
LM_API lm_status lm_heatmap_vega(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                                 const lm_vega_options *options, lm_buffer *out);

/*
 * The picture of lm_tape_heatmap with the clusters as of its last column. Where `low` and `high` of the heatmap are 0
 * and INFINITY it shows 5 % beyond the prices traded. Fails as those do.
 */
LM_API lm_status lm_tape_vega(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap,
                              const lm_vega_options *options, lm_buffer *out);

/* ---- pages */

/*
 * Appends one HTML file (UTF-8) that shows an SVG document, as lm_map_svg() makes it: without a script and without a
 * reference to anything outside. LM_E_ARGUMENT for what is no SVG document. Title: "liqmap" where it is empty.
 */
LM_API lm_status lm_page_svg(lm_host *host, lm_text svg, lm_text title, lm_buffer *out);

/*
 * The same for a Vega-Lite specification, as lm_map_vega() makes it. `scripts` is the JavaScript of vega, vega-lite and
 * vega-embed, one after the other, put into the page, which then needs no network; where it is empty the page asks a
 * public server for pinned versions, whose bytes the browser checks. The page's Content-Security-Policy lets nothing
 * else run, load or be sent. LM_E_ARGUMENT for what is no JSON object.
 */
LM_API lm_status lm_page_vega(lm_host *host, lm_text spec, lm_text title, lm_text scripts, lm_buffer *out);

LM_END_DECLS

#endif

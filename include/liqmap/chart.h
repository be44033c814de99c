/* Charts: bars of text, SVG, Vega-Lite, HTML pages. */
#ifndef LIQMAP_CHART_H
#define LIQMAP_CHART_H

#include "cascade.h"
#include "heatmap.h"
#include "parameters.h"

LM_BEGIN_DECLS

/*
 * Writes a bar of text in which `width` characters mean `max`, in eighths of a block if `unicode` is true, else in '#'.
 * A value that is NaN, negative or 0 gives an empty bar, and so does a `max` of 0. A value above `max` gives a full
 * bar. LM_E_RANGE for a width outside 1 .. 200 or a `max` that is negative or not finite.
 */
#define LM_BAR_WIDTH 30 /* the default */
LM_API lm_status lm_bar(lm_host *host, double value, double max, int width, bool unicode, char text[1024]);

typedef enum lm_theme { LM_THEME_AUTO = 0, LM_THEME_LIGHT = 1, LM_THEME_DARK = 2 } lm_theme;

/* Parses "auto" (the theme of the reader's system), "light" or "dark". LM_E_ARGUMENT for another name, with a hint. */
LM_API lm_status lm_theme_named(lm_host *host, const char *name, size_t length, lm_theme *theme);

typedef struct lm_svg_options {
    double step;   /* price step, maps only; 0: that of lm_map_levels(), but no finer than can be seen */
    double within; /* fraction around the reference price, maps only, default 0.15; 0 or inf: all */
    /* At most 1000 bytes. Markup is shown as text, bytes that are not UTF-8 as U+FFFD. Empty: made from the data. */
    lm_text title;
    int width, height; /* pixels, 320 to 4000 and 200 to 4000, default 1200 x 675 */
    lm_theme theme;
} lm_svg_options;

LM_API void lm_svg_options_init(lm_svg_options *options);
/* The options of a map, and those of other charts, which have no `step` and no `within`. */
extern LM_API const lm_parameter_list lm_map_svg_parameters;
extern LM_API const lm_parameter_list lm_svg_parameters;

/*
 * Appends a chart of a map: an SVG document in ASCII, the same bytes everywhere, without scripts or references to
 * anything outside of it. Bars over price show what would be liquidated in each step, longs and shorts, stacked by
 * leverage. Curves sum these amounts outward from the reference price. Clusters (lm_map_clusters) are marked, and the
 * largest are labelled with price, notional and distance. Footnotes state the model. Amounts are shares if there is no
 * open interest. LM_E_RANGE for a size, step or distance without meaning, LM_E_LIMIT for more steps than can be seen or
 * a longer title.
 */
LM_API lm_status lm_map_svg(lm_host *host, const lm_map *map, const lm_svg_options *options, lm_buffer *out);

/*
 * Appends a chart of a cascade path (lm_map_cascade_path) as an SVG document: the price, the shock alone, the static
 * cascade with its range over what feeds report, and the amount sold over time. `step` and `within` are ignored. Fails
 * as lm_map_cascade_path() and lm_map_svg() do.
 */
LM_API lm_status lm_map_cascade_svg(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                                    const lm_path_options *path_options, const lm_svg_options *options, lm_buffer *out);

/*
 * Appends a chart of a heatmap as an SVG document. Each step of each column is a cell over time and price, in a shade
 * of what would be liquidated in it (longs and shorts together; shares if there is no open interest). A column reaches
 * from its time to the next. The traded prices are drawn over the cells. Bars beside the plot show the last column,
 * with labels for `clusters`, those of the map as of that column (NULL: no labels). LM_E_LIMIT for over 4 million
 * cells.
 */
LM_API lm_status lm_heatmap_svg(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                                const lm_svg_options *options, lm_buffer *out);

/*
 * Appends the chart of lm_heatmap_svg() for the heatmap of a tape, with the clusters as of the last column. If `low`
 * and `high` of the heatmap options are 0 and INFINITY, the chart reaches 5 % beyond the traded prices. Fails as
 * lm_tape_heatmap(), lm_map_clusters() and lm_heatmap_svg() do.
 */
LM_API lm_status lm_tape_svg(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap,
                             const lm_svg_options *options, lm_buffer *out);

/* ---- Vega-Lite */

/* The options of a Vega-Lite chart. Lengths are pixels, 100 to 10000. Text is UTF-8. */
typedef struct lm_vega_options {
    double step;       /* price step, maps only; 0: that of lm_map_levels() */
    double within;     /* fraction around the reference price, maps only, default 0.15; 0 or inf: all */
    lm_text title;     /* at most 1000 bytes; empty: the kind of chart and the symbol */
    int width, height; /* of the whole chart, default 1000 by 500 */
} lm_vega_options;

LM_API void lm_vega_options_init(lm_vega_options *options);
/* The options of a map, and those of a heatmap, which has no `step` and no `within`. */
extern LM_API const lm_parameter_list lm_map_vega_parameters;
extern LM_API const lm_parameter_list lm_vega_parameters;

/*
 * Appends a Vega-Lite 6 specification of a map that contains its data: levels by leverage as bars, cumulative amounts
 * as curves, clusters, the reference price. The chart has tooltips, zoom along the price, and a legend that filters.
 * Drawn values are rounded to seven digits. "usermeta" holds the map's info, model and units. Fails as lm_map_levels()
 * does, with LM_E_LIMIT for over 50000 bars, and with LM_E_RANGE or LM_E_LIMIT for the options.
 */
LM_API lm_status lm_map_vega(lm_host *host, const lm_map *map, const lm_vega_options *options, lm_buffer *out);

/*
 * Appends a Vega-Lite 6 specification of a heatmap without leverage. Each row is a cell, from the time of its column to
 * that of the next, in a shade of what would be liquidated in it, longs and shorts together. The traded prices are
 * drawn over the cells, and `clusters`, those of the map as of the last column, are labelled (NULL: no labels). The
 * chart has tooltips, and zoom along both axes. LM_E_LIMIT for over 200000 cells.
 */
LM_API lm_status lm_heatmap_vega(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                                 const lm_vega_options *options, lm_buffer *out);

/*
 * Appends the specification of lm_heatmap_vega() for the heatmap of a tape, with the clusters as of the last column. If
 * `low` and `high` of the heatmap options are 0 and INFINITY, the chart reaches 5 % beyond the traded prices. Fails
 * as lm_tape_heatmap(), lm_map_clusters() and lm_heatmap_vega() do.
 */
LM_API lm_status lm_tape_vega(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap,
                              const lm_vega_options *options, lm_buffer *out);

/* ---- pages */

/*
 * Appends one HTML file (UTF-8) that shows an SVG document, such as that of lm_map_svg(). The file has no script and no
 * reference to anything outside of it. An empty title becomes "liqmap". LM_E_ARGUMENT if `chart` is no SVG document,
 * LM_E_LIMIT for a title of more than 1000 bytes.
 */
LM_API lm_status lm_page_svg(lm_host *host, lm_text chart, lm_text title, lm_buffer *out);

/*
 * Appends one HTML file (UTF-8) that shows a Vega-Lite specification, such as that of lm_map_vega(). `scripts` is the
 * JavaScript of vega, vega-lite and vega-embed, one after the other. It becomes part of the page, which then needs no
 * network. If `scripts` is empty, the page loads pinned versions from a public server, and the browser checks their
 * bytes. The page's Content-Security-Policy lets nothing else run, load or be sent. An empty title becomes "liqmap".
 * LM_E_ARGUMENT if `chart` is no JSON object, LM_E_LIMIT for a title of more than 1000 bytes.
 */
LM_API lm_status lm_page_vega(lm_host *host, lm_text chart, lm_text title, lm_text scripts, lm_buffer *out);

LM_END_DECLS

#endif

/* The helpers of the tests of SVG charts: data to draw, and the checks of every chart. */
#ifndef SVG_FIXTURE_H
#define SVG_FIXTURE_H

#include "fixture.h"
#include "xml.h"

#define TRADES 3000

static lm_trade trades[TRADES];

static inline lm_model default_model(void)
{
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    return model;
}

static inline lm_buffer random_tape(int64_t period, size_t count)
{
    const lm_tape_options options = default_options();
    random_trades(trades, count, period, true);
    return finished(tape_of(&options, trades, count));
}

static inline lm_map *map_of(const lm_buffer *tape, double open_interest)
{
    const lm_model model = default_model();
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(tape), &model, INT64_MAX, open_interest, &map));
    return map;
}

static inline lm_svg_options svg_options(void)
{
    lm_svg_options options;
    lm_svg_options_init(&options);
    return options;
}

/* ---- the checks of every chart */

/* Returns a copy of the text that ends with 0, for strstr(). */
static inline char *text_of(const lm_buffer *chart)
{
    char *text = malloc(chart->size + 1);
    memcpy(text, chart->data, chart->size);
    text[chart->size] = 0;
    return text;
}

static inline int occurrences(const char *text, const char *piece)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, piece)) != NULL; at += strlen(piece))
        count++;
    return count;
}

static inline void check_well_formed(const lm_buffer *chart)
{
    char *text = text_of(chart);
    const char *trouble = xml_trouble(text, chart->size);
    if (trouble)
        fprintf(stderr, "%s in %.300s\n", trouble, text);
    CHECK(trouble == NULL);
    CHECK(strlen(text) == chart->size);
    static const char *const never[] = {"<script",        "href",   "url(", "@import", "<image",
                                        "<foreignObject", "onload", ">nan", "\"nan",   "inf\""};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        CHECK(strstr(text, never[i]) == NULL);
    CHECK(occurrences(text, "http") == 1); /* the name space */
    CHECK(strncmp(text, "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 40) == 0);
    CHECK(occurrences(text, "<desc>") == 1);
    free(text);
}

static inline lm_buffer map_chart(const lm_map *map, const lm_svg_options *options)
{
    lm_buffer chart = {0};
    must(lm_map_svg(&host, map, options, &chart));
    check_well_formed(&chart);
    return chart;
}

static inline lm_buffer tape_chart(const lm_buffer *tape, const lm_heatmap_options *view, const lm_svg_options *options)
{
    const lm_model model = default_model();
    lm_buffer chart = {0};
    must(lm_tape_svg(&host, bytes_of(tape), &model, view, options, &chart));
    check_well_formed(&chart);
    return chart;
}

static inline double attribute(const char *tag, const char *name)
{
    char wanted[40];
    snprintf(wanted, sizeof wanted, " %s=\"", name);
    const char *at = strstr(tag, wanted);
    return at ? strtod(at + strlen(wanted), NULL) : NAN;
}

#endif

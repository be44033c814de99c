/* Functions that the Vega-Lite charts share. Internal to the core. */
#ifndef LM_CHART_VEGA_H
#define LM_CHART_VEGA_H

#include "chart/template.h"
#include "liqmap/chart.h"

/*
 * The first member of the state of each chart, so that a pointer to that state is the context of the lm_fill_
 * functions.
 */
typedef struct lm_chart_spec {
    const lm_vega_options *options;
    const char *symbol;
    const char *what; /* "Liquidation map", for a title */
    const char *quote;
    bool sized;       /* amounts are quote currency, else shares */
    double step;      /* of price */
    double greatest;  /* amount */
    double low, high; /* prices shown at first */
} lm_chart_spec;

/* Checks the options. LM_E_RANGE for a size outside the limits, LM_E_LIMIT for a title that is too long. */
lm_status lm_vega_check(lm_host *host, const lm_vega_options *options);

/* Write the values of placeholders. `context` points to an lm_chart_spec. */
void lm_fill_title(lm_writer *writer, const void *context);
void lm_fill_width(lm_writer *writer, const void *context);
void lm_fill_height(lm_writer *writer, const void *context);
void lm_fill_price_domain(lm_writer *writer, const void *context);
/* Writes a format specifier of d3-format, such as ",.1f". */
void lm_fill_price_format(lm_writer *writer, const void *context);
void lm_fill_amount_format(lm_writer *writer, const void *context);
/* Write titles of amounts with their currency, if it is known, such as "longs here, USDT". */
void lm_fill_longs_here(lm_writer *writer, const void *context);
void lm_fill_shorts_here(lm_writer *writer, const void *context);
void lm_fill_liquidated_here(lm_writer *writer, const void *context);
void lm_write_amount_words(lm_writer *writer, const lm_chart_spec *spec, const char *words);
/* Writes the expression for labels on an axis of amounts and on a colour scale. */
void lm_fill_amount_label(lm_writer *writer, const void *context);

/* Writes a number rounded to seven digits, which is more than a screen can show. */
void lm_write_rounded(lm_writer *writer, const char *key, double value);

/* Writes text as lines of a subtitle. Vega does not wrap lines by itself. */
void lm_write_wrapped(lm_writer *writer, const lm_chart_spec *spec, const char *text);

/* Writes the columns of a cluster and its label, with the distance or without it, as members of the open object. */
void lm_write_cluster(lm_writer *writer, const lm_chart_spec *spec, const lm_cluster *cluster, bool distance);

#endif

/* What the Vega-Lite pictures share. Internal to the core. */
#ifndef LM_CHART_VEGA_H
#define LM_CHART_VEGA_H

#include "chart/template.h"
#include "liqmap/chart.h"

/* What is drawn begins with this: it is the context of the places below. */
typedef struct lm_chart_spec {
    const lm_vega_options *options;
    const char *symbol;
    const char *what; /* "Liquidation map", for a title */
    bool sized;       /* amounts are USD, else shares */
    double step;      /* of price */
    double greatest;  /* amount */
    double low, high; /* prices shown at first */
} lm_chart_spec;

/* LM_E_RANGE for a size no picture has, LM_E_LIMIT for a title no picture has room for. */
lm_status lm_vega_check(lm_host *host, const lm_vega_options *options);

void lm_fill_title(lm_writer *writer, const void *scene);
void lm_fill_width(lm_writer *writer, const void *scene);
void lm_fill_height(lm_writer *writer, const void *scene);
void lm_fill_price_domain(lm_writer *writer, const void *scene);
/* In the words of d3-format: ",.1f". */
void lm_fill_price_format(lm_writer *writer, const void *scene);
void lm_fill_amount_format(lm_writer *writer, const void *scene);
/* The expression for labels on an axis of amounts, and of a colour scale. */
void lm_fill_amount_label(lm_writer *writer, const void *scene);

/* Seven digits, which is more than any screen shows. */
void lm_write_rounded(lm_writer *writer, const char *key, double value);

/* Lines of a subtitle, which breaks none by itself. */
void lm_write_wrapped(lm_writer *writer, const lm_chart_spec *scene, const char *text);

/* What is known of a cluster, and its label (with the distance, or without), as members of the object that is open. */
void lm_write_cluster(lm_writer *writer, const lm_chart_spec *scene, const lm_cluster *cluster, bool distance);

#endif

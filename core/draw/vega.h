/* What the Vega-Lite pictures share. Internal to the core. */
#ifndef LM_DRAW_VEGA_H
#define LM_DRAW_VEGA_H

#include "draw/template.h"

/* LM_E_RANGE for a size no picture has, LM_E_LIMIT for a title no picture has room for. */
lm_status lm_vega_check(lm_host *host, const lm_vega_options *options);

/* Seven digits, which is more than any screen shows. */
void lm_write_rounded(lm_writer *writer, double value);

/* The format of prices on a grid of this step, in the words of d3-format: ",.1f". */
void lm_write_price_format(lm_writer *writer, double step);

/* The format of amounts, or of shares where amounts are not known. */
void lm_write_amount_format(lm_writer *writer, bool sized, double greatest);

/* The expression for labels on an axis of amounts, and of a colour scale. */
void lm_write_amount_label(lm_writer *writer, bool sized);

/* The title of the options, or "BTC liquidation map". */
void lm_write_title(lm_writer *writer, const lm_vega_options *options, const char *symbol, const char *what);

#endif

#include "chart/vega.h"

#include <math.h>
#include <stdio.h>

#include "base/bytes.h"
#include "base/parameters.h"
#include "chart/format.h"

#define MIN_SIDE 100 /* pixels */
#define MAX_SIDE 10000
#define SUBTITLE_FONT 12 /* as in the templates */

static lm_status check_side(lm_host *host, const char *name, int size)
{
    if (size >= MIN_SIDE && size <= MAX_SIDE)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "the %s of a chart must be from %d to %d pixels, not %d", name, MIN_SIDE,
                   MAX_SIDE, size);
}

lm_status lm_vega_check(lm_host *host, const lm_vega_options *options)
{
    LM_TRY(check_side(host, "width", options->width));
    LM_TRY(check_side(host, "height", options->height));
    return lm_title_check(host, options->title);
}

void lm_vega_options_init(lm_vega_options *options)
{
    *options = (lm_vega_options){.within = 0.15, .title = {"", 0}, .width = 1000, .height = 500};
}

#define OPTIONS lm_vega_options
#define CHART LM_PARAMETER(title), LM_PARAMETER(width), LM_PARAMETER(height)

static const lm_parameter map_parameters[] = {LM_PARAMETER(step), LM_PARAMETER(within), CHART};
LM_PARAMETER_LIST(lm_map_vega_parameters, lm_vega_options_init, map_parameters, "vega(map)");

static const lm_parameter parameters[] = {CHART};
LM_PARAMETER_LIST(lm_vega_parameters, lm_vega_options_init, parameters, "vega(tape)");
#undef OPTIONS

/* ---- placeholders */

void lm_fill_title(lm_writer *writer, const void *context)
{
    const lm_chart_spec *spec = context;
    char heading[LM_SYMBOL_SIZE + 32];
    snprintf(heading, sizeof heading, "%s%s%s", spec->what, spec->symbol[0] ? " of " : "", spec->symbol);
    if (spec->options->title.length > 0)
        lm_write_text(writer, NULL, spec->options->title.text, spec->options->title.length);
    else
        lm_write_words(writer, NULL, heading);
}

void lm_fill_width(lm_writer *writer, const void *context)
{
    lm_write_count(writer, NULL, ((const lm_chart_spec *)context)->options->width);
}

void lm_fill_height(lm_writer *writer, const void *context)
{
    lm_write_count(writer, NULL, ((const lm_chart_spec *)context)->options->height);
}

void lm_fill_price_domain(lm_writer *writer, const void *context)
{
    lm_write_array(writer, NULL);
    lm_write_number(writer, NULL, ((const lm_chart_spec *)context)->low);
    lm_write_number(writer, NULL, ((const lm_chart_spec *)context)->high);
    lm_write_end_array(writer);
}

void lm_fill_price_format(lm_writer *writer, const void *context)
{
    const int decimals = lm_decimals_of(((const lm_chart_spec *)context)->step);
    char format[16];
    snprintf(format, sizeof format, decimals == LM_NO_DECIMALS ? ",.6~r" : ",.%df", decimals);
    lm_write_words(writer, NULL, format);
}

void lm_fill_amount_format(lm_writer *writer, const void *context)
{
    const lm_chart_spec *spec = context;
    lm_write_words(writer, NULL, !spec->sized ? ".3~%" : spec->greatest >= 1e4 ? ",.0f" : ",.4~r");
}

/*
 * The SI prefix G (giga) is replaced by B (billion), which traders use. Small amounts, such as those of ETHBTC, have no
 * prefix: m (milli) would be read as million.
 */
void lm_fill_amount_label(lm_writer *writer, const void *context)
{
    const lm_chart_spec *spec = context;
    lm_write_words(writer, NULL,
                   !spec->sized             ? "format(datum.value,'~%')"
                   : spec->greatest >= 1000 ? "replace(format(datum.value,'~s'),'G','B')"
                                            : "format(datum.value,',.4~r')");
}

void lm_write_amount_words(lm_writer *writer, const lm_chart_spec *spec, const char *words)
{
    char title[128];
    const bool named = spec->sized && spec->quote[0];
    snprintf(title, sizeof title, "%s%s%s", words, named ? ", " : "", named ? spec->quote : "");
    lm_write_words(writer, NULL, title);
}

void lm_fill_longs_here(lm_writer *writer, const void *context)
{
    lm_write_amount_words(writer, context, "longs here");
}

void lm_fill_shorts_here(lm_writer *writer, const void *context)
{
    lm_write_amount_words(writer, context, "shorts here");
}

void lm_fill_liquidated_here(lm_writer *writer, const void *context)
{
    lm_write_amount_words(writer, context, "liquidated here");
}

/* ---- values */

void lm_write_rounded(lm_writer *writer, const char *key, double value)
{
    double scale = 1;
    /* Powers of ten up to 10^22 are exact, so that m / scale is the double nearest to a short decimal. */
    for (double size = fabs(value); size < 1e6 && size > 0 && scale < 1e22; size *= 10)
        scale *= 10;
    lm_write_number(writer, key, fabs(value) < 1e15 ? (double)__builtin_llrint(value * scale) / scale : value);
}

void lm_write_wrapped(lm_writer *writer, const lm_chart_spec *spec, const char *text)
{
    while (*text) {
        const char *next;
        const size_t length = lm_text_line(text, spec->options->width - 2 * SUBTITLE_FONT, SUBTITLE_FONT, &next);
        lm_write_text(writer, NULL, text, length);
        text = next;
    }
}

/* Writes "1 · 88,040 · 24.9M", followed by " · −2.65%" if `distance` is true. */
static void write_label(lm_writer *writer, const lm_chart_spec *spec, const lm_cluster *cluster, bool distance)
{
    char price[LM_FORMAT_SIZE], amount[LM_FORMAT_SIZE], away[LM_FORMAT_SIZE], label[4 * LM_FORMAT_SIZE];
    lm_format_distance(cluster->distance_pct, away);
    snprintf(label, sizeof label, "%d \xc2\xb7 %s \xc2\xb7 %s%s%s", cluster->rank,
             lm_format_price(cluster->price_peak, spec->step, price),
             lm_format_sized(spec->sized, cluster->notional, cluster->share, amount), distance ? " \xc2\xb7 " : "",
             distance ? away : "");
    lm_write_words(writer, "label", label);
}

void lm_write_cluster(lm_writer *writer, const lm_chart_spec *spec, const lm_cluster *cluster, bool distance)
{
    lm_write_count(writer, "rank", cluster->rank);
    lm_write_words(writer, "side", cluster->side == LM_LONG ? "long" : "short");
    lm_write_number(writer, "price_low", cluster->price_low);
    lm_write_number(writer, "price_peak", cluster->price_peak);
    lm_write_number(writer, "price_high", cluster->price_high);
    lm_write_rounded(writer, "amount", spec->sized ? cluster->notional : cluster->share);
    lm_write_rounded(writer, "share", cluster->share);
    lm_write_rounded(writer, "distance_pct", cluster->distance_pct);
    write_label(writer, spec, cluster, distance);
}

#include "draw/vega.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/number.h"

#define LEAST_SIDE 100 /* pixels */
#define MOST_SIDE 10000
#define LONGEST_TITLE 1000 /* bytes */
#define SI_LABEL "format(datum.value,'$~s')"

static lm_status check_side(lm_host *host, const char *name, int size)
{
    if (size >= LEAST_SIDE && size <= MOST_SIDE)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "the %s of a picture must be from %d to %d pixels, not %d", name, LEAST_SIDE,
                   MOST_SIDE, size);
}

lm_status lm_vega_check(lm_host *host, const lm_vega_options *options)
{
    LM_TRY(check_side(host, "width", options->width));
    LM_TRY(check_side(host, "height", options->height));
    if (options->title_length > LONGEST_TITLE)
        return lm_fail(host, LM_E_LIMIT, NULL, "a title must have at most %d bytes, not %zu", LONGEST_TITLE,
                       options->title_length);
    return LM_OK;
}

void lm_vega_options_init(lm_vega_options *options)
{
    *options = (lm_vega_options){.title = "", .title_length = 0, .width = 1000, .height = 500};
}

void lm_write_rounded(lm_writer *writer, double value)
{
    double scale = 1;
    /* Powers of ten up to 10^22 are exact, so that m / scale is the double nearest to a short decimal. */
    for (double size = fabs(value); size < 1e6 && size > 0 && scale < 1e22; size *= 10)
        scale *= 10;
    lm_write_number(writer, NULL, fabs(value) < 1e15 ? (double)__builtin_llrint(value * scale) / scale : value);
}

void lm_write_price_format(lm_writer *writer, double step)
{
    const int decimals = lm_decimals_of(step);
    char format[16];
    snprintf(format, sizeof format, decimals == LM_NO_DECIMALS ? ",.6~r" : ",.%df", decimals);
    lm_write_words(writer, NULL, format);
}

void lm_write_amount_format(lm_writer *writer, bool sized, double greatest)
{
    lm_write_words(writer, NULL, !sized ? ".3~%" : greatest >= 1e4 ? "$,.0f" : "$,.4~r");
}

/* SI's giga is the trader's billion. */
void lm_write_amount_label(lm_writer *writer, bool sized)
{
    lm_write_words(writer, NULL, sized ? "replace(" SI_LABEL ",'G','B')" : "format(datum.value,'~%')");
}

void lm_write_title(lm_writer *writer, const lm_vega_options *options, const char *symbol, const char *what)
{
    char heading[LM_SYMBOL_SIZE + 32];
    if (options->title_length > 0) {
        lm_write_text(writer, NULL, options->title, options->title_length);
        return;
    }
    snprintf(heading, sizeof heading, "%s%s%s", symbol, symbol[0] ? " " : "", what);
    lm_write_words(writer, NULL, heading);
}

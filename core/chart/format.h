/* Prices, amounts, times and durations as text for people, in UTF-8, the same in every locale. Internal to the core. */
#ifndef LM_CHART_FORMAT_H
#define LM_CHART_FORMAT_H

#include "base/host.h"

#define LM_FORMAT_SIZE 48

/* Writes an amount with three digits and a suffix: "12.4M", "950k", "0.0123"; "-" for NaN. */
const char *lm_format_amount(double amount, char text[LM_FORMAT_SIZE]);

/* Writes a price with as many decimals as `resolution` has, and commas: "88,240", "0.07345". */
const char *lm_format_price(double price, double resolution, char text[LM_FORMAT_SIZE]);

/* Writes a signed distance in percent: "+2.41%", with U+2212 as minus sign; "-" for NaN. */
const char *lm_format_distance(double percent, char text[LM_FORMAT_SIZE]);

/* Writes a fraction in percent: "12.4%"; "-" for NaN. */
const char *lm_format_share(double fraction, char text[LM_FORMAT_SIZE]);

/* Writes an amount if `sized` is true, else a share, which charts show where there is no open interest. */
const char *lm_format_sized(bool sized, double amount, double share, char text[LM_FORMAT_SIZE]);

/* Writes an amount with its currency: "12.4M USDT"; without a known currency (""), "12.4M". */
const char *lm_format_money(double amount, const char *quote, char text[LM_FORMAT_SIZE]);

/* Returns what the amounts of a chart are: the code of the currency, "notional" where it is unknown, or "share". */
const char *lm_amount_unit(bool sized, const char *quote);

/* Writes a time (microseconds): "2026-01-15 08:30 UTC", with seconds if they are not 0. */
const char *lm_format_time(int64_t time, char text[LM_FORMAT_SIZE]);

/* Writes a duration of 0 or more: "1 h", "5 min", "5 min 30 s", "0.25 s". */
const char *lm_format_duration(double seconds, char text[LM_FORMAT_SIZE]);

/* Checks the title of a chart or a page. LM_E_LIMIT for more than 1000 bytes: the chart would hold all of them. */
lm_status lm_title_check(lm_host *host, lm_text title);

/* ---- lines of text: widths are estimates, because the reader's font is not known */

/* Estimates the pixels that text takes at a font size, rather too many than too few. */
double lm_text_width(const char *text, double font_size);

/* Returns how many bytes of the text fit into a width, in whole characters. */
size_t lm_text_fit(const char *text, size_t length, double width, double font_size);

/* Returns the bytes of the first line if words are wrapped to a width. Sets *next to the start of the next line. */
size_t lm_text_line(const char *text, double width, double font_size, const char **next);

#endif

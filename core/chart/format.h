/* Prices, amounts and times as people read them, in UTF-8; the same in every locale. Internal to the core. */
#ifndef LM_CHART_FORMAT_H
#define LM_CHART_FORMAT_H

#include "base/host.h"

#define LM_FORMAT_SIZE 48

/* Three digits and what they count: "12.4M", "950k", "0.0123"; "-" where it is not known. */
const char *lm_format_amount(double amount, char text[LM_FORMAT_SIZE]);

/* A price with as many decimals as `resolution` has, and commas: "88,240", "0.07345". */
const char *lm_format_price(double price, double resolution, char text[LM_FORMAT_SIZE]);

/* "+2.41%", with a true minus sign. */
const char *lm_format_distance(double percent, char text[LM_FORMAT_SIZE]);

/* "12.4%" of a fraction. */
const char *lm_format_share(double fraction, char text[LM_FORMAT_SIZE]);

/* "2026-01-15 08:30 UTC" */
const char *lm_format_time(int64_t time, char text[LM_FORMAT_SIZE]);

/* ---- lines of text, whose width can only be estimated: the reader's font is not known */

/* Pixels that text takes at a font size, on the generous side. */
double lm_text_width(const char *text, double font_size);

/* How much of it fits into a width, in bytes, whole characters; all of it where it fits. */
size_t lm_text_fit(const char *text, size_t length, double width, double font_size);

/* Bytes of the first line when words are wrapped to a width; *next is where the following one begins. */
size_t lm_text_line(const char *text, double width, double font_size, const char **next);

#endif

/* Parsing of decimal text from outside as numbers and times: exact, in every locale. Internal to the core. */
#ifndef LM_BASE_DECIMAL_H
#define LM_BASE_DECIMAL_H

#include "base/host.h"

/*
 * Parses "12.5", "-3e-7", ".5" or "+1." as the nearest double, as strtod does in the C locale. False for anything else,
 * words such as nan included. Too large a number becomes infinite.
 */
bool lm_decimal_read(const char *text, size_t length, double *value);

/*
 * Writes the shortest decimal text that is read back as the same double, such as "0.00001": without an exponent if 14
 * decimals are enough. Faster than lm_number_text().
 */
const char *lm_decimal_print(double number, char text[LM_NUMBER_SIZE]);

/*
 * Parses an epoch in s, ms, us or ns by magnitude, with or without a fraction ("1584057600.1234"), or a timestamp
 * ("2018-12-23D07:09:37.549856000", "2026-01-31 12:30:00+00"), as microseconds since 1970. Drops digits below a
 * microsecond. False for anything else.
 */
bool lm_time_of_field(const char *text, size_t length, int64_t *time);

#endif

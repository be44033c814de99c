#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/number.h"
#include "base/time.h"

/* Integers up to 2^53 and powers of ten up to 10^22 are exact doubles, so one operation rounds once (Clinger 1990). */
#define POWERS 23
static const double powers[POWERS] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

#define SAFE_DIGITS 19 /* always fit in 64 bits */

static bool scale_exactly(uint64_t digits, int exponent, double *value)
{
    if (digits > (uint64_t)1 << 53 || exponent <= -POWERS || exponent >= POWERS)
        return false;
    *value = exponent < 0 ? (double)digits / powers[-exponent] : (double)digits * powers[exponent];
    return true;
}

/*
 * Converts what scale_exactly() cannot. Passes the significant digits to strtod as an integer with an exponent, so that
 * no decimal point of a locale matters. At most 767 digits can decide how a decimal rounds to a double; of further
 * digits it only matters whether one is not 0.
 */
#define SIGNIFICANT_DIGITS_MAX 780

static double scale_with_strtod(const char *text, const char *end, int exponent)
{
    char number[SIGNIFICANT_DIGITS_MAX + 32];
    size_t count = 0;
    bool point = false, nonzero_tail = false;
    int64_t shift = exponent;
    for (; text < end && (lm_is_digit(*text) || *text == '.'); text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        const bool significant = count < SIGNIFICANT_DIGITS_MAX;
        shift += !significant - point;
        if (significant && (count > 0 || *text != '0'))
            number[count++] = *text;
        nonzero_tail |= !significant && *text != '0';
    }
    if (nonzero_tail) { /* the number is above the kept digits, so it is no tie */
        number[count++] = '1';
        shift--;
    }
    for (; count > 0 && number[count - 1] == '0'; count--)
        shift++;
    if (count == 0)
        return 0;
    uint64_t digits = 0;
    double value;
    if (count <= SAFE_DIGITS) {
        for (size_t i = 0; i < count; i++)
            digits = digits * 10 + (uint64_t)(number[i] - '0');
        if (shift > -POWERS && shift < POWERS && scale_exactly(digits, (int)shift, &value))
            return value;
    }
    snprintf(number + count, sizeof number - count, "e%lld", (long long)shift);
    return strtod(number, NULL);
}

static const char *skip_digits(const char *at, const char *end, uint64_t *digits)
{
    uint64_t value = *digits;
    for (; at < end && lm_is_digit(*at); at++)
        value = value * 10 + (uint64_t)(*at - '0');
    *digits = value;
    return at;
}

#define EXPONENT_MAX 100000 /* a greater exponent gives infinity or 0 anyway */

/* Parses an exponent such as "e-7" up to the end; false for anything else. */
static bool parse_exponent(const char *at, const char *end, int *exponent)
{
    int value = 0;
    const bool negative = ++at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (at == end)
        return false;
    for (; at < end && lm_is_digit(*at); at++)
        value = value < EXPONENT_MAX ? value * 10 + (*at - '0') : value;
    *exponent += negative ? -value : value;
    return at == end;
}

bool lm_decimal_read(const char *text, size_t length, double *value)
{
    const char *const end = text + length;
    uint64_t digits = 0;
    int exponent = 0;
    const bool negative = length > 0 && *text == '-';
    text += length > 0 && (*text == '-' || *text == '+');
    const char *at = skip_digits(text, end, &digits);
    ptrdiff_t count = at - text, decimals = 0;
    if (at < end && *at == '.') {
        const char *const point = at + 1;
        at = skip_digits(point, end, &digits);
        decimals = at - point;
        count += decimals;
    }
    if (count == 0 || (at < end && ((*at | 0x20) != 'e' || !parse_exponent(at, end, &exponent))))
        return false;
    double magnitude;
    if (LM_UNLIKELY(count > SAFE_DIGITS || !scale_exactly(digits, exponent - (int)decimals, &magnitude)))
        magnitude = scale_with_strtod(text, end, exponent);
    *value = negative ? -magnitude : magnitude;
    return true;
}

/* ---- times */

/* Returns microseconds, rounded towards 1970, of an epoch without its sign; *inexact is set if digits were dropped. */
static uint64_t epoch_magnitude(uint64_t whole, const char *decimals, size_t count, bool *inexact)
{
    const int decimals_per_micro = whole >= 100000000000000u ? 0 : whole >= 100000000000u ? 3 : 6;
    uint64_t micro = whole;
    if (whole >= 100000000000000000u) {
        micro = whole / 1000;
        *inexact = whole % 1000 != 0;
    }
    if (count == 0)
        return micro * (decimals_per_micro == 6 ? 1000000 : decimals_per_micro == 3 ? 1000 : 1);
    for (int i = 0; i < decimals_per_micro; i++)
        micro = micro * 10 + ((size_t)i < count ? (uint64_t)(decimals[i] - '0') : 0);
    for (size_t i = (size_t)decimals_per_micro; i < count; i++)
        *inexact |= decimals[i] != '0';
    return micro;
}

static bool parse_epoch(const char *text, size_t length, int64_t *time)
{
    const char *const end = text + length;
    uint64_t whole = 0;
    bool inexact = false;
    const bool negative = *text == '-';
    text += negative;
    const char *point = skip_digits(text, end, &whole), *at = point;
    if (point == text || point - text > SAFE_DIGITS)
        return false;
    if (at < end && *at == '.')
        for (at++; at < end && lm_is_digit(*at);)
            at++;
    if (at != end)
        return false;
    const size_t decimals = point < end ? (size_t)(end - point - 1) : 0;
    const uint64_t micro = epoch_magnitude(whole, point + (point < end), decimals, &inexact);
    *time = negative ? -(int64_t)micro - inexact : (int64_t)micro;
    return true;
}

#define TIMESTAMP_MAX 48

static bool parse_timestamp(const char *text, size_t length, int64_t *time)
{
    char timestamp[TIMESTAMP_MAX];
    if (length >= TIMESTAMP_MAX)
        return false;
    memcpy(timestamp, text, length);
    timestamp[length] = '\0';
    if (length > 10 && timestamp[10] == 'D')
        timestamp[10] = 'T';
    return lm_time_of_text(timestamp, time) && *time != INT64_MAX;
}

bool lm_time_of_field(const char *text, size_t length, int64_t *time)
{
    if (length == 0)
        return false;
    if (length > 4 && text[4] == '-')
        return parse_timestamp(text, length, time);
    return parse_epoch(text, length, time);
}

/* ---- decimal text */

const char *lm_decimal_print(double number, char text[LM_NUMBER_SIZE])
{
    const int decimals = lm_finite(number) && !lm_negative_zero(number) ? lm_decimals_of(number) : LM_NO_DECIMALS;
    if (decimals == LM_NO_DECIMALS)
        return lm_number_text(number, text);
    char digits[24];
    int64_t left = lm_decimal_scale(number, decimals);
    char *to = text;
    int count = 0;
    if (left < 0) {
        *to++ = '-';
        left = -left;
    }
    while (left > 0 || count <= decimals) { /* at least one digit before the point */
        digits[count++] = (char)('0' + left % 10);
        left /= 10;
    }
    while (count > 0) {
        if (count == decimals)
            *to++ = '.';
        *to++ = digits[--count];
    }
    *to = '\0';
    return text;
}

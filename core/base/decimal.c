#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"

static bool is_digit(char c)
{
    return (unsigned)(c - '0') < 10;
}

/* Integers up to 2^53 and powers of ten up to 10^22 are exact doubles, so one operation rounds once (Clinger 1990). */
#define POWERS 23
static const double powers[POWERS] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

#define SAFE_DIGITS 19 /* of any value, in 64 bits */

static bool scale_exactly(uint64_t digits, int exponent, double *value)
{
    if (digits > (uint64_t)1 << 53 || exponent <= -POWERS || exponent >= POWERS)
        return false;
    *value = exponent < 0 ? (double)digits / powers[-exponent] : (double)digits * powers[exponent];
    return true;
}

/*
 * The rest: the digits that count as an integer with an exponent, in which strtod has no point to look for. A double
 * lies between no more than 767 digits: of more it only matters that there are some.
 */
#define DIGITS_THAT_COUNT 780

static double scale_slowly(const char *text, const char *end, int exponent)
{
    char number[DIGITS_THAT_COUNT + 32];
    size_t count = 0;
    bool point = false, more = false;
    int64_t shift = exponent;
    for (; text < end && (is_digit(*text) || *text == '.'); text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        const bool kept = count < DIGITS_THAT_COUNT;
        shift += !kept - point;
        if (kept && (count > 0 || *text != '0'))
            number[count++] = *text;
        more |= !kept && *text != '0';
    }
    if (more) { /* no longer a tie, if it was one */
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
    uint64_t read = *digits;
    for (; at < end && is_digit(*at); at++)
        read = read * 10 + (uint64_t)(*at - '0');
    *digits = read;
    return at;
}

#define EXPONENT_MAX 100000 /* beyond which all is infinite or 0 */

/* "e-7" up to the end; false for anything else. */
static bool read_exponent(const char *at, const char *end, int *exponent)
{
    int read = 0;
    const bool negative = ++at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (at == end)
        return false;
    for (; at < end && is_digit(*at); at++)
        read = read < EXPONENT_MAX ? read * 10 + (*at - '0') : read;
    *exponent += negative ? -read : read;
    return at == end;
}

bool lm_decimal_of(const char *text, size_t length, double *value)
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
    if (count == 0 || (at < end && ((*at | 0x20) != 'e' || !read_exponent(at, end, &exponent))))
        return false;
    double magnitude;
    if (LM_UNLIKELY(count > SAFE_DIGITS || !scale_exactly(digits, exponent - (int)decimals, &magnitude)))
        magnitude = scale_slowly(text, end, exponent);
    *value = negative ? -magnitude : magnitude;
    return true;
}

/* ---- times */

/* Microseconds, rounded towards 1970, of an epoch without its sign. */
static uint64_t epoch_magnitude(uint64_t whole, const char *decimals, size_t count, bool *rest)
{
    const int below = whole >= 100000000000000u ? 0 : whole >= 100000000000u ? 3 : 6;
    uint64_t micro = whole;
    if (whole >= 100000000000000000u) {
        micro = whole / 1000;
        *rest = whole % 1000 != 0;
    }
    if (count == 0)
        return micro * (below == 6 ? 1000000 : below == 3 ? 1000 : 1);
    for (int i = 0; i < below; i++)
        micro = micro * 10 + ((size_t)i < count ? (uint64_t)(decimals[i] - '0') : 0);
    for (size_t i = (size_t)below; i < count; i++)
        *rest |= decimals[i] != '0';
    return micro;
}

static bool read_epoch(const char *text, size_t length, int64_t *time)
{
    const char *const end = text + length;
    uint64_t whole = 0;
    bool rest = false;
    const bool negative = *text == '-';
    text += negative;
    const char *point = skip_digits(text, end, &whole), *at = point;
    if (point == text || point - text > SAFE_DIGITS)
        return false;
    if (at < end && *at == '.')
        for (at++; at < end && is_digit(*at);)
            at++;
    if (at != end)
        return false;
    const size_t decimals = point < end ? (size_t)(end - point - 1) : 0;
    const uint64_t micro = epoch_magnitude(whole, point + (point < end), decimals, &rest);
    *time = negative ? -(int64_t)micro - rest : (int64_t)micro;
    return true;
}

#define STAMP_MAX 48

static bool read_stamp(const char *text, size_t length, int64_t *time)
{
    char stamp[STAMP_MAX];
    if (length >= STAMP_MAX)
        return false;
    memcpy(stamp, text, length);
    stamp[length] = '\0';
    if (length > 10 && stamp[10] == 'D')
        stamp[10] = 'T';
    return lm_time_of_text(stamp, time) && *time != INT64_MAX;
}

bool lm_time_of_field(const char *text, size_t length, int64_t *time)
{
    if (length == 0)
        return false;
    if (length > 4 && text[4] == '-')
        return read_stamp(text, length, time);
    return read_epoch(text, length, time);
}

#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

double lm_exp2_neg(double x)
{
    if (!(x < 1075))
        return 0;
    /* 2^-whole * exp(-ln2 * part), part in [-0.5, 0.5] and exact; the series is cut below 2^-56. */
    static const double series[] = {1.0,
                                    -0.69314718055994530942,
                                    0.24022650695910071233,
                                    -0.055504108664821579953,
                                    0.0096181291076284771620,
                                    -0.0013333558146428443423,
                                    0.00015403530393381609954,
                                    -0.000015252733804059840280,
                                    1.3215486790144309488e-6,
                                    -1.0178086009239699728e-7,
                                    7.0549116208011233299e-9,
                                    -4.4455382718708114976e-10,
                                    2.5678435993488205142e-11,
                                    -1.3691488853904128881e-12,
                                    6.7787263548225456335e-14};
    const int whole = (int)(x + 0.5);
    const double part = x - whole;
    double power = 0;
    for (int k = (int)(sizeof series / sizeof series[0]) - 1; k >= 0; k--)
        power = power * part + series[k];
    /* Scale in two steps, so that a subnormal result is rounded once. */
    return power * lm_double_from_bits((uint64_t)(1023 + 54 - whole) << 52) * 0x1p-54;
}

/* Replaces the decimal point of the locale, which may have several bytes, by a dot. */
static void replace_decimal_point(char *text)
{
    char *at = text + strspn(text, "+-0123456789e");
    if (!*at)
        return;
    const size_t width = strcspn(at, "0123456789");
    *at = '.';
    memmove(at + 1, at + width, strlen(at + width) + 1);
}

const char *lm_number_text(double number, char text[LM_NUMBER_SIZE])
{
    if (!lm_finite(number))
        return strcpy(text, number != number ? "nan" : number > 0 ? "inf" : "-inf");
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, LM_NUMBER_SIZE, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    replace_decimal_point(text);
    return text;
}

/*
 * Parses up to 15 digits with at most one point: an integer over a power of ten, both exact, so one division rounds
 * once.
 */
static const char *parse_decimal(const char *text, double *value)
{
    int64_t scaled = 0;
    double scale = 1;
    int digits = 0;
    bool point = false;
    for (; lm_is_digit(*text) || (*text == '.' && !point); text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        if (++digits > 15)
            return NULL;
        scaled = scaled * 10 + (*text - '0');
        if (point)
            scale *= 10;
    }
    *value = (double)scaled / scale;
    return digits > 0 ? text : NULL;
}

bool lm_duration_read(const char *text, double *seconds)
{
    static const struct {
        const char *word;
        double seconds;
    } units[] = {
        {"", 1},        {"s", 1},        {"second", 1},   {"seconds", 1},   {"min", 60},
        {"minute", 60}, {"minutes", 60}, {"h", 3600},     {"hour", 3600},   {"hours", 3600},
        {"d", 86400},   {"day", 86400},  {"days", 86400}, {"week", 604800}, {"weeks", 604800},
    };
    double value;
    const char *unit = parse_decimal(text + strspn(text, " "), &value);
    if (!unit)
        return false;
    unit += strspn(unit, " ");
    const size_t length = strcspn(unit, " ");
    if (unit[length + strspn(unit + length, " ")] != 0)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strlen(units[i].word) == length && memcmp(units[i].word, unit, length) == 0) {
            *seconds = value * units[i].seconds;
            return true;
        }
    }
    return false;
}

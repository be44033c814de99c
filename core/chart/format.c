#include "chart/format.h"

#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/time.h"
#include "chart/svg.h"

#define MAX_TITLE 1000 /* bytes */

/* ---- numbers */

/* Writes a value with this many decimals, and commas between thousands. */
static const char *write_grouped(double value, int decimals, char text[LM_FORMAT_SIZE])
{
    const double magnitude = value < 0 ? -value : value;
    if (!(magnitude < 1e15) || decimals >= LM_NO_DECIMALS) {
        char plain[LM_NUMBER_SIZE];
        snprintf(text, LM_FORMAT_SIZE, "%s", lm_number_text(value, plain));
        return text;
    }
    /* Decimals beyond the 53 bits of a double carry no information. Without them the digits fit into an int64_t. */
    while (decimals > 0 && magnitude > 9e15 * lm_decimal_value(1, decimals))
        decimals--;
    const int64_t scaled = lm_decimal_scale(magnitude, decimals);
    int64_t power = 1;
    for (int i = 0; i < decimals; i++)
        power *= 10;
    char digits[LM_FORMAT_SIZE], *out = text;
    const int count = snprintf(digits, sizeof digits, "%lld", (long long)(scaled / power));
    if (value < 0 && scaled > 0)
        *out++ = '-';
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            *out++ = ',';
        *out++ = digits[i];
    }
    *out = '\0';
    if (decimals > 0)
        snprintf(out, (size_t)(text + LM_FORMAT_SIZE - out), ".%0*lld", decimals, (long long)(scaled % power));
    return text;
}

/* Computes how many decimals, at most 9, show `digits` digits of a value. */
static int decimals_for(double value, int digits)
{
    int decimals = digits - 1;
    for (double top = 9.9999; value >= top && decimals > 0; top *= 10)
        decimals--;
    for (double top = 1; value > 0 && value < top && decimals < 9; top /= 10)
        decimals++;
    return decimals;
}

static void remove_trailing_zeros(char *text)
{
    char *end = text + strlen(text);
    if (!strchr(text, '.') || strchr(text, 'e'))
        return;
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
}

const char *lm_format_amount(double amount, char text[LM_FORMAT_SIZE])
{
    static const struct {
        double value;
        const char *letter;
    } units[] = {{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "k"}, {1, ""}};
    size_t unit = 0;
    if (amount != amount)
        return strcpy(text, "-");
    /* 999.6k would be rounded to 1000k, so it takes the next unit. */
    while (unit < 4 && amount < units[unit].value * 0.9995)
        unit++;
    const double count = amount / units[unit].value;
    write_grouped(count, decimals_for(count, 3), text);
    remove_trailing_zeros(text);
    const size_t length = strlen(text);
    snprintf(text + length, LM_FORMAT_SIZE - length, "%s", units[unit].letter);
    return text;
}

const char *lm_format_price(double price, double resolution, char text[LM_FORMAT_SIZE])
{
    int decimals = 0;
    for (double unit = 1; unit > resolution * 1.0001 && decimals < 16; unit /= 10)
        decimals++;
    return write_grouped(price, decimals, text);
}

static const char *write_percent(double value, int decimals, const char *sign, char text[LM_FORMAT_SIZE])
{
    char number[LM_FORMAT_SIZE];
    snprintf(text, LM_FORMAT_SIZE, "%s%s%%", sign, write_grouped(value, decimals, number));
    return text;
}

const char *lm_format_distance(double distance, char text[LM_FORMAT_SIZE])
{
    const double magnitude = distance < 0 ? -distance : distance;
    const int decimals = magnitude < 9.995 ? 2 : 1;
    if (distance != distance)
        return strcpy(text, "-");
    return write_percent(magnitude, decimals, distance < 0 ? "\xe2\x88\x92" : "+", text);
}

const char *lm_format_share(double fraction, char text[LM_FORMAT_SIZE])
{
    if (fraction != fraction)
        return strcpy(text, "-");
    write_percent(fraction * 100, decimals_for(fraction * 100, 3), "", text);
    char *sign = strchr(text, '%');
    *sign = '\0';
    remove_trailing_zeros(text);
    return strcat(text, "%");
}

const char *lm_format_sized(bool sized, double amount, double share, char text[LM_FORMAT_SIZE])
{
    return sized ? lm_format_amount(amount, text) : lm_format_share(share, text);
}

const char *lm_format_money(double amount, const char *quote, char text[LM_FORMAT_SIZE])
{
    char word[LM_FORMAT_SIZE];
    snprintf(text, LM_FORMAT_SIZE, "%s%s%.*s", lm_format_amount(amount, word), quote[0] ? " " : "", LM_QUOTE_SIZE,
             quote);
    return text;
}

const char *lm_amount_unit(bool sized, const char *quote)
{
    return !sized ? "share" : quote[0] ? quote : "notional";
}

/* ---- times */

const char *lm_format_time(int64_t time, char text[LM_FORMAT_SIZE])
{
    char date[LM_DATE_SIZE];
    const int64_t first = -62135596800 * LM_SECOND, end = 253402300800 * LM_SECOND; /* years 1 to 9999 */
    if (time < first || time >= end) {
        snprintf(text, LM_FORMAT_SIZE, "%lld s from 1970", (long long)(time / LM_SECOND));
        return text;
    }
    int64_t of_day = time % LM_DAY;
    of_day += of_day < 0 ? LM_DAY : 0;
    const int minute = (int)(of_day / LM_MINUTE), second = (int)(of_day % LM_MINUTE / LM_SECOND);
    lm_time_date(time, date);
    if (second)
        snprintf(text, LM_FORMAT_SIZE, "%s %02d:%02d:%02d UTC", date, minute / 60, minute % 60, second);
    else
        snprintf(text, LM_FORMAT_SIZE, "%s %02d:%02d UTC", date, minute / 60, minute % 60);
    return text;
}

/* Writes whole minutes in the largest unit that divides them, and the seconds that are left to a tenth. */
const char *lm_format_duration(double seconds, char text[LM_FORMAT_SIZE])
{
    static const int minutes_of[] = {24 * 60, 60, 1};
    static const char *const units[] = {"d", "h", "min"};
    if (!(seconds >= 60 && seconds < 1e10)) {
        snprintf(text, LM_FORMAT_SIZE, "%s s", lm_fixed(seconds, seconds < 1 ? 3 : 1).text);
        return text;
    }
    const int64_t tenths = __builtin_llrint(seconds * 10);
    const int minutes = (int)(tenths / 600);
    const double rest = (double)(tenths % 600) / 10;
    int unit = 0;
    while (minutes % minutes_of[unit] != 0)
        unit++;
    if (rest > 0)
        snprintf(text, LM_FORMAT_SIZE, "%d min %s s", minutes, lm_fixed(rest, 1).text);
    else
        snprintf(text, LM_FORMAT_SIZE, "%d %s", minutes / minutes_of[unit], units[unit]);
    return text;
}

/* ---- widths */

/*
 * Estimates the width as a fraction of the font size. The estimate is for wide fonts, because text that is cut short
 * looks better than text that overlaps.
 */
static double character_width(uint32_t character)
{
    if (character >= 0x1100)
        return 1;
    return character < 0x7f && strchr(" .,:;|!'iIl()ftj", (int)character) ? 0.36 : 0.64;
}

double lm_text_width(const char *text, double font_size)
{
    double width = 0;
    for (const char *end = text + strlen(text); text < end;)
        width += character_width(lm_next_character(&text, end)) * font_size;
    return width;
}

lm_status lm_title_check(lm_host *host, lm_text title)
{
    if (title.length <= MAX_TITLE)
        return LM_OK;
    return lm_fail(host, LM_E_LIMIT, NULL, "a title must have at most %d bytes, not %zu", MAX_TITLE, title.length);
}

size_t lm_text_fit(const char *text, size_t length, double width, double font_size)
{
    double used = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *begin = at;
        used += character_width(lm_next_character(&at, end)) * font_size;
        if (used > width)
            return (size_t)(begin - text);
    }
    return length;
}

size_t lm_text_line(const char *text, double width, double font_size, const char **next)
{
    size_t length = lm_text_fit(text, strlen(text), width, font_size);
    if (text[length] != '\0') {
        size_t space = length;
        while (space > 0 && text[space] != ' ')
            space--;
        length = space > 0 ? space : length > 0 ? length : 1;
    }
    *next = text + length;
    while (**next == ' ')
        (*next)++;
    return length;
}

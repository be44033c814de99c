#include "base/time.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

int64_t lm_time_from_epoch(int64_t epoch)
{
    const uint64_t magnitude = epoch < 0 ? -(uint64_t)epoch : (uint64_t)epoch;
    if (magnitude >= 100000000000000000u)
        return epoch / 1000 - (epoch % 1000 < 0); /* ns, rounded down */
    if (magnitude >= 100000000000000u)
        return epoch;
    if (magnitude >= 100000000000u)
        return epoch * 1000;
    return epoch * LM_SECOND;
}

/* Parses `count` digits as a number from `lowest` to `highest`. */
static bool parse_digits(const char **at, int count, int lowest, int highest, int *value)
{
    int number = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (!lm_is_digit(**at))
            return false;
        number = number * 10 + (**at - '0');
    }
    *value = number;
    return number >= lowest && number <= highest;
}

static bool parse_letter(const char **at, char letter)
{
    const bool matches = **at == letter;
    *at += matches;
    return matches;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

/* Returns the days since 1970-01-01. Years are counted from March, so that the leap day is the last. */
static int64_t day_number(int year, int month, int day)
{
    const int64_t y = year - (month <= 2), m = (month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

/* Parses a fraction of a second as microseconds; drops further digits. */
static bool parse_fraction(const char **at, int *fraction)
{
    if (!parse_letter(at, '.'))
        return true;
    const char *begin = *at;
    for (int scale = 100000; lm_is_digit(**at); (*at)++, scale /= 10)
        *fraction += scale * (**at - '0');
    return *at > begin;
}

/* Parses "Z", "+05:30", "-0800", "+00" or nothing, as minutes ahead of UTC. */
static bool parse_offset(const char **at, int *offset)
{
    const int sign = **at == '-' ? -1 : 1;
    int hours, minutes = 0;
    if (parse_letter(at, 'Z') || (**at != '+' && **at != '-'))
        return true;
    (*at)++;
    if (!parse_digits(at, 2, 0, 15, &hours))
        return false;
    const bool colon = parse_letter(at, ':');
    if ((colon || **at) && !parse_digits(at, 2, 0, 59, &minutes))
        return false;
    *offset = sign * (hours * 60 + minutes);
    return true;
}

bool lm_time_of_text(const char *text, int64_t *time)
{
    int year, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0, offset = 0;
    const char *at = text;
    if (strcmp(text, "infinity") == 0) {
        *time = INT64_MAX;
        return true;
    }
    if (!parse_digits(&at, 4, 1, 9999, &year))
        return false;
    if (parse_letter(&at, '-')) {
        if (!parse_digits(&at, 2, 1, 12, &month))
            return false;
        if (parse_letter(&at, '-')) {
            if (!parse_digits(&at, 2, 1, days_of_month(year, month), &day))
                return false;
            if (parse_letter(&at, ' ') || parse_letter(&at, 'T')) {
                if (!parse_digits(&at, 2, 0, 23, &hour) || !parse_letter(&at, ':') ||
                    !parse_digits(&at, 2, 0, 59, &minute))
                    return false;
                if (parse_letter(&at, ':') &&
                    (!parse_digits(&at, 2, 0, 59, &second) || !parse_fraction(&at, &fraction)))
                    return false;
                if (!parse_offset(&at, &offset))
                    return false;
            }
        }
    }
    const int64_t minutes = day_number(year, month, day) * 1440 + hour * 60 + minute - offset;
    *time = (minutes * 60 + second) * LM_SECOND + fraction;
    return *at == '\0';
}

/* Splits a time into year, month and day: the inverse of day_number(). */
static int64_t date_of(int64_t time, int *month, int *day)
{
    const int64_t z = time / LM_DAY - (time % LM_DAY < 0) + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097, in_era = z - era * 146097;
    const int64_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const int64_t day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t m = (5 * day_of_year + 2) / 153;
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
    return year_of_era + era * 400 + (*month <= 2);
}

void lm_time_date(int64_t time, char text[LM_DATE_SIZE])
{
    int month, day;
    const int year = (int)date_of(time, &month, &day);
    const int digits[] = {year / 1000, year / 100 % 10, year / 10 % 10, year % 10};
    char *at = text;
    for (int i = 0; i < 4; i++)
        *at++ = (char)('0' + digits[i]);
    *at++ = '-';
    *at++ = (char)('0' + month / 10);
    *at++ = (char)('0' + month % 10);
    *at++ = '-';
    *at++ = (char)('0' + day / 10);
    *at++ = (char)('0' + day % 10);
    *at = '\0';
}

const char *lm_time_text(int64_t time, char text[LM_TIME_TEXT_SIZE])
{
    int month, day;
    const int64_t year = date_of(time, &month, &day);
    int64_t within = time % LM_DAY;
    if (within < 0)
        within += LM_DAY;
    const int second = (int)(within / LM_SECOND), fraction = (int)(within % LM_SECOND);
    text[0] = '\0';
    if (year < 1)
        return text;
    const int length = snprintf(text, LM_TIME_TEXT_SIZE, "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)year, month, day,
                                second / 3600, second / 60 % 60, second % 60);
    snprintf(text + length, (size_t)(LM_TIME_TEXT_SIZE - length), fraction ? ".%06dZ" : "Z", fraction);
    return text;
}

/* Fields out, and a time for people. */
#include "glue.h"

#include <stdio.h>

void lq_set_number(lua_State *L, const char *name, double value)
{
    if (value != value)
        return;
    lua_pushnumber(L, value);
    lua_setfield(L, -2, name);
}

void lq_set_count(lua_State *L, const char *name, int64_t value)
{
    lq_pushcount(L, value);
    lua_setfield(L, -2, name);
}

void lq_set_time(lua_State *L, const char *name, int64_t time)
{
    lua_pushnumber(L, lq_seconds(time));
    lua_setfield(L, -2, name);
}

void lq_set_flag(lua_State *L, const char *name, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, name);
}

void lq_set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static int days_of_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
}

static int days_of_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 ? days_of_year(year) - 337 : days[month - 1];
}

/* gmtime() keeps its answer in a place all threads share. */
const char *lq_clock(int64_t time, char text[LQ_CLOCK_SIZE])
{
    enum { DAYS_TO_1970 = 719162, DAYS_OF_400_YEARS = 146097 };
    const int64_t seconds = time / LM_SECOND - (time % LM_SECOND < 0);
    int64_t day = seconds / 86400 - (seconds % 86400 < 0);
    const int second = (int)(seconds - day * 86400);
    day += DAYS_TO_1970; /* from 0001-01-01 */
    const int64_t era = day / DAYS_OF_400_YEARS - (day % DAYS_OF_400_YEARS < 0);
    day -= era * DAYS_OF_400_YEARS;
    int64_t year = era * 400 + 1;
    while (day >= days_of_year(year))
        day -= days_of_year(year++);
    int month = 1;
    while (day >= days_of_month(year, month))
        day -= days_of_month(year, month++);
    snprintf(text, LQ_CLOCK_SIZE, "%04d-%02d-%02d %02d:%02d:%02d", (int)year, month, (int)day + 1, second / 3600,
             second / 60 % 60, second % 60);
    return text;
}

/* Dates and times as text. Internal to the core. */
#ifndef LM_BASE_TIME_H
#define LM_BASE_TIME_H

#include "base/host.h"

#define LM_DATE_SIZE 16

/*
 * Parses "2024", "2024-10" or "2024-10-24", optionally followed by " 12:30[:15[.25]]" or "T12:30...", in UTC or with an
 * offset ("Z", "+05:30"), as microseconds. "infinity" is INT64_MAX. False for anything else.
 */
bool lm_time_of_text(const char *text, int64_t *time);

/* Writes the day of a time, such as "2024-10-24", for the years 1 to 9999 that lm_time_of_text() accepts. */
void lm_time_date(int64_t time, char text[LM_DATE_SIZE]);

#endif

/* Dates as people and documents write them. Internal to the core. */
#ifndef LM_BASE_TIME_H
#define LM_BASE_TIME_H

#include "base/host.h"

#define LM_DATE_SIZE 16

/*
 * "2024", "2024-10", "2024-10-24", with " 12:30[:15[.25]]" or "T12:30..." behind it, in UTC or at an offset ("Z",
 * "+05:30"); "infinity" is INT64_MAX.
 */
bool lm_time_of_text(const char *text, int64_t *time);

/* The day of a time, such as "2024-10-24". */
void lm_time_date(int64_t time, char text[LM_DATE_SIZE]);

#endif

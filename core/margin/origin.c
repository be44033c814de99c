/*
 * Where a table of margin rules comes from: its dates, its source, and what was checked. Exchanges change their tables
 * several times a year, so a price can be no better than the date of the table it was computed from.
 */
#include "margin/origin.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/time.h"

#define DAYS_MAX 100000000 /* over 270,000 years, and within int64_t as microseconds */

void lm_rules_origin_init(lm_rules_origin *origin)
{
    memset(origin, 0, sizeof *origin);
    origin->since = origin->seen = LM_TIME_UNKNOWN;
    origin->stale_days = -1;
}

void lm_rules_origin_copy(const lm_rules_origin *origin, int64_t *since, int64_t *seen, const char **source,
                          const char **checked, int *stale_days)
{
    *since = origin->since;
    *seen = origin->seen;
    *source = origin->source[0] ? origin->source : NULL;
    *checked = origin->checked[0] ? origin->checked : NULL;
    *stale_days = origin->stale_days;
}

/* ---- reading */

lm_status lm_rules_date_read(const lm_json_node *node, int64_t *date)
{
    char text[40], printed[LM_TIME_TEXT_SIZE];
    int64_t parsed;
    LM_TRY(lm_json_node_text(node, text, sizeof text));
    /* An offset may move a time before the year 1, which lm_time_text() cannot print. */
    if (!lm_time_of_text(text, &parsed) || parsed == INT64_MAX || !lm_time_text(parsed, printed)[0])
        return lm_json_node_fail(node, "must be a date such as \"2024-10-24\"");
    *date = parsed;
    return LM_OK;
}

static lm_status read_date(const lm_json_node *node, const char *key, int64_t *date)
{
    lm_json_node member;
    return lm_json_node_member(node, key, &member) ? lm_rules_date_read(&member, date) : LM_OK;
}

/* Reads a text into an array whose other bytes become 0, so that equal origins have equal bytes. */
static lm_status read_text(const lm_json_node *node, const char *key, char text[LM_VENUE_TEXT_SIZE])
{
    char read[LM_VENUE_TEXT_SIZE];
    lm_json_node member;
    if (!lm_json_node_member(node, key, &member))
        return LM_OK;
    LM_TRY(lm_json_node_text(&member, read, sizeof read));
    memset(text, 0, LM_VENUE_TEXT_SIZE);
    memcpy(text, read, strlen(read));
    return LM_OK;
}

lm_status lm_rules_origin_read(const lm_json_node *node, lm_rules_origin *origin)
{
    lm_json_node member;
    LM_TRY(read_date(node, "since", &origin->since));
    LM_TRY(read_date(node, "seen", &origin->seen));
    if (origin->seen != LM_TIME_UNKNOWN && origin->seen < origin->since)
        return lm_json_node_fail(node, "has a \"seen\" before its \"since\"");
    if (!lm_json_node_member(node, "source", &member) || !cJSON_IsNumber(member.item))
        LM_TRY(read_text(node, "source", origin->source));
    return read_text(node, "checked", origin->checked);
}

lm_status lm_rules_stale_days_read(const lm_json_node *node, lm_rules_origin *origin)
{
    lm_json_node member;
    double days = 0;
    if (!lm_json_node_member(node, "stale_days", &member))
        return LM_OK;
    LM_TRY(lm_json_node_number(&member, 0, DAYS_MAX, &days));
    if (days != (int)days)
        return lm_json_node_fail(&member, "must be a whole number of days");
    origin->stale_days = (int)days;
    return LM_OK;
}

/* ---- printing */

static cJSON *date_json(int64_t date)
{
    char text[LM_TIME_TEXT_SIZE];
    if (date % LM_DAY == 0)
        lm_time_date(date, text);
    else
        lm_time_text(date, text);
    return cJSON_CreateString(text);
}

bool lm_rules_origin_add(cJSON *json, const lm_rules_origin *origin)
{
    bool ok = true;
    if (origin->since != LM_TIME_UNKNOWN)
        ok = ok && lm_json_add(json, "since", date_json(origin->since));
    if (origin->seen != LM_TIME_UNKNOWN)
        ok = ok && lm_json_add(json, "seen", date_json(origin->seen));
    if (origin->source[0])
        ok = ok && lm_json_add(json, "source", cJSON_CreateString(origin->source));
    if (origin->checked[0])
        ok = ok && lm_json_add(json, "checked", cJSON_CreateString(origin->checked));
    if (origin->stale_days >= 0)
        ok = ok && lm_json_add(json, "stale_days", lm_json_number(origin->stale_days));
    return ok;
}

/* ---- age */

static int64_t last_known(const lm_rules_origin *origin)
{
    return origin->seen != LM_TIME_UNKNOWN ? origin->seen : origin->since;
}

int lm_rules_stale_days(const lm_rules *rules, int64_t day)
{
    const int64_t last = last_known(&rules->origin);
    if (last == LM_TIME_UNKNOWN || day == LM_TIME_UNKNOWN || day == INT64_MAX || day <= last)
        return -1;
    const uint64_t days = ((uint64_t)day - (uint64_t)last) / LM_DAY;
    return days <= LM_STALE_DAYS ? -1 : days < DAYS_MAX ? (int)days : DAYS_MAX;
}

/* Prints a day of any year; lm_time_date() has only four digits for the year. */
static void print_day(int64_t time, char text[LM_TIME_TEXT_SIZE])
{
    lm_time_text(time, text);
    text[strcspn(text, "T")] = '\0';
}

const char *lm_rules_stale_text(const lm_rules *rules, int days, char text[LM_STALE_TEXT_SIZE])
{
    const lm_rules_origin *origin = &rules->origin;
    const int64_t last = last_known(origin);
    char from[LM_TIME_TEXT_SIZE], to[LM_TIME_TEXT_SIZE];
    text[0] = '\0';
    if (days < 0 || last == LM_TIME_UNKNOWN)
        return text;
    print_day(last, from);
    print_day(last + days * LM_DAY, to);
    snprintf(text, LM_STALE_TEXT_SIZE, "the margin table%s%s%s%s %s %s, %d days before %s",
             origin->symbol[0] ? " of " : "", origin->symbol, origin->venue[0] ? " at " : "", origin->venue,
             origin->seen != LM_TIME_UNKNOWN ? "was last seen on" : "is of", from, days, to);
    return text;
}

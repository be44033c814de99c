/* Converts arguments and results that are objects of the core: maps, models, impact models. */
#include "object.h"

#include "access/xact.h"

#include "arguments.h"

lm_map *liqmap_map_argument(lm_host *host, Datum datum)
{
    lm_map *map;
    liqmap_check(host, lm_map_decode(host, liqmap_stored_from_datum(datum).bytes, &map));
    return map;
}

Datum liqmap_map_datum(lm_host *host, lm_map *map)
{
    lm_buffer encoded = liqmap_datum_begin(host);
    liqmap_check(host, lm_map_encode(host, map, &encoded));
    lm_map_destroy(host, map);
    return liqmap_datum_end(&encoded);
}

static lm_model read_model(lm_host *host, const char *text, size_t length)
{
    lm_model model;
    liqmap_check(host, lm_model_read(host, text, length, &model));
    liqmap_notice_stale(&model.margin);
    return model;
}

lm_model liqmap_model_argument(lm_host *host, Datum jsonb)
{
    size_t length;
    const char *json = liqmap_json_text(jsonb, &length);
    return read_model(host, json, length);
}

lm_model liqmap_model_text_argument(FunctionCallInfo fcinfo, lm_host *host, int argument)
{
    const lm_text text = liqmap_text_argument(fcinfo, argument);
    return read_model(host, text.text, text.length);
}

lm_impact_model *liqmap_impact_argument(lm_host *host, Datum jsonb)
{
    size_t length;
    const char *json = liqmap_json_text(jsonb, &length);
    lm_impact_model *model = palloc(sizeof *model);
    liqmap_check(host, lm_impact_model_read(host, json, length, model));
    return model;
}

#define STALE_TABLES 8

/*
 * Says whether this is the first notice about a table in this statement. The functions are called for each row, and by
 * each other, so the statement is known by the time at which it began.
 */
static bool is_first_notice(const lm_rules_origin *origin)
{
    typedef struct table {
        char venue[sizeof origin->venue], symbol[sizeof origin->symbol];
        int64_t since, seen;
    } table;
    static table tables[STALE_TABLES];
    static TimestampTz statement;
    static int count;
    if (statement != GetCurrentStatementStartTimestamp())
        count = 0;
    statement = GetCurrentStatementStartTimestamp();
    for (int i = 0; i < count; i++)
        if (tables[i].since == origin->since && tables[i].seen == origin->seen &&
            strcmp(tables[i].venue, origin->venue) == 0 && strcmp(tables[i].symbol, origin->symbol) == 0)
            return false;
    if (count == STALE_TABLES)
        return false;
    table *added = &tables[count++];
    strcpy(added->venue, origin->venue);
    strcpy(added->symbol, origin->symbol);
    added->since = origin->since;
    added->seen = origin->seen;
    return true;
}

static void notice_stale(const lm_rules *rules, int days)
{
    char text[LM_STALE_TEXT_SIZE];
    if (days < 0 || !is_first_notice(&rules->origin) || !lm_rules_stale_text(rules, days, text)[0])
        return;
    ereport(NOTICE, (errmsg("%s", text), errhint("The venue may have changed its tiers since then: pass newer ones as "
                                                 "\"tiers\" or as a venue document.")));
}

void liqmap_notice_stale(const lm_rules *rules)
{
    /* Rules without a venue were looked up by another call, which has reported them. */
    if (rules->origin.venue[0] || rules->origin.symbol[0])
        notice_stale(rules, rules->origin.stale_days);
}

void liqmap_notice_stale_on(const lm_rules *rules, int64_t day)
{
    notice_stale(rules, lm_rules_stale_days(rules, day));
}

void liqmap_notice_stale_tape(lm_host *host, const lm_rules *rules, lm_bytes tape, int64_t until)
{
    lm_tape_info info;
    if (lm_rules_stale_days(rules, Min(until, INT64_MAX - 1)) < 0)
        return; /* no day of the tape makes it stale, so the tape need not be read again */
    liqmap_check(host, lm_tape_describe(host, tape, &info));
    if (until > info.since)
        notice_stale(rules, lm_rules_stale_days(rules, Min(until, info.until)));
}

void liqmap_notice_frame(bool differs)
{
    if (differs)
        ereport(NOTICE, (errmsg(LM_NOTICE_FRAME), errhint(LM_NOTICE_FRAME_HINT)));
}

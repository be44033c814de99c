/* Finds what in a map is probably not what was meant. Nothing here changes a number. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "map/map.h"
#include "tape/codec.h"

static void add(lm_notices *notices, const char *hint, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void add(lm_notices *notices, const char *hint, const char *format, ...)
{
    lm_notice *row = &notices->rows[notices->count++];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(row->notice, sizeof row->notice, format, arguments);
    va_end(arguments);
    snprintf(row->hint, sizeof row->hint, "%s", hint);
}

/* ---- a gauge of open interest under another name */

/* Tells whether a name means open interest: in small letters and without separators it is one of these. */
static bool means_open_interest(const lm_name *name)
{
    static const char *const words[] = {
        "oi",      "openinterest", "openint",           "sumopeninterest",  "openinterests",
        "oiusd",   "oicoins",      "oivalue",           "openinterestusd",  "oicontracts",
        "totaloi", "oibase",       "openinterestvalue", "openinterestcoins"};
    char word[LM_GAUGE_NAME_SIZE];
    size_t length = 0;
    for (size_t i = 0; i < name->length && i + 1 < sizeof word; i++) {
        const char letter = name->text[i];
        if (letter >= 'A' && letter <= 'Z')
            word[length++] = (char)(letter - 'A' + 'a');
        else if (!strchr("_-. /:", letter))
            word[length++] = letter;
    }
    word[length] = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

static lm_status find_misnamed(lm_host *host, lm_bytes tape, lm_notices *notices)
{
    lm_tape_header header;
    lm_cursor cursor = lm_cursor_of(tape);
    LM_TRY(lm_read_header(host, &cursor, &header));
    const lm_name *misnamed = NULL;
    for (int i = 0; i < header.name_count; i++) {
        const lm_name *name = &header.names[i];
        if (name->length == 13 && memcmp(name->text, "open_interest", 13) == 0)
            return LM_OK;
        if (!misnamed && means_open_interest(name))
            misnamed = name;
    }
    if (misnamed)
        add(notices,
            "Name the gauge \"open_interest\", in base coins (inverse contracts: quote currency), or pass "
            "open_interest "
            "to map().",
            "the map has no open interest, and the tape has a gauge \"%.*s\", which is not read", (int)misnamed->length,
            misnamed->text);
    return LM_OK;
}

/* ---- open interest in another unit */

/*
 * Returns a notional that no market has reached: in dollars and what is near to them 10^12, of currencies with large
 * numbers 10^16, of an unknown one 10^13, and of bitcoin the number that there will ever be.
 */
static double beyond_any_market(const char *quote)
{
    static const char *const large[] = {"KRW", "JPY", "IDR", "INR", "TRY", "THB", NULL};
    if (quote[0] == 0)
        return 1e13;
    for (int i = 0; large[i]; i++)
        if (strcmp(quote, large[i]) == 0)
            return 1e16;
    return strcmp(quote, "BTC") == 0 ? 2.1e7 : 1e12;
}

static void check_open_interest(const lm_replay *state, const char *quote, lm_notices *notices)
{
    const double notional = state->open_interest * state->close, limit = beyond_any_market(quote);
    if (state->open_interest == 0)
        add(notices, "Look for a wrong sample of the gauge \"open_interest\", or pass open_interest to map().",
            "the open interest is 0, so all sizes of the map are 0");
    else if (state->options.contract == LM_LINEAR && notional > limit)
        add(notices,
            "Give open_interest of linear contracts in base coins: divide open interest in quote currency by the "
            "price.",
            "an open interest of %.6g coins at a price of %.6g is %.3g%s%s, more than any market has: it looks like "
            "quote "
            "currency",
            state->open_interest, state->close, notional, quote[0] ? " " : "", quote);
}

lm_status lm_map_notices(lm_host *host, const lm_map *map, lm_bytes tape, lm_notices *notices)
{
    char quote[LM_QUOTE_SIZE];
    lm_notices found;
    memset(&found, 0, sizeof found);
    if (map->live && lm_replay_frame_differs(&map->replay))
        add(&found, LM_NOTICE_FRAME_HINT, LM_NOTICE_FRAME);
    if (map->live && map->replay.traded) {
        lm_map_quote(map, quote);
        if (map->replay.open_interest_source)
            check_open_interest(&map->replay, quote, &found);
        else
            LM_TRY(find_misnamed(host, tape, &found));
    }
    *notices = found;
    return LM_OK;
}

#include "feed/repeat.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "feed/conditions.h"
#include "feed/sink.h"

/* ---- the earlier row of an id */

#define ROWS_BETWEEN_INTERRUPTS 4096

typedef struct row_reader {
    bool json;
    lm_csv csv;
    lm_json values;
} row_reader;

static bool has_fields(const lm_row *row, const lm_row *other, const int *columns, int count)
{
    for (int i = 0; i < count; i++) {
        const lm_bytes a = row->fields[columns[i]], b = other->fields[columns[i]];
        if (a.size != b.size || (a.size > 0 && memcmp(a.data, b.data, a.size) != 0))
            return false;
    }
    return true;
}

static void begin_again(const lm_feed *feed, const lm_used_columns *used, row_reader *reader)
{
    if (reader->json) {
        lm_json_init(&reader->values, feed->layout, used);
        lm_json_enter(&reader->values, feed->text, true);
    } else {
        lm_csv_init(&reader->csv, feed->layout, used);
        lm_csv_enter(&reader->csv, feed->text, true);
    }
}

/* Reads the text again up to the first row with the same id and symbol. *line is its line; 0 if there is none. */
static lm_status find_line(lm_feed *feed, const int *ids, int count, const lm_row *row, int64_t *line)
{
    const lm_layout *layout = feed->layout;
    const int market[] = {layout->symbol, layout->exchange};
    const int market_count = (layout->symbol >= 0) + (layout->symbol >= 0 && layout->exchange >= 0);
    row_reader reader = {.json = feed->json};
    lm_used_columns used;
    lm_row other = {0};
    *line = 0;
    if (feed->text.size == 0)
        return LM_OK;
    lm_layout_find_used(layout, &used);
    lm_status status = LM_OK;
    begin_again(feed, &used, &reader);
    for (size_t rows = 1; status == LM_OK && *line == 0; rows++) {
        status = reader.json ? lm_json_next(feed->host, &reader.values, &other)
                             : lm_csv_next(feed->host, &reader.csv, &other);
        if (status == LM_OK && has_fields(&other, row, ids, count) && has_fields(&other, row, market, market_count) &&
            lm_feed_conditions_hold(layout->conditions, layout->condition_count, &other))
            *line = other.line;
        if (status == LM_OK && rows % ROWS_BETWEEN_INTERRUPTS == 0)
            status = lm_check_interrupt(feed->host);
    }
    if (reader.json)
        lm_json_free(feed->host, &reader.values);
    *line = *line < row->line ? *line : 0;
    return status == LM_DONE ? LM_OK : status;
}

static lm_status unlike_error(lm_feed *feed, const lm_layout_stream *stream, const int *ids, int count,
                              const lm_row *row)
{
    static const char *const differences[] = {"another price, quantity or side", "other prices or another volume",
                                              "another value", "another price, quantity or side"};
    char id[LM_QUOTED_SIZE], where[48] = "an earlier row has";
    int64_t line;
    LM_TRY(find_line(feed, ids, count, row, &line));
    if (line > 0)
        snprintf(where, sizeof where, "line %lld has", (long long)line);
    return lm_fail(feed->host, LM_E_CORRUPT,
                   "Keep one row for each id. If the ids of the file do not tell rows apart, use a layout without id.",
                   "line %lld: %s: \"%s\" is not the first of its id, and %s %s", (long long)row->line,
                   feed->layout->columns[ids[0]], lm_feed_quote(row->fields[ids[0]], id), where,
                   differences[stream->kind]);
}

/* ---- ids */

/* Adds the id that a row has in some columns; LM_ID_NEW if it has none. */
static lm_status add_id(lm_feed *feed, const int *columns, int count, int purpose, const lm_row *row, uint64_t content,
                        lm_id *id, lm_id_seen *seen)
{
    lm_bytes fields[LM_LAYOUT_IDS + 2];
    *seen = LM_ID_NEW;
    for (int i = 0; i < count; i++)
        fields[i] = row->fields[columns[i]];
    if (count == 0 || !lm_id_from_fields(fields, count, purpose, id))
        return LM_OK;
    if (feed->all_markets && row->fields[feed->layout->symbol].size > 0) { /* two markets may have the same ids */
        fields[count++] = row->fields[feed->layout->symbol];
        if (feed->layout->exchange >= 0)
            fields[count++] = row->fields[feed->layout->exchange];
        lm_id_from_fields(fields, count, purpose, id);
    }
    return lm_id_set_add(feed->host, &feed->ids, *id, content, feed->layout->doubled, seen);
}

/* Returns a hash of numbers, one product each, which do not wait for each other. */
static uint64_t hash_numbers(const double *numbers, size_t count)
{
    uint64_t hash = 0, bits, factor = LM_GOLDEN;
    for (size_t i = 0; i < count; i++) {
        const double number = numbers[i] + 0.0; /* -0 is 0 */
        memcpy(&bits, &number, sizeof bits);
        hash += (bits ^ (bits >> 32)) * factor;
        factor += 2 * LM_GOLDEN;
    }
    return lm_mix(hash);
}

/*
 * Each stream remembers the ids of the layout for itself, so that an empty part of a row does not hide a later one.
 * Streams of a kind share the ids of their own, so that they can be two ways to read one row. *id is that of the
 * stream.
 */
static lm_status find_repeat(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, uint64_t content,
                             lm_id *id, lm_id_seen *seen)
{
    const lm_layout *layout = feed->layout;
    lm_id of_layout;
    LM_TRY(
        add_id(feed, layout->ids, layout->id_count, (int)(stream - layout->streams), row, content, &of_layout, seen));
    if (*seen == LM_ID_UNLIKE)
        return unlike_error(feed, stream, layout->ids, layout->id_count, row);
    if (*seen == LM_ID_REPEATED)
        return LM_OK;
    return add_id(feed, stream->ids, stream->id_count, LM_LAYOUT_STREAMS + (int)stream->kind, row, content, id, seen);
}

lm_status lm_feed_check_repeat(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, const double *says,
                               size_t count, lm_row_outcome *outcome)
{
    lm_id id;
    lm_id_seen seen = LM_ID_NEW;
    if (feed->layout->id_count + stream->id_count > 0)
        LM_TRY(find_repeat(feed, stream, row, hash_numbers(says, count), &id, &seen));
    *outcome = seen == LM_ID_NEW ? LM_ROW_ADDED : LM_ROW_REPEATED;
    return seen == LM_ID_UNLIKE ? unlike_error(feed, stream, stream->ids, stream->id_count, row) : LM_OK;
}

/* ---- trades with a row for each side */

/* Finds the taker of the pending trade of an id that differs in nothing else; NULL if there is none. */
static int32_t *find_pending(lm_feed *feed, const lm_trade *trade, uint64_t id)
{
    if (feed->rows)
        return lm_rows_find_taker(feed->rows, trade, id);
    for (size_t i = feed->pending; i-- > 0;) {
        lm_trade *pending = &feed->trades[i];
        if (feed->trade_ids[i] == id && pending->price == trade->price && pending->qty == trade->qty)
            return &pending->taker;
    }
    return NULL;
}

lm_status lm_feed_check_trade_repeat(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                                     const lm_trade *trade, lm_row_outcome *outcome)
{
    const double says[] = {trade->price, trade->qty, trade->taker};
    lm_id id = {0};
    lm_id_seen seen;
    if (!stream->both_sides)
        return lm_feed_check_repeat(feed, stream, row, says, sizeof says / sizeof says[0], outcome);
    LM_TRY(find_repeat(feed, stream, row, hash_numbers(says, sizeof says / sizeof says[0]), &id, &seen));
    feed->trade_id = lm_mix(id.high) ^ id.low;
    *outcome = seen == LM_ID_NEW ? LM_ROW_ADDED : LM_ROW_REPEATED;
    if (seen != LM_ID_UNLIKE)
        return LM_OK;
    int32_t *taker = find_pending(feed, trade, feed->trade_id);
    if (!taker)
        return unlike_error(feed, stream, stream->ids, stream->id_count, row);
    *taker = LM_TAKER_UNKNOWN;
    return LM_OK;
}

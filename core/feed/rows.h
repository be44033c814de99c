/*
 * Rows of a text, whatever its format: the columns of a layout as they stand there. Internal to the feed room.
 *
 * A field is borrowed from the text; an empty one is a cell that is empty, null or not there.
 */
#ifndef LM_FEED_ROWS_H
#define LM_FEED_ROWS_H

#include <string.h>

#include "feed/layout.h"

typedef struct lm_row {
    int64_t line; /* from 1 */
    lm_bytes fields[LM_LAYOUT_COLUMNS];
} lm_row;

/* The same letters, be they upper or lower case. */
static inline bool lm_same_text(lm_bytes a, lm_bytes b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++) {
        const uint8_t lower = a.data[i] | 0x20;
        if (a.data[i] != b.data[i] && (lower != (b.data[i] | 0x20) || lower < 'a' || lower > 'z'))
            return false;
    }
    return true;
}

static inline bool lm_same_word(lm_bytes field, const char *word)
{
    return lm_same_text(field, (lm_bytes){(const uint8_t *)word, strlen(word)});
}

/* Where a line has no end, nobody knows whether all of it is there. */
static inline lm_status lm_feed_no_end(lm_host *host, int64_t line)
{
    return lm_fail(host, LM_E_CORRUPT, "The file may have been cut short; if it is whole, end its last line.",
                   "line %lld: has no end", (long long)line);
}

/* ---- CSV (csv.c) */

#define LM_CSV_FIELDS 256

typedef struct lm_csv {
    const lm_layout *layout;
    const lm_used *used;
    const char *at, *end;
    const char *last_line;        /* begins here, if it has no end */
    bool stops[256];              /* what ends a field */
    int64_t line;                 /* of `at` */
    int width;                    /* fields of each row; 0: no row yet */
    int place[LM_LAYOUT_COLUMNS]; /* where a column stands; -1: it does not */
    int count;
    lm_bytes fields[LM_CSV_FIELDS];
} lm_csv;

/* Reads a header if there is one. */
lm_status lm_csv_open(lm_host *host, lm_csv *csv, lm_bytes text, const lm_layout *layout, const lm_used *used);
lm_status lm_csv_next(lm_host *host, lm_csv *csv, lm_row *row); /* LM_DONE at the end */

/* ---- JSON (json.c) */

typedef struct lm_json_value {
    lm_bytes key;    /* without quotes; of what is not in an object, none */
    lm_bytes text;   /* without quotes; of null, none; of arrays and objects, from their bracket on */
    uint32_t after;  /* index of what follows all that is inside of it */
    uint32_t parent; /* index; its own at the top */
    uint8_t kind;
} lm_json_value;

typedef struct lm_json {
    const lm_layout *layout;
    const lm_used *used;
    const char *begin, *at, *end;
    const char *counted; /* up to where lines were counted */
    int64_t line;
    bool recognised;       /* something in the text was a row of the layout, or a place for rows */
    lm_json_value *values; /* of the value at hand, in the order of the text */
    size_t value_count, value_capacity;
    uint32_t *rows; /* indices of its rows */
    size_t row_count, row_capacity, row;
    size_t steps; /* taken since the last look at the interrupt */
} lm_json;

void lm_json_open(lm_json *json, lm_bytes text, const lm_layout *layout, const lm_used *used);
lm_status lm_json_next(lm_host *host, lm_json *json, lm_row *row); /* LM_DONE at the end */
void lm_json_close(lm_host *host, lm_json *json);

#endif

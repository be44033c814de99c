/*
 * Rows of a text in CSV or JSON, as fields of the columns of a layout. Internal to the feed module.
 *
 * A field is borrowed from the text, or from the reader until its next row. An empty field means a cell that is empty, null or missing.
 */
#ifndef LM_FEED_ROWS_H
#define LM_FEED_ROWS_H

#include <string.h>

#include "feed/layout.h"

typedef struct lm_row {
    int64_t line; /* from 1 */
    lm_bytes fields[LM_LAYOUT_COLUMNS];
} lm_row;

/* Compares two texts without regard to case. */
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

/* Returns LM_E_CORRUPT for a last line without a line end, which may be incomplete. */
static inline lm_status lm_feed_no_end(lm_host *host, int64_t line)
{
    return lm_fail(host, LM_E_CORRUPT, "Check whether the file was cut short; if it is complete, end its last line.",
                   "line %lld: has no line end", (long long)line);
}

/* ---- CSV (csv.c) */

#define LM_CSV_FIELDS 256

typedef struct lm_csv {
    const lm_layout *layout;
    const lm_used_columns *used;
    const char *at, *end;
    const char *last_line;              /* start of the last line if it has no line end, else the end */
    bool final;                         /* nothing follows the text */
    bool begun;                         /* the header, or the first row, was read */
    bool stops[256];                    /* characters that end a field */
    int64_t line;                       /* line of `at` */
    int width;                          /* fields of each row; 0: no row yet */
    int field_index[LM_LAYOUT_COLUMNS]; /* field of each column; -1: none */
    int count;
    lm_bytes fields[LM_CSV_FIELDS];
} lm_csv;

void lm_csv_init(lm_csv *csv, const lm_layout *layout, const lm_used_columns *used);
/* Goes on in another part of the text, which begins at csv->at. A part that is not the final one ends with a line end. */
void lm_csv_enter(lm_csv *csv, lm_bytes text, bool final);
/*
 * Reads the next row; first the header, if there is one. LM_DONE at the end of the part, with csv->at at the first
 * record that is not complete. LM_E_MISSING for a missing column.
 */
lm_status lm_csv_next(lm_host *host, lm_csv *csv, lm_row *row);

/* ---- JSON (json.c) */

typedef struct lm_json_value {
    lm_bytes key;    /* without quotes; empty for values that are not in an object */
    lm_bytes text;   /* without quotes; empty for null; of arrays and objects, from their bracket on */
    uint32_t after;  /* index after the last value inside of this one */
    uint32_t parent; /* index of the array or object; at the top the value's own */
    uint8_t kind;
} lm_json_value;

/* A place in an array at the top whose elements are read one by one. */
enum lm_json_place { LM_JSON_OUTSIDE, LM_JSON_AT_FIRST, LM_JSON_AT_VALUE, LM_JSON_BEHIND_VALUE };

typedef struct lm_json {
    const lm_layout *layout;
    const lm_used_columns *used;
    const char *begin, *at, *end;
    bool final;          /* nothing follows the text */
    const char *counted; /* end of the text whose lines are counted */
    int64_t line;
    int64_t column; /* characters between the last line end and `begin` */
    bool elements;  /* an array at the top is read by its elements */
    bool elements_are_rows;
    enum lm_json_place array;
    bool recognised;          /* a row of the layout, or an empty array of rows, was found */
    int64_t acknowledgements; /* messages without rows */
    lm_json_value *values;    /* of the current value, in the order of the text */
    size_t value_count, value_capacity;
    char *resolved; /* the fields of the current row without their escapes */
    size_t resolved_capacity;
    uint32_t *rows; /* indices of the rows of the current value */
    size_t row_count, row_capacity, row;
    size_t steps; /* steps since the last call of the interrupt function */
} lm_json;

void lm_json_init(lm_json *json, const lm_layout *layout, const lm_used_columns *used);
/* Goes on in another part of the text, which begins at json->at. */
void lm_json_enter(lm_json *json, lm_bytes text, bool final);
/* Counts the lines and characters up to json->at, before the text moves. */
void lm_json_leave(lm_json *json);
/*
 * Reads the next row. LM_DONE at the end of the part, with json->at at the first value that is not complete. The text
 * must stay where it is until then.
 */
lm_status lm_json_next(lm_host *host, lm_json *json, lm_row *row);
void lm_json_free(lm_host *host, lm_json *json);

#endif

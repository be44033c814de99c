/*
 * Writes rows as JSON by their tables: times as ISO 8601 in UTC, durations in seconds, unknown values as null. Internal
 * to the core.
 */
#ifndef LM_ROWS_ROW_JSON_H
#define LM_ROWS_ROW_JSON_H

#include "base/json_writer.h"
#include "liqmap.h"

/* Writes {"columns":[names],"rows":[[values], ...]} as member `key`. */
void lm_write_table(lm_writer *writer, const char *key, const lm_row_type *type, const void *rows, size_t count);

/* Writes each column as a member of the current object, except the column named `except` (NULL: all). */
void lm_write_members(lm_writer *writer, const lm_row_type *type, const void *row, const char *except);

#endif

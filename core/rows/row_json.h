/* Rows as JSON, by their tables: times as ISO 8601 in UTC, durations in seconds, what is unknown as null. Internal to the core. */
#ifndef LM_ROWS_ROW_JSON_H
#define LM_ROWS_ROW_JSON_H

#include "base/json_writer.h"
#include "liqmap.h"

/* {"columns":[names],"rows":[[values], ...]} as member `key`. */
void lm_write_table(lm_writer *writer, const char *key, const lm_row_type *type, const void *rows, size_t count);

/* Each column as a member of the object that is open, but for the one named `except` (NULL: none). */
void lm_write_members(lm_writer *writer, const lm_row_type *type, const void *row, const char *except);

#endif

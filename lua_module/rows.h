/* Converts result rows to tables by the row tables of the core: column name to value, without unknown values. */
#ifndef LQ_ROWS_H
#define LQ_ROWS_H

#include "host.h"

void lq_push_row(lua_State *L, const lm_row_type *type, const void *row);

/* Sets the columns of a row in the table on top of the stack. */
void lq_set_row(lua_State *L, const lm_row_type *type, const void *row);

/* Sets column number `index` in the table on top of the stack as a list, unless it is unknown in all of the rows. */
void lq_set_column(lua_State *L, const lm_row_type *type, int index, const void *rows, size_t count);

/*
 * Pushes a list of rows; or, with `columns`, a table with a list for each column that is known in any row. Unknown
 * values are holes in the lists.
 */
void lq_push_rows(lua_State *L, const lm_row_type *type, const void *rows, size_t count, bool columns);

/* Rows that the core gives one at a time, collected before they become tables: Lua may raise, and must not meanwhile. */
typedef struct lq_row_list {
    lm_host *host;
    size_t size; /* of a row */
    void *rows;
    size_t count, capacity;
} lq_row_list;

void lq_release_row_list(lm_host *host, void *payload); /* for lq_new_scoped() */
lm_status lq_append_row(lq_row_list *list, const void *row);

#endif

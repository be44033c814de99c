/* Results by the core's row tables: a row is a table by column name, without what is unknown. */
#ifndef LQ_ROWS_H
#define LQ_ROWS_H

#include "host.h"

void lq_push_row(lua_State *L, const lm_row_type *type, const void *row);

/* Sets the columns of a row in the table on top of the stack. */
void lq_set_row(lua_State *L, const lm_row_type *type, const void *row);

/* A list of rows; or, with `columns`, a table of lists, one for each column that is known in any row, holes where it is not. */
void lq_push_rows(lua_State *L, const lm_row_type *type, const void *rows, size_t count, bool columns);

#endif

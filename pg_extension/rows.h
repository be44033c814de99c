/* Writes results of several columns by the row tables of the core. */
#ifndef LIQMAP_ROWS_SQL_H
#define LIQMAP_ROWS_SQL_H

#include "convert.h"

typedef struct liqmap_row {
    const lm_row_type *type;
    TupleDesc columns;
    Oid sides[2];         /* enum labels seen so far, by lm_side */
    MemoryContext memory; /* for values that are passed by reference, reset after each row; NULL: the current context */
    Tuplestorestate *store;
    Datum values[LM_MAX_COLUMNS];
    bool nulls[LM_MAX_COLUMNS];
} liqmap_row;

/*
 * Converts a struct of this row type to a result of one row. The first call checks that the declared columns of the
 * function are those of the row type, and keeps them in fn_extra. liqmap_row_result_in() keeps them in `row`, for
 * functions that use fn_extra themselves.
 */
Datum liqmap_row_result(FunctionCallInfo fcinfo, const lm_row_type *type, const void *values);
Datum liqmap_row_result_in(liqmap_row *row, FunctionCallInfo fcinfo, const lm_row_type *type, const void *values);

/* Begin a result of many rows and add each row. The Datum that the SQL function returns has no meaning then. */
void liqmap_rows_begin(liqmap_row *row, FunctionCallInfo fcinfo, const lm_row_type *type);
void liqmap_rows_add(liqmap_row *row, const void *values);

/* Begins a result and adds an array of structs; the SQL function returns the Datum. */
Datum liqmap_rows_result(FunctionCallInfo fcinfo, const lm_row_type *type, const void *rows, size_t count);

#endif

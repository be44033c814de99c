/* Results of several columns, by the core's row tables. */
#ifndef LIQMAP_ROWS_SQL_H
#define LIQMAP_ROWS_SQL_H

#include "convert.h"

typedef struct liqmap_row {
    const lm_row_type *type;
    TupleDesc columns;
    Oid sides[2];         /* labels of the enum, once seen */
    MemoryContext memory; /* of values that are not plain words; NULL: the current one */
    Tuplestorestate *store;
    Datum values[LM_MAX_COLUMNS];
    bool nulls[LM_MAX_COLUMNS];
} liqmap_row;

/*
 * A result of one row, from the struct of this row type. What is looked up once, that the function's declared columns are
 * those of the row type among it, is kept in fn_extra; `row` is given where fn_extra holds something else around it.
 */
Datum liqmap_row_result(FunctionCallInfo fcinfo, const lm_row_type *type, const void *values);
Datum liqmap_row_result_in(liqmap_row *row, FunctionCallInfo fcinfo, const lm_row_type *type, const void *values);

/* Many rows: begin, then add each; the function's own result means nothing. */
void liqmap_rows_begin(liqmap_row *row, FunctionCallInfo fcinfo, const lm_row_type *type);
void liqmap_rows_add(liqmap_row *row, const void *values);

/* All of an array of such structs, begin included; returns what the function does. */
Datum liqmap_rows_result(FunctionCallInfo fcinfo, const lm_row_type *type, const void *rows, size_t count);

#endif

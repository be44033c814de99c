/* Writes results of several columns by the row tables of the core: one row, or a tuplestore of rows. */
#include "rows.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/memutils.h"

/* ---- checks the declared columns of a function against the row table */

/* Returns the SQL type of a column; InvalidOid for an enum, whose OID is not fixed. */
static Oid sql_type(lm_column_type type)
{
    switch (type) {
    case LM_COLUMN_NUMBER:
    case LM_COLUMN_STATED:
        return FLOAT8OID;
    case LM_COLUMN_COUNT:
    case LM_COLUMN_SIZE:
        return INT8OID;
    case LM_COLUMN_INTEGER:
    case LM_COLUMN_SMALL:
        return INT4OID;
    case LM_COLUMN_FLAG:
    case LM_COLUMN_TAKER:
        return BOOLOID;
    case LM_COLUMN_TIME:
        return TIMESTAMPTZOID;
    case LM_COLUMN_DURATION:
        return INTERVALOID;
    case LM_COLUMN_TEXT:
    case LM_COLUMN_WORD:
    case LM_COLUMN_CONTRACT:
    case LM_COLUMN_STATUS:
        return TEXTOID;
    case LM_COLUMN_JSON:
        return JSONBOID;
    case LM_COLUMN_GAUGES:
        return TEXTARRAYOID;
    case LM_COLUMN_SIDE:
        break;
    }
    return InvalidOid;
}

static void check_columns(const liqmap_row *row)
{
    if (row->columns->natts != row->type->count)
        elog(ERROR, "%d columns are declared of the %d of a row %s", row->columns->natts, row->type->count,
             row->type->name);
    for (int i = 0; i < row->type->count; i++) {
        const FormData_pg_attribute *declared = TupleDescAttr(row->columns, i);
        const lm_column *column = &row->type->columns[i];
        const Oid type = sql_type(column->type);
        if (strcmp(NameStr(declared->attname), column->name) != 0 || (type && declared->atttypid != type))
            elog(ERROR, "column %d is declared as \"%s\" %s and is \"%s\" in a row %s", i + 1,
                 NameStr(declared->attname), format_type_be(declared->atttypid), column->name, row->type->name);
    }
}

/* ---- one value */

static Datum text_array(const lm_gauge_names *names)
{
    Datum *items = palloc(sizeof(Datum) * (names->count + 1));
    for (int i = 0; i < names->count; i++) {
        size_t length;
        const char *name = lm_tape_gauge_name(names->tape, i, &length);
        items[i] = liqmap_text(name, length);
    }
    return PointerGetDatum(construct_array(items, names->count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* Looks up the label in the declared type of the column, because the OID of the enum is not fixed. */
static Datum side_datum(liqmap_row *row, int index, lm_side side)
{
    if (!OidIsValid(row->sides[side]))
        row->sides[side] = liqmap_side_label(TupleDescAttr(row->columns, index)->atttypid, side);
    return ObjectIdGetDatum(row->sides[side]);
}

static Datum text_datum(const char *text)
{
    return liqmap_text(text, strlen(text));
}

static Datum column_datum(liqmap_row *row, int index, const void *values)
{
    const lm_column *column = &row->type->columns[index];
    const void *member = (const char *)values + column->offset;
    switch (column->type) {
    case LM_COLUMN_COUNT:
        return Int64GetDatum(*(const int64_t *)member);
    case LM_COLUMN_SIZE:
        return Int64GetDatum((int64)(*(const size_t *)member));
    case LM_COLUMN_INTEGER:
        return Int32GetDatum(*(const int *)member);
    case LM_COLUMN_SMALL:
        return Int32GetDatum(*(const uint8_t *)member);
    case LM_COLUMN_FLAG:
        return BoolGetDatum(*(const bool *)member);
    case LM_COLUMN_TAKER:
        return BoolGetDatum(*(const int32_t *)member == LM_TAKER_BOUGHT);
    case LM_COLUMN_TIME:
        return TimestampTzGetDatum(liqmap_timestamp(*(const int64_t *)member));
    case LM_COLUMN_DURATION:
        return liqmap_interval(*(const int64_t *)member);
    case LM_COLUMN_SIDE:
        return side_datum(row, index, *(const lm_side *)member);
    case LM_COLUMN_JSON:
        return liqmap_jsonb(*(const char *const *)member);
    case LM_COLUMN_GAUGES:
        return text_array(member);
    default:
        return text_datum(lm_column_text(column, values));
    }
}

/* Fills in values and nulls. Most columns are numbers, so numbers have a fast path. */
static void fill_row(liqmap_row *row, const void *values)
{
    const lm_row_type *type = row->type;
    for (int i = 0; i < type->count; i++) {
        const lm_column *column = &type->columns[i];
        if (column->type == LM_COLUMN_NUMBER) {
            const double number = *(const double *)((const char *)values + column->offset);
            row->nulls[i] = column->known == LM_KNOWN_BY_VALUE ? isnan(number) : !lm_column_known(column, values);
            row->values[i] = Float8GetDatum(number);
            continue;
        }
        row->nulls[i] = !lm_column_known(column, values);
        row->values[i] = row->nulls[i]                      ? (Datum)0
                         : column->type == LM_COLUMN_STATED ? Float8GetDatum(lm_column_number(column, values))
                                                            : column_datum(row, i, values);
    }
}

/* ---- one row */

Datum liqmap_row_result_in(liqmap_row *row, FunctionCallInfo fcinfo, const lm_row_type *type, const void *values)
{
    if (row->columns == NULL) {
        MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
        TupleDesc columns;
        if (get_call_result_type(fcinfo, NULL, &columns) != TYPEFUNC_COMPOSITE)
            elog(ERROR, "return type must be a row type");
        row->type = type;
        row->columns = BlessTupleDesc(columns);
        check_columns(row);
        MemoryContextSwitchTo(caller);
    }
    fill_row(row, values);
    return HeapTupleGetDatum(heap_form_tuple(row->columns, row->values, row->nulls));
}

Datum liqmap_row_result(FunctionCallInfo fcinfo, const lm_row_type *type, const void *values)
{
    if (fcinfo->flinfo->fn_extra == NULL)
        fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(liqmap_row));
    return liqmap_row_result_in(fcinfo->flinfo->fn_extra, fcinfo, type, values);
}

/* ---- many rows */

void liqmap_rows_begin(liqmap_row *row, FunctionCallInfo fcinfo, const lm_row_type *type)
{
    InitMaterializedSRF(fcinfo, 0);
    ReturnSetInfo *result = (ReturnSetInfo *)fcinfo->resultinfo;
    memset(row, 0, sizeof *row);
    row->type = type;
    row->columns = result->setDesc;
    row->store = result->setResult;
    row->memory = AllocSetContextCreate(CurrentMemoryContext, "liqmap row", ALLOCSET_SMALL_SIZES);
    check_columns(row);
}

void liqmap_rows_add(liqmap_row *row, const void *values)
{
    MemoryContext caller = MemoryContextSwitchTo(row->memory);
    fill_row(row, values);
    MemoryContextSwitchTo(caller);
    tuplestore_putvalues(row->store, row->columns, row->values, row->nulls);
    MemoryContextReset(row->memory);
    CHECK_FOR_INTERRUPTS();
}

Datum liqmap_rows_result(FunctionCallInfo fcinfo, const lm_row_type *type, const void *rows, size_t count)
{
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo, type);
    for (size_t i = 0; i < count; i++)
        liqmap_rows_add(&row, (const char *)rows + i * type->size);
    return (Datum)0;
}

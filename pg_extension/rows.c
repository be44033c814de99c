/* Results of several columns: one row, or a tuplestore full of them. */
#include "liqmap_pg.h"

#include "access/htup_details.h"
#include "utils/memutils.h"

liqmap_row *liqmap_row_of(FunctionCallInfo fcinfo)
{
    if (fcinfo->flinfo->fn_extra == NULL)
        fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(liqmap_row));
    return fcinfo->flinfo->fn_extra;
}

void liqmap_row_begin(liqmap_row *row, FunctionCallInfo fcinfo)
{
    if (row->columns == NULL) {
        MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
        if (get_call_result_type(fcinfo, NULL, &row->columns) != TYPEFUNC_COMPOSITE)
            elog(ERROR, "return type must be a row type");
        row->columns = BlessTupleDesc(row->columns);
        MemoryContextSwitchTo(caller);
    }
    row->filled = 0;
}

static void complete(const liqmap_row *row)
{
    if (row->filled != row->columns->natts)
        elog(ERROR, "%d columns where %d are declared", row->filled, row->columns->natts);
}

Datum liqmap_row_end(liqmap_row *row)
{
    complete(row);
    return HeapTupleGetDatum(heap_form_tuple(row->columns, row->values, row->nulls));
}

void liqmap_rows_begin(liqmap_row *row, FunctionCallInfo fcinfo)
{
    InitMaterializedSRF(fcinfo, 0);
    ReturnSetInfo *result = (ReturnSetInfo *)fcinfo->resultinfo;
    memset(row, 0, sizeof *row);
    row->columns = result->setDesc;
    row->store = result->setResult;
    row->memory = AllocSetContextCreate(CurrentMemoryContext, "liqmap row", ALLOCSET_SMALL_SIZES);
}

void liqmap_rows_next(liqmap_row *row)
{
    complete(row);
    tuplestore_putvalues(row->store, row->columns, row->values, row->nulls);
    MemoryContextReset(row->memory);
    row->filled = 0;
    CHECK_FOR_INTERRUPTS();
}

static void put(liqmap_row *row, Datum value, bool is_null)
{
    if (row->filled >= LIQMAP_MAX_COLUMNS)
        elog(ERROR, "a row has more than %d columns", LIQMAP_MAX_COLUMNS);
    row->values[row->filled] = value;
    row->nulls[row->filled] = is_null;
    row->filled++;
}

void liqmap_put_datum(liqmap_row *row, Datum value)
{
    put(row, value, false);
}

void liqmap_put_null(liqmap_row *row)
{
    put(row, (Datum)0, true);
}

void liqmap_put_bool(liqmap_row *row, bool value)
{
    put(row, BoolGetDatum(value), false);
}

void liqmap_put_int(liqmap_row *row, int32 value)
{
    put(row, Int32GetDatum(value), false);
}

/* What is allocated is so in the row's memory; plain words, whose size the compiler knows, are not. */
static MemoryContext enter(const liqmap_row *row)
{
    return MemoryContextSwitchTo(row->memory ? row->memory : CurrentMemoryContext);
}

void liqmap_put_bigint(liqmap_row *row, int64 value)
{
    MemoryContext caller = enter(row);
    put(row, Int64GetDatum(value), false);
    MemoryContextSwitchTo(caller);
}

void liqmap_put_number(liqmap_row *row, double value)
{
    if (sizeof(Datum) >= sizeof(double)) {
        put(row, Float8GetDatum(value), isnan(value));
        return;
    }
    MemoryContext caller = enter(row);
    put(row, Float8GetDatum(value), isnan(value));
    MemoryContextSwitchTo(caller);
}

void liqmap_put_time(liqmap_row *row, int64 unix_time)
{
    MemoryContext caller = enter(row);
    put(row, TimestampTzGetDatum(liqmap_timestamp(unix_time)), false);
    MemoryContextSwitchTo(caller);
}

void liqmap_put_interval(liqmap_row *row, int64 microseconds)
{
    MemoryContext caller = enter(row);
    put(row, liqmap_interval(microseconds), false);
    MemoryContextSwitchTo(caller);
}

void liqmap_put_text(liqmap_row *row, const char *text, size_t length)
{
    MemoryContext caller = enter(row);
    put(row, liqmap_text(text, length), false);
    MemoryContextSwitchTo(caller);
}

/* The column's own type tells the labels of the enum. */
void liqmap_put_side(liqmap_row *row, lm_side side)
{
    if (!OidIsValid(row->sides[side]))
        row->sides[side] = liqmap_side_label(TupleDescAttr(row->columns, row->filled)->atttypid, side);
    put(row, ObjectIdGetDatum(row->sides[side]), false);
}

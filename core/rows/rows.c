/* Finds row tables and parameter tables, and reads values by row tables. */
#include "rows/tables.h"

#include <math.h>
#include <string.h>

#include "liqmap.h"

const lm_row_type *lm_row_type_at(int index)
{
    for (int i = 0; index >= 0 && lm_row_types[i] != NULL; i++)
        if (i == index)
            return lm_row_types[i];
    return NULL;
}

const lm_parameter_list *lm_parameter_list_at(int index)
{
    for (int i = 0; index >= 0 && lm_parameter_lists[i] != NULL; i++)
        if (i == index)
            return lm_parameter_lists[i];
    return NULL;
}

/* The member of a row at the column's offset. */
#define MEMBER(c_type, column, row) (*(c_type const *)((const char *)(row) + (column)->offset))

static bool value_known(const lm_column *column, const void *row)
{
    switch (column->type) {
    case LM_COLUMN_NUMBER:
        return !isnan(MEMBER(double, column, row));
    case LM_COLUMN_STATED:
        return MEMBER(double, column, row) != 0;
    case LM_COLUMN_COUNT:
        return MEMBER(int64_t, column, row) >= 0;
    case LM_COLUMN_INTEGER:
        return MEMBER(int, column, row) >= 0;
    case LM_COLUMN_TIME:
        return MEMBER(int64_t, column, row) != LM_TIME_UNKNOWN;
    case LM_COLUMN_DURATION:
        return MEMBER(int64_t, column, row) != 0;
    case LM_COLUMN_TEXT:
        return MEMBER(char, column, row) != 0;
    case LM_COLUMN_WORD:
        return MEMBER(const char *, column, row) != NULL;
    case LM_COLUMN_TAKER:
        return MEMBER(int32_t, column, row) != LM_TAKER_UNKNOWN;
    default:
        return true;
    }
}

bool lm_column_known(const lm_column *column, const void *row)
{
    if (!column->optional)
        return true;
    if (column->known != LM_KNOWN_BY_VALUE)
        return *((const bool *)((const char *)row + column->known));
    return value_known(column, row);
}

const char *lm_column_text(const lm_column *column, const void *row)
{
    if (!lm_column_known(column, row))
        return NULL;
    switch (column->type) {
    case LM_COLUMN_TEXT:
        return (const char *)row + column->offset;
    case LM_COLUMN_WORD:
    case LM_COLUMN_JSON:
        return MEMBER(const char *, column, row);
    case LM_COLUMN_SIDE:
        return MEMBER(lm_side, column, row) == LM_LONG ? "long" : "short";
    case LM_COLUMN_CONTRACT:
        return MEMBER(uint8_t, column, row) == LM_LINEAR ? "linear" : "inverse";
    case LM_COLUMN_STATUS:
        return lm_margin_status_word(MEMBER(lm_margin_status, column, row));
    default:
        return NULL;
    }
}

double lm_column_number(const lm_column *column, const void *row)
{
    if (!lm_column_known(column, row))
        return NAN;
    switch (column->type) {
    case LM_COLUMN_NUMBER:
    case LM_COLUMN_STATED:
        return MEMBER(double, column, row);
    case LM_COLUMN_COUNT:
    case LM_COLUMN_TIME:
    case LM_COLUMN_DURATION:
        return (double)MEMBER(int64_t, column, row);
    case LM_COLUMN_SIZE:
        return (double)MEMBER(size_t, column, row);
    case LM_COLUMN_INTEGER:
        return MEMBER(int, column, row);
    case LM_COLUMN_SMALL:
        return MEMBER(uint8_t, column, row);
    case LM_COLUMN_FLAG:
        return MEMBER(bool, column, row);
    case LM_COLUMN_TAKER:
        return MEMBER(int32_t, column, row) == LM_TAKER_BOUGHT;
    default:
        return NAN;
    }
}

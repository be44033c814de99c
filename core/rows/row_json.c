#include "rows/row_json.h"

#include <string.h>

static void write_gauges(lm_writer *writer, const char *key, const lm_gauge_names *names)
{
    lm_write_array(writer, key);
    for (int i = 0; i < names->count; i++) {
        size_t length;
        const char *name = lm_tape_gauge_name(names->tape, i, &length);
        lm_write_text(writer, NULL, name, length);
    }
    lm_write_end_array(writer);
}

static void write_value(lm_writer *writer, const char *key, const lm_column *column, const void *row)
{
    const void *member = (const char *)row + column->offset;
    if (!lm_column_known(column, row)) {
        lm_write_null(writer, key);
        return;
    }
    switch (column->type) {
    case LM_COLUMN_FLAG:
    case LM_COLUMN_TAKER:
        lm_write_flag(writer, key, lm_column_number(column, row) != 0);
        break;
    case LM_COLUMN_COUNT:
        lm_write_count(writer, key, *(const int64_t *)member);
        break;
    case LM_COLUMN_TIME:
        lm_write_time(writer, key, *(const int64_t *)member);
        break;
    case LM_COLUMN_DURATION:
        lm_write_number(writer, key, (double)*(const int64_t *)member / (double)LM_SECOND);
        break;
    case LM_COLUMN_TEXT:
    case LM_COLUMN_WORD:
    case LM_COLUMN_SIDE:
    case LM_COLUMN_CONTRACT:
    case LM_COLUMN_STATUS:
        lm_write_words(writer, key, lm_column_text(column, row));
        break;
    case LM_COLUMN_JSON:
        lm_write_json(writer, key, lm_column_text(column, row), strlen(lm_column_text(column, row)));
        break;
    case LM_COLUMN_GAUGES:
        write_gauges(writer, key, member);
        break;
    default:
        lm_write_number(writer, key, lm_column_number(column, row));
    }
}

void lm_write_table(lm_writer *writer, const char *key, const lm_row_type *type, const void *rows, size_t count)
{
    lm_write_object(writer, key);
    lm_write_array(writer, "columns");
    for (int i = 0; i < type->count; i++)
        lm_write_words(writer, NULL, type->columns[i].name);
    lm_write_end_array(writer);
    lm_write_array(writer, "rows");
    for (size_t r = 0; r < count; r++) {
        lm_write_array(writer, NULL);
        for (int i = 0; i < type->count; i++)
            write_value(writer, NULL, &type->columns[i], (const char *)rows + r * type->size);
        lm_write_end_array(writer);
    }
    lm_write_end_array(writer);
    lm_write_end_object(writer);
}

void lm_write_members(lm_writer *writer, const lm_row_type *type, const void *row, const char *except)
{
    for (int i = 0; i < type->count; i++)
        if (!except || strcmp(type->columns[i].name, except) != 0)
            write_value(writer, type->columns[i].name, &type->columns[i], row);
}

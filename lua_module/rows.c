/* Converts result rows to tables by the row tables of the core. */
#include "rows.h"

#include "json.h"

static void push_gauges(lua_State *L, const lm_gauge_names *names)
{
    lua_createtable(L, names->count, 0);
    for (int i = 0; i < names->count; i++) {
        size_t length;
        const char *name = lm_tape_gauge_name(names->tape, i, &length);
        lua_pushlstring(L, name, length);
        lua_rawseti(L, -2, i + 1);
    }
}

/* Pushes a value, which must be known. */
static void push_value(lua_State *L, const lm_column *column, const void *row)
{
    const void *member = (const char *)row + column->offset;
    switch (column->type) {
    case LM_COLUMN_NUMBER:
    case LM_COLUMN_STATED:
        lua_pushnumber(L, *(const double *)member);
        break;
    case LM_COLUMN_COUNT:
        lq_pushcount(L, *(const int64_t *)member);
        break;
    case LM_COLUMN_SIZE:
        lq_pushcount(L, *(const size_t *)member);
        break;
    case LM_COLUMN_INTEGER:
        lq_pushcount(L, *(const int *)member);
        break;
    case LM_COLUMN_SMALL:
        lq_pushcount(L, *(const uint8_t *)member);
        break;
    case LM_COLUMN_FLAG:
    case LM_COLUMN_TAKER:
        lua_pushboolean(L, lm_column_number(column, row) != 0);
        break;
    case LM_COLUMN_TIME:
    case LM_COLUMN_DURATION:
        lua_pushnumber(L, (double)*(const int64_t *)member / 1e6);
        break;
    case LM_COLUMN_GAUGES:
        push_gauges(L, member);
        break;
    case LM_COLUMN_JSON: {
        const char *text = lm_column_text(column, row);
        lq_push_json(L, text, strlen(text));
        break;
    }
    default:
        lua_pushstring(L, lm_column_text(column, row));
    }
}

void lq_set_row(lua_State *L, const lm_row_type *type, const void *row)
{
    for (int i = 0; i < type->count; i++) {
        const lm_column *column = &type->columns[i];
        if (!lm_column_known(column, row))
            continue;
        push_value(L, column, row);
        lua_setfield(L, -2, column->name);
    }
}

void lq_push_row(lua_State *L, const lm_row_type *type, const void *row)
{
    lua_createtable(L, 0, type->count);
    lq_set_row(L, type, row);
}

static void push_list(lua_State *L, const lm_row_type *type, const char *rows, size_t count)
{
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lq_push_row(L, type, rows + i * type->size);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

void lq_set_column(lua_State *L, const lm_row_type *type, int index, const void *values, size_t count)
{
    const lm_column *column = &type->columns[index];
    const char *rows = values;
    size_t known = 0;
    while (known < count && !lm_column_known(column, rows + known * type->size))
        known++;
    if (known == count && count > 0)
        return;
    lua_createtable(L, (int)count, 0);
    for (size_t i = known; i < count; i++) {
        if (!lm_column_known(column, rows + i * type->size))
            continue;
        push_value(L, column, rows + i * type->size);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lua_setfield(L, -2, column->name);
}

static void push_columns(lua_State *L, const lm_row_type *type, const char *rows, size_t count)
{
    lua_createtable(L, 0, type->count);
    for (int i = 0; i < type->count; i++)
        lq_set_column(L, type, i, rows, count);
}

void lq_push_rows(lua_State *L, const lm_row_type *type, const void *rows, size_t count, bool columns)
{
    (columns ? push_columns : push_list)(L, type, rows, count);
}

void lq_release_row_list(lm_host *host, void *payload)
{
    lq_row_list *list = payload;
    if (list->rows)
        host->allocate(host->context, list->rows, list->capacity * list->size, 0);
}

lm_status lq_append_row(lq_row_list *list, const void *row)
{
    if (list->count == list->capacity) {
        const size_t new_capacity = list->capacity ? 2 * list->capacity : 256;
        void *new_rows = list->host->allocate(list->host->context, list->rows, list->capacity * list->size,
                                              new_capacity * list->size);
        if (!new_rows)
            return LM_E_MEMORY;
        list->rows = new_rows;
        list->capacity = new_capacity;
    }
    memcpy((char *)list->rows + list->count++ * list->size, row, list->size);
    return LM_OK;
}

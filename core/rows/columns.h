/*
 * Macros that declare row tables, one for each column. The type of a column follows from the member of the struct, so
 * that table and struct cannot differ; int64_t members use a macro for their meaning. Each file of tables defines ROW,
 * the struct of the rows that follow. Internal to the core.
 */
#ifndef LM_ROWS_COLUMNS_H
#define LM_ROWS_COLUMNS_H

#include <stddef.h>

#include "liqmap.h"

#define LM_MEMBER(member) (((ROW *)0)->member)

#define LM_TYPE_OF(member) \
    _Generic(LM_MEMBER(member),             \
        double: LM_COLUMN_NUMBER,           \
        int64_t: LM_COLUMN_COUNT,           \
        size_t: LM_COLUMN_SIZE,             \
        int: LM_COLUMN_INTEGER,             \
        uint8_t: LM_COLUMN_SMALL,           \
        bool: LM_COLUMN_FLAG,               \
        char *: LM_COLUMN_TEXT,             \
        const char *: LM_COLUMN_WORD,       \
        lm_side: LM_COLUMN_SIDE,            \
        lm_margin_status: LM_COLUMN_STATUS, \
        lm_gauge_names: LM_COLUMN_GAUGES)

/* `type`, if the member has this C type; otherwise a compile error. */
#define LM_TYPE_IF(c_type, type, member) _Generic(LM_MEMBER(member), c_type : (type))

#define LM_COLUMN(name, type, optional, member, unit, about)                        \
    {                                                                               \
        name, type, optional, offsetof(ROW, member), LM_KNOWN_BY_VALUE, unit, about \
    }

/* Columns whose value is always known. */
#define LM_ROW_COLUMN(name, member, unit, about) LM_COLUMN(name, LM_TYPE_OF(member), false, member, unit, about)
#define LM_ROW_TIME(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(int64_t, LM_COLUMN_TIME, member), false, member, "", about)
#define LM_ROW_DURATION(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(int64_t, LM_COLUMN_DURATION, member), false, member, "", about)
#define LM_ROW_CONTRACT(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(uint8_t, LM_COLUMN_CONTRACT, member), false, member, "", about)

/* Columns whose value may be unknown, by the value itself: see lm_column_type. */
#define LM_ROW_OPTIONAL(name, member, unit, about) LM_COLUMN(name, LM_TYPE_OF(member), true, member, unit, about)
#define LM_ROW_OPTIONAL_TIME(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(int64_t, LM_COLUMN_TIME, member), true, member, "", about)
#define LM_ROW_OPTIONAL_DURATION(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(int64_t, LM_COLUMN_DURATION, member), true, member, "", about)
#define LM_ROW_STATED(name, member, unit, about) \
    LM_COLUMN(name, LM_TYPE_IF(double, LM_COLUMN_STATED, member), true, member, unit, about)
#define LM_ROW_TAKER(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(int32_t, LM_COLUMN_TAKER, member), true, member, "", about)
#define LM_ROW_JSON(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(const char *, LM_COLUMN_JSON, member), false, member, "", about)

/* Columns whose value may be unknown: the bool member `flag` says whether it is known. */
#define LM_ROW_KNOWN_IF(flag, name, member, unit, about)                                        \
    {                                                                                           \
        name, LM_TYPE_OF(member), true, offsetof(ROW, member), offsetof(ROW, flag), unit, about \
    }
#define LM_ROW_KNOWN_IF_TIME(flag, name, member, about)                                                                \
    {                                                                                                                  \
        name, LM_TYPE_IF(int64_t, LM_COLUMN_TIME, member), true, offsetof(ROW, member), offsetof(ROW, flag), "", about \
    }
#define LM_ROW_KNOWN_IF_CONTRACT(flag, name, member, about)                                                          \
    {                                                                                                                \
        name, LM_TYPE_IF(uint8_t, LM_COLUMN_CONTRACT, member), true, offsetof(ROW, member), offsetof(ROW, flag), "", \
            about                                                                                                    \
    }

/* Two columns for a member that is an array by lm_side: "long_share" and "short_share". */
#define LM_ROW_SIDES(name, member, unit, about)                \
    LM_ROW_COLUMN("long_" name, member[LM_LONG], unit, about), \
        LM_ROW_COLUMN("short_" name, member[LM_SHORT], unit, about)
#define LM_ROW_OPTIONAL_SIDES(name, member, unit, about)         \
    LM_ROW_OPTIONAL("long_" name, member[LM_LONG], unit, about), \
        LM_ROW_OPTIONAL("short_" name, member[LM_SHORT], unit, about)

#define LM_COUNT_OF(columns) ((int)(sizeof(columns) / sizeof(columns)[0]))

/* Defines the table; `functions` are the SQL functions that return such rows. */
#define LM_ROW_TABLE(symbol, name, functions, columns, about) \
    const lm_row_type symbol = {name, about, functions, sizeof(ROW), LM_COUNT_OF(columns), columns}

#endif

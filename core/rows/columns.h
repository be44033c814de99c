/*
 * How the row tables are written: a macro a column. The type comes from the member itself, so a table cannot disagree
 * with its struct; only int64_t members must say what they count. Each table file defines ROW, the struct of the rows
 * that follow. Internal to the core.
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

/* A column of this C type, or no program at all. */
#define LM_TYPE_IF(c_type, type, member) _Generic(LM_MEMBER(member), c_type : (type))

#define LM_COLUMN(name, type, optional, member, unit, about)                        \
    {                                                                               \
        name, type, optional, offsetof(ROW, member), LM_KNOWN_BY_VALUE, unit, about \
    }

/* Always known. */
#define LM_ROW_COLUMN(name, member, unit, about) LM_COLUMN(name, LM_TYPE_OF(member), false, member, unit, about)
#define LM_ROW_TIME(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(int64_t, LM_COLUMN_TIME, member), false, member, "", about)
#define LM_ROW_DURATION(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(int64_t, LM_COLUMN_DURATION, member), false, member, "", about)
#define LM_ROW_CONTRACT(name, member, about) \
    LM_COLUMN(name, LM_TYPE_IF(uint8_t, LM_COLUMN_CONTRACT, member), false, member, "", about)

/* May be unknown: the value says so, see lm_column_type. */
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

/* May be unknown: the bool member `flag` says so. */
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

/* A column of each side, of a member that is an array by lm_side: "long_share" and "short_share". */
#define LM_ROW_SIDES(name, member, unit, about)                \
    LM_ROW_COLUMN("long_" name, member[LM_LONG], unit, about), \
        LM_ROW_COLUMN("short_" name, member[LM_SHORT], unit, about)
#define LM_ROW_OPTIONAL_SIDES(name, member, unit, about)         \
    LM_ROW_OPTIONAL("long_" name, member[LM_LONG], unit, about), \
        LM_ROW_OPTIONAL("short_" name, member[LM_SHORT], unit, about)

#define LM_COUNT_OF(columns) ((int)(sizeof(columns) / sizeof(columns)[0]))

/* The table itself; `functions` are the SQL functions that return such rows. */
#define LM_ROW_TABLE(symbol, name, functions, columns, about) \
    const lm_row_type symbol = {name, about, functions, sizeof(ROW), LM_COUNT_OF(columns), columns}

#endif

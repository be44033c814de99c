/* CSV records with or without a header, quoted or not, with any line end. */
#include "feed/rows.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/number.h"

static lm_bytes trimmed(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    while (end > at && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
        end--;
    return (lm_bytes){(const uint8_t *)at, (size_t)(end - at)};
}

static bool is_exactly(lm_bytes field, const char *word)
{
    return field.size == strlen(word) && memcmp(field.data, word, field.size) == 0;
}

/* Treats "\N", "null" and "NULL" as an empty field. */
static lm_bytes empty_if_null(lm_bytes field)
{
    if (LM_LIKELY(field.size == 0 || (field.data[0] != '\\' && (field.data[0] | 0x20) != 'n')))
        return field;
    if (is_exactly(field, "\\N") || is_exactly(field, "null") || is_exactly(field, "NULL"))
        field.size = 0;
    return field;
}

/* ---- a record */

/*
 * Returns the end of a quoted field, after its quote; NULL if the text ends before. Two quotes are a quote in the
 * field.
 */
static const char *skip_quoted(lm_csv *csv, const char *at)
{
    for (at++; at < csv->end; at++) {
        csv->line += *at == '\n';
        if (*at == '"' && !(at + 1 < csv->end && at[1] == '"'))
            return at + 1;
        at += *at == '"';
    }
    return NULL;
}

static lm_status quote_error(lm_host *host, int64_t line)
{
    return lm_fail(host, LM_E_CORRUPT, "Check whether the file was cut short.", "line %lld: a quoted field has no end",
                   (long long)line);
}

/* Splits a record into fields, and moves behind its line end. LM_DONE if a quoted field goes on behind the text. */
static lm_status split_record(lm_host *host, lm_csv *csv)
{
    const char separator = csv->layout->separator, *const end = csv->end;
    const char *at = csv->at;
    const int64_t line = csv->line;
    csv->count = 0;
    for (;;) {
        while (at < end && LM_UNLIKELY(*at == ' '))
            at++;
        const char *from = at, *to;
        if (LM_UNLIKELY(at < end && *at == '"')) {
            to = skip_quoted(csv, at);
            if (!to)
                return csv->final ? quote_error(host, line) : LM_DONE;
            at = to;
            from++;
            to--;
            while (at < end && (*at == ' ' || *at == '\r'))
                at++;
            if (at < end && *at != separator && *at != '\n')
                return lm_fail(host, LM_E_CORRUPT, NULL, "line %lld: text follows the closing quote of a field",
                               (long long)line);
        } else {
            /* Before the last line end the loop needs no check for the end of the text. */
            if (LM_LIKELY(at < csv->last_line))
                while (!csv->stops[(uint8_t)*at])
                    at++;
            else
                while (at < end && !csv->stops[(uint8_t)*at])
                    at++;
            to = at;
        }
        if (csv->count == LM_CSV_FIELDS)
            return lm_fail(host, LM_E_CORRUPT, NULL, "line %lld: a record has more than %d fields", (long long)line,
                           LM_CSV_FIELDS);
        csv->fields[csv->count++] = trimmed(from, to);
        if (at == end)
            break;
        if (*at++ == '\n') {
            csv->line++;
            break;
        }
    }
    csv->at = at;
    return LM_OK;
}

static bool is_blank(const lm_csv *csv)
{
    return csv->count == 1 && csv->fields[0].size == 0;
}

/*
 * Reads the next record that is not blank; *line is its first line. A record without a line end is an error, because a
 * number that is cut short is still a number.
 */
static lm_status next_record(lm_host *host, lm_csv *csv, int64_t *line)
{
    do {
        const char *const begin = csv->at;
        if (begin == csv->end)
            return LM_DONE;
        *line = csv->line;
        const lm_status status = split_record(host, csv);
        if (LM_UNLIKELY(status != LM_OK)) {
            csv->at = begin;
            csv->line = *line;
            return status;
        }
    } while (is_blank(csv));
    return csv->at[-1] == '\n' ? LM_OK : lm_feed_no_end(host, *line);
}

/* ---- the header */

/* Cuts a name in two languages, such as "price/" with its Chinese name behind, to the one in ASCII. */
static lm_bytes first_language(lm_bytes name)
{
    const uint8_t *slash = name.size > 0 ? memchr(name.data, '/', name.size) : NULL;
    const size_t size = slash ? (size_t)(slash - name.data) : name.size;
    return size + 1 < name.size && name.data[size + 1] >= 0x80 ? (lm_bytes){name.data, size} : name;
}

static int find_field(const lm_csv *csv, const char *name)
{
    for (int i = 0; i < csv->count; i++)
        if (lm_same_word(first_language(csv->fields[i]), name))
            return i;
    return -1;
}

/*
 * Finds the field of a column by its name and its other names; -1 if there is none. *second is another field that has
 * one of these names; -1 if there is none.
 */
static int find_column(const lm_csv *csv, int column, int *second)
{
    const lm_layout *layout = csv->layout;
    int found = find_field(csv, layout->columns[column]);
    *second = -1;
    for (int i = 0; i < layout->other_name_count; i++) {
        const int other = layout->other_names[i].column == column ? find_field(csv, layout->other_names[i].name) : -1;
        if (other >= 0 && found >= 0 && other != found)
            *second = other;
        found = found < 0 ? other : found;
    }
    return found;
}

static bool has_digit(const lm_csv *csv)
{
    for (int i = 0; i < csv->count; i++)
        for (size_t k = 0; k < csv->fields[i].size; k++)
            if (lm_is_digit((char)csv->fields[i].data[k]))
                return true;
    return false;
}

static bool has_number(const lm_csv *csv)
{
    double number;
    for (int i = 0; i < csv->count; i++)
        if (lm_decimal_read((const char *)csv->fields[i].data, csv->fields[i].size, &number))
            return true;
    return false;
}

/*
 * Tells whether the first record is a header: it has most of the names, because one name may also be a word of the
 * data; or it has no digit, so it cannot be a row of numbers. If the layout needs a header, it must have no number.
 */
static bool is_header(const lm_csv *csv)
{
    int found = 0, second;
    for (int i = 0; i < csv->used->count; i++)
        found += find_column(csv, csv->used->columns[i], &second) >= 0;
    return found * 2 > csv->used->count || !has_digit(csv) ||
           (csv->layout->headerless_columns == 0 && !has_number(csv));
}

static lm_status header_error(lm_host *host, const lm_csv *csv)
{
    char hint[256] = "Add a header with these columns:";
    size_t used = strlen(hint);
    for (int i = 0; i < csv->used->count && used < sizeof hint; i++)
        if (!csv->layout->optional[csv->used->columns[i]])
            used +=
                (size_t)snprintf(hint + used, sizeof hint - used, " %s", csv->layout->columns[csv->used->columns[i]]);
    return lm_fail(host, LM_E_MISSING, hint, "line 1: %s needs a header with the names of its columns",
                   csv->layout->name);
}

/* Appends a field of the header or a name to a list, printable ASCII only; "..." if the list is full. */
static size_t append_name(char *list, size_t size, size_t used, lm_bytes name)
{
    enum { DOTS = 5 };
    if (used + name.size + DOTS + 3 > size) {
        if (used + DOTS <= size && (used < 3 || memcmp(list + used - 3, "...", 3) != 0))
            used += (size_t)snprintf(list + used, size - used, " ...");
        return used;
    }
    list[used++] = ' ';
    for (size_t i = 0; i < name.size; i++)
        list[used++] = name.data[i] > 0x20 && name.data[i] < 0x7f ? (char)name.data[i]
                       : name.data[i] == ' '                      ? ' '
                                                                  : '?';
    list[used++] = ',';
    list[used] = '\0';
    return used;
}

/* Ends a list with a full stop instead of its last comma. */
static void end_list(char *list, size_t used)
{
    if (used > 0 && list[used - 1] == ',')
        list[used - 1] = '.';
}

/* Names the column that the header lacks, the other names that it could have, and the columns that the header has. */
static lm_status no_column_error(lm_host *host, const lm_csv *csv, int column, int64_t line)
{
    const lm_layout *layout = csv->layout;
    char hint[256] = "The header has:", names[96] = "";
    size_t used = strlen(hint), of_names = 0;
    for (int i = 0; i < csv->count; i++)
        used = append_name(hint, sizeof hint, used, csv->fields[i]);
    end_list(hint, used);
    for (int i = 0; i < layout->other_name_count; i++) {
        const char *name = layout->other_names[i].name;
        if (layout->other_names[i].column == column)
            of_names = append_name(names, sizeof names, of_names, (lm_bytes){(const uint8_t *)name, strlen(name)});
    }
    if (of_names > 0 && names[of_names - 1] == ',')
        names[of_names - 1] = '\0';
    return lm_fail(host, LM_E_MISSING, hint, "line %lld: the header has no column \"%s\"%s%s%s of %s", (long long)line,
                   layout->columns[column], *names ? " (or" : "", names, *names ? ")" : "", layout->name);
}

static lm_status two_columns_error(lm_host *host, const lm_csv *csv, int column, int first, int second, int64_t line)
{
    char names[96] = "";
    size_t used = append_name(names, sizeof names, 0, csv->fields[first]);
    used = append_name(names, sizeof names, used, csv->fields[second]);
    if (used > 0 && names[used - 1] == ',')
        names[used - 1] = '\0';
    return lm_fail(host, LM_E_MISMATCH, "Remove or rename one of them, or write a layout that names the right one.",
                   "line %lld: two columns of the header may be the \"%s\" of %s:%s", (long long)line,
                   csv->layout->columns[column], csv->layout->name, names);
}

static lm_status find_columns_by_name(lm_host *host, lm_csv *csv, int64_t line)
{
    for (int i = 0, second; i < csv->used->count; i++) {
        const int column = csv->used->columns[i];
        csv->field_index[column] = find_column(csv, column, &second);
        if (csv->field_index[column] < 0 && !csv->layout->optional[column])
            return no_column_error(host, csv, column, line);
        if (second >= 0)
            return two_columns_error(host, csv, column, csv->field_index[column], second, line);
    }
    return LM_OK;
}

static lm_status number_columns(lm_host *host, lm_csv *csv, int64_t line)
{
    if (csv->layout->headerless_columns == 0)
        return header_error(host, csv);
    for (int i = 0; i < csv->layout->older_count; i++) {
        if (csv->width != csv->layout->older_columns[i])
            continue;
        for (int k = 0; k < csv->width; k++)
            csv->field_index[csv->layout->older[i][k]] = k;
        return LM_OK;
    }
    if (csv->width > csv->layout->headerless_columns)
        return lm_fail(host, LM_E_CORRUPT, "Check that the file has this layout; if it has, add a header.",
                       "line %lld: %d fields without a header, but %s has %d", (long long)line, csv->width,
                       csv->layout->name, csv->layout->headerless_columns);
    for (int i = 0; i < csv->used->count; i++) {
        const int column = csv->used->columns[i];
        const bool present =
            column < csv->layout->headerless_columns && (column < csv->width || !csv->layout->optional[column]);
        csv->field_index[column] = present ? column : -1;
    }
    return LM_OK;
}

void lm_csv_init(lm_csv *csv, const lm_layout *layout, const lm_used_columns *used)
{
    csv->layout = layout;
    csv->used = used;
    csv->begun = false;
    memset(csv->stops, 0, sizeof csv->stops);
    csv->stops[(uint8_t)layout->separator] = csv->stops['\n'] = true;
    csv->line = 1;
    csv->width = 0;
    for (int i = 0; i < LM_LAYOUT_COLUMNS; i++)
        csv->field_index[i] = -1;
}

void lm_csv_enter(lm_csv *csv, lm_bytes text, bool final)
{
    csv->at = (const char *)text.data;
    csv->end = csv->at + text.size;
    csv->final = final;
    csv->last_line = csv->end;
    while (csv->last_line > csv->at && csv->last_line[-1] != '\n')
        csv->last_line--;
}

/* Finds the columns by the first record, and moves back to it unless it is a header. */
static lm_status begin_rows(lm_host *host, lm_csv *csv)
{
    const char *const begin = csv->at;
    int64_t line, first_line = csv->line;
    const lm_status status = next_record(host, csv, &line);
    if (status != LM_OK)
        return status;
    csv->begun = true;
    csv->width = csv->count;
    if (is_header(csv))
        return find_columns_by_name(host, csv, line);
    csv->at = begin;
    csv->line = first_line;
    return number_columns(host, csv, line);
}

/* ---- rows */

static lm_status width_error(lm_host *host, const lm_csv *csv, int64_t line)
{
    return lm_fail(host, LM_E_CORRUPT, NULL, "line %lld: %d field%s, but the first line has %d", (long long)line,
                   csv->count, csv->count == 1 ? "" : "s", csv->width);
}

static lm_status column_error(lm_host *host, const lm_csv *csv, int column)
{
    return lm_fail(host, LM_E_CORRUPT, "Check that the file has this layout and its separator.",
                   "line 1: %d field%s, but \"%s\" of %s is number %d", csv->count, csv->count == 1 ? "" : "s",
                   csv->layout->columns[column], csv->layout->name, csv->field_index[column] + 1);
}

lm_status lm_csv_next(lm_host *host, lm_csv *csv, lm_row *row)
{
    lm_status status = LM_LIKELY(csv->begun) ? LM_OK : begin_rows(host, csv);
    if (status == LM_OK)
        status = next_record(host, csv, &row->line);
    if (status != LM_OK)
        return status;
    if (csv->count != csv->width)
        return width_error(host, csv, row->line);
    for (int i = 0; i < csv->used->count; i++) {
        const int column = csv->used->columns[i], field_index = csv->field_index[column];
        if (field_index >= csv->count)
            return column_error(host, csv, column);
        row->fields[column] = field_index < 0 ? (lm_bytes){NULL, 0} : empty_if_null(csv->fields[field_index]);
    }
    return LM_OK;
}

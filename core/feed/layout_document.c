/* Reads layouts: documents that define the columns of the files of an exchange. */
#include "feed/layout_document.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "feed/layout_columns.h"
#include "feed/layout_streams.h"

/* ---- the two formats */

/* Parses the columns that some files lack; they come after the columns that all files have. */
static lm_status parse_optional(const lm_json_node *csv, lm_layout *layout)
{
    int columns[LM_LAYOUT_COLUMNS], count = 0;
    LM_TRY(lm_layout_read_columns(csv, "optional", LM_LAYOUT_COLUMNS, layout, columns, &count));
    for (int i = 0; i < count; i++)
        layout->optional[columns[i]] = true;
    return LM_OK;
}

/* Parses the columns of older files without a header. */
static lm_status parse_older(const lm_json_node *csv, lm_layout *layout)
{
    lm_json_node older, element, name;
    if (!lm_json_node_member(csv, "older", &older))
        return LM_OK;
    LM_TRY(lm_json_node_array(&older, 1, LM_LAYOUT_OLDER, &layout->older_count));
    for (int i = 0; i < layout->older_count; i++) {
        lm_json_node_element(&older, i, &element);
        LM_TRY(lm_json_node_array(&element, 1, LM_LAYOUT_COLUMNS, &layout->older_columns[i]));
        for (int k = 0; k < layout->older_columns[i]; k++) {
            lm_json_node_element(&element, k, &name);
            LM_TRY(lm_layout_read_column(&name, layout, &layout->older[i][k]));
        }
    }
    return LM_OK;
}

/* Parses the other names that a column may have in a header: {"ts": ["time", "timestamp"]}. */
static lm_status parse_names(const lm_json_node *csv, lm_layout *layout)
{
    lm_json_node names, element;
    if (!lm_json_node_member(csv, "names", &names))
        return LM_OK;
    if (!cJSON_IsObject(names.item))
        return lm_json_node_fail(&names, "must be an object");
    const cJSON *item;
    cJSON_ArrayForEach(item, names.item)
    {
        const lm_json_node list = {names.document, &names, item, -1};
        cJSON name = {.type = cJSON_String, .valuestring = item->string};
        const lm_json_node key = {names.document, &names, &name, 0};
        int column, count;
        LM_TRY(lm_layout_read_column(&key, layout, &column));
        LM_TRY(lm_json_node_array(&list, 1, LM_LAYOUT_OTHER_NAMES - layout->other_name_count, &count));
        for (int i = 0; i < count; i++) {
            lm_json_node_element(&list, i, &element);
            layout->other_names[layout->other_name_count].column = column;
            LM_TRY(lm_json_node_text(&element, layout->other_names[layout->other_name_count].name, LM_OTHER_NAME_SIZE));
            layout->other_name_count++;
        }
    }
    return LM_OK;
}

static lm_status parse_csv(const lm_json_node *root, lm_layout *layout)
{
    static const char *const keys[] = {"columns", "optional", "older", "separator", "names", NULL};
    lm_json_node csv, columns;
    char separator[2] = ",";
    layout->csv = lm_json_node_member(root, "csv", &csv);
    if (!layout->csv)
        return LM_OK;
    LM_TRY(lm_json_node_keys(&csv, keys));
    LM_TRY(lm_json_member_text(&csv, "separator", separator, sizeof separator));
    if (!*separator || strchr(" \"\r\n", *separator))
        return lm_json_node_fail(&csv, "has a separator that is empty, a blank, a quote or a line end");
    layout->separator = *separator;
    if (!lm_json_node_member(&csv, "columns", &columns)) {
        LM_TRY(parse_names(&csv, layout));
        return parse_optional(&csv, layout);
    }
    LM_TRY(lm_json_node_array(&columns, 1, LM_LAYOUT_COLUMNS, &layout->headerless_columns));
    for (int i = 0, column; i < layout->headerless_columns; i++) {
        char name[LM_LAYOUT_NAME_SIZE];
        lm_json_node element;
        lm_json_node_element(&columns, i, &element);
        LM_TRY(lm_json_node_text(&element, name, sizeof name));
        if (lm_layout_find_column(layout, name) >= 0)
            return lm_json_node_fail(&element, "is listed twice");
        LM_TRY(lm_layout_add_column(&element, layout, name, &column));
    }
    LM_TRY(parse_older(&csv, layout));
    LM_TRY(parse_names(&csv, layout));
    return parse_optional(&csv, layout);
}

/* Tells whether brackets are closed, with a number or nothing in them. */
static bool is_path(const char *path)
{
    for (const char *at = path; (at = strchr(at, '[')); at++) {
        const char *close = at + 1 + strspn(at + 1, "0123456789");
        if (*close != ']' || close - at > 6 || (close[1] && !strchr(".[", close[1])))
            return false;
    }
    return true;
}

static lm_status check_path(const lm_json_node *node, const char *path)
{
    return is_path(path) ? LM_OK : lm_json_node_fail(node, "is not a path such as data[].price or [1].px");
}

/* Checks the paths of the columns. A column without a path uses its name. */
static lm_status check_paths(const lm_json_node *root, const lm_layout *layout)
{
    for (int i = 0; layout->json && i < layout->column_count; i++)
        if (!is_path(layout->paths[i]))
            return lm_json_node_fail(root, "has a column whose name is not a path; add a path for it to json.fields");
    return LM_OK;
}

static lm_status parse_rows(const lm_json_node *json, lm_layout *layout)
{
    lm_json_node rows;
    if (!lm_json_node_member(json, "rows", &rows)) {
        layout->row_count = 2;
        strcpy(layout->rows[0], "[]");
        return LM_OK;
    }
    LM_TRY(lm_json_node_array(&rows, 1, LM_LAYOUT_ROWS, &layout->row_count));
    for (int i = 0; i < layout->row_count; i++) {
        lm_json_node element;
        lm_json_node_element(&rows, i, &element);
        LM_TRY(lm_json_node_text(&element, layout->rows[i], LM_LAYOUT_NAME_SIZE));
        LM_TRY(check_path(&element, layout->rows[i]));
    }
    return LM_OK;
}

static lm_status parse_json(const lm_json_node *root, lm_layout *layout)
{
    static const char *const keys[] = {"rows", "fields", NULL};
    lm_json_node json, fields;
    layout->json = lm_json_node_member(root, "json", &json);
    if (!layout->json)
        return LM_OK;
    LM_TRY(lm_json_node_keys(&json, keys));
    LM_TRY(parse_rows(&json, layout));
    if (!lm_json_node_member(&json, "fields", &fields))
        return LM_OK;
    if (!cJSON_IsObject(fields.item))
        return lm_json_node_fail(&fields, "must be an object");
    const cJSON *item;
    cJSON_ArrayForEach(item, fields.item)
    {
        const lm_json_node field = {fields.document, &fields, item, -1};
        if (strlen(item->string) >= LM_LAYOUT_NAME_SIZE)
            return lm_json_node_fail(&fields, "has a name that is too long");
        int column = lm_layout_find_column(layout, item->string);
        if (column < 0)
            LM_TRY(lm_layout_add_column(&field, layout, item->string, &column));
        LM_TRY(lm_json_node_text(&field, layout->paths[column], LM_LAYOUT_NAME_SIZE));
        LM_TRY(check_path(&field, layout->paths[column]));
    }
    return LM_OK;
}

/* ---- the document */

lm_status lm_layout_read_node(const lm_json_node *root, lm_layout *layout)
{
    static const char *const keys[] = {"title",  "source",   "traps",   "contract", "csv",          "json",
                                       "symbol", "exchange", "ts",      "doubled",  "id",           "where",
                                       "only",   "trades",   "candles", "gauges",   "liquidations", NULL};
    static const char *const contracts[] = {"linear", "inverse", NULL};
    LM_TRY(lm_json_node_keys(root, keys));
    layout->contract = LM_ANY_CONTRACT;
    layout->ts = layout->symbol = layout->exchange = -1;
    LM_TRY(lm_json_member_word(root, "contract", contracts, &layout->contract));
    LM_TRY(parse_csv(root, layout));
    LM_TRY(parse_json(root, layout));
    if (!layout->csv && !layout->json)
        return lm_json_node_fail(root, "has neither \"csv\" nor \"json\"");
    layout->closed = layout->headerless_columns > 0 && !layout->json;
    LM_TRY(lm_layout_read_member_column(root, "ts", layout, &layout->ts));
    LM_TRY(lm_layout_read_member_column(root, "symbol", layout, &layout->symbol));
    LM_TRY(lm_layout_read_member_column(root, "exchange", layout, &layout->exchange));
    LM_TRY(lm_layout_read_columns(root, "id", LM_LAYOUT_IDS, layout, layout->ids, &layout->id_count));
    LM_TRY(lm_json_member_bool(root, "doubled", &layout->doubled));
    LM_TRY(lm_layout_read_conditions(root, "where", layout, layout->conditions, &layout->condition_count));
    LM_TRY(lm_layout_read_conditions(root, "only", layout, layout->only, &layout->only_count));
    LM_TRY(lm_layout_read_streams(root, layout));
    LM_TRY(check_paths(root, layout));
    if (layout->stream_count == 0)
        return lm_json_node_fail(root, "has none of \"trades\", \"candles\", \"gauges\", \"liquidations\"");
    return LM_OK;
}

lm_status lm_layout_read(lm_host *host, const char *json, size_t length, lm_layout **layout)
{
    lm_json_document document;
    lm_layout parsed = {.name = "layout"};
    LM_TRY(lm_json_document_init(host, &document, "layout", json, length));
    const lm_json_node root = lm_json_document_root(&document);
    const lm_status status = lm_layout_read_node(&root, &parsed);
    lm_json_document_free(&document);
    LM_TRY(status);
    return lm_layout_copy(host, &parsed, layout);
}

/* Layouts: documents that define the columns of the files of an exchange. */
#include "feed/layout.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/json_document.h"

/* ---- columns */

static int find_column(const lm_layout *layout, const char *name)
{
    for (int i = 0; i < layout->column_count; i++)
        if (strcmp(layout->columns[i], name) == 0)
            return i;
    return -1;
}

static lm_status add_column(const lm_json_node *node, lm_layout *layout, const char *name, int *column)
{
    if (!*name)
        return lm_json_node_fail(node, "must not be empty");
    if (layout->column_count == LM_LAYOUT_COLUMNS)
        return lm_json_node_fail(node, "is above the limit of %d columns in a layout", LM_LAYOUT_COLUMNS);
    *column = layout->column_count++;
    strcpy(layout->columns[*column], name);
    strcpy(layout->paths[*column], name);
    return LM_OK;
}

/* Parses the name of a column. If the document lists the columns of its files, the name must be one of them. */
static lm_status parse_column(const lm_json_node *node, lm_layout *layout, int *column)
{
    char name[LM_LAYOUT_NAME_SIZE];
    LM_TRY(lm_json_node_text(node, name, sizeof name));
    *column = find_column(layout, name);
    if (*column >= 0)
        return LM_OK;
    if (layout->closed)
        return lm_json_node_fail(node, "is not a column of this layout");
    return add_column(node, layout, name, column);
}

static lm_status parse_member_column(const lm_json_node *object, const char *key, lm_layout *layout, int *column)
{
    lm_json_node member;
    return lm_json_node_member(object, key, &member) ? parse_column(&member, layout, column) : LM_OK;
}

/* Parses an array of names of columns. */
static lm_status parse_columns(const lm_json_node *object, const char *key, int most, lm_layout *layout, int *columns,
                               int *count)
{
    lm_json_node array, element;
    if (!lm_json_node_member(object, key, &array))
        return LM_OK;
    LM_TRY(lm_json_node_array(&array, 1, most, count));
    for (int i = 0; i < *count; i++) {
        lm_json_node_element(&array, i, &element);
        LM_TRY(parse_column(&element, layout, &columns[i]));
    }
    return LM_OK;
}

/* ---- the two formats */

/* Parses the columns that some files lack; they come after the columns that all files have. */
static lm_status parse_optional(const lm_json_node *csv, lm_layout *layout)
{
    int columns[LM_LAYOUT_COLUMNS], count = 0;
    LM_TRY(parse_columns(csv, "optional", LM_LAYOUT_COLUMNS, layout, columns, &count));
    for (int i = 0; i < count; i++)
        layout->optional[columns[i]] = true;
    return LM_OK;
}

static lm_status parse_csv(const lm_json_node *root, lm_layout *layout)
{
    static const char *const keys[] = {"columns", "optional", "separator", NULL};
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
    if (!lm_json_node_member(&csv, "columns", &columns))
        return parse_optional(&csv, layout);
    LM_TRY(lm_json_node_array(&columns, 1, LM_LAYOUT_COLUMNS, &layout->headerless_columns));
    for (int i = 0, column; i < layout->headerless_columns; i++) {
        char name[LM_LAYOUT_NAME_SIZE];
        lm_json_node element;
        lm_json_node_element(&columns, i, &element);
        LM_TRY(lm_json_node_text(&element, name, sizeof name));
        if (find_column(layout, name) >= 0)
            return lm_json_node_fail(&element, "is listed twice");
        LM_TRY(add_column(&element, layout, name, &column));
    }
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
        int column = find_column(layout, item->string);
        if (column < 0)
            LM_TRY(add_column(&field, layout, item->string, &column));
        LM_TRY(lm_json_node_text(&field, layout->paths[column], LM_LAYOUT_NAME_SIZE));
        LM_TRY(check_path(&field, layout->paths[column]));
    }
    return LM_OK;
}

/* ---- words and conditions */

static lm_status parse_words(const lm_json_node *node, lm_layout_words *words)
{
    LM_TRY(lm_json_node_array(node, 1, LM_LAYOUT_WORDS, &words->count));
    for (int i = 0; i < words->count; i++) {
        lm_json_node element;
        lm_json_node_element(node, i, &element);
        LM_TRY(lm_json_node_text(&element, words->words[i], LM_LAYOUT_WORD_SIZE));
    }
    return LM_OK;
}

static lm_status parse_condition(const lm_json_node *node, lm_layout *layout, lm_layout_condition *condition)
{
    static const char *const keys[] = {"not", "same_as", NULL};
    lm_json_node member;
    condition->same_as = -1;
    if (cJSON_IsArray(node->item))
        return parse_words(node, &condition->words);
    LM_TRY(lm_json_node_keys(node, keys));
    if (lm_json_node_member(node, "same_as", &member))
        return parse_column(&member, layout, &condition->same_as);
    if (!lm_json_node_member(node, "not", &member))
        return lm_json_node_fail(node, "must be an array of words, {\"not\": [...]} or {\"same_as\": column}");
    condition->negated = true;
    return parse_words(&member, &condition->words);
}

/* Parses conditions such as {"status": ["FILLED"], "liquidation": {"not": [""]}}: all must hold. */
static lm_status parse_where(const lm_json_node *object, lm_layout *layout, lm_layout_condition *conditions, int *count)
{
    lm_json_node where;
    if (!lm_json_node_member(object, "where", &where))
        return LM_OK;
    if (!cJSON_IsObject(where.item))
        return lm_json_node_fail(&where, "must be an object");
    const cJSON *item;
    cJSON_ArrayForEach(item, where.item)
    {
        const lm_json_node node = {where.document, &where, item, -1};
        cJSON name = {.type = cJSON_String, .valuestring = item->string};
        const lm_json_node column = {where.document, &where, &name, 0};
        if (*count == LM_LAYOUT_CONDITIONS)
            return lm_json_node_fail(&where, "has more than %d conditions", LM_LAYOUT_CONDITIONS);
        lm_layout_condition *condition = &conditions[(*count)++];
        LM_TRY(parse_column(&column, layout, &condition->column));
        LM_TRY(parse_condition(&node, layout, condition));
    }
    return LM_OK;
}

/* ---- streams */

static const char *const figure_names[] = {"base", "contracts", "quote", "price",     "open",
                                           "high", "low",       "close", "taker_buy", "value"};

static lm_status parse_figure(const lm_json_node *object, enum lm_layout_figure_kind kind, lm_layout *layout,
                              lm_layout_figure *figures)
{
    static const char *const keys[] = {"column", "scale", "over", NULL};
    lm_layout_figure *figure = &figures[kind];
    lm_json_node member, column;
    if (!lm_json_node_member(object, figure_names[kind], &member))
        return LM_OK;
    if (lm_json_node_is_text(&member))
        return parse_column(&member, layout, &figure->column);
    if (!cJSON_IsObject(member.item))
        return lm_json_node_fail(&member, "must be a column, or {\"column\", \"scale\", \"over\"}");
    LM_TRY(lm_json_node_keys(&member, keys));
    if (!lm_json_node_member(&member, "column", &column))
        return lm_json_node_fail(&member, "has no \"column\"");
    LM_TRY(lm_json_member_number(&member, "scale", 1e-15, 1e15, &figure->scale));
    LM_TRY(parse_member_column(&member, "over", layout, &figure->over));
    return parse_column(&column, layout, &figure->column);
}

/* Adds a stream that has only the ts of the layout. */
static lm_status begin_stream(const lm_json_node *node, enum lm_layout_stream_kind kind, lm_layout *layout,
                              lm_layout_stream **stream)
{
    if (layout->stream_count == LM_LAYOUT_STREAMS)
        return lm_json_node_fail(node, "is above the limit of %d streams in a layout", LM_LAYOUT_STREAMS);
    *stream = &layout->streams[layout->stream_count++];
    memset(*stream, 0, sizeof **stream);
    (*stream)->kind = kind;
    (*stream)->end = (*stream)->side = (*stream)->name = -1;
    (*stream)->ts = layout->ts;
    for (int i = 0; i < LM_FIGURE_COUNT; i++)
        (*stream)->figures[i] = (lm_layout_figure){-1, 1, -1};
    return LM_OK;
}

static lm_status parse_common(const lm_json_node *node, lm_layout *layout, lm_layout_stream *stream)
{
    LM_TRY(parse_member_column(node, "ts", layout, &stream->ts));
    if (stream->ts < 0)
        return lm_json_node_fail(node, "has no \"ts\", and the layout has none");
    for (int kind = 0; kind < LM_FIGURE_COUNT; kind++)
        LM_TRY(parse_figure(node, (enum lm_layout_figure_kind)kind, layout, stream->figures));
    LM_TRY(parse_columns(node, "id", LM_LAYOUT_IDS, layout, stream->ids, &stream->id_count));
    return parse_where(node, layout, stream->conditions, &stream->condition_count);
}

static lm_status require_figure(const lm_json_node *node, const lm_layout_stream *stream,
                                enum lm_layout_figure_kind kind)
{
    return stream->figures[kind].column >= 0 ? LM_OK : lm_json_node_fail(node, "has no \"%s\"", figure_names[kind]);
}

static lm_status require_amount(const lm_json_node *node, const lm_layout_stream *stream)
{
    for (int kind = LM_FIGURE_BASE; kind <= LM_FIGURE_QUOTE; kind++)
        if (stream->figures[kind].column >= 0)
            return LM_OK;
    return lm_json_node_fail(node, "needs one of \"base\", \"contracts\", \"quote\", the unit of its quantities");
}

static lm_status parse_sides(const lm_json_node *side, const char *const *words, lm_layout *layout,
                             lm_layout_stream *stream)
{
    const char *const keys[] = {"column", words[0], words[1], "unknown", NULL};
    lm_json_node member;
    LM_TRY(lm_json_node_keys(side, keys));
    if (!lm_json_node_member(side, "column", &member))
        return lm_json_node_fail(side, "has no \"column\"");
    LM_TRY(parse_column(&member, layout, &stream->side));
    for (int i = 0; i < 2; i++) {
        if (!lm_json_node_member(side, words[i], &member))
            return lm_json_node_fail(side, "has no \"%s\"", words[i]);
        LM_TRY(parse_words(&member, &stream->sides[i]));
    }
    return lm_json_node_member(side, "unknown", &member) ? parse_words(&member, &stream->unknown) : LM_OK;
}

static lm_status parse_trades(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts", "base", "contracts", "quote", "price", "side", "id", "where", NULL};
    static const char *const words[] = {"bought", "sold"};
    lm_layout_stream *stream;
    lm_json_node side;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_TRADES, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    LM_TRY(require_figure(node, stream, LM_FIGURE_PRICE));
    LM_TRY(require_amount(node, stream));
    return lm_json_node_member(node, "side", &side) ? parse_sides(&side, words, layout, stream) : LM_OK;
}

static lm_status parse_candles(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts",    "base", "contracts", "quote", "open",  "high", "low",
                                       "close", "end",  "taker_buy", "id",    "where", NULL};
    lm_layout_stream *stream;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_CANDLES, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    for (int kind = LM_FIGURE_OPEN; kind <= LM_FIGURE_CLOSE; kind++)
        LM_TRY(require_figure(node, stream, (enum lm_layout_figure_kind)kind));
    LM_TRY(require_amount(node, stream));
    return parse_member_column(node, "end", layout, &stream->end);
}

static lm_status parse_gauge(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts", "name", "value", "contracts", "id", "where", NULL};
    static const char *const name_keys[] = {"column", NULL};
    lm_layout_stream *stream;
    lm_json_node name, column;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_GAUGES, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    if ((stream->figures[LM_FIGURE_VALUE].column >= 0) == (stream->figures[LM_FIGURE_CONTRACTS].column >= 0))
        return lm_json_node_fail(node, "must have one of \"value\" and \"contracts\"");
    if (!lm_json_node_member(node, "name", &name))
        return lm_json_node_fail(node, "has no \"name\"");
    if (lm_json_node_is_text(&name))
        return lm_json_node_text(&name, stream->gauge, sizeof stream->gauge);
    LM_TRY(lm_json_node_keys(&name, name_keys));
    if (!lm_json_node_member(&name, "column", &column))
        return lm_json_node_fail(&name, "must be text, or {\"column\": ...}");
    return parse_column(&column, layout, &stream->name);
}

static lm_status parse_liquidation(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts", "base", "contracts", "quote", "price", "side", "id", "where", NULL};
    static const char *const words[] = {"long", "short", NULL};
    lm_layout_stream *stream;
    lm_json_node side;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_LIQUIDATIONS, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    LM_TRY(require_amount(node, stream));
    if (stream->figures[LM_FIGURE_PRICE].column < 0)
        LM_TRY(require_figure(node, stream, LM_FIGURE_QUOTE));
    if (!lm_json_node_member(node, "side", &side))
        return lm_json_node_fail(node, "has no \"side\"");
    return lm_json_node_is_text(&side) ? lm_json_member_word(node, "side", words, &stream->fixed_side)
                                       : parse_sides(&side, words, layout, stream);
}

/* Parses one stream, or an array of several. */
static lm_status parse_streams(const lm_json_node *root, const char *key, lm_layout *layout,
                               lm_status (*parse)(const lm_json_node *, lm_layout *))
{
    lm_json_node node, element;
    int count;
    if (!lm_json_node_member(root, key, &node))
        return LM_OK;
    if (!cJSON_IsArray(node.item))
        return parse(&node, layout);
    LM_TRY(lm_json_node_array(&node, 1, LM_LAYOUT_STREAMS, &count));
    for (int i = 0; i < count; i++) {
        lm_json_node_element(&node, i, &element);
        LM_TRY(parse(&element, layout));
    }
    return LM_OK;
}

/* ---- columns that are used */

static void mark_used(lm_used_columns *used, int column)
{
    if (column < 0 || used->has[column])
        return;
    used->has[column] = true;
    used->columns[used->count++] = column;
}

static void mark_conditions(lm_used_columns *used, const lm_layout_condition *conditions, int count)
{
    for (int i = 0; i < count; i++) {
        mark_used(used, conditions[i].column);
        mark_used(used, conditions[i].same_as);
    }
}

void lm_layout_find_used(const lm_layout *layout, lm_used_columns *used)
{
    memset(used, 0, sizeof *used);
    mark_used(used, layout->symbol);
    mark_used(used, layout->exchange);
    for (int i = 0; i < layout->id_count; i++)
        mark_used(used, layout->ids[i]);
    mark_conditions(used, layout->conditions, layout->condition_count);
    for (int i = 0; i < layout->stream_count; i++) {
        const lm_layout_stream *stream = &layout->streams[i];
        mark_used(used, stream->ts);
        mark_used(used, stream->end);
        mark_used(used, stream->side);
        mark_used(used, stream->name);
        for (int k = 0; k < stream->id_count; k++)
            mark_used(used, stream->ids[k]);
        for (int kind = 0; kind < LM_FIGURE_COUNT; kind++) {
            mark_used(used, stream->figures[kind].column);
            mark_used(used, stream->figures[kind].over);
        }
        mark_conditions(used, stream->conditions, stream->condition_count);
    }
}

/* ---- the document */

lm_status lm_layout_read_node(const lm_json_node *root, lm_layout *layout)
{
    static const char *const keys[] = {"title",  "source",   "traps",  "contract",     "csv", "json",
                                       "symbol", "exchange", "ts",     "doubled",      "id",  "where",
                                       "trades", "candles",  "gauges", "liquidations", NULL};
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
    LM_TRY(parse_member_column(root, "ts", layout, &layout->ts));
    LM_TRY(parse_member_column(root, "symbol", layout, &layout->symbol));
    LM_TRY(parse_member_column(root, "exchange", layout, &layout->exchange));
    LM_TRY(parse_columns(root, "id", LM_LAYOUT_IDS, layout, layout->ids, &layout->id_count));
    LM_TRY(lm_json_member_bool(root, "doubled", &layout->doubled));
    LM_TRY(parse_where(root, layout, layout->conditions, &layout->condition_count));
    LM_TRY(parse_streams(root, "trades", layout, parse_trades));
    LM_TRY(parse_streams(root, "candles", layout, parse_candles));
    LM_TRY(parse_streams(root, "gauges", layout, parse_gauge));
    LM_TRY(parse_streams(root, "liquidations", layout, parse_liquidation));
    LM_TRY(check_paths(root, layout));
    if (layout->stream_count == 0)
        return lm_json_node_fail(root, "has none of \"trades\", \"candles\", \"gauges\", \"liquidations\"");
    return LM_OK;
}

lm_status lm_layout_copy(lm_host *host, const lm_layout *parsed, lm_layout **layout)
{
    void *memory;
    LM_TRY(lm_allocate_raw(host, sizeof *parsed, &memory));
    memcpy(memory, parsed, sizeof *parsed);
    *layout = memory;
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

void lm_layout_destroy(lm_host *host, lm_layout *layout)
{
    lm_release(host, layout, sizeof *layout);
}

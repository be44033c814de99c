/* Reads the columns of a layout, and the words and conditions on their values. */
#include "feed/layout_columns.h"

#include <string.h>

#include <cjson/cJSON.h>

/* ---- columns */

int lm_layout_find_column(const lm_layout *layout, const char *name)
{
    for (int i = 0; i < layout->column_count; i++)
        if (strcmp(layout->columns[i], name) == 0)
            return i;
    return -1;
}

lm_status lm_layout_add_column(const lm_json_node *node, lm_layout *layout, const char *name, int *column)
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

lm_status lm_layout_read_column(const lm_json_node *node, lm_layout *layout, int *column)
{
    char name[LM_LAYOUT_NAME_SIZE];
    LM_TRY(lm_json_node_text(node, name, sizeof name));
    *column = lm_layout_find_column(layout, name);
    if (*column >= 0)
        return LM_OK;
    if (layout->closed)
        return lm_json_node_fail(node, "is not a column of this layout");
    return lm_layout_add_column(node, layout, name, column);
}

lm_status lm_layout_read_member_column(const lm_json_node *object, const char *key, lm_layout *layout, int *column)
{
    lm_json_node member;
    return lm_json_node_member(object, key, &member) ? lm_layout_read_column(&member, layout, column) : LM_OK;
}

lm_status lm_layout_read_columns(const lm_json_node *object, const char *key, int most, lm_layout *layout, int *columns,
                                 int *count)
{
    lm_json_node array, element;
    if (!lm_json_node_member(object, key, &array))
        return LM_OK;
    LM_TRY(lm_json_node_array(&array, 1, most, count));
    for (int i = 0; i < *count; i++) {
        lm_json_node_element(&array, i, &element);
        LM_TRY(lm_layout_read_column(&element, layout, &columns[i]));
    }
    return LM_OK;
}

/* ---- words and conditions */

lm_status lm_layout_read_words(const lm_json_node *node, lm_layout_words *words)
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
        return lm_layout_read_words(node, &condition->words);
    LM_TRY(lm_json_node_keys(node, keys));
    if (lm_json_node_member(node, "same_as", &member))
        return lm_layout_read_column(&member, layout, &condition->same_as);
    if (!lm_json_node_member(node, "not", &member))
        return lm_json_node_fail(node, "must be an array of words, {\"not\": [...]} or {\"same_as\": column}");
    condition->negated = true;
    return lm_layout_read_words(&member, &condition->words);
}

lm_status lm_layout_read_conditions(const lm_json_node *object, const char *key, lm_layout *layout,
                                    lm_layout_condition *conditions, int *count)
{
    lm_json_node where;
    if (!lm_json_node_member(object, key, &where))
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
        LM_TRY(lm_layout_read_column(&column, layout, &condition->column));
        LM_TRY(parse_condition(&node, layout, condition));
    }
    return LM_OK;
}

/* The columns of a layout that is being read. Internal to the files of layouts. */
#ifndef LM_FEED_LAYOUT_COLUMNS_H
#define LM_FEED_LAYOUT_COLUMNS_H

#include "base/json_document.h"
#include "feed/layout.h"

/* Returns the number of a column; -1 if the layout does not have the column. */
int lm_layout_find_column(const lm_layout *layout, const char *name);

/* Adds a column whose path is its name. LM_E_DOCUMENT, at the node, for an empty name or too many columns. */
lm_status lm_layout_add_column(const lm_json_node *node, lm_layout *layout, const char *name, int *column);

/* Reads the name of a column. If the document lists the columns of its files, the name must be one of them. */
lm_status lm_layout_read_column(const lm_json_node *node, lm_layout *layout, int *column);

/* Reads the name of a column from a member of an object. Without the member `column` stays unchanged. */
lm_status lm_layout_read_member_column(const lm_json_node *object, const char *key, lm_layout *layout, int *column);

/* Reads an array of at most `most` names of columns from a member of an object, if the object has the member. */
lm_status lm_layout_read_columns(const lm_json_node *object, const char *key, int most, lm_layout *layout, int *columns,
                                 int *count);

/* Reads an array of words. */
lm_status lm_layout_read_words(const lm_json_node *node, lm_layout_words *words);

/* Reads conditions such as {"status": ["FILLED"], "liquidation": {"not": [""]}}, which must all hold. */
lm_status lm_layout_read_conditions(const lm_json_node *object, const char *key, lm_layout *layout,
                                    lm_layout_condition *conditions, int *count);

#endif

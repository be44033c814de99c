/* Conditions on the fields of a row, and fields in messages. Internal to the feed module. */
#ifndef LM_FEED_CONDITIONS_H
#define LM_FEED_CONDITIONS_H

#include "feed/rows.h"

/* Copies a field for a message: short, printable ASCII only. */
#define LM_QUOTED_SIZE 40
const char *lm_feed_quote(lm_bytes field, char text[LM_QUOTED_SIZE]);

/* Tells whether a field is one of the words, in upper or lower case. */
bool lm_feed_is_one_of(lm_bytes field, const lm_layout_words *words);

/* Tells whether a row fulfils all of one or more conditions. */
bool lm_feed_all_hold(const lm_layout_condition *conditions, int count, const lm_row *row);

/* Tells whether a row fulfils all conditions; most layouts have none. */
static inline bool lm_feed_conditions_hold(const lm_layout_condition *conditions, int count, const lm_row *row)
{
    return count == 0 || lm_feed_all_hold(conditions, count, row);
}

#endif

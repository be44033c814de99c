/* Applies the streams of a layout to a row. Internal to the feed module. */
#ifndef LM_FEED_APPLY_H
#define LM_FEED_APPLY_H

#include "feed/state.h"

/*
 * Chooses the unit of each stream's quantity by the contract of the tape; LM_E_MISMATCH if the layout is of another
 * kind of contract.
 */
lm_status lm_feed_choose_amounts(lm_feed *feed);

/* LM_E_CORRUPT for a row of another kind of file than the layout's. */
lm_status lm_feed_check_kind(lm_feed *feed, const lm_row *row);

/* LM_E_CORRUPT for a row of JSON that lacks a member of each of its streams. */
lm_status lm_feed_check_members(lm_feed *feed, const lm_row *row);

/* Adds to the tape what each stream of the layout finds in a row. */
lm_status lm_feed_apply(lm_feed *feed, const lm_row *row, lm_row_outcome *outcome);

#endif

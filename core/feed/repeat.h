/* Rows whose id an earlier row had: the same row again, or another one. Internal to the feed module. */
#ifndef LM_FEED_REPEAT_H
#define LM_FEED_REPEAT_H

#include "feed/state.h"

/*
 * Sets the outcome of a row that has been read: LM_ROW_REPEATED if an earlier row had its id in the layout or in the
 * stream, and said the same; else LM_ROW_ADDED. `says` has the numbers that count. LM_E_CORRUPT with both lines if the
 * earlier row said something else; LM_E_LIMIT over LM_FEED_MAX_IDS.
 */
lm_status lm_feed_check_repeat(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, const double *says,
                               size_t count, lm_row_outcome *outcome);

/*
 * The same for a trade. Where the file has a row for each side of a trade and both say another taker, the taker of the
 * pending trade becomes unknown.
 */
lm_status lm_feed_check_trade_repeat(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row,
                                     const lm_trade *trade, lm_row_outcome *outcome);

#endif

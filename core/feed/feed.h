/* The rows of a feed: of which market they are, and what becomes of them. Internal to the feed module. */
#ifndef LM_FEED_FEED_H
#define LM_FEED_FEED_H

#include "feed/state.h"

/* Chooses the units, and the market that the options request; host, layout and options of the feed are set. */
lm_status lm_feed_begin(lm_feed *feed, const lm_feed_options *options);

/* Applies a row, and counts it in the report: the handlers count what they add, the rest is counted by its reason. */
lm_status lm_feed_take(lm_feed *feed, const lm_row *row);

/* Returns an error if rows of several markets were read and the request does not choose one of them. */
lm_status lm_feed_check_symbols(const lm_feed *feed);

/* Frees the ids and markets. */
void lm_feed_free(lm_feed *feed);

#endif

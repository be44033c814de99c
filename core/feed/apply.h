/* A file being fed: what has been read of it, and where it goes. Internal to the feed room. */
#ifndef LM_FEED_APPLY_H
#define LM_FEED_APPLY_H

#include "feed/layout.h"
#include "feed/dedup.h"
#include "feed/rows.h"

#define LM_FEED_BATCH 256
#define LM_FEED_MARKETS 5

/* A symbol, perhaps of an exchange: "binance-futures:BTCUSDT". */
typedef struct lm_feed_market {
    lm_bytes exchange, symbol;
} lm_feed_market;

typedef struct lm_feed {
    lm_host *host;
    const lm_layout *layout;
    lm_tape_options options;
    lm_tape *tape;
    enum lm_layout_figure_kind amounts[LM_LAYOUT_STREAMS]; /* the unit in which the quantity of a stream is taken */
    lm_feed_market market; /* that is taken: the one asked for, or the first that came */
    bool asked, exchange_asked, found;
    bool one_market; /* the file names none: all of it is of one */
    lm_feed_market others[LM_FEED_MARKETS];
    int other_count;
    lm_id_set ids;
    lm_feed_report report;
    size_t waiting;
    lm_trade trades[LM_FEED_BATCH];
    int64_t lines[LM_FEED_BATCH];
} lm_feed;

/* Decides by the tape's contract in which unit quantities are taken; LM_E_MISMATCH if the layout is of another kind. */
lm_status lm_feed_choose_amounts(lm_feed *feed);

/* Was a row of these ids, or its like for another purpose, there before? */
lm_status lm_feed_is_duplicate(lm_feed *feed, const int *columns, int count, int purpose, const lm_row *row,
                               bool *repeated);

/* Adds what each stream of the layout finds in a row: *any thing, or nothing but what is *repeated. */
lm_status lm_feed_apply(lm_feed *feed, const lm_row *row, bool *any, bool *repeated);

/* Counts the trades that wait to be counted together. */
lm_status lm_feed_flush(lm_feed *feed);

/* Do all of the conditions hold for this row? */
bool lm_feed_holds(const lm_layout_condition *conditions, int count, const lm_row *row);

#endif

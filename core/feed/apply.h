/* The state of a feed: what was read of the file, and the tape that is built. Internal to the feed module. */
#ifndef LM_FEED_APPLY_H
#define LM_FEED_APPLY_H

#include "feed/layout.h"
#include "feed/dedup.h"
#include "feed/rows.h"

#define LM_FEED_BATCH 256
#define LM_FEED_MARKETS 5

/* A symbol, with its exchange if rows name one: "binance-futures:BTCUSDT". */
typedef struct lm_feed_market {
    lm_bytes exchange, symbol;
} lm_feed_market;

typedef struct lm_feed {
    lm_host *host;
    const lm_layout *layout;
    lm_tape_options options;
    lm_tape *tape;
    enum lm_layout_figure_kind amounts[LM_LAYOUT_STREAMS]; /* unit of the quantity of each stream */
    lm_feed_market market; /* market whose rows are used: the requested one, or that of the first row */
    bool symbol_given, exchange_given, found;
    bool single_market; /* the file has no symbols, so all of it is one market */
    bool json;          /* the text is JSON, in which a missing member is not the same as an empty one */
    lm_feed_market others[LM_FEED_MARKETS];
    int other_count;
    void *kept[LM_FEED_MARKETS + 1]; /* memory of the markets, whose fields last only until the next row */
    size_t kept_sizes[LM_FEED_MARKETS + 1];
    int kept_count;
    lm_id_set ids;
    lm_feed_report report;
    size_t pending;
    lm_trade trades[LM_FEED_BATCH];
    int64_t lines[LM_FEED_BATCH];
} lm_feed;

/*
 * Chooses the unit of each stream's quantity by the contract of the tape; LM_E_MISMATCH if the layout is of another
 * kind of contract.
 */
lm_status lm_feed_choose_amounts(lm_feed *feed);

/* Tells whether an earlier row had the same ids for the same purpose. LM_E_LIMIT over LM_FEED_MAX_IDS. */
lm_status lm_feed_is_duplicate(lm_feed *feed, const int *columns, int count, int purpose, const lm_row *row,
                               bool *repeated);

/* What became of a row: the most that any stream made of it. */
typedef enum lm_row_outcome {
    LM_ROW_NOT_SELECTED,
    LM_ROW_EMPTY,
    LM_ROW_VOIDED,
    LM_ROW_REPEATED,
    LM_ROW_ADDED
} lm_row_outcome;

/* LM_E_CORRUPT for a row of another kind of file than the layout's. */
lm_status lm_feed_check_kind(lm_feed *feed, const lm_row *row);

/* LM_E_CORRUPT for a row of JSON that lacks a member of each of its streams. */
lm_status lm_feed_check_members(lm_feed *feed, const lm_row *row);

/* Adds to the tape what each stream of the layout finds in a row. */
lm_status lm_feed_apply(lm_feed *feed, const lm_row *row, lm_row_outcome *outcome);

/* Adds the pending trades to the tape. */
lm_status lm_feed_flush(lm_feed *feed);

/* Tells whether a row fulfils all conditions. */
bool lm_feed_conditions_hold(const lm_layout_condition *conditions, int count, const lm_row *row);

#endif

/* The state of a feed: what was read of the file, and where its rows go. Internal to the feed module. */
#ifndef LM_FEED_STATE_H
#define LM_FEED_STATE_H

#include "feed/dedup.h"
#include "feed/layout.h"
#include "feed/rows.h"

#define LM_FEED_BATCH 256
#define LM_FEED_MARKETS 5 /* other markets that are named in an error */

/* A symbol, with its exchange if rows name one: "binance-futures:BTCUSDT". */
typedef struct lm_feed_market {
    lm_bytes exchange, symbol;
} lm_feed_market;

typedef struct lm_rows_out lm_rows_out;

typedef struct lm_feed {
    lm_host *host;
    const lm_layout *layout;
    lm_tape_options options;
    lm_tape *tape;                                         /* NULL: rows go out */
    lm_rows_out *rows;                                     /* NULL: rows go into the tape */
    enum lm_layout_figure_kind amounts[LM_LAYOUT_STREAMS]; /* unit of the quantity of each stream */
    lm_feed_market market; /* market whose rows are used: the requested one, or that of the first row */
    bool symbol_given, exchange_given, found;
    bool all_markets;   /* rows of every market are used */
    bool single_market; /* the file has no symbols, so all of it is one market */
    bool json;          /* the text is JSON, in which a missing member is not the same as an empty one */
    lm_feed_market others[LM_FEED_MARKETS];
    int other_count;
    lm_bytes symbol_of_all;          /* of rows out: the symbol of a file that names none; empty: none */
    void *kept[LM_FEED_MARKETS + 3]; /* memory of the markets, whose fields last only until the next row */
    size_t kept_sizes[LM_FEED_MARKETS + 3];
    int kept_count;
    lm_id_set ids;
    lm_bytes text; /* the whole text, to find the earlier row of an id; empty: the error does not name its line */
    lm_feed_report report;
    bool has_open_interest; /* a sample above 0 */
    uint64_t trade_id;      /* of the row that is applied */
    size_t pending;
    lm_trade trades[LM_FEED_BATCH];
    int64_t lines[LM_FEED_BATCH];
    uint64_t trade_ids[LM_FEED_BATCH]; /* ids of the pending trades, in streams with both sides of a trade */
} lm_feed;

/* What became of a row: the most that any stream made of it. */
typedef enum lm_row_outcome {
    LM_ROW_NOT_SELECTED,
    LM_ROW_EMPTY,
    LM_ROW_VOIDED,
    LM_ROW_REPEATED,
    LM_ROW_ADDED
} lm_row_outcome;

#endif

/* Where the rows of a feed go: into the tape that is built, or out as rows. Internal to the feed module. */
#ifndef LM_FEED_SINK_H
#define LM_FEED_SINK_H

#include "feed/copies.h"
#include "feed/state.h"

/* Texts of a row, as offsets in lm_rows_out.texts; 0: unknown. */
typedef struct lm_row_texts {
    size_t market, id, name;
    uint64_t trade_id; /* in streams with both sides of a trade */
} lm_row_texts;

/* The rows of a batch. */
struct lm_rows_out {
    lm_feed_row *rows;
    size_t count, capacity;
    lm_row_texts *row_texts;
    size_t text_capacity;
    size_t held;     /* rows at the end that wait for the next batch: the other side of a trade may follow */
    lm_buffer spare; /* texts of the batch before */
    lm_buffer texts; /* zero-terminated, each of them */
    bool make_ids;
    lm_copies copies;
};

/* Each counts the row in the report, and adds the number of its line to an error. */
lm_status lm_sink_trade(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, const lm_trade *trade);
lm_status lm_sink_candle(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, lm_candle *candle);
lm_status lm_sink_gauge(lm_feed *feed, const lm_row *row, int64_t time, lm_bytes name, double value);
/* Without a price (NULL) the amount is notional, else contracts. */
lm_status lm_sink_liquidation(lm_feed *feed, const lm_layout_stream *stream, const lm_row *row, int64_t time,
                              const double *price, double amount, lm_side side);

/* Adds the pending trades to the tape. */
lm_status lm_feed_flush(lm_feed *feed);

/* Returns the taker of a trade that waits and has this id, price and quantity; NULL if there is none. */
int32_t *lm_rows_find_taker(lm_rows_out *out, const lm_trade *trade, uint64_t id);

/* Begins a new batch with the rows that were held, and sets the texts of its rows when it is complete. */
lm_status lm_rows_begin(lm_host *host, lm_rows_out *out);
void lm_rows_complete(lm_rows_out *out);
void lm_rows_free(lm_host *host, lm_rows_out *out);

#endif

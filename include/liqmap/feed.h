/* Feeds: whole files of exchanges turned into tapes. */
#ifndef LIQMAP_FEED_H
#define LIQMAP_FEED_H

#include "tape.h"

LM_BEGIN_DECLS

/* The meaning of the columns of a file: one of the built-in layouts, or the caller's document (docs/feed.md). */
typedef struct lm_layout lm_layout;

/*
 * Creates a built-in layout, such as "binance-usdm/agg_trades". LM_E_ARGUMENT for an unknown name, with similar names
 * in the hint.
 */
LM_API lm_status lm_layout_named(lm_host *host, const char *name, size_t length, lm_layout **layout);
/* Creates a layout from a document. LM_E_DOCUMENT with the path of the invalid value. */
LM_API lm_status lm_layout_read(lm_host *host, const char *json, size_t length, lm_layout **layout);
LM_API void lm_layout_destroy(lm_host *host, lm_layout *layout);
/* Tells whether files of the layout name their symbols, so that one can be chosen. */
LM_API bool lm_layout_has_symbols(const lm_layout *layout);

#define LM_LAYOUT_TEXT_SIZE 512

typedef struct lm_layout_entry {
    char name[64];
    char title[LM_LAYOUT_TEXT_SIZE];
    char streams[64];  /* contents: "trades, liquidations" */
    char contract[16]; /* "linear", "inverse", or "" where the file does not say */
    char source[LM_LAYOUT_TEXT_SIZE];
    char
        traps[4 * LM_LAYOUT_TEXT_SIZE]; /* known problems of the files: those the layout handles, and those it cannot */
} lm_layout_entry;

/* The position in a listing; the initial value is {0}. */
typedef struct lm_layout_reader {
    int file;
    int layout;
} lm_layout_reader;

/* Reads the next built-in layout, in order of exchanges; LM_DONE after the last. */
LM_API lm_status lm_layout_next(lm_host *host, lm_layout_reader *reader, lm_layout_entry *entry);

typedef struct lm_feed_options {
    const char *symbol; /* of a file with several symbols, use the rows of this one; NULL: the file has only one */
    size_t symbol_length;
    const lm_tape_options *counting; /* how a tape without prices would count; NULL: as it was created */
    bool
        make_ids; /* of rows out: make an id for trades and liquidations without one, of price, quantity, side and their number among equal rows */
} lm_feed_options;

/* Sets all members to NULL, 0 and false. */
LM_API void lm_feed_options_init(lm_feed_options *options);

typedef struct lm_feed_report {
    int64_t lines; /* of the text, with the header */
    int64_t trades, candles, gauges, liquidations;
    int64_t repeated;      /* duplicates of earlier rows */
    int64_t skipped;       /* rows that added nothing: the sum of the counts that follow */
    int64_t other_symbols; /* rows of other symbols */
    int64_t not_selected;  /* rows that the conditions of the layout leave out */
    int64_t voided;        /* trades that the exchange voided: price and quantity are 0 */
    int64_t empty;         /* rows without a time, price, quantity or side, and liquidations of 0 */
    int64_t
        zero_open_interest; /* samples of open_interest that are 0, in a file that has others above 0: a map takes them
                                  for no value; not in skipped */
    int64_t acknowledgements; /* messages of JSON without rows, such as the answer to a subscription; not in skipped */
} lm_feed_report;

/*
 * Adds all rows of a file to a tape. Its content is whole lines of CSV, each with its line end, with or without a
 * header, or values of JSON. Rows may be in any order. A failed call leaves the tape unchanged, and its message begins
 * with the number of the line. Rows with an id in the layout count once within one call, for at most LM_FEED_MAX_IDS
 * rows; a later row of the id that says something else is LM_E_CORRUPT. Quantities are converted to contracts of the
 * tape. LM_E_RANGE and LM_E_TIME for numbers and times; LM_E_CORRUPT for text that does
 * not fit the layout, is cut short, compressed or not text; LM_E_MISMATCH for a layout of another kind of contract;
 * LM_E_ARGUMENT for a file of several symbols when none is given; LM_E_MISSING when the symbol, a column or every row
 * is missing; LM_E_LIMIT over LM_FEED_MAX_IDS. Empty content adds nothing.
 */
#define LM_FEED_MAX_IDS ((size_t)1 << 24)
LM_API lm_status lm_tape_feed(lm_host *host, lm_tape **tape, lm_bytes content, const lm_layout *layout,
                              const lm_feed_options *options, lm_feed_report *report);

/* ---- files in chunks */

/* Reads a file whose content comes in chunks of any cut, also within a line, a character or a value of JSON. */
typedef struct lm_feed_reader lm_feed_reader;

/*
 * Creates a reader that adds the rows of a file to a tape like `tape`, by its options. The layout must stay until the
 * reader is destroyed. Errors as of lm_tape_feed().
 */
LM_API lm_status lm_feed_reader_create_for(lm_host *host, const lm_tape *tape, const lm_layout *layout,
                                           const lm_feed_options *options, lm_feed_reader **reader);

/*
 * Adds the next chunk of the content, which is copied. With a tape it reads the rows that are complete; else LM_E_ARGUMENT
 * unless lm_feed_reader_rows() has returned LM_DONE since the last chunk. The work is in proportion to
 * the content. The memory does not grow with it, but with its longest row: of JSON, its longest value or, of an array
 * whose elements are rows or messages, its longest element. LM_E_LIMIT for one of more than 256 MB; other errors as of
 * lm_tape_feed(). After a failure the reader can only be destroyed.
 */
LM_API lm_status lm_feed_reader_add(lm_host *host, lm_feed_reader *reader, lm_bytes chunk);

/*
 * Ends the content, and adds its rows to the tape: the tape has the bytes that lm_tape_feed() of the whole content
 * gives. A failed call leaves the tape unchanged.
 */
LM_API lm_status lm_feed_reader_finish(lm_host *host, lm_feed_reader *reader, lm_tape **tape, lm_feed_report *report);

/* ---- rows out */

/* A row of a file, as a tape would count it. */
typedef struct lm_feed_row {
    const char *kind; /* "trade", "candle", "gauge" or "liquidation" */
    int64_t line;     /* of the file, from 1 */
    const char
        *market;    /* symbol as the file names it, "EXCHANGE:SYMBOL" where it names exchanges; NULL: it names none */
    const char *id; /* of the exchange, several columns separated by a blank; NULL: none */
    int64_t time;   /* of a candle its start */
    double price;   /* of trades and liquidations; NaN: none */
    double qty;     /* in contracts of the options: base coins of linear contracts of size 1, quote currency of
                           inverse ones; of a liquidation without a price the notional; NaN: none */
    int32_t taker;  /* lm_taker, of a trade */
    bool has_side;
    lm_side side;     /* of the liquidated position */
    const char *name; /* of a gauge; NULL: none */
    double value;     /* of a gauge; NaN: none */
    int64_t duration; /* of a candle, as the exchange states it; 0: none */
    double open, high, low, close;
    double volume, taker_buy_volume; /* in contracts, as qty; NaN: none */
} lm_feed_row;

/*
 * Creates a reader that gives the rows of a file. `options` are those of the tape that would count the rows: contract,
 * contract_size, candle. A layout of inverse contracts needs no option for that. The symbol of the feed options chooses
 * the rows of a market, "*" those of all; in a file that names no symbol, it is the market of all rows.
 */
LM_API lm_status lm_feed_reader_create(lm_host *host, const lm_layout *layout, const lm_tape_options *options,
                                       const lm_feed_options *feed_options, lm_feed_reader **reader);

/* Says that no more content comes. */
LM_API void lm_feed_reader_end(lm_feed_reader *reader);

/*
 * Gives the next rows in order of the file, `most` of them or a few more, fewer at the end of the file; rows and their texts last until the next call. LM_DONE
 * when the next chunk is needed, or after lm_feed_reader_end() at the end of the file. Rows that were given stand only
 * if the end is reached without an error. Errors as of lm_tape_feed().
 */
LM_API lm_status lm_feed_reader_rows(lm_host *host, lm_feed_reader *reader, size_t most, const lm_feed_row **rows,
                                     size_t *count);

/* What was read so far; complete when lm_feed_reader_rows() returned LM_DONE at the end of the file. */
LM_API const lm_feed_report *lm_feed_reader_report(const lm_feed_reader *reader);

/*
 * Appends rows as text for PostgreSQL's COPY, a line each. The columns depend on the kind: source (of the caller),
 * market; of trades ts, price, qty, is_buy, id; of candles duration, ts, open, high, low, close, volume,
 * taker_buy_volume; of gauges name, ts, value; of liquidations ts, price, qty, side, id. Unknown values are \N.
 */
LM_API lm_status lm_feed_rows_copy(lm_host *host, lm_text source, const lm_feed_row *rows, size_t count,
                                   lm_buffer *out);

LM_API void lm_feed_reader_destroy(lm_host *host, lm_feed_reader *reader); /* NULL is allowed */

LM_END_DECLS

#endif

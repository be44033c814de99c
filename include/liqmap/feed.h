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
} lm_feed_options;

/* Sets all members to NULL and 0. */
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

LM_END_DECLS

#endif

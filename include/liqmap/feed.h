/* Whole files of exchanges into a tape. */
#ifndef LIQMAP_FEED_H
#define LIQMAP_FEED_H

#include "tape.h"

LM_BEGIN_DECLS

/* What the columns of a file mean: from the list of built-in ones, or a document of one's own (docs/feed.md). */
typedef struct lm_layout lm_layout;

/* A built-in layout, such as "binance-usdm/agg_trades". LM_E_ARGUMENT for an unknown name, with near ones in the hint. */
LM_API lm_status lm_layout_named(lm_host *host, const char *name, size_t length, lm_layout **layout);
/* From a document of one's own; LM_E_DOCUMENT names the path of what breaks a rule. */
LM_API lm_status lm_layout_read(lm_host *host, const char *json, size_t length, lm_layout **layout);
LM_API void lm_layout_destroy(lm_host *host, lm_layout *layout);

#define LM_LAYOUT_TEXT_SIZE 512

typedef struct lm_layout_entry {
    char name[64];
    char title[LM_LAYOUT_TEXT_SIZE];
    char streams[64];  /* what is in it: "trades, liquidations" */
    char contract[16]; /* "linear", "inverse", or "" where the file does not say */
    char source[LM_LAYOUT_TEXT_SIZE];
    char traps[4 * LM_LAYOUT_TEXT_SIZE]; /* what it takes care of, and what it cannot */
} lm_layout_entry;

/* Where a listing stands; begins as {0}. */
typedef struct lm_layout_reader {
    int file;
    int layout;
} lm_layout_reader;

/* The next built-in layout, by exchange; LM_DONE behind the last. */
LM_API lm_status lm_layout_next(lm_host *host, lm_layout_reader *reader, lm_layout_entry *entry);

typedef struct lm_feed_options {
    const char *symbol; /* of a file of many, take the rows of this one; NULL: the file has but one */
    size_t symbol_length;
    const lm_tape_options *counting; /* how a tape without places in price would count; NULL: as it was begun */
} lm_feed_options;

typedef struct lm_feed_report {
    int64_t lines; /* of text, the header included */
    int64_t trades, candles, gauges, liquidations;
    int64_t repeated; /* rows that were there before */
    int64_t skipped;  /* rows of which nothing was taken: of other symbols, with empty cells, or of no interest */
} lm_feed_report;

/*
 * Adds all that stands in a text (whole lines of CSV, each with its end, with or without a header, or values of JSON)
 * to a tape. All or nothing: a failed call leaves the tape as it was, and its message begins with the number of the line. Rows may be in
 * any order. What the layout knows by an id is counted once within one call, of at most LM_FEED_MAX_IDS rows. Quantities
 * are turned into contracts of the tape. LM_E_RANGE and LM_E_TIME for numbers and times; LM_E_CORRUPT for what is not in
 * this layout, cut short, compressed or no text; LM_E_MISMATCH for a layout of another kind of contract; LM_E_ARGUMENT
 * for a file of several symbols of which none is named; LM_E_MISSING where the symbol, a column or any row at all is not
 * there. An empty text adds nothing.
 */
#define LM_FEED_MAX_IDS ((size_t)1 << 24)
LM_API lm_status lm_tape_feed(lm_host *host, lm_tape **tape, lm_bytes text, const lm_layout *layout,
                              const lm_feed_options *options, lm_feed_report *report);

LM_END_DECLS

#endif

/*
 * A layout as read of its document: which columns a file has, and what of a tape is in them. Internal to the feed room.
 *
 * Columns are numbered in the order in which the document names them; a number of -1 is none.
 */
#ifndef LM_FEED_LAYOUT_H
#define LM_FEED_LAYOUT_H

#include "base/host.h"
#include "liqmap/feed.h"

#define LM_LAYOUT_NAME_SIZE 64
#define LM_LAYOUT_COLUMNS 64
#define LM_LAYOUT_IDS 12
#define LM_LAYOUT_ROWS 6
#define LM_LAYOUT_STREAMS 16
#define LM_LAYOUT_CONDITIONS 4
#define LM_LAYOUT_WORDS 8
#define LM_LAYOUT_WORD_SIZE 24
#define LM_ANY_CONTRACT 2

/* Words a column may hold, upper or lower case; "" is an empty cell. */
typedef struct lm_layout_words {
    int count;
    char words[LM_LAYOUT_WORDS][LM_LAYOUT_WORD_SIZE];
} lm_layout_words;

/* Rows that count: those whose column is one of the words, is none of them, or holds the same as another column. */
typedef struct lm_layout_condition {
    int column;
    int same_as; /* -1: the words decide */
    bool negated;
    lm_layout_words words;
} lm_layout_condition;

/* A number: a column, times a scale, which may be over another column. */
typedef struct lm_layout_figure {
    int column;
    double scale;
    int over; /* -1: none */
} lm_layout_figure;

enum lm_layout_stream_kind { LM_STREAM_TRADES, LM_STREAM_CANDLES, LM_STREAM_GAUGES, LM_STREAM_FORCED };

/* Quantities stand under the name of their unit: coins, contracts of the tape's options, quote notional. */
enum lm_layout_figure_kind {
    LM_FIGURE_BASE,
    LM_FIGURE_CONTRACTS,
    LM_FIGURE_QUOTE,
    LM_FIGURE_PRICE,
    LM_FIGURE_OPEN,
    LM_FIGURE_HIGH,
    LM_FIGURE_LOW,
    LM_FIGURE_CLOSE,
    LM_FIGURE_TAKER_BUY,
    LM_FIGURE_VALUE,
    LM_FIGURE_COUNT
};

typedef struct lm_layout_stream {
    enum lm_layout_stream_kind kind;
    int ts;
    int end;                  /* of a candle, its last instant */
    int side;                 /* column; -1: fixed_side, or not known */
    int fixed_side;           /* lm_side */
    lm_layout_words sides[2]; /* bought and sold, or long and short */
    lm_layout_words unknown;  /* words that say that nobody knows */
    int name;                 /* column with the name of the gauge; -1: gauge */
    char gauge[LM_LAYOUT_NAME_SIZE];
    lm_layout_figure figures[LM_FIGURE_COUNT];
    int id_count; /* what its rows are known by, beside the id of the layout */
    int ids[LM_LAYOUT_IDS];
    int condition_count;
    lm_layout_condition conditions[LM_LAYOUT_CONDITIONS];
} lm_layout_stream;

struct lm_layout {
    char name[LM_LAYOUT_NAME_SIZE]; /* as errors call it */
    int contract;                   /* lm_contract or LM_ANY_CONTRACT */
    bool csv, json;
    char separator;
    int places;  /* the first so many columns are those of a file without a header; 0: it must have one */
    bool closed; /* all columns have been named */
    int column_count;
    char columns[LM_LAYOUT_COLUMNS][LM_LAYOUT_NAME_SIZE];
    bool optional[LM_LAYOUT_COLUMNS];                   /* not in every file */
    char paths[LM_LAYOUT_COLUMNS][LM_LAYOUT_NAME_SIZE]; /* in a row of JSON */
    int row_count;
    char rows[LM_LAYOUT_ROWS][LM_LAYOUT_NAME_SIZE]; /* where rows are in a value of JSON: the first that is there */
    int symbol, exchange;                           /* which market a row is of */
    int ts;
    int id_count;
    int ids[LM_LAYOUT_IDS];
    bool doubled; /* each row stands there twice: of equal ones half count */
    int condition_count;
    lm_layout_condition conditions[LM_LAYOUT_CONDITIONS];
    int stream_count;
    lm_layout_stream streams[LM_LAYOUT_STREAMS];
};

/* Which columns of a layout anything is read of. */
typedef struct lm_used {
    int count;
    int columns[LM_LAYOUT_COLUMNS];
    bool has[LM_LAYOUT_COLUMNS];
} lm_used;

void lm_layout_used(const lm_layout *layout, lm_used *used);

/* Reads a document into a layout that is all zero but for its name. */
struct lm_json_node;
lm_status lm_layout_read_node(const struct lm_json_node *root, lm_layout *layout);

/* A copy in the host's memory. */
lm_status lm_layout_keep(lm_host *host, const lm_layout *read, lm_layout **layout);

#endif

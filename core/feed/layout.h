/*
 * A layout as read of its document: which columns a file has, and what of a tape is in them. Internal to the feed room.
 *
 * Columns are numbered in the order in which the document names them; a number of -1 is none.
 */
#ifndef LM_FEED_LAYOUT_H
#define LM_FEED_LAYOUT_H

#include "base/host.h"
#include "liqmap/feed.h"

#define LAYOUT_NAME_SIZE 64
#define LAYOUT_COLUMNS 64
#define LAYOUT_IDS 12
#define LAYOUT_ROWS 6
#define LAYOUT_STREAMS 16
#define LAYOUT_CONDITIONS 4
#define LAYOUT_WORDS 8
#define LAYOUT_WORD_SIZE 24
#define ANY_CONTRACT 2

/* Words a column may hold, upper or lower case; "" is an empty cell. */
typedef struct layout_words {
    int count;
    char words[LAYOUT_WORDS][LAYOUT_WORD_SIZE];
} layout_words;

/* Rows that count: those whose column is one of the words, is none of them, or holds the same as another column. */
typedef struct layout_condition {
    int column;
    int same_as; /* -1: the words decide */
    bool negated;
    layout_words words;
} layout_condition;

/* A number: a column, times a scale, which may be over another column. */
typedef struct layout_figure {
    int column;
    double scale;
    int over; /* -1: none */
} layout_figure;

enum layout_stream_kind { STREAM_TRADES, STREAM_CANDLES, STREAM_GAUGES, STREAM_FORCED };

/* Quantities stand under the name of their unit: coins, contracts of the tape's options, quote notional. */
enum layout_figure_kind {
    FIGURE_BASE,
    FIGURE_CONTRACTS,
    FIGURE_QUOTE,
    FIGURE_PRICE,
    FIGURE_OPEN,
    FIGURE_HIGH,
    FIGURE_LOW,
    FIGURE_CLOSE,
    FIGURE_TAKER_BUY,
    FIGURE_VALUE,
    FIGURE_COUNT
};

typedef struct layout_stream {
    enum layout_stream_kind kind;
    int ts;
    int end;               /* of a candle, its last instant */
    int side;              /* column; -1: fixed_side, or not known */
    int fixed_side;        /* lm_side */
    layout_words sides[2]; /* bought and sold, or long and short */
    layout_words unknown;  /* words that say that nobody knows */
    int name;              /* column with the name of the gauge; -1: gauge */
    char gauge[LAYOUT_NAME_SIZE];
    layout_figure figures[FIGURE_COUNT];
    int id_count; /* what its rows are known by, beside the id of the layout */
    int ids[LAYOUT_IDS];
    int condition_count;
    layout_condition conditions[LAYOUT_CONDITIONS];
} layout_stream;

struct lm_layout {
    char name[LAYOUT_NAME_SIZE]; /* as errors call it */
    int contract;                /* lm_contract or ANY_CONTRACT */
    bool csv, json;
    char separator;
    int places;  /* the first so many columns are those of a file without a header; 0: it must have one */
    bool closed; /* all columns have been named */
    int column_count;
    char columns[LAYOUT_COLUMNS][LAYOUT_NAME_SIZE];
    bool optional[LAYOUT_COLUMNS];                /* not in every file */
    char paths[LAYOUT_COLUMNS][LAYOUT_NAME_SIZE]; /* in a row of JSON */
    int row_count;
    char rows[LAYOUT_ROWS][LAYOUT_NAME_SIZE]; /* where rows are in a value of JSON: the first that is there */
    int symbol, exchange;                     /* which market a row is of */
    int ts;
    int id_count;
    int ids[LAYOUT_IDS];
    bool doubled; /* each row stands there twice: of equal ones half count */
    int condition_count;
    layout_condition conditions[LAYOUT_CONDITIONS];
    int stream_count;
    layout_stream streams[LAYOUT_STREAMS];
};

/* Which columns of a layout anything is read of. */
typedef struct lm_used {
    int count;
    int columns[LAYOUT_COLUMNS];
    bool has[LAYOUT_COLUMNS];
} lm_used;

void lm_layout_used(const lm_layout *layout, lm_used *used);

/* Reads a document into a layout that is all zero but for its name. */
struct lm_node;
lm_status lm_layout_read_node(const struct lm_node *root, lm_layout *layout);

/* A copy in the host's memory. */
lm_status lm_layout_keep(lm_host *host, const lm_layout *read, lm_layout **layout);

#endif

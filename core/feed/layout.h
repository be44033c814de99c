/*
 * A parsed layout: the columns of a file, and the rows of a tape that they contain. Internal to the feed module.
 *
 * Columns are numbered in the order in which the document first names them; -1 is no column.
 */
#ifndef LM_FEED_LAYOUT_H
#define LM_FEED_LAYOUT_H

#include "base/host.h"
#include "liqmap/feed.h"

#define LM_LAYOUT_NAME_SIZE 64
#define LM_LAYOUT_COLUMNS 64
#define LM_LAYOUT_IDS 12
#define LM_LAYOUT_ROWS 6
#define LM_LAYOUT_OLDER 4
#define LM_LAYOUT_STREAMS 16
#define LM_LAYOUT_CONDITIONS 4
#define LM_LAYOUT_WORDS 8
#define LM_LAYOUT_WORD_SIZE 24
#define LM_LAYOUT_OTHER_NAMES 64
#define LM_OTHER_NAME_SIZE 32
#define LM_ANY_CONTRACT 2

/* Values that a column may have, in upper or lower case; "" is an empty cell. In conditions a star is any text. */
typedef struct lm_layout_words {
    int count;
    char words[LM_LAYOUT_WORDS][LM_LAYOUT_WORD_SIZE];
} lm_layout_words;

/* A condition on rows: the column has one of the words, has none of them, or equals another column. */
typedef struct lm_layout_condition {
    int column;
    int same_as; /* column; -1: compare with the words */
    bool negated;
    lm_layout_words words;
} lm_layout_condition;

/* A number: a column times a scale, divided by another column if there is one. */
typedef struct lm_layout_figure {
    int column;
    double scale;
    int over; /* divisor column; -1: none */
} lm_layout_figure;

enum lm_layout_stream_kind { LM_STREAM_TRADES, LM_STREAM_CANDLES, LM_STREAM_GAUGES, LM_STREAM_LIQUIDATIONS };

/*
 * The numbers of a stream. A quantity has the name of its unit: coins, contracts of the tape's options, quote notional.
 */
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
    int end;                  /* last instant of a candle */
    int side;                 /* column; -1: fixed_side, or unknown */
    int fixed_side;           /* lm_side */
    bool by_sign;             /* the sign of the quantity is the side */
    int positive_side;        /* index of the side of a quantity above 0 */
    bool both_sides;          /* the file has a row for each side of a trade, under one id of the stream */
    lm_layout_words sides[2]; /* bought and sold, or long and short */
    lm_layout_words unknown;  /* values that mean unknown side */
    int name;                 /* column with the name of the gauge; -1: `gauge` is the name */
    char gauge[LM_LAYOUT_NAME_SIZE];
    lm_layout_figure figures[LM_FIGURE_COUNT];
    int id_count; /* columns of the id of its rows, besides the id of the layout */
    int ids[LM_LAYOUT_IDS];
    int condition_count;
    lm_layout_condition conditions[LM_LAYOUT_CONDITIONS];
} lm_layout_stream;

struct lm_layout {
    char name[LM_LAYOUT_NAME_SIZE]; /* name in errors */
    int contract;                   /* lm_contract or LM_ANY_CONTRACT */
    bool csv, json;
    char separator;
    int headerless_columns; /* columns of a file without a header, the first ones; 0: needs a header */
    int older_count;        /* other columns of files without a header, chosen by their number */
    int older_columns[LM_LAYOUT_OLDER];
    int older[LM_LAYOUT_OLDER][LM_LAYOUT_COLUMNS];
    int other_name_count;
    struct {
        int column;
        char name[LM_OTHER_NAME_SIZE];
    } other_names[LM_LAYOUT_OTHER_NAMES]; /* names that a column may have in a header instead */
    bool closed;                          /* all columns are known */
    int column_count;
    char columns[LM_LAYOUT_COLUMNS][LM_LAYOUT_NAME_SIZE];
    bool optional[LM_LAYOUT_COLUMNS];                   /* some files lack the column */
    char paths[LM_LAYOUT_COLUMNS][LM_LAYOUT_NAME_SIZE]; /* path in a row of JSON */
    int row_count;
    char rows[LM_LAYOUT_ROWS]
             [LM_LAYOUT_NAME_SIZE]; /* paths of the rows in a JSON value; the first that exists is used */
    int symbol, exchange;           /* columns with the market of a row */
    int ts;
    int id_count;
    int ids[LM_LAYOUT_IDS];
    bool doubled; /* the file has each row twice: of equal rows half count */
    int condition_count;
    lm_layout_condition conditions[LM_LAYOUT_CONDITIONS];
    int only_count;
    lm_layout_condition only[LM_LAYOUT_CONDITIONS]; /* a row that does not fulfil these is of another kind of file */
    int stream_count;
    lm_layout_stream streams[LM_LAYOUT_STREAMS];
};

/* The columns of a layout that are used. */
typedef struct lm_used_columns {
    int count;
    int columns[LM_LAYOUT_COLUMNS];
    bool has[LM_LAYOUT_COLUMNS];
} lm_used_columns;

void lm_layout_find_used(const lm_layout *layout, lm_used_columns *used);

/* Copies a layout into memory of the host. */
lm_status lm_layout_copy(lm_host *host, const lm_layout *read, lm_layout **layout);

#endif

/*
 * Row tables: for each kind of result row, its columns in order, with name, type, offset, unit and meaning. SQL, Lua,
 * exports, tests and the reference read these tables; no binding has its own list of columns.
 */
#ifndef LIQMAP_ROWS_H
#define LIQMAP_ROWS_H

#include "base.h"

LM_BEGIN_DECLS

/* The type of a column in C, the value that means "unknown" in an optional column, and the types in SQL and in Lua. */
typedef enum lm_column_type {
    LM_COLUMN_NUMBER,   /* double; NaN: unknown                      float8       number */
    LM_COLUMN_STATED,   /* double; 0: unknown                        float8       number */
    LM_COLUMN_COUNT,    /* int64_t; negative: unknown                bigint       integer */
    LM_COLUMN_SIZE,     /* size_t                                    bigint       integer */
    LM_COLUMN_INTEGER,  /* int; negative: unknown                    integer      integer */
    LM_COLUMN_SMALL,    /* uint8_t                                   integer      integer */
    LM_COLUMN_FLAG,     /* bool                                      boolean      boolean */
    LM_COLUMN_TIME,     /* int64_t, us since 1970; LM_TIME_UNKNOWN   timestamptz  number of seconds since 1970 */
    LM_COLUMN_DURATION, /* int64_t, us; 0: unknown                   interval     number of seconds */
    LM_COLUMN_TEXT,     /* char[], zero-terminated; "": unknown      text         string */
    LM_COLUMN_WORD,     /* const char *; NULL: unknown               text         string */
    LM_COLUMN_SIDE,     /* lm_side                                   side         "long" or "short" */
    LM_COLUMN_CONTRACT, /* uint8_t, an lm_contract                   text         "linear" or "inverse" */
    LM_COLUMN_STATUS,   /* lm_margin_status                          text         string */
    LM_COLUMN_TAKER,    /* int32_t, an lm_taker; unknown takers are  boolean      boolean */
    LM_COLUMN_JSON,     /* const char *, JSON text                   jsonb        table */
    LM_COLUMN_GAUGES    /* lm_gauge_names                            text[]       list of strings */
} lm_column_type;

/* Of lm_column.known: the value itself says whether it is known, see lm_column_type. */
#define LM_KNOWN_BY_VALUE UINT16_MAX

typedef struct lm_column {
    const char *name;
    lm_column_type type;
    bool optional;     /* may be unknown: NULL in SQL, nil in Lua, null in JSON */
    uint16_t offset;   /* of the member */
    uint16_t known;    /* offset of the bool that says whether the value is known, or LM_KNOWN_BY_VALUE */
    const char *unit;  /* "quote", "base coins", "fraction", "percent", ...; "": none */
    const char *about; /* a phrase of English; "" where the name is enough */
} lm_column;

typedef struct lm_row_type {
    const char *name;      /* of the class in Lua, without "liqmap.": "level" */
    const char *about;     /* a sentence of English */
    const char *functions; /* SQL functions that return such rows, separated by blanks: "levels(map)"; "": none */
    size_t size;           /* of the struct in C */
    int count;
    const lm_column *columns;
} lm_row_type;

/* Says whether the value of this column is known in this row. */
LM_API bool lm_column_known(const lm_column *column, const void *row);

/*
 * The value of a column of type LM_COLUMN_TEXT, _WORD, _SIDE, _CONTRACT, _STATUS or _JSON as zero-terminated text; NULL
 * for every other type and where the value is unknown.
 */
LM_API const char *lm_column_text(const lm_column *column, const void *row);

/* The value of a number, flag, count or time (us) as a double; NaN for other types and where the value is unknown. */
LM_API double lm_column_number(const lm_column *column, const void *row);

/* Row type number `index` (0 ..); NULL behind the last. */
LM_API const lm_row_type *lm_row_type_at(int index);

#define LM_MAX_COLUMNS 32

/* Of a tape: lm_tape_info, lm_frame_row, lm_price_volume, lm_gauge_row; of the demo data: lm_trade, lm_gauge_sample. */
extern LM_API const lm_row_type lm_tape_info_columns;
extern LM_API const lm_row_type lm_frame_columns;
extern LM_API const lm_row_type lm_price_volume_columns;
extern LM_API const lm_row_type lm_gauge_columns;
extern LM_API const lm_row_type lm_trade_columns;
extern LM_API const lm_row_type lm_gauge_sample_columns;

/* Of files: lm_layout_entry, lm_feed_row, lm_feed_report. */
extern LM_API const lm_row_type lm_layout_columns;
extern LM_API const lm_row_type lm_feed_row_columns;
extern LM_API const lm_row_type lm_feed_report_columns;

/* Of accounts: lm_account_row, lm_account_margin. */
extern LM_API const lm_row_type lm_account_row_columns;
extern LM_API const lm_row_type lm_account_margin_columns;

/* Of margin: lm_margin, lm_hedged_margin, lm_venue_entry. */
extern LM_API const lm_row_type lm_margin_columns;
extern LM_API const lm_row_type lm_hedged_margin_columns;
extern LM_API const lm_row_type lm_venue_columns;

/* Of a map: lm_model_entry, lm_map_info, lm_notice, lm_level, lm_cluster, lm_ledger; of many times: lm_heatmap_row, lm_heatmap,
   lm_frame_ledger. */
extern LM_API const lm_row_type lm_model_columns;
extern LM_API const lm_row_type lm_map_info_columns;
extern LM_API const lm_row_type lm_notice_columns;
extern LM_API const lm_row_type lm_level_columns;
extern LM_API const lm_row_type lm_cluster_columns;
extern LM_API const lm_row_type lm_ledger_columns;
extern LM_API const lm_row_type lm_heatmap_row_columns;
extern LM_API const lm_row_type lm_heatmap_columns;
extern LM_API const lm_row_type lm_heatmap_column_columns; /* of lm_heatmap_column */
/* Of lm_heatmap_row, with the number of the column in place of its time. */
extern LM_API const lm_row_type lm_heatmap_cell_columns;
extern LM_API const lm_row_type lm_density_columns;
extern LM_API const lm_row_type lm_series_about_columns;
extern LM_API const lm_row_type lm_frame_ledger_columns;

/* Of scores: lm_score_row. */
extern LM_API const lm_row_type lm_score_columns;

/* Of cascades: lm_cascade, lm_cascades_row, lm_cascade_class, lm_fragility_row, lm_simulated, lm_simulation,
   lm_path_row, lm_venues_row, lm_venues; lm_impact_estimate and lm_book_profile without their documents. */
extern LM_API const lm_row_type lm_cascade_columns;
extern LM_API const lm_row_type lm_cascades_columns;
extern LM_API const lm_row_type lm_cascade_class_columns;
extern LM_API const lm_row_type lm_fragility_columns;
extern LM_API const lm_row_type lm_simulated_columns;
extern LM_API const lm_row_type lm_simulation_columns;
extern LM_API const lm_row_type lm_path_columns;
extern LM_API const lm_row_type lm_venues_row_columns;
extern LM_API const lm_row_type lm_venues_columns;
extern LM_API const lm_row_type lm_impact_estimate_columns;
extern LM_API const lm_row_type lm_book_profile_columns;

LM_END_DECLS

#endif

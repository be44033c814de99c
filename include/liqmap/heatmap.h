/* Heatmaps: the levels of a map as of many times. */
#ifndef LIQMAP_HEATMAP_H
#define LIQMAP_HEATMAP_H

#include "map.h"
#include "parameters.h"

LM_BEGIN_DECLS

typedef struct lm_heatmap_options {
    int64_t every;    /* us between columns, a whole multiple of the frame; 0: the least round interval that gives at
                             most 300 columns */
    double step;      /* of price; 0: the default step of levels for the map as of `until` */
    int64_t since;    /* columns are at the multiples of `every` since 1970 with since <= time <= until */
    int64_t until;    /* INT64_MIN and INT64_MAX: all times */
    double low, high; /* only steps whose middle lies in [low, high]; 0 and INFINITY: all */
    bool by_leverage; /* a row per step and class */
    bool zero_cells;  /* every column has a row for every step (and class) between the least and the greatest of all */
    double open_interest; /* as in lm_tape_map */
} lm_heatmap_options;

/* Sets the defaults: every and step 0, all times, all prices. */
LM_API void lm_heatmap_options_init(lm_heatmap_options *options);
extern LM_API const lm_parameter_list lm_heatmap_parameters;
/* The parameters that charts and exports of a heatmap share. */
extern LM_API const lm_parameter_list lm_heatmap_view_parameters;

/* The map as of `time`, and what was traded in the `every` that ends there. */
typedef struct lm_heatmap_column {
    int64_t time;
    double low, high, close; /* of prices traded in the period; NaN without trades */
    double reference_price;  /* last close */
    double open_interest;    /* NaN: unknown; rows then have shares and no notional */
    double coverage;
    size_t first_row, row_count; /* of lm_heatmap.rows */
} lm_heatmap_column;

typedef struct lm_heatmap_row {
    int64_t time;                 /* of its column */
    int column;                   /* from 0 */
    int64_t number;               /* of the step, which begins at number * step */
    double price_low, price_high; /* price_high is the price_low of the next step, to the bit */
    double leverage;              /* NaN unless by leverage */
    double share[2];              /* of the side as a whole, by lm_side */
    double notional[2];           /* quote, at the liquidation price; NaN where open interest is not known */
} lm_heatmap_row;

typedef struct lm_heatmap {
    lm_heatmap_column *columns; /* ascending in time, one every `every` without a gap */
    size_t column_count;
    lm_heatmap_row *rows; /* by column, then price, then leverage */
    size_t row_count, row_capacity;
    int64_t every;
    double step;
    int64_t first_number, last_number; /* of the steps in all rows; first above last without rows */
    bool by_leverage, zero_cells;
    bool sized;         /* the notional is known in the last column */
    int64_t as_of;      /* end of the last frame in the last column; LM_TIME_UNKNOWN without columns */
    int64_t frame;      /* of the tape */
    bool frame_differs; /* the model was fitted at another frame and volume_power is not 1 */
    bool open_interest_given;
    int precision;
    char symbol[LM_SYMBOL_SIZE];
    char quote[LM_QUOTE_SIZE]; /* as in lm_map_info */
    lm_model model;            /* resolved */
} lm_heatmap;

/*
 * Computes a heatmap in one replay of an encoded tape. Each column holds, to the bit, the rows that lm_map_levels gives
 * for lm_tape_map as of the time of the column, at lm_heatmap.step. Columns begin at the first trade and end at the
 * first multiple of `every` that is not before the end of the tape, or at `until`. LM_E_ARGUMENT for an `every` that is
 * negative or no whole multiple of the frame, for since > until and for low > high; LM_E_RANGE for a step that is
 * negative, not finite or finer than the cells of the tape; LM_E_LIMIT over a million rows or columns, with their
 * number. Fails as lm_tape_map does.
 */
LM_API lm_status lm_tape_heatmap(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *options,
                                 lm_heatmap *heatmap);
LM_API void lm_heatmap_free(lm_host *host, lm_heatmap *heatmap);

LM_END_DECLS

#endif

/*
 * Computes one column of a heatmap: a map in steps of price, without the sorting that lm_map_levels needs. Internal to
 * core/map.
 */
#ifndef LM_MAP_COLUMN_H
#define LM_MAP_COLUMN_H

#include "liqmap/heatmap.h"
#include "map/map.h"
#include "map/steps.h"

/* The rows of all columns so far. Rows beyond LM_MAX_ROWS are counted in `total` and not kept. */
typedef struct lm_heatmap_rows {
    lm_steps steps;
    double low, high; /* limits for the middle of a step */
    bool by_leverage;
    lm_heatmap_row *rows;
    size_t kept, capacity;
    uint64_t total;
    int64_t first_number, last_number; /* of steps; first above last while there are no rows */
} lm_heatmap_rows;

/* Appends the rows of column number `column`, ascending by price, then leverage: the rows of lm_map_levels. */
lm_status lm_heatmap_column_compute(lm_host *host, const lm_replay *state, uint32_t column, lm_heatmap_rows *out);

#endif

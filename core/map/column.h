/* One column of a heatmap: a map in steps of price, without the sorting that a reading of its own would take. Internal
 * to the map room. */
#ifndef LM_MAP_COLUMN_H
#define LM_MAP_COLUMN_H

#include "liqmap/heatmap.h"
#include "map/map.h"
#include "map/steps.h"

/* Rows gathered so far. Beyond LM_MAX_ROWS they are counted and not kept. */
typedef struct lm_column_rows {
    lm_steps steps;
    double low, high; /* of the middles of steps that are kept */
    bool by_leverage;
    lm_heatmap_row *rows;
    size_t kept, capacity;
    uint64_t total;
    int64_t first_number, last_number; /* of steps; first above last until there is one */
} lm_column_rows;

/* Adds the rows of column number `column`, ascending by price, then leverage: what lm_map_levels would give. */
lm_status lm_column_read(lm_host *host, const lm_replay *state, uint32_t column, lm_column_rows *out);

#endif

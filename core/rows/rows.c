/* Reads values by row tables. */
#include "liqmap.h"

#include <math.h>
#include <string.h>

static const lm_row_type *const row_types[] = {
    &lm_tape_info_columns,    &lm_frame_columns,         &lm_price_volume_columns,    &lm_gauge_columns,
    &lm_trade_columns,        &lm_gauge_sample_columns,  &lm_layout_columns,          &lm_feed_report_columns,
    &lm_margin_columns,       &lm_hedged_margin_columns, &lm_venue_columns,           &lm_model_columns,
    &lm_map_info_columns,     &lm_level_columns,         &lm_cluster_columns,         &lm_ledger_columns,
    &lm_heatmap_row_columns,  &lm_heatmap_columns,       &lm_heatmap_column_columns,  &lm_heatmap_cell_columns,
    &lm_frame_ledger_columns, &lm_cascade_columns,       &lm_cascades_columns,        &lm_cascade_class_columns,
    &lm_fragility_columns,    &lm_simulated_columns,     &lm_simulation_columns,      &lm_path_columns,
    &lm_venues_row_columns,   &lm_venues_columns,        &lm_impact_estimate_columns, &lm_book_profile_columns,
};

const lm_row_type *lm_row_type_at(int index)
{
    return index >= 0 && (size_t)index < sizeof row_types / sizeof row_types[0] ? row_types[index] : NULL;
}

/* The member of a row at the column's offset. */
#define MEMBER(c_type, column, row) (*(c_type const *)((const char *)(row) + (column)->offset))

static bool value_known(const lm_column *column, const void *row)
{
    switch (column->type) {
    case LM_COLUMN_NUMBER:
        return !isnan(MEMBER(double, column, row));
    case LM_COLUMN_STATED:
        return MEMBER(double, column, row) != 0;
    case LM_COLUMN_COUNT:
        return MEMBER(int64_t, column, row) >= 0;
    case LM_COLUMN_INTEGER:
        return MEMBER(int, column, row) >= 0;
    case LM_COLUMN_TIME:
        return MEMBER(int64_t, column, row) != LM_TIME_UNKNOWN;
    case LM_COLUMN_DURATION:
        return MEMBER(int64_t, column, row) != 0;
    case LM_COLUMN_TEXT:
        return MEMBER(char, column, row) != 0;
    case LM_COLUMN_WORD:
        return MEMBER(const char *, column, row) != NULL;
    case LM_COLUMN_TAKER:
        return MEMBER(int32_t, column, row) != LM_TAKER_UNKNOWN;
    default:
        return true;
    }
}

bool lm_column_known(const lm_column *column, const void *row)
{
    if (!column->optional)
        return true;
    if (column->known != LM_KNOWN_BY_VALUE)
        return *((const bool *)((const char *)row + column->known));
    return value_known(column, row);
}

const char *lm_column_text(const lm_column *column, const void *row)
{
    if (!lm_column_known(column, row))
        return NULL;
    switch (column->type) {
    case LM_COLUMN_TEXT:
        return (const char *)row + column->offset;
    case LM_COLUMN_WORD:
    case LM_COLUMN_JSON:
        return MEMBER(const char *, column, row);
    case LM_COLUMN_SIDE:
        return MEMBER(lm_side, column, row) == LM_LONG ? "long" : "short";
    case LM_COLUMN_CONTRACT:
        return MEMBER(uint8_t, column, row) == LM_LINEAR ? "linear" : "inverse";
    case LM_COLUMN_STATUS:
        return lm_margin_status_word(MEMBER(lm_margin_status, column, row));
    default:
        return NULL;
    }
}

double lm_column_number(const lm_column *column, const void *row)
{
    if (!lm_column_known(column, row))
        return NAN;
    switch (column->type) {
    case LM_COLUMN_NUMBER:
    case LM_COLUMN_STATED:
        return MEMBER(double, column, row);
    case LM_COLUMN_COUNT:
    case LM_COLUMN_TIME:
    case LM_COLUMN_DURATION:
        return (double)MEMBER(int64_t, column, row);
    case LM_COLUMN_SIZE:
        return (double)MEMBER(size_t, column, row);
    case LM_COLUMN_INTEGER:
        return MEMBER(int, column, row);
    case LM_COLUMN_SMALL:
        return MEMBER(uint8_t, column, row);
    case LM_COLUMN_FLAG:
        return MEMBER(bool, column, row);
    case LM_COLUMN_TAKER:
        return MEMBER(int32_t, column, row) == LM_TAKER_BOUGHT;
    default:
        return NAN;
    }
}

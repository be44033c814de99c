/* Rows of models, of maps, and of maps through time. */
#include "rows/columns.h"

#define ROW lm_model_entry
static const lm_column model[] = {
    COLUMN("name", name, "", "as model() takes it"),
    COLUMN("description", description, "", ""),
    JSON("model", json, "the model with all its defaults"),
};
TABLE(lm_model_columns, "model_entry", "models", model, "A named model.");
#undef ROW

/* ---- a map */

#define ROW lm_map_info
static const lm_column map_info[] = {
    COLUMN("live", live, "", "holds the state of its replay and can be advanced; false: a sum"),
    KNOWN_IF_TIME(dated, "as_of_first", as_of_first, "least as-of of the maps in a sum"),
    KNOWN_IF_TIME(dated, "as_of", as_of, "nothing later was used"),
    OPTIONAL("reference_price", reference_price, "quote per base coin",
             "last close; of a sum, of its heaviest member; unknown where the map is empty"),
    OPTIONAL("open_interest", open_interest, "base coins; quote for inverse contracts", ""),
    OPTIONAL_TIME("open_interest_ts", open_interest_time, "of the gauge; unknown where open interest was an argument"),
    COLUMN("open_interest_given", open_interest_given, "", "open interest was an argument"),
    OPTIONAL_SIDES("notional", standing_notional, "quote", "outstanding on the side, at the liquidation prices"),
    OPTIONAL("coverage", coverage, "fraction",
             "share of a full map that a tape of this age can show; unknown for a sum"),
    OPTIONAL("daily_sigma", daily_sigma, "fraction",
             "daily volatility of the last 24 h; unknown under an hour of returns"),
    OPTIONAL_DURATION("frame", frame, "width of the frames of the tape; unknown for a sum"),
    COLUMN("frame_differs", frame_differs, "", "the model was fitted at frames of another width, and that matters"),
    COLUMN("models", models, "", "number of models in it"),
    COLUMN("positions", positions, "", "number of known positions in it"),
    COLUMN("precision", precision, "bits", "of a price cell"),
    COLUMN("unit", unit, "quote", "notional per count"),
    COLUMN("symbol", symbol, "", "empty in a sum of several"),
};
TABLE(lm_map_info_columns, "map_info", "info(map)", map_info, "What a map is of.");
#undef ROW

#define ROW lm_level
static const lm_column level[] = {
    COLUMN("price_low", price_low, "quote per base coin", "lower bound of the step, part of it"),
    COLUMN("price_high", price_high, "quote per base coin", "upper bound of the step"),
    OPTIONAL("leverage", leverage, "", "known where rows are by leverage"),
    SIDES("share", share, "fraction", "of the side"),
    OPTIONAL_SIDES("size", size, "base coins", "liquidated in the step"),
    OPTIONAL_SIDES("notional", notional, "quote", "liquidated in the step, at the liquidation price"),
    SIDES("cumulative", cumulative, "quote, or fraction without open interest",
          "from the reference price to the end of the step"),
    COLUMN("distance_pct", distance_pct, "percent", "of the step's middle from the reference price"),
};
TABLE(lm_level_columns, "level", "levels", level, "What would be liquidated in a step of price.");
#undef ROW

#define ROW lm_cluster
static const lm_column cluster[] = {
    COLUMN("rank", rank, "", "from 1, by notional"),
    COLUMN("side", side, "", "of the positions"),
    COLUMN("price_low", price_low, "quote per base coin", "lower bound"),
    COLUMN("price_peak", price_peak, "quote per base coin", "where the smoothed side is highest"),
    COLUMN("price_high", price_high, "quote per base coin", "upper bound"),
    OPTIONAL("size", size, "base coins", ""),
    OPTIONAL("notional", notional, "quote", "at the liquidation prices"),
    COLUMN("share", share, "fraction", "of the side"),
    COLUMN("distance_pct", distance_pct, "percent", "of the peak from the reference price"),
    OPTIONAL("distance_sigmas", distance_sigmas, "daily sigmas", "the same distance"),
    COLUMN("prominence", prominence, "fraction", "of the highest peak of the side"),
};
TABLE(lm_cluster_columns, "cluster", "clusters", cluster, "A peak of liquidations over price.");
#undef ROW

#define ROW lm_ledger
static const lm_column ledger[] = {
    COLUMN("side", side, "", ""),
    OPTIONAL("opened", opened, "weights", "opened = swept + decayed + standing; unknown for a sum"),
    OPTIONAL("swept", swept, "weights", "reached by the price"),
    OPTIONAL("decayed", decayed, "weights", "closed otherwise"),
    OPTIONAL("standing", standing, "weights", "outstanding at the as-of"),
    OPTIONAL("standing_size", standing_size, "base coins", ""),
    OPTIONAL("standing_notional", standing_notional, "quote", "at the liquidation prices"),
    COLUMN("positions", positions, "", "known positions, with or without a liquidation price; 0 of a replay"),
    COLUMN("never_notional", never_notional, "quote", "known positions that no price liquidates, at the price then"),
    COLUMN("already_notional", already_notional, "quote",
           "known positions whose liquidation price the price had reached, at the price then"),
};
TABLE(lm_ledger_columns, "ledger_row", "ledger", ledger, "What one side opened, lost and still holds.");
#undef ROW

/* ---- through time */

#define ROW lm_heatmap_row
#define STEP_COLUMNS                                                                              \
    COLUMN("price_low", price_low, "quote per base coin", "lower bound of the step, part of it"), \
        COLUMN("price_high", price_high, "quote per base coin", "upper bound of the step"),       \
        OPTIONAL("leverage", leverage, "", "known where rows are by leverage"),                   \
        SIDES("share", share, "fraction", "of the side"),                                         \
        OPTIONAL_SIDES("notional", notional, "quote", "at the liquidation price")

static const lm_column heatmap_row[] = {
    TIME("ts", time, "as of when"),
    STEP_COLUMNS,
};
TABLE(lm_heatmap_row_columns, "heatmap_row", "heatmap", heatmap_row,
      "What would have been liquidated in a step of price, as of one instant.");

static const lm_column heatmap_cell[] = {
    COLUMN("time", column, "", "number of the column, from 0"),
    STEP_COLUMNS,
};
TABLE(lm_heatmap_cell_columns, "heatmap_cell", "", heatmap_cell, "A row of a heatmap in an export.");
#undef ROW

#define ROW lm_heatmap_column
static const lm_column heatmap_column[] = {
    TIME("ts", time, "as of when"),
    OPTIONAL("low", low, "quote per base coin", "lowest price traded since the column before; unknown without trades"),
    OPTIONAL("high", high, "quote per base coin", "highest price traded since the column before"),
    OPTIONAL("close", close, "quote per base coin", "last price traded since the column before"),
    COLUMN("reference_price", reference_price, "quote per base coin", "last close"),
    OPTIONAL("open_interest", open_interest, "base coins; quote for inverse contracts", ""),
    COLUMN("coverage", coverage, "fraction", "share of a full map that a tape of this age can show"),
};
TABLE(lm_heatmap_column_columns, "heatmap_column", "", heatmap_column, "A column of a heatmap in an export.");
#undef ROW

#define ROW lm_heatmap
static const lm_column heatmap[] = {
    COLUMN("symbol", symbol, "", ""),
    STATED("step", step, "quote per base coin", "width of a step of price; unknown without columns"),
    OPTIONAL_DURATION("every", every, "between columns"),
    COLUMN("columns", column_count, "", "number of columns"),
    OPTIONAL_TIME("as_of", as_of, "end of the last frame that counted; unknown without columns"),
    COLUMN("open_interest_given", open_interest_given, "", "open interest was an argument"),
    DURATION("frame", frame, "width of the frames of the tape"),
    COLUMN("frame_differs", frame_differs, "", "the model was fitted at frames of another width, and that matters"),
    COLUMN("precision", precision, "bits", "of a price cell"),
};
TABLE(lm_heatmap_columns, "heatmap_about", "", heatmap, "What a heatmap is of.");
#undef ROW

#define ROW lm_frame_ledger
static const lm_column frame_ledger[] = {
    TIME("ts", start, "start of the frame"),
    OPTIONAL("low", low, "quote per base coin", "lowest price, the previous close included; unknown without trades"),
    OPTIONAL("high", high, "quote per base coin", "highest price, the previous close included"),
    OPTIONAL("close", close, "quote per base coin", ""),
    SIDES("opened", opened, "weights", "in the frame"),
    SIDES("swept", swept, "weights", "in the frame"),
    SIDES("decayed", decayed, "weights", "in the frame"),
    SIDES("standing", standing, "weights", "outstanding at the end of the frame"),
    OPTIONAL("last_open_interest", open_interest, "base coins; quote for inverse contracts", "last value of the gauge"),
    OPTIONAL_SIDES("predicted_size", predicted_size, "base coins", "of what was swept"),
    OPTIONAL_SIDES("predicted_notional", predicted_notional, "quote", "of what was swept, at the liquidation prices"),
    SIDES("forced_notional", forced, "quote", "observed liquidations"),
};
TABLE(lm_frame_ledger_columns, "replay_row", "replay", frame_ledger, "A frame of a replay, beside what was observed.");
#undef ROW

/* Row tables of models, maps, heatmaps and replays. */
#include "rows/columns.h"

#define ROW lm_model_entry
static const lm_column model[] = {
    LM_ROW_COLUMN("name", name, "", "as model() takes it"),
    LM_ROW_COLUMN("description", description, "", ""),
    LM_ROW_JSON("model", json, "the model with all its defaults"),
};
LM_ROW_TABLE(lm_model_columns, "model_entry", "models", model, "A named model.");
#undef ROW

/* ---- a map */

#define ROW lm_map_info
static const lm_column map_info[] = {
    LM_ROW_COLUMN("live", live, "", "holds the state of its replay and can be advanced; false: a sum"),
    LM_ROW_KNOWN_IF_TIME(dated, "as_of_first", as_of_first, "least as-of of the maps in a sum"),
    LM_ROW_KNOWN_IF_TIME(dated, "as_of", as_of, "no data later than this time are used"),
    LM_ROW_OPTIONAL("reference_price", reference_price, "quote per base coin",
                    "last close; of a sum, of the member with the greatest notional; unknown where the map is empty"),
    LM_ROW_OPTIONAL("open_interest", open_interest, "base coins; quote for inverse contracts", ""),
    LM_ROW_OPTIONAL_TIME("open_interest_ts", open_interest_time,
                         "of the gauge; unknown where open interest was an argument"),
    LM_ROW_COLUMN("open_interest_given", open_interest_given, "", "open interest was an argument"),
    LM_ROW_OPTIONAL_SIDES("notional", outstanding_notional, "quote",
                          "outstanding on the side, at the liquidation prices"),
    LM_ROW_OPTIONAL("coverage", coverage, "fraction",
                    "share of a full map that a tape of this age can show; unknown for a sum"),
    LM_ROW_OPTIONAL("daily_sigma", daily_sigma, "fraction",
                    "daily volatility of the last 24 h; unknown under an hour of returns"),
    LM_ROW_OPTIONAL_DURATION("frame", frame, "width of the frames of the tape; unknown for a sum"),
    LM_ROW_COLUMN(
        "frame_differs", frame_differs, "",
        "true: the model was fitted at frames of another width and its volume_power is not 1, so the weights differ"),
    LM_ROW_COLUMN("models", models, "", "number of models in it"),
    LM_ROW_COLUMN("positions", positions, "", "number of known positions in it"),
    LM_ROW_COLUMN("precision", precision, "bits", "of a price cell"),
    LM_ROW_COLUMN("unit", unit, "quote", "notional per count"),
    LM_ROW_COLUMN("symbol", symbol, "", "empty in a sum of several"),
    LM_ROW_OPTIONAL_DURATION("burn_in_frame", burn_in_frame,
                             "width of the wider frames that the map began with; unknown if all are as wide as frame"),
    LM_ROW_OPTIONAL_TIME("burn_in_until", burn_in_until, "end of the last wider frame"),
    LM_ROW_OPTIONAL("quote", quote, "", "code of the quote currency: as given, else as the symbol says"),
    LM_ROW_OPTIONAL_SIDES("exposure", exposure, "fraction of open interest",
                          "that of the model, or what an adaptive model learned from observed liquidations; unknown "
                          "for a sum"),
};
LM_ROW_TABLE(lm_map_info_columns, "map_info", "info(map)", map_info, "The description of a map.");
#undef ROW

#define ROW lm_notice
static const lm_column notice[] = {
    LM_ROW_COLUMN("notice", notice, "", "what is probably not as it was meant"),
    LM_ROW_COLUMN("hint", hint, "", "what to do about it"),
};
LM_ROW_TABLE(lm_notice_columns, "notice", "notices", notice, "Something in a map that is probably not what was meant.");
#undef ROW

#define ROW lm_level
static const lm_column level[] = {
    LM_ROW_COLUMN("price_low", price_low, "quote per base coin", "lower bound of the step, part of it"),
    LM_ROW_COLUMN("price_high", price_high, "quote per base coin", "upper bound of the step"),
    LM_ROW_OPTIONAL("leverage", leverage, "", "known where rows are by leverage"),
    LM_ROW_SIDES("share", share, "fraction", "of the side"),
    LM_ROW_OPTIONAL_SIDES("size", size, "base coins", "liquidated in the step"),
    LM_ROW_OPTIONAL_SIDES("notional", notional, "quote", "liquidated in the step, at the liquidation price"),
    LM_ROW_SIDES("cumulative", cumulative, "quote, or fraction without open interest",
                 "from the reference price to the end of the step"),
    LM_ROW_COLUMN("distance_pct", distance_pct, "percent", "of the step's middle from the reference price"),
};
LM_ROW_TABLE(lm_level_columns, "level", "levels", level, "What would be liquidated in a step of price.");
#undef ROW

#define ROW lm_cluster
static const lm_column cluster[] = {
    LM_ROW_COLUMN("rank", rank, "", "from 1, by notional"),
    LM_ROW_COLUMN("side", side, "", "of the positions"),
    LM_ROW_COLUMN("price_low", price_low, "quote per base coin", "lower bound"),
    LM_ROW_COLUMN("price_peak", price_peak, "quote per base coin", "where the smoothed side is highest"),
    LM_ROW_COLUMN("price_high", price_high, "quote per base coin", "upper bound"),
    LM_ROW_OPTIONAL("size", size, "base coins", ""),
    LM_ROW_OPTIONAL("notional", notional, "quote", "at the liquidation prices"),
    LM_ROW_COLUMN("share", share, "fraction", "of the side"),
    LM_ROW_COLUMN("distance_pct", distance_pct, "percent", "of the peak from the reference price"),
    LM_ROW_OPTIONAL("distance_sigmas", distance_sigmas, "daily sigmas", "the same distance"),
    LM_ROW_COLUMN("prominence", prominence, "fraction", "of the highest peak of the side"),
    LM_ROW_COLUMN("cumulative", cumulative, "quote, or fraction without open interest",
                  "from the reference price to the far end of the cluster"),
};
LM_ROW_TABLE(lm_cluster_columns, "cluster", "clusters", cluster, "A peak of liquidations over price.");
#undef ROW

#define ROW lm_ledger
static const lm_column ledger[] = {
    LM_ROW_COLUMN("side", side, "", ""),
    LM_ROW_OPTIONAL("opened", opened, "weights", "opened = swept + decayed + outstanding; unknown for a sum"),
    LM_ROW_OPTIONAL("swept", swept, "weights", "reached by the price"),
    LM_ROW_OPTIONAL("decayed", decayed, "weights", "closed otherwise"),
    LM_ROW_OPTIONAL("outstanding", outstanding, "weights", "outstanding at the as-of"),
    LM_ROW_OPTIONAL("outstanding_size", outstanding_size, "base coins", ""),
    LM_ROW_OPTIONAL("outstanding_notional", outstanding_notional, "quote", "at the liquidation prices"),
    LM_ROW_COLUMN("positions", positions, "", "known positions, with or without a liquidation price; 0 of a replay"),
    LM_ROW_COLUMN("never_notional", never_notional, "quote",
                  "known positions that no price liquidates, at the price then"),
    LM_ROW_COLUMN("liquidatable_notional", liquidatable_notional, "quote",
                  "known positions whose liquidation price the price had reached, at the price then"),
};
LM_ROW_TABLE(lm_ledger_columns, "ledger_row", "ledger", ledger, "What one side opened, lost and still holds.");
#undef ROW

/* ---- heatmaps and replays */

#define ROW lm_heatmap_row
#define STEP_COLUMNS                                                                                     \
    LM_ROW_COLUMN("price_low", price_low, "quote per base coin", "lower bound of the step, part of it"), \
        LM_ROW_COLUMN("price_high", price_high, "quote per base coin", "upper bound of the step"),       \
        LM_ROW_OPTIONAL("leverage", leverage, "", "known where rows are by leverage"),                   \
        LM_ROW_SIDES("share", share, "fraction", "of the side"),                                         \
        LM_ROW_OPTIONAL_SIDES("notional", notional, "quote", "at the liquidation price")

static const lm_column heatmap_row[] = {
    LM_ROW_TIME("ts", time, "as of when"),
    STEP_COLUMNS,
};
LM_ROW_TABLE(lm_heatmap_row_columns, "heatmap_row", "heatmap", heatmap_row,
             "What would have been liquidated in a step of price, as of one instant.");

static const lm_column heatmap_cell[] = {
    LM_ROW_COLUMN("time", column, "", "number of the column, from 0"),
    STEP_COLUMNS,
};
LM_ROW_TABLE(lm_heatmap_cell_columns, "heatmap_cell", "", heatmap_cell, "A row of a heatmap in an export.");
#undef ROW

#define ROW lm_heatmap_column
static const lm_column heatmap_column[] = {
    LM_ROW_TIME("ts", time, "as of when"),
    LM_ROW_OPTIONAL("low", low, "quote per base coin",
                    "lowest price traded since the column before; unknown without trades"),
    LM_ROW_OPTIONAL("high", high, "quote per base coin", "highest price traded since the column before"),
    LM_ROW_OPTIONAL("close", close, "quote per base coin", "last price traded since the column before"),
    LM_ROW_COLUMN("reference_price", reference_price, "quote per base coin", "last close"),
    LM_ROW_OPTIONAL("open_interest", open_interest, "base coins; quote for inverse contracts", ""),
    LM_ROW_COLUMN("coverage", coverage, "fraction", "share of a full map that a tape of this age can show"),
};
LM_ROW_TABLE(lm_heatmap_column_columns, "heatmap_column", "", heatmap_column, "A column of a heatmap in an export.");
#undef ROW

#define ROW lm_heatmap
static const lm_column heatmap[] = {
    LM_ROW_COLUMN("symbol", symbol, "", ""),
    LM_ROW_STATED("step", step, "quote per base coin", "width of a step of price; unknown without columns"),
    LM_ROW_OPTIONAL_DURATION("every", every, "between columns"),
    LM_ROW_COLUMN("columns", column_count, "", "number of columns"),
    LM_ROW_OPTIONAL_TIME("as_of", as_of, "end of the last frame that counted; unknown without columns"),
    LM_ROW_COLUMN("open_interest_given", open_interest_given, "", "open interest was an argument"),
    LM_ROW_DURATION("frame", frame, "width of the frames of the tape"),
    LM_ROW_COLUMN(
        "frame_differs", frame_differs, "",
        "true: the model was fitted at frames of another width and its volume_power is not 1, so the weights differ"),
    LM_ROW_COLUMN("precision", precision, "bits", "of a price cell"),
    LM_ROW_OPTIONAL("quote", quote, "", "code of the quote currency: as given, else as the symbol says"),
};
LM_ROW_TABLE(lm_heatmap_columns, "heatmap_about", "", heatmap, "What a heatmap is of.");
#undef ROW

#define ROW lm_frame_ledger
static const lm_column frame_ledger[] = {
    LM_ROW_TIME("ts", start, "start of the frame"),
    LM_ROW_OPTIONAL("low", low, "quote per base coin",
                    "lowest price, the previous close included; unknown without trades"),
    LM_ROW_OPTIONAL("high", high, "quote per base coin", "highest price, the previous close included"),
    LM_ROW_OPTIONAL("close", close, "quote per base coin", ""),
    LM_ROW_SIDES("opened", opened, "weights", "in the frame"),
    LM_ROW_SIDES("swept", swept, "weights", "in the frame"),
    LM_ROW_SIDES("decayed", decayed, "weights", "in the frame"),
    LM_ROW_SIDES("outstanding", outstanding, "weights", "outstanding at the end of the frame"),
    LM_ROW_OPTIONAL("last_open_interest", open_interest, "base coins; quote for inverse contracts",
                    "last value of the gauge"),
    LM_ROW_OPTIONAL_SIDES("predicted_size", predicted_size, "base coins", "of what was swept"),
    LM_ROW_OPTIONAL_SIDES("predicted_notional", predicted_notional, "quote",
                          "of what was swept, at the liquidation prices"),
    LM_ROW_SIDES("liquidated_notional", liquidations, "quote", "observed liquidations"),
    LM_ROW_SIDES("frozen_share", frozen_share, "fraction",
                 "of the side as of the start of the frame: what the range of the frame reached"),
    LM_ROW_OPTIONAL_SIDES("frozen_size", frozen_size, "base coins", "of this share"),
    LM_ROW_OPTIONAL_SIDES("frozen_notional", frozen_notional, "quote", "of this share, at the liquidation prices"),
};
LM_ROW_TABLE(lm_frame_ledger_columns, "replay_row", "replay", frame_ledger,
             "A frame of a replay, beside what was observed.");
#undef ROW

/* ---- series */

#define ROW lm_density
static const lm_column density[] = {
    LM_ROW_TIME("as_of", as_of, "the instant: no data later than this time are used"),
    LM_ROW_COLUMN("reference_price", reference_price, "quote per base coin", "last close"),
    LM_ROW_COLUMN("distance", distance, "fraction", "of the reference price"),
    LM_ROW_OPTIONAL_SIDES("notional", notional, "quote",
                          "liquidated within the distance, at the liquidation price; unknown without open interest"),
    LM_ROW_SIDES("share", share, "fraction", "of the side"),
};
LM_ROW_TABLE(lm_density_columns, "density_row", "density", density,
             "What would be liquidated within a distance of the price, as of one instant.");
#undef ROW

#define ROW lm_series_about
static const lm_column series_about[] = {
    LM_ROW_OPTIONAL_DURATION("every", every, "between instants; unknown without instants"),
    LM_ROW_COLUMN("instants", instants, "", "number of instants"),
    LM_ROW_DURATION("frame", frame, "width of the frames of the tape"),
    LM_ROW_COLUMN(
        "frame_differs", frame_differs, "",
        "true: the model was fitted at frames of another width and its volume_power is not 1, so the weights differ"),
};
LM_ROW_TABLE(lm_series_about_columns, "series_about", "", series_about, "What a series is of.");
#undef ROW

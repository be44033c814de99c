---------------------------------------------------------------------- maps through time

---@class liqmap.heatmap_options
---@field model? liqmap.model|string
---@field every? number seconds between columns, a whole multiple of the frame; nil: the least round interval that gives at most 300
---@field step? number of price; nil: a round one of about 0.25 %
---@field since? number of columns: since <= ts <= until
---@field until? number
---@field low? number only steps whose middle lies in [low, high]
---@field high? number
---@field by_leverage? boolean a row per step and class
---@field zero_cells? boolean in every column a row for every step that has positions in any
---@field open_interest? number instead of the gauge
---@field columns? boolean a table of columns (lists by name) in place of a list of rows

-- generated: rows heatmap_row
---What would have been liquidated in a step of price, as of one instant.
---@class liqmap.heatmap_row
---@field ts number seconds since 1970: as of when
---@field price_low number quote per base coin: lower bound of the step, part of it
---@field price_high number quote per base coin: upper bound of the step
---@field leverage? number known where rows are by leverage
---@field long_share number fraction: of the side
---@field short_share number fraction: of the side
---@field long_notional? number quote: at the liquidation price
---@field short_notional? number quote: at the liquidation price
-- end of generated

-- generated: rows heatmap_about
---What a heatmap is of.
---@class liqmap.heatmap_about
---@field symbol string
---@field step? number quote per base coin: width of a step of price; unknown without columns
---@field every? number seconds: between columns
---@field columns integer number of columns
---@field as_of? number seconds since 1970: end of the last frame that counted; unknown without columns
---@field open_interest_given boolean open interest was an argument
---@field frame number seconds: width of the frames of the tape
---@field frame_differs boolean the model was fitted at frames of another width, and that matters
---@field precision integer bits: of a price cell
-- end of generated

---The levels of the map as of every multiple of `every`, in one pass. Options by name.
---@param options? liqmap.heatmap_options
---@return liqmap.heatmap_row[]|nil rows by ts, then price, then leverage
---@return liqmap.heatmap_about|string about or the message
---@return liqmap.code? code
function tape:heatmap(options) end

-- generated: rows replay_row
---A frame of a replay, beside what was observed.
---@class liqmap.replay_row
---@field ts number seconds since 1970: start of the frame
---@field low? number quote per base coin: lowest price, the previous close included; unknown without trades
---@field high? number quote per base coin: highest price, the previous close included
---@field close? number quote per base coin
---@field long_opened number weights: in the frame
---@field short_opened number weights: in the frame
---@field long_swept number weights: in the frame
---@field short_swept number weights: in the frame
---@field long_decayed number weights: in the frame
---@field short_decayed number weights: in the frame
---@field long_outstanding number weights: outstanding at the end of the frame
---@field short_outstanding number weights: outstanding at the end of the frame
---@field last_open_interest? number base coins; quote for inverse contracts: last value of the gauge
---@field long_predicted_size? number base coins: of what was swept
---@field short_predicted_size? number base coins: of what was swept
---@field long_predicted_notional? number quote: of what was swept, at the liquidation prices
---@field short_predicted_notional? number quote: of what was swept, at the liquidation prices
---@field long_liquidated_notional number quote: observed liquidations
---@field short_liquidated_notional number quote: observed liquidations
-- end of generated

---The ledger frame by frame, with the observed liquidations: a row for each frame with trades or observed liquidations.
---@param options? { model?: liqmap.model|string, as_of?: number, open_interest?: number, columns?: boolean }
---@return liqmap.replay_row[]|nil rows
---@return string? message
---@return liqmap.code? code
function tape:replay(options) end

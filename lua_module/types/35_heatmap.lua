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
---@field zero_cells? boolean in every column a row for every step that stands in any
---@field open_interest? number instead of the gauge
---@field columns? boolean a table of columns (lists by name) in place of a list of rows

---What stood in a step of price as of `ts`. Notional is nil without open interest.
---@class liqmap.heatmap_row
---@field ts number
---@field price_low number
---@field price_high number
---@field leverage? number nil unless by leverage
---@field long_share number of the side
---@field short_share number
---@field long_notional? number at the liquidation price
---@field short_notional? number

---@class liqmap.heatmap_about
---@field symbol string
---@field step number
---@field every number
---@field columns integer
---@field as_of? number end of the last frame that counted; nil without columns
---@field frame_differs boolean

---A map through time, in one pass: as of each multiple of `every`, what levels() gives. Options by name.
---@param options? liqmap.heatmap_options
---@return liqmap.heatmap_row[]|nil rows by ts, then price, then leverage
---@return liqmap.heatmap_about|string about or the message
---@return liqmap.code? code
function tape:heatmap(options) end

---A frame of a replay. Prices are nil in a frame without trades, what is predicted where open interest is not known.
---@class liqmap.replay_row
---@field ts number start of the frame
---@field low? number with the previous close
---@field high? number
---@field close? number
---@field long_opened number the books, in weights
---@field short_opened number
---@field long_swept number
---@field short_swept number
---@field long_decayed number
---@field short_decayed number
---@field long_outstanding number at the end of the frame
---@field short_outstanding number
---@field last_open_interest? number
---@field long_predicted_size? number coins of what was swept
---@field short_predicted_size? number
---@field long_predicted_notional? number at the liquidation prices
---@field short_predicted_notional? number
---@field long_liquidated_notional number observed
---@field short_liquidated_notional number

---The books frame by frame, beside what was observed: a row per frame with trades or observed liquidations.
---@param options? { model?: liqmap.model|string, as_of?: number, open_interest?: number, columns?: boolean }
---@return liqmap.replay_row[]|nil rows
---@return string? message
---@return liqmap.code? code
function tape:replay(options) end

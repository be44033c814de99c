---------------------------------------------------------------------- series of maps

---@class liqmap.series_options
---@field model? liqmap.model|string
---@field every? number seconds between instants, a whole multiple of the frame; nil: the smallest round interval that gives at most 300 instants
---@field since? number seconds; instants lie at since <= as_of <= until
---@field until? number seconds
---@field open_interest? number coins (quote currency for inverse contracts) in place of the gauge

---The map as of each multiple of `every`, from one pass over the tape: an iterator that returns the instant in seconds
---and the map, with the bytes of `tape:map(model, as_of)`. Each map is independent of the others: close() frees it now. Options
---by name.
---@param options? liqmap.series_options
---@return (fun(): number?, liqmap.map?)|nil iterator
---@return string? message
---@return liqmap.code? code
function tape:maps(options) end

---@class liqmap.density_options: liqmap.series_options
---@field distances? number[] fractions of the price; nil: 0.01, 0.02, 0.03, 0.05 and 0.1
---@field columns? boolean a table of columns (lists by name) in place of a list of rows

-- generated: rows density_row
---What would be liquidated within a distance of the price, as of one instant.
---@class liqmap.density_row
---@field as_of number seconds since 1970: the instant: no data later than this time are used
---@field reference_price number quote per base coin: last close
---@field distance number fraction: of the reference price
---@field long_notional? number quote: liquidated within the distance, at the liquidation price; unknown without open interest
---@field short_notional? number quote: liquidated within the distance, at the liquidation price; unknown without open interest
---@field long_share number fraction: of the side
---@field short_share number fraction: of the side
-- end of generated

-- generated: rows series_about
---What a series is of.
---@class liqmap.series_about
---@field every? number seconds: between instants; unknown without instants
---@field instants integer number of instants
---@field frame number seconds: width of the frames of the tape
---@field frame_differs boolean true: the model was fitted at frames of another width and its volume_power is not 1, so the weights differ
-- end of generated

---What would be liquidated within each distance below and above the price, as of each multiple of `every`, from one pass
---over the tape; ordered by time, then as the distances are given. Options by name.
---@param options? liqmap.density_options
---@return liqmap.density_row[]|nil rows
---@return liqmap.series_about|string about or the message
---@return liqmap.code? code
function tape:density(options) end

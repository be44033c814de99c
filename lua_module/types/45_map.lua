---------------------------------------------------------------------- map

---Outstanding positions by liquidation price: live, with the state of its replay, or a sum of maps.
---@class liqmap.map: userdata
---@operator add(liqmap.map): liqmap.map
local map = {}

---Advances the map with the frames that it has not counted yet; changes the map. The bytes are those of a map of all
---frames. The frames of the tape may be narrower than those of the map if they divide these and begin at or after its
---as_of, as minutes after hours: info() then has burn_in_frame. By position, or by name in a table.
---@param tape liqmap.tape
---@param as_of? number seconds: only frames that end by this time count; nil: all frames
---@return liqmap.map|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { tape: liqmap.tape, as_of?: number }): liqmap.map|nil, string?, liqmap.code?
function map:advance(tape, as_of) end

---The sum of two maps; both stay unchanged. `m + n` does the same, but raises an error where merge() returns nil.
---@param other liqmap.map
---@return liqmap.map|nil map
---@return string? message
---@return liqmap.code? code
function map:merge(other) end

-- generated: rows level
---What would be liquidated in a step of price.
---@class liqmap.level
---@field price_low number quote per base coin: lower bound of the step, part of it
---@field price_high number quote per base coin: upper bound of the step
---@field leverage? number known where rows are by leverage
---@field long_share number fraction: of the side
---@field short_share number fraction: of the side
---@field long_size? number base coins: liquidated in the step
---@field short_size? number base coins: liquidated in the step
---@field long_notional? number quote: liquidated in the step, at the liquidation price
---@field short_notional? number quote: liquidated in the step, at the liquidation price
---@field long_cumulative number quote, or fraction without open interest: from the reference price to the end of the step
---@field short_cumulative number quote, or fraction without open interest: from the reference price to the end of the step
---@field distance_pct number percent: of the step's middle from the reference price
-- end of generated

---The amounts that would be liquidated in each step of price, ascending in price, then leverage. By position, or by
---name in a table.
---@param step? number of price; nil: a round step of at most 0.25 % of the price
---@param within? number only steps whose middle is at most this fraction away from the reference price; nil: all
---@param by_leverage? boolean a row per step and class
---@param empty_steps? boolean also steps without positions
---@param columns? boolean a table of columns (lists by name) in place of a list of rows
---@return liqmap.level[]|nil levels
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { step?: number, within?: number, by_leverage?: boolean, empty_steps?: boolean, columns?: boolean }): liqmap.level[]|nil, string?, liqmap.code?
function map:levels(step, within, by_leverage, empty_steps, columns) end

---The notional of a side that would be liquidated in [low, high), in quote currency. By position, or by name in
---a table.
---@param low number
---@param high number
---@param side liqmap.side
---@return number|nil notional
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { low: number, high: number, side: liqmap.side }): number|nil, string?, liqmap.code?
function map:notional_between(low, high, side) end

---The price at which this share of a side is liquidated, from the reference price outward; nil without positions.
---By position, or by name in a table.
---@param side liqmap.side
---@param share number fraction of the side, from 0 to 1
---@return number|nil price
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { side: liqmap.side, share: number }): number|nil, string?, liqmap.code?
function map:liquidation_quantile(side, share) end

-- generated: rows cluster
---A peak of liquidations over price.
---@class liqmap.cluster
---@field rank integer from 1, by notional
---@field side liqmap.side of the positions
---@field price_low number quote per base coin: lower bound
---@field price_peak number quote per base coin: where the smoothed side is highest
---@field price_high number quote per base coin: upper bound
---@field size? number base coins
---@field notional? number quote: at the liquidation prices
---@field share number fraction: of the side
---@field distance_pct number percent: of the peak from the reference price
---@field distance_sigmas? number daily sigmas: the same distance
---@field prominence number fraction: of the highest peak of the side
---@field cumulative number quote, or fraction without open interest: from the reference price to the far end of the cluster
-- end of generated

---The peaks of liquidations over price with their bounds, the largest first. By position, or by name in a table.
---@param half_width? number of the smoothing triangle, a fraction of price; default 0.0025
---@param min_prominence? number fraction of the highest peak of the side; default 0.1
---@param columns? boolean a table of columns (lists by name) in place of a list of rows
---@return liqmap.cluster[]|nil clusters
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { half_width?: number, min_prominence?: number, columns?: boolean }): liqmap.cluster[]|nil, string?, liqmap.code?
function map:clusters(half_width, min_prominence, columns) end

-- generated: rows ledger_row
---What one side opened, lost and still holds.
---@class liqmap.ledger_row
---@field side liqmap.side
---@field opened? number weights: opened = swept + decayed + outstanding; unknown for a sum
---@field swept? number weights: reached by the price
---@field decayed? number weights: closed otherwise
---@field outstanding? number weights: outstanding at the as-of
---@field outstanding_size? number base coins
---@field outstanding_notional? number quote: at the liquidation prices
---@field positions integer known positions, with or without a liquidation price; 0 of a replay
---@field never_notional number quote: known positions that no price liquidates, at the price then
---@field liquidatable_notional number quote: known positions whose liquidation price the price had reached, at the price then
-- end of generated

---The ledger of each side: opened, swept, decayed and outstanding amounts; for known positions also their number.
---@return { long: liqmap.ledger_row, short: liqmap.ledger_row }|nil ledger
---@return string? message
---@return liqmap.code? code
function map:ledger() end

-- generated: rows map_info
---The description of a map.
---@class liqmap.map_info
---@field live boolean holds the state of its replay and can be advanced; false: a sum
---@field as_of_first? number seconds since 1970: least as-of of the maps in a sum
---@field as_of? number seconds since 1970: no data later than this time are used
---@field reference_price? number quote per base coin: last close; of a sum, of the member with the greatest notional; unknown where the map is empty
---@field open_interest? number base coins; quote for inverse contracts
---@field open_interest_ts? number seconds since 1970: of the gauge; unknown where open interest was an argument
---@field open_interest_given boolean open interest was an argument
---@field long_notional? number quote: outstanding on the side, at the liquidation prices
---@field short_notional? number quote: outstanding on the side, at the liquidation prices
---@field coverage? number fraction: share of a full map that a tape of this age can show; unknown for a sum
---@field daily_sigma? number fraction: daily volatility of the last 24 h; unknown under an hour of returns
---@field frame? number seconds: width of the frames of the tape; unknown for a sum
---@field frame_differs boolean true: the model was fitted at frames of another width and its volume_power is not 1, so the weights differ
---@field models integer number of models in it
---@field positions integer number of known positions in it
---@field precision integer bits: of a price cell
---@field unit number quote: notional per count
---@field symbol string empty in a sum of several
---@field burn_in_frame? number seconds: width of the wider frames that the map began with; unknown if all are as wide as frame
---@field burn_in_until? number seconds since 1970: end of the last wider frame
---@field quote? string code of the quote currency: as given, else as the symbol says
---@field long_exposure? number fraction of open interest: that of the model, or what an adaptive model learned from observed liquidations; unknown for a sum
---@field short_exposure? number fraction of open interest: that of the model, or what an adaptive model learned from observed liquidations; unknown for a sum
-- end of generated

---The times, prices, totals and options of the map.
---@return liqmap.map_info|nil info
---@return string? message
---@return liqmap.code? code
function map:info() end

-- generated: rows notice
---Something in a map that is probably not what was meant.
---@class liqmap.notice
---@field notice string what is probably not as it was meant
---@field hint string what to do about it
-- end of generated

---What in a map of this tape is probably not what was meant, such as open interest in another unit or under another name.
---@param tape liqmap.tape the tape that the map was made from
---@return liqmap.notice[]|nil notices
---@return string? message
---@return liqmap.code? code
function map:notices(tape) end

---The model of the map; a sum with several models returns each of them as a result.
---@return liqmap.model ...
function map:model() end

---The stored bytes: equal maps give equal bytes, here and in SQL.
---@return string|nil bytes
---@return string? message
---@return liqmap.code? code
function map:encode() end

---Frees the memory now; without close() the garbage collector frees it.
function map:close() end

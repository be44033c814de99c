---------------------------------------------------------------------- map

---Where positions stand: live, with the state of its replay, or a sum of maps.
---@class liqmap.map: userdata
---@operator add(liqmap.map): liqmap.map
local map = {}

---Goes on with the frames of a tape that the map has not seen; changes the map. The same as a map of everything.
---@param tape liqmap.tape
---@param as_of? number
---@return liqmap.map|nil self
---@return string? message
---@return liqmap.code? code
function map:advance(tape, as_of) end

---The sum of two maps; both stay as they are. `m + n` is the same, but raises where this refuses.
---@param other liqmap.map
---@return liqmap.map|nil map
---@return string? message
---@return liqmap.code? code
function map:merge(other) end

---A step of price. Sizes and notional are nil without open interest.
---@class liqmap.level
---@field price_low number
---@field price_high number
---@field leverage? number nil unless by leverage
---@field long_share number of the side
---@field short_share number
---@field long_size? number coins
---@field short_size? number
---@field long_notional? number at the liquidation price
---@field short_notional? number
---@field long_cumulative number notional, or share without open interest, outward from the reference price
---@field short_cumulative number
---@field distance_pct number of the middle from the reference price

---Ascending in price, then leverage. By place, or by name in a table.
---@param step? number of price; nil: a round one of about 0.25 %
---@param within? number only steps up to this fraction from the reference price
---@param by_leverage? boolean a row per step and class
---@param empty_steps? boolean also steps where nothing stands
---@return liqmap.level[]|nil levels
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { step?: number, within?: number, by_leverage?: boolean, empty_steps?: boolean }): liqmap.level[]|nil, string?, liqmap.code?
function map:levels(step, within, by_leverage, empty_steps) end

---Notional of a side whose liquidation price lies in [low, high).
---@param low number
---@param high number
---@param side liqmap.side
---@return number|nil notional
---@return string? message
---@return liqmap.code? code
function map:notional_between(low, high, side) end

---@class liqmap.cluster
---@field rank integer from 1, by notional
---@field side liqmap.side
---@field price_low number
---@field price_peak number
---@field price_high number
---@field size? number
---@field notional? number
---@field share number of the side
---@field distance_pct number of the peak from the reference price
---@field distance_sigmas? number the same in daily sigmas
---@field prominence number as a fraction of the highest peak of the side

---Where liquidations pile up, the heaviest first. By place, or by name in a table.
---@param half_width? number of the smoothing triangle, a fraction of price; default 0.0025
---@param min_prominence? number default 0.1
---@return liqmap.cluster[]|nil clusters
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { half_width?: number, min_prominence?: number }): liqmap.cluster[]|nil, string?, liqmap.code?
function map:clusters(half_width, min_prominence) end

---@class liqmap.books
---@field opened? number opened = swept + decayed + outstanding, in weights; nil for a sum
---@field swept? number
---@field decayed? number
---@field outstanding? number
---@field outstanding_size? number
---@field outstanding_notional? number
---@field positions integer known positions, with or without a price; 0 of a replay
---@field never_notional number of known positions that no price liquidates, at the price then
---@field liquidatable_notional number of those that the price had reached

---@return { long: liqmap.books, short: liqmap.books }|nil ledger
---@return string? message
---@return liqmap.code? code
function map:ledger() end

---@class liqmap.map_info
---@field live boolean false: a sum
---@field as_of_first? number nil, like as_of, where no time is known: empty maps, known positions without a date
---@field as_of? number
---@field reference_price? number nil where the map is empty
---@field open_interest? number
---@field open_interest_ts? number nil also where it was given
---@field open_interest_given boolean
---@field long_notional? number
---@field short_notional? number
---@field coverage? number share of a full map that a tape of this age can show
---@field daily_sigma? number
---@field frame? number seconds
---@field frame_differs boolean the model was fitted at another frame, and that matters
---@field models integer
---@field positions integer known positions in it
---@field precision integer
---@field unit number
---@field symbol string

---@return liqmap.map_info|nil info
---@return string? message
---@return liqmap.code? code
function map:info() end

---What it was made with; a sum of several models gives each as a result.
---@return liqmap.model ...
function map:model() end

---The stored form: equal maps give equal bytes, here and in SQL.
---@return string|nil bytes
---@return string? message
---@return liqmap.code? code
function map:encode() end

---Frees the memory now, not when the collector comes by.
function map:close() end

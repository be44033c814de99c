---------------------------------------------------------------------- impact models

---How the engine of a venue closes positions.
---@class liqmap.engine
---@field maintenance? number margin left at the liquidation price, a fraction of notional; default 0.005
---@field partial? number fraction of a position that is liquidated at first; default 1
---@field partial_above? number quote notional of a position above which `partial` applies; default 0
---@field cooldown? liqmap.duration until the next part is liquidated; default 30 s
---@field takeover? number fraction of maintenance margin below which the venue takes the position over; default 0
---@field order? "market"|"bankruptcy" at any price, or not beyond the bankruptcy price; default "market"
---@field fund? number insurance fund, quote currency; default 0
---@field adl? boolean auto-deleveraging: losses beyond the fund close winning positions; default true

---An impact model: how far forced orders move the price. Each kind needs the fields that name it.
---@class liqmap.impact
---@field kind "linear"|"sqrt"|"saturating"|"book"
---@field depth_per_pct? number linear, saturating: quote notional that moves the price by 1 %
---@field limit_pct? number saturating: the most that flow moves the price, percent of log distance; default 50
---@field sigma? number sqrt: daily volatility, a fraction
---@field volume? number sqrt: quote notional traded a day
---@field y? number sqrt: prefactor; default 1
---@field levels? number[][] book: {percent from the reference price, quote notional within it}, outward, for both sides
---@field bids? number[][] book: in place of levels
---@field asks? number[][] book: in place of levels
---@field multiplier? number factor on the depth, for what is hidden or refilled, or for a panic; default 1
---@field evaporation? { eta?: number, floor?: number } depth left at x percent is max(floor, exp(-eta x)); default 0, 0.05
---@field share? number fraction of liquidations that reaches the market; default 1
---@field reported? number|number[] share of liquidations that feeds report, or its range; default {0.3, 1} for a map that contains replays, 1 for known positions
---@field jump_pct? number the least length of a jump, percent of log distance; default 0.25
---@field reference_price? number the price where the move starts; default: that of the map
---@field engine? liqmap.engine
---@field estimate? liqmap.estimate|liqmap.book_estimate of a model from data: what it rests on

-- generated: rows estimate book_estimate
---The data behind an impact model that is estimated from a tape.
---@class liqmap.estimate
---@field low number as the number estimated: lower end of the 90 % interval of depth_per_pct or y
---@field high? number as the number estimated: upper end; unknown where there is no upper bound
---@field n integer frames in the regression
---@field r2 number fraction: share of the squared returns that the line explains; may be negative
---@field sigma number fraction: daily volatility of the closes
---@field volume number quote: traded a day
---@field frame number seconds: width of the frames

---The data behind an impact model that is made of order-book depth.
---@class liqmap.book_estimate
---@field snapshots integer of the order book
---@field since number seconds since 1970: first snapshot
---@field until number seconds since 1970: last snapshot
-- end of generated

---The impact model, validated, with the defaults of missing keys; without `reported` if its default depends on the map.
---@param document liqmap.impact|string
---@return liqmap.impact|nil impact
---@return string? message
---@return liqmap.code? code
function liqmap.check_impact(document) end

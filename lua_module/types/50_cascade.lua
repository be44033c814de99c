---------------------------------------------------------------------- cascades

---What a move sets off. Notional is at the liquidation prices, of all that is liquidated.
---@class liqmap.cascade
---@field final_price number
---@field move_pct number
---@field size number coins
---@field notional number
---@field amplification number log distance of the final price over that of the shock
---@field branching_at_stop number branching ratio over the next jump_pct
---@field branching_max number the greatest on the way
---@field branching_max_price number where that begins
---@field critical_shock? number smallest shock of this sign at which the price jumps; nil where none does
---@field landing_price? number where it jumps to
---@field jump_notional? number what that liquidates
---@field shortfall number losses beyond bankruptcy prices, before the fund
---@field adl_notional number of positions whose losses the fund does not cover
---@field move_pct_least number where feeds report the most
---@field move_pct_most number where feeds report the least
---@field notional_least number
---@field notional_most number
---@field critical_shock_least? number where feeds report the most: the farther of the two
---@field critical_shock_most? number
---@field shortfall_least number
---@field shortfall_most number
---@field worst_shock? number the shock whose jump is the longest on the whole map; nil where nothing jumps
---@field worst_landing_price? number where that jumps to
---@field worst_jump_notional? number what that liquidates

---Runs a shock, a signed fraction: -0.03 is a fall by 3 %. By place, or by name in a table.
---@param shock number
---@param impact liqmap.impact|string
---@return liqmap.cascade|nil cascade
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, impact: liqmap.impact|string }): liqmap.cascade|nil, string?, liqmap.code?
function map:cascade(shock, impact) end

---@class liqmap.cascade_class
---@field leverage? number nil: not known
---@field size number
---@field notional number
---@field outstanding_notional number what stands on the side
---@field shortfall number
---@field adl_notional number
---@field notional_least number where feeds report the most
---@field notional_most number where feeds report the least

---The same by leverage: a row for each class that stands on the side.
---@param shock number
---@param impact liqmap.impact|string
---@return liqmap.cascade_class[]|nil classes
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, impact: liqmap.impact|string }): liqmap.cascade_class[]|nil, string?, liqmap.code?
function map:cascade_by_leverage(shock, impact) end

---@class liqmap.cascades_row: liqmap.cascade
---@field shock number
---@field depth_multiplier number

---Shocks against depths: a row for each of both, shocks outermost. By name where the first argument has a field `impact`.
---@param shocks number[]
---@param impact liqmap.impact|string
---@param depth_multipliers? number[] default {1}
---@return liqmap.cascades_row[]|nil rows
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shocks: number[], impact: liqmap.impact|string, depth_multipliers?: number[] }): liqmap.cascades_row[]|nil, string?, liqmap.code?
function map:cascades(shocks, impact, depth_multipliers) end

---@class liqmap.fragility_row
---@field side liqmap.side that is liquidated there
---@field price_low number
---@field price_high number
---@field distance_pct number
---@field liquidation_per_pct number quote notional that reaches the impact per 1 % of price
---@field depth_per_pct number quote notional that moves the price by 1 % there
---@field branching number mean branching ratio over the step
---@field critical boolean branching is 1 or more
---@field branching_least number where feeds report the most
---@field branching_most number where feeds report the least

---How near each step of price is to setting off more than it takes. By name where the first argument has a field `impact`.
---@param impact liqmap.impact|string
---@param step? number nil: 0.25 % of the price, rounded
---@param within? number a fraction; nil: all
---@param empty_steps? boolean
---@return liqmap.fragility_row[]|nil rows
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { impact: liqmap.impact|string, step?: number, within?: number, empty_steps?: boolean }): liqmap.fragility_row[]|nil, string?, liqmap.code?
function map:fragility(impact, step, within, empty_steps) end

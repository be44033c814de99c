---------------------------------------------------------------------- cascades under what is not known, in time, on venues

---What is not known, and by how much; sigmas are of logarithms. docs/cascade.md has the reasons.
---@class liqmap.simulate_options
---@field direction? "down"|"up" falls through longs (default), or squeezes of shorts
---@field horizon? liqmap.duration in which the shock comes, default a day
---@field sigma? number of a day, a fraction; default the map's
---@field degrees? number of freedom of Student's t, above 2, default 4; 0: normal
---@field shock? number|number[] signed fractions, each as likely, in place of t or normal
---@field depth_median? number multiplies the depth of the impact model, default 1
---@field depth_sigma? number default 0.5
---@field impact_sigma? number default 0.3
---@field ladder_sigma? number of the weight of each class of leverage, default 0.3
---@field reported? number|number[] share of liquidations that feeds report, or its range; default the impact model's, else the map's
---@field quantiles? number[] ascending, default 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99

---The part `quantile` of the draws did not go beyond each of these.
---@class liqmap.simulated
---@field quantile number
---@field shock_pct number
---@field price number where the cascade ended
---@field move_pct number
---@field size number coins liquidated, what feeds do not report included
---@field notional number
---@field shortfall number losses beyond bankruptcy prices
---@field adl_notional number

---@class liqmap.simulation: { [integer]: liqmap.simulated }
---@field draws integer
---@field jump_probability number
---@field reported_least number
---@field reported_most number

---Many cascades under everything that is not known: the same seed gives the same rows.
---@param impact liqmap.impact|string
---@param draws? integer default 10000, up to a million
---@param seed? integer default 1
---@param options? liqmap.simulate_options|string
---@return liqmap.simulation|nil simulation
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { impact: liqmap.impact|string, draws?: integer, seed?: integer, options?: liqmap.simulate_options|string }): liqmap.simulation|nil, string?, liqmap.code?
function map:simulate(impact, draws, seed, options) end

---@class liqmap.path_options
---@field step? liqmap.duration default 1 s
---@field duration? liqmap.duration default 30 min
---@field refill? liqmap.duration half-life of what the book has not refilled, default 5 min; 0: never
---@field permanent? number part of the impact that stays, default 0.3
---@field cap? number quote currency a second that engines sell at most; 0 (default): no cap
---@field shock_over? liqmap.duration in which the shock arrives, default at once

---@class liqmap.path_row
---@field t number seconds
---@field price number
---@field liquidated number sold in this step, quote currency
---@field cumulative number sold so far
---@field pending number triggered, and waiting
---@field taken_over number so far: past its bankruptcy or takeover price, and never sold

---A cascade in time, a row per step.
---@param shock number signed fraction
---@param impact liqmap.impact|string
---@param options? liqmap.path_options|string
---@return liqmap.path_row[]|nil rows
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, impact: liqmap.impact|string, options?: liqmap.path_options|string }): liqmap.path_row[]|nil, string?, liqmap.code?
function map:cascade_path(shock, impact, options) end

---@class liqmap.venue_row
---@field final_price number
---@field size number
---@field notional number
---@field depth_share? number of all that was sold, the part that its book took up
---@field branching number its part of spectral_radius, by what is sold on it next

---@class liqmap.cascade_venues: { [integer]: liqmap.venue_row }
---@field move_pct number
---@field amplification number
---@field size number
---@field notional number
---@field spectral_radius number branching ratio of all venues over the next jump_pct, the sum of `branching`
---@field move_pct_least number where feeds report the greatest share of liquidations
---@field move_pct_most number

---One shock on several venues whose prices arbitrage keeps together.
---@param maps liqmap.map[]
---@param impacts (liqmap.impact|string)[] one for each map
---@param shock number signed fraction
---@return liqmap.cascade_venues|nil venues
---@return string? message
---@return liqmap.code? code
function liqmap.cascade_venues(maps, impacts, shock) end

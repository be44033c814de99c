---------------------------------------------------------------------- cascades under what is not known, in time, on venues

---The random quantities of a simulation. Sigmas are of logarithms. docs/simulate.md has the reasons.
---@class liqmap.simulate_options
---@field direction? "down"|"up" falls, which liquidate longs (default), or rises, which liquidate shorts
---@field horizon? liqmap.duration in which the shock happens, default a day
---@field sigma? number volatility of a day, a fraction; default: that of the map
---@field degrees? number degrees of freedom of Student's t, above 2, default 4; 0: normal
---@field shock? number|number[] signed fractions, all with the same probability, in place of a random shock
---@field depth_median? number median of a factor on the depth of the impact model, default 1
---@field depth_sigma? number of this factor, default 0.5
---@field impact_sigma? number of a factor on the impact, default 0.3
---@field ladder_sigma? number of a factor on the weight of each leverage class, default 0.3
---@field reported? number|number[] share of liquidations that feeds report, or its range; default: that of the impact model, else of the map
---@field quantiles? number[] ascending, default 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99

-- generated: rows simulated
---A quantile of many cascades.
---@class liqmap.simulated
---@field quantile number fraction: this part of the draws did not go beyond each of the other columns
---@field shock_pct number percent: of the price, signed
---@field final_price number quote per base coin: where the cascade stopped
---@field move_pct number percent: of the price, signed
---@field size number base coins, as the map counts: liquidated
---@field notional number quote, as the map counts: liquidated, at the liquidation prices
---@field flow number quote, of all that is liquidated, reported or not: liquidated, at the liquidation prices
---@field shortfall number quote, of all that is liquidated, reported or not: losses beyond bankruptcy prices
---@field deleveraged number quote, of all that is liquidated, reported or not: positions whose losses the insurance fund does not cover
---@field jump_probability number fraction: draws whose cascade jumped by jump_pct or more; the same in every row
---@field reported_least number fraction: least share of liquidations that feeds were taken to report
---@field reported_most number fraction: greatest share of liquidations that feeds were taken to report
-- end of generated

-- generated: rows simulation_about
---The data behind a simulation.
---@class liqmap.simulation_about
---@field draws integer number of cascades
---@field jump_probability number fraction: draws whose cascade jumped by jump_pct or more
---@field reported_least number fraction: least share of liquidations that feeds were taken to report
---@field reported_most number fraction: greatest share of liquidations that feeds were taken to report
-- end of generated

---@class liqmap.simulation: liqmap.simulation_about, { [integer]: liqmap.simulated }

---Quantiles of many cascades with random shock, depth, impact, reported share and ladder. Equal seeds give equal rows.
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
---@field refill? liqmap.duration time in which the book refills half of what is missing, default 5 min; 0: never
---@field permanent? number fraction of the impact that stays, default 0.3
---@field cap? number quote currency a second that engines sell at most; 0 (default): no cap
---@field shock_over? liqmap.duration over which the shock is spread, default 0

-- generated: rows path_row
---A moment of a cascade in time.
---@class liqmap.path_row
---@field t number seconds: since the shock
---@field price number quote per base coin
---@field flow number quote, of all that is liquidated, reported or not: sold in this step
---@field cumulative_flow number quote, of all that is liquidated, reported or not: sold so far
---@field pending number quote, of all that is liquidated, reported or not: triggered and not yet sold
---@field taken_over number quote, of all that is liquidated, reported or not: beyond the bankruptcy or takeover price, and never sold, so far
-- end of generated

---A cascade in time, a row for each step.
---@param shock number signed fraction
---@param impact liqmap.impact|string
---@param options? liqmap.path_options|string
---@param columns? boolean a table of columns (lists by name) in place of a list of rows
---@return liqmap.path_row[]|nil rows
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, impact: liqmap.impact|string, options?: liqmap.path_options|string, columns?: boolean }): liqmap.path_row[]|nil, string?, liqmap.code?
function map:cascade_path(shock, impact, options, columns) end

-- generated: rows venues_row
---One venue's part of a cascade on several.
---@class liqmap.venues_row
---@field venue integer from 1, in the order given
---@field final_price number quote per base coin: the same move from the venue's own reference price
---@field move_pct number percent: of all venues, the same in every row
---@field size number base coins, as the map counts: liquidated on the venue
---@field notional number quote, as the map counts: liquidated on the venue, at the liquidation prices
---@field flow number quote, of all that is liquidated, reported or not: liquidated on the venue, at the liquidation prices
---@field depth_share? number fraction: of all that was sold, the part that the venue's book absorbed
---@field branching number the venue's part of spectral_radius
---@field amplification number of all venues, the same in every row
---@field spectral_radius number of the branching matrix of the venues over the next jump_pct; the same in every row
---@field move_pct_least number percent: the same in every row
---@field move_pct_most number percent: the same in every row
-- end of generated

-- generated: rows venues_about
---A cascade on several venues.
---@class liqmap.venues_about
---@field move_pct number percent
---@field amplification number
---@field size number base coins, as the map counts: liquidated on all venues
---@field notional number quote, as the map counts: liquidated on all venues, at the liquidation prices
---@field flow number quote, of all that is liquidated, reported or not: liquidated on all venues, at the liquidation prices
---@field spectral_radius number of the branching matrix of the venues over the next jump_pct
---@field move_pct_least number percent
---@field move_pct_most number percent
-- end of generated

---@class liqmap.cascade_venues: liqmap.venues_about, { [integer]: liqmap.venues_row }

---A cascade on several venues whose prices arbitrage keeps equal: a row for each venue, in the order of maps.
---By position, or by name in a table.
---@param maps liqmap.map[]
---@param impacts (liqmap.impact|string)[] one for each map
---@param shock number signed fraction
---@return liqmap.cascade_venues|nil venues
---@return string? message
---@return liqmap.code? code
---@overload fun(arguments: { maps: liqmap.map[], impacts: (liqmap.impact|string)[], shock: number }): liqmap.cascade_venues|nil, string?, liqmap.code?
function liqmap.cascade_venues(maps, impacts, shock) end

---@meta liqmap

-- What an editor shows of liqmap. docs/lua.md is the reference.
--
-- Times are seconds since 1970-01-01 UTC, with fractions. Prices are quote currency per coin, sizes are coins, notional is
-- quote currency. Misuse raises; what cannot be done with the data gives nil, a message and one of these codes.

---@alias liqmap.code
---| "bad_argument"  # an argument or an option has no meaning
---| "out_of_range"  # a number outside of what is accepted
---| "bad_time"      # a time outside of what is accepted
---| "overflow"      # a count would not fit in 64 bits
---| "mismatch"      # two things built with different options
---| "bad_document"  # a document that breaks a rule; the message has the path
---| "corrupt"       # bytes that are not what they claim to be
---| "newer_format"  # bytes written by a newer liqmap
---| "limit"         # an object larger than its limit
---| "missing"       # the object lacks something this call needs
---| "unsupported"   # not offered

---@alias liqmap.side "long"|"short"

---Seconds, or text such as "5 min".
---@alias liqmap.duration number|string

---@class liqmap
---@field _NAME "liqmap"
---@field _VERSION string
local liqmap = {}

---------------------------------------------------------------------- tape

---How a tape counts; every field may be left out.
---@class liqmap.tape_options
---@field frame? liqmap.duration width of a frame, 1 s to 1 day; default 1 min
---@field precision? integer bits of a price cell, 8 to 20; default 12, 1.2 to 2.4 bp
---@field contract? "linear"|"inverse" default "linear"
---@field contract_size? number coins (linear) or quote currency (inverse) per unit of qty; default 1
---@field unit? number quote currency per count; default 1e-6
---@field symbol? string free text of up to 31 bytes; default ""
---@field candle? liqmap.duration duration of candles; default the frame

---What happened: a record of a market in frames of time.
---@class liqmap.tape: userdata
---@operator add(liqmap.tape): liqmap.tape
local tape = {}

---An empty tape.
---@param options? liqmap.tape_options|string a table or JSON text
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
function liqmap.tape(options) end

---Adds a trade of `qty` contracts.
---@param ts number
---@param price number
---@param qty number
---@param is_buy? boolean the taker bought; nil: not known, counted half and half
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
function tape:trade(ts, price, qty, is_buy) end

---@class liqmap.trade_columns
---@field ts number[]
---@field price number[]
---@field qty number[]
---@field is_buy? (boolean|nil)[] holes where it is not known

---Adds many trades: columns, or a string of rows of four little-endian doubles: ts, price, qty, taker (1 bought, 0 sold,
---anything else not known). A bad row ends the call: the rows before it stand, and their number is the fourth result.
---@param trades liqmap.trade_columns|string
---@return integer|nil added
---@return string? message begins with the number of the bad row
---@return liqmap.code? code
---@return integer? before rows that were added before the bad one
function tape:trades(trades) end

---@class liqmap.feed_report
---@field lines integer of text, the header included
---@field trades integer
---@field candles integer
---@field gauges integer
---@field forced integer
---@field repeated integer rows that were there before
---@field skipped integer rows of which nothing was taken

---Adds all that stands in a text: whole lines of CSV, with or without a header, or values of JSON. All or nothing: what is
---refused leaves the tape as it was, and the message begins with the line.
---@param text string
---@param layout string|table a name of layouts(), or a layout document as a table or JSON text
---@param symbol? string|{ symbol?: string } of a file of many, the one to take
---@return liqmap.feed_report|nil report
---@return string? message
---@return liqmap.code? code
function tape:feed(text, layout, symbol) end

---@class liqmap.candle
---@field ts number start
---@field open number
---@field high number
---@field low number
---@field close number
---@field volume number contracts
---@field taker_buy_volume? number nil: half of the volume
---@field duration? number seconds; default the tape's option `candle`

---Adds a candle, whose volume is spread evenly in price from low to high. By name, or by place.
---@param candle liqmap.candle
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, ts: number, open: number, high: number, low: number, close: number, volume: number, taker_buy_volume?: number, duration?: number): liqmap.tape|nil, string?, liqmap.code?
function tape:candle(candle) end

---Adds a sample of a named stream. "open_interest" (coins; quote currency for inverse contracts) sizes maps.
---@param name string
---@param ts number
---@param value number
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
function tape:gauge(name, ts, value) end

---Adds an observed liquidation. It never touches the replay.
---@param ts number
---@param price number|nil nil: not known, and qty is quote notional
---@param qty number
---@param side liqmap.side the position that died
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
function tape:forced(ts, price, qty, side) end

---The exact union of two tapes; both stay as they are. `t + u` is the same, but raises where this refuses.
---@param other liqmap.tape
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
function tape:merge(other) end

---The frames that start in [since, until). By place, or by name in a table.
---@param since? number
---@param until_? number
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
---@overload fun(self, part: table): liqmap.tape|nil, string?, liqmap.code?
function tape:slice(since, until_) end

---The same in wider frames (a whole multiple) and with fewer bits of precision, as if it had been built so.
---@param frame? liqmap.duration nil: as it is
---@param precision? integer nil: as it is
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { frame?: liqmap.duration, precision?: integer }): liqmap.tape|nil, string?, liqmap.code?
function tape:coarsen(frame, precision) end

---@class liqmap.frame
---@field prints integer trades and candles
---@field low? number nil without prints
---@field high? number
---@field close? number
---@field notional number
---@field taker_buy_notional number
---@field cells integer prices counted apart
---@field forced_long number
---@field forced_short number

---for ts, frame in tape:frames() do
---@return fun(): number?, liqmap.frame?
function tape:frames() end

---@class liqmap.print
---@field price_low number
---@field price_high number
---@field notional number

---for ts, print in tape:prints() do: frame by frame, ascending in price
---@return fun(): number?, liqmap.print?
function tape:prints() end

---@class liqmap.gauge
---@field name string
---@field samples integer in the frame
---@field min number
---@field max number
---@field last number

---for ts, gauge in tape:gauges() do: frame by frame, ascending by name
---@return fun(): number?, liqmap.gauge?
function tape:gauges() end

---@class liqmap.tape_info
---@field frame number seconds
---@field precision? integer nil, like the next four, until something has a place in price
---@field contract? "linear"|"inverse"
---@field contract_size? number
---@field unit? number
---@field symbol? string
---@field frames integer
---@field since? number start of the first frame
---@field until? number end of the last frame
---@field prints integer
---@field cells integer
---@field notional number
---@field taker_buy_notional number
---@field forced_long number
---@field forced_short number
---@field gauge_samples integer
---@field gauges string[] names, in order

---@return liqmap.tape_info|nil info
---@return string? message
---@return liqmap.code? code
function tape:info() end

---The stored form: equal tapes give equal bytes, here and in SQL.
---@return string|nil bytes
---@return string? message
---@return liqmap.code? code
function tape:encode() end

---Replays the tape under a model.
---@param model? liqmap.model|string a table or JSON text; nil: the default
---@param as_of? number nothing later is used; nil: all
---@param open_interest? number nil: the gauge "open_interest", without which the map has shares and no sizes
---@return liqmap.map|nil map
---@return string? message
---@return liqmap.code? code
function tape:map(model, as_of, open_interest) end

---A market estimated from the tape: a robust line of the returns of its frames on their signed flow. The interval and
---what it rests on are in the field `estimate`: low, high (nil: no upper bound), n, r2, sigma, volume, frame.
---@param options? { impact?: "linear"|"sqrt" }|string
---@return liqmap.market|nil market
---@return string? message
---@return liqmap.code? code
function tape:market(options) end

---Frees the memory now, not when the collector comes by.
function tape:close() end

---------------------------------------------------------------------- margin and model

---@class liqmap.tier
---@field floor number notional from which on it applies: quote currency (linear) or coins (inverse)
---@field rate number
---@field deduct? number computed where left out
---@field max_leverage? number
---@field cap? number where it ends: the floor of the next one

---@class liqmap.rules
---@field contract? "linear"|"inverse" default "linear"
---@field basis? "mark"|"entry" value that maintenance is charged on; default "mark"
---@field fee? number closing fee rate inside the requirement; default 0
---@field fee_basis? "mark"|"entry" default the basis
---@field fixed? number any fixed amount of the requirement; default 0
---@field steps? boolean the tier's rate hits the whole position; default false
---@field tiers? liqmap.tier[]|number[][] default one of 0.4 %; a tier may be {floor, rate, deduct, max_leverage}
---@field tiers_by? "notional"|"size" what floors measure; default "notional"
---@field contract_size? number coins (linear) or quote currency (inverse) per unit of qty; default 1
---@field rate_per_size? number grows the rate per unit of qty
---@field cap? number the largest position the venue opens, in the unit of floors
---@field known_to? number beyond this the venue has tiers that are not in the table
---@field rounding? { long?: liqmap.rounding, short?: liqmap.rounding }
---@field tick? number of price
---@field venue? string|table name or document of a venue, whose rules stand for all that is not given
---@field symbol? string of the venue
---@field as_of? number|string seconds or a date; nil: the newest rules
---@field any_leverage? boolean drops the venue's maximum leverage

---@alias liqmap.rounding "unknown"|"exact"|"up"|"down"|"nearest"

---@class liqmap.position
---@field side liqmap.side
---@field entry number
---@field qty number coins (linear) or quote currency (inverse), or contracts of contract_size
---@field rules? liqmap.rules|string
---@field leverage? number
---@field collateral? number added to value / leverage where both are given

---@class liqmap.margin
---@field status "price"|"never"|"already"
---@field liquidation_price? number nil unless status is "price"
---@field bankruptcy_price? number nil if nowhere
---@field tier_at_entry integer from 0
---@field tier_at_liquidation? integer from 0
---@field initial_margin number
---@field maintenance_margin number
---@field distance_pct? number

---Where a position is liquidated. By name, or by place: side, entry, qty, rules, leverage, collateral.
---@param position liqmap.position
---@return liqmap.margin|nil margin
---@return string? message
---@return liqmap.code? code
---@overload fun(side: liqmap.side, entry: number, qty: number, rules?: liqmap.rules|string, leverage?: number, collateral?: number): liqmap.margin|nil, string?, liqmap.code?
function liqmap.margin(position) end

---The price alone; without it the second result says why: "never" or "already". By place, or by name in a table.
---@param side liqmap.side
---@param entry number
---@param leverage number
---@param rules? liqmap.rules|string
---@param qty? number nil: as small as the first tier
---@param collateral? number
---@return number|nil price
---@return "price"|"never"|"already"|string status or the message
---@return liqmap.code? code
---@overload fun(position: liqmap.position): number|nil, string, liqmap.code?
function liqmap.liquidation_price(side, entry, leverage, rules, qty, collateral) end

---A long and a short leg that share a wallet.
---@class liqmap.hedge
---@field entry_long number
---@field qty_long number
---@field entry_short number
---@field qty_short number
---@field wallet number balance behind both, with the profit of other positions and without their maintenance
---@field rules? liqmap.rules|string
---@field mark? number price from which they are watched; nil: the mean of the entries

---@class liqmap.hedged_margin
---@field status "price"|"never"|"already"
---@field liquidation_price? number against the larger leg, else the other way
---@field price_below? number
---@field price_above? number
---@field equity number at the mark
---@field maintenance_margin number

---Where both legs of a hedged position are liquidated together. By name, or by place.
---@param position liqmap.hedge
---@return liqmap.hedged_margin|nil margin
---@return string? message
---@return liqmap.code? code
---@overload fun(entry_long: number, qty_long: number, entry_short: number, qty_short: number, wallet: number, rules?: liqmap.rules|string, mark?: number): liqmap.hedged_margin|nil, string?, liqmap.code?
function liqmap.hedged_margin(position) end

---The price alone; without it the second result says why: "never" or "already".
---@param position liqmap.hedge
---@return number|nil price
---@return "price"|"never"|"already"|string status or the message
---@return liqmap.code? code
---@overload fun(entry_long: number, qty_long: number, entry_short: number, qty_short: number, wallet: number, rules?: liqmap.rules|string, mark?: number): number|nil, string, liqmap.code?
function liqmap.hedged_liquidation_price(position) end

---An exact liquidation price as the venue shows it. By place, or by name in a table.
---@param side liqmap.side
---@param price number
---@param rules liqmap.rules|string with "rounding"
---@param tick? number nil: the one of the rules
---@return number|nil price
---@return string? message
---@return liqmap.code? code
---@overload fun(price: { side: liqmap.side, price: number, rules: liqmap.rules|string, tick?: number }): number|nil, string?, liqmap.code?
function liqmap.round_liquidation_price(side, price, rules, tick) end

---Rules of a symbol of a venue, for margin(), liquidation_price() and models.
---@param venue string|table a name of venues(), or a venue document as a table or JSON text
---@param symbol string
---@param as_of? number seconds; nil: the newest
---@return liqmap.rules|nil rules
---@return string? message
---@return liqmap.code? code
function liqmap.venue(venue, symbol, as_of) end

---@class liqmap.venue_table
---@field venue string
---@field symbol string
---@field contract "linear"|"inverse"
---@field contract_size number
---@field since number first day on which it is known to have been in force
---@field tiers integer
---@field max_leverage? number
---@field cap? number
---@field known_to? number
---@field source string

---The tables that are built in.
---@return liqmap.venue_table[]
function liqmap.venues() end

---@class liqmap.layout
---@field name string as tape:feed takes it
---@field title string
---@field streams string what is in it, such as "trades, forced"
---@field contract? "linear"|"inverse" nil: as the tape says
---@field source string
---@field traps string what is taken care of, and what cannot be

---The layouts of files that are built in.
---@return liqmap.layout[]
function liqmap.layouts() end

---@class liqmap.class
---@field x number leverage
---@field share number of what opens and may be liquidated
---@field half_life liqmap.duration

---What is assumed; every field may be left out.
---@class liqmap.model
---@field margin? liqmap.rules
---@field position? number quote notional of a typical position; default 10000
---@field reference_price? number turns the coin tiers of inverse contracts into quote currency
---@field frame? liqmap.duration width of frames it was fitted at; default 1 min
---@field leverage? liqmap.class[] shares sum to 1
---@field volume_power? 0.5|1 default 0.5
---@field exposure? number share of open interest that stands on the ladder; default 0.0155

---@param name? string default "default"
---@return liqmap.model|nil model
---@return string? message
---@return liqmap.code? code
function liqmap.model(name) end

---@return { name: string, description: string, model: liqmap.model }[]
function liqmap.models() end

---The model with all that was left out filled in.
---@param model liqmap.model|string
---@return liqmap.model|nil model
---@return string? message
---@return liqmap.code? code
function liqmap.check_model(model) end

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
---@field long_standing number at the end of the frame
---@field short_standing number
---@field last_open_interest? number
---@field long_predicted_size? number coins of what was swept
---@field short_predicted_size? number
---@field long_predicted_notional? number at the liquidation prices
---@field short_predicted_notional? number
---@field long_forced_notional number observed
---@field short_forced_notional number

---The books frame by frame, beside what was observed: a row per frame with trades or observed liquidations.
---@param options? { model?: liqmap.model|string, as_of?: number, open_interest?: number, columns?: boolean }
---@return liqmap.replay_row[]|nil rows
---@return string? message
---@return liqmap.code? code
function tape:replay(options) end

---------------------------------------------------------------------- market

---How a venue liquidates.
---@class liqmap.engine
---@field maintenance? number margin left at the liquidation price, a fraction of notional; default 0.005
---@field partial? number fraction of a position that is liquidated at first; default 1
---@field partial_above? number quote notional of a position above which that holds; default 0
---@field cooldown? liqmap.duration before the next part; default 30 s
---@field takeover? number fraction of maintenance margin below which the venue takes over; default 0
---@field order? "market"|"bankruptcy" at any price, or not beyond the bankruptcy price; default "market"
---@field fund? number insurance fund, quote currency; default 0
---@field adl? boolean losses beyond the fund close winning positions; default true

---How price answers forced flow. Every impact has numbers of its own, and must be given them.
---@class liqmap.market
---@field impact "linear"|"sqrt"|"saturating"|"book"
---@field depth_per_pct? number linear, saturating: quote notional that moves the price by 1 %
---@field limit_pct? number saturating: the most that flow moves the price; default 50
---@field sigma? number sqrt: daily volatility, a fraction
---@field volume? number sqrt: quote notional traded a day
---@field y? number sqrt: default 1
---@field levels? number[][] book: {percent from the price, quote notional within it}, outward, both sides
---@field bids? number[][] book: in place of levels
---@field asks? number[][] book: in place of levels
---@field multiplier? number of depth, for what is hidden and refilled; default 1
---@field evaporation? { eta?: number, floor?: number } depth left at x percent is max(floor, exp(-eta x)); default 0, 0.05
---@field share? number of what is liquidated that reaches the market; default 1
---@field reported? number|number[] share of liquidations that feeds report, or its range; default {0.3, 1} on a map with replays, 1 on known positions
---@field jump_pct? number the least jump that counts as one; default 0.25
---@field reference_price? number where the move starts; default the map's
---@field engine? liqmap.engine

---The market with all that was left out filled in; `reported` as a range, or left out where it is the map's.
---@param market liqmap.market|string
---@return liqmap.market|nil market
---@return string? message
---@return liqmap.code? code
function liqmap.check_market(market) end

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
---@field opened? number opened = swept + decayed + standing, in weights; nil for a sum
---@field swept? number
---@field decayed? number
---@field standing? number
---@field standing_size? number
---@field standing_notional? number
---@field positions integer known positions, with or without a price; 0 of a replay
---@field never_notional number of known positions that no price liquidates, at the price then
---@field already_notional number of those that the price had reached

---@return { long: liqmap.books, short: liqmap.books }|nil ledger
---@return string? message
---@return liqmap.code? code
function map:ledger() end

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
---@param market liqmap.market|string
---@return liqmap.cascade|nil cascade
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, market: liqmap.market|string }): liqmap.cascade|nil, string?, liqmap.code?
function map:cascade(shock, market) end

---@class liqmap.cascade_class
---@field leverage? number nil: not known
---@field size number
---@field notional number
---@field standing_notional number what stands on the side
---@field shortfall number
---@field adl_notional number
---@field notional_least number where feeds report the most
---@field notional_most number where feeds report the least

---The same by leverage: a row for each class that stands on the side.
---@param shock number
---@param market liqmap.market|string
---@return liqmap.cascade_class[]|nil classes
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, market: liqmap.market|string }): liqmap.cascade_class[]|nil, string?, liqmap.code?
function map:cascade_by_leverage(shock, market) end

---@class liqmap.cascades_row: liqmap.cascade
---@field shock number
---@field depth_multiplier number

---Shocks against depths: a row for each of both, shocks outermost. By name where the first argument has a field `market`.
---@param shocks number[]
---@param market liqmap.market|string
---@param depth_multipliers? number[] default {1}
---@return liqmap.cascades_row[]|nil rows
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shocks: number[], market: liqmap.market|string, depth_multipliers?: number[] }): liqmap.cascades_row[]|nil, string?, liqmap.code?
function map:cascades(shocks, market, depth_multipliers) end

---What is not known, and by how much; sigmas are of logarithms. docs/cascade.md has the reasons.
---@class liqmap.simulate_options
---@field direction? "down"|"up" falls through longs (default), or squeezes of shorts
---@field horizon? liqmap.duration in which the shock comes, default a day
---@field sigma? number of a day, a fraction; default the map's
---@field degrees? number of freedom of Student's t, above 2, default 4; 0: normal
---@field shock? number|number[] signed fractions, each as likely, in place of t or normal
---@field depth_median? number multiplies the market's depth, default 1
---@field depth_sigma? number default 0.5
---@field impact_sigma? number default 0.3
---@field ladder_sigma? number of the weight of each class of leverage, default 0.3
---@field reported? number|number[] share of liquidations that feeds report, or its range; default the market's, else the map's
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
---@param market liqmap.market|string
---@param draws? integer default 10000, up to a million
---@param seed? integer default 1
---@param options? liqmap.simulate_options|string
---@return liqmap.simulation|nil simulation
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { market: liqmap.market|string, draws?: integer, seed?: integer, options?: liqmap.simulate_options|string }): liqmap.simulation|nil, string?, liqmap.code?
function map:simulate(market, draws, seed, options) end

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
---@param market liqmap.market|string
---@param options? liqmap.path_options|string
---@return liqmap.path_row[]|nil rows
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, market: liqmap.market|string, options?: liqmap.path_options|string }): liqmap.path_row[]|nil, string?, liqmap.code?
function map:cascade_path(shock, market, options) end

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
---@param markets (liqmap.market|string)[] one for each map
---@param shock number signed fraction
---@return liqmap.cascade_venues|nil venues
---@return string? message
---@return liqmap.code? code
function liqmap.cascade_venues(maps, markets, shock) end

---Snapshots of a book being gathered. Rows are bands or levels, in any order.
---@class liqmap.book: userdata
local book = {}

---@return liqmap.book|nil book
---@return string? message
---@return liqmap.code? code
function liqmap.book_market() end

---Adds a band: notional of all orders within `percentage` of the middle, bids where it is negative.
---@param ts number
---@param percentage number
---@param notional number
---@return liqmap.book|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { ts: number, percentage: number, notional: number }): liqmap.book|nil, string?, liqmap.code?
function book:band(ts, percentage, notional) end

---Adds a level; mid is the middle of its snapshot.
---@param ts number
---@param is_bid boolean
---@param price number
---@param qty number
---@param mid number
---@return liqmap.book|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { ts: number, is_bid: boolean, price: number, qty: number, mid: number }): liqmap.book|nil, string?, liqmap.code?
function book:level(ts, is_bid, price, qty, mid) end

---Adds all rows of another book.
---@param other liqmap.book
---@return liqmap.book|nil self
---@return string? message
---@return liqmap.code? code
function book:merge(other) end

---The median over time of the depth at each distance that half of the snapshots reach, as a market of impact "book".
---@return liqmap.market|nil market with the field `estimate`: snapshots, since, until
---@return string? message
---@return liqmap.code? code
function book:market() end

function book:close() end

---@class liqmap.fragility_row
---@field side liqmap.side that is liquidated there
---@field price_low number
---@field price_high number
---@field distance_pct number
---@field liquidation_per_pct number quote notional that reaches the market per 1 % of price
---@field depth_per_pct number quote notional that moves the price by 1 % there
---@field branching number mean branching ratio over the step
---@field critical boolean branching is 1 or more
---@field branching_least number where feeds report the most
---@field branching_most number where feeds report the least

---How near each step of price is to setting off more than it takes. By name where the first argument has a field `market`.
---@param market liqmap.market|string
---@param step? number nil: 0.25 % of the price, rounded
---@param within? number a fraction; nil: all
---@param empty_steps? boolean
---@return liqmap.fragility_row[]|nil rows
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { market: liqmap.market|string, step?: number, within?: number, empty_steps?: boolean }): liqmap.fragility_row[]|nil, string?, liqmap.code?
function map:fragility(market, step, within, empty_steps) end

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

---------------------------------------------------------------------- known positions

---How positions are counted; every field may be left out.
---@class liqmap.positions_options
---@field precision? integer bits of a price cell, 8 to 20; default 12
---@field contract? "linear"|"inverse" default "linear"
---@field contract_size? number coins (linear) or quote currency (inverse) per unit of qty; default 1
---@field unit? number quote currency per count; default 1e-6
---@field symbol? string free text of up to 31 bytes; default ""
---@field as_of? number|string when they were looked at: seconds, or text such as "2026-01-31 12:30Z"

---Known positions, counted into a map as they come.
---@class liqmap.positions: userdata
local positions = {}

---@param options? liqmap.positions_options|string a table or JSON text
---@return liqmap.positions|nil positions
---@return string? message
---@return liqmap.code? code
function liqmap.positions(options) end

---@class liqmap.known_position
---@field price number mark price when it was looked at
---@field side liqmap.side
---@field liquidation_price? number nil: no price liquidates it
---@field qty number contracts, above 0
---@field leverage? number nil: not known

---Counts a position at its liquidation price. By name, or by place.
---@param position liqmap.known_position
---@return liqmap.positions|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, price: number, side: liqmap.side, liquidation_price: number|nil, qty: number, leverage?: number): liqmap.positions|nil, string?, liqmap.code?
function positions:add(position) end

---@class liqmap.known_columns
---@field price number[]|number one for all, or one each
---@field side liqmap.side[]
---@field liquidation_price? (number|nil)[] holes where no price liquidates
---@field qty number[]
---@field leverage? (number|nil)[] holes where it is not known

---Counts many. A bad row ends the call: the rows before it stand, and their number is the fourth result.
---@param columns liqmap.known_columns
---@return integer|nil added
---@return string? message begins with the number of the bad row
---@return liqmap.code? code
---@return integer? before rows that were counted before the bad one
function positions:add_many(columns) end

---@class liqmap.held_position
---@field price number mark price when it was looked at
---@field side liqmap.side
---@field entry number
---@field qty number contracts, above 0
---@field leverage? number
---@field collateral? number added to value / leverage where both are given
---@field rules? liqmap.rules|string

---Counts a position where margin rules say it is liquidated. By name, or by place.
---@param position liqmap.held_position
---@return liqmap.positions|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, price: number, side: liqmap.side, entry: number, qty: number, leverage?: number, collateral?: number, rules?: liqmap.rules|string): liqmap.positions|nil, string?, liqmap.code?
function positions:add_margin(position) end

---@class liqmap.held_columns
---@field price number[]|number one for all, or one each
---@field side liqmap.side[]
---@field entry number[]
---@field qty number[]
---@field leverage? (number|nil)[]
---@field collateral? (number|nil)[]
---@field rules? liqmap.rules|string of all of them

---Counts many by the same margin rules. A bad row ends the call: the rows before it stand.
---@param columns liqmap.held_columns
---@return integer|nil added
---@return string? message begins with the number of the bad row
---@return liqmap.code? code
---@return integer? before rows that were counted before the bad one
function positions:add_margin_many(columns) end

---The map of what was counted so far; more may be added afterwards.
---@return liqmap.map|nil map
---@return string? message
---@return liqmap.code? code
function positions:map() end

---Frees the memory now, not when the collector comes by.
function positions:close() end

---------------------------------------------------------------------- and the rest

---The tape or map that these bytes are, from tape:encode(), map:encode() or SQL.
---@param bytes string
---@return liqmap.tape|liqmap.map|nil object
---@return string? message
---@return liqmap.code? code
function liqmap.decode(bytes) end

---The union of tapes, or the sum of maps.
---@generic T: liqmap.tape|liqmap.map
---@param list T[]
---@return T|nil whole
---@return string? message
---@return liqmap.code? code
function liqmap.rollup(list) end

---Seconds of an epoch in s, ms, us or ns, told apart by size.
---@param epoch integer
---@return number|nil ts
---@return string? message
---@return liqmap.code? code
function liqmap.ts(epoch) end

---A bar of text: `width` characters stand for `greatest`.
---@param value number|nil
---@param greatest number
---@param width? integer 1 to 200, default 30
---@return string|nil bar
---@return string? message
---@return liqmap.code? code
function liqmap.bar(value, greatest, width) end

---@class liqmap.demo_options
---@field since? number default 2026-01-01
---@field until? number
---@field days? number instead of until; default 14
---@field trades_per_minute? integer mean, 1 to 10000; default 12
---@field seed? integer another seed, other noise, same story

---A tape of the made-up market: for first steps and tests. It says nothing about any real market.
---@param options? liqmap.demo_options
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
function liqmap.demo(options) end

---for ts, price, qty, is_buy in liqmap.demo_trades() do
---@param options? liqmap.demo_options
---@return (fun(): number?, number?, number?, boolean?)|nil trades
---@return string? message
---@return liqmap.code? code
function liqmap.demo_trades(options) end

---for ts, name, value in liqmap.demo_gauges() do
---@param options? liqmap.demo_options
---@return (fun(): number?, string?, number?)|nil gauges
---@return string? message
---@return liqmap.code? code
function liqmap.demo_gauges(options) end


---A picture of a map as SVG text: what would be liquidated over price, stacked by leverage, summed outward from the price,
---with the largest clusters by name. By place, or by name in a table.
---@param step? number of price; nil: as of levels, but no finer than can be seen
---@param within? number fraction around the reference price; default 0.15, 0: all
---@param title? string UTF-8; nil: one that says what it is
---@param width? integer pixels, 320 to 4000; default 1200
---@param height? integer pixels, 200 to 4000; default 675
---@param theme? liqmap.theme
---@return string|nil svg
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { step?: number, within?: number, title?: string, width?: integer, height?: integer, theme?: liqmap.theme }): string|nil, string?, liqmap.code?
function map:svg(step, within, title, width, height, theme) end

---A picture of map:cascade_path() as SVG text: the price in time beside the static answer, and what is sold when.
---@param shock number signed fraction
---@param market liqmap.market|string
---@param options? liqmap.path_options|string
---@param title? string UTF-8; nil: one that says what it is
---@param width? integer pixels, 320 to 4000; default 1200
---@param height? integer pixels, 200 to 4000; default 675
---@param theme? liqmap.theme
---@return string|nil svg
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, market: liqmap.market|string, options?: liqmap.path_options|string, title?: string, width?: integer, height?: integer, theme?: liqmap.theme }): string|nil, string?, liqmap.code?
function map:cascade_svg(shock, market, options, title, width, height, theme) end

---@alias liqmap.theme "auto"|"light"|"dark"

---@class liqmap.tape_picture
---@field model? table|string
---@field every? number seconds between columns; nil: a round interval
---@field step? number of price; nil: as of levels
---@field since? number seconds; columns stand at since <= time <= until
---@field until? number
---@field low? number of prices; without low and high: 5 % beyond the prices traded
---@field high? number
---@field open_interest? number nil: the gauge
---@field title? string UTF-8; nil: one that says what it is
---@field width? integer pixels, 320 to 4000; default 1200
---@field height? integer pixels, 200 to 4000; default 675
---@field theme? liqmap.theme

---A picture of a heatmap as SVG text: what stood over time and price, the price through it, and what stands at the end.
---@param options? liqmap.tape_picture
---@return string|nil svg
---@return string? message
---@return liqmap.code? code
function tape:svg(options) end

---A map as a Vega-Lite specification, in JSON text with its data inside: tooltips, zoom along the price, a legend that
---filters. By place, or by name in a table.
---@param step? number of price; nil: as of levels
---@param within? number fraction around the reference price; default 0.15, 0: all
---@param title? string UTF-8, at most 1000 bytes; nil: one that says what it is
---@param width? integer pixels, 100 to 10000; default 1000
---@param height? integer pixels, 100 to 10000; default 500
---@return string|nil spec
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { step?: number, within?: number, title?: string, width?: integer, height?: integer }): string|nil, string?, liqmap.code?
function map:vega(step, within, title, width, height) end

---The heatmap of a tape as a Vega-Lite specification, in JSON text with its data inside: tooltips and zoom.
---@param options? liqmap.tape_picture without theme; pixels from 100 to 10000, default 1000 by 500
---@return string|nil spec
---@return string? message
---@return liqmap.code? code
function tape:vega(options) end

---One HTML file of a picture: of SVG text without a script, of a Vega-Lite specification with those of Vega.
---@param picture string what svg() or vega() gave
---@param title? string of the page
---@param scripts? string JavaScript of vega, vega-lite and vega-embed, put into the page; nil: asked of a public server
---@return string|nil html
---@return string? message
---@return liqmap.code? code
function liqmap.page(picture, title, scripts) end

---A map as JSON text that other programs read; docs/interchange.md has the layouts. By place, or by name in a table.
---@param layout? "liqmap"|"coinglass"|"coinglass-aggregated" default liqmap
---@param step? number of price; nil: as of levels
---@return string|nil json
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { layout?: string, step?: number }): string|nil, string?, liqmap.code?
function map:interchange(layout, step) end

---The heatmap of a tape as JSON text that other programs read.
---@param options? { layout?: "liqmap"|"coinglass-heatmap"|"coinglass-heatmap-v3", model?: table|string, every?: number, step?: number, since?: number, until?: number, low?: number, high?: number, open_interest?: number }
---@return string|nil json
---@return string? message
---@return liqmap.code? code
function tape:interchange(options) end

return liqmap

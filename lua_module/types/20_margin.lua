---------------------------------------------------------------------- margin

---@class liqmap.tier
---@field floor number notional at which the tier begins: quote currency (linear) or coins (inverse)
---@field rate number maintenance rate, a fraction
---@field deduct? number margin currency; computed if it is left out
---@field max_leverage? number
---@field cap? number where the tier ends: the floor of the next tier

---@class liqmap.rules
---@field contract? "linear"|"inverse" default "linear"
---@field basis? "mark"|"entry" the value on which maintenance is charged; default "mark"
---@field fee? number closing fee that is part of the requirement, a fraction; default 0
---@field fee_basis? "mark"|"entry" default the basis
---@field fixed? number any fixed amount of the requirement; default 0
---@field steps? boolean the rate of a tier applies to the whole position; default false
---@field top_inclusive? boolean a value of exactly a floor belongs to the tier that ends there; default false
---@field tiers? liqmap.tier[]|number[][] default one tier of 0.4 %; a tier may be {floor, rate, deduct, max_leverage}
---@field tiers_by? "notional"|"size" what floors measure; default "notional"
---@field contract_size? number coins (linear) or quote currency (inverse) per unit of qty; default 1
---@field rate_per_size? number added to the rate for each unit of qty
---@field cap? number the largest position the venue opens, in the unit of floors
---@field known_to? number beyond this the venue has tiers that are not in the table
---@field rounding? { long?: liqmap.rounding, short?: liqmap.rounding }
---@field tick? number of price
---@field venue? string|table name or document of a venue, whose rules replace the keys that are not given
---@field symbol? string of the venue
---@field as_of? number|string seconds or a date; nil: the newest rules
---@field bankruptcy_fee? number rate of a closing fee that counts in the bankruptcy price; default 0
---@field since? string first day on which the table is known to have been in force
---@field seen? string last day on which the table was seen, if it was seen again
---@field source? string where the table was published
---@field checked? string which figures of the venue were compared with the rules
---@field stale_days? integer days from the last day of the table to as_of, if more than 180
---@field any_leverage? boolean true: every maximum leverage is ignored; default false

---@alias liqmap.rounding "unknown"|"exact"|"up"|"down"|"nearest"

---@class liqmap.position
---@field side liqmap.side
---@field entry number
---@field qty number contracts of contract_size: by default coins (linear) or quote currency (inverse)
---@field rules? liqmap.rules|string
---@field leverage? number
---@field collateral? number margin currency, added to value / leverage if both are given
---@field mark? number the price now; nil: the entry

-- generated: rows margin
---Where a position is liquidated.
---@class liqmap.margin
---@field status string price, never or liquidatable
---@field liquidation_price? number quote per base coin: where status is liquidatable, the price that the mark has passed
---@field bankruptcy_price? number quote per base coin: where equity is 0, or the bankruptcy_fee of the rules; unknown where no price makes it so
---@field tier_at_entry integer from 0
---@field tier_at_liquidation? integer from 0; known where status is price
---@field initial_margin number margin currency: the collateral counted
---@field maintenance_margin number margin currency: the requirement at the mark, fee and fixed amount included
---@field distance_pct? number percent: of the liquidation price from the mark, signed
---@field past_pct? number percent: how far the mark has passed the liquidation price; known where status is liquidatable
---@field since? number seconds since 1970: first day on which the table of the rules is known to have been in force
---@field seen? number seconds since 1970: last day on which the table was seen, if it was seen again
---@field source? string where the table was published
---@field checked? string which figures of the venue were compared with the rules
---@field stale_days? integer days: from the last day of the table to the as_of of the rules; known where above 180
-- end of generated

---The liquidation price and the margins of a position. By name, or by position: side, entry, qty, rules, leverage,
---collateral, mark.
---@param position liqmap.position
---@return liqmap.margin|nil margin
---@return string? message
---@return liqmap.code? code
---@overload fun(side: liqmap.side, entry: number, qty: number, rules?: liqmap.rules|string, leverage?: number, collateral?: number, mark?: number): liqmap.margin|nil, string?, liqmap.code?
function liqmap.margin(position) end

---The liquidation price; if there is none, nil and the reason: "never" or "liquidatable". By position, or by name in a
---table.
---@param side liqmap.side
---@param entry number
---@param leverage number
---@param rules? liqmap.rules|string
---@param qty? number nil: so small that it lies in the first tier
---@param collateral? number
---@param mark? number the price now; nil: the entry
---@return number|nil price
---@return "price"|"never"|"liquidatable"|string status or the message
---@return integer|liqmap.code|nil stale_days days from the last day of the rules' table to as_of, if more than 180; or the code
---@overload fun(position: liqmap.position): number|nil, string, integer|liqmap.code|nil
function liqmap.liquidation_price(side, entry, leverage, rules, qty, collateral, mark) end

---A long and a short leg under cross margin, which share a wallet.
---@class liqmap.hedge
---@field entry_long number
---@field qty_long number
---@field entry_short number
---@field qty_short number
---@field wallet number wallet balance, plus the profit of other positions, minus their maintenance
---@field rules? liqmap.rules|string
---@field mark? number the present mark price; nil: the mean of the entries

-- generated: rows hedged_margin
---Where both legs of a hedged position are liquidated together.
---@class liqmap.hedged_margin
---@field status string price, never or liquidatable
---@field liquidation_price? number quote per base coin: against the larger leg where there is one, else the other
---@field price_below? number quote per base coin: met first when the price falls from the mark
---@field price_above? number quote per base coin: met first when the price rises from the mark
---@field equity number margin currency: at the mark
---@field maintenance_margin number margin currency: of both legs, at the mark
---@field since? number seconds since 1970: first day on which the table of the rules is known to have been in force
---@field seen? number seconds since 1970: last day on which the table was seen, if it was seen again
---@field source? string where the table was published
---@field checked? string which figures of the venue were compared with the rules
---@field stale_days? integer days: from the last day of the table to the as_of of the rules; known where above 180
-- end of generated

---The prices that liquidate both legs of a hedged position under cross margin. By name, or by position.
---@param position liqmap.hedge
---@return liqmap.hedged_margin|nil margin
---@return string? message
---@return liqmap.code? code
---@overload fun(entry_long: number, qty_long: number, entry_short: number, qty_short: number, wallet: number, rules?: liqmap.rules|string, mark?: number): liqmap.hedged_margin|nil, string?, liqmap.code?
function liqmap.hedged_margin(position) end

---The price that liquidates both legs; if there is none, nil and the reason: "never" or "liquidatable".
---@param position liqmap.hedge
---@return number|nil price
---@return "price"|"never"|"liquidatable"|string status or the message
---@return integer|liqmap.code|nil stale_days days from the last day of the rules' table to as_of, if more than 180; or the code
---@overload fun(entry_long: number, qty_long: number, entry_short: number, qty_short: number, wallet: number, rules?: liqmap.rules|string, mark?: number): number|nil, string, integer|liqmap.code|nil
function liqmap.hedged_liquidation_price(position) end

---The liquidation price, rounded to a tick as the venue shows it. By position, or by name in a table.
---@param side liqmap.side
---@param price number
---@param rules liqmap.rules|string with "rounding"
---@param tick? number of price; nil: the tick of the rules
---@return number|nil price
---@return string? message
---@return liqmap.code? code
---@overload fun(price: { side: liqmap.side, price: number, rules: liqmap.rules|string, tick?: number }): number|nil, string?, liqmap.code?
function liqmap.round_liquidation_price(side, price, rules, tick) end

---The margin rules of a symbol of a venue as of a time (default: the newest), for margin(), liquidation_price() and
---models. By position, or by name in a table with the field `symbol`.
---@param venue string|table a name of venues(), or a venue document as a table or JSON text
---@param symbol string
---@param as_of? number seconds; nil: the newest
---@return liqmap.rules|nil rules with since, source and checked of the table, and stale_days if as_of is long after it
---@return string? message
---@return liqmap.code? code
---@overload fun(arguments: { venue: string|table, symbol: string, as_of?: number }): liqmap.rules|nil, string?, liqmap.code?
function liqmap.venue(venue, symbol, as_of) end

-- generated: rows venue_table
---A built-in table of margin rules.
---@class liqmap.venue_table
---@field venue string name, as venue() takes it
---@field symbol string
---@field contract string linear or inverse
---@field contract_size number base coins (linear) or quote (inverse): per unit of qty
---@field since number seconds since 1970: first day on which the table is known to have been in force
---@field seen? number seconds since 1970: last day on which the table was seen, if it was seen again
---@field tiers integer number of tiers
---@field max_leverage? number of the first tier
---@field cap? number unit of floors: largest position that the venue opens
---@field known_to? number unit of floors: beyond it the venue has tiers that are not in the table
---@field source string where the table was published, and when it was read
-- end of generated

---The built-in tables of margin rules, by venue, symbol and first day.
---@return liqmap.venue_table[]
function liqmap.venues() end

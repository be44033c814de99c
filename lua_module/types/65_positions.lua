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

---An empty set of known positions.
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

---Adds a position at its liquidation price; without one it is never liquidated. By name, or by position.
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

---Adds columns of positions. A bad row ends the call: the rows before it are kept, and their number is the fourth result.
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

---Adds a position at the liquidation price that its margin rules give. By name, or by position.
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

---Adds columns of positions with one set of margin rules. A bad row ends the call: the rows before it are kept.
---@param columns liqmap.held_columns
---@return integer|nil added
---@return string? message begins with the number of the bad row
---@return liqmap.code? code
---@return integer? before rows that were counted before the bad one
function positions:add_margin_many(columns) end

---The map of all positions added so far. More may be added later.
---@return liqmap.map|nil map
---@return string? message
---@return liqmap.code? code
function positions:map() end

---Frees the memory now; without close() the garbage collector frees it.
function positions:close() end

---------------------------------------------------------------------- known positions

---The options of known positions. Every field may be left out.
---@class liqmap.positions_options
---@field precision? integer bits of a price cell, 8 to 20; default 12
---@field contract? "linear"|"inverse" default "linear"
---@field contract_size? number coins (linear) or quote currency (inverse) per unit of qty; default 1
---@field unit? number quote currency per count; default 1e-6
---@field symbol? string free text of up to 31 bytes; default ""
---@field quote? string code of the quote currency, 1 to 15 letters and digits; default: what the symbol says, if it does
---@field as_of? number|string the time of the data: seconds, or text such as "2026-01-31 12:30Z"

---A set of known positions, which are counted when they are added.
---@class liqmap.positions: userdata
local positions = {}

---An empty set of known positions.
---@param options? liqmap.positions_options|string a table or JSON text
---@return liqmap.positions|nil positions
---@return string? message
---@return liqmap.code? code
function liqmap.positions(options) end

---@class liqmap.known_position
---@field price number mark price at the time of the data
---@field side liqmap.side
---@field liquidation_price? number nil: no price liquidates the position (a short: above 100 times the price too)
---@field qty number contracts, above 0
---@field leverage? number nil: not known

---Adds a position at its liquidation price; without a liquidation price the position is never liquidated. By name, or
---by position.
---@param position liqmap.known_position
---@return liqmap.positions|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, price: number, side: liqmap.side, liquidation_price: number|nil, qty: number, leverage?: number): liqmap.positions|nil, string?, liqmap.code?
function positions:add(position) end

---@class liqmap.known_columns
---@field price number[]|number one price for all positions, or one for each
---@field side liqmap.side[]
---@field liquidation_price? (number|nil)[] nil where no price liquidates the position
---@field qty number[]
---@field leverage? (number|nil)[] nil where the leverage is not known

---Adds columns of positions and returns their number. A bad row ends the call: the rows before it are kept, and their
---number is the fourth result.
---@param columns liqmap.known_columns
---@return integer|nil added
---@return string? message begins with the number of the bad row
---@return liqmap.code? code
---@return integer? before rows that were counted before the bad one
function positions:add_many(columns) end

---@class liqmap.held_position
---@field price number mark price at the time of the data
---@field side liqmap.side
---@field entry number
---@field qty number contracts, above 0
---@field leverage? number
---@field collateral? number margin currency, added to value / leverage if both are given
---@field rules? liqmap.rules|string

---Adds a position at the liquidation price that its margin rules give. By name, or by position.
---@param position liqmap.held_position
---@return liqmap.positions|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, price: number, side: liqmap.side, entry: number, qty: number, leverage?: number, collateral?: number, rules?: liqmap.rules|string): liqmap.positions|nil, string?, liqmap.code?
function positions:add_margin(position) end

---Adds the positions that an account has in one symbol, each at its listed price, or else at the price that follows from
---the listed prices of the account, and returns their number. By name.
---@param account { positions: liqmap.account_holding[], symbol: string }
---@return integer|nil added
---@return string? message
---@return liqmap.code? code
function positions:add_account(account) end

---@class liqmap.held_columns
---@field price number[]|number one price for all positions, or one for each
---@field side liqmap.side[]
---@field entry number[]
---@field qty number[]
---@field leverage? (number|nil)[]
---@field collateral? (number|nil)[]
---@field rules? liqmap.rules|string of all positions

---Adds columns of positions with the same margin rules and returns their number. A bad row ends the call: the rows
---before it are kept, and their number is the fourth result.
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

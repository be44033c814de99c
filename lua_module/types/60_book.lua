---------------------------------------------------------------------- impact of order books

---Snapshots of order-book depth, as bands or levels, in any order.
---@class liqmap.book: userdata
local book = {}

---An empty collection of order-book depth.
---@return liqmap.book|nil book
---@return string? message
---@return liqmap.code? code
function liqmap.book_impact() end

---Adds a band: the notional of all orders within `percentage` of the mid price, in quote currency; a negative
---percentage: bids.
---@param ts number
---@param percentage number
---@param notional number
---@return liqmap.book|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { ts: number, percentage: number, notional: number }): liqmap.book|nil, string?, liqmap.code?
function book:band(ts, percentage, notional) end

---Adds a level: price, qty in base coins, and the mid price of its snapshot.
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

---Adds all rows of another collection; changes this one.
---@param other liqmap.book
---@return liqmap.book|nil self
---@return string? message
---@return liqmap.code? code
function book:merge(other) end

---An impact model of kind "book": at each distance that half of the snapshots reach, the median of the depth over time.
---@return liqmap.impact|nil impact with the field `estimate` of type liqmap.book_estimate
---@return string? message
---@return liqmap.code? code
function book:impact() end

---Frees the memory now; without close() the garbage collector frees it.
function book:close() end

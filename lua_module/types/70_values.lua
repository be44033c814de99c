---------------------------------------------------------------------- values and first steps

---Reads the stored bytes of a tape or map, from tape:encode(), map:encode() or SQL.
---@param bytes string
---@return liqmap.tape|liqmap.map|nil object
---@return string? message
---@return liqmap.code? code
function liqmap.decode(bytes) end

---The exact union of tapes, or the sum of maps.
---@generic T: liqmap.tape|liqmap.map
---@param list T[]
---@return T|nil whole
---@return string? message
---@return liqmap.code? code
function liqmap.rollup(list) end

---The time, in seconds, of an integer epoch in s, ms, us or ns; its magnitude decides the unit.
---@param epoch integer
---@return number|nil ts
---@return string? message
---@return liqmap.code? code
function liqmap.ts(epoch) end

---A bar of text that is `width` characters long if `value` is `max`. By position, or by name in a table.
---@param value number|nil
---@param max number
---@param width? integer 1 to 200, default 30
---@return string|nil bar
---@return string? message
---@return liqmap.code? code
---@overload fun(arguments: { value?: number, max: number, width?: integer }): string|nil, string?, liqmap.code?
function liqmap.bar(value, max, width) end

---@class liqmap.demo_options
---@field since? number default 2026-01-01
---@field until? number
---@field days? number instead of until; default 14
---@field trades_per_minute? integer mean, 1 to 10000; default 12
---@field seed? integer another seed changes the random part; the course of the price stays alike

---A tape of the made-up market: for first steps and tests. It says nothing about any real market.
---@param options? liqmap.demo_options
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
function liqmap.demo(options) end

---Iterates over the trades of the made-up market: for ts, price, qty, is_buy in liqmap.demo_trades() do
---@param options? liqmap.demo_options
---@return (fun(): number?, number?, number?, boolean?)|nil trades
---@return string? message
---@return liqmap.code? code
function liqmap.demo_trades(options) end

---Iterates over the gauges of the made-up market: for ts, name, value in liqmap.demo_gauges() do
---@param options? liqmap.demo_options
---@return (fun(): number?, string?, number?)|nil gauges
---@return string? message
---@return liqmap.code? code
function liqmap.demo_gauges(options) end

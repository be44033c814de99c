-- Arguments: trades, state (CSV without header), a file for the map's bytes in hex.
local liqmap = require "liqmap"
local trades, state, result = arg[1], arg[2], arg[3]
local both_sides = 0.5 -- of an open interest that counts longs and shorts: as many positions are of one side

local tape = liqmap.tape { symbol = "BTC" }
local block = { ts = {}, price = {}, qty = {}, is_buy = {} }
local count = 0
local function flush()
  if count > 0 then assert(tape:trades(block)) end
  block = { ts = {}, price = {}, qty = {}, is_buy = {} }
  count = 0
end
for line in io.lines(trades) do
  local ts_ms, price, qty, taker = line:match("^(%d+),([^,]+),([^,]+),(%a+)$")
  count = count + 1
  block.ts[count] = liqmap.ts(tonumber(ts_ms))
  block.price[count] = tonumber(price)
  block.qty[count] = tonumber(qty)
  block.is_buy[count] = taker == "buy"
  if count == 10000 then flush() end
end
flush()
for line in io.lines(state) do
  local ts_ms, open_interest = line:match("^(%d+),([^,]+)")
  assert(tape:gauge(liqmap.ts(tonumber(ts_ms)), "open_interest", tonumber(open_interest) * both_sides))
end

local map = assert(tape:map())
local out = assert(io.open(result, "w"))
out:write((map:encode():gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)), "\n")
out:close()

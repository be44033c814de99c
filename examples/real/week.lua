-- Arguments: trades, state (CSV without header), a folder for the pictures.
local liqmap = require "liqmap"
local trades, state, folder = arg[1], arg[2], arg[3]

local tape = liqmap.tape { symbol = "BTC" }
local block, count
local function flush()
  if count and count > 0 then assert(tape:trades(block)) end
  block, count = { ts = {}, price = {}, qty = {}, is_buy = {} }, 0
end
flush()
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

-- This feed counts both sides of a contract; a map wants one.
for line in io.lines(state) do
  local ts_ms, open_interest = line:match("^(%d+),([^,]+)")
  assert(tape:gauge("open_interest", liqmap.ts(tonumber(ts_ms)), 0.5 * tonumber(open_interest)))
end

local function write(name, picture)
  local out = assert(io.open(folder .. "/" .. name, "w"))
  out:write(picture)
  out:close()
  print(("%s/%s: %d kB"):format(folder, name, (#picture + 500) // 1000))
end
write("week.svg", assert(tape:svg { title = "BTC on Hyperliquid: liquidation heatmap", every = 1800, step = 100 }))

local map = assert(tape:map())
write("week-map.svg", assert(map:svg { title = "BTC on Hyperliquid: liquidation map", within = 0.1 }))

local info = map:info()
print(("price %.0f as of %s"):format(info.reference_price, os.date("!%Y-%m-%d %H:%M UTC", math.floor(info.as_of))))
for _, cluster in ipairs(map:clusters()) do
  if cluster.rank <= 5 then
    print(("#%d %-5s %7.0f %6.2f million USD, %+.2f %%"):format(cluster.rank, cluster.side, cluster.price_peak,
      cluster.notional / 1e6, cluster.distance_pct))
  end
end

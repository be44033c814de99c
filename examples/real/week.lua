-- Arguments: trades, state (CSV without header), a folder for the charts.
local liqmap = require "liqmap"
local trades, state, folder = arg[1], arg[2], arg[3]

local tape = liqmap.tape { symbol = "BTC" }
local function feed(path, layout)
  local file = assert(io.open(path, "rb"))
  assert(tape:feed(file:read("*a"), layout))
  file:close()
end
feed(trades, "hyperliquid/trades")
feed(state, "hyperliquid/state") -- halves the open interest, which counts both sides of a contract

local function write(name, chart)
  local out = assert(io.open(folder .. "/" .. name, "w"))
  out:write(chart)
  out:close()
  print(("%s/%s: %d kB"):format(folder, name, (#chart + 500) // 1000))
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

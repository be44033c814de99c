-- Writes map.svg and heatmap.svg into the folder it runs in: charts that a browser, a README or a mail shows as they are.
local liqmap = require "liqmap"

local function write(name, chart)
  local out = assert(io.open(name, "w"))
  assert(out:write(chart))
  out:close()
end

local tape = assert(liqmap.demo():label("", "USD")) -- a symbol such as BTCUSDT says the currency by itself
local map = assert(tape:map())
write("map.svg", assert(map:svg { title = "A made-up market: liquidation map" }))
write("heatmap.svg", assert(tape:svg { title = "A made-up market: liquidation heatmap" }))

-- The clusters that the charts show, as numbers.
for _, cluster in ipairs(map:clusters()) do
  if cluster.rank <= 3 then
    print(("#%d %-5s %9.1f %6.1f million USD, %+.2f %%"):format(cluster.rank, cluster.side, cluster.price_peak,
      cluster.notional / 1e6, cluster.distance_pct))
  end
end

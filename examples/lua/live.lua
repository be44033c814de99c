-- Trade by trade, with a map that keeps up: only frames that are over are replayed, and each only once.
local liqmap = require "liqmap"

local minute = 60
local options = { symbol = "BTCUSD" } -- the symbol says the quote currency
local recent = liqmap.tape(options)
local map
local next_minute

local function on_minute(now)
  if map then
    assert(map:advance(recent, now))
  else
    map = assert(recent:map(nil, now, 80000)) -- open interest in base coins, where no gauge brings it
  end
  recent = liqmap.tape(options)
end

local function on_trade(ts, price, qty, is_buy)
  next_minute = next_minute or (ts // minute + 1) * minute
  if ts >= next_minute then
    on_minute(next_minute)
    next_minute = (ts // minute + 1) * minute
  end
  local added, message = recent:trade(ts, price, qty, is_buy)
  if not added then print("left out: " .. message) end -- a bad row is left out, all others count
end

for ts, price, qty, is_buy in liqmap.demo_trades { days = 1, trades_per_minute = 30 } do
  on_trade(ts, price, qty, is_buy)
end
on_trade(next_minute - 1, 0 / 0, 1, true)

local info = map:info()
print(("price %.1f, as of %s, coverage %.2f"):format(info.reference_price, os.date("!%Y-%m-%d %H:%M", math.floor(info.as_of)),
  info.coverage))
for _, cluster in ipairs(map:clusters()) do
  print(("%d %-5s %9.1f %8.0f %s %+.2f %%"):format(cluster.rank, cluster.side, cluster.price_peak, cluster.notional,
    info.quote, cluster.distance_pct))
end

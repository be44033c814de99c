-- A warning before a fall: does a move within 3 % set off more liquidations than it takes to get there?
local liqmap = require "liqmap"

-- How far liquidations move the price is an assumption, the impact model. It runs with normal depth and with a tenth.
-- Feeds report only a part of all liquidations: every figure has the range that follows from it.
local depths = {calm = 1, thin = 0.1}
local function impact_of(name)
  return {kind = "linear", depth_per_pct = 4e8, reported = {0.3, 0.6}, multiplier = depths[name]}
end

local tape = liqmap.tape {symbol = "BTCUSDT"}
for ts, price, qty, is_buy in liqmap.demo_trades {days = 5} do
  assert(tape:trade(ts, price, qty, is_buy))
end
local map = assert(tape:map(nil, nil, 80000)) -- open interest in base coins, where no gauge brings it

for _, name in ipairs {"calm", "thin"} do
  print(("%s impact, price %.0f"):format(name, map:info().reference_price))
  local worst = {}
  for _, row in ipairs(assert(map:fragility {impact = impact_of(name), within = 0.03})) do
    if not worst[row.side] or row.branching > worst[row.side].branching then
      worst[row.side] = row
    end
  end
  for _, side in ipairs {"long", "short"} do
    local row = worst[side]
    print(("  branching of %ss at most %.2f, from %.0f to %.0f"):format(side, row.branching, row.price_low, row.price_high))
    if row.critical then
      print(("  WARNING: there each %s liquidated sets off more than itself"):format(side))
    end
  end

  local fall = assert(map:cascade(-0.02, impact_of(name)))
  print(("  a fall of 2 %% ends at %.2f %% (%.2f to %.2f), with %.0f million of longs sold (%.0f to %.0f)"):format(
    fall.move_pct, fall.move_pct_least, fall.move_pct_most, fall.flow / 1e6, fall.flow_least / 1e6, fall.flow_most / 1e6))
  if fall.critical_shock then
    print(("  the price jumps at a shock of %.2f %%, to %.0f"):format(fall.critical_shock * 100, fall.landing_price))
  end
end

-- A back-test, bar by bar: at the end of each hour it makes the map as of that hour and notes the nearest clusters. Later
-- bars show whether the price reached them.
--
-- THE MARKET IS MADE UP, so the result says nothing about a real market. The example shows the method:
--   * trades are added as columns, one call per bar, and each frame is replayed once (advance);
--   * a map uses nothing later than its time; at some bars this is checked with the map of ALL trades as of that hour;
--   * price reaches what is near. So each cluster is compared with a PLACEBO: a level on the same side, at the distance that
--     the map showed three days before;
--   * forecasts that overlap are not independent: one is made every twelve hours, and lasts that long.
-- The question is whether the price reaches a cluster. A map does not answer it: a map says what is liquidated if so.
local liqmap = require "liqmap"

local hour, horizon, warm_up, placebo_age = 3600, 12 * 3600, 4 * 86400, 72 * 3600
local begun = 1767225600
local options = { days = 14, trades_per_minute = 12, seed = 1 }

---------------------------------------------------------------------- bars: trades as columns, gauges beside them

local next_gauge = liqmap.demo_gauges(options)
local gauge_ts, gauge_name, gauge_value = next_gauge()

local function bar_of(columns, count, ends)
  local bar = liqmap.tape()
  for i = count + 1, #columns.ts do -- a longer bar was here before
    columns.ts[i], columns.price[i], columns.qty[i], columns.is_buy[i] = nil, nil, nil, nil
  end
  assert(bar:trades(columns))
  while gauge_ts and gauge_ts < ends do
    assert(bar:gauge(gauge_ts, gauge_name, gauge_value))
    gauge_ts, gauge_name, gauge_value = next_gauge()
  end
  return bar
end

---------------------------------------------------------------------- forecasts

-- Distance of the nearest cluster on a side, as a fraction of the price.
local function nearest(map, side)
  local least
  for _, cluster in ipairs(map:clusters()) do
    local distance = math.abs(cluster.distance_pct) / 100
    if cluster.side == side and distance > 0.002 and (not least or distance < least) then least = distance end
  end
  return least
end

local distances = { long = {}, short = {} } -- by the hour at which they were seen
local open, closed = {}, {}

local function forecast(now, price)
  for _, side in ipairs { "long", "short" } do
    local cluster, placebo = distances[side][now], distances[side][now - placebo_age]
    if cluster and placebo then
      local sign = side == "long" and -1 or 1
      open[#open + 1] = {
        side = side, expires = now + horizon, cluster = price * (1 + sign * cluster), placebo = price * (1 + sign * placebo),
        cluster_distance = cluster, placebo_distance = placebo,
      }
    end
  end
end

local function resolve(now, low, high)
  for i = #open, 1, -1 do
    local f = open[i]
    for _, what in ipairs { "cluster", "placebo" } do
      local reached = f.side == "long" and low <= f[what] or f.side == "short" and high >= f[what]
      f[what .. "_reached"] = f[what .. "_reached"] or reached
    end
    if now >= f.expires then
      closed[#closed + 1] = f
      table.remove(open, i)
    end
  end
end

---------------------------------------------------------------------- one pass

local map
local bars, proofs = {}, {}

local function bar_is_over(columns, count, ends)
  local bar = bar_of(columns, count, ends)
  if map then
    assert(map:advance(bar, ends))
  else
    map = assert(bar:map(nil, ends))
  end
  bars[#bars + 1] = bar

  local low, high = math.huge, 0
  for i = 1, count do
    low, high = math.min(low, columns.price[i]), math.max(high, columns.price[i])
  end
  resolve(ends, low, high) -- first what was said before, then what is said now
  distances.long[ends], distances.short[ends] = nearest(map, "long"), nearest(map, "short")
  if ends >= begun + warm_up and (ends - begun) % horizon == 0 then
    forecast(ends, columns.price[count])
    proofs[#proofs + 1] = { ends, map:encode() }
  end
end

local columns, count, ends = { ts = {}, price = {}, qty = {}, is_buy = {} }, 0, begun + hour
for ts, price, qty, is_buy in liqmap.demo_trades(options) do
  if ts >= ends then
    bar_is_over(columns, count, ends)
    count, ends = 0, ends + hour
  end
  count = count + 1
  columns.ts[count], columns.price[count], columns.qty[count], columns.is_buy[count] = ts, price, qty, is_buy
end
bar_is_over(columns, count, ends)

local whole = assert(liqmap.rollup(bars))
for _, proof in ipairs(proofs) do
  assert(whole:map(nil, proof[1]):encode() == proof[2], "a map looked ahead")
end
print(("%d maps are, to the byte, what all trades give as of those hours: none looked ahead"):format(#proofs))

---------------------------------------------------------------------- the answer

print "\nTHE MARKET IS MADE UP. How often the price reached, within 12 hours,"
print "side    forecasts   the nearest cluster (mean distance)   a placebo from 3 days before"
for _, side in ipairs { "long", "short" } do
  local n, sums = 0, { cluster_reached = 0, placebo_reached = 0, cluster_distance = 0, placebo_distance = 0 }
  for _, f in ipairs(closed) do
    if f.side == side then
      n = n + 1
      for name in pairs(sums) do
        local value = f[name]
        sums[name] = sums[name] + (value == true and 1 or value or 0)
      end
    end
  end
  local function share(name, scale) return sums[name] / math.max(n, 1) * (scale or 100) end
  print(("%-5s %11d %20.0f %% (%.2f %%) %24.0f %% (%.2f %%)"):format(side, n, share "cluster_reached", share "cluster_distance",
    share "placebo_reached", share "placebo_distance"))
end
local off = 100 * math.sqrt(0.25 / math.max(#closed / 2, 1))
print(("With so few forecasts each share is off by %.0f points or so (one standard error); a smaller difference proves nothing.")
  :format(off))

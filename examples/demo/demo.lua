-- Trades in, liquidation map out. Arguments: a file of time,price,qty,is_buy (or ""), a file for the map's bytes in hex.
local liqmap = require "liqmap"
local file, result = arg[1], arg[2]

local tape
if file and file ~= "" then
  tape = liqmap.tape()
  local columns = { ts = {}, price = {}, qty = {}, is_buy = {} }
  local count = 0
  for line in io.lines(file) do
    local ts, price, qty, is_buy = line:match("^([^,]*),([^,]*),([^,]*),([^,]*)$")
    count = count + 1
    ts = tonumber(ts)
    columns.ts[count] = ts < 1e11 and ts or liqmap.ts(ts)
    columns.price[count] = tonumber(price)
    columns.qty[count] = tonumber(qty)
    if is_buy == "t" then columns.is_buy[count] = true elseif is_buy == "f" then columns.is_buy[count] = false end
  end
  assert(tape:trades(columns))
else
  print("A MADE-UP MARKET: these trades never happened.")
  tape = liqmap.demo()
end

local map = assert(tape:map())
local info = map:info()

-- Steps of about a percent, and the longest bar.
local most = info.reference_price * 0.008
local base = 10 ^ math.floor(math.log(most, 10))
local step = base * (base * 5 <= most and 5 or base * 2 <= most and 2 or 1)
local levels = map:levels { step = step, within = 0.1 }
local function weight(level)
  if level.long_notional then return level.long_notional + level.short_notional end
  return math.max(level.long_share, level.short_share)
end
local greatest = 0
for _, level in ipairs(levels) do greatest = math.max(greatest, weight(level)) end
for i = #levels, 1, -1 do
  local level = levels[i]
  local side = level.short_share > level.long_share and "short" or "long"
  local share = 100 * math.max(level.long_share, level.short_share)
  print(("%9.9g %-5s %5.1f %% %s"):format(level.price_low, side, share, liqmap.bar(weight(level), greatest, 40)))
end

print()
for _, cluster in ipairs(map:clusters()) do
  if cluster.rank <= 6 and math.abs(cluster.distance_pct) < 10 then
    print(("%d %-5s %10.1f %6.2f %% away, %4.1f %% of the side"):format(cluster.rank, cluster.side, cluster.price_peak,
      cluster.distance_pct, 100 * cluster.share))
  end
end

if result then
  local out = assert(io.open(result, "w"))
  out:write((map:encode():gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)), "\n")
  out:close()
end

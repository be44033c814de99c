-- Files of exchanges into a tape, by the names of their layouts:
--     lua5.4 examples/lua/feed.lua okx/trades FILE BTC-USDT-SWAP '{"contract_size": 0.01}'
-- Alone, it reads the made-up files in examples/load/samples. liqmap.layouts() lists what there is, with the traps of each.
local liqmap = require "liqmap"

-- The bytes of a file; unpacking is the work of other programs.
local function read(name)
  local file
  if name:find "%.gz$" then
    file = assert(io.popen("gzip -dc '" .. name:gsub("'", "'\\''") .. "'", "r"))
  else
    file = assert(io.open(name, "rb"))
  end
  local bytes = file:read "*a"
  file:close()
  return bytes
end

-- Adds a whole file, or nothing if a line is bad: the message begins with the number of that line.
local function feed(tape, layout, name, symbol)
  local report, message = tape:feed(read(name), layout, symbol)
  if not report then
    io.stderr:write(name, ": ", message, "\n")
    os.exit(1)
  end
  print(("%-32s %3d trades, %3d candles, %3d gauges, %3d liquidations; %d repeated, %d left out"):format(layout, report.trades,
    report.candles, report.gauges, report.liquidations, report.repeated, report.skipped))
end

local tape
if arg[1] then
  tape = assert(liqmap.tape(arg[4] or "{}"))
  feed(tape, arg[1], arg[2], arg[3])
else
  print "MADE-UP FILES in the layouts of exchanges:"
  local samples = (arg[0]:match "^(.*)/[^/]*$" or ".") .. "/../load/samples/"
  tape = assert(liqmap.tape { symbol = "BTCUSDT" })
  -- One market from four files of one venue, each in its own layout; the liquidations' file has other symbols too.
  feed(tape, "binance-usdm/agg_trades", samples .. "binance-usdm-agg_trades.csv")
  feed(tape, "binance-usdm/metrics", samples .. "binance-usdm-metrics.csv")
  feed(tape, "binance-usdm/funding_rate", samples .. "binance-usdm-funding_rate.csv")
  feed(tape, "binance-usdm/force_order", samples .. "binance-usdm-force_order.jsonl", "BTCUSDT")

  -- The same trades as another venue writes them are the same tape, whatever its clock, its order and its flags.
  local here, there = liqmap.tape(), liqmap.tape()
  feed(here, "binance-usdm/agg_trades", samples .. "binance-usdm-agg_trades.csv")
  feed(there, "bybit-linear/trades", samples .. "bybit-linear-trades.csv")
  assert(here == there)
end

local info = tape:info()
print(("%d trades of %.0f from %s on; long positions liquidated: %.0f, short: %.0f"):format(info.rows, info.notional,
  os.date("!%Y-%m-%d %H:%M", math.floor(info.since)), info.liquidated_long, info.liquidated_short))

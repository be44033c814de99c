-- A script for a trading terminal of QUIK's shape: the terminal calls OnAllTrade from a thread of its own for each trade and
-- must not be kept waiting, so the callback only queues; main() does the work in its thread.
--
--   callback   writes four values into preallocated slots: no garbage, little time, no failure
--   main       feeds the trades to the tape of the current minute, and moves the map on when the minute is over
--   restart    map and minute are kept as bytes, and read back when the script starts again: nothing is replayed
--
-- In a terminal, put the module beside the script and set `watched`. Elsewhere the stubs at the end play a terminal, with a
-- made-up market, so that all of it can be tried:    lua5.4 examples/lua/terminal.lua
if getScriptPath then package.cpath = getScriptPath() .. "\\?.dll;" .. package.cpath end
local liqmap = require "liqmap"

local watched = "BTC" -- sec_code
local utc_offset = 3 * 3600 -- the terminal's clock is Moscow's. os.time would take it for this computer's
local open_interest = 80000 -- contracts; a terminal has it in its table of parameters
local near_pct = 3 -- tell when a large cluster comes as near as that
local kept_in = (getScriptPath and getScriptPath() or os.getenv "TMPDIR" or "/tmp") .. "/liqmap.state"

---------------------------------------------------------------------- the queue: written by the callback, read by main

local places = 65536
local ts, price, qty, is_buy = {}, {}, {}, {}
for i = 1, places do ts[i], price[i], qty[i], is_buy[i] = 0.0, 0.0, 0.0, false end
local written, read, lost = 0, 0, 0

-- Seconds since 1970 of a date and time, without a table or a text, and without this computer's time zone.
local floor = math.floor
local function epoch(d)
  local year, month = d.year, d.month
  if month <= 2 then year, month = year - 1, month + 12 end
  local days = 365 * year + floor(year / 4) - floor(year / 100) + floor(year / 400) + floor((153 * (month - 3) + 2) / 5)
    + d.day - 719469
  return days * 86400 + d.hour * 3600 + d.min * 60 + d.sec - utc_offset + (d.mcs or 0) * 1e-6
end

function OnAllTrade(t)
  if t.sec_code ~= watched then return end
  if written - read == places then
    lost = lost + 1
    return
  end
  local place, flags = written % places + 1, t.flags
  ts[place], price[place], qty[place] = epoch(t.datetime), t.price, t.qty
  if flags % 4 >= 2 then
    is_buy[place] = true -- bit 1: the taker bought
  elseif flags % 2 == 1 then
    is_buy[place] = false -- bit 0: it sold
  else
    is_buy[place] = nil
  end
  written = written + 1 -- last: what main sees is complete
end

---------------------------------------------------------------------- the work

local map, minute, minute_ends
local said = {}

local function tell(text) (message or print)(text) end

local function look()
  for _, cluster in ipairs(map:clusters()) do
    local key = cluster.side .. floor(cluster.price_peak / 250) -- on a coarse grid: a cluster that moves a little is reported once
    if cluster.rank <= 3 and math.abs(cluster.distance_pct) < near_pct and not said[key] then
      said[key] = true
      tell(("%s cluster %.0f: %+.2f %% away, %.0f USD"):format(cluster.side, cluster.price_peak, cluster.distance_pct,
        cluster.notional))
    end
  end
end

local function minute_is_over()
  local problem
  if map then
    problem = select(2, map:advance(minute, minute_ends))
  else
    map, problem = minute:map(nil, minute_ends, open_interest)
  end
  if problem then tell("liqmap: " .. problem) end
  minute:close()
  minute = assert(liqmap.tape { symbol = watched })
  if map and minute_ends % 900 == 0 then look() end
end

local function drain()
  while read < written do
    local place = read % places + 1
    if not minute_ends then minute_ends = floor(ts[place] / 60) * 60 + 60 end
    if ts[place] >= minute_ends then
      minute_is_over()
      minute_ends = floor(ts[place] / 60) * 60 + 60
    end
    local added, problem = minute:trade(ts[place], price[place], qty[place], is_buy[place])
    if not added then tell("left out: " .. problem) end -- a bad trade is left out, all others count
    read = read + 1
  end
end

---------------------------------------------------------------------- kept between runs

local function keep()
  local state = { map and map:encode() or "", minute:encode() }
  local file = io.open(kept_in .. ".new", "wb")
  if not file then return tell("cannot write " .. kept_in) end
  file:write(("%d %.0f\n"):format(#state[1], minute_ends or 0), state[1], state[2])
  file:close()
  os.remove(kept_in) -- Windows renames to no name that is there
  os.rename(kept_in .. ".new", kept_in)
end

local function restore()
  minute = assert(liqmap.tape { symbol = watched })
  local file = io.open(kept_in, "rb")
  if not file then return false end
  local size, ends = (file:read "*l" or ""):match "^(%d+) (%d+)$"
  local bytes = file:read "*a"
  file:close()
  local old_map = size and tonumber(size) > 0 and liqmap.decode(bytes:sub(1, tonumber(size)))
  local old_minute = size and liqmap.decode(bytes:sub(tonumber(size) + 1))
  if not old_minute then return false end -- damaged: begin anew
  map, minute, minute_ends = old_map or nil, old_minute, tonumber(ends) > 0 and tonumber(ends) or nil
  return true
end

---------------------------------------------------------------------- what the terminal calls

local running = true

function OnStop()
  running = false
  return 2000 -- milliseconds that main may still take
end

function main()
  if restore() then tell "liqmap: gone on from where it was" end
  while running do
    drain()
    sleep(100)
  end
  drain()
  keep()
  if lost > 0 then tell(lost .. " trades lost: the queue was full") end
end

if getScriptPath then return end

---------------------------------------------------------------------- stubs: a terminal that plays two made-up days

-- The terminal's own table of a trade, used again and again.
local trade = { sec_code = watched, datetime = {} }
local function at(seconds)
  local clock = os.date("!*t", floor(seconds) + utc_offset)
  clock.mcs = floor(seconds % 1 * 1e6 + 0.5)
  trade.datetime = clock
end

local next_trade = liqmap.demo_trades { days = 2, trades_per_minute = 20 }
local stop_at
function sleep()
  for _ = 1, 500 do
    local seconds, trade_price, trade_qty, buyer = next_trade()
    if not seconds or stop_at and seconds >= stop_at then
      stop_at = nil
      OnStop()
      if not seconds then return end
    end
    at(seconds)
    trade.price, trade.qty, trade.flags = trade_price, trade_qty, buyer and 1026 or 1025
    OnAllTrade(trade)
  end
end

os.remove(kept_in)
-- A day, then the terminal is closed ...
stop_at = 1767225600 + 86400
main()
-- ... and opened again: nothing is left but the file.
map, minute, minute_ends, running = nil, nil, nil, true
main()

-- The map must equal that of a run without the stop.
local whole = liqmap.tape { symbol = watched }
for seconds, trade_price, trade_qty, buyer in liqmap.demo_trades { days = 2, trades_per_minute = 20 } do
  whole:trade(seconds, trade_price, trade_qty, buyer)
end
assert(map == whole:map(nil, minute_ends - 60, open_interest), "a restart changed the map")
os.remove(kept_in)

-- The callback makes no garbage: ten thousand trades, not a byte. (The first calls may grow Lua's stack, or be compiled.)
collectgarbage()
for _ = 1, 1000 do OnAllTrade(trade) end
collectgarbage "stop"
local before = collectgarbage "count"
for _ = 1, 10000 do OnAllTrade(trade) end
local grown = collectgarbage "count" - before
collectgarbage "restart"
assert(grown == 0 or jit, "the callback made garbage") -- LuaJIT keeps what it compiles there, too

local long = map:ledger().long
print(("after a restart the same map; in it long positions of %.0f USD; garbage of 10000 callbacks: %d bytes"):format(
  long.outstanding_notional, grown * 1024))

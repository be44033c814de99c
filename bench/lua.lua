-- Measures the time that liqmap adds to an empty C loop over the same trades, for the three ways to pass trades from
-- Lua. Run by `make bench`, or alone by `make -C lua_module bench`. Lua 5.3 or later.
local liqmap = require "liqmap"
local baseline = require "lua_baseline"

local PAIRS = tonumber(arg[1]) or 21

-- Demo trades in time order: two days, about a hundred a minute.
local columns, rows = {ts = {}, price = {}, qty = {}, is_buy = {}}, {}
for ts, price, qty, is_buy in liqmap.demo_trades {days = 2, trades_per_minute = 100} do
  local i = #rows + 1
  columns.ts[i], columns.price[i], columns.qty[i], columns.is_buy[i] = ts, price, qty, is_buy
  rows[i] = string.pack("<dddd", ts, price, qty, is_buy and 1 or 0)
end
local packed, count = table.concat(rows), #rows
rows = nil

local function one_by_one(call, tape)
  local ts, price, qty, is_buy = columns.ts, columns.price, columns.qty, columns.is_buy
  for i = 1, count do
    call(tape, ts[i], price[i], qty[i], is_buy[i])
  end
end

local ways = {
  {
    name = "trade()",
    empty = function(tape)
      one_by_one(baseline.one, tape)
    end,
    liqmap = function(tape)
      one_by_one(tape.trade, tape)
    end,
  },
  {
    name = "trades(columns)",
    empty = function()
      baseline.columns(columns)
    end,
    liqmap = function(tape)
      assert(tape:trades(columns) == count)
    end,
  },
  {
    name = "trades(packed)",
    empty = function()
      baseline.packed(packed)
    end,
    liqmap = function(tape)
      assert(tape:trades(packed) == count)
    end,
  },
}

-- Returns the nanoseconds for each trade, on a new tape.
local function measure(run)
  local tape = liqmap.tape()
  local from = os.clock()
  run(tape)
  local ns = (os.clock() - from) * 1e9 / count
  tape:close()
  return ns
end

local function quartiles(values)
  table.sort(values)
  local function at(part)
    return values[1 + math.floor(part * (#values - 1) + 0.5)]
  end
  return at(0.5), at(0.25), at(0.75)
end

for _, way in ipairs(ways) do
  way.times = {empty = {}, liqmap = {}, added = {}, ratio = {}}
end
for pair = 0, PAIRS do
  for _, way in ipairs(ways) do
    local empty, ours = measure(way.empty), measure(way.liqmap)
    if pair > 0 then -- the first pair is not counted: it warms up
      table.insert(way.times.empty, empty)
      table.insert(way.times.liqmap, ours)
      table.insert(way.times.added, ours - empty)
      table.insert(way.times.ratio, ours / empty)
    end
  end
end

print(("%s, %d trades, %d interleaved pairs, ns/trade, medians (quartiles)"):format(_VERSION, count, PAIRS))
print(("%-16s%20s%20s%20s%20s"):format("", "empty loop", "liqmap", "liqmap adds", "ratio"))
for _, way in ipairs(ways) do
  local line = ("%-16s"):format(way.name)
  for _, kind in ipairs {"empty", "liqmap", "added", "ratio"} do
    local form = kind == "ratio" and "%.2f (%.2f-%.2f)" or "%.1f (%.1f-%.1f)"
    line = line .. ("%20s"):format(form:format(quartiles(way.times[kind])))
  end
  print(line)
end

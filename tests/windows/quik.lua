-- Runs examples/lua/quik.lua in a stand-in for QUIK, written from the manual of its Lua:      lua quik.lua FOLDER
--
-- The stand-in plays a made-up market of two days to the script: half a day is in the table of all trades when the script
-- starts; at the end of the first day the script is stopped and started again, and QUIK sends the last trades again. Prints
-- "long" and what the window shows. An error ends it.
local liqmap = require "liqmap"
local folder = arg[1] or "."

---------------------------------------------------------------------- functions of QUIK

QTABLE_INT_TYPE, QTABLE_DOUBLE_TYPE, QTABLE_INT64_TYPE = 1, 2, 3
QTABLE_CACHED_STRING_TYPE, QTABLE_TIME_TYPE, QTABLE_DATE_TYPE, QTABLE_STRING_TYPE = 4, 5, 6, 7

local function check(value, kind, name)
  assert(type(value) == kind, ("%s: %s expected, got %s"):format(name, kind, type(value)))
end

local messages, windows = {}, {}

function message(text, icon)
  check(text, "string", "message")
  assert(icon == nil or icon == 1 or icon == 2 or icon == 3, "message: icon")
  messages[#messages + 1] = text
  return 1
end

function getScriptPath()
  return folder
end

function AllocTable()
  windows[#windows + 1] = {columns = {}, rows = {}}
  return #windows
end

function AddColumn(id, code, name, is_default, kind, width)
  check(code, "number", "AddColumn")
  check(name, "string", "AddColumn")
  check(is_default, "boolean", "AddColumn")
  assert(kind >= QTABLE_INT_TYPE and kind <= QTABLE_STRING_TYPE and width > 0 and not windows[id].open)
  windows[id].columns[code] = {name = name, kind = kind}
  return 1
end

function CreateWindow(id)
  windows[id].open = true
  return 1
end

function IsWindowClosed(id)
  return not windows[id].open
end

function SetWindowCaption(id, caption)
  check(caption, "string", "SetWindowCaption")
  windows[id].caption = caption
  return true
end

function Clear(id)
  windows[id].rows = {}
  return true
end

function InsertRow(id, key)
  assert(windows[id].open and key == -1)
  table.insert(windows[id].rows, {})
  return #windows[id].rows
end

function SetCell(id, key, code, text, value)
  local window = windows[id]
  check(text, "string", "SetCell")
  assert(window.open and window.rows[key] and window.columns[code], "SetCell: no such cell")
  -- A cell of numbers without its value is not sorted as a number.
  assert(window.columns[code].kind == QTABLE_STRING_TYPE or text == "" or type(value) == "number", "SetCell: value")
  window.rows[key][code] = text
  return true
end

function DestroyTable(id)
  windows[id].open = false
  return true
end

---------------------------------------------------------------------- made-up trades

local day = 1767225600 + 86400
local trades, whole = {}, liqmap.tape {symbol = "BTCUSD"}
for seconds, price, qty, is_buy in liqmap.demo_trades {days = 2, trades_per_minute = 20} do
  local clock = os.date("!*t", math.floor(seconds) + 3 * 3600)
  clock.mcs = math.floor(seconds % 1 * 1e6 + 0.5)
  trades[#trades + 1] = {
    trade_num = 7000000000 + 3 * #trades,
    flags = is_buy and 1026 or 1025,
    price = price,
    qty = qty,
    sec_code = "BTCUSD",
    class_code = "SPBFUT",
    datetime = clock,
    open_interest = 80000 + #trades % 10,
    seconds = seconds,
  }
  assert(whole:trade(seconds, price, qty, is_buy))
end
for i, trade in ipairs(trades) do -- the script has the open interest of the last trade of each minute
  local minute = trade.seconds // 60
  if i == #trades or trades[i + 1].seconds // 60 > minute then
    assert(whole:gauge(minute * 60 + 59, "open_interest", trade.open_interest))
  end
end

local function other(t)
  local copy = {}
  for name, value in pairs(t) do
    copy[name] = value
  end
  copy.sec_code, copy.price = "OTHER", 1
  return copy
end

---------------------------------------------------------------------- a terminal

local past, sent = 0, 0 -- trades that are in the table, and that were sent

function getNumberOf(name)
  assert(name == "all_trades")
  return past
end

function getItem(name, index)
  assert(name == "all_trades" and index >= 0 and index < past)
  return trades[index + 1]
end

local stop_at, last_caption, shown
function sleep(milliseconds)
  check(milliseconds, "number", "sleep")
  local window = windows[#windows]
  if window.caption then
    last_caption, shown = window.caption, window.rows
  end
  for _ = 1, 500 do
    local t = trades[sent + 1]
    if not t or stop_at and t.seconds >= stop_at then
      return OnStop(1)
    end
    OnAllTrade(t)
    if sent % 1000 == 0 then
      OnAllTrade(other(t))
    end
    sent = sent + 1
  end
end

-- Starts the script and stops it when the trades reach `ends`.
local function run(in_table, send_from, ends)
  past, sent, stop_at = in_table, send_from, ends
  assert(loadfile "examples/lua/quik.lua")()
  main()
end

local state = folder .. "\\liqmap.state"
os.remove(state)
run(13000, 12500, day) -- the queue has trades that are in the table, too
local first_day = sent
run(first_day, first_day - 300, nil) -- the last 300 are sent again

-- The map of the script, kept in its file, has the bytes of the map of all trades.
local file = assert(io.open(state, "rb"))
local size, minute_ends = file:read("*l"):match "^(%d+) (%d+)"
local bytes = file:read(tonumber(size))
file:close()
assert(bytes == whole:map("default", tonumber(minute_ends) - 60):encode(), "the map is another one")
assert(#messages == 0, messages[1])
assert(#shown >= 3 and last_caption:find "an estimate")

-- OnAllTrade makes no garbage. The first calls after a collection may grow the stack.
collectgarbage()
collectgarbage "stop"
for _ = 1, 1000 do
  OnAllTrade(trades[1])
end
local before = collectgarbage "count"
for _ = 1, 10000 do
  OnAllTrade(trades[1])
end
assert(collectgarbage "count" == before, "OnAllTrade makes garbage")

os.remove(state)
print(last_caption)
for _, row in ipairs(shown) do
  print(table.concat(row, "  "))
end

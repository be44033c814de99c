-- A script for the trading terminal QUIK: a window with the nearest liquidation clusters of one instrument.
--
-- Put liqmap.dll beside this file (make windows builds it; take the one of the Lua that the script runs under), change the
-- settings, and start the script in QUIK (Services, Lua scripts). docs/hosts.md says more.
--
-- QUIK calls OnAllTrade from its own thread for each trade and waits for it, so OnAllTrade only queues. main() runs in a
-- thread of the script: it adds the trades to the tape of the current minute, and advances the map when the minute is over.
-- The map and the minute are kept in a file when the script stops, and read when it starts again.
package.cpath = getScriptPath() .. "\\?.dll;" .. package.cpath
local liqmap = require "liqmap"

local class_code = "SPBFUT"
local sec_code = "BTCUSD" -- the code of your contract
local contract_size = 1 -- base units in a contract, so that price * quantity * contract_size is money
local open_interest -- contracts; nil: what the trades say
local sides_counted = 1 -- 2 where the exchange counts each contract twice, for its buyer and its seller
local model = "default" -- fitted on crypto futures: for other markets write one of your own, with its margin and leverage
local utc_offset = 3 * 3600 -- seconds by which QUIK's clock is ahead of UTC: it shows the time of Moscow
local rows = 12
local kept_in = getScriptPath() .. "\\liqmap.state"

---------------------------------------------------------------------- queue: OnAllTrade writes, main reads

local places = 65536
local number, ts, price, qty, is_buy, contracts = {}, {}, {}, {}, {}, {}
for i = 1, places do number[i], ts[i], price[i], qty[i], is_buy[i], contracts[i] = 0, 0.0, 0.0, 0.0, false, 0 end
local written, read, lost = 0, 0, 0

-- Seconds since 1970 of a date and time, without a new table or text, and without this computer's time zone.
local floor = math.floor
local function epoch(d)
  local year, month = d.year, d.month
  if month <= 2 then year, month = year - 1, month + 12 end
  local days = 365 * year + floor(year / 4) - floor(year / 100) + floor(year / 400) + floor((153 * (month - 3) + 2) / 5)
    + d.day - 719469
  return days * 86400 + d.hour * 3600 + d.min * 60 + d.sec - utc_offset + (d.mcs or 0) * 1e-6
end

-- Whether the taker bought: bit 1 of the flags; bit 0 says that the taker sold.
local function taker_bought(flags)
  if flags % 4 >= 2 then return true end
  if flags % 2 == 1 then return false end
end

local function is_watched(t) return t.sec_code == sec_code and t.class_code == class_code end

function OnAllTrade(t)
  if not is_watched(t) then return end
  if written - read == places then
    lost = lost + 1
    return
  end
  local place = written % places + 1
  number[place], ts[place], price[place], qty[place] = t.trade_num, epoch(t.datetime), t.price, t.qty
  is_buy[place], contracts[place] = taker_bought(t.flags), t.open_interest
  written = written + 1 -- last: what main sees is complete
end

---------------------------------------------------------------------- window

local window

local function open_window()
  window = AllocTable()
  AddColumn(window, 1, "Side", true, QTABLE_STRING_TYPE, 8)
  AddColumn(window, 2, "Price from", true, QTABLE_DOUBLE_TYPE, 14)
  AddColumn(window, 3, "to", true, QTABLE_DOUBLE_TYPE, 14)
  AddColumn(window, 4, "Distance, %", true, QTABLE_DOUBLE_TYPE, 12)
  AddColumn(window, 5, "Estimated notional", true, QTABLE_DOUBLE_TYPE, 20)
  AddColumn(window, 6, "Share of side, %", true, QTABLE_DOUBLE_TYPE, 16)
  CreateWindow(window)
end

local function cell(row, column, format, value)
  if value then
    SetCell(window, row, column, format:format(value), value)
  else
    SetCell(window, row, column, "")
  end
end

local function show(map)
  local info, clusters = map:info(), map:clusters()
  if IsWindowClosed(window) then return end
  SetWindowCaption(window, ("%s: liquidations by the model \"%s\", an estimate; price %.10g"):format(sec_code, model,
    info.reference_price))
  table.sort(clusters, function(a, b) return math.abs(a.distance_pct) < math.abs(b.distance_pct) end)
  Clear(window)
  for i = 1, math.min(rows, #clusters) do
    local cluster = clusters[i]
    local row = InsertRow(window, -1)
    SetCell(window, row, 1, cluster.side)
    cell(row, 2, "%.10g", cluster.price_low)
    cell(row, 3, "%.10g", cluster.price_high)
    cell(row, 4, "%+.2f", cluster.distance_pct)
    cell(row, 5, "%.0f", cluster.notional) -- unknown without open interest
    cell(row, 6, "%.1f", cluster.share * 100)
  end
end

---------------------------------------------------------------------- map

local options = { symbol = sec_code, contract_size = contract_size }
local map, minute, minute_ends
local last_number = 0 -- of the trades that are added
local last_open_interest

local function minute_is_over()
  if not open_interest and last_open_interest then
    minute:gauge(minute_ends - 1, "open_interest", last_open_interest / sides_counted)
  end
  local problem
  if map then
    problem = select(2, map:advance(minute, minute_ends))
  else
    map, problem = minute:map(model, minute_ends, open_interest)
  end
  if problem then message("liqmap: " .. problem) end
  minute:close()
  minute = assert(liqmap.tape(options))
end

local changed = false

-- Adds a trade. After a reconnection QUIK sends trades again, and a trade of the table may be in the queue, too; the numbers
-- of an instrument increase.
local function add(trade_number, seconds, trade_price, quantity, bought, open_contracts)
  if trade_number <= last_number then return end
  if not minute_ends then minute_ends = floor(seconds / 60) * 60 + 60 end
  if seconds >= minute_ends then
    minute_is_over()
    changed = true
    minute_ends = floor(seconds / 60) * 60 + 60
  end
  local added, problem = minute:trade(seconds, trade_price, quantity, bought)
  if not added then message("liqmap: a trade is left out: " .. problem) end
  last_number = trade_number
  if open_contracts and open_contracts > 0 then last_open_interest = open_contracts end
end

local function read_queue()
  while read < written do
    local place = read % places + 1
    add(number[place], ts[place], price[place], qty[place], is_buy[place], contracts[place])
    read = read + 1
  end
end

-- The trades of the day that QUIK has already.
local function read_table()
  for i = 0, getNumberOf "all_trades" - 1 do
    local t = getItem("all_trades", i)
    if is_watched(t) then
      add(t.trade_num, epoch(t.datetime), t.price, t.qty, taker_bought(t.flags), t.open_interest)
    end
  end
end

---------------------------------------------------------------------- file between two runs

local function keep()
  local state = { map and map:encode() or "", minute:encode() }
  local file = io.open(kept_in .. ".new", "wb")
  if not file then return message("liqmap: cannot write " .. kept_in) end
  file:write(("%d %.0f %.0f\n"):format(#state[1], minute_ends or 0, last_number), state[1], state[2])
  file:close()
  os.remove(kept_in) -- Windows does not rename a file to a name that exists
  os.rename(kept_in .. ".new", kept_in)
end

local function restore()
  minute = assert(liqmap.tape(options))
  local file = io.open(kept_in, "rb")
  if not file then return end
  local size, ends, number = (file:read "*l" or ""):match "^(%d+) (%d+) (%d+)$"
  local bytes = file:read "*a"
  file:close()
  size = tonumber(size)
  local old_map = size and size > 0 and liqmap.decode(bytes:sub(1, size))
  local old_minute = size and liqmap.decode(bytes:sub(size + 1))
  if not old_minute or size > 0 and not old_map then
    return message("liqmap: " .. kept_in .. " is damaged, so the map begins anew")
  end
  map, minute, last_number = old_map or nil, old_minute, tonumber(number)
  minute_ends = tonumber(ends) > 0 and tonumber(ends) or nil
  changed = map ~= nil
end

---------------------------------------------------------------------- what QUIK calls

local running = true

function OnStop()
  running = false
  return 5000 -- milliseconds that main may still take
end

function main()
  restore()
  open_window()
  read_table()
  while running do
    read_queue()
    if changed and map then
      show(map)
      changed = false
    end
    sleep(100)
  end
  read_queue()
  keep()
  DestroyTable(window)
  if lost > 0 then message("liqmap: " .. lost .. " trades are lost, because the queue was full") end
end

-- Tries bad words in each column that layouts read, and JSON without a key that they need. Prints "ok" for each file that is
-- refused with its line, else what was taken. Argument: the folder of the checkout.
local liqmap = require "liqmap"
local json = require "dkjson"
local root = arg[1]

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local function layout_document(name)
  local file, key = name:match "^(.-)/(.*)$"
  return json.decode(read(("%s/core/feed/layouts/%s.json"):format(root, file))).layouts[key]
end

local function list(value)
  return value and (value[1] and value or {value}) or {}
end

local function column_of(figure)
  return type(figure) == "table" and figure.column or figure
end

local function refused(name, text, line, what)
  local given = false
  local options = {symbol = "*", contract_size = name:match "^binance%-coinm" and 100 or nil}
  local done, message = pcall(function()
    for _ in assert(liqmap.rows(function()
      given = not given
      return given and text or nil
    end, name, options)) do -- luacheck: ignore
    end
  end)
  if done then
    print(("%s: %s is taken"):format(name, what))
  elseif line and not message:find("line " .. line .. ":", 1, true) then
    print(("%s: %s does not name line %d: %s"):format(name, what, line, message))
  else
    print "ok"
  end
end

-- ---- columns

local bad = {
  price = {"oops", "-1", "NaN", "Infinity", "1,5"},
  amount = {"oops", "-1", "NaN", "Infinity"},
  value = {"oops", "NaN", "Infinity"},
  time = {"oops", "-1", "12345"},
  side = {"oops"},
}

-- The kind of each column that the layout reads, by name.
local function kinds_of(document)
  local kinds = {}
  local function set(figure, kind)
    local column = column_of(figure)
    if column and not kinds[column] then
      kinds[column] = kind
    end
  end
  for _, stream in ipairs {"trades", "candles", "gauges", "liquidations"} do
    for _, mapping in ipairs(list(document[stream])) do
      if not mapping.where then
        set(mapping.ts or document.ts, "time")
        for _, price in ipairs {"price", "open", "high", "low", "close"} do
          set(mapping[price], "price")
        end
        if stream == "gauges" then
          set(mapping.value, "value")
        elseif document.contract == "inverse" then
          set(mapping.quote or mapping.contracts, "amount")
        else
          set(mapping.base or mapping.contracts or mapping.quote, "amount")
        end
        if type(mapping.side) == "table" and mapping.side.column then
          set(mapping.side, "side")
        end
      end
    end
  end
  return kinds
end

local function try_columns(name, text)
  local document, lines = layout_document(name), {}
  for line in text:gmatch "[^\n]*\n" do
    lines[#lines + 1] = line
  end
  local positions, header = {}, lines[1]:find "%a+[,_]%a" and not lines[1]:find "%d%d%d"
  local number = 0
  for field in (header and lines[1]:gsub("%s", "") or table.concat(document.csv.columns, ",")):gmatch "[^,]+" do
    number = number + 1
    positions[field:lower()] = number
  end
  for column, kind in pairs(kinds_of(document)) do
    local at = positions[column:lower()]
    for _, word in ipairs(at and bad[kind] or {}) do
      local fields, changed = {}, {table.unpack(lines)}
      for field in (lines[5]:sub(1, -2) .. ","):gmatch "([^,]*)," do
        fields[#fields + 1] = field
      end
      if fields[at] and fields[at] ~= "" then
        fields[at] = word:find "," and '"' .. word .. '"' or word
        changed[5] = table.concat(fields, ",") .. "\n"
        refused(name, table.concat(changed), 5, ("%s in %s"):format(word, column))
      end
    end
  end
end

-- ---- keys

local keys = {
  ["binance-usdm/force_order"] = {"ap", "z", "T"},
  ["bybit/all_liquidation"] = {"data", "T", "v", "p"},
  ["okx/liquidation_orders"] = {"data", "bkPx", "sz", "ts"},
  ["bitmex/liquidation"] = {"ts", "data", "price", "leavesQty"},
  ["deribit/trades"] = {"timestamp", "price", "amount"},
  ["hyperliquid/fills"] = {"px", "sz", "time"},
  ["coinglass/liquidation_history"] = {"time"},
}

local function try_keys(name, text)
  local last = text:match "([^\n]*)\n$"
  for _, key in ipairs(keys[name]) do
    local changed, count = last:gsub('"' .. key .. '":', '"not_' .. key .. '":')
    if count > 0 then
      refused(name, changed .. "\n", 1, "no " .. key)
    end
  end
  refused(name, last:sub(1, #last // 2) .. "\n", nil, "half a line")
  for _, junk in ipairs {'"text"', "7", "null", "[]x", '{"a":1}', '{"a":'} do
    refused(name, junk .. "\n", nil, junk)
  end
end

local pipe = assert(io.popen(("ls '%s/examples/load/samples'"):format(root)))
for file in pipe:lines() do
  local base, kind = file:match "^([^.]+)%.(%w+)$"
  local name = base and base:gsub("^(.*)%-(.-)$", "%1/%2")
  local text = base and read(root .. "/examples/load/samples/" .. file)
  if kind == "csv" and name ~= "binance-usdm/book_depth" then
    try_columns(name, text)
  elseif kind == "jsonl" and keys[name] then
    try_keys(name, text)
  end
end
pipe:close()

-- The same pages from Lua:      lua pages.lua scripts.js folder
local liqmap = require "liqmap"

local function read(name)
  local file = assert(io.open(name, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local function write(name, text)
  local file = assert(io.open(name, "wb"))
  file:write(text)
  file:close()
end

local scripts, folder = read(arg[1]), arg[2]
local tape = liqmap.tape {symbol = "DEMO"}
for ts, price, qty, is_buy in liqmap.demo_trades() do
  assert(tape:trade(ts, price, qty, is_buy))
end
for ts, name, value in liqmap.demo_gauges() do
  assert(tape:gauge(ts, name, value))
end

local map = assert(tape:map()):vega {title = "Where a made-up market would be liquidated"}
write(folder .. "/map.lua.html", assert(liqmap.page(map, "DEMO: map", scripts)))
local heatmap = tape:vega {every = 7200, title = "A made-up market through time"}
write(folder .. "/heatmap.lua.html", assert(liqmap.page(heatmap, "DEMO: heatmap", scripts)))

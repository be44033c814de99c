-- Pictures of the made-up market and the numbers behind them, into a folder: arg[1].
local liqmap = require "liqmap"
local json = require "dkjson"

local function write(name, text)
  local out = assert(io.open(arg[1] .. "/" .. name, "w"))
  assert(out:write(text))
  out:close()
end

local tape = liqmap.demo { days = 4 }
local map = assert(tape:map())
local hostile = "<script>document.title='x'</script><image href='http://example.org/a'/> ]]> &amp; \1\255"
for _, theme in ipairs { "auto", "light", "dark" } do
  write("map-" .. theme .. ".svg", assert(map:svg { theme = theme }))
  write("map-small-" .. theme .. ".svg", assert(map:svg { theme = theme, width = 320, height = 200, title = hostile }))
  write("heatmap-" .. theme .. ".svg", assert(tape:svg { theme = theme, every = 3600 }))
  write("heatmap-wide-" .. theme .. ".svg", assert(tape:svg { theme = theme, width = 2400, height = 500, title = hostile }))
end
local none = liqmap.tape()
write("map-empty-auto.svg", assert(none:map():svg()))
write("heatmap-empty-auto.svg", assert(none:svg()))

-- What the picture of the tape shows: 5 % beyond the prices traded.
local low, high = math.huge, 0
for frame in tape:frames() do
  if frame.low then low, high = math.min(low, frame.low), math.max(high, frame.high) end
end
local rows = {}
for i, row in ipairs(assert(tape:heatmap { every = 3600, low = low * 0.95, high = high * 1.05 })) do
  rows[i] = { row.ts, row.price_low, row.long_notional + row.short_notional }
end
local clusters = {}
for _, cluster in ipairs(map:clusters()) do
  clusters[cluster.rank] = { cluster.price_peak, cluster.notional }
end
write("numbers.json", json.encode { rows = rows, low = low, high = high, clusters = clusters, hostile = "<script>" })

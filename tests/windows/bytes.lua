-- Prints what liqmap makes of a made-up market: a tape, a map, clusters, a heatmap and charts. Every system prints the same.
local liqmap = require "liqmap"

local function hex(bytes)
  return (bytes:gsub(".", function(byte)
    return ("%02x"):format(byte:byte())
  end))
end

local tape = liqmap.demo {days = 3}
local map = assert(tape:map())
print(hex(tape:encode()))
print(hex(map:encode()))
for _, rows in ipairs {map:clusters(), map:levels(), tape:heatmap {every = 3600}, tape:replay()} do
  for _, row in ipairs(rows) do
    local cells = {}
    for name, value in pairs(row) do
      cells[#cells + 1] = name .. "=" .. (type(value) == "number" and ("%.17g"):format(value) or tostring(value))
    end
    table.sort(cells)
    print(table.concat(cells, " "))
  end
end
print(map:svg())
print(tape:svg {every = 3600})
print(map:vega())

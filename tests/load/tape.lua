-- The tape of a file in hex. Arguments: file, layout, symbol (or ""), options.
local liqmap = require "liqmap"
local file = assert(io.open(arg[1], "rb"))
local tape = assert(liqmap.tape(arg[4]))
assert(tape:feed(file:read "*a", arg[2], arg[3] ~= "" and arg[3] or nil))
print((tape:encode():gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)))

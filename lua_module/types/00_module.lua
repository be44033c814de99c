---@meta liqmap

-- Annotations of liqmap for editors. docs/lua.md is the reference.
--
-- Times are seconds since 1970-01-01 UTC, with fractions. Prices are quote currency per coin, sizes are coins, notional is
-- quote currency. A mistake in the script raises an error; data that cannot be used give nil, a message and one of these
-- codes.

---@alias liqmap.code
---| "bad_argument"  # an argument or an option that is not valid
---| "out_of_range"  # a number outside of its range
---| "bad_time"      # a time outside of its range
---| "overflow"      # a count that does not fit in 63 bits
---| "mismatch"      # two objects with different options
---| "bad_document"  # a document that is not valid; the message names the path
---| "corrupt"       # bytes that are not a valid tape, map or file
---| "newer_format"  # bytes that a newer liqmap wrote
---| "limit"         # an object larger than its limit
---| "missing"       # an object that lacks what the call needs
---| "unsupported"   # not offered

---@alias liqmap.side "long"|"short"

---Seconds, or text such as "5 min".
---@alias liqmap.duration number|string

---@class liqmap
---@field _NAME "liqmap"
---@field _VERSION string
local liqmap = {}

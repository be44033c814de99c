-- The table of the built-in layouts, from layouts(), as tools/reference read it: a line is a layout, with tabs between its
-- name, streams, contract, source and traps. There is no argument.
local tables = require "tables"
local layouts = {}

function layouts.lines()
  local lines = {"| layout | contains | contract | source | known problems |", "|---|---|---|---|---|"}
  for line in io.lines(os.getenv("REFERENCE") .. "/layouts") do
    local name, streams, contract, source, traps = table.unpack(tables.split((line:gsub("|", "\\|")), "\t"))
    lines[#lines + 1] = ("| `%s` | %s | %s | %s | %s |"):format(name, streams, contract == "" and "as the tape" or contract,
      source, traps)
  end
  assert(#lines > 2, "layouts() gave nothing")
  return lines
end

return layouts

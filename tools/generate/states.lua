-- The table of the SQLSTATEs that the functions for users can give, from tools/states.
local states = {}

local tables = require "tables"

local listed = {}
for line in io.lines("tools/states") do
  local name, list = line:match("^([%w_ ()]+): ?(.*)$")
  if name and not line:match("^#") then
    listed[name] = list
  end
end

local function states_of(f)
  local first = f.arguments[1] and ("%s(%s)"):format(f.name, f.arguments[1].type)
  return listed[first] or listed[f.name]
end

function states.lines()
  local lines = {"| function | SQLSTATE |", "|---|---|"}
  local by_name, order = {}, {}
  for _, f in ipairs(tables.functions) do
    local list = states_of(f)
    assert(list, f.name .. " has no line in tools/states, which lists its SQLSTATEs")
    if not f.part and list ~= "" then
      local name = listed[f.name] and f.name or ("%s(%s)"):format(f.name, f.arguments[1].type)
      if not by_name[name] then
        order[#order + 1] = name
        by_name[name] = list
      end
    end
  end
  local same, groups = {}, {}
  for _, name in ipairs(order) do
    local list = by_name[name]
    if not same[list] then
      same[list] = {}
      groups[#groups + 1] = list
    end
    table.insert(same[list], "`" .. name .. "`")
  end
  for _, list in ipairs(groups) do
    lines[#lines + 1] = ("| %s | %s |"):format(table.concat(same[list], ", "), (list:gsub(" ", ", ")))
  end
  return lines
end

return states

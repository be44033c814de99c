-- Annotations of rows from the row tables of the core. An argument is the name of a row type; each becomes a class.
local tables = require "tables"
local rows = {}

local lua_types = {number = "number", count = "integer", integer = "integer", flag = "boolean", time = "number",
                   duration = "number", text = "string", side = "liqmap.side", document = "table", names = "string[]"}

-- What the types do not say.
local units = {time = "seconds since 1970", duration = "seconds"}

local function meaning(column)
  local unit = column.unit ~= "" and column.unit or units[column.type] or ""
  if unit ~= "" and column.about ~= "" then
    return (" %s: %s"):format(unit, column.about)
  end
  return unit .. column.about ~= "" and " " .. unit .. column.about or ""
end

function rows.lines(names)
  local lines = {}
  for i, name in ipairs(names) do
    local row = assert(tables.rows[name], "no row table is named " .. name)
    if i > 1 then
      lines[#lines + 1] = ""
    end
    lines[#lines + 1] = "---" .. row.about
    lines[#lines + 1] = "---@class liqmap." .. row.name
    for _, column in ipairs(row.columns) do
      lines[#lines + 1] = ("---@field %s%s %s%s"):format(column.name, column.optional and "?" or "",
        lua_types[column.type], meaning(column))
    end
  end
  return lines
end

return rows

-- The row tables and the parameter tables of the core, as tools/rows.c printed them, and the functions of the catalog.
local tables = {rows = {}, order = {}, parameters = {}, members = {}}

local folder = assert(os.getenv("REFERENCE"), "tools/reference runs this")

function tables.split(text, separator)
  local items = {}
  if text ~= "" then
    for item in (text .. separator):gmatch("(.-)" .. separator) do
      items[#items + 1] = item
    end
  end
  return items
end

-- A name in a table is "levels", or "info(tape)" where several functions have one name and differ in their first argument.
function tables.named(text, f)
  local name, first = text:match("^([%w_]+)%(([%w_]+)%)$")
  if not name then
    return text == f.name
  end
  return name == f.name and f.arguments[1] and f.arguments[1].type == first
end

for line in io.lines(folder .. "/rows") do
  local field = tables.split(line, "\t")
  if field[1] == "row" then
    local row = {name = field[2], about = field[3], functions = tables.split(field[4], " "), columns = {}}
    tables.rows[row.name] = row
    tables.order[#tables.order + 1] = row
  elseif field[1] == "column" then
    table.insert(tables.rows[field[2]].columns,
      {name = field[3], type = field[4], optional = field[5] == "1", unit = field[6], about = field[7]})
  elseif field[1] == "member" then
    local members = tables.members[field[2]] or {}
    tables.members[field[2]] = members
    local name = field[3]:gsub("%[0%]$", "")
    members[name] = members[name] or {}
    table.insert(members[name], tonumber(field[4]))
  else
    table.insert(tables.parameters,
      {functions = tables.split(field[2], " "), name = field[3], type = field[4], default = field[5]})
  end
end

-- Functions in the order of their CREATE statements.
tables.functions = {}
for line in io.lines(folder .. "/catalog") do
  local field = tables.split(line, "\t")
  local f = {name = field[1], aggregate = field[2] == "aggregate", set = field[2] == "set", result = field[3],
             arguments = {}, columns = {}, operators = tables.split(field[6], "\x1e"), part = field[7] == "part",
             comment = field[8]}
  for i, argument in ipairs(tables.split(field[4], "\x1e")) do
    local name, type, default = table.unpack(tables.split(argument, "\x1f"))
    f.arguments[i] = {name = name, type = type, default = default ~= "" and default or nil}
  end
  for i, column in ipairs(tables.split(field[5], "\x1e")) do
    local name, type = table.unpack(tables.split(column, "\x1f"))
    f.columns[i] = {name = name, type = type}
  end
  tables.functions[#tables.functions + 1] = f
end

return tables

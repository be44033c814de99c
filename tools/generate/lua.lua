-- Tables of Lua functions from the annotations in lua_module/types/. An argument is a topic: the name of a file there
-- without its number. The columns of rows are those of the row tables.
local tables = require "tables"
local lua = {}

local function topic_path(topic)
  local files = assert(io.popen(("LC_ALL=C ls lua_module/types/*_%s.lua"):format(topic)))
  local path = files:read("l")
  files:close()
  return assert(path, "lua_module/types/ has no file of the topic " .. topic)
end

-- The names of the fields of a class, or of a table type such as { since?: number, days?: number }.
local function field_names(type)
  local names, inside = {}, false
  local class = type:match("^liqmap%.([%w_]+)")
  if not class then
    for name in (type:match("^{(.*)}") or ""):gmatch("([%w_]+%??):") do
      names[#names + 1] = name
    end
    return names
  end
  local files = assert(io.popen("cat lua_module/types/*.lua"))
  for line in files:lines() do
    local field = line:match("^%-%-%-@field ([%w_]+%??) ")
    inside = line == "---@class liqmap." .. class or inside and field
    if inside and field then
      names[#names + 1] = field
    end
  end
  files:close()
  return names
end

-- These arguments are tables whose fields say more than the name of the argument.
local expanded = {["options?"] = true, position = true, candle = true, columns = true, trades = true}

-- The functions of a file, in order: what their comments say, the names of arguments, the type of the first result.
local function functions_of(path)
  local functions, f = {}, {words = {}, arguments = {}}
  for line in io.lines(path) do
    local name, type = line:match("^%-%-%-@param ([%w_]+%??) (.*)$")
    if line:match("^function ") then
      f.call = line:match("^function ([%w_.:]+)%(")
      functions[#functions + 1] = f
      f = {words = {}, arguments = {}}
    elseif name then
      f.arguments[#f.arguments + 1] = name:gsub("_%?$", "?"):gsub("^until_", "until")
      f.fields = expanded[name] and field_names(type) or {}
    elseif line:match("^%-%-%-@return ") then
      f.result = f.result or line:match("^%-%-%-@return (.*)$")
    elseif line:match("^%-%-%-[^@-]") then
      f.words[#f.words + 1] = line:sub(4)
    elseif not line:match("^%-%-%-@") then
      f = {words = {}, arguments = {}}
    end
  end
  return functions
end

-- A function of one table is called as f {field, ...}.
local function call_of(f)
  if #f.arguments == 1 and #f.fields > 0 then
    return ("%s {%s}"):format(f.call, table.concat(f.fields, ", "))
  end
  return ("%s(%s)"):format(f.call, table.concat(f.arguments, ", "))
end

-- The classes from which a class inherits, as written: liqmap.simulation is "liqmap.simulation_about, { [integer]: ... }".
local function parents_of(class)
  local files = assert(io.popen("cat lua_module/types/*.lua"))
  local parents
  for line in files:lines() do
    parents = parents or line:match("^%-%-%-@class liqmap%." .. class .. ": (.*)$")
  end
  files:close()
  return parents or ""
end

local function column_list(name)
  local names = {}
  for i, column in ipairs(tables.rows[name].columns) do
    names[i] = "`" .. column.name .. "`"
  end
  return table.concat(names, ", ")
end

local function row_columns(result)
  local name = result and result:match("liqmap%.([%w_]+)")
  if not name then
    return ""
  end
  if not tables.rows[name] then
    local parents = parents_of(name)
    local about, row = parents:match("liqmap%.([%w_]+)"), parents:match("%[integer%]: liqmap%.([%w_]+)")
    return row and (". Rows: %s. The list also has the fields %s"):format(column_list(row), column_list(about)) or ""
  end
  local keys = {}
  for key in result:gmatch("([%w_]+): liqmap%." .. name) do
    keys[#keys + 1] = "`" .. key .. "`"
  end
  if #keys > 0 then
    return (". Fields: %s, each with %s"):format(table.concat(keys, ", "), column_list(name))
  end
  local many = result:find(name .. "[]", 1, true) or result:find("fun()", 1, true)
  return (many and ". Rows: " or ". Fields: ") .. column_list(name)
end

local asked = {}
function lua.lines(topics)
  local lines = {"| function | gives |", "|---|---|"}
  for _, topic in ipairs(topics) do
    asked[topic] = true
    for _, f in ipairs(functions_of(topic_path(topic))) do
      local words = table.concat(f.words, " "):gsub("%.$", "")
      assert(words ~= "", f.call .. " has no comment")
      lines[#lines + 1] = ("| `%s` | %s%s |"):format(call_of(f), (words:gsub("|", "\\|")), row_columns(f.result))
    end
  end
  return lines
end

-- Every annotated function must be in some table.
function lua.finish(path)
  local files = assert(io.popen("LC_ALL=C ls lua_module/types/*.lua"))
  for file in files:lines() do
    local topic = file:match("/%d+_([%w_]+)%.lua$")
    assert(asked[topic] or #functions_of(file) == 0, ("%s has no table of the topic %s"):format(path, topic))
  end
  files:close()
end

return lua

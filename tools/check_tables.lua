-- Holds the row tables and the parameter tables of the core against the catalog:      lua5.4 tools/check_tables.lua
--
-- Every SQL function that returns rows has one row table, with the same columns in the same order and of the same types;
-- every default of a parameter table is the DEFAULT of SQL.
package.path = arg[0]:match("^(.*)/") .. "/?.lua;" .. package.path
local tables = require "tables"
local failures = require "failures"
local fail = failures.add

-- ---- rows

local sql_types = {number = "float8", count = "bigint", integer = "integer", flag = "boolean", time = "timestamptz",
                   duration = "interval", text = "text", side = "side", document = "jsonb", names = "text[]"}

-- The first column of a list that the other list does not contain, and where it stands.
local function first_missing(columns, others)
  local there = {}
  for _, other in ipairs(others) do
    there[other.name] = true
  end
  for i, column in ipairs(columns) do
    if not there[column.name] then
      return column.name, i > 1 and "after " .. columns[i - 1].name or "as the first"
    end
  end
end

-- Where a column is missing, each column behind it differs too: only the missing one is said.
local function check_row(f, row)
  local undeclared, place = first_missing(row.columns, f.columns)
  if undeclared then
    fail("%s(): SQL declares no column %s, which the row table %s has %s", f.name, undeclared, row.name, place)
  end
  local unknown, declared_place = first_missing(f.columns, row.columns)
  if unknown then
    fail("%s(): the row table %s has no column %s, which SQL declares %s", f.name, row.name, unknown, declared_place)
  end
  if undeclared or unknown then
    return
  end
  for i = 1, math.max(#f.columns, #row.columns) do
    local declared, column = f.columns[i], row.columns[i]
    if not declared or not column then
      fail("%s(): column %d is %s in SQL and %s in the row table %s", f.name, i, declared and declared.name or "nothing",
        column and column.name or "nothing", row.name)
    elseif declared.name ~= column.name or declared.type ~= sql_types[column.type] then
      fail("%s(): column %d is %s %s in SQL and %s %s in the row table %s", f.name, i, declared.name, declared.type,
        column.name, sql_types[column.type], row.name)
    end
  end
end

-- Rows that hold an object of the core, such as those of maps(), are written without a row table.
local function has_object(f)
  for _, column in ipairs(f.columns) do
    if column.type == "map" or column.type == "tape" then
      return true
    end
  end
  return false
end

local used = {}
for _, f in ipairs(tables.functions) do
  if #f.columns > 0 and not has_object(f) then
    local found
    for _, row in ipairs(tables.order) do
      for _, text in ipairs(row.functions) do
        if tables.named(text, f) then
          found = row
          used[text] = true
        end
      end
    end
    if found then
      check_row(f, found)
    else
      fail("%s() returns rows without a row table", f.name)
    end
  end
end
for _, row in ipairs(tables.order) do
  for _, text in ipairs(row.functions) do
    if not used[text] then
      fail("the row table %s names %s, which returns no rows in SQL", row.name, text)
    end
  end
end

-- ---- parameters

-- What a default of the core is in the catalog.
local themes = {["0"] = "auto", ["1"] = "light", ["2"] = "dark"}
local function sql_default(parameter)
  local value = parameter.default
  if parameter.type == "number" then
    return value == "inf" and "'Infinity'::float8" or value
  elseif parameter.type == "duration" then
    return value == "0" and "'00:00:00'::interval" or value
  elseif parameter.type == "time" then
    local ends = {["-9223372036854775808"] = "-infinity", ["9223372036854775807"] = "infinity"}
    return ("'%s'::timestamptz"):format(ends[value] or os.date("!%Y-%m-%d %H:%M:%S+00", tonumber(value) // 1000000))
  elseif parameter.type == "text" then
    return ("'%s'::text"):format(value)
  elseif parameter.type == "theme" then
    return ("'%s'::text"):format(themes[value])
  end
  return value
end

local function plain(default)
  return (default:gsub("double precision", "float8"):gsub("timestamp with time zone", "timestamptz")
    :gsub("^'(%d+)'::bigint$", "%1"):gsub("^%((%-?%d+)%)::float8$", "%1"):gsub("^'(%-?[%d.]+)'::float8$", "%1"))
end

local checked = 0
for _, parameter in ipairs(tables.parameters) do
  for _, text in ipairs(parameter.functions) do
    for _, f in ipairs(tables.functions) do
      if tables.named(text, f) then
        -- PostgreSQL allows no default before an argument without one
        local declared, last_without = nil, 0
        for i, argument in ipairs(f.arguments) do
          declared = argument.name == parameter.name and argument or declared
          last_without = argument.default and last_without or i
        end
        local has_none = declared and not declared.default and f.arguments[last_without] ~= declared
        if not declared then
          fail("%s() has no argument %s, which is in its parameter table", f.name, parameter.name)
        elseif not has_none and plain(declared.default or "none") ~= sql_default(parameter) then
          fail("%s(): the default of %s is %s in SQL and %s in the core", f.name, parameter.name,
            plain(declared.default or "none"), sql_default(parameter))
        end
        checked = checked + 1
      end
    end
  end
end
if checked == 0 then
  fail("no parameter was checked")
end

failures.exit()

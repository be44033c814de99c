-- Tables of SQL functions from the catalog and its comments. An argument is a topic: the name of a file in sql/liqmap/
-- without its number. A table has the functions of its topics in the order in which the files create them.
local sql = {}

local tables = require "tables"

-- The catalog does not know files. But the functions are there in the order of their CREATE statements.
local function set_topics(functions)
  local count = 0
  local files = assert(io.popen("LC_ALL=C ls sql/liqmap/*.sql"))
  for path in files:lines() do
    for line in io.lines(path) do
      local name = line:match("^CREATE FUNCTION ([%w_]+)") or line:match("^CREATE AGGREGATE ([%w_]+)")
      if name then
        count = count + 1
        local f = assert(functions[count], "the catalog has less than sql/liqmap/: " .. name)
        assert(f.name == name, ("%s creates %s where the catalog has %s"):format(path, name, f.name))
        f.topic = path:match("/%d+_([%w_]+)%.sql$")
      end
    end
  end
  assert(count == #functions, "the catalog has more than sql/liqmap/")
  files:close()
end

local functions = tables.functions
set_topics(functions)

-- ---- writing

-- As the install script writes it: without the cast.
local written = {["'00:00:00'"] = "'0'", ["'Infinity'"] = "'infinity'"}
local function default_text(default)
  default = default:gsub("::[%w_ ]+%[?%]?$", "")
  return written[default] or default
end

local function argument_text(argument)
  local text = argument.name == argument.type and argument.name or argument.name .. " " .. argument.type
  return argument.default and text .. " = " .. default_text(argument.default) or text
end

local function argument_list(f)
  local texts = {}
  for i, argument in ipairs(f.arguments) do
    texts[i] = argument_text(argument)
  end
  return texts
end

-- Whether b is a with one more argument, as aggregates with options are.
local function extends(a, b)
  if not b or b.part or not a.aggregate or a.name ~= b.name or #b.arguments ~= #a.arguments + 1 then
    return false
  end
  for i, argument in ipairs(a.arguments) do
    if argument.name ~= b.arguments[i].name or argument.type ~= b.arguments[i].type then
      return false
    end
  end
  return true
end

local function row(f, longer)
  local arguments = table.concat(argument_list(f), ", ")
  if longer then
    arguments = arguments .. " [, " .. argument_text(longer.arguments[#longer.arguments]) .. "]"
  end
  local name = f.name == "version" and "liqmap.version" or f.name -- PostgreSQL has one of its own
  local call = ("`%s(%s)`"):format(name, arguments)
  for _, operator in ipairs(f.operators) do
    call = call .. (", `%s %s %s`"):format(f.arguments[1].name, operator, f.arguments[2].name)
  end
  if f.aggregate then
    call = call .. " (aggregate)"
  end
  local gives = f.comment
  if longer then
    -- The rest of the longer comment says what the shorter one says.
    local options = longer.comment:match("with (options: .*)$")
    gives = gives .. "; " .. assert(options, f.name .. ": the comment of the longer aggregate does not say its options")
  end
  if #f.columns > 0 then
    local names = {}
    for i, column in ipairs(f.columns) do
      names[i] = column.name
    end
    gives = gives .. (f.set and ". Rows: `" or ". One row: `") .. table.concat(names, "`, `") .. "`"
  else
    call = call .. " &rarr; " .. (f.set and "rows of " or "") .. f.result
  end
  return ("| %s | %s |"):format(call, (gives:gsub("|", "\\|")))
end

local asked = {}
function sql.lines(topics)
  local lines = {"| function | gives |", "|---|---|"}
  for _, topic in ipairs(topics) do
    asked[topic] = true
    local skip
    local count = #lines
    for i, f in ipairs(functions) do
      if f.topic == topic and not f.part and not skip then
        assert(f.comment, f.name .. " has no comment")
        local longer = extends(f, functions[i + 1]) and functions[i + 1] or nil
        lines[#lines + 1] = row(f, longer)
        skip = longer ~= nil
      else
        skip = false
      end
    end
    assert(#lines > count, "sql/liqmap/ has no file of the topic " .. topic .. " with a function for users")
  end
  return lines
end

-- Every function for users must be in some table.
function sql.finish(path)
  for _, f in ipairs(functions) do
    assert(f.part or asked[f.topic], ("%s has no table of the topic %s, which %s() is in"):format(path, f.topic, f.name))
  end
end

return sql

-- Holds the defaults that are written a second time against those of the core:      lua5.4 tools/check_defaults.lua
--
-- They are written in the annotations for Lua, in the comments of the public headers, in the tables of the documentation,
-- and as the DEFAULT of SQL arguments that are in no parameter table. The files are found from the current folder.
package.path = arg[0]:match("^(.*)/") .. "/?.lua;" .. package.path
local tables = require "tables"
local failures = require "failures"
local fail = failures.add

local function files(pattern)
  local pipe = assert(io.popen("LC_ALL=C ls " .. pattern))
  local paths = {}
  for path in pipe:lines() do
    paths[#paths + 1] = path
  end
  pipe:close()
  return paths
end

-- ---- values

local seconds = {s = 1, min = 60, h = 3600, d = 86400}

-- What the core has where a text says a word. 0 often means that the value comes from elsewhere.
local words = {
  ["a day"] = 86400, ["true"] = 1, ["false"] = 0, ["not"] = 0, ['""'] = 0, linear = 0, market = 0, down = 0,
  ["falls that liquidate longs"] = 0, none = 0, unknown = 0, ["the map's"] = 0, ["the basis"] = 0,
  ["what the symbol says"] = 0,
  ["the frame"] = tables.members.lm_tape_options.frame[1],
}

-- The number that a text states: 0.5, "30 min", true, 2026-01-01; nil for any other text.
local function stated_number(text)
  text = text:gsub("`", ""):match("^%s*(.-)%s*$")
  text = text ~= '""' and text:gsub('"', "") or text
  local number, unit = text:match("^(%d[%d.]*e?%-?%d*) ?(%a*)$")
  if text:match("^%d%d%d%d%-%d%d%-%d%d$") then
    return text
  elseif number and (unit == "" or seconds[unit]) then
    return tonumber(number) * (seconds[unit] or 1)
  end
  return words[text]
end

-- A text states the default of a member: a number, or several with commas between for an array. A time may be a date.
local function check(where, type, name, text)
  local values = tables.members[type][name]
  local numbers = {stated_number(text)}
  if #numbers == 0 then
    for _, item in ipairs(tables.split(text, ", ")) do
      numbers[#numbers + 1] = stated_number(item)
    end
  end
  local same = #numbers == 1 or #numbers == #values
  for i, value in ipairs(values) do
    local number = numbers[i] or numbers[1]
    same = same and (number == value or number == os.date("!%Y-%m-%d", value // 1))
  end
  if not same then
    fail("%s: the default of %s is %s there and %s in %s", where, name, text, table.concat(values, ", "), type)
  end
end

-- ---- annotations

-- "default 0.1" in the words of a parameter or of a field, where a parameter table or a struct has that name: one of them
-- must have that default.
local numbers = {}
for _, parameter in ipairs(tables.parameters) do
  if parameter.type ~= "duration" and parameter.type ~= "time" then
    numbers[parameter.name] = numbers[parameter.name] or {}
    numbers[parameter.name][tonumber(parameter.default) or parameter.default] = true
  end
end
for _, members in pairs(tables.members) do
  for name, values in pairs(members) do
    numbers[name] = numbers[name] or {}
    numbers[name][values[1]] = true
  end
end

local stated = 0
for _, path in ipairs(files "lua_module/types/*.lua") do
  for line in io.lines(path) do
    local name, words = line:match("^%-%-%-@param ([%w_]+)%??(.*)$")
    if not name then
      name, words = line:match("^%-%-%-@field ([%w_]+)%??(.*)$")
    end
    local number, unit = (name and words or ""):match("default (%d[%d.]*e?%-?%d*) ?(%a*)")
    local default = tonumber(number) and tonumber(number) * (seconds[unit] or 1)
    if default and numbers[name] and not numbers[name][default] then
      fail("%s: the default of %s is %s there, and the core has none that is equal", path, name, number)
    end
    stated = stated + (default and numbers[name] and 1 or 0)
  end
end
if stated == 0 then
  fail("no annotation states a default")
end

-- ---- headers

-- The names of "double low, high" and of "double quantiles[8]".
local function declared_names(declaration)
  local names = {}
  for item in (declaration:gsub("%b[]", "") .. ","):gmatch("([%w_]+),") do
    names[#names + 1] = item
  end
  return names
end

-- The value in "seconds, default 1800; 0: none". The words "the default" and "by default" state none.
local function default_of(comment)
  local before, value = (" " .. comment:gsub("%s+", " ")):match("^(.-)default ([^;]+)")
  if value and not before:match("the $") and not before:match("by $") then
    return value:match("^(.-)%s*$")
  end
end

local in_headers = 0
for _, path in ipairs(files "include/liqmap/*.h") do
  local text = io.open(path):read("a")
  for type, body in text:gmatch("typedef struct (lm_[%w_]+) (%b{})") do
    for declaration, comment in body:gmatch("([^;{}/]+);[ ]*/%*(.-)%*/") do
      local value = default_of(comment)
      local names = declared_names(declaration)
      local values = #names > 1 and value and tables.split((value:gsub(" by ", " x ")), " x ") or {value}
      for i, name in ipairs(value and names or {}) do
        if not (tables.members[type] or {})[name] then
          fail("%s: %s.%s has a default, which tools/rows.c does not print", path, type, name)
        elseif not values[i] then
          fail("%s: %s.%s: the comment has no default of its own for it", path, type, name)
        else
          check(path, type, name, values[i])
        end
        in_headers = in_headers + 1
      end
    end
  end
end
if in_headers == 0 then
  fail("no header states a default")
end

-- ---- documentation

-- What the tables of a page describe.
local structs = {
  ["docs/cascade.md"] = {"lm_impact_model", "lm_engine"},
  ["docs/lua.md"] = {"lm_tape_options"},
  ["docs/margin.md"] = {"lm_rules"},
  ["docs/semantics.md"] = {"lm_model"},
  ["docs/simulate.md"] = {"lm_simulate_options", "lm_path_options"},
  ["docs/sql.md"] = {"lm_tape_options"},
}

-- Keys of documents that have other names in C.
local members = {floor = "evaporation_floor", direction = "up"}

-- Keys whose default is no number.
local no_number = {
  any_leverage = "changes other members when it is read",
  leverage = "a ladder",
  margin = "a document of its own",
}

local function check_key(path, key, text)
  local name = members[key] or key
  for _, type in ipairs(structs[path]) do
    if tables.members[type][name] then
      check(path, type, name, text)
      return
    end
  end
  if not no_number[key] then
    fail("%s: %s is in no struct that tools/rows.c prints for this page", path, key)
  end
end

-- The keys and values of "`partial` 1, `cooldown` 30 s (a wait), `order` \"market\" or \"bankruptcy\"". A name without a
-- value states none.
local function check_phrases(path, text)
  for key, rest in text:gmatch("`([%w_]+)` ([^`]*)") do
    local value = rest:match('^"[^"]*"') or rest:match("^%d[%d.]*e?%-?%d* ?%a*") or rest:match("^[^,(:;]+")
    local number = value and value:match("^%d[%d.]*e?%-?%d*")
    local unit = value and value:match(" (%a+)$")
    check_key(path, key, number and not seconds[unit] and number or value)
  end
end

local function check_row(path, cells, column, phrases)
  local default = cells[column]
  if phrases then
    check_phrases(path, default)
    return
  elseif default == "" then
    if cells[1] == "`engine`" then
      check_phrases(path, cells[column + 1])
    end
    return
  elseif default:match("^`?{") then
    for key, value in default:gmatch('"([%w_]+)": ([^,}]+)') do
      check_key(path, key, value)
    end
    return
  end
  local key, value = default:match("^([%w_]+): (.+)$")
  if key then
    check_key(path, key, value)
    return
  end
  local keys = {}
  for name in cells[1]:gmatch("`([%w_]+)`") do
    keys[#keys + 1] = name
  end
  local values = tables.split(default, ", ")
  for i, name in ipairs(keys) do
    check_key(path, name, #values == #keys and values[i] or default)
  end
end

local rows = 0
for _, path in ipairs(files "README.md docs/*.md") do
  local column, phrases
  for line in io.lines(path) do
    local cells = {}
    for cell in (line:match("^|(.*)$") or ""):gsub("\\|", "/"):gmatch("%s*(.-)%s*|") do
      cells[#cells + 1] = cell
    end
    if #cells == 0 then
      column = nil
    elseif column and not line:match("^|%-") then
      check_row(path, cells, column, phrases)
      rows = rows + 1
    end
    for i, cell in ipairs(column and {} or cells) do
      if cell == "default" or cell == "option, default" then
        column, phrases = i, cell ~= "default"
        if not structs[path] then
          fail("%s has a table of defaults, and nothing says of what", path)
          structs[path] = {}
        end
      end
    end
  end
end
if rows == 0 then
  fail("no page has a table of defaults")
end

-- ---- SQL

-- The defaults of arguments that are in no parameter table, by the name of the argument.
local not_given = "the core takes this value as not given"
local others = {
  as_of = {"'infinity'::timestamptz", "the newest"},
  cell_precision = {"0", not_given},
  collateral = {"0", not_given},
  depth_multipliers = {"'{1}'::float8[]", "the depth of the impact model"},
  distances = {"'{0.01,0.02,0.03,0.05,0.1}'::float8[]", "those of lm_density_distances()"},
  frame = {"'00:00:00'::interval", not_given},
  leverage = {"0", not_given},
  mark = {"0", not_given},
  model = {"'{}'::jsonb", "a document in which every key has its default"},
  models = {"'{\"{}\"}'::jsonb[]", "the default model alone"},
  open_interest = {"0", "that of the tape"},
  options = {"'{}'::jsonb", "a document in which every key has its default"},
  qty = {"0", not_given},
  quote = {"''::text", "the quote that was given before"},
  rules = {"'{}'::jsonb", "a document in which every key has its default"},
  scripts = {"''::text", not_given},
  since = {"'-infinity'::timestamptz", "from the first frame on"},
  step = {"0", "the default step of levels"},
  symbol = {"''::text", not_given},
  tick = {"0", "that of the rules"},
  title = {"''::text", not_given},
  ["until"] = {"'infinity'::timestamptz", "to the last frame"},
}

local function in_parameter_table(f, argument)
  for _, parameter in ipairs(tables.parameters) do
    for _, text in ipairs(parameter.functions) do
      if parameter.name == argument.name and tables.named(text, f) then
        return true
      end
    end
  end
  return false
end

local seen = {}
for _, f in ipairs(tables.functions) do
  for _, argument in ipairs(f.arguments) do
    local default = argument.default
    if default and not in_parameter_table(f, argument) then
      default = default:gsub("double precision", "float8"):gsub("timestamp with time zone", "timestamptz")
      local other = others[argument.name]
      seen[argument.name] = true
      if not other then
        fail("%s(): %s has a DEFAULT, but is in no parameter table and not in the list of tools/check_defaults.lua", f.name,
          argument.name)
      elseif other[1] ~= default then
        fail("%s(): the DEFAULT of %s is %s, and %s in tools/check_defaults.lua (%s)", f.name, argument.name, default,
          other[1], other[2])
      end
    end
  end
end
for name in pairs(others) do
  if not seen[name] then
    fail("tools/check_defaults.lua lists %s, which no function has", name)
  end
end

failures.exit()

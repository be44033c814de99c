-- Finds what a C header declares, and what its inline functions and macros use. Without a compiler: the text is split into
-- statements at the outermost level, which is enough for the headers of this repository.
local headers = {}

-- Returns the text without comments, strings and characters.
local function without_text(text)
  text = text:gsub("/%*.-%*/", " "):gsub("//[^\n]*", " ")
  return (text:gsub('\\["\']', " "):gsub('"[^"\n]*"', " "):gsub("'[^'\n]*'", " "))
end

-- Returns the macros as name -> body, and the text without directives.
local function split_macros(text)
  local macros, rest = {}, {}
  for line in (text:gsub("\\\n", " ") .. "\n"):gmatch("([^\n]*)\n") do
    local name, body = line:match("^%s*#%s*define%s+([%w_]+)(.*)$")
    if name then
      macros[name] = body
    elseif not line:match("^%s*#") then
      rest[#rest + 1] = line
    end
  end
  return macros, table.concat(rest, "\n")
end

-- Returns the statements at the outermost level: the text before a brace, inside of it, and after it.
local function statements(text)
  text = text:gsub('extern%s*{', " ")
  local list, at = {}, 1
  while true do
    local from, _, mark = text:find("([;{])", at)
    if not from then
      return list
    end
    local before = text:sub(at, from - 1):gsub("^[%s}]+", "")
    if mark == ";" then
      list[#list + 1] = {before = before, after = ""}
      at = from + 1
    else
      local block = text:match("^%b{}", from)
      if not block then
        return list
      end
      at = from + #block
      local after = ""
      if before:match("%f[%w_]typedef%f[^%w_]") or before:match("=%s*$") or not before:match("%)%s*$") then
        after = text:match("^[^;]*", at)
        at = at + #after + 1
      end
      list[#list + 1] = {before = before, block = block:sub(2, -2), after = after}
    end
  end
end

local function plain(declaration)
  declaration = declaration:gsub("__attribute__%s*%b()", " "):gsub("_Static_assert%s*%b()", " ")
  return (declaration:gsub("%f[%w_][A-Z][A-Z0-9_]+%s*%b()", " "))
end

-- Returns the name of "type name", "type name[4]", "type name(...)", "type (*name)(...)" or "type name = ...".
local function declared_name(declaration)
  declaration = declaration:gsub("=.*$", ""):gsub("%b[]", "")
  return declaration:match("%(%s*%*%s*([%a_][%w_]*)%s*%)%s*%(") or declaration:match("([%a_][%w_]*)%s*%(") or
         declaration:match("[%w_%*]%s+%**%s*([%a_][%w_]*)%s*$") or declaration:match("%*%s*([%a_][%w_]*)%s*$")
end

-- Returns the set of names of macros, types, enumerators, functions and variables.
function headers.declared(text)
  local macros, rest = split_macros(without_text(text))
  local names = {}
  for name in pairs(macros) do
    names[name] = true
  end
  for _, statement in ipairs(statements(rest)) do
    local before = plain(statement.before)
    local kind, tag = before:match("%f[%w_](%l+)%s+([%a_][%w_]*)%s*$")
    if kind == "struct" or kind == "union" or kind == "enum" then
      names[tag] = true
    end
    if before:match("%f[%w_]enum%f[^%w_][%s%w_]*$") and statement.block then
      for name in (statement.block .. ","):gmatch("([%a_][%w_]*)%s*=?[^,]*,") do
        names[name] = true
      end
    end
    local declaration = statement.block and statement.after or before
    if statement.block and not before:match("%f[%w_]typedef%f[^%w_]") then
      declaration = before
    end
    if statement.block and before:match("%f[%w_]typedef%f[^%w_]") then
      declaration = "type " .. plain(statement.after)
    elseif kind == "struct" or kind == "union" or kind == "enum" then
      declaration = ""
    end
    local name = declared_name(declaration)
    if name then
      names[name] = true
    end
  end
  return names
end

-- Returns the set of words in inline functions and in macros.
function headers.used(text)
  local macros, rest = split_macros(without_text(text))
  local words = {}
  local function add(code)
    for word in code:gmatch("[%a_][%w_]*") do
      words[word] = true
    end
  end
  for _, body in pairs(macros) do
    add(body)
  end
  for _, statement in ipairs(statements(rest)) do
    if statement.block and statement.before:match("%)%s*$") then
      add(statement.block)
    end
  end
  return words
end

return headers

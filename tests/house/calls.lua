-- Which functions call which, read from the code in object files: a symbol table says what a file needs, not what each of
-- its functions needs.
local calls = {}

-- Returns callers[function][caller] = true for the functions of these object files. A function is "path:name", but "name"
-- where another file calls it. A call through a pointer is not seen.
function calls.callers(objects)
  local callers, own, edges = {}, {}, {}
  local pipe = assert(io.popen("LC_ALL=C objdump -dr --no-show-raw-insn " .. table.concat(objects, " ")))
  local object, from
  for line in pipe:lines() do
    local path = line:match("^(%S+%.o):%s+file format")
    local begun = line:match("^%x+ <([%w_.]+)>:$")
    if path then
      object = path
    elseif begun then
      from = object .. ":" .. begun
      own[from] = true
    elseif from then
      local to = line:match("%sR_[%w_]+%s+([%a_][%w_.]*)") or line:match("<([%a_][%w_.]*)>%s*$")
        or line:match("<([%a_][%w_.]*)%+0x%x+>%s*$")
      if to then
        edges[#edges + 1] = {from, object, to}
      end
    end
  end
  assert(pipe:close(), "objdump fails")
  for _, edge in ipairs(edges) do
    local caller, object_of, to = table.unpack(edge)
    local here = object_of .. ":" .. to
    local target = own[here] and here or to
    callers[target] = callers[target] or {}
    callers[target][caller] = true
  end
  return callers
end

-- Returns the names of all functions that call one of these functions of other files, directly or through others.
function calls.reaching(callers, names)
  local seen, found, pending = {}, {}, {}
  local function add(key)
    if not seen[key] then
      seen[key] = true
      pending[#pending + 1] = key
    end
  end
  for _, name in ipairs(names) do
    add(name)
  end
  while #pending > 0 do
    local key = table.remove(pending)
    local name = key:match("([^:]+)$")
    found[name] = true
    for caller in pairs(callers[key] or {}) do
      add(caller)
    end
    -- Other files call it by its name alone.
    if key ~= name then
      add(name)
    end
  end
  return found
end

return calls

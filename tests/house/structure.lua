-- Checks the structure of a source tree:      lua5.4 structure.lua ROOT BUILD EXTENSION LAYERS
-- EXTENSION is the folder in BUILD with the objects of the extension.
--
-- A node of the graph is a file without its ending: foo.c and foo.h are one. An arrow from a to b is an #include of b in
-- a, a symbol that a's object leaves undefined and b's defines, or such a symbol in an inline function or macro of a.h.
local root, build, extension, layers_path = table.unpack(arg)
local here = arg[0]:match("^(.*/)") or "./"
local headers = dofile(here .. "headers.lua")
local graph = dofile(here .. "graph.lua")
local calls = dofile(here .. "calls.lua")
local sorted = graph.sorted_keys

local function read(path)
  local file = io.open(path, "rb")
  if not file then
    return nil
  end
  local text = file:read("a")
  file:close()
  return text
end

local function output_of(command)
  local pipe = assert(io.popen(command))
  local lines = {}
  for line in pipe:lines() do
    lines[#lines + 1] = line
  end
  assert(pipe:close(), "this command fails: " .. command)
  return lines
end

-- ---- the tree

local function find(folders)
  local there = {}
  for _, folder in ipairs(folders) do
    if os.execute(("test -d '%s/%s'"):format(root, folder)) then
      there[#there + 1] = folder
    end
  end
  return output_of(("cd '%s' && find %s -name '*.[ch]' | LC_ALL=C sort"):format(root, table.concat(there, " ")))
end

local sources = find {"core", "include", "pg_extension", "lua_module"}
local text_of, lines_of = {}, {}
for _, path in ipairs(sources) do
  text_of[path] = read(root .. "/" .. path)
  lines_of[path] = select(2, text_of[path]:gsub("\n", ""))
end

local function node_of(path)
  return (path:gsub("%.[ch]$", ""))
end

local function top_of(path)
  return path:match("^[^/]+")
end

-- ---- the table of layers

local layers, limits, foreign = {}, {}, {}
for line in assert(read(layers_path), layers_path .. " is not there"):gmatch("[^\n]+") do
  local name, rest = line:match("^([%w-]+)%s+(.*)$")
  if name == "foreign" then
    foreign[rest] = true
  elseif name and rest:match("^%d") then
    limits[name] = tonumber(rest:match("^%d+"))
  elseif name then
    local uses, files = rest:match("^(%S+)%s+(.+)$")
    assert(uses, "layers: this line has no files: " .. line)
    local layer = {name = name, uses = {}, files = {}}
    for used in uses:gmatch("[%w-]+") do
      layer.uses[#layer.uses + 1] = used ~= "-" and used or nil
    end
    for file in files:gmatch("%S+") do
      layer.files[#layer.files + 1] = file
    end
    layers[#layers + 1] = layer
    layers[name] = layer
  end
end

local function layer_of(node)
  for _, layer in ipairs(layers) do
    for _, file in ipairs(layer.files) do
      if node == file or file:sub(-1) == "/" and node:sub(1, #file) == file then
        return layer
      end
    end
  end
end

local function may_use(layer, other, seen)
  seen = seen or {}
  if layer == other then
    return true
  end
  seen[layer] = true
  for _, name in ipairs(layer.uses) do
    local used = assert(layers[name], "layers: no line says what " .. name .. " is")
    if not seen[used] and may_use(used, other, seen) then
      return true
    end
  end
  return false
end

-- ---- arrows

local arrows = {} -- arrows[a][b]: why a needs b
local function add_arrow(from, to, why)
  if from ~= to then
    arrows[from] = arrows[from] or {}
    arrows[from][to] = arrows[from][to] or why
  end
end
for _, path in ipairs(sources) do
  arrows[node_of(path)] = arrows[node_of(path)] or {}
end

-- Searches a name where compilers search it: beside the file, in the public headers, in the core.
local lost = {}
for _, path in ipairs(sources) do
  for name in ("\n" .. text_of[path]):gmatch('\n%s*#%s*include%s*["<]([^">]+)[">]') do
    local found
    for _, folder in ipairs {path:match("^(.*/)"), "include/", "core/"} do
      found = found or text_of[folder .. name] and folder .. name
    end
    if found then
      add_arrow(node_of(path), node_of(found), "includes " .. name)
    else
      for _, other in ipairs(sources) do
        if top_of(other) == "core" and other:match("[^/]+$") == name:match("[^/]+$") then
          lost[#lost + 1] = ("%s includes %s: which file is that?"):format(path, name)
        end
      end
    end
  end
end

-- Searches a symbol in the same part of the tree, because the two bindings are never linked together.
local function object_of(path)
  local stem = node_of(path)
  return build .. "/" .. stem:gsub("^lua_module/", "lua5.4/"):gsub("^pg_extension/", extension .. "/") .. ".o"
end

local defined, undefined, path_of = {}, {}, {}
for _, path in ipairs(sources) do
  if path:match("%.c$") then
    path_of[object_of(path)] = path
  end
end
for _, line in ipairs(output_of("nm -A " .. table.concat(sorted(path_of), " "))) do
  local object, kind, symbol = line:match("^(.-):%x*%s+(%a) ([%w_]+)")
  local path = path_of[object]
  if kind == "U" then
    undefined[#undefined + 1] = {path, symbol}
  elseif kind and kind:match("[TDRBCVWG]") then
    defined[top_of(path)] = defined[top_of(path)] or {}
    defined[top_of(path)][symbol] = path
  end
end
for _, use in ipairs(undefined) do
  local path, symbol = table.unpack(use)
  local definer = (defined[top_of(path)] or {})[symbol]
  if definer then
    add_arrow(node_of(path), node_of(definer), "calls " .. symbol)
  end
end
for _, path in ipairs(sources) do
  if path:match("%.h$") then
    for symbol in pairs(headers.used(text_of[path])) do
      local definer = (defined[top_of(path)] or {})[symbol]
      if definer then
        add_arrow(node_of(path), node_of(definer), "calls " .. symbol)
      end
    end
  end
end

-- ---- the checks

local hold, broken = 0, 0
local function check(what, problems)
  if #problems == 0 then
    hold = hold + 1
    return
  end
  broken = broken + 1
  print(what .. ":")
  for _, problem in ipairs(problems) do
    print("  " .. problem)
  end
end

check("headers of the core that are not found", lost)

local circles = {core = {}, pg_extension = {}, lua_module = {}}
for _, circle in ipairs(graph.circles(arrows)) do
  local steps = {}
  for i, node in ipairs(circle.shortest) do
    steps[i] = ("%s %s"):format(node, arrows[node][circle.shortest[i % #circle.shortest + 1]])
  end
  local list = circles[top_of(circle.shortest[1])] or circles.core
  list[#list + 1] = ("%d files need each other: %s; the shortest circle: %s"):format(#circle.nodes,
                    table.concat(circle.nodes, " "), table.concat(steps, ", "))
end
for _, part in ipairs {"core", "pg_extension", "lua_module"} do
  check("circles in " .. part, circles[part])
end

local upward, homeless = {core = {}, pg_extension = {}, lua_module = {}}, {}
for _, from in ipairs(sorted(arrows)) do
  local layer = layer_of(from)
  if not layer then
    homeless[#homeless + 1] = from
  end
  for _, to in ipairs(sorted(arrows[from])) do
    local other = layer_of(to)
    if layer and other and not may_use(layer, other) then
      local list = upward[top_of(from)] or upward.core
      list[#list + 1] = ("%s (%s) %s of %s (%s)"):format(from, layer.name, arrows[from][to], to, other.name)
    end
  end
end
check("files without a layer", homeless)
for _, part in ipairs {"core", "pg_extension", "lua_module"} do
  check("arrows in " .. part .. " that run upward", upward[part])
end

-- A binding may call only functions that a public header declares.
local public = {}
for _, path in ipairs(sources) do
  if path == "core/liqmap.h" or path:match("^include/") then
    for word in text_of[path]:gmatch("[%a_][%w_]*") do
      public[word] = true
    end
  end
end
local private = {}
for _, use in ipairs(undefined) do
  local path, symbol = table.unpack(use)
  if top_of(path) ~= "core" and defined.core[symbol] and not public[symbol] then
    private[#private + 1] = ("%s calls %s, which no public header declares"):format(path, symbol)
  end
end
check("internal functions of the core that a binding calls", private)

-- A module is a folder of the core, the public headers, or a binding. Its lines are all lines of its .c and .h files.
local module_lines, total = {}, 0
for path, count in pairs(lines_of) do
  local module = path:match("^core/[^/]+/") or path == "core/liqmap.h" and "include/" or path:match("^[^/]+/")
  module_lines[module] = (module_lines[module] or 0) + count
  total = total + count
end
local large = {}
for _, module in ipairs(sorted(module_lines)) do
  local share = 100 * module_lines[module] / total
  if share > limits.share then
    large[#large + 1] = ("%s has %d of %d lines: %.1f %%"):format(module, module_lines[module], total, share)
  end
end
check(("modules with more than %g %% of the code"):format(limits.share), large)

local long = {}
for _, path in ipairs(find {"core", "include", "pg_extension", "lua_module", "tests", "bench", "examples"}) do
  local lines = select(2, read(root .. "/" .. path):gsub("\n", ""))
  local limit = path:match("^tests/") and limits["test-lines"] or limits.lines
  if lines > limit and not path:match("node_modules") then
    long[#long + 1] = ("%s has %d lines, over %d"):format(path, lines, limit)
  end
end
check("files that are too long", long)

local misnamed = {}
for _, path in ipairs(sources) do
  if path:match("%.h$") and (top_of(path) == "core" or top_of(path) == "include") then
    for _, name in ipairs(sorted(headers.declared(text_of[path]))) do
      if not name:match("^lm_") and not name:match("^LM_") and not name:match("^LIQMAP_") and not foreign[name] then
        misnamed[#misnamed + 1] = ("%s declares %s"):format(path, name)
      end
    end
  end
end
for _, symbol in ipairs(sorted(defined.core)) do
  if not symbol:match("^lm_") then
    misnamed[#misnamed + 1] = ("%s defines the global symbol %s"):format(defined.core[symbol], symbol)
  end
end
check("names in the core's headers and symbols without lm_ or LM_", misnamed)

-- The table of modules in ARCHITECTURE.md has a row for each folder of the core, with the names of its files.
local described = {}
for module, row in (read(root .. "/ARCHITECTURE.md") or ""):gmatch("\n| `(core/[%w_]+/)`([^\n]*)") do
  for name in row:gmatch("`([%w_]+)[%w_.]*`") do
    described[module .. name] = true
  end
end
local undescribed = {}
for _, node in ipairs(sorted(arrows)) do
  if node:match("^core/.*/") and not described[node] then
    undescribed[#undescribed + 1] = node
  end
end
check("files of the core that ARCHITECTURE.md does not name", undescribed)

-- A step is {"lm_name", ...} or {"lm_name of what", ...}.
local objects, stepped = {}, {}
for object, path in pairs(path_of) do
  objects[#objects + 1] = top_of(path) == "core" and object or nil
end
for _, path in ipairs(find {"tests"}) do
  if path:match("^tests/core/test_memory_%w+%.c$") then
    for name in read(root .. "/" .. path):gmatch('{"(lm_[%w_]+)') do
      stepped[name] = true
    end
  end
end
local allocating = calls.reaching(calls.callers(objects), {"lm_allocate", "lm_allocate_raw", "lm_grow"})
local unstepped, steps = {}, 0
for _, path in ipairs(sources) do
  if path:match("^include/") then
    for name in text_of[path]:gmatch("[%w_]%s+%*?(lm_[%w_]+)%(") do
      if allocating[name] then
        steps = steps + 1
        if not stepped[name] then
          unstepped[#unstepped + 1] = ("%s declares %s, which allocates"):format(path, name)
        end
      end
    end
  end
end
if steps == 0 then
  unstepped[1] = "no public function allocates: tests/house/calls.lua does not see the calls"
end
check("public functions without a step in tests/core/test_memory_*.c", unstepped)

print(("%d hold, %d do not"):format(hold, broken))
os.exit(broken == 0)

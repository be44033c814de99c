-- Calls every function of the module with random and hostile arguments. A call returns, or returns nil, a message and a
-- code of the list, or raises an error about an argument. The choice is the same in every run; LUA_SEED chooses another
-- one, and LIQMAP_THOROUGH makes more calls with a seed that is printed.
local support = require "tests.lua.support"

describe("random arguments", function()
  local liqmap = require "liqmap"
  local thorough = os.getenv "LIQMAP_THOROUGH"
  local seed = tonumber(os.getenv "LUA_SEED") or (thorough and os.time() % 1000000) or 1
  local calls_of_each = thorough and 200 or 20
  local infinity, nan = 1 / 0, 0 / 0

  -- A generator of Lehmer: the same numbers in every version of Lua.
  local state = seed * 48271 % 2147483647 + 1
  local function random(n)
    state = state * 48271 % 2147483647
    return state % n + 1
  end

  local codes = {}
  for code in support.read("include/liqmap/base.h"):gmatch('X%(LM_[%w_]+, "([%w_]+)"') do
    codes[code] = true
  end

  local linear = {kind = "linear", depth_per_pct = 1e7}
  local function new_tape()
    local tape = liqmap.tape {symbol = "X"}
    for i = 0, 50 do
      assert(tape:trade(1767225600 + i * 60, 90000 + i % 7 * 10, 1, i % 2 == 0))
    end
    assert(tape:gauge(1767225600, "open_interest", 1000))
    return tape
  end
  local function new_map()
    return assert(new_tape():map())
  end
  local function new_positions()
    local positions = liqmap.positions()
    assert(positions:add(90000, "long", 80000, 1))
    return positions
  end
  local makers = {tape = new_tape, map = new_map, positions = new_positions, book = liqmap.book_impact}

  -- A function of the pool makes its value.
  local numbers = {nan, infinity, -infinity, 0, -1, 1, 0.5, -0.02, 1e-300, 1e308, 2 ^ 53, -2 ^ 63, 12, 100, 1000, 90000,
                   1767225600, 1767229200}
  local texts = {"", "X", "default", "liqmap", "long", "short", "binance-usdm", "BTCUSDT", "generic/trades", "{}", "{", "null",
                 "open_interest", "\0", "\255\254", ("x"):rep(100000), ("["):rep(5000), "1767225600,90000,0.5,true\n", "dark",
                 '{"kind": "linear", "depth_per_pct": 1e7}', '{"margin": {"tiers": [{"floor": 0, "rate": 0, "deduct": 2e307}]}}'}
  local keys = {"ts", "price", "qty", "is_buy", "side", "symbol", "frame", "precision", "contract", "step", "within", "model", "since",
                "until", "every", "low", "high", "open_interest", "title", "width", "height", "theme", "entry", "leverage", "rules",
                "shock", "impact", "draws", "seed", "quantiles", "shocks", "kind", "depth_per_pct", "as_of", "layout", "unit"}
  local value
  local function new_table(depth)
    local made = {}
    for _ = 1, random(4) - 1 do
      made[random(2) == 1 and keys[random(#keys)] or random(4)] = value(depth + 1)
    end
    return made
  end
  function value(depth)
    local kind = random(12)
    if kind <= 3 then
      return numbers[random(#numbers)]
    elseif kind <= 5 then
      return texts[random(#texts)]
    elseif kind == 6 then
      return random(2) == 1
    elseif kind == 7 and depth < 4 then
      return new_table(depth)
    elseif kind == 8 then
      return linear
    elseif kind == 9 then
      return makers[({"tape", "map", "positions", "book"})[random(4)]]()
    elseif kind == 10 then
      local odd = {print, io.stdout, coroutine.create(function() end), function() return value(3) end}
      return odd[random(#odd)]
    elseif kind == 11 then
      local good = {new_map, new_tape, function() return new_map():encode() end, function() return new_tape():encode() end,
                    function() return new_map():encode():sub(1, 60) end}
      return good[random(#good)]()
    end
    return nil
  end

  -- The objects of a table that holds itself, and of one with a metatable, are values too.
  local circle = {}
  circle.model, circle[1] = circle, circle

  local pack = table.pack or function(...)
    return {n = select("#", ...), ...}
  end

  local function is_argument_error(problem)
    return type(problem) == "string" and (problem:find "bad argument" or problem:find "expected" or problem:find "field")
  end

  -- Calls a function, and says what is wrong with what it did.
  local function attempt(call, ...)
    local result = pack(pcall(call, ...))
    if not result[1] then
      return not is_argument_error(result[2]) and "raises " .. tostring(result[2]) or nil
    end
    if result[2] == nil and result.n > 2 and result[4] ~= nil and not codes[result[4]] then
      return ("gives the code %s: %s"):format(tostring(result[4]), tostring(result[3]))
    end
    if type(result[2]) == "function" then -- an iterator
      for _ = 1, 5 do
        local ok, row = pcall(result[2], result[3], result[4])
        if not ok then
          return not is_argument_error(row) and "iterates and raises " .. tostring(row) or nil
        elseif row == nil then
          break
        end
      end
    end
  end

  local function check(name, call, new_object)
    for _ = 1, calls_of_each do
      local arguments, count = {}, random(5) - 1
      for i = 1, count do
        arguments[i] = random(40) == 1 and circle or value(0)
      end
      local problem
      if new_object then
        problem = attempt(call, new_object(), (table.unpack or unpack)(arguments, 1, count))
      else
        problem = attempt(call, (table.unpack or unpack)(arguments, 1, count))
      end
      if problem then
        error(("%s (seed %d) %s"):format(name, seed, problem), 0)
      end
    end
  end

  if thorough then
    print("random arguments: seed " .. seed)
  end
  for _, name in ipairs(support.keys(liqmap)) do
    if type(liqmap[name]) == "function" then
      it("of liqmap." .. name, function()
        check(name, liqmap[name])
      end)
    end
  end
  for _, class in ipairs(support.keys(makers)) do
    local metatable = debug.getmetatable(makers[class]())
    for _, name in ipairs(support.keys(metatable.__index)) do
      it(("of %s:%s"):format(class, name), function()
        check(class .. ":" .. name, metatable.__index[name], makers[class])
        check(class .. ":" .. name, metatable.__index[name])
      end)
    end
    for _, name in ipairs {"__eq", "__add", "__concat", "__len", "__tostring"} do
      if metatable[name] then
        it(("of %s of a %s"):format(name, class), function()
          check(class .. name, metatable[name], makers[class])
        end)
      end
    end
  end
end)

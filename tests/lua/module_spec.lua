local lfs = require "lfs"
local support = require "tests.lua.support"

describe("the module", function()
  local liqmap = require "liqmap"

  it("takes its version from META.json", function()
    local meta = support.json(support.read("META.json"))
    assert.equal(meta.version, liqmap._VERSION)
    assert.equal("liqmap", liqmap._NAME)
  end)

  it("sets no global", function()
    assert.is_nil(rawget(_G, "liqmap"))
  end)

  it("may be opened again", function()
    local tape = liqmap.tape()
    package.loaded.liqmap = nil
    local again = require "liqmap"
    assert.truthy(tape:trade(1767225600, 90000, 1))
    assert.truthy(again.tape():merge(tape))
  end)

  local function exported_names()
    local exported = {}
    for name, value in pairs(liqmap) do
      if type(value) == "function" then
        exported["liqmap." .. name] = true
      end
    end
    local tape = liqmap.tape()
    for class, object in pairs {tape = tape, map = assert(tape:map()), positions = liqmap.positions(),
                                book = liqmap.book_impact()} do
      for name in pairs(debug.getmetatable(object).__index) do
        exported[class .. ":" .. name] = true
      end
    end
    return support.keys(exported)
  end

  -- Editors show the annotations, so these must list exactly the functions of the module.
  it("is annotated in full", function()
    local annotated = {}
    for name in support.read("build/types/liqmap.lua"):gmatch("\nfunction ([%w_.:]+)%(") do
      annotated[name] = true
    end
    assert.same(exported_names(), support.keys(annotated))
  end)

  local function each_is_called(text, where)
    for _, name in ipairs(exported_names()) do
      local call = name:gsub("^%a+%.", "liqmap%%."):gsub("^%a+:", ":")
      assert(text:find(call .. "%f[^%w_]"), where .. " calls " .. name)
    end
  end

  it("is called by the specs in full", function()
    local specs = {}
    for name in lfs.dir "tests/lua" do
      if name:find "_spec%.lua$" then
        specs[#specs + 1] = support.read("tests/lua/" .. name)
      end
    end
    each_is_called(table.concat(specs), "no spec")
  end)

  it("is run without memory in full", function()
    each_is_called(support.read "tests/lua/alloc_failure.c", "no scene in tests/lua/alloc_failure.c")
  end)

  -- All bindings share one list of codes; Lua never returns these four as a third result.
  it("documents every code", function()
    local unseen = {ok = true, done = true, out_of_memory = true, interrupted = true}
    local codes, annotated, documented = {}, {}, {}
    for code in support.read("include/liqmap/base.h"):gmatch('X%(LM_[%w_]+, "([%w_]+)"') do
      codes[code] = not unseen[code] or nil
    end
    for code in support.read("build/types/liqmap.lua"):gmatch('%-%-%-| "([%w_]+)"') do
      annotated[code] = true
    end
    for code in support.read("docs/lua.md"):gmatch("\n| `([%w_]+)` | [^|]+ |") do
      documented[code] = true
    end
    for code in pairs(codes) do
      assert(documented[code], code .. " is not in docs/lua.md")
    end
    assert.same(support.keys(codes), support.keys(annotated))
  end)

  it("reads an epoch in s, ms, us and ns", function()
    assert.equal(1767225600, liqmap.ts(1767225600))
    assert.equal(1767225600, liqmap.ts(1767225600000))
    assert.equal(1767225600.5, liqmap.ts(1767225600500000))
    assert.equal(1767225600.5, liqmap.ts(1767225600500000000))
    assert.equal(0, liqmap.ts(0))
    support.raises("whole number", liqmap.ts, 1.5)
    support.raises("whole number", liqmap.ts, 0 / 0)
    support.raises("less than 2^63", liqmap.ts, 2 ^ 63)
    support.raises("less than 2^63", liqmap.ts, -math.huge)
    if math.type then -- integers keep nanoseconds that a double rounds up to the next microsecond
      assert.equal(1767225600.123455, liqmap.ts(1767225600123455999))
    end
  end)

  it("draws bars", function()
    assert.equal("", liqmap.bar(0, 10, 5))
    assert.equal("", liqmap.bar(nil, 10, 5))
    assert.equal(("█"):rep(5), liqmap.bar(10, 10, 5))
    assert.equal("██▌", liqmap.bar(5, 10, 5))
    assert.equal("██▌", liqmap.bar {value = 5, max = 10, width = 5})
    assert.equal(("█"):rep(5), liqmap.bar(99, 10, 5))
    support.refuses("out_of_range", "width", liqmap.bar(1, 10, 0))
    assert.equal("", liqmap.bar(1, 0, 10))
    support.refuses("out_of_range", "0 or more", liqmap.bar(1, -1, 10))
    support.raises("number expected", liqmap.bar, 1, "much")
    support.raises("width", liqmap.bar, 1, 10, 2 ^ 32 + 5)
  end)
end)

-- The golden files (tests/golden) of earlier versions, which must be read and written again as the same bytes.
local lfs = require "lfs"
local support = require "tests.lua.support"

local folder = "tests/golden"

describe("golden files", function()
  local liqmap = require "liqmap"

  local function stored(name)
    return support.read(folder .. "/" .. name)
  end

  local function each(kind, least, check)
    local count = 0
    for file in lfs.dir(folder) do
      if file:match("%.(%w+)$") == kind then
        check(file, stored(file))
        count = count + 1
      end
    end
    assert(count >= least, "only " .. count .. " of kind " .. kind)
  end

  it("give the same tapes, also when built anew", function()
    each("tape", 26, function(file, bytes)
      local tape = assert(liqmap.decode(bytes))
      assert(tape:encode() == bytes, file)
      assert(liqmap.rollup({tape}):encode() == bytes, file)
    end)
  end)

  it("give the same maps, sums also when added anew", function()
    each("map", 40, function(file, bytes)
      local map = assert(liqmap.decode(bytes))
      assert(map:encode() == bytes, file)
      if not map:info().live then
        assert(liqmap.rollup({map}):encode() == bytes, file)
      end
    end)
  end)

  it("go on to the same maps", function()
    local tape = liqmap.decode(stored("demo_day.tape"))
    assert(tape:map():encode() == stored("live.map"))
    for _, file in ipairs {"live.map", "live_advanced.map", "live_young.map"} do
      local map = liqmap.decode(stored(file))
      assert(map:advance(tape))
      assert(map:encode() == stored("live.map"), file)
    end
  end)
end)

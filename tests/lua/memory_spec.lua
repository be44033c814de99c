local support = require "tests.lua.support"

describe("memory", function()
  local liqmap = require "liqmap"
  local trades = support.trades(300)

  -- Calls every function once and drops the results.
  local function scenario()
    local tape = support.feed(liqmap.tape {symbol = "BTCUSDT"}, trades)
    assert(tape:gauge(trades[1][1], "open_interest", 5000))
    assert(tape:trades(support.columns(trades)))
    local copy = assert(liqmap.decode(tape:encode()))
    local map = assert(copy:map(liqmap.model "one_day"))
    for _ in copy:frames() do
      break -- an iterator that does not reach its end
    end
    for _ in copy:volume_profile() do
    end
    assert(map:levels())
    assert(map:clusters())
    assert((map + map):ledger())
    assert(liqmap.rollup {tape, copy, tape:slice(nil, trades[1][1])}:coarsen(300))
    assert(liqmap.positions():add(90000, "long", 80000, 1):map():levels())
    assert(liqmap.decode("junk") == nil)
    assert(liqmap.tape {frame = -1} == nil)
    assert(tape:map {exposure = -1} == nil)
    pcall(tape.candle, tape, {})
    return map:encode()
  end

  it("survives a collector that never rests", function()
    local expected = scenario()
    local pause, step = collectgarbage("setpause", 0), collectgarbage("setstepmul", 10000)
    for _ = 1, 5 do
      assert.equal(expected, scenario())
    end
    collectgarbage("setpause", pause)
    collectgarbage("setstepmul", step)
  end)

  it("is given back", function()
    scenario()
    collectgarbage()
    collectgarbage()
    local before = collectgarbage "count"
    for _ = 1, 20 do
      scenario()
    end
    collectgarbage()
    collectgarbage()
    assert.truthy(collectgarbage "count" < before + 64)
  end)

  it("outlives what it was made from", function()
    local tape = support.feed(liqmap.tape(), trades)
    local next_frame, map = tape:frames(), tape:map()
    local expected = map:encode()
    tape:close()
    tape = nil
    collectgarbage()
    local frames = 0
    for _ in next_frame do
      frames = frames + 1
    end
    assert.truthy(frames > 10)
    assert.equal(expected, map:encode())
  end)

  it("is freed at the end of a scope, where Lua has such", function()
    if _VERSION < "Lua 5.4" then
      return
    end
    local kept = load([[
      local liqmap = ...
      local kept
      do
        local tape <close> = liqmap.tape()
        kept = tape
        tape:trade(1767225600, 90000, 1)
      end
      return kept
    ]])(liqmap)
    assert.equal("liqmap.tape (closed)", tostring(kept))
  end)
end)

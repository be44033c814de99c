-- Series: the map as of many instants, and its density near the price.
local liqmap = require "liqmap"
local support = require "tests.lua.support"

local hour = 3600

describe("maps", function()
  local tape = liqmap.demo {days = 2}
  local start = tape:info().since

  it("are the maps as of each instant", function()
    local count = 0
    for as_of, map in assert(tape:maps {every = 3 * hour}) do
      count = count + 1
      assert.equal(start + count * 3 * hour, as_of)
      assert.truthy(map == tape:map(nil, as_of))
    end
    assert.equal(16, count)
  end)

  it("are independent of each other, and can be advanced", function()
    local kept = {}
    for as_of, map in assert(tape:maps {every = 12 * hour, model = "one_day", open_interest = 77}) do
      kept[#kept + 1] = {as_of, map}
    end
    assert.equal(4, #kept)
    for _, item in ipairs(kept) do
      assert.truthy(item[2] == tape:map("one_day", item[1], 77))
    end
    assert.truthy(kept[1][2]:advance(tape) == kept[4][2])
    kept[2][2]:close()
    assert.truthy(kept[3][2] == tape:map("one_day", kept[3][1], 77))
  end)

  it("keep to a period, and read the tape as it was at the call", function()
    local copy = assert(liqmap.decode(tape:encode()))
    local next_map = assert(copy:maps {every = hour, since = start + 5 * hour, ["until"] = start + 7.5 * hour})
    assert(copy:trade(start + 6 * hour, 1000, 5))
    local times = {}
    for as_of, map in next_map do
      times[#times + 1] = as_of
      assert.truthy(map == tape:map(nil, as_of))
    end
    assert.same({start + 5 * hour, start + 6 * hour, start + 7 * hour}, times)
    assert.is_nil(next_map())
  end)

  it("refuse data and raise misuse", function()
    local maps, message, code = tape:maps {every = 90}
    assert.is_nil(maps)
    assert.equal("bad_argument", code)
    assert.truthy(message:find("whole multiple of the frames of 60 s", 1, true))
    assert.equal("bad_argument", select(3, tape:maps {every = -60}))
    assert.equal("bad_argument", select(3, tape:maps {since = 2, ["until"] = 1}))
    assert.equal("bad_document", select(3, tape:maps {model = {colour = "red"}}))
    assert.equal("out_of_range", select(3, tape:maps {open_interest = -1}))
    support.raises("table expected, got number", tape.maps, tape, 5)
    support.raises("unknown field 'colour'", tape.maps, tape, {colour = "red"})
    local long = liqmap.tape()
    assert(long:trade(0, 100, 1) and long:trade(9e7, 100, 1))
    assert.equal("limit", select(3, long:maps {every = 60}))
    assert.equal("limit", select(3, long:density {every = 60}))
  end)
end)

describe("density", function()
  local tape = liqmap.demo {days = 2}
  local start = tape:info().since

  it("is what notional_between gives of the map", function()
    local distances = {0.05, 0.01, 0.2, 1}
    local rows, about = assert(tape:density {every = 6 * hour, distances = distances})
    assert.same({every = 6 * hour, instants = 8, frame = 60, frame_differs = false}, about)
    assert.equal(32, #rows)
    for i, row in ipairs(rows) do
      local map = tape:map(nil, row.as_of)
      local price = map:info().reference_price
      assert.equal(start + (math.floor((i - 1) / 4) + 1) * 6 * hour, row.as_of)
      assert.equal(distances[(i - 1) % 4 + 1], row.distance)
      assert.equal(price, row.reference_price)
      assert.equal(map:notional_between(price * (1 - row.distance), price, "long"), row.long_notional)
      assert.equal(map:notional_between(price, price * (1 + row.distance), "short"), row.short_notional)
    end
    assert.near(1, rows[4].long_share, 1e-9)
  end)

  it("comes in columns, and has default distances", function()
    local rows = assert(tape:density {every = 12 * hour})
    local lists = assert(tape:density {every = 12 * hour, columns = true})
    assert.equal(20, #rows)
    assert.equal(20, #lists.as_of)
    assert.same({0.01, 0.02, 0.03, 0.05, 0.1}, {table.unpack(lists.distance, 1, 5)})
    for i, row in ipairs(rows) do
      for name, list in pairs(lists) do
        assert.equal(row[name], list[i])
      end
    end
  end)

  it("has shares alone without open interest", function()
    local plain = liqmap.tape()
    for ts, price, qty, is_buy in liqmap.demo_trades {days = 0.2} do
      assert(plain:trade(ts, price, qty, is_buy))
    end
    local rows = assert(plain:density {every = hour})
    assert.is_nil(rows[#rows].long_notional)
    assert.truthy(rows[#rows].long_share > 0)
    assert.truthy(assert(plain:density {every = hour, open_interest = 5})[1].long_notional > 0)
    local gauges = liqmap.tape()
    gauges:gauge(start, "open_interest", 5)
    assert.same({}, gauges:density())
  end)

  it("refuses distances that are none", function()
    for _, distance in ipairs {0, -0.1, 3, 0 / 0, 1 / 0} do
      assert.equal("out_of_range", select(3, tape:density {distances = {0.01, distance}}))
    end
    assert.equal("bad_argument", select(3, tape:density {distances = {}}))
    local many = {}
    for i = 1, 65 do
      many[i] = 0.01
    end
    assert.equal("bad_argument", select(3, tape:density {distances = many}))
    support.raises("distances: list of numbers expected, got number", tape.density, tape, {distances = 0.03})
    support.raises("distances: a list without holes and of numbers only expected", tape.density, tape,
      {distances = {0.01, "x"}})
  end)
end)

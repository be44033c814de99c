-- Heatmaps, and replays frame by frame.
local liqmap = require "liqmap"
local support = require "tests.lua.support"

local hour = 3600

describe("heatmap", function()
  local tape = liqmap.demo {days = 2}
  local start = tape:info().since

  it("is the map as of each of its times", function()
    local rows, about = assert(tape:heatmap {every = 6 * hour, step = 250})
    assert.same({symbol = "", step = 250, every = 6 * hour, columns = 8, as_of = start + 48 * hour,
      open_interest_given = false, frame = 60, frame_differs = false, precision = 12}, about)
    local at = 1
    for column = 1, 8 do
      local ts = start + column * 6 * hour
      for _, level in ipairs(tape:map(nil, ts):levels {step = 250}) do
        local row = rows[at]
        assert.equal(ts, row.ts)
        for _, name in ipairs {"price_low", "price_high", "long_share", "short_share", "long_notional", "short_notional"} do
          assert.equal(level[name], row[name], name)
        end
        assert.is_nil(row.leverage)
        at = at + 1
      end
    end
    assert.equal(#rows, at - 1)
  end)

  it("comes in columns too", function()
    local options = {every = 12 * hour, step = 500, by_leverage = true, zero_cells = true, low = 80000}
    local rows = assert(tape:heatmap(options))
    options.columns = true
    local lists = assert(tape:heatmap(options))
    assert.equal(#rows, #lists.ts)
    for i, row in ipairs(rows) do
      for name, list in pairs(lists) do
        assert.equal(row[name], list[i])
      end
    end
    assert.truthy(lists.leverage)
    assert.is_nil(tape:heatmap {every = 12 * hour, columns = true}.leverage)
  end)

  it("has one grid with zero cells", function()
    local rows, about = assert(tape:heatmap {every = 12 * hour, step = 500, zero_cells = true})
    local each = #rows / about.columns
    assert.equal(math.floor(each), each)
    for i = each + 1, #rows do
      assert.equal(rows[i - each].price_low, rows[i].price_low)
    end
  end)

  it("takes a period, a model and open interest", function()
    local rows, about = assert(tape:heatmap {every = hour, since = start + 5 * hour, ["until"] = start + 7.5 * hour,
      model = {exposure = 1}, open_interest = 10})
    assert.equal(3, about.columns)
    local plain = assert(tape:heatmap {every = hour, since = start + 5 * hour, ["until"] = start + 7.5 * hour,
      open_interest = 10})
    assert.near(plain[1].long_notional / 0.0155, rows[1].long_notional, 1e-6)
    assert.equal(start + 5 * hour, rows[1].ts)
    assert.equal(start + 7 * hour, rows[#rows].ts)
  end)

  it("is empty where nothing was traded", function()
    local empty = liqmap.tape()
    empty:gauge(start, "open_interest", 5)
    local rows, about = assert(empty:heatmap())
    assert.same({}, rows)
    assert.equal(0, about.columns)
    assert.is_nil(about.as_of)
    assert.same({}, assert(empty:heatmap {columns = true}).ts)
    assert.same({}, empty:replay())
  end)

  it("refuses data and raises misuse", function()
    local rows, message, code = tape:heatmap {every = 90}
    assert.is_nil(rows)
    assert.equal("bad_argument", code)
    assert.truthy(message:find("whole multiple of the frames of 60 s", 1, true))
    assert.equal("out_of_range", select(3, tape:heatmap {step = 1}))
    assert.equal("limit", select(3, tape:heatmap {every = 60, step = 20, zero_cells = true}))
    assert.equal("bad_document", select(3, tape:heatmap {model = {colour = "red"}}))
    assert.equal("bad_argument", select(3, tape:heatmap {since = 2, ["until"] = 1}))
    support.raises("table expected, got number", tape.heatmap, tape, 5)
    support.raises("unknown field 'colour'", tape.heatmap, tape, {colour = "red"})
    support.raises("every: number expected, got string", tape.heatmap, tape, {every = "soon"})
    support.raises("columns: boolean expected, got number", tape.replay, tape, {columns = 1})
  end)
end)

describe("replay", function()
  local tape = liqmap.demo {days = 1}

  it("has the ledger of the map", function()
    local rows = assert(tape:replay())
    local ledger = tape:map():ledger()
    assert.equal(1440, #rows)
    for _, side in ipairs {"long", "short"} do
      local opened, swept, decayed = 0, 0, 0
      for _, row in ipairs(rows) do
        opened, swept = opened + row[side .. "_opened"], swept + row[side .. "_swept"]
        decayed = decayed + row[side .. "_decayed"]
        assert.near(opened, swept + decayed + row[side .. "_outstanding"], 1e-9 * opened)
      end
      assert.near(ledger[side].swept, swept, 1e-9 * swept)
      assert.near(ledger[side].opened, opened, 1e-9 * opened)
    end
  end)

  it("has the forecast of the map frozen at the start of each frame", function()
    local rows, total = assert(tape:replay()), 0
    for i = 2, #rows, 97 do
      local row = rows[i]
      local before = tape:map(nil, row.ts):info()
      assert.near(before.long_notional * row.long_frozen_share, row.long_frozen_notional, 0.02 * before.long_notional)
    end
    for _, row in ipairs(rows) do
      assert.truthy((row.short_frozen_notional or 0) <= (row.short_predicted_notional or 0) * (1 + 1e-12))
      total = total + (row.short_frozen_notional or 0)
    end
    assert.truthy(total > 0)
    assert.equal(0, rows[1].long_frozen_share)
  end)

  it("ends at as_of, and comes in columns", function()
    local as_of = tape:info().since + 2 * hour
    local rows = assert(tape:replay {as_of = as_of, open_interest = 7})
    local lists = assert(tape:replay {as_of = as_of, open_interest = 7, columns = true})
    assert.equal(120, #rows)
    assert.equal(120, #lists.ts)
    for i, row in ipairs(rows) do
      for name, value in pairs(row) do
        assert.equal(value, lists[name][i])
      end
    end
    assert.equal(7, rows[1].last_open_interest)
  end)
end)

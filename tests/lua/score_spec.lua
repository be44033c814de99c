-- Scores: a made-up market whose liquidations are what the map predicts.
local liqmap = require "liqmap"
local support = require "tests.lua.support"

local start, bars = 1767225600, 12 * 48
local options = {warm_up = "1 d", train_until = start + 8 * 86400, null = {"N1", "small"}, draws = 10}

local function market()
  local tape = liqmap.tape()
  for i = 0, bars * 6 - 1 do
    local price = 60000 * (1 + 0.03 * math.sin(i / 40) + 0.005 * math.sin(i * 1.7))
    tape:trade(start + i * 300, price, 1 + i % 7, true)
    tape:gauge(start + i * 300, "open_interest", 90000)
  end
  return tape
end

local function observed()
  local tape, prices = market(), market()
  for _, row in ipairs(assert(prices:replay())) do
    for _, side in ipairs {"long", "short"} do
      local notional = row[side .. "_predicted_notional"]
      if notional and notional > 0 then tape:liquidation(row.ts, nil, notional, side) end
    end
  end
  return tape
end

describe("score", function()
  local tape = observed()

  it("gives a row for each figure", function()
    local rows = assert(tape:score {options = options})
    local level, seen
    for _, row in ipairs(rows) do
      assert.equal(1800, row.horizon)
      if row.metric == "level" and row.forecast == "running" and not row.side and not row.period then
        level = row
      end
      if not row.model then
        seen = true
        assert.is_nil(row.forecast)
        assert.truthy(row.null_model == "N1" or row.null_model == "small")
      end
    end
    assert.truthy(seen and level.value > 0.8 and level.value < 1.25 and level.n_notional > 0)
    assert.equal(1, level.model)
    local lists = assert(tape:score {options = options, columns = true})
    assert.equal(#rows, #lists.metric)
    for i, row in ipairs(rows) do assert.equal(row.value, lists.value[i]) end
  end)

  it("takes several models", function()
    local one = assert(tape:score {models = "one_day", options = options})
    local both = assert(tape:score {models = {{exposure = 0.5}, "one_day"}, options = options})
    local last, of_second = {}, 0
    for _, row in ipairs(one) do if row.model == 1 then last[#last + 1] = row.value end end
    for _, row in ipairs(both) do
      if row.model == 2 then
        of_second = of_second + 1
        assert.equal(last[of_second], row.value)
      end
    end
    assert.equal(#last, of_second)
  end)

  it("refuses what cannot be scored", function()
    assert.equal("missing", select(3, market():score()))
    assert.equal("bad_document", select(3, tape:score {options = {null = "N7"}}))
    assert.equal("bad_document", select(3, tape:score {models = {{}, {exposure = -1}}}))
    assert.equal("bad_argument", select(3, tape:score {options = {bar = 100}}))
    support.raises("models: ", tape.score, tape, {models = 3})
  end)
end)

-- Cascades: arguments by position and by name, rows, misuse and errors.
local support = require "tests.lua.support"

describe("cascade", function()
  local liqmap = require "liqmap"
  local impact = {kind = "linear", depth_per_pct = 4e7, reported = {0.3, 0.6}}
  local map = assert(liqmap.demo {days = 2}:map())
  local price = map:info().reference_price

  it("takes arguments by place and by name, and impacts as text", function()
    local row = assert(map:cascade(-0.02, impact))
    assert.same(row, map:cascade {shock = -0.02, impact = impact})
    assert.same(row, map:cascade(-0.02, '{"kind": "linear", "depth_per_pct": 4e7, "reported": [0.3, 0.6]}'))
    assert.same(map:cascade_by_leverage(-0.02, impact), map:cascade_by_leverage {shock = -0.02, impact = impact})
    assert.same(map:cascades({-0.02}, impact), map:cascades {shocks = {-0.02}, impact = impact, depth_multipliers = {1}})
    assert.same(map:fragility(impact, 100, 0.03), map:fragility {impact = impact, step = 100, within = 0.03})
    assert.same(map:fragility(impact), map:fragility {impact = impact, step = 0, within = math.huge})
  end)

  it("moves the price at least as far as the shock", function()
    local fall, rise = map:cascade(-0.02, impact), map:cascade(0.02, impact)
    assert(fall.final_price <= price * 0.98 and rise.final_price >= price * 1.02)
    assert(fall.move_pct_most <= fall.move_pct and fall.move_pct <= fall.move_pct_least and fall.move_pct_least <= -2)
    assert(fall.size > 0 and fall.flow_least <= fall.flow and fall.flow <= fall.flow_most)
    -- notional is that of the map in the prices swept; notional_between() counts whole cells, which are below 0.03 % wide
    assert(fall.notional >= assert(map:notional_between(fall.final_price * 1.0003, price * 0.9997, "long")))
    assert(fall.notional <= map:notional_between(fall.final_price * 0.9997, price * 1.0003, "long"))
    assert.near(fall.notional / math.sqrt(0.3 * 0.6), fall.flow, 1e-9 * fall.flow)
    local sum, flow = 0, 0
    for _, class in ipairs(map:cascade_by_leverage(-0.02, impact)) do
      assert(class.notional <= class.outstanding_notional * (1 + 1e-12))
      sum, flow = sum + class.notional, flow + class.flow
    end
    assert.near(fall.notional, sum, 1e-9 * sum)
    assert.near(fall.flow, flow, 1e-9 * flow)
  end)

  it("has no fields for unknown values", function()
    local calm = map:cascade(-0.02, {kind = "linear", depth_per_pct = 1e12})
    assert.is_nil(calm.critical_shock)
    assert.is_nil(calm.landing_price)
    assert.is_nil(calm.worst_shock)
    local thin = map:cascade(-0.02, {kind = "linear", depth_per_pct = 1e6})
    assert(thin.worst_shock <= thin.critical_shock and thin.critical_shock_most >= thin.critical_shock)
    assert(thin.critical_shock <= 0 and thin.landing_price < price and thin.jump_flow > 0)
    local known = assert(liqmap.positions():add(100, "long", 90, 1)):map()
    local classes = known:cascade_by_leverage(-0.2, impact)
    assert.equal(1, #classes)
    assert.is_nil(classes[1].leverage)
    assert.same({}, known:cascade_by_leverage(0.2, impact))
  end)

  it("takes what feeds report from the map, unless the impact model says", function()
    local open = {kind = "linear", depth_per_pct = 4e7}
    assert.is_nil(liqmap.check_impact(open).reported)
    assert.same(map:cascade(-0.02, {kind = "linear", depth_per_pct = 4e7, reported = {0.3, 1}}), map:cascade(-0.02, open))
    local sure = map:cascade(-0.02, {kind = "linear", depth_per_pct = 4e7, reported = 1})
    assert(sure.flow_least == sure.flow_most and sure.flow == sure.notional and sure.flow < map:cascade(-0.02, open).flow)
  end)

  it("gives the grid in the order that was asked for", function()
    local rows = map:cascades({-0.01, 0.03}, impact, {1, 0.5, 0.1})
    local got = {}
    for i, row in ipairs(rows) do
      got[i] = {row.shock, row.depth_multiplier}
      local alone = map:cascade(row.shock, {kind = "linear", depth_per_pct = 4e7 * row.depth_multiplier, reported = {0.3, 0.6}})
      assert.near(alone.final_price, row.final_price, 1e-9 * price)
    end
    assert.same({{-0.01, 1}, {-0.01, 0.5}, {-0.01, 0.1}, {0.03, 1}, {0.03, 0.5}, {0.03, 0.1}}, got)
  end)

  it("says where it is fragile", function()
    local last = 0
    for _, row in ipairs(map:fragility {impact = impact, within = 0.03, empty_steps = true}) do
      assert(math.abs(row.distance_pct) <= 3 and row.price_low >= last)
      assert.equal(row.branching >= 1, row.critical)
      assert.near(row.branching, row.liquidation_per_pct / row.depth_per_pct, 1e-9)
      assert.equal(row.side == "long", row.price_high <= price)
      last = row.price_high
    end
    assert(last > price)
  end)

  it("prints impacts that read the same again", function()
    for _, document in ipairs {
      impact,
      {kind = "sqrt", sigma = 0.015, volume = 1e10, evaporation = {eta = 0.3}},
      {kind = "saturating", depth_per_pct = 1e7},
      {kind = "book", bids = {{0.1, 1e6}, {1, 2e7}}, asks = {{1, 1e7}}, engine = {fund = 1e8, adl = false, order = "bankruptcy"}},
      {kind = "book", levels = {{0.1, 1e6}, {1, 2e7}}, share = 0.5, reference_price = 90000},
    } do
      local printed = assert(liqmap.check_impact(document))
      assert.same(printed, liqmap.check_impact(printed))
      assert.equal(document.kind, printed.kind)
      assert.equal(30, printed.engine.cooldown)
    end
  end)

  it("raises for misuse", function()
    support.raises("liqmap.map expected", map.cascade, liqmap.tape(), -0.1, impact)
    support.raises("shock: number expected, got nil", map.cascade, map)
    support.raises("impact: table or JSON text expected, got nil", map.cascade, map, {shock = -0.1})
    support.raises("unknown field 'shocks'", map.cascade, map, {shocks = {-0.1}, impact = impact})
    support.raises("impact: table or JSON text expected, got nil", map.cascade, map, -0.1)
    support.raises("#3 to ", map.cascade, map, -0.1, 5)
    support.raises("impact: table or JSON text expected, got number", map.cascade, map, -0.1, 5)
    support.raises("#2 to ", map.cascade, map, {shock = -0.1, impact = 5})
    support.raises("shocks: list of numbers expected, got number", map.cascades, map, -0.1, impact)
    support.raises("shocks: a list without holes and of numbers only", map.cascades, map, {-0.1, "x"}, impact)
    support.raises("depth_multipliers: list of numbers expected, got number", map.cascades, map, {-0.1}, impact, 1)
    support.raises("impact: table or JSON text expected, got nil", map.fragility, map)
    support.raises("step: number expected, got string", map.fragility, map, impact, "wide")
    support.raises("value expected", liqmap.check_impact)
  end)

  it("refuses what has no answer", function()
    local function refused(wanted, words, ...)
      local nothing, message, code = ...
      assert.is_nil(nothing)
      assert.equal(wanted, code)
      assert(message:find(words, 1, true), message)
    end
    refused("out_of_range", "between -1 and 1", map:cascade(0, impact))
    refused("out_of_range", "between -1 and 1", map:cascade_by_leverage(0 / 0, impact))
    refused("bad_argument", "no shocks", map:cascades({}, impact))
    refused("bad_argument", "no depth multipliers", map:cascades({-0.1}, impact, {}))
    refused("out_of_range", "depth multiplier", map:cascades({-0.1}, impact, {-1}))
    refused("bad_document", "$.depth_per_pct must be above 0", map:fragility {kind = "linear", depth_per_pct = -1})
    refused("bad_document", '$ needs "kind"', liqmap.check_impact {})
    refused("bad_document", '$ needs "kind"', liqmap.check_impact {impact = "linear"})
    refused("bad_document", 'unknown key "impact"', liqmap.check_impact {kind = "linear", depth_per_pct = 1, impact = 1})
    refused("out_of_range", "outside of the map", map:cascade(-0.1, {kind = "linear", depth_per_pct = 1, reference_price = 1}))
    local shares = assert(assert(liqmap.tape():trade(1767225600, 90000, 1)):map())
    refused("missing", "open_interest", shares:cascade(-0.1, impact))
    refused("missing", "empty map", liqmap.tape():map(nil, nil, 1):cascade(-0.1, impact))
  end)
end)

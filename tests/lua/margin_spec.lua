local support = require "tests.lua.support"

describe("margin", function()
  local liqmap = require "liqmap"

  it("solves a position, by name or by place", function()
    local rules = {tiers = {{floor = 0, rate = 0.005}}}
    local named = liqmap.margin {side = "long", entry = 100, qty = 2, rules = rules, leverage = 10}
    assert.same(named, liqmap.margin("long", 100, 2, rules, 10))
    assert.same(named, liqmap.margin("long", 100, 2, '{"tiers": [{"floor": 0, "rate": 0.005}]}', 10, 0))
    assert.equal("price", named.status)
    assert.near(90 / 0.995, named.liquidation_price, 1e-9)
    assert.equal(90, named.bankruptcy_price)
    assert.equal(20, named.initial_margin)
    assert.equal(1, named.maintenance_margin)
    assert.equal(0, named.tier_at_entry)
    assert.equal(0, named.tier_at_liquidation)
    assert.near(90 / 0.995 - 100, named.distance_pct, 1e-9)
  end)

  it("tells never and liquidatable from a price", function()
    local never = liqmap.margin {side = "long", entry = 100, qty = 1, collateral = 200}
    assert.equal("never", never.status)
    assert.is_nil(never.liquidation_price)
    assert.is_nil(never.tier_at_liquidation)
    local liquidatable = liqmap.margin {side = "long", entry = 100, qty = 1, leverage = 1000}
    assert.equal("liquidatable", liquidatable.status)
  end)

  it("has a short form for the price alone", function()
    assert.near(90 / 0.996, liqmap.liquidation_price("long", 100, 10), 1e-9)
    assert.near(110 / 1.004, liqmap.liquidation_price {side = "short", entry = 100, leverage = 10}, 1e-9)
    local price, why = liqmap.liquidation_price("long", 100, 1)
    assert.is_nil(price)
    assert.equal("never", why)
    assert.equal("liquidatable", select(2, liqmap.liquidation_price("long", 100, 1000)))
    local tiers = {tiers = {{floor = 0, rate = 0.004}, {floor = 1000, rate = 0.01}}}
    assert.near(90 / 0.996, liqmap.liquidation_price("long", 100, 10, tiers), 1e-9) -- of the first tier
    assert.truthy(liqmap.liquidation_price("long", 100, 10, tiers, 1000) > 90.6)
    support.refuses("bad_argument", "quantity", liqmap.liquidation_price("long", 100, 0, nil, 0, 10))
  end)

  it("tells a price that the mark has passed", function()
    local passed = liqmap.margin {side = "long", entry = 100, qty = 1, leverage = 10, mark = 90}
    assert.equal("liquidatable", passed.status)
    assert.near(90 / 0.996, passed.liquidation_price, 1e-9)
    assert.near(100 * (1 / 0.996 - 1), passed.past_pct, 1e-9)
    assert.is_nil(liqmap.margin("long", 100, 1, nil, 10).past_pct)
    assert.is_nil((liqmap.liquidation_price {side = "long", entry = 100, qty = 1, leverage = 10, mark = 90}))
    local none = liqmap.margin("long", 100, 1)
    assert.equal("liquidatable", none.status)
    assert.equal(0, none.initial_margin)
  end)

  it("tells where its rules come from", function()
    local rules = {venue = "binance-usdm", symbol = "BTCUSDT", as_of = "2030-01-01"}
    local found = liqmap.margin("long", 90000, 1, rules, 10)
    assert.equal(1279, found.stale_days)
    assert.equal(1782950400, found.seen) -- 2026-07-02
    assert(found.since < found.seen and found.source ~= "" and found.checked ~= "")
    local price, status, days = liqmap.liquidation_price("long", 90000, 10, rules)
    assert.equal("number", type(price))
    assert.equal("price", status)
    assert.equal(1279, days)
    rules.as_of = nil
    assert.is_nil(liqmap.margin("long", 90000, 1, rules, 10).stale_days)
    assert.is_nil((select(3, liqmap.liquidation_price("long", 90000, 10, rules))))
    local own = liqmap.margin("long", 100, 1, {since = "2025-03", source = "their page", tiers = {{0, 0.01}}}, 10)
    assert.equal("their page", own.source)
    assert.is_nil(own.checked)
    support.refuses("bad_document", "$.source must be text", liqmap.margin("long", 100, 1, {source = 7}, 10))
    support.refuses("bad_document", "$.source", liqmap.margin("long", 100, 1, {source = ("x"):rep(600)}, 10))
  end)

  it("refuses what has no meaning", function()
    support.refuses("out_of_range", "", liqmap.margin("long", -1, 1, nil, 10))
    support.refuses("out_of_range", "", liqmap.margin("long", 100, 0, nil, 10))
    support.refuses("out_of_range", "", liqmap.margin("long", 0 / 0, 1, nil, 10))
    support.refuses("out_of_range", "", liqmap.margin("long", 100, math.huge, nil, 10))
    support.refuses("bad_argument", "leverage", liqmap.liquidation_price("long", 100, 0))
    support.refuses("bad_document", "tiers[0]", liqmap.margin("long", 100, 1, {tiers = {{floor = 5, rate = 0.1}}}, 10))
    support.refuses("bad_document", "colour", liqmap.margin("long", 100, 1, {colour = "red"}, 10))
  end)

  it("raises where it is misused", function()
    support.raises("side: 'long' or 'short' expected, got string", liqmap.margin, "both", 100, 1)
    support.raises("side: 'long' or 'short' expected, got nil", liqmap.margin)
    support.raises("entry: number expected, got nil", liqmap.margin, "long")
    support.raises("leverage: number expected, got boolean", liqmap.margin, "long", 100, 1, nil, true)
    support.raises("unknown field 'size'", liqmap.margin, {side = "long", entry = 100, size = 1})
    support.raises("rules: table or JSON text expected, got number", liqmap.margin, "long", 100, 1, 5, 10)
    support.raises("#1 to ", liqmap.margin, {side = "long", entry = 100, qty = 1, rules = 5})
    support.raises("rules: a document cannot hold a function", liqmap.margin, "long", 100, 1, {tiers = print})
    support.raises("rules: a document cannot hold a userdata; for null give the document as JSON text", liqmap.margin,
      "long", 100, 1, {tiers = {{0, 0.004, io.stdout, 100}}}, 10)
    support.raises("leverage: number expected, got userdata (give nil where a JSON library has its null)", liqmap.margin,
      "long", 100, 1, nil, io.stdout)
  end)
end)

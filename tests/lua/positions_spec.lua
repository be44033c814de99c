local support = require "tests.lua.support"

describe("positions", function()
  local liqmap = require "liqmap"

  -- price, side, liquidation_price or nil, qty, leverage or nil
  local held = {
    {100, "long", 90, 2, 10}, {100, "long", 90, 1, 5}, {100, "long", 80, 4, nil}, {100, "long", nil, 5, 1},
    {100, "long", 100, 7, 50}, {100, "short", 120, 3, 5}, {100, "short", 95, 1, 20}, {100, "short", nil, 2, nil},
  }

  local function one_by_one(rows, options)
    local positions = assert(liqmap.positions(options))
    for _, row in ipairs(rows) do
      assert.equal(positions, positions:add(row[1], row[2], row[3], row[4], row[5]))
    end
    return positions
  end

  local function columns(rows)
    local all = {price = {}, side = {}, liquidation_price = {}, qty = {}, leverage = {}}
    for i, row in ipairs(rows) do
      all.price[i], all.side[i], all.liquidation_price[i], all.qty[i], all.leverage[i] = row[1], row[2], row[3], row[4], row[5]
    end
    return all
  end

  local function many(count)
    local random, rows = support.random(3), {}
    for i = 1, count do
      local side = random(0, 1) == 0 and "long" or "short"
      rows[i] = {90000, side, random(60000, 120000), random(1, 5000) / 1000, random(1, 10) > 2 and random(2, 50) or nil}
      if random(1, 20) == 1 then
        rows[i][3] = nil
      end
    end
    return rows
  end

  it("are at their liquidation price", function()
    local map = assert(one_by_one(held):map())
    local long, short = map:ledger().long, map:ledger().short
    assert.same({5, 590, 500, 700}, {long.positions, long.outstanding_notional, long.never_notional, long.liquidatable_notional})
    assert.same({3, 360, 200, 100}, {short.positions, short.outstanding_notional, short.never_notional, short.liquidatable_notional})
    assert.is_nil(long.opened)
    assert.equal(270, map:notional_between(85, 95, "long"))
    local by_leverage = map:levels {step = 5, by_leverage = true}
    assert.same({nil, 320}, {by_leverage[1].leverage, by_leverage[1].long_notional})
    assert.same({5, 90}, {by_leverage[2].leverage, by_leverage[2].long_notional})
    assert.same({10, 180}, {by_leverage[3].leverage, by_leverage[3].long_notional})
    assert.truthy(#map:clusters() > 0)
    local info = map:info()
    assert.same({false, 8, 100, 0}, {info.live, info.positions, info.reference_price, info.models})
    assert.is_nil(info.as_of)
    assert.equal("liqmap.map: price 100, long 590, short 360", tostring(map))
  end)

  it("come by name, too", function()
    local positions = liqmap.positions()
    for _, row in ipairs(held) do
      assert(positions:add {price = row[1], side = row[2], liquidation_price = row[3], qty = row[4], leverage = row[5]})
    end
    assert.equal(one_by_one(held):map(), positions:map())
  end)

  it("come in columns", function()
    for _, count in ipairs {0, 1, 255, 256, 257, 1000} do
      local rows = many(count)
      local positions = liqmap.positions()
      assert.equal(count, positions:add_many(columns(rows)))
      assert.equal(one_by_one(rows):map(), positions:map())
      local all = columns(rows)
      all.price = 90000
      positions = liqmap.positions()
      assert.equal(count, positions:add_many(all))
      assert.equal(one_by_one(rows):map(), positions:map())
    end
    local bare, all = liqmap.positions(), columns(held)
    all.liquidation_price, all.leverage = nil, nil
    assert.equal(8, bare:add_many(all))
    assert.equal(0, bare:map():info().long_notional)
  end)

  it("may be split and come in any order", function()
    local rows, backwards, parts = many(500), {}, {liqmap.positions(), liqmap.positions(), liqmap.positions()}
    for i, row in ipairs(rows) do
      backwards[#rows + 1 - i] = row
      assert(parts[i % 3 + 1]:add(row[1], row[2], row[3], row[4], row[5]))
    end
    local map = one_by_one(rows):map()
    assert.equal(map, one_by_one(backwards):map())
    assert.equal(map, parts[1]:map() + (parts[2]:map() + parts[3]:map()))
    assert.equal(map, liqmap.rollup {parts[2]:map(), parts[3]:map(), parts[1]:map()})
    assert.equal(map, liqmap.decode(map:encode()))
    assert.equal(1, (map + assert(liqmap.demo {days = 0.1}:map(nil, nil, 1000))):info().models)
    support.refuses("missing", "sum", map:advance(liqmap.tape()))
  end)

  it("go on being counted after a map was made", function()
    local positions = one_by_one(held)
    local before = positions:map()
    assert(positions:add(100, "long", 50, 1))
    assert.equal(8, before:info().positions)
    assert.equal(9, positions:map():info().positions)
  end)

  it("follow from margin rules", function()
    local rules = {tiers = {{floor = 0, rate = 0.004}, {floor = 300, rate = 0.02}}}
    local by_rules, by_price, together = liqmap.positions(), liqmap.positions(), liqmap.positions()
    local all = {price = 100, side = {}, entry = {}, qty = {}, leverage = {}, collateral = {}, rules = rules}
    local random = support.random(9)
    for i = 1, 300 do
      local side, entry, qty = random(0, 1) == 0 and "long" or "short", random(80, 120), random(1, 90) / 10
      local leverage = random(1, 4) > 1 and random(2, 60) or nil
      local collateral = not leverage and random(1, 60) or nil
      local price, status = liqmap.liquidation_price(side, entry, leverage or 0, rules, qty, collateral, 100)
      assert(by_rules:add_margin(100, side, entry, qty, leverage, collateral, rules))
      assert(by_price:add(100, side, status == "liquidatable" and 100 or price, qty, leverage))
      all.side[i], all.entry[i], all.qty[i], all.leverage[i], all.collateral[i] = side, entry, qty, leverage, collateral
    end
    assert.equal(300, together:add_margin_many(all))
    assert.equal(by_price:map(), by_rules:map())
    assert.equal(by_price:map(), together:map())
    assert(by_rules:add_margin {price = 100, side = "long", entry = 100, qty = 1, leverage = 10})
    support.refuses("bad_document", "$ has an unknown key", by_rules:add_margin {
      price = 100, side = "long", entry = 100, qty = 1, leverage = 10, rules = {tier = 1},
    })
    support.refuses("mismatch", "inverse", by_rules:add_margin {
      price = 100, side = "long", entry = 100, qty = 1, leverage = 10, rules = {contract = "inverse"},
    })
    support.refuses("bad_argument", "row 1: ", together:add_margin_many {price = 1, side = {"long"}, entry = {1}, qty = {1}})
  end)

  it("take options", function()
    local info = one_by_one(held, {symbol = "X", precision = 16, as_of = 1767225600}):map():info()
    assert.same({"X", 16, 1767225600, 1767225600}, {info.symbol, info.precision, info.as_of, info.as_of_first})
    assert.equal(1767225600, one_by_one(held, '{"as_of": "2026-01-01T02:00:00+02:00"}'):map():info().as_of)
    assert.equal(5, one_by_one({{100, "long", 50, 5}}, {contract = "inverse"}):map():info().long_notional)
    assert.near(0.25, one_by_one({{100, "long", 50, 5}}, {contract_size = 0.001}):map():info().long_notional, 1e-12)
    support.refuses("bad_document", "unknown key \"frame\"", liqmap.positions {frame = 60})
    support.refuses("bad_document", "$.as_of", liqmap.positions {as_of = "noon"})
  end)

  it("may be none", function()
    local map = assert(liqmap.positions():map())
    assert.equal("liqmap.map: empty", tostring(map))
    assert.same({}, map:levels())
  end)

  it("refuse what cannot be", function()
    local positions = one_by_one(held)
    local before = positions:map()
    for _, row in ipairs {
      {0, "long", 90, 1}, {-1, "long", 90, 1}, {0 / 0, "long", 90, 1}, {100, "long", 0, 1}, {100, "short", math.huge, 1},
      {100, "long", 90, 0}, {100, "long", 90, -1}, {100, "long", 90, 0 / 0}, {100, "long", 90, 1, 0}, {100, "long", 90, 1, -3},
    } do
      support.refuses("out_of_range", "must be", positions:add(row[1], row[2], row[3], row[4], row[5]))
    end
    support.refuses("overflow", "63 bits", positions:add(100, "long", 90, 1e15))
    assert.equal(before, positions:map())

    local rows = many(700)
    rows[600] = {90000, "long", -1, 1}
    local counted, message, code, added = positions:add_many(columns(rows))
    assert.same({nil, "out_of_range", 599}, {counted, code, added})
    assert.truthy(message:find("^row 600: liquidation_price must be"))
    assert.equal(8 + 599, positions:map():info().positions)
  end)

  it("raise for misuse", function()
    local positions = liqmap.positions()
    support.raises("price: number expected, got nil", positions.add, positions)
    support.raises("side: 'long' or 'short' expected", positions.add, positions, 100, "buy", 90, 1)
    support.raises("qty: number expected", positions.add, positions, 100, "long", 90)
    support.raises("unknown field 'size'", positions.add, positions, {price = 1, size = 1})
    support.raises("table of columns expected", positions.add_many, positions, "packed")
    support.raises("qty: table expected, got nil", positions.add_many, positions, {})
    support.raises("side: table expected", positions.add_many, positions, {price = 1, side = "long", qty = {1}})
    support.raises("columns differ in length: 1 in side, 2 in qty", positions.add_many, positions,
      {price = 1, side = {"long"}, qty = {1, 2}})
    support.raises("leverage: table expected", positions.add_many, positions,
      {price = 1, side = {"long"}, qty = {1}, leverage = 5})
    support.raises("row 2: side must be", positions.add_many, positions, {price = 1, side = {"long", "up"}, qty = {1, 1}})
    support.raises("row 2: side must be", positions.add_many, positions,
      {price = 1, side = {"long", "long"}, qty = {1, 1}, leverage = {1, "x"}})
    support.raises("entry: table expected", positions.add_margin_many, positions, {price = 1, side = {"long"}, qty = {1}})
    support.raises("rules: table or JSON text expected", positions.add_margin, positions, 100, "long", 90, 1, 5, 0, true)
    support.raises("rules: table or JSON text expected, got number", positions.add_margin_many, positions,
      {price = 1, side = {"long"}, entry = {1}, qty = {1}, rules = 5})
    assert.equal(2, positions:map():info().positions) -- the rows before the bad ones
    support.raises("liqmap.positions expected", positions.add, liqmap.tape(), 100, "long", 90, 1)
  end)

  it("close once and for all", function()
    local positions = one_by_one(held)
    assert.equal("liqmap.positions", tostring(positions))
    positions:close()
    positions:close()
    assert.equal("liqmap.positions (closed)", tostring(positions))
    for name, method in pairs(debug.getmetatable(positions).__index) do
      if name ~= "close" then
        support.raises("closed", method, positions)
      end
    end
  end)
end)

local support = require "tests.lua.support"

describe("simulated cascades", function()
  local liqmap = require "liqmap"

  local function map_with(exposure)
    local tape = liqmap.tape()
    for ts, price, qty, is_buy in liqmap.demo_trades {days = 2} do
      assert(tape:trade(ts, price, qty, is_buy))
    end
    return assert(tape:map({exposure = exposure}, nil, 80000)), tape
  end
  local map, tape = map_with(0.3)
  local impact = {kind = "linear", depth_per_pct = 3e8}

  it("are cascades where everything is known", function()
    local known = {shock = -0.02, depth_sigma = 0, impact_sigma = 0, ladder_sigma = 0, reported = 1}
    local rows = assert(map:simulate(impact, 5, 7, known))
    local cascade = assert(map:cascade(-0.02, {kind = "linear", depth_per_pct = 3e8, reported = 1}))
    assert.equal(8, #rows)
    assert.equal(5, rows.draws)
    for _, row in ipairs(rows) do
      assert.equal(cascade.final_price, row.final_price)
      assert.near(cascade.notional, row.notional, 1e-9 * cascade.notional)
      assert.near(cascade.flow, row.flow, 1e-9 * cascade.flow)
    end
    assert.equal(1, rows.reported_least)
  end)

  it("are the same for the same seed, by place or by name", function()
    local a = assert(map:simulate(impact, 300, 3, {quantiles = {0.1, 0.9}}))
    local b = assert(map:simulate {impact = impact, draws = 300, seed = 3, options = '{"quantiles": [0.1, 0.9]}'})
    local c = assert(map:simulate {impact = impact, draws = 300, seed = 4, options = {quantiles = {0.1, 0.9}}})
    assert.same(a, b)
    assert.is_not.same(a, c)
    assert.equal(2, #a)
    assert.is_true(a[1].final_price > a[2].final_price)
    assert.equal(0.3, a.reported_least)
    assert.is_true(a.jump_probability >= 0 and a.jump_probability <= 1)
  end)

  it("refuse what has no meaning", function()
    support.refuses("out_of_range", "draws", map:simulate(impact, 0))
    support.refuses("out_of_range", "seed", map:simulate(impact, 10, -1))
    support.refuses("bad_document", "$.degrees", map:simulate(impact, 10, 1, {degrees = 1}))
    support.refuses("bad_document", "kind", map:simulate({}, 10))
    support.refuses("missing", "daily sigma", (map + map):simulate(impact, 10))
    support.raises("whole number", map.simulate, map, impact, 1.5)
    support.raises("impact", map.simulate, map)
  end)

  it("run in time, and end where the static one does", function()
    local rows = assert(map:cascade_path(-0.02, impact, {refill = 0, step = 0.1, duration = 300}))
    local still = assert(map:cascade(-0.02, impact))
    assert.equal(3001, #rows)
    assert.equal(300, rows[3001].t)
    assert.near(still.final_price, rows[3001].price, 1e-9 * still.final_price)
    assert.near(still.flow, rows[3001].cumulative_flow, 1e-6 * still.flow)
    assert.same(rows[5], assert(map:cascade_path {shock = -0.02, impact = impact,
      options = {refill = 0, step = 0.1, duration = 300}})[5])
    support.refuses("limit", "steps", map:cascade_path(-0.02, impact, {step = 0.001}))
    support.refuses("out_of_range", "shock", map:cascade_path(0, impact))
    support.raises("shock", map.cascade_path, map, "x", impact)
  end)

  it("are drawn", function()
    local chart = assert(map:cascade_svg {shock = 0.02, impact = impact, options = {duration = 60}, title = "<odd>"})
    assert.truthy(chart:find("^<svg xmlns=") and chart:find("all at once", 1, true))
    assert.truthy(chart:find("&#60;odd&#62;", 1, true))
    assert.equal(chart, map:cascade_svg(0.02, impact, {duration = 60}, "<odd>"))
    support.refuses("out_of_range", "width", map:cascade_svg {shock = 0.02, impact = impact, width = 10})
    support.refuses("bad_document", "$.step", map:cascade_svg(0.02, impact, {step = 0}))
  end)

  it("run on several venues: two halves are a whole", function()
    local half = map_with(0.15)
    local half_depth = {kind = "linear", depth_per_pct = 1.5e8}
    local whole = assert(map:cascade(-0.02, impact))
    local venues = assert(liqmap.cascade_venues({half, half}, {half_depth, half_depth}, -0.02))
    assert.equal(2, #venues)
    assert.same(venues, liqmap.cascade_venues {maps = {half, half}, impacts = {half_depth, half_depth}, shock = -0.02})
    assert.near(whole.move_pct, venues.move_pct, 1e-9)
    assert.near(whole.notional, venues.notional, 1e-8 * whole.notional)
    assert.near(whole.flow, venues.flow, 1e-8 * whole.flow)
    assert.near(venues.flow, venues[1].flow + venues[2].flow, 1e-9 * whole.flow)
    assert.near(whole.branching_at_stop, venues.spectral_radius, 1e-6)
    assert.near(0.5, venues[2].depth_share, 1e-9)
    support.refuses("bad_argument", "venues", liqmap.cascade_venues({}, {}, -0.02))
    support.refuses("bad_document", "kind", liqmap.cascade_venues({map}, {{}}, -0.02))
    local maps, impacts = {}, {}
    for i = 1, 33 do
      maps[i], impacts[i] = map, impact
    end
    support.refuses("bad_argument", "1 to 32 venues, not 33", liqmap.cascade_venues(maps, impacts, -0.02))
    support.raises("as many impacts as maps expected, got 0 and 1", liqmap.cascade_venues, {map}, {}, -0.02)
    support.raises("map 2: liqmap.map expected, got userdata", liqmap.cascade_venues, {map, tape}, {impact, impact}, -0.02)
    support.raises("#2 to ", liqmap.cascade_venues, {map, map}, {impact, 5}, -0.02)
    support.raises("impact 2: table or JSON text expected, got number", liqmap.cascade_venues, {map, map}, {impact, 5}, -0.02)
    support.raises("shock: number expected, got nil", liqmap.cascade_venues, {map}, {impact})
    support.raises("impacts: table expected, got nil", liqmap.cascade_venues, {maps = {map}})
    support.raises("#1 to ", liqmap.cascade_venues, {maps = {map}, impacts = {5}, shock = -0.02})
  end)
end)

describe("impact models from data", function()
  local liqmap = require "liqmap"

  -- Each frame has a trade by a buyer and one by a seller, at a close that is 2e-9 of the flow away from the last close.
  local function flowing_tape(frames)
    local tape, price = liqmap.tape(), 50000
    for i = 1, frames do
      local flow = ((i * 7919) % 2001 - 1000) * 1000
      price = price * (1 + 2e-9 * flow)
      assert(tape:trade(1767225600 + i * 60, price, (2e6 + flow) / 2 / price, true))
      assert(tape:trade(1767225600 + i * 60, price, (2e6 - flow) / 2 / price, false))
    end
    return tape
  end

  it("come from a tape", function()
    local tape = flowing_tape(600)
    local linear, root = assert(tape:impact()), assert(tape:impact {kind = "sqrt"})
    assert.near(5e6, linear.depth_per_pct, 1)
    assert.equal(599, linear.estimate.n)
    assert.near(1, linear.estimate.r2, 1e-6)
    assert.equal(60, linear.estimate.frame)
    assert.is_true(root.estimate.low <= root.y and root.y <= root.estimate.high)
    assert.same(liqmap.check_impact(linear).depth_per_pct, linear.depth_per_pct)
    support.refuses("missing", "too short", flowing_tape(200):impact())
    support.refuses("bad_document", "kind", tape:impact {kind = "book"})
  end)

  it("come from a book", function()
    local book, other = liqmap.book_impact(), liqmap.book_impact()
    for i = 1, 3 do
      assert.equal(book, book:band(1767225600 + i, -1, i * 10))
      assert(other:band {ts = 1767225600 + i, percentage = 1, notional = 7})
    end
    assert.equal(book, assert(book:merge(other)))
    local impact = assert(book:impact())
    assert.equal("book", impact.kind)
    assert.same({{1, 20}}, impact.bids)
    assert.same({{1, 7}}, impact.asks)
    assert.same({snapshots = 3, since = 1767225601, ["until"] = 1767225603}, impact.estimate)
    assert.truthy(liqmap.check_impact(impact))
    support.refuses("mismatch", "levels", book:level(1767225600, true, 99, 1, 100))
    support.refuses("out_of_range", "percentage", book:band(1767225600, 0, 1))
    support.refuses("out_of_range", "above the middle", liqmap.book_impact():level(1767225600, true, 101, 1, 100))
    support.refuses("missing", "bids", other:impact())
    support.raises("boolean", book.level, book, 1767225600, 1, 99, 1, 100)
    support.raises("itself", book.merge, book, book)
    assert.equal("liqmap.book", tostring(book))
    book:close()
    support.raises("closed", book.impact, book)
  end)
end)

local support = require "tests.lua.support"

describe("a map", function()
  local liqmap = require "liqmap"
  local start = 1767225600 -- 2026-01-01 00:00:00 UTC
  local hours = liqmap.demo {days = 1, trades_per_minute = 6}
  local noon = start + 43200

  local function sum(rows, column)
    local total = 0
    for _, row in ipairs(rows) do
      total = total + (row[column] or 0)
    end
    return total
  end

  it("is made from a tape", function()
    local map = assert(hours:map())
    local info = map:info()
    assert.truthy(info.live)
    assert.equal(start + 86400, info.as_of)
    assert.equal(info.as_of, info.as_of_first)
    assert.equal(1, info.models)
    assert.truthy(info.reference_price > 80000)
    assert.truthy(info.open_interest > 0)
    assert.falsy(info.open_interest_given)
    assert.truthy(info.long_notional > 0 and info.short_notional > 0)
    assert.truthy(info.coverage > 0 and info.coverage < 1)
    assert.truthy(info.daily_sigma > 0)
    assert.same(liqmap.model(), map:model())
  end)

  it("takes a model as table, as JSON or by default", function()
    local map = hours:map()
    assert.equal(map, hours:map {})
    assert.equal(map, hours:map "{}")
    assert.equal(map, hours:map(liqmap.model()))
    assert.falsy(map == hours:map(liqmap.model "one_day"))
    support.refuses("bad_document", "exposure", hours:map {exposure = -1})
    support.refuses("mismatch", "inverse", hours:map {margin = {contract = "inverse"}})
  end)

  it("uses nothing later than its as-of", function()
    assert.equal(hours:slice(nil, noon):map(), hours:map(nil, noon))
    assert.equal(noon, hours:map(nil, noon + 59):info().as_of)
    assert.equal(hours:map(), hours:map(nil, math.huge))
  end)

  it("is scaled by open interest, from the gauge or given", function()
    local given = hours:map(nil, nil, 1000)
    assert.truthy(given:info().open_interest_given)
    assert.equal(1000, given:info().open_interest)
    local trades = assert(liqmap.tape())
    for ts, price, qty, is_buy in liqmap.demo_trades {days = 1, trades_per_minute = 6} do
      assert(trades:trade(ts, price, qty, is_buy))
    end
    local shares = trades:map()
    assert.is_nil(shares:info().open_interest)
    assert.is_nil(shares:info().long_notional)
    local level = shares:levels()[1]
    assert.is_nil(level.long_notional)
    assert.truthy(level.long_share + level.short_share > 0)
    support.refuses("missing", "open interest", shares:notional_between(0, 1e6, "long"))
    support.refuses("missing", "open interest", shares:merge(shares))
    support.refuses("out_of_range", "", hours:map(nil, nil, -1))
  end)

  it("advances to the bytes of a whole replay", function()
    local map = hours:map(nil, start + 3600)
    for hour = 2, 24 do
      assert.equal(map, map:advance(hours, start + 3600 * hour))
    end
    assert.equal(hours:map():encode(), map:encode())
    -- by pieces, from bytes
    map = liqmap.decode(hours:slice(nil, noon):map():encode())
    assert.equal(hours:map(), map:advance(hours:slice(noon)))
  end)

  it("adds up", function()
    local a, b = hours:map(), hours:map(liqmap.model "one_day")
    local both = a + b
    assert.equal(both, b + a)
    assert.equal(both, a:merge(b))
    assert.equal(both, liqmap.rollup {a, b})
    assert.equal(liqmap.rollup {a, b, a}, liqmap.rollup {a} + (a + b))
    local info = both:info()
    assert.falsy(info.live)
    assert.equal(2, info.models)
    assert.equal(2, select("#", both:model()))
    assert.near(a:info().long_notional + b:info().long_notional, info.long_notional, 1)
    assert.truthy(a:info().live) -- merging leaves the parts alone
    support.refuses("missing", "sum", both:advance(hours))
    support.raises("liqmap.map expected", function()
      return a + hours
    end)
  end)

  it("encodes and decodes", function()
    local map = hours:map()
    local copy = assert(liqmap.decode(map:encode()))
    assert.equal(map, copy)
    assert.same(map:info(), copy:info())
    assert.same(map:levels(), copy:levels())
    local both = map + map
    assert.equal(both, liqmap.decode(both:encode()))
    local bytes = map:encode()
    for _, length in ipairs {3, 4, 5, 10, 100, #bytes - 1} do
      support.refuses("corrupt", "", liqmap.decode(bytes:sub(1, length)))
    end
    support.refuses("corrupt", "", liqmap.decode(bytes .. "\0"))
    local random = support.random(5)
    for _ = 1, 300 do -- what is changed is refused, or is another map in its one form
      local at = random(4, #bytes)
      local flipped = bytes:sub(1, at - 1) .. string.char((bytes:byte(at) + random(1, 255)) % 256) .. bytes:sub(at + 1)
      local other = liqmap.decode(flipped)
      assert.truthy(other == nil or other:encode() == flipped)
      if other then
        assert(other:info() and other:levels {step = 1000} and other:clusters() and other:ledger())
      end
    end
  end)

  it("has levels", function()
    local map = hours:map()
    local info, levels = map:info(), map:levels()
    assert.near(1, sum(levels, "long_share"), 1e-9)
    assert.near(1, sum(levels, "short_share"), 1e-9)
    assert.near(info.long_notional, sum(levels, "long_notional"), info.long_notional * 1e-9)
    for i, level in ipairs(levels) do
      assert.near(200, level.price_high - level.price_low, 1e-9)
      assert.truthy(i == 1 or level.price_low > levels[i - 1].price_low)
      assert.is_nil(level.leverage)
    end
    assert.same(levels, map:levels {step = 200})
    assert.same(levels, map:levels(200))

    local near = map:levels {step = 100, within = 0.02}
    for _, level in ipairs(near) do
      assert.truthy(math.abs(level.distance_pct) <= 2)
    end
    local by_leverage = map:levels {by_leverage = true}
    assert.truthy(#by_leverage > #levels)
    assert.near(1, sum(by_leverage, "long_share"), 1e-9)
    local every = map:levels {empty_steps = true}
    assert.near(levels[#levels].price_high - levels[1].price_low, 200 * #every, 1e-6)
    support.refuses("out_of_range", "", map:levels(-5))
    support.refuses("out_of_range", "too fine", map:levels {step = 1e-9})
  end)

  it("says what is probably not what was meant", function()
    local tape = assert(liqmap.tape():trade(0, 90000, 1, true):gauge(0, "oi", 5))
    local function notices(arguments) return assert(assert(tape:map(arguments)):notices(tape)) end
    assert.equal(1, #notices())
    assert.truthy(notices()[1].notice:find('a gauge "oi", which is not read', 1, true))
    assert.truthy(notices()[1].hint:find('"open_interest"', 1, true))
    assert.same({}, notices {open_interest = 1e5})
    assert.truthy(notices {open_interest = 960e6}[1].notice:find("quote currency", 1, true))
    local sized = assert(tape:map {open_interest = 1e5})
    assert.same({}, (sized + sized):notices(tape))
    support.raises("liqmap.tape expected", sized.notices, sized)
  end)

  it("takes arguments by name too", function()
    local model = {exposure = 0.02}
    local map = assert(hours:map {model = model, as_of = noon, open_interest = 500})
    assert.equal(hours:map(model, noon, 500), map)
    assert.equal(hours:map(nil, noon), hours:map {as_of = noon})
    assert.equal(hours:map(nil, nil, 500), hours:map {open_interest = 500})
    assert.equal(hours:map(model), hours:map {model = model})
    assert.equal(hours:map(), hours:map {as_of = noon}:advance {tape = hours})
    assert.equal(hours:map(nil, noon + 3600), hours:map(nil, noon):advance {tape = hours, as_of = noon + 3600})
    local price = map:info().reference_price
    assert.equal(map:notional_between(0, price, "long"), map:notional_between {low = 0, high = price, side = "long"})
    assert.equal(map:liquidation_quantile("long", 0.5), map:liquidation_quantile {side = "long", share = 0.5})
  end)

  it("knows the notional between two prices", function()
    local map = hours:map()
    local info = map:info()
    local price = info.reference_price
    local longs = assert(map:notional_between(0, price, "long"))
    assert.near(info.long_notional, longs, longs * 1e-9)
    assert.equal(0, map:notional_between(0, price * 0.9, "short"))
    local part = map:notional_between(price * 0.98, price, "long")
    assert.truthy(part > 0 and part < longs)
  end)

  it("knows the price at which a share of a side is liquidated", function()
    local map = hours:map()
    local price, last = map:info().reference_price, map:info().reference_price
    for _, share in ipairs {0, 0.25, 0.5, 0.75, 1} do
      local quantile = assert(map:liquidation_quantile("long", share))
      assert.truthy(quantile < price and quantile <= last)
      assert.truthy(map:liquidation_quantile("short", share) > price)
      last = quantile
    end
    local known = liqmap.positions():add(100, "long", 90, 1):map()
    assert.near(90, known:liquidation_quantile("long", 0.5), 0.1)
    assert.same({n = 1}, {n = select("#", known:liquidation_quantile("short", 0.5))})
    assert.is_nil((known:liquidation_quantile("short", 0.5)))
    support.refuses("out_of_range", "share", map:liquidation_quantile("long", 1.1))
    support.raises("side: 'long' or 'short' expected, got string", map.liquidation_quantile, map, "both", 0.5)
  end)

  it("has clusters", function()
    local map = hours:map()
    local clusters = assert(map:clusters())
    assert.truthy(#clusters > 0)
    for i, cluster in ipairs(clusters) do
      assert.equal(i, cluster.rank)
      assert.truthy(cluster.price_low <= cluster.price_peak and cluster.price_peak <= cluster.price_high)
      assert.truthy(i == 1 or cluster.notional <= clusters[i - 1].notional)
      assert.equal(cluster.side == "long", cluster.distance_pct < 0)
    end
    assert.same(clusters, map:clusters {half_width = 0.0025, min_prominence = 0.1})
    assert.same(clusters, map:clusters(0.0025))
    assert.truthy(#map:clusters {min_prominence = 0.9} <= #clusters)
  end)

  it("has a ledger", function()
    local ledger = hours:map():ledger()
    for _, side in ipairs {"long", "short"} do
      local row = ledger[side]
      assert.near(row.opened, row.swept + row.decayed + row.outstanding, row.opened * 1e-9)
      assert.truthy(row.outstanding_notional > 0)
    end
  end)

  it("may be empty", function()
    local map = assert(liqmap.tape():map())
    assert.same({}, map:levels())
    assert.same({}, map:clusters())
    assert.equal("liqmap.map: empty", tostring(map))
    assert.is_nil(map:info().as_of)
    assert.equal(map, liqmap.decode(map:encode()))
  end)

  it("says what it is", function()
    local text = tostring(hours:map())
    assert.truthy(text:find("liqmap.map as of 2026-01-02T00:00:00Z: price ", 1, true))
  end)

  it("closes once and for all", function()
    local map = hours:map()
    map:close()
    map:close()
    assert.equal("liqmap.map (closed)", tostring(map))
    assert.falsy(map == hours:map())
    for name, method in pairs(debug.getmetatable(map).__index) do
      if name ~= "close" then
        support.raises("closed", method, map)
      end
    end
  end)
end)

describe("a map of hours that goes on with minutes", function()
  local liqmap = require "liqmap"
  local tape = liqmap.demo {days = 1}
  local start = tape:info().since
  local noon = start + 12 * 3600
  local hours, minutes = tape:slice(nil, noon):coarsen {frame = 3600}, tape:slice(noon)

  it("has both widths", function()
    local map = assert(hours:map())
    assert.is_nil(map:info().burn_in_frame)
    assert.truthy(map:advance(minutes))
    local info = map:info()
    assert.equal(60, info.frame)
    assert.equal(3600, info.burn_in_frame)
    assert.equal(noon, info.burn_in_until)
    assert.truthy(assert(liqmap.decode(map:encode())) == map)
    local pieces = assert(hours:map()):advance(minutes:slice(nil, noon + 3600)):advance(minutes:slice(noon + 3600))
    assert.truthy(pieces == map)
  end)

  it("refuses an overlap and wider frames", function()
    local map = assert(hours:map())
    local advanced, message, code = map:advance(tape)
    assert.is_nil(advanced)
    assert.equal("mismatch", code)
    assert.truthy(message:find("begins before the end of the map of frames of 3600 s", 1, true))
    assert.truthy(map == hours:map())
    assert.equal("mismatch", select(3, tape:map():advance(hours)))
  end)
end)

describe("a map of an adaptive model", function()
  local liqmap = require "liqmap"
  local adaptive = {adaptive = {half_life = "2 d"}}
  local tape = liqmap.demo {days = 4}
  local start = tape:info().since
  for hour = 0, 4 * 24 - 1 do
    assert(tape:liquidation(start + hour * 3600, nil, 1e5, "long"))
  end

  it("learns the exposure of the side that has observed liquidations", function()
    local plain, learned = tape:map():info(), tape:map {model = adaptive}:info()
    assert.equal(0.0155, plain.long_exposure)
    assert.equal(0.0155, plain.short_exposure)
    assert.equal(0.0155, learned.short_exposure)
    assert.truthy(learned.long_exposure < 0.014)
    assert.equal(plain.short_notional, learned.short_notional)
    local ratio = learned.long_notional / plain.long_notional * 0.0155 / learned.long_exposure
    assert.truthy(math.abs(ratio - 1) < 1e-12)
  end)

  it("is exact under advance and prints its model", function()
    local whole = tape:map {model = adaptive}
    local map = tape:map {model = adaptive, as_of = start + 100000}
    map = assert(liqmap.decode(map:encode()))
    assert.truthy(map:advance(tape) == whole)
    assert.same({half_life = 172800, weight = 0.7}, map:model().adaptive)
    assert.is_nil(tape:map():model().adaptive)
    assert.same({half_life = 259200, weight = 0.7}, liqmap.check_model({adaptive = true}).adaptive)
    assert.is_nil(liqmap.check_model({adaptive = false}).adaptive)
  end)
end)

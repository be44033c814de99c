local support = require "tests.lua.support"

describe("a tape", function()
  local liqmap = require "liqmap"
  local minute = 1767225600 -- 2026-01-01 00:00:00 UTC

  local function tape_of(trades, options)
    return support.feed(assert(liqmap.tape(options)), trades)
  end

  it("counts trades", function()
    local tape = liqmap.tape {symbol = "BTCUSDT"}
    assert.equal(tape, tape:trade(minute, 90000, 2, true))
    assert.equal(tape, tape:trade(minute + 1, 90010, 1, false))
    assert.equal(tape, tape:trade(minute + 60, 90020, 1))
    local info = tape:info()
    assert.equal("BTCUSDT", info.symbol)
    assert.equal("linear", info.contract)
    assert.equal(60, info.frame)
    assert.equal(12, info.precision)
    assert.equal(1, info.contract_size)
    assert.equal(1e-6, info.unit)
    assert.equal(2, info.frames)
    assert.equal(3, info.rows)
    assert.equal(minute, info.since)
    assert.equal(minute + 120, info["until"])
    assert.near(2 * 90000 + 90010 + 90020, info.notional, 1e-6)
    assert.near(2 * 90000 + 90020 / 2, info.taker_buy_notional, 1e-6)
  end)

  it("takes options as table or JSON, times as integers, floats or text", function()
    local a = liqmap.tape {frame = "5 min", precision = 10, contract = "inverse", contract_size = 100}
    local b = liqmap.tape '{"frame": 300, "precision": 10, "contract": "inverse", "contract_size": 100}'
    assert.truthy(a:trade(minute + 0.25, 90000, 3, true))
    assert.truthy(b:trade(tostring(minute) .. ".25", "90000", "3", true))
    assert.equal(a:encode(), b:encode())
    assert.equal(300, a:info().frame)
    assert.equal(300, a:info().notional)
  end)

  it("gives the same bytes in any order", function()
    local trades = support.trades(2000)
    local backwards = {}
    for i = #trades, 1, -1 do
      backwards[#backwards + 1] = trades[i]
    end
    assert.equal(tape_of(trades):encode(), tape_of(backwards):encode())
    assert.truthy(tape_of(trades) == tape_of(backwards))
    assert.falsy(tape_of(trades) == tape_of(support.trades(1999)))
  end)

  it("is the sum of its parts", function()
    local trades = support.trades(900)
    local whole = tape_of(trades)
    local parts = {}
    for i = 1, 3 do
      parts[i] = support.feed(liqmap.tape(), trades, 300 * (i - 1) + 1, 300 * i)
    end
    local a, b, c = parts[1], parts[2], parts[3]
    assert.equal(whole, a + b + c)
    assert.equal(whole, c + (b + a))
    assert.equal(whole, a:merge(b):merge(c))
    assert.equal(whole, liqmap.rollup(parts))
    assert.equal(whole, liqmap.rollup {liqmap.decode(c:encode()), a, liqmap.decode(b:encode())})
    assert.equal(whole, whole + liqmap.tape())
    assert.equal(300, a:info().rows) -- merging leaves the parts alone
  end)

  it("refuses to merge unlike tapes", function()
    local a, b = tape_of(support.trades(3)), tape_of(support.trades(3), {precision = 10})
    support.refuses("mismatch", "precision", a:merge(b))
    support.refuses("mismatch", "hint: ", a:merge(b))
    support.refuses("mismatch", "precision", liqmap.rollup {a, b})
    support.raises("precision", function()
      return a + b
    end)
  end)

  it("has no rollup of nothing", function()
    support.refuses("missing", "nothing", liqmap.rollup {})
  end)

  it("encodes and decodes", function()
    local tape = tape_of(support.trades(500))
    local copy = assert(liqmap.decode(tape:encode()))
    assert.equal(tape, copy)
    assert.same(tape:info(), copy:info())
    assert.truthy(copy:trade(minute, 90000, 1)) -- goes on where it was
    assert.equal(501, copy:info().rows)
    assert.equal(500, tape:info().rows)
    assert.equal(tape:trade(minute, 90000, 1), copy)
  end)

  it("refuses bytes that are cut, changed or foreign", function()
    local bytes = tape_of(support.trades(40)):encode()
    support.refuses("corrupt", "neither", liqmap.decode(""))
    support.refuses("corrupt", "neither", liqmap.decode("junk"))
    for length = 4, #bytes - 1 do
      local tape, _, code = liqmap.decode(bytes:sub(1, length))
      assert.is_nil(tape)
      assert.truthy(code == "corrupt" or code == "newer_format")
    end
    support.refuses("corrupt", "", liqmap.decode(bytes .. "\0"))
    for i = 1, #bytes do
      local flipped = bytes:sub(1, i - 1) .. string.char((bytes:byte(i) + 1) % 256) .. bytes:sub(i + 1)
      local tape = liqmap.decode(flipped)
      assert.truthy(tape == nil or tape:encode() == flipped)
    end
  end)

  it("slices by time", function()
    local tape = tape_of(support.trades(400))
    local middle = minute + 3600
    local early, late = tape:slice(nil, middle), tape:slice {since = middle}
    assert.equal(middle, early:info()["until"])
    assert.equal(middle, late:info().since)
    assert.equal(tape, early + late)
    assert.equal(tape, tape:slice())
    assert.equal(tape, tape:slice(-math.huge, math.huge))
    assert.equal(0, tape:slice(0, 1):info().frames)
  end)

  it("coarsens as if built coarse", function()
    local trades = support.trades(700)
    local coarse = tape_of(trades, {frame = "5 min", precision = 9})
    local fine = tape_of(trades)
    assert.equal(coarse, fine:coarsen {frame = 300, precision = 9})
    assert.equal(coarse, fine:coarsen("5 min", 9))
    assert.equal(coarse, fine:coarsen {precision = 9}:coarsen {frame = 300})
    assert.equal(fine, fine:coarsen())
    support.refuses("bad_argument", "", fine:coarsen(90))
    support.refuses("bad_document", "frame", fine:coarsen("soon"))
  end)

  it("gives a tape another symbol", function()
    local trades = support.trades(100)
    local plain, named = tape_of(trades, {symbol = "BTC"}), tape_of(trades, {symbol = "ETHUSDT"})
    local labelled = assert(plain:label "ETHUSDT")
    assert.equal(named, labelled)
    assert.equal("ETHUSDT", labelled:info().symbol)
    assert.equal("BTC", plain:info().symbol)
    assert.equal(named, assert(liqmap.tape {symbol = "BTC"}:label "ETHUSDT" + named))
    local gauges = assert(liqmap.tape():gauge(0, "open_interest", 1))
    assert.equal(gauges:encode(), gauges:label "ETHUSDT":encode())
    support.refuses("bad_argument", "at most 31 bytes, not 32", plain:label(("x"):rep(32)))
    support.refuses("bad_argument", "zero byte", plain:label "a\0b")
    support.refuses("bad_argument", "1 to 15 letters and digits", plain:label("BTC", "U S"))
  end)

  it("has a quote: as given, else as the symbol says", function()
    local trades = support.trades(100)
    local plain, given = tape_of(trades, {symbol = "BTC"}), tape_of(trades, {symbol = "BTC", quote = "usdc"})
    assert.equal(nil, plain:info().quote)
    assert.equal("USDC", given:info().quote)
    assert.equal("USDT", plain:label "BTCUSDT":info().quote)
    assert.equal("USDC", given:label "BTCUSDT":info().quote)
    assert.equal(given, plain:label("BTC", "usdc"))
    assert.equal(given:encode(), liqmap.decode(given:encode()):encode())
    assert.equal(given + plain, plain + given)
    assert.equal("USDC", (plain + given):info().quote)
    -- a tape without rows keeps the label for rows that follow
    local later = assert(liqmap.tape {symbol = "X"}:label("BTC", "usdc"))
    assert.equal("USDC", later:trade(0, 90000, 1, true):info().quote)
    support.refuses("mismatch", "tapes in USDC and in USD cannot", given:merge(plain:label("BTC", "USD")))
    support.refuses("bad_document", "1 to 15 letters and digits", liqmap.tape {quote = "U S"})

    local function map(quote) return assert(plain:label("BTC", quote):map {open_interest = 1000}) end
    assert.equal("USD", map "USD":info().quote)
    assert.equal("USD", (map "USD" + map ""):info().quote)
    assert.equal(map "USD" + map "", map "" + map "USD")
    support.refuses("mismatch", "maps in USD and in USDT", map "USD":merge(map "USDT"))
    support.refuses("mismatch", "maps in USD and in EUR", liqmap.cascade_venues(
      {map "USD", map "", map "EUR"}, {{kind = "linear", depth_per_pct = 1e8}, {kind = "linear", depth_per_pct = 1e8},
        {kind = "linear", depth_per_pct = 1e8}}, -0.03))
    local positions = assert(liqmap.positions {symbol = "BTC", quote = "USDC"})
    assert(positions:add {price = 90000, side = "long", liquidation_price = 80000, qty = 1})
    assert.equal("USDC", positions:map():info().quote)
  end)

  it("takes candles", function()
    local tape = liqmap.tape()
    local candle = {ts = minute, open = 100, high = 110, low = 100, close = 105, volume = 8, taker_buy_volume = 2}
    assert.equal(tape, tape:candle(candle))
    local other = liqmap.tape():candle(minute, 100, 110, 100, 105, 8, 2)
    assert.equal(tape, other)
    local info = tape:info()
    assert.equal(1, info.rows)
    assert.near(8 * 105, info.notional, 0.01)
    assert.near(2 * 105, info.taker_buy_notional, 0.01)
    support.refuses("out_of_range", "", tape:candle(minute, 100, 90, 110, 105, 8))
    support.refuses("out_of_range", "", tape:candle(minute, 100, 110, 100, 105, 8, 9))
    support.refuses("bad_argument", "", tape:candle {ts = minute, duration = 90, open = 1, high = 1, low = 1, close = 1,
      volume = 1})
    assert.equal(tape, other) -- what is refused leaves no trace
  end)

  it("reads candles as long as the option says", function()
    local function closes(tape)
      assert(tape:candle(minute, 100, 100, 100, 100, 1))
      assert(tape:trade(minute + 90, 101, 1))
      for _, frame in tape:frames() do
        return frame.close
      end
    end
    assert.equal(101, closes(liqmap.tape {frame = 300, candle = 60}))
    assert.equal(100, closes(liqmap.tape {frame = 300}))
    assert.equal(101, closes(liqmap.tape {frame = 60}:coarsen(300)))
    assert.equal(100, closes(assert(liqmap.decode(liqmap.tape {frame = 300, candle = 60}:encode()))))
  end)

  it("takes gauges and observed liquidations", function()
    local tape = liqmap.tape()
    assert.equal(tape, tape:gauge(minute + 1, "open_interest", 5000))
    assert.equal(tape, tape:gauge(minute + 2, "open_interest", 5100))
    assert.equal(tape, tape:gauge(minute + 2, "funding_rate", -0.0001))
    assert.is_nil(tape:info().contract) -- nothing has a place in price yet
    assert.equal(tape, tape:liquidation(minute + 5, 90000, 2, "long"))
    assert.equal(tape, tape:liquidation(minute + 6, nil, 700, "short"))
    local info = tape:info()
    assert.same({"funding_rate", "open_interest"}, info.gauges)
    assert.equal(3, info.gauge_samples)
    assert.near(180000, info.liquidated_long, 1e-6)
    assert.near(700, info.liquidated_short, 1e-6)
    assert.equal(0, info.rows)

    local seen = {}
    for ts, gauge in tape:gauges() do
      assert.equal(minute, ts)
      seen[gauge.name] = gauge
    end
    assert.same({ts = minute, name = "open_interest", samples = 2, min = 5000, max = 5100, last = 5100}, seen.open_interest)
    assert.same({ts = minute, name = "funding_rate", samples = 1, min = -0.0001, max = -0.0001, last = -0.0001}, seen.funding_rate)
  end)

  it("shows its frames and its volume profile", function()
    local tape = liqmap.tape()
    assert(tape:trade(minute + 120, 90500, 1, true))
    assert(tape:trade(minute + 1, 90000, 2, true))
    assert(tape:trade(minute + 2, 90100, 1, false))
    local starts, notional = {}, 0
    for ts, frame in tape:frames() do
      starts[#starts + 1] = ts
      if ts == minute then
        assert.equal(2, frame.rows)
        assert.equal(90000, frame.low)
        assert.equal(90100, frame.high)
        assert.equal(90100, frame.close)
        assert.equal(2, frame.cells)
        assert.near(270100, frame.notional, 1e-6)
        assert.near(180000, frame.taker_buy_notional, 1e-6)
      end
    end
    assert.same({minute, minute + 120}, starts)

    local next_volume = tape:volume_profile()
    for ts, volume in next_volume do
      assert.truthy(volume.price_low < volume.price_high)
      assert.truthy(ts == minute or ts == minute + 120)
      notional = notional + volume.notional
    end
    assert.near(tape:info().notional, notional, 1e-6)
    assert.is_nil((next_volume())) -- and stays at its end

    -- an iterator reads the tape as it was
    local count = 0
    for _ in tape:frames() do
      count = count + 1
      assert(tape:trade(minute + 600 * count, 90000, 1))
    end
    assert.equal(2, count)
  end)

  it("says what it is", function()
    assert.equal("liqmap.tape: 0 rows in 0 frames of 60 s", tostring(liqmap.tape()))
    local tape = assert(liqmap.tape {symbol = "ETH"}:trade(1709164800, 3000, 1)) -- a 29th of February
    assert.equal("liqmap.tape ETH: 1 rows in 1 frames of 60 s, 2024-02-29T00:00:00Z to 2024-02-29T00:01:00Z",
      tostring(tape))
    assert(tape:trade(-1, 3000, 1))
    assert.truthy(tostring(tape):find("1969-12-31T23:59:00Z to 2024", 1, true))
  end)

  it("closes once and for all", function()
    local tape = tape_of(support.trades(5))
    tape:close()
    tape:close()
    assert.equal("liqmap.tape (closed)", tostring(tape))
    assert.falsy(tape == liqmap.tape())
    assert.truthy(tape == tape)
    for name, method in pairs(debug.getmetatable(tape).__index) do
      if name ~= "close" then
        support.raises("closed", method, tape)
      end
    end
    support.raises("closed", liqmap.rollup, {liqmap.tape(), tape})
    support.raises("closed", function()
      return liqmap.tape() + tape
    end)
  end)
end)

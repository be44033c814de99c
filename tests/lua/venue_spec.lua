-- Venues, hedged legs and rounding. The shared cases check the numbers.
local lfs = require "lfs"
local liqmap = require "liqmap"
local support = require "tests.lua.support"

describe("venues", function()
  it("are listed", function()
    local list = liqmap.venues()
    assert(#list >= 914)
    for _, entry in ipairs(list) do
      assert(entry.venue and entry.symbol and entry.source ~= "" and entry.tiers >= 1)
      local rules = assert(liqmap.venue(entry.venue, entry.symbol, entry.since))
      assert.equal(entry.tiers, #rules.tiers)
      assert.equal(entry.contract, rules.contract)
    end
  end)

  local function each_document(visit)
    local count = 0
    for name in lfs.dir "core/margin/venues" do
      local venue = name:match "^(.*)%.json$"
      if venue then
        count = count + 1
        visit(venue)
      end
    end
    assert(count > 0)
  end

  -- A heading may be of several venues: "### okx-linear, okx-inverse".
  it("have a heading in docs/venues.md", function()
    local headings = {}
    for heading in support.read("docs/venues.md"):gmatch "\n###([^\n]+)" do
      for venue in heading:gmatch "[%w-]+" do
        headings[venue] = true
      end
    end
    each_document(function(venue)
      assert(headings[venue], venue .. " has no heading ### in docs/venues.md")
    end)
  end)

  it("have a shared case", function()
    local shown = {}
    for _, case in ipairs(support.json(support.read("tests/cases/venues.json")).cases) do
      local rules = case.rules or case.model and case.model.margin
      local venue = case.venue or rules and rules.venue
      if case.kind ~= "error" and type(venue) == "string" then
        shown[venue] = true
      end
    end
    each_document(function(venue)
      assert(shown[venue], venue .. " has no case in tests/cases/venues.json")
    end)
  end)

  it("give rules that everything reads", function()
    local rules = assert(liqmap.venue("binance-usdm", "BTCUSDT"))
    local named = {venue = "binance-usdm", symbol = "BTCUSDT"}
    assert.equal(liqmap.liquidation_price("long", 90000, 50, named, 1), liqmap.liquidation_price("long", 90000, 50, rules, 1))
    assert.same(liqmap.check_model {margin = named}, liqmap.check_model {margin = rules})
  end)

  it("tell where their table comes from", function()
    local rules = assert(liqmap.venue("binance-usdm", "BTCUSDT", 1893456000)) -- 2030-01-01
    assert.equal("2025-08-19T06:30:00Z", rules.since)
    assert.equal("2026-07-02", rules.seen)
    assert.equal(1279, rules.stale_days)
    assert(rules.source:find("freqtrade", 1, true) and rules.checked:find("FAQ", 1, true))
    assert.equal(1279, liqmap.margin("long", 90000, 1, rules, 10).stale_days)
    assert.equal(rules.source, liqmap.check_model({margin = rules}).margin.source)
    assert.is_nil(liqmap.venue("binance-usdm", "BTCUSDT").stale_days)
    assert.is_nil(liqmap.venue("binance-usdm", "BTCUSDT", 1782950400).stale_days)
  end)

  it("are chosen by time", function()
    assert.equal(5e8, liqmap.venue("binance-usdm", "BTCUSDT", 1644728520 - 1).cap)
    assert.equal(1e9, liqmap.venue("binance-usdm", "BTCUSDT", 1644728520).cap)
    assert.equal(12, #liqmap.venue("binance-usdm", "BTCUSDT", math.huge).tiers)
    local _, message, code = liqmap.venue("binance-usdm", "BTCUSDT", 0)
    assert.equal("bad_time", code)
    assert(message:find("2021-03-18", 1, true))
  end)

  it("are chosen by arguments with names too", function()
    local ts = 1729728000 - 1
    assert.same(liqmap.venue("binance-usdm", "BTCUSDT", ts),
      liqmap.venue {venue = "binance-usdm", symbol = "BTCUSDT", as_of = ts})
    local document = {venue = "mine", symbols = {A = {{since = "2021", tiers = {{0, 0.01}}}}}}
    assert.same(assert(liqmap.venue(document, "A")), liqmap.venue {venue = document, symbol = "A"})
  end)

  it("may be documents", function()
    local dated = {since = "2021", tiers = {{0, 0.01}, {50000, 0.02}}}
    local document = {symbols = {A = {dated}}}
    assert.equal(0.02, liqmap.venue(document, "A").tiers[2].rate)
    assert.equal(500, liqmap.venue(document, "A").tiers[2].deduct)
    assert.equal(0.01, liqmap.venue([=[{"symbols": {"A": [{"since": "2021", "tiers": [[0, 0.01]]}]}}]=], "A").tiers[1].rate)
    assert.equal((liqmap.liquidation_price("long", 100, 10, {venue = document, symbol = "A"}, 1)),
      (liqmap.liquidation_price("long", 100, 10, liqmap.venue(document, "A"), 1)))
  end)

  it("tell names near an unknown one", function()
    local _, message, code = liqmap.venue("bybit", "BTCUSDT")
    assert.equal("bad_argument", code)
    assert(message:find("bybit-linear", 1, true))
  end)

  it("raise on misuse", function()
    support.raises("value expected", liqmap.venue)
    support.raises("symbol: text expected, got nil", liqmap.venue, "binance-usdm")
    support.raises("unknown field 'since'", liqmap.venue, {venue = "binance-usdm", symbol = "BTCUSDT", since = 0})
    support.raises("table or JSON text expected, got number", liqmap.venue, 1, "BTCUSDT")
    support.raises("number expected, got string", liqmap.venue, "binance-usdm", "BTCUSDT", "now")
    support.raises("got nan", liqmap.venue, "binance-usdm", "BTCUSDT", 0 / 0)
  end)
end)

describe("hedged legs", function()
  local rules = {tiers = {{0, 0.005}}}

  it("share a price", function()
    local price, status = liqmap.hedged_liquidation_price(100, 2, 110, 1, 30, rules)
    assert.equal("price", status)
    assert(math.abs(price - 60.91370558375635) < 1e-12)
    local margin = assert(liqmap.hedged_margin {
      entry_long = 100, qty_long = 2, entry_short = 110, qty_short = 1, wallet = 30, rules = rules,
    })
    assert.equal(price, margin.price_below)
    assert.is_nil(margin.price_above)
  end)

  it("may have none", function()
    assert.same({nil, "never"}, {liqmap.hedged_liquidation_price(100, 2, 110, 1, 1000, rules)})
    assert.same({nil, "liquidatable"}, {liqmap.hedged_liquidation_price(100, 2, 110, 1, -20, rules)})
  end)

  it("tell that their table is stale", function()
    local stale = {venue = "binance-usdm", symbol = "BTCUSDT", as_of = "2030-01-01"}
    local _, status, days = liqmap.hedged_liquidation_price(90430, 10, 90430, 5, 20000, stale)
    assert.same({"price", 1279}, {status, days})
    assert(liqmap.hedged_margin(90430, 10, 90430, 5, 20000, stale).source:find("Binance", 1, true))
  end)

  it("refuse and raise", function()
    local _, _, code = liqmap.hedged_margin(100, 0, 110, 1, 30)
    assert.equal("out_of_range", code)
    support.raises("entry_short: number expected, got nil", liqmap.hedged_margin, 100, 1)
    support.raises("unknown field 'entry'", liqmap.hedged_margin, {entry = 100})
  end)
end)

describe("rounding", function()
  it("is a step of its own", function()
    local rules = liqmap.venue("bybit-inverse", "BTCUSD")
    assert.equal(5739.5, liqmap.round_liquidation_price("long", 5739.085, rules))
    assert.equal(5739.1, liqmap.round_liquidation_price {side = "long", price = 5739.085, rules = rules, tick = 0.1})
    local _, _, code = liqmap.round_liquidation_price("short", 5739.085, rules)
    assert.equal("missing", code)
    support.raises("price: number expected, got nil", liqmap.round_liquidation_price, "long")
  end)
end)

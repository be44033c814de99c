local support = require "tests.lua.support"

describe("the demo market", function()
  local liqmap = require "liqmap"

  it("is the same every time, as a tape or as its rows", function()
    local options = {days = 2, trades_per_minute = 3}
    local tape = liqmap.tape()
    for ts, price, qty, is_buy in liqmap.demo_trades(options) do
      assert(tape:trade(ts, price, qty, is_buy))
    end
    for ts, name, value in liqmap.demo_gauges(options) do
      assert(tape:gauge(ts, name, value))
    end
    assert.equal(tape, liqmap.demo(options))
    assert.equal(tape, liqmap.demo {since = 1767225600, ["until"] = 1767225600 + 2 * 86400,
      trades_per_minute = 3, seed = 1})
    assert.falsy(tape == liqmap.demo {days = 2, trades_per_minute = 3, seed = 2})
    assert.same({"funding_rate", "mark_price", "open_interest"}, tape:info().gauges)
  end)

  it("refuses a period or a rate without meaning", function()
    support.refuses("bad_argument", "", liqmap.demo {days = 0})
    support.refuses("bad_argument", "", liqmap.demo_trades {days = 400})
    support.refuses("bad_argument", "", liqmap.demo_gauges {trades_per_minute = 0})
    support.raises("unknown field 'day'", liqmap.demo, {day = 1})
    support.raises("trades_per_minute: whole number expected", liqmap.demo, {trades_per_minute = 1.5})
    support.raises("days: number expected", liqmap.demo, {days = "many"})
    support.raises("days: until is given too", liqmap.demo, {days = 1, ["until"] = 1767225600 + 86400})
    support.refuses("bad_argument", "", liqmap.demo {days = math.huge})
    support.refuses("bad_argument", "", liqmap.demo {days = 0 / 0})
  end)
end)

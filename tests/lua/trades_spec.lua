local support = require "tests.lua.support"

describe("trades in bulk", function()
  local liqmap = require "liqmap"
  local trades = support.trades(1000) -- several blocks and a rest

  local function packed(rows)
    local pieces = {}
    for i, row in ipairs(rows) do
      local taker = row[4] == nil and -1 or row[4] and 1 or 0
      pieces[i] = support.pack(row[1], row[2], row[3], taker)
    end
    return table.concat(pieces)
  end

  local one_by_one = support.feed(liqmap.tape(), trades)

  it("come in columns", function()
    local tape = liqmap.tape()
    assert.equal(#trades, tape:trades(support.columns(trades)))
    assert.equal(one_by_one, tape)
  end)

  it("come packed", function()
    local tape = liqmap.tape()
    assert.equal(#trades, tape:trades(packed(trades)))
    assert.equal(one_by_one, tape)
  end)

  it("may be none, or fill blocks exactly", function()
    local tape = liqmap.tape()
    assert.equal(0, tape:trades "")
    assert.equal(0, tape:trades {ts = {}, price = {}, qty = {}})
    assert.equal(liqmap.tape(), tape)
    for _, count in ipairs {1, 255, 256, 257, 512} do
      local some = {}
      for i = 1, count do
        some[i] = trades[i]
      end
      local expected = support.feed(liqmap.tape(), some)
      local by_columns, by_string = liqmap.tape(), liqmap.tape()
      assert.equal(count, by_columns:trades(support.columns(some)))
      assert.equal(count, by_string:trades(packed(some)))
      assert.equal(expected, by_columns)
      assert.equal(expected, by_string)
    end
  end)

  it("may leave the taker unknown", function()
    local columns = support.columns(trades)
    columns.is_buy = nil
    local unknown, tape = {}, liqmap.tape()
    for i, trade in ipairs(trades) do
      unknown[i] = {trade[1], trade[2], trade[3]}
    end
    assert.equal(#trades, tape:trades(columns))
    assert.equal(support.feed(liqmap.tape(), unknown), tape)
    local info = tape:info()
    assert.near(info.notional / 2, info.taker_buy_notional, 1e-3)
  end)

  it("stop at a bad row, keep those before it, and say so", function()
    for _, bad in ipairs {1, 2, 256, 257, 600} do
      local rows = {}
      for i = 1, 700 do
        rows[i] = trades[i]
      end
      rows[bad] = {trades[bad][1], -5, 1}
      local expected = support.feed(liqmap.tape(), trades, 1, bad - 1)
      for _, input in ipairs {support.columns(rows), packed(rows)} do
        local tape = liqmap.tape()
        local value, message, code, added = tape:trades(input)
        support.refuses("out_of_range", "row " .. bad .. ": price", value, message, code)
        assert.equal(bad - 1, added)
        assert.equal(expected, tape)
      end
    end
  end)

  it("refuse what no tape can hold", function()
    local nan, inf = 0 / 0, math.huge
    local function refused(code, ts, price, qty)
      local tape = liqmap.tape()
      support.refuses(code, "", tape:trade(ts, price, qty))
      support.refuses(code, "row 1: ", tape:trades {ts = {ts}, price = {price}, qty = {qty}})
      if string.pack then
        support.refuses(code, "row 1: ", tape:trades(support.pack(ts, price, qty, 1)))
      end
      assert.equal(liqmap.tape(), tape)
    end
    for _, ts in ipairs {inf, -inf, nan, 1e300, 1e15, -1e15} do
      refused("bad_time", ts, 90000, 1)
    end
    for _, price in ipairs {0, -1, inf, -inf, nan, 1e16, 1e-16} do
      refused("out_of_range", 0, price, 1)
    end
    for _, qty in ipairs {-1, inf, nan} do
      refused("out_of_range", 0, 90000, qty)
    end
    refused("overflow", 0, 1e15, 1e15)
  end)

  it("accept the edges", function()
    for _, price in ipairs {1e-15, 1e15} do
      assert.equal(1, liqmap.tape():trades {ts = {0}, price = {price}, qty = {0}})
    end
    for _, ts in ipairs {9.9e10, -9.9e10, 0} do
      assert.truthy(liqmap.tape():trade(ts, 90000, 1))
    end
  end)

  it("are not taken for seconds when they come in milliseconds", function()
    support.refuses("bad_time", "ts()", liqmap.tape():trade(1767225600000, 90000, 1))
  end)

  it("refuse packed rows that are cut short", function()
    local tape = liqmap.tape()
    support.refuses("bad_argument", "32 bytes", tape:trades(packed(trades):sub(1, -2)))
    assert.equal(0, tape:info().rows)
  end)

  it("take numbers written as text", function()
    local tape = liqmap.tape()
    assert.equal(1, tape:trades {ts = {"1767225600"}, price = {"90000.5"}, qty = {"2"}, is_buy = {true}})
    assert.equal(liqmap.tape():trade(1767225600, 90000.5, 2, true), tape)
  end)

  it("raise where a column is no column", function()
    local tape = liqmap.tape()
    support.raises("table of columns", tape.trades, tape)
    support.raises("table of columns", tape.trades, tape, 7)
    support.raises("ts: table expected", tape.trades, tape, {})
    support.raises("price: table expected", tape.trades, tape, {ts = {1}, qty = {1}})
    support.raises("is_buy: table expected", tape.trades, tape, {ts = {1}, price = {1}, qty = {1}, is_buy = true})
    support.raises("unknown field 'side'", tape.trades, tape, {ts = {}, price = {}, qty = {}, side = {}})
    support.raises("1 in qty, 2 in ts", tape.trades, tape, {ts = {1, 2}, price = {1, 2}, qty = {1}})
    support.raises("row 2", tape.trades, tape, {ts = {1, 2}, price = {1, "much"}, qty = {1, 1}})
    support.raises("row 2", tape.trades, tape, {ts = {1, 2}, price = {1, 1}, qty = {1, 1}, is_buy = {true, 1}})
    assert.equal(2, tape:info().rows) -- the good first row of each of the last two
  end)
end)

-- Feeds of whole files from Lua. The shared cases test the layouts, tests/core the rest.
local support = require "tests.lua.support"

describe("a file", function()
  local liqmap = require "liqmap"
  local rows = "ts,price,qty,is_buy\n1767225600.25,90000,0.5,true\n1767225660,90010.5,2,false\n"

  local function by_hand(options)
    local tape = liqmap.tape(options)
    assert(tape:trade(1767225600.25, 90000, 0.5, true))
    assert(tape:trade(1767225660, 90010.5, 2, false))
    return tape
  end

  it("is the tape of its rows", function()
    local tape = liqmap.tape()
    local report = assert(tape:feed(rows, "generic/trades"))
    assert.same({lines = 3, trades = 2, candles = 0, gauges = 0, liquidations = 0, repeated = 0, skipped = 0,
      other_symbols = 0, not_selected = 0, voided = 0, empty = 0, zero_open_interest = 0, acknowledgements = 0}, report)
    assert.equal(by_hand():encode(), tape:encode())
  end)

  it("adds to what is there, twice if fed twice", function()
    local tape = by_hand()
    assert(tape:feed(rows, "generic/trades"))
    assert.equal((by_hand() + by_hand()):encode(), tape:encode())
  end)

  it("adds to a tape that was stored", function()
    local tape = assert(liqmap.decode(by_hand():encode()))
    assert(tape:feed(rows, "generic/trades"))
    assert.equal((by_hand() + by_hand()):encode(), tape:encode())
  end)

  it("counts as the tape was told to, before and after gauges", function()
    local options = {contract = "inverse", contract_size = 100, precision = 14}
    local tape = liqmap.tape(options)
    assert(tape:gauge(1767225600, "open_interest", 5))
    assert(tape:feed("ts,name,value\n1767225660,open_interest,6\n", "generic/gauges"))
    assert(tape:feed(rows, "generic/trades"))
    local wanted = by_hand(options)
    assert(wanted:gauge(1767225600, "open_interest", 5))
    assert(wanted:gauge(1767225660, "open_interest", 6))
    assert.equal(wanted:encode(), tape:encode())
  end)

  it("leaves a tape of gauges free to meet any other", function()
    local tape = liqmap.tape()
    assert(tape:feed("ts,name,value\n1767225600,open_interest,6\n", "generic/gauges"))
    assert.truthy(tape:merge(by_hand {precision = 14}))
  end)

  it("is refused as a whole", function()
    local tape = by_hand()
    local report, message, code = tape:feed(rows .. "1767225720,0,1,true\n", "generic/trades")
    assert.is_nil(report)
    assert.equal("out_of_range", code)
    assert.equal("line 4: price must be a number from 1e-15 to 1e15, not 0", message)
    assert.equal(by_hand():encode(), tape:encode())
  end)

  it("of many symbols takes one, by place or by name", function()
    local text = "ts,s,p,q\n1767225600.25,A,90000,0.5\n1767225660,B,90010.5,2\n"
    local layout = {csv = {}, symbol = "s", trades = {ts = "ts", price = "p", base = "q"}}
    local one, other = liqmap.tape(), liqmap.tape()
    assert.equal(1, assert(one:feed(text, layout, "A")).skipped)
    assert.equal(1, assert(other:feed {content = text, layout = layout, symbol = "A"}).trades)
    assert.equal(one:encode(), other:encode())
    local _, message = one:feed(text, layout)
    assert.equal("the file has several symbols\nhint: Pass one of these as symbol: A, B.", message)
  end)

  it("is refused where its last line has no end, as a number may be cut short", function()
    local tape = liqmap.tape()
    local report, message, code = tape:feed(rows:sub(1, -2), "generic/trades")
    assert.is_nil(report)
    assert.equal("corrupt", code)
    assert.equal("line 3: has no line end\nhint: Check whether the file was cut short; if it is complete, end its last line.", message)
    assert.equal(1, assert(tape:feed('{"ts":1767225600,"price":90000,"qty":1}', "generic/trades")).trades)
  end)

  it("is told when it is JSON where CSV is read, or the other way round", function()
    local tape = liqmap.tape()
    local _, message = tape:feed('[{"id":1}]', "binance-usdm/trades")
    assert.equal("the text is JSON, but binance-usdm/trades reads only CSV", message)
    _, message = tape:feed(rows, "deribit/trades")
    assert.equal("the text is not JSON, but deribit/trades reads only JSON", message)
  end)

  it("may be of a layout as JSON text", function()
    local tape = liqmap.tape()
    assert.equal(1, assert(tape:feed("t,p,q\n1767225600,90000,1\n", '{"csv":{},"trades":{"ts":"t","price":"p","base":"q"}}')).trades)
    local _, message, code = tape:feed("", {csv = {}, trades = {}})
    assert.equal("bad_document", code)
    assert(message:find("$.trades has no \"ts\"", 1, true), message)
  end)

  it("reads a layout as JSON text, also after blanks", function()
    for _, blanks in ipairs {"", " ", "\n\t"} do
      support.refuses("bad_document", 'unknown key "colour"', liqmap.tape():feed(rows, blanks .. '{"colour": "red"}'))
    end
  end)

  it("raises on misuse", function()
    local tape = liqmap.tape()
    support.raises("content: text expected, got nil", tape.feed, tape)
    support.raises("name or table of a layout expected", tape.feed, tape, rows)
    support.raises("content: text expected, got boolean", tape.feed, tape, true, "generic/trades")
    support.raises("symbol: text expected, got number", tape.feed, tape, rows, "generic/trades", 5)
    support.raises("unknown field 'symbols'", tape.feed, tape, {content = rows, symbols = "A"})
    support.raises("symbol: text expected, got table", tape.feed, tape, rows, "generic/trades", {symbol = "A"})
    support.raises("name or table of a layout expected", tape.feed, tape, rows, true)
    tape:close()
    support.raises("the tape is closed", tape.feed, tape, rows, "generic/trades")
  end)

  it("has its layout listed, and explained", function()
    local page = support.read("docs/feed.md")
    local layouts = liqmap.layouts()
    assert(#layouts >= 40)
    for _, layout in ipairs(layouts) do
      assert(layout.title and layout.source and layout.traps and layout.streams, layout.name)
      assert(page:find("`" .. layout.name .. "`", 1, true), layout.name .. " is not in docs/feed.md")
    end
  end)

  -- Every layout has a case.
  it("has a shared case of its layout", function()
    local shown = {}
    for _, file in ipairs {"feed", "feed_kinds"} do
      for _, case in ipairs(support.json(support.read("tests/cases/" .. file .. ".json")).cases) do
        if case.kind == "feed" and type(case.layout) == "string" then
          shown[case.layout] = true
        end
      end
    end
    for _, layout in ipairs(liqmap.layouts()) do
      assert(shown[layout.name], layout.name .. " has no case in tests/cases/feed*.json")
    end
  end)
end)

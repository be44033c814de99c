-- Files in chunks, their rows in batches, and compressed files. tests/core tests the cuts of all layouts.
local support = require "tests.lua.support"

describe("a file in chunks", function()
  local liqmap = require "liqmap"
  local folder = os.getenv "TMPDIR" or "/tmp"
  local text = "ts,price,qty,is_buy\n1767225600.25,90000,0.5,true\n1767225660,90010.5,2,\n"

  -- Returns a function that gives the text in chunks of `size` bytes.
  local function chunks(content, size)
    local at = 1
    return function()
      local chunk = content:sub(at, at + size - 1)
      at = at + size
      return chunk ~= "" and chunk or nil
    end
  end

  local function all(...)
    local rows, report = assert(liqmap.rows(...))
    local batches = {}
    for batch in rows do
      batches[#batches + 1] = batch
    end
    return batches, report
  end

  local function temporary(name, content)
    local path = ("%s/liqmap-%s-%s"):format(folder, tostring({}):match("0x(%x+)") or "x", name)
    local file = assert(io.open(path, "wb"))
    file:write(content)
    file:close()
    return path
  end

  local function shell(command)
    local status = os.execute(command)
    return status == true or status == 0
  end

  it("is the tape of the whole, for any size of chunk", function()
    local whole = liqmap.tape()
    local wanted = assert(whole:feed(text, "generic/trades"))
    for size = 1, #text + 1 do
      local tape = liqmap.tape()
      assert.same(wanted, assert(tape:feed(chunks(text, size), "generic/trades")))
      assert.equal(whole:encode(), tape:encode())
    end
  end)

  it("leaves the tape as it was when a row is bad, or when the chunks end with an error", function()
    local tape = liqmap.tape()
    assert(tape:feed(text, "generic/trades"))
    local before = tape:encode()
    support.refuses("out_of_range", "line 4: price must be a number from 1e-15 to 1e15, not 0",
      tape:feed(chunks(text .. "1767225720,0,1,true\n", 7), "generic/trades"))
    local calls = 0
    local nothing, message, code = tape:feed(function()
      calls = calls + 1
      if calls > 1 then
        return nil, "the line is dead", "limit"
      end
      return text
    end, "generic/trades")
    assert.is_nil(nothing)
    assert.equal("the line is dead", message)
    assert.equal("limit", code)
    support.raises("dead", tape.feed, tape, function() error "dead" end, "generic/trades")
    support.raises("a reader must return a string, or nil at the end, not a number", tape.feed, tape,
      function() return 5 end, "generic/trades")
    assert.equal(before, tape:encode())
  end)

  it("meets the tape only at its end", function()
    local tape, closed = liqmap.tape(), false
    local function meddle()
      tape:trade(1767225600, 90000, 1)
      tape:close()
      closed = true
      return nil
    end
    support.raises("the tape is closed", tape.feed, tape, meddle, "generic/trades")
    assert(closed)
  end)

  it("gives its rows in columns, a kind in each batch", function()
    local batches, report = all(chunks(text, 9), "generic/trades")
    assert.same({{kind = "trade", rows = 2, line = {2, 3}, ts = {1767225600.25, 1767225660}, price = {90000, 90010.5},
      qty = {0.5, 2}, is_buy = {true}}}, batches)
    assert.equal(2, report.trades)
    assert.equal(3, report.lines)
    assert.same({{kind = "trade", rows = 2, ts = {1767225600.25, 1767225660}}},
      (all(chunks(text, 9), "generic/trades", {columns = {"ts", "market"}})))
    local feed = '{"trade_id":"7","timestamp":1767225600000,"price":90000,"amount":10,"instrument_name":"BTC-PERPETUAL",'
      .. '"direction":"sell","liquidation":"T"}\n'
    batches = all(chunks(feed, 5), "deribit/trades", {contract = "inverse"})
    assert.same({
      {kind = "trade", rows = 1, line = {1}, id = {"7"}, ts = {1767225600}, price = {90000}, qty = {10}, is_buy = {false},
        market = {"BTC-PERPETUAL"}},
      {kind = "liquidation", rows = 1, line = {1}, id = {"7"}, ts = {1767225600}, price = {90000}, qty = {10},
        side = {"long"}, market = {"BTC-PERPETUAL"}},
    }, batches)
  end)

  it("gives batches of the asked size, and the markets that are asked for", function()
    local many = "ts,s,p,q\n1767225600,A,1,1\n1767225601,B,2,1\n1767225602,A,3,1\n"
    local layout = {csv = {}, symbol = "s", trades = {ts = "ts", price = "p", base = "q"}}
    assert.equal(3, #all(chunks(many, 6), layout, {symbol = "*", batch = 1}))
    local batches, report = all(chunks(many, 6), layout, {symbol = "A"})
    assert.same({1, 3}, batches[1].price)
    assert.equal(1, report.other_symbols)
    local rows = liqmap.rows(chunks(many, 6), layout)
    support.raises("the file has several symbols", rows)
    support.raises("ended with an error before", rows)
  end)

  it("makes ids where they are asked for, and text for COPY", function()
    local equal = "1767225600000,80000,0.5,buy\n1767225600000,80000,0.5,buy\n"
    local batches = all(chunks(equal, 20), "hyperliquid/trades", {make_ids = true, symbol = "BTC"})
    assert.same({"80000 0.5 buy 1", "80000 0.5 buy 2"}, batches[1].id)
    assert.same({"BTC", "BTC"}, batches[1].market)
    batches = all(chunks(equal, 20), "hyperliquid/trades", {copy = "a\tb\\"})
    assert.equal(("a\\tb\\\\\t\\N\t2026-01-01T00:00:00Z\t80000\t0.5\tt\t\\N\n"):rep(2), batches[1].copy)
    batches = all(chunks("2026-01-01 00:00:00,funding_rate,0.00001\n", 9), "generic/gauges", {copy = "x", symbol = "B"})
    assert.equal("x\tB\tfunding_rate\t2026-01-01T00:00:00Z\t0.00001\n", batches[1].copy)
    batches = all(chunks("ts,price,qty,side\n1767225601,,5000,short\n", 9), "generic/liquidations", {copy = "x"})
    assert.equal("x\t\\N\t2026-01-01T00:00:01Z\t\\N\t5000\tshort\t\\N\n", batches[1].copy)
    batches = all(chunks("1767225600000,1,4,1,2,10,1767229199999,20,5,4,8,0\n", 9), "binance-spot/klines", {copy = "x"})
    assert.equal("x\t\\N\t3600 s\t2026-01-01T00:00:00Z\t1\t4\t1\t2\t10\t4\n", batches[1].copy)
  end)

  it("raises an error of a row, so that no loop takes a part for the whole", function()
    local rows = assert(liqmap.rows(chunks(text .. "x,1,1,true\n", 9), "generic/trades", {batch = 1}))
    assert.equal(90000, rows().price[1])
    assert.equal(90010.5, rows().price[1])
    support.raises('line 4: ts: "x" is not a time', rows)
    support.raises("ended with an error before", rows)
    support.raises("dead", assert(liqmap.rows(function() return nil, "dead" end, "generic/trades")))
    support.refuses("bad_argument", 'no layout is named "generic/trade"', liqmap.rows(chunks(text, 9), "generic/trade"))
    support.refuses("bad_document", 'unknown key "colour"', liqmap.rows(chunks(text, 9), "generic/trades", {colour = 1}))
    support.raises("path of a file, or function that returns its chunks, expected", liqmap.rows, 5, "generic/trades")
    support.raises("batch: a number from 1 to 1048576 expected", liqmap.rows, "x", "generic/trades", {batch = 0})
    support.raises("symbol: string expected, got number", liqmap.rows, "x", "generic/trades", {symbol = 5})
    support.raises("columns: rows have no column 'colour'", liqmap.rows, "x", "generic/trades", {columns = {"ts", "colour"}})
    support.raises("columns: list of names expected, got string", liqmap.rows, "x", "generic/trades", {columns = "ts"})
    support.raises("table of options expected", liqmap.rows, "x", "generic/trades", "x")
  end)

  it("reads a file by its name, with any characters in it", function()
    local path = temporary("it's [1] $(exit 1).csv", text)
    local tape, report = assert(liqmap.feed_file(path, "generic/trades", {symbol = "BTCUSDT"}))
    assert.equal(2, report.trades)
    assert.equal("BTCUSDT", tape:info().symbol)
    local parts = {}
    for chunk in assert(liqmap.chunks(path)) do
      parts[#parts + 1] = chunk
    end
    assert.equal(text, table.concat(parts))
    for _, tool in ipairs {"gzip", "bzip2", "xz", "zstd", "lz4"} do
      if shell("command -v " .. tool .. " >/dev/null") then
        local packed = temporary(tool, "")
        local quoted = "'" .. path:gsub("'", "'\\''") .. "'"
        assert(shell(("%s -c %s >%s 2>/dev/null"):format(tool, quoted, packed)), tool)
        assert.equal(2, select(2, assert(liqmap.feed_file(packed, "generic/trades"))).trades)
        local whole = support.read(packed)
        local cut = temporary("cut-" .. tool, whole:sub(1, #whole - 5))
        support.refuses("corrupt", tool .. " could not unpack the file to its end", liqmap.feed_file(cut, "generic/trades"))
        os.remove(packed)
        os.remove(cut)
      end
    end
    os.remove(path)
    support.refuses("missing", "No such file", liqmap.feed_file(path, "generic/trades"))
    support.refuses("missing", "No such file", liqmap.rows(path, "generic/trades"))
    support.refuses("missing", "No such file", liqmap.chunks(path))
    support.raises("string expected", liqmap.feed_file)
    support.raises("name or table of a layout expected", liqmap.feed_file, path)
    support.refuses("bad_argument", "no layout is named", liqmap.feed_file(path, "generic/trade"))
  end)

  it("reads a zip archive of one file, and refuses one of several", function()
    if not shell "command -v zip >/dev/null && command -v unzip >/dev/null" then
      return
    end
    local one, two = temporary("one.csv", text), temporary("two.csv", text)
    local single, several = one .. "[1].zip", one .. ".zip"
    os.remove(single)
    os.remove(several)
    assert(shell(("export LD_PRELOAD= && zip -qj - '%s' >'%s' && zip -qj - '%s' '%s' >'%s'"):format(one, single, one, two, several)))
    assert.equal(2, select(2, assert(liqmap.feed_file(single, "generic/trades"))).trades)
    support.refuses("corrupt", "the archive holds several files", liqmap.feed_file(several, "generic/trades"))
    for _, path in ipairs {one, two, single, several} do
      os.remove(path)
    end
  end)

  it("does not give back an io library that the host took away", function()
    local globals, taken = package.loaded._G, io
    globals.io = nil
    local nothing, message, code = liqmap.chunks "x"
    globals.io = taken
    assert.is_nil(nothing)
    assert.equal("unsupported", code)
    assert(message:find("this Lua has no io library", 1, true))
  end)
end)

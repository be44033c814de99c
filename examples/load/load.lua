-- Files of exchanges into PostgreSQL:      examples/load/load [-s SYMBOL] [-o KEY=VALUE] [-p] LAYOUT FILE ...
--
--   examples/load/load binance-usdm/agg_trades BTCUSDT-aggTrades-2026-01-01.zip
--   examples/load/load -s BTC-USDT-SWAP okx/trades allswap-trades-2026-01-01.zip
--   examples/load/load mine.json trades.csv       (a layout of your own, docs/feed.md)
--   examples/load/load                            (alone: the layouts)
--
--   -s  the symbol: of a file that does not say it (else taken from a name like BTCUSDT-...); of a file that holds many,
--       the only one to load
--   -o  KEY=VALUE: an option of the tape that will count the rows, such as contract=inverse: it decides the unit of quantities
--   -p  the header has names of its own: take the columns by their place
--
-- Each file is one transaction. The file is read twice: first all of it is checked, and its times are noted; then its rows
-- are streamed as COPY into the tables of schema "loaded" (tables.sql). If no row of the same source and symbol lies between
-- those times, COPY writes directly into the table; else into a staging table, from which the key keeps out what is there
-- already. A file that is damaged anywhere leaves nothing, and the message names the line. The database is that of PGHOST,
-- PGDATABASE and so on, as with psql.
local liqmap = require "liqmap"

local here, terminal = table.remove(arg, 1), table.remove(arg, 1) == "1"

local function fail(...)
  if terminal then
    io.stderr:write("\r\27[K")
  end
  io.stderr:write("load: ", table.concat {...}, "\n")
  os.exit(1)
end

-- ---- tables

local tables = {
  trade = {name = "trades", columns = "source, symbol, ts, price, qty, is_buy, id"},
  candle = {name = "candles",
    columns = "source, symbol, duration, ts, open, high, low, close, volume, taker_buy_volume"},
  gauge = {name = "gauges", columns = "source, symbol, name, ts, value"},
  liquidation = {name = "liquidations", columns = "source, symbol, ts, price, qty, side, id"},
  position = {name = "positions", ts = "as_of",
    columns = "source, symbol, as_of, account, price, side, entry, liquidation_price, qty, leverage"},
  depth = {name = "depth", columns = "source, symbol, ts, percentage, depth, notional"},
}
local order = {"trade", "candle", "gauge", "liquidation", "position", "depth"}

-- ---- two kinds of files whose rows are not of a tape: the feed reads their numbers as gauges, several of which are a row

local function number(value)
  return value and ("%.17g"):format(value) or "\\N"
end

local function time(seconds)
  local micros = math.floor(seconds * 1e6 + 0.5)
  return os.date("!%Y-%m-%d %H:%M:%S", micros // 1000000) .. (".%06dZ"):format(micros % 1000000)
end

local function escaped(text)
  return (text:gsub("[\\\t\n\r]", {["\\"] = "\\\\", ["\t"] = "\\t", ["\n"] = "\\n", ["\r"] = "\\r"}))
end

local grouped = {
  ["binance-usdm/book_depth"] = {
    -- Depth of the order book in bands, cumulative from the mid price. The band is the name of the gauges.
    kind = "depth", first = "depth",
    layout = {
      csv = {columns = {"timestamp", "percentage", "depth", "notional"}}, ts = "timestamp", symbol = "percentage",
      gauges = {{name = "depth", value = "depth"}, {name = "notional", value = "notional"}},
    },
    row = function(values, ts, market, symbol)
      local percentage = tonumber(market)
      if not percentage or math.abs(percentage) > 100 then
        return nil, ('percentage: "%s" is not a percentage'):format(market)
      elseif not values.depth or not values.notional or values.depth < 0 or values.notional < 0 then
        return nil, "depth and notional must be numbers of 0 or more"
      end
      return symbol, {time(ts), number(percentage), number(values.depth), number(values.notional)}
    end,
  },
  ["hyperliquid/positions"] = {
    -- Answers of clearinghouseState, bare or as {"user": ..., "state": {...}}. szi is signed; the price is that of the
    -- notional; liquidationPx is null where no price liquidates. Without a user, the values stand for the account.
    kind = "position", first = "szi",
    layout = {
      json = {rows = {"state.assetPositions[]", "assetPositions[]"}, fields = {
        coin = "position.coin", szi = "position.szi", value = "position.positionValue", entry = "position.entryPx",
        liquidation = "position.liquidationPx", leverage = "position.leverage.value"}},
      ts = "time", symbol = "coin", exchange = "user",
      gauges = {{name = "szi", value = "szi"}, {name = "value", value = "value"}, {name = "entry", value = "entry"},
        {name = "liquidation", value = "liquidation"}, {name = "leverage", value = "leverage"}},
    },
    row = function(values, ts, market)
      local user, coin = market:match "^(0x%x+):(.*)$"
      if not values.szi or values.szi == 0 then
        return nil, "szi must be a number other than 0"
      elseif not values.value or values.value <= 0 then
        return nil, "positionValue must be a number above 0"
      elseif values.liquidation and values.liquidation <= 0 then
        return nil, "liquidationPx must be above 0, or null"
      end
      local qty = math.abs(values.szi)
      user = user or ("%.15g %.15g %.15g"):format(values.szi, values.entry or 0, values.value)
      return coin or market, {time(ts), user, number(values.value / qty), values.szi > 0 and "long" or "short",
        number(values.entry), number(values.liquidation), number(qty), number(values.leverage)}
    end,
  },
}

-- ---- arguments

local only, by_place
local options = {}
while arg[1] and arg[1]:match "^%-[sop]$" do
  local option = table.remove(arg, 1)
  if option == "-p" then
    by_place = true
  elseif not arg[1] then
    fail("a value must follow ", option)
  elseif option == "-s" then
    only = table.remove(arg, 1)
  else
    local key, value = table.remove(arg, 1):match "^([%w_]+)=(.+)$"
    if not key then
      fail "-o takes KEY=VALUE, such as contract=inverse"
    end
    options[key] = tonumber(value) or value
  end
end
local layout = table.remove(arg, 1)
if not layout or not arg[1] then
  io.stderr:write("examples/load/load [-s SYMBOL] [-o KEY=VALUE] [-p] LAYOUT FILE ...\n")
  for _, entry in ipairs(liqmap.layouts()) do
    io.stderr:write("  ", entry.name, "\n")
  end
  for name in pairs(grouped) do
    io.stderr:write("  ", name, "\n")
  end
  os.exit(2)
end

local source, group = layout, grouped[layout]
if group then
  layout = group.layout
elseif layout:match "%.json$" then
  local file, message = io.open(layout, "rb")
  if not file then
    fail(message)
  end
  layout = file:read "a"
  file:close()
  source = source:match "([^/]+)%.json$"
end

-- The options of rows(). Open interest of COIN-M is in contracts, of 100 USD for BTC and 10 USD for others, and is stored in
-- USD.
local function options_of(symbol)
  local result = {}
  for key, value in pairs(options) do
    result[key] = value
  end
  if source == "binance-coinm/metrics" and not result.contract_size then
    result.contract_size = (symbol or "BTC"):match "^BTC" and 100 or 10
  end
  return result
end

-- ---- content

-- Calls `seen` with the bytes so far, and takes the names out of a first line whose columns go by their place.
local function chunks_of(path, seen)
  local next_chunk, message, code = liqmap.chunks(path)
  if not next_chunk then
    return nil, message, code
  end
  local bytes, skipping = 0, by_place
  return function()
    local chunk, problem, problem_code = next_chunk()
    if not chunk then
      return nil, problem, problem_code
    end
    bytes = bytes + #chunk
    seen(bytes)
    if skipping then
      local line_end = chunk:find("\n", 1, true)
      skipping = not line_end
      chunk = line_end and chunk:sub(line_end) or ""
    end
    return chunk
  end
end

-- The batches of a file, and its report.
local function read(path, seen, asked)
  local next_chunk, message = chunks_of(path, seen)
  if not next_chunk then
    fail(message)
  end
  local with = options_of(asked.named)
  for key, value in pairs(asked) do
    with[key] = key ~= "named" and value or nil
  end
  local batches, report = liqmap.rows(next_chunk, layout, with)
  if not batches then
    fail(path, ": ", report)
  end
  return function()
    local done, batch = pcall(batches)
    if not done then
      fail(batch:sub(1, #path) == path and "" or path .. ": ", batch)
    end
    return batch
  end, report
end

-- ---- progress: on a terminal while it runs, elsewhere one line at the end

local started, phase_started, shown

local function megabytes(bytes)
  return ("%.1f MB"):format(bytes / 1e6)
end

local function progress(what, path, bytes, total, rows)
  local now = os.time()
  if not terminal or now == shown then
    return
  end
  shown = now
  local passed = math.max(now - phase_started, 1)
  local left = total and total > 0 and (", %d s left"):format(math.ceil((total - bytes) / math.max(bytes, 1) * passed)) or ""
  io.stderr:write(("\r\27[K%s: %s, %s, %d rows, %d rows/s%s"):format(path:match "[^/]+$", what, megabytes(bytes), rows,
    rows // passed, left))
end

-- ---- the first reading: checks all of the file, and notes the times of its markets

local function new_span()
  return {since = math.huge, till = -math.huge, rows = 0}
end

-- Adds a batch to the spans by kind and market. `rising`: no two rows of a series have one time, so no key occurs twice.
local function note(spans, batch)
  local kind, markets, names, last = batch.kind, batch.market or {}, batch.name or {}, nil
  spans[kind] = spans[kind] or {rising = true, markets = {}, times = {}}
  local of_kind = spans[kind]
  local span, span_market
  for i = 1, batch.rows do
    local market, ts = markets[i] or "", batch.ts[i]
    if market ~= span_market then
      span = of_kind.markets[market] or new_span()
      of_kind.markets[market] = span
      span_market = market
    end
    if ts < span.since then span.since = ts end
    if ts > span.till then span.till = ts end
    span.rows = span.rows + 1
    if kind == "gauge" or kind == "candle" then
      local series = market .. "\0" .. (names[i] or batch.duration[i])
      last = of_kind.times[series]
      of_kind.rising = of_kind.rising and not (last and last >= ts)
      of_kind.times[series] = ts
    end
  end
end

local function survey(path, symbol)
  phase_started = os.time()
  local bytes, rows, spans = 0, 0, {}
  local batches, report = read(path, function(so_far) bytes = so_far end,
    {symbol = symbol or "*", named = symbol, columns = {"ts", "market", "name", "duration"}})
  for batch in batches do
    rows = rows + batch.rows
    note(spans, batch)
    progress("checked", path, bytes, nil, rows)
  end
  return spans, report, bytes, rows
end

-- ---- the second reading: into the database

local function literal(text)
  return "'" .. text:gsub("'", "''") .. "'"
end

-- Returns the commands that begin the transaction: they lock the markets of the file and look for rows between its times.
local function beginning(spans)
  local sql, markets, seen = {"BEGIN;", "SET LOCAL enable_seqscan = off;"}, {}, {}
  for _, of_kind in pairs(spans) do
    for market in pairs(of_kind.markets) do
      if not seen[market] then
        seen[market] = true
        markets[#markets + 1] = market
      end
    end
  end
  table.sort(markets) -- two loads lock in one order, so that neither waits for the other
  for _, market in ipairs(markets) do
    sql[#sql + 1] = ("DO $do$BEGIN PERFORM pg_advisory_xact_lock(hashtextextended(%s, 7239873)); END$do$;"):format(
      literal(source .. " " .. market))
  end
  for _, kind in ipairs(order) do
    local of_kind, target = spans[kind], tables[kind]
    if of_kind then
      local asked = {}
      for market, span in pairs(of_kind.markets) do
        asked[#asked + 1] = ("(%s, %s::timestamptz, %s::timestamptz)"):format(literal(market), literal(time(span.since)),
          literal(time(span.till)))
      end
      local rising = of_kind.rising and kind ~= "liquidation"
      sql[#sql + 1] = ("SELECT %s OR EXISTS (SELECT FROM (VALUES %s) AS asked (symbol, since, till), LATERAL "
        .. "(SELECT FROM loaded.%s AS t WHERE t.source = %s AND t.symbol = asked.symbol AND t.%s BETWEEN since AND till "
        .. "LIMIT 1) AS one) AS staged \\gset"):format(not rising, table.concat(asked, ", "), target.name,
        literal(source), target.ts or "ts")
      sql[#sql + 1] = ("\\set into loaded.%s\n\\set staged_%s :staged\n\\if :staged\n"
        .. "CREATE TEMP TABLE incoming_%s (LIKE loaded.%s) ON COMMIT DROP;\n\\endif"):format(target.name, kind, target.name,
        target.name)
      sql[#sql + 1] = ("\\set into_%s loaded.%s\n\\if :staged_%s\n\\set into_%s incoming_%s\n\\endif"):format(kind,
        target.name, kind, kind, target.name)
    end
  end
  return table.concat(sql, "\n") .. "\n"
end

local function ending(spans)
  local sql = {}
  for _, kind in ipairs(order) do
    if spans[kind] then
      local name = tables[kind].name
      sql[#sql + 1] = ("\\if :staged_%s\nWITH added AS (INSERT INTO loaded.%s (%s) SELECT %s FROM incoming_%s ON CONFLICT "
        .. "DO NOTHING RETURNING 1) SELECT 'new', %s, count(*) FROM added;\n\\endif"):format(kind, name,
        tables[kind].columns, tables[kind].columns, name, literal(kind))
    end
  end
  return table.concat(sql, "\n") .. "\nCOMMIT;\nSELECT 'committed';\n"
end

-- Gives the rows of a file of groups: for each line and market, the values of its gauges.
local function group_rows(batch, state, symbol, path)
  local function complete()
    local values = state.values
    if not values then
      return
    end
    local market, fields = group.row(values, state.ts, state.market, symbol)
    if not market then
      fail(path, ": line ", tostring(state.line), ": ", fields)
    end
    state.rows[#state.rows + 1] = {market = market, ts = state.ts, fields = fields}
  end
  state.rows = {}
  for i = 1, batch and batch.rows or 0 do
    local name = batch.name[i]
    if not state.values or batch.line[i] ~= state.line or batch.market[i] ~= state.market or name == group.first
      or state.values[name] then
      complete()
      state.values, state.line, state.market, state.ts = {}, batch.line[i], batch.market[i], batch.ts[i]
    end
    state.values[name] = batch.value[i]
  end
  if not batch then
    complete()
  end
  return state.rows
end

local function survey_groups(path, symbol)
  local spans, state, lines, rows, bytes = {}, {}, {}, 0, 0
  local batches, report = read(path, function(so_far) bytes = so_far end, {symbol = "*"})
  local of_kind = {rising = false, markets = {}}
  local function take(batch)
    for _, row in ipairs(group_rows(batch, state, symbol, path)) do
      if not only or group.kind == "depth" or row.market == only then
        local span = of_kind.markets[row.market] or new_span()
        of_kind.markets[row.market] = span
        span.since, span.till, span.rows = math.min(span.since, row.ts), math.max(span.till, row.ts), span.rows + 1
        lines[#lines + 1] = table.concat({escaped(source), escaped(row.market), table.concat(row.fields, "\t")}, "\t")
        rows = rows + 1
      end
    end
  end
  for batch in batches do
    take(batch)
  end
  take(nil)
  if rows > 0 then
    spans[group.kind] = of_kind
  end
  return spans, report, bytes, rows, lines
end

-- Runs `write` with a function that sends text to psql, and returns what psql said; fails if it ends with an error.
local function with_psql(path, write)
  local said = os.tmpname()
  local psql = assert(io.popen(("psql -qXAt -F ' ' -v ON_ERROR_STOP=1 -v VERBOSITY=default -f '%s/tables.sql' -f - >%s 2>&1")
    :format(here:gsub("'", "'\\''"), said), "w"))
  local alive = true
  write(function(text)
    alive = alive and psql:write(text) ~= nil
    return alive
  end)
  local closed = psql:close()
  local file = assert(io.open(said, "rb"))
  local text = file:read "a"
  file:close()
  os.remove(said)
  if not closed or not text:find "committed" then
    fail(path, ": ", (text:gsub("psql:[^ ]*: *", ""):gsub("%s+$", "")))
  end
  return text
end

local function left_out(report)
  local parts = {}
  for _, reason in ipairs {{"repeated", "repeated"}, {"other_symbols", "of other symbols"},
    {"not_selected", "not selected by the layout"}, {"voided", "voided by the exchange"}, {"empty", "empty"},
    {"acknowledgements", "messages without rows"}} do
    local count = report[reason[1]]
    if count > 0 then
      parts[#parts + 1] = ("%d %s"):format(count, reason[2])
    end
  end
  local zero = report.zero_open_interest or 0
  return (#parts > 0 and "; left out: " .. table.concat(parts, ", ") or "")
    .. (zero > 0 and ("; %d samples of open interest are 0 beside others above 0"):format(zero) or "")
end

-- The symbol of a file that does not say it: that of -s, or of a name like BTCUSDT-... or BTCUSD_260327-...
local function symbol_of_name(path)
  local name = path:match "[^/]+$"
  local base, rest = name:match "^([A-Z0-9]+)(.*)$"
  if not base or #base < 5 then
    return nil
  end
  local tail = rest:match "^(_PERP)[-_]" or rest:match "^(_%d%d%d%d%d%d)[-_]" or ""
  return (tail ~= "" or rest:match "^[-_]") and base .. tail or nil
end

local function names_no_symbol(spans)
  for _, of_kind in pairs(spans) do
    if of_kind.markets[""] then
      return true
    end
  end
  return false
end

local function load(path)
  local file = io.open(path, "rb")
  if not file or not file:read(0) and file:seek "end" ~= 0 then
    fail(path, ": no such file")
  end
  file:close()
  started = os.time()
  local symbol, spans, report, bytes, rows, lines = only, nil, nil, nil, nil, nil
  if group then
    symbol = only or symbol_of_name(path)
    if group.kind == "depth" and not symbol then
      fail(path, ": the file does not say its symbol: load -s SYMBOL ...")
    end
    spans, report, bytes, rows, lines = survey_groups(path, symbol)
  else
    spans, report, bytes, rows = survey(path, symbol)
    if names_no_symbol(spans) then
      symbol = symbol_of_name(path)
      if not symbol then
        fail(path, ": the file does not say its symbol: load -s SYMBOL ...")
      end
      spans, report, bytes, rows = survey(path, symbol)
    end
  end
  if bytes == 0 then
    fail(path, ": empty")
  end
  local sent = 0
  local said = with_psql(path, function(send)
    local function copy(kind, text)
      return send(("COPY :into_%s (%s) FROM STDIN;\n"):format(kind, tables[kind].columns)) and send(text) and send "\\.\n"
    end
    if not send(beginning(spans)) then
      return
    elseif group then
      if rows > 0 then
        copy(group.kind, table.concat(lines, "\n") .. "\n")
      end
      send(ending(spans))
      return
    end
    local so_far = 0
    phase_started = os.time()
    for batch in read(path, function(read_bytes) so_far = read_bytes end,
      {symbol = symbol or "*", named = symbol, copy = source, make_ids = true}) do
      sent = sent + batch.rows
      progress("loaded", path, so_far, bytes, sent)
      if not copy(batch.kind, batch.copy) then
        return
      end
    end
    if sent ~= rows then
      fail(path, ": changed while it was read") -- without COMMIT nothing of it stays
    end
    send(ending(spans))
  end)
  local parts, seconds = {}, os.time() - started
  for _, kind in ipairs(order) do
    if spans[kind] then
      local count = 0
      for _, span in pairs(spans[kind].markets) do
        count = count + span.rows
      end
      parts[#parts + 1] = ("%s: %d, new of them %s"):format(tables[kind].name, count,
        said:match("new " .. kind .. " (%d+)") or count)
    end
  end
  if terminal then
    io.stderr:write "\r\27[K"
  end
  print(("%s: %s%s; %s, %d rows in %d s"):format(path, #parts > 0 and table.concat(parts, "; ") or "no rows",
    left_out(report), megabytes(bytes), rows, seconds))
end

for _, path in ipairs(arg) do
  load(path)
end

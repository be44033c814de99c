-- The shared cases, which also run in C and SQL. tests/cases/README.md describes them.
local lfs = require "lfs"
local support = require "tests.lua.support"

local folder = "tests/cases"
local value = support.value

describe("shared case", function()
  local liqmap = require "liqmap"

  -- Returns a row of JSON with nil for null.
  local function row(cells, first, last)
    if first <= last then
      return value(cells[first]), row(cells, first + 1, last)
    end
  end

  local function tape_of(case)
    local tape, message, code = liqmap.tape(case.options)
    local function add(method, cells, count)
      if tape then
        tape, message, code = tape[method](tape, row(cells, 1, count))
      end
    end
    for _, cells in ipairs(case.trades or {}) do
      add("trade", cells, 4)
    end
    for _, cells in ipairs(case.candles or {}) do
      add("candle", cells, 7)
    end
    for _, cells in ipairs(case.gauges or {}) do
      add("gauge", cells, 3)
    end
    for _, cells in ipairs(case.liquidations or {}) do
      add("liquidation", cells, 4)
    end
    return tape, message, code
  end

  local function positions_of(case)
    local positions, message, code = liqmap.positions(case.options)
    local function add(method, cells, count)
      if positions then
        positions, message, code = positions[method](positions, row(cells, 1, count))
      end
    end
    for _, cells in ipairs(case.known or {}) do
      add("add", cells, 5)
    end
    for _, cells in ipairs(case.held or {}) do
      add("add_margin", cells, 7)
    end
    if not positions then
      return positions, message, code
    end
    return positions:map()
  end

  local function map_of(case, as_of)
    if case.known or case.held then
      return positions_of(case)
    end
    local tape, message, code = tape_of(case)
    if not tape then
      return tape, message, code
    end
    return tape:map(case.model, as_of or case.as_of, case.open_interest)
  end

  -- Compares numbers within the tolerance, other values exactly.
  local function agree(case, name, expected, got)
    expected = value(expected)
    if type(expected) == "number" and type(got) == "number" then
      local room = case.absolute or (case.tolerance or 1e-9) * math.abs(expected)
      assert(math.abs(got - expected) <= room, ("%s: expected %.17g, got %.17g"):format(name, expected, got))
    else
      assert(expected == got, ("%s: expected %s, got %s"):format(name, tostring(expected), tostring(got)))
    end
  end

  local function agree_columns(case, name, expected, got)
    for column, number in pairs(expected) do
      agree(case, name .. "." .. column, number, got[column])
    end
  end

  local function agree_rows(case, name, expected, got)
    assert.equal(#expected, #got, name .. ": rows")
    for i, columns in ipairs(expected) do
      agree_columns(case, name .. "[" .. i .. "]", columns, got[i])
    end
  end

  local checks = {}

  function checks.ledger(case, expected, map)
    for side, columns in pairs(expected) do
      agree_columns(case, "ledger." .. side, columns, map:ledger()[side])
    end
  end

  function checks.ledger_as_of(case, expected)
    for _, cells in ipairs(expected) do
      local ledger = assert(map_of(case, cells[1])):ledger()
      local long, short = ledger.long, ledger.short
      local got = {
        cells[1], long.opened, long.swept, short.swept, long.decayed, short.decayed, long.outstanding, short.outstanding,
      }
      for i, number in ipairs(cells) do
        agree(case, ("ledger as of %d, column %d"):format(cells[1], i), number, got[i])
      end
    end
  end

  function checks.levels(case, expected, map)
    local options = {}
    for name, option in pairs(expected) do
      options[name] = option
    end
    options.rows = nil
    agree_rows(case, "levels", expected.rows, assert(map:levels(options)))
  end

  local function heatmap_of(case, asked)
    local options = {model = case.model, open_interest = case.open_interest}
    for name, option in pairs(asked) do
      options[name] = option
    end
    options.rows = nil
    return tape_of(case):heatmap(options)
  end

  function checks.heatmap(case, expected)
    agree_rows(case, "heatmap", expected.rows, assert(heatmap_of(case, expected)))
  end

  function checks.replay(case, expected)
    local options = {model = case.model, as_of = case.as_of, open_interest = case.open_interest}
    agree_rows(case, "replay", expected.rows, assert(tape_of(case):replay(options)))
  end

  function checks.clusters(case, expected, map)
    agree_rows(case, "clusters", expected.rows, assert(map:clusters()))
  end

  function checks.info(case, expected, map)
    agree_columns(case, "info", expected, map:info())
  end

  function checks.notional_between(case, expected, map)
    for i, cells in ipairs(expected) do
      agree(case, "notional_between[" .. i .. "]", cells[4], map:notional_between(cells[1], cells[2], cells[3]))
    end
  end

  function checks.advance(case, expected, map)
    local advanced
    for _, as_of in ipairs(expected) do
      if advanced then
        assert(advanced:advance(tape_of(case), as_of))
      else
        advanced = assert(map_of(case, as_of))
      end
    end
    assert(advanced:advance(tape_of(case), case.as_of))
    assert.equal(map:encode(), advanced:encode())
  end

  function checks.cascade(case, expected, map)
    for i, run in ipairs(expected) do
      agree_columns(case, "cascade[" .. i .. "]", run.row, assert(map:cascade(run.shock, run.impact)))
    end
  end

  function checks.cascade_by_leverage(case, expected, map)
    for i, run in ipairs(expected) do
      agree_rows(case, "cascade_by_leverage[" .. i .. "]", run.rows, assert(map:cascade_by_leverage(run.shock, run.impact)))
    end
  end

  function checks.cascades(case, expected, map)
    agree_rows(case, "cascades", expected.rows,
      assert(map:cascades(expected.shocks, expected.impact, expected.depth_multipliers)))
  end

  function checks.fragility(case, expected, map)
    for i, run in ipairs(expected) do
      agree_rows(case, "fragility[" .. i .. "]", run.rows,
        assert(map:fragility(run.impact, run.step, run.within, run.empty_steps)))
    end
  end

  local function margin_of(case)
    return liqmap.margin {
      side = case.side,
      entry = case.entry,
      qty = case.qty,
      rules = value(case.rules),
      leverage = value(case.leverage),
      collateral = value(case.collateral),
      mark = value(case.mark),
    }
  end

  local kinds = {}

  function kinds.map(case)
    local map = assert(map_of(case))
    for name, expected in pairs(case.expected) do
      assert(checks[name], "no check of " .. name)(case, expected, map)
    end
  end

  kinds.positions = kinds.map

  function kinds.margin(case)
    agree_columns(case, "margin", case.expected, assert(margin_of(case)))
  end

  local function hedge_of(case)
    local hedge = {}
    for _, name in ipairs {"entry_long", "qty_long", "entry_short", "qty_short", "wallet", "rules", "mark"} do
      hedge[name] = value(case[name])
    end
    return liqmap.hedged_margin(hedge)
  end

  function kinds.hedge(case)
    agree_columns(case, "hedge", case.expected, assert(hedge_of(case)))
  end

  -- An absent liquidation price is one that is not listed, so null has to be said.
  local function account_of(case)
    local account = {equity = value(case.equity), positions = {}}
    for i, given in ipairs(case.positions) do
      local position = {}
      for name, cell in pairs(given) do
        position[name] = value(cell)
      end
      if given.liquidation_price ~= nil and position.liquidation_price == nil then
        position.liquidation_price = "never"
      end
      account.positions[i] = position
    end
    return account
  end

  function kinds.account(case)
    local account = account_of(case)
    agree_rows(case, "rows", case.expected.rows, assert(liqmap.cross_account(account)))
    agree_columns(case, "account", case.expected.account, assert(liqmap.account_margin(account)))
  end

  local function rounded(case)
    return liqmap.round_liquidation_price(case.side, case.price, case.rules, case.tick)
  end

  function kinds.round(case)
    agree(case, "price", case.expected.price, assert(rounded(case)))
  end

  local function venue_of(case)
    return liqmap.venue(case.venue, case.symbol, case.as_of)
  end

  function kinds.venue(case)
    local rules = assert(venue_of(case))
    rules.tiers = #rules.tiers
    agree_columns(case, "venue", case.expected, rules)
  end

  function kinds.model(case)
    agree_rows(case, "leverage", case.expected.leverage, assert(liqmap.check_model(case.model)).leverage)
  end

  local function fed_of(case)
    local text = case.text
    if type(text) == "table" then
      text = #text > 0 and table.concat(text, "\n") .. "\n" or ""
    end
    local tape, message, code = liqmap.tape(case.options)
    if not tape then
      return tape, message, code
    end
    local report
    report, message, code = tape:feed {content = text, layout = case.layout, symbol = case.symbol}
    return report and tape, report or message, code
  end

  function kinds.feed(case)
    local tape, report = assert(fed_of(case))
    assert.equal(tape_of(case):encode(), tape:encode())
    agree_columns(case, "report", case.expected.report, report)
  end

  function kinds.impact(case)
    local impact = assert(liqmap.check_impact(case.impact))
    for name, expected in pairs(case.expected) do
      assert.same(value(expected), impact[name])
    end
  end

  local attempts = {
    feed = fed_of,
    map = map_of,
    positions = map_of,
    heatmap = function(case)
      return heatmap_of(case, case.heatmap)
    end,
    margin = margin_of,
    hedge = hedge_of,
    account = function(case)
      return liqmap.account_margin(account_of(case))
    end,
    round = rounded,
    venue = venue_of,
    impact = function(case)
      return liqmap.check_impact(case.impact)
    end,
    cascade = function(case)
      local map, message, code = map_of(case)
      if not map then
        return map, message, code
      end
      return map:cascade(case.shock, case.impact)
    end,
    model = function(case)
      return liqmap.check_model(case.model)
    end,
    options = function(case)
      return liqmap.tape(case.options)
    end,
  }

  function kinds.error(case)
    local _, message, code = attempts[case.of](case)
    assert(code == case.expected.code, ("expected %s, got %s: %s"):format(case.expected.code, tostring(code),
      tostring(message)))
    if case.expected.says then
      assert(message:find(case.expected.says, 1, true), message)
    end
    if case.expected.hints then
      assert(message:find(case.expected.hints, 1, true), message)
    end
  end

  local files = {}
  for name in lfs.dir(folder) do
    if name:find("%.json$") then
      files[#files + 1] = name
    end
  end
  table.sort(files)
  for _, name in ipairs(files) do
    local file = support.json(support.read(folder .. "/" .. name))
    local of_kind = {}
    for _, case in ipairs(file.cases) do
      of_kind[case.kind] = (of_kind[case.kind] or 0) + 1
      it(("%s: %s"):format(name, case.name), function()
        assert(kinds[case.kind], "no kind " .. case.kind)(case)
      end)
    end
    local counts = {}
    for kind, count in pairs(of_kind) do
      counts[#counts + 1] = count .. " " .. kind
    end
    table.sort(counts)
    print(("%s: %d cases (%s)"):format(name, #file.cases, table.concat(counts, ", ")))
  end
end)

local support = require "tests.lua.support"

describe("what leaves as text:", function()
  local liqmap = require "liqmap"
  local tape = liqmap.demo {days = 1, trades_per_minute = 6}
  local map = tape:map()

  local function number(value)
    return (support.value(value))
  end

  it("our own layout of a map states what the methods say", function()
    local json = support.json(map:export {step = 250})
    local levels = map:levels {step = 250, by_leverage = true}
    assert.equal(#levels, #json.levels.rows)
    for i, level in ipairs(levels) do
      for k, column in ipairs(json.levels.columns) do
        assert.equal(level[column], number(json.levels.rows[i][k]))
      end
    end
    local info = map:info()
    for _, name in ipairs {"symbol", "reference_price", "open_interest", "coverage", "daily_sigma", "long_notional",
      "short_notional", "precision", "unit", "positions", "live", "frame"} do
      assert.equal(info[name], number(json[name]))
    end
    assert.equal("2026-01-02T00:00:00Z", json.as_of)
    assert.same(map:ledger(), {long = json.ledger.long, short = json.ledger.short})
    assert.same(liqmap.check_model(json.models[1]), (map:model()))
    assert.equal(map:export("liqmap", 250), map:export {step = 250})
  end)

  it("our own layout of a heatmap has a row for every row", function()
    local json = support.json(tape:export {every = 7200, step = 500})
    local rows = tape:heatmap {every = 7200, step = 500}
    assert.equal(#rows, #json.cells.rows)
    for i, row in ipairs(rows) do
      for k, column in ipairs(json.cells.columns) do
        if k > 1 then
          assert.equal(row[column], number(json.cells.rows[i][k]))
        end
      end
    end
    assert.equal(map:ledger().short.swept, json.ledger.short.swept)
  end)

  it("the layouts of others hold the same notional", function()
    local info, sum = map:info(), 0
    for price, entries in pairs(support.json(map:export "coinglass").data.data) do
      for _, entry in ipairs(entries) do
        assert.equal(tonumber(price), entry[1])
        sum = sum + entry[2]
      end
    end
    assert.near(info.long_notional + info.short_notional, sum, sum * 1e-9)
    local heatmap = support.json(tape:export {layout = "coinglass-heatmap", every = 7200}).data
    assert.equal(12, #heatmap.price_candlesticks)
    assert.truthy(#heatmap.liquidation_leverage_data > 100)
  end)

  it("a chart is a Vega-Lite specification", function()
    local spec = support.json(map:vega {title = 'a "b" </script>', width = 700})
    assert.equal("https://vega.github.io/schema/vega-lite/v6.json", spec["$schema"])
    assert.equal('a "b" </script>', spec.title.text)
    assert.equal(700, spec.width)
    assert.equal("Liquidation heatmap", support.json(tape:vega {every = 3600}).title.text)
    assert.equal(map:vega(), map:vega {within = 0.15})
    assert.equal(tape:vega {every = 3600}, tape:vega {every = 3600, model = {}})
  end)

  it("a page is made from either kind of chart", function()
    local page = liqmap.page(map:vega(), "<title>", "scripts()")
    assert.truthy(page:find("<title>&#x3c;title&#x3e;</title>", 1, true))
    assert.truthy(page:find("<script>scripts()</script>", 1, true))
    assert.falsy(page:find("jsdelivr", 1, true))
    assert.truthy(liqmap.page(map:vega()):find("jsdelivr", 1, true))
    local still = liqmap.page(map:svg(), "still")
    assert.equal(still, liqmap.page {chart = map:svg(), title = "still"})
    assert.truthy(still:find("<svg", 1, true))
    assert.falsy(still:find("<script", 1, true))
  end)

  it("refuses what it cannot write", function()
    local shares = liqmap.tape()
    support.feed(shares, support.trades(200))
    support.refuses("bad_argument", "coinglass-aggregated", map:export "xml")
    support.refuses("bad_argument", "coinglass-heatmap-v3", tape:export "coinglass")
    support.refuses("missing", "open interest", shares:map():export "coinglass")
    support.refuses("missing", "open_interest", shares:export "coinglass-heatmap")
    support.refuses("out_of_range", "width", map:vega {width = 3})
    support.refuses("limit", "title", map:vega {title = ("x"):rep(1001)})
    support.refuses("bad_document", "x", tape:vega {model = {x = 1}})
    support.refuses("bad_argument", "SVG", liqmap.page "junk")
    support.refuses("bad_argument", "JSON", liqmap.page "{")
    support.raises("unknown field", map.vega, map, {size = 1})
    support.raises("text expected", map.export, map, 5)
    support.raises("chart: text expected, got number", liqmap.page, 5)
  end)
end)

-- Charts: options, errors, and the drawing.
local support = require "tests.lua.support"

describe("svg", function()
  local liqmap = require "liqmap"
  local tape = liqmap.demo {days = 2}
  local map = assert(tape:map())

  local function drawn(chart, message)
    assert.truthy(chart, message)
    assert.truthy(chart:find("^<svg xmlns=\"http://www.w3.org/2000/svg\" ") and chart:find("</svg>\n$"))
    assert.falsy(chart:find "[^\n\32-\126]")
    return chart
  end

  it("draws a map and a tape", function()
    drawn(map:svg())
    drawn(tape:svg())
    assert.equal(map:svg(), map:svg {step = 0, within = 0.15, title = "", width = 1200, height = 675, theme = "auto"})
    assert.equal(map:svg(), map:svg(0, 0.15, "", 1200, 675, "auto"))
    assert.equal(tape:svg(), tape:svg {model = {}, every = 0, step = 0, since = -math.huge, high = math.huge})
    assert.equal(liqmap.decode(map:encode()):svg(), map:svg())
    assert.equal(liqmap.decode(tape:encode()):svg(), tape:svg())
  end)

  it("names the largest clusters", function()
    local chart = drawn(map:svg {within = 0})
    for _, cluster in ipairs(map:clusters()) do
      if cluster.rank <= 3 then
        local price = ("%.0f"):format(cluster.price_peak):gsub("(%d%d%d)$", ",%1")
        assert.truthy(chart:find(("#%d</tspan> <tspan class=\"strong\">%s"):format(cluster.rank, price), 1, true))
      end
    end
  end)

  it("takes any title", function()
    local chart = drawn(map:svg {title = "<b>\0\255&\195\188\n"})
    assert.truthy(chart:find("<title>&#60;b&#62;&#65533;&#65533;&#38;&#252; </title>", 1, true))
  end)

  it("shows the cells of the model that was asked for", function()
    local step = 250
    local chart = drawn(tape:svg {model = {exposure = 0.031}, step = step, every = 3600, theme = "dark"})
    local plain = drawn(tape:svg {step = step, every = 3600, theme = "dark"})
    local top = tonumber(chart:match 'data%-top="([^"]+)"')
    assert.is_true(math.abs(top / tonumber(plain:match 'data%-top="([^"]+)"') - 2) < 1e-9)
    assert.equal("250", chart:match 'data%-step="([^"]+)"')
    assert.equal("3600", chart:match 'data%-every="([^"]+)"')
    assert.equal((plain:match '<g class="cells".-</g>':gsub("data%-top.-data", "")),
      (chart:match '<g class="cells".-</g>':gsub("data%-top.-data", "")))
  end)

  it("refuses what makes no chart", function()
    local function refused(code, words, chart, message, got)
      assert.is_nil(chart)
      assert.equal(code, got)
      assert.truthy(message:find(words, 1, true), message)
    end
    refused("bad_argument", "auto, light and dark", map:svg {theme = "solarized"})
    refused("bad_argument", "auto, light and dark", tape:svg {theme = "solarized"})
    refused("bad_argument", "auto, light and dark", tape:svg {theme = ""})
    refused("out_of_range", "width", map:svg {width = 100})
    refused("out_of_range", "height", tape:svg {height = 1e6})
    refused("out_of_range", "step", map:svg {step = -1})
    refused("out_of_range", "within", map:svg {within = 0 / 0})
    refused("limit", "Use a larger step", map:svg {step = 0.01})
    local too_long = ("x"):rep(1001)
    refused("limit", "at most 1000 bytes, not 1001", map:svg {title = too_long})
    refused("limit", "at most 1000 bytes, not 1001", tape:svg {title = too_long})
    refused("limit", "at most 1000 bytes, not 1001",
      map:cascade_svg {shock = -0.02, impact = {kind = "linear", depth_per_pct = 1e6}, title = too_long})
    refused("limit", "at most 1000 bytes, not 1001", liqmap.page(map:svg(), too_long))
    refused("limit", "at most 1000 bytes, not 1001", liqmap.page(map:vega(), too_long))
    refused("bad_argument", "every", tape:svg {every = 7})
    refused("bad_document", "$.exposure", tape:svg {model = {exposure = -1}})
  end)

  it("names the currency, or none where it is unknown", function()
    for symbol, unit in pairs {BTCUSDT = "USDT", ETHBTC = "BTC", ["KRW-BTC"] = "KRW", BTC = "notional"} do
      local priced = tape:label(symbol)
      local as_of = assert(priced:map {open_interest = 1000})
      assert.truthy(as_of:svg():find(">" .. unit .. " per step of", 1, true))
      assert.truthy(priced:svg {open_interest = 1000}:find('data-unit="' .. unit .. '"', 1, true))
      assert.truthy(as_of:vega():find("liquidated in each step of [%d.]+, " .. unit .. '"'))
      assert.truthy(as_of:export():find(symbol == "BTC" and '"quote":null' or '"quote":"' .. unit .. '"', 1, true))
      assert.equal(nil, as_of:svg():find(symbol == "BTCUSDT" and "%$" or "USD"))
    end
  end)

  it("raises for misuse", function()
    support.raises("title: text expected, got number", map.svg, map, {title = 1})
    support.raises("theme: text expected, got boolean", map.svg, map, {theme = true})
    support.raises("width: whole number expected", map.svg, map, {width = 1000.5})
    support.raises("unknown field 'colour'", map.svg, map, {colour = "red"})
    support.raises("unknown field 'within'", tape.svg, tape, {within = 1})
    support.raises("every: number expected", tape.svg, tape, {every = "1 h"})
    support.raises("table expected", tape.svg, tape, "1 h")
    support.raises("liqmap.map expected", map.svg, tape)
    support.raises("liqmap.tape expected", tape.svg, map)
  end)
end)

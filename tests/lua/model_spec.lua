local support = require "tests.lua.support"

describe("a model", function()
  local liqmap = require "liqmap"

  it("has named presets", function()
    local default = liqmap.model()
    assert.same(default, liqmap.model "default")
    assert.equal(0.0155, default.exposure)
    assert.equal(9, #default.leverage)
    assert.equal(5, default.leverage[1].x)
    assert.equal(60, default.frame)
    local names = {}
    for _, preset in ipairs(liqmap.models()) do
      names[preset.name] = preset.description
      assert.same(liqmap.model(preset.name), preset.model)
    end
    assert.is_string(names.default)
    support.refuses("bad_argument", "hint: ", liqmap.model "guess")
  end)

  it("comes back as it was printed", function()
    for _, preset in ipairs(liqmap.models()) do
      assert.same(preset.model, liqmap.check_model(preset.model))
    end
    local inverse = {
      margin = {contract = "inverse", basis = "entry", fee = 0.0005, tiers = {{floor = 0, rate = 0.005},
        {floor = 5, rate = 0.01, max_leverage = 50}}},
      reference_price = 90000,
      leverage = {{x = 10, share = 1 / 3, half_life = "5 d"}, {x = 3, share = 2 / 3, half_life = 3600}},
      volume_power = 1,
    }
    local resolved = assert(liqmap.check_model(inverse))
    assert.same(resolved, liqmap.check_model(resolved))
    assert.equal(3, resolved.leverage[1].x)
    assert.equal(2 / 3, resolved.leverage[1].share)
    assert.equal(432000, resolved.leverage[2].half_life)
    assert.near(5 * 0.005, resolved.margin.tiers[2].deduct, 1e-12)
    assert.equal(50, resolved.margin.tiers[2].max_leverage)
  end)

  it("may be JSON text", function()
    assert.same(liqmap.model(), liqmap.check_model "{}")
    assert.same(liqmap.model(), liqmap.check_model {})
    assert.equal(0.5, liqmap.check_model('{"exposure": 0.5}').exposure)
  end)

  it("is refused with the path of what is wrong", function()
    local function refused(words, document)
      support.refuses("bad_document", words, liqmap.check_model(document))
    end
    refused("colour", {colour = "red"})
    refused("$.exposure", {exposure = "much"})
    refused("$.exposure", {exposure = math.huge})
    refused("$.exposure", {exposure = 0 / 0})
    refused("$.leverage[1].share", {leverage = {{x = 5, share = 1, half_life = 1}, {x = 6, share = -1, half_life = 1}}})
    refused("leverage", {leverage = {{x = 5, share = 0.5, half_life = 1}}})
    refused("$.leverage", {leverage = {}})
    refused("JSON", "{")
    refused("JSON", "{} {}")
    refused("exposure", '{"exposure": 1, "exposure": 1}')
    refused("exposure", '{"exposure": 1e999}')
    refused("", '{"symbol\\u0000": 1}')
  end)

  it("takes a name in place of a document", function()
    local tape = liqmap.demo()
    assert.equal(tape:map(), tape:map "default")
    support.refuses("bad_argument", 'no model is named "defualt"', tape:map "defualt")
    support.refuses("bad_document", 'the name of a model, not "2026-06-18"', tape:map "2026-06-18")
    support.refuses("bad_document", "by the name of its argument: as_of, until or every", tape:svg {model = "1 h"})
  end)

  it("raises for a value that JSON does not have", function()
    local loop = {}
    loop.margin = loop
    support.raises("nested too deeply", liqmap.check_model, loop)
    support.raises("a document cannot hold a function", liqmap.check_model, {exposure = print})
    support.raises("list without holes", liqmap.check_model, {leverage = {1, 2, x = 3}})
    support.raises("list without holes", liqmap.check_model, {[1.5] = 1})
    support.raises("table or JSON text expected, got number", liqmap.check_model, 1)
    support.raises("value expected", liqmap.check_model)
  end)

  it("keeps every character of a text", function()
    support.refuses("bad_document", 'a"b\\c', liqmap.check_model {['a"b\\c'] = 1})
    local symbol = 'BTC"\\/é'
    local tape = assert(liqmap.tape {symbol = symbol}:trade(0, 1, 1))
    assert.equal(symbol, tape:info().symbol)
  end)
end)

local support = require "tests.lua.support"

describe("an account", function()
  local liqmap = require "liqmap"

  local flat = {tiers = {{0, 0.01}}}
  local function holding(side, qty, mark, more)
    local position = {side = side, qty = qty, mark = mark, rules = flat}
    for name, value in pairs(more or {}) do
      position[name] = value
    end
    return position
  end
  local two = {holding("long", 10, 100, {symbol = "A"}), holding("short", 2, 200, {symbol = "B", rules = {tiers = {{0, 0.02}}}})}

  it("has rows and a state", function()
    local rows = assert(liqmap.cross_account {positions = two, equity = 200})
    local margin = assert(liqmap.account_margin {positions = two, equity = 200})
    assert.equal(2, #rows)
    assert.near(100 - 182 / 9.9, rows[1].liquidation_price, 1e-12)
    assert.near(200 + 182 / 2.04, rows[2].liquidation_price, 1e-12)
    assert.near(-182 / 582, margin.u_down, 1e-15)
    assert.is_nil(margin.u_up)
    assert.near(100 * (1 - 182 / 582), rows[1].price_down, 1e-12)
    assert.equal("price", margin.status)
    assert.equal("B", rows[2].symbol)
    assert.equal("short", rows[2].side)
    assert.is_false(rows[2].isolated)
    assert.is_nil(rows[2].listed)
    assert.equal(2, margin.held)
  end)

  it("may be empty or without equity", function()
    assert.same({}, liqmap.cross_account {positions = {}, equity = 1})
    assert.equal("never", liqmap.account_margin({positions = {}, equity = 0}).status)
    local unknown = liqmap.account_margin {positions = two}
    assert.equal("unknown", unknown.status)
    assert.is_nil(unknown.equity)
    assert.equal("liquidatable", liqmap.account_margin({positions = two, equity = -5}).status)
  end)

  it("gives its equity by a listed price", function()
    local listed = {holding("long", 10, 100, {liquidation_price = 100 - 182 / 9.9}), two[2],
                    holding("long", 0.001, 1, {liquidation_price = "never"})}
    local rows = assert(liqmap.cross_account {positions = listed})
    assert.near(200.00001, liqmap.account_margin({positions = listed}).equity, 1e-9)
    assert.is_true(rows[1].gives_equity)
    assert.equal("agrees", rows[1].listed)
    assert.equal("agrees", rows[3].listed)
    assert.equal("never", rows[3].status)
    assert.near(200 + 182 / 2.04, rows[2].counted_price, 1e-9)
  end)

  it("takes positions as text", function()
    local text = {two[1], '{"side": "short", "qty": 2, "mark": 200, "rules": {"tiers": [[0, 0.02]]}}'}
    assert.equal(liqmap.account_margin({positions = two, equity = 200}).u_down,
      liqmap.account_margin({positions = text, equity = 200}).u_down)
  end)

  it("counts in a map at its listed prices", function()
    local wallet = {holding("long", 10, 100, {symbol = "A", liquidation_price = 81.5, leverage = 5}), two[2],
                    holding("short", 1, 100, {symbol = "A"})}
    local rows = assert(liqmap.cross_account {positions = wallet})
    local positions, by_hand = liqmap.positions {symbol = "A"}, liqmap.positions {symbol = "A"}
    assert.equal(2, positions:add_account {positions = wallet, symbol = "A"})
    for _, i in ipairs {1, 3} do
      assert(by_hand:add(100, wallet[i].side, rows[i].counted_price, wallet[i].qty, wallet[i].leverage))
    end
    assert.equal(by_hand:map(), positions:map())
    assert.equal(0, positions:add_account {positions = wallet, symbol = "C"})
    assert.equal(0, positions:add_account {positions = {}, symbol = "A"})
    assert.equal(by_hand:map(), positions:map())
  end)

  it("refuses what is no account", function()
    local refuses = support.refuses
    refuses("bad_document", 'position 1: $ has no "side"', liqmap.cross_account {positions = {{}}, equity = 1})
    refuses("bad_document", "position 2: $.qty must be above 0",
      liqmap.cross_account {positions = {two[1], holding("long", -1, 1)}, equity = 1})
    refuses("bad_document", "position 1: $.qty", liqmap.account_margin {positions = {holding("long", 0 / 0, 1)}, equity = 1})
    refuses("out_of_range", "equity must be finite", liqmap.account_margin {positions = two, equity = 1 / 0})
    refuses("out_of_range", "equity must be finite", liqmap.account_margin {positions = two, equity = 0 / 0})
    refuses("mismatch", "position 2: an account of linear contracts",
      liqmap.account_margin {positions = {two[1], holding("long", 1, 1, {rules = {contract = "inverse"}})}, equity = 1})
    refuses("out_of_range", "too small or too large",
      liqmap.account_margin {positions = {holding("long", 1e300, 1e300)}, equity = 1})
    refuses("out_of_range", "the sum of the positions is too large",
      liqmap.account_margin {positions = {holding("long", 1.7e308, 1), holding("long", 1.7e308, 1)}, equity = 1})
    refuses("bad_document", "position 1", liqmap.positions():add_account {positions = {{}}, symbol = "A"})
    refuses("mismatch", "inverse", liqmap.positions({contract = "inverse"}):add_account {
      positions = {holding("long", 1, 1, {symbol = "A", liquidation_price = 0.5})}, symbol = "A"})
    assert.has_error(function() liqmap.cross_account {equity = 1} end)
    assert.has_error(function() liqmap.cross_account {positions = 5} end)
    assert.has_error(function() liqmap.cross_account {positions = {5}} end)
    assert.has_error(function() liqmap.cross_account(two) end)
    assert.has_error(function() liqmap.cross_account {positions = two, equity = "much"} end)
    assert.has_error(function() liqmap.positions():add_account {positions = two} end)
  end)
end)

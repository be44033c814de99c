-- Functions that the specs share.
local json = require "dkjson"

local support = {null = json.null}

function support.read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function support.json(text)
  local value, _, problem = json.decode(text, 1, json.null)
  assert(not problem, problem)
  return value
end

-- Returns a value of JSON with nil for null.
function support.value(value)
  if value ~= json.null then
    return value
  end
end

function support.keys(t)
  local keys = {}
  for key in pairs(t) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

-- Packs a trade as four little-endian doubles, because string.pack is only in Lua 5.3 and later.
local function double(number)
  local sign, exponent, mantissa = 0, 0, 0
  if number < 0 then
    sign, number = 1, -number
  end
  if number > 0 then
    local fraction, power = math.frexp(number)
    exponent, mantissa = power + 1022, (fraction * 2 - 1) * 2 ^ 52
  end
  local bytes = {}
  for i = 1, 6 do
    bytes[i] = mantissa % 256
    mantissa = math.floor(mantissa / 256)
  end
  bytes[7] = mantissa + exponent % 16 * 16
  bytes[8] = math.floor(exponent / 16) + sign * 128
  return string.char((table.unpack or unpack)(bytes))
end

function support.pack(ts, price, qty, taker)
  if string.pack then
    return string.pack("<dddd", ts, price, qty, taker)
  end
  return double(ts) .. double(price) .. double(qty) .. double(taker)
end

-- Random numbers that are equal in every Lua, unlike those of math.random.
function support.random(seed)
  local state = seed
  return function(least, most)
    state = (state * 16807) % 2147483647
    return least + state % (most - least + 1)
  end
end

-- Returns a few hours of trades out of order: a list of {ts, price, qty, is_buy or nil}.
function support.trades(count, seed)
  local random, trades = support.random(seed or 1), {}
  for i = 1, count do
    local taker = random(0, 2)
    trades[i] = {
      1767225600 + random(0, 7200000) / 1000,
      90000 + random(-20000, 20000) / 10,
      random(1, 5000) / 1000,
    }
    if taker < 2 then
      trades[i][4] = taker == 1
    end
  end
  return trades
end

function support.feed(tape, trades, first, last)
  for i = first or 1, last or #trades do
    local trade = trades[i]
    assert(tape:trade(trade[1], trade[2], trade[3], trade[4]))
  end
  return tape
end

function support.columns(trades)
  local columns = {ts = {}, price = {}, qty = {}, is_buy = {}}
  for i, trade in ipairs(trades) do
    columns.ts[i], columns.price[i], columns.qty[i], columns.is_buy[i] = trade[1], trade[2], trade[3], trade[4]
  end
  return columns
end

-- Checks that a call returned nil, a message with these words, and this code.
function support.refuses(code, words, value, message, got)
  assert(value == nil, "expected a refusal")
  assert(got == code, "expected " .. code .. ", got " .. tostring(got) .. ": " .. tostring(message))
  assert(message:find(words, 1, true), "expected '" .. words .. "' in: " .. message)
end

-- Checks that a call raises an error with these words.
function support.raises(words, call, ...)
  local ok, message = pcall(call, ...)
  assert(not ok, "expected an error")
  assert(tostring(message):find(words, 1, true), "expected '" .. words .. "' in: " .. tostring(message))
end

return support

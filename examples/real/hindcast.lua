-- Would the cascade of 10 October 2025 have been inside the band? Argument: hourly candles of the Binance perpetual as
-- CSV (Date as DD-MM-YYYY HH:MM, Open, High, Low, Close, Volume), 2024 and 2025.
--
-- The question is the same for each alarm in the file: the price has just fallen 3 % below the close of the hour before; how low
-- will it go in three hours? The map is made of the 30 days before that hour. Depth is what no candle shows, so it is
-- fitted: the multiplier at which the cascade of that dip ends at the low that came. What the other alarms needed is then
-- the forecast for this one, with its whole spread.
--
-- What was assumed for want of data: open interest of all alarms is the one that was published for October 2025 (560,000
-- BTC, Glassnode), for no series reaches back to 2024; candles tell no taker; feeds report 30 to 100 % of liquidations.
local liqmap = require "liqmap"

local DAYS, DIP, HOURS, OPEN_INTEREST, DRAWS = 30, 0.03, 3, 560000, 4000
local REPORTED = {0.3, 1}
local LEAST_BEFORE = 2 -- alarms that a forecast from earlier ones needs: a mean and a spread
local THE_DAY, THE_LOW = "2025-10-10", 101516.5

-- ---- candles, and the hours in which an alarm went off

local function read_candles(path)
  local candles = {}
  for line in io.lines(path) do
    local day, month, year, hour, rest = line:match "^(%d+)-(%d+)-(%d+) (%d+):%d+,(.*)"
    if day then
      local open, high, low, close, volume = rest:match "([^,]+),([^,]+),([^,]+),([^,]+),([^,]+)"
      candles[#candles + 1] = {
        date = ("%s-%s-%s"):format(year, month, day), hour = tonumber(hour), open = tonumber(open), high = tonumber(high),
        low = tonumber(low), close = tonumber(close), volume = tonumber(volume),
      }
    end
  end
  return candles
end

-- The first in a day: what follows within 24 hours belongs to it.
local function find_alarms(candles)
  local alarms, last = {}, -24
  for i = 24 * DAYS + 2, #candles - HOURS + 1 do
    local before = candles[i - 1].close
    if candles[i].low <= before * (1 - DIP) and i - last >= 24 then
      local low = math.huge
      for j = i, i + HOURS - 1 do
        low = math.min(low, candles[j].low)
      end
      alarms[#alarms + 1] = {at = i, date = candles[i].date, hour = candles[i].hour, before = before, low = low}
      last = i
    end
  end
  return alarms
end

-- ---- what was known then

local function look_back(candles, alarm)
  local tape = liqmap.tape {frame = "1 h"}
  local volume, squares = 0, 0
  for i = alarm.at - 24 * DAYS, alarm.at - 1 do
    local c = candles[i]
    assert(tape:candle(i * 3600, c.open, c.high, c.low, c.close, c.volume))
    volume = volume + c.volume
    squares = squares + (c.close / candles[i - 1].close - 1) ^ 2
  end
  alarm.sigma = math.sqrt(squares / DAYS)
  alarm.volume = volume / DAYS * alarm.before
  alarm.map = assert(tape:map({}, nil, OPEN_INTEREST))
end

-- Both begin from volume and volatility: a day's volume moves the price by a day's sigma. How many times that depth
-- there really is, is the multiplier.
local function impact_of(alarm, kind, multiplier)
  local document = {kind = kind, multiplier = multiplier, reported = REPORTED}
  if kind == "sqrt" then
    document.sigma, document.volume = alarm.sigma, alarm.volume
  else
    document.depth_per_pct = 0.01 * alarm.volume / alarm.sigma
  end
  return document
end

-- The multiplier at which the dip ends at the low: the deeper the impact, the higher it ends.
local function fit(alarm, impact)
  local low, high = math.log(1e-5), math.log(1e4)
  for _ = 1, 60 do
    local middle = (low + high) / 2
    if assert(alarm.map:cascade(-DIP, impact_of(alarm, impact, math.exp(middle)))).final_price < alarm.low then
      low = middle
    else
      high = middle
    end
  end
  return low
end

-- ---- forecasts

local function mean_and_sd(values)
  local sum, squares = 0, 0
  for _, value in ipairs(values) do
    sum = sum + value
  end
  for _, value in ipairs(values) do
    squares = squares + (value - sum / #values) ^ 2
  end
  return sum / #values, math.sqrt(squares / (#values - 1))
end

-- All others, or of these only the earlier ones: what could have been known.
local function of_the_others(alarms, this, value, earlier)
  local values = {}
  for _, alarm in ipairs(alarms) do
    if alarm ~= this and (not earlier or alarm.at < this.at) then
      values[#values + 1] = value(alarm)
    end
  end
  local mean, sd = mean_and_sd(values)
  return mean, sd, #values
end

local function quantiles()
  local list = {}
  for i = 1, 199 do
    list[i] = i / 200
  end
  return list
end

-- The fit was made with the middle of what feeds report, so its spread holds theirs: what is left of it is the depth's.
local function forecast(alarms, this, impact, earlier)
  local mean, sd, count = of_the_others(alarms, this, function(alarm) return alarm[impact] end, earlier)
  local reporting = math.log(REPORTED[2] / REPORTED[1]) ^ 2 / 12
  return assert(this.map:simulate {
    impact = impact_of(this, impact, 1), draws = DRAWS, seed = 20251010,
    options = {shock = -DIP, depth_median = math.exp(mean), depth_sigma = math.sqrt(math.max(sd ^ 2 - reporting, 0)),
               impact_sigma = 0, reported = REPORTED, quantiles = quantiles()},
  }), mean, sd, count
end

local function row_at(simulation, quantile)
  return simulation[math.floor(quantile * 200 + 0.5)]
end

-- The part of the draws that did not fall as far.
local function place_of(simulation, price)
  local place = 0
  for _, row in ipairs(simulation) do
    if row.final_price >= price then
      place = row.quantile
    end
  end
  return place
end

-- The forecast without a map: how far the others fell behind their dip.
local function null_band(alarms, this)
  local function fall(alarm)
    return math.log(math.log(alarm.before / alarm.low))
  end
  local mean, sd = of_the_others(alarms, this, fall)
  return function(z) return this.before * math.exp(-math.exp(mean + z * sd)) end, (fall(this) - mean) / sd
end

-- ---- what came out

local function pct(price, from)
  return (price / from - 1) * 100
end

local function inside(price, low, high)
  return price >= low and price <= high
end

local candles = read_candles(arg[1])
local alarms = find_alarms(candles)
for _, alarm in ipairs(alarms) do
  look_back(candles, alarm)
  alarm.linear, alarm.sqrt = fit(alarm, "linear"), fit(alarm, "sqrt")
end

print(("%d alarms: hours with a low %d %% below the close before, the first in a day"):format(#alarms, DIP * 100))
print "Each was forecast from all others. Band: 10 % to 90 % of the draws; out: the low that came is not in it.\n"
print "alarm              low came   linear band          sqrt band            without a map"
local hits, width, the_day = {linear = 0, sqrt = 0, null = 0}, {linear = 0, sqrt = 0, null = 0}, nil
for _, alarm in ipairs(alarms) do
  local line = ("%s %02d:00  %6.2f %%"):format(alarm.date, alarm.hour, pct(alarm.low, alarm.before))
  for _, impact in ipairs {"linear", "sqrt"} do
    local simulation = forecast(alarms, alarm, impact)
    local high, low = row_at(simulation, 0.1).final_price, row_at(simulation, 0.9).final_price
    hits[impact] = hits[impact] + (inside(alarm.low, low, high) and 1 or 0)
    width[impact] = width[impact] + math.log(high / low)
    line = line .. ("   %6.2f .. %6.2f %s"):format(pct(low, alarm.before), pct(high, alarm.before),
      inside(alarm.low, low, high) and "   " or "out")
  end
  local at = null_band(alarms, alarm)
  local low, high = at(1.2816), at(-1.2816)
  hits.null = hits.null + (inside(alarm.low, low, high) and 1 or 0)
  width.null = width.null + math.log(high / low)
  print(line .. ("   %6.2f .. %6.2f %s"):format(pct(low, alarm.before), pct(high, alarm.before),
    inside(alarm.low, low, high) and "" or "out"))
  if alarm.date == THE_DAY then
    the_day = alarm
  end
end
for _, name in ipairs {"linear", "sqrt", "null"} do
  print(("%s: %d of %d inside the 80 %% band (%.0f %%), mean width %.1f %%"):format(name == "null" and "without a map" or name,
    hits[name], #alarms, hits[name] / #alarms * 100, width[name] / #alarms * 100))
end

assert(the_day and the_day.low == THE_LOW, "the candles do not hold the day")
print(("\n%s: price %.1f at %02d:00, low %.1f (%.1f %%) within %d hours"):format(the_day.date, the_day.before, the_day.hour,
  the_day.low, pct(the_day.low, the_day.before), HOURS))
print(("daily sigma %.2f %%, volume %.0f BTC a day on Binance"):format(the_day.sigma * 100, the_day.volume / the_day.before))
for _, impact in ipairs {"linear", "sqrt"} do
  local simulation, mean, sd = forecast(alarms, the_day, impact)
  local low, high = row_at(simulation, 0.9), row_at(simulation, 0.1)
  print(("%s impact: multiplier %.3g from the other %d alarms (a factor of %.1f either way)"):format(impact, math.exp(mean),
    #alarms - 1, math.exp(sd)))
  print(("  80 %% band %.0f to %.0f, median %.0f; the low is %s it, at quantile %.3f"):format(low.final_price,
    high.final_price, row_at(simulation, 0.5).final_price,
    inside(the_day.low, low.final_price, high.final_price) and "inside" or "outside of",
    place_of(simulation, the_day.low)))
  print(("  liquidated %.1f to %.1f billion USD (%.0f to %.0f BTC), jump probability %.2f"):format(high.flow / 1e9,
    low.flow / 1e9, high.flow / high.final_price, low.flow / low.final_price, simulation.jump_probability))
end

-- Leave-one-out knows alarms that came later. So the same from earlier ones only; the first ones have too few before them.
print "\nFrom earlier alarms only:"
for _, impact in ipairs {"linear", "sqrt"} do
  local asked, met = 0, 0
  for i, alarm in ipairs(alarms) do
    if i > LEAST_BEFORE then
      local simulation = forecast(alarms, alarm, impact, true)
      asked = asked + 1
      met = met + (inside(alarm.low, row_at(simulation, 0.9).final_price, row_at(simulation, 0.1).final_price) and 1 or 0)
    end
  end
  local simulation, mean, sd, count = forecast(alarms, the_day, impact, true)
  local low, high = row_at(simulation, 0.9), row_at(simulation, 0.1)
  print(("%s impact: multiplier %.3g from the %d before (a factor of %.1f either way)"):format(impact, math.exp(mean), count,
    math.exp(sd)))
  print(("  80 %% band %.0f to %.0f; the low is %s it, at quantile %.3f"):format(low.final_price,
    high.final_price, inside(the_day.low, low.final_price, high.final_price) and "inside" or "outside of",
    place_of(simulation, the_day.low)))
  print(("  %d of %d inside their bands, of all with %d or more before them"):format(met, asked, LEAST_BEFORE))
end

local at, z = null_band(alarms, the_day)
print(("without a map: 80 %% band %.0f to %.0f, the low lies %.1f standard deviations out"):format(at(1.2816), at(-1.2816), z))

-- And before any alarm: the day ahead, as simulate() draws it when it is told nothing but the depth.
for _, impact in ipairs {"linear", "sqrt"} do
  local mean = of_the_others(alarms, the_day, function(alarm) return alarm[impact] end)
  local ahead = assert(the_day.map:simulate {
    impact = impact_of(the_day, impact, math.exp(mean)), draws = DRAWS, seed = 20251010,
    options = {sigma = the_day.sigma, reported = REPORTED, quantiles = quantiles()},
  })
  print(("an hour before, %s impact: the low of a day 80 %% between %.0f and %.0f, and this one at quantile %.3f"):format(impact,
    row_at(ahead, 0.9).final_price, row_at(ahead, 0.1).final_price, place_of(ahead, the_day.low)))
end

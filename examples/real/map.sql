-- Variables: trades, state (CSV without header), result (a file for the map's bytes in hex).
\pset footer off
CREATE EXTENSION liqmap;
SET search_path = public, liqmap;

-- of an open interest that counts longs and shorts: as many positions are of one side
\set both_sides 0.5
CREATE TABLE staged_trades (ts_ms bigint, price float8, qty float8, taker_side text);
CREATE TABLE staged_state (ts_ms bigint, open_interest float8, mark_price float8, oracle_price float8, funding_rate_hourly float8);
\set copy_trades '\\copy staged_trades FROM ' :'trades' ' (FORMAT csv)'
:copy_trades
\set copy_state '\\copy staged_state FROM ' :'state' ' (FORMAT csv)'
:copy_state

CREATE TABLE maps AS
  SELECT map((SELECT tape(ts(ts_ms), price, qty, taker_side = 'buy', '{"symbol": "BTC"}') FROM staged_trades)
           + (SELECT gauge_tape(ts(ts_ms), 'open_interest', open_interest * :both_sides) FROM staged_state)) AS map;

SELECT as_of, reference_price, round(open_interest) AS open_interest, round(coverage::numeric, 3) AS coverage,
       round((daily_sigma * 100)::numeric, 2) AS daily_sigma_pct
FROM maps, info(map);

SELECT price_low AS price, round(long_notional) AS longs, round(short_notional) AS shorts,
       bar(long_notional + short_notional, max(long_notional + short_notional) OVER (), 50) AS map
FROM maps, levels(map, step => 250, within => 0.06)
ORDER BY price_low DESC;

SELECT rank, side, price_low, price_peak, price_high, round(notional) AS notional, round((share * 100)::numeric, 1) AS share_pct,
       round(distance_pct::numeric, 2) AS distance_pct, round(distance_sigmas::numeric, 2) AS daily_sigmas
FROM maps, clusters(map)
ORDER BY rank
LIMIT 8;

SELECT side, round(opened) AS opened, round((swept / opened * 100)::numeric, 1) AS swept_pct,
       round((decayed / opened * 100)::numeric, 1) AS decayed_pct, round((outstanding / opened * 100)::numeric, 1) AS outstanding_pct,
       round(outstanding_notional) AS outstanding_notional
FROM maps, ledger(map);

\pset format unaligned
\pset tuples_only on
\o :result
SELECT encode(map::bytea, 'hex') FROM maps;

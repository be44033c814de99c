-- Trades in, liquidation map out. Variables: trades (a file of time,price,qty,is_buy, or empty), result (a file).
\pset footer off
\pset null ''
CREATE EXTENSION liqmap CASCADE;
SET search_path = public, liqmap;

SELECT :'trades' <> '' AS from_file \gset
\if :from_file
CREATE TEMP TABLE staging (epoch numeric, price float8, qty float8, is_buy boolean);
\set copy '\\copy staging FROM ' :'trades' ' (FORMAT csv)'
:copy
CREATE TABLE trades AS
  SELECT ts(CASE WHEN epoch < 1e11 THEN epoch * 1000000 ELSE epoch END::bigint) AS ts, price, qty, is_buy FROM staging;
CREATE TABLE gauges (ts timestamptz, name text, value float8);
\else
\echo 'A MADE-UP MARKET: these trades never happened.'
CREATE TABLE trades AS SELECT * FROM demo_trades();
CREATE TABLE gauges AS SELECT * FROM demo_gauges();
\endif

-- One tape of it all: trades, and open interest where there is some.
CREATE TABLE tapes AS
  SELECT rollup(t) AS tape
  FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades
        UNION ALL
        SELECT gauge_tape(ts, name, value) FROM gauges) AS both_kinds;

CREATE TABLE maps AS SELECT map(tape) AS map FROM tapes;

SELECT info.rows AS trades, info.since, info.until, pg_size_pretty(length(tape::bytea)::bigint) AS tape
FROM tapes, info(tape);

-- Steps of about a percent, and the longest bar.
SELECT reference_price,
       base * CASE WHEN base * 5 <= most THEN 5 WHEN base * 2 <= most THEN 2 ELSE 1 END AS step
FROM maps, info(map), LATERAL (SELECT reference_price * 0.008 AS most) AS m,
     LATERAL (SELECT power(10, floor(log(most))) AS base) AS b \gset

SELECT price_low AS price,
       CASE WHEN coalesce(short_notional, short_share) > coalesce(long_notional, long_share) THEN 'short' ELSE 'long' END
         AS side,
       round((long_notional + short_notional)::numeric / 1e6, 2) AS "million USD",
       round((100 * greatest(long_share, short_share))::numeric, 1) AS "% of side",
       bar(coalesce(long_notional + short_notional, greatest(long_share, short_share)),
           max(coalesce(long_notional + short_notional, greatest(long_share, short_share))) OVER (), 40) AS map
FROM maps, levels(map, step => :step, within => 0.1)
ORDER BY price_low DESC;

SELECT rank, side, round(price_peak::numeric, 1) AS price, round((notional / 1e6)::numeric, 2) AS "million USD",
       round((100 * share)::numeric, 1) AS "% of side", round(distance_pct::numeric, 2) AS distance_pct,
       round(distance_sigmas::numeric, 2) AS daily_sigmas
FROM maps, clusters(map)
WHERE abs(distance_pct) < 10
ORDER BY rank
LIMIT 6;

SELECT format('Last price %s. The largest cluster of longs is near %s, %s %% away: %s.',
              round(reference_price::numeric, 1), round(price_peak::numeric, -1), round(-distance_pct::numeric, 1),
              coalesce('about ' || round((notional / 1e6)::numeric, 1) || ' million USD of observed liquidations if the price goes there',
                       round((100 * share)::numeric, 1) || ' % of all longs on the map'))
         AS "in a sentence"
FROM maps, info(map), clusters(map)
WHERE side = 'long'
ORDER BY rank
LIMIT 1;

\echo 'An estimate by the default model (SELECT model()). A map does not predict direction.'
\pset format unaligned
\pset tuples_only on
\o :result
SELECT encode(map::bytea, 'hex') FROM maps;

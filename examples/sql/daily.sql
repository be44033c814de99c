-- One tape for each day, and maps as of any time from them, on the demo market:   psql -f examples/sql/daily.sql
CREATE EXTENSION IF NOT EXISTS liqmap;
SET search_path = public, liqmap;

CREATE TABLE trades AS SELECT * FROM demo_trades(trades_per_minute => 4);
CREATE TABLE gauges AS SELECT * FROM demo_gauges();

-- Days are cheap to keep and can be made again when late rows arrive: the same rows give the same bytes.
CREATE TABLE days (day timestamptz PRIMARY KEY, tape tape NOT NULL);
INSERT INTO days
SELECT day, rollup(part)
FROM (SELECT date_bin('1 day', ts, '2000-01-01 00:00+00') AS day, tape(ts, price, qty, is_buy) AS part FROM trades GROUP BY 1
      UNION ALL
      SELECT date_bin('1 day', ts, '2000-01-01 00:00+00'), gauge_tape(ts, name, value) FROM gauges GROUP BY 1) AS parts
GROUP BY day;

SELECT count(*) AS days, pg_size_pretty(sum(length(tape::bytea))) AS size FROM days;

-- Outstanding positions within 3 % below the price, each noon, using nothing later than that noon.
SELECT noon, round(i.reference_price) AS price,
       round(notional_between(m.map, i.reference_price * 0.97, i.reference_price, 'long')) AS longs_below
FROM generate_series('2026-01-03 12:00+00'::timestamptz, '2026-01-14 12:00+00', '1 day') AS noon,
     LATERAL (SELECT map(rollup(tape), '{}', noon) AS map FROM days WHERE day <= noon) AS m,
     LATERAL info(m.map) AS i;

-- A map can be kept and advanced; the result is the same bytes as replaying everything.
WITH kept AS (SELECT map(rollup(tape)) AS map FROM days WHERE day < '2026-01-10 00:00+00'),
     newer AS (SELECT rollup(tape) AS tape FROM days WHERE day >= '2026-01-10 00:00+00')
SELECT advance(kept.map, newer.tape) = (SELECT map(rollup(tape)) FROM days) AS same_bytes FROM kept, newer;

-- Venues add up.
SELECT round(sum(outstanding_notional)) AS two_venues
FROM (SELECT map(rollup(tape)) + map(rollup(tape)) AS both_venues FROM days) AS venues, ledger(both_venues);

-- Aggregates on every kind of plan: parallel workers, hash and sort groups, windows. The bytes never differ.
CREATE TABLE wide AS SELECT ts, price, qty, is_buy, symbol,
        jsonb_build_object('symbol', symbol) AS options, date_trunc('hour', ts) AS hour
    FROM trades, unnest(ARRAY['AAA', 'BBB', 'CCC']) AS symbol;
CREATE TABLE measured AS SELECT ts, name, value FROM gauges;
CREATE TABLE lost AS SELECT ts, CASE WHEN qty > 0.1 THEN price END AS price, qty,
        CASE WHEN is_buy THEN 'long' ELSE 'short' END::side AS side FROM trades;
CREATE TABLE candles AS SELECT date_trunc('minute', ts) AS ts, (array_agg(price ORDER BY ts))[1] AS open, max(price) AS high,
        min(price) AS low, (array_agg(price ORDER BY ts DESC))[1] AS close, sum(qty) AS volume,
        sum(qty) FILTER (WHERE is_buy) AS bought FROM trades GROUP BY 1;
ANALYZE wide, measured, lost, candles;

-- True if a plan aggregates in parts. Searches words of the plan, because versions print plans differently.
CREATE FUNCTION pg_temp.in_parts(statement text, OUT in_parts boolean) LANGUAGE plpgsql AS $$
DECLARE
    plan text;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan;
    in_parts := plan LIKE '%"Partial Mode": "Partial"%' AND plan LIKE '%"Partial Mode": "Finalize"%';
END
$$;

-- the result of a serial plan
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT
    (SELECT tape(ts, price, qty, is_buy) FROM wide) AS trades,
    (SELECT tape(ts, price, qty, is_buy, '{"frame": "5 min", "precision": 14, "symbol": "X"}') FROM wide) AS options,
    (SELECT candle_tape(ts, open, high, low, close, volume, bought) FROM candles) AS candles,
    (SELECT gauge_tape(ts, name, value) FROM measured) AS gauges,
    (SELECT liquidation_tape(ts, price, qty, side) FROM lost) AS liquidations;
CREATE TABLE by_group AS SELECT symbol, hour, tape(ts, price, qty, is_buy, options) AS t FROM wide GROUP BY 1, 2;

-- parallel plans
SET max_parallel_workers_per_gather = 3;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT pg_temp.in_parts('SELECT tape(ts, price, qty, is_buy) FROM wide');
SELECT tape(ts, price, qty, is_buy) = (SELECT trades FROM serial) AS trades FROM wide;
SELECT tape(ts, price, qty, is_buy, '{"frame": "5 min", "precision": 14, "symbol": "X"}') = (SELECT options FROM serial) AS options
FROM wide;
SELECT candle_tape(ts, open, high, low, close, volume, bought) = (SELECT candles FROM serial) AS candles FROM candles;
SELECT gauge_tape(ts, name, value) = (SELECT gauges FROM serial) AS gauges FROM measured;
SELECT liquidation_tape(ts, price, qty, side) = (SELECT liquidations FROM serial) AS liquidations FROM lost;
SELECT tape(ts, price, qty, is_buy) IS NULL AS nothing FROM wide WHERE price < 0;
SELECT refusal($$SELECT tape(ts, price, qty, is_buy, options) FROM wide$$);

-- workers without rows
SELECT tape(ts, price, qty, is_buy) = (SELECT tape(ts, price, qty, is_buy) FROM
    (SELECT * FROM wide WHERE symbol = 'AAA' ORDER BY ts LIMIT 3) AS _) AS few_rows
FROM wide WHERE symbol = 'AAA' AND ts <= (SELECT ts FROM wide WHERE symbol = 'AAA' ORDER BY ts OFFSET 2 LIMIT 1);

-- many groups: hashed in parallel, hashed with next to no memory, sorted
SET parallel_tuple_cost = 1;
SELECT pg_temp.in_parts('SELECT symbol, tape(ts, price, qty, is_buy, options) FROM wide GROUP BY 1');
SELECT count(*) AS groups, bool_and(t = (SELECT rollup(b.t) FROM by_group AS b WHERE b.symbol = a.symbol)) AS same
FROM (SELECT symbol, tape(ts, price, qty, is_buy, options) AS t FROM wide GROUP BY 1) AS a;
SET max_parallel_workers_per_gather = 0;
SET work_mem = '64kB';
SET enable_sort = off;
SELECT count(*) AS groups, bool_and(a.t = b.t) AS spilled FROM by_group AS a
JOIN (SELECT symbol, hour, tape(ts, price, qty, is_buy, options) AS t FROM wide GROUP BY 1, 2) AS b USING (symbol, hour);
RESET work_mem;
RESET enable_sort;
SET enable_hashagg = off;
SELECT count(*) AS groups, bool_and(a.t = b.t) AS sorted FROM by_group AS a
JOIN (SELECT symbol, hour, tape(ts, price, qty, is_buy, options) AS t FROM wide GROUP BY 1, 2) AS b USING (symbol, hour);
RESET enable_hashagg;
SELECT symbol, count(*), bool_and(t = (SELECT rollup(b.t) FROM by_group AS b WHERE b.symbol = g.symbol
    AND (b.hour = g.hour OR g.hour IS NULL))) AS grouping_sets
FROM (SELECT symbol, hour, tape(ts, price, qty, is_buy, options) AS t FROM wide GROUP BY GROUPING SETS ((symbol), (symbol, hour))) AS g
GROUP BY symbol ORDER BY symbol;

-- partial results of partitions
SET enable_partitionwise_aggregate = on;
CREATE TABLE parted (LIKE wide) PARTITION BY LIST (symbol);
CREATE TABLE parted_a PARTITION OF parted FOR VALUES IN ('AAA');
CREATE TABLE parted_b PARTITION OF parted FOR VALUES IN ('BBB', 'CCC');
INSERT INTO parted SELECT * FROM wide;
ANALYZE parted;
SELECT pg_temp.in_parts('SELECT hour, tape(ts, price, qty, is_buy) FROM parted GROUP BY hour');
SELECT rollup(t) = (SELECT trades FROM serial) AS partitionwise
FROM (SELECT hour, tape(ts, price, qty, is_buy) AS t FROM parted GROUP BY hour) AS _;

-- roll-ups in parallel
SET max_parallel_workers_per_gather = 3;
ALTER TABLE by_group SET (parallel_workers = 3);
SELECT pg_temp.in_parts('SELECT rollup(t) FROM by_group');
SELECT a.symbol, rolled = whole AS same
FROM (SELECT symbol, rollup(t) AS rolled FROM by_group GROUP BY 1) AS a
JOIN (SELECT symbol, tape(ts, price, qty, is_buy, options) AS whole FROM wide GROUP BY 1) AS b USING (symbol) ORDER BY 1;
CREATE TABLE maps AS SELECT symbol, hour, map(t, open_interest => 1000) AS m FROM by_group;
ALTER TABLE maps SET (parallel_workers = 3);
ANALYZE maps;
SELECT pg_temp.in_parts('SELECT rollup(m) FROM maps');
SELECT rollup(m) = (SELECT rollup(m ORDER BY symbol DESC, hour DESC) FROM maps) AS same FROM maps;

-- windows: running, sliding, and the whole partition
SET max_parallel_workers_per_gather = 0;
SELECT count(*), bool_and(running = (SELECT rollup(b.t) FROM by_group AS b WHERE b.symbol = 'AAA' AND b.hour <= w.hour)) AS running,
    bool_and(sliding = (SELECT rollup(b.t) FROM by_group AS b
        WHERE b.symbol = 'AAA' AND b.hour <= w.hour AND b.hour >= w.hour - interval '3 h')) AS sliding,
    bool_and(whole = (SELECT rollup(b.t) FROM by_group AS b WHERE b.symbol = 'AAA')) AS whole
FROM (SELECT hour,
        rollup(t) OVER (ORDER BY hour) AS running,
        rollup(t) OVER (ORDER BY hour RANGE BETWEEN '3 h' PRECEDING AND CURRENT ROW) AS sliding,
        rollup(t) OVER () AS whole
    FROM by_group WHERE symbol = 'AAA') AS w;
SELECT bool_and((info(running)).rows = n) AS running_trades
FROM (SELECT tape(ts, price, qty, is_buy, options) OVER w AS running, row_number() OVER w AS n
    FROM (SELECT * FROM wide WHERE symbol = 'BBB' ORDER BY ts LIMIT 500) AS _
    WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING)) AS _;
SELECT refusal($$SELECT tape(ts, price, qty, is_buy, options) OVER (ORDER BY ts) FROM wide$$);

-- the state is not shared between uses
SELECT tape(ts, price, qty, is_buy) = (SELECT trades FROM serial) AS a,
    tape(ts, price, qty, is_buy) FILTER (WHERE is_buy) + tape(ts, price, qty, is_buy) FILTER (WHERE NOT is_buy)
        = (SELECT trades FROM serial) AS b
FROM wide;
PREPARE build(jsonb) AS SELECT (info(tape(ts, price, qty, is_buy, $1))).symbol FROM (SELECT * FROM wide LIMIT 10) AS _;
SET plan_cache_mode = force_generic_plan;
EXECUTE build('{"symbol": "one"}');
EXECUTE build('{"symbol": "two"}');
EXECUTE build(NULL);

DROP TABLE wide, measured, lost, candles, serial, by_group, parted, maps;

-- Impact models from data: estimated from tapes, aggregated from rows of depth.
CREATE SCHEMA estimate;
SET search_path = estimate, public, liqmap;

-- a tape whose line is known: each frame has a flow, and closes by 2e-9 of it away from the last
CREATE TABLE flows AS SELECT n, ((n * 7919) % 2001 - 1000) * 1000.0::float8 AS flow FROM generate_series(1, 600) AS n;
CREATE TABLE made AS SELECT timestamptz '2026-01-01 00:00+00' + n * interval '1 min' AS ts,
    50000 * exp(sum(ln(1 + 2e-9 * flow)) OVER (ORDER BY n)) AS price, flow FROM flows;
CREATE TABLE sided AS SELECT ts, price, (2e6 + flow) / 2 / price AS qty, true AS is_buy FROM made
    UNION ALL SELECT ts, price, (2e6 - flow) / 2 / price, false FROM made;
CREATE TABLE impacts AS SELECT impact(tape(ts, price, qty, is_buy)) AS linear,
    impact(tape(ts, price, qty, is_buy), '{"kind": "sqrt"}') AS root FROM sided;
SELECT linear->>'kind' AS kind, round((linear->>'depth_per_pct')::numeric) AS depth_per_pct,
    linear->'estimate'->>'n' AS n, round((linear->'estimate'->>'r2')::numeric, 6) AS r2, linear->'estimate'->>'frame' AS frame,
    round((linear->'estimate'->>'volume')::numeric) AS volume,
    linear->'estimate' ?& ARRAY['low', 'high', 'sigma'] AS whole FROM impacts;
SELECT root->>'kind' AS kind, (root->>'y')::float8 BETWEEN (root->'estimate'->>'low')::float8 AND (root->'estimate'->>'high')::float8
    AS inside, root->>'sigma' = root->'estimate'->>'sigma' AS sigma, root->>'volume' = root->'estimate'->>'volume' AS volume FROM impacts;
SELECT jsonb_object_keys(linear) FROM impacts ORDER BY 1;

-- the taker is not known, or is the maker; too short; other errors
SELECT refusal('SELECT impact(tape(ts, price, qty, NULL)) FROM sided');
SELECT refusal('SELECT impact(tape(ts, price, qty, NOT is_buy)) FROM sided');
SELECT refusal($$SELECT impact(tape(ts, price, qty, is_buy)) FROM sided WHERE ts < '2026-01-01 05:00+00'$$);
SELECT refusal('SELECT impact(tape(ts, price, qty, is_buy), ''{"kind": "book"}'') FROM sided');
SELECT refusal('SELECT impact(tape(ts, price, qty, is_buy), ''{"frame": 60}'') FROM sided');
SELECT refusal($$SELECT impact(gauge_tape(now(), 'open_interest', 1))$$);
SELECT impact(NULL) IS NULL AS of_nothing;

-- bands: medians over time, by side
CREATE TABLE bands AS SELECT timestamptz '2026-01-01 00:00+00' + n * interval '30 s' AS ts, percentage,
    abs(percentage) * (1e6 + (n * 37 % 101) * 1e4) * CASE WHEN percentage < 0 THEN 2 ELSE 1 END AS notional
FROM generate_series(0, 100) AS n, unnest(ARRAY[-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]::float8[]) AS percentage;
ANALYZE bands;
SELECT book_impact(ts, percentage, notional) - 'engine' AS impact FROM bands;
SELECT book_impact(ts, percentage, notional) = (SELECT book_impact(ts, percentage, notional) FROM (
    SELECT * FROM bands ORDER BY (notional * 7919)::bigint % 101, ts DESC) AS _) AS any_order FROM bands;
SELECT book_impact(ts, percentage, CASE WHEN percentage > -5 THEN notional END)->'bids' AS without_null FROM bands;
SELECT book_impact(ts, percentage, notional) IS NULL AS nothing FROM bands WHERE false;

-- levels
CREATE TABLE book AS SELECT timestamptz '2026-01-01 00:00+00' + n * interval '2 s' AS ts, side < 0 AS is_bid,
    100 * (1 + side * k / 1000.0::float8) AS price, 1 + (n * 13 + k) % 5 AS qty, 100::float8 AS mid
FROM generate_series(0, 300) AS n, generate_series(1, 25) AS k, unnest(ARRAY[-1, 1]) AS side;
ANALYZE book;
SELECT book_impact(ts, is_bid, price, qty, mid) - 'engine' AS impact FROM book;

-- errors
SELECT refusal($$SELECT book_impact(now(), 0, 1)$$);
SELECT refusal($$SELECT book_impact(now(), 'NaN', 1)$$);
SELECT refusal($$SELECT book_impact(now(), 1, -1)$$);
SELECT refusal($$SELECT book_impact('infinity', 1, 1)$$);
SELECT refusal($$SELECT book_impact(now(), 1, 1)$$);
SELECT refusal($$SELECT book_impact(now(), true, 101, 1, 100)$$);
SELECT refusal($$SELECT book_impact(now(), false, 99, 1, 100)$$);
SELECT refusal($$SELECT book_impact(now(), true, 99, 1, 0)$$);
SELECT refusal($$SELECT book_final('\x00')$$);
SELECT refusal($$SELECT book_band(NULL, now(), 1, 1)$$);
SELECT refusal($$SELECT book_final(decode(repeat('00', 4000), 'hex'))$$);

-- the same document on every plan
CREATE FUNCTION pg_temp.in_parts(statement text, OUT in_parts boolean) LANGUAGE plpgsql AS $$
DECLARE
    plan text;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan;
    in_parts := plan LIKE '%"Partial Mode": "Partial"%' AND plan LIKE '%"Partial Mode": "Finalize"%';
END
$$;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT (SELECT book_impact(ts, percentage, notional) FROM bands) AS bands,
    (SELECT book_impact(ts, is_bid, price, qty, mid) FROM book) AS levels;
CREATE TABLE by_minute AS SELECT date_trunc('minute', ts) AS minute, book_impact(ts, is_bid, price, qty, mid) AS m FROM book GROUP BY 1;
SET max_parallel_workers_per_gather = 3;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT pg_temp.in_parts('SELECT book_impact(ts, is_bid, price, qty, mid) FROM book');
SELECT (SELECT book_impact(ts, percentage, notional) FROM bands) = bands AS bands,
    (SELECT book_impact(ts, is_bid, price, qty, mid) FROM book) = levels AS levels FROM serial;
SELECT count(*) AS minutes, bool_and(a.m = b.m) AS same FROM by_minute AS a JOIN (
    SELECT date_trunc('minute', ts) AS minute, book_impact(ts, is_bid, price, qty, mid) AS m FROM book GROUP BY 1) AS b USING (minute);
SET max_parallel_workers_per_gather = 0;
SET work_mem = '64kB';
SELECT count(*) AS minutes, bool_and(a.m = b.m) AS same FROM by_minute AS a JOIN (
    SELECT date_trunc('minute', ts) AS minute, book_impact(ts, is_bid, price, qty, mid) AS m FROM book GROUP BY 1) AS b USING (minute);
RESET work_mem;
SELECT count(book_impact) AS running FROM (SELECT book_impact(ts, percentage, notional) OVER (ORDER BY ts) FROM bands) AS _;

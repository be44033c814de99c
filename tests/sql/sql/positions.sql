-- Maps of known positions: by liquidation price, and by margin rules.
CREATE SCHEMA known;
SET search_path = known, public, liqmap;
CREATE TABLE held (account int, price float8, side side, liquidation_price float8, qty float8, leverage float8);
INSERT INTO held VALUES
    (1, 100, 'long', 90, 2, 10), (2, 100, 'long', 90, 1, 5), (3, 100, 'long', 80, 4, NULL), (4, 100, 'long', NULL, 5, 1),
    (5, 100, 'long', 100, 7, 50), (6, 100, 'short', 120, 3, 5), (7, 100, 'short', 95, 1, 20), (8, 100, 'short', NULL, 2, NULL);

CREATE TABLE maps AS SELECT position_map(price, side, liquidation_price, qty) AS plain,
    position_map(price, side, liquidation_price, qty, leverage, '{"symbol": "X", "as_of": "2026-01-01 12:00+00"}') AS levered
FROM held;

SELECT side, opened, outstanding, round(outstanding_size::numeric, 2) AS size, outstanding_notional, positions, never_notional,
    liquidatable_notional FROM maps, ledger(plain);
SELECT live, as_of_first, as_of, reference_price, open_interest, long_notional, short_notional, coverage, daily_sigma, frame,
    models, positions, "precision", unit, symbol FROM maps, info(plain);
SELECT as_of_first, as_of, positions, symbol FROM maps, info(levered);
SELECT price_low, price_high, long_share, short_share, long_notional, short_notional, long_cumulative, short_cumulative
FROM maps, levels(plain, step => 5);
SELECT price_low, leverage, long_notional, short_notional FROM maps, levels(levered, step => 5, by_leverage => true);
SELECT notional_between(plain, 85, 95, 'long') AS longs, notional_between(plain, 0, 200, 'short') AS shorts FROM maps;
SELECT rank, side, round(price_peak) AS price, notional FROM maps, clusters(plain);
SELECT model(plain) IS NULL AS no_model, refusal($$SELECT advance(plain, (SELECT tape(ts, price, qty, is_buy) FROM trades)) FROM maps$$)
FROM maps;

-- in and out
SELECT plain = plain::text::map AS text, plain = plain::bytea::map AS bytes, levered = levered::bytea::map AS levered FROM maps;
SELECT refusal(format('SELECT %L::map', rtrim(plain::text, '0'))) IS NOT NULL AS cut FROM maps;

-- NULL, NaN, nothing
SELECT positions FROM info((SELECT position_map(price, side, liquidation_price, qty) FROM (VALUES
    (NULL, 'long'::side, 90, 1), (100, NULL, 90, 1), (100, 'long', 90, NULL), (100, 'long', NULL, 1), (100, 'long', 'NaN'::float8, 1))
    AS rows(price, side, liquidation_price, qty)));
SELECT position_map(price, side, liquidation_price, qty) IS NULL AS nothing FROM held WHERE account > 100;
SELECT position_map(NULL, side, liquidation_price, qty) IS NULL AS nothing FROM held;
SELECT position_map(price, side, NULL, qty) = position_map(price, side, 'NaN', qty) AS never FROM held;

-- errors
SELECT refusal(format('SELECT position_map(%s, %s, NULL)', row, leverage)) FROM (VALUES
    ($$0, 'long', 90, 1$$, 1), ($$'NaN', 'long', 90, 1$$, 1), ($$1e16, 'long', 90, 1$$, 1),
    ($$100, 'long', 0, 1$$, 1), ($$100, 'long', -1, 1$$, 1), ($$100, 'short', 'infinity', 1$$, 1),
    ($$100, 'long', 90, 0$$, 1), ($$100, 'long', 90, -1$$, 1), ($$100, 'long', 90, 'NaN'$$, 1), ($$100, 'long', 90, 'infinity'$$, 1),
    ($$100, 'long', 90, 1$$, 0), ($$100, 'long', 90, 1$$, -5), ($$100, 'long', 90, 1e15$$, 1)) AS bad(row, leverage);
SELECT refusal($$SELECT position_map(100, 'flat', 90, 1)$$);
SELECT refusal($$SELECT position_map(100, 'long', 90, 1, '{"frame": "1 min"}')$$);
SELECT refusal($$SELECT position_map(100, 'long', 90, 1, '{"as_of": "noon"}')$$);
SELECT refusal($$SELECT position_map(100, 'long', 90, 1, jsonb_build_object('as_of', now()))$$);
SELECT refusal($$SELECT position_map(price, side, liquidation_price, qty, jsonb_build_object('as_of', account)) FROM held$$);
SELECT refusal($$SELECT position_map(price, side, liquidation_price, qty,
    CASE WHEN account > 4 THEN '{"precision": 10}'::jsonb END) FROM held$$);
SELECT refusal($$SELECT map_position(plain, 100, 'long', 90, 1) FROM maps$$);
SELECT refusal($$SELECT map_positions_combine(plain, plain) FROM maps$$);

-- sums of them
SELECT (SELECT rollup(m) FROM (SELECT position_map(price, side, liquidation_price, qty) AS m FROM held GROUP BY account % 3) AS _)
    = plain AS by_parts, (info(plain + plain)).positions FROM maps;
SELECT refusal('SELECT plain + (SELECT position_map(price, side, liquidation_price, qty, ''{"unit": 1}'') FROM held) FROM maps');
SELECT (info(plain + map((SELECT tape(ts, price / 900, qty, is_buy) FROM trades), open_interest => 1000))).models FROM maps;

-- by margin rules, tiers and all
SELECT side, outstanding_notional, positions, never_notional, liquidatable_notional FROM ledger((
    SELECT margin_map(100, side, entry, qty, leverage, collateral, '{"tiers": [{"floor": 0, "rate": 0}]}') FROM (VALUES
        ('long'::side, 100, 2, 10, NULL), ('long', 100, 2, NULL, 20), ('long', 100, 3, 1, NULL), ('long', 125, 4, 5, 0),
        ('short', 100, 1, 4, NULL), ('short', 80, 1, 4, NULL), ('short', NULL, 1, 4, NULL), ('short', 100, 1, 2, 10))
        AS rows(side, entry, qty, leverage, collateral)));

CREATE TABLE opened AS SELECT 'long'::side AS side, price AS entry, 0.01 + qty AS qty, 5 + (row_number() OVER ())::int % 60 AS leverage,
    row_number() OVER ()::int AS n FROM trades;
UPDATE opened SET side = 'short' WHERE n % 3 = 0;
ANALYZE opened;
CREATE TABLE rules AS SELECT '{"fee": 0.0005, "tiers": [{"floor": 0, "rate": 0.004}, {"floor": 3000, "rate": 0.01},
    {"floor": 20000, "rate": 0.05}]}'::jsonb AS rules;
SELECT margin_map(90000, side, entry, qty, leverage, NULL, rules, '{"symbol": "X"}') =
    position_map(90000, side, CASE m.status WHEN 'liquidatable' THEN 90000 ELSE m.liquidation_price END, qty, leverage, '{"symbol": "X"}')
    AS same
FROM opened, rules, margin(side, entry, qty, rules, leverage => leverage, mark => 90000) AS m;
SELECT positions, positions = (SELECT count(*) FROM opened) AS all_of_them FROM info((
    SELECT margin_map(90000, side, entry, qty, leverage, 0, rules) FROM opened, rules));
SELECT refusal($$SELECT margin_map(100, 'long', 100, 1, NULL, NULL, '{}')$$);
SELECT refusal($$SELECT margin_map(100, 'long', 100, 1, -1, NULL, '{}')$$);
SELECT refusal($$SELECT margin_map(100, 'long', 100, 0, 5, NULL, '{}')$$);
SELECT refusal($$SELECT margin_map(100, 'long', 100, 1, 5, NULL, '{"tiers": []}')$$);
SELECT refusal($$SELECT margin_map(100, 'long', 100, 1, 5, NULL, '{"contract": "inverse"}')$$);
SELECT margin_map(100, 'long', 100, 1, 5, NULL, NULL) = margin_map(100, 'long', 100, 1, 5, NULL, '{}') AS default_rules;
SELECT outstanding_notional FROM ledger((SELECT margin_map(100, 'long', 100, 5000, 5, NULL, '{"contract": "inverse"}',
    '{"contract": "inverse"}'))) WHERE side = 'long';

-- the same bytes on every plan
CREATE FUNCTION pg_temp.in_parts(statement text, OUT in_parts boolean) LANGUAGE plpgsql AS $$
DECLARE
    plan text;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan;
    in_parts := plan LIKE '%"Partial Mode": "Partial"%' AND plan LIKE '%"Partial Mode": "Finalize"%';
END
$$;
CREATE TABLE snapshot AS SELECT n, 90000::float8 AS price, side, liquidation_price(side, entry, leverage) AS liquidation_price, qty,
    leverage::float8, n % 50 AS market FROM opened;
ANALYZE snapshot;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE counted AS SELECT position_map(price, side, liquidation_price, qty) AS plain,
    position_map(price, side, liquidation_price, qty, leverage, '{"precision": 16}') AS levered FROM snapshot;
CREATE TABLE by_market AS SELECT market, position_map(price, side, liquidation_price, qty) AS m FROM snapshot GROUP BY 1;
SELECT position_map(price, side, liquidation_price, qty) = (SELECT plain FROM counted) AS backwards
FROM (SELECT * FROM snapshot ORDER BY n DESC) AS _;
SELECT rollup(m) = (SELECT plain FROM counted) AS of_parts FROM by_market;
SET max_parallel_workers_per_gather = 3;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT pg_temp.in_parts('SELECT position_map(price, side, liquidation_price, qty) FROM snapshot');
SELECT position_map(price, side, liquidation_price, qty) = (SELECT plain FROM counted) AS plain,
    position_map(price, side, liquidation_price, qty, leverage, '{"precision": 16}') = (SELECT levered FROM counted) AS levered
FROM snapshot;
SELECT refusal($$SELECT position_map(price, side, liquidation_price, qty, jsonb_build_object('symbol', market::text)) FROM snapshot$$);
SELECT count(*) AS markets, bool_and(a.m = b.m) AS same
FROM (SELECT market, position_map(price, side, liquidation_price, qty) AS m FROM snapshot GROUP BY 1) AS a JOIN by_market AS b
    USING (market);
SET max_parallel_workers_per_gather = 0;
SET enable_hashagg = off;
SELECT count(*) AS markets, bool_and(a.m = b.m) AS same
FROM (SELECT market, position_map(price, side, liquidation_price, qty) AS m FROM snapshot GROUP BY 1) AS a JOIN by_market AS b
    USING (market);
RESET enable_hashagg;
SET work_mem = '64kB';
SELECT count(*) AS markets, bool_and(a.m = b.m) AS same
FROM (SELECT market, position_map(price, side, liquidation_price, qty) AS m FROM snapshot GROUP BY 1) AS a JOIN by_market AS b
    USING (market);
RESET work_mem;
SELECT bool_and((info(m)).positions = n) AS running FROM (
    SELECT n, position_map(price, side, liquidation_price, qty) OVER (ORDER BY n) AS m FROM snapshot WHERE n <= 200) AS _;

-- states that become maps, as on a coordinator of shards
CREATE AGGREGATE pg_temp.raw(float8, side, float8, float8) (SFUNC = map_position, STYPE = map);
CREATE AGGREGATE pg_temp.unite(map) (SFUNC = map_positions_combine, STYPE = map, FINALFUNC = map_positions_final);
CREATE TABLE states AS SELECT market, pg_temp.raw(price, side, liquidation_price, qty) AS m FROM snapshot GROUP BY 1;
SELECT pg_temp.unite(m) = (SELECT plain FROM counted) AS as_they_stand FROM states;
SELECT pg_temp.unite(m::bytea::map) = (SELECT plain FROM counted) AS encoded FROM states;
SELECT pg_temp.unite(CASE WHEN market % 2 = 0 THEN m ELSE m::bytea::map END) = (SELECT plain FROM counted) AS mixed FROM states;
SELECT bool_and((info(m)).positions > 0) AS read FROM states;

-- maps at unlike scales do not add: the first is of a coin, the second of 1000 coins
SELECT refusal($$SELECT position_map(0.00001, 'long', 0.000009, 1e9) + (SELECT position_map(0.01, 'long', 0.009, 1e6))$$);
SELECT refusal($$SELECT rollup(map) FROM (SELECT position_map(price, 'long', 0.9 * price, 1e6) AS map
    FROM unnest(ARRAY[0.00001, 0.01]) AS price GROUP BY price) AS _$$);

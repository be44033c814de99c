-- The heavy inputs of the calls in tests/timeout/calls: each is a table with one row. They are of the size at which a
-- function works for about a second or longer. A stored value has at most 256 MiB.
SET client_min_messages = warning;

CREATE FUNCTION cells(count integer) RETURNS tape LANGUAGE sql AS $$
    SELECT tape('2026-01-01', 128 * (1 + n / 1048576.0), 1 + n % 7, n % 2 = 0, '{"precision": 20}')
    FROM generate_series(0, count - 1) AS n
$$;
CREATE FUNCTION of_classes(count integer, half_life text) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('leverage', jsonb_agg(jsonb_build_object('x', 2.0 + n * 0.0005, 'share', 1.0 / count,
                                                                      'half_life', half_life)))
    FROM generate_series(0, count - 1) AS n
$$;

-- models: 64 classes that lie close together, and 4 that decay slowly
CREATE TABLE models AS SELECT of_classes(64, '1 h') AS many, of_classes(4, '30 days') AS few;

-- a year of minutes with open interest
CREATE TABLE year AS
SELECT tape('2025-01-01 00:00+00'::timestamptz + i * interval '1 min',
            40000 + abs(i % 20000 - 10000) + i % 37 * 20.0, 1 + i % 7, i % 2 = 0)
    + (SELECT gauge_tape('2025-01-01 00:00+00'::timestamptz + i * interval '5 min', 'open_interest', 90000 + i % 1000)
           FROM generate_series(1, 105120) AS i) AS t
FROM generate_series(1, 525600) AS i;

-- the same with observed liquidations of both sides
CREATE TABLE observed AS
SELECT t + (SELECT liquidation_tape('2025-01-01 00:00+00'::timestamptz + i * interval '10 min', NULL, 1e5 + i % 7 * 1e4, side)
                FROM generate_series(1, 52560) AS i, unnest('{long,short}'::side[]) AS side) AS t
FROM year;

-- 300,000 frames of a second, with gauges and liquidations alone
CREATE TABLE gauges_only AS
SELECT gauge_tape('2025-01-01 00:00+00'::timestamptz + i * interval '1 s', 'g' || i % 200, i, '{"frame": 1}')
    + liquidation_tape('2025-01-01 00:00+00'::timestamptz + i * interval '1 s', 100 + i % 1000, 1, 'long', '{"frame": 1}') AS t
FROM generate_series(1, 300000) AS i;

-- 2^20 cells in one frame, and one more frame
CREATE TABLE wide AS SELECT cells(1 << 20) + tape('2026-01-02', 128, 1, true, '{"precision": 20}') AS t;

-- many cells, then a thousand frames 40 days apart: before each of them all weights have decayed
CREATE TABLE gaps AS
SELECT cells(400000)
    + (SELECT tape('2026-01-02'::timestamptz + k * interval '40 days', 128, 1, true, '{"precision": 20}')
           FROM generate_series(1, 1000) AS k) AS t;

-- maps: of wide, and of a million known positions; and the bytes of each stored value as text
CREATE TABLE maps AS SELECT map(t, few, open_interest => 1000000) AS m FROM wide, models;
CREATE TABLE positions AS
SELECT 100.0::float8 AS price, (ARRAY['long', 'short']::side[])[1 + i % 2] AS side,
    100 + (i % 2 - 0.5) * 100 * (i * 7919::bigint % 1000003) / 1000003.0 AS liquidation_price, 1.0::float8 AS qty, 1.0 + i % 50 AS leverage
FROM generate_series(1, 1000000) AS i;
CREATE TABLE held AS SELECT position_map(price, side, liquidation_price, qty, leverage, '{"precision": 20}') AS m FROM positions;

-- an account of 100,000 positions, of which one has a listed price
CREATE TABLE accounts AS
SELECT jsonb_agg(jsonb_build_object('symbol', 'S' || n % 100, 'side', (ARRAY['long', 'short'])[1 + n % 2], 'qty', n % 1000 + 1,
    'mark', 1 + n % 7, 'rules', '{"tiers": [[0, 0.01], [20000, 0.05]]}'::jsonb)
    || CASE n WHEN 1 THEN '{"liquidation_price": 1000}'::jsonb ELSE '{}' END) AS book
FROM generate_series(1, 100000) AS n;

-- impact models, arrays, files, documents
CREATE TABLE impacts AS
SELECT '{"kind": "linear", "depth_per_pct": 1e5, "evaporation": {"eta": 1}}'::jsonb AS i,
    '{"kind": "sqrt", "daily_volume": 1e9, "daily_sigma": 0.03, "reported": [0.05, 0.6]}'::jsonb AS s;
CREATE TABLE arrays AS
SELECT array_agg(-0.5 + n / 1002.0) AS thousand, array_agg(0.01 + n / 100.0) FILTER (WHERE n <= 100) AS hundred
FROM generate_series(1, 1000) AS n;
-- not compressed, which takes longer than all calls
CREATE TABLE files (csv text, json text);
ALTER TABLE files ALTER csv SET STORAGE EXTERNAL, ALTER json SET STORAGE EXTERNAL;
INSERT INTO files
SELECT E'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n'
    || repeat(string_agg(format(E'%s,%s,0.5,%s,%s,%s,%s\n', n, 40000 + n % 500, n, n, 1767225600000 + n * 100, n % 2 = 0), ''), 700) AS csv,
    repeat(string_agg(format(E'{"topic": "allLiquidation.BTCUSDT", "type": "snapshot", "ts": %s, "data": [{"T": %s, "s": "BTCUSDT", '
        '"S": "Sell", "v": "0.5", "p": "%s"}]}\n', 1767225600000 + n, 1767225600000 + n, 40000 + n % 500), ''), 500) AS json
FROM generate_series(1, 1500) AS n;
CREATE TABLE documents (text text, string jsonb, keys jsonb, tiers jsonb, digits jsonb);
ALTER TABLE documents ALTER text SET STORAGE EXTERNAL, ALTER string SET STORAGE EXTERNAL;
INSERT INTO documents
SELECT repeat('x', 100000000) AS text, to_jsonb(repeat('x', 100000000)) AS string,
    (SELECT jsonb_object_agg('k' || n, n) FROM generate_series(1, 100000) AS n) AS keys,
    (SELECT jsonb_build_object('tiers', jsonb_agg(jsonb_build_object('floor', n * 1000, 'rate', 0.001))) FROM generate_series(1, 100000) AS n) AS tiers,
    (SELECT jsonb_agg(1e131071) FROM generate_series(1, 500)) AS digits;

-- Tapes: built from rows, inspected, merged, cut and coarsened.
CREATE TEMP TABLE few (ts timestamptz, price float8, qty float8, is_buy boolean);
INSERT INTO few VALUES
    ('2026-01-01 00:00:05+00', 100, 2, true),
    ('2026-01-01 00:00:10+00', 101, 1, false),
    ('2026-01-01 00:00:10+00', 102, 1, NULL),
    ('2026-01-01 00:02:00+00', 99, 4, true);

-- of two trades at the same time that of the greater price is the close; an unknown taker counts half as bought
CREATE TEMP TABLE kept AS SELECT tape(ts, price, qty, is_buy) AS t FROM few;
SELECT frames.* FROM kept, frames(t);
SELECT volume_profile.* FROM kept, volume_profile(t);
SELECT * FROM info((SELECT t FROM kept)) \gx

-- no rows give NULL; rows without time, price or quantity are ignored
SELECT tape(ts, price, qty, is_buy) IS NULL AS nothing FROM few WHERE false;
SELECT tape(ts, price, qty, is_buy) IS NULL AS nothing
FROM (VALUES (NULL, 100, 1, true), (now(), NULL, 1, true), (now(), 100, NULL, true)) AS v(ts, price, qty, is_buy);
SELECT tape(ts, price, qty, is_buy) = (SELECT t FROM kept) AS nulls_skipped
FROM (TABLE few UNION ALL VALUES (NULL, 100, 1, true), (now(), NULL, 1, true), (now(), 100, NULL, true)) AS v;
SELECT rows, low, high, close, notional FROM frames((SELECT tape('2026-01-01', 100, 0, true)));

-- numeric columns are taken as they are
SELECT tape(ts, price::numeric, qty::numeric, is_buy) = (SELECT t FROM kept) AS same FROM few;

-- any order of rows, any split, with or without duplicates of the plan: the same bytes
CREATE TEMP TABLE whole AS SELECT tape(ts, price, qty, is_buy) AS t FROM trades;
SELECT tape(ts, price, qty, is_buy ORDER BY ts DESC, price) = (TABLE whole) AS backwards FROM trades;
SELECT tape(ts, price, qty, is_buy ORDER BY hashint8(extract(epoch FROM ts)::bigint), price) = (TABLE whole) AS shuffled
FROM trades;
SELECT tape(ts, price, qty, is_buy) FILTER (WHERE is_buy) + tape(ts, price, qty, is_buy) FILTER (WHERE NOT is_buy)
    = (TABLE whole) AS split FROM trades;
SELECT rollup(part) = (SELECT t FROM whole) AS rolled_up
FROM (SELECT tape(ts, price, qty, is_buy) AS part FROM trades GROUP BY extract(hour FROM ts)) AS parts;
SELECT rollup(part) = (SELECT t FROM whole) AS nulls_skipped
FROM (SELECT t AS part FROM whole UNION ALL SELECT NULL) AS parts;
SELECT t + t <> t AS counts_twice, (t + t) + t = t + (t + t) AS associative FROM whole;
SELECT sum(rows) = (SELECT count(*) FROM trades) AS trades,
    abs(sum(notional) - (SELECT sum(price * qty) FROM trades)) < 0.1 AS notional
FROM frames((SELECT t FROM whole));

-- cut by time: the slices of a tape are the tape
SELECT slice(t, until => '2026-01-02') + slice(t, '2026-01-02') = t AS whole, slice(t) = t AS all,
    slice(t, '2026-01-01 10:00+00', '2026-01-01 11:00+00')
    = (SELECT tape(ts, price, qty, is_buy) FROM trades WHERE ts >= '2026-01-01 10:00+00' AND ts < '2026-01-01 11:00+00')
    AS hour, (info(slice(t, '2030-01-01'))).frames AS beyond
FROM whole;
SELECT slice(t, '2030-01-01') + t = t AS identity FROM whole;

-- another symbol: the bytes of a tape that was built with it
SELECT label(t, 'BTCUSDT') = (SELECT tape(ts, price, qty, is_buy, '{"symbol": "BTCUSDT"}') FROM trades) AS built,
    label(label(t, 'BTCUSDT'), '') = label(t, '') AS none, (info(label(t, U&'\00fc'))).symbol
FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _;
SELECT label(t, NULL) IS NULL AS strict FROM whole;
SELECT refusal($$SELECT label(t, repeat('x', 32)) FROM whole$$);

-- coarsened tapes equal tapes that are built with these options
SELECT coarsen(t, '5 min') = (SELECT tape(ts, price, qty, is_buy, '{"frame": "5 min"}') FROM trades) AS frames,
    coarsen(t, cell_precision => 9) = (SELECT tape(ts, price, qty, is_buy, '{"precision": 9}') FROM trades) AS cells,
    coarsen(t) = t AS kept
FROM whole;
SELECT refusal($$SELECT coarsen(t, '90 s') FROM whole$$);
SELECT refusal($$SELECT coarsen(t, '1 month') FROM whole$$);
SELECT refusal($$SELECT coarsen(t, '-1 min') FROM whole$$);
SELECT refusal($$SELECT coarsen(t, cell_precision => 13) FROM whole$$);
SELECT refusal($$SELECT coarsen(t, cell_precision => -1) FROM whole$$);

-- options
SELECT frame, "precision", contract, contract_size, unit, symbol FROM info((SELECT tape(ts, price, qty, is_buy,
    '{"frame": 30, "precision": 14, "contract": "inverse", "contract_size": 100, "unit": 0.01, "symbol": "XBTUSD"}')
    FROM few));
SELECT notional, taker_buy_notional FROM info((SELECT tape(ts, price, qty, is_buy, '{"contract": "inverse", "contract_size": 10}') FROM few));
SELECT tape(ts, price, qty, is_buy, '{}') = t AS empty, tape(ts, price, qty, is_buy, NULL) = t AS none,
    tape(ts, price, qty, is_buy, '{"precision": 12, "frame": "1 min"}') = t AS defaults
FROM few, kept GROUP BY t;

-- options that are not constant are compared row by row, in any spelling
SELECT tape(ts, price, qty, is_buy, CASE WHEN is_buy THEN '{"frame": 60}'::jsonb ELSE '{"frame": "1 min"}' END) = t AS alike
FROM few, kept GROUP BY t;
SELECT symbol, (info(tape(ts, price, qty, is_buy, jsonb_build_object('symbol', symbol)))).rows
FROM few, unnest(ARRAY['A', 'B']) AS symbol GROUP BY symbol ORDER BY symbol;
SELECT refusal($$SELECT tape(ts, price, qty, is_buy, jsonb_build_object('frame', 60 * (1 + is_buy::int))) FROM few$$);
SELECT refusal($$SELECT tape(ts, price, qty, is_buy, CASE WHEN is_buy THEN '{"symbol": "A"}'::jsonb END) FROM few$$);
SELECT refusal($$SELECT a + b FROM (SELECT tape(ts, price, qty, is_buy, '{"symbol": "A"}') AS a, tape(ts, price, qty, is_buy, '{"symbol": "B"}') AS b FROM few) AS _$$);
SELECT refusal($$SELECT rollup(t) FROM (SELECT tape(ts, price, qty, is_buy, jsonb_build_object('precision', p)) AS t FROM few, generate_series(11, 12) AS p GROUP BY p) AS _$$);
SELECT refusal(format('SELECT tape(ts, price, qty, is_buy, %L) FROM few', options)) FROM unnest(ARRAY[
    '{"frames": 60}', '{"frame": 0.5}', '{"frame": "1 month"}', '{"frame": "2 days"}', '{"frame": []}', '{"precision": 7}',
    '{"precision": 12.5}', '{"contract": "quanto"}', '{"contract_size": 0}', '{"contract_size": 1e999}', '{"unit": -1}',
    '{"symbol": 1}', '{"symbol": "0123456789012345678901234567890123456789"}', '[]', '1', 'null']) AS options;

-- invalid trades
SELECT refusal(format('SELECT tape(%L, %L, %L, true)', ts, price, qty)) FROM (VALUES
    ('2026-01-01', 'NaN', '1'), ('2026-01-01', 'Infinity', '1'), ('2026-01-01', '0', '1'), ('2026-01-01', '-5', '1'),
    ('2026-01-01', '9e-16', '1'), ('2026-01-01', '1.1e15', '1'), ('2026-01-01', '100', 'NaN'),
    ('2026-01-01', '100', 'Infinity'), ('2026-01-01', '100', '-1'), ('infinity', '100', '1'), ('-infinity', '100', '1'),
    ('294000-01-01', '100', '1'), ('2026-01-01', '1e12', '1e12')) AS bad(ts, price, qty);

-- the greatest and least valid trades
SELECT frames.ts, low, high, notional FROM frames((SELECT tape(ts, price, qty, true, '{"unit": 1e-12}') FROM (VALUES
    ('4714-11-24 00:00+00 BC'::timestamptz, 1e-15, 1e3), ('99999-12-31 23:59+00', 1e15, 1e-12)) AS v(ts, price, qty))) AS frames;
SELECT refusal($$SELECT tape('2026-01-01', 1e6, 5e6, true) FROM generate_series(1, 3)$$) AS sum_of_counts;
SELECT refusal($$SELECT tape('2026-01-01', 1e6, 5e6, true, '{"unit": 1}') FROM generate_series(1, 3)$$) AS greater_unit;

-- an epoch of any unit
SELECT ts(e), ts(e * 1000) = ts(e) AND ts(e * 1000000) = ts(e) AND ts(e * 1000000000) = ts(e) AS any_unit
FROM (VALUES (1767225600::bigint)) AS v(e);
SELECT ts(1767225600123), ts(1767225600123456), ts(0), ts(-1), ts(NULL) IS NULL AS null;

-- the quote: as given, else as the symbol says; only what was given is stored
SELECT symbol, options, (info(t)).quote, get_byte(t::bytea, 3) AS version FROM (SELECT options->>'symbol' AS symbol, options,
    (SELECT tape(ts, price, qty, is_buy, options) FROM few) AS t FROM unnest(ARRAY['{"symbol": "BTCUSDT"}', '{"symbol": "ETHBTC"}',
    '{"symbol": "BTC"}', '{"symbol": "BTC", "quote": "usdc"}', '{"symbol": "BTCUSDT", "quote": "USDT"}', '{}']::jsonb[]) AS options) AS _;
-- some rows with a quote, some without: any order and any division give one tape; two quotes are refused
SELECT count(DISTINCT t) AS tapes, min((info(t)).quote) AS quote FROM (SELECT unnest(ARRAY[
    tape(ts, price, qty, is_buy, o ORDER BY ts), tape(ts, price, qty, is_buy, o ORDER BY ts DESC),
    tape(ts, price, qty, is_buy, o) FILTER (WHERE is_buy) + tape(ts, price, qty, is_buy, o) FILTER (WHERE is_buy IS NOT true)]) AS t
    FROM (SELECT *, CASE WHEN is_buy THEN '{"quote": "EUR"}'::jsonb ELSE '{}' END AS o FROM few) AS _) AS _;
SELECT refusal($$SELECT tape(ts, price, qty, is_buy, jsonb_build_object('quote', CASE WHEN is_buy THEN 'EUR' ELSE 'USD' END)) FROM few$$);
SELECT refusal($$SELECT rollup(t) FROM (SELECT tape(ts, price, qty, is_buy, jsonb_build_object('quote', q)) AS t FROM few, unnest(ARRAY['A', 'B']) AS q GROUP BY q) AS _$$);
SELECT (info(label(t, 'BTCUSDT'))).quote, (info(label(t, 'BTC', 'usdc'))).quote AS given, (info(label(label(t, 'BTC', 'usdc'), 'ETHBTC'))).quote AS kept,
    label(label(t, 'BTC', 'usdc'), 'ETHBTC') = label(t, 'ETHBTC', 'USDC') AS alike, label(t, 'X', NULL) IS NULL AS null FROM kept;
SELECT refusal($$SELECT label(t, 'BTC', 'U S') FROM kept$$);
SELECT refusal($$SELECT label(t, 'BTC', 'ABCDEFGHIJKLMNOP') FROM kept$$);

-- Candles, gauges and observed liquidations.
CREATE TEMP TABLE candles (ts timestamptz, open float8, high float8, low float8, close float8, volume float8, bought float8);
INSERT INTO candles VALUES
    ('2026-01-01 00:00+00', 100, 104, 99, 102, 50, 20),
    ('2026-01-01 00:01+00', 102, 102, 102, 102, 7, NULL),
    ('2026-01-01 00:02+00', 102, 103, 101, 101, 0, 0);
SELECT frames.* FROM frames((SELECT candle_tape(ts, open, high, low, close, volume, bought) FROM candles)) AS frames;
SELECT ts, min(price_low), max(price_high), count(*) AS cells, sum(notional)
FROM volume_profile((SELECT candle_tape(ts, open, high, low, close, volume, bought) FROM candles)) GROUP BY ts ORDER BY ts;

-- candles of another width than the frame
SELECT frames.* FROM frames((SELECT candle_tape(ts, open, high, low, close, volume, bought,
    '{"frame": "5 min", "candle": "1 min"}') FROM candles)) AS frames;
SELECT coarsen(candle_tape(ts, open, high, low, close, volume, bought), '5 min')
    = candle_tape(ts, open, high, low, close, volume, bought, '{"frame": "5 min", "candle": 60}') AS commutes FROM candles;
SELECT candle_tape(ts, open, high, low, close, volume, bought) IS NULL AS nothing FROM candles WHERE false;
SELECT candle_tape(ts, open, NULL, low, close, volume, bought) IS NULL AS nothing FROM candles;
SELECT candle_tape(ts, open, high, low, close, volume, bought) + tape('2026-01-01', 100, 1, true) IS NOT NULL AS mixes
FROM candles;
SELECT refusal(format('SELECT candle_tape(%L, %s, %L)', ts, prices, options)) FROM (VALUES
    ('2026-01-01', '100, 99, 101, 100, 1, 1', '{}'), ('2026-01-01', '100, 101, 99, 102, 1, 1', '{}'),
    ('2026-01-01', '98, 101, 99, 100, 1, 1', '{}'), ('2026-01-01', '100, 101, 99, 100, -1, 1', '{}'),
    ('2026-01-01', '100, 101, 99, 100, 1, 2', '{}'), ('2026-01-01', '100, 1e9, 99, 100, 1, 1', '{}'),
    ('2026-01-01', '100, ''NaN'', 99, 100, 1, 1', '{}'), ('2026-01-01', '0, 101, 0, 100, 1, 1', '{}'),
    ('2026-01-01 00:00:30+00', '100, 101, 99, 100, 1, 1', '{}'), ('infinity', '100, 101, 99, 100, 1, 1', '{}'),
    ('2026-01-01', '100, 101, 99, 100, 1, 1', '{"candle": "5 min"}')) AS bad(ts, prices, options);

-- gauges: samples of named streams, which merge with trades of the same frame and any other options
CREATE TEMP TABLE samples (ts timestamptz, name text, value float8);
INSERT INTO samples VALUES
    ('2026-01-01 00:00:01+00', 'open_interest', 1000),
    ('2026-01-01 00:00:31+00', 'open_interest', 900),
    ('2026-01-01 00:00:31+00', 'open_interest', 950),
    ('2026-01-01 00:00:20+00', 'open_interest', 1100),
    ('2026-01-01 00:01:00+00', 'funding_rate', -0.0),
    ('2026-01-01 00:01:00+00', 'financement été', 1e-300);
SELECT * FROM gauges((SELECT gauge_tape(ts, name, value) FROM samples));
SELECT frame, "precision", contract, symbol, frames, rows, gauge_samples, gauges
FROM info((SELECT gauge_tape(ts, name, value) FROM samples));
SELECT gauge_tape(ts, name, value ORDER BY value) = gauge_tape(ts, name, value ORDER BY value DESC) AS any_order FROM samples;
SELECT symbol, "precision", rows, gauge_samples, frames FROM info((SELECT gauge_tape(ts, name, value) FROM samples)
    + (SELECT tape('2026-01-01 00:00:30+00', 100, 1, true, '{"symbol": "X", "precision": 10}')));
SELECT gauge_tape(ts, name, value) IS NULL AS nothing FROM samples WHERE false;
SELECT gauge_tape(ts, name, value) = (SELECT gauge_tape(ts, name, value) FROM samples) AS nulls_skipped
FROM (TABLE samples UNION ALL VALUES (NULL, 'a', 1), (now(), NULL, 1), (now(), 'a', NULL)) AS v;
SELECT refusal(format('SELECT gauge_tape(%L, %L, %L)', ts, name, value)) FROM (VALUES
    ('2026-01-01', '', '1'), ('2026-01-01', repeat('x', 64), '1'), ('2026-01-01', E'a\tb', '1'), ('2026-01-01', 'x', 'NaN'),
    ('2026-01-01', 'x', '-Infinity'), ('infinity', 'x', '1')) AS bad(ts, name, value);
SELECT refusal($$SELECT gauge_tape('2026-01-01', 'stream ' || i, 1) FROM generate_series(1, 257) AS i$$);
SELECT refusal($$SELECT gauge_tape('2026-01-01', 'x', 1, '{"frame": 30}') + tape('2026-01-01', 100, 1, true)$$);

-- observed liquidations, with a price and without; they are no trades
CREATE TEMP TABLE died (ts timestamptz, price float8, qty float8, side side);
INSERT INTO died VALUES
    ('2026-01-01 00:00:01+00', 95, 2, 'long'),
    ('2026-01-01 00:00:02+00', 94, 1, 'long'),
    ('2026-01-01 00:00:03+00', NULL, 500, 'long'),
    ('2026-01-01 00:01:00+00', 110, 3, 'short');
SELECT ts, rows, low, notional, liquidated_long, liquidated_short FROM frames((SELECT liquidation_tape(ts, price, qty, side) FROM died));
SELECT rows, cells, notional, liquidated_long, liquidated_short FROM info((SELECT liquidation_tape(ts, price, qty, side) FROM died));
SELECT count(*) AS rows FROM volume_profile((SELECT liquidation_tape(ts, price, qty, side) FROM died));
SELECT liquidation_tape(ts, price, qty, side ORDER BY qty) = liquidation_tape(ts, price, qty, side, '{"unit": 1e-6}') AS any_order FROM died;
SELECT liquidation_tape(ts, price, qty, side) IS NULL AS nothing FROM died WHERE false;
SELECT liquidation_tape(ts, price, qty, side) = (SELECT liquidation_tape(ts, price, qty, side) FROM died) AS nulls_skipped
FROM (TABLE died UNION ALL VALUES (NULL, 95, 1, 'long'::side), (now(), 95, NULL, 'long'), (now(), 95, 1, NULL)) AS v;
SELECT refusal(format('SELECT liquidation_tape(%L, %L, %L, %L)', ts, price, qty, side)) FROM (VALUES
    ('2026-01-01', '0', '1', 'long'), ('2026-01-01', 'NaN', '1', 'long'), ('2026-01-01', '95', '-1', 'long'),
    ('2026-01-01', NULL, 'Infinity', 'short'), ('-infinity', '95', '1', 'long'), ('2026-01-01', '95', '1', 'both'))
    AS bad(ts, price, qty, side);
SELECT map(t) = map(t + liquidations) AS replay_untouched FROM
    (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS t, (SELECT liquidation_tape(ts, price, qty, side) AS liquidations FROM died) AS f;

-- the demo market is the same in parts of any kind, and checks its bounds
SELECT count(*) = 0 AS same FROM (TABLE trades EXCEPT ALL SELECT * FROM demo_trades(until => '2026-01-03 00:00+00')) AS _;
SELECT min(ts) >= '2025-06-01' AND max(ts) < '2025-06-15' AS fortnight FROM demo_trades('2025-06-01', trades_per_minute => 1);
SELECT name, count(*) FROM demo_gauges(until => '2026-01-01 01:00+00') GROUP BY name ORDER BY name;
SELECT refusal($$SELECT demo_trades('2026-01-02', '2026-01-01')$$);
SELECT refusal($$SELECT demo_trades('infinity')$$);
SELECT refusal($$SELECT demo_trades('2026-01-01', '2028-01-01')$$);
SELECT refusal($$SELECT demo_trades(trades_per_minute => 0)$$);

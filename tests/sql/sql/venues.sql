-- Venues: the built-in ones, rules as of a time, and the functions that use them. No output names every venue or counts venues,
-- so that a new one changes nothing here.
SELECT venue, count(DISTINCT symbol) AS symbols, count(*) AS tables, min(contract) AS contract, max(max_leverage) AS max_leverage
FROM venues() WHERE venue IN ('binance-usdm', 'bybit-inverse', 'deribit-linear', 'hyperliquid', 'okx-linear')
GROUP BY venue ORDER BY venue;
SELECT count(DISTINCT venue) >= 12 AND count(*) >= 914 AS none_is_lost FROM venues();
SELECT * FROM venues() WHERE symbol = 'BTCUSDT' AND venue = 'binance-usdm' AND (since < '2022-01-01' OR since > '2025-08-01') \gx
SELECT count(*) = 0 AS whole FROM venues() WHERE source = '' OR tiers < 1 OR since > '2026-12-31';
SELECT count(DISTINCT (venue, symbol, since)) = count(*) AS distinct FROM venues();

-- every listed table can be requested, and is used unchanged
SELECT bool_and(jsonb_array_length(venue(v.venue, symbol, since)->'tiers') = tiers) AS listed_is_given FROM venues() AS v;
SELECT count(*) = count(m.liquidation_price) AS each_gives_a_price
FROM venues() AS v, LATERAL margin('long', 100, 0.001, venue(v.venue, symbol, since), leverage => 2) AS m;

-- as of
SELECT as_of, jsonb_array_length(venue('binance-usdm', 'BTCUSDT', as_of)->'tiers') AS tiers
FROM unnest(ARRAY['2021-03-18', '2024-10-23 23:59:59.999999', '2024-10-24', '2030-01-01', 'infinity']::timestamptz[]) AS as_of;
SELECT venue('binance-usdm', 'BTCUSDT', '2022-01-01') -> 'tiers' -> 2 AS tier;

-- where a table comes from, and its age on the day that was asked: told once for each table in a statement
SELECT venue('okx-linear', 'ETH-USDT', '2024-01-01') - 'tiers' AS rules;
SELECT margin.status, since, seen, source <> '' AS has_source, checked <> '' AS has_checked, stale_days
FROM generate_series(1, 3) AS qty, margin('long', 3000, qty, venue('okx-linear', 'ETH-USDT', '2024-01-01'), leverage => 10);
SELECT symbol, stale_days, count(*)
FROM generate_series(1, 3) AS qty, unnest(ARRAY['BTCUSDT', 'ETHUSDT']) AS symbol,
    margin('long', 3000, qty, jsonb_build_object('venue', 'binance-usdm', 'symbol', symbol, 'as_of', '2031-01-01'), leverage => 10)
GROUP BY symbol, stale_days ORDER BY symbol;
SELECT liquidation_price('long', 3000, 10, '{"venue": "okx-linear", "symbol": "ETH-USDT", "as_of": "2024-01-01"}') AS price;
-- the rules of accounts too
CREATE TEMP TABLE book AS SELECT '[{"symbol": "ETH-USDT", "side": "long", "qty": 10, "mark": 3000,
    "rules": {"venue": "okx-linear", "symbol": "ETH-USDT", "as_of": "2024-01-01"}}]'::jsonb AS book;
SELECT status FROM book, cross_account(book, 500);
SELECT status FROM book, account_margin(book, 500);
SELECT (info(account_map(book || '[]', 'ETH-USDT'))).positions FROM book, generate_series(1, 2);
SELECT stale_days FROM margin('long', 3000, 1, venue('okx-linear', 'ETH-USDT'), leverage => 10); -- no day was asked
SELECT stale_days FROM margin('long', 3000, 1, venue('okx-linear', 'ETH-USDT', '2026-06-01'), leverage => 10);
SELECT since, seen, source, checked, stale_days
FROM margin('long', 100, 1, '{"tiers": [[0, 0.01]], "since": "2025-03", "seen": "2025-06-01 12:30", "source": "their page"}', leverage => 10) \gx
SELECT check_model('{"margin": {"venue": "okx-linear", "symbol": "ETH-USDT", "as_of": "2024-01-01"}, "reference_price": 3000}')
    -> 'margin' -> 'stale_days' AS stale_days;
SELECT model(m) -> 'margin' ? 'since' AS stored_with_a_map
FROM (SELECT map((SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-02')),
    '{"margin": {"venue": "binance-usdm", "symbol": "ETHUSDT", "as_of": "2022-01-01"}}') AS m) AS a_map;
-- the newest table, for a map of a day long after it
SELECT count(*) > 0 AS drawn FROM levels((SELECT map(tape(ts, price, qty, is_buy),
    '{"margin": {"venue": "deribit-linear", "symbol": "BTC_USDC-PERPETUAL"}, "reference_price": 90000}')
    FROM demo_trades(until => '2026-01-02')));
SELECT count(*) > 0 AS heated FROM heatmap((SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-02')),
    '{"margin": {"venue": "deribit-linear", "symbol": "BTC_USDC-PERPETUAL"}, "reference_price": 90000}', every => '12 hours');
SELECT count(*) > 0 AS replayed FROM replay((SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-02')),
    '{"margin": {"venue": "deribit-linear", "symbol": "BTC_USDC-PERPETUAL"}, "reference_price": 90000}');
SELECT count(*) > 0 AS counted FROM levels((SELECT margin_map(3000, 'long', 3000, qty, 10, NULL,
    '{"venue": "okx-linear", "symbol": "ETH-USDT", "as_of": "2024-01-01"}') FROM generate_series(1, 3) AS qty));

-- the same rules three ways
SELECT liquidation_price('long', 90000, 50, venue('binance-usdm', 'BTCUSDT', '2022-01-01'), 1) AS by_function,
    liquidation_price('long', 90000, 50, '{"venue": "binance-usdm", "symbol": "BTCUSDT", "as_of": "2022-01-01"}', 1) AS by_name,
    liquidation_price('long', 90000, 50, '{"venue": "binance-usdm", "symbol": "BTCUSDT", "as_of": 1640995200}', 1) AS by_seconds;
SELECT check_model('{"margin": {"venue": "binance-usdm", "symbol": "BTCUSDT"}}')
    = check_model(jsonb_build_object('margin', venue('binance-usdm', 'BTCUSDT'))) AS same_model,
    check_model(check_model('{"margin": {"venue": "hyperliquid", "symbol": "BTC"}}')) = check_model('{"margin": {"venue": "hyperliquid", "symbol": "BTC"}}') AS settled;

-- a venue document, as jsonb, as text and within rules
CREATE TEMP TABLE own AS SELECT '{"venue": "mine", "contract": "inverse", "symbols": {"A": [
    {"since": "2021", "contract_size": 10, "tiers": [[0, 0.01, null, 50], [5, 0.02]]}]}}'::jsonb AS document;
SELECT venue(document, 'A') = venue(document::text, 'A') AS as_text,
    liquidation_price('short', 100, 10, venue(document, 'A'), 7)
        = liquidation_price('short', 100, 10, jsonb_build_object('venue', document, 'symbol', 'A'), 7) AS within
FROM own;

-- rules that change from row to row, with rows of a prepared statement and of PL/pgSQL among them
PREPARE priced(jsonb) AS SELECT round(liquidation_price('long', 100, 10, $1, 1)::numeric, 6) AS price;
EXECUTE priced('{"tiers": [[0, 0.01]]}');
EXECUTE priced('{"tiers": [[0, 0.05]]}');
DO $$
DECLARE
    prices float8[];
    rules jsonb;
BEGIN
    FOREACH rules IN ARRAY ARRAY['{"tiers": [[0, 0.01]]}', '{"tiers": [[0, 0.05]]}', '{"tiers": [[0, 0.01]]}']::jsonb[] LOOP
        prices := prices || liquidation_price('long', 100, 10, rules, 1);
    END LOOP;
    RAISE NOTICE '%', (SELECT array_agg(round(p::numeric, 6)) FROM unnest(prices) AS p);
END
$$;
SELECT symbol, round(liquidation_price('short', 100, 10, jsonb_build_object('venue', 'hyperliquid', 'symbol', symbol), 1)::numeric, 6) AS price
FROM unnest(ARRAY['BTC', 'ETH', 'SOL', 'BTC', 'BTC']) AS symbol;

-- both legs of a hedge, and rounding
SELECT * FROM hedged_margin(100, 2, 110, 1, 30, '{"tiers": [[0, 0.005]]}') \gx
SELECT hedged_liquidation_price(100, 2, 110, 1, 30) AS price, hedged_liquidation_price(100, 2, 110, 1, 1000) AS never,
    hedged_liquidation_price(100, 2, 110, 1, -20) AS liquidatable, hedged_liquidation_price(100, 2, 110, 1, NULL) AS unknown;
SELECT side, round_liquidation_price(side, 5739.085, '{"rounding": {"long": "up", "short": "down"}, "tick": 0.5}') AS price,
    round_liquidation_price(side, 5739.085, '{"rounding": {"long": "up", "short": "down"}}', tick => 0.01) AS finer
FROM unnest(enum_range(NULL::side)) AS side;

-- a map of a tape under a venue's rules: no class above what the venue allows
SELECT max(leverage) AS greatest, count(DISTINCT leverage) AS classes
FROM levels(map((SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-02')),
    '{"margin": {"venue": "hyperliquid", "symbol": "BTC"}}'), by_leverage => true);

-- errors
SELECT regexp_replace(refusal('SELECT ' || call), 'Use .* or one of \d+ more', 'Use ... or one of some more') AS refusal FROM unnest(ARRAY[
    'venue(''binance'', ''BTCUSDT'')', 'venue(''Hyperliquid'', ''BTC'')', 'venue('''', ''BTC'')', 'venue(''qqqqqqqqqq'', ''BTC'')',
    'venue(''binance-usdm'', ''BTC'')', 'venue(''binance-usdm'', '''')', 'venue(''kucoin-linear'', ''ETHUSDTM'')',
    'venue(''binance-usdm'', ''BTCUSDT'', ''2020-01-01'')', 'venue(''binance-usdm'', ''BTCUSDT'', ''-infinity'')',
    'venue(''{"symbols": {"A": [{"since": "2021", "source": 0, "tiers": [[0, 0.1]]}]}}'', ''A'')',
    'margin(''long'', 100, 1, ''{"since": "soon"}'', 10)', 'margin(''long'', 100, 1, ''{"source": 7}'', 10)',
    'margin(''long'', 100, 1, ''{"stale_days": "NaN"}'', 10)', 'margin(''long'', 100, 1, ''{"bankruptcy_fee": 1}'', 10)',
    'venue(''{}'', ''A'')', 'venue(''{'', ''A'')', 'venue(''[]''::jsonb, ''A'')',
    'margin(''long'', 90000, 10, venue(''binance-usdm'', ''BTCUSDT''), leverage => 125)',
    'margin(''long'', 90000, 1e6, venue(''binance-usdm'', ''BTCUSDT''), leverage => 1)',
    'margin(''long'', 90000, 2, venue(''bitget-linear'', ''BTCUSDT'', ''2026-09-01''), leverage => 1)',
    'check_model(''{"margin": {"venue": "hyperliquid", "symbol": "BTC"}, "leverage": [{"x": 50, "share": 1, "half_life": 60}]}'')',
    'hedged_margin(100, 0, 110, 1, 30)', 'hedged_margin(100, 1, ''NaN'', 1, 30)', 'hedged_margin(100, 1, 110, 1, ''infinity'')',
    'round_liquidation_price(''long'', 100, ''{}'')', 'round_liquidation_price(''long'', 100, ''{"rounding": {"long": "up"}}'')',
    'round_liquidation_price(''long'', 0, ''{"rounding": {"long": "up"}}'')']) AS call;

-- Checks the rows of the sample files against examples/load/samples/README.md, by hand. A row for each check: name, t or f.
SET search_path = public, liqmap;
CREATE SCHEMA fact;

CREATE TABLE fact.trades (n int, ts timestamptz, price float8, coins float8, is_buy boolean, contracts int);
INSERT INTO fact.trades VALUES
  (1, '2026-01-01 00:00:00.010+00', 90000, 0.1, true, 1), (2, '2026-01-01 00:00:01+00', 90010, 0.2, false, 2),
  (3, '2026-01-01 00:00:59.999+00', 89990, 0.5, true, 5), (4, '2026-01-01 00:01:00+00', 90000, 1, false, 10),
  (5, '2026-01-01 00:01:00+00', 90005, 0.25, true, 3), (6, '2026-01-01 00:02:05.5+00', 90020, 0.4, false, 4),
  (7, '2026-01-01 00:03:00.25+00', 89950, 2, true, 20), (8, '2026-01-01 00:03:00.25+00', 89950, 2, true, 20),
  (9, '2026-01-01 00:04:00+00', 90100, 0.05, false, 1), (10, '2026-01-01 00:59:59.999+00', 90050, 0.5, true, 5),
  (11, '2026-01-01 01:00:00+00', 90060, 1, false, 10), (12, '2026-01-01 01:01:01.123+00', 90000, 0.1, true, 1);

CREATE TABLE fact.liquidations (ts timestamptz, side side, price float8, coins float8, contracts int);
INSERT INTO fact.liquidations VALUES
  ('2026-01-01 00:00:00.5+00', 'long', 90010, 0.2, 2), ('2026-01-01 00:00:59.999+00', 'long', 89990, 0.1, 1),
  ('2026-01-01 00:01:00+00', 'short', 90005, 0.25, 3), ('2026-01-01 00:01:00+00', 'short', 90005, 0.05, 1),
  ('2026-01-01 00:02:05.5+00', 'short', 90020, 0.4, 4), ('2026-01-01 00:03:00.25+00', 'long', 89950, 2, 20),
  ('2026-01-01 00:04:00+00', 'long', 89900, 0.05, 1), ('2026-01-01 00:30:00+00', 'short', 90100, 1, 10),
  ('2026-01-01 00:59:59.999+00', 'long', 90050, 0.5, 5), ('2026-01-01 01:00:00+00', 'short', 90060, 1, 10);

CREATE TABLE fact.candles (minute int, open float8, high float8, low float8, close float8, volume float8, bought float8);
INSERT INTO fact.candles VALUES
  (0, 90000, 90000, 90000, 90000, 1, 1), (1, 90000, 90100, 90000, 90050, 2, 1), (2, 90050, 90050, 89950, 90000, 3, 1.5),
  (3, 90000, 90000, 90000, 90000, 0, 0), (4, 90000, 90200, 90000, 90200, 4, 4), (5, 90200, 90200, 90000, 90100, 1, 0.25),
  (6, 90100, 90100, 89900, 89900, 5, 1), (7, 89900, 90000, 89900, 90000, 2, 2), (8, 90000, 90000, 90000, 90000, 1, 0.5),
  (9, 90000, 90100, 89900, 90000, 6, 3), (10, 90000, 90000, 90000, 90000, 1, 0), (11, 90000, 90010, 89990, 90000, 4, 2);

-- Layouts, the symbol of their twelve trades, the size of one unit of quantity, and the options of the tape.
CREATE TABLE fact.layouts (source text, symbol text, per_coin float8, per_contract float8, options jsonb);
INSERT INTO fact.layouts VALUES
  ('binance-spot/agg_trades', 'BTCUSDT', 1, 0, '{}'), ('binance-spot/trades', 'BTCUSDT', 1, 0, '{}'),
  ('binance-spot/klines', 'BTCUSDT', 1, 0, '{}'), ('binance-usdm/agg_trades', 'BTCUSDT', 1, 0, '{}'),
  ('binance-usdm/trades', 'BTCUSDT', 1, 0, '{}'), ('binance-usdm/klines', 'BTCUSDT', 1, 0, '{}'),
  ('binance-usdm/force_order', 'BTCUSDT', 1, 0, '{}'),
  ('binance-coinm/agg_trades', 'BTCUSD_PERP', 0, 1, '{"contract": "inverse", "contract_size": 100}'),
  ('binance-coinm/trades', 'BTCUSD_PERP', 0, 1, '{"contract": "inverse", "contract_size": 100}'),
  ('binance-coinm/klines', 'BTCUSD_PERP', 0, 1, '{"contract": "inverse", "contract_size": 100}'),
  ('binance-coinm/liquidation_snapshot', 'BTCUSD_PERP', 0, 1, '{"contract": "inverse", "contract_size": 100}'),
  ('bybit-linear/trades', 'BTCUSDT', 1, 0, '{}'), ('bybit-spot/trades', 'BTCUSDT', 1, 0, '{}'),
  ('bybit-inverse/trades', 'BTCUSD', 0, 100, '{"contract": "inverse"}'), ('bybit/all_liquidation', 'BTCUSDT', 1, 0, '{}'),
  ('okx/trades', 'BTC-USDT-SWAP', 100, 0, '{"contract_size": 0.01}'),
  ('okx/liquidation_orders', 'BTC-USDT-SWAP', 100, 0, '{"contract_size": 0.01}'),
  ('bitmex/trades', 'XBTUSD', 0, 100, '{"contract": "inverse"}'), ('bitmex/trades', 'XBTUSDT', 1, 0, '{}'),
  ('bitmex/liquidation', 'XBTUSD', 0, 100, '{"contract": "inverse"}'),
  ('deribit/trades', 'BTC-PERPETUAL', 0, 100, '{"contract": "inverse"}'), ('hyperliquid/fills', 'BTC', 1, 0, '{}'),
  ('hyperliquid/trades', 'BTC', 1, 0, '{}'), ('tardis/trades', 'binance-futures:BTCUSDT', 1, 0, '{}'),
  ('tardis/liquidations', 'binance-futures:BTCUSDT', 1, 0, '{}'),
  ('cryptofeed/trades', 'BINANCE_FUTURES:BTC-USDT-PERP', 1, 0, '{}'),
  ('cryptofeed/liquidations', 'BINANCE_FUTURES:BTC-USDT-PERP', 1, 0, '{}');

-- Row by row: the same times, prices, amounts and sides, with the same counts.
CREATE FUNCTION fact.same_trades(layout fact.layouts) RETURNS boolean LANGUAGE sql AS $$
  -- Trade 11 of Hyperliquid is a backstop liquidation, whose taker is not known.
  WITH wanted AS (SELECT ts, price, coins * layout.per_coin + contracts * layout.per_contract AS qty,
                         CASE WHEN layout.source <> 'hyperliquid/fills' OR n <> 11 THEN is_buy END AS is_buy
                  FROM fact.trades),
       given AS (SELECT ts, price, qty, is_buy FROM loaded.trades WHERE source = layout.source AND symbol = layout.symbol)
  SELECT NOT EXISTS (TABLE wanted EXCEPT ALL TABLE given) AND NOT EXISTS (TABLE given EXCEPT ALL TABLE wanted) $$;
CREATE FUNCTION fact.same_liquidations(layout fact.layouts) RETURNS boolean LANGUAGE sql AS $$
  WITH wanted AS (SELECT ts, side, price, coins * layout.per_coin + contracts * layout.per_contract AS qty FROM fact.liquidations),
       given AS (SELECT ts, side, price, qty FROM loaded.liquidations WHERE source = layout.source AND symbol = layout.symbol)
  SELECT NOT EXISTS (TABLE wanted EXCEPT ALL TABLE given) AND NOT EXISTS (TABLE given EXCEPT ALL TABLE wanted) $$;
CREATE FUNCTION fact.same_candles(layout fact.layouts) RETURNS boolean LANGUAGE sql AS $$
  WITH wanted AS (
         SELECT '2026-01-01 00:00+00'::timestamptz + minute * interval '1 minute', open, high, low, close,
                volume * (layout.per_coin + 100 * layout.per_contract), bought * (layout.per_coin + 100 * layout.per_contract)
         FROM fact.candles),
       given AS (SELECT ts, open, high, low, close, volume, taker_buy_volume FROM loaded.candles
                 WHERE source = layout.source AND symbol = layout.symbol AND duration = '1 minute')
  SELECT NOT EXISTS (TABLE wanted EXCEPT ALL TABLE given) AND NOT EXISTS (TABLE given EXCEPT ALL TABLE wanted) $$;

\pset format unaligned
\pset tuples_only on
\pset fieldsep ' '

SELECT source, symbol, 'trades', fact.same_trades(l) FROM fact.layouts AS l WHERE source ~ '/(agg_trades|trades|fills)$';
SELECT source, symbol, 'liquidations', fact.same_liquidations(l) FROM fact.layouts AS l
WHERE source ~ '/(force_order|liquidation_snapshot|all_liquidation|liquidation_orders|liquidation|liquidations)$';
SELECT source, symbol, 'candles', fact.same_candles(l) FROM fact.layouts AS l WHERE source ~ '/klines$';

-- The results of the aggregates against sums by hand.
SELECT source, l.symbol, 'tape', i.rows = 12 AND
       CASE WHEN options ? 'contract' THEN i.notional = 8200 AND i.taker_buy_notional = 5500
            ELSE abs(i.notional - 728896.25) < 1e-5 AND abs(i.taker_buy_notional - 490321.25 -
                 CASE source WHEN 'hyperliquid/fills' THEN 45030 ELSE 0 END) < 1e-5 END
FROM fact.layouts AS l, LATERAL (
  SELECT tape(ts, price, qty, is_buy, l.options) AS t FROM loaded.trades AS r WHERE r.source = l.source AND r.symbol = l.symbol) AS _,
  LATERAL info(t) AS i
WHERE source ~ '/(agg_trades|trades|fills)$';
SELECT source, l.symbol, 'liquidations tape',
       CASE WHEN options ? 'contract' THEN i.liquidated_long = 2900 AND i.liquidated_short = 2800
            ELSE abs(i.liquidated_long - 256421) < 1e-5 AND abs(i.liquidated_short - 243169.5) < 1e-5 END
FROM fact.layouts AS l, LATERAL (
  SELECT liquidation_tape(ts, price, qty, side, l.options) AS t FROM loaded.liquidations AS r WHERE r.source = l.source AND r.symbol = l.symbol) AS _,
  LATERAL info(t) AS i
WHERE source ~ 'force_order|liquidation';
SELECT source, l.symbol, 'candle tape',
       CASE WHEN options ? 'contract' THEN i.notional = 300000 AND i.taker_buy_notional = 162500
            ELSE abs(i.notional - 2700500) < 1e-4 END AND i.rows = 12
FROM fact.layouts AS l, LATERAL (
  SELECT candle_tape(ts, open, high, low, close, volume, taker_buy_volume, l.options) AS t
  FROM loaded.candles AS r WHERE r.source = l.source AND r.symbol = l.symbol) AS _, LATERAL info(t) AS i
WHERE source ~ '/klines$';

-- Other symbols in the same files.
SELECT source, 'other symbols', sum(price * qty) FILTER (WHERE side = 'long') = 12000 * unit AND
       sum(price * qty) FILTER (WHERE side = 'short') = 3010 * unit
FROM loaded.liquidations, LATERAL (SELECT CASE source WHEN 'okx/liquidation_orders' THEN 10 ELSE 1 END AS unit) AS _
WHERE symbol ~ '^ETH' GROUP BY source, unit;
SELECT 'okx/trades the file begins at 16:00 UTC of the day before', min(ts) = '2025-12-31 16:00+00' AND
       max(ts) = '2026-01-01 15:59:59.999+00'
FROM loaded.trades WHERE source = 'okx/trades';
SELECT 'hyperliquid/fills other coins', array_agg(symbol ORDER BY symbol) = '{@107,ETH}' AND sum(price * qty) = 6000 + 250
FROM loaded.trades WHERE source = 'hyperliquid/fills' AND symbol <> 'BTC';

-- Liquidations in a file of trades.
SELECT 'deribit/trades liquidations', count(*) = 7 AND sum(qty) FILTER (WHERE side = 'long') = 2800 AND
       sum(qty) FILTER (WHERE side = 'short') = 2700 FROM loaded.liquidations WHERE source = 'deribit/trades';
SELECT 'hyperliquid/fills liquidations', count(*) = 3 AND sum(price * qty) FILTER (WHERE side = 'long') = 108062 AND
       sum(price * qty) FILTER (WHERE side = 'short') = 22501.25 FROM loaded.liquidations WHERE source = 'hyperliquid/fills';
SELECT 'coinglass/liquidation_history', count(*) = 16 AND sum(qty) FILTER (WHERE side = 'long') = 15675.5 AND
       sum(qty) FILTER (WHERE side = 'short') = 10636 AND count(price) = 0 AND min(ts) = '2026-01-01 00:00+00' AND
       max(ts) = '2026-01-01 05:30+00' FROM loaded.liquidations WHERE source LIKE 'coinglass%';

-- Gauges: their number, the first and the last.
SELECT source, name, 'gauge', count(*) = wanted.samples AND
       abs((array_agg(value ORDER BY ts))[1] - wanted.first) < 1e-12 AND abs((array_agg(value ORDER BY ts DESC))[1] - wanted.last) < 1e-9
       AND min(ts) = wanted.since AND max(ts) = wanted.until
FROM (VALUES
  ('binance-usdm/metrics', 'BTCUSDT', 'open_interest', 12, 80000, 81100, '2026-01-01 00:00+00'::timestamptz, '2026-01-01 00:55:04+00'::timestamptz),
  ('binance-coinm/metrics', 'BTCUSD_PERP', 'open_interest', 12, 900e6, 999e6, '2026-01-01 00:00+00', '2026-01-01 00:55:04+00'),
  ('binance-usdm/funding_rate', 'BTCUSDT', 'funding_rate', 10, -0.0003, 0.0006, '2026-01-01 00:00+00', '2026-01-04 00:00+00'),
  ('binance-coinm/funding_rate', 'BTCUSD_PERP', 'funding_rate', 10, -0.0006, 0.0012, '2026-01-01 00:00+00', '2026-01-02 12:00+00'),
  ('hyperliquid/state', 'BTC', 'open_interest', 12, 15000.25, 15055.25, '2026-01-01 00:00:00.037+00', '2026-01-01 00:11:00.037+00'),
  ('hyperliquid/state', 'BTC', 'mark_price', 12, 90000, 90011, '2026-01-01 00:00:00.037+00', '2026-01-01 00:11:00.037+00'),
  ('hyperliquid/state', 'BTC', 'index_price', 12, 90010, 90021, '2026-01-01 00:00:00.037+00', '2026-01-01 00:11:00.037+00'),
  ('hyperliquid/state', 'BTC', 'funding_rate', 12, -0.0003, 0.0008, '2026-01-01 00:00:00.037+00', '2026-01-01 00:11:00.037+00'),
  ('hyperliquid/asset_ctxs', 'BTC', 'open_interest', 4, 15000, 15015, '2026-01-01 00:00+00', '2026-01-01 00:03+00'),
  ('hyperliquid/asset_ctxs', 'ETH', 'funding_rate', 4, -0.0002, -0.0002, '2026-01-01 00:00+00', '2026-01-01 00:03+00'),
  ('hyperliquid/asset_ctxs', 'GONE', 'mark_price', 4, 1, 1, '2026-01-01 00:00+00', '2026-01-01 00:03+00'),
  ('tardis/derivative_ticker', 'binance-futures:BTCUSDT', 'open_interest', 3, 80000, 80080, '2026-01-01 00:00+00', '2026-01-01 00:02+00'),
  ('tardis/derivative_ticker', 'binance-futures:BTCUSDT', 'funding_rate', 4, -0.0003, 0.0006, '2026-01-01 00:00+00', '2026-01-01 00:02:15+00'),
  ('tardis/derivative_ticker', 'binance-futures:BTCUSDT', 'mark_price', 6, 90005, 90015, '2026-01-01 00:00+00', '2026-01-01 00:02:30+00'),
  ('tardis/derivative_ticker', 'binance-futures:BTCUSDT', 'index_price', 6, 90010, 90020, '2026-01-01 00:00+00', '2026-01-01 00:02:30+00'),
  ('cryptofeed/open_interest', 'BINANCE_FUTURES:BTC-USDT-PERP', 'open_interest', 12, 80000, 80110, '2026-01-01 00:00+00', '2026-01-01 00:11+00'),
  ('cryptofeed/funding', 'BINANCE_FUTURES:BTC-USDT-PERP', 'funding_rate', 12, -0.0003, 0.0008, '2026-01-01 00:00+00', '2026-01-01 00:11+00'),
  ('cryptofeed/funding', 'BINANCE_FUTURES:BTC-USDT-PERP', 'mark_price', 12, 90000, 90011, '2026-01-01 00:00+00', '2026-01-01 00:11+00'))
  AS wanted(source, symbol, name, samples, first, last, since, until)
  LEFT JOIN loaded.gauges USING (source, symbol, name)
GROUP BY source, symbol, name, wanted.samples, wanted.first, wanted.last, wanted.since, wanted.until;

-- Positions, and their map.
SELECT 'hyperliquid/positions map', i.positions = 9 AND i.reference_price = 90000 AND
       abs(i.long_notional - 446400) < 1 AND abs(i.short_notional - 350400) < 1
FROM (SELECT position_map(price, side, liquidation_price, qty, leverage, '{}') AS m FROM loaded.positions WHERE symbol = 'BTC') AS _, info(m) AS i;
SELECT 'hyperliquid/positions', side, positions = CASE side WHEN 'long' THEN 5 ELSE 4 END AND
       never_notional = CASE side WHEN 'long' THEN 45000 ELSE 270000 END AND liquidatable_notional = 0
FROM (SELECT position_map(price, side, liquidation_price, qty, leverage, '{}') AS m FROM loaded.positions WHERE symbol = 'BTC') AS _, ledger(m);
SELECT 'binance-usdm/book_depth', count(*) = 32 AND count(DISTINCT ts) = 3 AND
       max(depth) FILTER (WHERE percentage = -5 AND ts = '2026-01-01 00:00:07+00') = 5000 AND
       max(depth) FILTER (WHERE percentage = -0.2) = 400 AND max(notional) FILTER (WHERE percentage = 5 AND ts < '2026-01-01 00:00:30+00') = 461250000
FROM loaded.depth;
-- The median of three snapshots; a band that only one of them has is left out.
SELECT 'binance-usdm/book_depth as an impact model', impact->>'kind' = 'book' AND
       impact->'bids' = '[[1, 98505000], [2, 187110000], [3, 274815000], [4, 361620000], [5, 447525000]]' AND
       impact->'asks' = '[[1, 99495000], [2, 190890000], [3, 283185000], [4, 376380000], [5, 470475000]]'
FROM (SELECT book_impact(ts, percentage, notional) AS impact FROM loaded.depth) AS _;

-- Hyperliquid: the node's archives (s3://hl-mainnet-node-data, hyperliquid-archive), account states, and plain CSV.
--
-- Traps (source: the node's README and its files):
-- * Fills come in PAIRS, a row for each user, with one tid: counting both doubles the volume. The one of a pair
--   with "crossed": true is the taker, and its side is the taker's (B bought, A sold).
-- * BOTH rows of a liquidation trade have "liquidation". Only the row of the liquidated user is a liquidation, and its
--   address may be written in other letter case than the user's.
-- * An hour's file holds every coin; @107 and PURR/USDC are spot: load -s BTC.
-- * Unlike other venues' feeds, liquidations are complete here.
-- * Funding is per HOUR: kept per 8 hours, times 8.
\ir common.sql

-- == hyperliquid/fills
-- node_fills_by_block: {"local_time", "block_time", "block_number", "events": [[user, fill], ...]} a line, since 2025-07-27.
-- node_fills: [user, fill] a line, before. node_trades, older still, has another shape.
CREATE FUNCTION pg_temp.hyperliquid_fills(line jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
  $$SELECT CASE jsonb_typeof(line) WHEN 'array' THEN jsonb_build_array(line) ELSE line -> 'events' END$$;
CREATE TEMP TABLE hyperliquid_fills_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_fills CHECK (pg_temp.each(pg_temp.hyperliquid_fills(line),
    '$[1].time > 1230940800000 && $[1].px.double() > 0 && $[1].sz.double() >= 0 && ($[1].side == "A" || $[1].side == "B") &&
     ($[1].crossed == true || $[1].crossed == false) && exists($[1].coin) && exists($[1].tid) &&
     (!exists($[1].liquidation) || exists($[1].liquidation.liquidatedUser))')));
CREATE TEMP VIEW hyperliquid_fills_rows AS
  SELECT f ->> 'coin' AS symbol, liqmap.ts((f ->> 'time')::bigint) AS ts, (f ->> 'px')::float8 AS price,
         (f ->> 'sz')::float8 AS qty, f ->> 'side' AS side, (f ->> 'crossed')::boolean AS took, f ->> 'tid' AS id,
         lower(fill ->> 0) = lower(f #>> '{liquidation,liquidatedUser}') AS liquidated
  FROM hyperliquid_fills_lines, jsonb_array_elements(pg_temp.hyperliquid_fills(line)) AS fill,
       LATERAL (SELECT fill -> 1 AS f) AS _;
-- One trade per pair; who took is not known where not exactly one row says so.
CREATE TEMP VIEW hyperliquid_fills_as_trades AS
  SELECT symbol, ts, price, max(qty) AS qty,
         CASE WHEN count(*) FILTER (WHERE took) = 1 THEN bool_or(side = 'B') FILTER (WHERE took) END AS is_buy, id
  FROM hyperliquid_fills_rows GROUP BY symbol, ts, price, id;
CREATE TEMP VIEW hyperliquid_fills_as_liquidations AS
  SELECT symbol, ts, price, qty, CASE side WHEN 'A' THEN 'long' ELSE 'short' END::liqmap.side AS side, id
  FROM hyperliquid_fills_rows WHERE liquidated;

-- == hyperliquid/trades
-- CSV with a header, of recorders: no symbol and no id. Many rows are alike and all of them happened, so equal rows get a
-- running number: the same file loaded again adds nothing, and none is lost.
CREATE TEMP TABLE hyperliquid_trades (
  ts_ms pg_temp.epoch NOT NULL, price pg_temp.price NOT NULL, qty pg_temp.amount NOT NULL,
  taker_side pg_temp.order_side NOT NULL);
CREATE TEMP VIEW hyperliquid_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(ts_ms) AS ts, price, qty, lower(taker_side) = 'buy' AS is_buy,
         concat_ws(' ', price, qty, taker_side, row_number() OVER (PARTITION BY ts_ms, price, qty, taker_side)) AS id
  FROM hyperliquid_trades;

-- == hyperliquid/state
-- Open interest in coins, which behaves as if both sides of each position were counted (in a fifth of all minutes its change
-- exceeds the volume traded): one half is kept.
CREATE TEMP TABLE hyperliquid_state (
  ts_ms pg_temp.epoch NOT NULL, open_interest pg_temp.amount, mark_price pg_temp.price, oracle_price pg_temp.price,
  funding_rate_hourly pg_temp.rate);
CREATE TEMP VIEW hyperliquid_state_as_gauges AS
  SELECT NULL::text AS symbol, name, liqmap.ts(ts_ms) AS ts, value
  FROM hyperliquid_state, LATERAL (VALUES
    ('open_interest', open_interest * 0.5::float8), ('mark_price', mark_price), ('index_price', oracle_price),
    ('funding_rate', funding_rate_hourly * 8)) AS gauge(name, value)
  WHERE value IS NOT NULL;

-- == hyperliquid/asset_ctxs
-- Once a minute, all coins. Time as text with Z; several cells are empty for coins that do not trade. Open interest is halved as
-- above.
CREATE TEMP TABLE hyperliquid_asset_ctxs (
  "time" pg_temp.utc NOT NULL, coin text NOT NULL, funding pg_temp.rate, open_interest pg_temp.amount,
  prev_day_px pg_temp.amount, day_ntl_vlm pg_temp.amount, premium pg_temp.rate, oracle_px pg_temp.amount,
  mark_px pg_temp.amount, mid_px pg_temp.amount, impact_bid_px pg_temp.amount, impact_ask_px pg_temp.amount);
CREATE TEMP VIEW hyperliquid_asset_ctxs_as_gauges AS
  SELECT coin AS symbol, name, "time" AT TIME ZONE 'UTC' AS ts, value
  FROM hyperliquid_asset_ctxs, LATERAL (VALUES
    ('open_interest', open_interest * 0.5::float8), ('mark_price', mark_px), ('index_price', oracle_px),
    ('funding_rate', funding * 8)) AS gauge(name, value)
  WHERE value IS NOT NULL;

-- == hyperliquid/positions
-- Answers of {"type": "clearinghouseState", "user": ...}, a line each, bare or as {"user": ..., "state": {...}}: who holds
-- what, and where the venue itself says it is liquidated. For position_map(price, side, liquidation_price, qty, leverage, options).
-- * Numbers are text; szi is signed (negative: short).
-- * liquidationPx may be null: no price liquidates the position. position_map counts it as such.
-- * The mark price is not there, but positionValue is at it.
-- * Under cross margin leverage is a setting, not what the account really runs.
CREATE FUNCTION pg_temp.hyperliquid_state(line jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
  $$SELECT coalesce(line -> 'state', line)$$;
CREATE TEMP TABLE hyperliquid_positions_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_a_state CHECK ((pg_temp.hyperliquid_state(line) @@ '$.time > 1230940800000') IS TRUE AND
    pg_temp.each(pg_temp.hyperliquid_state(line) -> 'assetPositions',
      '($.position.szi.double() > 0 || $.position.szi.double() < 0) && $.position.positionValue.double() > 0 &&
       exists($.position.coin) &&
       ($.position.liquidationPx == null || $.position.liquidationPx.double() > 0)')));
CREATE TEMP VIEW hyperliquid_positions_as_positions AS
  SELECT p ->> 'coin' AS symbol, liqmap.ts((state ->> 'time')::bigint) AS as_of,
         coalesce(line ->> 'user', md5(line::text)) AS account,
         (p ->> 'positionValue')::float8 / abs(szi) AS price, CASE WHEN szi > 0 THEN 'long' ELSE 'short' END::liqmap.side AS side,
         (p ->> 'entryPx')::float8 AS entry, (p ->> 'liquidationPx')::float8 AS liquidation_price, abs(szi) AS qty,
         (p #>> '{leverage,value}')::float8 AS leverage
  FROM hyperliquid_positions_lines, LATERAL (SELECT pg_temp.hyperliquid_state(line) AS state) AS s,
       jsonb_array_elements(state -> 'assetPositions') AS a, LATERAL (SELECT a -> 'position' AS p) AS b,
       LATERAL (SELECT (p ->> 'szi')::float8 AS szi) AS c;

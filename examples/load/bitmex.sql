-- Files of public.bitmex.com (data/trade/YYYYMMDD.csv.gz), and the recorded table of liquidations.
--
-- Traps (source: the files, and the API's own description):
-- * One file holds ALL symbols of a day: load -s XBTUSD.
-- * There is a D between day and time, and nanoseconds after it: 2026-01-01D00:00:00.010000000, UTC.
-- * size is contracts, whose worth differs by symbol, and grossValue is satoshi or another smallest unit. homeNotional (coins)
--   and foreignNotional (quote currency) are the same for all: take those.
-- * XBTUSD and futures on XBT settled in XBT are inverse: there qty is foreignNotional, for tape(..., '{"contract": "inverse"}').
--   In all others it is homeNotional, for a linear tape. Quanto contracts (ETHUSD) fit neither exactly.
-- * Indices (.BXBT) and settlements are no trades.
\ir common.sql

CREATE FUNCTION pg_temp.bitmex_inverse(symbol text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
  $$SELECT symbol ~ '^XBT(USD|EUR|[FGHJKMNQUVXZ][0-9][0-9])$'$$;

-- == bitmex/trades
CREATE TEMP TABLE bitmex_trades (
  "timestamp" text NOT NULL, symbol text NOT NULL, side text, size pg_temp.amount NOT NULL, price pg_temp.rate NOT NULL,
  "tickDirection" text, "trdMatchID" text NOT NULL, "grossValue" pg_temp.amount, "homeNotional" pg_temp.amount,
  "foreignNotional" pg_temp.amount, "trdType" text,
  CONSTRAINT time_is_a_time CHECK ("timestamp" ~ '^\d{4}-\d\d-\d\d[DT ]\d' AND
    (replace("timestamp", 'D', ' ')::timestamp)::pg_temp.utc IS NOT NULL),
  CONSTRAINT trade_has_price_side_and_amount CHECK (symbol LIKE '.%' OR "trdType" <> 'Regular' OR (price > 0 AND
    side IS NOT NULL AND side IN ('Buy', 'Sell') AND "homeNotional" IS NOT NULL AND "foreignNotional" IS NOT NULL)));
CREATE TEMP VIEW bitmex_trades_as_trades AS
  SELECT symbol, replace("timestamp", 'D', ' ')::timestamp AT TIME ZONE 'UTC' AS ts, price::float8 AS price,
         CASE WHEN pg_temp.bitmex_inverse(symbol) THEN "foreignNotional" ELSE "homeNotional" END AS qty, side = 'Buy' AS is_buy,
         "trdMatchID" AS id
  FROM bitmex_trades
  WHERE symbol NOT LIKE '.%' AND ("trdType" IS NULL OR "trdType" = 'Regular') AND size > 0;

-- == bitmex/liquidation
-- Messages of the table "liquidation": an order appears (insert), is filled in parts (update), and goes (delete).
-- * Only insert counts; update and delete give what is left. A partial repeats orders that were open before.
-- * NO TIME of its own: the recorder writes when it came, as "ts", an epoch.
-- * side Sell closes a long. leavesQty is contracts: USD where inverse, millionths of a coin for XBTUSDT; others are left out.
CREATE TEMP TABLE bitmex_liquidation_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_a_message_of_liquidations_or_an_answer CHECK (line ?| ARRAY['info', 'success', 'status'] OR (
    (line @@ '$.table == "liquidation"') IS TRUE AND CASE line ->> 'action'
      WHEN 'insert' THEN (line @@ '$.ts > 1230940800000') IS TRUE AND pg_temp.each(line -> 'data',
        '$.price > 0 && $.leavesQty >= 0 && ($.side == "Buy" || $.side == "Sell") && exists($.symbol) && exists($.orderID)')
      ELSE coalesce(line ->> 'action' IN ('partial', 'update', 'delete'), false) END)));
CREATE TEMP VIEW bitmex_liquidation_as_liquidations AS
  SELECT d ->> 'symbol' AS symbol, liqmap.ts((line ->> 'ts')::bigint) AS ts, (d ->> 'price')::float8 AS price,
         (d ->> 'leavesQty')::float8 * CASE WHEN d ->> 'symbol' = 'XBTUSDT' THEN 1e-6 ELSE 1 END AS qty,
         CASE d ->> 'side' WHEN 'Sell' THEN 'long' ELSE 'short' END::liqmap.side AS side, d ->> 'orderID' AS id
  FROM bitmex_liquidation_lines, jsonb_array_elements(line -> 'data') AS d
  WHERE line ->> 'action' = 'insert' AND (pg_temp.bitmex_inverse(d ->> 'symbol') OR d ->> 'symbol' = 'XBTUSDT');

-- Files of okx.com/historical-data, and the recorded channel of liquidation orders.
--
-- Traps (source: the files, and the v5 documentation):
-- * size is CONTRACTS on swaps and futures: 0.01 BTC for BTC-USDT-SWAP, 0.1 ETH for ETH-USDT-SWAP, 100 USD for BTC-USD-SWAP.
--   The tape must be told: tape(ts, price, qty, is_buy, '{"contract_size": 0.01}'). On spot it is coins.
-- * A day's file is cut on the day of UTC+8: it begins at 16:00 UTC of the day before. Two files make one UTC day, so keep rows
--   (or tapes) by time, never by file.
-- * A file may hold a whole family, or all swaps: load -s BTC-USDT-SWAP.
-- * side is the taker's. A column "source" came later.
\ir common.sql

-- == okx/trades
CREATE TEMP TABLE okx_trades (
  instrument_name text NOT NULL, trade_id bigint NOT NULL, side pg_temp.order_side NOT NULL, price pg_temp.price NOT NULL,
  size pg_temp.amount NOT NULL, created_time pg_temp.epoch NOT NULL, source int);
CREATE TEMP VIEW okx_trades_as_trades AS
  SELECT instrument_name AS symbol, liqmap.ts(created_time) AS ts, price, size AS qty, lower(side) = 'buy' AS is_buy,
         trade_id::text AS id
  FROM okx_trades;

-- == okx/liquidation_orders
-- * posSide is long or short, or net for accounts that hold one position per instrument; then side tells: sell closes a long.
-- * A lower bound: at most one order per instrument and second. bkPx is the bankruptcy price. sz is contracts.
CREATE TEMP TABLE okx_liquidation_orders_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_a_message_of_liquidations_or_an_answer CHECK (line ? 'event' OR (
    pg_temp.each(line -> 'data', 'exists($.instId) && exists($.details)') AND
    pg_temp.each(jsonb_path_query_array(line, '$.data[*].details[*]'),
      '$.ts.double() > 1230940800000 && $.bkPx.double() > 0 && $.sz.double() >= 0 &&
       ($.posSide == "long" || $.posSide == "short" || ($.posSide == "net" && ($.side == "buy" || $.side == "sell")))'))));
CREATE TEMP VIEW okx_liquidation_orders_as_liquidations AS
  SELECT o ->> 'instId' AS symbol, liqmap.ts((d ->> 'ts')::bigint) AS ts, (d ->> 'bkPx')::float8 AS price,
         (d ->> 'sz')::float8 AS qty,
         CASE WHEN d ->> 'posSide' <> 'net' THEN d ->> 'posSide'
              WHEN d ->> 'side' = 'sell' THEN 'long' ELSE 'short' END::liqmap.side AS side,
         concat_ws(' ', d ->> 'bkPx', d ->> 'sz', row_number() OVER (
           PARTITION BY o ->> 'instId', d ->> 'ts', d ->> 'side', d ->> 'posSide', d ->> 'bkPx', d ->> 'sz')) AS id
  FROM okx_liquidation_orders_lines, jsonb_array_elements(line -> 'data') AS o, jsonb_array_elements(o -> 'details') AS d;

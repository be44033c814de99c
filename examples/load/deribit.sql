-- Deribit's public trades as JSON lines: a trade a line, or an answer of get_last_trades_by_..., or a message of the channel
-- trades.<instrument>.
--
-- Traps (source: the API's own description):
-- * direction is the taker's.
-- * amount is USD for inverse contracts (BTC-PERPETUAL): tape(..., '{"contract": "inverse"}'); coins for linear ones
--   (BTC_USDC-PERPETUAL). contracts is something else again.
-- * liquidation says which side of the trade was being liquidated: T taker, M maker, MT both. So the tape of trades holds the
--   truth as well: sold by a taker under liquidation is a long, bought from a maker under liquidation is a long too.
-- * Options are in answers by currency: load -s BTC-PERPETUAL.
\ir common.sql

-- == deribit/trades
CREATE FUNCTION pg_temp.deribit_trades(line jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
  $$SELECT CASE WHEN line ? 'result' THEN line #> '{result,trades}' WHEN line ? 'params' THEN line #> '{params,data}'
                ELSE jsonb_build_array(line) END$$;
CREATE TEMP TABLE deribit_trades_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_trades CHECK (pg_temp.each(pg_temp.deribit_trades(line),
    '$.timestamp > 1230940800000 && $.price > 0 && $.amount >= 0 && ($.direction == "buy" || $.direction == "sell") &&
     exists($.instrument_name) && exists($.trade_id) &&
     (!exists($.liquidation) || $.liquidation == "M" || $.liquidation == "T" || $.liquidation == "MT")')));
CREATE TEMP VIEW deribit_trades_rows AS
  SELECT t ->> 'instrument_name' AS symbol, liqmap.ts((t ->> 'timestamp')::bigint) AS ts, (t ->> 'price')::float8 AS price,
         (t ->> 'amount')::float8 AS qty, t ->> 'direction' = 'buy' AS is_buy, t ->> 'trade_id' AS id,
         t ->> 'liquidation' AS liquidation
  FROM deribit_trades_lines, jsonb_array_elements(pg_temp.deribit_trades(line)) AS t;
CREATE TEMP VIEW deribit_trades_as_trades AS SELECT symbol, ts, price, qty, is_buy, id FROM deribit_trades_rows;
CREATE TEMP VIEW deribit_trades_as_liquidations AS
  SELECT symbol, ts, price, qty, CASE WHEN is_buy THEN 'short' ELSE 'long' END::liqmap.side AS side, id
  FROM deribit_trades_rows WHERE liquidation IN ('T', 'MT')
  UNION ALL
  SELECT symbol, ts, price, qty, CASE WHEN is_buy THEN 'long' ELSE 'short' END::liqmap.side, id
  FROM deribit_trades_rows WHERE liquidation IN ('M', 'MT');

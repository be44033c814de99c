-- The tables that cryptofeed writes into PostgreSQL (its examples/postgres_tables.sql).
--
-- Where they live in this database, nothing need be copied:    psql -v live=public ...   \i examples/load/cryptofeed.sql
--                                                              SELECT ... FROM cryptofeed_trades_as_trades
-- and exports of them load as files:                           \copy trades TO 'trades.csv' (FORMAT csv, HEADER)
--
-- Traps (source: its code):
-- * "timestamp" is a timestamp WITHOUT time zone that holds UTC: always AT TIME ZONE 'UTC', or the session's zone shifts it.
-- * numeric(64,32): cast to float8 once, here.
-- * side is varchar: buy or sell, the taker's.
-- * Rows repeat after a reconnect: the same trade_id under another id. Counted once.
-- * On liquidations side is the order's (sell closes a long), EXCEPT for Bybit, whose position side it passes on (buy: a long).
-- * Its script names the table of liquidations "funding" a second time: with IF NOT EXISTS it never comes to be. Make it yourself.
-- * open_interest is INTEGER: fractions of a coin are lost.
-- * The same symbol exists on several exchanges, so symbols are kept as exchange:symbol.
\ir common.sql

\if :{?live}
CREATE TEMP VIEW cryptofeed_trades AS TABLE :live.trades;
CREATE TEMP VIEW cryptofeed_liquidations AS TABLE :live.liquidations;
CREATE TEMP VIEW cryptofeed_open_interest AS TABLE :live.open_interest;
CREATE TEMP VIEW cryptofeed_funding AS TABLE :live.funding;
\else
CREATE TEMP TABLE cryptofeed_trades (
  id bigint NOT NULL, "timestamp" pg_temp.utc NOT NULL, receipt_timestamp timestamp, exchange text NOT NULL, symbol text NOT NULL,
  side text NOT NULL CONSTRAINT side_is_buy_or_sell CHECK (side IN ('buy', 'sell')),
  amount numeric(64,32) NOT NULL CHECK (amount >= 0),
  price numeric(64,32) NOT NULL CHECK (price > 0), trade_id text, order_type text);
CREATE TEMP TABLE cryptofeed_liquidations (
  id text NOT NULL, "timestamp" pg_temp.utc NOT NULL, receipt_timestamp timestamp, exchange text NOT NULL, symbol text NOT NULL,
  side text NOT NULL CONSTRAINT side_is_buy_or_sell CHECK (side IN ('buy', 'sell')),
  quantity numeric(64,32) NOT NULL CHECK (quantity >= 0),
  price numeric(64,32) NOT NULL CHECK (price > 0), trade_id text, status text);
CREATE TEMP TABLE cryptofeed_open_interest (
  id bigint NOT NULL, "timestamp" pg_temp.utc NOT NULL, receipt_timestamp timestamp, exchange text NOT NULL, symbol text NOT NULL,
  open_interest bigint CHECK (open_interest >= 0));
CREATE TEMP TABLE cryptofeed_funding (
  id bigint NOT NULL, "timestamp" pg_temp.utc NOT NULL, receipt_timestamp timestamp, exchange text NOT NULL, symbol text NOT NULL,
  mark_price pg_temp.price, rate pg_temp.rate, next_funding_time timestamp, predicted_rate pg_temp.rate);
\endif

-- == cryptofeed/trades
CREATE TEMP VIEW cryptofeed_trades_as_trades AS
  SELECT DISTINCT ON (exchange, symbol, coalesce(trade_id, 'row ' || id))
         exchange || ':' || symbol AS symbol, "timestamp" AT TIME ZONE 'UTC' AS ts, price::float8 AS price, amount::float8 AS qty,
         side = 'buy' AS is_buy, coalesce(trade_id, 'row ' || id) AS id
  FROM cryptofeed_trades ORDER BY exchange, symbol, coalesce(trade_id, 'row ' || id), "timestamp";

-- == cryptofeed/liquidations
CREATE TEMP VIEW cryptofeed_liquidations_as_liquidations AS
  SELECT DISTINCT ON (exchange, symbol, coalesce(trade_id, 'row ' || id))
         exchange || ':' || symbol AS symbol, "timestamp" AT TIME ZONE 'UTC' AS ts, price::float8 AS price, quantity::float8 AS qty,
         CASE WHEN (side = 'sell') <> (exchange = 'BYBIT') THEN 'long' ELSE 'short' END::liqmap.side AS side,
         coalesce(trade_id, 'row ' || id) AS id
  FROM cryptofeed_liquidations ORDER BY exchange, symbol, coalesce(trade_id, 'row ' || id), "timestamp";

-- == cryptofeed/open_interest
CREATE TEMP VIEW cryptofeed_open_interest_as_gauges AS
  SELECT DISTINCT exchange || ':' || symbol AS symbol, 'open_interest' AS name, "timestamp" AT TIME ZONE 'UTC' AS ts,
         open_interest::float8 AS value
  FROM cryptofeed_open_interest WHERE open_interest IS NOT NULL;

-- == cryptofeed/funding
CREATE TEMP VIEW cryptofeed_funding_as_gauges AS
  SELECT DISTINCT exchange || ':' || symbol AS symbol, name, "timestamp" AT TIME ZONE 'UTC' AS ts, value
  FROM cryptofeed_funding, LATERAL (VALUES ('funding_rate', rate::float8), ('mark_price', mark_price)) AS gauge(name, value)
  WHERE value IS NOT NULL;

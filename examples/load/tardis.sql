-- Files of tardis.dev (datasets.tardis.dev; the first day of each month is free).
--
-- Traps (source: its documentation):
-- * Times are microseconds, UTC. "timestamp" is the exchange's, local_timestamp the recorder's: use the first.
-- * side is the taker's; "unknown" where the exchange does not say: NULL, half and half. On liquidations it is the order's:
--   sell closes a long, for every exchange (Bybit's own feed says the opposite, Tardis has turned it).
-- * amount is in the exchange's unit: contracts for inverse and for OKX swaps.
-- * The same symbol exists on several exchanges, so symbols are kept as exchange:symbol.
\ir common.sql

-- == tardis/trades
CREATE TEMP TABLE tardis_trades (
  exchange text NOT NULL, symbol text NOT NULL, "timestamp" pg_temp.epoch NOT NULL, local_timestamp pg_temp.epoch NOT NULL,
  id text, side text NOT NULL CONSTRAINT side_is_known_or_unknown CHECK (side IN ('buy', 'sell', 'unknown')),
  price pg_temp.price NOT NULL,
  amount pg_temp.amount NOT NULL);
CREATE TEMP VIEW tardis_trades_as_trades AS
  SELECT exchange || ':' || symbol AS symbol, liqmap.ts("timestamp") AS ts, price, amount AS qty,
         CASE side WHEN 'buy' THEN true WHEN 'sell' THEN false END AS is_buy,
         coalesce(id, concat_ws(' ', price, amount, side, row_number() OVER (
           PARTITION BY exchange, symbol, "timestamp", price, amount, side, id))) AS id
  FROM tardis_trades;

-- == tardis/liquidations
CREATE TEMP TABLE tardis_liquidations (
  exchange text NOT NULL, symbol text NOT NULL, "timestamp" pg_temp.epoch NOT NULL, local_timestamp pg_temp.epoch NOT NULL,
  id text, side pg_temp.order_side NOT NULL, price pg_temp.price NOT NULL, amount pg_temp.amount NOT NULL);
CREATE TEMP VIEW tardis_liquidations_as_liquidations AS
  SELECT exchange || ':' || symbol AS symbol, liqmap.ts("timestamp") AS ts, price, amount AS qty,
         CASE side WHEN 'sell' THEN 'long' ELSE 'short' END::liqmap.side AS side,
         coalesce(id, concat_ws(' ', price, amount, side, row_number() OVER (
           PARTITION BY exchange, symbol, "timestamp", price, amount, side, id))) AS id
  FROM tardis_liquidations;

-- == tardis/derivative_ticker
-- A row whenever something changes; cells that an exchange does not send are empty. An empty cell is no sample.
CREATE TEMP TABLE tardis_derivative_ticker (
  exchange text NOT NULL, symbol text NOT NULL, "timestamp" pg_temp.epoch NOT NULL, local_timestamp pg_temp.epoch NOT NULL,
  funding_timestamp pg_temp.epoch, funding_rate pg_temp.rate, predicted_funding_rate pg_temp.rate, open_interest pg_temp.amount,
  last_price pg_temp.price, index_price pg_temp.price, mark_price pg_temp.price);
CREATE TEMP VIEW tardis_derivative_ticker_as_gauges AS
  SELECT exchange || ':' || symbol AS symbol, name, liqmap.ts("timestamp") AS ts, value
  FROM tardis_derivative_ticker, LATERAL (VALUES
    ('open_interest', open_interest::float8), ('funding_rate', funding_rate), ('mark_price', mark_price),
    ('index_price', index_price)) AS gauge(name, value)
  WHERE value IS NOT NULL;

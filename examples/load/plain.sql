-- Files of your own. This is the file to copy for a layout that is not here: a staging table with the columns of the file, a
-- view that says what they mean, and a line "-- ==" with the layout's name.
\ir common.sql

-- == plain/trades
-- Any epoch, price, quantity in coins, and what the taker did.
CREATE TEMP TABLE plain_trades (
  ts pg_temp.epoch NOT NULL, price pg_temp.price NOT NULL, qty pg_temp.amount NOT NULL, side pg_temp.order_side);
CREATE TEMP VIEW plain_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(ts) AS ts, price, qty, lower(side) = 'buy' AS is_buy,
         concat_ws(' ', price, qty, side, row_number() OVER (PARTITION BY ts, price, qty, side)) AS id
  FROM plain_trades;

-- == plain/open_interest
CREATE TEMP TABLE plain_open_interest (
  ts_ms pg_temp.epoch NOT NULL, open_interest pg_temp.amount NOT NULL, open_interest_usd pg_temp.amount);
CREATE TEMP VIEW plain_open_interest_as_gauges AS
  SELECT NULL::text AS symbol, 'open_interest' AS name, liqmap.ts(ts_ms) AS ts, open_interest::float8 AS value
  FROM plain_open_interest;

-- == plain/funding_rate
CREATE TEMP TABLE plain_funding_rate (ts_ms pg_temp.epoch NOT NULL, funding_rate_8h pg_temp.rate NOT NULL);
CREATE TEMP VIEW plain_funding_rate_as_gauges AS
  SELECT NULL::text AS symbol, 'funding_rate' AS name, liqmap.ts(ts_ms) AS ts, funding_rate_8h::float8 AS value
  FROM plain_funding_rate;

-- == plain/liquidation_bars
-- Sums over a bar, labelled by its start, without a price.
CREATE TEMP TABLE plain_liquidation_bars (
  start_ms pg_temp.epoch NOT NULL, start_utc text, long_usd pg_temp.amount NOT NULL, short_usd pg_temp.amount NOT NULL,
  total_usd pg_temp.amount);
CREATE TEMP VIEW plain_liquidation_bars_as_liquidations AS
  SELECT NULL::text AS symbol, liqmap.ts(start_ms) AS ts, NULL::float8 AS price, usd AS qty, side::liqmap.side AS side, 'bar' AS id
  FROM plain_liquidation_bars, LATERAL (VALUES ('long', long_usd::float8), ('short', short_usd)) AS part(side, usd)
  WHERE usd > 0;

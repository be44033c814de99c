-- CoinGlass: the history of liquidations (/api/futures/liquidation/history and aggregated-history), as JSON lines: a row of
-- "data" a line, or whole answers.
--
-- Traps (source: its documentation):
-- * Amounts are text, in USD, and sums over a bar: there is no price. liquidation_tape takes rows without a price.
-- * A bar is labelled by its START. What it reports is known only at its end: a test of a forecast must not use it
--   before.
-- * A lower bound, as the feeds below it are: Binance and OKX pass on one order a second and symbol at most.
-- * The symbol is in the request, not in the answer: load -s BTCUSDT. Two like bars of two venues must have two symbols.
\ir common.sql

-- == coinglass/liquidation_history
CREATE FUNCTION pg_temp.coinglass_bars(line jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
  $$SELECT CASE WHEN line ? 'data' THEN line -> 'data' ELSE jsonb_build_array(line) END$$;
CREATE TEMP TABLE coinglass_liquidation_history_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_bars CHECK (pg_temp.each(pg_temp.coinglass_bars(line), '$.time > 1230940800000 &&
    (($.long_liquidation_usd.double() >= 0 && $.short_liquidation_usd.double() >= 0) ||
     ($.aggregated_long_liquidation_usd.double() >= 0 && $.aggregated_short_liquidation_usd.double() >= 0))')));
CREATE TEMP VIEW coinglass_liquidation_history_as_liquidations AS
  SELECT NULL::text AS symbol, liqmap.ts((bar ->> 'time')::bigint) AS ts, NULL::float8 AS price, usd::float8 AS qty,
         side::liqmap.side AS side, 'bar' AS id
  FROM coinglass_liquidation_history_lines, jsonb_array_elements(pg_temp.coinglass_bars(line)) AS bar, LATERAL (VALUES
    ('long', coalesce(bar ->> 'long_liquidation_usd', bar ->> 'aggregated_long_liquidation_usd')),
    ('short', coalesce(bar ->> 'short_liquidation_usd', bar ->> 'aggregated_short_liquidation_usd'))) AS part(side, usd)
  WHERE usd::float8 > 0;

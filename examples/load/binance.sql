-- Files of data.binance.vision, and the recorded stream of liquidation orders (forceOrder).
--
-- By hand, in psql:    \i examples/load/binance.sql
--                      \copy binance_usdm_agg_trades FROM 'BTCUSDT-aggTrades-2026-01-01.csv' (FORMAT csv, HEADER)
--                      SELECT tape(ts, price, qty, is_buy, '{"symbol": "BTCUSDT"}') FROM binance_usdm_agg_trades_as_trades;
--
-- Traps of all of them (source: the archive's own README and files of several years):
-- * is_buyer_maker says what the MAKER did: true is a taker who SOLD. Hence NOT in every view.
-- * A header may be there or not: futures files have one in later years, spot files never. Hence load looks at line 1.
-- * Times are milliseconds, but microseconds in SPOT files from 2025-01-01 on. liqmap.ts() tells by the size.
-- * true/false in futures files, True/False in spot files: PostgreSQL's boolean reads both.
-- * The symbol is in the name of the file only.
-- * Trades and aggTrades are the same trades: load one of them.
\ir common.sql

-- == binance-spot/agg_trades
CREATE TEMP TABLE binance_spot_agg_trades (
  agg_trade_id bigint NOT NULL, price pg_temp.price NOT NULL, quantity pg_temp.amount NOT NULL, first_trade_id bigint NOT NULL,
  last_trade_id bigint NOT NULL, transact_time pg_temp.epoch NOT NULL, is_buyer_maker boolean NOT NULL,
  is_best_match boolean NOT NULL);
CREATE TEMP VIEW binance_spot_agg_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(transact_time) AS ts, price, quantity AS qty, NOT is_buyer_maker AS is_buy,
         agg_trade_id::text AS id
  FROM binance_spot_agg_trades;

-- == binance-spot/trades
CREATE TEMP TABLE binance_spot_trades (
  id bigint NOT NULL, price pg_temp.price NOT NULL, qty pg_temp.amount NOT NULL, quote_qty pg_temp.amount NOT NULL,
  time pg_temp.epoch NOT NULL, is_buyer_maker boolean NOT NULL, is_best_match boolean NOT NULL);
CREATE TEMP VIEW binance_spot_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(time) AS ts, price, qty, NOT is_buyer_maker AS is_buy, id::text AS id
  FROM binance_spot_trades;

-- == binance-usdm/agg_trades
CREATE TEMP TABLE binance_usdm_agg_trades (
  agg_trade_id bigint NOT NULL, price pg_temp.price NOT NULL, quantity pg_temp.amount NOT NULL, first_trade_id bigint NOT NULL,
  last_trade_id bigint NOT NULL, transact_time pg_temp.epoch NOT NULL, is_buyer_maker boolean NOT NULL);
CREATE TEMP VIEW binance_usdm_agg_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(transact_time) AS ts, price, quantity AS qty, NOT is_buyer_maker AS is_buy,
         agg_trade_id::text AS id
  FROM binance_usdm_agg_trades;

-- == binance-usdm/trades
CREATE TEMP TABLE binance_usdm_trades (
  id bigint NOT NULL, price pg_temp.price NOT NULL, qty pg_temp.amount NOT NULL, quote_qty pg_temp.amount NOT NULL,
  time pg_temp.epoch NOT NULL, is_buyer_maker boolean NOT NULL);
CREATE TEMP VIEW binance_usdm_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(time) AS ts, price, qty, NOT is_buyer_maker AS is_buy, id::text AS id
  FROM binance_usdm_trades;

-- == binance-coinm/agg_trades
-- quantity is CONTRACTS (100 USD for BTC, 10 USD for others: liqmap.venues() knows). The tape must be told:
-- tape(ts, price, qty, is_buy, '{"contract": "inverse", "contract_size": 100}').
CREATE TEMP TABLE binance_coinm_agg_trades (LIKE binance_usdm_agg_trades);
CREATE TEMP VIEW binance_coinm_agg_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(transact_time) AS ts, price, quantity AS qty, NOT is_buyer_maker AS is_buy,
         agg_trade_id::text AS id
  FROM binance_coinm_agg_trades;

-- == binance-coinm/trades
-- qty is contracts, and the fourth column is coins (base_qty) where USD-M files have quote_qty.
CREATE TEMP TABLE binance_coinm_trades (
  id bigint NOT NULL, price pg_temp.price NOT NULL, qty pg_temp.amount NOT NULL, base_qty pg_temp.amount NOT NULL,
  time pg_temp.epoch NOT NULL, is_buyer_maker boolean NOT NULL);
CREATE TEMP VIEW binance_coinm_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts(time) AS ts, price, qty, NOT is_buyer_maker AS is_buy, id::text AS id
  FROM binance_coinm_trades;

-- == binance-spot/klines
-- A candle lasts to the last unit of time before the next: close_time is inclusive.
CREATE TEMP TABLE binance_spot_klines (
  open_time pg_temp.epoch NOT NULL, open pg_temp.price NOT NULL, high pg_temp.price NOT NULL, low pg_temp.price NOT NULL,
  close pg_temp.price NOT NULL, volume pg_temp.amount NOT NULL, close_time pg_temp.epoch NOT NULL,
  quote_volume pg_temp.amount NOT NULL, count bigint NOT NULL, taker_buy_volume pg_temp.amount NOT NULL,
  taker_buy_quote_volume pg_temp.amount NOT NULL, ignore pg_temp.rate,
  CONSTRAINT low_to_high_holds_open_and_close CHECK (low <= least(open, close) AND high >= greatest(open, close)),
  CONSTRAINT taker_bought_a_part CHECK (taker_buy_volume <= volume),
  CONSTRAINT closes_after_it_opens CHECK (close_time > open_time));
CREATE TEMP VIEW binance_spot_klines_as_candles AS
  SELECT NULL::text AS symbol, liqmap.ts(close_time + 1) - liqmap.ts(open_time) AS duration, liqmap.ts(open_time) AS ts,
         open, high, low, close, volume, taker_buy_volume
  FROM binance_spot_klines;

-- == binance-usdm/klines
CREATE TEMP TABLE binance_usdm_klines (LIKE binance_spot_klines INCLUDING CONSTRAINTS);
CREATE TEMP VIEW binance_usdm_klines_as_candles AS
  SELECT NULL::text AS symbol, liqmap.ts(close_time + 1) - liqmap.ts(open_time) AS duration, liqmap.ts(open_time) AS ts,
         open, high, low, close, volume, taker_buy_volume
  FROM binance_usdm_klines;

-- == binance-coinm/klines
-- volume is contracts, the eighth column coins. As with trades, the tape takes the contracts.
CREATE TEMP TABLE binance_coinm_klines (LIKE binance_spot_klines INCLUDING CONSTRAINTS);
CREATE TEMP VIEW binance_coinm_klines_as_candles AS
  SELECT NULL::text AS symbol, liqmap.ts(close_time + 1) - liqmap.ts(open_time) AS duration, liqmap.ts(open_time) AS ts,
         open, high, low, close, volume, taker_buy_volume
  FROM binance_coinm_klines;

-- == binance-usdm/metrics
-- Time as text, UTC without saying so, a few seconds off the five minutes; rows are NOT in order of time, which a tape does
-- not mind. Open interest is in coins here. Ratios are empty at times.
CREATE TEMP TABLE binance_usdm_metrics (
  create_time pg_temp.utc NOT NULL, symbol text NOT NULL, sum_open_interest pg_temp.amount, sum_open_interest_value pg_temp.amount,
  count_toptrader_long_short_ratio pg_temp.amount, sum_toptrader_long_short_ratio pg_temp.amount,
  count_long_short_ratio pg_temp.amount, sum_taker_long_short_vol_ratio pg_temp.amount);
CREATE TEMP VIEW binance_usdm_metrics_as_gauges AS
  SELECT symbol, 'open_interest' AS name, create_time AT TIME ZONE 'UTC' AS ts, sum_open_interest AS value
  FROM binance_usdm_metrics WHERE sum_open_interest IS NOT NULL;

-- == binance-coinm/metrics
-- Open interest in CONTRACTS, its "value" in coins. Maps of inverse contracts want it in USD.
CREATE TEMP TABLE binance_coinm_metrics (LIKE binance_usdm_metrics);
CREATE TEMP VIEW binance_coinm_metrics_as_gauges AS
  SELECT symbol, 'open_interest' AS name, create_time AT TIME ZONE 'UTC' AS ts,
         sum_open_interest * CASE WHEN symbol LIKE 'BTC%' THEN 100 ELSE 10 END AS value
  FROM binance_coinm_metrics WHERE sum_open_interest IS NOT NULL;

-- == binance-usdm/funding_rate
-- The time has a few milliseconds of jitter. Some symbols pay every 4 hours or less: kept per 8 hours, as is usual to quote it.
CREATE TEMP TABLE binance_usdm_funding_rate (
  calc_time pg_temp.epoch NOT NULL, funding_interval_hours int NOT NULL CHECK (funding_interval_hours BETWEEN 1 AND 24),
  last_funding_rate pg_temp.rate NOT NULL);
CREATE TEMP VIEW binance_usdm_funding_rate_as_gauges AS
  SELECT NULL::text AS symbol, 'funding_rate' AS name, liqmap.ts(calc_time) AS ts,
         last_funding_rate * (8.0::float8 / funding_interval_hours) AS value
  FROM binance_usdm_funding_rate;

-- == binance-coinm/funding_rate
CREATE TEMP TABLE binance_coinm_funding_rate (LIKE binance_usdm_funding_rate INCLUDING CONSTRAINTS);
CREATE TEMP VIEW binance_coinm_funding_rate_as_gauges AS
  SELECT NULL::text AS symbol, 'funding_rate' AS name, liqmap.ts(calc_time) AS ts,
         last_funding_rate * (8.0::float8 / funding_interval_hours) AS value
  FROM binance_coinm_funding_rate;

-- == binance-usdm/force_order
-- The stream <symbol>@forceOrder or !forceOrder@arr: messages, bare or of a combined stream, or the rows that recorders make
-- of them (no header).
-- * It is a LOWER BOUND: at most one order per symbol and second is pushed, the latest.
-- * side is the order's: SELL closes a long.
-- * price is the order's limit, well beyond the market; average_price is where it was filled. The last column of recorded rows,
--   usd, is at the limit too: not used.
-- * An order may be filled in part: the filled quantity counts, not the order's.
-- * There is no id. Equal rows are told apart by a running number, so that the same file loaded again adds nothing.
CREATE TEMP TABLE binance_usdm_force_order (
  symbol text NOT NULL, side pg_temp.order_side NOT NULL, order_type text NOT NULL, time_in_force text NOT NULL,
  original_quantity pg_temp.amount NOT NULL, price pg_temp.price NOT NULL, average_price pg_temp.price NOT NULL,
  order_status text NOT NULL, last_fill_quantity pg_temp.amount NOT NULL, accumulated_fill_quantity pg_temp.amount NOT NULL,
  trade_time pg_temp.epoch NOT NULL, usd pg_temp.amount NOT NULL);
CREATE TEMP TABLE binance_usdm_force_order_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_a_forced_order_or_an_answer CHECK (line ? 'id' OR (coalesce(line -> 'data', line) @@ '$.o.ap.double() > 0
    && $.o.z.double() >= 0 && $.o.T > 1230940800000 && ($.o.S == "BUY" || $.o.S == "SELL") && exists($.o.s)') IS TRUE));
CREATE TEMP VIEW binance_usdm_force_order_as_liquidations AS
  SELECT symbol, liqmap.ts(trade_time) AS ts, average_price AS price, accumulated_fill_quantity AS qty,
         CASE upper(side) WHEN 'SELL' THEN 'long' ELSE 'short' END::liqmap.side AS side,
         concat_ws(' ', average_price, accumulated_fill_quantity, row_number() OVER (
           PARTITION BY symbol, trade_time, side, average_price, accumulated_fill_quantity)) AS id
  FROM (SELECT symbol, trade_time, side, average_price, accumulated_fill_quantity FROM binance_usdm_force_order
        UNION ALL
        SELECT o ->> 's', (o ->> 'T')::bigint, o ->> 'S', (o ->> 'ap')::float8, (o ->> 'z')::float8
        FROM binance_usdm_force_order_lines, LATERAL (SELECT coalesce(line -> 'data', line) -> 'o' AS o) AS message
        WHERE o IS NOT NULL) AS orders;

-- == binance-coinm/liquidation_snapshot
-- Published from 2023-06-25 to 2024-10-14, then no more; the USD-M set is gone altogether.
-- * EVERY ROW IS IN THE FILE TWICE: half of the equal rows counts.
-- * side SELL closes a long; price is the limit, average_price the fill; quantities are contracts.
-- * Not in order; some files have the symbol in second place (by its header it finds its column).
CREATE TEMP TABLE binance_coinm_liquidation_snapshot (
  time pg_temp.epoch NOT NULL, side pg_temp.order_side NOT NULL, order_type text NOT NULL, time_in_force text NOT NULL,
  original_quantity pg_temp.amount NOT NULL, price pg_temp.price NOT NULL, average_price pg_temp.price NOT NULL,
  order_status text NOT NULL, last_fill_quantity pg_temp.amount NOT NULL, accumulated_fill_quantity pg_temp.amount NOT NULL,
  symbol text);
CREATE TEMP VIEW binance_coinm_liquidation_snapshot_as_liquidations AS
  SELECT symbol, liqmap.ts(time) AS ts, average_price AS price, accumulated_fill_quantity AS qty,
         CASE upper(side) WHEN 'SELL' THEN 'long' ELSE 'short' END::liqmap.side AS side,
         concat_ws(' ', average_price, accumulated_fill_quantity, copy) AS id
  FROM (SELECT *, row_number() OVER (
          PARTITION BY time, symbol, side, original_quantity, price, average_price, order_status, last_fill_quantity,
                       accumulated_fill_quantity) AS copy
        FROM binance_coinm_liquidation_snapshot) AS numbered
  WHERE copy % 2 = 1;

-- == binance-usdm/book_depth
-- NOT an order book: the depth from the mid price to a distance in percent, cumulative, every half minute. Bands are
-- written -5 or -5.00; later files have 0.2 too. Time as text, UTC. The rows make an impact model for a cascade:
-- SELECT book_impact(ts, percentage, notional) FROM loaded.depth WHERE symbol = 'BTCUSDT';
CREATE TEMP TABLE binance_usdm_book_depth (
  timestamp pg_temp.utc NOT NULL, percentage pg_temp.rate NOT NULL CHECK (percentage BETWEEN -100 AND 100),
  depth pg_temp.amount NOT NULL, notional pg_temp.amount NOT NULL);
CREATE TEMP VIEW binance_usdm_book_depth_as_depth AS
  SELECT NULL::text AS symbol, timestamp AT TIME ZONE 'UTC' AS ts, percentage, depth, notional FROM binance_usdm_book_depth;

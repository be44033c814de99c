-- Files of public.bybit.com, and the recorded stream of liquidations.
--
-- Traps (source: the files, and the v5 documentation):
-- * side is the TAKER's here (on the liquidation stream it is something else, see there).
-- * Derivatives: time in seconds with a fraction; spot: milliseconds. Files of 2020 are NEWEST FIRST; a tape does not mind.
-- * A column RPI came in 2025: columns go by their names.
-- * size is coins in linear contracts, and USD in inverse ones: tape(..., '{"contract": "inverse"}').
\ir common.sql

-- == bybit-linear/trades
CREATE TEMP TABLE bybit_linear_trades (
  "timestamp" pg_temp.seconds NOT NULL, symbol text NOT NULL, side pg_temp.order_side NOT NULL, size pg_temp.amount NOT NULL,
  price pg_temp.price NOT NULL, "tickDirection" text, "trdMatchID" text NOT NULL, "grossValue" pg_temp.amount,
  "homeNotional" pg_temp.amount, "foreignNotional" pg_temp.amount NOT NULL, "RPI" int);
CREATE TEMP VIEW bybit_linear_trades_as_trades AS
  SELECT symbol, liqmap.ts(("timestamp" * 1000000)::bigint) AS ts, price, size AS qty, lower(side) = 'buy' AS is_buy,
         "trdMatchID" AS id
  FROM bybit_linear_trades;

-- == bybit-inverse/trades
CREATE TEMP TABLE bybit_inverse_trades (LIKE bybit_linear_trades);
CREATE TEMP VIEW bybit_inverse_trades_as_trades AS
  SELECT symbol, liqmap.ts(("timestamp" * 1000000)::bigint) AS ts, price, size AS qty, lower(side) = 'buy' AS is_buy,
         "trdMatchID" AS id
  FROM bybit_inverse_trades;

-- == bybit-spot/trades
-- Other columns in another order, and no symbol but in the file's name.
CREATE TEMP TABLE bybit_spot_trades (
  id text NOT NULL, "timestamp" pg_temp.epoch NOT NULL, price pg_temp.price NOT NULL, volume pg_temp.amount NOT NULL,
  side pg_temp.order_side NOT NULL, rpi int);
CREATE TEMP VIEW bybit_spot_trades_as_trades AS
  SELECT NULL::text AS symbol, liqmap.ts("timestamp") AS ts, price, volume AS qty, lower(side) = 'buy' AS is_buy, id
  FROM bybit_spot_trades;

-- == bybit/all_liquidation
-- Messages of the stream allLiquidation.<symbol>, several liquidations in one; answers to subscriptions and pings between them.
-- * S is the side of the POSITION: Buy is a LONG that was liquidated. Other feeds give the order's side, the opposite.
-- * p is the bankruptcy price, not a fill: a long's lies below where it was sold.
-- * Complete, every 500 ms. The older stream "liquidation" was one a second at most.
-- * v is coins (linear) or USD (inverse). No id: equal rows get a running number.
CREATE TEMP TABLE bybit_all_liquidation_lines (
  line jsonb NOT NULL,
  CONSTRAINT is_a_message_of_liquidations_or_an_answer CHECK (line ? 'op' OR pg_temp.each(line -> 'data',
    '$.T > 1230940800000 && $.p.double() > 0 && $.v.double() >= 0 && ($.S == "Buy" || $.S == "Sell") && exists($.s)')));
CREATE TEMP VIEW bybit_all_liquidation_as_liquidations AS
  SELECT d ->> 's' AS symbol, liqmap.ts((d ->> 'T')::bigint) AS ts, (d ->> 'p')::float8 AS price, (d ->> 'v')::float8 AS qty,
         CASE d ->> 'S' WHEN 'Buy' THEN 'long' ELSE 'short' END::liqmap.side AS side,
         concat_ws(' ', d ->> 'p', d ->> 'v', row_number() OVER (
           PARTITION BY d ->> 's', d ->> 'T', d ->> 'S', d ->> 'p', d ->> 'v')) AS id
  FROM bybit_all_liquidation_lines, jsonb_array_elements(line -> 'data') AS d;

-- From the views of a layout into the tables: whichever of them the layout has.
SELECT to_regclass(:'stage' || '_as_trades') IS NOT NULL AS has_trades,
       to_regclass(:'stage' || '_as_candles') IS NOT NULL AS has_candles,
       to_regclass(:'stage' || '_as_gauges') IS NOT NULL AS has_gauges,
       to_regclass(:'stage' || '_as_liquidations') IS NOT NULL AS has_liquidations,
       to_regclass(:'stage' || '_as_positions') IS NOT NULL AS has_positions,
       to_regclass(:'stage' || '_as_depth') IS NOT NULL AS has_depth \gset

\if :has_trades
\set view :stage _as_trades
\set kind trades
\set fields 'ts, price, qty, is_buy, id'
\ir keep_rows.sql
\endif
\if :has_candles
\set view :stage _as_candles
\set kind candles
\set fields 'duration, ts, open, high, low, close, volume, taker_buy_volume'
\ir keep_rows.sql
\endif
\if :has_gauges
\set view :stage _as_gauges
\set kind gauges
\set fields 'name, ts, value'
\ir keep_rows.sql
\endif
\if :has_liquidations
\set view :stage _as_liquidations
\set kind liquidations
\set fields 'ts, price, qty, side, id'
\ir keep_rows.sql
\endif
\if :has_positions
\set view :stage _as_positions
\set kind positions
\set fields 'as_of, account, price, side, entry, liquidation_price, qty, leverage'
\ir keep_rows.sql
\endif
\if :has_depth
\set view :stage _as_depth
\set kind depth
\set fields 'ts, percentage, depth, notional'
\ir keep_rows.sql
\endif

-- The tables of loaded rows. Their keys prevent that a row is loaded twice.
-- source is the layout: trades and aggregated trades of a venue are the same trades, so they must not meet in one tape.
-- IF NOT EXISTS does not prevent that two sessions create one table at the same time: one of them waits for the lock.
SET client_min_messages = warning;
BEGIN;
DO $do$BEGIN PERFORM pg_advisory_xact_lock(7239872); END$do$;
CREATE SCHEMA IF NOT EXISTS loaded;

CREATE TABLE IF NOT EXISTS loaded.trades (
  source text, symbol text, ts timestamptz, price float8 NOT NULL, qty float8 NOT NULL, is_buy boolean, id text,
  PRIMARY KEY (source, symbol, ts, id));
CREATE TABLE IF NOT EXISTS loaded.candles (
  source text, symbol text, duration interval, ts timestamptz, open float8 NOT NULL, high float8 NOT NULL, low float8 NOT NULL,
  close float8 NOT NULL, volume float8 NOT NULL, taker_buy_volume float8, PRIMARY KEY (source, symbol, duration, ts));
CREATE TABLE IF NOT EXISTS loaded.gauges (
  source text, symbol text, name text, ts timestamptz, value float8 NOT NULL, PRIMARY KEY (source, symbol, name, ts));

-- side is that of the liquidated position. Without a price, qty is quote notional.
CREATE TABLE IF NOT EXISTS loaded.liquidations (
  source text, symbol text, ts timestamptz, price float8, qty float8 NOT NULL, side liqmap.side, id text,
  PRIMARY KEY (source, symbol, ts, id, side));
CREATE TABLE IF NOT EXISTS loaded.positions (
  source text, symbol text, as_of timestamptz, account text, price float8 NOT NULL, side liqmap.side NOT NULL,
  entry float8, liquidation_price float8, qty float8 NOT NULL, leverage float8, PRIMARY KEY (source, symbol, as_of, account));

-- Depth of the order book in bands: the notional from the mid price to a distance in percent.
CREATE TABLE IF NOT EXISTS loaded.depth (
  source text, symbol text, ts timestamptz, percentage float8, depth float8 NOT NULL, notional float8 NOT NULL,
  PRIMARY KEY (source, symbol, ts, percentage));
COMMIT;

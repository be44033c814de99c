-- Prints the tape of loaded rows and the tape of a fed file in hexadecimal, which must be equal. Variables: content, layout,
-- kept_as, asked, options.
SET client_min_messages = warning; -- a notice tells of skipped rows
SET search_path = public, liqmap;
\pset format unaligned
\pset tuples_only on
SELECT encode(rollup(t)::bytea, 'hex') FROM (
  SELECT tape(ts, price, qty, is_buy, :'options') AS t FROM loaded.trades WHERE source = :'layout' AND symbol = :'kept_as'
  UNION ALL
  SELECT candle_tape(ts, open, high, low, close, volume, taker_buy_volume, :'options') FROM loaded.candles
  WHERE source = :'layout' AND symbol = :'kept_as'
  UNION ALL
  SELECT gauge_tape(ts, name, value) FROM loaded.gauges WHERE source = :'layout' AND symbol = :'kept_as'
  UNION ALL
  SELECT liquidation_tape(ts, price, qty, side, :'options') FROM loaded.liquidations WHERE source = :'layout' AND symbol = :'kept_as') AS parts;
SELECT encode(feed_tape(:'content', :'layout', :'options', :'asked')::bytea, 'hex');

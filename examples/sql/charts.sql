-- Writes map.svg and heatmap.svg into the folder psql runs in.
CREATE EXTENSION liqmap;
SET search_path = public, liqmap;

CREATE TABLE tapes AS
  SELECT (SELECT tape(ts, price, qty, is_buy, '{"quote": "USD"}') FROM demo_trades())
       + (SELECT gauge_tape(ts, name, value) FROM demo_gauges()) AS tape;

-- Unaligned and without a header: the value and nothing else.
\pset format unaligned
\pset tuples_only on
SELECT svg(map(tape), title => 'A made-up market: liquidation map') FROM tapes \g map.svg
SELECT svg(tape, title => 'A made-up market: liquidation heatmap') FROM tapes \g heatmap.svg

-- On a dashboard a panel that shows HTML takes the value as it is; dark there, and as wide as the panel.
SELECT length(svg(map(tape), within => 0.05, width => 640, height => 360, theme => 'dark')) > 10000 FROM tapes;

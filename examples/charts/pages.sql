-- Variables: scripts_file (the JavaScript of Vega, or nothing), folder.
\set scripts `cat :'scripts_file'`
CREATE EXTENSION liqmap;
SET search_path = public, liqmap;
CREATE TABLE markets AS
SELECT (SELECT tape(ts, price, qty, is_buy, '{"symbol": "DEMO"}') FROM demo_trades())
     + (SELECT gauge_tape(ts, name, value) FROM demo_gauges()) AS tape;

\pset format unaligned
\pset tuples_only on
\o :folder/map.psql.html
SELECT page(vega(map(tape), title => 'Where a made-up market would be liquidated'), 'DEMO: map', :'scripts') FROM markets;
\o :folder/heatmap.psql.html
SELECT page(vega(tape, every => '2 hours', title => 'A made-up market through time'), 'DEMO: heatmap', :'scripts') FROM markets;
\o

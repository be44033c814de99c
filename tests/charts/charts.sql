-- Writes charts and the rows that they must show into the folder `folder`, for the tests of charts.
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
CREATE EXTENSION liqmap;
SET search_path = public, liqmap;
CREATE TABLE tapes AS
SELECT (SELECT tape(ts, price, qty, is_buy, '{"symbol": "DEMO", "quote": "USD"}') FROM demo_trades(until => '2026-01-04'))
     + (SELECT gauge_tape(ts, name, value) FROM demo_gauges(until => '2026-01-04')) AS tape;
CREATE TABLE maps AS SELECT tape, map(tape) AS map FROM tapes;

-- Titles with markup, and scripts that are embedded.
\set hostile '</script><!--<script>alert(1)</script> "<b>&amp;" ''`'
\set put_in `cat "$VEGA/vega/build/vega.min.js" "$VEGA/vega-lite/build/vega-lite.min.js" "$VEGA/vega-embed/build/vega-embed.min.js"`

\o :folder/map.vl.json
SELECT vega(map) FROM maps;
\o :folder/map.html
SELECT page(vega(map), 'A map', :'put_in') FROM maps;
\o :folder/map.rows.json
SELECT json_build_object(
    'bars', (SELECT json_agg(l) FROM levels(map, within => 0.15, by_leverage => true) AS l),
    'steps', (SELECT json_agg(l) FROM levels(map, within => 0.15) AS l),
    'clusters', (SELECT json_agg(c) FROM clusters(map) AS c),
    'info', (SELECT to_json(i) FROM info(map) AS i), 'model', model(map)) FROM maps;

\o :folder/heatmap.vl.json
SELECT vega(tape, every => '1 h', low => 84000, high => 98000) FROM maps;
\o :folder/heatmap.html
SELECT page(vega(tape, every => '1 h', low => 84000, high => 98000), 'A heatmap', :'put_in') FROM maps;
\o :folder/heatmap.rows.json
SELECT json_agg(h) FROM (SELECT extract(epoch FROM ts) * 1000 AS ms, h.* FROM maps, heatmap(tape, every => '1 h', low => 84000, high => 98000) AS h) AS h;

\o :folder/hostile.vl.json
SELECT vega(map, title => :'hostile') FROM maps;
\o :folder/hostile.html
SELECT page(vega(map, title => :'hostile'), :'hostile', :'put_in' || E'\r\nwindow.said = "</SCRIPT><!--";\r\n') FROM maps;
\o :folder/served.html
SELECT page(vega(map)) FROM maps;

-- Maps without open interest, of an empty tape, of one position, of many leverages.
\o :folder/shares.vl.json
SELECT vega(map(tape(ts, price, qty, is_buy))) FROM demo_trades(until => '2026-01-02');
\o :folder/shares_heatmap.vl.json
SELECT vega(tape(ts, price, qty, is_buy), every => '1 h') FROM demo_trades(until => '2026-01-02');
\o :folder/empty.vl.json
SELECT vega(map(tape('2026-01-01', 1, 0, true), as_of => '2000-01-01'));
\o :folder/empty_heatmap.vl.json
SELECT vega(tape('2026-01-01', 1, 0, true), until => '2000-01-01');
\o :folder/one.vl.json
SELECT vega(position_map(90000, 'long', 85000, 2));
\o :folder/many.vl.json
SELECT vega(position_map(90000, CASE WHEN i % 2 = 0 THEN 'long' ELSE 'short' END::side, 90000 + (CASE WHEN i % 2 = 0 THEN -1 ELSE 1 END) * 9000.0 * i / 100,
    i, nullif(round((100.0 / i)::numeric, 2)::float8, 4), '{}')) FROM generate_series(1, 99) AS i;
\o :folder/tiny.vl.json
SELECT vega(map(tape(ts, price * 1e-13, qty * 1e9, is_buy), open_interest => 1e12)) FROM demo_trades(until => '2026-01-02');

\o :folder/chart.svg
SELECT svg(map, title => :'hostile') FROM maps;
\o :folder/chart.html
SELECT page(svg(map), :'hostile') FROM maps;
\o

-- As SVG: wide and small, every theme, every kind of map.
SELECT format($$\o :folder/%1$s-%2$s.svg
SELECT %3$s FROM maps;$$, name, theme, format(call, theme))
FROM unnest(ARRAY['auto', 'light', 'dark']) AS theme,
    (VALUES ('map', 'svg(map, theme => %L)'), ('heatmap', 'svg(tape, every => ''1 h'', low => 84000, high => 98000, theme => %L)'),
        ('map-small', 'svg(map, width => 320, height => 200, theme => %L)'),
        ('heatmap-small', 'svg(tape, width => 480, height => 300, theme => %L)')) AS v(name, call)
\o :folder/svg.sql
\g
\i :folder/svg.sql
\o :folder/hostile-auto.svg
SELECT svg(map, title => :'hostile') FROM maps;
\o :folder/hostile-heatmap-auto.svg
SELECT svg(tape, title => :'hostile') FROM maps;
\o :folder/wide-auto.svg
SELECT svg(tape, title => 'Wide', width => 2400, height => 500, every => '15 min') FROM maps;
\o :folder/shares-auto.svg
SELECT svg(map(tape)) FROM (SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-02')) AS _;
\o :folder/shares-heatmap-auto.svg
SELECT svg(tape) FROM (SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-02')) AS _;
\o :folder/sum-auto.svg
SELECT svg(map + map) FROM maps;
\o :folder/positions-auto.svg
SELECT svg(position_map(90000, side, price, 2)) FROM (VALUES ('long'::side, 85000), ('long', 88000), ('short', 93000)) AS v(side, price);
\o :folder/empty-auto.svg
SELECT svg(map(tape, as_of => '2000-01-01')) FROM maps;
\o :folder/empty-heatmap-auto.svg
SELECT svg(tape, until => '2000-01-01') FROM maps;
\o

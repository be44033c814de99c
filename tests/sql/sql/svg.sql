-- Charts: XML that another parser accepts, equal from any database, and errors.
CREATE TEMP TABLE market AS
    SELECT (SELECT tape(ts, price, qty, is_buy) FROM trades) + (SELECT gauge_tape(ts, name, value) FROM gauges) AS t;
SELECT theme, xml_is_well_formed_document(svg(map(t), theme => theme)) AS map, xml_is_well_formed_document(svg(t, theme => theme)) AS tape,
    svg(map(t), theme => theme) ~ '^[\n -~]*$' AND svg(t, theme => theme) ~ '^[\n -~]*$' AS ascii
FROM market, unnest(ARRAY['auto', 'light', 'dark']) AS theme;
SELECT svg(map(t)) = svg(map(t), step => 0, within => 0.15, title => '', width => 1200, height => 675, theme => 'auto') AS map,
    svg(t) = svg(t, '{}', '0', 0, '-infinity', 'infinity', 0, 'infinity', 0, '', 1200, 675, 'auto') AS tape,
    svg(t, open_interest => 5) = svg(t, open_interest => 5, model => model()) AS model FROM market;

-- the options are used
SELECT svg(t, every => '2 hours', step => 250) ~ 'data-low="[0-9]*[05]0" data-step="250" data-top="[0-9.]*" data-unit="notional" data-since="1767232800" data-every="7200"' AS grid,
    svg(t, since => '2026-01-02 00:00+00', every => '1 hour') LIKE '%data-since="1767312000"%' AS since,
    svg(tape, every => '1 hour') LIKE '%data-unit="share"%' AS shares
FROM market, (SELECT tape(ts, price, qty, is_buy) FROM trades) AS _;
SELECT bool_and(svg(map(t), within => 0) LIKE format('%%#%s</tspan> <tspan class="strong">%s</tspan>%%', rank, to_char(price_peak, 'FM999,999'))) AS named
FROM market, clusters(map(t)) WHERE rank <= 3;

-- titles
SELECT substring(svg(map(t), title => E'<b>&"\u00fc\u20ac\x01\t') FROM '<title>.*</title>\n<desc>') FROM market;

-- a database in another encoding gives the same, and reads titles in its encoding
CREATE DATABASE svg_latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
SELECT md5(svg(map(t), title => U&'\00fc') || svg(t)) AS here FROM market \gset
SELECT current_database() AS home \gset
\c svg_latin
CREATE EXTENSION liqmap;
SET search_path = public, liqmap;
SELECT md5(svg(map(t), title => U&'\00fc') || svg(t)) = :'here' AS same
FROM (SELECT (SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-03 00:00+00'))
           + (SELECT gauge_tape(ts, name, value) FROM demo_gauges(until => '2026-01-03 00:00+00')) AS t) AS market;
\c :home
DROP DATABASE svg_latin;

-- errors
CREATE TEMP TABLE market AS SELECT (SELECT tape(ts, price, qty, is_buy) FROM trades) AS t;
SELECT refusal($$SELECT svg(map(t), theme => 'solarized') FROM market$$);
SELECT refusal($$SELECT svg(t, theme => '') FROM market$$);
SELECT refusal($$SELECT svg(map(t), width => 319) FROM market$$);
SELECT refusal($$SELECT svg(t, height => 4001) FROM market$$);
SELECT refusal($$SELECT svg(map(t), step => -1) FROM market$$);
SELECT refusal($$SELECT svg(map(t), step => 'NaN') FROM market$$);
SELECT refusal($$SELECT svg(map(t), step => 0.5) FROM market$$);
SELECT refusal($$SELECT svg(map(t), within => -0.1) FROM market$$);
SELECT refusal($$SELECT svg(map(t), title => repeat('x', 100000000)) FROM market$$);
SELECT refusal($$SELECT svg(t, title => repeat('x', 100000000)) FROM market$$);
SELECT refusal($$SELECT cascade_svg(map(t), -0.02, '{"kind": "linear", "depth_per_pct": 1e6}', title => repeat('x', 1001)) FROM market$$);
SELECT refusal($$SELECT page(svg(t), repeat('x', 1001)) FROM market$$);
SELECT refusal($$SELECT page(vega(map(t)), repeat('x', 1001)) FROM market$$);
SELECT refusal($$SELECT svg(t, step => 'infinity') FROM market$$);
SELECT refusal($$SELECT svg(t, every => '7 seconds') FROM market$$);
SELECT refusal($$SELECT svg(t, since => '2026-01-02', until => '2026-01-01') FROM market$$);
SELECT refusal($$SELECT svg(t, model => '{"exposure": "all"}') FROM market$$);
SELECT svg(NULL::map) IS NULL AS null_map, svg(NULL::tape) IS NULL AS null_tape, svg(map(t), title => NULL) IS NULL AS null_title FROM market;

-- an empty map gives a chart too
SELECT svg(map(t, as_of => '2000-01-01')) LIKE '%>the map is empty<%' AS map, svg(t, until => '2000-01-01') LIKE '%>no positions in view<%' AS tape
FROM market;

-- charts and documents name the currency, or none where it is unknown
CREATE TEMP TABLE priced AS SELECT symbol, label(t, symbol) AS t, map(label(t, symbol), open_interest => 1000) AS m
FROM market, unnest(ARRAY['BTCUSDT', 'ETHBTC', 'KRW-BTC', 'BTC', 'BTC-USD']) AS symbol;
SELECT symbol, substring(svg(m) FROM '>([^<>]* per step of [^<>]*)<') AS axis, substring(svg(m) FROM '>([^<>]*, summed)<') AS right_axis,
    substring(svg(m) FROM 'liquidated by a rise: [0-9.]*([^<&]*)[<&]') AS side, substring(svg(t, open_interest => 1000) FROM 'data-unit="([^"]*)"') AS heatmap,
    substring(vega(m)::text FROM 'shorts of ([^"]*) above') AS vega, export(m)->'units'->>'price' AS unit, export(t)->>'quote' AS quote,
    substring(cascade_svg(m, -0.03, '{"kind": "linear", "depth_per_pct": 1e8}') FROM ' in all [0-9.]*([^<]*)<') AS sold
FROM priced;
SELECT symbol, chart FROM priced, unnest(ARRAY[svg(m), svg(t, open_interest => 1000), vega(m)::text, vega(t, open_interest => 1000)::text, export(m)::text, export(t)::text, page(vega(m))]) WITH ORDINALITY AS c(chart, n)
WHERE symbol = 'BTC' AND replace(chart, '$schema', '') ~ 'USD|KRW|[$][0-9~,.]';

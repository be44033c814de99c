-- Vega-Lite, pages, and JSON for other programs.
CREATE TEMP TABLE kept AS SELECT t, map(t) AS m, map(slice(t, '-infinity', 'infinity')) AS again, map(tape) AS shares
FROM (SELECT tape(ts, price, qty, is_buy, '{"symbol": "DEMO"}') + (SELECT gauge_tape(ts, name, value) FROM gauges) AS t,
    tape(ts, price, qty, is_buy) AS tape FROM trades) AS _;

-- the layout of liqmap has the results of levels(), info(), ledger() and model()
SELECT count(*) > 100 AS some, bool_and(row = to_jsonb(ARRAY[price_low, price_high, leverage, long_share, short_share, long_size, short_size,
    long_notional, short_notional, long_cumulative, short_cumulative, distance_pct])) AS same
FROM kept, LATERAL (SELECT export(m, step => 250) AS j) AS _,
    ROWS FROM (jsonb_array_elements(j->'levels'->'rows'), levels(m, 250, by_leverage => true)) AS
        l(row, price_low, price_high, leverage, long_share, short_share, long_size, short_size, long_notional, short_notional,
            long_cumulative, short_cumulative, distance_pct);
SELECT j->'levels'->'columns' AS columns, j->'step' AS step, j->>'format' AS format, j->'format_version' AS version, j->>'liqmap' = liqmap.version() AS library
FROM kept, export(m, 'liqmap', 250) AS j;
SELECT (j->>'as_of')::timestamptz = as_of AS as_of, (j->>'as_of_first')::timestamptz = as_of_first AS first, j->>'symbol' = symbol AS symbol,
    (j->>'reference_price')::float8 = reference_price AS price, (j->>'open_interest')::float8 = open_interest AS open_interest,
    (j->>'open_interest_ts')::timestamptz = open_interest_ts AS open_interest_ts, (j->>'long_notional')::float8 = long_notional AS longs,
    (j->>'coverage')::float8 = coverage AS coverage, (j->>'daily_sigma')::float8 = daily_sigma AS sigma, j->'models' = jsonb_build_array(model(m)) AS model,
    (j->>'frame')::float8 * interval '1 s' = frame AS frame
FROM kept, info(m), export(m) AS j;
SELECT side, j->'ledger'->side::text = to_jsonb(l) AS ledger_equal FROM kept, ledger(m) AS l, export(m) AS j;
SELECT jsonb_typeof(j->'long_notional') AS unknown, j->'units'->>'notional' AS units FROM kept, export(shares) AS j;
SELECT j->'as_of' AS as_of, j->'models' AS models, j->'positions' AS positions FROM export((SELECT position_map(90000, 'long', 80000, 1))) AS j;

-- a model by its name, with and without a layout; what is not named is the layout
SELECT (SELECT count(DISTINCT j) FROM unnest(ARRAY[export(t), export(t, model => 'default'), export(t, model => model('default')),
        export(t, model => '{}'::text), export(t, layout => 'liqmap', model => 'default'), export(t, 'liqmap', 'default'), export(t, 'liqmap'),
        export(t, 'liqmap', model('default')), export(t, 'liqmap', '{}', '0 s'), export(t, layout => 'liqmap', model => model('default')),
        export(t, 'liqmap'::varchar), export(t, 'liqmap'::text, 'default'::text)]) AS j) AS equal,
    export(t, 'coinglass-heatmap', every => '6 h') = export(t, model => 'default', layout => 'coinglass-heatmap', every => '6 h') AS with_layout,
    export(t, model => '{"volume_power": 1}') = export(t, 'liqmap', '{"volume_power": 1}'::jsonb) AS of_document
FROM kept;
SELECT refusal($$SELECT export(t, model => 'defalt') FROM kept$$);
SELECT refusal($$SELECT export(t, 'default') FROM kept$$);

-- the layout of a heatmap, with the ledger of its last column
SELECT count(*) > 100 AS some, bool_and(times->((row->>0)::int)->>0 = to_char(ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    AND row - 0 = to_jsonb(ARRAY[price_low, price_high, leverage, long_share, short_share, long_notional, short_notional])) AS same
FROM kept, LATERAL (SELECT j, j->'times'->'rows' AS times FROM export(t, every => '6 h', step => 500) AS j) AS _,
    ROWS FROM (jsonb_array_elements(j->'cells'->'rows'), heatmap(t, every => '6 h', step => 500)) AS
        l(row, ts, price_low, price_high, leverage, long_share, short_share, long_notional, short_notional);
SELECT j->>'every' AS every, j->>'step' AS step, j->'models'->0 = model('one_day') AS model, (j->'ledger'->'long'->>'swept')::float8 = swept AS ledger_equal
FROM kept, export(t, model => model('one_day'), every => '6 h', step => 500) AS j, ledger(map(t, model('one_day'))) AS l WHERE side = 'long';

-- the layouts of other programs
SELECT count(*) > 50 AS some, round((sum((entry->>1)::float8) / (long_notional + short_notional))::numeric, 9) AS sum,
    bool_and(key = entry->>0) AS keys, min((entry->>2)::float8) AS least, max((entry->>2)::float8) AS most, count(entry->>3) AS nothing
FROM kept, info(m), jsonb_each(export(m, 'coinglass', 250)->'data'->'data'), jsonb_array_elements(value) AS entry
GROUP BY long_notional, short_notional;
SELECT round((sum((value->0->>1)::float8) / (long_notional + short_notional))::numeric, 9) AS sum, max(jsonb_array_length(value)) AS entries, count(value->0->>2) AS leverages
FROM kept, info(m), jsonb_each(export(m, 'coinglass-aggregated')->'data'->'data') GROUP BY long_notional, short_notional;
SELECT (SELECT sum((e->>2)::float8) FROM jsonb_array_elements(d->'liquidation_leverage_data') AS e) = (SELECT sum(long_notional + short_notional)
        FROM heatmap(t, every => '6 h', step => 500)) AS amounts,
    jsonb_array_length(d->'price_candlesticks') AS candles, d->'price_candlesticks'->0->0 AS begins, d->'y_axis'->1 AS price,
    v3 = jsonb_build_object('y', d->'y_axis', 'liq', d->'liquidation_leverage_data', 'prices', d->'price_candlesticks') AS third
FROM kept, LATERAL (SELECT export(t, 'coinglass-heatmap', every => '6 h', step => 500)->'data' AS d,
    export(t, 'coinglass-heatmap-v3', every => '6 h', step => 500)->'data' AS v3) AS _;

-- a chart has its assumptions
SELECT v->>'$schema' AS schema, v->'title'->>'text' AS title, v->'width' AS width, v->'usermeta'->'liqmap'->'models' = jsonb_build_array(model(m)) AS model
FROM kept, vega(m, width => 800) AS v;
SELECT v->'title'->>'text' AS title, v->'usermeta'->'liqmap'->>'format' AS format, v->'height' AS height FROM kept, vega(t, every => '6 h', height => 333) AS v;
SELECT vega(m, title => '"</script>"')->'title'->>'text' AS title, vega(m) = vega(again) AS same FROM kept;
SET extra_float_digits = 0;
SELECT vega(m) = vega(again) AS same FROM kept;
RESET extra_float_digits;

-- pages
SELECT page(vega(m), 'a<b') ~ '<title>a&#x3c;b</title>' AS title, page(vega(m), '', 'x()') !~ 'https?://[a-z]+\.jsdelivr' AS offline,
    page(vega(m)) ~ 'integrity="sha384-' AS pinned, page(svg(m)) !~ '<script' AS without_script FROM kept;

-- errors
SELECT refusal(format('SELECT %s FROM kept', call)) FROM unnest(ARRAY['export(m, ''xml'')', 'export(t, ''coinglass'')',
    'export(shares, ''coinglass'')', 'export(shares, ''coinglass-aggregated'')', 'export(m, step => -1)', 'vega(m, step => ''NaN'')',
    'vega(m, width => 1)', 'vega(t, height => 100000)', 'vega(m, title => repeat(''x'', 1001))', 'vega(t, every => ''1 min'', step => 20)',
    'vega(t, every => ''1 month'')', 'vega(t, since => ''2026-01-02'', until => ''2026-01-01'')', 'vega(t, ''{"x": 1}'')', 'page(''<p>'')',
    'page(''[]''::jsonb)', 'export(t, low => 2, high => 1)']) AS call;
SELECT vega(NULL::map) IS NULL AND vega(NULL::tape) IS NULL AND export(NULL::map) IS NULL AND page(NULL::text) IS NULL AS nothing;

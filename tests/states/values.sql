-- The values that tests/states/run passes to SQL functions, by type: expressions of SQL, ordinary ones and hostile ones.
-- The variable euro is a tape with a symbol beyond Latin-1, as hexadecimal digits.
SET client_min_messages = warning;

CREATE TABLE tapes AS
SELECT 1 AS n, tape(ts, price, qty, is_buy) AS t FROM demo_trades('2026-01-01', '2026-01-02', 2)
UNION ALL SELECT 2, gauge_tape('2026-01-01'::timestamptz + i * interval '1 min', 'open_interest', 1000) FROM generate_series(1, 100) AS i
UNION ALL SELECT 3, liquidation_tape('2026-01-01', 90000, 1, 'long', '{"symbol": "X"}')
UNION ALL SELECT 4, tape('2026-01-01', 128 * (1 + n / 10000.0), 1, true, '{"precision": 20, "contract": "inverse"}') FROM generate_series(0, 9999) AS n
UNION ALL SELECT 5, tape('-100000-01-01 BC'::text::timestamptz, 1e15, 1, true) WHERE false
UNION ALL SELECT 6, tape('1900-01-01', 1e-15, 1e15, NULL, '{"unit": 1e15, "frame": 86400}')
UNION ALL SELECT 7, candle_tape('2026-01-01', 1, 2, 1, 1.5, 1e9, NULL, '{"symbol": "X"}');
INSERT INTO tapes SELECT 8, a.t + b.t FROM tapes AS a, tapes AS b WHERE a.n = 1 AND b.n = 2;
CREATE TABLE maps AS SELECT n, map(t) AS m FROM tapes WHERE n NOT IN (4)
UNION ALL SELECT 20, map(t, open_interest => 1000) FROM tapes WHERE n = 1
UNION ALL SELECT 21, map(t, open_interest => 1e300) FROM tapes WHERE n = 1
UNION ALL SELECT 22, position_map(100, 'long', 90 - i, 1) FROM generate_series(1, 50) AS i
UNION ALL SELECT 23, position_map(100, 'short', 1, 1, '{"symbol": "Y", "precision": 20}');
INSERT INTO maps SELECT 24, m + m FROM maps WHERE n = 20;

-- Charts have signs beyond Latin-1.
CREATE TABLE charts (v jsonb, s text);
SELECT CASE getdatabaseencoding() WHEN 'UTF8' THEN 'INSERT INTO charts SELECT vega(m), svg(m) FROM maps WHERE n = 20'
    ELSE 'INSERT INTO charts VALUES (''{"$schema": "x"}'', ''<svg xmlns="http://www.w3.org/2000/svg"/>'')' END \gexec

CREATE TABLE pool (type regtype, expression text);
INSERT INTO pool SELECT 'float8', format('%L::float8', v) FROM unnest(ARRAY[NULL, '0', '1', '-1', 'NaN', 'Infinity', '-Infinity',
    '1e308', '-1e308', '1e-308', '5e-324', '0.5', '-0.1', '0.02', '100', '101', '90000', '1e15', '1e16', '1e-15', '12.5']) AS v;
INSERT INTO pool SELECT 'integer', format('%L::integer', v) FROM unnest(ARRAY[NULL, 0, 1, -1, 8, 12, 20, 500, 1200,
    2147483647, -2147483648]) AS v;
INSERT INTO pool SELECT 'bigint', format('%L::bigint', v) FROM unnest(ARRAY[NULL, 0, 1, -1, 100, 10000, 1767225600,
    9223372036854775807, -9223372036854775808]) AS v;
INSERT INTO pool SELECT 'boolean', format('%L::boolean', v) FROM unnest(ARRAY[NULL, true, false]) AS v;
INSERT INTO pool SELECT 'side', format('%L::liqmap.side', v) FROM unnest(ARRAY[NULL, 'long', 'short']) AS v;
INSERT INTO pool SELECT 'timestamptz', format('%L::timestamptz', v) FROM unnest(ARRAY[NULL, '-infinity', 'infinity', 'epoch',
    '2026-01-01', '2026-01-01 12:00:00.123456', '2026-01-03', '4714-01-01 BC', '294276-12-31', '1900-01-01']) AS v;
INSERT INTO pool SELECT 'interval', format('%L::interval', v) FROM unnest(ARRAY[NULL, '0', '1 min', '1 h', '1 day', '1 us', '-1 min',
    '1 mon', '106751991 days', '100000000 years', '2000000000 days']) AS v;
INSERT INTO pool SELECT 'text', v FROM unnest(ARRAY['NULL::text', '''''::text', '''default''::text', '''liqmap''::text',
    '''coinglass-heatmap''::text', '''dark''::text', '''binance-usdm''::text', '''BTCUSDT''::text', '''generic/trades''::text',
    '''open_interest''::text', 'repeat(''x'', 1000000)', 'chr(233)', 'chr(1)', '''{}''::text', '''2026-01-01''::text',
    'E''1767225600,90000,0.5,true\n''', 'E''1767225600,90000''', 'repeat(''['', 10000)', '(SELECT s FROM charts)',
    '''null''::text', '''<svg>''::text']) AS v;
INSERT INTO pool SELECT 'bpchar', replace(expression, '::text', '::bpchar') FROM pool WHERE type = 'text'::regtype;
INSERT INTO pool SELECT 'jsonb', v FROM unnest(ARRAY['NULL::jsonb', '''{}''::jsonb', '''[]''::jsonb', '''null''::jsonb', '''1''::jsonb',
    '''"default"''::jsonb', '''{"a": 1}''::jsonb', 'model(''default'')', 'venue(''binance-usdm'', ''BTCUSDT'')',
    '''{"kind": "linear", "depth_per_pct": 1e7}''::jsonb', '''{"kind": "sqrt", "daily_volume": 1e9, "daily_sigma": 0.03}''::jsonb',
    '''{"precision": 20}''::jsonb', '''{"frame": "1 h"}''::jsonb', '''{"symbol": "X"}''::jsonb', '''{"contract": "inverse"}''::jsonb',
    '''{"quantiles": [0.5], "shocks": [-0.1]}''::jsonb', '''{"reference_price": 1e300}''::jsonb',
    '''{"margin": {"tiers": [{"floor": 0, "rate": 1e400}]}}''::jsonb', 'jsonb_build_object(''symbol'', chr(233))',
    'jsonb_build_object(''symbol'', repeat(''x'', 1000))', 'jsonb_build_object(''symbol'', repeat(''x'', 2000000))',
    '(repeat(''['', 1000) || repeat('']'', 1000))::jsonb', '(repeat(''{"a":'', 1000) || ''1'' || repeat(''}'', 1000))::jsonb',
    'to_jsonb(1e131071)', '(SELECT v FROM charts)', '''{"tiers_by": "size", "rate_per_size": 0.1}''::jsonb',
    '(SELECT jsonb_object_agg(n, n) FROM generate_series(1, 1000) AS n)']) AS v;
INSERT INTO pool SELECT 'tape', v FROM (SELECT 'NULL::tape' UNION ALL SELECT format('(SELECT t FROM tapes WHERE n = %s)', n) FROM tapes
    UNION ALL SELECT format('%L::tape', :'euro')) AS _(v);
INSERT INTO pool SELECT 'map', v FROM (SELECT 'NULL::map' UNION ALL SELECT format('(SELECT m FROM maps WHERE n = %s)', n) FROM maps
    UNION ALL SELECT format('map(%L::tape)', :'euro')) AS _(v);
INSERT INTO pool SELECT 'bytea', v FROM unnest(ARRAY['NULL::bytea', '''''::bytea', '''\x00''::bytea', '''\x4c4d5401''::bytea',
    'decode(repeat(''ff'', 1000), ''hex'')', 'decode(repeat(''00'', 100000), ''hex'')',
    '(SELECT set_byte(t::bytea, 3 + (random() * 20)::int, (random() * 255)::int) FROM tapes WHERE n = 1)',
    '(SELECT set_byte(m::bytea, 3 + (random() * 200)::int, (random() * 255)::int) FROM maps WHERE n = 20)',
    '(SELECT set_byte(m::bytea, 3 + (random() * 20)::int, (random() * 255)::int) FROM maps WHERE n = 22)',
    '(SELECT substr(t::bytea, 1, 50) FROM tapes WHERE n = 1)', '(SELECT t::bytea FROM tapes WHERE n = 8)',
    '(SELECT m::bytea FROM maps WHERE n = 24)']) AS v;
INSERT INTO pool SELECT 'float8[]', v FROM unnest(ARRAY['NULL::float8[]', '''{}''::float8[]', '''{1,NULL}''::float8[]',
    '''{{1,2},{3,4}}''::float8[]', '''{-0.1,0.1}''::float8[]', '''{NaN}''::float8[]', '''{Infinity,-Infinity}''::float8[]', '''{1}''::float8[]',
    'array_fill(-0.1::float8, ARRAY[1000])', 'array_fill(0.5::float8, ARRAY[1000000])', '''[5:6]={-0.1,-0.2}''::float8[]']) AS v;
INSERT INTO pool SELECT 'map[]', v FROM unnest(ARRAY['NULL::map[]', '''{}''::map[]', 'ARRAY[NULL]::map[]',
    '(SELECT array_agg(m) FROM maps)', '(SELECT array_agg(m) FROM maps WHERE n IN (20, 24))', '(SELECT ARRAY[[m]] FROM maps WHERE n = 20)',
    '(SELECT array_fill(m, ARRAY[100]) FROM maps WHERE n = 20)']) AS v;
INSERT INTO pool SELECT 'jsonb[]', v FROM unnest(ARRAY['NULL::jsonb[]', '''{}''::jsonb[]', 'ARRAY[NULL]::jsonb[]',
    'array_fill(''{"kind": "linear", "depth_per_pct": 1e7}''::jsonb, ARRAY[2])', 'array_fill(''{}''::jsonb, ARRAY[2])',
    'array_fill(''{"kind": "linear", "depth_per_pct": 1e7}''::jsonb, ARRAY[100])', 'ARRAY[ARRAY[''{}''::jsonb]]']) AS v;

-- Ordinary values, which are taken for half of the arguments: most calls with two hostile arguments end at the first.
CREATE TABLE ordinary (type regtype, expression text);
INSERT INTO ordinary VALUES ('float8', '0::float8'), ('float8', '0.02::float8'), ('float8', '100::float8'), ('integer', '600'),
    ('bigint', '100::bigint'), ('boolean', 'true'), ('side', '''long''::side'), ('timestamptz', '''2026-01-01 12:00''::timestamptz'),
    ('interval', '''1 h''::interval'), ('text', '''''::text'), ('bpchar', '''default''::bpchar'), ('jsonb', '''{}''::jsonb'),
    ('jsonb', '''{"kind": "linear", "depth_per_pct": 1e7}''::jsonb'), ('tape', '(SELECT t FROM tapes WHERE n = 8)'),
    ('map', '(SELECT m FROM maps WHERE n = 20)'), ('bytea', '(SELECT t::bytea FROM tapes WHERE n = 8)'),
    ('float8[]', '''{-0.1,0.1}''::float8[]'), ('map[]', 'ARRAY(SELECT m FROM maps WHERE n IN (20, 24))'),
    ('jsonb[]', 'array_fill(''{"kind": "linear", "depth_per_pct": 1e7}''::jsonb, ARRAY[2])');

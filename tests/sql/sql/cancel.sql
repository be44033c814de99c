-- Cancel and statement_timeout end a query at once, also inside of a single call. Each call here would take longer.
CREATE TABLE long AS SELECT tape('2020-01-01 00:00+00'::timestamptz + i * interval '1 min', 100 + i % 1000, 1, true) AS t
FROM generate_series(1, 1000000) AS i;
CREATE TABLE short AS SELECT map(t, as_of => '2020-01-02') AS m, slice(t, until => '2020-03-01') AS t FROM long;
SELECT clock_timestamp() AS began \gset
SET statement_timeout = '10 ms';

SELECT tape(ts, price, qty, is_buy) IS NULL FROM trades, generate_series(1, 1000);
SELECT map(t) IS NULL FROM long;
SELECT advance(m, long.t) IS NULL FROM short, long;
SELECT (t + t) IS NULL FROM long;
SELECT rollup(t) IS NULL FROM long;
SELECT coarsen(t, '5 min') IS NULL FROM long;
SELECT slice(t, '2020-01-05') IS NULL FROM long;
SELECT info(t) FROM long;
SELECT t::bytea::tape IS NULL FROM long;
SELECT t::text::tape IS NULL FROM long;
SELECT count(*) FROM long, frames(t);
SELECT count(*) FROM long, volume_profile(t);
SELECT count(*) FROM short, levels(map(t), 0.001, empty_steps => true);
SELECT count(*) FROM demo_trades('2026-01-01', '2026-12-01', 10000);

-- none of them took a second longer than its limit
RESET statement_timeout;
SELECT clock_timestamp() - :'began' < interval '14 s' AS soon;

-- and the session works afterwards
SELECT (info(t)).frames FROM long;
DROP TABLE long, short;

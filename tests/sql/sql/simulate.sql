-- Monte Carlo simulation of cascades, cascades in time steps, and on several venues.
CREATE SCHEMA simulate;
SET search_path = simulate, public, liqmap;
CREATE TABLE maps AS SELECT map((SELECT tape(ts, price, qty, is_buy) FROM trades) +
    (SELECT gauge_tape(ts, name, value) FROM gauges), '{"exposure": 0.3}') AS whole,
    map((SELECT tape(ts, price, qty, is_buy) FROM trades) +
    (SELECT gauge_tape(ts, name, value) FROM gauges), '{"exposure": 0.15}') AS half;
CREATE TABLE impacts AS SELECT '{"kind": "linear", "depth_per_pct": 3e8}'::jsonb AS impact,
    '{"kind": "linear", "depth_per_pct": 1.5e8}'::jsonb AS half_depth;

-- simulate
CREATE TABLE drawn AS SELECT s.* FROM maps, impacts, simulate(whole, impact) AS s;
SELECT quantile, shock_pct < 0 AS falls, move_pct <= shock_pct * (1 - 1e-12) AS farther, abs(final_price / reference_price - 1 - move_pct / 100) < 1e-12
    AS same_move, notional >= 0 AND size >= 0 AND flow >= notional * (1 - 1e-9) AND shortfall >= 0 AS amounts, jump_probability BETWEEN 0 AND 1 AS probability,
    reported_least, reported_most FROM drawn, maps, info(whole);
WITH b AS MATERIALIZED (SELECT b.* FROM maps, impacts, simulate(whole, impact, 10000, 1) AS b),
    c AS MATERIALIZED (SELECT c.* FROM maps, impacts, simulate(whole, impact, seed => 2) AS c)
SELECT bool_and(a = b) AS same_seed, bool_or(a.final_price <> c.final_price) AS other_seed
FROM drawn AS a JOIN b USING (quantile) JOIN c USING (quantile);
SELECT count(*) AS rows, bool_and(s.final_price = c.final_price AND abs(s.notional / c.notional - 1) < 1e-12 AND abs(s.flow / c.flow - 1) < 1e-12) AS certain FROM maps, impacts,
    simulate(whole, impact, 5, 7, '{"shock": -0.02, "depth_sigma": 0, "impact_sigma": 0, "ladder_sigma": 0, "reported": 1}') AS s,
    cascade(whole, -0.02, impact || '{"reported": 1}') AS c;
SELECT bool_and(reported_least = 1 AND reported_most = 1) AS as_the_market_says FROM maps, impacts,
    simulate(whole, impact || '{"reported": 1}', 5);
SELECT quantile, round(shock_pct::numeric, 6) AS shock_pct FROM maps, impacts,
    simulate(whole, impact, 1000, 1, '{"direction": "up", "shock": [0.01, 0.03], "quantiles": [0.25, 0.75]}');
SELECT refusal(format('SELECT simulate(whole, impact, %s) FROM maps, impacts', arguments)) FROM (VALUES ('0'), ('-1'), ('1000001'),
    ('10, -1'), ('10, 9007199254740993'), ('10, 1, ''{"draws": 5}'''), ('10, 1, ''{"shock": -1}'''), ('10, 1, ''{"degrees": 2}'''),
    ('10, 1, ''{"reported": [0.5, 0.4]}''')) AS bad(arguments);
SELECT refusal($$SELECT simulate(whole + half, impact) FROM maps, impacts$$);
SELECT refusal($$SELECT simulate(whole, '{}') FROM maps$$);
SELECT refusal($$SELECT simulate(map((SELECT tape(ts, price, qty, is_buy) FROM trades)), impact) FROM impacts$$);
SELECT count(*) AS of_nothing FROM impacts, simulate(NULL, impact);

-- cascade_path
SELECT count(*) AS rows, min(t) AS first, max(t) AS last, bool_and(flow >= 0 AND pending >= 0) AS amounts,
    abs(sum(flow) / max(cumulative_flow) - 1) < 1e-9 AS sums FROM maps, impacts, cascade_path(whole, -0.02, impact);
SELECT abs(p.price / c.final_price - 1) < 1e-9 AS still, abs(p.cumulative_flow / c.flow - 1) < 1e-6 AS flow FROM maps, impacts,
    cascade_path(whole, -0.02, impact, '{"refill": 0, "duration": "5 min", "step": 0.1}') AS p, cascade(whole, -0.02, impact) AS c
WHERE t = 300;
SELECT max(pending) > 0 AS pending, max(flow) <= 1e5 * (1 + 1e-9) AS capped FROM maps, impacts,
    cascade_path(whole, 0.02, impact, '{"cap": 1e5, "duration": 60}');
SELECT refusal(format('SELECT cascade_path(whole, %s) FROM maps, impacts', arguments)) FROM (VALUES ('0, impact'), ('-1, impact'),
    ('''NaN'', impact'), ('-0.01, impact, ''{"step": 0.001}'''), ('-0.01, impact, ''{"cap": -1}'''), ('-0.01, ''{}''')) AS bad(arguments);

SELECT chart LIKE '<svg xmlns=%' AS svg, chart LIKE '%all at once%' AS beside, chart LIKE '%&#60;odd&#62;%' AS title
FROM maps, impacts, cascade_svg(whole, -0.02, impact, '{"duration": 60}', title => '<odd>', theme => 'dark') AS chart;
SELECT refusal(format('SELECT cascade_svg(whole, %s) FROM maps, impacts', arguments)) FROM (VALUES ('0, impact'),
    ('-0.01, impact, width => 10'), ('-0.01, impact, theme => ''pink'''), ('-0.01, impact, ''{"step": 0}''')) AS bad(arguments);

-- cascade_venues: two halves equal the whole
SELECT venue, abs(v.final_price / c.final_price - 1) < 1e-10 AS price, abs(v.move_pct / c.move_pct - 1) < 1e-8 AS move,
    abs(2 * v.notional / c.notional - 1) < 1e-8 AS notional, abs(2 * v.flow / c.flow - 1) < 1e-8 AS flow, abs(2 * v.size / c.size - 1) < 1e-8 AS size, round(depth_share::numeric, 9)
    AS depth_share, abs(v.amplification / c.amplification - 1) < 1e-8 AS amplification,
    abs(spectral_radius - branching_at_stop) < 1e-6 AS radius, abs(2 * branching - spectral_radius) < 1e-9 AS parts,
    v.move_pct BETWEEN v.move_pct_most AND v.move_pct_least AS ranged
FROM maps, impacts, cascade_venues(ARRAY[half, half], ARRAY[half_depth, half_depth], -0.02) AS v, cascade(whole, -0.02, impact) AS c;
SELECT refusal($$SELECT cascade_venues(ARRAY[whole], ARRAY[impact, impact], -0.02) FROM maps, impacts$$);
SELECT refusal($$SELECT cascade_venues(ARRAY[whole, NULL], ARRAY[impact, impact], -0.02) FROM maps, impacts$$);
SELECT refusal($$SELECT cascade_venues(ARRAY[whole], ARRAY[ARRAY[impact]], -0.02) FROM maps, impacts$$);
SELECT refusal($$SELECT cascade_venues('{}', '{}', -0.02)$$);
SELECT refusal($$SELECT cascade_venues(array_fill(whole, ARRAY[33]), array_fill(impact, ARRAY[33]), -0.02) FROM maps, impacts$$);
SELECT refusal($$SELECT cascade_venues(ARRAY[whole], ARRAY['{"kind": "none"}'::jsonb], -0.02) FROM maps$$);

-- the same on every plan
CREATE TABLE many AS SELECT n FROM generate_series(1, 20000) AS n;
ANALYZE many;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT n, s.* FROM many, maps, impacts, simulate(whole, impact, 200, n) AS s WHERE n % 1000 = 0;
SET max_parallel_workers_per_gather = 3;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
CREATE FUNCTION pg_temp.gathers(statement text, OUT gathers boolean) LANGUAGE plpgsql AS $$
DECLARE
    plan text;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan;
    gathers := plan LIKE '%"Node Type": "Gather"%' AND plan LIKE '%"Function Name": "simulate"%';
END
$$;
SELECT pg_temp.gathers('SELECT n, s.* FROM many, maps, impacts, simulate(whole, impact, 200, n) AS s WHERE n % 1000 = 0');
SELECT count(*) AS rows, bool_and(a = b) AS same FROM (
    SELECT n, s.* FROM many, maps, impacts, simulate(whole, impact, 200, n) AS s WHERE n % 1000 = 0) AS a
    JOIN serial AS b USING (n, quantile);

-- The cascade after a fall, on the demo market:   psql -f examples/sql/cascade.sql
CREATE EXTENSION IF NOT EXISTS liqmap;
SET search_path = public, liqmap;

CREATE TABLE maps AS
SELECT map((SELECT tape(ts, price, qty, is_buy) FROM demo_trades()) + (SELECT gauge_tape(ts, name, value) FROM demo_gauges()));

-- Depth is an assumption: 400 million move the price by 1 %. impact(tape) estimates it, book_impact() reads books.
CREATE TABLE impacts AS SELECT '{"kind": "linear", "depth_per_pct": 4e8}'::jsonb AS impact;

-- Falls and rises, with that depth, a quarter and a tenth of it (a panic). _least, _most: the range of what feeds report.
SELECT shock, depth_multiplier AS depth, round(final_price) AS ends_at, round(move_pct::numeric, 2) AS pct,
       round(move_pct_least::numeric, 2) AS least, round(move_pct_most::numeric, 2) AS most,
       round((critical_shock * 100)::numeric, 2) AS jumps_at,
       round((worst_shock * 100)::numeric, 2) AS worst_at, round(worst_landing_price) AS lands_at
FROM maps, impacts, cascades(map, '{-0.02, -0.05, 0.02}', impact, '{1, 0.25, 0.1}');

-- Branching ratio for each step of price: 1 or more is critical.
SELECT side, price_low, round(branching_least::numeric, 2) AS least, round(branching::numeric, 2) AS branching,
       round(branching_most::numeric, 2) AS most
FROM maps, impacts, fragility(map, impact || '{"multiplier": 0.1}', within => 0.05)
ORDER BY branching DESC LIMIT 5;

-- Liquidations by leverage class.
SELECT leverage, round(flow_least / 1e6) AS least, round(flow / 1e6) AS million, round(flow_most / 1e6) AS most
FROM maps, impacts, cascade_by_leverage(map, -0.03, impact);

-- Less depth never makes a fall end earlier, and each value lies within its range.
SELECT bool_and(move_pct BETWEEN move_pct_most AND move_pct_least)
       AND array_agg(move_pct ORDER BY depth_multiplier) = array_agg(move_pct ORDER BY move_pct) AS as_it_should
FROM maps, impacts, cascades(map, '{-0.03}', impact, '{1, 0.5, 0.2, 0.1}');

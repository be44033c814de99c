-- Cascades, their grid, fragility, and impact models as documents.
CREATE TEMP TABLE stress AS SELECT map(t, open_interest => 80000) AS m, map(t) AS shares, linear, root
FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _, (VALUES
    ('{"kind": "linear", "depth_per_pct": 1e8, "reported": [0.3, 0.6]}'::jsonb,
     '{"kind": "sqrt", "sigma": 0.015, "volume": 1.1e10}'::jsonb)) AS impacts(linear, root);

-- one row, falls and rises
SELECT shock, final_price < reference_price AS below, sign(move_pct) = sign(shock) AS same_way, size > 0 AS some,
    amplification >= 1 AS amplified, branching_max >= branching_at_stop AS greatest,
    abs(move_pct) BETWEEN abs(move_pct_least) AND abs(move_pct_most) AS in_range,
    flow BETWEEN flow_least AND flow_most AS flow_in_range,
    abs(flow * sqrt(0.3 * 0.6) / notional - 1) < 1e-12 AS scaled,
    abs(final_price / reference_price - 1 - move_pct / 100) < 1e-12 AS consistent
FROM stress, info(m), (VALUES (-0.03), (0.03), (-0.2)) AS shocks(shock), cascade(m, shock, linear);
-- notional is what the map holds in the prices swept; notional_between() takes whole cells, which are below 0.03 % wide
SELECT shock, notional >= notional_between(m, low * 1.0003, high * 0.9997, side) AS no_less,
    notional <= notional_between(m, low * 0.9997, high * 1.0003, side) AS no_more
FROM stress, info(m), (VALUES (-0.03, 'long'::side), (0.03, 'short'), (-0.2, 'long')) AS shocks(shock, side),
    cascade(m, shock, linear), least(final_price, reference_price) AS low, greatest(final_price, reference_price) AS high;
SELECT abs(move_pct) > 3 AS moves, critical_shock IS NULL AS no_jump, landing_price IS NULL AND jump_flow IS NULL AS nothing_to_land,
    shortfall, deleveraged FROM stress, cascade(m, shock => -0.03, impact => root);

-- without reported in the impact model the map decides: a range for a replay, all for known positions
SELECT a = b AS as_if_said, a.flow_most > a.flow_least AS ranged, c.flow_most = c.flow_least AND c.flow = c.notional AS certain
FROM stress, cascade(m, -0.03, root) AS a, cascade(m, -0.03, root || '{"reported": [0.3, 1]}') AS b,
    cascade(m, -0.03, root || '{"reported": 1}') AS c;
SELECT a = b AS certain FROM stress, (SELECT position_map(100, 'long', 90, 5) AS known) AS _, cascade(known, -0.11, root) AS a,
    cascade(known, -0.11, root || '{"reported": 1}') AS b;
SELECT worst_shock <= critical_shock AS later, worst_landing_price <= landing_price AS deeper, critical_shock_most >= critical_shock AS sooner,
    shortfall BETWEEN shortfall_least AND shortfall_most AS shortfalls FROM stress, cascade(m, -0.03, linear || '{"multiplier": 0.1}');

-- less depth gives a longer fall; a critical shock if the price jumps
SELECT bool_and(final_price <= before IS NOT FALSE) AS deeper, bool_or(critical_shock < 0) AS jumps, count(*) AS rows FROM (
    SELECT g.*, lag(final_price) OVER (ORDER BY depth_multiplier DESC) AS before
    FROM stress, cascades(m, '{-0.02}', linear, '{1, 0.5, 0.1, 0.02}') AS g) AS _;
SELECT array_agg(shock ORDER BY n) AS shocks, array_agg(depth_multiplier ORDER BY n) AS depths FROM stress,
    cascades(m, '{-0.01, 0.02, -0.03}', linear, '{1, 0.1}') WITH ORDINALITY AS _(shock, depth_multiplier, a, b, c, d, e, f, g, h, i, j,
        k, l, o, p, q, r, s, t, u, v, w, x, y, z, aa, n);
SELECT count(*) AS one_depth FROM stress, cascades(m, '{-0.01, 0.02}', linear) WHERE depth_multiplier = 1;

-- the classes sum to the row
SELECT abs(sum(l.size) - min(c.size)) < 1e-9 * min(c.size) AS sizes, abs(sum(l.notional) - min(c.notional)) < 1e-9 * min(c.notional) AS notionals,
    abs(sum(l.flow) - min(c.flow)) < 1e-9 * min(c.flow) AS flows, abs(sum(l.flow_most) - min(c.flow_most)) < 1e-9 * min(c.flow_most) AS most,
    count(leverage) AS classes, bool_and(l.notional <= outstanding_notional * (1 + 1e-12)) AS at_most_all
FROM stress, cascade(m, -0.03, linear) AS c, cascade_by_leverage(m, -0.03, linear) AS l;

-- fragility holds all outstanding positions, in units of what is liquidated
SELECT side, round((sum(liquidation_per_pct * ln(price_high / price_low) * 100) * sqrt(0.3 * 0.6) / min(CASE side WHEN 'long' THEN
    long_notional ELSE short_notional END))::numeric, 9) AS whole, bool_and(critical = (branching >= 1)) AS flagged,
    bool_and(branching BETWEEN branching_least AND branching_most) AS ranged,
    bool_and(abs(branching - liquidation_per_pct / depth_per_pct) < 1e-9 * branching) AS ratio
FROM stress, info(m), fragility(m, linear) GROUP BY side ORDER BY side;
SELECT bool_and(abs(distance_pct) <= 3) AS within, count(*) > 20 AS some, bool_and(price_low >= before IS NOT FALSE) AS ascending FROM (
    SELECT f.*, lag(price_high) OVER (ORDER BY price_low) AS before FROM stress, fragility(m, linear, 100, 0.03) AS f) AS _;
SELECT count(*) FILTER (WHERE liquidation_per_pct = 0) > 0 AS empty_ones FROM stress, fragility(m, linear, within => 0.05, empty_steps => true);

-- sums and known positions as well
SELECT abs(a.final_price / b.final_price - 1) < 1e-9 AS sum_as_map FROM stress, cascade(m, -0.03, linear) AS a,
    cascade((SELECT rollup(m) FROM stress), -0.03, linear) AS b;
SELECT round(size::numeric, 6) AS size, round(move_pct::numeric, 6) AS move_pct FROM cascade((SELECT position_map(100, 'long', 90, 5)), -0.11,
    '{"kind": "linear", "depth_per_pct": 1e6}');

-- impact models: defaults filled in, and equal when read again
SELECT jsonb_pretty(check_impact(linear)) FROM stress;
SELECT bool_and(check_impact(check_impact(d)) = check_impact(d)) AS stable FROM stress, unnest(ARRAY[linear, root,
    '{"kind": "book", "levels": [[0.1, 5e6], [1, 7e7]], "multiplier": 3, "evaporation": {"eta": 0.3}}']) AS d;

-- errors
SELECT refusal(format('SELECT count(*) FROM stress, %s', call)) FROM unnest(ARRAY[
    'cascade(m, 0, linear)', 'cascade(m, -1, linear)', 'cascade(m, ''NaN'', linear)', 'cascade(shares, -0.1, linear)',
    'cascade(m, -0.1, ''{}'')', 'cascade(m, -0.1, ''{"kind": "linear", "depth_per_pct": -1}'')',
    'cascade(m, -0.1, linear || ''{"reference_price": 1}'')',
    'cascade(m, -0.1, ''{"kind": "book", "bids": [[-0.1, 5]], "asks": [[1, 5]]}'')',
    'cascade_by_leverage(m, 1, linear)', 'cascades(m, ''{}'', linear)', 'cascades(m, ''{-0.1}'', linear, ''{}'')',
    'cascades(m, ''{-0.1, NULL}'', linear)', 'cascades(m, ''{-0.1}'', linear, ''{1, NULL}'')', 'cascades(m, ''{{-0.1}, {-0.2}}'', linear)',
    'cascades(m, ''{-0.1, 0}'', linear)', 'cascades(m, ''{-0.1}'', linear, ''{0}'')', 'cascades(m, ''{-0.1}'', linear, ''{NaN}'')',
    'cascades(m, array_fill(-0.1::float8, ARRAY[1000]), linear, array_fill(1::float8, ARRAY[1000]))',
    'fragility(m, linear, -1)', 'fragility(m, linear, within => -1)', 'fragility(m, linear, ''NaN'')', 'fragility(shares, linear)']) AS call;
SELECT refusal($$SELECT check_impact('[]')$$), refusal($$SELECT check_impact('{"kind": "linear", "depth_per_pct": 1, "depth": 2}')$$);
SELECT cascade(NULL, -0.1, '{}') IS NULL AS nothing, (SELECT count(*) FROM fragility(NULL, '{}')) + (SELECT count(*) FROM cascades(NULL, NULL, NULL)) AS none;

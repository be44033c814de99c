-- Reading maps: levels, clusters, notional between prices, ledger, bars.
CREATE TEMP TABLE kept AS SELECT map(t, open_interest => 90000) AS m, map(t) AS shares
FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _;

-- levels add up to the side, outward from the reference price
SELECT count(*) > 20 AS some, round(sum(long_share)::numeric, 9) AS long, round(sum(short_share)::numeric, 9) AS short,
    bool_and(price_high > price_low) AS upright, bool_and(leverage IS NULL) AS all_leverages,
    round((sum(long_notional) / (SELECT long_notional FROM kept, info(m)))::numeric, 9) AS long_notional,
    round((max(long_cumulative) / sum(long_notional))::numeric, 9) AS long_cumulative,
    round((max(short_cumulative) / sum(short_notional))::numeric, 9) AS short_cumulative
FROM kept, levels(m);
SELECT bool_and(price_low >= lag IS NOT FALSE) AS ascending FROM (SELECT price_low, lag(price_high) OVER (ORDER BY n) AS lag
    FROM kept, levels(m) WITH ORDINALITY AS l(price_low, price_high, x, a, b, c, d, e, f, g, h, i, n)) AS _;
SELECT bool_and(long_notional = 0 OR price_low < price) AS longs_below, bool_and(short_notional = 0 OR price_high > price) AS shorts_above
FROM (SELECT l.*, reference_price AS price FROM kept, levels(m) AS l, info(m)) AS _;
SELECT DISTINCT price_high - price_low AS default_step FROM kept, levels(m);
SELECT count(*) > 0 AS some, bool_and(price_high - price_low = 50 AND price_low::int % 50 = 0) AS on_the_grid FROM kept, levels(m, 50);
SELECT bool_and(abs(distance_pct) <= 1) AS within, count(*) > 0 AS some FROM kept, levels(m, within => 0.01);
SELECT count(*) = count(DISTINCT round(price_low)) AND count(*) * 10 = round(max(price_high) - min(price_low)) AS no_gaps
FROM kept, levels(m, 10, empty_steps => true);
SELECT count(DISTINCT leverage) AS leverages, bool_and(leverage IS NOT NULL) AS each,
    round((sum(long_notional) / (SELECT sum(long_notional) FROM kept, levels(m, 100)))::numeric, 9) AS adds_up
FROM kept, levels(m, 100, by_leverage => true);

-- without open interest there are shares and no sizes
SELECT round(sum(long_share)::numeric, 9) AS long_share, count(long_size) + count(short_size) + count(long_notional) + count(short_notional) AS sizes,
    round(max(long_cumulative)::numeric, 9) AS cumulative FROM kept, levels(shares);
SELECT outstanding > 0 AS outstanding, outstanding_size, outstanding_notional, positions FROM kept, ledger(shares);
SELECT count(size) + count(notional) AS sizes, count(share) > 0 AS shares FROM kept, clusters(shares);
SELECT refusal($$SELECT notional_between(shares, 1, 1e6, 'long') FROM kept$$);

-- between two prices
SELECT round((notional_between(m, 0, 'infinity', 'long') / long_notional)::numeric, 9) AS long,
    round((notional_between(m, 0, 'infinity', 'short') / short_notional)::numeric, 9) AS short,
    notional_between(m, reference_price, 'infinity', 'long') AS nothing_above,
    notional_between(m, 0, 87000, 'long') + notional_between(m, 87000, 1e6, 'long') - notional_between(m, 0, 1e6, 'long') < 1e-3 AS adds_up,
    notional_between(m, 87000, 87000, 'long') AS empty
FROM kept, info(m);

-- the price at which a share of a side is liquidated, outward from the reference price: levels to there hold the share, and
-- at most one level more
SELECT side, round(share::numeric, 2) AS share, reached - share BETWEEN -1e-9 AND largest AS reached
FROM (SELECT side, share, sum(part) FILTER (WHERE CASE side WHEN 'long' THEN price_high > price ELSE price_low < price END) AS reached,
        max(part) AS largest
    FROM kept, unnest(enum_range(NULL::side)) AS side, unnest('{0.1, 0.5, 0.9}'::float8[]) AS share,
        liquidation_quantile(m, side, share) AS price, levels(m, 5),
        LATERAL (SELECT CASE side WHEN 'long' THEN long_share ELSE short_share END AS part) AS _
    GROUP BY side, share) AS _ ORDER BY side, share;
SELECT liquidation_quantile(shares, 'long', 0.5) < reference_price AS without_open_interest,
    liquidation_quantile((SELECT position_map(100, 'long', 90, 1)), 'long', 1) BETWEEN 89.9 AND 90.1 AS known,
    liquidation_quantile((SELECT position_map(100, 'long', 90, 1)), 'short', 0.5) IS NULL AS none FROM kept, info(shares);
SELECT refusal(format('SELECT liquidation_quantile(m, ''long'', %s) FROM kept', share))
FROM unnest(ARRAY['-0.1', '1.1', '''NaN''']) AS share;

-- the ledger: opened = swept + decayed + outstanding
SELECT side, abs(opened - swept - decayed - outstanding) / opened < 1e-9 AS balanced FROM kept, ledger(m);

-- clusters are ranked, disjoint on their side, and on the right side of the price
SELECT min(rank) AS first, max(rank) = count(*) AS ranked, count(*) > 1 AS some,
    bool_and(price_low < price_peak AND price_peak < price_high) AS peak_inside,
    bool_and((side = 'long') = (distance_pct < 0)) AS sides, bool_and(prominence BETWEEN 0.1 AND 1) AS prominent,
    bool_and(notional <= before IS NOT FALSE) AS heaviest_first
FROM (SELECT c.*, lag(notional) OVER (ORDER BY rank) AS before FROM kept, clusters(m) AS c) AS _;
SELECT bool_and(low >= high_before IS NOT FALSE) AS disjoint FROM (SELECT price_low AS low,
    lag(price_high) OVER (PARTITION BY side ORDER BY price_low) AS high_before FROM kept, clusters(m)) AS _;
SELECT (SELECT count(*) FROM kept, clusters(m, min_prominence => 0.5)) < (SELECT count(*) FROM kept, clusters(m)) AS fewer,
    (SELECT count(*) FROM kept, clusters(m, half_width => 0.02)) < (SELECT count(*) FROM kept, clusters(m)) AS smoother;

-- errors
SELECT refusal(format('SELECT count(*) FROM kept, %s', call)) FROM unnest(ARRAY[
    'levels(m, -1)', 'levels(m, ''NaN'')', 'levels(m, ''infinity'')', 'levels(m, 1e-9)', 'levels(m, within => -1)',
    'levels(m, within => ''NaN'')', 'clusters(m, -1)', 'clusters(m, ''NaN'')', 'clusters(m, min_prominence => 2)',
    'clusters(m, min_prominence => ''NaN'')', 'notional_between(m, ''NaN'', 1, ''long'')']) AS call;
SELECT (SELECT count(*) FROM levels(NULL)) + (SELECT count(*) FROM clusters(NULL)) + (SELECT count(*) FROM ledger(NULL)) AS nothing;

-- bars
SELECT bar(value, 8, 8) || '|' AS bar FROM unnest(ARRAY[0, 0.5, 1, 4, 7.9, 8, 9, -1, 'NaN', NULL]) AS value;
SELECT length(bar(1, 1)) AS default_width;
SELECT refusal($$SELECT bar(1, 0)$$), refusal($$SELECT bar(1, 'NaN')$$), refusal($$SELECT bar(1, 1, 0)$$), refusal($$SELECT bar(1, 1, 201)$$);

-- a set of rows in a place that allows none
SELECT refusal($$SELECT 1 WHERE levels(m) IS NULL FROM kept$$) LIKE '42601: %' AS syntax;
SELECT count(*) > 0 AS in_the_select_list FROM (SELECT levels(m) FROM kept) AS _;
SELECT (l).price_low < (l).price_high AS row FROM (SELECT levels(m) AS l FROM kept) AS _ LIMIT 1;

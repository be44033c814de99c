-- Heatmaps and replays.
CREATE TEMP TABLE kept AS SELECT t + g AS t FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS a,
    (SELECT gauge_tape(ts, name, value) AS g FROM gauges) AS b;

-- every column is the map as of its time, to the bit; both ways, so that neither has a row more
CREATE FUNCTION pg_temp.differences(every interval, step float8, by_leverage boolean) RETURNS TABLE (columns bigint, cells bigint, differ bigint)
LANGUAGE sql AS $$
    WITH h AS MATERIALIZED (SELECT h.* FROM kept, heatmap(t, every => $1, step => $2, by_leverage => $3) AS h),
    l AS MATERIALIZED (SELECT c.ts, l.price_low, l.price_high, l.leverage, l.long_share, l.short_share, l.long_notional, l.short_notional
        FROM kept, (SELECT DISTINCT ts FROM h) AS c, levels(map(t, as_of => c.ts), step => $2, by_leverage => $3) AS l)
    SELECT (SELECT count(DISTINCT ts) FROM h), (SELECT count(*) FROM h), (SELECT count(*) FROM (TABLE h EXCEPT ALL TABLE l) AS _)
        + (SELECT count(*) FROM (TABLE l EXCEPT ALL TABLE h) AS _)
$$;
SELECT columns, cells > 1000 AS many, differ FROM pg_temp.differences('1 h', 100, false);
SELECT columns, cells > 1000 AS many, differ FROM pg_temp.differences('5 h', 250, true);

-- the defaults: at most 300 columns of one step, on a grid of time; the last column ends with the tape
SELECT count(DISTINCT ts) AS columns, min(ts), max(ts), count(DISTINCT round(price_high - price_low, 6)) AS steps
FROM kept, LATERAL (SELECT ts, price_low::numeric, price_high::numeric FROM heatmap(t)) AS h;
SELECT min(ts), max(ts), count(DISTINCT ts) FROM kept, heatmap(t, every => '6 h', since => '2026-01-01 07:00+00', until => '2026-01-02 13:00+00');

-- rows come by time, then price, then leverage, with bounds that meet
SELECT bool_and((ts, price_low, leverage) > lag IS NOT FALSE) AS ascending FROM (SELECT ts, price_low, leverage, lag((ts, price_low, leverage))
    OVER (ORDER BY n) AS lag FROM kept, heatmap(t, every => '4 h', by_leverage => true)
    WITH ORDINALITY AS h(ts, price_low, price_high, leverage, a, b, c, d, n)) AS _;

-- zero cells: every column has every step; all other rows are as without them
SELECT count(*) = count(DISTINCT ts) * count(DISTINCT price_low) AS one_grid,
    count(DISTINCT price_low) = (max(price_high) - min(price_low)) / 100 AS no_gap, bool_or(long_share + short_share = 0) AS zeros
FROM kept, heatmap(t, every => '4 h', step => 100, zero_cells => true);
SELECT count(*) AS differ FROM kept, LATERAL (SELECT * FROM heatmap(t, every => '4 h', step => 100, zero_cells => true)
    WHERE long_share + short_share > 0 EXCEPT ALL SELECT * FROM heatmap(t, every => '4 h', step => 100)) AS _;
SELECT min(price_low), max(price_high), bool_or(long_share + short_share > 0) AS some
FROM kept, heatmap(t, every => '4 h', step => 100, low => 80000, high => 100000, zero_cells => true);

-- without open interest there are shares; an argument takes the place of the gauge
SELECT round(sum(long_share)::numeric, 9) AS shares, count(DISTINCT ts) AS columns, count(long_notional) AS notionals
FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _, heatmap(t, every => '12 h');
SELECT round((sum(h.long_notional) / max(i.long_notional))::numeric, 9) AS same
FROM kept, heatmap(t, every => '1 d', since => '2026-01-03Z', open_interest => 5) AS h, info(map(t, open_interest => 5)) AS i;

-- empty tapes, and NULL
SELECT count(*) FROM heatmap((SELECT gauge_tape(ts, name, value) FROM gauges));
SELECT count(*) FROM heatmap(NULL);
SELECT count(*) FROM kept, heatmap(t, since => '2027-01-01Z');

-- reported once: frames that the model was not fitted at
SELECT count(DISTINCT ts) FROM kept, heatmap(coarsen(t, '5 min'), every => '1 d');
SELECT count(*) FROM kept, replay(coarsen(t, '5 min'));

-- errors
SELECT refusal($$SELECT heatmap(t, every => '90 s') FROM kept$$);
SELECT refusal($$SELECT heatmap(t, every => '-1 min') FROM kept$$);
SELECT refusal($$SELECT heatmap(t, every => '1 month') FROM kept$$);
SELECT refusal($$SELECT heatmap(t, step => -1) FROM kept$$);
SELECT refusal($$SELECT heatmap(t, step => 'nan') FROM kept$$);
SELECT refusal($$SELECT heatmap(t, step => 10) FROM kept$$);
SELECT refusal($$SELECT heatmap(t, since => '2026-01-02Z', until => '2026-01-01Z') FROM kept$$);
SELECT refusal($$SELECT heatmap(t, low => 2, high => 1) FROM kept$$);
SELECT refusal($$SELECT heatmap(t, high => 'nan') FROM kept$$);
SELECT refusal($$SELECT heatmap(t, every => '1 min', step => 20, zero_cells => true) FROM kept$$);
SELECT refusal($$SELECT heatmap(t, '{"x": 1}') FROM kept$$);
SELECT refusal($$SELECT heatmap(t, '{"margin": {"contract": "inverse"}}') FROM kept$$);
SELECT refusal($$SELECT replay(t, open_interest => -1) FROM kept$$);

-- a replay: the ledgers balance over all frames, and sum to that of the map
SELECT count(*) AS frames, bool_and(abs(sum_opened - sum_swept - sum_decayed - long_outstanding) < 1e-6 * sum_opened) AS balanced
FROM (SELECT long_outstanding, sum(long_opened) OVER w AS sum_opened, sum(long_swept) OVER w AS sum_swept, sum(long_decayed) OVER w AS sum_decayed
    FROM kept, replay(t) WINDOW w AS (ORDER BY ts)) AS _;
SELECT l.side, abs(l.opened / sum(CASE l.side WHEN 'long' THEN long_opened ELSE short_opened END) - 1) < 1e-9 AS opened,
    abs(l.swept / sum(CASE l.side WHEN 'long' THEN long_swept ELSE short_swept END) - 1) < 1e-9 AS swept
FROM kept, replay(t), ledger(map(t)) AS l GROUP BY l.side, l.opened, l.swept ORDER BY side;
SELECT sum(long_predicted_notional) > 0 AS longs, sum(short_predicted_notional) > 0 AS shorts,
    bool_and(long_predicted_size = 0 OR long_predicted_notional / long_predicted_size BETWEEN low * 0.999 AND high * 1.001) AS at_the_price,
    count(*) FILTER (WHERE last_open_interest IS NULL) AS unsized
FROM kept, replay(t);

-- observed liquidations give a row also where nothing was traded
SELECT r.* FROM (SELECT tape('2026-01-01Z', 100, 1, true) + liquidation_tape('2026-01-01 00:05Z', NULL, 77, 'short') AS t FROM (SELECT) AS one) AS _, replay(t) AS r;

-- the frozen forecast: what the map as of the start of the frame held within the range of the frame, and no more than predicted
SELECT count(*) AS frames, bool_and(r.long_frozen_notional <= r.long_predicted_notional * (1 + 1e-12)) AS at_most_predicted,
    bool_and(r.long_frozen_share BETWEEN 0 AND 1 AND r.short_frozen_share BETWEEN 0 AND 1) AS fractions,
    bool_and(abs(r.long_frozen_notional - r.long_frozen_share * i.long_notional) <= 0.02 * i.long_notional) AS of_the_map,
    sum(r.long_frozen_notional + r.short_frozen_notional) > 0 AS any
FROM kept, replay(t, as_of => '2026-01-01 12:00Z') AS r, info(map(t, as_of => r.ts)) AS i
WHERE r.ts >= '2026-01-01 11:30Z' AND r.last_open_interest IS NOT NULL;

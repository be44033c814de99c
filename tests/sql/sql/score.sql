-- Scores: the demo market, whose liquidations are what the map predicts.
CREATE TEMP TABLE prices AS SELECT t + g AS t FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM demo_trades(until => '2026-01-15 00:00+00', trades_per_minute => 3)) AS a,
    (SELECT gauge_tape(ts, name, value) AS g FROM demo_gauges(until => '2026-01-15 00:00+00')) AS b;
CREATE TEMP TABLE observed AS SELECT t + l AS t FROM prices,
    LATERAL (SELECT liquidation_tape(ts, NULL::float8, notional, side) AS l FROM (
        SELECT ts, long_predicted_notional AS notional, 'long'::side AS side FROM replay(t)
        UNION ALL SELECT ts, short_predicted_notional, 'short' FROM replay(t)) AS r WHERE notional > 0) AS _;
\set options '{"warm_up": "2 d", "train_until": "2026-01-10", "null": ["N1", "small"], "draws": 20}'

CREATE TEMP TABLE scores AS SELECT s.* FROM observed, score(t, '{"{}","{\"exposure\": 0.01}"}', :'options') AS s;
SELECT model, forecast, count(*), count(DISTINCT metric) AS metrics, bool_and(horizon = '30 min') AS horizon
FROM scores GROUP BY model, forecast ORDER BY model NULLS FIRST, forecast;
-- the running forecast is what was observed: nothing is left of the level but the factor of each frame
SELECT forecast, value BETWEEN 0.9 AND 1.1 AS level, low <= value AND value <= high AS interval, n_blocks, n_notional > 0 AS observed
FROM scores WHERE model = 1 AND metric = 'level' AND side IS NULL AND period IS NULL AND forecast = 'running';
SELECT metric, forecast, null_model, value > 0 AS gain FROM scores
WHERE model = 1 AND metric IN ('information_gain', 'r2_gain') AND forecast = 'running' AND side IS NULL ORDER BY 1, 2, 3;
-- exposure is a factor: it moves the level and nothing else
SELECT metric, bool_and(abs(a.value - b.value) < 1e-6) AS equal FROM scores AS a JOIN scores AS b USING (forecast, metric, horizon)
WHERE a.model = 1 AND b.model = 2 AND a.side IS NOT DISTINCT FROM b.side AND a.period IS NOT DISTINCT FROM b.period
    AND a.null_model IS NOT DISTINCT FROM b.null_model GROUP BY metric ORDER BY metric;
SELECT DISTINCT period AT TIME ZONE 'UTC' AS month FROM scores WHERE period IS NOT NULL;

-- what is refused
SELECT refusal(format('SELECT * FROM prices, score(t, options => %L)', :'options'));
SELECT refusal('SELECT * FROM observed, score(t, options => ''{"train_until": "2026-01-14", "warm_up": "2 d"}'')');
SELECT refusal('SELECT * FROM observed, score(t, options => ''{"null": "N7"}'')');
SELECT refusal('SELECT * FROM observed, score(t, options => ''{"bar": 100}'')');
SELECT refusal('SELECT * FROM observed, score(t, ''{NULL}'')');

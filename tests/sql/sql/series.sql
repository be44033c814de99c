-- Series: the map as of many instants, and its density near the price.
CREATE TEMP TABLE kept AS SELECT t + g AS t FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS a,
    (SELECT gauge_tape(ts, name, value) AS g FROM gauges) AS b;

-- every map has the bytes of the map as of its instant
SELECT count(*), min(as_of), max(as_of), bool_and(m.map = map(t, as_of => m.as_of)) AS same
FROM kept, maps(t, every => '3 h') AS m;
SELECT count(*), bool_and(m.map = map(t, 'one_day', m.as_of, 77)) AS same
FROM kept, maps(t, 'one_day', '7 h', '2026-01-01 07:00+00', '2026-01-02 13:00+00', 77) AS m;
SELECT count(*), bool_and(m.map = map(t, '{"exposure": 0.5}', m.as_of)) AS same
FROM kept, maps(t, '{"exposure": 0.5}', every => '11 h') AS m;
SELECT count(*) <= 300 AS few, count(*) > 100 AS many FROM kept, maps(t);

-- a map of a series can be advanced, added and read
SELECT bool_and(advance(m.map, t) = map(t)) AS advanced, sum((info(m.map)).long_notional) > 0 AS sized
FROM kept, maps(t, every => '1 d') AS m;

-- the density is that of notional_between, to the bit
SELECT count(*), count(DISTINCT as_of) AS instants, bool_and(d.reference_price = (info(m)).reference_price) AS price,
    bool_and(d.long_notional = notional_between(m, reference_price * (1 - distance), reference_price, 'long')) AS longs,
    bool_and(d.short_notional = notional_between(m, reference_price, reference_price * (1 + distance), 'short')) AS shorts
FROM kept, density(t, every => '5 h', distances => '{0.2, 0.01, 1}') AS d, LATERAL (SELECT map(t, as_of => d.as_of) AS m) AS _;
SELECT row_number() OVER () AS n, to_char(as_of, 'DD HH24') AS at, distance, long_share BETWEEN 0 AND 1 AS long_share, short_share BETWEEN 0 AND 1 AS short_share
FROM kept, density(t, 'default', '1 d');
SELECT bool_and(distance = 1 AND abs(long_share - 1) < 1e-9) AS whole FROM kept, density(t, '{}', '6 h', '{1}', until => '2026-01-02Z');

-- a chart or a model takes columns: one for each distance
SELECT count(*), bool_and(near <= far) AS nested FROM (
    SELECT as_of, max(long_notional) FILTER (WHERE distance = 0.01) AS near, max(long_notional) FILTER (WHERE distance = 0.03) AS far
    FROM kept, density(t, every => '1 h', distances => '{0.01, 0.03}') GROUP BY as_of) AS _;

-- without open interest there are shares; tapes without trades, and NULL
SELECT count(*), count(long_notional) AS notionals, count(long_share) AS shares
FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _, density(t, every => '12 h', distances => '{0.03}');
SELECT (SELECT count(*) FROM maps((SELECT gauge_tape(ts, name, value) FROM gauges))) AS maps, (SELECT count(*) FROM density(NULL)) AS nothing,
    (SELECT count(*) FROM kept, maps(t, since => '2027-01-01Z')) AS later;

-- reported once: frames that the model was not fitted at
SELECT count(*) FROM kept, maps(coarsen(t, '5 min'), every => '1 d');
SELECT count(*) FROM kept, density(coarsen(t, '5 min'), every => '1 d');
-- and a margin table that is stale at the last instant
SELECT count(*) FROM kept, maps(t, '{"margin": {"venue": "okx-linear", "symbol": "ETH-USDT", "as_of": "2022-06-01"}, "reference_price": 3000}', '1 d');
SELECT count(*) FROM kept, density(t, '{"margin": {"venue": "okx-linear", "symbol": "ETH-USDT", "as_of": "2022-06-01"}, "reference_price": 3000}', '1 d', '{0.1}');
-- charts and exports of the tape too, up to their last day
CREATE TEMP TABLE old AS SELECT '{"margin": {"venue": "okx-linear", "symbol": "ETH-USDT", "as_of": "2022-06-01"}, "reference_price": 3000}'::jsonb AS m;
SELECT length(svg(t, m, '1 d')) > 1000 AS drawn FROM kept, old;
SELECT vega(t, m, '1 d') <> '{}' AS drawn FROM kept, old;
SELECT export(t, 'liqmap', m, '1 d') <> '{}' AS exported FROM kept, old;
SELECT export(t, 'liqmap', m, '12 h', until => '2026-01-02 12:00Z') <> '{}' AS exported FROM kept, old;
SELECT export(t, 'liqmap', m, '1 d', until => '2022-03-01Z') <> '{}' AS exported_nothing FROM kept, old;

-- errors
SELECT refusal($$SELECT maps(t, every => '90 s') FROM kept$$);
SELECT refusal($$SELECT maps(t, every => '-1 min') FROM kept$$);
SELECT refusal($$SELECT maps(t, every => '1 month') FROM kept$$);
SELECT refusal($$SELECT maps(t, since => '2026-01-02Z', until => '2026-01-01Z') FROM kept$$);
SELECT refusal($$SELECT maps(t, open_interest => 'nan') FROM kept$$);
SELECT refusal($$SELECT maps(t, 'no_such_model') FROM kept$$);
SELECT refusal($$SELECT maps(t, '{"x": 1}'::jsonb) FROM kept$$);
SELECT refusal($$SELECT maps(tape('1970-01-01Z', 100, 1, true) + tape('2026-01-01Z', 100, 1, true), every => '1 min')$$);
SELECT refusal($$SELECT density(tape('1970-01-01Z', 100, 1, true) + tape('2026-01-01Z', 100, 1, true), every => '1 min')$$);
SELECT refusal($$SELECT density(t, distances => '{}') FROM kept$$);
SELECT refusal($$SELECT density(t, distances => '{0.01, NULL}') FROM kept$$);
SELECT refusal($$SELECT density(t, distances => '{{0.01}, {0.02}}') FROM kept$$);
SELECT refusal($$SELECT density(t, distances => '{0}') FROM kept$$);
SELECT refusal($$SELECT density(t, distances => '{0.01, -0.1}') FROM kept$$);
SELECT refusal($$SELECT density(t, distances => '{nan}') FROM kept$$);
SELECT refusal($$SELECT density(t, distances => '{3}') FROM kept$$);
SELECT refusal($$SELECT density(t, distances => array_fill(0.01::float8, '{65}')) FROM kept$$);

-- Maps: a replay by hand, as of a time, advanced, added.
-- One class at 10x without fees or maintenance: a long opened at 100 is liquidated at 90, a short at 110.
CREATE TEMP TABLE simple AS SELECT '{"margin": {"tiers": [{"floor": 0, "rate": 0}]}, "volume_power": 1, "exposure": 1,
    "leverage": [{"x": 10, "share": 1, "half_life": "1 d"}]}'::jsonb AS model;
CREATE TEMP TABLE few AS SELECT tape(ts, price, qty, true) AS t FROM (VALUES
    ('2026-01-01 00:00:10+00'::timestamptz, 100, 10), ('2026-01-01 00:00:20+00', 101, 5),
    ('2026-01-01 00:01:00+00', 100.5, 0), ('2026-01-01 00:02:00+00', 91, 0)) AS v(ts, price, qty);
SELECT side, opened, swept, round(decayed::numeric, 6) AS decayed, round(outstanding::numeric, 6) AS outstanding, outstanding_size, outstanding_notional
FROM simple, few, ledger(map(t, model));
SELECT side, opened, swept, round(outstanding::numeric, 6) AS outstanding, round(outstanding_size::numeric, 6) AS size, round(outstanding_notional::numeric, 3) AS notional
FROM simple, few, ledger(map(t, model, open_interest => 1000));
SELECT price_low, price_high, leverage, long_share, short_share, round(short_cumulative::numeric, 6) AS cumulative, round(distance_pct::numeric, 4) AS distance_pct
FROM simple, few, levels(map(t, model), step => 1);
SELECT i.* FROM simple, few, info(map(t, model)) AS i \gx

-- as of a time: nothing later is used, and only whole frames count
CREATE TEMP TABLE whole AS SELECT t + g AS t FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS t,
    (SELECT gauge_tape(ts, name, value) AS g FROM gauges) AS g;
SELECT map(t, as_of => '2026-01-02 12:00+00') = map(slice(t, until => '2026-01-02 12:00+00')) AS cut,
    map(t, as_of => '2026-01-02 12:00:59.999+00') = map(t, as_of => '2026-01-02 12:00+00') AS whole_frames,
    map(t, as_of => '2026-01-02 12:01+00') <> map(t, as_of => '2026-01-02 12:00+00') AS next_frame,
    map(t, as_of => 'infinity') = map(t) AS all FROM whole;
SELECT as_of, as_of_first, live, reference_price = (SELECT close FROM whole, frames(t) WHERE ts = '2026-01-02 11:59+00') AS close,
    open_interest = (SELECT last FROM whole, gauges(t) WHERE ts = '2026-01-02 11:55+00' AND name = 'open_interest') AS open_interest,
    open_interest_ts, open_interest_given
FROM whole, info(map(t, as_of => '2026-01-02 12:00+00'));
SELECT live, as_of, reference_price, coverage, models FROM whole, info(map(t, as_of => '2000-01-01'));
SELECT refusal($$SELECT map(t, as_of => '-infinity') FROM whole$$);
SELECT count(*) FROM whole, levels(map(t, as_of => '2000-01-01'));
SELECT count(*) FROM whole, clusters(map(t, as_of => '2000-01-01'));
SELECT side, opened, outstanding FROM whole, ledger(map(t, as_of => '2000-01-01'));

-- advance() gives the bytes of a whole replay, in steps of any size
SELECT advance(map(t, as_of => '2026-01-01 07:03+00'), t) = map(t) AS at_once,
    advance(advance(map(slice(t, until => '2026-01-01 10:00+00')), slice(t, '2026-01-01 10:00+00', '2026-01-02')), slice(t, '2026-01-02')) = map(t) AS slices,
    advance(map(t), t) = map(t) AS nothing_new,
    advance(map(t, as_of => '2026-01-01'), t, as_of => '2026-01-01 15:00+00') = map(t, as_of => '2026-01-01 15:00+00') AS as_of FROM whole;
SELECT refusal($$SELECT advance(map(t, open_interest => 1) + map(t, open_interest => 1), t) FROM whole$$);
SELECT refusal($$SELECT advance(map(t), coarsen(t, '5 min')) FROM whole$$);

-- open interest from the gauge, from an argument, or not at all
SELECT round((a.outstanding_size / b.outstanding_size)::numeric, 9) AS proportional FROM whole,
    ledger(map(t, open_interest => 3000)) AS a, ledger(map(t, open_interest => 1000)) AS b WHERE a.side = 'long' AND b.side = 'long';
SELECT open_interest, open_interest_ts, open_interest_given FROM whole, info(map(t, open_interest => 5));
SELECT open_interest, open_interest_ts, open_interest_given, long_notional FROM info(map((SELECT tape(ts, price, qty, is_buy) FROM trades)));
SELECT refusal($$SELECT map(t, open_interest => -1) FROM whole$$);
SELECT refusal($$SELECT map(t, open_interest => 'NaN') FROM whole$$);
SELECT refusal($$SELECT map(t, open_interest => 'Infinity') FROM whole$$);

-- sums, as of several venues
CREATE TEMP TABLE venues AS SELECT n, map(t, open_interest => 1000 * n) AS m FROM whole, generate_series(1, 3) AS n;
SELECT rollup(m) = (SELECT rollup(m ORDER BY n DESC) FROM venues) AS any_order,
    (SELECT (a.m + b.m) + c.m = a.m + (b.m + c.m) AND a.m + b.m = b.m + a.m AND (a.m + b.m) + c.m = rollup(venues.m)
        FROM venues AS a, venues AS b, venues AS c WHERE a.n = 1 AND b.n = 2 AND c.n = 3) AS associative
FROM venues;
SELECT rollup(m) = (SELECT rollup(m) FROM (TABLE venues UNION ALL VALUES (4, NULL::map)) AS _) AS nulls_skipped,
    rollup(m) FILTER (WHERE false) IS NULL AS nothing FROM venues;
SELECT live, models, open_interest, daily_sigma, frame, round(long_notional) = (SELECT round(sum((info(m)).long_notional)) FROM venues) AS adds_up
FROM info((SELECT rollup(m) FROM venues));
SELECT refusal($$SELECT map(t) + map(t) FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _$$);
SELECT refusal($$SELECT map(t, open_interest => 1) + map(coarsen(t, cell_precision => 10), open_interest => 1) FROM whole$$);
SELECT merge(a.m, NULL) IS NULL AS strict FROM venues AS a WHERE n = 1;

-- a frame that the model was not fitted at is reported, once in a query
SELECT count(map(coarsen(t, '5 min'))) FROM whole, generate_series(1, 3);
SELECT frame_differs FROM whole, info(map(coarsen(t, '5 min'), '{"volume_power": 1}'));
SELECT refusal($$SELECT map((SELECT tape(ts, price, qty, is_buy, '{"contract": "inverse"}') FROM trades))$$);
SELECT refusal($$SELECT map((SELECT tape(ts, price, qty, is_buy) FROM trades), '{"nonsense": 1}')$$);
-- a model by its name or as JSON text; what is neither is said
SELECT map(t, 'default') = map(t) AND map(t, model => 'default') = map(t) AND map(t, model('default')) = map(t) AS named,
    map(t, '{"exposure": 0.02}') = map(t, '{"exposure": 0.02}'::jsonb) AS text,
    map(t, '{}', '2026-01-02 12:00+00') = map(t, as_of => '2026-01-02 12:00+00') AS as_of FROM whole;
SELECT refusal($$SELECT map(t, '2026-06-18') FROM whole$$);
SELECT refusal($$SELECT map(t, '2026-06-18 12:00:00+00') FROM whole$$);
SELECT refusal($$SELECT map(t, 'defualt') FROM whole$$);
SELECT refusal($$SELECT map(t, '{"exposure": }') FROM whole$$);
SELECT refusal($$SELECT map(t, '') FROM whole$$);
SELECT refusal($$SELECT map(t, 'null') FROM whole$$);
-- each function that replays a tape takes a model so, and says what a time or an interval in its place is
CREATE TEMP TABLE day AS SELECT slice(t, until => '2026-01-01 06:00Z') AS t FROM whole;
SELECT svg(t, 'default') = svg(t) AS svg, vega(t, 'default') = vega(t) AS vega, export(t, 'liqmap', 'default') = export(t) AS export,
    ARRAY(SELECT h FROM heatmap(t, 'default', '1 h') AS h) = ARRAY(SELECT h FROM heatmap(t, every => '1 h') AS h) AS heatmap,
    ARRAY(SELECT r FROM replay(t, 'default') AS r) = ARRAY(SELECT r FROM replay(t) AS r) AS replay,
    ARRAY(SELECT r FROM replay(t, '{"exposure": 0.02}') AS r) = ARRAY(SELECT r FROM replay(t, '{"exposure": 0.02}'::jsonb) AS r) AS text FROM day;
SELECT refusal(format('SELECT %s FROM day', call)) FROM unnest(ARRAY[
    $$svg(t, '2026-06-18')$$, $$vega(t, '1 h')$$, $$export(t, 'liqmap', '2026-06-18')$$, $$heatmap(t, '15 min')$$, $$replay(t, '2026-06-18 12:00')$$,
    $$maps(t, '1 h')$$, $$density(t, '1 h')$$, $$svg(t, 'BTCUSDT')$$]) AS call;
SELECT map(NULL) IS NULL AND map(t, NULL) IS NULL AND map(t, as_of => NULL) IS NULL AND map(t, open_interest => NULL) IS NULL AS nulls FROM whole;
SELECT live, as_of, models FROM info(map((SELECT gauge_tape(ts, name, value) FROM gauges)));

-- hours in front of minutes: the map goes on with the narrower frames, reports it once, and info() has both widths
CREATE TEMP TABLE burn AS SELECT coarsen(slice(t, until => '2026-01-02Z'), '1 h') AS hours, slice(t, '2026-01-02Z') AS minutes, t AS all_minutes
FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _;
CREATE TEMP TABLE went_on AS SELECT advance(map(hours, open_interest => 100), minutes) AS m FROM burn;
SELECT frame, frame_differs, burn_in_frame, burn_in_until, as_of FROM went_on, info(m);
SELECT frame, burn_in_frame, burn_in_until FROM burn, info(map(minutes));
SELECT m::text::map = m AS text, advance(m, minutes) = m AS nothing_new,
    m = advance(advance(map(hours, open_interest => 100), slice(minutes, until => '2026-01-02 05:00Z')), slice(minutes, '2026-01-02 05:00Z')) AS in_pieces
FROM went_on, burn;
SELECT i.burn_in_frame, i.frame FROM burn, info(advance(map(hours), minutes, '2026-01-02Z')) AS i;
-- what lies near the price is about that of a map of minutes alone
SELECT bool_and(abs(notional_between(m, lo, hi, side) / notional_between(map(all_minutes, open_interest => 100), lo, hi, side) - 1) < 0.1) AS close
FROM went_on, burn, info(m) AS i, (VALUES ('long'::side, 0.97, 1), ('short', 1, 1.03)) AS b(side, l, h), LATERAL (SELECT reference_price * l, reference_price * h) AS p(lo, hi);
SELECT refusal($$SELECT advance(map(hours), all_minutes) FROM burn$$) AS overlap;
SELECT refusal($$SELECT advance(map(all_minutes), coarsen(minutes, '1 h')) FROM burn$$) AS wider;
SELECT refusal($$SELECT advance(map(coarsen(hours, '2 h')), coarsen(minutes, '7 min')) FROM burn$$) AS uneven;
-- maps in different quotes do not add; an unknown quote adds to a known one, in any order
CREATE TEMP TABLE quoted AS SELECT q, map(label(t, 'BTC', q), open_interest => 1000) AS m FROM whole, unnest(ARRAY['', 'USD', 'USDT']) AS q;
SELECT (info(rollup(m ORDER BY q))).quote, rollup(m ORDER BY q) = rollup(m ORDER BY q DESC) AS any_order FROM quoted WHERE q <> 'USDT';
SELECT refusal($$SELECT rollup(m) FROM quoted$$), refusal($$SELECT a.m + b.m FROM quoted AS a, quoted AS b WHERE a.q = 'USD' AND b.q = 'USDT'$$);
SELECT refusal($$SELECT a.m + (SELECT position_map(88000, 'long', 80000, 1, 10, '{"symbol": "BTC-EUR"}')) FROM quoted AS a WHERE q = 'USD'$$);
SELECT refusal($$SELECT cascade_venues(array_agg(m), array_agg('{"kind": "linear", "depth_per_pct": 1e8}'::jsonb), -0.03) FROM quoted$$);
-- a sum of several symbols keeps what they say
SELECT symbol, quote FROM info((SELECT rollup(map(label(t, s), open_interest => 1000)) FROM whole, unnest(ARRAY['BTCUSDT', 'BTC-USDT-SWAP']) AS s));

-- what is probably not meant is said: a name that is not read, dollars as coins, and 0
CREATE TEMP TABLE odd AS SELECT name, t + gauge_tape('2026-01-01', name, value) AS t FROM (SELECT tape(ts, price, qty, is_buy) AS t FROM trades) AS _,
    (VALUES ('oi', 1), ('Open-Interest', 1), ('openInterest', 1), ('sum_open_interest', 1), ('point', 1), ('open_interest', 960e6), ('open_interest', 0), ('open_interest', 1e5)) AS v(name, value)
    GROUP BY name, value, t;
SELECT name, (info(m)).open_interest, notice, hint FROM (SELECT name, t, advance(map(slice(t, until => '2020-01-01')), t) AS m FROM odd) AS _ LEFT JOIN LATERAL notices(m, t) ON true ORDER BY name, 2;
SELECT count(map(t)) FROM odd WHERE name = 'oi';
SELECT count(*) FROM odd, notices(map(t, open_interest => 1e5), t) WHERE name = 'oi';
-- a greater limit where numbers are large
SELECT q, count(notice) FROM odd, unnest(ARRAY['USD', 'KRW', 'BTC', '']) AS q LEFT JOIN LATERAL (SELECT label(t, 'X', q) AS l) AS _ ON true
    LEFT JOIN LATERAL notices(map(l, open_interest => 3e7), l) ON true WHERE name = 'point' GROUP BY q ORDER BY q;
SELECT notices(a.m, t) FROM (SELECT rollup(map(t, open_interest => 1e5)) AS m FROM odd WHERE name = 'oi') AS a, odd WHERE name = 'oi';

-- an adaptive model learns the exposure of a side from observed liquidations, and is exact under advance
CREATE TEMP TABLE learned AS SELECT t, '{"adaptive": true}'::jsonb AS a FROM (SELECT (SELECT tape(ts, price, qty, is_buy) FROM demo_trades(until => '2026-01-04Z')) + (SELECT gauge_tape(ts, name, value) FROM demo_gauges(until => '2026-01-04Z')) + (SELECT liquidation_tape(ts, NULL, 100000, 'long')
    FROM generate_series('2026-01-01Z'::timestamptz, '2026-01-03 23:00Z', '1 h') AS ts) AS t) AS _;
SELECT plain.long_exposure, plain.short_exposure, adaptive.long_exposure < 0.014 AS fewer, adaptive.short_exposure,
    abs(adaptive.long_notional / plain.long_notional / adaptive.long_exposure * plain.long_exposure - 1) < 1e-12 AS in_proportion
FROM learned, info(map(t)) AS plain, info(map(t, a)) AS adaptive;
SELECT advance(map(t, a, '2026-01-02 03:07Z')::text::map, t) = map(t, a) AS advanced, model(map(t, a))->'adaptive' AS adaptive,
    check_model('{"adaptive": false}') = check_model('{}') AS off FROM learned;

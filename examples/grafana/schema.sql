-- What dashboard.json reads: the tapes of each market, one a day. Run it once, in psql.
CREATE EXTENSION IF NOT EXISTS liqmap;

CREATE TABLE liqmap_tapes (
    symbol text NOT NULL,
    day timestamptz NOT NULL, -- begins at midnight UTC
    tape liqmap.tape NOT NULL,
    PRIMARY KEY (symbol, day)
);

COMMENT ON TABLE liqmap_tapes IS 'what happened in each market, a tape a day, with the gauge open_interest in it';

-- Writing a day again replaces its row. For each day that is new or has more rows:
--
--     INSERT INTO liqmap_tapes
--     SELECT 'BTCUSDT', '2026-01-15Z', liqmap.merge(
--         (SELECT liqmap.tape(ts, price, qty, is_buy) FROM trades WHERE ts >= '2026-01-15Z' AND ts < '2026-01-16Z'),
--         (SELECT liqmap.gauge_tape(ts, 'open_interest', value) FROM open_interest WHERE ts >= '2026-01-15Z' AND ts < '2026-01-16Z'))
--     ON CONFLICT (symbol, day) DO UPDATE SET tape = excluded.tape;

-- A round width of steps that divides a span of prices into at most this number of steps, which all have this width.
CREATE FUNCTION liqmap_round_step(span float8, steps float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT min(times * power) FROM (SELECT 10::float8 ^ floor(log(span / steps)) AS power) AS _, unnest('{1,2,5,10}'::float8[]) AS times
    WHERE times * power >= span / steps
$$;

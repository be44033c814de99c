-- Tapes with names outside of ASCII, for sql/encoding.sql: the same functions in each database.
CREATE FUNCTION built() RETURNS tape LANGUAGE sql AS $$
    SELECT tape('2026-01-01Z', 100, 1, true, jsonb_build_object('symbol', U&'BTC\00e9'))
        + gauge_tape('2026-01-01Z', U&'\00e9t\00e9', 5)
        + gauge_tape('2026-01-01Z', 'open_interest', 1000)
$$;
CREATE FUNCTION fed() RETURNS tape LANGUAGE sql AS $$
    SELECT feed_tape(U&'s,ts,price,qt\00e9\000a\00e9,1767225600,100,1\000a',
        jsonb_build_object('csv', '{}'::jsonb, 'symbol', 's',
            'trades', jsonb_build_object('ts', 'ts', 'price', 'price', 'base', U&'qt\00e9')), symbol => U&'\00e9')
$$;

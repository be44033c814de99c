-- Untrusted bytes: cut, flipped, invented. Each gives an error, or a value that is written as the same bytes.
CREATE TEMP TABLE sound AS
SELECT t::bytea AS tape, map(t)::bytea AS map, (map(t, open_interest => 1000) + map(t, open_interest => 10))::bytea AS sum
FROM (SELECT (SELECT tape('2026-01-01 00:00+00'::timestamptz + i * interval '20 s', 100 + sin(i), i, i % 2 = 0, '{"symbol": "X"}')
              FROM generate_series(1, 12) AS i)
        + (SELECT gauge_tape('2026-01-01 00:00+00'::timestamptz + i * interval '20 s', 'open_interest', 1000 + i)
              FROM generate_series(1, 12) AS i)
        + (SELECT liquidation_tape('2026-01-01 00:00:40+00', 99, 1, 'long', '{"symbol": "X"}')) AS t) AS _;

-- Reads bytes as a type: counts the errors by their text.
CREATE FUNCTION pg_temp.attempt(bytes bytea, type regtype, OUT outcome text) LANGUAGE plpgsql AS $$
DECLARE
    again bytea;
BEGIN
    EXECUTE format('SELECT $1::%s::bytea', type) INTO again USING bytes;
    outcome := CASE WHEN again = bytes THEN 'accepted, canonical' ELSE 'accepted, but different when written' END;
EXCEPTION WHEN others THEN
    outcome := 'refused: ' || sqlstate;
END
$$;

CREATE FUNCTION pg_temp.outcomes(bytes bytea, type regtype) RETURNS TABLE (attack text, outcomes text) LANGUAGE sql AS $$
    SELECT attack, string_agg(DISTINCT outcome, ', ' ORDER BY outcome) FROM (
        SELECT 'cut' AS attack, pg_temp.attempt(substr(bytes, 1, i), type) AS outcome
            FROM generate_series(0, length(bytes) - 1) AS i
        UNION ALL SELECT 'longer', pg_temp.attempt(bytes || tail, type)
            FROM unnest(ARRAY['\x00', '\x01', '\xff', '\x0000000000000000']::bytea[]) AS tail
        UNION ALL SELECT 'without a byte', pg_temp.attempt(substr(bytes, 1, i) || substr(bytes, i + 2), type)
            FROM generate_series(0, length(bytes) - 1) AS i
        UNION ALL SELECT 'a byte twice', pg_temp.attempt(substr(bytes, 1, i) || substr(bytes, i), type)
            FROM generate_series(1, length(bytes)) AS i
        UNION ALL SELECT 'a bit flipped', pg_temp.attempt(set_bit(bytes, i, 1 - get_bit(bytes, i)), type)
            FROM generate_series(0, length(bytes) * 8 - 1) AS i
        UNION ALL SELECT 'a byte of ff', pg_temp.attempt(set_byte(bytes, i, 255), type)
            FROM generate_series(0, length(bytes) - 1) AS i
        UNION ALL SELECT 'a byte of 0', pg_temp.attempt(set_byte(bytes, i, 0), type)
            FROM generate_series(0, length(bytes) - 1) AS i
        UNION ALL SELECT 'two bytes swapped', pg_temp.attempt(set_byte(set_byte(bytes, i, get_byte(bytes, j)), j, get_byte(bytes, i)), type)
            FROM generate_series(0, length(bytes) - 2) AS i, LATERAL (SELECT i + 1) AS next(j)
    ) AS attempts GROUP BY attack ORDER BY attack
$$;

SELECT outcomes.* FROM sound, pg_temp.outcomes(tape, 'tape') AS outcomes;
SELECT outcomes.* FROM sound, pg_temp.outcomes(map, 'map') AS outcomes;
SELECT outcomes.* FROM sound, pg_temp.outcomes(sum, 'map') AS outcomes;

-- every accepted value can be read
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.survives(bytes bytea, type regtype) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF type = 'tape'::regtype THEN
        PERFORM info(bytes::tape), (SELECT count(*) FROM frames(bytes::tape)), (SELECT count(*) FROM volume_profile(bytes::tape)),
            (SELECT count(*) FROM gauges(bytes::tape)), map(bytes::tape), bytes::tape + bytes::tape, coarsen(bytes::tape, '1 h', 8);
    ELSE
        PERFORM info(bytes::map), (SELECT count(*) FROM levels(bytes::map)), (SELECT count(*) FROM clusters(bytes::map)),
            (SELECT count(*) FROM ledger(bytes::map)), model(bytes::map), bytes::map + bytes::map;
    END IF;
    RETURN true;
EXCEPTION WHEN others THEN
    RETURN sqlstate IN ('22P03', '22003', '22008', '22023', '54000', '55000', '0A000', '22021');
END
$$;
-- (only a part of the bits without LIQMAP_THOROUGH; every byte and every bit position occurs)
\set stride `[ -n "$LIQMAP_THOROUGH" ] && echo 1 || echo 7`
SELECT bool_and(pg_temp.survives(set_bit(bytes, i, 1 - get_bit(bytes, i)), type)) AS all
FROM (SELECT tape, 'tape'::regtype FROM sound UNION ALL SELECT map, 'map' FROM sound UNION ALL SELECT sum, 'map' FROM sound)
    AS s(bytes, type), generate_series(0, length(bytes) * 8 - 1, :stride) AS i;

RESET client_min_messages;

-- a tape is not a map, and random text is neither
SELECT refusal($$SELECT map::tape FROM (SELECT map FROM sound) AS _$$) AS map_as_tape,
    refusal($$SELECT tape::map FROM (SELECT tape FROM sound) AS _$$) AS tape_as_map;
SELECT refusal(format('SELECT %L::tape', text)) AS tape, refusal(format('SELECT %L::map', text)) AS map
FROM unnest(ARRAY['', '4c4d54', 'zz', 'abc', '4c4d54ff00000000', '4c4d4dff00000000']) AS text;
SELECT bool_and(refusal(format('SELECT %L::%s', encode(sha256(i::text::bytea), 'hex'), type)) LIKE '22P03: %') AS refused
FROM generate_series(1, 200) AS i, unnest(ARRAY['tape', 'map']) AS type;

-- the wire: COPY BINARY of one row with one column
CREATE TEMP TABLE landing_tape (v tape);
CREATE TEMP TABLE landing_map (v map);
\set out `echo "$LIQMAP_FILES"`
CREATE FUNCTION pg_temp.wire(folder text, bytes bytea, target text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    file text := folder || '/wire.bin';
    large oid := lo_from_bytea(0, '\x5047434f50590aff0d0a000000000000000000'::bytea || '\x0001' || int4send(length(bytes)) || bytes || '\xffff');
BEGIN
    PERFORM lo_export(large, file), lo_unlink(large);
    RETURN coalesce(refusal(format('COPY %I FROM %L (FORMAT binary)', target, file)), 'accepted');
END
$$;
SELECT pg_temp.wire(:'out', tape, 'landing_tape') AS sound, pg_temp.wire(:'out', substr(tape, 1, 20), 'landing_tape') AS cut,
    pg_temp.wire(:'out', tape || '\x00', 'landing_tape') AS longer, pg_temp.wire(:'out', '', 'landing_tape') AS empty FROM sound;
SELECT pg_temp.wire(:'out', map, 'landing_map') AS sound, pg_temp.wire(:'out', substr(map, 1, 20), 'landing_map') AS cut,
    pg_temp.wire(:'out', map || '\x00', 'landing_map') AS longer, pg_temp.wire(:'out', '', 'landing_map') AS empty FROM sound;
SELECT (SELECT v::bytea = tape FROM landing_tape) AS tape, (SELECT v::bytea = map FROM landing_map) AS map FROM sound;

-- bytes of a later version
SELECT refusal(format('SELECT %L::tape', encode(set_byte(tape, 3, get_byte(tape, 3) + 2), 'hex'))) AS tape,
    refusal(format('SELECT %L::map', encode(set_byte(map, 3, get_byte(map, 3) + 2), 'hex'))) AS map FROM sound;

-- users cannot make states in building; a user's aggregate of these functions is safe
CREATE AGGREGATE pg_temp.unfinished(timestamptz, float8, float8, boolean) (SFUNC = tape_trade, STYPE = tape);
CREATE TEMP TABLE unfinished AS SELECT pg_temp.unfinished(ts, price, qty, is_buy) AS t FROM (SELECT * FROM trades LIMIT 1000) AS _;
SELECT t = finished AS equal, t::text = finished::text AS text, t::bytea = finished::bytea AS bytes,
    tape_hash(t) = tape_hash(finished) AS hash, map(t) = map(finished) AS map, t + finished = finished + finished AS sum
FROM unfinished, (SELECT tape(ts, price, qty, is_buy) AS finished FROM (SELECT * FROM trades LIMIT 1000) AS _) AS f;
SELECT rollup(t) = rollup(finished) AS rolled_up
FROM unfinished, (SELECT tape(ts, price, qty, is_buy) AS finished FROM (SELECT * FROM trades LIMIT 1000) AS _) AS f;
SELECT format('CREATE AGGREGATE pg_temp.begun(timestamptz, float8, float8, boolean) (SFUNC = tape_trade, STYPE = tape, INITCOND = %L)', t)
    AS statement FROM (SELECT tape('2026-01-01', 100, 1, true) AS t) AS _ \gset
:statement;
SELECT rows FROM info((SELECT pg_temp.begun(ts, price, qty, is_buy) FROM (SELECT * FROM trades LIMIT 10) AS _));

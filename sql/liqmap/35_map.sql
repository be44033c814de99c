-- ---------------------------------------------------------------- maps

CREATE FUNCTION map(
    tape tape,
    model jsonb DEFAULT '{}',
    as_of timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_tape_map' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

CREATE FUNCTION map(
    tape tape,
    model text,
    as_of timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_tape_map_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

CREATE FUNCTION advance(map map, tape tape, as_of timestamptz DEFAULT 'infinity') RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_advance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

CREATE FUNCTION merge(a map, b map) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;

CREATE OPERATOR + (
    LEFTARG = map,
    RIGHTARG = map,
    FUNCTION = merge,
    COMMUTATOR = +
);

CREATE FUNCTION map_combine(map, map) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_merge' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2000;

CREATE AGGREGATE rollup(map map) (
    SFUNC = map_combine,
    STYPE = map,
    SSPACE = 65536,
    COMBINEFUNC = map_combine,
    PARALLEL = SAFE
);

CREATE FUNCTION model(map map) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_map_model' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION info(
    map map,
    OUT live boolean,
    OUT as_of_first timestamptz,
    OUT as_of timestamptz,
    OUT reference_price float8,
    OUT open_interest float8,
    OUT open_interest_ts timestamptz,
    OUT open_interest_given boolean,
    OUT long_notional float8,
    OUT short_notional float8,
    OUT coverage float8,
    OUT daily_sigma float8,
    OUT frame interval,
    OUT frame_differs boolean,
    OUT models integer,
    OUT positions bigint,
    OUT "precision" integer,
    OUT unit float8,
    OUT symbol text,
    OUT burn_in_frame interval,
    OUT burn_in_until timestamptz,
    OUT quote text,
    OUT long_exposure float8,
    OUT short_exposure float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION notices(map map, tape tape) RETURNS TABLE (
    notice text,
    hint text
)
    AS 'MODULE_PATHNAME', 'liqmap_map_notices' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1;

COMMENT ON FUNCTION map(tape, jsonb, timestamptz, float8) IS
    'the outstanding positions as of a time, by a replay of the frames that end by as_of; an open_interest above 0 (base coins, quote currency for inverse contracts) replaces the gauge of that name';
COMMENT ON FUNCTION map(tape, text, timestamptz, float8) IS
    'the same, with the model as JSON text or by its name';
COMMENT ON FUNCTION advance(map, tape, timestamptz) IS
    'the map, advanced with the newer frames of a tape: the bytes of a map of all frames; older frames are ignored without a warning; a sum is an error (55000). The frames of the tape may be narrower than those of the map if they divide these and begin at or after its as_of, as minutes after hours; else unlike frames are an error (22023)';
COMMENT ON FUNCTION merge(map, map) IS
    'the sum of two maps, such as of two venues; a map of a tape needs its open interest (else 55000); a sum cannot be advanced';
COMMENT ON OPERATOR + (map, map) IS 'the sum of two maps, such as of two venues';
COMMENT ON FUNCTION map_combine(map, map) IS 'adds a map to the state of rollup(map), or joins two states';
COMMENT ON AGGREGATE rollup(map) IS 'the sum of maps, such as of several venues; NULL is skipped';
COMMENT ON FUNCTION notices(map, tape) IS
    'what in a map of this tape is probably not what was meant, such as open interest in another unit or under another name; map() says it as a NOTICE';
COMMENT ON FUNCTION model(map) IS
    'the model of a map, with all its keys; for a sum of maps with several models, an array; NULL for known positions';
COMMENT ON FUNCTION info(map) IS
    'the time, reference price, open interest, totals and options of a map; notional in quote currency; live: the map can be advanced, because it is not a sum';

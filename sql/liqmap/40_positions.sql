-- ---------------------------------------------------------------- maps of known positions

CREATE FUNCTION map_position(map, float8, side, float8, float8) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_position' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION map_position(map, float8, side, float8, float8, jsonb) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_position' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION map_position(map, float8, side, float8, float8, float8, jsonb) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_position_leverage' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION map_margin(map, float8, side, float8, float8, float8, float8, jsonb) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_margin' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;

CREATE FUNCTION map_margin(map, float8, side, float8, float8, float8, float8, jsonb, jsonb) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_margin' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;

CREATE FUNCTION map_positions_combine(map, map) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_positions_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;

CREATE FUNCTION map_positions_final(map) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_positions_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

COMMENT ON FUNCTION map_position(map, float8, side, float8, float8) IS 'one row of the aggregate position_map';
COMMENT ON FUNCTION map_position(map, float8, side, float8, float8, jsonb) IS 'one row of the aggregate position_map';
COMMENT ON FUNCTION map_position(map, float8, side, float8, float8, float8, jsonb) IS
    'one row of the aggregate position_map';
COMMENT ON FUNCTION map_margin(map, float8, side, float8, float8, float8, float8, jsonb) IS
    'one row of the aggregate margin_map';
COMMENT ON FUNCTION map_margin(map, float8, side, float8, float8, float8, float8, jsonb, jsonb) IS
    'one row of the aggregate margin_map';
COMMENT ON FUNCTION map_positions_combine(map, map) IS 'partial results of the aggregates that count known positions';
COMMENT ON FUNCTION map_positions_final(map) IS 'result of the aggregates that count known positions';

CREATE AGGREGATE position_map(price float8, side side, liquidation_price float8, qty float8) (
    SFUNC = map_position,
    STYPE = map,
    SSPACE = 16384,
    FINALFUNC = map_positions_final,
    COMBINEFUNC = map_positions_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE position_map(price float8, side side, liquidation_price float8, qty float8, options jsonb) (
    SFUNC = map_position,
    STYPE = map,
    SSPACE = 16384,
    FINALFUNC = map_positions_final,
    COMBINEFUNC = map_positions_combine,
    PARALLEL = SAFE
);

-- Always with options: beside the form before, one with leverage alone would leave the type of a quoted literal open.
CREATE AGGREGATE position_map(
    price float8, side side, liquidation_price float8, qty float8, leverage float8, options jsonb
) (
    SFUNC = map_position,
    STYPE = map,
    SSPACE = 16384,
    FINALFUNC = map_positions_final,
    COMBINEFUNC = map_positions_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE margin_map(
    price float8, side side, entry float8, qty float8, leverage float8, collateral float8, rules jsonb
) (
    SFUNC = map_margin,
    STYPE = map,
    SSPACE = 16384,
    FINALFUNC = map_positions_final,
    COMBINEFUNC = map_positions_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE margin_map(
    price float8, side side, entry float8, qty float8, leverage float8, collateral float8, rules jsonb, options jsonb
) (
    SFUNC = map_margin,
    STYPE = map,
    SSPACE = 16384,
    FINALFUNC = map_positions_final,
    COMBINEFUNC = map_positions_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE position_map(float8, side, float8, float8) IS
    'a map of known positions: mark price when it was looked at, side, liquidation price (NULL: no price liquidates it), contracts; rows without price, side or qty are skipped';
COMMENT ON AGGREGATE position_map(float8, side, float8, float8, jsonb) IS
    'the same with options, which say how the map counts and as of when';
COMMENT ON AGGREGATE position_map(float8, side, float8, float8, float8, jsonb) IS
    'the same with the leverage of each position (NULL: not known); options may be ''{}''';
COMMENT ON AGGREGATE margin_map(float8, side, float8, float8, float8, float8, jsonb) IS
    'a map of known positions whose liquidation prices follow from their entry and margin rules, as margin() says; leverage or collateral may be NULL, not both; rows without price, side, entry or qty are skipped';
COMMENT ON AGGREGATE margin_map(float8, side, float8, float8, float8, float8, jsonb, jsonb) IS
    'the same with options, which say how the map counts and as of when';

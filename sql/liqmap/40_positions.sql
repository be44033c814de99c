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

COMMENT ON FUNCTION map_position(map, float8, side, float8, float8) IS
    'adds a row to the state of the aggregate position_map';
COMMENT ON FUNCTION map_position(map, float8, side, float8, float8, jsonb) IS
    'adds a row to the state of the aggregate position_map';
COMMENT ON FUNCTION map_position(map, float8, side, float8, float8, float8, jsonb) IS
    'adds a row to the state of the aggregate position_map';
COMMENT ON FUNCTION map_margin(map, float8, side, float8, float8, float8, float8, jsonb) IS
    'adds a row to the state of the aggregate margin_map';
COMMENT ON FUNCTION map_margin(map, float8, side, float8, float8, float8, float8, jsonb, jsonb) IS
    'adds a row to the state of the aggregate margin_map';
COMMENT ON FUNCTION map_positions_combine(map, map) IS
    'joins two states of the aggregates of known positions';
COMMENT ON FUNCTION map_positions_final(map) IS 'the map from a state of the aggregates of known positions';

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

-- This form always has options: with leverage alone, the type of a quoted literal would be ambiguous.
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
    'a map of known positions: price is the mark price at the time of the row, liquidation_price is NULL if no price liquidates the position (of a short a price above 100 times price, such as 100000000, says the same), qty is in contracts; rows without price, side or qty are skipped';
COMMENT ON AGGREGATE position_map(float8, side, float8, float8, jsonb) IS
    'a map of known positions with options: precision, contract, as_of and others';
COMMENT ON AGGREGATE position_map(float8, side, float8, float8, float8, jsonb) IS
    'a map of known positions with the leverage of each (NULL: not known); options may be ''{}''';
COMMENT ON AGGREGATE margin_map(float8, side, float8, float8, float8, float8, jsonb) IS
    'a map of known positions whose liquidation prices are computed as by margin(), from entry, leverage, collateral and rules; leverage or collateral may be NULL, not both; rows without price, side, entry or qty are skipped';
COMMENT ON AGGREGATE margin_map(float8, side, float8, float8, float8, float8, jsonb, jsonb) IS
    'a map of known positions by margin rules, with options: precision, contract, as_of and others';

-- ---------------------------------------------------------------- series of maps

CREATE FUNCTION maps(
    tape tape,
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    as_of timestamptz,
    map map
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_maps' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 300;

CREATE FUNCTION maps(
    tape tape,
    model text,
    every interval DEFAULT '0',
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    as_of timestamptz,
    map map
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_maps_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 300;

CREATE FUNCTION density(
    tape tape,
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    distances float8[] DEFAULT '{0.01,0.02,0.03,0.05,0.1}',
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    as_of timestamptz,
    reference_price float8,
    distance float8,
    long_notional float8,
    short_notional float8,
    long_share float8,
    short_share float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_density' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 1500;

CREATE FUNCTION density(
    tape tape,
    model text,
    every interval DEFAULT '0',
    distances float8[] DEFAULT '{0.01,0.02,0.03,0.05,0.1}',
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    as_of timestamptz,
    reference_price float8,
    distance float8,
    long_notional float8,
    short_notional float8,
    long_share float8,
    short_share float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_density_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 1500;

COMMENT ON FUNCTION maps(tape, jsonb, interval, timestamptz, timestamptz, float8) IS
    'the map as of each multiple of every, ordered by time, from one pass over the tape: the bytes of map(tape, model, as_of); an every of 0 gives at most 300 instants';
COMMENT ON FUNCTION maps(tape, text, interval, timestamptz, timestamptz, float8) IS
    'the same, with the model as JSON text or by its name';
COMMENT ON FUNCTION density(tape, jsonb, interval, float8[], timestamptz, timestamptz, float8) IS
    'what would be liquidated within each distance (a fraction) below and above the price, as of each multiple of every, from one pass over the tape; ordered by time, then as the distances are given';
COMMENT ON FUNCTION density(tape, text, interval, float8[], timestamptz, timestamptz, float8) IS
    'the same, with the model as JSON text or by its name';

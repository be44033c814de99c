-- ---------------------------------------------------------------- impact models from data

CREATE FUNCTION impact(tape tape, options jsonb DEFAULT '{}') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_impact' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

COMMENT ON FUNCTION impact(tape, jsonb) IS
    'an impact model estimated from a tape, by a robust regression of the returns of frames on their signed flow; estimate has the 90 % interval; options: {"kind": "linear"} or "sqrt"; a tape with fewer than 300 usable frames is an error (55000)';

CREATE FUNCTION book_band(bytea, timestamptz, float8, float8) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_book_band' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION book_level(bytea, timestamptz, boolean, float8, float8, float8) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_book_level' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION book_combine(bytea, bytea) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_book_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

CREATE FUNCTION book_final(bytea) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_book_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

COMMENT ON FUNCTION book_band(bytea, timestamptz, float8, float8) IS
    'adds a row to the state of the aggregate book_impact';
COMMENT ON FUNCTION book_level(bytea, timestamptz, boolean, float8, float8, float8) IS
    'adds a row to the state of the aggregate book_impact';
COMMENT ON FUNCTION book_combine(bytea, bytea) IS 'joins two states of the aggregate book_impact';
COMMENT ON FUNCTION book_final(bytea) IS 'the impact model from a state of the aggregate book_impact';

CREATE AGGREGATE book_impact(ts timestamptz, percentage float8, notional float8) (
    SFUNC = book_band,
    STYPE = bytea,
    SSPACE = 65536,
    FINALFUNC = book_final,
    COMBINEFUNC = book_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE book_impact(ts timestamptz, is_bid boolean, price float8, qty float8, mid float8) (
    SFUNC = book_level,
    STYPE = bytea,
    SSPACE = 65536,
    FINALFUNC = book_final,
    COMBINEFUNC = book_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE book_impact(timestamptz, float8, float8) IS
    'an impact model from bands of depth: the notional of all orders within a percentage of the mid price, in quote currency; a negative percentage: bids';
COMMENT ON AGGREGATE book_impact(timestamptz, boolean, float8, float8, float8) IS
    'an impact model from levels of an order book: price, qty in base coins, and the mid price of the snapshot';

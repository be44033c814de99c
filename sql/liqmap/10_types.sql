-- ---------------------------------------------------------------- types

CREATE TYPE side AS ENUM ('long', 'short');

COMMENT ON TYPE side IS 'side of a position: falling prices liquidate longs, rising prices shorts';

CREATE TYPE tape;

CREATE FUNCTION tape_in(cstring) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION tape_out(tape) RETURNS cstring
    AS 'MODULE_PATHNAME', 'liqmap_stored_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_recv(internal) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION tape_send(tape) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_stored_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE TYPE tape (
    INPUT = tape_in,
    OUTPUT = tape_out,
    RECEIVE = tape_recv,
    SEND = tape_send,
    INTERNALLENGTH = variable,
    ALIGNMENT = double,
    STORAGE = external
);

COMMENT ON TYPE tape IS
    'a record of a market in frames of time: trades or candles, gauges, observed liquidations';
COMMENT ON FUNCTION tape_in(cstring) IS 'reads a tape from hexadecimal text';
COMMENT ON FUNCTION tape_out(tape) IS 'writes a tape as hexadecimal text';
COMMENT ON FUNCTION tape_recv(internal) IS 'reads a tape from the wire';
COMMENT ON FUNCTION tape_send(tape) IS 'writes a tape to the wire';

CREATE TYPE map;

CREATE FUNCTION map_in(cstring) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION map_out(map) RETURNS cstring
    AS 'MODULE_PATHNAME', 'liqmap_stored_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_recv(internal) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION map_send(map) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_stored_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE TYPE map (
    INPUT = map_in,
    OUTPUT = map_out,
    RECEIVE = map_recv,
    SEND = map_send,
    INTERNALLENGTH = variable,
    ALIGNMENT = double,
    STORAGE = external
);

COMMENT ON TYPE map IS
    'the outstanding leveraged positions as of one time, by side, leverage and liquidation price';
COMMENT ON FUNCTION map_in(cstring) IS 'reads a map from hexadecimal text';
COMMENT ON FUNCTION map_out(map) IS 'writes a map as hexadecimal text';
COMMENT ON FUNCTION map_recv(internal) IS 'reads a map from the wire';
COMMENT ON FUNCTION map_send(map) IS 'writes a map to the wire';

-- ---------------------------------------------------------------- bytes

CREATE FUNCTION tape_to_bytea(tape) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_stored_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_from_bytea(bytea) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_from_bytea' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE CAST (tape AS bytea) WITH FUNCTION tape_to_bytea(tape);
CREATE CAST (bytea AS tape) WITH FUNCTION tape_from_bytea(bytea);

COMMENT ON FUNCTION tape_to_bytea(tape) IS 'the encoded bytes of a tape';
COMMENT ON FUNCTION tape_from_bytea(bytea) IS 'a tape from its encoded bytes, which are checked';
COMMENT ON CAST (tape AS bytea) IS 'the encoded bytes of a tape';
COMMENT ON CAST (bytea AS tape) IS 'a tape from its encoded bytes, which are checked';

CREATE FUNCTION map_to_bytea(map) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_stored_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_from_bytea(bytea) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_from_bytea' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE CAST (map AS bytea) WITH FUNCTION map_to_bytea(map);
CREATE CAST (bytea AS map) WITH FUNCTION map_from_bytea(bytea);

COMMENT ON FUNCTION map_to_bytea(map) IS 'the encoded bytes of a map';
COMMENT ON FUNCTION map_from_bytea(bytea) IS 'a map from its encoded bytes, which are checked';
COMMENT ON CAST (map AS bytea) IS 'the encoded bytes of a map';
COMMENT ON CAST (bytea AS map) IS 'a map from its encoded bytes, which are checked';

-- The liqmap extension. Schema liqmap, so that a table may have columns of these names.

-- complain if the script is sourced in psql, rather than by CREATE EXTENSION
\echo Use "CREATE EXTENSION liqmap" to load this file. \quit

-- ---------------------------------------------------------------- types

CREATE TYPE side AS ENUM ('long', 'short');

COMMENT ON TYPE side IS 'side of a position: a long is liquidated by a fall of price, a short by a rise';

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

COMMENT ON TYPE tape IS 'what happened in a market, in frames of time: trades, gauges and observed liquidations';
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

COMMENT ON TYPE map IS 'where leveraged positions stand as of one instant, by side, leverage and liquidation price';
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

-- ---------------------------------------------------------------- comparison

-- Equal content is equal bytes. The order of bytes means nothing; it is there for indexes, DISTINCT and MERGE.

CREATE FUNCTION tape_eq(tape, tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_ne(tape, tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_lt(tape, tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_le(tape, tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_gt(tape, tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_ge(tape, tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_cmp(tape, tape) RETURNS integer
    AS 'MODULE_PATHNAME', 'liqmap_stored_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_hash(tape) RETURNS integer
    AS 'MODULE_PATHNAME', 'liqmap_stored_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION tape_hash_extended(tape, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'liqmap_stored_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE OPERATOR = (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = tape_eq,
    COMMUTATOR = =,
    NEGATOR = <>,
    RESTRICT = eqsel,
    JOIN = eqjoinsel,
    HASHES,
    MERGES
);

CREATE OPERATOR <> (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = tape_ne,
    COMMUTATOR = <>,
    NEGATOR = =,
    RESTRICT = neqsel,
    JOIN = neqjoinsel
);

CREATE OPERATOR < (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = tape_lt,
    COMMUTATOR = >,
    NEGATOR = >=,
    RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel
);

CREATE OPERATOR <= (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = tape_le,
    COMMUTATOR = >=,
    NEGATOR = >,
    RESTRICT = scalarlesel,
    JOIN = scalarlejoinsel
);

CREATE OPERATOR > (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = tape_gt,
    COMMUTATOR = <,
    NEGATOR = <=,
    RESTRICT = scalargtsel,
    JOIN = scalargtjoinsel
);

CREATE OPERATOR >= (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = tape_ge,
    COMMUTATOR = <=,
    NEGATOR = <,
    RESTRICT = scalargesel,
    JOIN = scalargejoinsel
);

CREATE OPERATOR CLASS tape_ops DEFAULT FOR TYPE tape USING btree AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 tape_cmp(tape, tape);

CREATE OPERATOR CLASS tape_ops DEFAULT FOR TYPE tape USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 tape_hash(tape),
    FUNCTION 2 tape_hash_extended(tape, bigint);

COMMENT ON FUNCTION tape_eq(tape, tape) IS 'implementation of = operator';
COMMENT ON FUNCTION tape_ne(tape, tape) IS 'implementation of <> operator';
COMMENT ON FUNCTION tape_lt(tape, tape) IS 'implementation of < operator';
COMMENT ON FUNCTION tape_le(tape, tape) IS 'implementation of <= operator';
COMMENT ON FUNCTION tape_gt(tape, tape) IS 'implementation of > operator';
COMMENT ON FUNCTION tape_ge(tape, tape) IS 'implementation of >= operator';
COMMENT ON FUNCTION tape_cmp(tape, tape) IS 'less-equal-greater, by the order of bytes';
COMMENT ON FUNCTION tape_hash(tape) IS 'hash of the bytes';
COMMENT ON FUNCTION tape_hash_extended(tape, bigint) IS 'hash of the bytes, with a seed';
COMMENT ON OPERATOR = (tape, tape) IS 'equal content';
COMMENT ON OPERATOR <> (tape, tape) IS 'different content';
COMMENT ON OPERATOR < (tape, tape) IS 'less than, by the order of bytes';
COMMENT ON OPERATOR <= (tape, tape) IS 'less than or equal, by the order of bytes';
COMMENT ON OPERATOR > (tape, tape) IS 'greater than, by the order of bytes';
COMMENT ON OPERATOR >= (tape, tape) IS 'greater than or equal, by the order of bytes';
COMMENT ON OPERATOR CLASS tape_ops USING btree IS 'order of bytes';
COMMENT ON OPERATOR FAMILY tape_ops USING btree IS 'order of bytes';
COMMENT ON OPERATOR CLASS tape_ops USING hash IS 'hash of bytes';
COMMENT ON OPERATOR FAMILY tape_ops USING hash IS 'hash of bytes';

CREATE FUNCTION map_eq(map, map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_ne(map, map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_lt(map, map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_le(map, map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_gt(map, map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_ge(map, map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_cmp(map, map) RETURNS integer
    AS 'MODULE_PATHNAME', 'liqmap_stored_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_hash(map) RETURNS integer
    AS 'MODULE_PATHNAME', 'liqmap_stored_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION map_hash_extended(map, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'liqmap_stored_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE OPERATOR = (
    LEFTARG = map,
    RIGHTARG = map,
    FUNCTION = map_eq,
    COMMUTATOR = =,
    NEGATOR = <>,
    RESTRICT = eqsel,
    JOIN = eqjoinsel,
    HASHES,
    MERGES
);

CREATE OPERATOR <> (
    LEFTARG = map,
    RIGHTARG = map,
    FUNCTION = map_ne,
    COMMUTATOR = <>,
    NEGATOR = =,
    RESTRICT = neqsel,
    JOIN = neqjoinsel
);

CREATE OPERATOR < (
    LEFTARG = map,
    RIGHTARG = map,
    FUNCTION = map_lt,
    COMMUTATOR = >,
    NEGATOR = >=,
    RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel
);

CREATE OPERATOR <= (
    LEFTARG = map,
    RIGHTARG = map,
    FUNCTION = map_le,
    COMMUTATOR = >=,
    NEGATOR = >,
    RESTRICT = scalarlesel,
    JOIN = scalarlejoinsel
);

CREATE OPERATOR > (
    LEFTARG = map,
    RIGHTARG = map,
    FUNCTION = map_gt,
    COMMUTATOR = <,
    NEGATOR = <=,
    RESTRICT = scalargtsel,
    JOIN = scalargtjoinsel
);

CREATE OPERATOR >= (
    LEFTARG = map,
    RIGHTARG = map,
    FUNCTION = map_ge,
    COMMUTATOR = <=,
    NEGATOR = <,
    RESTRICT = scalargesel,
    JOIN = scalargejoinsel
);

CREATE OPERATOR CLASS map_ops DEFAULT FOR TYPE map USING btree AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 map_cmp(map, map);

CREATE OPERATOR CLASS map_ops DEFAULT FOR TYPE map USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 map_hash(map),
    FUNCTION 2 map_hash_extended(map, bigint);

COMMENT ON FUNCTION map_eq(map, map) IS 'implementation of = operator';
COMMENT ON FUNCTION map_ne(map, map) IS 'implementation of <> operator';
COMMENT ON FUNCTION map_lt(map, map) IS 'implementation of < operator';
COMMENT ON FUNCTION map_le(map, map) IS 'implementation of <= operator';
COMMENT ON FUNCTION map_gt(map, map) IS 'implementation of > operator';
COMMENT ON FUNCTION map_ge(map, map) IS 'implementation of >= operator';
COMMENT ON FUNCTION map_cmp(map, map) IS 'less-equal-greater, by the order of bytes';
COMMENT ON FUNCTION map_hash(map) IS 'hash of the bytes';
COMMENT ON FUNCTION map_hash_extended(map, bigint) IS 'hash of the bytes, with a seed';
COMMENT ON OPERATOR = (map, map) IS 'equal content';
COMMENT ON OPERATOR <> (map, map) IS 'different content';
COMMENT ON OPERATOR < (map, map) IS 'less than, by the order of bytes';
COMMENT ON OPERATOR <= (map, map) IS 'less than or equal, by the order of bytes';
COMMENT ON OPERATOR > (map, map) IS 'greater than, by the order of bytes';
COMMENT ON OPERATOR >= (map, map) IS 'greater than or equal, by the order of bytes';
COMMENT ON OPERATOR CLASS map_ops USING btree IS 'order of bytes';
COMMENT ON OPERATOR FAMILY map_ops USING btree IS 'order of bytes';
COMMENT ON OPERATOR CLASS map_ops USING hash IS 'hash of bytes';
COMMENT ON OPERATOR FAMILY map_ops USING hash IS 'hash of bytes';

-- ---------------------------------------------------------------- building tapes

CREATE FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_trade' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_trade' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_candle' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_candle' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION tape_gauge(tape, timestamptz, text, float8) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_gauge' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_gauge(tape, timestamptz, text, float8, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_gauge' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_forced(tape, timestamptz, float8, float8, side) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_forced' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_forced(tape, timestamptz, float8, float8, side, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_forced' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_combine(tape, tape) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;

CREATE FUNCTION tape_final(tape) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

COMMENT ON FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean) IS 'one row of the aggregate tape';
COMMENT ON FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean, jsonb) IS 'one row of the aggregate tape';
COMMENT ON FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8) IS
    'one row of the aggregate candle_tape';
COMMENT ON FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8, jsonb) IS
    'one row of the aggregate candle_tape';
COMMENT ON FUNCTION tape_gauge(tape, timestamptz, text, float8) IS 'one row of the aggregate gauge_tape';
COMMENT ON FUNCTION tape_gauge(tape, timestamptz, text, float8, jsonb) IS 'one row of the aggregate gauge_tape';
COMMENT ON FUNCTION tape_forced(tape, timestamptz, float8, float8, side) IS 'one row of the aggregate forced_tape';
COMMENT ON FUNCTION tape_forced(tape, timestamptz, float8, float8, side, jsonb) IS
    'one row of the aggregate forced_tape';
COMMENT ON FUNCTION tape_combine(tape, tape) IS
    'partial results of the aggregates that build tapes, and one row of rollup(tape)';
COMMENT ON FUNCTION tape_final(tape) IS 'result of the aggregates that build tapes';

CREATE AGGREGATE tape(ts timestamptz, price float8, qty float8, is_buy boolean) (
    SFUNC = tape_trade,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE tape(ts timestamptz, price float8, qty float8, is_buy boolean, options jsonb) (
    SFUNC = tape_trade,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE tape(timestamptz, float8, float8, boolean) IS
    'a tape of trades: time, price, quantity, and whether the taker bought (NULL: unknown, half and half)';
COMMENT ON AGGREGATE tape(timestamptz, float8, float8, boolean, jsonb) IS
    'the same with options, which say how the tape counts';

CREATE AGGREGATE candle_tape(
    ts timestamptz, open float8, high float8, low float8, close float8, volume float8, taker_buy_volume float8
) (
    SFUNC = tape_candle,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE candle_tape(
    ts timestamptz, open float8, high float8, low float8, close float8, volume float8, taker_buy_volume float8,
    options jsonb
) (
    SFUNC = tape_candle,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE candle_tape(timestamptz, float8, float8, float8, float8, float8, float8) IS
    'a tape of candles: start, prices, volume, and how much of it takers bought (NULL: unknown, half and half)';
COMMENT ON AGGREGATE candle_tape(timestamptz, float8, float8, float8, float8, float8, float8, jsonb) IS
    'the same with options, which say how the tape counts and how long a candle is';

CREATE AGGREGATE gauge_tape(ts timestamptz, name text, value float8) (
    SFUNC = tape_gauge,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE gauge_tape(ts timestamptz, name text, value float8, options jsonb) (
    SFUNC = tape_gauge,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE gauge_tape(timestamptz, text, float8) IS
    'a tape of gauges: samples of named streams such as open_interest and funding_rate';
COMMENT ON AGGREGATE gauge_tape(timestamptz, text, float8, jsonb) IS
    'the same with options, of which only the frame matters';

CREATE AGGREGATE forced_tape(ts timestamptz, price float8, qty float8, side side) (
    SFUNC = tape_forced,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE forced_tape(ts timestamptz, price float8, qty float8, side side, options jsonb) (
    SFUNC = tape_forced,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE forced_tape(timestamptz, float8, float8, side) IS
    'a tape of observed liquidations; side is that of the position that died, qty is quote notional without a price';
COMMENT ON AGGREGATE forced_tape(timestamptz, float8, float8, side, jsonb) IS
    'the same with options, which say how the tape counts';

CREATE AGGREGATE rollup(tape tape) (
    SFUNC = tape_combine,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE rollup(tape) IS 'the exact union of tapes: the same as one tape of all their rows';

-- ---------------------------------------------------------------- reading tapes

CREATE FUNCTION merge(a tape, b tape) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;

CREATE OPERATOR + (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = merge,
    COMMUTATOR = +
);

CREATE FUNCTION slice(
    tape tape,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity'
) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_slice' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION coarsen(tape tape, frame interval DEFAULT '0', cell_precision integer DEFAULT 0) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_coarsen' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;

CREATE FUNCTION info(
    tape tape,
    OUT frame interval,
    OUT "precision" integer,
    OUT contract text,
    OUT contract_size float8,
    OUT unit float8,
    OUT symbol text,
    OUT frames bigint,
    OUT since timestamptz,
    OUT until timestamptz,
    OUT prints bigint,
    OUT cells bigint,
    OUT notional float8,
    OUT taker_buy_notional float8,
    OUT forced_long float8,
    OUT forced_short float8,
    OUT gauge_samples bigint,
    OUT gauges text[]
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION frames(tape tape) RETURNS TABLE (
    ts timestamptz,
    prints bigint,
    low float8,
    high float8,
    close float8,
    notional float8,
    taker_buy_notional float8,
    cells bigint,
    forced_long float8,
    forced_short float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_frames' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1440;

CREATE FUNCTION prints(tape tape) RETURNS TABLE (
    ts timestamptz,
    price_low float8,
    price_high float8,
    notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_prints' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000;

CREATE FUNCTION gauges(tape tape) RETURNS TABLE (
    ts timestamptz,
    name text,
    samples bigint,
    min float8,
    max float8,
    last float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_gauges' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1440;

COMMENT ON FUNCTION merge(tape, tape) IS 'the exact union of two tapes';
COMMENT ON OPERATOR + (tape, tape) IS 'the exact union of two tapes';
COMMENT ON FUNCTION slice(tape, timestamptz, timestamptz) IS 'the frames that start in [since, until)';
COMMENT ON FUNCTION coarsen(tape, interval, integer) IS
    'the tape in wider frames and with fewer bits of price, as if it had been built so; 0 keeps';
COMMENT ON FUNCTION info(tape) IS 'how a tape counts and what it holds';
COMMENT ON FUNCTION frames(tape) IS 'the frames of a tape in time order';
COMMENT ON FUNCTION prints(tape) IS 'what was traded in each frame at which price, in quote notional';
COMMENT ON FUNCTION gauges(tape) IS 'the gauges of a tape in each frame';

-- ---------------------------------------------------------------- models

CREATE FUNCTION model(name text DEFAULT 'default') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_model_named' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION models() RETURNS TABLE (name text, description text, model jsonb)
    AS 'MODULE_PATHNAME', 'liqmap_models' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 5;

CREATE FUNCTION check_model(model jsonb) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_model_check' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION model(text) IS 'a named model, complete';
COMMENT ON FUNCTION models() IS 'the named models';
COMMENT ON FUNCTION check_model(jsonb) IS
    'the model with all that was left out filled in, or an error that names the place';

-- ---------------------------------------------------------------- maps

CREATE FUNCTION map(
    tape tape,
    model jsonb DEFAULT '{}',
    as_of timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

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
    OUT symbol text
)
    AS 'MODULE_PATHNAME', 'liqmap_map_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

COMMENT ON FUNCTION map(tape, jsonb, timestamptz, float8) IS
    'where positions stand as of an instant: a replay of the tape under a model, with nothing later than as_of';
COMMENT ON FUNCTION advance(map, tape, timestamptz) IS
    'goes on with the frames of a tape that are newer than the map; the same bytes as a map of everything';
COMMENT ON FUNCTION merge(map, map) IS 'the sum of two maps, such as of two venues';
COMMENT ON OPERATOR + (map, map) IS 'the sum of two maps, such as of two venues';
COMMENT ON FUNCTION map_combine(map, map) IS 'one row, and partial results, of rollup(map)';
COMMENT ON AGGREGATE rollup(map) IS 'the sum of maps, such as of several venues';
COMMENT ON FUNCTION model(map) IS 'the model a map was made with; of a sum of maps with several models, an array';
COMMENT ON FUNCTION info(map) IS 'what a map is of and what it rests on';

-- ---------------------------------------------------------------- maps of known positions

CREATE FUNCTION map_position(map, float8, side, float8, float8) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_position' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION map_position(map, float8, side, float8, float8, jsonb) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_position' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION map_position(map, float8, side, float8, float8, float8, jsonb) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_levered_position' LANGUAGE C IMMUTABLE PARALLEL SAFE;

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
    'a map of known positions: mark price, side, liquidation price (NULL: never liquidated), quantity';
COMMENT ON AGGREGATE position_map(float8, side, float8, float8, jsonb) IS
    'the same with options, which say how the map counts and as of when';
COMMENT ON AGGREGATE position_map(float8, side, float8, float8, float8, jsonb) IS
    'the same with the leverage of each position (NULL: not known)';
COMMENT ON AGGREGATE margin_map(float8, side, float8, float8, float8, float8, jsonb) IS
    'a map of known positions whose liquidation prices follow from entry, quantity, leverage or collateral and margin rules';
COMMENT ON AGGREGATE margin_map(float8, side, float8, float8, float8, float8, jsonb, jsonb) IS
    'the same with options, which say how the map counts and as of when';

-- ---------------------------------------------------------------- reading maps

CREATE FUNCTION levels(
    map map,
    step float8 DEFAULT 0,
    within float8 DEFAULT 'infinity',
    by_leverage boolean DEFAULT false,
    empty_steps boolean DEFAULT false
) RETURNS TABLE (
    price_low float8,
    price_high float8,
    leverage float8,
    long_share float8,
    short_share float8,
    long_size float8,
    short_size float8,
    long_notional float8,
    short_notional float8,
    long_cumulative float8,
    short_cumulative float8,
    distance_pct float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_levels' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 200;

CREATE FUNCTION notional_between(map map, low float8, high float8, side side) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_map_notional_between' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION clusters(map map, half_width float8 DEFAULT 0.0025, min_prominence float8 DEFAULT 0.1) RETURNS TABLE (
    rank integer,
    side side,
    price_low float8,
    price_peak float8,
    price_high float8,
    size float8,
    notional float8,
    share float8,
    distance_pct float8,
    distance_sigmas float8,
    prominence float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_clusters' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 20;

CREATE FUNCTION ledger(map map) RETURNS TABLE (
    side side,
    opened float8,
    swept float8,
    decayed float8,
    standing float8,
    standing_size float8,
    standing_notional float8,
    positions bigint,
    never_notional float8,
    already_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_ledger' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 2;

COMMENT ON FUNCTION levels(map, float8, float8, boolean, boolean) IS
    'what would be liquidated in each step of price, and on the way there';
COMMENT ON FUNCTION notional_between(map, float8, float8, side) IS
    'quote notional of a side that would be liquidated in [low, high)';
COMMENT ON FUNCTION clusters(map, float8, float8) IS 'where liquidations pile up, the heaviest first';
COMMENT ON FUNCTION ledger(map) IS 'the books of each side: opened = swept + decayed + standing';

-- ---------------------------------------------------------------- maps through time

CREATE FUNCTION heatmap(
    tape tape,
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    by_leverage boolean DEFAULT false,
    zero_cells boolean DEFAULT false,
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    ts timestamptz,
    price_low float8,
    price_high float8,
    leverage float8,
    long_share float8,
    short_share float8,
    long_notional float8,
    short_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_heatmap' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 50000;

CREATE FUNCTION replay(
    tape tape,
    model jsonb DEFAULT '{}',
    as_of timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    ts timestamptz,
    low float8,
    high float8,
    close float8,
    long_opened float8,
    short_opened float8,
    long_swept float8,
    short_swept float8,
    long_decayed float8,
    short_decayed float8,
    long_standing float8,
    short_standing float8,
    last_open_interest float8,
    long_predicted_size float8,
    short_predicted_size float8,
    long_predicted_notional float8,
    short_predicted_notional float8,
    long_forced_notional float8,
    short_forced_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_replay' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 1440;

COMMENT ON FUNCTION heatmap(tape, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, boolean, boolean, float8) IS
    'a map through time: what stood, by step of price, as of each multiple of every; in one pass over the tape. 0 chooses every (at most 300 columns) and step';
COMMENT ON FUNCTION replay(tape, jsonb, timestamptz, float8) IS
    'the books of a replay frame by frame: what opened, was swept and decayed, the notional predicted to be liquidated, and what was observed';

-- ---------------------------------------------------------------- margin

CREATE FUNCTION margin(
    side side,
    entry float8,
    qty float8,
    rules jsonb DEFAULT '{}',
    leverage float8 DEFAULT 0,
    collateral float8 DEFAULT 0,
    OUT status text,
    OUT liquidation_price float8,
    OUT bankruptcy_price float8,
    OUT tier_at_entry integer,
    OUT tier_at_liquidation integer,
    OUT initial_margin float8,
    OUT maintenance_margin float8,
    OUT distance_pct float8
)
    AS 'MODULE_PATHNAME', 'liqmap_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;

CREATE FUNCTION liquidation_price(
    side side,
    entry float8,
    leverage float8,
    rules jsonb DEFAULT '{}',
    qty float8 DEFAULT 0,
    collateral float8 DEFAULT 0
) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_liquidation_price' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;

COMMENT ON FUNCTION margin(side, float8, float8, jsonb, float8, float8) IS
    'where a position is liquidated and bankrupt, and what it must hold; status is price, never or already';
COMMENT ON FUNCTION liquidation_price(side, float8, float8, jsonb, float8, float8) IS
    'the price that liquidates a position, NULL if there is none; without qty, of one in the first tier';

CREATE FUNCTION hedged_margin(
    entry_long float8,
    qty_long float8,
    entry_short float8,
    qty_short float8,
    wallet float8,
    rules jsonb DEFAULT '{}',
    mark float8 DEFAULT 0,
    OUT status text,
    OUT liquidation_price float8,
    OUT price_below float8,
    OUT price_above float8,
    OUT equity float8,
    OUT maintenance_margin float8
)
    AS 'MODULE_PATHNAME', 'liqmap_hedged_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 15;

CREATE FUNCTION hedged_liquidation_price(
    entry_long float8,
    qty_long float8,
    entry_short float8,
    qty_short float8,
    wallet float8,
    rules jsonb DEFAULT '{}',
    mark float8 DEFAULT 0
) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_hedged_liquidation_price' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;

CREATE FUNCTION round_liquidation_price(side side, price float8, rules jsonb, tick float8 DEFAULT 0) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_round_liquidation_price' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;

COMMENT ON FUNCTION hedged_margin(float8, float8, float8, float8, float8, jsonb, float8) IS
    'where a long and a short leg that share a wallet are liquidated together: below and above the mark';
COMMENT ON FUNCTION hedged_liquidation_price(float8, float8, float8, float8, float8, jsonb, float8) IS
    'the price that liquidates both legs of a hedged position, NULL if there is none';
COMMENT ON FUNCTION round_liquidation_price(side, float8, jsonb, float8) IS
    'an exact liquidation price as the venue shows it: on a tick, rounded as its rules say';

CREATE FUNCTION venues() RETURNS TABLE (
    venue text,
    symbol text,
    contract text,
    contract_size float8,
    since timestamptz,
    tiers integer,
    max_leverage float8,
    cap float8,
    known_to float8,
    source text
)
    AS 'MODULE_PATHNAME', 'liqmap_venues' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 60;

CREATE FUNCTION venue(name text, symbol text, as_of timestamptz DEFAULT 'infinity') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_venue_named' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION venue(document jsonb, symbol text, as_of timestamptz DEFAULT 'infinity') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_venue_of_document' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

COMMENT ON FUNCTION venues() IS 'the tables of margin tiers that are built in, by venue, symbol and first day';
COMMENT ON FUNCTION venue(text, text, timestamptz) IS
    'margin rules of a symbol of a venue as of a time, for margin(), liquidation_price() and models';
COMMENT ON FUNCTION venue(jsonb, text, timestamptz) IS 'margin rules of a symbol from a venue document of one''s own';

-- ---------------------------------------------------------------- cascade

CREATE FUNCTION check_market(document jsonb) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_check_market' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION cascade(
    map map,
    shock float8,
    market jsonb,
    OUT final_price float8,
    OUT move_pct float8,
    OUT size float8,
    OUT notional float8,
    OUT amplification float8,
    OUT branching_at_stop float8,
    OUT branching_max float8,
    OUT branching_max_price float8,
    OUT critical_shock float8,
    OUT landing_price float8,
    OUT jump_notional float8,
    OUT shortfall float8,
    OUT adl_notional float8,
    OUT move_pct_least float8,
    OUT move_pct_most float8,
    OUT notional_least float8,
    OUT notional_most float8,
    OUT critical_shock_least float8,
    OUT critical_shock_most float8,
    OUT shortfall_least float8,
    OUT shortfall_most float8,
    OUT worst_shock float8,
    OUT worst_landing_price float8,
    OUT worst_jump_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_cascade' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION cascade_by_leverage(map map, shock float8, market jsonb) RETURNS TABLE (
    leverage float8,
    size float8,
    notional float8,
    standing_notional float8,
    shortfall float8,
    adl_notional float8,
    notional_least float8,
    notional_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_cascade_by_leverage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10;

CREATE FUNCTION cascades(map map, shocks float8[], market jsonb, depth_multipliers float8[] DEFAULT '{1}') RETURNS TABLE (
    shock float8,
    depth_multiplier float8,
    final_price float8,
    move_pct float8,
    size float8,
    notional float8,
    amplification float8,
    branching_at_stop float8,
    branching_max float8,
    branching_max_price float8,
    critical_shock float8,
    landing_price float8,
    jump_notional float8,
    shortfall float8,
    adl_notional float8,
    move_pct_least float8,
    move_pct_most float8,
    notional_least float8,
    notional_most float8,
    critical_shock_least float8,
    critical_shock_most float8,
    shortfall_least float8,
    shortfall_most float8,
    worst_shock float8,
    worst_landing_price float8,
    worst_jump_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_cascades' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000 ROWS 50;

CREATE FUNCTION fragility(
    map map,
    market jsonb,
    step float8 DEFAULT 0,
    within float8 DEFAULT 'infinity',
    empty_steps boolean DEFAULT false
) RETURNS TABLE (
    side side,
    price_low float8,
    price_high float8,
    distance_pct float8,
    liquidation_per_pct float8,
    depth_per_pct float8,
    branching float8,
    critical boolean,
    branching_least float8,
    branching_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_fragility' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000 ROWS 200;

COMMENT ON FUNCTION check_market(jsonb) IS
    'a market document checked, with its defaults filled in: how price answers forced flow';
COMMENT ON FUNCTION cascade(map, float8, jsonb) IS
    'what a sudden move sets off: where the price ends, what is liquidated on the way, and where it tips';
COMMENT ON FUNCTION cascade_by_leverage(map, float8, jsonb) IS 'what a sudden move liquidates, by leverage class';
COMMENT ON FUNCTION cascades(map, float8[], jsonb, float8[]) IS
    'cascades of several moves, in the depth of the market and in multiples of it';
COMMENT ON FUNCTION fragility(map, jsonb, float8, float8, boolean) IS
    'in each step of price: what is liquidated per 1 %, the depth that meets it, and the branching ratio';

-- ---------------------------------------------------------------- markets from data

CREATE FUNCTION market(tape tape, options jsonb DEFAULT '{}') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_market_estimate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

COMMENT ON FUNCTION market(tape, jsonb) IS
    'a market document estimated from a tape: a robust line of the returns of its frames on their signed flow, with its interval';

CREATE FUNCTION book_band(bytea, timestamptz, float8, float8) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_book_band' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION book_level(bytea, timestamptz, boolean, float8, float8, float8) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_book_level' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION book_combine(bytea, bytea) RETURNS bytea
    AS 'MODULE_PATHNAME', 'liqmap_book_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

CREATE FUNCTION book_final(bytea) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_book_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

COMMENT ON FUNCTION book_band(bytea, timestamptz, float8, float8) IS 'one row of the aggregate book_market';
COMMENT ON FUNCTION book_level(bytea, timestamptz, boolean, float8, float8, float8) IS 'one row of the aggregate book_market';
COMMENT ON FUNCTION book_combine(bytea, bytea) IS 'partial results of the aggregate book_market';
COMMENT ON FUNCTION book_final(bytea) IS 'result of the aggregate book_market';

CREATE AGGREGATE book_market(ts timestamptz, percentage float8, notional float8) (
    SFUNC = book_band,
    STYPE = bytea,
    SSPACE = 65536,
    FINALFUNC = book_final,
    COMBINEFUNC = book_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE book_market(ts timestamptz, is_bid boolean, price float8, qty float8, mid float8) (
    SFUNC = book_level,
    STYPE = bytea,
    SSPACE = 65536,
    FINALFUNC = book_final,
    COMBINEFUNC = book_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE book_market(timestamptz, float8, float8) IS
    'a market document from bands of depth: notional within a percentage of the middle, bids where it is negative';
COMMENT ON AGGREGATE book_market(timestamptz, boolean, float8, float8, float8) IS
    'a market document from levels of a book: price and quantity, and the middle of the snapshot';

-- ---------------------------------------------------------------- cascades under what is not known, in time, on venues

CREATE FUNCTION simulate(
    map map,
    market jsonb,
    draws integer DEFAULT 10000,
    seed bigint DEFAULT 1,
    options jsonb DEFAULT '{}'
) RETURNS TABLE (
    quantile float8,
    shock_pct float8,
    price float8,
    move_pct float8,
    size float8,
    notional float8,
    shortfall float8,
    adl_notional float8,
    jump_probability float8,
    reported_least float8,
    reported_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_simulate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000000 ROWS 8;

COMMENT ON FUNCTION simulate(map, jsonb, integer, bigint, jsonb) IS
    'quantiles of many cascades: shock, depth, impact, reporting and ladder drawn at random, the same for the same seed';

CREATE FUNCTION cascade_path(map map, shock float8, market jsonb, options jsonb DEFAULT '{}') RETURNS TABLE (
    t float8,
    price float8,
    liquidated float8,
    cumulative float8,
    pending float8,
    taken_over float8
)
    AS 'MODULE_PATHNAME', 'liqmap_cascade_path' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 1801;

COMMENT ON FUNCTION cascade_path(map, float8, jsonb, jsonb) IS
    'a cascade in time, a row per step (t in seconds): engine, refill of the book, price';

CREATE FUNCTION cascade_venues(maps map[], markets jsonb[], shock float8) RETURNS TABLE (
    venue integer,
    final_price float8,
    move_pct float8,
    size float8,
    notional float8,
    depth_share float8,
    branching float8,
    amplification float8,
    spectral_radius float8,
    move_pct_least float8,
    move_pct_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_cascade_venues' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 4;

COMMENT ON FUNCTION cascade_venues(map[], jsonb[], float8) IS
    'one shock on several venues whose prices arbitrage keeps together, a row per venue in the order given';

-- ---------------------------------------------------------------- pictures

CREATE FUNCTION svg(
    map map,
    step float8 DEFAULT 0,
    within float8 DEFAULT 0.15,
    title text DEFAULT '',
    width integer DEFAULT 1200,
    height integer DEFAULT 675,
    theme text DEFAULT 'auto'
) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_map_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;

CREATE FUNCTION svg(
    tape tape,
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0,
    title text DEFAULT '',
    width integer DEFAULT 1200,
    height integer DEFAULT 675,
    theme text DEFAULT 'auto'
) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_tape_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

CREATE FUNCTION cascade_svg(
    map map,
    shock float8,
    market jsonb,
    options jsonb DEFAULT '{}',
    title text DEFAULT '',
    width integer DEFAULT 1200,
    height integer DEFAULT 675,
    theme text DEFAULT 'auto'
) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_cascade_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

COMMENT ON FUNCTION svg(map, float8, float8, text, integer, integer, text) IS
    'a picture of a map: what would be liquidated over price, by leverage and summed, with its largest clusters; theme is auto, light or dark';
COMMENT ON FUNCTION cascade_svg(map, float8, jsonb, jsonb, text, integer, integer, text) IS
    'a picture of cascade_path(): the price in time beside the static answer, and what is sold when';
COMMENT ON FUNCTION svg(
    tape, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8, text, integer, integer, text
) IS
    'a picture of a heatmap: what stood over time and price, and the price through it; by default 5 % beyond the prices traded';

-- ---------------------------------------------------------------- Vega-Lite, pages, interchange

CREATE FUNCTION vega(
    map map,
    step float8 DEFAULT 0,
    within float8 DEFAULT 0.15,
    title text DEFAULT '',
    width integer DEFAULT 1000,
    height integer DEFAULT 500
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_map_vega' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

CREATE FUNCTION vega(
    tape tape,
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0,
    title text DEFAULT '',
    width integer DEFAULT 1000,
    height integer DEFAULT 500
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_vega' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

CREATE FUNCTION page(svg text, title text DEFAULT '') RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_page_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION page(spec jsonb, title text DEFAULT '', scripts text DEFAULT '') RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_page_vega' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION interchange(map map, layout text DEFAULT 'liqmap', step float8 DEFAULT 0) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_map_interchange' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

CREATE FUNCTION interchange(
    tape tape,
    layout text DEFAULT 'liqmap',
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_interchange' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

COMMENT ON FUNCTION vega(map, float8, float8, text, integer, integer) IS
    'a map as a Vega-Lite specification with its data inside: tooltips, zoom along the price, a legend that filters';
COMMENT ON FUNCTION vega(tape, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8, text, integer, integer) IS
    'the heatmap of a tape as a Vega-Lite specification with its data inside: tooltips and zoom';
COMMENT ON FUNCTION page(text, text) IS 'one HTML file that shows an SVG picture, without a script';
COMMENT ON FUNCTION page(jsonb, text, text) IS
    'one HTML file that shows a Vega-Lite picture; scripts, the JavaScript of Vega, is put into it, else asked of a public server';
COMMENT ON FUNCTION interchange(map, text, float8) IS
    'a map as JSON in a layout that other programs read: liqmap, coinglass, coinglass-aggregated';
COMMENT ON FUNCTION interchange(tape, text, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8) IS
    'the heatmap of a tape as JSON in a layout that other programs read: liqmap, coinglass-heatmap, coinglass-heatmap-v3';

-- ---------------------------------------------------------------- whole files

CREATE FUNCTION layouts() RETURNS TABLE (
    name text,
    title text,
    streams text,
    contract text,
    source text,
    traps text
)
    AS 'MODULE_PATHNAME', 'liqmap_layouts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 40;

CREATE FUNCTION feed_tape(content text, layout text, options jsonb DEFAULT '{}', symbol text DEFAULT '') RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_feed_named' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

CREATE FUNCTION feed_tape(content text, document jsonb, options jsonb DEFAULT '{}', symbol text DEFAULT '') RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_feed_of_document' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

COMMENT ON FUNCTION layouts() IS 'the layouts of files that are built in: what is in them, and the traps that are taken care of';
COMMENT ON FUNCTION feed_tape(text, text, jsonb, text) IS
    'the tape of a whole file of CSV or JSON in a layout of layouts(), all of it or an error with the line; of a file of many symbols, one; NULL without any row';
COMMENT ON FUNCTION feed_tape(text, jsonb, jsonb, text) IS 'the tape of a whole file in a layout of one''s own';

-- ---------------------------------------------------------------- first steps

CREATE FUNCTION version() RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION ts(epoch bigint) RETURNS timestamptz
    AS 'MODULE_PATHNAME', 'liqmap_ts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION bar(value float8, max float8, width integer DEFAULT 30) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_bar' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION demo_trades(
    since timestamptz DEFAULT '2026-01-01 00:00:00+00',
    until timestamptz DEFAULT 'infinity',
    trades_per_minute integer DEFAULT 12,
    seed bigint DEFAULT 1
) RETURNS TABLE (ts timestamptz, price float8, qty float8, is_buy boolean)
    AS 'MODULE_PATHNAME', 'liqmap_demo_trades' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 250000;

CREATE FUNCTION demo_gauges(
    since timestamptz DEFAULT '2026-01-01 00:00:00+00',
    until timestamptz DEFAULT 'infinity',
    trades_per_minute integer DEFAULT 12,
    seed bigint DEFAULT 1
) RETURNS TABLE (ts timestamptz, name text, value float8)
    AS 'MODULE_PATHNAME', 'liqmap_demo_gauges' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 12000;

COMMENT ON FUNCTION liqmap.version() IS 'version of the liqmap library';
COMMENT ON FUNCTION ts(bigint) IS 'time of an epoch in s, ms, us or ns, told apart by size';
COMMENT ON FUNCTION bar(float8, float8, integer) IS 'a bar of text: width characters stand for max';
COMMENT ON FUNCTION demo_trades(timestamptz, timestamptz, integer, bigint) IS
    'trades of a made-up market, the same on every machine; until infinity means a fortnight';
COMMENT ON FUNCTION demo_gauges(timestamptz, timestamptz, integer, bigint) IS
    'open interest, funding and mark price of the same made-up market';

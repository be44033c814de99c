-- ---------------------------------------------------------------- comparison

-- Equal content is equal bytes. The order of bytes has no meaning; indexes, DISTINCT and merge joins need it.

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

-- A dump restores with an empty search_path, and IS DISTINCT FROM cannot name its operator with a schema; a function can.

CREATE FUNCTION same(a tape, b tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_same' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

CREATE FUNCTION same(a map, b map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_same' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

CREATE FUNCTION differs(a tape, b tape) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_differs' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

CREATE FUNCTION differs(a map, b map) RETURNS boolean
    AS 'MODULE_PATHNAME', 'liqmap_stored_differs' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

COMMENT ON FUNCTION same(tape, tape) IS
    'whether two tapes are equal, or both NULL: IS NOT DISTINCT FROM in a form that a dump restores';
COMMENT ON FUNCTION same(map, map) IS
    'whether two maps are equal, or both NULL: IS NOT DISTINCT FROM in a form that a dump restores';
COMMENT ON FUNCTION differs(tape, tape) IS
    'whether two tapes are unequal, or one is NULL: IS DISTINCT FROM in a form that a dump restores';
COMMENT ON FUNCTION differs(map, map) IS
    'whether two maps are unequal, or one is NULL: IS DISTINCT FROM in a form that a dump restores';

-- The extension as a member of the catalogue.
SELECT current_database() AS here, current_user AS owner \gset

-- one version, that of META.json
\set meta `echo "$LIQMAP_VERSION"`
SELECT extversion = :'meta' AS extension, liqmap.version() = :'meta' AS library, default_version = :'meta' AS control
FROM pg_extension JOIN pg_available_extensions ON name = extname WHERE extname = 'liqmap';

SELECT trusted, superuser, relocatable, schema, requires FROM pg_available_extension_versions WHERE name = 'liqmap';

CREATE TEMP VIEW member AS
SELECT classid, objid, pg_describe_object(classid, objid, 0) AS object
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
    AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'liqmap');

CREATE TEMP VIEW routine AS
SELECT p.*, p.oid::regprocedure AS signature FROM pg_proc p JOIN member ON classid = 'pg_proc'::regclass AND objid = p.oid;

-- every object has a comment, except the array types, which are members from PostgreSQL 17 on
SELECT object AS without_comment FROM member WHERE obj_description(objid, classid::regclass::name) IS NULL
    AND NOT EXISTS (SELECT FROM pg_type WHERE classid = 'pg_type'::regclass AND oid = objid AND typcategory = 'A');

-- every function is in C, immutable, and safe in parallel
SELECT signature AS impure FROM routine WHERE provolatile <> 'i' OR proparallel <> 's'
    OR (prokind <> 'a' AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c'));

-- strict, except functions that an aggregate calls with NULLs, and those that compare NULLs
SELECT signature AS not_strict FROM routine
WHERE NOT proisstrict AND prokind = 'f' AND proname NOT IN ('same', 'differs') ORDER BY signature::text;

-- no argument has the name of a result column
SELECT signature AS ambiguous FROM routine,
    LATERAL unnest(proargnames, proargmodes) AS input(name, mode),
    LATERAL unnest(proargnames, proargmodes) AS result(name, mode)
WHERE input.mode IN ('i', 'b') AND result.mode IN ('o', 't') AND input.name = result.name;

-- a default is never NULL
SELECT signature AS null_default FROM routine WHERE pg_get_expr(proargdefaults, 0) ~ 'NULL';

-- functions that read a whole tape or map have a cost above 1, and an estimate of their rows
SELECT signature AS too_cheap FROM routine
WHERE prokind = 'f' AND procost < 100 AND proargtypes::oid[] && ARRAY['tape'::regtype, 'map'::regtype]::oid[]
    AND signature::text !~ '^(tape_(trade|candle|gauge|liquidation)|map_(position|margin))\(';
SELECT signature AS rows_not_said FROM routine WHERE proretset AND prorows = 1000;

-- aggregates combine, in parallel too
SELECT aggfnoid::regprocedure::text AS aggregate, aggcombinefn, aggtranstype::regtype AS state
FROM pg_aggregate JOIN routine ON routine.oid = aggfnoid
ORDER BY 1;

-- for use in indexes, DISTINCT, MERGE and the like
SELECT opcname, amname, opcintype::regtype AS type, opcdefault
FROM pg_opclass JOIN member ON classid = 'pg_opclass'::regclass AND objid = pg_opclass.oid
JOIN pg_am ON pg_am.oid = opcmethod ORDER BY 1, 2;
SELECT amvalidate(pg_opclass.oid) AS valid, count(*)
FROM pg_opclass JOIN member ON classid = 'pg_opclass'::regclass AND objid = pg_opclass.oid GROUP BY 1;

-- every operator has a function, for sessions without the search_path
SELECT pg_operator.oid::regoperator AS operator, oprcode::oid::regprocedure AS function FROM pg_operator
JOIN member ON classid = 'pg_operator'::regclass AND objid = pg_operator.oid
WHERE oprname = '+' ORDER BY oprleft::regtype::text;

-- functions that are parts of an aggregate
SELECT refusal($$SELECT tape_trade(NULL, now(), 1, 1, true)$$);
SELECT refusal($$SELECT tape_combine(NULL, NULL)$$);

-- the owner of a database can install the extension and remove it
CREATE ROLE liqmap_trader LOGIN;
CREATE DATABASE liqmap_trader OWNER liqmap_trader;
\connect liqmap_trader liqmap_trader
CREATE EXTENSION liqmap;
SELECT liqmap.liquidation_price('long', 100, 10);
DROP EXTENSION liqmap;
SELECT count(*) AS left_behind FROM pg_proc WHERE probin ~ 'liqmap';
\connect :here :owner
DROP DATABASE liqmap_trader;
DROP ROLE liqmap_trader;

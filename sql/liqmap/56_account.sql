-- ---------------------------------------------------------------- accounts under cross margin

CREATE FUNCTION cross_account(positions jsonb, equity float8) RETURNS TABLE (
    symbol text,
    side side,
    qty float8,
    mark float8,
    leverage float8,
    isolated boolean,
    status text,
    liquidation_price float8,
    distance_pct float8,
    maintenance_margin float8,
    price_down float8,
    price_up float8,
    listed_price float8,
    listed text,
    difference float8,
    likely text,
    implied_rate float8,
    gives_equity boolean,
    counted_price float8,
    stale_days integer
)
    AS 'MODULE_PATHNAME', 'liqmap_cross_account' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 10;

CREATE FUNCTION cross_account(positions jsonb) RETURNS TABLE (
    symbol text,
    side side,
    qty float8,
    mark float8,
    leverage float8,
    isolated boolean,
    status text,
    liquidation_price float8,
    distance_pct float8,
    maintenance_margin float8,
    price_down float8,
    price_up float8,
    listed_price float8,
    listed text,
    difference float8,
    likely text,
    implied_rate float8,
    gives_equity boolean,
    counted_price float8,
    stale_days integer
)
    AS 'MODULE_PATHNAME', 'liqmap_cross_account' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 10;

CREATE FUNCTION account_margin(
    positions jsonb,
    INOUT equity float8,
    OUT status text,
    OUT maintenance_margin float8,
    OUT margin_available float8,
    OUT notional float8,
    OUT u_down float8,
    OUT u_up float8,
    OUT held bigint,
    OUT isolated bigint,
    OUT listed bigint,
    OUT agrees bigint
)
    AS 'MODULE_PATHNAME', 'liqmap_account_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION account_margin(
    positions jsonb,
    OUT equity float8,
    OUT status text,
    OUT maintenance_margin float8,
    OUT margin_available float8,
    OUT notional float8,
    OUT u_down float8,
    OUT u_up float8,
    OUT held bigint,
    OUT isolated bigint,
    OUT listed bigint,
    OUT agrees bigint
)
    AS 'MODULE_PATHNAME', 'liqmap_account_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION cross_account(jsonb) IS
    'the positions of an account whose equity is not known: as cross_account(positions, equity), with the equity solved from the listed price of one position and checked on the others';
COMMENT ON FUNCTION cross_account(jsonb, float8) IS
    'the positions of an account under cross margin, given as an array of objects: the price at which each dies with the others at their marks, and where all die as all marks move together';
COMMENT ON FUNCTION account_margin(jsonb) IS
    'the state of an account whose equity is solved from the listed price of one position';
COMMENT ON FUNCTION account_margin(jsonb, float8) IS
    'the state of an account under cross margin: equity, margin, and the joint moves of all marks that liquidate it';

CREATE FUNCTION map_account(map, jsonb, text) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_account' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

CREATE FUNCTION map_account(map, jsonb, text, jsonb) RETURNS map
    AS 'MODULE_PATHNAME', 'liqmap_map_account' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

COMMENT ON FUNCTION map_account(map, jsonb, text) IS 'adds a row to the state of the aggregate account_map';
COMMENT ON FUNCTION map_account(map, jsonb, text, jsonb) IS 'adds a row to the state of the aggregate account_map';

CREATE AGGREGATE account_map(positions jsonb, symbol text) (
    SFUNC = map_account,
    STYPE = map,
    SSPACE = 16384,
    FINALFUNC = map_positions_final,
    COMBINEFUNC = map_positions_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE account_map(positions jsonb, symbol text, options jsonb) (
    SFUNC = map_account,
    STYPE = map,
    SSPACE = 16384,
    FINALFUNC = map_positions_final,
    COMBINEFUNC = map_positions_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE account_map(jsonb, text) IS
    'a map of the positions in one symbol of many accounts, one row for each account, with its positions as of cross_account(): each at its listed price, or else at the price that follows from the listed prices of its account';
COMMENT ON AGGREGATE account_map(jsonb, text, jsonb) IS
    'a map of the positions in one symbol of many accounts, with options: precision, contract, as_of and others';

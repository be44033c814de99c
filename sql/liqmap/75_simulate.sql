-- ---------------------------------------------------------------- cascades under what is not known, in time, on venues

CREATE FUNCTION simulate(
    map map,
    impact jsonb,
    draws bigint DEFAULT 10000,
    seed bigint DEFAULT 1,
    options jsonb DEFAULT '{}'
) RETURNS TABLE (
    quantile float8,
    shock_pct float8,
    final_price float8,
    move_pct float8,
    size float8,
    notional float8,
    flow float8,
    shortfall float8,
    deleveraged float8,
    jump_probability float8,
    reported_least float8,
    reported_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_simulate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000000 ROWS 8;

COMMENT ON FUNCTION simulate(map, jsonb, bigint, bigint, jsonb) IS
    'quantiles of many cascades with random shock, depth, impact, reported share and ladder; equal seeds give equal rows; each column is sorted by itself';

CREATE FUNCTION cascade_path(map map, shock float8, impact jsonb, options jsonb DEFAULT '{}') RETURNS TABLE (
    t float8,
    price float8,
    flow float8,
    cumulative_flow float8,
    pending float8,
    taken_over float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_cascade_path' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 1801;

COMMENT ON FUNCTION cascade_path(map, float8, jsonb, jsonb) IS
    'a cascade in time, a row for each step: t in seconds since the shock, the price, and amounts of flow in quote currency, reported or not';

CREATE FUNCTION cascade_venues(maps map[], impacts jsonb[], shock float8) RETURNS TABLE (
    venue integer,
    final_price float8,
    move_pct float8,
    size float8,
    notional float8,
    flow float8,
    depth_share float8,
    branching float8,
    amplification float8,
    spectral_radius float8,
    move_pct_least float8,
    move_pct_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_cascade_venues' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 4;

COMMENT ON FUNCTION cascade_venues(map[], jsonb[], float8) IS
    'a cascade on several venues whose prices arbitrage keeps equal: a row for each venue, in the order of maps; impacts has one model for each map';
